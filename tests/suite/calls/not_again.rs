//! A customer who does not want to be called: three keys in the lane, a box and a row in their file (K5); and the calls that
//! follow no visit.

use shopdesk::desk::{Answer, Envelope, Query};
use shopdesk::domain::call::State;
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::call::plan::PlanCall;
use shopdesk::domain::customer::contact::{CONTACTS, Contact, OptOut, Reason};
use shopdesk::domain::{CallId, Command, CustomerId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::customer::Customer;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::whom::Whom;

use super::{call, calls, lane, shop_with_calls, turned};
use crate::shop::{Shop, session_of};

fn opt_outs(shop: &Shop, id: &CustomerId) -> Vec<OptOut> {
    match shop.ask(&Query::Customer { id: id.clone() }) {
        Answer::Customer(page) => page.opt_outs,
        other => panic!("{}", other.unexpected().code()),
    }
}

#[test]
fn do_not_call_takes_three_keys_and_holds_at_once() {
    let (shop, calls) = shop_with_calls(2);
    let mut lane = lane(&shop, &calls[0]);
    let keys = "d 2 y";
    assert_eq!(keys.split(' ').count(), 3);
    assert_eq!(turned(shop.press(&mut lane, keys)), Some(Place::Call(calls[1].clone())));
    let page = call(&shop, &calls[0]);
    assert_eq!((page.state, page.attempts[0].outcome), (State::Refused, Outcome::Refused), "AAPOR: a refusal");
    let out = opt_outs(&shop, &page.customer.expect("a customer"));
    assert_eq!(
        out.iter().map(|out| (out.contact, out.reason)).collect::<Vec<_>>(),
        [(Contact::FollowUp, Reason::TooOften)]
    );
}

#[test]
fn with_the_customer_on_the_line_all_kinds_may_be_left_out_and_nothing_happens_before_the_last_key() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter 5 d");
    for (lang, why) in [(Lang::En, "May I ask for the reason?"), (Lang::Zh, "方便说一下原因吗")] {
        assert!(shop.draw(lang, 80, 24, &lane).contains(why), "{}", shop.draw(lang, 80, 24, &lane));
    }
    shop.press(&mut lane, "esc d 1 esc");
    assert_eq!(call(&shop, &calls[0]).state, State::Open);
    let Effect::BackWith(_, told) = shop.press(&mut lane, "d 1 a") else { panic!("the list") };
    assert!(told.contains("no more calls of any kind"), "{told}");
    let customer = call(&shop, &calls[0]).customer.expect("a customer");
    assert_eq!(opt_outs(&shop, &customer).len(), CONTACTS.len());
}

#[test]
fn the_customers_file_shows_what_is_not_wanted_takes_it_down_and_lifts_it() {
    let (shop, calls) = shop_with_calls(1);
    let customer = call(&shop, &calls[0]).customer.expect("a customer");
    let mut file = shop.cx(Lang::En, |cx| Customer::new(cx, customer.clone())).expect("there is such a file");
    let effect = shop.press(&mut file, "D");
    assert_eq!(effect, Effect::Open(Place::OptOut(customer.clone())));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::OptOut(customer.clone()))).expect("it opens");
    shop.press(&mut form, "f 3 f10");
    assert_eq!(opt_outs(&shop, &customer).len(), 1);
    assert_eq!(call(&shop, &calls[0]).state, State::NotWanted, "a planned call of that kind is over");
    shop.cx(Lang::En, |cx| shopdesk::tui::screen::Screen::refresh(&mut file, cx));
    for (lang, words) in
        [(Lang::En, ["! no calls", "follow-up", "sold, moved"]), (Lang::Zh, ["! 勿扰", "回访", "已卖车、搬走"])]
    {
        let shown = shop.draw(lang, 80, 24, &file);
        assert!(words.iter().all(|word| shown.contains(word)), "{shown}");
    }
    let effect = shop.press(&mut file, "home x");
    assert!(matches!(effect, Effect::Sure(..)), "asked once more: {effect:?}");
}

#[test]
fn a_call_that_follows_no_visit_has_an_outcome_and_a_note_and_no_grid() {
    let (shop, calls) = shop_with_calls(1);
    let (customer, order) = (call(&shop, &calls[0]).customer, call(&shop, &calls[0]).order);
    let tell = Some("现在每天二十点前都能取车".to_owned());
    let plan = PlanCall { kind: Contact::Feedback, customer, vehicle: None, order, tell, at: None };
    let planned = CallId::new(&shop.run(Command::PlanCall(plan)).id);
    let mut lane = lane(&shop, &planned);
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("calls_feedback_{lang}_80x24"), shop.draw(lang, 80, 24, &lane));
    }
    shop.press(&mut lane, "enter");
    shop.write(&mut lane, "很好");
    assert!(lane_draft(&lane).is_some_and(|words| words == "很好"), "what was typed is a draft");
    shop.press(&mut lane, "enter");
    let page = call(&shop, &planned);
    assert_eq!((page.state, page.note.as_str(), page.grades.len()), (State::Done, "很好", 0));
}

/// A care call, planned for the customer of another call.
pub fn care(shop: &Shop, of: &CallId) -> CallId {
    let customer = call(shop, of).customer;
    let plan = PlanCall { kind: Contact::Care, customer, vehicle: None, order: None, tell: None, at: None };
    CallId::new(&shop.run(Command::PlanCall(plan)).id)
}

fn lane_draft(lane: &shopdesk::tui::screen::call::CallLane) -> Option<String> {
    shopdesk::tui::screen::Screen::draft(lane)?.values.get("words").cloned()
}

#[test]
fn of_two_who_log_an_outcome_at_once_the_second_sees_the_first_ones_and_loses_nothing() {
    let (shop, calls) = shop_with_calls(1);
    let version = call(&shop, &calls[0]).version;
    let log = |outcome| {
        let command = Command::LogAttempt(LogAttempt { call: calls[0].clone(), outcome, back_at: None });
        let mut envelope = Envelope::new(command);
        envelope.seen.insert("call".into(), version);
        shopdesk::desk::Door::run(&shop.desk, &session_of("li"), envelope)
    };
    assert!(log(Outcome::NoAnswer).is_ok());
    assert_eq!(log(Outcome::Busy).expect_err("somebody else was quicker").code(), "conflict");
    assert_eq!(call(&shop, &calls[0]).attempts.len(), 1);
}

#[test]
fn asking_for_the_next_call_reads_as_little_of_many_calls_as_of_few() {
    let cost = |count: usize| {
        let (shop, _) = shop_with_calls(count);
        let before = shop.desk.rows_read();
        let Answer::NextCall(next) = shop.ask(&Query::NextCall { but: None }) else { panic!("no answer") };
        assert_eq!((next.call.is_some(), next.day.due), (true, count));
        shop.desk.rows_read() - before
    };
    assert_eq!(cost(2), cost(16));
}

#[test]
fn whom_to_call_is_planned_and_taken_up_by_one_key() {
    let (shop, calls_made) = shop_with_calls(1);
    shop.run(Command::LogAttempt(LogAttempt { call: calls_made[0].clone(), outcome: Outcome::Refused, back_at: None }));
    // A year later the service is due by the calendar.
    shop.on("2027-11-20T10:00");
    let mut whom = shop.cx(Lang::En, Whom::new);
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("calls_whom_{lang}_80x24"), shop.draw(lang, 80, 24, &whom));
    }
    let effect = shop.press(&mut whom, "enter");
    let rows = calls(&shop).rows;
    assert_eq!(effect, Effect::Open(Place::Call(rows[0].call.clone())), "the list stays below");
    assert_eq!(rows[0].kind, Contact::Reminder);
    let mut lane = lane(&shop, &rows[0].call);
    shop.press(&mut lane, "enter");
    let shown = shop.draw(Lang::En, 80, 24, &lane);
    assert!(shown.contains("What came of the call") && !shown.contains("customer's words"), "{shown}");
    shop.write(&mut lane, "comes on Monday");
    let back = shop.press(&mut lane, "enter");
    assert!(matches!(back, Effect::BackWith(..)), "whoever called from the list goes on there: {back:?}");
    shop.cx(Lang::En, |cx| shopdesk::tui::screen::Screen::refresh(&mut whom, cx));
    assert_eq!(shop.press(&mut whom, "4"), Effect::Pass);
}

#[test]
fn a_digit_that_was_pressed_too_early_is_taken_back_and_that_call_is_there_again() {
    let (shop, calls) = shop_with_calls(2);
    let due = call(&shop, &calls[0]).due;
    let mut first = lane(&shop, &calls[0]);
    shop.press(&mut first, "1");
    assert_eq!((call(&shop, &calls[0]).attempts.len(), call(&shop, &calls[0]).due == due), (1, false));
    // The customer says hello after all: the next call is in view, and goes.
    let mut second = lane(&shop, &calls[1]);
    let Effect::TurnWith(_, told, place) = shop.press(&mut second, "u") else { panic!("the first call again") };
    assert_eq!((place, told.contains("taken back")), (Place::Call(calls[0].clone()), true));
    let page = call(&shop, &calls[0]);
    assert_eq!((page.attempts.len(), page.due, page.state), (0, due, State::Open));
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 99 }) else { panic!("no facts") };
    let withdrawn = |kind: &str| facts.iter().any(|fact| fact.contains(kind) && fact.contains(r#""void":true"#));
    assert!(withdrawn(r#""fact":"attempt""#) && withdrawn(r#""fact":"issued""#), "{facts:?}");
    let mut again = lane(&shop, &calls[0]);
    assert!(matches!(shop.press(&mut again, "u"), Effect::Say(..)), "nothing more to take back");
    // Ten minutes later it stands.
    shop.press(&mut again, "1");
    shop.on("2026-11-26T15:25");
    let back = shopdesk::domain::call::take_back::TakeBackAttempt { call: calls[0].clone() };
    assert_eq!(shop.refuse(Command::TakeBackAttempt(back)).code(), "invalid");
}
