//! Sessions that have lost their line wait here until their person is back.
//!
//! A seat may have several: two terminals of one person that both lost their lines. The newest is found first. A seat
//! whose session is still attached has nothing here, so a second terminal at it gets a session of its own and takes
//! nothing away.

use super::app::App;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

struct Entry {
    seat: String,
    since: Instant,
    app: Box<dyn App>,
}

/// Holds parked sessions, a limited number for a limited time.
pub(super) struct Parked {
    most: usize,
    longest: Duration,
    /// Oldest first.
    entries: Mutex<Vec<Entry>>,
}

impl Parked {
    pub(super) fn new(most: usize, longest: Duration) -> Parked {
        Parked { most, longest, entries: Mutex::new(Vec::new()) }
    }

    /// Parks a session and returns those that must go for it, to be dropped by the caller.
    pub(super) fn park(&self, seat: String, app: Box<dyn App>, now: Instant) -> Vec<Box<dyn App>> {
        let mut entries = self.lock();
        entries.push(Entry { seat, since: now, app });
        let surplus = entries.len().saturating_sub(self.most);
        entries.drain(..surplus).map(|entry| entry.app).collect()
    }

    /// Takes back the session last parked at a seat.
    pub(super) fn take(&self, seat: &str, now: Instant) -> Option<Box<dyn App>> {
        let mut entries = self.lock();
        let at = entries.iter().rposition(|entry| entry.seat == seat && now < entry.since + self.longest)?;
        Some(entries.remove(at).app)
    }

    /// Tells whether a session is parked at a seat.
    pub(super) fn holds(&self, seat: &str, now: Instant) -> bool {
        self.lock().iter().any(|entry| entry.seat == seat && now < entry.since + self.longest)
    }

    /// Removes the sessions that nobody came back for, to be dropped by the caller.
    pub(super) fn expire(&self, now: Instant) -> Vec<Box<dyn App>> {
        let mut entries = self.lock();
        let old = entries.partition_point(|entry| entry.since + self.longest <= now);
        entries.drain(..old).map(|entry| entry.app).collect()
    }

    /// Removes all, for the end of the server.
    pub(super) fn clear(&self) -> Vec<Box<dyn App>> {
        self.lock().drain(..).map(|entry| entry.app).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.lock().len()
    }

    /// Nothing in here runs foreign code while it holds the lock, so a poisoned one guards a sound list.
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{server::app::Flow, tui::input::Event};

    struct Nobody;

    impl App for Nobody {
        fn on(&mut self, _event: Event) -> Flow {
            Flow::Stay
        }
        fn draw(&mut self, _frame: &mut ratatui::Frame<'_>) {}
        fn refresh(&mut self) {}
        fn keep(&mut self) {}
    }

    #[test]
    fn the_oldest_parked_session_makes_room_and_an_old_one_is_not_found() {
        let (start, hour) = (Instant::now(), Duration::from_secs(3600));
        let parked = Parked::new(2, hour);
        assert_eq!(parked.park("li".to_owned(), Box::new(Nobody), start).len(), 0);
        assert_eq!(parked.park("wang".to_owned(), Box::new(Nobody), start + hour / 2).len(), 0);
        assert_eq!(parked.park("zhao".to_owned(), Box::new(Nobody), start + hour / 2).len(), 1);
        assert!(parked.take("li", start).is_none(), "pushed out");
        assert!(parked.take("wang", start + hour * 2).is_none(), "too late");
        assert!(parked.take("wang", start + hour).is_some());
        assert!(parked.take("wang", start + hour).is_none(), "taken once");
        assert_eq!(parked.expire(start + hour * 2).len(), 1);
        assert_eq!(parked.count(), 0);
    }
}
