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
    let customer = d.customer("customer", &c.customer)?.id.clone();
    let vehicle = d.vehicle("vehicle", &c.vehicle)?;
    let from = c.from.unwrap_or(d.now);
    check_from(d, from, vehicle.owners.last().map(|last| last.from))?;
    let before = vehicle.owner().cloned().filter(|before| *before != customer);
    let vehicle = vehicle.id.clone();
    d.emit(Event::OwnerLinked(OwnerLinked { vehicle: vehicle.clone(), before, customer, from }))?;
    Ok(vehicle.to_string())
}

/// Refuses a day that is yet to come, or before what it follows: `earlier` began then.
pub(super) fn check_from(d: &Deciding<'_>, from: Stamp, earlier: Option<Stamp>) -> Result<(), Refusal> {
    if from > d.now {
        return Err(Refusal::invalid("from", from, Why::Future));
    }
    match earlier.filter(|earlier| from < *earlier) {
        Some(earlier) => Err(Refusal::invalid("from", from, Why::Before(earlier))),
        None => Ok(()),
    }
}

/// Links the first owner, from now.
pub fn link(d: &mut Deciding<'_>, vehicle: &VehicleId, customer: &CustomerId) -> Result<(), Stop> {
    let from = d.now;
    let (vehicle, customer) = (vehicle.clone(), customer.clone());
    d.emit(Event::OwnerLinked(OwnerLinked { vehicle, before: None, customer, from }))
}
