//! L: complaints.

use serde_json::json;
use shopdesk::desk::rows::ComplaintPage;
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::staff::role::Right;
use shopdesk::domain::{Command, ComplaintId};
use shopdesk::text::Lang;
use shopdesk::tui::screen::complaint::Complaint;
use shopdesk::tui::screen::complaints::Complaints;

use crate::shop::Shop;

/// The number of the first complaint of the day.
const FIRST: &str = "T261123-001";

fn raised(more: serde_json::Value) -> Shop {
    let shop = Shop::new();
    let mut with = json!({ "name": "周先生", "category": "quality", "words": "刹车还是响" });
    with.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    tell(&shop, "raise_complaint", with);
    shop
}

fn command(name: &str, mut with: serde_json::Value) -> Command {
    if name != "raise_complaint" {
        with["complaint"] = json!(FIRST);
    }
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

fn tell(shop: &Shop, name: &str, with: serde_json::Value) {
    shop.run(command(name, with));
}

fn page(shop: &Shop) -> ComplaintPage {
    match shop.ask(&Query::Complaint { id: ComplaintId::new(FIRST) }) {
        Answer::Complaint(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// From the answer to the verification.
fn verified(shop: &Shop) {
    tell(shop, "note_complaint", json!({ "text": "come back today", "answers": true }));
    tell(shop, "judge_complaint", json!({ "valid": true, "department": "车间" }));
    tell(shop, "plan_complaint", json!({ "causes": ["pad the wrong way round"], "plan": "fit it again" }));
    tell(shop, "approve_complaint", json!({ "approved": true }));
    tell(shop, "note_complaint", json!({ "text": "fitted again", "step": "action" }));
    tell(shop, "verify_complaint", json!({ "held": true, "text": "road test" }));
}

/// What the feed says of the first complaint.
fn fact(shop: &Shop) -> serde_json::Value {
    let Answer::Facts(lines) = shop.ask(&Query::FactsSince { seq: 0, limit: 100 }) else { panic!("no facts") };
    let all = lines.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter(|fact| fact["fact"] == "complaint").last().expect("a complaint")
}

#[test]
fn l1_each_channel_saves() {
    let shop = Shop::new();
    for (n, channel) in ["counter", "hotline", "web", "box", "follow-up"].into_iter().enumerate() {
        let with = json!({ "words": "太贵", "category": "price", "channel": channel });
        let id = shop.run(command("raise_complaint", with)).id;
        let Answer::Complaint(page) = shop.ask(&Query::Complaint { id: ComplaintId::new(id) }) else { panic!("{n}") };
        assert_eq!(json!(page.channel), json!(channel));
    }
}

#[test]
fn l4_the_quality_role_judges_and_the_scores_count_it() {
    let shop = raised(json!({}));
    assert_eq!((page(&shop).valid, &fact(&shop)["valid"]), (None, &json!(null)));
    let judge = || command("judge_complaint", json!({ "valid": true, "department": "车间" }));
    match shop.try_as("wang", judge()) {
        Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::JudgeComplaint),
        other => panic!("{other:?}"),
    }
    shop.run(judge());
    let judged = page(&shop);
    assert_eq!((judged.valid, judged.number.as_deref()), (Some(true), Some("CA261123-001")));
    assert_eq!(fact(&shop)["valid"], json!(true));
    tell(&shop, "judge_complaint", json!({ "valid": false, "reason": "quiet", "explanation": "the pads bed in" }));
    assert_eq!(fact(&shop)["valid"], json!(false), "until there is a plan it may be judged again");
    assert_eq!((page(&shop).row.due, page(&shop).row.answered), (Due::Ask, true), "the explanation is the answer");
}

#[test]
fn l6_a_caller_or_technician_approves_no_plan() {
    let shop = raised(json!({}));
    let approve = command("approve_complaint", json!({ "approved": true }));
    match shop.try_as("wang", approve) {
        Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::ApprovePlan),
        other => panic!("{other:?}"),
    }
}

#[test]
fn l7_unreached_after_three_attempts_on_three_days_and_reported_apart() {
    let shop = raised(json!({}));
    verified(&shop);
    for day in ["2026-11-24T10:00", "2026-11-25T10:00", "2026-11-26T10:00"] {
        let early = command("give_up_complaint", json!({ "text": "tried" }));
        assert!(shop.try_as("li", early).is_err(), "not before {day}");
        shop.on(day);
        tell(&shop, "note_complaint", json!({ "text": "nobody answers", "step": "not-reached" }));
    }
    tell(&shop, "give_up_complaint", json!({ "text": "rang on three days" }));
    let closed = page(&shop);
    assert!(closed.row.unreached && closed.row.closed.is_some());
    let id = ComplaintId::new(FIRST);
    let screen = shop.cx(Lang::En, |cx| Complaint::new(cx, &id)).expect("it is there");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("not reached on three days") && !shown.contains("customer's yes"), "{shown}");
    let list = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Complaints::new));
    assert!(list.contains("not reached"), "{list}");
}

#[test]
fn l11_our_fault_needs_an_apology_and_a_letter_will_do() {
    let shop = raised(json!({ "fault": "both" }));
    verified(&shop);
    tell(&shop, "note_complaint", json!({ "text": "rang", "step": "told" }));
    assert_eq!(page(&shop).row.due, Due::Apologise);
    let yes = || command("close_complaint", json!({ "satisfied": true, "words": "好" }));
    assert!(shop.try_as("li", yes()).is_err());
    tell(&shop, "note_complaint", json!({ "text": "a letter", "apology": true }));
    shop.run(yes());
    assert!(page(&shop).row.closed.is_some());
}
