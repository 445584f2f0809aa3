//! A special requirement is asked no more. It stays on file (S2).

use super::Requirement;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CustomerId, RequirementId, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a requirement ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Ends a special requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRequirement {
    /// The requirement.
    pub requirement: RequirementId,
    /// Why.
    pub reason: String,
}

/// A special requirement ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementEnded {
    /// The requirement.
    pub requirement: RequirementId,
    /// In whose file it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// In which car's file it is kept, if in no customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// Why.
    pub reason: String,
}

impl RequirementEnded {
    /// Writes the end.
    pub fn fold(&self, requirement: &mut Requirement, meta: &Meta<'_>) {
        requirement.ended = Some(Ended { reason: self.reason.clone(), by: meta.by.clone(), at: meta.at });
    }
}

/// Decides [`EndRequirement`].
pub fn decide(d: &mut Deciding<'_>, c: &EndRequirement) -> Result<String, Stop> {
    let found = d.standing_requirement(&c.requirement)?;
    let reason = d.text("reason", &c.reason)?;
    let (customer, vehicle) = match &found.customer {
        Some(customer) => (Some(customer.clone()), None),
        None => (None, found.vehicle.clone()),
    };
    let requirement = c.requirement.clone();
    d.emit(Event::RequirementEnded(RequirementEnded { requirement, customer, vehicle, reason }))?;
    Ok(c.requirement.to_string())
}
