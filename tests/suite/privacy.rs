//! Customers' data is seen by those who need it, and it is written down who looked (E6, features 69 to 71).

use shopdesk::desk::{Answer, DeskError, Door, Query};
use shopdesk::domain::customer::phone::is_masked;
use shopdesk::domain::customer::read::ReadCustomer;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::Role;
use shopdesk::domain::{Command, CustomerId, StaffId};
use shopdesk::text::Lang;
use shopdesk::tui::app::App;
use shopdesk::tui::effect::Place;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::call::CallLane;
use shopdesk::tui::screen::customer::Customer;

use crate::shop::{Shop, session_of};

const WHOLE: &str = "13800132211";
const SHOWN: &str = "138 0013 2211";
const HIDDEN: &str = "138****2211";

/// A shop with a caller, Lin, and a car given back.
fn shop() -> (Shop, CustomerId) {
    let mut shop = Shop::new();
    add(&shop, vec![Role::Caller]);
    let order = shop.order_in(Stage::FollowUp);
    let customer = shop.order(&order).customer.expect("it has one");
    shop.on("2026-11-26T10:00");
    (shop, customer)
}

fn add(shop: &Shop, roles: Vec<Role>) {
    let lin = AddStaff { id: StaffId::new("lin"), name: "Lin".into(), roles, uid: None, gone: false };
    shop.run(Command::AddStaff(lin));
}

fn read(phone: bool, customer: &CustomerId) -> Command {
    Command::ReadCustomer(ReadCustomer { customer: customer.clone(), phone })
}

#[test]
fn what_leaves_the_desk_holds_whole_numbers_for_those_who_see_them_only() {
    let (shop, customer) = shop();
    let order = shop.ask(&Query::Find { text: "A12345".into(), limit: 1 });
    let Answer::Find(hits) = order else { panic!("no find") };
    let vehicle = hits[0].vehicle.clone().expect("a car");
    let Answer::Calls(calls) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let call = calls.rows[0].clone();
    let asked = [
        ("order", Query::Order { id: call.order.clone().expect("a visit") }),
        ("find", Query::Find { text: "A12345".into(), limit: 1 }),
        ("vehicle", Query::Vehicle { id: vehicle }),
        ("customer", Query::Customer { id: customer }),
        ("calls", Query::Calls),
        ("call", Query::Call { id: call.call }),
    ];
    for (name, query) in &asked {
        let whole = serde_json::to_string(&shop.desk.ask(&session_of("li"), query).expect("li may")).expect("JSON");
        assert!(whole.contains(WHOLE), "{name}: {whole}");
        for who in ["lin", "wang"] {
            let Ok(answer) = shop.desk.ask(&session_of(who), query) else { continue };
            let veiled = serde_json::to_string(&answer).expect("JSON");
            assert!(!veiled.contains(WHOLE) && veiled.contains(HIDDEN), "{name}, {who}: {veiled}");
        }
    }
}

#[test]
fn a_number_is_shown_to_a_caller_once_that_is_written_down_and_on_that_screen_only() {
    let (mut shop, customer) = shop();
    shop.who = "lin";
    let phones = Query::Phones { customer: customer.clone() };
    assert!(matches!(shop.desk.ask(&session_of("lin"), &phones), Err(DeskError::NotAllowed { .. })));
    let mut screen = shop.cx(Lang::En, |cx| Customer::new(cx, customer.clone()).expect("lin may"));
    let before = shop.draw(Lang::En, 80, 24, &screen);
    assert!(before.contains(HIDDEN) && !before.contains(SHOWN), "{before}");
    shop.press(&mut screen, "#");
    let after = shop.draw(Lang::En, 80, 24, &screen);
    assert!(after.contains(SHOWN), "{after}");
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains(SHOWN), "it stays while the screen is open");
    let again = shop.cx(Lang::En, |cx| Customer::new(cx, customer.clone()).expect("lin may"));
    assert!(!shop.draw(Lang::En, 80, 24, &again).contains(SHOWN));
    // Tomorrow the wish of today counts no more, and nobody else's does ever.
    assert!(shop.desk.ask(&session_of("lin"), &phones).is_ok());
    shop.on("2026-11-27T10:00");
    assert!(matches!(shop.desk.ask(&session_of("lin"), &phones), Err(DeskError::NotAllowed { .. })));
    // Who only repairs may not even ask.
    let refused = shop.try_as("wang", read(true, &customer));
    assert!(matches!(refused, Err(DeskError::NotAllowed { .. })), "{refused:?}");
}

#[test]
fn a_call_that_is_taken_up_shows_its_number_and_that_is_written_down() {
    let (mut shop, customer) = shop();
    let Answer::Calls(calls) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let call = calls.rows[0].call.clone();
    shop.who = "lin";
    let lane = shop.cx(Lang::En, |cx| CallLane::new(cx, &call).expect("lin may"));
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains(SHOWN));
    let Answer::Reads(reads) = shop.desk.ask(&session_of("li"), &Query::Reads { customer, days: 10 }).expect("li may")
    else {
        panic!("no reads")
    };
    assert_eq!(reads.iter().map(|read| (read.by.as_str(), read.phone)).collect::<Vec<_>>(), [("lin", true)]);
    shop.who = "wang";
    let lane = shop.cx(Lang::En, |cx| CallLane::new(cx, &call).expect("wang may look"));
    assert!(!shop.draw(Lang::En, 80, 24, &lane).contains(SHOWN));
}

#[test]
fn who_read_a_file_is_noted_once_a_day_and_seen_by_those_who_answer_for_it() {
    let (mut shop, customer) = shop();
    let page = Query::Customer { id: customer.clone() };
    for _ in 0..3 {
        shop.desk.ask(&session_of("lin"), &page).expect("lin may");
    }
    // Nobody waits for these; a command that comes after them does.
    shop.run_as("lin", read(false, &customer));
    shop.on("2026-11-27T09:00");
    shop.desk.ask(&session_of("lin"), &page).expect("lin may");
    shop.desk.ask(&session_of("li"), &page).expect("li may");
    shop.run_as("lin", read(false, &customer));
    shop.run_as("lin", read(true, &customer));
    let reads = |who: &str| shop.desk.ask(&session_of(who), &Query::Reads { customer: customer.clone(), days: 10 });
    let Answer::Reads(found) = reads("li").expect("li is a manager too") else { panic!("no reads") };
    let mut found: Vec<_> =
        found.iter().map(|read| (read.at.day().to_string(), read.by.as_str(), read.phone)).collect();
    found.sort();
    let day = |day: &str, who, phone| (format!("2026-11-{day}"), who, phone);
    assert_eq!(
        found,
        [day("26", "lin", false), day("27", "li", false), day("27", "lin", false), day("27", "lin", true)]
    );
    assert!(matches!(reads("lin"), Err(DeskError::NotAllowed { .. })));
    shop.who = "li";
    let mut seat = shop.sit_down();
    seat.press("/");
    seat.write("A12345");
    seat.press("enter @ h");
    assert_eq!(seat.app.places().last(), Some(&Place::Reads(customer)), "{}", seat.picture());
    insta::assert_snapshot!("read_by", seat.picture());
}

#[test]
fn who_gets_other_roles_loses_what_stands_on_the_screen() {
    let (mut shop, customer) = shop();
    add(&shop, vec![Role::Advisor]);
    shop.who = "lin";
    let mut seat = shop.sit_down();
    seat.press("/");
    seat.write("A12345");
    seat.press("enter @");
    let there = |app: &App| app.places().contains(&Place::Customer(customer.clone()));
    assert!(there(&seat.app) && seat.picture().contains(SHOWN), "{}", seat.picture());
    let parts =
        AddStaff { id: StaffId::new("lin"), name: "Lin".into(), roles: vec![Role::Parts], uid: None, gone: false };
    seat.door().run(&session_of("li"), shopdesk::desk::Envelope::new(Command::AddStaff(parts))).expect("li may");
    seat.app.refresh();
    assert!(!there(&seat.app) && seat.picture().contains("Your roles were changed."), "{}", seat.picture());
    seat.press("/");
    seat.write("A12345");
    seat.press("enter @");
    assert!(!there(&seat.app), "{}", seat.picture());
    assert!(is_masked(HIDDEN) && !seat.picture().contains(SHOWN));
}
