//! Who sits where: the sessions that are attached, by seat.
//!
//! A caller who logs in a second time is asked whether to take over the session that they have at another terminal: a
//! line that died without a word still looks alive for a while. Terminals at the counter share a seat and are not asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::{Notify, watch};

struct Entry {
    seat: String,
    session: Other,
    called_away: Arc<Notify>,
}

/// A session that somebody has at another terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    /// What tells it from the others.
    pub(super) id: u64,
    /// The address that it came from; empty for a terminal of this machine.
    pub(super) from: String,
    /// Since when it has been there.
    pub(super) since: Instant,
}

/// The attached sessions, oldest first.
pub(super) struct Seated {
    entries: Mutex<Vec<Entry>>,
    /// Counts the sessions that came and went.
    changes: watch::Sender<u64>,
}

/// One attached session; its place is free when this is dropped.
pub(super) struct Sitting {
    id: u64,
    called_away: Arc<Notify>,
    all: Arc<Seated>,
}

impl Seated {
    pub(super) fn new() -> Arc<Seated> {
        Arc::new(Seated { entries: Mutex::default(), changes: watch::Sender::new(0) })
    }

    /// Sits down.
    pub(super) fn sit(self: &Arc<Seated>, seat: &str, from: &str, now: Instant) -> Sitting {
        let mut entries = self.lock();
        self.changes.send_modify(|count| *count += 1);
        let (id, called_away) = (*self.changes.borrow(), Arc::new(Notify::new()));
        let session = Other { id, from: from.to_owned(), since: now };
        entries.push(Entry { seat: seat.to_owned(), session, called_away: Arc::clone(&called_away) });
        Sitting { id, called_away, all: Arc::clone(self) }
    }

    /// The sessions at this seat, the newest first.
    pub(super) fn others(&self, seat: &str) -> Vec<Other> {
        let entries = self.lock();
        entries.iter().rev().filter(|entry| entry.seat == seat).map(|entry| entry.session.clone()).collect()
    }

    /// Asks a session to park, if it is still there.
    pub(super) fn call_away(&self, id: u64) {
        if let Some(entry) = self.lock().iter().find(|entry| entry.session.id == id) {
            entry.called_away.notify_one();
        }
    }

    /// Follows who comes and goes.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Nothing in here runs foreign code while it holds the lock, so a poisoned one guards a sound list.
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sitting {
    /// Waits until this session is to go on at another terminal.
    pub(super) async fn called_away(&self) {
        self.called_away.notified().await;
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        self.all.lock().retain(|entry| entry.session.id != self.id);
        self.all.changes.send_modify(|count| *count += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Seated;
    use std::time::Instant;

    #[tokio::test]
    async fn the_session_that_was_chosen_is_called_away_and_no_other() {
        let (seated, now) = (Seated::new(), Instant::now());
        let sit = |seat, from| seated.sit(seat, from, now);
        let (first, second, other) = (sit("li", "10.0.0.7"), sit("li", "10.0.0.9"), sit("wang", "10.0.0.8"));
        let others = seated.others("li");
        let from: Vec<&str> = others.iter().map(|other| other.from.as_str()).collect();
        assert_eq!(from, ["10.0.0.9", "10.0.0.7"], "the newest first");
        seated.call_away(others[1].id);
        tokio::select! { biased;
            () = second.called_away() => panic!("the newer session was called"),
            () = other.called_away() => panic!("somebody else was called"),
            () = first.called_away() => {}
        }
        drop(first);
        assert_eq!((seated.others("li").len(), seated.others("wang").len(), seated.others("zhao").len()), (1, 1, 0));
    }
}
