//! A journal line: what goes in (`LineDraft`), what comes out (`Line`), and places in the journal.
//!
//! A line read borrows from the reader's buffer, so that folding a year of them costs few allocations.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::chain::LineHash;

/// The newest form of a line that this program reads, and the one it writes.
///
/// A line of version 1 begins `{"seq":`. A later form begins `{"format":N,"seq":`, which every program from the
/// first one on answers with "newer" instead of taking the line for damage, or for a torn tail to cut.
pub const LINE_VERSION: u32 = 1;

/// The longest line written or read, in bytes without the newline.
pub const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How a command came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// From a screen.
    Screen,
    /// From `apply`.
    Apply,
    /// From an import.
    Import,
    /// From the generator of the demo shop.
    Demo,
}

/// A command to be written as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    /// When, as `2026-11-23T14:32:05.120+08:00`: never before the line before.
    pub at: String,
    /// Who: a staff id.
    pub by: String,
    /// How it came in.
    pub via: Via,
    /// The idempotency key that came with it.
    pub key: Option<String>,
    /// The id it produced, so that a repeat with the same key gets the same answer.
    pub answer: Option<String>,
    /// Which command the key came with, so that another command with the same key is known as another one.
    pub asked: Option<String>,
    /// What happened: JSON objects, already text, without a line break.
    pub events: Vec<String>,
    /// The personal data that the events refer to by slot name.
    pub personal: Vec<SlotDraft>,
}

/// Personal data to be written into a slot of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotDraft {
    /// The slot's name in its line, for example `p1`.
    pub name: String,
    /// The personal data.
    pub value: String,
    /// Whose it is: a customer id.
    pub of: String,
}

/// A journal line that was read and found whole.
#[derive(Debug)]
pub struct Line<'a> {
    /// Its number: 1, 2, 3, … without a gap.
    pub seq: u64,
    /// The number of the first line that was synced together with it.
    pub group: u64,
    /// When, as `2026-11-23T14:32:05.120+08:00`.
    pub at: &'a str,
    /// Who: a staff id.
    pub by: Cow<'a, str>,
    /// How it came in.
    pub via: Via,
    /// The idempotency key that came with it.
    pub key: Option<Cow<'a, str>>,
    /// The id it produced.
    pub answer: Option<Cow<'a, str>>,
    /// Which command the key came with.
    pub asked: Option<Cow<'a, str>>,
    /// What happened, each a JSON object.
    pub events: Vec<&'a RawValue>,
    /// The personal data that the events refer to.
    pub personal: Slots<'a>,
    /// The hash that closes the line.
    pub hash: LineHash,
}

/// The personal slots of a line, in written order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slots<'a>(pub(super) Vec<(&'a str, Slot<'a>)>);

/// A personal slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<'a> {
    /// As it was written.
    Kept {
        /// The random text that keeps the digest from being guessed.
        salt: &'a str,
        /// The personal data.
        value: Cow<'a, str>,
        /// Whose it is: a customer id.
        of: &'a str,
    },
    /// The customer was erased: only what the chain needs is left.
    Erased {
        /// The digest of what stood here.
        digest: &'a str,
        /// Whose it was: a customer id.
        of: &'a str,
    },
}

/// A place in the journal where a line starts, or where the next one will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The number in the file's name, from 1.
    pub file: u32,
    /// Bytes from the start of that file.
    pub offset: u64,
}

/// What a read or written stretch of the journal ends at: enough to go on from, and to prove that it is the same
/// journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last line; 0 before the first.
    pub seq: u64,
    /// The sync group of the last line; 0 before the first.
    pub group: u64,
    /// Where the last line ends. The next one starts here, or at the start of the next file.
    pub next: Position,
    /// The hash of the last line.
    pub hash: LineHash,
}

impl Head {
    /// The beginning of every journal.
    pub const START: Self = Self { seq: 0, group: 0, next: Position { file: 1, offset: 0 }, hash: LineHash::START };
}

impl<'a> Slots<'a> {
    /// Finds a slot by its name.
    pub fn get(&self, name: &str) -> Option<&Slot<'a>> {
        self.0.iter().find(|(found, _)| *found == name).map(|(_, slot)| slot)
    }

    /// Goes through names and slots in written order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Slot<'a>)> {
        self.0.iter().map(|(name, slot)| (*name, slot))
    }

    /// Tells whether the line has no personal data.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> Slot<'a> {
    /// Tells whose the data is or was: a customer id.
    pub fn of(&self) -> &'a str {
        match self {
            Self::Kept { of, .. } | Self::Erased { of, .. } => of,
        }
    }

    /// Gives the data, unless it was erased.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Kept { value, .. } => Some(value),
            Self::Erased { .. } => None,
        }
    }
}

impl Via {
    /// The word that stands in the line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Apply => "apply",
            Self::Import => "import",
            Self::Demo => "demo",
        }
    }

    /// Reads the word that stands in a line.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Screen, Self::Apply, Self::Import, Self::Demo].into_iter().find(|via| via.word() == word)
    }
}

/// Reads a time of the one form that a line may carry, as milliseconds since 1970 in UTC.
pub(super) fn instant(at: &str) -> Option<i64> {
    // The length and the places of the separators pin the form down to milliseconds and a numeric offset.
    let bytes = at.as_bytes();
    let shaped = at.is_ascii() && bytes.len() == AT_TEXT && bytes[10] == b'T' && bytes[19] == b'.' && bytes[26] == b':';
    let time = chrono::DateTime::parse_from_rfc3339(at).ok()?;
    shaped.then(|| time.timestamp_millis())
}

/// The length of a time in a line, in characters.
pub(super) const AT_TEXT: usize = 29;

/// Tells whether a text may name a slot or its owner. Such a text never needs escaping, so it has one written form.
pub(super) fn is_plain_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
