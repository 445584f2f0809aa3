//! The records that are still moving, in memory (DESIGN 2): one immutable picture after every group.

use crate::domain::call::Call;
use crate::domain::campaign::Campaign;
use crate::domain::complaint::Complaint;
use crate::domain::online::Online;
use crate::domain::order::Order;
use crate::domain::shop::Shop;
use crate::domain::staff::Staff;
use crate::domain::{CallId, CampaignId, ComplaintId, Key, OnlineId, OrderId, Record, StaffId};
use imbl::OrdMap;
use std::sync::Arc;

/// Moving records as of one journal line. Cloning shares everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    records: OrdMap<Key, Arc<Record>>,
    /// The journal line.
    pub seq: u64,
}

impl Live {
    /// Takes a record in while it moves, and lets it go when it rests.
    pub fn set(&mut self, key: &Key, record: &Arc<Record>) {
        if record.is_moving() {
            self.records.insert(key.clone(), record.clone());
        } else {
            self.records.remove(key);
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

    /// Complaints that are not closed.
    pub fn complaints(&self) -> impl Iterator<Item = &Complaint> {
        self.from(Key::Complaint(ComplaintId::new(""))).map_while(|record| record.as_complaint())
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
