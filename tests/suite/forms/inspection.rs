//! The technical inspection and its two confirmations (C2, C3); marks and answers that are taken back by key (A11, A18);
//! the customer invited to the road test (I3); the exit compared with the intake (J1).

use shopdesk::desk::{Answer, Door, Envelope, Query};
use shopdesk::domain::Command;
use shopdesk::domain::order::checked::Mark;
use shopdesk::domain::order::confirmed::Side;
use shopdesk::domain::order::intake::NoteIntake;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{OrderId, StaffId};
use shopdesk::report::{About, Sheet, sheet};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::action::Action;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::history::History;
use shopdesk::tui::screen::next_step::Shown;
use shopdesk::tui::screen::order::Order;

use super::{fill, focus, kept, look, open, picture};
use crate::shop::Shop;

fn sheet_of(order: &OrderId) -> Place {
    Place::Checklist(order.clone(), "inspection".into())
}

/// Opens the inspection as another person at the same desk.
fn at_the_keys_of(shop: &mut Shop, who: &'static str, order: &OrderId) -> FormScreen {
    shop.who = who;
    open(shop, &sheet_of(order))
}

fn command(json: serde_json::Value) -> Command {
    serde_json::from_value(json).expect("a command")
}

fn intake(order: &OrderId, json: serde_json::Value) -> Command {
    let mut whole = serde_json::json!({ "order": order });
    let fields = whole.as_object_mut().expect("an object");
    fields.extend(json.as_object().expect("an object").clone());
    Command::NoteIntake(serde_json::from_value::<NoteIntake>(whole).expect("an intake"))
}

/// Wang finds worn pads and tyres to be watched, and confirms; a minute later Li does.
fn confirmed_by_two(shop: &mut Shop, order: &OrderId) {
    let mut form = at_the_keys_of(shop, "wang", order);
    fill(shop, &mut form, &["oooow", ".", "4 mm, outer edge", "> enter", "on"]);
    fill(shop, &mut form, &["oooo", "oooooo", "b", ".", "2 mm left", "> enter", "*"]);
    shop.press(&mut form, "tab");
    fill(shop, &mut form, &["t"]);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    shop.at("14:40");
    let mut form = at_the_keys_of(shop, "li", order);
    assert_eq!(shop.write(&mut form, "r"), Effect::Stay);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
}

#[test]
fn c2_each_item_takes_one_key_and_may_carry_a_note() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = at_the_keys_of(&mut shop, "wang", &order);
    fill(&shop, &mut form, &["oob", ".", "left low beam, out"]);
    look(&shop, "inspection_note", &mut form);
    fill(&shop, &mut form, &["> enter", "w"]);
    look(&shop, "inspection", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let page = shop.order(&order);
    let checked = &page.visit.checklists[0].checked;
    assert_eq!(checked.marks.get("lamps"), Some(&Mark::Bad));
    assert_eq!(checked.marks.get("wipers"), Some(&Mark::Watch), "after the note the cursor is at the next item");
    assert_eq!(checked.notes.get("lamps").map(String::as_str), Some("left low beam, out"));
}

#[test]
fn c2_the_sheet_opens_by_its_key_on_the_order() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let page = shop.order(&order);
    let effect = shop.cx(Lang::En, |cx| Shown::from(&page).on(cx, Action::Inspection));
    assert_eq!(effect, Some(Effect::Open(sheet_of(&order))));
}

#[test]
fn c2_escape_in_a_note_leaves_the_note_as_it_was() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = at_the_keys_of(&mut shop, "wang", &order);
    fill(&shop, &mut form, &["b", ".", "scratched", "> enter", "> up", ".", " again", "> esc"]);
    assert!(kept(&form, "marks").contains("paint=bad~scratched"), "{}", kept(&form, "marks"));
    assert!(!kept(&form, "marks").contains("again"));
    fill(&shop, &mut form, &["> backspace"]);
    assert_eq!(kept(&form, "marks"), "", "a mark that is taken back takes its note with it");
}

#[test]
fn c3_technician_and_reception_both_confirm_and_both_are_shown() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    confirmed_by_two(&mut shop, &order);
    let page = shop.order(&order);
    let checked = &page.visit.checklists[0].checked;
    let who = |side| checked.confirmed.get(&side).map(|word| word.by.to_string());
    assert_eq!((who(Side::Technician), who(Side::Reception)), (Some("wang".into()), Some("li".into())));
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        let screen = shop.cx(lang, |cx| Order::new(cx, order.clone()).expect("there"));
        picture(&shop, "order_inspected", (lang, columns, rows), &screen);
        let screen = shop.cx(lang, |cx| History::new(cx, order.clone()).expect("there"));
        picture(&shop, "history_inspected", (lang, columns, rows), &screen);
    }
    let mut form = open(&shop, &sheet_of(&order));
    look(&shop, "inspection_confirmed", &mut form);
}

#[test]
fn c3_both_names_and_times_stand_on_the_work_order() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    confirmed_by_two(&mut shop, &order);
    let words = Catalogue::built_in().words(Lang::En);
    let people = shop.people();
    let name = |id: &StaffId| people.iter().find(|p| p.id == *id).map_or(String::new(), |p| p.name.clone());
    let about = About { words: &words, shop: "Hongqiao Road", name: &name, now: shop.now() };
    let printed = sheet(Sheet::WorkOrder, &shop.order(&order), &about);
    for line in [
        "  bad: brake pads and discs (2 mm left)",
        "  n/a: warning lamps",
        "  Confirmed as technician: Wang, 2026-11-23 14:32.",
        "  Confirmed as reception: Li, 2026-11-23 14:40.",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}\n{printed}");
    }
}

#[test]
fn c3_the_same_person_is_told_who_confirmed_already() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = open(&shop, &sheet_of(&order));
    fill(&shop, &mut form, &["*", "> tab", "t", "> f10"]);
    let mut form = open(&shop, &sheet_of(&order));
    fill(&shop, &mut form, &["r", "> f10"]);
    assert_eq!(focus(&form), "confirm");
    look(&shop, "inspection_one_person", &mut form);
    assert_eq!(shop.order(&order).visit.checklists[0].checked.confirmed.len(), 1);
}

#[test]
fn c3_a_change_is_warned_of_and_voids_both_confirmations() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    confirmed_by_two(&mut shop, &order);
    let mut form = open(&shop, &sheet_of(&order));
    fill(&shop, &mut form, &["w"]);
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("makes them confirm again"), "{shown}");
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    assert!(shop.order(&order).visit.checklists[0].checked.confirmed.is_empty());
}

#[test]
fn c3_nobody_confirms_a_sheet_that_changed_under_their_eyes() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    shop.run(command(serde_json::json!({ "do": "note_checklist", "with": {
        "order": order, "checklist": "inspection", "marks": { "pads": "ok" } } })));
    let mut form = open(&shop, &sheet_of(&order));
    shop.run_as(
        "wang",
        command(serde_json::json!({ "do": "note_checklist", "with": {
        "order": order, "checklist": "inspection", "marks": { "pads": "bad" } } })),
    );
    shop.press(&mut form, "tab");
    fill(&shop, &mut form, &["r", "> f10"]);
    assert_eq!(focus(&form), "confirm", "both values are shown there");
    assert!(shop.order(&order).visit.checklists[0].checked.confirmed.is_empty());
}

#[test]
fn c2_what_is_bad_becomes_a_finding_by_its_digit() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    confirmed_by_two(&mut shop, &order);
    let mut form = open(&shop, &Place::Finding(order.clone()));
    look(&shop, "finding_inspected", &mut form);
    fill(&shop, &mut form, &["1", "> enter", "worn", "> enter", "replace", "> f10"]);
    let page = shop.order(&order);
    assert_eq!(page.findings[0].found, "brake pads and discs (2 mm left)");
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("1  tyres and wheels"), "what was found is not offered again\n{shown}");
}

#[test]
fn a18_a_tick_is_taken_back_by_key_and_the_history_names_the_list() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let welcome = Place::Checklist(order.clone(), "welcome".into());
    let mut form = open(&shop, &welcome);
    fill(&shop, &mut form, &["yyy", "> f10"]);
    let mut form = open(&shop, &welcome);
    fill(&shop, &mut form, &["> up up", "> backspace", "> f10"]);
    let page = shop.order(&order);
    let marks: Vec<_> = page.visit.checklists[0].checked.marks.keys().map(String::as_str).collect();
    assert_eq!(marks, ["greeted", "listened"], "what is not ticked is not the same as not done");
    for (lang, said) in [(Lang::En, "Li filled in: welcome"), (Lang::Zh, "填写迎接客户")] {
        let screen = shop.cx(lang, |cx| History::new(cx, order.clone()).expect("there"));
        let shown = shop.draw(lang, 80, 24, &screen);
        assert!(shown.contains(said), "{shown}");
    }
}

#[test]
fn a11_an_answer_goes_back_to_not_asked_by_key() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    shop.run(intake(&order, serde_json::json!({ "symptoms": { "engine": "cold", "accessories": "off" } })));
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f4", "> backspace"]);
    look(&shop, "section_not_asked", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let symptoms = shop.order(&order).visit.symptoms;
    assert_eq!(symptoms.engine, None);
    assert!(symptoms.accessories.is_some(), "the other answer stays");
}

#[test]
fn a10_a_mark_of_the_joint_inspection_is_taken_back_by_key() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f5", "yob", ".", "low", "> enter", "> f10"]);
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f5 tab up up", "> backspace", "> f10"]);
    let checked = &shop.order(&order).visit.checklists[0].checked;
    assert_eq!(checked.marks.keys().collect::<Vec<_>>(), ["fluids"]);
    assert_eq!(checked.notes.get("fluids").map(String::as_str), Some("low"));
}

#[test]
fn two_advisors_differ_at_the_very_field_of_the_visit_or_the_symptoms() {
    let conflicts = [
        (serde_json::json!({ "visit": { "topic": "warranty", "notes": "again" } }), "topic", vec!["> f6", "r"]),
        (serde_json::json!({ "symptoms": { "speed": "high" } }), "speed", vec!["> f4", "> tab", "l"]),
    ];
    for (theirs, field, keys) in conflicts {
        let mut shop = Shop::new();
        let order = shop.order_in(Stage::Receive);
        let mut form = open(&shop, &Place::Intake(order.clone()));
        fill(&shop, &mut form, &keys);
        shop.run_as("li", intake(&order, theirs));
        shop.press(&mut form, "f10");
        assert_eq!(focus(&form), field);
        look(&shop, &format!("conflict_{field}"), &mut form);
        assert_eq!(shop.press(&mut form, "f10"), Effect::Back, "seen, it is saved");
    }
}

#[test]
fn two_advisors_who_noted_different_fields_of_the_visit_do_not_differ() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Receive);
    let mut form = open(&shop, &Place::Intake(order.clone()));
    fill(&shop, &mut form, &["> f4", "> tab", "l"]);
    let theirs = serde_json::json!({ "symptoms": { "engine": "warm" }, "visit": { "class": "severe" } });
    shop.run_as("li", intake(&order, theirs));
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let visit = shop.order(&order).visit;
    assert!(visit.symptoms.engine.is_some() && visit.symptoms.speed.is_some() && visit.class.is_some());
}

#[test]
fn i3_the_check_notes_whether_the_customer_was_invited_and_shows_it() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Inspect);
    let mut form = open(&shop, &Place::Quality(order.clone()));
    fill(&shop, &mut form, &["yp"]);
    look(&shop, "quality_invited", &mut form);
    fill(&shop, &mut form, &["y"]);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    assert_eq!(shop.order(&order).checks[0].invited, Some(true));
    let screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("road test passed   customer invited"), "{shown}");
    let screen = shop.cx(Lang::En, |cx| History::new(cx, order.clone()).expect("there"));
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("the customer was invited to the road test"));
}

#[test]
fn a17_enter_on_start_work_opens_the_hand_over_to_the_workshop_first() {
    let mut shop = Shop::ruled(|rules| rules.intake.workshop_handover = true);
    let order = shop.order_in(Stage::Repair);
    let step = |shop: &Shop| {
        let page = shop.order(&order);
        shop.cx(Lang::En, |cx| Shown::from(&page).step(cx))
    };
    assert_eq!(step(&shop), Effect::Open(Place::Workshop(order.clone())));
    let board = match shop.desk.ask(&crate::shop::session_of("li"), &Query::Board).expect("a board") {
        Answer::Board(page) => page,
        other => panic!("{other:?}"),
    };
    assert_eq!(board.rows[0].next, shop.order(&order).next, "the board says the same");
    shop.run(command(serde_json::json!({ "do": "hand_to_workshop", "with": {
        "order": order, "to": "wang", "cleaned": true } })));
    assert_eq!(step(&shop), Effect::Open(Place::Start(order.clone(), 1)));
}

#[test]
fn j1_what_was_noted_at_intake_stands_beside_the_exit_check() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    shop.run(intake(&order, serde_json::json!({
        "belongings": "child seat", "fuel": 4, "walk_round": true,
        "checklists": [{ "checklist": "joint", "marks": { "oil-pan": "bad", "belts": "watch" }, "notes": { "oil-pan": "dented" } }],
    })));
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    fill(&shop, &mut form, &["yy"]);
    while focus(&form) != "as_received" {
        shop.press(&mut form, "tab");
    }
    fill(&shop, &mut form, &["n"]);
    while focus(&form) != "difference" {
        shop.press(&mut form, "tab");
    }
    look(&shop, "exit_differs", &mut form);
    let shown = shop.draw(Lang::En, 80, 24, &form);
    for noted in ["walk-round with the customer", "child seat", "fuel 4/8", "oil pan (dented)", "belts and hoses"] {
        assert!(shown.replace("\n ", " ").contains(noted), "{noted}\n{shown}");
    }
    let mut envelope = Envelope::new(command(serde_json::json!({ "do": "hand_over", "with": {
        "order": order, "viewed": true, "explained": true, "signed": "paper", "payment": "cash",
        "as_received": false, "may_call": false } })));
    envelope.seen.clear();
    let error = shop.desk.run(&crate::shop::session_of("li"), envelope).expect_err("a difference is explained");
    assert_eq!(error.field(), Some("difference"));
}
