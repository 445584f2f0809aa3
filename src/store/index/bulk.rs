//! Loading an index that is made again: batches written by threads of their own, without the cost of atomicity.
//!
//! Until all is written and a head applied there is none, so a crash in the middle leaves an index that says of itself
//! that it is not whole. sled takes about as long for a record as the journal for a line, hence the threads.

use super::{Batch, Index, chunk_count, count_chunks, frame, guard::caught};
use crate::store::error::StoreError;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// More threads than these only wait for each other inside sled.
const THREADS_MAX: usize = 4;
/// Records that a thread takes at a time.
const PART_RECORDS: usize = 2_048;

type Part = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// A bulk load in progress.
pub struct Bulk<'i> {
    index: &'i Index,
    parts: SyncSender<Part>,
    open: &'i Open,
}

/// How many parts are sent and not written yet.
#[derive(Default)]
struct Open {
    parts: Mutex<usize>,
    less: Condvar,
}

impl Bulk<'_> {
    /// Hands a batch to the threads. No two batches may change the same key, unless [`Bulk::wait`] came between.
    pub fn write(&self, batch: Batch) {
        let mut changes = batch.into_changes().peekable();
        while changes.peek().is_some() {
            self.open.add();
            let part = changes.by_ref().take(PART_RECORDS).collect();
            self.parts.send(part).expect("the threads take parts until the sender is dropped");
        }
    }

    /// Waits until every batch is written, so that it can be read.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn wait(&self) -> Result<(), StoreError> {
        self.open.wait();
        self.index.sled().map(|_| ())
    }
}

impl Open {
    fn add(&self) {
        *self.parts.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }

    fn remove(&self) {
        *self.parts.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.less.notify_all();
    }

    fn wait(&self) {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.less.wait_while(parts, |parts| *parts > 0));
    }
}

impl Index {
    /// Begins a bulk load and lets `fill` give it batches; the index has no head until one is applied. Returns when
    /// all is written.
    ///
    /// # Errors
    /// Those of `fill`, or the index cannot be written.
    pub fn bulk<T>(&self, fill: impl FnOnce(&Bulk<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tree = &self.sled()?.tree;
        self.noted(caught(&self.path, || tree.remove(frame::about_key(super::APPLIED))))?;
        let threads = thread::available_parallelism().map_or(1, |cores| cores.get().min(THREADS_MAX));
        let (parts, waiting) = sync_channel(threads);
        let (waiting, open) = (Mutex::new(waiting), Open::default());
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| self.write_parts(&waiting, &open));
            }
            let bulk = Bulk { index: self, parts, open: &open };
            let filled = fill(&bulk)?;
            bulk.wait()?;
            Ok(filled)
        })
    }

    fn write_parts(&self, waiting: &Mutex<Receiver<Part>>, open: &Open) {
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        while let Some(part) = next() {
            // A failure is remembered by the index, which then takes nothing more; whoever waits hears of it.
            let _noted = part.into_iter().try_for_each(|(key, value)| self.write_change(key, value.as_deref()));
            open.remove();
        }
    }

    fn write_change(&self, key: Vec<u8>, value: Option<&[u8]>) -> Result<(), StoreError> {
        let tree = &self.sled()?.tree;
        let before = self.long.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied().unwrap_or(0);
        for (sled_key, value) in frame::pieces(&key, value, before)? {
            let written = caught(&self.path, || match value {
                Some(value) => tree.insert(sled_key, value),
                None => tree.remove(sled_key),
            });
            self.noted(written)?;
        }
        let now = chunk_count(value);
        if now != before {
            count_chunks(&mut self.alone(), key, now);
        }
        Ok(())
    }
}
