//! The gate before anything is done: the plan is approved, or sent back (S17: 按经批准的方案实施; L6). What the customer is
//! offered above the shop's limit takes somebody with the right to override (L12).

use super::Complaint;
use super::course::Due;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{ComplaintId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who answers for a step, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Approves the plan of a complaint, or sends it back with a remark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The plan may be carried out.
    pub approved: bool,
    /// What is said to it; needed if it is sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// The plan of a complaint was approved, or sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintApproved {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The plan may be carried out.
    pub approved: bool,
    /// What was said to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl ComplaintApproved {
    /// Opens the gate, or asks for another plan.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        let signed = Signed { by: meta.by.clone(), at: meta.at };
        match self.approved {
            true => complaint.course.approved = Some(signed),
            false => complaint.course.plan = None,
        }
        let lines = vec![self.remark.clone().unwrap_or_default()];
        complaint.take(Due::Approve, self.approved, lines, meta.by, meta.at);
    }
}

/// Decides [`ApproveComplaint`].
pub fn decide(d: &mut Deciding<'_>, c: &ApproveComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    let Some(plan) = &complaint.course.plan else {
        return Err(Refusal::missing(Due::Plan.field()).into());
    };
    if let Some(signed) = &complaint.course.approved {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "approved".into(), by, at }.into());
    }
    if c.approved && plan.by == d.by {
        return Err(Refusal::OwnPlan { staff: d.by.clone() }.into());
    }
    if c.approved && !plan.stands(complaint.severity) {
        return Err(Refusal::missing(Due::Plan.field()).into());
    }
    let may = d.known_staff(&d.by)?.is_some_and(|staff| staff.may(Right::Override));
    let limit = d.rules.remedy_limit;
    if c.approved && plan.cost > limit && !may {
        let (least, most) = (0, limit.in_fen());
        return Err(Refusal::invalid("cost", plan.cost.in_fen(), Why::OutOfRange { least, most }).into());
    }
    let remark = match c.approved {
        true => d.optional_text("remark", c.remark.as_deref())?,
        false => Some(d.text("remark", c.remark.as_deref().unwrap_or_default())?),
    };
    let (complaint, approved) = (c.complaint.clone(), c.approved);
    d.emit(Event::ComplaintApproved(ComplaintApproved { complaint, approved, remark }))?;
    Ok(c.complaint.to_string())
}
