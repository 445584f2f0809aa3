//! The index: what the journal amounts to, in a form that can be searched. Wrapped around sled, and thrown away
//! whenever in doubt.
//!
//! # What sled is trusted with
//!
//! Nothing that is not in the journal. Its `flush` is not an fsync, after a power cut it may have lost anything or
//! panic on opening. So: it is believed after a clean close, or after the death of the process alone (`STATE` tells
//! which), each record carries a checksum of its own, panics and hangs come out as errors, and every error of the
//! index means the same: rebuild it from the journal.
//!
//! # The shape
//!
//! One tree, `main`. Keys and records are bytes; how they lie in sled is drawn in [`frame`]. One batch per group
//! carries all changes and the head that they bring the index to, so that the two can never disagree.
//!
//! # Every crash
//!
//! | when | found on opening | done |
//! |---|---|---|
//! | before a batch is applied, process killed | the head before | the journal is replayed from there |
//! | after it | the new head | nothing, or a shorter replay |
//! | while records are loaded in bulk | no head | rebuilt |
//! | power lost at any time | anything | `STATE` is dirty and of another boot: rebuilt without looking |
//! | disk full | sled may not even open | `FullDisk`; the journal tells the same |

mod batch;
mod bulk;
mod frame;
mod guard;
mod view;

use std::collections::HashMap;
use std::fs::{self, File};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock, RwLockWriteGuard};
use std::thread;
use std::time::{Duration, Instant};

use sled::IVec;

use super::error::{Action, StoreError};
use super::file;
use super::journal::Head;
use frame::Kind;
use guard::{caught, in_thread, translate};

pub use batch::Batch;
pub use bulk::Bulk;
pub use frame::KEY_BYTES_MAX;
pub use view::{Bytes, Order, Scan, Span, View};

/// How much memory sled's cache may take unless a setting says otherwise, in bytes.
pub const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// How often sled writes out what it holds; its garbage collection runs only then, so it must not be switched off.
const FLUSH_MS: u64 = 2_000;
/// How long another holder of sled's own lock is waited for.
const LOCK_WAIT: Duration = Duration::from_secs(5);
const LOCK_POLL: Duration = Duration::from_millis(50);
/// How long sled may take to open: far beyond a million orders on a slow disk.
const OPEN_LIMIT: Duration = Duration::from_secs(600);
/// How long sled may take to write out and let go.
const FLUSH_LIMIT: Duration = Duration::from_secs(120);

/// The open index.
pub struct Index {
    path: PathBuf,
    /// Taken only by `drop`.
    sled: Option<Sled>,
    /// The long records and how many chunks each has. Its lock is also the one that keeps views and changes apart.
    long: RwLock<LongRecords>,
    /// Rows read so far.
    read: AtomicU64,
    /// The first failure: from then on nothing here is believed.
    broken: OnceLock<StoreError>,
}

pub(super) type LongRecords = HashMap<Vec<u8>, u16>;

#[derive(Clone)]
struct Sled {
    db: sled::Db,
    tree: sled::Tree,
}

impl Index {
    /// Opens the index, making it if there is none. `layout` is the version of the records: another one in there is
    /// `IndexStale`. Whatever sled does, it comes out as an error.
    pub fn open(path: &Path, layout: u32, cache_bytes: u64) -> Result<Self, StoreError> {
        file::create_folder(path)?;
        let owned = path.to_path_buf();
        let open = move || {
            let sled = open_sled(&owned, cache_bytes)?;
            check_layout(&owned, &sled, layout)?;
            let long = caught(&owned, || Ok(list_long(&owned, &sled.tree)))??;
            Ok((sled, long))
        };
        let (sled, long) = in_thread(path, "index-open", OPEN_LIMIT, open)?;
        Ok(Self {
            path: path.to_path_buf(),
            sled: Some(sled),
            long: RwLock::new(long),
            read: AtomicU64::new(0),
            broken: OnceLock::new(),
        })
    }

    /// Throws an index away that is not open. Renamed first, so that a crash leaves all of it or nothing.
    pub fn discard(path: &Path) -> Result<(), StoreError> {
        let aside = path.with_extension("old");
        let removed = |path: &Path| match fs::remove_dir_all(path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path, Action::Remove, &e)),
            Ok(()) | Err(_) => Ok(()),
        };
        removed(&aside)?;
        match fs::rename(path, &aside) {
            Ok(()) => removed(&aside),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(StoreError::io(path, Action::Rename, &e)),
        }
    }

    /// How many rows were read since it was opened.
    pub fn rows_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Takes a consistent picture to read from.
    pub fn view(&self) -> View<'_> {
        View { index: self, _nothing_is_applied: self.long.read().unwrap_or_else(PoisonError::into_inner) }
    }

    /// Gets one record; for several that belong together take a `view`.
    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        self.view().get(key)
    }

    /// Tells up to where the journal is applied; `None` if a rebuild was not finished.
    pub fn applied(&self) -> Result<Option<Head>, StoreError> {
        self.view().applied()
    }

    /// Applies a batch together with the head that it brings the index to.
    pub fn apply(&self, batch: Batch, head: &Head) -> Result<(), StoreError> {
        self.apply_then(batch, head, || ())
    }

    /// Applies a batch and then does something else before any new view can be taken: to change live memory along
    /// with the index. `also` is called even if the index fails, as what the journal holds has happened.
    pub fn apply_then(&self, batch: Batch, head: &Head, also: impl FnOnce()) -> Result<(), StoreError> {
        let mut long = self.alone();
        let applied = self.write_batch(batch, head, &mut long);
        also();
        applied
    }

    /// Makes everything applied so far durable: written out by sled, then synced by us, as sled's flush does not.
    pub fn flush(&self) -> Result<(), StoreError> {
        let (sled, path) = (self.sled()?.clone(), self.path.clone());
        let flush = move || {
            caught(&path, || sled.db.flush())?;
            drop(sled);
            sync(&path)
        };
        self.noted(in_thread(&self.path, "index-flush", FLUSH_LIMIT, flush))
    }

    /// Flushes and closes; only after this returns may `STATE` say clean.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.flush()?;
        self.let_go()?;
        sync(&self.path)
    }

    fn write_batch(&self, batch: Batch, head: &Head, long: &mut LongRecords) -> Result<(), StoreError> {
        let mut changes = sled::Batch::default();
        let mut chunk_counts = Vec::new();
        for (key, value) in batch.into_changes() {
            let before = long.get(&key).copied().unwrap_or(0);
            for (sled_key, value) in frame::pieces(&key, value.as_deref(), before)? {
                match value {
                    Some(value) => changes.insert(sled_key, value),
                    None => changes.remove(sled_key),
                }
            }
            let now = chunk_count(value.as_deref());
            if now != before {
                chunk_counts.push((key, now));
            }
        }
        let (key, value) = applied_entry(head);
        changes.insert(key, value);
        let tree = &self.sled()?.tree;
        self.noted(caught(&self.path, || tree.apply_batch(changes)))?;
        for (key, now) in chunk_counts {
            count_chunks(long, key, now);
        }
        Ok(())
    }

    fn read_applied(&self) -> Result<Option<Head>, StoreError> {
        let key = frame::about_key(APPLIED);
        let Some(framed) = self.sled_get(&key)? else { return Ok(None) };
        self.noted(frame::check(&key, &framed))?;
        let head = serde_json::from_slice(frame::body(&framed));
        self.noted(head.map(Some).map_err(|e| StoreError::IndexBroken(format!("applied head: {e}"))))
    }

    /// The first failure, if there was one: nothing is believed since.
    pub fn failure(&self) -> Option<&StoreError> {
        self.broken.get()
    }

    /// Waits until no view is held and keeps new ones off.
    fn alone(&self) -> RwLockWriteGuard<'_, LongRecords> {
        self.long.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn sled(&self) -> Result<&Sled, StoreError> {
        match self.broken.get() {
            Some(first) => Err(first.clone()),
            None => Ok(self.sled.as_ref().expect("only dropping takes it")),
        }
    }

    fn sled_get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        let tree = &self.sled()?.tree;
        self.noted(caught(&self.path, || tree.get(key)))
    }

    fn sled_range(&self, bounds: (Bound<Vec<u8>>, Bound<Vec<u8>>)) -> sled::Iter {
        self.sled.as_ref().expect("only dropping takes it").tree.range(bounds)
    }

    fn sled_step(&self, iter: &mut sled::Iter, order: Order) -> Result<Option<(IVec, IVec)>, StoreError> {
        self.sled()?;
        let mut step = || match order {
            Order::Up => iter.next(),
            Order::Down => iter.next_back(),
        };
        self.noted(caught(&self.path, || step().transpose()))
    }

    /// Remembers the first failure, after which the index is not asked again.
    fn noted<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.inspect_err(|error| {
            // A later failure is a consequence of the first one.
            let _first = self.broken.set(error.clone());
        })
    }

    /// Lets go of sled, which waits for its threads; a hanging one is left behind.
    fn let_go(&mut self) -> Result<(), StoreError> {
        let Some(sled) = self.sled.take() else { return Ok(()) };
        in_thread(&self.path, "index-close", FLUSH_LIMIT, move || {
            drop(sled);
            Ok(())
        })
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        // A broken index is thrown away next; what was not flushed is in the journal.
        let _lost = self.let_go();
    }
}

const APPLIED: &str = "applied";
const LAYOUT: &str = "format";

fn applied_entry(head: &Head) -> (Vec<u8>, Vec<u8>) {
    let key = frame::about_key(APPLIED);
    let body = serde_json::to_vec(head).expect("numbers and a hash are valid JSON");
    let framed = frame::frame(Kind::About, &key, &body);
    (key, framed)
}

fn chunk_count(value: Option<&[u8]>) -> u16 {
    let chunks = value
        .filter(|value| value.len() > frame::BODY_BYTES_MAX)
        .map_or(0, |value| value.len().div_ceil(frame::BODY_BYTES_MAX));
    u16::try_from(chunks).expect("a record with more chunks was refused")
}

fn count_chunks(long: &mut LongRecords, key: Vec<u8>, chunks: u16) {
    if chunks > 0 {
        long.insert(key, chunks);
    } else {
        long.remove(&key);
    }
}

fn open_sled(path: &Path, cache_bytes: u64) -> Result<Sled, StoreError> {
    let begun = Instant::now();
    let config = || sled::Config::new().path(path).cache_capacity(cache_bytes).flush_every_ms(Some(FLUSH_MS));
    let db = loop {
        // sled's lock may linger for a moment after its holder is gone.
        match caught(path, || config().open()) {
            Err(StoreError::IndexBroken(why)) if why.contains(SLED_LOCKED) && begun.elapsed() < LOCK_WAIT => {
                thread::sleep(LOCK_POLL);
            }
            opened => break opened?,
        }
    };
    let tree = caught(path, || db.open_tree("main"))?;
    Ok(Sled { db, tree })
}

/// How sled says that another holds its lock; it has no variant for that.
const SLED_LOCKED: &str = "could not acquire lock";

fn check_layout(path: &Path, sled: &Sled, wanted: u32) -> Result<(), StoreError> {
    let key = frame::about_key(LAYOUT);
    let Some(framed) = caught(path, || sled.tree.get(&key))? else {
        if caught(path, || Ok(sled.tree.is_empty()))? {
            let framed = frame::frame(Kind::About, &key, &wanted.to_le_bytes());
            return caught(path, || sled.tree.insert(&key, framed)).map(|_| ());
        }
        return Err(StoreError::IndexBroken("records without a layout".to_owned()));
    };
    frame::check(&key, &framed)?;
    let found = frame::body(&framed).try_into().map(u32::from_le_bytes);
    match found {
        Ok(found) if found == wanted => Ok(()),
        Ok(found) => Err(StoreError::IndexStale { found, wanted }),
        Err(_) => Err(StoreError::IndexBroken("layout of a wrong length".to_owned())),
    }
}

fn list_long(path: &Path, tree: &sled::Tree) -> Result<LongRecords, StoreError> {
    let mut long = LongRecords::new();
    for entry in tree.scan_prefix(frame::long_key(&[])) {
        let (key, framed) = entry.map_err(|e| translate(path, &e))?;
        frame::check(&key, &framed)?;
        let chunks = frame::body(&framed).try_into().map(u16::from_le_bytes);
        let chunks = chunks.map_err(|_| StoreError::IndexBroken("list of long records".to_owned()))?;
        long.insert(key[1..].to_vec(), chunks);
    }
    Ok(long)
}

/// Syncs the file system that the index lies on: sled writes several files and syncs none of their names.
fn sync(path: &Path) -> Result<(), StoreError> {
    let folder = File::open(path).map_err(|e| StoreError::io(path, Action::Open, &e))?;
    rustix::fs::syncfs(folder).map_err(|e| StoreError::io(path, Action::Sync, &e.into()))
}
