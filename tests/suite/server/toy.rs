//! A toy shop: a counter that everybody sees, a line of text for each session, and a few ways to fail.

use ratatui::{Frame, text::Line};
use rustix::fs::FlockOperation;
use serde::{Deserialize, Serialize};
use shopdesk::{
    server::{
        Limits, Setup,
        app::{Answer, App, Flow, Locker, Opener, Peer, Progress, Refused, Shop},
        client::{Attach, Start, attach},
        hello::{Hello, Mode},
        phrase::{Phrasebook, Phrases, Said},
        serve, ssh,
    },
    tui::input::{Code, Event, Key},
};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};
use tokio::sync::watch;

/// The environment variable that makes this binary play a part.
pub const FOLDER: &str = "SHOPDESK_TOY_FOLDER";
pub const SERVER: &str = "server::toy::plays_the_server";
pub const CLIENT: &str = "server::toy::plays_the_client";

/// When a server goes that a failed test has left behind.
const FORGOTTEN: Duration = Duration::from_secs(60);

/// How the toy behaves; in `toy.json` of its folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Behaviour {
    pub open_ms: u64,
    pub refuses: bool,
    pub idle_ms: Option<u64>,
    pub connections: Option<usize>,
    pub handshake_ms: Option<u64>,
    pub close_ms: u64,
    /// Who may call over SSH: key and name.
    #[serde(default)]
    pub callers: Vec<(String, String)>,
}

#[test]
fn plays_the_server() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    // What the test harness has written so far must not stand before our first line.
    println!();
    let status = match serve(setup(&folder), lock(folder.clone())) {
        Ok(_) => 0,
        Err(refused) => {
            eprintln!("{}: {} {}", refused.code, refused.message, refused.remedy);
            1
        }
    };
    std::process::exit(status);
}

#[test]
fn plays_the_client() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let program = std::env::current_exe().expect("this test binary has a path");
    let args = [SERVER, "--exact", "--nocapture"].map(Into::into).to_vec();
    let term = std::env::var("TERM").unwrap_or_default();
    let lang = std::env::var("TOY_LANG").unwrap_or_default();
    let hello = Hello { term, lang, ..Hello::new(Mode::Screen, "test") };
    let status = match attach(&Attach { folder, hello, start: Start { program, args }, lost: "Looking for it.".into() })
    {
        Ok(ended) => {
            println!("ended: {ended:?}");
            ended.status()
        }
        Err(fault) => {
            println!("fault: {fault:?}");
            1
        }
    };
    std::process::exit(status.into());
}

fn setup(folder: &Path) -> Setup {
    let behaviour = behaviour(folder);
    let mut limits =
        Limits { idle: Some(behaviour.idle_ms.map_or(FORGOTTEN, Duration::from_millis)), ..Limits::default() };
    limits.connections = behaviour.connections.unwrap_or(limits.connections);
    limits.handshake = behaviour.handshake_ms.map_or(limits.handshake, Duration::from_millis);
    Setup {
        folder: folder.to_owned(),
        version: "test".to_owned(),
        background: true,
        lang: "en".to_owned(),
        socket_rights: 0o600,
        ssh: (!behaviour.callers.is_empty()).then(|| ssh::Setup {
            listen: ([127, 0, 0, 1], 0).into(),
            user: "shop".to_owned(),
            classic: true,
            attempts: 6,
            grace: Duration::from_secs(30),
            keepalive: Duration::from_secs(30),
        }),
        hears_port: Arc::new(|_| {}),
        limits,
        phrases: Phrasebook { first: english(), others: vec![("zh".to_owned(), chinese())] },
        clock: Arc::new(|| "now".to_owned()),
    }
}

fn behaviour(folder: &Path) -> Behaviour {
    let text = std::fs::read_to_string(folder.join("toy.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn english() -> Phrases {
    let said = |message: &str| Said { message: message.to_owned(), remedy: "Do this.".to_owned() };
    Phrases {
        opening: "Opening the toy".to_owned(),
        phases: vec![("count", "Counting bricks".to_owned())],
        elapsed: "since".to_owned(),
        leave: "Ctrl+Q leaves".to_owned(),
        stopping: said("The toy stops."),
        stopped: said("The toy was stopped."),
        in_use: said("The toy is in use."),
        not_allowed: said("You may not."),
        full: said("The toy is full."),
        full_caller: said("You have enough toys."),
        key_dropped: said("Your key is gone."),
        screens_only: said("Only screens."),
        idle: said("You sleep."),
        taken_over: said("Taken over."),
        elsewhere: "Elsewhere for {since}".to_owned(),
        elsewhere_several: "Elsewhere {n} times".to_owned(),
        elsewhere_one: "{from} for {since}".to_owned(),
        take_over: "take over".to_owned(),
        take_over_one: "take one over".to_owned(),
        beside: "beside it".to_owned(),
        protocol: said("Versions differ."),
        broken: said("This session broke."),
        too_long: said("Too long."),
        socket: said("No socket."),
        opening_broken: said("The opening broke."),
    }
}

fn chinese() -> Phrases {
    Phrases { opening: "正在打开玩具".to_owned(), ..english() }
}

fn refusal(code: &str, message: &str) -> Refused {
    Refused { code: code.to_owned(), message: message.to_owned(), remedy: "Do this.".to_owned() }
}

/// Locks a file in the folder, as the store does.
fn lock(folder: PathBuf) -> Locker {
    Box::new(move || {
        let file = File::create(folder.join("LOCK")).map_err(|error| refusal("io", &error.to_string()))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(open(folder, file)),
            Err(_) => Err(refusal("locked", "Somebody else plays.")),
        }
    })
}

fn open(folder: PathBuf, lock: File) -> Opener {
    Box::new(move |report| {
        let Behaviour { open_ms, refuses, .. } = behaviour(&folder);
        for done in 0..20 {
            report(Progress { phase: "count", done, of: 20 });
            thread::sleep(Duration::from_millis(open_ms / 20));
        }
        if refuses {
            return Err(refusal("damaged", "The toy is broken."));
        }
        std::fs::write(folder.join("opened"), std::process::id().to_string()).expect("the folder can be written");
        let count = watch::Sender::new(0);
        Ok(Arc::new(Toy { folder, _lock: lock, count, text: Arc::default() }))
    })
}

struct Toy {
    folder: PathBuf,
    _lock: File,
    count: watch::Sender<u64>,
    text: Arc<Mutex<Vec<String>>>,
}

impl Shop for Toy {
    fn open(&self, hello: &Hello, _peer: Peer) -> Result<Box<dyn App>, Refused> {
        if hello.term == "stranger" {
            return Err(refusal("not-allowed", "The toy does not know you."));
        }
        let count = self.count.clone();
        let seen = *count.borrow();
        let kept = self.folder.join(format!("kept-{}", hello.term));
        Ok(Box::new(Page { count, seen, text: String::new(), resumed: 0, kept, draws_badly: false, size: (0, 0) }))
    }

    fn resume(&self, app: &mut dyn App, _hello: &Hello) {
        // The page cannot be told from outside that it is back; a paste does as well.
        app.on(Event::Paste("<resumed>".to_owned()));
    }

    fn caller(&self, key: &str) -> Option<String> {
        let callers = behaviour(&self.folder).callers;
        callers.into_iter().find(|(theirs, _)| theirs == key).map(|(_, who)| who)
    }

    fn has_callers(&self) -> bool {
        !behaviour(&self.folder).callers.is_empty()
    }

    fn seat(&self, hello: &Hello, peer: Peer) -> String {
        match peer {
            Peer::Local { uid } => format!("{uid}/{}", hello.term),
            Peer::Caller { who, .. } => format!("{who}/{}", hello.term),
        }
    }

    fn rows(&self, _peer: Peer, line: String) -> Answer {
        self.text.lock().expect("no request panics here").push(line.clone());
        let text = Arc::clone(&self.text);
        match line.split_once(' ') {
            Some(("wait", ms)) => {
                let wait = Duration::from_millis(ms.parse().unwrap_or(0));
                Box::pin(async move {
                    tokio::time::sleep(wait).await;
                    line
                })
            }
            Some(("long", bytes)) => {
                let bytes = bytes.parse().unwrap_or(0);
                Box::pin(async move { "x".repeat(bytes) })
            }
            _ if line == "panic" => Box::pin(async { panic!("a request panics") }),
            _ if line == "log" => Box::pin(async move { text.lock().expect("no request panics here").join(",") }),
            _ if line == "add" => {
                self.count.send_modify(|count| *count += 1);
                let count = *self.count.borrow();
                Box::pin(async move { count.to_string() })
            }
            _ => Box::pin(async move { line }),
        }
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    fn next_wake(&self) -> Option<Duration> {
        None
    }

    fn close(&self) {
        thread::sleep(Duration::from_millis(behaviour(&self.folder).close_ms));
        std::fs::write(self.folder.join("closed"), "").expect("the folder can be written");
    }
}

struct Page {
    count: watch::Sender<u64>,
    seen: u64,
    text: String,
    resumed: u32,
    kept: PathBuf,
    draws_badly: bool,
    size: (u16, u16),
}

impl App for Page {
    fn on(&mut self, event: Event) -> Flow {
        match event {
            Event::Key(key) if key == Key::ctrl('q') => return Flow::Leave("Goodbye.".to_owned()),
            Event::Key(Key { code: Code::F(5), .. }) => panic!("a key panics"),
            Event::Key(Key { code: Code::F(6), .. }) => self.draws_badly = true,
            Event::Key(Key { code: Code::Char('+'), .. }) => self.count.send_modify(|count| *count += 1),
            Event::Key(key) => self.text.extend(key.typed()),
            Event::Paste(text) if text == "<resumed>" => self.resumed += 1,
            Event::Paste(text) => self.text.push_str(&text),
            Event::PasteCut(_) | Event::Focus(_) => {}
        }
        Flow::Stay
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        assert!(!self.draws_badly, "a picture panics");
        let Page { seen, text, resumed, size: (columns, rows), .. } = self;
        let lines = [format!("count {seen}."), format!("text {text}."), format!("resumed {resumed}. {columns}x{rows}")];
        for (line, row) in lines.into_iter().zip(frame.area().rows()) {
            frame.render_widget(Line::raw(line), row);
        }
        // Different in every cell each time, for those who never read.
        let filler: String =
            (0..frame.area().width).map(|x| char::from(b'a' + ((x as u64 + *seen) % 26) as u8)).collect();
        for row in frame.area().rows().skip(5) {
            frame.render_widget(Line::raw(filler.clone()), row);
        }
    }

    fn refresh(&mut self) {
        self.seen = *self.count.borrow();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
    }

    fn keep(&mut self) {
        std::fs::write(&self.kept, &self.text).expect("the folder can be written");
    }
}
