//! The quality department verifies that what was done holds (S17: 质量部验证; L7). An important complaint leaves an analysis
//! behind (S1; L3).

use super::Complaint;
use super::approve::Signed;
use super::course::Due;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{ComplaintId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says whether what was done about a complaint holds. If not, something else has to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// It holds.
    pub held: bool,
    /// What was looked at.
    pub text: String,
    /// What is learned from it; needed for an important or major complaint that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// What was done was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintVerified {
    /// The complaint.
    pub complaint: ComplaintId,
    /// It holds.
    pub held: bool,
    /// What was looked at.
    pub text: String,
    /// What is learned from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl ComplaintVerified {
    /// Writes the result; what did not hold has to be done again.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let signed = Signed { by: meta.by.clone(), at: meta.at };
        complaint.course.summarised = self.held && self.summary.is_some();
        match self.held {
            true => complaint.course.verified = Some(signed),
            false => (complaint.course.acted, complaint.course.verified) = (None, None),
        }
        let lines = vec![self.text.clone(), self.summary.clone().unwrap_or_default()];
        complaint.take(Due::Verify, self.held, lines, meta.by, meta.at);
    }
}

/// Decides [`VerifyComplaint`]. Nobody verifies what they carried out themselves.
pub fn decide(d: &mut Deciding<'_>, c: &VerifyComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    if complaint.course.acted.is_none() {
        return Err(Refusal::missing(Due::Act.field()).into());
    }
    if complaint.carried_out().is_some_and(|note| note.by == d.by) {
        return Err(Refusal::invalid("verifier", &d.by, Why::OwnWork).into());
    }
    let text = d.text("text", &c.text)?;
    let summary = match c.held && complaint.needs_summary() {
        true => Some(d.text("summary", c.summary.as_deref().unwrap_or_default())?),
        false => d.optional_text("summary", c.summary.as_deref())?,
    };
    let (complaint, held) = (c.complaint.clone(), c.held);
    d.emit(Event::ComplaintVerified(ComplaintVerified { complaint, held, text, summary }))?;
    Ok(c.complaint.to_string())
}
