//! Closing without the customer's word: only once they could not be reached on three days, by the quality role, reported
//! apart and never counted as satisfied (L7).

use super::Complaint;
use super::close::Closed;
use super::course::{DAYS_TRIED, Due};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{ComplaintId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Closes a complaint whose customer could not be reached on three days, after all else was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// What was tried.
    pub text: String,
}

/// A complaint was closed without the customer's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintGivenUp {
    /// The complaint.
    pub complaint: ComplaintId,
    /// What was tried.
    pub text: Personal,
}

impl ComplaintGivenUp {
    /// Closes it as unreached.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let (words, by, at) = (self.text.clone(), meta.by.clone(), meta.at);
        complaint.closed = Some(Closed { words, by, at, unreached: true });
    }
}

/// Decides [`GiveUpComplaint`]. All but telling and asking must be done: an apology can be written.
pub fn decide(d: &mut Deciding<'_>, c: &GiveUpComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    let due = complaint.due();
    if !matches!(due, Due::Tell | Due::Apologise | Due::Ask) {
        return Err(Refusal::missing(due.field()).into());
    }
    if complaint.is_ours() && !complaint.course.apologised {
        return Err(Refusal::missing(Due::Apologise.field()).into());
    }
    let days = complaint.days_tried();
    if days < DAYS_TRIED {
        let (least, most) = (DAYS_TRIED as i64, i64::from(u16::MAX));
        return Err(Refusal::invalid("tries", days, Why::OutOfRange { least, most }).into());
    }
    let about = complaint.customer.as_ref().map_or(c.complaint.as_str(), |id| id.as_str());
    let text = Personal::new(d.words("text", &c.text)?, about);
    d.emit(Event::ComplaintGivenUp(ComplaintGivenUp { complaint: c.complaint.clone(), text }))?;
    Ok(c.complaint.to_string())
}
