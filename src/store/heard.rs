//! The rows of complaints and feedback: what a month counts, what stands in a customer's file, what is over, and what a
//! complaint may have in common with others.

use super::codec::pack;
use super::error::StoreError;
use super::keys::{self, Same};
use super::rows::Rows;
use crate::domain::complaint::Complaint;
use crate::domain::complaint::raise::Channel;
use crate::domain::feedback::{Assembly, Feedback, FeedbackKind};
use crate::domain::{ComplaintId, FeedbackId, Stamp, event};
use serde::{Deserialize, Serialize};

/// A complaint or feedback as the analysis of a month counts it (L1, L15, L16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardRow {
    /// The number.
    pub id: String,
    /// What kind of feedback; nothing for a complaint.
    pub kind: Option<FeedbackKind>,
    /// How it came in.
    pub channel: Channel,
    /// The department that owns it, by its code, or as it was typed; empty if none does yet.
    pub department: String,
    /// The assembly that failed.
    pub assembly: Option<Assembly>,
    /// The first answer is due then.
    pub due: Stamp,
    /// It was given then, or what was to be read was read.
    pub answered: Option<Stamp>,
    /// It is over.
    pub over: bool,
}

impl HeardRow {
    fn of_complaint(complaint: &Complaint) -> Self {
        let first = complaint.rounds.first();
        let judged = complaint.course.judged.as_ref();
        Self {
            id: complaint.id.to_string(),
            kind: None,
            channel: complaint.channel,
            department: judged.and_then(|judged| judged.department.clone()).unwrap_or_default(),
            assembly: None,
            due: first.map_or(complaint.answer_due, |round| round.due),
            answered: first.map(|round| round.answered).or(complaint.answered.as_ref().map(|answer| answer.at)),
            over: !complaint.is_open(),
        }
    }

    fn of_feedback(feedback: &Feedback) -> Self {
        let read = feedback.read.as_ref().filter(|_| feedback.kind == FeedbackKind::Praise);
        Self {
            id: feedback.id.to_string(),
            kind: Some(feedback.kind),
            channel: feedback.channel,
            department: event::code(&feedback.department),
            assembly: feedback.assembly,
            due: feedback.answer_due,
            answered: feedback.answered.as_ref().or(read).map(|signed| signed.at),
            over: !feedback.is_open(),
        }
    }
}

/// The rows of a complaint.
pub(super) fn complaint_rows(rows: &mut Rows, complaint: &Complaint) -> Result<(), StoreError> {
    let id = &complaint.id;
    if let Some(customer) = &complaint.customer {
        let key = keys::of_customer(customer.as_str(), keys::Entry::Complaint, id.as_str());
        rows.insert(key, pack::<ComplaintId>(id)?);
    }
    if !complaint.is_open() {
        rows.insert(keys::complaint(id.as_str()), pack::<ComplaintId>(id)?);
    }
    let heard = HeardRow::of_complaint(complaint);
    rows.insert(keys::heard(complaint.spoke.day(), id.as_str(), true), pack(&heard)?);
    for (same, value) in in_common(complaint) {
        let key = keys::repeat(same, value, complaint.spoke.day(), id.as_str());
        rows.insert(key, pack::<ComplaintId>(id)?);
    }
    Ok(())
}

/// The rows of feedback. What became a complaint counts as one, and stands with them.
pub(super) fn feedback_rows(rows: &mut Rows, feedback: &Feedback) -> Result<(), StoreError> {
    let id = &feedback.id;
    if let Some(customer) = &feedback.customer {
        let key = keys::of_customer(customer.as_str(), keys::Entry::Feedback, id.as_str());
        rows.insert(key, pack::<FeedbackId>(id)?);
    }
    if feedback.turned.is_some() {
        return Ok(());
    }
    let heard = HeardRow::of_feedback(feedback);
    rows.insert(keys::heard(feedback.spoke.day(), id.as_str(), false), pack(&heard)?);
    if !feedback.is_open() {
        rows.insert(keys::feedback(id.as_str()), pack::<FeedbackId>(id)?);
    }
    Ok(())
}

/// What a complaint may have in common with others (feature 54).
pub fn in_common(complaint: &Complaint) -> Vec<(Same, &str)> {
    let mut all: Vec<(Same, &str)> = complaint.parts.iter().map(|part| (Same::Part, part.as_str())).collect();
    all.extend(complaint.vehicle.as_ref().map(|id| (Same::Car, id.as_str())));
    all.extend(complaint.technician.as_ref().map(|id| (Same::Technician, id.as_str())));
    all.extend(complaint.cause.map(|cause| (Same::Cause, cause.letter())));
    all
}
