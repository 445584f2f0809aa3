//! Feedback that turns out to be a complaint: it keeps its number and its clock (L15).

use super::Feedback;
use crate::domain::complaint::approve::Signed;
use crate::domain::complaint::cause::Cause;
use crate::domain::complaint::raise::{Category, ComplaintRaised, Fault, Mood, Severity, jobs};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{ComplaintId, FeedbackId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a complaint of feedback: under the same number, with the same words, its clock running from when they were said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnFeedback {
    /// Which.
    pub feedback: FeedbackId,
    /// What the complaint is about.
    pub category: Category,
    /// normal, important or major.
    #[serde(default)]
    pub severity: Severity,
    /// How the customer feels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Whose fault, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// What it came from, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Who complains, if that was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Feedback became a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackTurned {
    /// Which.
    pub feedback: FeedbackId,
}

impl FeedbackTurned {
    /// Ends it as feedback.
    pub fn fold(&self, feedback: &mut Feedback, meta: &Meta<'_>) {
        feedback.turned = Some(Signed { by: meta.by.clone(), at: meta.at });
    }
}

/// Decides [`TurnFeedback`]. What was answered already may still become one.
pub fn decide(d: &mut Deciding<'_>, c: &TurnFeedback) -> Result<String, Stop> {
    let feedback = d.feedback_named(&c.feedback)?;
    if let Some(signed) = &feedback.turned {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "feedback".into(), by, at }.into());
    }
    let complaint = ComplaintId::new(c.feedback.as_str());
    let about = feedback.customer.as_ref().map_or(complaint.as_str(), |id| id.as_str()).to_string();
    let name = d.optional_text("name", c.name.as_deref())?.map(|name| Personal::new(&name, &about));
    let name = name.or_else(|| feedback.name.clone());
    if feedback.customer.is_none() && feedback.vehicle.is_none() && name.is_none() {
        return Err(Refusal::missing("name").into());
    }
    let order = feedback.order.as_ref().map(|id| d.order_named("order", id)).transpose()?;
    let technician = order.as_ref().and_then(|order| order.technicians().first().map(|id| (*id).clone()));
    let parts = match &feedback.part {
        Some(part) => vec![part.clone()],
        None => order.as_deref().map(jobs).unwrap_or_default(),
    };
    let raised = ComplaintRaised {
        complaint: complaint.clone(),
        order: feedback.order.clone(),
        call: feedback.call.clone(),
        customer: feedback.customer.clone(),
        name,
        vehicle: feedback.vehicle.clone(),
        advisor: order.as_ref().map(|order| order.advisor.clone()),
        technician,
        channel: feedback.channel,
        severity: c.severity,
        category: c.category,
        mood: c.mood,
        fault: c.fault,
        words: Personal::new(feedback.words.or_empty(), &about),
        spoke: feedback.spoke,
        answer_due: feedback.spoke.plus_minutes(i64::from(d.rules.complaint_answer_hours) * 60),
        handler: None,
        aside: false,
        parts,
        cause: c.cause,
    };
    d.emit(Event::FeedbackTurned(FeedbackTurned { feedback: c.feedback.clone() }))?;
    d.emit(Event::ComplaintRaised(raised))?;
    Ok(complaint.to_string())
}
