//! Opening and closing the store: the journal first, then as much of the index as may be believed.

use super::audit::{self, Watch};
use super::clerk::{Clerk, Clock, Failure, Random, Receipt, Request, note};
use super::codec::{read_events, unpack};
use super::error::StoreError;
use super::index::{Index, Order, Span};
use super::journal::{self, CutTail, Head, Journal, Line, Opening, Progress};
use super::keys;
use super::live::Live;
use super::lock::Lock;
use super::replay::Replay;
use super::shelf::{LAYOUT, Shelf};
use super::state::{State, Tidiness, boot_id};
use crate::domain::{Key, Rules};
use arc_swap::ArcSwap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{oneshot, watch};

/// Commands that may wait for the clerk; who comes later waits at the door.
const QUEUE_MAX: usize = 1_024;

/// What the store is opened with.
pub struct With {
    /// Bytes of sled's cache.
    pub cache_bytes: u64,
    /// Bytes that are left free on the disk: with less, commands are refused.
    pub keep_free_bytes: u64,
    /// The clock.
    pub clock: Clock,
    /// The shop's configuration.
    pub rules: Arc<ArcSwap<Rules>>,
    /// Fills the salts of personal slots.
    pub random: Random,
    /// Leave syncing to the end: only for a demo shop, which can begin again.
    pub unsynced: bool,
}

/// What opening found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The newest journal line.
    pub seq: u64,
    /// The index was made again.
    pub rebuilt: bool,
    /// A torn write was cut off.
    pub cut: Option<CutTail>,
}

/// The open store. Its data folder is locked until it is dropped.
pub struct Store {
    shelf: Arc<Shelf>,
    data: PathBuf,
    requests: Mutex<Option<SyncSender<Request>>>,
    clerk: Mutex<Option<JoinHandle<Clerk>>>,
    changed: watch::Receiver<u64>,
    announce: Mutex<Option<watch::Sender<u64>>>,
    found: Found,
    damage: audit::Found,
    watch: Mutex<Option<Watch>>,
    _lock: Lock,
}

impl Store {
    /// Opens the store in `data`, whose lock the caller has taken.
    ///
    /// # Errors
    /// Damage, a newer store, no rights, a full disk: nothing is changed then.
    pub fn open(data: &Path, lock: Lock, with: With, progress: &mut dyn FnMut(Progress)) -> Result<Self, StoreError> {
        let state = State::read(data)?;
        let (index, live, journal, found) = open_both(data, state.as_ref(), with.cache_bytes, progress)?;
        note(data, &journal.head(), Tidiness::Dirty, boot_id())?;
        let shelf = Arc::new(Shelf::new(&data.join("index"), with.cache_bytes, index, live));
        let (announce, changed) = watch::channel(journal.head().seq);
        let (requests, waiting) = sync_channel(QUEUE_MAX);
        let damage = audit::Found::default();
        let clerk = Clerk {
            journal,
            shelf: shelf.clone(),
            rules: with.rules,
            clock: with.clock,
            random: with.random,
            changed: announce.clone(),
            unsynced: with.unsynced,
            keep_free_bytes: with.keep_free_bytes,
            damage: damage.clone(),
            data: data.to_path_buf(),
        };
        let spawned = std::thread::Builder::new().name("clerk".into()).spawn(move || clerk.work(&waiting));
        let clerk = spawned.map_err(|e| StoreError::io(data, super::error::Action::Create, &e))?;
        Ok(Self {
            shelf,
            data: data.to_path_buf(),
            requests: Mutex::new(Some(requests)),
            clerk: Mutex::new(Some(clerk)),
            changed,
            announce: Mutex::new(Some(announce)),
            found,
            damage,
            watch: Mutex::new(None),
            _lock: lock,
        })
    }

    /// Reads the whole journal behind what goes on, now and once a day: for a server, which runs for long.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn watch_over_journal(&self) -> Result<(), StoreError> {
        let watch = audit::watch(self.data.clone(), self.damage.clone());
        let watch = watch.map_err(|e| StoreError::io(&self.data, super::error::Action::Create, &e))?;
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = Some(watch);
        Ok(())
    }

    /// The damage of the journal that was found since opening, if there is any.
    pub fn damage(&self) -> Option<StoreError> {
        self.damage.load_full().map(|error| (*error).clone())
    }

    /// The same error, or the damage that it comes of: whoever reads one line only cannot tell.
    pub fn blame(&self, error: StoreError) -> StoreError {
        match verify(&self.data, &mut |_| {}) {
            Ok(journal::VerifyReport { damage: Some(damage), .. }) => StoreError::Damaged(Box::new(damage)),
            Ok(_) | Err(_) => error,
        }
    }

    /// What opening found.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Live memory and index.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The newest journal line, as it changes.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.clone()
    }

    /// Has everyone who follows the journal look again, although nothing was written: something in memory changed.
    pub fn nudge(&self) {
        if let Some(announce) = &*self.announce.lock().unwrap_or_else(PoisonError::into_inner) {
            announce.send_modify(|_| {});
        }
    }

    /// The folder of the journal.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }

    /// Hands a command to the clerk; the answer comes when it is durable.
    pub fn submit(
        &self,
        make: impl FnOnce(oneshot::Sender<Result<Receipt, Failure>>) -> Request,
    ) -> oneshot::Receiver<Result<Receipt, Failure>> {
        let (answer, receiver) = oneshot::channel();
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match requests {
            // If the clerk is gone the request is dropped, and with it the sender: the receiver learns of it.
            Some(requests) => drop(requests.send(make(answer))),
            None => drop(answer.send(Err(Failure::Store(StoreError::ReadOnly)))),
        }
        receiver
    }

    /// Lets the clerk finish, closes the index, and says so in `STATE`.
    ///
    /// # Errors
    /// The disk does not take it. The journal is safe all the same.
    pub fn close(&self) -> Result<(), StoreError> {
        drop(self.watch.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.requests.lock().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.announce.lock().unwrap_or_else(PoisonError::into_inner).take());
        let Some(clerk) = self.clerk.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        let Ok(mut clerk) = clerk.join() else { return Err(StoreError::ReadOnly) };
        clerk.journal.sync_all()?;
        let head = clerk.journal.head();
        if self.shelf.close()? {
            note(&self.data, &head, Tidiness::Clean, boot_id())?;
        }
        Ok(())
    }
}

/// Journal and index at the same line: the tail replayed if the index may be believed, else the index made again.
fn open_both(
    data: &Path,
    state: Option<&State>,
    cache_bytes: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Index, Live, Journal, Found), StoreError> {
    if state.is_some_and(|state| state.vouches_for_index(boot_id().as_deref())) {
        match open_believed(data, state, cache_bytes, progress) {
            Ok(opened) => return Ok(opened),
            Err(error) if error.asks_for_rebuild() => {
                tracing::warn!(%error, "the index is made again");
            }
            Err(error) => return Err(error),
        }
    }
    open_rebuilt(data, state, cache_bytes, progress)
}

fn opening(state: Option<&State>, from: Option<Head>) -> Opening {
    Opening { from, synced: state.and_then(|state| state.synced), ..Opening::default() }
}

fn open_believed(
    data: &Path,
    state: Option<&State>,
    cache_bytes: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Index, Live, Journal, Found), StoreError> {
    let index = Index::open(&data.join("index"), LAYOUT, cache_bytes)?;
    let applied = index.applied()?.filter(|head| head.seq > 0);
    let from = applied.ok_or_else(|| StoreError::IndexBroken("no applied head".into()))?;
    let live = moving(&index, &from)?;
    let mut replay = Replay::new(&index, None);
    let (journal, opened) =
        Journal::open(&data.join("journal"), &opening(state, Some(from)), &mut |line, _| replay.line(&line), progress)?;
    let live = if opened.lines > 0 { replay.finish(&opened.head, live)? } else { live };
    let found = Found { seq: opened.head.seq, rebuilt: false, cut: opened.cut };
    Ok((index, live, journal, found))
}

fn open_rebuilt(
    data: &Path,
    state: Option<&State>,
    cache_bytes: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Index, Live, Journal, Found), StoreError> {
    if let Some(state) = state {
        // A crash during the rebuild must lead to another one: no boot vouches for a half-made index.
        State { tidiness: Tidiness::Dirty, boot: None, ..state.clone() }.write(data)?;
    }
    let path = data.join("index");
    Index::discard(&path)?;
    let index = Index::open(&path, LAYOUT, cache_bytes)?;
    let (live, journal, opened) = index.bulk(|bulk| {
        let mut replay = Replay::new(&index, Some(bulk));
        let opening = opening(state, None);
        let (journal, opened) =
            Journal::open(&data.join("journal"), &opening, &mut |line, _| replay.line(&line), progress)?;
        Ok((replay.finish(&opened.head, Live::default())?, journal, opened))
    })?;
    let found = Found { seq: opened.head.seq, rebuilt: opened.lines > 0, cut: opened.cut };
    Ok((index, live, journal, found))
}

/// Reads the records that are still moving into memory.
fn moving(index: &Index, head: &Head) -> Result<Live, StoreError> {
    let view = index.view();
    let mut live = Live::default();
    live.seq = head.seq;
    for row in view.scan(&Span::prefix(keys::MOVING), Order::Up) {
        let key: Key = unpack(&row?.1)?;
        let bytes = view.get(&keys::record(&key))?;
        let bytes = bytes.ok_or_else(|| StoreError::IndexBroken("a moving record is missing".into()))?;
        live.set(&key, &Arc::new(unpack(&bytes)?));
    }
    Ok(live)
}

/// Verifies the whole journal in `data`; may run beside a server.
///
/// A server writes and erases meanwhile, and what is half written looks damaged. Damage stays where it is: it is
/// believed when two readings in a row find the same.
///
/// # Errors
/// The journal cannot be read. Damage is part of the report.
pub fn verify(data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<journal::VerifyReport, StoreError> {
    let mut report = read_through(data, progress)?;
    while report.damage.is_some() {
        let again = read_through(data, progress)?;
        if again.damage == report.damage {
            return Ok(again);
        }
        report = again;
    }
    Ok(report)
}

fn read_through(data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<journal::VerifyReport, StoreError> {
    let synced = State::read(data)?.and_then(|state| state.synced);
    // A line is only as good as what can be made of it.
    let mut each = |line: &Line<'_>| read_events(line).map(|_| ());
    journal::verify(&data.join("journal"), synced, &mut each, progress)
}
