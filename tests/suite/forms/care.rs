//! The shop's own fault with what was given for it (E5), and what customers ask for on a visit (E8).

use chrono::NaiveDate;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::order::fault::{NoteFault, Process};
use shopdesk::domain::order::kept::Remedy;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::{Command, Money, OrderId, StaffId};
use shopdesk::store::rows::FaultRow;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::requests::Requests;
use shopdesk::tui::screen::scores::Scores;
use shopdesk::tui::screen::vehicle::Vehicle;

use super::{fill, look, open, picture};
use crate::shop::Shop;

fn fault(order: &OrderId, remedy: Remedy, fen: i64) -> NoteFault {
    let wrong = "left the oil cap open".into();
    let (order, cost) = (order.clone(), Money::fen(fen));
    NoteFault { order, number: None, process: Process::Repair, wrong, remedy, cost, approved_by: None }
}

fn faults_of_november(shop: &Shop) -> Vec<FaultRow> {
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).expect("a day");
    match shop.ask(&Query::Faults { from: day(1), to: day(30) }) {
        Answer::Faults(rows) => rows,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// Chen may approve what Sun, an advisor, gives.
fn has_director(shop: &Shop) {
    for (id, name, role) in [("chen", "Chen", "director"), ("sun", "Sun", "advisor")] {
        let person = serde_json::json!({ "id": id, "name": name, "roles": [role] });
        shop.run(Command::AddStaff(serde_json::from_value::<AddStaff>(person).expect("a person")));
    }
}

#[test]
fn e5_a_fault_and_its_compensation_are_recorded_in_a_box_long_after_the_visit() {
    let mut shop = Shop::new();
    has_director(&shop);
    let order = shop.order_in(Stage::FollowUp);
    shop.who = "sun";
    let mut form = open(&shop, &Place::Fault(order.clone()));
    // Above the limit an advisor needs somebody's approval; up to it nobody is asked.
    let mut bare = fault(&order, Remedy::Refund, 20_001);
    assert_eq!(shop.refuse(Command::NoteFault(bare.clone())).field(), Some("approved_by"));
    bare.approved_by = Some(StaffId::new("wang"));
    assert_eq!(shop.refuse(Command::NoteFault(bare)).code(), "invalid", "a technician cannot");
    fill(&shop, &mut form, &["r", "left the oil cap open", "> enter", "r", "300"]);
    look(&shop, "fault", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Stay, "nobody approved it");
    assert_eq!(fill(&shop, &mut form, &["1", "> f10"]), Effect::Back);
    let kept = shop.order(&order).faults;
    let stands = |at: usize| (kept[at].process, kept[at].remedy, kept[at].cost, kept[at].approved_by.clone());
    assert_eq!(stands(0), (Process::Repair, Remedy::Refund, Money::fen(30_000), Some(StaffId::new("chen"))));
    // A record is put right by its number, and counts on its first day.
    shop.on("2026-12-02T09:00");
    let mut form = open(&shop, &Place::Fault(order.clone()));
    fill(&shop, &mut form, &["> up", "1"]);
    while super::focus(&form) != "cost" {
        shop.press(&mut form, "tab");
    }
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "150", "> f10"]), Effect::Back);
    let kept = shop.order(&order).faults;
    assert_eq!((kept.len(), kept[0].cost), (1, Money::fen(15_000)));
    assert_eq!(faults_of_november(&shop).iter().map(|row| row.cost).collect::<Vec<_>>(), [Money::fen(15_000)]);
    let page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &page);
    assert!(shown.contains("repair: left the oil cap open; money back, 150.00"), "{shown}");
    let card = shop.cx(Lang::En, |cx| Vehicle::new(cx, shop.order(&order).vehicle).expect("it is there"));
    assert!(shop.draw(Lang::En, 160, 50, &card).contains("our fault 150.00"));
}

#[test]
fn e5_the_cost_of_poor_quality_is_summed_for_each_month_and_kind() {
    let mut shop = Shop::new();
    let orders = [shop.order_in(Stage::FollowUp), shop.order_in(Stage::Repair)];
    for (order, remedy, fen) in
        [(0, Remedy::Refund, 12_000), (1, Remedy::Free, 18_050), (1, Remedy::Refund, 20_000), (0, Remedy::Apology, 0)]
    {
        shop.run(Command::NoteFault(fault(&orders[order], remedy, fen)));
    }
    shop.on("2026-11-30T20:00");
    let scores = shop.cx(Lang::En, Scores::new);
    let shown = shop.draw(Lang::En, 80, 24, &scores);
    assert!(shown.contains("own faults 4, cost 500.50  (money back 320.00, free of charge 180.50)"), "{shown}");
    shop.on("2026-12-01T09:00");
    let scores = shop.cx(Lang::En, Scores::new);
    assert!(!shop.draw(Lang::En, 80, 24, &scores).contains("own faults"), "another month");
}

#[test]
fn e8_a_request_waits_on_board_and_order_until_it_is_answered_also_after_the_car_is_gone() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &Place::Request(order.clone()));
    fill(&shop, &mut form, &["请提前打电话通知保养"]);
    look(&shop, "request", &mut form);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    let board = |shop: &Shop| shop.draw(Lang::En, 120, 24, &shop.cx(Lang::En, Board::new));
    assert!(board(&shop).contains("requests 1"), "{}", board(&shop));
    let page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    picture(&shop, "request_order", (Lang::En, 80, 24), &page);
    shop.start(&order, 1);
    shop.finish(&order);
    shop.check(&order, true);
    shop.hand_over(&order);
    assert!(board(&shop).contains("requests 1"), "the car is gone, the request is not");
    shop.at("16:40");
    let mut list = shop.cx(Lang::En, Requests::new);
    picture(&shop, "requests", (Lang::En, 80, 24), &list);
    picture(&shop, "requests", (Lang::Zh, 80, 24), &list);
    let effect = shop.press(&mut list, "enter");
    assert_eq!(effect, Effect::Open(Place::Request(order.clone())));
    let mut form = open(&shop, &Place::Request(order.clone()));
    fill(&shop, &mut form, &["we will"]);
    look(&shop, "request_answer", &mut form);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    assert!(!board(&shop).contains("requests"), "{}", board(&shop));
    let row = shop.order(&order).requests.remove(0);
    assert_eq!((row.by.as_str(), row.answer.expect("answered").words.as_str()), ("li", "we will"));
}

#[test]
fn e8_the_next_request_may_come_before_the_first_is_answered() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    for words in ["wash the car", "keep the old pads"] {
        let mut form = open(&shop, &Place::Request(order.clone()));
        if !shop.order(&order).requests.is_empty() {
            fill(&shop, &mut form, &["> up", "0"]);
        }
        assert_eq!(fill(&shop, &mut form, &[words, "> enter"]), Effect::Back);
    }
    let mut form = open(&shop, &Place::Request(order.clone()));
    assert_eq!(fill(&shop, &mut form, &["> up", "2", "in the boot", "> enter"]), Effect::Back);
    let answered: Vec<bool> = shop.order(&order).requests.iter().map(|row| row.answer.is_some()).collect();
    assert_eq!(answered, [false, true]);
}
