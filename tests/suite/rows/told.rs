//! O6, feature 46: what was done about it is told to the customer in a call, and their answer closes it.

use serde_json::json;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::CallId;
use shopdesk::domain::capa::course::{Did, Step};
use shopdesk::domain::customer::contact::Contact;
use shopdesk::domain::decide::Warning;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::call::CallLane;
use shopdesk::tui::screen::capa::Capa;

use super::improvement::{answered, brought_to, command, list, page, staffed, tell, tell_as};
use crate::shop::Shop;

/// The calls that are to be made: kind, words to tell, id.
fn calls(shop: &Shop) -> Vec<(Contact, String, String)> {
    let Answer::Calls(page) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let call = |id: &CallId| match shop.ask(&Query::Call { id: id.clone() }) {
        Answer::Call(page) => (page.kind, page.tell, id.to_string()),
        other => panic!("{}", other.unexpected().code()),
    };
    page.rows.iter().map(|row| call(&row.call)).collect()
}

#[test]
fn o6_what_was_found_effective_is_a_call_to_the_customer_and_its_answer_closes_it() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Verify);
    assert!(calls(&shop).is_empty(), "nobody is told what is not verified");
    tell_as(&shop, "qin", "verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查五台" }));
    let measure = page(&shop, &capa).plan.expect("planned").measure;
    let planned = calls(&shop);
    assert_eq!(planned.len(), 1);
    assert_eq!((planned[0].0, &planned[0].1), (Contact::Feedback, &measure));
    tell(&shop, "answer_call", json!({ "call": planned[0].2, "words": "很好", "satisfied": true }));
    let closed = page(&shop, &capa);
    assert!(closed.row.closed.is_some() && calls(&shop).is_empty());
    assert_eq!(closed.thread.last().map(|entry| entry.did), Some(Did::Told));
    // Whether the shop is opened again or built anew from its journal.
    for without_index in [false, true] {
        shop = shop.reopened(without_index);
        assert_eq!(*page(&shop, &capa).thread, *closed.thread);
    }
}

#[test]
fn o6_who_is_not_satisfied_with_what_they_are_told_lets_it_begin_anew_and_is_called_again() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Tell);
    let first = calls(&shop).remove(0).2;
    let no = json!({ "call": first, "words": "还是贵", "satisfied": false });
    tell(&shop, "answer_call", no);
    assert_eq!((page(&shop, &capa).row.next, calls(&shop).len()), (Some(Step::Plan), 0));
    tell(&shop, "plan_capa", json!({ "capa": capa, "cause": "工时", "measure": "降价" }));
    tell(&shop, "act_capa", json!({ "capa": capa, "text": "降了" }));
    tell_as(&shop, "qin", "verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查" }));
    let again = calls(&shop);
    assert_eq!((again.len(), again[0].1.as_str()), (1, "降价"));
    // Told at the counter meanwhile: the call is over with it.
    tell(&shop, "tell_capa", json!({ "capa": capa, "reached": true, "text": "当面说明" }));
    assert!(calls(&shop).is_empty() && page(&shop, &capa).row.closed.is_some());
}

#[test]
fn o6_who_does_not_want_such_calls_is_not_called_and_quality_is_told_so() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Verify);
    tell(&shop, "opt_out", json!({ "customer": "C1", "contacts": ["feedback"], "reason": "asked" }));
    let verify = command("verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查" }));
    let receipt = shop.run_as("qin", verify);
    let told = receipt.warnings.iter().any(|one| matches!(one, Warning::NotWanted { contact: Contact::Feedback, .. }));
    assert!(told && calls(&shop).is_empty(), "{:?}", receipt.warnings);
    assert_eq!(page(&shop, &capa).row.next, Some(Step::Tell), "somebody tells them in another way");
}

#[test]
fn o6_the_caller_asks_whether_the_customer_is_satisfied_and_one_digit_closes_it() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Tell);
    let call = CallId::new(calls(&shop).remove(0).2);
    for (lang, asked) in [(Lang::En, "satisfied with what was done"), (Lang::Zh, "对处理结果满意")] {
        let mut lane = shop.cx(lang, |cx| CallLane::new(cx, &call)).expect("a call");
        shop.press(&mut lane, "enter");
        shop.write(&mut lane, "hao");
        shop.press(&mut lane, "enter");
        let shown = shop.draw(lang, 80, 24, &lane);
        assert!(shown.contains(asked), "{shown}");
        let foot = shown.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        assert!(!foot.to_lowercase().contains("enter"), "Enter takes nothing here: {foot}");
        if lang == Lang::Zh {
            shop.press(&mut lane, "enter x 1");
        }
    }
    assert!(page(&shop, &capa).row.closed.is_some() && calls(&shop).is_empty());
}

#[test]
fn feature_46_the_page_leads_to_the_call_by_one_key_and_telling_otherwise_gives_nothing_up() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.clone();
    let screen = |shop: &Shop| shop.cx(Lang::En, |cx| Capa::new(cx, &capa)).expect("it is there");
    brought_to(&shop, capa.as_str(), Step::Tell);
    let call = calls(&shop).remove(0).2;
    let shown = shop.draw(Lang::En, 80, 24, &screen(&shop));
    assert!(shown.contains(&format!("Call to tell the customer: {call}, due ")), "{shown}");
    assert_eq!(shop.press(&mut screen(&shop), "T"), Effect::Open(Place::Call(CallId::new(&call))));
    let plan = |shop: &Shop| {
        let Answer::Calls(page) = shop.ask(&Query::Calls) else { panic!("no calls") };
        (page.plan.given_up, page.day.done)
    };
    let before = plan(&shop);
    let with = json!({ "capa": capa, "reached": true, "text": "当面告知", "answer": "好", "satisfied": true });
    tell(&shop, "tell_capa", with);
    assert!(calls(&shop).is_empty() && page(&shop, capa.as_str()).row.closed.is_some());
    assert_eq!(plan(&shop), before, "a call that nobody had to make was neither made nor given up");
    assert!(!shop.draw(Lang::En, 80, 24, &screen(&shop)).contains("Call to tell"));
    shop = shop.reopened(true);
    assert_eq!(plan(&shop), before);
}
