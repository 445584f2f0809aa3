//! What the lists of feedback and the page of one show, and what the analysis of a month counts.

use super::SaidRow;
use crate::domain::complaint::approve::Signed;
use crate::domain::complaint::raise::Channel;
use crate::domain::department::Department;
use crate::domain::feedback::{Assembly, FeedbackKind, Routed};
use crate::domain::{ComplaintId, FeedbackId, OrderId, StaffId, Stamp};
use crate::store::heard::HeardRow;
use serde::{Deserialize, Serialize};

/// Feedback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackList {
    /// What somebody still has to read, act on or answer, the earliest due first.
    pub open: Vec<FeedbackRow>,
    /// What is over, the newest first.
    pub over: Vec<FeedbackRow>,
}

/// One piece of feedback in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// Which.
    pub feedback: FeedbackId,
    /// What kind it is.
    pub kind: FeedbackKind,
    /// How it came in.
    pub channel: Channel,
    /// The visit.
    pub order: Option<OrderId>,
    /// Who said it; empty if that was a colleague, or nobody said who.
    pub name: String,
    /// Who took it down.
    pub from: StaffId,
    /// The plate, without separators.
    pub plate: String,
    /// The department that owns it.
    pub department: Department,
    /// The assembly that failed.
    pub assembly: Option<Assembly>,
    /// The part that failed, by its code.
    pub part: String,
    /// The words.
    pub words: String,
    /// When it was said.
    pub spoke: Stamp,
    /// It has to be read by then.
    pub read_due: Stamp,
    /// It has to be answered by then.
    pub answer_due: Stamp,
    /// The department has read it.
    pub read: Option<Stamp>,
    /// It was acted on and answered.
    pub answered: Option<Stamp>,
    /// Somebody still has to do something.
    pub open: bool,
    /// It became the complaint of the same number.
    pub turned: bool,
}

impl FeedbackRow {
    /// Until when the next thing has to be done: reading it, else answering it; nothing once it is over.
    pub fn due(&self) -> Option<Stamp> {
        match (self.open, self.read) {
            (false, _) => None,
            (true, None) => Some(self.read_due.min(self.answer_due)),
            (true, Some(_)) => Some(self.answer_due),
        }
    }

    /// True if it is unread or unanswered past its limit.
    pub fn is_late(&self, now: Stamp) -> bool {
        self.due().is_some_and(|due| due < now)
    }
}

/// One piece of feedback, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackPage {
    /// What the list shows.
    pub row: FeedbackRow,
    /// Its version, for `seen`.
    pub version: u64,
    /// The customer's phone.
    pub phone: String,
    /// Make and model.
    pub model: String,
    /// When it was taken down.
    pub noted: Stamp,
    /// Who read it, and when.
    pub read: Option<Signed>,
    /// Departments that it was taken from, in order.
    pub routed: Vec<Routed>,
    /// What was done about it.
    pub measure: Option<String>,
    /// What was answered; with no words if it was erased or there was nothing to answer.
    pub answer: Option<SaidRow>,
    /// Who made a complaint of it, and when.
    pub turned: Option<Signed>,
    /// The complaint that it became.
    pub complaint: Option<ComplaintId>,
}

/// What was heard in a month: complaints and feedback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardPage {
    /// Each, by the day on which it was said.
    pub rows: Vec<HeardRow>,
    /// The defects among them, by assembly, then by department or maker.
    pub defects: Vec<FeedbackRow>,
}
