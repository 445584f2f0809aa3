//! From changed records to one index batch: the records themselves, and the difference of their rows.

use super::codec::pack;
use super::error::StoreError;
use super::index::Batch;
use super::keys;
use super::rows::{self, Rows};
use crate::domain::customer::{Customer, Segment};
use crate::domain::records::Unreadable;
use crate::domain::{CustomerId, Key, Record, Records};
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

/// The batch that brings the index from `before` to `now`, given which records changed.
///
/// # Errors
/// A record or row that cannot be kept, or an index that cannot be read.
pub fn batch<'k>(
    before: &dyn Records,
    now: &dyn Records,
    changed: impl Iterator<Item = &'k Key> + Clone,
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

/// Whose rows change: the changed records, and the cars of customers whose file changed, as their rows show the owner.
fn affected<'k>(
    before: &dyn Records,
    now: &dyn Records,
    changed: impl Iterator<Item = &'k Key> + Clone,
) -> Result<BTreeSet<Key>, StoreError> {
    let mut keys: BTreeSet<Key> = changed.clone().cloned().collect();
    for key in changed.filter(|key| matches!(key, Key::Customer(_))) {
        let (old, new) = (read(before, key)?, read(now, key)?);
        let (old, new) = (old.as_deref().and_then(Record::as_customer), new.as_deref().and_then(Record::as_customer));
        if let (Some(old), Some(new)) = (old, new)
            && shown_alike(old, new)
        {
            continue;
        }
        keys.extend(old.iter().chain(&new).flat_map(|customer| &customer.vehicles).cloned().map(Key::Vehicle));
    }
    Ok(keys)
}

/// True if the rows of the customer's cars show the same of both.
fn shown_alike(old: &Customer, new: &Customer) -> bool {
    old.name == new.name
        && old.phones == new.phones
        && old.wrong_number == new.wrong_number
        && old.vehicles == new.vehicles
}

/// The rows of the record under `key`.
pub fn rows_of(records: &dyn Records, key: &Key) -> Result<Rows, StoreError> {
    let Some(record) = read(records, key)? else { return Ok(Rows::new()) };
    let owner = match record.as_vehicle().and_then(|vehicle| vehicle.owner()) {
        Some(owner) => read(records, &Key::Customer(owner.clone()))?,
        None => None,
    };
    let owner = owner.as_deref().and_then(Record::as_customer);
    let mut rows = rows::of(&record, owner, &|id| segment(records, id))?;
    if record.is_moving() {
        rows.insert(keys::moving(key), pack(key)?);
    }
    Ok(rows)
}

/// The segment a fact names.
fn segment(records: &dyn Records, id: &str) -> Option<String> {
    let record = records.get(&Key::Customer(CustomerId::new(id))).ok()??;
    let customer = record.as_customer()?;
    Some(if customer.segment == Segment::Key { "key" } else { "general" }.to_string())
}

fn read(records: &dyn Records, key: &Key) -> Result<Option<Arc<Record>>, StoreError> {
    records.get(key).map_err(|Unreadable(why)| StoreError::IndexBroken(why))
}
