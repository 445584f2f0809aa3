//! How long nobody has pressed a key, session by session: then the screen is locked. One sleeper serves the whole
//! server, so the sessions' deadlines stand together here.

use crate::domain::Stamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const MINUTE_MS: i64 = 60_000;

/// The deadlines of all sessions; clones share them.
#[derive(Clone, Default)]
pub struct Idle {
    /// After how long without a key, in milliseconds; 0: never.
    after_ms: i64,
    deadlines: Arc<Mutex<HashMap<u64, i64>>>,
    given: Arc<AtomicU64>,
}

impl Idle {
    /// Locks after so many minutes without a key; 0: never.
    pub fn after_minutes(minutes: u32) -> Self {
        Self { after_ms: i64::from(minutes) * MINUTE_MS, ..Self::default() }
    }

    /// How long until the next screen is to be locked, in milliseconds. What has passed is over: that screen is
    /// locked, or nobody looks at it and it locks when somebody does.
    pub fn next(&self, now: Stamp) -> Option<i64> {
        self.lock().values().map(|at| at - now.ms()).filter(|left| *left > 0).min()
    }

    /// Watches a session from `now` on.
    pub(super) fn watch(&self, now: Stamp) -> Watch {
        let watch = Watch { id: self.given.fetch_add(1, Ordering::Relaxed) + 1, of: self.clone(), last: now };
        watch.set();
        watch
    }

    /// Nothing in here runs foreign code while it holds the lock, so a poisoned one guards a sound map.
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, i64>> {
        self.deadlines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One session that is watched.
pub(super) struct Watch {
    id: u64,
    of: Idle,
    last: Stamp,
}

impl Watch {
    /// What tells the session from all others of this server; never 0.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// A key was pressed.
    pub(super) fn touch(&mut self, now: Stamp) {
        self.last = now;
        self.set();
    }

    /// Whether nobody pressed a key for so long that the screen is to be locked.
    pub(super) fn is_over(&self, now: Stamp) -> bool {
        self.of.after_ms > 0 && now.since(self.last) >= self.of.after_ms
    }

    fn set(&self) {
        if self.of.after_ms > 0 {
            self.of.lock().insert(self.id, self.last.ms() + self.of.after_ms);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.of.lock().remove(&self.id);
    }
}
