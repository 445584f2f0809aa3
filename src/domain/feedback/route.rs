//! Giving feedback to another department, with the reason (S17: 传递; L15).

use super::{Feedback, Routed};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::department::Department;
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{FeedbackId, Refusal, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives feedback to another department. It has to be read there anew; the answer stays due when it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteFeedback {
    /// Which.
    pub feedback: FeedbackId,
    /// To which department.
    pub department: Department,
    /// Why.
    pub reason: String,
}

/// Feedback went to another department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRouted {
    /// Which.
    pub feedback: FeedbackId,
    /// To which department.
    pub department: Department,
    /// Why.
    pub reason: String,
    /// It has to be read by then.
    pub read_due: Stamp,
}

impl FeedbackRouted {
    /// Moves it; the department before stays on record.
    pub fn fold(&self, feedback: &mut Feedback, meta: &Meta<'_>) {
        let (from, reason) = (feedback.department, self.reason.clone());
        feedback.routed.push(Routed { from, reason, by: meta.by.clone(), at: meta.at });
        (feedback.department, feedback.read, feedback.read_due) = (self.department, None, self.read_due);
    }
}

/// Refuses whoever neither belongs to the owning department nor handles complaints.
pub(super) fn owner_only(d: &Deciding<'_>, feedback: &Feedback) -> Result<(), Stop> {
    let me = d.known_staff(&d.by)?;
    let owns = |me: &crate::domain::staff::Staff| feedback.department.owns(&me.roles) || me.may(Right::HandleComplaint);
    match me.is_some_and(|me| owns(&me)) {
        true => Ok(()),
        false => Err(Refusal::OtherDepartment { department: feedback.department, who: d.by.clone() }.into()),
    }
}

/// Decides [`RouteFeedback`].
pub fn decide(d: &mut Deciding<'_>, c: &RouteFeedback) -> Result<String, Stop> {
    let feedback = d.open_feedback(&c.feedback)?;
    owner_only(d, &feedback)?;
    if feedback.department == c.department {
        let value = crate::domain::event::code(&c.department);
        return Err(Refusal::invalid("department", value, Why::Itself).into());
    }
    let reason = d.text("reason", &c.reason)?;
    let read_due = d.now.plus_minutes(i64::from(d.rules.feedback_read_hours) * 60);
    let (feedback, department) = (c.feedback.clone(), c.department);
    d.emit(Event::FeedbackRouted(FeedbackRouted { feedback, department, reason, read_due }))?;
    Ok(c.feedback.to_string())
}
