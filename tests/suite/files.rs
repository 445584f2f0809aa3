//! Files of customers and vehicles at the desk: found under everything they ever had, merged and taken apart, and what
//! stands in them shown where it matters.

mod rebuilt;
mod standing;

use shopdesk::desk::rows::{CustomerPage, FindHit, FoundBy, VehiclePage};
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::complaint::raise::{Category, Channel, RaiseComplaint};
use shopdesk::domain::customer::Segment;
use shopdesk::domain::customer::add::AddCustomer;
use shopdesk::domain::customer::change::ChangeCustomer;
use shopdesk::domain::customer::merge::{MergeCustomers, UnmergeCustomers};
use shopdesk::domain::decide::Warning;
use shopdesk::domain::order::cancel::CancelOrder;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::tick::TickRequirement;
use shopdesk::domain::requirement::end::EndRequirement;
use shopdesk::domain::requirement::note::NoteRequirement;
use shopdesk::domain::requirement::review::ReviewRequirement;
use shopdesk::domain::vehicle::add::AddVehicle;
use shopdesk::domain::vehicle::change::ChangeVehicle;
use shopdesk::domain::vehicle::merge::{MergeVehicles, UnmergeVehicles};
use shopdesk::domain::vehicle::owner::LinkOwner;
use shopdesk::domain::{Command, CustomerId, OrderId, RequirementId, Stamp, VehicleId};
use shopdesk::report::{About, sheet};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::effect::{Effect, Place, Sheet};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::customer::Customer;
use shopdesk::tui::screen::find::Find;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::vehicle::Vehicle;

use crate::shop::Shop;

fn look_at(name: &str, shop: &Shop, screens: &[&dyn Screen]) {
    for lang in Lang::ALL {
        for (columns, rows) in [(80, 24), (160, 50)] {
            let shown = shop.draw_over(lang, columns, rows, screens);
            insta::with_settings!({omit_expression => true}, {
                insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shown);
            });
        }
    }
}

fn find(shop: &Shop, text: &str) -> Vec<FindHit> {
    match shop.ask(&Query::Find { text: text.into(), limit: 20 }) {
        Answer::Find(hits) => hits,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn vehicle(shop: &Shop, id: &str) -> VehiclePage {
    match shop.ask(&Query::Vehicle { id: VehicleId::new(id) }) {
        Answer::Vehicle(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn customer(shop: &Shop, id: &str) -> CustomerPage {
    match shop.ask(&Query::Customer { id: CustomerId::new(id) }) {
        Answer::Customer(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn facts(shop: &Shop) -> Vec<String> {
    match shop.ask(&Query::FactsSince { seq: 0, limit: usize::MAX }) {
        Answer::Facts(facts) => facts,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn ask_of_customer(shop: &Shop, customer: &str, text: &str) -> RequirementId {
    let note = NoteRequirement {
        customer: Some(CustomerId::new(customer)),
        vehicle: None,
        text: text.into(),
        department: Some("经营部".into()),
        identified_by: None,
        identified: None,
    };
    RequirementId::new(shop.run(Command::NoteRequirement(note)).id)
}

fn complain(shop: &Shop, customer: &str) -> String {
    let raise = RaiseComplaint {
        channel: Channel::Hotline,
        customer: Some(CustomerId::new(customer)),
        ..RaiseComplaint::of("上次修完还是响", Category::Quality)
    };
    shop.run(Command::RaiseComplaint(raise)).id
}

/// 王建国 has two files and a car with two files: what a shop finds after a year.
fn doubled() -> Shop {
    let mut shop = Shop::new();
    shop.at("08:30");
    shop.order_in(Stage::FollowUp);
    shop.at("10:00");
    let again = OpenOrder {
        plate: "沪B54321".into(),
        says: "空调不冷".into(),
        name: Some("王健国".into()),
        phone: Some("13800132211".into()),
        model: Some("VW Passat".into()),
        mileage: Some(43_000),
        ..OpenOrder::default()
    };
    let order = shop.receive_car(again);
    shop.diagnose(&order);
    shop.quote(&order, "Wiper blades", 6, 18, 80);
    shop.decide(&order, &[(1, Decision::Deferred)]);
    shop.hand_over(&order);
    shop.at("14:32");
    shop
}

#[test]
fn a_car_is_found_by_the_plate_that_it_wore_and_its_card_tells_since_when() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let id = shop.order(&order).vehicle;
    let from = Stamp::parse("2026-11-23T14:32:00+08:00");
    shop.run(Command::ChangeVehicle(ChangeVehicle {
        vehicle: id.clone(),
        plate: Some("沪B99999".into()),
        from,
        vin: None,
        model: None,
    }));
    let hit = find(&shop, "12345").remove(0);
    assert_eq!((hit.by, hit.plate.as_str()), (FoundBy::FormerPlate, "沪B99999"));
    assert_eq!(find(&shop, "99999")[0].by, FoundBy::Plate);
    shop.run(Command::AddCustomer(AddCustomer { name: "孙丽".into(), phone: None, segment: Segment::General }));
    shop.run(Command::LinkOwner(LinkOwner { vehicle: id.clone(), customer: CustomerId::new("C2"), from: None }));
    let page = vehicle(&shop, id.as_str());
    assert_eq!(page.past_plates[0].plate, "沪A12345");
    assert_eq!(page.plate_from, from);
    assert_eq!((page.name.as_str(), page.past_owners[0].name.as_str()), ("孙丽", "王建国"));
    let card = shop.cx(Lang::En, |cx| Vehicle::new(cx, id).expect("it is there"));
    look_at("files_changed_hands", &shop, &[&card]);
}

#[test]
fn merging_shows_both_histories_under_the_one_that_is_kept_and_taking_apart_gives_both_back() {
    let shop = doubled();
    let before = (vehicle(&shop, "K1"), vehicle(&shop, "K2"), customer(&shop, "C1"), customer(&shop, "C2"));
    assert_eq!(before.2.alike[0].id, "C2", "they have one phone");
    let facts_before = facts(&shop);
    shop.run(Command::MergeVehicles(MergeVehicles { keep: VehicleId::new("K1"), merged: VehicleId::new("K2") }));
    let keep = CustomerId::new("C1");
    shop.run(Command::MergeCustomers(MergeCustomers { keep, merged: CustomerId::new("C2") }));
    for id in ["K1", "K2"] {
        let page = vehicle(&shop, id);
        assert_eq!((page.vehicle.as_str(), page.plate.as_str(), page.visits), ("K1", "沪A12345", 2), "{id}");
        let visits: Vec<&str> = page.recent.iter().map(|visit| visit.order.as_str()).collect();
        assert_eq!(visits, ["R261123-002", "R261123-001"]);
        assert_eq!(page.deferred.len(), 1, "what was put off shows too");
        assert_eq!(page.mileage.map(|(km, _)| km), Some(43_000));
    }
    let page = customer(&shop, "C2");
    assert_eq!((page.customer.as_str(), page.name.as_str(), page.visits, page.cars.len()), ("C1", "王建国", 2, 1));
    assert_eq!(page.recent.len(), 2);
    assert!(page.alike.is_empty(), "it is known now");
    for text in ["12345", "54321", "王健国", "13800132211"] {
        let hits = find(&shop, text);
        assert_eq!(hits.len(), 1, "{text}: {hits:?}");
        assert_eq!(hits[0].vehicle, Some(VehicleId::new("K1")), "{text}");
        assert_eq!((hits[0].put_off, hits[0].visits), (1, 2), "{text}");
    }
    assert!(facts(&shop).iter().all(|fact| !fact.contains("\"C2\"")), "one person counts once");
    shop.run(Command::UnmergeCustomers(UnmergeCustomers { merged: CustomerId::new("C2") }));
    shop.run(Command::UnmergeVehicles(UnmergeVehicles { merged: VehicleId::new("K2") }));
    let same = |now: VehiclePage, was: &VehiclePage| assert_eq!(VehiclePage { version: was.version, ..now }, *was);
    same(vehicle(&shop, "K1"), &before.0);
    same(vehicle(&shop, "K2"), &before.1);
    let same = |now: CustomerPage, was: &CustomerPage| assert_eq!(CustomerPage { version: was.version, ..now }, *was);
    same(customer(&shop, "C1"), &before.2);
    same(customer(&shop, "C2"), &before.3);
    assert_eq!(facts(&shop), facts_before);
    assert_eq!(find(&shop, "54321")[0].vehicle, Some(VehicleId::new("K2")));
    assert_eq!(find(&shop, "王健国").len(), 1);
}

#[test]
fn a_merged_car_is_taken_in_under_either_plate_and_the_visit_stays_where_it_was_made() {
    let shop = doubled();
    shop.run(Command::MergeVehicles(MergeVehicles { keep: VehicleId::new("K1"), merged: VehicleId::new("K2") }));
    let order =
        shop.receive_car(OpenOrder { plate: "沪B54321".into(), says: "异响".into(), ..OpenOrder::default() });
    assert_eq!(shop.order(&order).plate, "沪A12345");
    shop.run(Command::UnmergeVehicles(UnmergeVehicles { merged: VehicleId::new("K2") }));
    assert_eq!(vehicle(&shop, "K1").open, Some(order), "it happened to the file that was kept");
    assert_eq!(vehicle(&shop, "K2").open, None);
}

#[test]
fn the_keys_of_a_card_merge_two_files_and_take_them_apart() {
    let shop = doubled();
    let id = VehicleId::new("K1");
    let mut card = shop.cx(Lang::En, |cx| Vehicle::new(cx, id.clone()).expect("it is there"));
    assert_eq!(shop.press(&mut card, "="), Effect::Open(Place::MergeVehicle(id.clone())));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::MergeVehicle(id.clone())).expect("opens"));
    shop.write(&mut form, "54321");
    look_at("files_merge", &shop, &[&card, &form]);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    shop.cx(Lang::En, |cx| card.refresh(cx));
    look_at("files_merged", &shop, &[&card]);
    assert_eq!(shop.press(&mut card, "-"), Effect::Open(Place::SeparateVehicle(id.clone())));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::SeparateVehicle(id.clone())).expect("opens"));
    look_at("files_separate", &shop, &[&card, &form]);
    assert_eq!(shop.press(&mut form, "1 enter"), Effect::Back);
    assert_eq!(vehicle(&shop, "K1").visits, 1);
    // The phone that both files of the customer have finds the other one by itself.
    let id = CustomerId::new("C1");
    let mut file = shop.cx(Lang::En, |cx| Customer::new(cx, id.clone()).expect("it is there"));
    assert_eq!(shop.press(&mut file, "="), Effect::Open(Place::MergeCustomer(id.clone())));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::MergeCustomer(id.clone())).expect("opens"));
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    assert_eq!(customer(&shop, "C1").visits, 2);
}

#[test]
fn a_second_file_with_the_same_phone_is_said_at_once() {
    let shop = doubled();
    let add = AddCustomer { name: "王先生".into(), phone: Some("13800132211".into()), segment: Segment::General };
    let receipt = shop.run(Command::AddCustomer(add));
    let known = Warning::PhoneKnown { customer: CustomerId::new("C1"), name: "王建国".into() };
    assert_eq!(receipt.warnings, [known]);
    let add = |plate: &str| AddVehicle {
        plate: plate.into(),
        model: None,
        vin: Some("LSVAA4187C2184841".into()),
        owner: None,
    };
    shop.run(Command::AddVehicle(add("沪C11111")));
    shop.run(Command::AddVehicle(add("沪C22222")));
    assert_eq!(vehicle(&shop, "K3").alike[0].id, "K4");
    let order =
        shop.receive_car(OpenOrder { plate: "沪C22222".into(), says: "异响".into(), ..OpenOrder::default() });
    let page = shop.cx(Lang::En, |cx| Order::new(cx, order).expect("it is there"));
    assert!(shop.draw(Lang::En, 80, 24, &page).contains("! K3 沪C 11111"));
}

#[test]
fn a_result_line_shows_what_must_be_known_before_a_word_is_said() {
    let mut shop = doubled();
    let here = shop.order_in(Stage::Repair);
    let of_here = shop.order(&here).customer.expect("it has one");
    ask_of_customer(&shop, of_here.as_str(), "旧件装袋带走");
    complain(&shop, of_here.as_str());
    ask_of_customer(&shop, "C2", "交车前洗车");
    complain(&shop, "C2");
    let call = shop.order(&OrderId::new("R261123-002")).call.expect("it has one");
    shop.run(Command::LogAttempt(LogAttempt { call, outcome: Outcome::WrongNumber, back_at: None }));
    let mut one = shop.cx(Lang::En, Find::new);
    shop.write(&mut one, "D88123");
    look_at("files_find_here", &shop, &[&one]);
    let mut all = shop.cx(Lang::En, Find::new);
    shop.write(&mut all, "2211");
    shop.cx(Lang::En, |cx| all.refresh(cx));
    look_at("files_find", &shop, &[&all]);
    let line = shop.draw(Lang::En, 80, 24, &all);
    for mark in ["! 1 special", "! complaint", "! wrong no.", "1 deferred", "沪B 54321"] {
        assert!(line.contains(mark), "{mark}\n{line}");
    }
}

#[test]
fn the_right_number_at_the_next_visit_takes_the_mark_away_and_says_so() {
    let mut shop = Shop::new();
    shop.at("08:30");
    let order = shop.order_in(Stage::FollowUp);
    let call = shop.order(&order).call.expect("it has one");
    shop.run(Command::LogAttempt(LogAttempt { call, outcome: Outcome::WrongNumber, back_at: None }));
    assert!(find(&shop, "12345")[0].wrong_number);
    let form = Place::NewOrder { plate: "沪A12345".into() };
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &form).expect("opens"));
    look_at("files_wrong_number", &shop, &[&form]);
    let again = OpenOrder {
        plate: "沪A12345".into(),
        says: "异响".into(),
        phone: Some("13800139999".into()),
        ..OpenOrder::default()
    };
    let receipt = shop.run(Command::OpenOrder(again));
    assert_eq!(receipt.warnings, [Warning::NumberCorrected { customer: CustomerId::new("C1") }]);
    let hit = find(&shop, "12345").remove(0);
    assert_eq!((hit.wrong_number, hit.phone.as_str()), (false, "13800139999"));
    let file = CustomerId::new("C1");
    let back = ChangeCustomer { customer: file, name: None, phone: Some("13800132211".into()), segment: None };
    assert!(shop.run(Command::ChangeCustomer(back)).warnings.is_empty(), "it was right");
}

#[test]
fn a_card_reads_old_visits_only_when_one_walks_to_them() {
    let shop = Shop::new();
    shop.at("08:00");
    for _ in 0..90 {
        let visit = OpenOrder {
            plate: "沪A12345".into(),
            says: "保养".into(),
            name: Some("王建国".into()),
            phone: Some("13800132211".into()),
            ..OpenOrder::default()
        };
        let order = shop.receive_car(visit);
        shop.run(Command::CancelOrder(CancelOrder { order, reason: "left".into(), outcome: None }));
    }
    assert_eq!(vehicle(&shop, "K1").recent.len(), 20, "the newest only");
    let mut card = shop.cx(Lang::En, |cx| Vehicle::new(cx, VehicleId::new("K1")).expect("it is there"));
    shop.draw(Lang::En, 80, 24, &card);
    shop.press(&mut card, "end");
    shop.press(&mut card, "end end end");
    assert!(shop.draw(Lang::En, 80, 24, &card).contains("R261123-001"), "the first visit of all");
    let mut file = shop.cx(Lang::En, |cx| Customer::new(cx, CustomerId::new("C1")).expect("it is there"));
    shop.draw(Lang::En, 80, 24, &file);
    shop.press(&mut file, "end end end end");
    assert_eq!(shop.press(&mut file, "enter"), Effect::Open(Place::Order(OrderId::new("R261123-001"))));
}
