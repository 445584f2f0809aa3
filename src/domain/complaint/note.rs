//! What is done about a complaint: the action log, and the clear answer to the customer (S8, S17; L6, L8).

use super::Complaint;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{ComplaintId, Personal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One entry of the action log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was done or said.
    pub text: Personal,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// It is a clear answer to the customer.
    pub answers: bool,
}

/// Adds to the action log; with `answers`, this is the clear answer given to the customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// What was done or said.
    pub text: String,
    /// The customer was given a clear answer: the next step and its date (AM22).
    #[serde(default)]
    pub answers: bool,
}

/// Something was done about a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintNoted {
    /// The complaint.
    pub complaint: ComplaintId,
    /// What was done or said.
    pub text: Personal,
    /// The customer was given a clear answer.
    pub answers: bool,
}

impl ComplaintNoted {
    /// Adds the entry; the first answer since the customer's last "no" stops the clock.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let note = Note { text: self.text.clone(), by: meta.by.clone(), at: meta.at, answers: self.answers };
        if self.answers && complaint.answered.is_none() {
            complaint.answered = Some(note.clone());
        }
        complaint.notes.push(note);
    }
}

/// Decides [`NoteComplaint`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let text = Personal::new(d.words("text", &c.text)?, about);
    d.emit(Event::ComplaintNoted(ComplaintNoted { complaint: c.complaint.clone(), text, answers: c.answers }))?;
    Ok(c.complaint.to_string())
}
