//! From changed records to one index batch: the records themselves, and the difference of their rows.

use super::buckets;
use super::codec::pack;
use super::error::StoreError;
use super::index::Batch;
use super::keys;
use super::rows::{self, Around, Rows};
use crate::domain::file::{self, CustomerFile, VehicleFile};
use crate::domain::records::Unreadable;
use crate::domain::{CustomerId, Key, Record, Records, VehicleId, requirement};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records after a group of commands.
pub type After = BTreeMap<Key, Arc<Record>>;

/// Records as they are after a group, over what held them before.
pub struct Over<'a> {
    /// What holds the rest.
    pub before: &'a dyn Records,
    /// What changed.
    pub after: &'a After,
}

impl Records for Over<'_> {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        match self.after.get(key) {
            Some(record) => Ok(Some(record.clone())),
            None => self.before.get(key),
        }
    }
}

/// The batch that brings the index from `before` to `now`, given which records changed. What that means for the buckets
/// is added to `counts`; they are still to be settled.
///
/// # Errors
/// A record or row that cannot be kept, or an index that cannot be read.
pub fn batch<'k>(
    before: &dyn Records,
    now: &dyn Records,
    changed: impl Iterator<Item = &'k Key> + Clone,
    counts: &mut buckets::Changes,
) -> Result<Batch, StoreError> {
    let mut batch = Batch::new();
    for key in changed.clone() {
        if let Some(record) = read(now, key)? {
            batch.put(keys::record(key), pack(&*record)?);
        }
    }
    for key in affected(before, now, changed)? {
        let old = rows_of(before, &key)?;
        let new = rows_of(now, &key)?;
        counts.note(&old, &new)?;
        for (key, value) in &new {
            if old.get(key) != Some(value) {
                batch.put(key.clone(), value.clone());
            }
        }
        for (key, _) in old.into_iter().filter(|(key, _)| !new.contains_key(key)) {
            batch.delete(key);
        }
    }
    Ok(batch)
}

/// Whose rows change: the changed records, the files that they were merged into, and the cars of customers whose file
/// changed, as their rows show the owner.
fn affected<'k>(
    before: &dyn Records,
    now: &dyn Records,
    changed: impl Iterator<Item = &'k Key> + Clone,
) -> Result<BTreeSet<Key>, StoreError> {
    let mut keys: BTreeSet<Key> = changed.clone().cloned().collect();
    for key in changed {
        match key {
            Key::Customer(id) => {
                let (old, new) = (customer_file(before, id)?, customer_file(now, id)?);
                if let (Some(old), Some(new)) = (&old, &new)
                    && shown_alike(old, new)
                {
                    continue;
                }
                for file in old.iter().chain(&new) {
                    keys.insert(Key::Customer(file.kept().id.clone()));
                    for vehicle in file.vehicles() {
                        keys.extend(kept_vehicles(before, now, vehicle)?);
                    }
                }
            }
            Key::Vehicle(id) => keys.extend(kept_vehicles(before, now, id)?),
            Key::Shop
            | Key::Staff(_)
            | Key::Order(_)
            | Key::Call(_)
            | Key::Complaint(_)
            | Key::Feedback(_)
            | Key::Capa(_)
            | Key::Project(_)
            | Key::Once(_)
            | Key::Requirement(_)
            | Key::Online(_)
            | Key::Campaign(_)
            | Key::Form(_)
            | Key::Plan(_)
            | Key::Slot(_)
            | Key::Plate(_)
            | Key::Phone(_)
            | Key::User(_)
            | Key::Login(_)
            | Key::Reads(_)
            | Key::Counter(_) => {}
        }
    }
    Ok(keys)
}

/// The vehicle under whose file `id` is shown, before and now.
fn kept_vehicles(before: &dyn Records, now: &dyn Records, id: &VehicleId) -> Result<Vec<Key>, StoreError> {
    let mut keys = Vec::new();
    for records in [before, now] {
        let file = vehicle_file(records, id)?;
        keys.extend(file.map(|file| Key::Vehicle(file.kept().id.clone())));
    }
    Ok(keys)
}

/// True if the rows of the customer's cars show the same of both.
fn shown_alike(old: &CustomerFile, new: &CustomerFile) -> bool {
    old.kept().id == new.kept().id
        && old.all().map(|c| &c.name).eq(new.all().map(|c| &c.name))
        && old.phones() == new.phones()
        && old.kept().wrong_number == new.kept().wrong_number
        && old.standing().eq(new.standing())
        && old.vehicles().eq(new.vehicles())
}

/// The rows of the record under `key`.
pub fn rows_of(records: &dyn Records, key: &Key) -> Result<Rows, StoreError> {
    let Some(record) = read(records, key)? else { return Ok(Rows::new()) };
    let mut rows = rows::of(&record, &around(records, &record)?)?;
    if record.is_moving() {
        rows.insert(keys::moving(key), pack(key)?);
    }
    Ok(rows)
}

/// What the lines of the find box show of a vehicle and its owner, or of a customer without a vehicle.
fn around(records: &dyn Records, record: &Record) -> Result<Around, StoreError> {
    let mut around = Around::default();
    if let Some(vehicle) = record.as_vehicle().filter(|vehicle| vehicle.merged.is_none()) {
        around.vehicle = vehicle_file(records, &vehicle.id)?;
        let owner = around.vehicle.as_ref().and_then(VehicleFile::owner);
        around.customer = owner.map(|owner| customer_file(records, owner)).transpose()?.flatten();
    }
    if let Some(customer) = record.as_customer().filter(|customer| customer.merged.is_none()) {
        around.customer = customer_file(records, &customer.id)?.filter(|file| file.vehicles().next().is_none());
    }
    let car = around.vehicle.as_ref().map(|file| &file.kept().id);
    let owner = around.customer.as_ref().map(|file| &file.kept().id);
    let standing = requirement::of(records, car, owner).map_err(|Unreadable(why)| StoreError::IndexBroken(why))?;
    around.requirements = standing.len();
    Ok(around)
}

fn customer_file(records: &dyn Records, id: &CustomerId) -> Result<Option<CustomerFile>, StoreError> {
    file::customer(records, id).map_err(|Unreadable(why)| StoreError::IndexBroken(why))
}

fn vehicle_file(records: &dyn Records, id: &VehicleId) -> Result<Option<VehicleFile>, StoreError> {
    file::vehicle(records, id).map_err(|Unreadable(why)| StoreError::IndexBroken(why))
}

fn read(records: &dyn Records, key: &Key) -> Result<Option<Arc<Record>>, StoreError> {
    records.get(key).map_err(|Unreadable(why)| StoreError::IndexBroken(why))
}
