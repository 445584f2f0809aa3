//! What can go wrong with the shop's data, as data.
//!
//! Nothing in here is a sentence for a person: `text` makes those, in the reader's language, from the variant and
//! its fields. `Display` is for logs. Every variant names the place (path, line, byte) and has a stable code.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The folder or file may not be read or written by this user (or lies on a file system mounted read-only).
    #[error("no rights to {action} {}", path.display())]
    NoRights {
        /// What was refused.
        path: PathBuf,
        /// What was tried.
        action: Action,
    },
    /// The disk, the quota or the process's file size limit is used up.
    #[error("no room left to {action} {}", path.display())]
    FullDisk {
        /// What could not grow.
        path: PathBuf,
        /// What was tried.
        action: Action,
    },
    /// A newer program wrote this; reading on would mean guessing.
    #[error("{part} of version {found}, this program knows at most {known}")]
    NewerStore {
        /// What is newer.
        part: Part,
        /// Its version, where it says one; else the one after the newest known here.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The journal is not what was written: nothing is opened until a person has decided.
    #[error("{0}")]
    Damaged(Box<Damage>),
    /// The journal does not contain the head that reading should go on from (another journal was put in its place).
    /// The remedy is to read it from the beginning, which names the damage if there is any.
    #[error("the journal has no line {seq} with the expected hash")]
    OtherJournal {
        /// The line that should stand before the place to go on from.
        seq: u64,
    },
    /// Another process has the data folder.
    #[error("held by {what} (process {pid:?}) since {since}")]
    Held {
        /// Its process id, if it has already written it down.
        pid: Option<u32>,
        /// What it is: `serve`, `apply`, `rebuild`; empty if not yet written down.
        what: String,
        /// When it took the folder, as it wrote it; empty if not yet written down.
        since: String,
    },
    /// An earlier append failed, so nothing more may be written until a restart has read the journal again.
    #[error("read-only after a failed write")]
    ReadOnly,
    /// A line that must not be written. Nothing was written, and the journal stays usable.
    #[error("line {index} of the group refused: {why}")]
    BadDraft {
        /// Which of the drafts handed in, from 0.
        index: usize,
        /// What is wrong with it.
        why: DraftFault,
    },
    /// The index failed or is damaged. It holds no truth: throw it away and rebuild it.
    #[error("index: {0}")]
    IndexBroken(String),
    /// The index has the layout of another version of the program: rebuild it.
    #[error("index of layout {found}, wanted {wanted}")]
    IndexStale {
        /// The layout found.
        found: u32,
        /// The layout of this program.
        wanted: u32,
    },
    /// A key longer than the index can keep out of its unsafe files.
    #[error("index key of {bytes} bytes, at most {most}")]
    LongKey {
        /// Its length.
        bytes: usize,
        /// The longest key allowed.
        most: usize,
    },
    /// A line is whole, but what it says cannot be read or does not fit what stands before it: another program wrote
    /// it, or this one has a fault.
    #[error("event in line {seq}: {why}")]
    BadEvent {
        /// The line.
        seq: u64,
        /// What is wrong.
        why: String,
    },
    /// Any other failure of the file system.
    #[error("cannot {action} {}: {source_text}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: Action,
        /// The kind of failure.
        kind: io::ErrorKind,
        /// What the system said.
        source_text: String,
    },
}

/// What was being done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Making a file or folder.
    Create,
    /// Opening or listing.
    Open,
    /// Reading.
    Read,
    /// Writing.
    Write,
    /// Making durable.
    Sync,
    /// Cutting off the end.
    Truncate,
    /// Putting into place under another name.
    Rename,
    /// Deleting.
    Remove,
    /// Locking.
    Lock,
}

/// A part of the store that carries a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The form of a journal line.
    Line(Place),
    /// The file `STATE`.
    State,
    /// An event inside a line (found by the upcaster).
    Event {
        /// Its kind.
        kind: String,
        /// The number of the line, over all files.
        seq: u64,
        /// Where the line stands; `None` until the journal has said so.
        place: Option<Place>,
    },
}

/// Where a journal line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The journal file.
    pub file: PathBuf,
    /// The line in that file, from 1.
    pub line: u64,
}

/// Where the journal is damaged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The journal file.
    pub file: PathBuf,
    /// The line in that file, from 1.
    pub line: u64,
    /// Where that line begins, in bytes from the start of the file.
    pub offset: u64,
    /// The number the line has, or should have.
    pub seq: u64,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with a region of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is not a journal line.
    NotALine,
    /// The line does not hash to what it says: it, or the line before it, was changed.
    WrongHash,
    /// The line has another number than the one that follows: lines are missing, doubled or swapped.
    WrongSeq {
        /// The number it has.
        found: u64,
    },
    /// The sync group is neither that of the line before nor a new one.
    WrongGroup {
        /// The group it names.
        found: u64,
    },
    /// The time lies before that of the line before.
    TimeWentBack,
    /// Personal data of this customer is blanked, yet no later line records that the customer was erased.
    ErasedWithoutRecord {
        /// The customer.
        of: String,
    },
    /// A journal file is missing between two others (or the first one is).
    MissingFile,
    /// The journal ends before a line that was once recorded as safely written.
    EndsEarly {
        /// The last line that was recorded.
        synced: u64,
    },
}

/// Why a draft is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftFault {
    /// `at` is not a time of the form `2026-11-23T14:32:05.120+08:00`.
    #[error("time {0:?} has the wrong form")]
    Time(String),
    /// `at` lies before that of the line before.
    #[error("time {0:?} lies before the last one")]
    TimeWentBack(String),
    /// An event is not one JSON object on one line.
    #[error("event {0} is not a JSON object on one line")]
    Event(usize),
    /// The name or owner of a personal slot is not 1 to 64 of `A-Z a-z 0-9 . _ -`, or the name occurs twice.
    #[error("personal slot {0:?} has a bad or repeated name, or a bad owner")]
    Slot(String),
    /// The line is longer than a line may be.
    #[error("line of {0} bytes")]
    TooLong(usize),
}

impl Why {
    /// Names the damage for programs: never translated, never changed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotALine => "not-a-line",
            Self::WrongHash => "wrong-hash",
            Self::WrongSeq { .. } => "wrong-seq",
            Self::WrongGroup { .. } => "wrong-group",
            Self::TimeWentBack => "time-went-back",
            Self::ErasedWithoutRecord { .. } => "erased-without-record",
            Self::MissingFile => "missing-file",
            Self::EndsEarly { .. } => "ends-early",
        }
    }
}

impl StoreError {
    /// Tells what an error of the system means for the store.
    pub fn io(path: &Path, action: Action, source: &io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoRights { path, action },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::FullDisk { path, action }
            }
            kind => Self::Io { path, action, kind, source_text: source.to_string() },
        }
    }

    /// Names the failure for programs: never translated, never changed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRights { .. } => "no-rights",
            Self::FullDisk { .. } => "full-disk",
            Self::NewerStore { .. } => "newer-store",
            Self::Damaged(damage) if matches!(damage.why, Why::EndsEarly { .. }) => "ends-early",
            Self::Damaged(_) => "damaged",
            Self::OtherJournal { .. } => "other-journal",
            Self::Held { .. } => "held",
            Self::ReadOnly => "read-only",
            Self::BadDraft { .. } => "bad-draft",
            Self::IndexBroken(_) => "index-broken",
            Self::IndexStale { .. } => "index-stale",
            Self::LongKey { .. } => "long-key",
            Self::BadEvent { .. } => "bad-event",
            Self::Io { .. } => "io",
        }
    }

    /// Tells whether throwing the index away and rebuilding it from the journal is the remedy.
    pub fn asks_for_rebuild(&self) -> bool {
        matches!(self, Self::IndexBroken(_) | Self::IndexStale { .. } | Self::OtherJournal { .. })
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Open => "open",
            Self::Read => "read",
            Self::Write => "write",
            Self::Sync => "sync",
            Self::Truncate => "truncate",
            Self::Rename => "rename",
            Self::Remove => "remove",
            Self::Lock => "lock",
        })
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(place) => write!(f, "journal line {place}"),
            Self::State => f.write_str("STATE"),
            Self::Event { kind, seq, .. } => write!(f, "{kind} in line {seq}"),
        }
    }
}

/// `000001.jsonl:73`, with the folders before it.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "damaged at {} line {} byte {} (seq {}): {:?}",
            self.file.display(),
            self.line,
            self.offset,
            self.seq,
            self.why
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_system_gets_its_own_name() {
        let name = |kind: io::ErrorKind| StoreError::io(Path::new("/shop"), Action::Write, &kind.into()).code();
        assert_eq!(name(io::ErrorKind::PermissionDenied), "no-rights");
        assert_eq!(name(io::ErrorKind::ReadOnlyFilesystem), "no-rights");
        assert_eq!(name(io::ErrorKind::StorageFull), "full-disk");
        assert_eq!(name(io::ErrorKind::QuotaExceeded), "full-disk");
        assert_eq!(name(io::ErrorKind::FileTooLarge), "full-disk");
        assert_eq!(name(io::ErrorKind::Other), "io");
    }

    #[test]
    fn the_systems_numbers_are_mapped_too() {
        // 13 EACCES, 28 ENOSPC, 30 EROFS: as a root user's tests cannot be refused, the numbers stand in.
        let name =
            |number| StoreError::io(Path::new("/shop"), Action::Write, &io::Error::from_raw_os_error(number)).code();
        assert_eq!(name(13), "no-rights");
        assert_eq!(name(28), "full-disk");
        assert_eq!(name(30), "no-rights");
        assert_eq!(name(5), "io");
    }
}
