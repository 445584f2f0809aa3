//! A department reviews a special requirement: 顾客特殊要求评审记录表 (S2).

use super::Requirement;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{Refusal, RequirementId, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a department said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The department.
    pub department: String,
    /// It can do what is asked.
    pub accepted: bool,
    /// What it said besides; why, if it cannot.
    pub remark: Option<String>,
    /// Who reviewed.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Records what a department says to a special requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRequirement {
    /// The requirement.
    pub requirement: RequirementId,
    /// The department.
    pub department: String,
    /// It can do what is asked.
    pub accepted: bool,
    /// What it said besides; needed if it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Who reviewed, if not the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<StaffId>,
}

/// A department reviewed a special requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementReviewed {
    /// The requirement.
    pub requirement: RequirementId,
    /// The department.
    pub department: String,
    /// It can do what is asked.
    pub accepted: bool,
    /// What it said besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Who reviewed.
    pub reviewer: StaffId,
}

impl RequirementReviewed {
    /// Adds the review.
    pub fn fold(&self, requirement: &mut Requirement, meta: &Meta<'_>) {
        requirement.reviews.push(Review {
            department: self.department.clone(),
            accepted: self.accepted,
            remark: self.remark.clone(),
            by: self.reviewer.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`ReviewRequirement`].
pub fn decide(d: &mut Deciding<'_>, c: &ReviewRequirement) -> Result<String, Stop> {
    d.standing_requirement(&c.requirement)?;
    let department = d.text("department", &c.department)?;
    let remark = d.optional_text("remark", c.remark.as_deref())?;
    if remark.is_none() && !c.accepted {
        return Err(Refusal::missing("remark").into());
    }
    let reviewer = c.reviewer.clone().unwrap_or_else(|| d.by.clone());
    d.staff("reviewer", &reviewer)?;
    let (requirement, accepted) = (c.requirement.clone(), c.accepted);
    d.emit(Event::RequirementReviewed(RequirementReviewed { requirement, department, accepted, remark, reviewer }))?;
    Ok(c.requirement.to_string())
}
