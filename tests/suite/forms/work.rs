//! Promises, work, the check and handing over.

use shopdesk::domain::order::kept::{Kept, Remedy};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::work::StopCode;
use shopdesk::domain::{Command, Money};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::theme::Role;

use super::{fill, focus, kept, look, open};
use crate::shop::Shop;

#[test]
fn a_promise_is_given_with_a_time_and_moved_with_eight_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = open(&shop, &Place::Promise(order.clone()));
    fill(&shop, &mut form, &["1200", "> enter"]);
    assert_eq!((focus(&form), kept(&form, "promise")), ("promise".into(), "1200".into()));
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "+2h", "> enter"]), Effect::Back);
    let mut form = open(&shop, &Place::Promise(order.clone()));
    // Its reasons do not fit into the line: each is seen nevertheless, at any size at which one can work.
    shop.press(&mut form, "1 8 0 0");
    look(&shop, "promise_reasons", &mut form);
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 60, 15), (Lang::Zh, 40, 12)] {
        shop.cx(lang, |cx| form.refresh(cx));
        let shown = shop.draw(lang, columns, rows, &form);
        for key in 1..=6 {
            assert!(shown.contains(&format!(" {key} ")), "{key} of {lang} {columns}x{rows}\n{shown}");
        }
    }
    let mut form = open(&shop, &Place::Promise(order.clone()));
    // After the t that opened the box.
    shop.press(&mut form, "1 7 3 0 1 p");
    look(&shop, "promise", &mut form);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    let promise = shop.order(&order).promise.expect("promised");
    assert_eq!((promise.at.to_string().as_str(), promise.moves.len()), ("2026-11-23T17:30:00.000+08:00", 1));
}

#[test]
fn a_job_is_started_by_the_number_of_a_technician() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &Place::Start(order.clone(), 1));
    look(&shop, "start", &mut form);
    assert_eq!(shop.press(&mut form, "1"), Effect::Back);
    assert!(shop.order(&order).lines[0].work.is_running());
    let other = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &Place::Start(other, 1));
    assert!(matches!(shop.press(&mut form, "1"), Effect::Run(_)), "refused");
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("Wang works on"), "{shown}");
}

#[test]
fn a_stop_code_stops_at_once_and_takes_along_a_note_written_before_it() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    shop.start(&order, 1);
    let mut form = open(&shop, &Place::Stop(order.clone()));
    look(&shop, "stop", &mut form);
    assert_eq!(shop.press(&mut form, "b"), Effect::Back);
    assert!(!shop.order(&order).lines[0].work.is_running());
    shop.start(&order, 1);
    let mut form = open(&shop, &Place::Stop(order.clone()));
    assert_eq!(fill(&shop, &mut form, &["> tab", "calipers back-ordered", "> up c"]), Effect::Back);
    let stops = &shop.order(&order).lines[0].work.stops;
    assert_eq!((stops[0].code, stops[1].code), (StopCode::B, StopCode::C));
    assert_eq!((stops[0].note.as_deref(), stops[1].note.as_deref()), (None, Some("calipers back-ordered")));
    let mut late = open(&shop, &Place::Stop(order));
    assert!(matches!(shop.press(&mut late, "a"), Effect::Run(_)), "nothing runs any more");
    assert_eq!((focus(&late), kept(&late, "code")), ("code".into(), "a".into()));
}

#[test]
fn the_one_who_repaired_may_not_check_and_a_fail_needs_a_note() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Inspect);
    let mut form = open(&shop, &Place::Quality(order.clone()));
    shop.press(&mut form, "n p");
    look(&shop, "quality", &mut form);
    shop.press(&mut form, "enter");
    assert_eq!(focus(&form), "note");
    fill(&shop, &mut form, &["still squeals", "> up up up up", "> right"]);
    let people = shop.draw(Lang::En, 80, 24, &form);
    assert!(people.contains("Wang"), "{people}");
    let wang = people.rsplit(" Wang").nth(1).and_then(|before| before.chars().last()).expect("a key");
    fill(&shop, &mut form, &[&wang.to_string(), "> f10"]);
    assert_eq!((focus(&form), kept(&form, "note")), ("inspector".into(), "still squeals".into()));
    let zhao = people.rsplit(" Zhao").nth(2).and_then(|before| before.chars().last()).expect("a key");
    assert_eq!(fill(&shop, &mut form, &[&zhao.to_string(), "> f10"]), Effect::Back);
    assert_eq!(shop.order(&order).stage, Stage::Repair);
}

#[test]
fn a_ready_car_is_handed_over_with_seven_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    look(&shop, "hand_over", &mut form);
    // After the Enter that opened the form.
    let told = "Handed over. Paid 480.00 (WeChat Pay). To be called Thu 26 10:00 at 138 0013 2211.";
    assert_eq!(shop.press(&mut form, "y y w y y enter"), Effect::BackWith(Role::Good, told.into()));
    let page = shop.order(&order);
    assert_eq!((page.stage, page.due), (Stage::FollowUp, Money::ZERO));
}

#[test]
fn a_part_of_what_is_due_is_taken_and_the_form_stays_open_for_the_rest() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    let effect = fill(&shop, &mut form, &["> y y w", "> up", "400", "> down y y", "> f10"]);
    assert_eq!(effect, Effect::Say(Role::Good, "Paid so far 400.00, still due 80.00: take the rest.".into()));
    assert_eq!(
        (focus(&form), kept(&form, "amount"), kept(&form, "explained")),
        ("payment".into(), "".into(), "yes".into())
    );
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("due 80.00"));
    fill(&shop, &mut form, &["> c", "30", "> f10"]);
    assert_eq!(shop.order(&order).due, Money::fen(50_00));
    assert!(matches!(shop.press(&mut form, "k f10"), Effect::BackWith(..)));
    let page = shop.order(&order);
    assert_eq!((page.stage, page.due), (Stage::FollowUp, Money::ZERO));
}

#[test]
fn handing_over_is_refused_where_something_is_missing() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    for (field, keys) in [
        ("amount", vec!["> y y w", "> up", "481", "> down y y", "> f10"]),
        ("explained", vec!["> y n w y y f10"]),
        ("difference", vec!["> y y w n y f10"]),
        ("best_time", vec!["> y y w y y tab", "2575", "> f10"]),
    ] {
        let mut form = open(&shop, &Place::HandOver(order.clone()));
        fill(&shop, &mut form, &keys);
        assert_eq!(focus(&form), field, "{keys:?}");
        assert_eq!(kept(&form, "payment"), "wechat");
    }
    assert_eq!(shop.order(&order).stage, Stage::HandOver, "nothing was half done");
}

#[test]
fn a_customer_is_told_that_the_car_is_ready_with_three_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let mut form = open(&shop, &Place::Ready(order.clone()));
    look(&shop, "ready", &mut form);
    // After the r that opened the box.
    assert_eq!(shop.press(&mut form, "y x"), Effect::Back);
    assert!(!shop.order(&order).ready_told[0].reached, "nobody answered");
    let mut form = open(&shop, &Place::Ready(order.clone()));
    assert_eq!(shop.press(&mut form, "p"), Effect::Back, "the papers are ready already");
    assert!(shop.order(&order).ready_told[1].reached);
}

#[test]
fn a_promised_time_that_was_broken_asks_how_it_is_made_good() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let json = serde_json::json!({ "order": order, "promises": ["time", "price"] });
    shop.run(Command::GivePromises(serde_json::from_value(json).expect("promises")));
    shop.at("23:00");
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    shop.press(&mut form, "y y w y");
    assert_eq!(focus(&form), "remedy");
    assert!(matches!(shop.press(&mut form, "a y enter"), Effect::BackWith(..)));
    let judged = shop.order(&order).judged.expect("promises were given");
    assert_eq!((judged.promises["time"], judged.promises["price"]), (Kept::Broken, Kept::Kept));
}

#[test]
fn e1_e3_each_promise_is_judged_with_one_key_and_a_broken_one_is_made_good_with_cost_and_approver() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let json = serde_json::json!({ "order": order, "promises": ["diagnosis", "parts", "time", "price"] });
    shop.run(Command::GivePromises(serde_json::from_value(json).expect("promises")));
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    // All kept is what stands there: it costs no key.
    shop.press(&mut form, "y y w y");
    assert_eq!(focus(&form), "may_call");
    // Up to the promises: parts broken, the price not applicable.
    shop.press(&mut form, "up up up p r r enter");
    assert_eq!(focus(&form), "remedy");
    look(&shop, "hand_over_promises", &mut form);
    let effect = fill(&shop, &mut form, &["> d up up up up", "200", "> tab 3 y", "> f10"]);
    assert!(matches!(effect, Effect::BackWith(..)), "{}", shop.draw(Lang::En, 80, 24, &form));
    let judged = shop.order(&order).judged.expect("promises were given");
    assert_eq!(
        ["diagnosis", "parts", "time", "price"].map(|id| judged.promises[id]),
        [Kept::Kept, Kept::Broken, Kept::Kept, Kept::NotApplicable]
    );
    let remedy = judged.remedy.expect("made good");
    assert_eq!((remedy.kind, remedy.cost), (Remedy::Discount, Money::fen(20_000)));
    assert_ne!(remedy.approved_by.as_str(), "li", "another one approved it");
}

#[test]
fn i4_the_after_sales_department_confirms_a_visit_later_on_the_same_order() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let mut page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    let Effect::Open(place) = shop.press(&mut page, "V") else { panic!("the box opens") };
    let mut form = open(&shop, &place);
    look(&shop, "confirm_visit", &mut form);
    assert!(matches!(shop.press(&mut form, "enter"), Effect::BackWith(..)));
    assert_eq!(shop.order(&order).confirmed_by.map(|person| person.to_string()).as_deref(), Some("li"));
    shop.cx(Lang::En, |cx| page.refresh(cx));
    assert!(matches!(shop.press(&mut page, "V"), Effect::Say(..)), "it is said that it is confirmed already");
}

#[test]
fn what_an_order_still_needs_is_seen_in_whole_at_eighty_columns() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let page = shop.cx(Lang::En, |cx| Order::new(cx, order).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &page);
    let (_, next) = shown.split_once("still needs").expect("something is missing");
    let needs: String = next.lines().take(2).map(str::trim).collect::<Vec<_>>().join(" ");
    for need in ["the look at the car", "the explanation", "the signature", "the payment", "the check at the exit"] {
        assert!(needs.contains(need), "{need}: {shown}");
    }
}
