//! A part on order (F1): the box for a new one and for its steps, and where it is seen.

use serde_json::json;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::action::Action;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::input::Key;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::requests::Requests;
use shopdesk::tui::screen::vehicle::Vehicle;

use super::{fill, look, open, picture};
use crate::shop::Shop;

fn order_part(shop: &Shop, order: &OrderId, part: &str, done: &[&str]) {
    let with = json!({ "order": order, "part": part, "expected": "+2", "how": "phone", "done": done });
    shop.run(Command::OrderPart(serde_json::from_value(with).expect("a part")));
}

fn steps(shop: &Shop, order: &OrderId, number: u16) -> usize {
    let parts = shop.order(order).parts;
    parts.iter().find(|row| row.part.number == number).map_or(0, |row| row.part.stamps.len())
}

/// Works three cars up to their repair, with parts on order: one awaited, one that should be here by now, one that is here.
fn with_parts(shop: &mut Shop) -> Vec<OrderId> {
    let orders: Vec<OrderId> = (0..3).map(|_| shop.order_in(Stage::Repair)).collect();
    let sent = ["authorised", "requested", "ordered"];
    order_part(shop, &orders[0], "PADS", &sent);
    order_part(shop, &orders[0], "DISC", &["authorised", "requested"]);
    order_part(shop, &orders[2], "BRK", &[&sent[..], &["arrived"]].concat());
    let note = json!({ "order": orders[1], "part": "HOSE", "expected": "1500", "how": "in-person", "done": sent });
    shop.run(Command::OrderPart(serde_json::from_value(note).expect("a part")));
    shop.at("15:40");
    orders
}

#[test]
fn f1_the_box_leads_through_a_new_part() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    shop.start(&order, 1);
    let mut form = open(&shop, &Place::Part(order.clone()));
    fill(&shop, &mut form, &["BRK", "> enter", "+2", "> enter"]);
    look(&shop, "part_new", &mut form);
    let done = shop.press(&mut form, "p y");
    let Effect::BackWith(_, said) = done else { panic!("{done:?}") };
    assert!(said.contains("Work goes on; if it cannot without the part: s c."), "{said}");
    assert_eq!(steps(&shop, &order, 1), 4);
}

#[test]
fn f1_with_several_parts_a_digit_chooses_and_another_time_asks_why() {
    let mut shop = Shop::new();
    let orders = with_parts(&mut shop);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, orders[0].clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "]"), Effect::Open(Place::PartStep(orders[0].clone(), None)));
    let mut form = open(&shop, &Place::PartStep(orders[0].clone(), None));
    look(&shop, "part_choose", &mut form);
    assert!(matches!(shop.press(&mut form, "2"), Effect::BackWith(..)), "the digit is enough");
    assert_eq!([steps(&shop, &orders[0], 1), steps(&shop, &orders[0], 2)], [5, 5]);
    let mut form = open(&shop, &Place::Part(orders[0].clone()));
    fill(&shop, &mut form, &["> 1 t", "+9", "> enter"]);
    look(&shop, "part_moved", &mut form);
    fill(&shop, &mut form, &["supplier is late", "> enter"]);
    assert_eq!(shop.order(&orders[0]).parts[0].part.moves.len(), 1);
    let mut form = open(&shop, &Place::Part(orders[0].clone()));
    fill(&shop, &mut form, &["> 2 x", "found one", "> enter"]);
    assert!(shop.order(&orders[0]).parts[1].part.cancelled.is_some());
    let mut form = open(&shop, &Place::Part(orders[0].clone()));
    fill(&shop, &mut form, &["> 0", "WIPE", "> f10"]);
    assert_eq!(shop.order(&orders[0]).parts.len(), 3, "a third one, of which nothing is known yet");
}

#[test]
fn f1_where_a_part_on_order_is_seen() {
    let mut shop = Shop::new();
    let orders = with_parts(&mut shop);
    for size in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 160, 50)] {
        let board = shop.cx(size.0, Board::new);
        picture(&shop, "board_parts", size, &board);
        let order = shop.cx(size.0, |cx| Order::new(cx, orders[0].clone()).expect("there"));
        picture(&shop, "order_parts", size, &order);
    }
    for size in [(Lang::Zh, 80, 24), (Lang::En, 80, 24)] {
        let list = shop.cx(size.0, Requests::new);
        picture(&shop, "list_parts", size, &list);
        let vehicle = shop.order(&orders[2]).vehicle;
        let card = shop.cx(size.0, |cx| Vehicle::new(cx, vehicle).expect("there"));
        picture(&shop, "card_parts", size, &card);
    }
}

#[test]
fn f1_whoever_only_orders_parts_notes_that_one_came_and_the_advisor_is_to_be_told() {
    let mut shop = Shop::new();
    let orders = with_parts(&mut shop);
    let add = json!({ "id": "ma", "name": "Ma", "roles": ["parts"] });
    shop.run(Command::AddStaff(serde_json::from_value(add).expect("a person")));
    shop.who = "ma";
    let mut screen = shop.cx_as("ma", Lang::En, |cx| Order::new(cx, orders[1].clone()).expect("there"));
    let press = |screen: &mut Order| {
        let effect = shop.cx_as("ma", Lang::En, |cx| screen.on(cx, Some(Action::PartStep), Key::char(']')));
        let Effect::Run(ask) = effect else { panic!("{effect:?}") };
        shop.run(ask.command);
        shop.cx_as("ma", Lang::En, |cx| screen.refresh(cx));
    };
    press(&mut screen);
    assert_eq!(steps(&shop, &orders[1], 1), 6, "it came; the advisor does not know yet");
    press(&mut screen);
    assert_eq!(steps(&shop, &orders[1], 1), 7, "now they do");
}

#[test]
fn f1_a_part_that_came_is_a_task_in_the_other_session_at_once() {
    let mut shop = Shop::new();
    with_parts(&mut shop);
    let mut one = shop.sit_down();
    let mut other = one.second();
    assert!(!other.picture().lines().any(|line| line.contains("BYD") && line.contains("tell: part here")));
    one.press("j ]");
    // As the server does for every session once the journal has a new line.
    other.app.refresh();
    let picture = other.picture();
    assert!(picture.lines().any(|line| line.contains("BYD") && line.contains("tell: part here")), "{picture}");
}

#[test]
fn f1_enter_on_the_board_tells_the_customer_first() {
    let mut shop = Shop::new();
    let orders = with_parts(&mut shop);
    let mut board = shop.cx(Lang::En, Board::new);
    let effect = shop.press(&mut board, "j j enter");
    assert_eq!(effect, Effect::Open(Place::PartStep(orders[2].clone(), Some(1))));
    let mut form = open(&shop, &Place::PartStep(orders[2].clone(), Some(1)));
    look(&shop, "part_told", &mut form);
    assert!(matches!(shop.press(&mut form, "p"), Effect::BackWith(..)), "how they were told is all that is asked");
    let told = &shop.order(&orders[2]).parts[0].part;
    assert_eq!(told.stamps.len(), 8, "the advisor knows, and the customer: two steps, each with its stamp");
}
