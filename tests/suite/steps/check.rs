//! What must hold after every step, told in other words than the program's own: sums are added up again, gates are read
//! off what happened (the events that were not taken back), not off what the rules make of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use shopdesk::domain::event::Meta;
use shopdesk::domain::marks::Marks;
use shopdesk::domain::order::Order;
use shopdesk::domain::order::quality::Road;
use shopdesk::domain::order::quote::{Decision, Line};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Event, Key, Money, Record, RequirementId, StaffId, fold};

use super::way;
use super::world::World;

/// Checks the whole shop after `command`.
pub fn all(world: &World, command: &Value) {
    for order in world.orders() {
        // Only what the newest line touched can have changed.
        let key = Key::Order(order.id.clone());
        let same = world.before.get(&key).is_some_and(|before| Arc::ptr_eq(before, &world.records[&key]));
        if same {
            continue;
        }
        let say = |what: &str| format!("{} in {:?} after {command}: {what}\n{order:#?}", order.id, order.stage);
        money(order, &say);
        gates(world, order, &say);
        work(order, &say);
        parts(order, &say);
        way::on(world, &order.id);
    }
    technicians(world);
}

fn money(order: &Order, say: &dyn Fn(&str) -> String) {
    let accepted = || order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    let sum: i64 = accepted().map(|line| line.labour.in_fen() + line.parts.in_fen()).sum();
    let agreed: i64 = accepted().filter_map(|line| line.consent.as_ref()).map(|consent| consent.price.in_fen()).sum();
    let paid: i64 = order.payments.iter().map(|payment| payment.amount.in_fen()).sum();
    assert_eq!(order.bill().in_fen(), sum, "{}", say("the lines do not add up to the bill"));
    assert_eq!(sum, agreed, "{}", say("a price is not the one that the customer said yes to"));
    assert_eq!(order.due().in_fen(), sum - paid, "{}", say("what is due is not the bill less what was paid"));
    assert!(order.payments.iter().all(|payment| payment.amount > Money::ZERO), "{}", say("a payment of nothing"));
    assert!(paid <= sum, "{}", say("more was paid than the bill"));
    assert!(order.bill() <= order.ceiling, "{}", say("the bill exceeds what was authorised"));
    if let Some(contract) = order.contract.as_ref().filter(|contract| contract.in_force()) {
        let raised = order.raised.last().is_some_and(|raised| raised.ceiling == order.ceiling);
        let same = contract.ceiling == order.ceiling || raised;
        assert!(same, "{}", say("contract and order name different ceilings, and no manager raised it"));
    }
    if order.handed.is_some() {
        assert_eq!(paid, sum, "{}", say("given back, and not paid to the fen"));
    }
}

/// Every event of an order that was not taken back, in order.
fn happened<'w>(world: &'w World, order: &Order) -> Vec<&'w Event> {
    let of = |event: &Event| fold::touches(event).contains(&Key::Order(order.id.clone()));
    let mut lines: Vec<(u64, Vec<&Event>)> = Vec::new();
    for line in &world.journal {
        let events: Vec<&Event> = line.events.iter().filter(|event| of(event)).collect();
        let undone = events
            .iter()
            .find_map(|event| if let Event::OrderUndone(undone) = event { Some(undone.line) } else { None });
        match undone {
            Some(undone) => lines.retain(|(seq, _)| *seq != undone),
            None => lines.push((line.seq, events)),
        }
    }
    lines.into_iter().flat_map(|(_, events)| events).collect()
}

fn last(events: &[&Event], is: impl Fn(&Event) -> bool) -> Option<usize> {
    events.iter().rposition(|event| is(event))
}

fn gates(world: &World, order: &Order, say: &dyn Fn(&str) -> String) {
    let stage = order.stage;
    let events = happened(world, order);
    if (Stage::Diagnose..=Stage::Closed).contains(&stage) {
        let person = order.customer.as_ref().and_then(|id| world.records.get(&Key::Customer(id.clone())));
        let phones = person.and_then(|record| record.as_customer()).map_or(0, |person| person.phones.len());
        assert!(phones > 0 && order.mileage.is_some(), "{}", say("past the counter without person, phone or mileage"));
    }
    cause(world, order, say);
    let accepted: Vec<_> = order.lines.iter().filter(|line| line.decision() == Decision::Accepted).collect();
    if stage == Stage::Repair {
        assert!(order.promise.is_some() && !accepted.is_empty(), "{}", say("in repair without promise or a yes"));
    }
    if (Stage::Inspect..=Stage::Closed).contains(&stage) {
        let decided = order.lines.iter().all(|line| line.decision() != Decision::Undecided);
        assert!(decided && !order.lines.is_empty(), "{}", say("a line was never decided on"));
        assert!(accepted.iter().all(|line| line.work.finished.is_some()), "{}", say("a job is not finished"));
        assert!(accepted.is_empty() || !order.lacks_contract(), "{}", say("repaired without the contract"));
    }
    let begun = last(&events, |event| matches!(event, Event::WorkStarted(_)));
    let done = last(&events, |event| matches!(event, Event::WorkFinished(_)));
    let sent_back = last(&events, |event| matches!(event, Event::OrderMoved(moved) if moved.to < moved.from));
    let check = last(&events, |event| matches!(event, Event::QualityChecked(_)));
    if stage == Stage::Inspect {
        assert!(done > sent_back, "{}", say("in inspection without work since it was sent back"));
    }
    if (Stage::HandOver..=Stage::Closed).contains(&stage) && begun.is_some() {
        let order_of_things = check > done && done > begun && done > sent_back;
        assert!(order_of_things, "{}", say("the check is older than the work"));
        let Some(Event::QualityChecked(check)) = check.map(|at| events[at]) else { unreachable!("it has a place") };
        assert!(check.passed && check.road_test != Road::Failed, "{}", say("the check did not pass"));
        let worked = |event: &&Event| matches!(event, Event::WorkStarted(work) if work.technician == check.inspector);
        assert!(!events.iter().any(worked), "{}", say("who repaired has checked"));
    }
    if matches!(stage, Stage::FollowUp | Stage::Closed) {
        let seen = |is: fn(&Event) -> bool| last(&events, is) > sent_back;
        let all = [
            seen(|event| matches!(event, Event::CarViewed(_))),
            seen(|event| matches!(event, Event::WorkExplained(_))),
            seen(|event| matches!(event, Event::OrderSigned(_))),
            seen(|event| matches!(event, Event::ExitChecked(_))),
            seen(|event| matches!(event, Event::HandedOver(_))),
        ];
        assert_eq!(all, [true; 5], "{}", say("viewed, explained, signed, compared, handed over"));
        assert_eq!(
            order.call.is_some(),
            order.handed.as_ref().is_some_and(|handed| handed.may_call),
            "{}",
            say("the call")
        );
    }
    let handed_now = world.journal.last().is_some_and(|line| {
        line.events.iter().any(|event| matches!(event, Event::HandedOver(handed) if handed.order == order.id))
    });
    if handed_now {
        let ticked: BTreeSet<&RequirementId> = order.ticks.iter().map(|tick| &tick.requirement).collect();
        assert!(standing(world, order).iter().all(|id| ticked.contains(id)), "{}", say("a requirement is not ticked"));
    }
    if stage == Stage::Cancelled {
        assert!(begun.is_none() && order.payments.is_empty(), "{}", say("cancelled after work or money"));
    }
}

/// Nothing is quoted without a cause, but for what needs none; and what was found is not lost again, unless taken back.
/// An add-on during the repair says itself why it is needed.
fn cause(world: &World, order: &Order, say: &dyn Fn(&str) -> String) {
    let caused = |order: &Order| {
        let needs_none = |line: &Line| line.test || line.from.is_some() || (line.job.is_some() && !line.needs_cause);
        order.findings.iter().any(|finding| finding.cause.is_some()) || order.lines.iter().all(needs_none)
    };
    assert!(order.stage != Stage::Quote || caused(order), "{}", say("quoted without a cause"));
    let undone = |event: &Event| matches!(event, Event::OrderUndone(_));
    let taken_back = world.journal.last().is_some_and(|line| line.events.iter().any(undone));
    let found = |order: &Order| order.findings.iter().any(|finding| finding.cause.is_some());
    let before = world.before.get(&Key::Order(order.id.clone())).and_then(|record| record.as_order());
    let lost = order.stage > Stage::Quote && before.is_some_and(found) && !found(order);
    assert!(taken_back || !lost, "{}", say("the cause is gone"));
}

/// The special requirements that stand over an order, found by going through all of them.
pub fn standing(world: &World, order: &Order) -> Vec<RequirementId> {
    let all = world.records.values().filter_map(|record| record.as_requirement());
    let concerns = all.filter(|asked| {
        let car = asked.vehicle.as_ref().is_none_or(|car| *car == order.vehicle);
        let person = asked.customer.is_none() || asked.customer == order.customer;
        asked.ended.is_none() && car && person
    });
    concerns.map(|asked| asked.id.clone()).collect()
}

fn work(order: &Order, say: &dyn Fn(&str) -> String) {
    for line in &order.lines {
        let touched = line.work.started.is_some();
        assert!(!touched || line.decision() == Decision::Accepted, "{}", say("worked on without the customer's word"));
        assert!(!line.work.is_running() || order.stage == Stage::Repair, "{}", say("work runs outside the repair"));
    }
    let mut numbers: Vec<u16> = order.lines.iter().map(|line| line.number).collect();
    let lines = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), lines, "{}", say("two lines have one number"));
}

/// Each part has its steps in their order, none passed over, and none without what it rests on.
fn parts(order: &Order, say: &dyn Fn(&str) -> String) {
    const NINE: &str = "eta-asked customer-ok authorised requested ordered arrived sa-told customer-told visit-booked";
    for part in &order.parts_on_order {
        let taken: Vec<String> = part.stamps.iter().map(|stamp| shopdesk::domain::event::code(&stamp.step)).collect();
        assert!(NINE.starts_with(&taken.join(" ")), "{}", say("a step was passed over"));
        assert!(part.stamps.is_sorted_by_key(|stamp| stamp.at), "{}", say("a step before the one before it"));
        assert!(taken.is_empty() || part.expected.is_some(), "{}", say("asked when it comes, and no answer"));
        let spoken =
            |name: &str| part.stamps.iter().zip(&taken).all(|(stamp, step)| step != name || stamp.how.is_some());
        assert!(spoken("customer-ok") && spoken("customer-told"), "{}", say("nobody knows how the customer was asked"));
        assert_eq!(
            part.visit.is_some(),
            taken.len() == 9,
            "{}",
            say("a visit without a day, or a day without a visit")
        );
    }
}

/// Nobody is at two jobs, and who is at one is known to be.
fn technicians(world: &World) {
    let mut at: BTreeMap<&StaffId, Vec<(String, u16)>> = BTreeMap::new();
    for order in world.orders() {
        for line in order.lines.iter().filter(|line| line.work.is_running()) {
            let who = line.work.technicians.last().expect("somebody runs it");
            at.entry(who).or_default().push((order.id.to_string(), line.number));
        }
    }
    for staff in world.records.values().filter_map(|record| record.as_staff()) {
        let known: Vec<_> = staff.busy_with.iter().map(|(order, line)| (order.to_string(), *line)).collect();
        assert_eq!(at.get(&staff.id).cloned().unwrap_or_default(), known, "{} is busy", staff.id);
    }
}

/// How an order stands, without its history.
fn bare(record: &Record) -> Option<Order> {
    let mut order = record.as_order()?.clone();
    (order.earlier, order.log, order.last_line, order.marks) = (None, Vec::new(), 0, Marks::default());
    Some(order)
}

/// Takes the newest line back, in a copy of the shop; true if that was allowed. Everything stands as before then.
pub fn undo_restores(world: &World, who: &str) -> bool {
    let Some(line) = world.journal.last() else { return false };
    let orders: BTreeSet<Key> =
        line.events.iter().flat_map(fold::touches).filter(|key| matches!(key, Key::Order(_))).collect();
    let mut undone = false;
    for key in orders {
        if line.events.iter().any(|event| matches!(event, Event::OrderUndone(_))) {
            continue;
        }
        let undo = serde_json::json!({ "do": "undo", "with": { "order": key.id() } });
        let Ok(decided) = world.decide(who, &undo) else { continue };
        undone = true;
        let (before, after) = (bare(&world.before[&key]), bare(&decided.after[&key]));
        assert_eq!(before, after, "taken back, and not as before: {:?}", line.events);
        for key in line.events.iter().flat_map(fold::touches) {
            let now = decided.after.get(&key).or(world.records.get(&key)).and_then(|record| record.as_vehicle());
            let then = world.before.get(&key).and_then(|record| record.as_vehicle());
            if let (Some(now), Some(then)) = (now, then) {
                let km = |car: &shopdesk::domain::vehicle::Vehicle| car.mileage.as_ref().map(|reading| reading.km);
                assert_eq!(km(now), km(then), "the odometer after taking back {:?}", line.events);
            }
        }
        for (key, record) in &decided.after {
            let (Record::Staff(after), Some(Record::Staff(before))) = (&**record, world.before.get(key).map(|r| &**r))
            else {
                continue;
            };
            assert_eq!(after.busy_with, before.busy_with, "{} after taking back {:?}", after.id, line.events);
        }
    }
    undone
}

/// Reads the journal as it would stand on the disk, folds it anew, and compares every record; and each record with
/// itself as the index keeps it.
pub fn journal_tells_the_same(world: &World) {
    let mut records: BTreeMap<Key, Arc<Record>> = BTreeMap::new();
    for line in &world.journal {
        let meta = Meta { seq: line.seq, at: line.at, by: &line.by };
        for event in &line.events {
            let event = written_and_read(event);
            for key in fold::touches(&event) {
                let before = records.get(&key).map(|record| record.as_ref().clone());
                let after = fold::fold(before, &key, &event, &meta).expect("the history fits");
                records.insert(key, Arc::new(after));
            }
        }
    }
    assert_eq!(records.len(), world.records.len(), "other records after reading the journal");
    for (key, record) in &world.records {
        assert_eq!(records.get(key), Some(record), "{key:?} is another after reading the journal");
        let bytes = bincode::serialize(&**record).expect("it can be kept");
        let kept: Record = bincode::deserialize(&bytes).expect("it can be read");
        assert_eq!(&kept, &**record, "{key:?} is another in the index");
    }
}

/// An event after a round through the journal: personal texts in slots of their own, the rest as JSON.
fn written_and_read(event: &Event) -> Event {
    let mut written = event.clone();
    let mut slots = Vec::new();
    for (text, slot) in written.personal_mut().into_iter().zip(1..) {
        slots.push((text.text().map(str::to_string), text.of().to_string()));
        text.put_in_slot(slot);
    }
    let json = serde_json::to_string(&written).expect("JSON");
    let mut read: Event = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
    for (text, (value, of)) in read.personal_mut().into_iter().zip(&slots) {
        text.fill(value.as_deref(), of);
    }
    assert_eq!(&read, event, "another event after the journal: {json}");
    read
}
