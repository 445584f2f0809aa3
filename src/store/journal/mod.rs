//! The journal: the truth. An append-only record of every command, readable with `less` and `jq`.
//!
//! # The bytes
//!
//! ```text
//! journal/
//!   000001.jsonl            lines 1 …            at most 64 MiB, then the next file is begun
//!   000002.jsonl            lines …              (a group never spans two files)
//!   torn-812-1.bytes        what was cut from a torn write at line 812; nobody was told it was saved
//!   000002.jsonl.new        a file being rewritten to erase a customer; a leftover is removed on opening
//! ```
//!
//! One line is one command, whole, so that a torn write never leaves half of one. Its members stand in this order
//! and in this spelling, without white space (here broken up for the page), and it ends with a newline:
//!
//! ```text
//! {"seq":812,                                   1, 2, 3, … without a gap, over all files
//!  "group":790,                                 seq of the first line that was synced together with this one
//!  "at":"2026-11-23T14:32:05.120+08:00",        milliseconds and a numeric offset; never before the line before
//!  "by":"li",
//!  "via":"screen",                              screen, apply, import, demo
//!  "key":"web-8812",                            only if the command had one
//!  "answer":"R261123-007",                      what it was answered, only if it had a key
//!  "asked":"open_order 3f2a",                   which command the key came with, only if it had one (see `asked`)
//!  "events":[{"kind":"order.received","v":1,…}, …]
//!  ─────────────────────────────────────────────  the hash covers the bytes up to here …
//!  ,"personal":{"p1":{"salt":"<48>","value":"孙丽","of":"C17"},…}      only if there is any
//!                                                 … and of the personal data the names, owners and digests
//!  ,"hash":"<64 lower-case hexadecimal characters>"}⏎
//! ```
//!
//! What exactly is hashed: [`chain`]. How the end of the hashed bytes is found: [`parse`]. An erased slot keeps the
//! line's length and its hash: `"p1":{"salt":null,"value":null,"digest":"<32>",   "of":"C17"}`, see [`write`].
//!
//! The form has no version number: a line of version 1 begins `{"seq":`. A later form must begin `{"format":N,"seq":`,
//! and this program answers it with "newer". So it does where a line only has members or words that are unknown here:
//! its right hash tells it from damage. Events carry versions of their own, which the journal does not look at.
//!
//! # What is promised
//!
//! When [`Journal::append`] returns, the lines survive a kill, a crash of the system and a power cut. What was never
//! returned may be there afterwards or not, line by line, but never half a line and never out of order.
//!
//! # Every crash
//!
//! | when | found on opening | done |
//! |---|---|---|
//! | before the write | nothing | nothing |
//! | in the write, process killed | a part of the group, cut at any byte | whole lines stay, the rest is cut |
//! | in the write or sync, power lost | any pages of the group, zeros between | whole lines up to the first gap stay |
//! | after the sync, before the answer | the whole group | it stays; a repeat with the same key finds its answer |
//! | while a new file is made | it is missing, or there and empty | appending goes on in the newest file |
//! | while a torn tail is cut | the bytes aside, the tail perhaps still there | cut again, into another file aside |
//! | while a customer is erased | whole files, each old or new | erasing again does the rest |
//! | a failed write or sync | what the disk has | as for a power cut |
//!
//! Anything else is damage, and refused with file, line and byte: see [`torn`] for the line between the two.
//!
//! # What is absent
//!
//! No clock, no randomness (salts are handed in), no domain: an event is a JSON object, and the only one looked into
//! is `person.erased`, which an erased slot needs as its reason.

mod append;
mod chain;
mod check;
mod erase;
mod files;
mod line;
mod open;
mod parse;
mod read;
mod resume;
mod torn;
mod verify;
mod write;

use serde::{Deserialize, Serialize};

pub use append::{Appended, Journal};
pub use chain::LineHash;
pub use files::{has_files, total_bytes};
pub use line::{Head, LINE_BYTES_MAX, LINE_VERSION, Line, LineDraft, Position, Slot, SlotDraft, Slots, Via};
pub use open::{CutTail, Opened, Opening, Progress};
pub use read::Reader;
pub use verify::{VerifyReport, verify};

/// How large a journal file may grow before the next one is begun, in bytes. A group larger than this gets a file of
/// its own.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What `STATE` recorded as safely written: nothing up to here may ever be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synced {
    /// The last line of the last synced group.
    pub seq: u64,
    /// That group.
    pub group: u64,
}
