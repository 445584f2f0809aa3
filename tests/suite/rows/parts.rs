//! F1: a part on order, from the question when it comes to the visit for which it is fitted.

use serde_json::json;
use shopdesk::desk::rows::{BoardPage, RequestsPage};
use shopdesk::desk::{Answer, DeskError, Door, Envelope, Query};
use shopdesk::domain::OrderId;
use shopdesk::domain::order::part_on_order::PartStep;
use shopdesk::domain::staff::role::Right;
use shopdesk::text::Lang;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::history::History;
use shopdesk::tui::screen::requests::Requests;

use super::{
    AT_REPAIR, CHECK, FINISH, FIRST, HAND_OVER, START, after, command, draw, no, on_first, page, refused, shown, tell,
};
use crate::shop::{Shop, session_of};

const ORDERED: &[&str] = &["authorised", "requested", "ordered"];

/// A part on order of the first order, with these steps after the customer's word.
fn order(done: &[&str]) -> String {
    on_first("order_part", json!({ "part": "PADS", "line": 1, "expected": "+2", "how": "phone", "done": done }))
}

fn note(more: serde_json::Value) -> String {
    let mut with = json!({ "number": 1 });
    with.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    on_first("note_part", with)
}

fn board(shop: &Shop) -> BoardPage {
    match shop.ask(&Query::Board) {
        Answer::Board(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn waiting(shop: &Shop) -> RequestsPage {
    match shop.ask(&Query::Requests) {
        Answer::Requests(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// A shop with somebody who only orders parts.
fn with_parts_department(lines: &[&str]) -> Shop {
    let shop = after(lines);
    tell(&shop, &[r#"{"do":"add_staff","with":{"id":"ma","name":"Ma","roles":["parts"]}}"#]);
    shop
}

#[test]
fn f1_nine_steps_in_their_order_each_with_who_and_when() {
    let shop = with_parts_department(AT_REPAIR);
    shop.on("2026-11-24T09:00");
    tell(&shop, &[&order(&["authorised", "requested"])]);
    shop.on("2026-11-24T10:00");
    shop.run_as("ma", command(&note(json!({ "done": ["ordered"] }))));
    shop.on("2026-11-25T11:00");
    shop.run_as("ma", command(&note(json!({ "done": ["arrived", "sa-told"] }))));
    shop.on("2026-11-25T11:20");
    tell(&shop, &[&note(json!({ "done": ["customer-told"], "how": "message", "visit": "t9" }))]);
    let part = page(&shop).parts[0].part.clone();
    let told: Vec<_> = part
        .stamps
        .iter()
        .map(|stamp| (stamp.step, stamp.by.to_string(), stamp.at.to_string()[8..16].to_string()))
        .collect();
    let li = |step, at: &str| (step, "li".to_string(), at.to_string());
    let ma = |step, at: &str| (step, "ma".to_string(), at.to_string());
    assert_eq!(
        told,
        [
            li(PartStep::EtaAsked, "24T09:00"),
            li(PartStep::CustomerOk, "24T09:00"),
            li(PartStep::Authorised, "24T09:00"),
            li(PartStep::Requested, "24T09:00"),
            ma(PartStep::Ordered, "24T10:00"),
            ma(PartStep::Arrived, "25T11:00"),
            ma(PartStep::SaTold, "25T11:00"),
            li(PartStep::CustomerTold, "25T11:20"),
            li(PartStep::VisitBooked, "25T11:20"),
        ]
    );
    assert_eq!(part.stamp(PartStep::Authorised).and_then(|stamp| stamp.line), Some(1), "it rests on the accepted line");
    assert_eq!(part.visit.map(|at| at.to_string()[..16].to_string()).as_deref(), Some("2026-11-26T09:00"));
}

#[test]
fn f1_a_step_out_of_order_names_the_one_that_is_missing() {
    let shop = after(AT_REPAIR);
    tell(&shop, &[&order(&[])]);
    for step in ["requested", "ordered", "arrived", "sa-told", "visit-booked"] {
        let (line, visit) = (note(json!({ "done": [step] })), note(json!({ "done": [step], "visit": "t9" })));
        let line = if step == "visit-booked" { visit } else { line };
        assert_eq!(refused(&shop, &line), no("invalid", "done"), "{step}");
    }
    let error = shop.try_as("li", command(&note(json!({ "done": ["arrived"] })))).expect_err("refused");
    let said = |lang| shop.cx(lang, |cx| cx.say(&error).whole());
    assert_eq!(said(Lang::En), "Step “arrived”: “authorised” is not noted yet. That step comes first.");
    assert!(said(Lang::Zh).contains("已到货") && said(Lang::Zh).contains("“已授权”"), "{}", said(Lang::Zh));
    assert_eq!(page(&shop).parts[0].part.stamps.len(), 2, "nothing of it was noted");
}

#[test]
fn f1_the_parts_department_orders_and_the_advisor_speaks_with_the_customer() {
    let shop = with_parts_department(AT_REPAIR);
    let may = |who: &str, line: &str| match shop.try_as(who, command(line)) {
        Ok(_) => None,
        Err(DeskError::NotAllowed { right, .. }) => Some(right),
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(may("ma", &on_first("order_part", json!({ "part": "DISC", "expected": "+3" }))), None);
    assert_eq!(may("ma", &order(ORDERED)), Some(Right::Receive), "the customer's word is the advisor's");
    assert_eq!(may("ma", &note(json!({ "done": ["customer-ok"], "how": "phone" }))), Some(Right::Receive));
    assert_eq!(may("wang", &note(json!({ "expected": "+4", "reason": "late" }))), Some(Right::Parts));
    assert_eq!(may("ma", &note(json!({ "expected": "+4", "reason": "late" }))), None);
}

#[test]
fn f1_arrived_without_the_customer_knowing_is_a_task_at_once_and_ages_red() {
    let shop = with_parts_department(AT_REPAIR);
    tell(&shop, &[&order(ORDERED)]);
    let row = |shop: &Shop| board(shop).rows[0].clone();
    assert_eq!((row(&shop).parts.awaited, row(&shop).parts.here), (1, None));
    shop.run_as("ma", command(&note(json!({ "done": ["arrived"] }))));
    assert_eq!(row(&shop).parts.here.map(|here| here.number), Some(1));
    let picture = |lang| shop.draw(lang, 80, 24, &shop.cx(lang, Board::new));
    for (lang, task, counted) in
        [(Lang::En, "tell: part here", "parts here 1"), (Lang::Zh, "告知零件已到", "已到未告知 1")]
    {
        let shown = picture(lang);
        assert!(shown.contains(task) && shown.contains(counted), "{shown}");
    }
    assert!(!row(&shop).parts.is_late(shop.now()));
    shop.at("15:33");
    assert!(row(&shop).parts.is_late(shop.now()), "an hour later it is late");
    assert!(shown(&shop, Lang::En).contains("! here 1:01, not told"), "{}", shown(&shop, Lang::En));
    tell(&shop, &[&note(json!({ "done": ["sa-told", "customer-told"], "how": "phone" }))]);
    let row = row(&shop);
    assert_eq!((row.parts.awaited, row.parts.here), (0, None), "told, it is fitted on this visit");
    assert!(!picture(Lang::En).contains("part here"), "{}", picture(Lang::En));
}

#[test]
fn f1_a_part_on_order_does_not_keep_the_car_and_stays_in_the_list_until_a_visit_is_booked() {
    let shop = after(AT_REPAIR);
    tell(&shop, &[&order(ORDERED), START, FINISH, CHECK, HAND_OVER]);
    let mut call = json!({ "do": "answer_call", "with": { "call": "V261123-001", "answers": { "reception": 5 } } });
    call["with"]["call"] = json!(page(&shop).call.expect("one is planned"));
    tell(&shop, &[&call.to_string()]);
    assert!(page(&shop).stage.is_over(), "the order is over");
    let parts = waiting(&shop).parts;
    assert!(parts.len() == 1 && parts[0].away && parts[0].order.as_str() == FIRST, "{parts:?}");
    assert_eq!((board(&shop).rows.len(), board(&shop).parts_awaited), (0, 1));
    shop.on("2026-11-26T09:00");
    let list = |lang| draw(&shop, lang, &shop.cx(lang, Requests::new));
    assert!(list(Lang::En).contains("was expected Wed 25"), "{}", list(Lang::En));
    tell(&shop, &[&note(json!({ "done": ["arrived", "sa-told"] }))]);
    assert_eq!(board(&shop).parts_here, 1);
    shop.on("2026-11-26T11:00");
    assert!(list(Lang::En).contains("! here 2:00, not told"), "{}", list(Lang::En));
    tell(&shop, &[&note(json!({ "done": ["customer-told"], "how": "phone" }))]);
    assert_eq!(waiting(&shop).parts.len(), 1, "told, but no visit is booked");
    tell(&shop, &[&note(json!({ "visit": "+2 930" }))]);
    assert!(waiting(&shop).parts.is_empty());
    assert!(shown(&shop, Lang::En).contains("customer comes Sat 28 09:30"), "{}", shown(&shop, Lang::En));
}

#[test]
fn f1_a_moved_time_keeps_its_reason_and_a_cancelled_part_stays_on_record() {
    let shop = after(AT_REPAIR);
    tell(&shop, &[&order(&[]), &note(json!({ "expected": "+5", "reason": "supplier is late" }))]);
    tell(&shop, &[&on_first("cancel_part", json!({ "number": 1, "reason": "found in stock" }))]);
    let part = page(&shop).parts[0].part.clone();
    assert_eq!(part.moves[0].reason, "supplier is late");
    assert!(part.moves[0].instead_of < part.expected.expect("a time"));
    let history = shop.cx(Lang::En, |cx| History::new(cx, OrderId::new(FIRST)).expect("it is there"));
    let shown = draw(&shop, Lang::En, &history);
    for told in ["Li expects part 1 Sat 28 18:00: supplier is late", "Li cancelled part on order 1: found in stock"] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
    assert!(waiting(&shop).parts.is_empty() && board(&shop).rows[0].parts.awaited == 0);
}

#[test]
fn f1_two_people_at_one_part_do_not_overwrite_each_other() {
    let shop = with_parts_department(AT_REPAIR);
    tell(&shop, &[&order(&["authorised", "requested"])]);
    let seen = std::collections::BTreeMap::from([("order".to_string(), page(&shop).version)]);
    shop.run_as("ma", command(&note(json!({ "done": ["ordered"] }))));
    let late = |line: &str| {
        let envelope = Envelope { command: command(line), seen: seen.clone(), key: None };
        shop.desk.run(&session_of("li"), envelope).map(|_| ()).map_err(|error| error.code().to_string())
    };
    let cancel = on_first("cancel_part", json!({ "number": 1, "reason": "not wanted" }));
    assert_eq!(late(&cancel), Err("conflict".into()), "it was ordered in the meantime");
    assert_eq!(late(&note(json!({ "done": ["ordered"] }))), Err("already-done".into()), "the same step is none");
}

#[test]
fn f1_the_find_box_and_the_vehicle_card_name_a_part_on_order() {
    let shop = after(AT_REPAIR);
    tell(&shop, &[&order(ORDERED), START, FINISH, CHECK, HAND_OVER]);
    let hit = |shop: &Shop| match shop.ask(&Query::Find { text: "12345".into(), limit: 5 }) {
        Answer::Find(hits) => hits[0].parts.clone(),
        other => panic!("{}", other.unexpected().code()),
    };
    assert_eq!((hit(&shop).awaited, hit(&shop).here), (1, None));
    tell(&shop, &[&note(json!({ "done": ["arrived"] }))]);
    assert_eq!(hit(&shop).here.map(|here| here.number), Some(1));
    let card = match shop.ask(&Query::Vehicle { id: page(&shop).vehicle }) {
        Answer::Vehicle(card) => card,
        other => panic!("{}", other.unexpected().code()),
    };
    assert_eq!(card.parts.len(), 1);
}
