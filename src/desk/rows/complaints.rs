//! What the list of complaints and the page of one show.

use super::{FeedbackPage, SaidRow};
use crate::domain::complaint::cause::Cause;
use crate::domain::complaint::change::Change;
use crate::domain::complaint::clock::Span;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::ladder::Report;
use crate::domain::complaint::note::NoteStep;
use crate::domain::complaint::plan::Plan;
use crate::domain::complaint::raise::{Category, Channel, Fault, Mood, Severity};
use crate::domain::{CapaId, ComplaintId, OrderId, StaffId, Stamp};
use crate::store::keys::Same;
use serde::{Deserialize, Serialize};

/// Complaints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintsPage {
    /// Open ones, the earliest answer due first.
    pub open: Vec<ComplaintRow>,
    /// Closed ones, the newest first.
    pub closed: Vec<ComplaintRow>,
}

/// One complaint in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRow {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The visit.
    pub order: Option<OrderId>,
    /// Who complains.
    pub name: String,
    /// The plate, without separators.
    pub plate: String,
    /// What it is about.
    pub category: Category,
    /// How grave.
    pub severity: Severity,
    /// When the customer spoke.
    pub spoke: Stamp,
    /// A clear answer is due.
    pub answer_due: Stamp,
    /// It was given.
    pub answered: bool,
    /// When the customer last said that an answer did not satisfy them.
    pub refused: Option<Stamp>,
    /// The first words.
    pub words: String,
    /// When it was closed.
    pub closed: Option<Stamp>,
    /// It was closed without the customer's word.
    pub unreached: bool,
    /// What comes next.
    pub due: Due,
    /// Who hears of it while it has no clear answer, and when (L9).
    pub reports: Vec<Report>,
}

/// One complaint, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintPage {
    /// What the list shows.
    pub row: ComplaintRow,
    /// Its version, for `seen`.
    pub version: u64,
    /// The customer's phone.
    pub phone: String,
    /// Make and model.
    pub model: String,
    /// How it came in.
    pub channel: Channel,
    /// How the customer feels.
    pub mood: Option<Mood>,
    /// Whose fault.
    pub fault: Option<Fault>,
    /// The advisor of the visit.
    pub advisor: Option<StaffId>,
    /// Who repaired.
    pub technician: Option<StaffId>,
    /// All words.
    pub says: Vec<SaidRow>,
    /// The feedback that it was before, with what was read and answered then; without the phone, which stands above.
    pub before: Option<Box<FeedbackPage>>,
    /// What was done, and what the customer said to it, in order.
    pub thread: Vec<EntryRow>,
    /// The clear answer since the customer's last "no".
    pub answered: Option<SaidRow>,
    /// How it ended.
    pub closing: Option<SaidRow>,
    /// How often a "no" kept it open.
    pub reopened: u16,
    /// Who looks after the customer.
    pub handler: Option<StaffId>,
    /// They were taken to a quiet place.
    pub aside: bool,
    /// Valid or not, once judged.
    pub valid: Option<bool>,
    /// The number of the corrective action.
    pub number: Option<String>,
    /// Its record.
    pub capa: Option<CapaId>,
    /// The department that answers for it.
    pub department: Option<String>,
    /// The plan as it stands.
    pub plan: Option<Plan>,
    /// An apology is still to be made (L11).
    pub owes_apology: bool,
    /// It closes with an analysis (L3).
    pub needs_summary: bool,
    /// On how many days the customer could not be reached.
    pub days_tried: usize,
    /// The jobs or parts that it is about, by their codes.
    pub parts: Vec<String>,
    /// What it came from.
    pub cause: Option<Cause>,
    /// Other complaints about the same (feature 54).
    pub repeats: RepeatsPage,
    /// What the shop's clock did, from when the customer spoke until now or its end.
    pub ledger: Vec<Span>,
}

/// What an entry of a complaint's thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Something was done.
    Note,
    /// The clear answer to the customer.
    Answer {
        /// When it was due; `None` where the clock stood already.
        due: Option<Stamp>,
    },
    /// The customer's "no".
    Refusal,
    /// An entry that is more than a note.
    Done(NoteStep),
    /// What was taken down was put right.
    Changed,
    /// A step of the way.
    Step {
        /// Which.
        step: Due,
        /// Valid, approved, held.
        good: bool,
    },
}

/// One entry of a complaint's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// What it is.
    pub entry: Entry,
    /// What was said or done.
    pub said: SaidRow,
    /// The values that were put right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// Complaints about the same as one that is there, or is being taken down (feature 54).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatsPage {
    /// Days before and after it that were looked at.
    pub days: u32,
    /// What they have in common; none that has no other.
    pub found: Vec<RepeatRow>,
}

/// Complaints that have one thing in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatRow {
    /// What.
    pub same: Same,
    /// Which car, part, technician or cause: plate, code, id.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// The newest of them.
    pub newest: Vec<ComplaintRow>,
}
