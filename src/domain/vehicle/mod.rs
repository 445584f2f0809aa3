//! The vehicle: not its plate, not its owner; both have dates (feature 4).

pub mod add;
pub mod change;
pub mod mileage;
pub mod owner;
pub mod plate;
pub mod vin;

use super::marks::Marks;
use super::{CustomerId, OrderId, Personal, Stamp, VehicleId};
use serde::{Deserialize, Serialize};

/// A vehicle's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// The id.
    pub id: VehicleId,
    /// The plate it wears now.
    pub plate: Personal,
    /// The VIN.
    pub vin: Option<Personal>,
    /// Make and model.
    pub model: Option<String>,
    /// Its owners, oldest first; the last one owns it now.
    pub owners: Vec<Ownership>,
    /// The last reading of the odometer.
    pub mileage: Option<Reading>,
    /// Its open orders.
    pub open: Vec<OrderId>,
    /// How many orders it ever had.
    pub visits: u32,
    /// Who touched what last.
    pub marks: Marks,
}

impl Vehicle {
    /// Who owns it now.
    pub fn owner(&self) -> Option<&CustomerId> {
        self.owners.last().map(|owner| &owner.customer)
    }
}

/// Who owned a vehicle, from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// The owner.
    pub customer: CustomerId,
    /// Since when.
    pub from: Stamp,
}

/// A reading of the odometer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Kilometres.
    pub km: u32,
    /// When it was read.
    pub at: Stamp,
    /// At which visit.
    pub order: Option<OrderId>,
}
