//! A shop in memory: its records, its journal as it would be written, and its clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use shopdesk::domain::decide::{self, Asked, Decided, Stop};
use shopdesk::domain::order::Order;
use shopdesk::domain::records::Unreadable;
use shopdesk::domain::rules::{IntakeRules, Survey};
use shopdesk::domain::{Command, Event, Key, OrderId, Record, Records, Refusal, Rules, StaffId, Stamp};

use super::Dice;

/// Who works here, and as what.
pub const PEOPLE: [(&str, &[&str]); 5] = [
    ("li", &["advisor", "caller", "manager", "admin"]),
    ("wang", &["technician"]),
    ("zhao", &["inspector"]),
    ("sun", &["technician"]),
    ("chen", &["advisor", "inspector"]),
];

/// One accepted command, as a journal line keeps it.
pub struct Line {
    pub seq: u64,
    pub at: Stamp,
    pub by: StaffId,
    pub events: Vec<Event>,
}

/// The shop.
pub struct World {
    pub records: BTreeMap<Key, Arc<Record>>,
    /// How the records stood before the newest line.
    pub before: BTreeMap<Key, Arc<Record>>,
    pub journal: Vec<Line>,
    pub now: Stamp,
    rules: Rules,
}

impl Records for World {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        Ok(self.records.get(key).cloned())
    }
}

impl World {
    /// A shop with its people and no car.
    pub fn new(workshop_handover: bool) -> Self {
        let items = ["reception", "diagnosis", "on-time"].map(String::from).to_vec();
        let (grades, low) = (vec![5, 4, 3, 2, 1], vec![2, 1]);
        let survey = Survey { scheme: "visit".into(), version: 1, items, grades, reasons: vec![], low, watched: None };
        let intake = IntakeRules { home_province: "沪".into(), workshop_handover, ..IntakeRules::default() };
        let now = Stamp::parse("2026-11-23T08:00:00+08:00").expect("RFC 3339");
        let rules = Rules { survey, intake, ..Rules::default() };
        let (records, before) = (BTreeMap::new(), BTreeMap::new());
        let mut world = Self { records, before, journal: Vec::new(), now, rules };
        let with = serde_json::json!({ "shop": "X", "you": "Li", "technician": "Wang", "inspector": "Zhao" });
        world.tell("li", &serde_json::json!({ "do": "set_up_shop", "with": with })).expect("set up");
        for (id, roles) in PEOPLE {
            let with = serde_json::json!({ "id": id, "name": id, "roles": roles });
            world.tell("li", &serde_json::json!({ "do": "add_staff", "with": with })).expect("added");
        }
        world
    }

    /// Lets time pass.
    pub fn wait(&mut self, minutes: i64) {
        self.now = self.now.plus_minutes(minutes);
    }

    /// Decides a command; nothing is kept of it.
    pub fn decide(&self, who: &str, command: &Value) -> Result<Decided, Refusal> {
        let read: Command =
            serde_json::from_value(command.clone()).unwrap_or_else(|error| panic!("{command}: {error}"));
        let (by, seen) = (StaffId::new(who), BTreeMap::new());
        let seq = self.journal.len() as u64 + 1;
        let asked = Asked { by: &by, uid: None, now: self.now, seq, seen: &seen };
        match decide::decide(self, &self.rules, &asked, &read) {
            Ok(decided) => Ok(decided),
            Err(Stop::Refused(refusal)) => Err(refusal),
            Err(fault) => panic!("{command}: {fault:?}"),
        }
    }

    /// Gives a command, and keeps what it does.
    pub fn tell(&mut self, who: &str, command: &Value) -> Result<(), Refusal> {
        let decided = self.decide(who, command)?;
        self.before = self.records.clone();
        self.records.extend(decided.after);
        let seq = self.journal.len() as u64 + 1;
        self.journal.push(Line { seq, at: self.now, by: StaffId::new(who), events: decided.events });
        Ok(())
    }

    /// Every order.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.records.values().filter_map(|record| record.as_order())
    }

    /// One order, if there is one.
    pub fn order(&self, id: &OrderId) -> &Order {
        self.records[&Key::Order(id.clone())].as_order().expect("an order")
    }

    /// Some order; rather one that is not over.
    pub fn any_order(&self, dice: &mut Dice) -> Option<OrderId> {
        let all: Vec<&OrderId> = self.orders().map(|order| &order.id).collect();
        let open: Vec<&OrderId> = self.orders().filter(|order| !order.stage.is_over()).map(|order| &order.id).collect();
        let among = if open.is_empty() || dice.once_in(20) { all } else { open };
        // Cars come now and then, until the yard is full.
        if among.is_empty() || (self.orders().count() < 12 && dice.once_in(12)) {
            None
        } else {
            Some(dice.pick(&among).clone())
        }
    }
}
