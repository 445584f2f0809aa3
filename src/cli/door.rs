//! The right way into the shop: the socket of a running server, else the store itself.

use super::context::Context;
use super::open;
use super::place::uid;
use super::progress::Bar;
use super::trouble::Trouble;
use crate::desk::{Answer, Desk, DeskError, Door, Envelope, Pending, Query, Receipt, Session};
use crate::domain::Command;
use crate::server::fault::Fault;
use crate::server::hello::{Hello, Mode};
use crate::server::remote::Remote;
use crate::store::journal::Via;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many commands are under way at once, so that they share a sync.
pub const IN_FLIGHT: usize = 64;

/// One request line to a server.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Asked {
    /// Run a command.
    Run(Box<Envelope>),
    /// Answer a query.
    Ask(Query),
    /// Answer when there is a journal line after this one.
    Wait(u64),
}

/// One answer line of a server.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// A command is done.
    Done(Receipt),
    /// The answer to a query.
    Answer(Answer),
    /// The newest journal line.
    Now(u64),
    /// It came to nothing.
    No(DeskError),
}

impl Told {
    /// As a line for the wire.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| {
            let fault = Told::No(DeskError::Fault { what: error.to_string() });
            serde_json::to_string(&fault).expect("a sentence can be written")
        })
    }
}

/// A way into the shop.
pub enum Way {
    /// The store, opened by this process.
    Near(Arc<Desk>),
    /// A running server.
    Far(Mutex<Remote>),
}

impl Way {
    /// Finds the way for a command that only reads: through the server of the folder if one runs, else by opening
    /// the store, as `what`. Where there is no shop, none is made.
    pub fn find(context: &Context, what: &str) -> Result<Way, Trouble> {
        match remote(context)? {
            Some(remote) => Ok(Way::Far(Mutex::new(remote))),
            None => context.must_have_shop().and_then(|()| Way::open(context, what)),
        }
    }

    /// The same for a command that may begin a shop.
    pub fn find_or_make(context: &Context, what: &str) -> Result<Way, Trouble> {
        match remote(context)? {
            Some(remote) => Ok(Way::Far(Mutex::new(remote))),
            None => Way::open(context, what),
        }
    }

    fn open(context: &Context, what: &str) -> Result<Way, Trouble> {
        let words = context.words();
        let lock = match open::lock(context, what) {
            Ok(lock) => lock,
            // Another command may have become a server while we waited for the lock.
            Err(trouble) => match remote(context)? {
                Some(remote) => return Ok(Way::Far(Mutex::new(remote))),
                None => return Err(trouble),
            },
        };
        let mut bar = Bar::new(&words);
        let desk = open::open(context, lock, &mut |phase, done, of| bar.show(phase, done, of))?;
        bar.end();
        Ok(Way::Near(desk))
    }

    /// Who works here, for the near door; the far one knows its caller by itself.
    pub fn session(&self) -> Session {
        match self {
            // Asked anew each time: adding people changes who the caller is.
            Way::Near(desk) => desk.session_of(uid(), Via::Apply),
            Way::Far(_) => Session { who: crate::desk::session::stranger(), uid: Some(uid()), via: Via::Apply },
        }
    }

    /// Waits until there is a journal line after `seq`.
    pub fn wait(&self, seq: u64) -> Result<u64, DeskError> {
        match self {
            // Nobody else writes while this process has the store.
            Way::Near(_) => Err(DeskError::Gone { why: String::new() }),
            Way::Far(_) => match self.far(&Asked::Wait(seq))? {
                Told::Now(seq) => Ok(seq),
                other => Err(other.unexpected()),
            },
        }
    }

    /// Closes the store in good order.
    pub fn close(self) -> Result<(), DeskError> {
        match self {
            Way::Near(desk) => desk.close(),
            Way::Far(_) => Ok(()),
        }
    }

    /// Begins to hand over commands without waiting for each.
    pub fn pipe(&self) -> Pipe<'_> {
        Pipe { way: self, under_way: VecDeque::new() }
    }

    fn far(&self, asked: &Asked) -> Result<Told, DeskError> {
        let Way::Far(remote) = self else { return Err(DeskError::Gone { why: String::new() }) };
        let mut remote = remote.lock().unwrap_or_else(PoisonError::into_inner);
        read(remote.ask(&write(asked)?))
    }
}

impl Door for Way {
    fn run(&self, session: &Session, envelope: Envelope) -> Result<Receipt, DeskError> {
        match self {
            Way::Near(desk) => desk.run(session, envelope),
            Way::Far(_) => match self.far(&Asked::Run(Box::new(envelope)))? {
                Told::Done(receipt) => Ok(receipt),
                other => Err(other.unexpected()),
            },
        }
    }

    fn ask(&self, session: &Session, query: &Query) -> Result<Answer, DeskError> {
        match self {
            Way::Near(desk) => desk.ask(session, query),
            Way::Far(_) => match self.far(&Asked::Ask(query.clone()))? {
                Told::Answer(answer) => Ok(answer),
                other => Err(other.unexpected()),
            },
        }
    }
}

impl Told {
    fn unexpected(self) -> DeskError {
        match self {
            Told::No(error) => error,
            Told::Done(_) | Told::Answer(_) | Told::Now(_) => {
                DeskError::Fault { what: "an answer of another kind".to_string() }
            }
        }
    }
}

/// Commands under way, answered in the order in which they were sent.
pub struct Pipe<'w> {
    way: &'w Way,
    under_way: VecDeque<UnderWay>,
}

/// Where one command is.
enum UnderWay {
    /// With the clerk of this process; whether it adopts a configuration text.
    Clerk(Pending, bool),
    /// With the server.
    Server,
    /// Refused before it was sent.
    Refused(DeskError),
}

impl Pipe<'_> {
    /// How many commands wait for their answer.
    pub fn len(&self) -> usize {
        self.under_way.len()
    }

    /// True if every command was answered.
    pub fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Hands a command over. There must be room: at most [`IN_FLIGHT`] are under way.
    pub fn send(&mut self, envelope: Envelope) {
        let sent = match self.way {
            Way::Near(desk) => {
                let adopts = matches!(envelope.command, Command::AdoptConfig(_));
                match desk.submit(&self.way.session(), envelope) {
                    Ok(pending) => UnderWay::Clerk(pending, adopts),
                    Err(error) => UnderWay::Refused(error),
                }
            }
            Way::Far(remote) => {
                let mut remote = remote.lock().unwrap_or_else(PoisonError::into_inner);
                let sent = write(&Asked::Run(Box::new(envelope))).and_then(|line| remote.send(&line).map_err(gone));
                sent.map_or_else(UnderWay::Refused, |_| UnderWay::Server)
            }
        };
        self.under_way.push_back(sent);
    }

    /// Waits for the oldest answer; `None` if nothing is under way.
    pub fn next(&mut self) -> Option<Result<Receipt, DeskError>> {
        let oldest = self.under_way.pop_front()?;
        Some(match (oldest, self.way) {
            (UnderWay::Refused(error), _) => Err(error),
            (UnderWay::Clerk(pending, adopts), Way::Near(desk)) => pending.wait().and_then(|receipt| {
                if adopts {
                    desk.reload_schemes()?;
                }
                Ok(receipt)
            }),
            (UnderWay::Clerk(pending, _), Way::Far(_)) => pending.wait(),
            (UnderWay::Server, way) => next_from(way),
        })
    }
}

fn next_from(way: &Way) -> Result<Receipt, DeskError> {
    let Way::Far(remote) = way else { return Err(DeskError::Gone { why: String::new() }) };
    let answer = remote.lock().unwrap_or_else(PoisonError::into_inner).next_answer().map_err(gone)?;
    match read(answer.ok_or(Fault::Lost))? {
        Told::Done(receipt) => Ok(receipt),
        other => Err(other.unexpected()),
    }
}

/// The greeting of this program's commands.
pub fn hello(context: &Context, mode: Mode) -> Hello {
    let lang = context.asked.map(|lang| lang.code().to_string()).unwrap_or_default();
    Hello { lang, ..Hello::new(mode, env!("CARGO_PKG_VERSION")) }
}

/// A line to the server of the folder, if one runs.
pub fn remote(context: &Context) -> Result<Option<Remote>, Trouble> {
    let data: &Path = &context.place.data;
    Remote::connect(data, &hello(context, Mode::Rows)).map_err(|fault| Trouble::fault(&context.words(), fault))
}

fn write(asked: &Asked) -> Result<String, DeskError> {
    serde_json::to_string(asked).map_err(|error| DeskError::Fault { what: error.to_string() })
}

fn read(answer: Result<String, Fault>) -> Result<Told, DeskError> {
    let line = answer.map_err(gone)?;
    serde_json::from_str(&line).map_err(|error| DeskError::Fault { what: error.to_string() })
}

fn gone(fault: Fault) -> DeskError {
    DeskError::Gone { why: fault.to_string() }
}
