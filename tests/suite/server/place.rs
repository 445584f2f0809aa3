//! A data folder with a toy server, and terminals in front of it.

use super::toy::{Behaviour, CLIENT, FOLDER};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::{
    fs::FlockOperation,
    process::{Pid, Signal},
};
use shopdesk::server::{
    frame::{Decoder, Frame, Side, Tag, encode},
    hello::{Hello, Mode},
    remote,
};
use std::{
    io::{Read, Write},
    num::NonZero,
    os::unix::net::UnixStream,
    path::Path,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

/// Nothing here takes long; a slow machine gets its time all the same.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new(behaviour: &Behaviour) -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = serde_json::to_string(behaviour).expect("plain data");
        std::fs::write(folder.path().join("toy.json"), text).expect("the folder can be written");
        Place { folder }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn terminal(&self, seat: &str) -> Terminal {
        Terminal::open(self.folder(), &[("TERM", seat)])
    }

    pub fn terminal_with(&self, env: &[(&str, &str)]) -> Terminal {
        Terminal::open(self.folder(), env)
    }

    /// A terminal that shows nothing, because nobody takes what is written to it.
    pub fn stuck_terminal(&self, seat: &str) -> Terminal {
        Terminal::start(self.folder(), &[("TERM", seat)])
    }

    /// Returns whether a server holds the folder.
    pub fn is_locked(&self) -> bool {
        let lock = std::fs::File::open(self.folder().join("LOCK")).expect("the toy has a lock");
        rustix::fs::flock(&lock, FlockOperation::NonBlockingLockShared).is_err()
    }

    /// Connects without the thin client.
    pub fn raw(&self) -> Raw {
        let stream = UnixStream::connect(self.folder().join("shopdesk.sock")).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out can be set");
        Raw { stream, decoder: Decoder::new(Side::Server) }
    }

    pub fn status(&self) -> Option<serde_json::Value> {
        let status = remote::status(self.folder(), &Hello::new(Mode::Status, "test")).ok()??;
        serde_json::from_str(&status).ok()
    }

    pub fn server(&self) -> Pid {
        let pid = self.status().and_then(|status| status["pid"].as_i64()).expect("a server runs");
        Pid::from_raw(i32::try_from(pid).expect("a process id")).expect("a process id")
    }

    pub fn exists(&self, name: &str) -> bool {
        self.folder().join(name).exists()
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder().join(name)).unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = remote::stop(self.folder(), &Hello::new(Mode::Stop, "test"));
    }
}

/// Waits until something holds.
pub fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A connection of which every byte is in our hands.
pub struct Raw {
    pub stream: UnixStream,
    decoder: Decoder,
}

impl Raw {
    pub fn send(&mut self, tag: Tag, payload: &[u8]) {
        let wire = encode(tag, payload).expect("a frame within its limit");
        self.stream.write_all(&wire).expect("the server reads");
    }

    /// Waits for the next frame; `None` when the line is closed.
    pub fn next(&mut self) -> Option<Frame> {
        let mut chunk = [0; 4096];
        loop {
            if let Some(frame) = self.decoder.next_frame().expect("the server sends frames") {
                return Some(frame);
            }
            match self.stream.read(&mut chunk) {
                Ok(0) => return None,
                Ok(count) => self.decoder.push(&chunk[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("the server says nothing: {error}"),
            }
        }
    }
}

/// A terminal without a process in it.
pub fn emulator(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(cells(rows), cells(columns), 0)
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

struct Shown {
    parser: Mutex<vt100::Parser>,
    news: Condvar,
}

/// A pseudo-terminal with a thin client in it.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    client: Box<dyn Child + Send + Sync>,
    shown: Arc<Shown>,
}

impl Terminal {
    fn open(folder: &Path, env: &[(&str, &str)]) -> Terminal {
        Terminal::start(folder, env).shown()
    }

    /// Shows what the program draws, as it comes.
    fn shown(self) -> Terminal {
        let terminal = self;
        let mut screen = terminal.master.try_clone_reader().expect("the screen");
        let showing = Arc::clone(&terminal.shown);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = screen.read(&mut chunk) {
                showing.parser.lock().expect("the emulator").process(&chunk[..count]);
                showing.news.notify_all();
            }
        });
        terminal
    }

    /// Opens a terminal of this size with a program in it, and shows what it draws.
    pub fn with(command: CommandBuilder, cols: u16, rows: u16) -> Terminal {
        Terminal::spawn(command, cols, rows).shown()
    }

    fn start(folder: &Path, env: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this test binary has a path"));
        command.args([CLIENT, "--exact", "--nocapture"]);
        command.env(FOLDER, folder);
        for (name, value) in env {
            command.env(name, value);
        }
        Terminal::spawn(command, 80, 24)
    }

    fn spawn(command: CommandBuilder, cols: u16, rows: u16) -> Terminal {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let client = pair.slave.spawn_command(command).expect("a client");
        let keys = pair.master.take_writer().expect("the keyboard");
        let shown = Arc::new(Shown { parser: Mutex::new(emulator(cols, rows)), news: Condvar::new() });
        Terminal { master: pair.master, keys, client, shown }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.keys.flush().expect("the terminal takes keys");
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        self.shown.parser.lock().expect("the emulator").screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a new size");
    }

    pub fn signal(&self, signal: Signal) {
        let pid = self.client.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("a client");
        rustix::process::kill_process(pid, signal).expect("the client runs");
    }

    pub fn text(&self) -> String {
        self.shown.parser.lock().expect("the emulator").screen().contents()
    }

    pub fn wait_for(&self, text: &str) {
        let start = Instant::now();
        let mut parser = self.shown.parser.lock().expect("the emulator");
        while !parser.screen().contents().contains(text) {
            let left = PATIENCE.checked_sub(start.elapsed());
            let left = left.unwrap_or_else(|| panic!("{text:?} never came:\n{}", parser.screen().contents()));
            parser = self.shown.news.wait_timeout(parser, left).expect("the emulator").0;
        }
    }

    /// Waits for the client to end and returns its exit status.
    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.client.try_wait().expect("the client can be waited for") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "the client does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asserts that the program has the terminal to itself.
    pub fn assert_taken(&self) {
        eventually("the screen is the program's", || {
            let parser = self.shown.parser.lock().expect("the emulator");
            parser.screen().alternate_screen() && parser.screen().hide_cursor() && parser.screen().bracketed_paste()
        });
        let tty = self.master.tty_name().expect("the terminal has a name");
        let tty = std::fs::File::open(tty).expect("the terminal is there");
        let modes = rustix::termios::tcgetattr(tty).expect("the terminal has modes").local_modes;
        assert!(!modes.contains(rustix::termios::LocalModes::ICANON), "{modes:?}");
    }

    /// Asserts that a shell would find the terminal as it left it.
    pub fn assert_restored(&self) {
        eventually("the screen is the normal one", || {
            let parser = self.shown.parser.lock().expect("the emulator");
            !parser.screen().alternate_screen() && !parser.screen().hide_cursor() && !parser.screen().bracketed_paste()
        });
        let tty = self.master.tty_name().expect("the terminal has a name");
        let tty = std::fs::File::open(tty).expect("the terminal is there");
        let modes = rustix::termios::tcgetattr(tty).expect("the terminal has modes").local_modes;
        use rustix::termios::LocalModes;
        assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG), "{modes:?}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Most clients have ended by now.
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}
