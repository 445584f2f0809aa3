//! A: reception and intake.

use std::collections::BTreeSet;
use std::thread;

use serde_json::json;
use shopdesk::desk::door::Envelope;
use shopdesk::desk::{Answer, Door, Query};
use shopdesk::domain::OrderId;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::visit::Outcome;
use shopdesk::report::Sheet;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::form::FormScreen;

use super::{
    AT_QUOTE, AT_REPAIR, FINISH, FIRST, FOUND, OPEN, PADS, START, YES, after, command, draw, no, on_first, page,
    printed, refused, shown, tell,
};
use crate::shop::{Shop, session_of};

#[test]
fn a1_a_blank_complaint_is_refused_and_words_are_only_appended() {
    let shop = Shop::new();
    let blank = r#"{"do":"open_order","with":{"plate":"沪A12345","says":" \t "}}"#;
    assert_eq!(refused(&shop, blank), no("missing", "says"));
    tell(&shop, &[OPEN, &on_first("note_intake", json!({ "says": "还有异味" }))]);
    assert_eq!(refused(&shop, &on_first("undo", json!({}))), no("no-undo", ""));
    assert_eq!(refused(&shop, &on_first("note_intake", json!({ "says": "" }))), no("missing", "says"));
    let page = page(&shop);
    let says: Vec<&str> = page.says.iter().map(|said| said.words.as_str()).collect();
    assert_eq!(says, ["刹车时有异响", "还有异味"]);
    assert_eq!((page.received, page.customer.is_some(), page.plate.as_str()), (shop.now(), true, "沪A12345"));
}

#[test]
fn a2_two_sessions_of_500_orders_get_1000_numbers_and_a_cancelled_one_stays_taken() {
    let shop = Shop::new();
    let desk = &shop.desk;
    let open = |letter: &str, n: u32| {
        let with = json!({ "plate": format!("沪{letter}{n:05}"), "says": "异响" });
        let order = command(&json!({ "do": "open_order", "with": with }).to_string());
        desk.run(&session_of("li"), Envelope::new(order)).expect("taken in").id
    };
    let session = |letter: &'static str| move || (0..500).map(|n| open(letter, n)).collect::<Vec<_>>();
    let numbers: BTreeSet<String> = thread::scope(|scope| {
        let (one, other) = (scope.spawn(session("A")), scope.spawn(session("B")));
        one.join().expect("done").into_iter().chain(other.join().expect("done")).collect()
    });
    assert_eq!(numbers.len(), 1000);
    let last = "R261123-1000";
    assert!(numbers.contains(last));
    tell(&shop, &[&json!({ "do": "cancel_order", "with": { "order": last, "reason": "left" } }).to_string()]);
    assert_eq!(open("C", 1), "R261123-1001", "the number of a cancelled order is not given again");
    // Printed and searchable.
    assert!(printed(&shop, Sheet::Reception, Lang::Zh).contains(FIRST));
    for number in [FIRST, last] {
        let Answer::Find(hits) = shop.ask(&Query::Find { text: number.into(), limit: 5 }) else { panic!("no hits") };
        assert!(!hits.is_empty(), "{number} is not found");
    }
}

#[test]
fn a4_an_urgent_car_without_engineer_is_first_and_red_and_the_minutes_to_dispatch_are_stored() {
    let shop = after(&[OPEN]);
    let urgent = r#"{"do":"open_order","with":{"plate":"沪B54321","says":"抛锚","visit":{"urgent":true}}}"#;
    let id = tell(&shop, &[urgent]).id;
    let rows = || {
        let board = draw(&shop, Lang::En, &shop.cx(Lang::En, Board::new));
        board.lines().filter(|line| line.contains('沪')).map(str::to_string).collect::<Vec<_>>()
    };
    let first = rows().remove(0);
    assert!(first.contains("! 沪B 54321"), "first, and marked as late: {first}");
    shop.at("14:47");
    let goes = json!({ "do": "note_intake", "with": { "order": id, "visit": { "engineer": "wang" } } });
    tell(&shop, &[&goes.to_string()]);
    let urgent = shop.order(&OrderId::new(id)).visit.urgent.expect("still urgent");
    assert_eq!(urgent.dispatch_minutes(), Some(15));
    assert!(!rows().iter().any(|row| row.contains("! 沪B 54321")), "somebody goes");
}

/// Presses keys in a form and counts them; a text is typed character by character.
fn typed(shop: &Shop, form: &mut FormScreen, count: &mut usize, keys: &str) -> Effect {
    *count += keys.split(' ').count();
    shop.press(form, keys)
}

#[test]
fn a5_a_known_car_is_taken_in_with_twenty_keys() {
    let mut shop = Shop::new();
    let gone = shop.order_in(Stage::FollowUp);
    let plate = shop.order(&gone).plate;
    // The n that opens the form on the vehicle's card.
    let mut count = 1;
    let mut form = shop.cx(Lang::Zh, |cx| FormScreen::open(cx, &Place::NewOrder { plate }).expect("opens"));
    let keys = ["0 4 2 9 9 9 enter", "b r k", "b r n enter", "1 7 3 0 enter"];
    let effect = keys.map(|keys| typed(&shop, &mut form, &mut count, keys)).into_iter().next_back();
    assert!(matches!(effect, Some(Effect::Turn(Place::Order(_)))), "{effect:?}");
    assert!(count <= 20, "{count} keys");
}

#[test]
fn a6_a_new_customer_is_greeted_by_the_advisors_name_on_the_first_visit_only() {
    let shop = Shop::new();
    let form = |plate: &str| {
        let place = Place::NewOrder { plate: plate.into() };
        draw(&shop, Lang::En, &shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("opens")))
    };
    assert!(form("沪A12345").contains("Welcome, I am Li"), "{}", form("沪A12345"));
    tell(&shop, &[OPEN]);
    assert!(page(&shop).visit.first && shown(&shop, Lang::En).contains("new customer"), "{}", shown(&shop, Lang::En));
    tell(&shop, &[&on_first("cancel_order", json!({ "reason": "no time" }))]);
    assert!(!form("沪A12345").contains("Welcome, I am"), "{}", form("沪A12345"));
    let again = r#"{"do":"open_order","with":{"plate":"沪A12345","says":"又响了"}}"#;
    let id = OrderId::new(tell(&shop, &[again]).id);
    assert!(!shop.order(&id).visit.first);
}

#[test]
fn a7_complaint_and_warranty_need_notes_and_no_conclusion_comes_before_the_diagnosis() {
    let shop = after(&[OPEN]);
    for topic in ["complaint", "warranty"] {
        let bare = on_first("note_intake", json!({ "visit": { "topic": topic } }));
        assert_eq!(refused(&shop, &bare), no("missing", "notes"), "{topic}");
    }
    let notes = on_first("note_intake", json!({ "visit": { "topic": "warranty", "notes": "三个月前换的" } }));
    let concludes = on_first("note_intake", json!({ "visit": { "conclusion": "worn, no warranty" } }));
    let intake = || {
        let place = Place::Intake(OrderId::new(FIRST));
        let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("opens"));
        shop.press(&mut form, "f6");
        draw(&shop, Lang::En, &form)
    };
    tell(&shop, &[&notes]);
    assert_eq!(refused(&shop, &concludes), no("invalid", "conclusion"));
    assert!(!intake().contains("Conclusion"), "the field is closed\n{}", intake());
    tell(&shop, &[FOUND]);
    assert!(intake().contains("Conclusion"), "the field is open\n{}", intake());
    tell(&shop, &[&concludes]);
    assert_eq!(page(&shop).visit.conclusion.expect("concluded").text, "worn, no warranty");
}

#[test]
fn a8_each_job_has_two_wordings_and_the_customers_prints_show_only_the_plain_one() {
    let line = on_first(
        "write_line",
        json!({ "number": 1, "label": "New pads", "workshop": "R&R FR pads, torque 35 Nm",
        "why": "2 mm", "benefit": "stops", "minutes": 48, "labour": 16_000, "parts": 32_000 }),
    );
    let shop = after(&[OPEN, FOUND, PADS, &line, YES]);
    for kind in [Sheet::Reception, Sheet::Estimate, Sheet::Contract, Sheet::Settlement] {
        let print = printed(&shop, kind, Lang::En);
        assert!(!print.contains("torque"), "{print}");
    }
    assert!(printed(&shop, Sheet::Estimate, Lang::Zh).contains("New pads"));
    assert!(printed(&shop, Sheet::WorkOrder, Lang::En).contains("torque 35 Nm"));
}

#[test]
fn a9_a_line_that_lacks_why_benefit_time_or_cost_cannot_be_authorised() {
    let whole = json!({ "label": "Discs", "why": "scored", "benefit": "no noise", "minutes": 36, "labour": 20_000 });
    for lacking in ["why", "benefit", "minutes", "labour"] {
        let mut line = whole.clone();
        line.as_object_mut().expect("an object").remove(lacking);
        let shop = after(&[OPEN, FOUND, &on_first("write_line", line)]);
        assert_eq!(refused(&shop, YES), no("lines-lack", "lines"), "without {lacking}");
    }
    tell(&after(&[OPEN, FOUND, &on_first("write_line", whole)]), &[YES]);
    let mandate = on_first("note_intake", json!({ "visit": { "open_mandate": true } }));
    assert!(page(&after(&[OPEN, &mandate])).visit.open_mandate);
}

#[test]
fn a10_the_joint_inspection_goes_from_engine_bay_to_underbody_and_prints_time_and_both_names() {
    let marks = json!({ "checklist": "joint", "with_customer": true, "marks": { "oil": "ok", "oil-pan": "bad" } });
    let shop = after(&[OPEN, &on_first("note_checklist", marks)]);
    let list = &page(&shop).visit.checklists[0];
    let sections: Vec<&str> = list.list.sections.iter().map(|section| section.en.as_str()).collect();
    assert_eq!(sections, ["engine bay", "on the lift", "underbody"]);
    assert!(list.list.sections[2].items.iter().any(|item| item.id == "oil-pan"));
    let print = printed(&shop, Sheet::Reception, Lang::En);
    let inspected = "Inspected 2026-11-23 14:32 by Li, together with 王建国.";
    assert!(print.contains(inspected) && print.contains("oil pan"), "{print}");
}

#[test]
fn a11_nine_answers_are_stored_as_codes_and_not_asked_is_not_no() {
    let all = json!({ "engine": "cold", "speed": "low", "load": "empty", "ground": "wet", "accessories": "off",
        "serviced": "year", "repaired": "nothing", "since": "week", "often": "sometimes" });
    let shop = after(&[OPEN, &on_first("note_intake", json!({ "symptoms": all }))]);
    assert_eq!(serde_json::to_value(page(&shop).visit.symptoms).expect("JSON"), all);
    let one = after(&[OPEN, &on_first("note_intake", json!({ "symptoms": { "accessories": "off" } }))]);
    let kept = serde_json::to_value(page(&one).visit.symptoms).expect("JSON");
    let answered: Vec<_> = kept.as_object().expect("fields").iter().filter(|(_, code)| !code.is_null()).collect();
    assert_eq!((answered.len(), kept["accessories"].as_str()), (1, Some("off")), "{kept}");
}

#[test]
fn a13_a_visit_begins_by_appointment_or_not_and_waiting_is_from_arrival_to_greeting() {
    let visit = json!({ "channel": "appointment", "arrived": "1410", "greeted": "1422" });
    let shop = after(&[OPEN, &on_first("note_intake", json!({ "visit": visit }))]);
    let page = page(&shop);
    assert_eq!((page.visit.wait_minutes, json!(page.channel)), (Some(12), json!("appointment")));
    let early = on_first("note_intake", json!({ "visit": { "greeted": "1409" } }));
    assert_eq!(refused(&shop, &early), no("invalid", "greeted"));
}

#[test]
fn a14_where_the_car_stands_is_seen_at_once_by_others_and_its_places_are_kept() {
    let shop = after(&[OPEN]);
    for place in ["B3", "YARD-2"] {
        tell(&shop, &[&on_first("note_intake", json!({ "visit": { "place": place } }))]);
        // Another session, right after the answer: no cache of its own stands between.
        let other = shop.cx_as("zhao", Lang::En, |cx| {
            shopdesk::tui::screen::order::Order::new(cx, OrderId::new(FIRST)).expect("it is there")
        });
        assert!(draw(&shop, Lang::En, &other).contains(place));
    }
    let page = page(&shop);
    let places: Vec<_> = page.log.iter().filter(|did| did.kind == "order.car-placed").map(|did| &did.detail).collect();
    assert_eq!((places.len(), format!("{:?}", places).contains("B3")), (2, true), "{places:?}");
}

#[test]
fn a15_a_severe_fault_gets_a_plan_with_its_quote_and_a_general_one_advice() {
    for (class, document) in [("severe", "repair plan and quote"), ("general", "advice and quote")] {
        let shop = after(&[OPEN, &on_first("note_intake", json!({ "visit": { "class": class } }))]);
        assert!(printed(&shop, Sheet::Reception, Lang::En).contains(document));
        assert!(shown(&shop, Lang::En).contains(document));
        tell(&shop, &[FOUND, PADS]);
        let estimate = printed(&shop, Sheet::Estimate, Lang::En);
        assert!(estimate.contains(document), "the document itself says what it is\n{estimate}");
    }
}

#[test]
fn a16_every_visit_ends_in_exactly_one_way() {
    let cancel = |outcome| on_first("cancel_order", json!({ "reason": "x", "outcome": outcome }));
    let declined =
        on_first("decide_lines", json!({ "how": "phone", "lines": [{ "line": 1, "decision": "declined" }] }));
    let give_back = on_first(
        "hand_over",
        json!({ "viewed": true, "explained": true, "signed": "paper",
        "as_received": true, "may_call": false }),
    );
    let ways: [(&[&str], Option<Outcome>); 6] = [
        (AT_REPAIR, None),
        (&[OPEN, &cancel("book")], Some(Outcome::Book)),
        (&[OPEN, &cancel("quote-only")], Some(Outcome::QuoteOnly)),
        (&[OPEN, &on_first("cancel_order", json!({ "reason": "x" }))], Some(Outcome::Left)),
        (&[OPEN, FOUND, PADS, &declined, &give_back], Some(Outcome::QuoteOnly)),
        (super::AT_HAND_OVER, Some(Outcome::Enter)),
    ];
    for (steps, outcome) in ways {
        assert_eq!(page(&after(steps)).visit.outcome, outcome, "{}", steps.last().expect("a step"));
    }
    let shop = after(AT_QUOTE);
    assert_eq!(refused(&shop, &cancel("enter")), no("invalid", "outcome"), "nothing was repaired");
}

#[test]
fn a17_no_work_starts_before_the_car_was_handed_to_the_workshop_with_time_and_two_names() {
    let shop = Shop::ruled(|rules| rules.intake.workshop_handover = true);
    tell(&shop, AT_REPAIR);
    assert_eq!(refused(&shop, START), no("gate", "to"));
    assert!(page(&shop).lines[0].work.started.is_none(), "no clock runs");
    let to_oneself = on_first("hand_to_workshop", json!({ "to": "li", "cleaned": true }));
    assert_eq!(refused(&shop, &to_oneself), no("invalid", "to"));
    shop.at("15:00");
    tell(&shop, &[&on_first("hand_to_workshop", json!({ "to": "wang", "cleaned": true }))]);
    let brought = page(&shop).visit.in_workshop.expect("it is there");
    assert_eq!((brought.by.as_str(), brought.to.as_str(), brought.cleaned), ("li", "wang", true));
    tell(&shop, &[START, FINISH]);
    assert!(page(&shop).lines[0].work.started >= Some(brought.at));
}

#[test]
fn a18_the_welcome_and_the_send_off_exist_per_order() {
    let Answer::Lists(lists) = Shop::new().ask(&Query::Lists) else { panic!("no lists") };
    let ids: Vec<&str> = lists.checklists.iter().map(|list| list.id.as_str()).collect();
    assert!(ids.contains(&"welcome") && ids.contains(&"send-off"), "{ids:?}");
    let tick =
        |list: &str, item: &str| on_first("note_checklist", json!({ "checklist": list, "marks": { item: "ok" } }));
    let shop = after(&[OPEN, &tick("welcome", "greeted"), FOUND, PADS, YES, &tick("send-off", "off")]);
    let ticked: Vec<_> = page(&shop).visit.checklists.iter().map(|row| row.list.id.clone()).collect();
    assert_eq!(ticked, ["send-off", "welcome"]);
}
