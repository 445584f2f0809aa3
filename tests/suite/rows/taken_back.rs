//! What ended a call is taken back within the minutes of a lease, with all that it brought about (REQUIREMENTS 7, caller).

use serde_json::json;
use shopdesk::desk::rows::CallPage;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::call::State;
use shopdesk::domain::call::risk::Risk;
use shopdesk::domain::capa::course::{Did, Step};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{CallId, CustomerId, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::screen::call::CallLane;

use super::{AT_HAND_OVER, FIRST, HAND_OVER, OPEN, after, draw, no, page, refused, tell};
use crate::shop::Shop;

fn at_the_call() -> Shop {
    let shop = after(AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    for (id, name, role) in [("qin", "Qin", "quality"), ("mei", "Mei", "management-representative")] {
        super::improvement::tell(&shop, "add_staff", json!({ "id": id, "name": name, "roles": [role] }));
    }
    shop.on("2026-11-26T15:00");
    shop
}

fn call(shop: &Shop) -> CallPage {
    let id = shop.order(&OrderId::new(FIRST)).call.expect("it has a call");
    match shop.ask(&Query::Call { id }) {
        Answer::Call(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn facts(shop: &Shop) -> Vec<String> {
    match shop.ask(&Query::FactsSince { seq: 0, limit: 99 }) {
        Answer::Facts(facts) => facts,
        other => panic!("{}", other.unexpected().code()),
    }
}

const BACK: &str = r#"{"do":"take_back_attempt","with":{"call":"R261123-001"}}"#;
const DIRTY: &str = r#"{"do":"answer_call","with":{"call":"R261123-001","answers":{"reception":5,"cleanliness":1},"reasons":{"cleanliness":"dirty"},"words":"脏","opinion":"suggestion"}}"#;

#[test]
fn answers_are_taken_back_with_the_corrective_actions_that_they_opened_and_the_visit_is_open_again() {
    let shop = at_the_call();
    let before = (page(&shop).stage, call(&shop).due, shop.order(&OrderId::new(FIRST)).signed.is_some());
    tell(&shop, &[DIRTY]);
    assert_eq!((page(&shop).stage, call(&shop).state), (Stage::Closed, State::Done));
    let opened = super::improvement::list(&shop).open;
    assert!(!opened.is_empty(), "a low grade opens a corrective action");
    tell(&shop, &[BACK]);
    let now = call(&shop);
    assert_eq!((page(&shop).stage, now.due, shop.order(&OrderId::new(FIRST)).signed.is_some()), before);
    assert_eq!((now.state, now.attempts.len(), now.grades.len()), (State::Open, 0, 0));
    assert_eq!(super::improvement::list(&shop).open, []);
    let capa = super::improvement::page(&shop, opened[0].capa.as_str());
    assert_eq!(capa.thread.last().map(|entry| entry.did), Some(Did::TakenBack));
    let void = |kind: &str| {
        facts(&shop).iter().any(|fact| fact.contains(&format!(r#""fact":"{kind}""#)) && fact.contains(r#""void":true"#))
    };
    assert!(void("response") && void("attempt") && void("issued"), "{:?}", facts(&shop));
    // What was typed stands there again, to be put right; the call is made a second time.
    let lane = shop.cx(Lang::En, |cx| CallLane::new(cx, &now.call).expect("there is such a call"));
    let shown = draw(&shop, Lang::En, &lane);
    assert!(shown.contains("dirty") && shown.contains('脏'), "{shown}");
    tell(&shop, &[&DIRTY.replace(":1}", ":5}").replace(r#""cleanliness":"dirty""#, "")]);
    assert!(!void("response"), "{:?}", facts(&shop));
    assert_eq!((page(&shop).stage, call(&shop).state), (Stage::Closed, State::Done));
}

#[test]
fn a_low_grade_that_was_taken_back_is_no_risk_of_the_next_visit() {
    let shop = at_the_call();
    tell(&shop, &[DIRTY, BACK]);
    let order = tell(&shop, &[&OPEN.replace("42310", "42900")]).id;
    let steps: Vec<String> = AT_HAND_OVER[1..].iter().map(|step| step.replace(FIRST, &order)).collect();
    steps.iter().for_each(|step| {
        tell(&shop, &[step]);
    });
    tell(&shop, &[&HAND_OVER.replace(FIRST, &order)]);
    let id = shop.order(&OrderId::new(&order)).call.expect("it has a call");
    let Answer::Call(next) = shop.ask(&Query::Call { id }) else { panic!("no call") };
    assert!(!next.risk.contains(&Risk::LowScore), "{:?}", next.risk);
}

#[test]
fn a_refusal_a_wrong_number_and_do_not_call_are_taken_back_with_what_they_noted() {
    let log = |outcome: &str| json!({ "do": "log_attempt", "with": { "call": FIRST, "outcome": outcome } }).to_string();
    let never = json!({ "do": "opt_out", "with": { "customer": "C1", "reason": "asked", "call": FIRST } }).to_string();
    for ended in [log("refused"), log("wrong-number"), never] {
        let shop = at_the_call();
        let care = tell(&shop, &[r#"{"do":"plan_call","with":{"kind":"care","customer":"C1"}}"#]).id;
        let file = || match shop.ask(&Query::Customer { id: CustomerId::new("C1") }) {
            Answer::Customer(page) => (page.wrong_number, page.opt_outs.len()),
            other => panic!("{}", other.unexpected().code()),
        };
        let of_care = || match shop.ask(&Query::Call { id: CallId::new(&care) }) {
            Answer::Call(page) => page.state,
            other => panic!("{}", other.unexpected().code()),
        };
        let before = file();
        tell(&shop, &[&ended]);
        assert_eq!(page(&shop).stage, Stage::Closed, "{ended}");
        tell(&shop, &[BACK]);
        assert_eq!((page(&shop).stage, call(&shop).state, of_care()), (Stage::FollowUp, State::Open, State::Open));
        assert_eq!(file(), before, "{ended}");
        let again = shop.ask(&Query::Calls);
        assert!(matches!(again, Answer::Calls(list) if list.rows.len() == 2), "{ended}");
        shop.sleep(11 * 60);
        tell(&shop, &[&ended]);
        shop.sleep(11 * 60);
        assert_eq!(refused(&shop, BACK), no("invalid", "call"), "after the minutes of a lease it stands");
    }
}

#[test]
fn answers_stay_where_somebody_works_on_what_they_opened_or_heard_what_was_done() {
    let shop = at_the_call();
    tell(&shop, &[DIRTY]);
    let capa = super::improvement::list(&shop).open[0].capa.clone();
    super::improvement::brought_to(&shop, capa.as_str(), Step::Plan);
    assert_eq!(refused(&shop, BACK), no("invalid", "call"));
    assert_eq!((call(&shop).state, page(&shop).stage), (State::Done, Stage::Closed));
    // Told by a call, the customer's word closed it.
    let shop = at_the_call();
    tell(&shop, &[DIRTY]);
    super::improvement::brought_to(&shop, capa.as_str(), Step::Tell);
    let Answer::Calls(list) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let told = list.rows.last().expect("a call is planned").call.clone();
    tell(
        &shop,
        &[&json!({ "do": "answer_call", "with": { "call": told, "words": "好", "satisfied": true } }).to_string()],
    );
    let back = BACK.replace(FIRST, told.as_str());
    let error = shop.try_as("li", super::command(&back)).expect_err("refused");
    assert!(format!("{error:?}").contains("CustomerTold"), "{error:?}");
}
