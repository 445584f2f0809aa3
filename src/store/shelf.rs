//! Where the shop's present state stands: live memory and the index, always as of the same journal line.

use super::changes::After;
use super::error::StoreError;
use super::index::{Batch, Index};
use super::journal::{Head, Progress, Reader};
use super::live::Live;
use super::reading::Reading;
use super::replay::Replay;
use arc_swap::ArcSwap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock, RwLockReadGuard};

/// The layout of the records in the index. Any change of a record's shape is a new number: the index is rebuilt.
pub const LAYOUT: u32 = 2;

/// Live memory and index.
pub struct Shelf {
    path: PathBuf,
    cache_bytes: u64,
    index: RwLock<Option<Index>>,
    live: ArcSwap<Live>,
    whole: AtomicBool,
}

/// The shelf held for reading; [`Held::reading`] gives what a query reads from.
pub struct Held<'s> {
    shelf: &'s Shelf,
    index: RwLockReadGuard<'s, Option<Index>>,
}

impl Held<'_> {
    /// One consistent pair of live memory and index.
    ///
    /// # Errors
    /// The index is being rebuilt.
    pub fn reading(&self) -> Result<Reading<'_>, StoreError> {
        let index = self.index.as_ref().ok_or_else(|| StoreError::IndexBroken("being rebuilt".into()))?;
        let view = index.view();
        // Live memory is changed only while no view is held, so this is the state that the view belongs to.
        Ok(Reading { live: self.shelf.live.load_full(), index: view })
    }
}

impl Shelf {
    /// Puts an open index and its live memory on the shelf.
    pub fn new(path: &Path, cache_bytes: u64, index: Index, live: Live) -> Self {
        let index = RwLock::new(Some(index));
        Self { path: path.into(), cache_bytes, index, live: ArcSwap::from_pointee(live), whole: AtomicBool::new(true) }
    }

    /// Holds the shelf for reading.
    pub fn hold(&self) -> Held<'_> {
        let index = self.index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Held { shelf: self, index }
    }

    /// What moves, without the index.
    pub fn live(&self) -> Arc<Live> {
        self.live.load_full()
    }

    /// False once the index has failed.
    pub fn is_whole(&self) -> bool {
        self.whole.load(Ordering::Acquire)
    }

    /// Brings index and live memory to `head`. Live memory moves on even if the index fails: the journal has it.
    pub(super) fn apply(&self, batch: Result<Batch, StoreError>, after: &After, head: &Head) -> Result<(), StoreError> {
        let held = self.hold();
        let advance = || {
            let mut live = (*self.live.load_full()).clone();
            for (key, record) in after {
                live.set(key, record);
            }
            live.seq = head.seq;
            self.live.store(Arc::new(live));
        };
        let applied = match (batch, held.index.as_ref()) {
            (Ok(batch), Some(index)) => index.apply_then(batch, head, advance),
            (Err(error), _) => {
                advance();
                Err(error)
            }
            (Ok(_), None) => {
                advance();
                Err(StoreError::IndexBroken("being rebuilt".into()))
            }
        };
        applied.inspect_err(|_| self.whole.store(false, Ordering::Release))
    }

    /// Throws the index away and makes it again from the journal.
    ///
    /// # Errors
    /// The journal cannot be read, or the index cannot be written.
    pub fn rebuild(&self, journal: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), StoreError> {
        let mut slot = self.index.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        drop(slot.take());
        let (index, live) = rebuild(&self.path, self.cache_bytes, journal, progress)?;
        self.live.store(Arc::new(live));
        *slot = Some(index);
        self.whole.store(true, Ordering::Release);
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
        let index = self.index.write().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        match index {
            Some(index) if self.is_whole() => index.close().map(|()| true),
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
    let total = super::journal::total_bytes(journal, 1);
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
