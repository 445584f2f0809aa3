//! The thin client: it finds or starts the server, puts the terminal in raw mode, carries bytes both ways and restores
//! the terminal whatever happens. It draws nothing and knows nothing of the shop.

mod carry;
mod reach;
mod terminal;

use super::{
    fault::Fault,
    hello::{Exit, Hello, Mode},
    remote,
};
use carry::{Carried, Carrier};
use reach::Reach;
use std::{
    ffi::OsString,
    io::{self, IsTerminal},
    path::PathBuf,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// So many servers may be lost
const LOSSES_MOST: usize = 3;
/// within this time.
const LOSSES_WITHIN: Duration = Duration::from_secs(60);

/// How a client starts a server where none runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The program, usually this one.
    pub program: PathBuf,
    /// Its arguments; paths in them must be absolute, for a server stands in the root folder. They must lead to
    /// [`super::serve`] with `background` set.
    pub args: Vec<OsString>,
}

/// What a client needs to know.
#[derive(Clone, Debug)]
pub struct Attach {
    /// The data folder.
    pub folder: PathBuf,
    /// The greeting; the client fills in the mode and the size.
    pub hello: Hello,
    /// How to start a server.
    pub start: Start,
    /// What to say while a lost server is sought or started again.
    pub lost: String,
}

/// How a session at the terminal ended. The terminal is as it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The server said the last word.
    Said(Exit),
    /// A signal ended the client. Its session is parked.
    Signal(i32),
    /// The terminal is gone. The session is parked.
    HungUp,
}

impl Ended {
    /// Returns the exit status of the program.
    pub fn status(&self) -> u8 {
        match self {
            Ended::Said(exit) => exit.status,
            Ended::Signal(signal) => u8::try_from(128 + signal).unwrap_or(u8::MAX),
            Ended::HungUp => 129,
        }
    }
}

/// Opens the desk at this terminal until the person leaves.
pub fn attach(attach: &Attach) -> Result<Ended, Fault> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Fault::NotATerminal);
    }
    let mut reach = Reach::new(attach)?;
    let hello = Hello { mode: Mode::Screen, terminal: terminal(), ..attach.hello.clone() };
    let mut carrier = None;
    let mut losses = Losses::default();
    loop {
        let stream = match (reach.connect(), carrier.as_ref().and_then(Carrier::ended)) {
            (_, Some(ended)) => return Ok(ended),
            (connected, None) => connected?,
        };
        let carrier = match &mut carrier {
            Some(carrier) => carrier,
            None => carrier.insert(Carrier::new(&stream)?),
        };
        match carrier.carry(stream, &hello)? {
            Carried::Ended(ended) => return Ok(ended),
            // It was killed, or the machine ran out of memory. The shop is on the disk: another one goes on.
            Carried::Fault(Fault::Lost) if losses.bear(Instant::now()) => {
                carrier.wait(&attach.lost);
                reach.begin_again_after_loss();
            }
            // It closed before it said anything: it was stopping. There will be another.
            Carried::Nothing => reach.pause()?,
            Carried::Fault(Fault::OlderServer { sessions: 0 }) => {
                replace(attach, &hello)?;
                reach.begin_again();
            }
            Carried::Fault(fault) => return Err(fault),
        }
    }
}

/// A name that no other terminal has: the process, and when it began.
fn terminal() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}", std::process::id(), since.as_millis())
}

/// Servers that were lost a short while ago: one that is lost again and again is given up.
#[derive(Default)]
struct Losses(Vec<Instant>);

impl Losses {
    /// Counts a loss, and tells whether to go on.
    fn bear(&mut self, now: Instant) -> bool {
        self.0.retain(|loss| now < *loss + LOSSES_WITHIN);
        self.0.push(now);
        self.0.len() <= LOSSES_MOST
    }
}

/// Stops an older server that nobody uses, so that the next attempt starts one that fits.
fn replace(attach: &Attach, hello: &Hello) -> Result<(), Fault> {
    let hello = Hello { only_if_idle: true, ..hello.clone() };
    match remote::stop(&attach.folder, &hello)? {
        Some(exit) if exit.status != 0 => Err(Fault::Ended { exit }),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{LOSSES_MOST, LOSSES_WITHIN, Losses};
    use std::time::Instant;

    #[test]
    fn a_server_that_is_lost_again_and_again_is_given_up() {
        let (mut losses, now) = (Losses::default(), Instant::now());
        assert!((0..LOSSES_MOST).all(|_| losses.bear(now)));
        assert!(!losses.bear(now));
        assert!(losses.bear(now + LOSSES_WITHIN), "long after, it is another matter");
    }
}
