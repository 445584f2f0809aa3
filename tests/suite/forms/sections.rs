//! The sections of a new order and of the intake: symptoms, inspection, visit; and the promises.

use shopdesk::domain::Command;
use shopdesk::domain::order::checked::Mark;
use shopdesk::domain::order::receive::Channel;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::symptoms::{Accessories, Engine, Often, Symptoms};
use shopdesk::domain::order::visit::{Outcome, Topic};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;

use super::{fill, focus, kept, known_car, look, new_order, open};
use crate::shop::Shop;

fn taken_in(shop: &Shop, form: &mut FormScreen) -> shopdesk::desk::rows::OrderPage {
    let effect = shop.press(form, "f10");
    let Effect::Turn(Place::Order(id)) = effect else { panic!("{effect:?}") };
    shop.order(&id)
}

/// A new order for a car that the shop knows, with all that is needed typed.
fn known(shop: &mut Shop) -> FormScreen {
    let plate = known_car(shop);
    let mut form = open(shop, &new_order(&plate));
    fill(shop, &mut form, &["42999", "> enter", "> enter", "brn", "> enter", "1730"]);
    form
}

#[test]
fn nine_keys_answer_the_nine_questions_and_lead_back_to_the_page() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    let before = focus(&form);
    fill(&shop, &mut form, &["> f4", "clew"]);
    look(&shop, "section_symptoms", &mut form);
    fill(&shop, &mut form, &["nwsyo"]);
    assert_eq!(focus(&form), before, "after the last question the form is as it was");
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("cold engine, at low speed, without a load, on a wet road"));
    let page = taken_in(&shop, &mut form);
    assert_eq!(page.says[0].words, "brakes make a noise");
    let symptoms = page.visit.symptoms;
    assert_eq!((symptoms.engine, symptoms.often), (Some(Engine::Cold), Some(Often::Sometimes)));
    assert_eq!(symptoms.accessories, Some(Accessories::Off), "no is an answer");
}

#[test]
fn what_was_not_asked_is_not_no() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    fill(&shop, &mut form, &["> f4", "> tab", "h", "> enter"]);
    let symptoms = taken_in(&shop, &mut form).visit.symptoms;
    assert_eq!((symptoms.engine, symptoms.speed.is_some(), symptoms.accessories), (None, true, None));
}

#[test]
fn the_joint_inspection_takes_one_key_for_each_item() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    fill(&shop, &mut form, &["> f5", "yoow"]);
    look(&shop, "section_inspection", &mut form);
    fill(&shop, &mut form, &["b*"]);
    let page = taken_in(&shop, &mut form);
    let row = &page.visit.checklists[0];
    assert_eq!((row.list.id.as_str(), row.checked.version, row.checked.with_customer), ("joint", 1, Some(true)));
    let mark = |item: &str| row.checked.marks.get(item).copied();
    assert_eq!((mark("oil"), mark("belts"), mark("battery")), (Some(Mark::Ok), Some(Mark::Watch), Some(Mark::Bad)));
    assert_eq!((row.checked.marks.len(), mark("oil-pan")), (11, Some(Mark::Ok)), "the star marks the rest");
    // In the intake it stands as it was, and one mark is put right without the others.
    let mut form = open(&shop, &Place::Intake(page.order.clone()));
    fill(&shop, &mut form, &["> f5 tab down down down", "w", "> f10"]);
    let page = shop.order(&page.order);
    assert_eq!(page.visit.checklists[0].checked.marks.get("battery"), Some(&Mark::Watch));
}

#[test]
fn a_complaint_is_not_saved_without_notes_and_an_urgent_one_names_who_goes() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    fill(&shop, &mut form, &["> f6", "c", "> enter", "> f10"]);
    assert_eq!(focus(&form), "notes", "the section opens where something is missing");
    fill(&shop, &mut form, &["三周前换的刹车片又响", "> tab", "sy"]);
    look(&shop, "section_visit", &mut form);
    fill(&shop, &mut form, &["1", "y", "b3", "> tab", "a", "1410", "1420"]);
    let page = taken_in(&shop, &mut form);
    let visit = &page.visit;
    assert_eq!((visit.topic, page.channel, visit.place.as_str()), (Some(Topic::Complaint), Channel::Appointment, "B3"));
    assert_eq!((visit.wait_minutes, visit.open_mandate), (Some(10), true));
    let urgent = visit.urgent.as_ref().expect("urgent");
    assert_eq!((urgent.engineer.as_ref().map(|id| id.as_str()), urgent.dispatch_minutes()), (Some("wang"), Some(0)));
}

#[test]
fn all_promises_are_given_by_one_key_and_frozen_word_for_word() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    fill(&shop, &mut form, &["> shift+tab shift+tab"]);
    while focus(&form) != "promises" {
        shop.press(&mut form, "tab");
    }
    fill(&shop, &mut form, &["*"]);
    look(&shop, "promises", &mut form);
    let page = taken_in(&shop, &mut form);
    let given = page.visit.promises.expect("given");
    assert_eq!((given.version, given.promises.len()), (1, 5));
    assert!(given.promises.iter().any(|pledged| pledged.en == "You pay no more than you agreed to."));
    // Taking one back is a second version; the first stays in the history.
    let mut form = open(&shop, &Place::Intake(page.order.clone()));
    while kept(&form, "promises").is_empty() {
        shop.press(&mut form, "tab");
        // Where the cursor stands is known once something was typed.
        if form.draft().is_none_or(|draft| draft.focus == "promises") {
            shop.write(&mut form, "p");
        }
    }
    shop.press(&mut form, "f10");
    let page = shop.order(&page.order);
    let given = page.visit.promises.expect("given");
    assert_eq!((given.version, given.promises.len()), (2, 4));
}

#[test]
fn enter_never_stops_at_a_section_and_escape_leads_out_of_it() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    fill(&shop, &mut form, &["> f6", "r"]);
    assert_eq!(focus(&form), "notes");
    shop.press(&mut form, "esc");
    assert_ne!(focus(&form), "notes");
    let before = focus(&form);
    fill(&shop, &mut form, &["> f4 f5 f6 f6"]);
    assert_eq!(focus(&form), before, "a section is closed by the key that opened it");
    assert!(matches!(shop.press(&mut form, "enter"), Effect::Turn(Place::Order(_))), "then Enter saves at once");
}

#[test]
fn a_section_is_reached_by_its_line_too() {
    let mut shop = Shop::new();
    let mut form = known(&mut shop);
    while focus(&form) != "visit" {
        shop.press(&mut form, "tab");
    }
    shop.press(&mut form, "space");
    assert_eq!(focus(&form), "topic");
}

#[test]
fn a_code_is_the_customers_words_only_if_nothing_else_stands_there() {
    let mut shop = Shop::new();
    let plate = known_car(&mut shop);
    let mut form = open(&shop, &new_order(&plate));
    fill(&shop, &mut form, &["42999", "> enter", "> enter", "br"]);
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("BRN brakes make a noise"), "codes that begin so are offered");
    fill(&shop, &mut form, &["n since monday", "> f10"]);
    let hits = shop.order(&shopdesk::domain::OrderId::new("R261123-002"));
    assert_eq!(hits.says[0].words, "brn since monday");
}

#[test]
fn every_visit_ends_in_exactly_one_way() {
    use shopdesk::domain::Command;
    use shopdesk::domain::order::cancel::CancelOrder;
    use shopdesk::domain::order::quote::Decision;
    use shopdesk::domain::order::stage::Stage;
    let mut shop = Shop::new();
    let outcome = |shop: &Shop, order: &_| shop.order(order).visit.outcome;
    let cancelled = shop.receive();
    assert_eq!(outcome(&shop, &cancelled), None, "it is not over");
    let cancel = CancelOrder { order: cancelled.clone(), reason: "no time".into(), outcome: None };
    shop.run(Command::CancelOrder(cancel));
    assert_eq!(outcome(&shop, &cancelled), Some(Outcome::Left));
    let booked = shop.receive();
    let cancel = CancelOrder { order: booked.clone(), reason: "Friday".into(), outcome: Some(Outcome::Book) };
    shop.run(Command::CancelOrder(cancel));
    assert_eq!(outcome(&shop, &booked), Some(Outcome::Book));
    let declined = shop.order_in(Stage::Quote);
    shop.decide(&declined, &[(1, Decision::Declined)]);
    shop.hand_over(&declined);
    assert_eq!(outcome(&shop, &declined), Some(Outcome::QuoteOnly));
    let repaired = shop.order_in(Stage::FollowUp);
    assert_eq!(outcome(&shop, &repaired), Some(Outcome::Enter));
    assert_eq!(Symptoms::default(), shop.order(&repaired).visit.symptoms);
}

#[test]
fn the_car_is_handed_to_the_workshop_in_two_keys_and_never_to_oneself() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let mut form = open(&shop, &Place::Workshop(order.clone()));
    assert!(!shop.draw(Lang::En, 80, 24, &form).contains("Li  "), "who brings it is not offered");
    look(&shop, "workshop", &mut form);
    assert_eq!(fill(&shop, &mut form, &["1n", "> enter"]), Effect::Back);
    let taken = shop.order(&order).visit.in_workshop.expect("it is in the workshop");
    assert_eq!((taken.by.as_str(), taken.to.as_str(), taken.cleaned), ("li", "wang", false));
}

#[test]
fn welcome_and_send_off_are_ticked_on_the_order() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let mut form = open(&shop, &Place::Checklist(order.clone(), "welcome".into()));
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back, "nothing ticked, nothing saved");
    let mut form = open(&shop, &Place::Checklist(order.clone(), "welcome".into()));
    fill(&shop, &mut form, &["yyn"]);
    look(&shop, "checklist", &mut form);
    assert_eq!(fill(&shop, &mut form, &["*", "> enter"]), Effect::Back);
    let mut form = open(&shop, &Place::Checklist(order.clone(), "send-off".into()));
    assert_eq!(fill(&shop, &mut form, &["y", "> f10"]), Effect::Back);
    let lists = shop.order(&order).visit.checklists;
    let ticked: Vec<_> = lists.iter().map(|row| (row.list.id.as_str(), row.checked.marks.len())).collect();
    assert_eq!(ticked, [("send-off", 1), ("welcome", 7)]);
}

#[test]
fn an_urgent_car_without_an_engineer_is_first_and_red_on_the_board() {
    use shopdesk::domain::order::receive::OpenOrder;
    use shopdesk::domain::order::visit::VisitNotes;
    use shopdesk::tui::screen::board::Board;
    let mut shop = Shop::new();
    let early = shop.receive();
    shop.promise(&early, "1500");
    let urgent = shop.receive_car(OpenOrder {
        plate: "沪B12345".into(),
        says: "抛锚".into(),
        visit: Some(VisitNotes { urgent: Some(true), ..VisitNotes::default() }),
        ..OpenOrder::default()
    });
    let board = |shop: &Shop| {
        let board = shop.cx(Lang::En, Board::new);
        let lines: Vec<String> = shop.draw(Lang::En, 100, 24, &board).lines().map(str::to_string).collect();
        lines.into_iter().filter(|line| line.contains("沪")).collect::<Vec<_>>()
    };
    let rows = board(&shop);
    assert!(rows[0].contains("! 沪B 12345") && rows[0].contains("urgent"), "{rows:?}");
    let mut form = open(&shop, &Place::Intake(urgent.clone()));
    shop.at("14:47");
    fill(&shop, &mut form, &["> f6"]);
    shop.press(&mut form, "tab tab tab tab");
    fill(&shop, &mut form, &["1", "> esc"]);
    fill(&shop, &mut form, &["王建国", "> enter", "13800132211", "> enter", "100", "> f10"]);
    assert!(board(&shop)[1].contains("沪B 12345"), "{:?}", board(&shop));
    let urgent = shop.order(&urgent).visit.urgent.expect("still urgent");
    assert_eq!(urgent.dispatch_minutes(), Some(15));
}

#[test]
fn e2_the_promises_are_signed_by_both_and_an_edit_after_that_is_a_version_of_its_own() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let give = |promises: &[&str]| {
        let json = serde_json::json!({ "order": order, "promises": promises });
        shop.run(Command::GivePromises(serde_json::from_value(json).expect("promises")));
    };
    give(&["price", "time"]);
    let frozen = shop.order(&order).visit.promises.expect("given").promises;
    let mut form = open(&shop, &Place::Intake(order.clone()));
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("Both signed"), "{shown}");
    // It stands last on its page, and nobody is asked for it on the way.
    shop.press(&mut form, &["down"; 20].join(" "));
    shop.press(&mut form, "p");
    assert_eq!(kept(&form, "promises_signed"), "paper");
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let given = shop.order(&order).visit.promises.expect("given");
    assert_eq!((given.version, given.signed.is_some(), &given.promises), (1, true, &frozen));
    give(&["price"]);
    let given = shop.order(&order).visit.promises.expect("given");
    assert_eq!((given.version, given.signed.is_some()), (2, false), "what both signed stays as version 1");
}
