//! Who owns a vehicle, from which day on.

use super::{Ownership, Vehicle};
use crate::domain::customer::Customer;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{CustomerId, Refusal, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Links a vehicle to its new owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkOwner {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The owner.
    pub customer: CustomerId,
    /// Since when; else from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Stamp>,
}

/// A vehicle has an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerLinked {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The owner before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CustomerId>,
    /// The owner.
    pub customer: CustomerId,
    /// Since when.
    pub from: Stamp,
}

impl OwnerLinked {
    /// Adds the ownership to the vehicle.
    pub fn fold_vehicle(&self, vehicle: &mut Vehicle) {
        vehicle.owners.push(Ownership { customer: self.customer.clone(), from: self.from });
    }

    /// Moves the vehicle between the customers' files.
    pub fn fold_customer(&self, customer: &mut Customer) {
        customer.vehicles.retain(|id| *id != self.vehicle);
        if customer.id == self.customer {
            customer.vehicles.push(self.vehicle.clone());
        }
    }
}

/// Decides [`LinkOwner`].
pub fn decide(d: &mut Deciding<'_>, c: &LinkOwner) -> Result<String, Stop> {
    d.customer("customer", &c.customer)?;
    let vehicle = d.vehicle("vehicle", &c.vehicle)?;
    let from = c.from.unwrap_or(d.now);
    if let Some(last) = vehicle.owners.last()
        && from < last.from
    {
        let (least, most) = (last.from.ms(), d.now.ms());
        return Err(Refusal::invalid("from", from, Why::OutOfRange { least, most }).into());
    }
    let before = vehicle.owner().cloned().filter(|before| *before != c.customer);
    let (vehicle, customer) = (c.vehicle.clone(), c.customer.clone());
    d.emit(Event::OwnerLinked(OwnerLinked { vehicle, before, customer, from }))?;
    Ok(c.vehicle.to_string())
}

/// Links the first owner, from now.
pub fn link(d: &mut Deciding<'_>, vehicle: &VehicleId, customer: &CustomerId) -> Result<(), Stop> {
    let from = d.now;
    let (vehicle, customer) = (vehicle.clone(), customer.clone());
    d.emit(Event::OwnerLinked(OwnerLinked { vehicle, before: None, customer, from }))
}
