//! J: hand-over.

use serde_json::json;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::Money;
use shopdesk::domain::decide::Warning;
use shopdesk::domain::order::checked::Mark;
use shopdesk::domain::order::stage::Stage;
use shopdesk::report::Sheet;
use shopdesk::text::Lang;

use super::{AT_HAND_OVER, AT_REPAIR, FIRST, HAND_OVER, after, no, on_first, page, printed, refused, tell};
use crate::shop::Shop;

fn ready() -> Shop {
    after(AT_HAND_OVER)
}

/// Hands over without some fields, and with others.
fn without(gone: &[&str], more: serde_json::Value) -> String {
    let mut line: serde_json::Value = serde_json::from_str(HAND_OVER).expect("JSON");
    let with = line["with"].as_object_mut().expect("fields");
    with.retain(|field, _| !gone.contains(&field.as_str()));
    with.extend(more.as_object().expect("fields").clone());
    line.to_string()
}

#[test]
fn j1_a_difference_to_the_intake_must_be_explained() {
    let shop = ready();
    assert_eq!(refused(&shop, &without(&["as_received"], json!({}))), no("gate", "as_received"));
    let differs = without(&[], json!({ "as_received": false }));
    assert_eq!(refused(&shop, &differs), no("missing", "difference"));
    tell(&shop, &[&without(&[], json!({ "as_received": false, "difference": "old pads kept by the shop" }))]);
    assert_eq!(page(&shop).stage, Stage::FollowUp);
}

#[test]
fn j2_the_customer_is_not_told_that_the_car_is_ready_before_the_papers_are() {
    let shop = ready();
    let told = on_first("tell_ready", json!({ "how": "phone" }));
    assert_eq!(refused(&shop, &told), no("missing", "pack"));
    assert!(page(&shop).ready_told.is_empty());
    tell(&shop, &[&on_first("tell_ready", json!({ "how": "phone", "pack": ["settlement", "key"] }))]);
    assert!(page(&shop).ready_told[0].reached);
    let early = after(AT_REPAIR);
    let pack = on_first("tell_ready", json!({ "how": "phone", "pack": ["settlement"] }));
    assert_eq!(refused(&early, &pack).0, "wrong-stage", "it is not ready");
}

#[test]
fn j3_view_explain_sign_pay_exit_and_paying_before_signing_warns() {
    let shop = ready();
    for (step, field) in
        [("viewed", "viewed"), ("signed", "signed"), ("payment", "payment"), ("as_received", "as_received")]
    {
        assert_eq!(refused(&shop, &without(&[step], json!({}))), no("gate", field));
    }
    assert_eq!(
        refused(&shop, &without(&["explained"], json!({}))),
        no("missing", "explained"),
        "sign what is explained"
    );
    let receipt = tell(&shop, &[&on_first("take_payment", json!({ "method": "cash", "amount": 10_000 }))]);
    assert_eq!(receipt.warnings, [Warning::PaidUnsigned]);
    let receipt = tell(&shop, &[HAND_OVER]);
    assert_eq!((receipt.warnings.len(), page(&shop).due), (0, Money::ZERO));
}

#[test]
fn j4_cautions_are_kept_and_the_customers_word_on_calls_feeds_the_call_list() {
    let calls = |shop: &Shop| match shop.ask(&Query::Calls) {
        Answer::Calls(page) => page.rows,
        other => panic!("{}", other.unexpected().code()),
    };
    let shop = ready();
    assert_eq!(refused(&shop, &without(&["may_call"], json!({}))), no("missing", "may_call"), "asked, never assumed");
    tell(&shop, &[&without(&[], json!({ "cautions": "no hard braking for 200 km", "best_time": "1400" }))]);
    assert_eq!(page(&shop).explained.expect("explained").1, "no hard braking for 200 km");
    shop.on("2026-11-26T15:00");
    let listed = calls(&shop);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].due.to_string().contains("T14:00"), "at their best time: {}", listed[0].due);
    let never = ready();
    tell(&never, &[&without(&[], json!({ "may_call": false }))]);
    never.on("2026-11-26T15:00");
    assert!(calls(&never).is_empty() && page(&never).stage == Stage::Closed);
    assert_eq!((page(&shop).invited, page(&never).invited), (Some(true), Some(false)), "as for the call");
    let asked = ready();
    tell(&asked, &[&without(&[], json!({ "may_call": false, "invited": true }))]);
    asked.on("2026-11-26T15:00");
    assert_eq!(page(&asked).invited, Some(true), "an invitation is no consent to be called");
    assert!(calls(&asked).is_empty());
}

#[test]
fn j5_the_ticks_on_the_list_of_papers_are_stored() {
    let shop = ready();
    tell(&shop, &[&on_first("tell_ready", json!({ "how": "phone", "pack": ["settlement", "guarantee", "manual"] }))]);
    let lists = page(&shop).visit.checklists;
    let pack = lists.iter().find(|row| row.list.id == "pack").expect("the list of papers");
    assert!(pack.list.items().count() >= 5);
    let ticked: Vec<&str> =
        pack.checked.marks.iter().filter(|(_, mark)| **mark == Mark::Ok).map(|(id, _)| &**id).collect();
    assert_eq!(ticked, ["guarantee", "manual", "settlement"]);
}

#[test]
fn j6_the_lines_add_up_to_the_bill_to_the_fen_and_are_paid_in_parts() {
    let add = on_first(
        "write_line",
        json!({ "label": "Hose", "why": "cracked", "benefit": "tight", "minutes": 12,
        "labour": 3_333, "parts": 1 }),
    );
    let yes = on_first("decide_lines", json!({ "how": "phone", "lines": [{ "line": 2, "decision": "accepted" }] }));
    let work = on_first("start_work", json!({ "line": 2, "technician": "wang" }));
    let shop = after(AT_REPAIR);
    tell(&shop, &[&add, &yes, super::START, super::FINISH, &work, super::FINISH, super::CHECK]);
    let bill = page(&shop);
    let sum: Money = bill.lines.iter().map(|line| line.labour + line.parts).sum();
    assert_eq!((bill.bill, sum, bill.due), (Money::fen(51_334), Money::fen(51_334), Money::fen(51_334)));
    let pay = |method: &str, amount: u32| on_first("take_payment", json!({ "method": method, "amount": amount }));
    assert_eq!(refused(&shop, &pay("cash", 51_335)), no("paid-too-much", "amount"));
    assert_eq!(refused(&shop, &pay("cash", 0)), no("invalid", "amount"));
    tell(&shop, &[&pay("cash", 30_000), &pay("card", 21_333)]);
    assert_eq!(refused(&shop, &without(&["payment"], json!({}))), no("gate", "payment"), "a fen is missing");
    tell(&shop, &[HAND_OVER]);
    let page = page(&shop);
    let paid: Money = page.payments.iter().map(|payment| payment.amount).sum();
    assert_eq!((page.payments.len(), paid, page.due), (3, page.bill, Money::ZERO));
    let print = printed(&shop, Sheet::Settlement, Lang::En);
    assert!(["33.34", "480.00", "513.34", "300.00", "213.33", "0.01"].iter().all(|sum| print.contains(sum)), "{print}");
    assert!(print.contains(FIRST));
}
