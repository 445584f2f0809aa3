//! Ten thousand random steps, legal and illegal, by several people on several cars, under a clock that moves or stands
//! still: no state without a way out, no money that does not add up, no order past a gate that is not met.
//!
//! The steps go through the pure rules alone. What may be tried stands in one table (`steps/table.rs`); what must hold
//! afterwards is written down a second time in `steps/check.rs`, in other words than the program's own.

mod check;
mod table;
mod way;
mod world;

use std::cell::RefCell;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shopdesk::domain::order::Order;
use shopdesk::domain::order::part_on_order::{PartOnOrder, PartStamp, PartStep};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Key, Money, Record};
use world::World;

/// Steps in one story; there are as many stories as make ten thousand.
const STEPS: usize = 125;
const STORIES: u32 = 80;
/// Of a hundred steps so many are sensible ones; the others are whatever the table has.
const SENSIBLE: u8 = 55;

/// One step: who, what, and how much time has passed before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    who: usize,
    kind: u8,
    dice: u64,
    minutes: i64,
}

fn step() -> impl Strategy<Value = Step> {
    // Every other step comes in the same instant as the one before it, as the lines of a script do.
    let minutes = prop_oneof![3 => Just(0), 2 => 1..20i64, 1 => 20..400i64];
    (0..world::PEOPLE.len(), 0..100u8, any::<u64>(), minutes).prop_map(|(who, kind, dice, minutes)| Step {
        who,
        kind,
        dice,
        minutes,
    })
}

/// Numbers that look drawn, and are the same for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// One of `n`.
    pub fn of(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.of(these.len())]
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.of(n) == 0
    }
}

/// What came of all steps together.
#[derive(Debug, Default)]
struct Tally {
    tried: usize,
    accepted: usize,
    handed_over: usize,
    undone: usize,
    refused: std::collections::BTreeMap<String, usize>,
}

fn story(steps: &[Step], workshop_handover: bool, tally: &mut Tally) {
    let mut world = World::new(workshop_handover);
    for step in steps {
        let mut dice = Dice(step.dice);
        let who = world::PEOPLE[step.who].0;
        world.wait(step.minutes);
        let order = world.any_order(&mut dice);
        let sensible = order.as_ref().filter(|_| step.kind < SENSIBLE);
        let command = match sensible.and_then(|order| way::on(&world, order)) {
            Some(command) => command,
            None => table::any(&world, &mut dice, order.as_ref()),
        };
        tally.tried += 1;
        match world.tell(who, &command) {
            Ok(()) => {
                tally.accepted += 1;
                tally.undone += usize::from(check::undo_restores(&world, who));
            }
            Err(refusal) => *tally.refused.entry(refusal.code().to_string()).or_default() += 1,
        }
        check::all(&world, &command);
    }
    tally.handed_over += world.orders().filter(|order| order.handed.is_some()).count();
    check::journal_tells_the_same(&world);
    way::to_the_end(&mut world);
    check::journal_tells_the_same(&world);
}

#[test]
fn after_ten_thousand_random_steps_every_order_adds_up_and_has_a_way_out() {
    let tally = RefCell::new(Tally::default());
    let config = Config { cases: STORIES, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let stories = (prop::collection::vec(step(), STEPS), prop::bool::weighted(0.2));
    let outcome = TestRunner::new_with_rng(config, rng).run(&stories, |(steps, workshop_handover)| {
        story(&steps, workshop_handover, &mut tally.borrow_mut());
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let tally = tally.into_inner();
    assert_eq!(tally.tried, STEPS * STORIES as usize);
    assert!(tally.accepted * 10 > tally.tried * 3, "too few steps were accepted: {tally:?}");
    assert!(tally.handed_over > 150 && tally.undone > 1_000, "too little happened: {tally:?}");
    assert!(tally.refused.len() >= 12, "too few ways to be refused: {tally:?}");
}

/// Makes an order wrong.
type Plant = fn(&mut Order);

/// A check that nothing could fail would be none: each fault is planted into a car that was handed over by the rules.
#[test]
fn planted_faults_are_found() {
    let faults: [(&str, Plant); 9] = [
        ("a part that came before anybody ordered it", |order| {
            let (by, at) = (order.advisor.clone(), order.received);
            let (moves, stamp) =
                (Vec::new(), PartStamp { step: PartStep::Arrived, how: None, line: None, by: by.clone(), at });
            let (part, english, expected, visit) = ("PADS".into(), String::new(), Some(at), None);
            let stamps = vec![stamp];
            order.parts_on_order.push(PartOnOrder {
                number: 1,
                part,
                english,
                quantity: 1,
                line: None,
                expected,
                moves,
                stamps,
                visit,
                cancelled: None,
                by,
                at,
            });
        }),
        ("a bill over the ceiling", |order| order.ceiling = order.bill() - Money::fen(1)),
        ("a fen too little paid", |order| order.payments[0].amount = order.bill() - Money::fen(1)),
        ("a price that nobody agreed to", |order| order.lines[0].labour = Money::fen(1)),
        ("no cause", |order| order.findings[0].cause = None),
        ("a job that is not finished", |order| order.lines[0].work.finished = None),
        ("work that the customer declined", |order| {
            let consent = order.lines[0].consent.as_mut().expect("asked");
            consent.decision = shopdesk::domain::order::quote::Decision::Declined;
        }),
        ("nobody to call", |order| order.customer = None),
        ("a job that runs on", |order| (order.stage, order.lines[0].work.finished) = (Stage::HandOver, None)),
    ];
    for (fault, plant) in faults {
        let mut world = World::new(false);
        let with =
            serde_json::json!({ "plate": "沪A12345", "says": "x", "name": "王", "phone": "13800132211", "mileage": 1 });
        world.tell("li", &serde_json::json!({ "do": "open_order", "with": with })).expect("taken in");
        let id = world.orders().next().expect("an order").id.clone();
        while world.order(&id).stage != Stage::FollowUp {
            let command = way::on(&world, &id).expect("a way on");
            world.wait(1);
            world.tell("li", &command).expect("legal");
        }
        let check = |world: &World| check::all(world, &serde_json::Value::Null);
        check(&world);
        let mut record = world.records[&Key::Order(id.clone())].as_ref().clone();
        if let Record::Order(order) = &mut record {
            plant(order);
        }
        world.records.insert(Key::Order(id), Arc::new(record));
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&world)));
        assert!(found.is_err(), "{fault} was not found");
    }
}
