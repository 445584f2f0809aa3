//! Carries bytes between the terminal and the server.
//!
//! The main thread carries the server's frames to the terminal. Two threads begin with the first frame: one carries what
//! is typed, one tells of new sizes. A third one waits for signals from the start. All of them end with the process;
//! what ends the work is always that the line closes.

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

struct Shared {
    terminal: Arc<Terminal>,
    stream: UnixStream,
    /// Whole frames only: what is typed and sizes come from different threads.
    writer: Mutex<UnixStream>,
    signal: AtomicI32,
    hung_up: AtomicBool,
}

/// Carries until the line closes; restores the terminal.
pub(super) fn carry(stream: UnixStream, hello: &Hello) -> Result<Carried, Fault> {
    let ending = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT]).map_err(Fault::Terminal)?;
    let sizing = Signals::new([SIGWINCH, SIGTSTP, SIGCONT]).map_err(Fault::Terminal)?;
    let terminal = Terminal::raw().map_err(Fault::Terminal)?;
    let _restore = Restore(Arc::clone(&terminal));
    let line = || stream.try_clone().map_err(Fault::Terminal);
    let frames = Frames::new(line()?, Side::Server);
    let shared = Arc::new(Shared {
        writer: Mutex::new(line()?),
        stream,
        terminal,
        signal: AtomicI32::new(0),
        hung_up: AtomicBool::new(false),
    });
    let ending_handle = ending.handle();
    let until_signal = Arc::clone(&shared);
    thread::spawn(move || until_signal.end_by_signal(ending));

    let (columns, rows) = shared.terminal.size();
    let hello = Hello { columns, rows, ..hello.clone() };
    // A server that is already gone shows itself when we read.
    let _ = shared.send(Tag::Hello, &hello.to_json());
    let carried = shared.draw(frames, sizing);
    ending_handle.close();
    Ok(carried)
}

impl Shared {
    fn send(&self, tag: Tag, payload: &[u8]) -> io::Result<()> {
        let wire = encode(tag, payload).map_err(io::Error::other)?;
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).write_all(&wire)
    }

    fn close(&self) {
        // Fails only for a line that is closed already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn draw(self: &Arc<Shared>, mut frames: Frames<UnixStream>, sizing: Signals) -> Carried {
        let mut sizing = Some(sizing);
        loop {
            let frame = match frames.next() {
                Ok(Some(frame)) => frame,
                Ok(None) | Err(_) => return self.closed(sizing.is_some()),
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
            if let Some(sizing) = sizing.take() {
                let (typing, telling) = (Arc::clone(self), Arc::clone(self));
                thread::spawn(move || typing.carry_typed());
                thread::spawn(move || telling.tell_sizes(sizing));
            }
        }
    }

    fn closed(&self, is_first: bool) -> Carried {
        match self.signal.load(Ordering::Acquire) {
            0 if self.hung_up.load(Ordering::Acquire) => Carried::Ended(Ended::HungUp),
            0 if is_first => Carried::Nothing,
            0 => Carried::Fault(Fault::Lost),
            signal => Carried::Ended(Ended::Signal(signal)),
        }
    }

    fn carry_typed(&self) {
        let mut typed = [0; READ_BYTES];
        loop {
            match rustix::io::read(io::stdin(), &mut typed) {
                Ok(0) => break,
                Ok(count) => {
                    if self.send(Tag::Input, &typed[..count]).is_err() {
                        return;
                    }
                }
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
            if self.send(Tag::Resize, &encode_size(columns, rows)).is_err() {
                return;
            }
        }
    }

    /// Closes the line, which ends the main thread's work, and sees to it that the process ends in any case.
    fn end_by_signal(&self, mut signals: Signals) {
        let Some(signal) = signals.forever().next() else { return };
        self.signal.store(signal, Ordering::Release);
        self.close();
        thread::sleep(GRACE);
        if !self.terminal.is_restored() {
            // The main thread hangs in a terminal that takes no more output.
            self.terminal.restore_modes();
            std::process::exit(128 + signal);
        }
    }
}
