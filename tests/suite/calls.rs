//! The caller's day: what the lane does with each key, and how list, lane and complaints look.

mod boxes;
mod not_again;
mod put_off;
mod script;
mod sixty;

use serde_json::json;
use shopdesk::desk::rows::{CallPage, CallsPage, ComplaintsPage};
use shopdesk::desk::{Answer, Door, Query};
use shopdesk::domain::call::State;
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::complaint::close::CloseComplaint;
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::complaint::note::NoteComplaint;
use shopdesk::domain::complaint::raise::{Category, Channel, Mood, RaiseComplaint, Severity};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{CallId, Command, ComplaintId, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::call::CallLane;
use shopdesk::tui::screen::calls::Calls;
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::complaints::Complaints;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::{Shop, session_of};

/// A shop three days after it handed over so many cars.
fn shop_with_calls(count: usize) -> (Shop, Vec<CallId>) {
    let mut shop = Shop::new();
    for _ in 0..count {
        shop.order_in(Stage::FollowUp);
    }
    shop.on("2026-11-26T15:10");
    let calls = calls(&shop).rows.into_iter().map(|row| row.call).collect();
    (shop, calls)
}

fn calls(shop: &Shop) -> CallsPage {
    match shop.ask(&Query::Calls) {
        Answer::Calls(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn call(shop: &Shop, call: &CallId) -> CallPage {
    match shop.ask(&Query::Call { id: call.clone() }) {
        Answer::Call(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn lane(shop: &Shop, call: &CallId) -> CallLane {
    shop.cx(Lang::En, |cx| CallLane::new(cx, call)).expect("there is such a call")
}

/// The place that takes the lane's place.
fn turned(effect: Effect) -> Option<Place> {
    if let Effect::Turn(place) | Effect::TurnWith(_, _, place) = effect { Some(place) } else { None }
}

/// The fact that a call became, as other programs read it.
fn response(shop: &Shop) -> String {
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 1000 }) else { panic!("no facts") };
    facts.into_iter().rfind(|fact| fact.contains(r#""fact":"response""#)).expect("somebody answered")
}

#[test]
fn after_an_outcome_it_is_said_what_was_recorded_and_when_the_call_is_due_again() {
    let (shop, calls) = shop_with_calls(2);
    let name = call(&shop, &calls[0]).name;
    let Effect::TurnWith(_, told, _) = shop.press(&mut lane(&shop, &calls[0]), "1") else { panic!("the next call") };
    let due = shopdesk::text::format::time(call(&shop, &calls[0]).due);
    assert!(told.starts_with(&format!("{name}: no answer; due again ")) && told.contains(&due), "{told}");
    let Effect::BackWith(_, told) = shop.press(&mut lane(&shop, &calls[1]), "6 6") else { panic!("the list") };
    assert!(told.contains("refused; no further attempt"), "{told}");
}

#[test]
fn the_item_being_graded_is_seen_on_a_small_terminal_and_only_grades_of_the_scheme_are_listed() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter 5 5 5 5 5 5 5 5 5");
    let shown = shop.draw(Lang::En, 40, 12, &lane);
    assert!(shown.contains("> 10") || shown.contains(">10"), "{shown}");
    assert!(!lane.layers().contains(&shopdesk::tui::keymap::Layer::MoreGrades));
}

#[test]
fn the_share_reached_counts_every_attempt_of_the_day() {
    let (shop, calls) = shop_with_calls(2);
    shop.press(&mut lane(&shop, &calls[0]), "1");
    shop.press(&mut lane(&shop, &calls[1]), "enter * 5 enter");
    assert!(shop.draw(Lang::En, 80, 24, &lane(&shop, &calls[0])).contains("reached 50 %"));
    shop.press(&mut lane(&shop, &calls[0]), "1");
    assert!(shop.draw(Lang::En, 80, 24, &lane(&shop, &calls[0])).contains("reached 33 %"));
}

#[test]
fn after_an_attempt_the_list_stands_on_the_call_that_took_its_place() {
    let (shop, calls) = shop_with_calls(3);
    let mut list = shop.cx(Lang::En, Calls::new);
    shop.press(&mut list, "down");
    shop.press(&mut lane(&shop, &calls[1]), "1");
    shop.cx(Lang::En, |cx| list.refresh(cx));
    assert_eq!(shop.press(&mut list, "enter"), Effect::Open(Place::Call(calls[2].clone())));
}

#[test]
fn ten_different_answers_take_eleven_keys_and_the_next_call_is_there() {
    let (shop, calls) = shop_with_calls(2);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter");
    let keys = "5 4 5 5 0 4 3 5 4 5 enter";
    assert_eq!(keys.split(' ').count(), 11);
    let effect = shop.press(&mut lane, keys);
    assert_eq!(turned(effect), Some(Place::Call(calls[1].clone())));
    let page = call(&shop, &calls[0]);
    assert_eq!(page.state, State::Done);
    let grade = |item: &str| page.grades[item];
    assert_eq!((grade("reception"), grade("parts"), grade("price")), (Some(5), None, Some(3)));
    assert_eq!(page.grades.len(), 10);
}

#[test]
fn wide_digits_of_an_input_method_are_grades_too() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter ５ ４ ５ ５ ０ ４ ５ ５ ４ ５ enter");
    assert_eq!(call(&shop, &calls[0]).grades["diagnosis"], Some(4));
}

#[test]
fn all_alike_with_one_exception_takes_five_keys_and_says_so_in_the_data() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter");
    shop.press(&mut lane, "* 5 g 7 3");
    assert!(matches!(shop.press(&mut lane, "enter"), Effect::BackWith(..)), "no other call is due");
    let page = call(&shop, &calls[0]);
    assert_eq!(page.grades["price"], Some(3));
    assert!(page.grades.iter().all(|(item, grade)| item == "price" || *grade == Some(5)), "{:?}", page.grades);
    assert!(response(&shop).contains(r#""alike":true"#));
}

#[test]
fn a_low_answer_asks_its_reason_and_one_key_gives_it() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter g 7 2");
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains("Why? Price"));
    shop.press(&mut lane, "1");
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains("too expensive"));
    // It went on to the eighth item.
    shop.press(&mut lane, "4 enter enter");
    let fact = response(&shop);
    assert!(fact.contains(r#""reasons":{"price":"too-dear"}"#), "{fact}");
    assert_eq!(call(&shop, &calls[0]).grades["cleanliness"], Some(4));
}

#[test]
fn escape_at_the_reason_takes_the_grade_back_and_enter_keeps_it_without() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter * 5 g 7 2");
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains("Esc take grade back"));
    shop.press(&mut lane, "esc");
    let draft = lane.draft().expect("the others are answered");
    assert_eq!((draft.values.get("price"), draft.focus.as_str()), (None, "price"));
    shop.press(&mut lane, "2 enter");
    assert_eq!(lane.draft().and_then(|draft| draft.values.get("price").cloned()).as_deref(), Some("2"));
    shop.press(&mut lane, "* 1 esc");
    let left = lane.draft().expect("those given one by one stay").values;
    assert!(left.contains_key("price"), "{left:?}");
}

#[test]
fn a_reason_does_not_outlive_the_grade_that_it_was_for() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter * 5 g 7 2 1 g 7 4 enter");
    assert!(!response(&shop).contains("reasons"));
}

#[test]
fn a_call_with_items_left_out_ends_only_at_the_second_enter() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    assert!(matches!(shop.press(&mut lane, "enter enter"), Effect::Say(..)), "nothing is answered");
    let effect = shop.press(&mut lane, "5 5 5 5 5 5 5 5 down enter");
    assert!(matches!(effect, Effect::Say(_, text) if text.contains('2')));
    assert_eq!(call(&shop, &calls[0]).state, State::Open);
    assert!(matches!(shop.press(&mut lane, "enter"), Effect::BackWith(..)));
    assert_eq!(call(&shop, &calls[0]).grades.len(), 8);
}

#[test]
fn one_key_logs_an_outcome_and_takes_the_next_call() {
    for (key, outcome) in [
        ("1", Outcome::NoAnswer),
        ("2", Outcome::Busy),
        ("3", Outcome::Voicemail),
        ("4", Outcome::Off),
        ("5 5", Outcome::WrongNumber),
        ("6 enter 6 6", Outcome::Refused),
    ] {
        let (shop, calls) = shop_with_calls(2);
        let mut lane = lane(&shop, &calls[0]);
        assert_eq!(turned(shop.press(&mut lane, key)), Some(Place::Call(calls[1].clone())), "{key}");
        let attempts = call(&shop, &calls[0]).attempts;
        assert_eq!(attempts.iter().map(|attempt| attempt.outcome).collect::<Vec<_>>(), [outcome]);
    }
}

#[test]
fn an_outcome_that_ends_the_call_for_good_can_be_taken_back_before_it_is_logged() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "5 esc");
    assert_eq!(call(&shop, &calls[0]).state, State::Open);
    // Another outcome after it is that outcome.
    shop.press(&mut lane, "6 1");
    assert_eq!(call(&shop, &calls[0]).attempts[0].outcome, Outcome::NoAnswer);
}

#[test]
fn a_time_to_call_back_takes_six_keys_and_is_when_the_call_is_due() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "c 1 7 3 0 enter");
    assert_eq!(call(&shop, &calls[0]).due.local().format("%d %H:%M").to_string(), "26 17:30");
}

#[test]
fn a_time_that_has_passed_is_refused_and_can_be_corrected_where_it_stands() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "c 0 9 0 0 enter");
    assert!(call(&shop, &calls[0]).attempts.is_empty());
    shop.press(&mut lane, "backspace backspace backspace backspace + 2 d enter");
    assert_eq!(call(&shop, &calls[0]).due.local().format("%d %H:%M").to_string(), "28 15:10");
}

#[test]
fn a_day_that_has_passed_is_not_taken_for_one_of_next_year() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "c 1 1 - 2 5 space 1 5 0 0 enter");
    assert!(call(&shop, &calls[0]).attempts.is_empty());
}

#[test]
fn feature_47_nobody_is_sent_to_customers_of_their_own_while_others_wait() {
    let mut shop = Shop::new();
    let add = json!({ "do": "add_staff", "with": { "id": "chen", "name": "Chen", "roles": ["advisor"] } });
    shop.run(serde_json::from_value(add).expect("a person"));
    let own = shop.order_in(Stage::FollowUp);
    let other = shop.order_in(Stage::HandOver);
    let take = json!({ "do": "take_over", "with": { "order": other.clone(), "advisor": "chen" } });
    shop.run(serde_json::from_value(take).expect("a take-over"));
    shop.hand_over(&other);
    shop.on("2026-11-26T15:10");
    let next = |who: &str| match shop.desk.ask(&session_of(who), &Query::NextCall { but: None }) {
        Ok(Answer::NextCall(next)) => call(&shop, &next.call.expect("one is due")).order.expect("of a visit"),
        _ => panic!("no next call"),
    };
    assert_eq!(next("chen"), own);
    assert_eq!(next("li"), other);
}

#[test]
fn an_outcome_after_a_refused_take_back_is_an_outcome() {
    let (shop, _) = shop_with_calls(3);
    let mut seat = shop.sit_down();
    seat.press("4 enter enter * 5 enter");
    // Ten minutes later they are no longer taken back.
    for _ in 0..2 {
        seat.sleep(310);
        seat.press("f1 esc");
    }
    seat.press("u");
    let refused = seat.picture();
    seat.press("1");
    let picture = seat.picture();
    assert!(picture.contains("no answer; due again") && !picture.contains("taken back"), "{refused}\n{picture}");
}

#[test]
fn a_complaint_is_raised_from_within_and_the_answers_are_still_there() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    let effect = shop.press(&mut lane, "enter 5 5 !");
    let order = call(&shop, &calls[0]).order.expect("a visit");
    let place = Place::NewComplaint {
        order: Some(order.clone()),
        call: Some(calls[0].clone()),
        vehicle: None,
        words: String::new(),
    };
    assert_eq!(effect, Effect::Open(place));
    raise(&shop, Some(order), Severity::Important);
    shop.cx(Lang::En, |cx| lane.refresh(cx));
    shop.press(&mut lane, "5 5 5 5 5 5 5 5 enter");
    assert_eq!(call(&shop, &calls[0]).grades.len(), 10);
}

#[test]
fn in_the_customers_words_a_complaint_has_its_key_too() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    let effect = shop.press(&mut lane, "enter a f8");
    assert!(matches!(effect, Effect::Open(Place::NewComplaint { .. })));
}

#[test]
fn the_order_is_one_key_away_and_a_digit_never_leaves_the_call() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    let order = call(&shop, &calls[0]).order.expect("a visit");
    assert_eq!(shop.press(&mut lane, "space"), Effect::Open(Place::Order(order.clone())));
    assert_eq!(shop.press(&mut lane, "8"), Effect::Stay);
    assert_eq!(shop.press(&mut lane, "enter space"), Effect::Open(Place::Order(order)));
    for key in ["6", "7", "8", "9"] {
        assert!(matches!(shop.press(&mut lane, key), Effect::Say(..)), "the scheme has five grades");
    }
}

#[test]
fn what_was_answered_comes_back_with_the_draft() {
    let (shop, calls) = shop_with_calls(1);
    let mut first = lane(&shop, &calls[0]);
    assert_eq!(first.draft(), None);
    shop.press(&mut first, "enter 5 0 2 2 4 a");
    shop.write(&mut first, "等了太久");
    shop.press(&mut first, "enter 2");
    let draft = first.draft().expect("answers are a draft");
    let mut second = lane(&shop, &calls[0]);
    shop.cx(Lang::En, |cx| second.restore(cx, &draft));
    assert_eq!(second.draft(), Some(draft));
    for (lang, greeting, mark) in [
        (Lang::En, "Hello, am I speaking with", "Draft of an earlier talk: 4 of 10 answered"),
        (Lang::Zh, "您好", "10 项中已答 4 项"),
    ] {
        let shown = shop.draw(lang, 80, 24, &second);
        assert!(shown.contains(greeting) && shown.contains(mark), "{shown}");
        assert!(!shop.draw(lang, 80, 24, &first).contains(mark), "whoever talks on is not greeted anew");
    }
    // What was answered stands as it stood, from the first key on.
    shop.press(&mut first, "up down");
    shop.press(&mut second, "up down");
    assert_eq!(shop.draw(Lang::En, 80, 24, &second), shop.draw(Lang::En, 80, 24, &first));
    shop.press(&mut second, "5 5 5 5 5 5 enter");
    let page = call(&shop, &calls[0]);
    assert_eq!((page.grades.len(), page.words.as_str()), (10, "等了太久"));
    assert!(response(&shop).contains(r#""opinion":"suggestion""#));
    assert_eq!(second.draft(), None, "a call that is over has no draft");
}

#[test]
fn a_call_that_somebody_else_ended_says_so_and_lets_go() {
    let (shop, calls) = shop_with_calls(2);
    let mut lane = lane(&shop, &calls[0]);
    shop.run(Command::LogAttempt(LogAttempt { call: calls[0].clone(), outcome: Outcome::Refused, back_at: None }));
    shop.cx(Lang::En, |cx| lane.refresh(cx));
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains("the customer refused"));
    assert_eq!(turned(shop.press(&mut lane, "enter")), Some(Place::Call(calls[1].clone())));
}

#[test]
fn the_list_takes_the_call_under_the_cursor() {
    let (shop, calls) = shop_with_calls(3);
    let mut list = shop.cx(Lang::En, Calls::new);
    assert_eq!(shop.press(&mut list, "enter"), Effect::Open(Place::Call(calls[0].clone())));
    assert_eq!(shop.press(&mut list, "j enter"), Effect::Open(Place::Call(calls[1].clone())));
    let order = call(&shop, &calls[1]).order.expect("a visit");
    assert_eq!(shop.press(&mut list, "space"), Effect::Open(Place::Order(order)));
}

#[test]
fn the_next_step_of_a_complaint_leads_from_the_answer_to_the_customers_yes() {
    let (shop, calls) = shop_with_calls(1);
    let id = raise(&shop, call(&shop, &calls[0]).order, Severity::Normal);
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("there is such a complaint");
    assert_eq!(shop.press(&mut screen, "enter"), Effect::Open(Place::NoteComplaint(id.clone(), true)));
    assert_eq!(shop.press(&mut screen, "a"), Effect::Open(Place::NoteComplaint(id.clone(), false)));
    note(&shop, &id, "We fetch the car tomorrow at nine.", true);
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    assert_eq!(shop.press(&mut screen, "enter"), Effect::Open(Place::ComplaintStep(id.clone(), Due::Judge)));
    settle(&shop, &id);
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    assert_eq!(shop.press(&mut screen, "enter"), Effect::Open(Place::CloseComplaint(id.clone())));
    say_yes(&shop, &id);
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    assert!(matches!(shop.press(&mut screen, "enter"), Effect::Say(..)));
}

#[test]
fn the_number_is_whole_only_for_those_who_ring_back() {
    let (shop, calls) = shop_with_calls(1);
    let id = raise(&shop, call(&shop, &calls[0]).order, Severity::Normal);
    let draws = |who: &'static str| {
        let screen = shop.cx_as(who, Lang::En, |cx| Complaint::new(cx, &id)).expect("everybody may read it");
        shop.cx_as(who, Lang::En, |cx| {
            crate::picture::picture(80, 20, |area, buffer| {
                screen.draw(cx, area, buffer);
            })
        })
    };
    assert!(draws("li").contains("138 0013 2211"));
    assert!(draws("wang").contains("138****2211"));
}

fn raise(shop: &Shop, order: Option<OrderId>, severity: Severity) -> ComplaintId {
    let raised = shop.run(Command::RaiseComplaint(RaiseComplaint {
        severity,
        channel: Channel::Hotline,
        order,
        name: Some("周先生".into()),
        mood: Some(Mood::Upset),
        ..RaiseComplaint::of(
            "刹车还是响，修了等于没修。你们说的时间也没做到，我在店里等了两个小时，没有人来跟我讲一句话。",
            Category::Quality,
        )
    }));
    ComplaintId::new(raised.id)
}

fn note(shop: &Shop, complaint: &ComplaintId, text: &str, answers: bool) {
    shop.run(Command::NoteComplaint(NoteComplaint {
        complaint: complaint.clone(),
        text: text.into(),
        answers,
        step: None,
        apology: false,
    }));
}

/// Brings an answered complaint to where the customer may be asked.
fn settle(shop: &Shop, complaint: &ComplaintId) {
    for step in [
        json!({ "do": "add_staff", "with": { "id": "mei", "name": "Mei", "roles": ["manager"] } }),
        json!({ "do": "judge_complaint", "with": { "complaint": complaint, "valid": true, "department": "车间" } }),
        json!({ "do": "plan_complaint", "with": { "complaint": complaint, "causes": ["disc worn"], "plan": "new disc",
            "responsible": "li", "investigation": "disc 1 mm under", "measure": "measure every disc" } }),
        json!({ "do": "approve_complaint", "with": { "complaint": complaint, "approved": true } }),
        json!({ "do": "note_complaint", "with": { "complaint": complaint, "text": "disc changed", "step": "action" } }),
        json!({ "do": "verify_complaint", "with": { "complaint": complaint, "held": true, "text": "road test",
            "summary": "measure every disc" } }),
        json!({ "do": "note_complaint", "with": { "complaint": complaint, "text": "rang", "step": "told",
            "apology": true } }),
    ] {
        // Nobody approves their own plan, nor verifies their own work.
        let others = step["do"] == "approve_complaint" || step["with"]["step"] == "action";
        let by = if others { "mei" } else { shop.who };
        shop.run_as(by, serde_json::from_value(step).expect("a command"));
    }
}

fn close(shop: &Shop, complaint: &ComplaintId) {
    settle(shop, complaint);
    say_yes(shop, complaint);
}

fn say_yes(shop: &Shop, complaint: &ComplaintId) {
    let words = "这次满意了".into();
    shop.run(Command::CloseComplaint(CloseComplaint { complaint: complaint.clone(), satisfied: true, words }));
}

/// Looks at a screen in both languages and two sizes.
fn look(shop: &Shop, name: &str, screen: &dyn Screen) {
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shop.draw(lang, columns, rows, screen));
    }
}

#[test]
fn the_list_and_the_lane_look_as_they_should() {
    let (shop, calls) = shop_with_calls(5);
    let log = |call: &CallId, outcome, back_at: Option<&str>| {
        let log = LogAttempt { call: call.clone(), outcome, back_at: back_at.map(Into::into) };
        shop.run(Command::LogAttempt(log));
    };
    log(&calls[0], Outcome::NoAnswer, None);
    log(&calls[1], Outcome::CallBack, Some("1520"));
    log(&calls[2], Outcome::Refused, None);
    shop.on("2026-11-27T16:00");
    look(&shop, "calls", &shop.cx(Lang::En, Calls::new));
    let mut lane = lane(&shop, &calls[0]);
    look(&shop, "lane_ringing", &lane);
    shop.press(&mut lane, "5");
    look(&shop, "lane_sure", &lane);
    shop.press(&mut lane, "esc enter 5 5 4 0 2 8 5 2");
    look(&shop, "lane_reason", &lane);
    shop.press(&mut lane, "1 a");
    shop.write(&mut lane, "价格比上次贵，但是修得好");
    look(&shop, "lane_words", &lane);
    shop.press(&mut lane, "enter 2");
    look(&shop, "lane_grading", &lane);
    shop.press(&mut lane, "c 1 8 3 0");
    look(&shop, "lane_back_at", &lane);
}

#[test]
fn complaints_look_as_they_should() {
    let (shop, calls) = shop_with_calls(4);
    let order = |at: usize| call(&shop, &calls[at]).order;
    let done = raise(&shop, order(0), Severity::Normal);
    note(&shop, &done, "Rang back, apologised, new pads free of charge.", true);
    close(&shop, &done);
    let late = raise(&shop, order(1), Severity::Major);
    shop.on("2026-11-27T09:00");
    note(&shop, &late, "Asked Wang: the disc was not changed.", false);
    let answered = raise(&shop, order(2), Severity::Important);
    note(&shop, &answered, "We fetch the car tomorrow at nine and change the disc.", true);
    shop.on("2026-11-27T15:40");
    raise(&shop, None, Severity::Normal);
    look(&shop, "complaints", &shop.cx(Lang::En, Complaints::new));
    for (name, id) in [("complaint_late", &late), ("complaint_answered", &answered), ("complaint_closed", &done)] {
        let screen = shop.cx(Lang::En, |cx| Complaint::new(cx, id)).expect("there is such a complaint");
        look(&shop, name, &screen);
    }
}

#[test]
fn a_no_stands_in_the_thread_and_begins_the_clock_anew() {
    let (shop, calls) = shop_with_calls(1);
    let id = raise(&shop, call(&shop, &calls[0]).order, Severity::Normal);
    shop.on("2026-11-27T17:00");
    note(&shop, &id, "We fetch the car tomorrow at nine.", true);
    shop.on("2026-11-27T18:00");
    let words = "又没人来".into();
    let no = CloseComplaint { complaint: id.clone(), satisfied: false, words };
    shop.run(Command::CloseComplaint(no));
    let mut screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("there is such a complaint");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("又没人来") && shown.contains("not satisfied, in the customer's words"), "{shown}");
    assert!(shown.contains("answered again by Sat 28 18:00, 24:00 left"), "{shown}");
    assert!(shown.contains("answer to the customer,"), "how the first clock ended stays in view: {shown}");
    assert_eq!(shop.press(&mut screen, "enter"), Effect::Open(Place::NoteComplaint(id.clone(), true)));
    let list = shop.cx(Lang::En, Complaints::new);
    assert!(shop.draw(Lang::En, 80, 24, &list).contains("again 24:00"));
    shop.on("2026-11-28T18:30");
    let shown = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Complaints::new));
    assert!(shown.contains("again -0:30") && shown.contains("1 late"), "{shown}");
    note(&shop, &id, "Fetched, disc changed, with apologies.", true);
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("answer to the customer, 0:30 late"), "{shown}");
    assert_eq!(shop.press(&mut screen, "enter"), Effect::Open(Place::ComplaintStep(id, Due::Judge)));
}

#[test]
fn what_needs_an_answer_stands_first_the_late_then_the_grave_and_what_is_answered_under_a_rule() {
    let (shop, _) = shop_with_calls(1);
    let late = raise(&shop, None, Severity::Normal);
    shop.on("2026-11-28T10:00");
    let answered = raise(&shop, None, Severity::Major);
    note(&shop, &answered, "We fetch the car tomorrow at nine.", true);
    let soon = raise(&shop, None, Severity::Normal);
    shop.on("2026-11-28T15:00");
    let grave = raise(&shop, None, Severity::Major);
    shop.on("2026-11-29T09:00");
    let mut list = shop.cx(Lang::En, Complaints::new);
    let shown = shop.draw(Lang::En, 80, 24, &list);
    let rows: Vec<&str> = shown.lines().skip(3).collect();
    assert!(rows[3].trim_start().starts_with("───") && rows[4].contains("answered"), "{shown}");
    for (keys, id) in [("enter", &late), ("down enter", &grave), ("down enter", &soon), ("down enter", &answered)] {
        assert_eq!(shop.press(&mut list, keys), Effect::Open(Place::Complaint(id.clone())));
    }
}

#[test]
fn of_two_equally_grave_complaints_the_one_due_first_stands_on_top() {
    let (shop, _) = shop_with_calls(1);
    let first = raise(&shop, None, Severity::Normal);
    shop.on("2026-11-26T16:00");
    raise(&shop, None, Severity::Normal);
    let Answer::Complaints(ComplaintsPage { open, .. }) = shop.ask(&Query::Complaints) else { panic!("no complaints") };
    assert_eq!(open[0].complaint, first);
    let mut list = shop.cx(Lang::En, Complaints::new);
    assert_eq!(shop.press(&mut list, "enter"), Effect::Open(Place::Complaint(first)));
}

#[test]
fn a_low_grade_offers_a_complaint_in_one_key_before_the_next_call() {
    let (shop, calls) = shop_with_calls(2);
    let mut lane = lane(&shop, &calls[0]);
    let effect = shop.press(&mut lane, "enter * 5 g 7 2 1 enter");
    assert!(matches!(effect, Effect::Say(..)), "it stays: {effect:?}");
    assert!(shop.draw(Lang::En, 80, 24, &lane).contains("Is it a complaint?"));
    let complaint = shop.press(&mut lane, "!");
    let Effect::Open(place @ Place::NewComplaint { .. }) = complaint else { panic!("{complaint:?}") };
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    shop.write(&mut form, "too dear");
    shop.press(&mut form, "enter 2 1 f10");
    shop.cx(Lang::En, |cx| lane.refresh(cx));
    assert!(!shop.draw(Lang::En, 80, 24, &lane).contains("Is it a complaint?"), "it was taken down");
    assert_eq!(shop.press(&mut lane, "enter"), Effect::Turn(Place::Call(calls[1].clone())));
}
