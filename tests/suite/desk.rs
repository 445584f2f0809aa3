//! What the desk promises whoever gives it commands, screens and programs alike.

use crate::shop::{Shop, session_of};
use shopdesk::desk::door::Envelope;
use shopdesk::desk::{DeskError, Pending};
use shopdesk::domain::customer::change::ChangeCustomer;
use shopdesk::domain::order::intake::NoteIntake;
use shopdesk::domain::order::next::Next;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::undo::Undo;
use shopdesk::domain::order::work::StartWork;
use shopdesk::domain::records::ENTRIES_MAX;
use shopdesk::domain::refusal::NoUndo;
use shopdesk::domain::shop::adopt::{AdoptConfig, Kind};
use shopdesk::domain::vehicle::change::ChangeVehicle;
use shopdesk::domain::{Command, CustomerId, OrderId, Refusal, VehicleId};

fn submit(shop: &Shop, who: &str, command: Command) -> Pending {
    shop.desk.submit(&session_of(who), Envelope::new(command)).expect("who sits there may do it")
}

fn intake(order: &OrderId) -> NoteIntake {
    serde_json::from_value(serde_json::json!({ "order": order })).expect("an order is enough")
}

fn says(order: &OrderId, words: &str) -> Command {
    Command::NoteIntake(NoteIntake { says: Some(words.into()), ..intake(order) })
}

#[test]
fn a_customer_gets_another_phone_and_a_car_another_plate() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    let phone = |text: &str| {
        let json = serde_json::json!({ "customer": "C1", "phone": text });
        Command::ChangeCustomer(serde_json::from_value::<ChangeCustomer>(json).expect("a phone is enough"))
    };
    shop.run(phone("13911113333"));
    shop.run(phone("13922224444"));
    let json = serde_json::json!({ "vehicle": "K1", "plate": "沪A99999" });
    shop.run(Command::ChangeVehicle(serde_json::from_value::<ChangeVehicle>(json).expect("a plate is enough")));
    let page = shop.order(&order);
    assert_eq!((page.phone.as_str(), page.plate.as_str()), ("13922224444", "沪A99999"));
    assert_eq!((page.customer, page.vehicle), (Some(CustomerId::new("C1")), VehicleId::new("K1")));
}

#[test]
fn a_line_that_the_journal_does_not_take_is_refused_alone() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    // Longer than a line of the journal may be.
    let text = "x".repeat(5 * 1024 * 1024);
    let long = |id: &str| {
        let config = AdoptConfig { kind: Kind::Rule, id: id.into(), version: 1, text: text.clone() };
        submit(&shop, "owner", Command::AdoptConfig(config))
    };
    // While the clerk is busy with the first, the others wait together.
    let first = long("a");
    let before: Vec<_> = (0..5).map(|n| submit(&shop, "li", says(&order, &format!("before {n}")))).collect();
    let second = long("b");
    let after = submit(&shop, "li", says(&order, "after"));
    for pending in [first, second] {
        assert_eq!(pending.wait().expect_err("too long").code(), "bad-draft");
    }
    for pending in before.into_iter().chain([after]) {
        pending.wait().expect("no fault of its own");
    }
    assert_eq!(shop.order(&order).says.len(), 7);
}

#[test]
fn a_record_that_a_script_fills_without_end_is_stopped_and_can_still_be_read() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    let words = "异响".repeat(900);
    let pending: Vec<_> = (0..ENTRIES_MAX).map(|_| submit(&shop, "li", says(&order, &words))).collect();
    let refused: Vec<_> = pending.into_iter().filter_map(|pending| pending.wait().err()).collect();
    let full = |error: &DeskError| matches!(error, DeskError::Refused(Refusal::RecordFull { .. }));
    assert!(!refused.is_empty() && refused.iter().all(full), "{:?}", refused.first());
    assert_eq!(shop.order(&order).log.len(), ENTRIES_MAX);
}

#[test]
fn what_two_people_write_into_different_fields_of_the_intake_is_no_conflict() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    let seen = shop.order(&order).version;
    let stale = |change: NoteIntake| {
        let mut envelope = Envelope::new(Command::NoteIntake(change));
        envelope.seen.insert("order".into(), seen);
        shop.desk.submit(&session_of("li"), envelope).and_then(Pending::wait)
    };
    shop.run_as("li", Command::NoteIntake(NoteIntake { mileage: Some(42_400), ..intake(&order) }));
    stale(NoteIntake { fuel: Some(4), ..intake(&order) }).expect("nobody else touched the tank");
    stale(NoteIntake { says: Some("and a squeal".into()), ..intake(&order) }).expect("words are only added");
    stale(NoteIntake { mileage: Some(42_400), ..intake(&order) }).expect("both read the same");
    match stale(NoteIntake { mileage: Some(42_500), ..intake(&order) }) {
        Err(DeskError::Refused(Refusal::Conflict { field, theirs, yours, .. })) => {
            assert_eq!((field.as_str(), theirs.as_str(), yours.as_str()), ("mileage", "42400", "42500"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_another_person_did_last_is_not_taken_back() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let undo = || Command::Undo(Undo { order: order.clone() });
    shop.run_as("wang", Command::StartWork(StartWork { order: order.clone(), line: 1, technician: None }));
    match shop.try_as("li", undo()) {
        Err(DeskError::Refused(Refusal::NoUndo { why: NoUndo::Others { by, .. }, .. })) => {
            assert_eq!(by.as_str(), "wang")
        }
        other => panic!("{other:?}"),
    }
    shop.run_as("wang", undo());
    let page = shop.order(&order);
    assert_eq!(page.next, Next::Start { line: 1 });
    assert_eq!(
        page.log.iter().rev().map(|did| did.kind.as_str()).take(2).collect::<Vec<_>>(),
        ["order.undone", "order.work-started"]
    );
}

#[test]
fn who_saw_what_was_taken_back_cannot_write_over_it_unseen() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    shop.promise(&order, "1730");
    let seen = shop.order(&order).version;
    shop.run(Command::Undo(Undo { order: order.clone() }));
    let json = serde_json::json!({ "order": order, "promise": "1800", "reason": "other", "how": "phone" });
    let mut envelope = Envelope::new(Command::SetPromise(serde_json::from_value(json).expect("a promise")));
    envelope.seen.insert("order".into(), seen);
    let answer = shop.desk.submit(&session_of("li"), envelope).and_then(Pending::wait);
    assert_eq!(answer.expect_err("it is gone").code(), "conflict");
}
