//! Carries bytes between the terminal and the server.
//!
//! The main thread carries the server's frames to the terminal. Two threads begin with the first frame: one carries what
//! is typed, one tells of new sizes. A third one waits for signals from the start. All of them end with the process;
//! what ends the work is always that the line closes. A line that closes without a last word is followed by another one,
//! to the next server, over the same terminal.

use super::{
    Ended,
    terminal::{Restore, Terminal},
};
use crate::server::{
    fault::Fault,
    frame::{Frames, Side, Tag, encode, encode_size},
    hello::Hello,
    remote,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
};
use std::{
    io::{self, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI32, Ordering},
    },
    thread,
    time::Duration,
};

/// How long a terminal may take to be restored after a signal before the process ends without.
const GRACE: Duration = Duration::from_secs(1);
const READ_BYTES: usize = 4096;

/// What became of one connection.
pub(super) enum Carried {
    Ended(Ended),
    Fault(Fault),
    /// The line closed before the server had said anything.
    Nothing,
}

/// The terminal with its threads, over all the connections that one desk takes.
pub(super) struct Carrier {
    shared: Arc<Shared>,
    sizing: Option<Signals>,
    ending: signal_hook::iterator::Handle,
    _restore: Restore,
}

struct Shared {
    terminal: Arc<Terminal>,
    /// The line of the moment, to be closed whatever is being written.
    line: Mutex<UnixStream>,
    /// The same, to write. Whole frames only: what is typed and sizes come from different threads.
    writer: Mutex<UnixStream>,
    /// No server is there to draw.
    is_waiting: AtomicBool,
    signal: AtomicI32,
    hung_up: AtomicBool,
}

impl Carrier {
    /// Puts the terminal in raw mode, for a first line.
    pub(super) fn new(stream: &UnixStream) -> Result<Carrier, Fault> {
        let ending = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT]).map_err(Fault::Terminal)?;
        let sizing = Signals::new([SIGWINCH, SIGTSTP, SIGCONT]).map_err(Fault::Terminal)?;
        let line = || stream.try_clone().map(Mutex::new).map_err(Fault::Terminal);
        let (line, writer) = (line()?, line()?);
        let terminal = Terminal::raw().map_err(Fault::Terminal)?;
        let restore = Restore(Arc::clone(&terminal));
        let shared = Arc::new(Shared {
            terminal,
            line,
            writer,
            is_waiting: AtomicBool::new(false),
            signal: AtomicI32::new(0),
            hung_up: AtomicBool::new(false),
        });
        let handle = ending.handle();
        let until_signal = Arc::clone(&shared);
        thread::spawn(move || until_signal.end_by_signal(ending));
        Ok(Carrier { shared, sizing: Some(sizing), ending: handle, _restore: restore })
    }

    /// Carries until the line closes.
    pub(super) fn carry(&mut self, stream: UnixStream, hello: &Hello) -> Result<Carried, Fault> {
        let frames = Frames::new(stream.try_clone().map_err(Fault::Terminal)?, Side::Server);
        let writer = stream.try_clone().map_err(Fault::Terminal)?;
        *self.shared.line.lock().unwrap_or_else(PoisonError::into_inner) = stream;
        *self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner) = writer;
        self.shared.is_waiting.store(false, Ordering::Release);
        // A signal or the end of the terminal may have come while there was no line to close.
        if let Some(ended) = self.shared.ended() {
            return Ok(Carried::Ended(ended));
        }
        let (columns, rows) = self.shared.terminal.size();
        let hello = Hello { columns, rows, ..hello.clone() };
        // A server that is already gone shows itself when we read.
        let _ = self.shared.send(Tag::Hello, &hello.to_json());
        Ok(self.shared.draw(frames, &mut self.sizing))
    }

    /// Says on the last row that another server is awaited. What is typed meanwhile goes nowhere.
    pub(super) fn wait(&self, notice: &str) {
        self.shared.is_waiting.store(true, Ordering::Release);
        let (_, rows) = self.shared.terminal.size();
        // A terminal that takes nothing more shows itself when the next server draws.
        let _ = self.shared.terminal.draw(format!("\x1b[{rows};1H\x1b[0m\x1b[2K {notice}").as_bytes());
    }

    /// Tells how the person or the system ended it, if they did.
    pub(super) fn ended(&self) -> Option<Ended> {
        self.shared.ended()
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.ending.close();
    }
}

impl Shared {
    fn send(&self, tag: Tag, payload: &[u8]) -> io::Result<()> {
        let wire = encode(tag, payload).map_err(io::Error::other)?;
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).write_all(&wire)
    }

    fn close(&self) {
        // Fails only for a line that is closed already.
        let _ = self.line.lock().unwrap_or_else(PoisonError::into_inner).shutdown(Shutdown::Both);
    }

    fn draw(self: &Arc<Shared>, mut frames: Frames<UnixStream>, sizing: &mut Option<Signals>) -> Carried {
        let mut is_first = true;
        loop {
            let frame = match frames.next() {
                Ok(Some(frame)) => frame,
                Ok(None) | Err(_) => return self.closed(is_first),
            };
            if frame.tag != Tag::Output {
                return match remote::ended(&frame) {
                    Fault::Ended { exit } => Carried::Ended(Ended::Said(exit)),
                    fault => Carried::Fault(fault),
                };
            }
            if self.terminal.draw(&frame.payload).is_err() {
                self.hung_up.store(true, Ordering::Release);
                return self.closed(false);
            }
            is_first = false;
            // The threads stay, whatever becomes of this line.
            if let Some(sizing) = sizing.take() {
                let (typing, telling) = (Arc::clone(self), Arc::clone(self));
                thread::spawn(move || typing.carry_typed());
                thread::spawn(move || telling.tell_sizes(sizing));
            }
        }
    }

    fn closed(&self, is_first: bool) -> Carried {
        match self.ended() {
            Some(ended) => Carried::Ended(ended),
            None if is_first => Carried::Nothing,
            None => Carried::Fault(Fault::Lost),
        }
    }

    fn ended(&self) -> Option<Ended> {
        match self.signal.load(Ordering::Acquire) {
            0 => self.hung_up.load(Ordering::Acquire).then_some(Ended::HungUp),
            signal => Some(Ended::Signal(signal)),
        }
    }

    fn carry_typed(&self) {
        let mut typed = [0; READ_BYTES];
        loop {
            match rustix::io::read(io::stdin(), &mut typed) {
                Ok(0) => break,
                // Without a server there is nobody to take it; the next line may be there by the next key.
                Ok(count) => drop(self.send(Tag::Input, &typed[..count])),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(_) => break,
            }
        }
        self.hung_up.store(true, Ordering::Release);
        self.close();
    }

    /// Tells of new sizes, gives the terminal back while the process stands still, and takes it again after that. The
    /// server draws everything anew for a size, be it the old one.
    fn tell_sizes(&self, mut signals: Signals) {
        for signal in signals.forever() {
            let usable = match signal {
                SIGTSTP => self.terminal.lend(|| {
                    // Nobody can refuse this one; it returns when somebody lets the process go on.
                    let _ = signal_hook::low_level::raise(SIGSTOP);
                }),
                SIGCONT => self.terminal.raw_again(),
                _ => Ok(()),
            };
            if usable.is_err() {
                return;
            }
            let (columns, rows) = self.terminal.size();
            // The greeting of the next line tells the size of that moment.
            let _ = self.send(Tag::Resize, &encode_size(columns, rows));
        }
    }

    /// Closes the line, which ends the main thread's work, and sees to it that the process ends in any case.
    fn end_by_signal(&self, mut signals: Signals) {
        let Some(signal) = signals.forever().next() else { return };
        self.signal.store(signal, Ordering::Release);
        self.close();
        thread::sleep(GRACE);
        if !self.terminal.is_restored() {
            if self.is_waiting.load(Ordering::Acquire) {
                self.terminal.restore();
            } else {
                // The main thread hangs in a terminal that takes no more output.
                self.terminal.restore_modes();
            }
            std::process::exit(128 + signal);
        }
    }
}
