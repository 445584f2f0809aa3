//! The records that are still moving, in memory (DESIGN 2): one immutable picture after every group.
//!
//! Calls stand in two orders besides: as they are to be made, so that the next one is found without looking at all of
//! them, and as they end, so that those which have expired are.

use crate::domain::call::{Call, RANKS, Rank};
use crate::domain::complaint::Complaint;
use crate::domain::online::Online;
use crate::domain::order::Order;
use crate::domain::shop::Shop;
use crate::domain::staff::Staff;
use crate::domain::{CallId, ComplaintId, Key, OnlineId, OrderId, Record, StaffId, Stamp};
use imbl::{OrdMap, OrdSet};
use std::sync::Arc;

/// Moving records as of one journal line. Cloning shares everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    records: OrdMap<Key, Arc<Record>>,
    /// Calls to be made: rank, when they are due, in milliseconds since 1970, id.
    due: OrdSet<(Rank, i64, CallId)>,
    /// When each is no longer made, in milliseconds since 1970, and its id.
    ends: OrdSet<(i64, CallId)>,
    /// The journal line.
    pub seq: u64,
}

impl Live {
    /// Takes a record in while it moves, and lets it go when it rests.
    pub fn set(&mut self, key: &Key, record: &Arc<Record>) {
        let before = match record.is_moving() {
            true => self.records.insert(key.clone(), record.clone()),
            false => self.records.remove(key),
        };
        if let Some(call) = before.as_ref().and_then(|record| record.as_call()) {
            self.due.remove(&(call.rank(), call.due.ms(), call.id.clone()));
            self.ends.remove(&(call.ends().ms(), call.id.clone()));
        }
        if let Some(call) = record.as_call().filter(|call| call.is_open()) {
            self.due.insert((call.rank(), call.due.ms(), call.id.clone()));
            self.ends.insert((call.ends().ms(), call.id.clone()));
        }
    }

    /// A moving record.
    pub fn get(&self, key: &Key) -> Option<&Arc<Record>> {
        self.records.get(key)
    }

    /// All moving records.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Arc<Record>)> {
        self.records.iter()
    }

    /// The shop.
    pub fn shop(&self) -> Option<&Shop> {
        self.get(&Key::Shop).and_then(|record| record.as_shop())
    }

    /// Everyone who works here or did.
    pub fn staff(&self) -> impl Iterator<Item = &Staff> {
        self.from(Key::Staff(StaffId::new(""))).map_while(|record| record.as_staff())
    }

    /// One member of staff.
    pub fn person(&self, id: &StaffId) -> Option<&Staff> {
        self.get(&Key::Staff(id.clone())).and_then(|record| record.as_staff())
    }

    /// Orders that are not over, and those with a request that nobody has answered.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.from(Key::Order(OrderId::new(""))).map_while(|record| record.as_order())
    }

    /// Calls to be made.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.from(Key::Call(CallId::new(""))).map_while(|record| record.as_call())
    }

    /// A call to be made.
    pub fn call(&self, id: &CallId) -> Option<&Call> {
        self.get(&Key::Call(id.clone())).and_then(|record| record.as_call())
    }

    /// Calls that are due by a time, the first to be made on top; those that have expired now are left out.
    pub fn calls_due(&self, by: Stamp, now: Stamp) -> impl Iterator<Item = &Call> {
        let due = RANKS.into_iter().flat_map(move |rank| self.calls_between(rank, i64::MIN, by.ms()));
        due.filter(move |call| !call.has_expired(now))
    }

    /// The first `most` of the calls that are due later, the earliest first.
    pub fn calls_later(&self, now: Stamp, most: usize) -> Vec<&Call> {
        let after = now.ms().saturating_add(1);
        let of_rank = |rank| self.calls_between(rank, after, i64::MAX).filter(|call| !call.has_expired(now)).take(most);
        let mut later: Vec<&Call> = RANKS.into_iter().flat_map(of_rank).collect();
        later.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.id.cmp(&b.id)));
        later.truncate(most);
        later
    }

    /// Calls whose last day was over by `now`, the longest first.
    pub fn calls_expired(&self, now: Stamp) -> impl Iterator<Item = &Call> {
        self.ends.range(..(now.ms(), CallId::new(""))).filter_map(|(_, id)| self.call(id))
    }

    fn calls_between(&self, rank: Rank, low: i64, high: i64) -> impl Iterator<Item = &Call> {
        let first = (rank, low, CallId::new(""));
        let due = self.due.range(first..).take_while(move |(of, at, _)| *of == rank && *at <= high);
        due.filter_map(|(_, _, id)| self.call(id))
    }

    /// Complaints that are not closed.
    pub fn complaints(&self) -> impl Iterator<Item = &Complaint> {
        self.from(Key::Complaint(ComplaintId::new(""))).map_while(|record| record.as_complaint())
    }

    /// Online requests that nobody has decided on.
    pub fn online(&self) -> impl Iterator<Item = &Online> {
        self.from(Key::Online(OnlineId::new(""))).map_while(|record| record.as_online())
    }

    fn from(&self, first: Key) -> impl Iterator<Item = &Arc<Record>> {
        self.records.range(first..).map(|(_, record)| record)
    }
}
