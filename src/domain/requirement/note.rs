//! A special requirement is heard and noted: 顾客特殊要求清单 (S2).

use super::Requirement;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{CustomerId, Personal, Refusal, RequirementId, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes what a customer, or one car, asks of every visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRequirement {
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The car that it is about; with a customer, only when they bring that car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// What is asked.
    pub text: String,
    /// The department that identified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Who identified it, if not the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identified_by: Option<StaffId>,
    /// When, if not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identified: Option<Stamp>,
}

/// A special requirement was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementNoted {
    /// The id.
    pub requirement: RequirementId,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The car that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// What is asked.
    pub text: Personal,
    /// The department that identified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Who identified it.
    pub identified_by: StaffId,
    /// When.
    pub identified: Stamp,
}

impl RequirementNoted {
    /// The requirement as it begins.
    pub fn begin(&self) -> Requirement {
        Requirement {
            id: self.requirement.clone(),
            customer: self.customer.clone(),
            vehicle: self.vehicle.clone(),
            text: self.text.clone(),
            department: self.department.clone(),
            identified_by: self.identified_by.clone(),
            identified: self.identified,
            reviews: Vec::new(),
            ended: None,
            marks: Default::default(),
        }
    }

    /// The car in whose file it is kept: a customer's requirement is kept in the customer's.
    pub fn kept_with_vehicle(&self) -> Option<&VehicleId> {
        if self.customer.is_none() { self.vehicle.as_ref() } else { None }
    }
}

/// Decides [`NoteRequirement`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteRequirement) -> Result<String, Stop> {
    let customer = c.customer.as_ref().map(|id| d.customer("customer", id)).transpose()?.map(|found| found.id.clone());
    let vehicle = c.vehicle.as_ref().map(|id| d.vehicle("vehicle", id)).transpose()?.map(|found| found.id.clone());
    let about = match (&customer, &vehicle) {
        (Some(customer), _) => customer.to_string(),
        (None, Some(id)) => d.vehicle_file("vehicle", id)?.owner().map_or(id.to_string(), ToString::to_string),
        (None, None) => return Err(Refusal::missing("customer").into()),
    };
    let identified_by = c.identified_by.clone().unwrap_or_else(|| d.by.clone());
    d.staff("identified_by", &identified_by)?;
    let identified = c.identified.unwrap_or(d.now);
    if identified > d.now {
        return Err(Refusal::invalid("identified", identified, Why::Future).into());
    }
    let text = Personal::new(d.words("text", &c.text)?, &about);
    let department = d.optional_text("department", c.department.as_deref())?;
    let requirement = RequirementId::new(d.next_plain("S")?);
    d.emit(Event::RequirementNoted(RequirementNoted {
        requirement: requirement.clone(),
        customer,
        vehicle,
        text,
        department,
        identified_by,
        identified,
    }))?;
    Ok(requirement.to_string())
}
