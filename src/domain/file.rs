//! The whole file of a customer or vehicle: the record that is kept, and those merged into it, read as one (P1).
//!
//! Everything that shows a history or asks what is on file reads it here; a merged record is never looked at alone.

use super::customer::Customer;
use super::customer::contact::{Contact, OptOut};
use super::records::{Key, Record, Records, Unreadable};
use super::vehicle::{Ownership, Reading, Vehicle, Worn};
use super::{CallId, CustomerId, OrderId, Personal, RequirementId, Stamp, VehicleId};
use std::sync::Arc;

/// A customer's whole file.
pub struct CustomerFile(Vec<Arc<Record>>);

/// A vehicle's whole file.
pub struct VehicleFile(Vec<Arc<Record>>);

/// The file of the customer `id`, wherever `id` was merged into; `None` if there is no such customer.
///
/// # Errors
/// The index is broken.
pub fn customer(records: &dyn Records, id: &CustomerId) -> Result<Option<CustomerFile>, Unreadable> {
    let key = |id: &CustomerId| Key::Customer(id.clone());
    let links = |record: &Record| {
        let customer = record.as_customer();
        let into = customer.and_then(|c| c.merged.as_ref()).map(|merged| key(&merged.into));
        (into, customer.map(|c| c.aliases.iter().map(key).collect()).unwrap_or_default())
    };
    Ok(whole(records, key(id), &links)?.map(CustomerFile))
}

/// The file of the vehicle `id`, wherever `id` was merged into; `None` if there is no such vehicle.
///
/// # Errors
/// The index is broken.
pub fn vehicle(records: &dyn Records, id: &VehicleId) -> Result<Option<VehicleFile>, Unreadable> {
    let key = |id: &VehicleId| Key::Vehicle(id.clone());
    let links = |record: &Record| {
        let vehicle = record.as_vehicle();
        let into = vehicle.and_then(|v| v.merged.as_ref()).map(|merged| key(&merged.into));
        (into, vehicle.map(|v| v.aliases.iter().map(key).collect()).unwrap_or_default())
    };
    Ok(whole(records, key(id), &links)?.map(VehicleFile))
}

/// Where a record was merged into, and what was merged into it.
type Links<'a> = &'a dyn Fn(&Record) -> (Option<Key>, Vec<Key>);

/// The record that is kept, then all that were merged into it.
fn whole(records: &dyn Records, key: Key, links: Links<'_>) -> Result<Option<Vec<Arc<Record>>>, Unreadable> {
    let Some(mut kept) = records.get(&key)? else { return Ok(None) };
    while let Some(into) = links(&kept).0 {
        let Some(record) = records.get(&into)? else { break };
        kept = record;
    }
    let mut all = vec![kept];
    let mut next = 0;
    while let Some(record) = all.get(next) {
        for alias in links(record).1 {
            all.extend(records.get(&alias)?);
        }
        next += 1;
    }
    Ok(Some(all))
}

impl CustomerFile {
    /// All records, the one that is kept first.
    pub fn all(&self) -> impl Iterator<Item = &Customer> {
        self.0.iter().filter_map(|record| record.as_customer())
    }

    /// The record that is kept.
    pub fn kept(&self) -> &Customer {
        self.0[0].as_customer().expect("a customer's key holds a customer")
    }

    /// All phones, the one to call first at the front.
    pub fn phones(&self) -> Vec<&str> {
        let mut phones: Vec<&str> = Vec::new();
        for phone in self.all().flat_map(|customer| &customer.phones).filter_map(Personal::text) {
            if !phones.contains(&phone) {
                phones.push(phone);
            }
        }
        phones
    }

    /// The cars that they own now, as far as their own records know.
    pub fn vehicles(&self) -> impl Iterator<Item = &VehicleId> {
        self.all().flat_map(|customer| &customer.vehicles)
    }

    /// How many orders they ever had.
    pub fn visits(&self) -> u32 {
        self.all().map(|customer| customer.visits).sum()
    }

    /// Calls that are to be made to them.
    pub fn calls(&self) -> impl Iterator<Item = &CallId> {
        self.all().flat_map(|customer| &customer.calls)
    }

    /// What they do not want to be contacted about.
    pub fn opt_outs(&self) -> impl Iterator<Item = &OptOut> {
        self.all().flat_map(|customer| &customer.opt_outs)
    }

    /// Since when, and why, they do not want contacts of a kind; nothing if they do not mind.
    pub fn opt_out(&self, kind: Contact) -> Option<&OptOut> {
        self.opt_outs().find(|out| out.contact == kind)
    }

    /// When they were here or on the line last.
    pub fn contacted(&self) -> Option<Stamp> {
        self.all().filter_map(|customer| customer.contacted).max()
    }

    /// What they ask of every visit.
    pub fn standing(&self) -> impl Iterator<Item = &RequirementId> {
        self.all().flat_map(|customer| &customer.standing)
    }
}

impl VehicleFile {
    /// All records, the one that is kept first.
    pub fn all(&self) -> impl Iterator<Item = &Vehicle> {
        self.0.iter().filter_map(|record| record.as_vehicle())
    }

    /// The record that is kept.
    pub fn kept(&self) -> &Vehicle {
        self.0[0].as_vehicle().expect("a vehicle's key holds a vehicle")
    }

    /// The VIN, from whichever record has one.
    pub fn vin(&self) -> Option<&str> {
        self.all().find_map(|vehicle| vehicle.vin.as_ref()?.text())
    }

    /// Who owns it now.
    pub fn owner(&self) -> Option<&CustomerId> {
        self.all().find_map(Vehicle::owner)
    }

    /// Its open order.
    pub fn open(&self) -> Option<&OrderId> {
        self.all().find_map(|vehicle| vehicle.open.first())
    }

    /// How many orders it ever had.
    pub fn visits(&self) -> u32 {
        self.all().map(|vehicle| vehicle.visits).sum()
    }

    /// The newest reading of the odometer.
    pub fn mileage(&self) -> Option<&Reading> {
        self.all().filter_map(|vehicle| vehicle.mileage.as_ref()).max_by_key(|reading| reading.at)
    }

    /// The newest reading of the odometer that is not of the visit `order`.
    pub fn reading_before(&self, order: &OrderId) -> Option<&Reading> {
        let readings = self.all().flat_map(|vehicle| vehicle.mileage.iter().chain(&vehicle.mileage_before));
        readings.filter(|reading| reading.order.as_ref() != Some(order)).max_by_key(|reading| reading.at)
    }

    /// The plates that it wore before the one it wears now, the newest first.
    pub fn past_plates(&self) -> Vec<&Worn> {
        let now = &self.kept().plate;
        let mut past: Vec<&Worn> = self.all().flat_map(|v| &v.plates).filter(|worn| worn.plate != *now).collect();
        past.sort_by_key(|worn| std::cmp::Reverse(worn.from));
        past
    }

    /// Its owners before the one it has now, the newest first.
    pub fn past_owners(&self) -> Vec<&Ownership> {
        let now = self.owner();
        let mut past: Vec<&Ownership> =
            self.all().flat_map(|v| &v.owners).filter(|owner| Some(&owner.customer) != now).collect();
        past.sort_by_key(|owner| std::cmp::Reverse(owner.from));
        past
    }

    /// What is asked of every visit of this car.
    pub fn standing(&self) -> impl Iterator<Item = &RequirementId> {
        self.all().flat_map(|vehicle| &vehicle.standing)
    }
}
