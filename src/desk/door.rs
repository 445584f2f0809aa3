//! The trait that every subcommand and screen is written against: the desk itself implements it, and so does the far
//! end of a server's socket (DESIGN 8).

use super::error::DeskError;
use super::query::{Answer, Query};
use super::session::Session;
use crate::domain::decide::Warning;
use crate::domain::staff::role::Right;
use crate::domain::{Command, Key, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A command with what goes with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// What to do.
    #[serde(flatten)]
    pub command: Command,
    /// Noun → the version of the record that was shown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<String, u64>,
    /// Idempotency key: a repeat gets the first answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Envelope {
    /// A command whose writer had seen nothing in particular.
    pub fn new(command: Command) -> Self {
        Self { command, seen: BTreeMap::new(), key: None }
    }

    /// The version of the record that the screen showed.
    pub fn seen(mut self, noun: &str, version: u64) -> Self {
        self.seen.insert(noun.to_string(), version);
        self
    }
}

/// A command that is done, and durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The journal line.
    pub seq: u64,
    /// The id of what it made or changed.
    pub id: String,
    /// What to tell the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The way into the shop.
pub trait Door: Send + Sync {
    /// Runs a command; returns when it is durable.
    ///
    /// # Errors
    /// The refusal, or what kept the desk from it. Nothing was changed then.
    fn run(&self, session: &Session, envelope: Envelope) -> Result<Receipt, DeskError>;

    /// Answers a query.
    ///
    /// # Errors
    /// The session lacks the right, or the index is broken.
    fn ask(&self, session: &Session, query: &Query) -> Result<Answer, DeskError>;

    /// Says beforehand whether the person of a session may give a command that needs `right`. The desk decides when the
    /// command comes, whatever was said here.
    ///
    /// # Errors
    /// They lack the right.
    fn may(&self, _session: &Session, _right: Right) -> Result<(), DeskError> {
        Ok(())
    }

    /// Lets the terminal of a session go on as `to`: another person, or the same one behind a locked screen. May take
    /// the time of a hash.
    ///
    /// # Errors
    /// A PIN is needed, or it is not the one, or too many were wrong; they do not work here; only screens do this.
    fn admit(&self, _session: &Session, to: &StaffId, _pin: Option<&str>) -> Result<(), DeskError> {
        Err(DeskError::PinNeeded { who: to.clone() })
    }

    /// Takes or renews a session's lease on a record that is written, or a call that is taken up.
    ///
    /// # Errors
    /// Another session holds the call.
    fn hold(&self, _session: &Session, _key: &Key) -> Result<(), DeskError> {
        Ok(())
    }

    /// Ends one lease of a session, or all of them.
    fn let_go(&self, _session: &Session, _key: Option<&Key>) {}

    /// Shortens the leases of a session that lost its line.
    fn park(&self, _session: &Session) {}

    /// Gives the person of a session another PIN; an empty new one takes it away.
    ///
    /// # Errors
    /// The old one is not theirs, the new one is none; only screens do this.
    fn change_pin(&self, session: &Session, _old: &str, _new: &str) -> Result<Receipt, DeskError> {
        Err(DeskError::PinNeeded { who: session.who.clone() })
    }
}
