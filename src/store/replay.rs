//! Folding journal lines into records: the tail at a normal opening, everything at a rebuild.
//!
//! Customers, vehicles and lookups stay in memory until the end, as their rows show one another; orders, calls and
//! complaints are written once they rest, so that memory grows with the customers and not with the years.

use super::answered::Answered;
use super::buckets;
use super::changes;
use super::codec::{pack, read_events, unpack};
use super::error::StoreError;
use super::index::{Batch, Bulk, Index};
use super::journal::{Head, Line};
use super::keys;
use super::live::Live;
use crate::domain::event::Meta;
use crate::domain::fold;
use crate::domain::records::Unreadable;
use crate::domain::{Key, Record, Records, StaffId, Stamp};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Records go to the index in batches of about this many.
const BATCH_RECORDS: usize = 4_096;

/// Records on their way from the journal to the index.
pub struct Replay<'i> {
    index: &'i Index,
    /// Given at a rebuild, when the index held nothing at the beginning.
    bulk: Option<&'i Bulk<'i>>,
    /// Everything that is not yet in the index as it is now.
    cache: HashMap<Key, Arc<Record>>,
    /// Those of the cache that rest, and can be written.
    resting: HashSet<Key>,
    /// Those last given to the bulk load, which may not be in the index yet.
    flying: HashMap<Key, Arc<Record>>,
    /// Records that a rebuild had written and that a later line changed again.
    revived: HashSet<Key>,
    answers: Vec<(Vec<u8>, Vec<u8>)>,
    /// What the records written mean for the buckets and is not in the index yet.
    counts: buckets::Changes,
}

impl<'i> Replay<'i> {
    /// Begins with what `index` holds; if that is nothing, `bulk` fills it.
    pub fn new(index: &'i Index, bulk: Option<&'i Bulk<'i>>) -> Self {
        let (cache, resting, flying, revived) = Default::default();
        let (answers, counts) = Default::default();
        Self { index, bulk, cache, resting, flying, revived, answers, counts }
    }

    /// Folds one line.
    ///
    /// # Errors
    /// A line that this program cannot read, or that does not fit what stands before it.
    pub fn line(&mut self, line: &Line<'_>) -> Result<(), StoreError> {
        let at = Stamp::parse(line.at).ok_or_else(|| bad(line.seq, "time"))?;
        let by = StaffId::new(&line.by);
        let meta = Meta { seq: line.seq, at, by: &by };
        for event in read_events(line)? {
            for key in fold::touches(&event) {
                let before = self.take(&key)?.map(Arc::unwrap_or_clone);
                let after = fold::fold(before, &key, &event, &meta);
                let after = after.map_err(|history| bad(line.seq, &format!("{} does not fit", history.kind)))?;
                self.put(key, Arc::new(after));
            }
        }
        if let (Some(key), Some(answer)) = (&line.key, &line.answer) {
            let asked = line.asked.as_deref().unwrap_or_default().to_string();
            let answered = Answered { seq: line.seq, id: answer.to_string(), asked };
            self.answers.push((keys::answer(key), pack(&answered)?));
        }
        match self.bulk {
            Some(bulk) if self.resting.len() >= BATCH_RECORDS => self.write_resting(bulk),
            _ => Ok(()),
        }
    }

    fn take(&mut self, key: &Key) -> Result<Option<Arc<Record>>, StoreError> {
        if let Some(record) = self.cache.remove(key) {
            self.resting.remove(key);
            return Ok(Some(record));
        }
        if self.bulk.is_some() && !is_written_early(key) {
            return Ok(None);
        }
        let stored = match self.flying.get(key) {
            Some(record) => Some(record.clone()),
            None => stored(self.index, key)?,
        };
        if stored.is_some() {
            self.revived.insert(key.clone());
        }
        Ok(stored)
    }

    fn put(&mut self, key: Key, record: Arc<Record>) {
        let early = self.bulk.is_some() && is_written_early(&key);
        if early && !record.is_moving() && !self.revived.contains(&key) {
            self.resting.insert(key.clone());
        }
        self.cache.insert(key, record);
    }

    /// Gives what rests to the bulk load, once it is done with what it was given before.
    fn write_resting(&mut self, bulk: &Bulk<'_>) -> Result<(), StoreError> {
        let resting: Vec<Key> = self.resting.drain().collect();
        let mut batch = self.batch(&resting)?;
        bulk.wait()?;
        self.settle(&mut batch)?;
        bulk.write(batch);
        self.flying.clear();
        self.flying.extend(resting.iter().filter_map(|key| self.cache.remove_entry(key)));
        Ok(())
    }

    /// What brings the records under `keys`, and their rows, into the index.
    fn batch(&mut self, keys: &[Key]) -> Result<Batch, StoreError> {
        let now = Known { cache: Some(&self.cache), index: self.index, only: None };
        let only = self.bulk.map(|_| &self.revived);
        let before = Known { cache: None, index: self.index, only };
        let mut batch = changes::batch(&before, &now, keys.iter(), &mut self.counts)?;
        for (key, answer) in self.answers.drain(..) {
            batch.put(key, answer);
        }
        Ok(batch)
    }

    /// Brings the buckets up to date with the records of a batch. Nothing may be on its way into the index.
    fn settle(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        self.counts.settle(|key| self.index.get(key), batch)
    }

    /// Writes all the rest, takes what moves into `live`, and sets the head.
    ///
    /// Until all is written the head says what it said before, so that an index of which only a part was made is never
    /// believed.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn finish(mut self, head: &Head, mut live: Live) -> Result<Live, StoreError> {
        let mut rest: Vec<Key> = self.cache.keys().cloned().collect();
        rest.sort();
        if let Some(bulk) = self.bulk {
            let (revived, new): (Vec<Key>, _) = rest.into_iter().partition(|key| self.revived.contains(key));
            for part in new.chunks(BATCH_RECORDS) {
                bulk.write(self.batch(part)?);
            }
            bulk.wait()?;
            rest = revived;
        }
        let before = self.index.applied()?.unwrap_or(Head::START);
        for part in rest.chunks(BATCH_RECORDS) {
            let mut batch = self.batch(part)?;
            self.settle(&mut batch)?;
            self.index.apply(batch, &before)?;
        }
        let mut answers = self.batch(&[])?;
        self.settle(&mut answers)?;
        self.index.apply(answers, head)?;
        for (key, record) in &self.cache {
            live.set(key, record);
        }
        live.seq = head.seq;
        Ok(live)
    }
}

/// Orders, calls, complaints and corrective actions are written as soon as they rest.
fn is_written_early(key: &Key) -> bool {
    matches!(key, Key::Order(_) | Key::Call(_) | Key::Complaint(_) | Key::Capa(_))
}

fn stored(index: &Index, key: &Key) -> Result<Option<Arc<Record>>, StoreError> {
    index.get(&keys::record(key))?.map(|bytes| unpack(&bytes).map(Arc::new)).transpose()
}

/// Records in the replay's memory, over those in the index.
struct Known<'a> {
    cache: Option<&'a HashMap<Key, Arc<Record>>>,
    index: &'a Index,
    /// If given, only these can be in the index: the rest need not be looked for.
    only: Option<&'a HashSet<Key>>,
}

impl Records for Known<'_> {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        if let Some(record) = self.cache.and_then(|cache| cache.get(key)) {
            return Ok(Some(record.clone()));
        }
        if self.only.is_some_and(|only| !only.contains(key)) {
            return Ok(None);
        }
        stored(self.index, key).map_err(|error| Unreadable(error.to_string()))
    }
}

fn bad(seq: u64, why: &str) -> StoreError {
    StoreError::BadEvent { seq, why: why.to_string() }
}
