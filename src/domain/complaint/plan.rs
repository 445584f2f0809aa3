//! Cause and plan, by the department that answers for the complaint (S17: 责任部门进行原因分析并制定处理方案; L3, L5, L12;
//! feature 52).

use super::Complaint;
use super::cause::Cause;
use super::course::Due;
use super::raise::Severity;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{ComplaintId, Money, Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Answers to "why?" in one chain, at most.
pub const WHYS_MAX: usize = 5;

/// What the customer is offered (S18: 优惠或是免费; the list of GB/T 19012; L12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// An explanation.
    Explain,
    /// The car comes back to the shop.
    ReturnVisit,
    /// A discount.
    Discount,
    /// Work or parts free of charge.
    Free,
    /// Something else.
    Other,
}

/// Cause and plan as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The chain of causes: each answers "why?" to the one before.
    pub causes: Vec<String>,
    /// What will be done.
    pub plan: String,
    /// Who answers for it.
    pub responsible: Option<StaffId>,
    /// What the customer is offered.
    pub offer: Option<Offer>,
    /// What that costs the shop.
    pub cost: Money,
    /// What was found in detail.
    pub investigation: Option<String>,
    /// What keeps it from happening again.
    pub measure: Option<String>,
    /// Who wrote it: somebody else approves it.
    pub by: StaffId,
}

impl Plan {
    /// True if it holds all that a complaint this grave asks for: a major one has an investigation, a responsible person
    /// and a measure (L3). One that was raised to major afterwards may not have them yet.
    pub fn stands(&self, severity: Severity) -> bool {
        severity != Severity::Major
            || (self.investigation.is_some() && self.measure.is_some() && self.responsible.is_some())
    }
}

/// Writes cause and plan of a valid complaint, or rewrites them before they are approved. A major complaint needs an
/// investigation, a responsible person and a measure against the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The chain of causes: up to five, each answers "why?" to the one before.
    pub causes: Vec<String>,
    /// What will be done.
    pub plan: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// What was found in detail, for a major complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigation: Option<String>,
    /// What keeps it from happening again, for a major complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// What the customer is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What that costs the shop, in fen.
    #[serde(default)]
    pub cost: Money,
    /// What it came from, by its code: so that the same cause is found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// Cause and plan were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintPlanned {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The chain of causes.
    pub causes: Vec<String>,
    /// What will be done.
    pub plan: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// What was found in detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigation: Option<String>,
    /// What keeps it from happening again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// What the customer is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What that costs, in fen.
    #[serde(default)]
    pub cost: Money,
    /// What it came from, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl ComplaintPlanned {
    /// Writes cause and plan. What was approved before was another plan.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        complaint.cause = self.cause.or(complaint.cause);
        let course = &mut complaint.course;
        (course.approved, course.acted, course.verified, course.told) = (None, None, None, None);
        course.plan = Some(Plan {
            causes: self.causes.clone(),
            plan: self.plan.clone(),
            responsible: self.responsible.clone(),
            offer: self.offer,
            cost: self.cost,
            investigation: self.investigation.clone(),
            measure: self.measure.clone(),
            by: meta.by.clone(),
        });
        let more = [Some(self.plan.clone()), self.investigation.clone(), self.measure.clone()];
        let lines = self.causes.iter().cloned().chain(more.into_iter().flatten()).collect();
        complaint.take(Due::Plan, true, lines, meta.by, meta.at);
    }
}

/// Decides [`PlanComplaint`].
pub fn decide(d: &mut Deciding<'_>, c: &PlanComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    if !complaint.course.judged.as_ref().is_some_and(|judged| judged.valid) {
        return Err(Refusal::missing(Due::Judge.field()).into());
    }
    // A plan that no longer holds all that is asked for is written again, approved or not.
    let stands = complaint.course.plan.as_ref().is_some_and(|plan| plan.stands(complaint.severity));
    if let Some(signed) = complaint.course.approved.as_ref().filter(|_| stands) {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "approved".into(), by, at }.into());
    }
    let causes = causes(d, &c.causes)?;
    let plan = d.text("plan", &c.plan)?;
    let is_major = complaint.severity == Severity::Major;
    let whole = |field: &str, text: &Option<String>| match is_major {
        true => d.text(field, text.as_deref().unwrap_or_default()).map(Some),
        false => d.optional_text(field, text.as_deref()),
    };
    let (investigation, measure) = (whole("investigation", &c.investigation)?, whole("measure", &c.measure)?);
    let responsible = match &c.responsible {
        Some(id) => Some(d.staff("responsible", id)?.id.clone()),
        None if is_major => return Err(Refusal::missing("responsible").into()),
        None => None,
    };
    if !c.cost.is_billable() {
        let (least, most) = (0, Money::MOST.in_fen());
        return Err(Refusal::invalid("cost", c.cost.in_fen(), Why::OutOfRange { least, most }).into());
    }
    d.emit(Event::ComplaintPlanned(ComplaintPlanned {
        complaint: c.complaint.clone(),
        causes,
        plan,
        responsible,
        investigation,
        measure,
        offer: c.offer,
        cost: c.cost,
        cause: c.cause,
    }))?;
    Ok(c.complaint.to_string())
}

/// The chain without blank answers; at least one, at most five.
fn causes(d: &Deciding<'_>, given: &[String]) -> Result<Vec<String>, Stop> {
    let mut causes = Vec::new();
    for cause in given {
        causes.extend(d.optional_text("causes", Some(cause))?);
    }
    match causes.len() {
        0 => Err(Refusal::missing("causes").into()),
        n if n > WHYS_MAX => {
            let (least, most) = (1, WHYS_MAX as i64);
            Err(Refusal::invalid("causes", n, Why::OutOfRange { least, most }).into())
        }
        _ => Ok(causes),
    }
}
