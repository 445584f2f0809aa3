//! Complaints: taken down by anyone, from anywhere, in the customer's words; closed only with the customer's word
//! (S1, S8, S16, S17, S18; L1–L15).

pub mod approve;
pub mod cause;
pub mod change;
pub mod clock;
pub mod close;
pub mod course;
pub mod give_up;
pub mod judge;
pub mod ladder;
pub mod note;
pub mod plan;
pub mod raise;
pub mod verify;

use super::marks::Marks;
use super::order::Said;
use super::{CallId, ComplaintId, CustomerId, OrderId, Personal, StaffId, Stamp, VehicleId};
use cause::Cause;
use change::Changed;
use close::{Closed, Round};
use course::{Course, Taken};
use note::{Note, NoteStep};
use raise::{Category, Channel, Fault, Mood, Severity};
use serde::{Deserialize, Serialize};

/// A complaint as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// The id.
    pub id: ComplaintId,
    /// The visit it is about.
    pub order: Option<OrderId>,
    /// Who complains.
    pub customer: Option<CustomerId>,
    /// The name of someone without a file.
    pub name: Option<Personal>,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// The call in which it was raised.
    pub call: Option<CallId>,
    /// The advisor of the visit.
    pub advisor: Option<StaffId>,
    /// Who repaired.
    pub technician: Option<StaffId>,
    /// How it came in.
    pub channel: Channel,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// How the customer feels.
    pub mood: Option<Mood>,
    /// Whose fault, as far as is known.
    pub fault: Option<Fault>,
    /// The jobs or parts that it is about, by their codes: those of the visit until somebody names one.
    pub parts: Vec<String>,
    /// What it came from, once known.
    pub cause: Option<Cause>,
    /// Who looks after the customer (L10).
    pub handler: Option<StaffId>,
    /// They were taken to a quiet place (S18: 单独叫到一边; L10).
    pub aside: bool,
    /// The customer's words.
    pub words: Vec<Said>,
    /// When the customer spoke.
    pub spoke: Stamp,
    /// A clear answer is due: 24 hours after the customer spoke, or was not satisfied (S8; N11).
    pub answer_due: Stamp,
    /// When and by whom it was answered, since the customer last said no.
    pub answered: Option<Note>,
    /// What was done, in order.
    pub notes: Vec<Note>,
    /// The answers that did not satisfy the customer, in order.
    pub rounds: Vec<Round>,
    /// How far it is.
    pub course: Course,
    /// The steps that were taken, in order, of all rounds.
    pub steps: Vec<Taken>,
    /// What was put right, in order.
    pub changes: Vec<Changed>,
    /// How it ended.
    pub closed: Option<Closed>,
    /// How often the customer's "no" opened it again.
    pub reopened: u16,
    /// Who touched what last.
    pub marks: Marks,
}

impl Complaint {
    /// True while it is not closed.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The newest entry that says that the plan was carried out, in this round.
    pub fn carried_out(&self) -> Option<&Note> {
        let acted = self.course.acted?;
        self.notes.iter().rfind(|note| note.step == Some(NoteStep::Action) && note.at == acted)
    }
}
