//! The director's word on a year's plan (S14: 报总经理批准后实施; M13).

use super::Plan;
use crate::domain::Refusal;
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Approves the plan of a year, or sends it back with a remark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveYear {
    /// The year.
    pub year: i32,
    /// It may be carried out.
    pub approved: bool,
    /// What is said to it; needed if it is sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// The plan of a year was approved, or sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearApproved {
    /// The year.
    pub year: i32,
    /// It may be carried out.
    pub approved: bool,
    /// What was said to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

impl YearApproved {
    /// Writes the word.
    pub fn fold(&self, plan: &mut Plan, meta: &Meta<'_>) {
        plan.approved = self.approved.then(|| Signed { by: meta.by.clone(), at: meta.at });
        plan.sent_back = if self.approved { String::new() } else { self.remark.clone() };
    }
}

/// Decides [`ApproveYear`]. A plan without targets or summary is none.
pub fn decide(d: &mut Deciding<'_>, c: &ApproveYear) -> Result<String, Stop> {
    let plan = d.plan(c.year)?.ok_or_else(|| Refusal::not_found("year", c.year))?;
    if let Some(signed) = plan.approved.as_ref().filter(|_| c.approved) {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "plan_approved".into(), by, at }.into());
    }
    let targets = &plan.targets;
    let parts = [
        ("forms", targets.forms > 0),
        ("calls", targets.calls > 0),
        ("summary", !plan.summary.is_empty()),
        ("last_result", !plan.last_result.is_empty()),
    ];
    if let Some((field, _)) = parts.into_iter().find(|(_, given)| c.approved && !given) {
        return Err(Refusal::missing(field).into());
    }
    let remark = match c.approved {
        true => d.optional_text("remark", c.remark.as_deref())?.unwrap_or_default(),
        false => d.text("remark", c.remark.as_deref().unwrap_or_default())?,
    };
    d.emit(Event::YearApproved(YearApproved { year: c.year, approved: c.approved, remark }))?;
    Ok(c.year.to_string())
}
