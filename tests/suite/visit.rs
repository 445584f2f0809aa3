//! A whole visit by keys alone, through a pseudo-terminal and the real program, in both languages at 80×24: the first
//! run, a new customer, every stage, the call with ten answers, a complaint on the line; then quit, and all is there.

use crate::server::place::Terminal;
use portable_pty::CommandBuilder;
use shopdesk::text::{Catalogue, Lang, Words};
use std::path::Path;
use std::time::{Duration, Instant};

fn desk(data: &Path, lang: Lang) -> Terminal {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_shopdesk"));
    command.args(["--lang", lang.code(), "--data"]);
    command.arg(data);
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    Terminal::with(command, 80, 24)
}

/// Someone at the terminal, who knows the words of one language.
struct Advisor {
    terminal: Terminal,
    words: Words,
}

impl Advisor {
    fn sits_down(data: &Path, lang: Lang) -> Self {
        Self { terminal: desk(data, lang), words: Catalogue::built_in().words(lang) }
    }

    /// Types keys; `\r` is Enter.
    fn types(&mut self, keys: &str) -> &mut Self {
        self.terminal.press(keys);
        self
    }

    /// Waits for a text.
    fn sees(&mut self, text: &str) -> &mut Self {
        self.terminal.wait_for(text);
        self
    }

    /// Waits for a word of the session's language.
    fn reads(&mut self, key: &str) -> &mut Self {
        let word = self.words.get(key).into_owned();
        self.terminal.wait_for(&word);
        self
    }

    fn leaves(mut self) {
        self.types("\x11");
        assert_eq!(self.terminal.end(), 0);
        self.terminal.assert_restored();
    }
}

fn set_up(advisor: &mut Advisor) {
    advisor.reads("setup-shop").types("Hongqiao Road\rLi\rWang\rZhao\r").reads("board-title").sees("Hongqiao Road");
}

fn take_in(advisor: &mut Advisor) {
    advisor.types("n").reads("entry-belongings");
    advisor.types("沪A12345\r王建国\r13800132211\rVW Passat\r\r42310\r\r刹车时有异响\r+3h\r").sees("-001");
}

/// From the order's page: each `Enter` is the next step.
fn repair(advisor: &mut Advisor) {
    advisor
        .types("\r")
        .reads("entry-cause")
        .types("front pads 2 mm\rworn\rreplace\r")
        .sees("front pads 2 mm")
        .types("\r");
    advisor.sees("-001").types("\r").reads("entry-benefit");
    advisor.types("\tFront pads\rworn\rstops safely\r0.8\r160\r320\r").sees("480.00");
    advisor.types("\tWipers\rstreaks\rclear view\r0.1\r18\r80\r").sees("578.00").types("\r").sees("-001");
    advisor.types("\r").reads("entry-ceiling").types("ydi\r").sees("-001");
    advisor.types("\r").reads("entry-technician").types("1").sees("-001");
    // Begun only now: finishing it is asked about once.
    advisor.types("\r\r").sees("-001");
    advisor.types("\r").reads("entry-road").types("yp\r").sees("-001");
}

fn hand_over(advisor: &mut Advisor) {
    advisor.types("\r").reads("entry-may-call").types("yywyy\r").sees("-001");
}

fn call(advisor: &mut Advisor) {
    advisor.types("4").reads("calls-title").sees("138****2211").types("\r").sees("138 0013 2211");
    // Reached; ten answers, the seventh a 2 with its reason; a complaint while the customer is on the line.
    advisor.types("\r555555").types("2").types("1").types("555");
    advisor.types("!").reads("entry-complaint-words").types("太贵了\r1321\r").sees("138 0013 2211");
    advisor.types("\r").reads("calls-title");
}

#[test]
fn a_car_goes_all_the_way_by_keys_alone_and_is_kept() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let mut advisor = Advisor::sits_down(folder.path(), lang);
        set_up(&mut advisor);
        take_in(&mut advisor);
        repair(&mut advisor);
        hand_over(&mut advisor);
        call(&mut advisor);
        advisor.types("5").sees("太贵了");
        advisor.leaves();
        stop_server(folder.path());

        let mut again = Advisor::sits_down(folder.path(), lang);
        again.reads("board-title").types("5").sees("太贵了").sees("王建国");
        again.types("/").types("12345").sees("VW Passat").types("\r").sees("-001");
        again.types("\x1b").sees("太贵了").types("6").reads("scores-title").sees("95.80");
        again.leaves();
        stop_server(folder.path());
    }
}

/// Ends the background server, so that the next start reads everything from the disk.
fn stop_server(data: &Path) {
    let lock = std::fs::read_to_string(data.join("LOCK")).expect("a LOCK");
    let holder: serde_json::Value = serde_json::from_str(&lock).expect("its holder");
    let pid = rustix::process::Pid::from_raw(holder["pid"].as_i64().expect("a pid") as i32).expect("a pid");
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("told");
    let start = Instant::now();
    while data.join("shopdesk.sock").exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "the server does not stop");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn three_terminals_show_one_step_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut li = Advisor::sits_down(folder.path(), Lang::En);
    set_up(&mut li);
    let mut others: Vec<_> = (0..2).map(|_| Advisor::sits_down(folder.path(), Lang::En)).collect();
    for other in &mut others {
        other.reads("board-title");
    }
    take_in(&mut li);
    for other in &mut others {
        other.sees("VW Passat").reads("term-stage-receive");
    }
    li.types("\r").reads("entry-cause").types("front pads 2 mm\rworn\rreplace\r");
    for other in &mut others {
        other.reads("term-stage-diagnose");
    }
    for seat in others.into_iter().chain([li]) {
        seat.leaves();
    }
    stop_server(folder.path());
}
