//! What a command with an idempotency key was answered, so that its repeat gets the same answer.

use crate::domain::Command;
use serde::{Deserialize, Serialize};

/// The first answer to a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The journal line.
    pub seq: u64,
    /// The id of what the command made or changed.
    pub id: String,
    /// Which command it was, as [`asked`] names it; empty in lines that older programs wrote.
    pub asked: String,
}

impl Answered {
    /// True if `asked` is the command that was answered, as far as is known.
    pub fn is_to(&self, asked: &str) -> bool {
        self.asked.is_empty() || self.asked == asked
    }
}

/// Names a command so that another one with the same key is noticed: `open_order 3f2a`.
///
/// The number is sixteen bits of a checksum and no more. A longer one would let anybody who reads the journal try out
/// names and phones against it, even after they were erased; of these, one in 65,536 wrong guesses fits as well.
pub fn asked(command: &Command) -> String {
    let json = serde_json::to_vec(command).unwrap_or_default();
    format!("{} {:04x}", command.name(), crc32fast::hash(&json) & 0xffff)
}
