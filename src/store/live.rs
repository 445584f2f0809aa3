//! The records that are still moving, in memory (DESIGN 2): one immutable picture after every group.
//!
//! Calls stand in two orders besides: as they are to be made, so that the next one is found without looking at all of
//! them, and as they end, so that those which have expired are.

use crate::domain::call::{Call, RANKS, Rank};
use crate::domain::campaign::Campaign;
use crate::domain::capa::Capa;
use crate::domain::capa::project::Project;
use crate::domain::complaint::Complaint;
use crate::domain::feedback::Feedback;
use crate::domain::online::Online;
use crate::domain::order::Order;
use crate::domain::shop::Shop;
use crate::domain::staff::Staff;
use crate::domain::{
    CallId, CampaignId, CapaId, ComplaintId, FeedbackId, Key, OnlineId, OrderId, ProjectId, Record, StaffId, Stamp,
};
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

    /// Feedback that somebody still has to read, act on or answer.
    pub fn feedback(&self) -> impl Iterator<Item = &Feedback> {
        self.from(Key::Feedback(FeedbackId::new(""))).map_while(|record| record.as_feedback())
    }

    /// Corrective actions that are not closed.
    pub fn capas(&self) -> impl Iterator<Item = &Capa> {
        self.from(Key::Capa(CapaId::new(""))).map_while(|record| record.as_capa())
    }

    /// Improvement projects of which a corrective action is not closed.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.from(Key::Project(ProjectId::new(""))).map_while(|record| record.as_project())
    }

    /// Online requests that nobody has decided on.
    pub fn online(&self) -> impl Iterator<Item = &Online> {
        self.from(Key::Online(OnlineId::new(""))).map_while(|record| record.as_online())
    }

    /// Campaigns that are neither closed nor given up.
    pub fn campaigns(&self) -> impl Iterator<Item = &Campaign> {
        self.from(Key::Campaign(CampaignId::new(""))).map_while(|record| record.as_campaign())
    }

    fn from(&self, first: Key) -> impl Iterator<Item = &Arc<Record>> {
        self.records.range(first..).map(|(_, record)| record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call::State;
    use crate::domain::call::attempt::CallAttempted;
    use crate::domain::call::attempt::Outcome;
    use crate::domain::call::plan::CallPlanned;
    use crate::domain::call::risk::Risk;
    use crate::domain::event::Meta;

    fn stamp(text: &str) -> Stamp {
        Stamp::parse(&format!("2026-11-{text}:00+08:00")).expect("RFC 3339")
    }

    fn call(id: &str, due: &str, risk: Vec<Risk>) -> Call {
        let planned = CallPlanned {
            call: CallId::new(id),
            kind: Default::default(),
            order: None,
            vehicle: None,
            customer: None,
            advisor: None,
            technician: None,
            scheme: String::new(),
            version: 0,
            risk,
            tell: None,
            capa: None,
            due: stamp(due),
            expires: stamp("29T23:59"),
            best_time: None,
        };
        planned.begin(&Meta { seq: 1, at: stamp("20T10:00"), by: &StaffId::new("li") })
    }

    fn set(live: &mut Live, call: &Call) {
        live.set(&Key::Call(call.id.clone()), &Arc::new(Record::Call(Box::new(call.clone()))));
    }

    #[test]
    fn calls_stand_as_they_are_to_be_made_and_move_when_they_change() {
        let mut live = Live::default();
        let mut plain = call("V1", "23T10:00", Vec::new());
        for call in [&plain, &call("V2", "23T11:00", vec![Risk::Late]), &call("V3", "24T10:00", Vec::new())] {
            set(&mut live, call);
        }
        let due = |live: &Live, at: &str| {
            live.calls_due(stamp(at), stamp(at)).map(|call| call.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(due(&live, "23T12:00"), ["V2", "V1"]);
        assert_eq!(live.calls_later(stamp("23T10:30"), 9).len(), 2);
        let meta = Meta { seq: 2, at: stamp("23T12:00"), by: &StaffId::new("li") };
        let attempted = |due: Option<Stamp>, state| {
            let (call, outcome) = (CallId::new("V1"), Outcome::CallBack);
            CallAttempted { call, customer: None, outcome, due, state }
        };
        // The customer named a time: nothing goes before it then.
        attempted(Some(stamp("23T15:00")), State::Open).fold(&mut plain, &meta);
        set(&mut live, &plain);
        assert_eq!(
            (due(&live, "23T14:00"), due(&live, "23T15:00")),
            (vec!["V2".into()], vec!["V1".into(), "V2".into()])
        );
        assert_eq!(due(&live, "30T00:01"), Vec::<String>::new());
        assert_eq!(live.calls_expired(stamp("30T00:01")).count(), 3);
        attempted(None, State::Refused).fold(&mut plain, &meta);
        set(&mut live, &plain);
        assert_eq!(due(&live, "23T15:00"), ["V2"]);
        assert_eq!(live.calls_expired(stamp("30T00:01")).count(), 2);
    }
}
