//! Who sits where: the sessions that are attached, by seat.
//!
//! A caller who logs in a second time is asked whether to take over the session that they have at another terminal: a
//! line that died without a word still looks alive for a while. Terminals at the counter share a seat and are not asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::{Notify, watch};

struct Entry {
    id: u64,
    seat: String,
    since: Instant,
    called_away: Arc<Notify>,
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
    pub(super) fn sit(self: &Arc<Seated>, seat: &str, now: Instant) -> Sitting {
        let mut entries = self.lock();
        self.changes.send_modify(|count| *count += 1);
        let (id, called_away) = (*self.changes.borrow(), Arc::new(Notify::new()));
        entries.push(Entry { id, seat: seat.to_owned(), since: now, called_away: Arc::clone(&called_away) });
        Sitting { id, called_away, all: Arc::clone(self) }
    }

    /// How many sit at this seat.
    pub(super) fn count(&self, seat: &str) -> usize {
        self.lock().iter().filter(|entry| entry.seat == seat).count()
    }

    /// Since when the newest session at this seat has been there.
    pub(super) fn since(&self, seat: &str) -> Option<Instant> {
        self.lock().iter().rfind(|entry| entry.seat == seat).map(|entry| entry.since)
    }

    /// Asks the newest session at this seat to park.
    pub(super) fn call_away(&self, seat: &str) {
        if let Some(entry) = self.lock().iter().rfind(|entry| entry.seat == seat) {
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
        self.all.lock().retain(|entry| entry.id != self.id);
        self.all.changes.send_modify(|count| *count += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Seated;
    use std::time::Instant;

    #[tokio::test]
    async fn the_newest_session_of_a_seat_is_called_away_and_no_other() {
        let (seated, now) = (Seated::new(), Instant::now());
        let (first, second, other) = (seated.sit("li", now), seated.sit("li", now), seated.sit("wang", now));
        assert_eq!((seated.count("li"), seated.count("wang"), seated.count("zhao")), (2, 1, 0));
        seated.call_away("li");
        tokio::select! { biased;
            () = first.called_away() => panic!("the older session was called"),
            () = other.called_away() => panic!("somebody else was called"),
            () = second.called_away() => {}
        }
        drop(second);
        assert_eq!(seated.count("li"), 1);
        assert!(seated.since("li").is_some() && seated.since("zhao").is_none());
    }
}
