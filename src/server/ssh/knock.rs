//! Who knocks at the port and has not logged in yet: how many may at once, and how much the log says of them.
//!
//! Nobody who only knocks may keep the callers out, neither by holding every place nor by filling the log until what
//! mattered has scrolled out of it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Connections that have not yet shown whose key they have: from one address, and from all together.
const FROM_ONE_MAX: usize = 16;
const MAX: usize = 128;
/// Lines about them that the log takes in a minute; of the rest it takes the number.
const LINES_MAX: u32 = 60;
const MINUTE: Duration = Duration::from_secs(60);

struct State {
    from: HashMap<IpAddr, usize>,
    minute: Instant,
    written: u32,
    unwritten: u64,
}

/// All who knock.
pub(super) struct Knocks(Mutex<State>);

/// One connection that has not logged in; its place is free when this is dropped.
pub(super) struct Knock {
    all: Arc<Knocks>,
    from: IpAddr,
}

impl Knocks {
    pub(super) fn new(now: Instant) -> Arc<Knocks> {
        Arc::new(Knocks(Mutex::new(State { from: HashMap::new(), minute: now, written: 0, unwritten: 0 })))
    }

    /// Takes a place; none where there are too many already.
    pub(super) fn knock(self: &Arc<Knocks>, from: IpAddr) -> Option<Knock> {
        let mut state = self.lock();
        let (all, one) = (state.from.values().sum::<usize>(), state.from.get(&from).copied().unwrap_or_default());
        if all >= MAX || one >= FROM_ONE_MAX {
            return None;
        }
        state.from.insert(from, one + 1);
        Some(Knock { all: Arc::clone(self), from })
    }

    /// Tells whether the log takes one more line about those who were not let in, and how many lines it did not take
    /// before, once a minute.
    pub(super) fn may_write(&self, now: Instant) -> Option<u64> {
        let mut state = self.lock();
        let mut missed = 0;
        if now >= state.minute + MINUTE {
            missed = std::mem::take(&mut state.unwritten);
            (state.minute, state.written) = (now, 0);
        }
        if state.written >= LINES_MAX {
            state.unwritten += 1;
            return None;
        }
        state.written += 1;
        Some(missed)
    }

    /// Nothing in here runs foreign code while it holds the lock, so a poisoned one guards a sound table.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Knock {
    fn drop(&mut self) {
        let mut state = self.all.lock();
        if let Some(count) = state.from.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                state.from.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FROM_ONE_MAX, Knocks, LINES_MAX, MINUTE};
    use std::net::IpAddr;
    use std::time::Instant;

    #[test]
    fn one_address_cannot_take_every_place_and_gives_its_places_back() {
        let (knocks, bad, good) =
            (Knocks::new(Instant::now()), IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let held: Vec<_> = (0..FROM_ONE_MAX).map(|_| knocks.knock(bad).expect("a place")).collect();
        assert!(knocks.knock(bad).is_none());
        assert!(knocks.knock(good).is_some());
        drop(held);
        assert!(knocks.knock(bad).is_some());
    }

    #[test]
    fn the_log_takes_so_many_lines_a_minute_and_then_the_number_of_the_others() {
        let start = Instant::now();
        let knocks = Knocks::new(start);
        let taken = (0..LINES_MAX + 5).filter(|_| knocks.may_write(start).is_some()).count();
        assert_eq!(taken, LINES_MAX as usize);
        assert_eq!(knocks.may_write(start + MINUTE), Some(5));
        assert_eq!(knocks.may_write(start + MINUTE), Some(0));
    }
}
