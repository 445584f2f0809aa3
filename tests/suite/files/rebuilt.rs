//! The index is a pure function of the journal: made anew, it is the one that grew.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use shopdesk::store::index::{Index, Order as Direction, Span};
use shopdesk::store::shelf::{LAYOUT, rebuild};

fn rows(index: &Index) -> BTreeMap<String, Vec<u8>> {
    let view = index.view();
    let rows = view.scan(&Span::prefix(b""), Direction::Up).map(|row| row.expect("it is whole"));
    rows.map(|(key, value)| (key.escape_ascii().to_string(), value.to_vec())).collect()
}

fn kept(path: &Path) -> BTreeMap<String, Vec<u8>> {
    rows(&Index::open(path, LAYOUT, 1024 * 1024).expect("it was closed in good order"))
}

#[test]
fn the_index_that_grew_with_merged_files_is_the_one_that_the_journal_makes() {
    let mut shop = doubled();
    let (k1, k2) = (VehicleId::new("K1"), VehicleId::new("K2"));
    let (c1, c2) = (CustomerId::new("C1"), CustomerId::new("C2"));
    ask_of_customer(&shop, "C2", "交车前洗车");
    complain(&shop, "C2");
    let car = OpenOrder { plate: "沪B54321".into(), says: "异响".into(), ..OpenOrder::default() };
    let order = shop.receive_car(car);
    shop.run(Command::MergeVehicles(MergeVehicles { keep: k1.clone(), merged: k2.clone() }));
    shop.run(Command::MergeCustomers(MergeCustomers { keep: c1.clone(), merged: c2.clone() }));
    // The visit is that of the merged file; the line of the one that is kept says that the car is here.
    assert_eq!(find(&shop, "12345")[0].order, Some(order.clone()));
    shop.run(Command::CancelOrder(CancelOrder { order, reason: "left".into(), outcome: None }));
    assert_eq!(find(&shop, "12345")[0].order, None);
    let plate = Some("沪B99999".into());
    let change = ChangeVehicle { vehicle: k2.clone(), plate, from: None, vin: None, model: None };
    shop.run(Command::ChangeVehicle(change));
    let call = shop.order(&OrderId::new("R261123-002")).call.expect("it has one");
    shop.run(Command::LogAttempt(LogAttempt { call, outcome: Outcome::WrongNumber, back_at: None }));
    let other = shop.order_in(Stage::Repair);
    let owner = shop.order(&other).customer.expect("it has one");
    shop.run(Command::LinkOwner(LinkOwner { vehicle: k1, customer: owner.clone(), from: None }));
    shop.run(Command::MergeCustomers(MergeCustomers { keep: owner, merged: c1.clone() }));
    shop.run(Command::UnmergeCustomers(UnmergeCustomers { merged: c2 }));
    shop.run(Command::UnmergeVehicles(UnmergeVehicles { merged: k2 }));
    // What a fact says of its customer may change after it came to be.
    let key = serde_json::json!({ "customer": "C1", "segment": "key" });
    shop.run(Command::ChangeCustomer(serde_json::from_value(key).expect("a segment is enough")));
    compare(shop);
}

/// Closes the shop and holds its index against the one that its journal makes.
fn compare(shop: Shop) {
    let data = shop.desk.data().to_path_buf();
    shop.desk.close().expect("it closes");
    let grown = kept(&data.join("index"));
    let anew = tempfile::tempdir().expect("a folder");
    let (index, _) =
        rebuild(&anew.path().join("index"), 1024 * 1024, &data.join("journal"), &mut |_| {}).expect("made");
    let made = rows(&index);
    let differs: Vec<&String> =
        grown.keys().chain(made.keys()).filter(|key| grown.get(*key) != made.get(*key)).collect();
    assert!(differs.is_empty(), "{differs:#?}");
    let buckets = made.keys().filter(|key| key.starts_with('u')).count();
    assert!(buckets > 0, "the counts of the scores are compared too");
}

#[test]
fn the_counts_that_grew_with_every_answer_are_those_that_the_journal_makes() {
    let mut shop = Shop::new();
    let orders: Vec<OrderId> = (0..3).map(|_| shop.order_in(Stage::FollowUp)).collect();
    shop.on("2026-11-30T10:00");
    let answer = |order: &OrderId, grade: u8| {
        let call = shop.order(order).call.expect("there is a call");
        let json = serde_json::json!({"call": call, "answers": {"price": grade, "reception": 5, "parts": null}});
        shop.run(Command::AnswerCall(serde_json::from_value(json).expect("an answer")));
    };
    answer(&orders[0], 2);
    shop.on("2026-12-01T10:00");
    answer(&orders[1], 5);
    shop.run(Command::RaiseComplaint(RaiseComplaint { order: Some(orders[0].clone()), ..complaint() }));
    // What a fact counted before is taken out again; the journal read anew never put it in.
    let json = serde_json::json!({"order": orders[2], "process": "repair", "wrong": "scratched", "remedy": "free", "cost": 900});
    shop.run(Command::NoteFault(serde_json::from_value(json).expect("a fault")));
    compare(shop);
}

fn complaint() -> RaiseComplaint {
    let json = serde_json::json!({"words": "异响", "category": "quality", "severity": "normal", "channel": "hotline"});
    serde_json::from_value(json).expect("a complaint")
}
