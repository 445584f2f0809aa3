//! Where the shop's present state stands: live memory and the index, always as of the same journal line.

use super::changes::After;
use super::error::StoreError;
use super::index::{Batch, Index};
use super::journal::{self, Head, Progress, Reader};
use super::keys;
use super::live::Live;
use super::reading::Reading;
use super::replay::Replay;
use super::room;
use arc_swap::{ArcSwap, ArcSwapOption};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// The layout of the records in the index. Any change of a record's shape is a new number: the index is rebuilt.
pub const LAYOUT: u32 = 53;

/// Live memory and index.
pub struct Shelf {
    path: PathBuf,
    cache_bytes: u64,
    index: RwLock<Option<Index>>,
    live: ArcSwap<Live>,
    /// In which journal line a month's facts changed last, since this program opened the shop.
    fact_months: ArcSwap<FactMonths>,
    /// What became of the index, if a change of it or its making failed.
    failed: ArcSwapOption<StoreError>,
}

/// Journal lines by year and month.
pub type FactMonths = BTreeMap<(i32, u32), u64>;

/// The shelf held for reading; [`Held::reading`] gives what a query reads from.
pub struct Held<'s> {
    shelf: &'s Shelf,
    index: RwLockReadGuard<'s, Option<Index>>,
}

impl Held<'_> {
    /// One consistent pair of live memory and index.
    ///
    /// # Errors
    /// There is no index: what became of it.
    pub fn reading(&self) -> Result<Reading<'_>, StoreError> {
        let index = self.index.as_ref().ok_or_else(|| self.shelf.why_none())?;
        let view = index.view();
        // Live memory is changed only while no view is held, so this is the state that the view belongs to.
        let fact_months = self.shelf.fact_months.load_full();
        Ok(Reading { live: self.shelf.live.load_full(), fact_months, index: view })
    }
}

impl Shelf {
    /// Puts an open index and its live memory on the shelf.
    pub fn new(path: &Path, cache_bytes: u64, index: Index, live: Live) -> Self {
        let index = RwLock::new(Some(index));
        Self {
            path: path.into(),
            cache_bytes,
            index,
            live: ArcSwap::from_pointee(live),
            fact_months: Default::default(),
            failed: ArcSwapOption::empty(),
        }
    }

    /// Holds the shelf for reading.
    pub fn hold(&self) -> Held<'_> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        Held { shelf: self, index }
    }

    /// How many rows of the index were read since it was opened: what a question costs, whatever the machine.
    pub fn rows_read(&self) -> u64 {
        self.hold().index.as_ref().map_or(0, Index::rows_read)
    }

    /// What moves, without the index.
    pub fn live(&self) -> Arc<Live> {
        self.live.load_full()
    }

    /// The index's first failure, whether a change, a reading or a flush showed it. Nothing of it is believed since.
    pub fn failure(&self) -> Option<StoreError> {
        let failed = self.failed.load_full().map(|error| (*error).clone());
        failed.or_else(|| self.hold().index.as_ref().and_then(|index| index.failure().cloned()))
    }

    fn why_none(&self) -> StoreError {
        self.failed.load_full().map_or_else(|| StoreError::IndexBroken("closed".into()), |error| (*error).clone())
    }

    /// Brings index and live memory to `head`. Live memory moves on even if the index fails: the journal has it.
    pub(super) fn apply(&self, batch: Result<Batch, StoreError>, after: &After, head: &Head) -> Result<(), StoreError> {
        let held = self.hold();
        let months = batch.iter().flat_map(Batch::keys).filter_map(keys::month_of_fact);
        let months: FactMonths = months.map(|month| (month, head.seq)).collect();
        let advance = || {
            let mut live = (*self.live.load_full()).clone();
            for (key, record) in after {
                live.set(key, record);
            }
            live.seq = head.seq;
            self.live.store(Arc::new(live));
            if !months.is_empty() {
                let mut all = (*self.fact_months.load_full()).clone();
                all.extend(months);
                self.fact_months.store(Arc::new(all));
            }
        };
        let applied = match (batch, held.index.as_ref()) {
            (Ok(batch), Some(index)) => index.apply_then(batch, head, advance),
            (Err(error), _) => {
                advance();
                Err(error)
            }
            (Ok(_), None) => {
                advance();
                Err(self.why_none())
            }
        };
        applied.inspect_err(|error| self.fail(error))
    }

    fn fail(&self, error: &StoreError) {
        self.failed.store(Some(Arc::new(error.clone())));
    }

    /// Throws the index away and makes it again from the journal, with everyone waiting, if the disk has room for it.
    ///
    /// # Errors
    /// The journal cannot be read, or the index cannot be written.
    pub fn rebuild(&self, journal: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), StoreError> {
        // What there is of the index goes first, so it need not be reckoned with.
        room::check(journal, journal::total_bytes(journal, 1))?;
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        drop(slot.take());
        let made = rebuild(&self.path, self.cache_bytes, journal, progress);
        let (index, live) = made.inspect_err(|error| self.fail(error))?;
        self.live.store(Arc::new(live));
        *slot = Some(index);
        self.failed.store(None);
        Ok(())
    }

    /// Makes the index durable.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn flush(&self) -> Result<(), StoreError> {
        match self.hold().index.as_ref() {
            Some(index) => index.flush(),
            None => Ok(()),
        }
    }

    /// Closes the index in good order. `false`: it was not whole, and must not be believed next time.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn close(&self) -> Result<bool, StoreError> {
        let is_whole = self.failure().is_none();
        let index = self.index.write().unwrap_or_else(PoisonError::into_inner).take();
        match index {
            Some(index) if is_whole => index.close().map(|()| true),
            Some(_) | None => Ok(false),
        }
    }
}

/// Throws the index in `path` away and makes it again from `journal`, line by line.
///
/// # Errors
/// The journal cannot be read, or the index cannot be written.
pub fn rebuild(
    path: &Path,
    cache_bytes: u64,
    journal: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Index, Live), StoreError> {
    Index::discard(path)?;
    let index = Index::open(path, LAYOUT, cache_bytes)?;
    let live = index.bulk(|bulk| replay_all(Replay::new(&index, Some(bulk)), journal, progress))?;
    Ok((index, live))
}

fn replay_all(mut replay: Replay<'_>, journal: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Live, StoreError> {
    let mut reader = Reader::after(journal, Head::START)?;
    let total = journal::total_bytes(journal, 1);
    let mut done = 0;
    let mut head = Head::START;
    while let Some((line, next)) = reader.next_line()? {
        replay.line(&line)?;
        done += next.next.offset.saturating_sub(if next.next.file == head.next.file { head.next.offset } else { 0 });
        head = next;
        if head.seq.is_multiple_of(1024) {
            progress(Progress { done, total });
        }
    }
    let live = replay.finish(&head, Live::default())?;
    progress(Progress { done, total });
    Ok(live)
}
