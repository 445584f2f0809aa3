//! Complaints: taken down, answered, closed.

use shopdesk::desk::{Answer, Query};
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::complaint::raise::{Category, Severity};
use shopdesk::domain::customer::Segment;
use shopdesk::domain::customer::add::AddCustomer;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::vehicle::add::AddVehicle;
use shopdesk::domain::{Command, ComplaintId, CustomerId, OrderId, VehicleId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::vehicle::Vehicle;

use super::{fill, focus, kept, known_car, look, open};
use crate::shop::Shop;

fn raise(shop: &Shop, order: Option<OrderId>) -> ComplaintId {
    let mut form = open(shop, &Place::NewComplaint { order, call: None, vehicle: None, words: String::new() });
    let effect = fill(shop, &mut form, &["刹车还是响", "> enter", "> 2 1 3 1 enter"]);
    let Effect::Turn(Place::Complaint(id)) = effect else { panic!("{effect:?}") };
    id
}

#[test]
fn a_complaint_takes_the_words_and_six_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let mut form = open(
        &shop,
        &Place::NewComplaint { order: Some(order.clone()), call: None, vehicle: None, words: String::new() },
    );
    fill(&shop, &mut form, &["刹车还是响", "> enter", "> 2"]);
    look(&shop, "complaint", &mut form);
    let id = raise(&shop, Some(order.clone()));
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert_eq!(
        (page.row.order, page.row.severity, page.row.category),
        (Some(order), Severity::Important, Category::Quality)
    );
}

#[test]
fn a_complaint_from_nowhere_finds_whom_it_is_about() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let place = Place::NewComplaint { order: None, call: None, vehicle: None, words: String::new() };
    let mut form = open(&shop, &place);
    fill(&shop, &mut form, &["too dear", "> enter", "99999", "> enter", "> 1 3 enter enter enter"]);
    assert_eq!((focus(&form), kept(&form, "words")), ("about".into(), "too dear".into()));
    let effect = fill(&shop, &mut form, &["> ctrl+u", "2345", "> f10"]);
    let Effect::Turn(Place::Complaint(id)) = effect else { panic!("{effect:?}") };
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert_eq!((page.row.name, page.row.plate), ("王建国".into(), plate));
    assert!(page.row.order.is_some(), "it is about the newest visit of the car, though that is over");
}

#[test]
fn a_complaint_at_a_car_that_has_left_is_about_its_newest_visit() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let vehicle = shop.order(&order).vehicle;
    let mut card = shop.cx(Lang::En, |cx| Vehicle::new(cx, vehicle.clone()).expect("it is there"));
    let Effect::Open(place) = shop.press(&mut card, "!") else { panic!("a complaint") };
    for place in [place, Place::NewComplaint { order: None, call: None, vehicle: Some(vehicle), words: String::new() }]
    {
        let mut form = open(&shop, &place);
        let Effect::Turn(Place::Complaint(id)) = fill(&shop, &mut form, &["刹车还是响", "> enter", "> 2 1 3 1 enter"])
        else {
            panic!("it is saved")
        };
        let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
        assert_eq!((page.row.order, page.row.plate.as_str()), (Some(order.clone()), "沪A12345"));
    }
}

#[test]
fn a_complaint_about_a_car_that_never_was_here_keeps_car_and_owner() {
    let shop = Shop::new();
    let add = AddCustomer { name: "周伟".into(), phone: Some("13400130006".into()), segment: Segment::General };
    let owner = CustomerId::new(shop.run(Command::AddCustomer(add)).id);
    let add = AddVehicle { plate: "沪D55A20".into(), vin: None, model: None, owner: Some(owner) };
    let vehicle = VehicleId::new(shop.run(Command::AddVehicle(add)).id);
    let mut form =
        open(&shop, &Place::NewComplaint { order: None, call: None, vehicle: Some(vehicle), words: String::new() });
    let effect = fill(&shop, &mut form, &["没人接电话", "> enter", "> 1 4 1 5 enter"]);
    let Effect::Turn(Place::Complaint(id)) = effect else { panic!("{effect:?}") };
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert_eq!((page.row.name.as_str(), page.row.plate.as_str()), ("周伟", "沪D55A20"));
}

#[test]
fn a_complaint_is_answered_and_closed_only_then() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let id = raise(&shop, Some(order));
    let mei = serde_json::json!({ "do": "add_staff", "with": { "id": "mei", "name": "Mei", "roles": ["manager"] } });
    shop.run(serde_json::from_value(mei).expect("a command"));
    let mut close = open(&shop, &Place::CloseComplaint(id.clone()));
    fill(&shop, &mut close, &["> y", "现在好了", "> enter"]);
    assert_eq!((focus(&close), kept(&close, "words")), ("satisfied".into(), "现在好了".into()));
    look(&shop, "close_complaint", &mut close);
    let mut answer = open(&shop, &Place::NoteComplaint(id.clone(), true));
    look(&shop, "note_complaint", &mut answer);
    assert_eq!(fill(&shop, &mut answer, &["周三上午返修, 不收费", "> enter"]), Effect::Back);
    // It is an important one, and the shop's fault: each step has its box, and Enter goes through each.
    let steps: [(Due, &str, &[&str]); 6] = [
        (Due::Judge, "judge_complaint", &["> y 2 enter"]),
        (
            Due::Plan,
            "plan_complaint",
            &["片子装反", "> enter", "新手装的", "> enter enter 1", "重装并教会", "> enter enter enter"],
        ),
        (Due::Approve, "approve_complaint", &["> y enter"]),
        (Due::Act, "act_complaint", &["已重装", "> enter"]),
        (Due::Verify, "verify_complaint", &["> y", "路试", "> enter", "装车后复查", "> enter"]),
        (Due::Tell, "tell_complaint", &["已告诉客户", "> enter", "> y enter"]),
    ];
    for (due, name, keys) in steps {
        let Answer::Complaint(page) = shop.ask(&Query::Complaint { id: id.clone() }) else { panic!("no complaint") };
        assert_eq!(page.row.due, due);
        // Who wrote the plan does not approve it, and who carried it out does not verify it.
        shop.who = if matches!(due, Due::Approve | Due::Act) { "mei" } else { "li" };
        let mut form = open(&shop, &Place::ComplaintStep(id.clone(), due));
        look(&shop, name, &mut form);
        let effect = fill(&shop, &mut form, keys);
        assert_eq!(effect, Effect::Back, "{name}: at {}", focus(&form));
    }
    let mut close = open(&shop, &Place::CloseComplaint(id.clone()));
    assert_eq!(fill(&shop, &mut close, &["> y", "现在好了", "> enter"]), Effect::Back);
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert!(page.row.closed.is_some());
}
