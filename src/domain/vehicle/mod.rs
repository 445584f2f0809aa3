//! The vehicle: not its plate, not its owner; both have dates (feature 4).

pub mod add;
pub mod change;
pub mod merge;
pub mod mileage;
pub mod owner;
pub mod plate;
pub mod vin;

use super::customer::merge::Merged;
use super::marks::Marks;
use super::{CustomerId, OrderId, Personal, RequirementId, Stamp, VehicleId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A vehicle's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// The id.
    pub id: VehicleId,
    /// The plate it wears now.
    pub plate: Personal,
    /// The plates it wore, oldest first; the last one is the one it wears now.
    pub plates: Vec<Worn>,
    /// The VIN.
    pub vin: Option<Personal>,
    /// Make and model.
    pub model: Option<String>,
    /// Its owners, oldest first; the last one owns it now.
    pub owners: Vec<Ownership>,
    /// The last reading of the odometer.
    pub mileage: Option<Reading>,
    /// The reading of the visit before that one.
    pub mileage_before: Option<Reading>,
    /// When the next service is due, by what it drives a day (K6).
    pub service: Option<NaiveDate>,
    /// Its open orders.
    pub open: Vec<OrderId>,
    /// How many orders it ever had.
    pub visits: u32,
    /// What is asked of every visit of this car.
    pub standing: Vec<RequirementId>,
    /// What was asked once and is no more.
    pub ended: Vec<RequirementId>,
    /// The file that it was merged into.
    pub merged: Option<Merged<VehicleId>>,
    /// Files that were merged into this one.
    pub aliases: Vec<VehicleId>,
    /// Who touched what last.
    pub marks: Marks,
}

impl Vehicle {
    /// Who owns it now.
    pub fn owner(&self) -> Option<&CustomerId> {
        self.owners.last().map(|owner| &owner.customer)
    }
}

/// A plate that a vehicle wore, from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worn {
    /// The plate.
    pub plate: Personal,
    /// Since when.
    pub from: Stamp,
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
