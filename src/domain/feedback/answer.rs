//! What the department did about feedback, and what it answered (S17: 采取措施并答复; L15, L16, P5).

use super::route::owner_only;
use super::{Feedback, FeedbackKind};
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{FeedbackId, Personal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes down what was done about feedback and what was answered. A suggestion needs both; information that was passed on
/// needs what was done; an inquiry and a defect need the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerFeedback {
    /// Which.
    pub feedback: FeedbackId,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// What whoever spoke was answered; for a defect, what the department or maker answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// Feedback was acted on and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackAnswered {
    /// Which.
    pub feedback: FeedbackId,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// What was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Personal>,
}

impl FeedbackAnswered {
    /// Writes it; whoever answers has read it.
    pub fn fold(&self, feedback: &mut Feedback, meta: &Meta<'_>) {
        let signed = Signed { by: meta.by.clone(), at: meta.at };
        feedback.measure = self.measure.clone().or(feedback.measure.take());
        feedback.answer = self.answer.clone().or(feedback.answer.take());
        feedback.read.get_or_insert_with(|| signed.clone());
        feedback.answered = Some(signed);
    }
}

/// Decides [`AnswerFeedback`].
pub fn decide(d: &mut Deciding<'_>, c: &AnswerFeedback) -> Result<String, Stop> {
    let feedback = d.open_feedback(&c.feedback)?;
    owner_only(d, &feedback)?;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let measure = match feedback.kind.needs_measure() {
        true => Some(d.text("measure", &given(&c.measure))?),
        false => d.optional_text("measure", c.measure.as_deref())?,
    };
    let wanted = feedback.kind.needs_answer() || feedback.kind == FeedbackKind::Praise && measure.is_none();
    let answer = match wanted {
        true => Some(d.text("answer", &given(&c.answer))?),
        false => d.optional_text("answer", c.answer.as_deref())?,
    };
    let about = feedback.customer.as_ref().map_or(c.feedback.as_str(), |id| id.as_str());
    let answer = answer.map(|text| Personal::new(&text, about));
    d.emit(Event::FeedbackAnswered(FeedbackAnswered { feedback: c.feedback.clone(), measure, answer }))?;
    Ok(c.feedback.to_string())
}
