//! Nobody types into a form that they may not save: what a place asks for beforehand is what the desk asks of its
//! command.

use serde_json::{Value, json};
use shopdesk::desk::{Answer, Query, Session, session};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::{RIGHTS, Role, allows};
use shopdesk::domain::{CallId, Command, OrderId, StaffId};
use shopdesk::tui::effect::Place;

use crate::shop::seat::Seated;
use crate::shop::{Shop, session_of};

/// An id for whoever has this role alone.
fn id(role: Role) -> &'static str {
    match role {
        Role::Advisor => "advisor",
        Role::Caller => "caller",
        Role::Technician => "technician",
        Role::Supervisor => "supervisor",
        Role::Parts => "parts",
        Role::Inspector => "inspector",
        Role::Quality => "quality",
        Role::Manager => "manager",
        Role::ManagementRepresentative => "representative",
        Role::Director => "director",
        Role::Admin => "admin",
    }
}

fn hire(shop: &Shop, role: Role) {
    let (id, name) = (StaffId::new(id(role)), id(role).to_owned());
    shop.run_as("li", Command::AddStaff(AddStaff { id, name, roles: vec![role], uid: None, gone: false }));
}

/// A shop with a car to be received, one that waits for its follow-up call, and somebody of each role.
fn staffed() -> (Shop, OrderId, CallId) {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    shop.order_in(Stage::FollowUp);
    shop.on("2026-11-27T10:00");
    RIGHTS.iter().for_each(|(role, _)| hire(&shop, *role));
    let Answer::Calls(page) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let call = page.rows.first().expect("a call").call.clone();
    (shop, order, call)
}

/// Places, each with the command that it saves.
fn places(order: &OrderId, call: &CallId) -> Vec<(Place, Value)> {
    vec![
        (
            Place::NewOrder { plate: String::new() },
            json!({"do": "open_order", "with": {"plate": "沪A12345", "says": "x"}}),
        ),
        (Place::Intake(order.clone()), json!({"do": "note_intake", "with": {"order": order}})),
        (Place::Promise(order.clone()), json!({"do": "set_promise", "with": {"order": order, "promise": "17:30"}})),
        (Place::Finding(order.clone()), json!({"do": "note_finding", "with": {"order": order, "found": "x"}})),
        (
            Place::Ceiling(order.clone()),
            json!({"do": "raise_ceiling", "with": {"order": order, "ceiling": 1, "reason": "x"}}),
        ),
        (
            Place::Quality(order.clone()),
            json!({"do": "check_quality", "with": {"order": order, "passed": true, "road_test": "passed"}}),
        ),
        (Place::Call(call.clone()), json!({"do": "log_attempt", "with": {"call": call, "outcome": "no-answer"}})),
        (
            Place::NewComplaint { order: None, call: None, vehicle: None, words: String::new() },
            json!({"do": "raise_complaint", "with": {"words": "x", "category": "time"}}),
        ),
        (Place::Part(order.clone()), json!({"do": "order_part", "with": {"order": order, "part": "BRK"}})),
        (Place::Stop(order.clone()), json!({"do": "stop_work", "with": {"order": order, "code": "a"}})),
        (
            Place::Claim(order.clone()),
            json!({"do": "note_claim", "with": {"order": order, "payer": "warranty", "state": "claimed"}}),
        ),
        (Place::ApproveYear(2026), json!({"do": "approve_year", "with": {"year": 2026, "approved": true}})),
        (Place::NewCapa, json!({"do": "open_capa", "with": {"text": "x"}})),
        (Place::NewCampaign, json!({"do": "open_campaign", "with": {}})),
        (Place::WritePlan(2027), json!({"do": "write_plan", "with": {"year": 2027}})),
    ]
}

#[test]
fn a_place_opens_for_those_who_may_save_there_and_tells_the_others_before_they_type() {
    let (shop, order, call) = staffed();
    let places = places(&order, &call);
    let seat = shop.sit_down();
    let mut refused = 0;
    for (role, _) in RIGHTS {
        for (place, command) in &places {
            let needs = serde_json::from_value::<Command>(command.clone()).expect("a command").needs();
            let mut theirs = seat.second_as(session_of(id(*role)));
            let who = theirs.app.who().clone();
            theirs.app.take_up(&who, &[Place::Board, place.clone()]);
            let opened = theirs.app.places().last() == Some(place);
            assert_eq!(opened, allows(*role, needs), "{role:?} at {place:?}: {}", theirs.picture());
            if !opened {
                refused += 1;
                assert!(theirs.picture().contains("may not do this"), "{role:?} at {place:?}: {}", theirs.picture());
            }
        }
    }
    assert!(refused > RIGHTS.len(), "{refused}");
}

#[test]
fn a_technician_is_told_at_the_key_and_in_the_calls() {
    let (shop, _, _) = staffed();
    let mut seat = shop.sit_down().second_as(session_of("technician"));
    for (keys, stays) in [("n", Place::Board), ("4 enter", Place::Calls)] {
        seat.press(keys);
        let picture = seat.picture();
        assert_eq!(seat.app.places(), [stays], "{keys}: {picture}");
        assert!(picture.contains("technician may not do this; it takes the right to"), "{keys}: {picture}");
    }
    // What everybody may do opens as ever.
    seat.press("f8");
    assert!(matches!(seat.app.places()[..], [_, Place::NewComplaint { .. }]), "{}", seat.picture());
}

#[test]
fn a_draft_waits_for_the_right_to_come_back() {
    let (shop, _, _) = staffed();
    let change = |seat: &Seated, roles: &[Role]| {
        let (id, name, roles) = (StaffId::new("advisor"), "Bo".to_owned(), roles.to_vec());
        let change = Command::AddStaff(AddStaff { id, name, roles, uid: None, gone: false });
        seat.door().run(&session_of("li"), shopdesk::desk::Envelope::new(change)).expect("changed");
    };
    let mut seat = shop.sit_down().second_as(session_of("advisor"));
    seat.press("n");
    seat.write("沪D55A20");
    seat.press("esc");
    change(&seat, &[Role::Technician]);
    seat.app.refresh();
    seat.press("n");
    assert_eq!((seat.app.places(), seat.drafts().len()), (vec![Place::Board], 1), "{}", seat.picture());
    change(&seat, &[Role::Advisor]);
    seat.app.refresh();
    seat.press("n");
    assert!(seat.picture().contains("沪D55A20"), "{}", seat.picture());
}

#[test]
fn the_owner_of_the_folder_without_a_person_is_let_through() {
    let (shop, order, _) = staffed();
    let seat = shop.sit_down();
    let mut owner = seat.second_as(Session { who: session::owner(), uid: None, ..session_of("li") });
    owner.press("esc");
    assert!(owner.app.who().as_str() == "owner", "{}", owner.app.who());
    owner.press("n");
    assert!(matches!(owner.app.places().last(), Some(Place::NewOrder { .. })), "{order}: {}", owner.picture());
}
