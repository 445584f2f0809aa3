//! Loading a rebuilt index: many records at once, in key order, without the cost of atomicity.
//!
//! Until it is finished there is no applied head, so a crash in the middle leaves an index that says of itself that
//! it is not whole.

use super::{Index, LongRecords, applied_entry, chunk_count, count_chunks, frame, guard::caught};
use crate::store::error::StoreError;
use crate::store::journal::Head;

/// How much is gathered and sorted before it is written, in bytes.
const GATHER_BYTES: usize = 32 * 1024 * 1024;

/// A bulk load in progress.
pub struct Bulk<'i> {
    index: &'i Index,
    gathered: Vec<(Vec<u8>, Vec<u8>)>,
    bytes: usize,
}

impl<'i> Bulk<'i> {
    pub(super) fn begin(index: &'i Index) -> Result<Self, StoreError> {
        let tree = &index.sled()?.tree;
        index.noted(caught(&index.path, || tree.remove(frame::about_key(super::APPLIED))))?;
        Ok(Self { index, gathered: Vec::new(), bytes: 0 })
    }

    /// Puts a record. In key order it is fastest; of several under one key the last one counts.
    pub fn put(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Result<(), StoreError> {
        let (key, value) = (key.into(), value.into());
        self.bytes += key.len() + value.len() + 2 * size_of::<Vec<u8>>();
        self.gathered.push((key, value));
        if self.bytes >= GATHER_BYTES { self.write() } else { Ok(()) }
    }

    /// Writes the rest and the head that the index now stands at. Not durable before a flush.
    pub fn finish(mut self, head: &Head) -> Result<(), StoreError> {
        self.write()?;
        let (key, value) = applied_entry(head);
        let tree = &self.index.sled()?.tree;
        self.index.noted(caught(&self.index.path, || tree.insert(key, value))).map(|_| ())
    }

    fn write(&mut self) -> Result<(), StoreError> {
        // A stable sort: of several records under one key the last one is written last.
        self.gathered.sort_by(|a, b| a.0.cmp(&b.0));
        let mut long = self.index.alone();
        for (key, value) in self.gathered.drain(..) {
            write_record(self.index, &mut long, key, &value)?;
        }
        self.bytes = 0;
        Ok(())
    }
}

fn write_record(index: &Index, long: &mut LongRecords, key: Vec<u8>, value: &[u8]) -> Result<(), StoreError> {
    let tree = &index.sled()?.tree;
    let before = long.get(&key).copied().unwrap_or(0);
    for (sled_key, value) in frame::pieces(&key, Some(value), before)? {
        let written = caught(&index.path, || match value {
            Some(value) => tree.insert(sled_key, value),
            None => tree.remove(sled_key),
        });
        index.noted(written)?;
    }
    let now = chunk_count(Some(value));
    if now != before {
        count_chunks(long, key, now);
    }
    Ok(())
}
