//! The department has read what it was given (S14: 及时将所获信息与…沟通; P5).

use super::Feedback;
use super::route::owner_only;
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{FeedbackId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that the owning department has read feedback.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadFeedback {
    /// Which.
    pub feedback: FeedbackId,
}

/// The owning department has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRead {
    /// Which.
    pub feedback: FeedbackId,
}

impl FeedbackRead {
    /// Notes by whom and when.
    pub fn fold(&self, feedback: &mut Feedback, meta: &Meta<'_>) {
        feedback.read = Some(Signed { by: meta.by.clone(), at: meta.at });
    }
}

/// Decides [`ReadFeedback`]: once, by somebody of the department.
pub fn decide(d: &mut Deciding<'_>, c: &ReadFeedback) -> Result<String, Stop> {
    let feedback = d.open_feedback(&c.feedback)?;
    owner_only(d, &feedback)?;
    if let Some(signed) = &feedback.read {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "read".into(), by, at }.into());
    }
    d.emit(Event::FeedbackRead(FeedbackRead { feedback: c.feedback.clone() }))?;
    Ok(c.feedback.to_string())
}
