//! What a session costs, over the local socket: time from key to picture, memory, processor.
//!
//! The server is this program, started again; it shows pages of the size and look of the real ones (120×40, Chinese and
//! English, a list of 37 rows and a line of text). The clients are plain sockets, so what is measured is the server.
//!
//! ```text
//! cargo bench --bench session
//! ```

mod times;

use ratatui::{
    Frame,
    style::{Color, Style, Stylize},
    text::Line,
};
use shopdesk::{
    server::{
        Limits, Setup,
        app::{Answer, App, Flow, Peer, Refused, Shop},
        frame::{Decoder, Side, Tag, encode},
        hello::{Hello, Mode},
        phrase::Phrasebook,
        remote, serve,
    },
    tui::input::{Code, Event, Key},
};
use std::{
    collections::HashMap,
    ffi::OsString,
    fs::DirEntry,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use times::Times;
use tokio::sync::watch;

const FOLDER: &str = "SHOPDESK_BENCH_FOLDER";
const KEYS: usize = 3000;
const CHANGES: usize = 300;
const IDLE: Duration = Duration::from_secs(10);

fn main() {
    match std::env::var_os(FOLDER) {
        Some(folder) => be_the_server(folder.into()),
        None => measure(),
    }
}

fn measure() {
    println!("sessions  open, ms   key → picture, ms         one change → all, ms      memory          idle 10 s");
    println!("          p50          p50     p99     max       p50     p99     max     MiB KiB each    CPU s switches");
    for sessions in [1, 10, 50] {
        let server = Server::start();
        let empty_kib = server.resident_kib();
        let (mut screens, opens): (Vec<_>, Vec<_>) = (0..sessions).map(|_| server.screen()).unzip();
        let open = Times::of(opens).ms(0.5);
        let keys = server.keys(&mut screens);
        let changes = server.changes(&mut screens);
        let resident_kib = server.resident_kib();
        let each_kib = resident_kib.saturating_sub(empty_kib) / sessions as u64;
        let (cpu, switches) = server.idle();
        let mib = resident_kib as f64 / 1024.0;
        println!("{sessions:>8} {open:>9.2}  {keys}   {changes}   {mib:>6.1} {each_kib:>8}   {cpu:>6.2} {switches:>7}");
    }
}

/// A server process.
struct Server {
    folder: tempfile::TempDir,
    process: Child,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let program = std::env::current_exe().expect("this program has a path");
        let mut command = Command::new(program);
        command.env(FOLDER, folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.spawn().expect("a server");
        let server = Server { folder, process };
        while remote::status(server.folder.path(), &Hello::new(Mode::Status, "bench")).ok().flatten().is_none() {
            thread::sleep(Duration::from_millis(5));
        }
        server
    }

    /// Opens a session; returns it with the time until its first picture.
    fn screen(&self) -> (Screen, Duration) {
        let start = Instant::now();
        let stream = UnixStream::connect(self.folder.path().join("shopdesk.sock")).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a time-out can be set");
        let mut screen = Screen { stream, decoder: Decoder::new(Side::Server) };
        let term = "xterm-256color".to_owned();
        let hello = Hello { term, columns: 120, rows: 40, ..Hello::new(Mode::Screen, "bench") };
        screen.send(Tag::Hello, &hello.to_json());
        screen.picture();
        (screen, start.elapsed())
    }

    /// Types in the first session and waits for each picture.
    fn keys(&self, screens: &mut [Screen]) -> Times {
        let screen = &mut screens[0];
        let times = (0..KEYS).map(|number| {
            let start = Instant::now();
            screen.send(Tag::Input, &[b'a' + (number % 26) as u8]);
            screen.picture();
            start.elapsed()
        });
        Times::of(times.collect())
    }

    /// Changes what all sessions show and waits until the last one shows it.
    fn changes(&self, screens: &mut [Screen]) -> Times {
        let times = (0..CHANGES).map(|_| {
            let start = Instant::now();
            screens[0].send(Tag::Input, b"+");
            for screen in screens.iter_mut() {
                screen.picture();
            }
            let taken = start.elapsed();
            // Changes that come one after another share a picture; here each is to have its own.
            thread::sleep(Duration::from_millis(20));
            taken
        });
        Times::of(times.collect())
    }

    /// Returns processor seconds and context switches of an idle while.
    fn idle(&self) -> (f64, u64) {
        thread::sleep(Duration::from_millis(500));
        let (ticks, before) = (self.ticks(), self.switches());
        thread::sleep(IDLE);
        // A thread that has ended meanwhile woke for that at least once.
        let after = self.switches();
        let woken = |(id, count): (&OsString, &u64)| after.get(id).map_or(1, |after| after - count);
        ((self.ticks() - ticks) as f64 / 100.0, before.iter().map(woken).sum())
    }

    fn resident_kib(&self) -> u64 {
        field(&self.proc().join("status"), "VmRSS:")
    }

    /// User and system time in hundredths of a second, as Linux counts it.
    fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(self.proc().join("stat")).expect("the server runs");
        let fields: Vec<_> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
    }

    /// How often each thread has gone to sleep so far.
    fn switches(&self) -> HashMap<OsString, u64> {
        let threads = std::fs::read_dir(self.proc().join("task")).expect("the server runs");
        let count = |thread: DirEntry| field(&thread.path().join("status"), "voluntary_ctxt_switches:");
        threads.flatten().map(|thread| (thread.file_name(), count(thread))).collect()
    }

    fn proc(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.process.id()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = remote::stop(self.folder.path(), &Hello::new(Mode::Stop, "bench"));
        let _ = self.process.wait();
    }
}

fn field(path: &Path, name: &str) -> u64 {
    let text = std::fs::read_to_string(path).expect("the server runs");
    let line = text.lines().find(|line| line.starts_with(name)).expect("Linux says so");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// One session's other end.
struct Screen {
    stream: UnixStream,
    decoder: Decoder,
}

impl Screen {
    fn send(&mut self, tag: Tag, payload: &[u8]) {
        let wire = encode(tag, payload).expect("a short frame");
        self.stream.write_all(&wire).expect("the server reads");
    }

    fn picture(&mut self) {
        let mut chunk = [0; 16 * 1024];
        while self.decoder.next_frame().expect("the server sends frames").is_none() {
            let count = self.stream.read(&mut chunk).expect("a picture comes");
            assert!(count > 0, "the server is gone");
            self.decoder.push(&chunk[..count]);
        }
    }
}

fn be_the_server(folder: PathBuf) {
    let setup = Setup {
        folder,
        version: "bench".to_owned(),
        background: false,
        lang: String::new(),
        socket_rights: 0o600,
        ssh: None,
        hears_port: Arc::new(|_| {}),
        limits: Limits::default(),
        phrases: Phrasebook::default(),
        clock: Arc::new(String::new),
    };
    let shop: Arc<dyn Shop> = Arc::new(Counter { count: watch::Sender::new(0) });
    let ended = serve(setup, Box::new(move || Ok(Box::new(move |_| Ok(shop)))));
    ended.expect("nothing refuses");
}

struct Counter {
    count: watch::Sender<u64>,
}

impl Shop for Counter {
    fn open(&self, _hello: &Hello, _peer: Peer) -> Result<Box<dyn App>, Refused> {
        Ok(Box::new(Page { count: self.count.clone(), seen: 0, text: String::new() }))
    }

    fn resume(&self, _app: &mut dyn App, _hello: &Hello) {}

    fn caller(&self, _key: &str) -> Option<String> {
        None
    }

    fn has_callers(&self) -> bool {
        false
    }

    fn seat(&self, _hello: &Hello, _peer: Peer) -> String {
        String::new()
    }

    fn rows(&self, _peer: Peer, line: String) -> Answer {
        Box::pin(async { line })
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    fn next_wake(&self) -> Option<Duration> {
        Some(Duration::from_secs(60))
    }

    fn close(&self) {}
}

struct Page {
    count: watch::Sender<u64>,
    seen: u64,
    text: String,
}

impl App for Page {
    fn on(&mut self, event: Event) -> Flow {
        match event {
            Event::Key(Key { code: Code::Char('+'), .. }) => self.count.send_modify(|count| *count += 1),
            Event::Key(key) => self.text.extend(key.typed()),
            Event::Paste(_) | Event::PasteCut(_) | Event::Focus(_) => {}
        }
        if self.text.len() > 60 {
            self.text.clear();
        }
        Flow::Stay
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let header =
            Line::from(vec![" 维修接待 Reception ".bold().on_blue(), format!(" {} in shop", self.seen).into()]);
        let field = Line::from(vec!["Says ".dim(), self.text.as_str().into()]);
        let list = (0..).map(|row| {
            let plate = format!(" 沪A {:05} ", row * 7919 % 100_000).fg(Color::Rgb(255, 176, 0));
            let says = "发动机异响，冷启动明显  engine noise, cold start only  空调不制冷，需检漏  promised 17:30";
            let style = if row == 3 { Style::new().reversed() } else { Style::new() };
            Line::from(vec![plate, says.into()]).style(style)
        });
        for (line, row) in [header, field].into_iter().chain(list).zip(area.rows()) {
            frame.render_widget(line, row);
        }
        frame.set_cursor_position((5 + self.text.len() as u16, 1));
    }

    fn refresh(&mut self) {
        self.seen = *self.count.borrow();
    }

    fn keep(&mut self) {}
}
