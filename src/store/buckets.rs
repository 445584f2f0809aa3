//! Buckets of counts that the scores are drawn from: one row for each day, and one for each month, of all facts and of
//! those of every advisor, technician, caller and way of asking. A screen over years reads rows of months, however many
//! answers they count.
//!
//! Unlike other rows, one of these stands for many records: a change of a record takes out what its facts counted
//! before and puts in what they count now. Sums do not ask for order, so a rebuild comes to the same bytes.

use super::codec::{pack, unpack};
use super::error::StoreError;
use super::index::{Batch, Bytes};
use super::keys;
use super::rows::Rows;
use crate::scoring::{Bucket, By, Fact};
use std::collections::BTreeMap;

/// By what there are buckets besides those of all facts. A customer's segment is not among them: it may change without
/// any of their facts. Stage and item divide forms, and are read from the buckets of all.
pub const KEPT: [By; 4] = [By::Advisor, By::Technician, By::Caller, By::Mode];

/// What is to be put into buckets and taken out of them.
#[derive(Default)]
pub struct Changes(BTreeMap<Vec<u8>, Change>);

#[derive(Default)]
struct Change {
    put: Bucket,
    taken: Bucket,
}

impl Changes {
    /// Notes what changes of the rows of one record mean for the buckets.
    ///
    /// # Errors
    /// A fact of this program's own that it cannot read.
    pub fn note(&mut self, old: &Rows, new: &Rows) -> Result<(), StoreError> {
        for (key, text) in facts(new).filter(|(key, text)| old.get(*key) != Some(*text)) {
            self.each(key, text, |change, fact| change.put.add(fact))?;
        }
        for (key, text) in facts(old).filter(|(key, text)| new.get(*key) != Some(*text)) {
            self.each(key, text, |change, fact| change.taken.add(fact))?;
        }
        Ok(())
    }

    fn each(&mut self, key: &[u8], text: &[u8], count: impl Fn(&mut Change, &Fact)) -> Result<(), StoreError> {
        let unreadable = |why: String| StoreError::IndexBroken(format!("fact {}: {why}", key.escape_ascii()));
        let text = std::str::from_utf8(text).map_err(|error| unreadable(error.to_string()))?;
        let fact = Fact::parse(text).map_err(|error| unreadable(error.to_string()))?;
        let by = KEPT.into_iter().map(|by| (Some(by), by.key_of(&fact)));
        for (by, of) in std::iter::once((None, None)).chain(by) {
            for period in keys::periods_of_fact(key) {
                count(self.0.entry(keys::bucket(period, by, of.as_deref())).or_default(), &fact);
            }
        }
        Ok(())
    }

    /// Puts the changed buckets into a batch, given how the index holds them now.
    ///
    /// # Errors
    /// The index cannot be read, or counts less than is taken out: it does not come from this journal.
    pub fn settle<F>(&mut self, held: F, batch: &mut Batch) -> Result<(), StoreError>
    where
        F: Fn(&[u8]) -> Result<Option<Bytes>, StoreError>,
    {
        for (key, change) in std::mem::take(&mut self.0) {
            if change.put == change.taken {
                continue;
            }
            let mut bucket = match held(&key)? {
                Some(bytes) => unpack(&bytes)?,
                None => Bucket::default(),
            };
            bucket.merge(&change.put);
            if !bucket.take(&change.taken) {
                return Err(StoreError::IndexBroken(format!("bucket {} counts too little", key.escape_ascii())));
            }
            if bucket.is_empty() { batch.delete(key) } else { batch.put(key, pack(&bucket)?) }
        }
        Ok(())
    }
}

/// The facts that scores are made of, among the rows of a record.
fn facts(rows: &Rows) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
    rows.iter().filter(|(key, _)| keys::is_scored_fact(key))
}
