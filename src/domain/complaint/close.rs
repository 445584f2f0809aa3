//! Closing: only on the customer's yes; a "no" keeps the complaint open, counts, and asks for another clear answer
//! (S17, L7; feature 53).

use super::Complaint;
use super::course::Due;
use crate::domain::capa;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{ComplaintId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a complaint ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The customer's words.
    pub words: Personal,
    /// Who asked.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// Nobody reached the customer: closed without their word (L7).
    pub unreached: bool,
}

/// An answer that did not satisfy the customer: a round that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// When the answer was due.
    pub due: Stamp,
    /// When it was given.
    pub answered: Stamp,
    /// The customer's "no": words, who asked, when.
    pub no: Closed,
}

/// Asks the customer whether they are satisfied. Yes closes; no keeps it open, counts as reopened and asks for another
/// clear answer, within the same hours from now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The customer's answer.
    pub satisfied: bool,
    /// The customer's words.
    pub words: String,
}

/// The customer was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerAsked {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The customer's answer.
    pub satisfied: bool,
    /// The customer's words.
    pub words: Personal,
    /// After a "no": another clear answer is due. Events from before this rule have none; their clock stood still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_due: Option<Stamp>,
}

impl CustomerAsked {
    /// Closes on yes; on no ends the round of the answer and begins the next one.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let said = Closed { words: self.words.clone(), by: meta.by.clone(), at: meta.at, unreached: false };
        if self.satisfied {
            complaint.closed = Some(said);
            return;
        }
        complaint.reopened = complaint.reopened.saturating_add(1);
        let answered = complaint.answered.as_ref().map_or(meta.at, |answer| answer.at);
        complaint.begin_again();
        complaint.rounds.push(Round { due: complaint.answer_due, answered, no: said });
        if let Some(due) = self.answer_due {
            complaint.answer_due = due;
            complaint.answered = None;
        }
    }
}

/// Decides [`CloseComplaint`]. Nothing closes before the customer had a clear answer and all that follows was done.
pub fn decide(d: &mut Deciding<'_>, c: &CloseComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    // A "no" counts whenever it is said to an answer; a "yes" closes only once every step before it was taken.
    let due = complaint.due();
    if due == Due::Answer || (c.satisfied && due != Due::Ask) {
        return Err(Refusal::missing(due.field()).into());
    }
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let words = Personal::new(d.words("words", &c.words)?, about);
    let answer_due = (!c.satisfied).then(|| d.now.plus_minutes(i64::from(d.rules.complaint_answer_hours) * 60));
    let asked = CustomerAsked { complaint: c.complaint.clone(), satisfied: c.satisfied, words, answer_due };
    d.emit(Event::CustomerAsked(asked))?;
    if c.satisfied {
        capa::close::by_complaint(d, &complaint)?;
    }
    Ok(c.complaint.to_string())
}
