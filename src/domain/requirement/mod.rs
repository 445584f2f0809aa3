//! Special requirements: what a customer, or one car of theirs, asks of every visit (S2, P2, feature 8).
//!
//! Whoever hears one notes it; the departments that it concerns review it; from then on it stands on every order of
//! that customer or car in red, and is ticked there as carried out before the car is handed over.

pub mod end;
pub mod note;
pub mod review;

use super::marks::Marks;
use super::order::Order;
use super::records::{Key, Record, Records, Unreadable};
use super::{CustomerId, Personal, RequirementId, StaffId, Stamp, VehicleId, file};
use end::Ended;
use review::Review;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A special requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The id.
    pub id: RequirementId,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// The car that it is about; with a customer, only when they bring that car.
    pub vehicle: Option<VehicleId>,
    /// What is asked.
    pub text: Personal,
    /// The department that identified it.
    pub department: Option<String>,
    /// Who identified it.
    pub identified_by: StaffId,
    /// When.
    pub identified: Stamp,
    /// What the departments said.
    pub reviews: Vec<Review>,
    /// It is asked no more.
    pub ended: Option<Ended>,
    /// Who touched what last.
    pub marks: Marks,
}

/// The requirements that stand over a visit: those of its car, and those of whoever brought it.
///
/// # Errors
/// The index is broken.
pub fn standing(records: &dyn Records, order: &Order) -> Result<Vec<Arc<Record>>, Unreadable> {
    of(records, Some(&order.vehicle), order.customer.as_ref())
}

/// The requirements that stand over a car, a customer, or both together.
///
/// # Errors
/// The index is broken.
pub fn of(
    records: &dyn Records,
    vehicle: Option<&VehicleId>,
    customer: Option<&CustomerId>,
) -> Result<Vec<Arc<Record>>, Unreadable> {
    let car = vehicle.map(|id| file::vehicle(records, id)).transpose()?.flatten();
    let person = customer.map(|id| file::customer(records, id)).transpose()?.flatten();
    let mut ids: Vec<&RequirementId> = car.iter().flat_map(|car| car.standing()).collect();
    ids.extend(person.iter().flat_map(|person| person.standing()));
    let mut found = Vec::new();
    for id in ids {
        let Some(record) = records.get(&Key::Requirement(id.clone()))? else { continue };
        let about = record.as_requirement().and_then(|requirement| requirement.vehicle.as_ref());
        // A customer's wish about one of their cars does not concern the others.
        let concerns = match (about, &car) {
            (Some(about), Some(car)) => car.all().any(|vehicle| vehicle.id == *about),
            (Some(_) | None, _) => true,
        };
        if concerns && !found.contains(&record) {
            found.push(record);
        }
    }
    Ok(found)
}
