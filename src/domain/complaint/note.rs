//! What is done about a complaint: the action log, and the clear answer to the customer (S8, S17; L6, L8).

use super::Complaint;
use super::course::Due;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{ComplaintId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an entry of the action log is, besides a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteStep {
    /// Keeps the harm from growing; may come before the plan is approved (L6).
    Containment,
    /// The approved plan was carried out (L6).
    Action,
    /// The customer was told what was done (L7).
    Told,
    /// The customer could not be reached (L7).
    NotReached,
}

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
    /// What it is besides.
    pub step: Option<NoteStep>,
    /// The shop apologised with it.
    pub apology: bool,
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
    /// What the entry is besides a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<NoteStep>,
    /// The shop apologised to the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apology: bool,
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
    /// What the entry is besides a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<NoteStep>,
    /// The shop apologised to the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apology: bool,
}

impl ComplaintNoted {
    /// Adds the entry; the first answer since the customer's last "no" stops the clock.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let note = Note {
            text: self.text.clone(),
            by: meta.by.clone(),
            at: meta.at,
            answers: self.answers,
            step: self.step,
            apology: self.apology,
        };
        let course = &mut complaint.course;
        course.apologised |= self.apology;
        match self.step {
            Some(NoteStep::Action) => course.acted = Some(meta.at),
            Some(NoteStep::Told) => course.told = Some(meta.at),
            Some(NoteStep::NotReached) => course.tries.push(meta.at),
            Some(NoteStep::Containment) | None => {}
        }
        if self.answers && complaint.answered.is_none() {
            complaint.answered = Some(note.clone());
        }
        complaint.notes.push(note);
    }
}

/// Decides [`NoteComplaint`]. Nothing is done before the plan is approved, containment excepted; nobody is told what was
/// not verified.
pub fn decide(d: &mut Deciding<'_>, c: &NoteComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    let course = &complaint.course;
    let missing = match c.step {
        Some(NoteStep::Action) if course.approved.is_some() && !complaint.has_plan() => Some(Due::Plan),
        Some(NoteStep::Action) if course.approved.is_none() => Some(Due::Approve),
        Some(NoteStep::Told) if !complaint.is_verified() => Some(Due::Verify),
        Some(_) | None => None,
    };
    if let Some(step) = missing {
        return Err(Refusal::missing(step.field()).into());
    }
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let text = Personal::new(d.words("text", &c.text)?, about);
    let (complaint, answers, step, apology) = (c.complaint.clone(), c.answers, c.step, c.apology);
    d.emit(Event::ComplaintNoted(ComplaintNoted { complaint, text, answers, step, apology }))?;
    Ok(c.complaint.to_string())
}
