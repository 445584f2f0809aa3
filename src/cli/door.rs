//! The right way into the shop: the socket of a running server, else the store itself.

use super::context::Context;
use super::open;
use super::place::uid;
use super::progress::Bar;
use super::trouble::Trouble;
use crate::desk::{Answer, Desk, DeskError, Door, Envelope, Pending, Query, Receipt, Session};
use crate::domain::Command;
use crate::server::fault::Fault;
use crate::server::hello::{Hello, Mode, code};
use crate::server::remote::Remote;
use crate::store::journal::Via;
use crate::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    Far(Box<Far>),
}

/// The line to a running server, and the words for what becomes of it.
pub struct Far {
    remote: Mutex<Remote>,
    words: Words,
}

impl Far {
    fn ask(&self, asked: &Asked) -> Result<Told, DeskError> {
        let line = write(asked)?;
        let answer = self.remote().ask(&line).map_err(|fault| self.gone(fault, true))?;
        read(&answer)
    }

    /// Sends a command; its answer is to be taken later.
    fn send(&self, envelope: Envelope) -> Result<(), DeskError> {
        let line = write(&Asked::Run(Box::new(envelope)))?;
        self.remote().send(&line).map(|_| ()).map_err(|fault| self.gone(fault, false))
    }

    /// Takes the answer to the oldest command that was sent.
    fn next(&self) -> Result<Receipt, DeskError> {
        let answer = self.remote().next_answer().and_then(|answer| answer.ok_or(Fault::Lost));
        match read(&answer.map_err(|fault| self.gone(fault, true))?)? {
            Told::Done(receipt) => Ok(receipt),
            other => Err(other.unexpected()),
        }
    }

    fn remote(&self) -> MutexGuard<'_, Remote> {
        self.remote.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a fault of the line means for a command that was sent, or could not be.
    fn gone(&self, fault: Fault, sent: bool) -> DeskError {
        match &fault {
            Fault::Lost => DeskError::Gone { why: String::new(), reached: sent },
            // A server that stops answers all that it has begun before it says so.
            Fault::Ended { exit } if exit.code == code::STOPPING => {
                DeskError::Gone { why: String::new(), reached: false }
            }
            Fault::Ended { exit } if sent && exit.code != code::FULL => {
                DeskError::Gone { why: exit.message.clone(), reached: true }
            }
            Fault::Ended { .. }
            | Fault::Refused { .. }
            | Fault::TooLong { .. }
            | Fault::OlderServer { .. }
            | Fault::NewerServer { .. }
            | Fault::NotAdmitted { .. }
            | Fault::NotOwner { .. }
            | Fault::NoAnswer { .. }
            | Fault::NotATerminal
            | Fault::Terminal(_)
            | Fault::Folder { .. }
            | Fault::Start(_) => {
                let Trouble { message, remedy, .. } = Trouble::fault(&self.words, fault);
                DeskError::TurnedAway { why: message, remedy }
            }
        }
    }
}

impl Way {
    /// Finds the way for a command that only reads: through the server of the folder if one runs, else by opening
    /// the store, as `what`. Where there is no shop, none is made.
    pub fn find(context: &Context, what: &str) -> Result<Way, Trouble> {
        match Way::through_server(context)? {
            Some(way) => Ok(way),
            None => context.must_have_shop().and_then(|()| Way::open(context, what)),
        }
    }

    /// The same for a command that may begin a shop.
    pub fn find_or_make(context: &Context, what: &str) -> Result<Way, Trouble> {
        match Way::through_server(context)? {
            Some(way) => Ok(way),
            None => Way::open(context, what),
        }
    }

    fn through_server(context: &Context) -> Result<Option<Way>, Trouble> {
        let far = |remote| Way::Far(Box::new(Far { remote: Mutex::new(remote), words: context.words() }));
        Ok(remote(context)?.map(far))
    }

    fn open(context: &Context, what: &str) -> Result<Way, Trouble> {
        let words = context.words();
        let lock = match open::lock(context, what) {
            Ok(lock) => lock,
            // Another command may have become a server while we waited for the lock.
            Err(trouble) => return Way::through_server(context)?.ok_or(trouble),
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
            Way::Far(_) => Session {
                who: crate::desk::session::stranger(),
                uid: Some(uid()),
                via: Via::Apply,
                caller: None,
                id: 0,
            },
        }
    }

    /// Waits until there is a journal line after `seq`.
    pub fn wait(&self, seq: u64) -> Result<u64, DeskError> {
        match self {
            // Nobody else writes while this process has the store.
            Way::Near(_) => Err(nobody()),
            Way::Far(far) => match far.ask(&Asked::Wait(seq))? {
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
}

impl Door for Way {
    fn run(&self, session: &Session, envelope: Envelope) -> Result<Receipt, DeskError> {
        match self {
            Way::Near(desk) => desk.run(session, envelope),
            Way::Far(far) => match far.ask(&Asked::Run(Box::new(envelope)))? {
                Told::Done(receipt) => Ok(receipt),
                other => Err(other.unexpected()),
            },
        }
    }

    fn ask(&self, session: &Session, query: &Query) -> Result<Answer, DeskError> {
        match self {
            Way::Near(desk) => desk.ask(session, query),
            Way::Far(far) => match far.ask(&Asked::Ask(query.clone()))? {
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
            Way::Far(far) => far.send(envelope).map_or_else(UnderWay::Refused, |()| UnderWay::Server),
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
            (UnderWay::Server, Way::Far(far)) => far.next(),
            (UnderWay::Server, Way::Near(_)) => Err(nobody()),
        })
    }
}

/// There is no server to wait for.
fn nobody() -> DeskError {
    DeskError::Gone { why: String::new(), reached: false }
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

fn read(answer: &str) -> Result<Told, DeskError> {
    serde_json::from_str(answer).map_err(|error| DeskError::Fault { what: error.to_string() })
}
