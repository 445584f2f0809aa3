//! A repair that did not hold: asked after at the counter, answered by one key, put right later (I5); and how often the
//! check sent a car back (I1).

use shopdesk::domain::OrderId;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::vehicle::Vehicle;

use super::{fill, known_car, look, new_order, open, picture};
use crate::shop::Shop;

const FIRST: &str = "R261123-001";

/// Takes the car in again, with these keys in place of the answer to the question.
fn taken_in(shop: &Shop, plate: &str, answer: &[&str]) -> OrderId {
    let mut form = open(shop, &new_order(plate));
    fill(shop, &mut form, &["42999", "> tab"]);
    fill(shop, &mut form, answer);
    let effect = fill(shop, &mut form, &["> enter", "brn", "> f10"]);
    let Effect::Turn(Place::Order(id)) = effect else { panic!("{effect:?}") };
    id
}

fn shown(shop: &Shop, form: &FormScreen) -> String {
    shop.draw(Lang::En, 80, 24, form)
}

#[test]
fn i5_a_recent_repair_is_asked_after_and_one_key_makes_it_a_comeback_of_its_job() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    shop.on("2026-12-14T09:00");
    let mut form = open(&shop, &new_order(&plate));
    let asked = shown(&shop, &form);
    assert!(asked.contains("Comeback?") && asked.contains(FIRST), "{asked}");
    look(&shop, "comeback_asked", &mut form);
    fill(&shop, &mut form, &["> ctrl+b"]);
    look(&shop, "comeback_taken", &mut form);
    // Once more takes it back: nothing is on by itself.
    fill(&shop, &mut form, &["> ctrl+b"]);
    assert_eq!(shown(&shop, &form), asked);
    let back = taken_in(&shop, &plate, &["> ctrl+b"]);
    let row = shop.order(&back).comeback.expect("it is one");
    assert_eq!((row.of.as_str(), row.line), (FIRST, Some(1)), "the only job is named with it");
    assert_eq!(shop.order(&OrderId::new(FIRST)).came_back, std::slice::from_ref(&back));
    let page = shop.cx(Lang::En, |cx| Order::new(cx, back).expect("it is there"));
    picture(&shop, "comeback_order", (Lang::En, 80, 24), &page);
    picture(&shop, "comeback_order", (Lang::Zh, 80, 24), &page);
    let page = shop.cx(Lang::En, |cx| Order::new(cx, OrderId::new(FIRST)).expect("it is there"));
    assert!(shop.draw(Lang::En, 80, 24, &page).contains("came back as R261214-001"));
}

#[test]
fn i5_without_the_key_a_car_is_no_comeback() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    shop.on("2026-12-14T09:00");
    let order = taken_in(&shop, &plate, &[]);
    assert_eq!(shop.order(&order).comeback, None);
}

#[test]
fn i5_days_or_kilometres_end_the_question_whichever_comes_first() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    shop.on("2026-12-23T09:00");
    let mut form = open(&shop, &new_order(&plate));
    assert!(shown(&shop, &form).contains("Comeback?"), "thirty days are not over");
    fill(&shop, &mut form, &["44310"]);
    assert!(shown(&shop, &form).contains("Comeback?"), "two thousand kilometres");
    fill(&shop, &mut form, &["> backspace", "1"]);
    assert!(!shown(&shop, &form).contains("Comeback?"), "one more");
    fill(&shop, &mut form, &["> ctrl+b"]);
    assert!(!shown(&shop, &form).contains(FIRST), "the key does nothing where nothing is asked");
    shop.on("2026-12-24T09:00");
    let form = open(&shop, &new_order(&plate));
    assert!(!shown(&shop, &form).contains("Comeback?"), "thirty-one days");
}

#[test]
fn i5_a_comeback_found_out_later_is_noted_with_the_intake_and_taken_back_there() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    shop.on("2027-03-01T09:00");
    let order = taken_in(&shop, &plate, &[]);
    let comeback = || shop.order(&order).comeback.map(|row| (row.of.to_string(), row.line));
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f6", "> down down down down down down down down down down"]);
    fill(&shop, &mut form, &["R261123-001.2"]);
    assert_eq!(super::focus(&form), "comeback");
    look(&shop, "comeback_field", &mut form);
    // The customer had put that line off: it was never repaired.
    shop.press(&mut form, "f10");
    assert_eq!((super::focus(&form).as_str(), comeback()), ("comeback", None));
    assert_eq!(fill(&shop, &mut form, &["> backspace", "1", "> f10"]), Effect::Back);
    assert_eq!(comeback(), Some((FIRST.to_string(), Some(1))));
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f6", "> down down down down down down down down down down"]);
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "> f10"]), Effect::Back);
    assert_eq!(comeback(), None);
}

#[test]
fn i1_the_visits_of_a_car_tell_what_was_sent_back_and_what_came_back() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Inspect);
    shop.at("14:40");
    shop.check(&order, false);
    shop.at("14:50");
    let page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    let said = shop.draw(Lang::En, 100, 30, &page);
    assert!(said.contains("sent back by the check 1 time"), "{said}");
    shop.start(&order, 1);
    shop.finish(&order);
    shop.at("14:55");
    shop.check(&order, true);
    shop.hand_over(&order);
    shop.on("2026-12-01T09:00");
    taken_in(&shop, &shop.order(&order).plate, &["> ctrl+b"]);
    let card = shop.cx(Lang::En, |cx| Vehicle::new(cx, shop.order(&order).vehicle).expect("it is there"));
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        picture(&shop, "comeback_card", (lang, columns, rows), &card);
    }
}
