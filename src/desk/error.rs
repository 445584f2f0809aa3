//! What the desk answers instead of doing: data for programs, from which `text` makes sentences.

use crate::domain::records::Unreadable;
use crate::domain::staff::role::Right;
use crate::domain::{Refusal, StaffId};
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
        /// What the system said.
        why: String,
    },
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
            StoreError::NewerStore { part, found, known } => {
                let part = match part {
                    Part::Line => "journal".to_string(),
                    Part::State => "STATE".to_string(),
                    Part::Event { kind, seq } => format!("journal {seq}, {kind}"),
                };
                (part, format!("{found} > {known}"))
            }
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

impl DeskError {
    /// The stable name, as `apply` prints it.
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NotAllowed { .. } => "not-allowed",
            Self::NotFound { .. } => "not-found",
            Self::KeyTaken { .. } => "key-taken",
            Self::KeyLength { .. } => "key-length",
            Self::Store { code, .. } => code,
            Self::Fault { .. } => "fault",
            Self::BadConfig { .. } => "bad-config",
            Self::Gone { .. } => "gone",
        }
    }

    /// The field to jump to.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.field(),
            Self::KeyLength { .. } | Self::KeyTaken { .. } => Some("key"),
            Self::NotAllowed { .. }
            | Self::NotFound { .. }
            | Self::Store { .. }
            | Self::Fault { .. }
            | Self::BadConfig { .. }
            | Self::Gone { .. } => None,
        }
    }
}
