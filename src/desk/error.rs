//! What the desk answers instead of doing: data for programs, from which `text` makes sentences.

use crate::domain::records::Unreadable;
use crate::domain::staff::role::Right;
use crate::domain::{Refusal, StaffId, Stamp};
use crate::store::StoreError;
use crate::store::error::Part;
use serde::{Deserialize, Serialize};

/// Why a command or query came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "error", content = "about")]
pub enum DeskError {
    /// A rule says no.
    Refused(Refusal),
    /// The person lacks the right.
    NotAllowed {
        /// The right.
        right: Right,
        /// Who; empty for a user the shop does not know.
        who: StaffId,
    },
    /// The shop has no name and no people yet: until then its owner may set it up, and nothing else.
    NotSetUp,
    /// Another session holds the call.
    Held {
        /// Who.
        who: StaffId,
        /// Since when.
        since: Stamp,
    },
    /// Before this person may go on, their PIN is asked for.
    PinNeeded {
        /// Whose.
        who: StaffId,
    },
    /// Not this person's PIN.
    WrongPin {
        /// Whose it would have to be.
        who: StaffId,
    },
    /// Too many wrong PINs in a row.
    PinWait {
        /// Whose.
        who: StaffId,
        /// How long until the next may be tried.
        seconds: i64,
    },
    /// There is no such record to show.
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// The idempotency key was given to another command before.
    KeyTaken {
        /// The journal line of that command.
        seq: u64,
    },
    /// An idempotency key of impossible length.
    KeyLength {
        /// Its length.
        bytes: usize,
        /// The longest.
        most: usize,
    },
    /// The store cannot: code of the failure, the place it names, and what the system said.
    Store {
        /// The stable code: `full-disk`, `read-only`, `damaged`, …
        code: String,
        /// A file or folder, where one is to blame.
        place: String,
        /// Numbers and words that go with it.
        detail: String,
    },
    /// A newer version of the program wrote this; reading on would mean guessing.
    NewerStore {
        /// Where it stands: a file, and a line in it.
        place: String,
        /// What is newer.
        what: Newer,
    },
    /// A fault of this program, caught before anything was written.
    Fault {
        /// What did not fit.
        what: String,
    },
    /// A configuration text that cannot be used.
    BadConfig {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The server went away in the middle.
    Gone {
        /// Its last word, in the caller's language; may be empty.
        why: String,
        /// Whether the command may have got there: then it may have been done.
        reached: bool,
    },
    /// The server, or the line to it, does not take the command. It was not done.
    TurnedAway {
        /// Why, in the caller's language.
        why: String,
        /// What to do about it; may be empty.
        remedy: String,
    },
}

/// What a newer version of the program wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Newer {
    /// An event of a kind, or a version of that kind, that this one does not know.
    Event {
        /// Its kind.
        kind: String,
        /// Its version.
        version: u32,
    },
    /// A journal line of another form.
    Line,
    /// The file `STATE` in another form.
    State,
}

impl From<Unreadable> for DeskError {
    fn from(Unreadable(why): Unreadable) -> Self {
        StoreError::IndexBroken(why).into()
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        let (place, detail) = match &error {
            StoreError::NoRights { path, .. } | StoreError::FullDisk { path, .. } => {
                (path.display().to_string(), String::new())
            }
            StoreError::NewerStore { part, found, .. } => return newer(part, *found),
            StoreError::Damaged(damage) => {
                let place = format!("{}:{}", damage.file.display(), damage.line);
                (place, format!("byte {}, seq {}: {}", damage.offset, damage.seq, damage.why.code()))
            }
            StoreError::Held { pid, what, since } => {
                let pid = pid.map(|pid| pid.to_string()).unwrap_or_default();
                (what.clone(), format!("{pid} {since}").trim().to_string())
            }
            StoreError::BadEvent { seq, why } => (seq.to_string(), why.clone()),
            StoreError::Io { path, source_text, .. } => (path.display().to_string(), source_text.clone()),
            StoreError::OtherJournal { seq } => (seq.to_string(), String::new()),
            StoreError::ReadOnly
            | StoreError::BadDraft { .. }
            | StoreError::IndexBroken(_)
            | StoreError::IndexStale { .. }
            | StoreError::LongKey { .. } => (String::new(), error.to_string()),
        };
        Self::Store { code: error.code().to_string(), place, detail }
    }
}

fn newer(part: &Part, version: u32) -> DeskError {
    let (place, what) = match part {
        Part::Line(place) => (place.to_string(), Newer::Line),
        Part::State => ("STATE".to_string(), Newer::State),
        Part::Event { kind, seq, place } => {
            let place = place.as_ref().map_or_else(|| format!("journal:{seq}"), ToString::to_string);
            (place, Newer::Event { kind: kind.clone(), version })
        }
    };
    DeskError::NewerStore { place, what }
}

impl DeskError {
    /// The stable name, as `apply` prints it.
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NotAllowed { .. } => "not-allowed",
            Self::NotSetUp => "not-set-up",
            Self::Held { .. } => "held",
            Self::PinNeeded { .. } => "pin-needed",
            Self::WrongPin { .. } => "wrong-pin",
            Self::PinWait { .. } => "pin-wait",
            Self::NotFound { .. } => "not-found",
            Self::KeyTaken { .. } => "key-taken",
            Self::KeyLength { .. } => "key-length",
            Self::Store { code, .. } => code,
            Self::NewerStore { .. } => "newer-store",
            Self::Fault { .. } => "fault",
            Self::BadConfig { .. } => "bad-config",
            Self::Gone { reached: true, .. } => "gone",
            Self::Gone { reached: false, .. } => "not-sent",
            Self::TurnedAway { .. } => "turned-away",
        }
    }

    /// The field to jump to.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.field(),
            Self::KeyLength { .. } | Self::KeyTaken { .. } => Some("key"),
            Self::NotAllowed { .. }
            | Self::NotSetUp
            | Self::Held { .. }
            | Self::PinNeeded { .. }
            | Self::WrongPin { .. }
            | Self::PinWait { .. }
            | Self::NotFound { .. }
            | Self::Store { .. }
            | Self::NewerStore { .. }
            | Self::Fault { .. }
            | Self::BadConfig { .. }
            | Self::Gone { .. }
            | Self::TurnedAway { .. } => None,
        }
    }
}
