//! Leases: which calls are taken up and which records are being written just now, by whom. They live in the desk's memory
//! and are gone with the server.
//!
//! A call is held by one session and by no other: two callers never dial one person (feature 40). Other records may be
//! written by several; each sees that the others do, and conflicts are told by field group. A lease ends with its session,
//! when it is let go, and when nobody presses a key for the minutes that the shop has set. A session that lost its line
//! keeps its leases for [`PARKED_MS`]: long enough to come back, and short enough for the customer who waits.

use super::{Desk, DeskError, Session};
use crate::domain::customer::contact::OptOutOf;
use crate::domain::{Command, Key, StaffId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long the leases of a session last that lost its line, in milliseconds.
pub const PARKED_MS: i64 = 2 * 60_000;
const MINUTE_MS: i64 = 60_000;

/// A record that somebody is at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// The record.
    pub key: Key,
    /// Who.
    pub who: StaffId,
    /// Since when.
    pub since: Stamp,
}

/// All leases.
#[derive(Default)]
pub(super) struct Leases(Mutex<HashMap<Key, Vec<Lease>>>);

/// One session at one record.
struct Lease {
    session: u64,
    who: StaffId,
    since: Stamp,
    /// In milliseconds since 1970.
    until: i64,
}

impl Leases {
    /// Takes or renews a lease, and says whether it is new; or who holds the call.
    fn hold(&self, session: &Session, key: &Key, now: Stamp, lasts_ms: i64) -> Result<bool, HeldRow> {
        let mut all = self.lock();
        let leases = all.entry(key.clone()).or_default();
        leases.retain(|lease| lease.until > now.ms());
        if matches!(key, Key::Call(_))
            && let Some(other) = leases.iter().find(|lease| lease.session != session.id)
        {
            return Err(other.row(key));
        }
        let until = now.ms() + lasts_ms;
        if let Some(own) = leases.iter_mut().find(|lease| lease.session == session.id) {
            own.until = until;
            return Ok(false);
        }
        leases.push(Lease { session: session.id, who: session.who.clone(), since: now, until });
        Ok(true)
    }

    /// Ends one lease of a session, or all; says whether there was any.
    fn let_go(&self, session: &Session, key: Option<&Key>) -> bool {
        let mut any = false;
        self.lock().retain(|of, leases| {
            let before = leases.len();
            leases.retain(|lease| lease.session != session.id || key.is_some_and(|key| key != of));
            any |= leases.len() < before;
            !leases.is_empty()
        });
        any
    }

    /// Shortens the leases of a session that lost its line.
    fn park(&self, session: &Session, now: Stamp) {
        let mut all = self.lock();
        let own = all.values_mut().flatten().filter(|lease| lease.session == session.id);
        own.for_each(|lease| lease.until = lease.until.min(now.ms() + PARKED_MS));
    }

    /// What other sessions than this one hold, the longest held first.
    fn others(&self, session: &Session, now: Stamp) -> Vec<HeldRow> {
        let all = self.lock();
        let live = all.iter().flat_map(|(key, leases)| leases.iter().map(move |lease| (key, lease)));
        let live = live.filter(|(_, lease)| lease.until > now.ms() && lease.session != session.id);
        let mut rows: Vec<HeldRow> = live.map(|(key, lease)| lease.row(key)).collect();
        rows.sort_by(|a, b| a.since.cmp(&b.since).then_with(|| a.key.cmp(&b.key)));
        rows
    }

    /// Nothing in here runs foreign code while it holds the lock, so a poisoned one guards a sound map.
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Vec<Lease>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    fn row(&self, key: &Key) -> HeldRow {
        HeldRow { key: key.clone(), who: self.who.clone(), since: self.since }
    }
}

impl Desk {
    pub(super) fn take_lease(&self, session: &Session, key: &Key) -> Result<(), DeskError> {
        let lasts_ms = i64::from(self.rules().lease_minutes) * MINUTE_MS;
        let held = self.leases.hold(session, key, self.now(), lasts_ms);
        if held.map_err(|held| DeskError::Held { who: held.who, since: held.since })? {
            self.store.nudge();
        }
        Ok(())
    }

    pub(super) fn end_lease(&self, session: &Session, key: Option<&Key>) {
        if self.leases.let_go(session, key) {
            self.store.nudge();
        }
    }

    pub(super) fn park_leases(&self, session: &Session) {
        self.leases.park(session, self.now());
    }

    /// What others are at.
    pub(super) fn held_by_others(&self, session: &Session) -> Vec<HeldRow> {
        self.leases.others(session, self.now())
    }

    /// Refuses the outcome of a call that another session holds.
    pub(super) fn require_own_call(&self, session: &Session, command: &Command) -> Result<(), DeskError> {
        let call = match command {
            Command::LogAttempt(c) => &c.call,
            Command::AnswerCall(c) => &c.call,
            Command::TakeBackAttempt(c) => &c.call,
            Command::OptOut(OptOutOf { call: Some(call), .. }) => call,
            _ => return Ok(()),
        };
        let key = Key::Call(call.clone());
        match self.held_by_others(session).into_iter().find(|row| row.key == key) {
            Some(held) => Err(DeskError::Held { who: held.who, since: held.since }),
            None => Ok(()),
        }
    }
}
