//! K1 to K6: follow-up calls, care and reminders.

use serde_json::json;
use shopdesk::desk::rows::{CallPage, CallsPage, Since, WhomRow};
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::call::State;
use shopdesk::domain::call::risk::Risk;
use shopdesk::domain::customer::contact::Contact;
use shopdesk::domain::decide::Warning;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{CallId, CustomerId, OrderId, VehicleId};
use shopdesk::text::Lang;
use shopdesk::tui::screen::calls::Calls;
use shopdesk::tui::screen::whom::Whom;

use super::{AT_HAND_OVER, FIRST, HAND_OVER, OPEN, after, another, draw, no, page, refused, tell};
use crate::shop::Shop;

/// A shop that gave a car back.
fn handed_over() -> Shop {
    let shop = after(AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    shop
}

fn list(shop: &Shop) -> CallsPage {
    match shop.ask(&Query::Calls) {
        Answer::Calls(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn call(shop: &Shop, id: &CallId) -> CallPage {
    match shop.ask(&Query::Call { id: id.clone() }) {
        Answer::Call(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn call_of(shop: &Shop, order: &str) -> CallPage {
    let order = shop.order(&OrderId::new(order));
    call(shop, &order.call.expect("it has a call"))
}

fn whom(shop: &Shop) -> Vec<WhomRow> {
    match shop.ask(&Query::WhomToCall) {
        Answer::WhomToCall(rows) => rows,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn attempt(order: &str, outcome: &str) -> String {
    json!({ "do": "log_attempt", "with": { "call": order, "outcome": outcome } }).to_string()
}

fn answer(order: &str, grade: u8) -> String {
    json!({ "do": "answer_call", "with": { "call": order, "answers": { "reception": grade } } }).to_string()
}

fn due(page: &CallPage) -> String {
    page.due.local().format("%d %H:%M").to_string()
}

#[test]
fn k1_each_car_given_back_has_one_call_and_a_problem_becomes_a_complaint_or_a_comeback() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    let rows = list(&shop).rows;
    assert_eq!(rows.iter().map(|row| row.order.as_ref().map(|o| o.as_str())).collect::<Vec<_>>(), [Some(FIRST)]);
    let raised =
        json!({ "do": "raise_complaint", "with": { "call": rows[0].call, "words": "还在响", "category": "quality" } });
    tell(&shop, &[&raised.to_string()]);
    assert!(page(&shop).open_complaint.is_some(), "the order knows of it");
    tell(&shop, &[&answer(FIRST, 4)]);
    assert_eq!(page(&shop).stage, Stage::Closed);
    assert_eq!(refused(&shop, &answer(FIRST, 4)), no("already-done", "call"), "one call for one visit");
    let back = OPEN
        .replace("\"mileage\":42310", &format!("\"mileage\":42400,\"comeback_of\":\"{FIRST}\",\"comeback_line\":1"));
    let again = tell(&shop, &[&back]).id;
    assert_eq!(shop.order(&OrderId::new(&again)).comeback.map(|of| of.of.to_string()).as_deref(), Some(FIRST));
}

#[test]
fn feature_37_a_visit_in_which_something_went_wrong_is_called_a_day_later_and_stands_first() {
    let shop = Shop::new();
    let plain = another(&shop, "沪A12345", "", json!(null));
    tell(&shop, &[&HAND_OVER.replace(FIRST, &plain)]);
    // Promised for 17:30, given back at 18:10.
    let late = another(&shop, "浙BD88123", r#","promise":"1730""#, json!(null));
    shop.at("18:10");
    tell(&shop, &[&HAND_OVER.replace(FIRST, &late)]);
    assert_eq!((call_of(&shop, &late).risk, due(&call_of(&shop, &late))), (vec![Risk::Late], "24 10:00".into()));
    assert_eq!((call_of(&shop, &plain).risk, due(&call_of(&shop, &plain))), (vec![], "26 10:00".into()));
    shop.on("2026-11-26T11:00");
    // The plain one is due as well: the late one stays on top, with a mark and a word.
    let orders: Vec<_> = list(&shop).rows.into_iter().filter_map(|row| row.order).collect();
    assert_eq!(orders, [OrderId::new(&late), OrderId::new(&plain)]);
    for (lang, word) in [(Lang::En, "late"), (Lang::Zh, "交车迟")] {
        let shown = draw(&shop, lang, &shop.cx(lang, Calls::new));
        assert!(shown.lines().any(|line| line.contains(word) && line.contains("D88123")), "{shown}");
    }
}

#[test]
fn feature_37_low_grades_last_time_an_add_on_and_a_comeback_are_risks_too() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(&shop, &[&answer(FIRST, 1)]);
    let second = OPEN.replace("42310", "42900");
    let order = tell(&shop, &[&second]).id;
    let steps: Vec<String> = AT_HAND_OVER[1..].iter().map(|step| step.replace(FIRST, &order)).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    tell(&shop, &steps);
    tell(&shop, &[&HAND_OVER.replace(FIRST, &order)]);
    assert_eq!(call_of(&shop, &order).risk, [Risk::LowScore]);
    shop.on("2026-11-27T15:00");
    tell(&shop, &[&answer(&order, 5)]);
    // Good grades make up for it; a comeback with an add-on does not go unnoticed.
    let back = OPEN
        .replace("42310", "43100")
        .replace("17:30", "")
        .replace("\"plate\"", &format!("\"comeback_of\":\"{order}\",\"comeback_line\":1,\"plate\""));
    let third = tell(&shop, &[&back]).id;
    let on_third = |line: &str| line.replace(FIRST, &third);
    for step in &AT_HAND_OVER[1..5] {
        tell(&shop, &[&on_third(step)]);
    }
    shop.on("2026-11-27T15:20");
    let line = json!({ "do": "write_line", "with": { "order": third, "label": "Hose", "why": "cracked", "benefit": "tight",
        "minutes": 12, "labour": 3_000, "parts": 1_000 } });
    let yes = json!({ "do": "decide_lines", "with": { "order": third, "how": "phone", "lines": [{ "line": 2, "decision": "accepted" }] } });
    let start = json!({ "do": "start_work", "with": { "order": third, "line": 2, "technician": "wang" } });
    let finish = on_third(super::FINISH);
    tell(&shop, &[&line.to_string(), &yes.to_string(), &finish, &start.to_string(), &finish]);
    tell(&shop, &[&on_third(super::CHECK), &on_third(HAND_OVER)]);
    assert_eq!(call_of(&shop, &third).risk, [Risk::Comeback, Risk::AddOn]);
}

#[test]
fn feature_37_an_expired_call_leaves_the_list_by_itself_and_its_order_closes_when_somebody_looks() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(&shop, &[&attempt(FIRST, "busy")]);
    shop.on("2026-12-08T23:50");
    assert_eq!(list(&shop).rows.len(), 1, "D+15 is the last day");
    let id = list(&shop).rows[0].call.clone();
    let early = json!({ "do": "expire_call", "with": { "call": id } }).to_string();
    assert_eq!(refused(&shop, &early), no("invalid", "call"));
    shop.on("2026-12-09T00:10");
    let gone = list(&shop);
    assert!(gone.rows.is_empty() && gone.day.due == 0, "{gone:?}");
    // The desk has had it written down; what another command sees comes after it.
    tell(&shop, &[&OPEN.replace("沪A12345", "浙BD88123")]);
    assert_eq!((call(&shop, &id).state, page(&shop).stage), (State::GivenUp, Stage::Closed));
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 99 }) else { panic!("no facts") };
    let of_call = |kind: &str| facts.iter().filter(|fact| fact.contains(&format!(r#""fact":"{kind}""#))).count();
    assert_eq!((of_call("issued"), of_call("attempt"), of_call("response")), (1, 1, 0), "it stays counted as it was");
    let again = list(&shop);
    assert_eq!((again.day.done, again.plan.given_up), (0, 1), "given up is not done");
}

#[test]
fn feature_37_answers_to_a_call_that_expired_while_one_talked_are_not_lost() {
    let shop = handed_over();
    shop.on("2026-12-10T10:00");
    tell(&shop, &[&answer(FIRST, 4)]);
    assert_eq!(call_of(&shop, FIRST).state, State::Done);
}

#[test]
fn feature_38_five_attempts_try_every_part_of_the_day_and_pass_over_closed_days() {
    let shop = Shop::ruled(|rules| {
        rules.intake.closed.add("saturday");
    });
    tell(&shop, AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    assert_eq!(due(&call_of(&shop, FIRST)), "26 10:00");
    // Thursday, Friday, then Saturday is closed: Sunday, Monday.
    let tries = [
        ("26", "10:20", "27 15:00"),
        ("27", "15:00", "29 18:30"),
        ("29", "18:40", "30 10:00"),
        ("30", "15:30", "01 18:30"),
    ];
    for (day, time, next) in tries {
        shop.on(&format!("2026-11-{day}T{time}"));
        tell(&shop, &[&attempt(FIRST, "no-answer")]);
        let page = call_of(&shop, FIRST);
        assert_eq!((due(&page).as_str(), page.since), (next, Since::OtherBand), "after {day} {time}");
    }
    shop.on("2026-12-01T18:40");
    tell(&shop, &[&attempt(FIRST, "off")]);
    let page = call_of(&shop, FIRST);
    assert_eq!((page.state, page.attempts.len()), (State::GivenUp, 5));
}

#[test]
fn feature_38_a_time_to_call_back_is_kept_and_must_be_one_at_which_the_shop_calls() {
    let shop = Shop::ruled(|rules| {
        rules.intake.closed.add("2026-11-28");
    });
    tell(&shop, AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    shop.on("2026-11-26T15:00");
    let back = |at: &str| {
        json!({ "do": "log_attempt", "with": { "call": FIRST, "outcome": "call-back", "back_at": at } }).to_string()
    };
    for (at, why) in [
        ("0900", "past"),
        ("2130", "calling-hours"),
        ("t6", "calling-hours"),
        ("+2", "closed-day"),
        ("soon", "not-a-time"),
    ] {
        let line = back(at);
        assert_eq!(refused(&shop, &line), no("invalid", "back_at"), "{at}");
        let said = format!("{:?}", shop.try_as("li", super::command(&line)).expect_err("refused")).to_lowercase();
        assert!(said.contains(&why.replace('-', "")), "{at}: {said}");
    }
    assert!(call_of(&shop, FIRST).attempts.is_empty(), "nothing was logged");
    // Beyond the last day, the customer's word still counts.
    tell(&shop, &[&back("12-20 1630")]);
    shop.on("2026-12-20T16:30");
    let rows = list(&shop).rows;
    assert!(rows[0].appointed && rows[0].due == shop.now(), "{rows:?}");
    assert_eq!(call_of(&shop, FIRST).since, Since::Asked);
}

#[test]
fn feature_36_a_best_time_outside_calling_hours_is_refused_at_the_counter() {
    let shop = after(AT_HAND_OVER);
    let at = |time: &str| HAND_OVER.replace(r#""may_call":true"#, &format!(r#""may_call":true,"best_time":"{time}""#));
    assert_eq!(refused(&shop, &at("2200")), no("invalid", "best_time"));
    tell(&shop, &[&at("1215")]);
    assert_eq!((due(&call_of(&shop, FIRST)), call_of(&shop, FIRST).since), ("26 12:15".into(), Since::BestTime));
}

#[test]
fn k2_a_long_term_customer_without_contact_for_so_many_days_is_listed_and_called() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(&shop, &[&answer(FIRST, 5)]);
    let second = tell(&shop, &[&OPEN.replace("42310", "42900")]).id;
    tell(&shop, &[&json!({ "do": "cancel_order", "with": { "order": second, "reason": "only asked" } }).to_string()]);
    let care = |shop: &Shop| whom(shop).into_iter().filter(|row| row.kind == Contact::Care).count();
    // 180 days after the last visit, and not a day sooner.
    shop.on("2027-05-25T10:00");
    assert_eq!(care(&shop), 0);
    shop.on("2027-05-26T10:00");
    assert_eq!(care(&shop), 1);
    let shown = draw(&shop, Lang::En, &shop.cx(Lang::En, Whom::new));
    assert!(shown.contains("王建国") && shown.contains("care"), "{shown}");
    let plan = json!({ "do": "plan_call", "with": { "kind": "care", "customer": "C1" } }).to_string();
    let planned = CallId::new(tell(&shop, &[&plan]).id);
    assert_eq!(care(&shop), 0, "a call is planned");
    let rows = list(&shop).rows;
    assert_eq!((rows.len(), rows[0].kind, &rows[0].order), (1, Contact::Care, &None));
    let graded = json!({ "do": "answer_call", "with": { "call": planned, "answers": { "reception": 5 } } }).to_string();
    assert_eq!(refused(&shop, &graded), no("invalid", "answers"), "it asks no survey");
    let note = json!({ "do": "answer_call", "with": { "call": planned, "words": "十月再来" } }).to_string();
    tell(&shop, &[&note]);
    assert_eq!((call(&shop, &planned).note.as_str(), care(&shop)), ("十月再来", 0));
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 99 }) else { panic!("no facts") };
    assert_eq!(facts.iter().filter(|fact| fact.contains(r#""fact":"issued""#)).count(), 1, "no survey was handed out");
}

#[test]
fn k3_whom_to_call_and_how_many_stands_against_what_was_done_today_and_this_week() {
    let shop = Shop::new();
    let mut orders = Vec::new();
    for plate in ["沪A12345", "浙BD88123", "沪C7K221", "苏E90Q1A"] {
        let order = another(&shop, plate, "", json!(null));
        tell(&shop, &[&HAND_OVER.replace(FIRST, &order)]);
        orders.push(order);
    }
    shop.on("2026-11-26T15:00");
    tell(&shop, &[&answer(&orders[0], 5), &attempt(&orders[1], "no-answer"), &attempt(&orders[2], "no-answer")]);
    let plan = list(&shop).plan;
    assert_eq!(plan.today.all, (3, 4), "three of four");
    // Two are due again on Friday; each counts once.
    assert_eq!(plan.week.all, (3, 4));
    let shown = draw(&shop, Lang::En, &shop.cx(Lang::En, Calls::new));
    assert!(shown.contains("today 3 of 4 (75 %)") && shown.contains("week 3 of 4 (75 %)"), "{shown}");
    let plan_care = json!({ "do": "plan_call", "with": { "kind": "care", "customer": "C1" } }).to_string();
    tell(&shop, &[&plan_care]);
    let shown = draw(&shop, Lang::En, &shop.cx(Lang::En, Calls::new));
    assert!(shown.contains("today 3 of 5 (60 %)") && shown.contains("care 0 of 1"), "{shown}");
}

#[test]
fn k4_how_the_customer_was_asked_is_kept_and_reported() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(
        &shop,
        &[&json!({ "do": "answer_call", "with": { "call": FIRST, "answers": { "reception": 5 }, "mode": "phone" } })
            .to_string()],
    );
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 99 }) else { panic!("no facts") };
    assert!(facts.iter().any(|fact| fact.contains(r#""fact":"response""#) && fact.contains(r#""mode":"phone""#)));
}

#[test]
fn k5_what_a_customer_does_not_want_is_kept_by_kind_holds_at_once_and_may_be_lifted() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(&shop, &[r#"{"do":"plan_call","with":{"kind":"offer","customer":"C1"}}"#]);
    assert_eq!(list(&shop).rows.len(), 2);
    let out = |kinds: &str| {
        format!(r#"{{"do":"opt_out","with":{{"customer":"C1","contacts":[{kinds}],"reason":"too-often"}}}}"#)
    };
    tell(&shop, &[&out(r#""offer""#)]);
    let kinds: Vec<Contact> = list(&shop).rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [Contact::FollowUp], "only offers are over");
    let offer = r#"{"do":"plan_call","with":{"kind":"offer","customer":"C1"}}"#;
    assert_eq!(refused(&shop, offer), no("invalid", "customer"));
    tell(&shop, &[&out("")]);
    assert_eq!((list(&shop).rows.len(), page(&shop).stage), (0, Stage::Closed), "all kinds, at once");
    // The next visit plans no call and says so, though the advisor typed yes.
    let second = tell(&shop, &[&OPEN.replace("42310", "42900")]).id;
    for step in &AT_HAND_OVER[1..] {
        tell(&shop, &[&step.replace(FIRST, &second)]);
    }
    let receipt = tell(&shop, &[&HAND_OVER.replace(FIRST, &second)]);
    let told = receipt.warnings.iter().any(|w| matches!(w, Warning::NotWanted { contact: Contact::FollowUp, .. }));
    assert!(told && list(&shop).rows.is_empty(), "{:?}", receipt.warnings);
    assert_eq!(shop.order(&OrderId::new(&second)).stage, Stage::Closed);
    // Lifted for one kind, that kind may be planned again.
    tell(&shop, &[r#"{"do":"opt_in","with":{"customer":"C1","contacts":["offer"]}}"#, offer]);
    let Answer::Customer(file) = shop.ask(&Query::Customer { id: CustomerId::new("C1") }) else { panic!("no file") };
    assert!(file.opt_outs.iter().all(|out| out.contact != Contact::Offer) && file.opt_outs.len() == 6);
}

#[test]
fn k6_two_readings_tell_when_the_next_service_is_due_and_its_owner_is_listed_before() {
    let shop = handed_over();
    // 42 310 km on 23 November; 45 310 km 100 days later: 30 km a day, 10 000 km take 333 days: 30 January 2028.
    shop.on("2027-03-03T09:00");
    let second = tell(&shop, &[&OPEN.replace("42310", "45310")]).id;
    let cancel = json!({ "do": "cancel_order", "with": { "order": second, "reason": "only asked" } }).to_string();
    tell(&shop, &[&cancel]);
    let reminders =
        |shop: &Shop| whom(shop).into_iter().filter(|row| row.kind == Contact::Reminder).collect::<Vec<_>>();
    shop.on("2028-01-15T09:00");
    assert!(reminders(&shop).is_empty(), "fifteen days before");
    shop.on("2028-01-16T09:00");
    let rows = reminders(&shop);
    assert_eq!((rows.len(), rows[0].service.map(|day| day.to_string()).as_deref()), (1, Some("2028-01-30")));
    assert_eq!(rows[0].vehicle, Some(VehicleId::new("K1")));
    let plan = json!({ "do": "plan_call", "with": { "kind": "reminder", "vehicle": "K1" } }).to_string();
    let planned = tell(&shop, &[&plan]).id;
    tell(&shop, &[&json!({ "do": "answer_call", "with": { "call": planned } }).to_string()]);
    assert!(reminders(&shop).is_empty(), "who was reminded is not reminded again");
}

#[test]
fn feature_46_you_said_we_did_is_a_call_with_words_to_tell() {
    let shop = handed_over();
    shop.on("2026-11-26T09:30");
    let plan = |tell: serde_json::Value| {
        json!({ "do": "plan_call", "with": { "kind": "feedback", "order": FIRST, "tell": tell } }).to_string()
    };
    assert_eq!(refused(&shop, &plan(json!(null))), no("missing", "tell"));
    assert_eq!(
        refused(&shop, r#"{"do":"plan_call","with":{"kind":"follow-up","customer":"C1"}}"#),
        no("invalid", "kind")
    );
    assert_eq!(refused(&shop, r#"{"do":"plan_call","with":{"kind":"care"}}"#), no("missing", "customer"));
    let planned = CallId::new(tell(&shop, &[&plan(json!("现在每天二十点前都能取车"))]).id);
    let page = call(&shop, &planned);
    assert_eq!((page.kind, page.tell.as_str()), (Contact::Feedback, "现在每天二十点前都能取车"));
    tell(&shop, &[&json!({ "do": "answer_call", "with": { "call": planned, "words": "很好" } }).to_string()]);
    assert_eq!(call_of(&shop, FIRST).state, State::Open, "the call after the visit is another one");
}

#[test]
fn feature_46_a_planned_call_is_still_that_call_when_the_shop_is_opened_again() {
    let shop = handed_over();
    let planned = tell(&shop, &[r#"{"do":"plan_call","with":{"kind":"care","customer":"C1"}}"#]).id;
    for without_index in [false, true] {
        let shop = handed_over();
        tell(&shop, &[r#"{"do":"plan_call","with":{"kind":"care","customer":"C1"}}"#]);
        let shop = shop.reopened(without_index);
        assert_eq!(call(&shop, &CallId::new(&planned)).kind, Contact::Care);
    }
}

#[test]
fn feature_45_a_wrong_number_is_told_at_the_next_intake_until_it_is_put_right() {
    let shop = handed_over();
    shop.on("2026-11-26T15:00");
    tell(&shop, &[&attempt(FIRST, "wrong-number")]);
    let file = |shop: &Shop| match shop.ask(&Query::Customer { id: CustomerId::new("C1") }) {
        Answer::Customer(page) => page.wrong_number,
        other => panic!("{}", other.unexpected().code()),
    };
    assert!(file(&shop) && page(&shop).stage == Stage::Closed);
    let place = shopdesk::tui::effect::Place::NewOrder { plate: "沪A12345".into() };
    for (lang, word) in [(Lang::En, "wrong"), (Lang::Zh, "号码")] {
        let form = shop.cx(lang, |cx| shopdesk::tui::screen::form::FormScreen::open(cx, &place).expect("it opens"));
        let shown = draw(&shop, lang, &form);
        assert!(shown.contains(word), "{shown}");
    }
    tell(&shop, &[r#"{"do":"change_customer","with":{"customer":"C1","phone":"13811112222"}}"#]);
    assert!(!file(&shop));
}
