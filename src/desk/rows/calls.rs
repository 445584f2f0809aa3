//! What the call lane shows.

use crate::domain::call::State as CallState;
use crate::domain::call::answer::Answers;
use crate::domain::call::attempt::{Attempt, Outcome};
use crate::domain::{CallId, CustomerId, OrderId, StaffId, Stamp};
use crate::store::rows::DeferredRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Calls to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsPage {
    /// The earliest due first.
    pub rows: Vec<CallRow>,
    /// Due by now.
    pub due: usize,
    /// Over today.
    pub done_today: usize,
    /// Of those, answered.
    pub answered_today: usize,
    /// Attempts made today, whatever came of them.
    pub attempts_today: usize,
}

/// A call to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// The call.
    pub call: CallId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The visit.
    pub order: OrderId,
    /// Whom.
    pub name: String,
    /// The number.
    pub phone: String,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// When it was planned: when the car was handed over.
    pub planned: Stamp,
    /// When.
    pub due: Stamp,
    /// Attempts so far.
    pub attempts: usize,
    /// What came of the last one.
    pub last: Option<Outcome>,
}

/// One call, with what to talk about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPage {
    /// The call.
    pub call: CallId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The visit.
    pub order: OrderId,
    /// Where it stands.
    pub state: CallState,
    /// Whom.
    pub customer: Option<CustomerId>,
    /// The name.
    pub name: String,
    /// The number.
    pub phone: String,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The advisor of the visit.
    pub advisor: StaffId,
    /// Who repaired.
    pub technician: Option<StaffId>,
    /// When it was handed over.
    pub handed: Option<Stamp>,
    /// On time?
    pub on_time: Option<bool>,
    /// What was done.
    pub work: Vec<String>,
    /// The same in English, where the menu has it.
    pub work_english: Vec<String>,
    /// Lines that the customer put off at this visit and earlier, to be mentioned (feature 24).
    #[serde(default)]
    pub put_off: Vec<DeferredRow>,
    /// When to call.
    pub due: Stamp,
    /// Best time, minutes after midnight.
    pub best_time: Option<u16>,
    /// Attempts so far.
    pub attempts: Vec<Attempt>,
    /// Attempts at most.
    pub attempts_max: u32,
    /// What the customer answered.
    pub grades: BTreeMap<String, Option<u8>>,
    /// The customer's words.
    pub words: String,
}

impl CallPage {
    /// Takes over what was answered.
    pub fn answered(&mut self, answers: &Answers) {
        self.grades = answers.grades.clone();
        self.words = answers.words.as_ref().and_then(|words| words.text()).unwrap_or_default().to_string();
    }
}

/// The kind of an attempt to call in the history of an order.
pub const ATTEMPT: &str = "call.attempted";
