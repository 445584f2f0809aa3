//! Closing: only on the customer's yes; a "no" keeps the complaint open and counts (S17, L7; feature 53).

use super::Complaint;
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
}

/// Asks the customer whether they are satisfied. Yes closes, no keeps it open and counts as reopened.
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
}

impl CustomerAsked {
    /// Closes on yes, counts on no.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        if self.satisfied {
            complaint.closed = Some(Closed { words: self.words.clone(), by: meta.by.clone(), at: meta.at });
        } else {
            complaint.reopened = complaint.reopened.saturating_add(1);
        }
    }
}

/// Decides [`CloseComplaint`]. Nothing closes before the customer had a clear answer.
pub fn decide(d: &mut Deciding<'_>, c: &CloseComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    if complaint.answered.is_none() {
        return Err(Refusal::missing("answers").into());
    }
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let words = Personal::new(d.words("words", &c.words)?, about);
    let asked = CustomerAsked { complaint: c.complaint.clone(), satisfied: c.satisfied, words };
    d.emit(Event::CustomerAsked(asked))?;
    Ok(c.complaint.to_string())
}
