//! What the call lane shows.

use crate::domain::call::State as CallState;
use crate::domain::call::answer::Answers;
use crate::domain::call::attempt::{Attempt, Outcome};
use crate::domain::call::risk::Risk;
use crate::domain::customer::contact::Contact;
use crate::domain::{CallId, CapaId, CustomerId, OrderId, StaffId, Stamp, VehicleId};
use crate::store::rows::DeferredRow;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Calls to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsPage {
    /// Those that are due, the first to be made on top, then the others by the time when they are.
    pub rows: Vec<CallRow>,
    /// How the day goes so far.
    pub day: CallsDay,
    /// Whom to call and how many, against what was done.
    pub plan: CallsPlan,
}

/// How a day of calls goes so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsDay {
    /// Due by now.
    pub due: usize,
    /// Over today by an attempt.
    pub done: usize,
    /// Attempts made today, whatever came of them.
    pub attempts: usize,
    /// Of those, attempts in which somebody talked.
    pub reached: usize,
    /// Of those, attempts of who asks.
    pub mine: usize,
}

/// Whom to call and how many, against what was done (K3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsPlan {
    /// Today.
    pub today: Planned,
    /// From Monday to Sunday.
    pub week: Planned,
    /// Calls of the week whose last day was over.
    pub given_up: usize,
}

/// Calls of some days: done, and planned in all. Done are those that were attempted; planned are those and the ones that
/// are due by the end of the last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Together.
    pub all: (usize, usize),
    /// Visits that one asks about soon.
    pub at_risk: (usize, usize),
    /// By kind, where there are any.
    pub kinds: Vec<OfKind>,
}

/// Calls of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfKind {
    /// The kind.
    pub kind: Contact,
    /// Done, and planned in all.
    pub count: (usize, usize),
}

/// The call to make next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextCall {
    /// Which; none if none is due that nobody else holds.
    pub call: Option<CallId>,
    /// How the day goes so far.
    pub day: CallsDay,
}

/// Why a call is due when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// So many days after the visit.
    Plan,
    /// Soon after the visit, as something went wrong in it.
    Risk,
    /// At the customer's best time.
    BestTime,
    /// At another time of day than those that were tried.
    OtherBand,
    /// When the customer asked to be called.
    Asked,
}

/// Somebody whom one might call, though no call is planned (K2, K6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhomRow {
    /// Why: care, or a reminder.
    pub kind: Contact,
    /// Whom.
    pub customer: CustomerId,
    /// The name.
    pub name: String,
    /// The number.
    pub phone: String,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// Visits so far.
    pub visits: u32,
    /// The last contact.
    pub contacted: Option<Stamp>,
    /// When the next service of the car is due, for a reminder.
    pub service: Option<NaiveDate>,
}

/// A call to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// The call.
    pub call: CallId,
    /// Its version, for `seen`.
    pub version: u64,
    /// What kind of call it is.
    pub kind: Contact,
    /// The visit.
    pub order: Option<OrderId>,
    /// Whom.
    pub customer: Option<CustomerId>,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// The name.
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
    /// Why it is made soon.
    pub risk: Vec<Risk>,
    /// The customer asked to be called at that time.
    pub appointed: bool,
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
    /// What kind of call it is.
    pub kind: Contact,
    /// The visit.
    pub order: Option<OrderId>,
    /// The car.
    pub vehicle: Option<VehicleId>,
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
    pub advisor: Option<StaffId>,
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
    /// When it was planned.
    pub planned: Stamp,
    /// When to call.
    pub due: Stamp,
    /// Why then.
    pub since: Since,
    /// Why it is made soon.
    pub risk: Vec<Risk>,
    /// What to tell the customer.
    pub tell: String,
    /// The corrective action whose measure is told: the customer is asked whether they are satisfied with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capa: Option<CapaId>,
    /// What came of a call that asks no survey.
    pub note: String,
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
    /// When the next service of the car is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<NaiveDate>,
    /// What the customer had answered before that was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsaid: Option<Answers>,
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

/// Those whom one might call, of each kind at most; of more, the first.
pub const WHOM_MAX: usize = 100;

/// Calls that are due are counted so far; with more, nobody works the list off, and the number says that there are more.
pub const COUNT_MAX: usize = 2_000;
