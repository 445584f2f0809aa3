//! E: promises. E6 (masking, read log) belongs to a later issue; E5 and E8 bring their own.

use serde_json::json;
use shopdesk::domain::Money;
use shopdesk::domain::order::kept::Kept;
use shopdesk::domain::order::promise::{Notice, Solution};
use shopdesk::domain::order::stage::Stage;
use shopdesk::report::Sheet;
use shopdesk::text::Lang;
use shopdesk::tui::screen::scores::Scores;

use super::{
    AT_HAND_OVER, AT_REPAIR, FIRST, FOUND, OPEN, after, another, kept_in, no, on_first, page, printed, refused, shown,
    tell,
};

fn give(promises: &[&str]) -> String {
    on_first("give_promises", json!({ "promises": promises }))
}

/// Hands the car over, with more besides.
fn hand_over(more: serde_json::Value) -> String {
    let mut with = json!({ "viewed": true, "explained": true, "signed": "paper", "payment": "cash",
        "as_received": true, "may_call": false });
    with.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    on_first("hand_over", with)
}

#[test]
fn e1_each_of_five_promises_is_kept_broken_or_not_applicable() {
    let five = ["diagnosis", "parts", "time", "price", "after-service"];
    let shop = after(AT_HAND_OVER);
    let judged = json!({ "promises": { "parts": "broken", "after-service": "not-applicable" },
        "remedy": { "kind": "free", "cost": 3_000 } });
    tell(&shop, &[&give(&five), &hand_over(judged)]);
    let page = page(&shop);
    let given: Vec<_> = page.visit.promises.iter().flat_map(|given| &given.promises).map(|p| p.id.as_str()).collect();
    assert_eq!(given, five);
    let judged = page.judged.expect("judged").promises;
    let of = |id: &str| judged[id];
    assert_eq!([of("parts"), of("after-service")], [Kept::Broken, Kept::NotApplicable]);
    assert_eq!([of("diagnosis"), of("time"), of("price")], [Kept::Kept; 3]);
}

#[test]
fn e1_the_rate_of_kept_promises_is_counted_per_type_and_month() {
    let three = ["parts", "time", "after-service"];
    let shop = after(AT_HAND_OVER);
    let judged = json!({ "promises": { "parts": "broken", "after-service": "not-applicable" },
        "remedy": { "kind": "free", "cost": 3_000 } });
    tell(&shop, &[&give(&three), &hand_over(judged)]);
    let second = another(&shop, "沪B77777", "", json!(null));
    tell(&shop, &[&give(&three).replace(FIRST, &second), &hand_over(json!({})).replace(FIRST, &second)]);
    let rate = |month: u32, id: &str| {
        let rate = kept_in(&shop, month).promises.into_iter().find(|rate| rate.id == id).expect("a type of promise");
        (rate.kept, rate.judged, rate.not_applicable)
    };
    assert_eq!([rate(11, "parts"), rate(11, "time"), rate(11, "price")], [(1, 2, 0), (2, 2, 0), (0, 0, 0)]);
    assert_eq!(rate(11, "after-service"), (1, 1, 1), "not applicable is left out of the rate");
    assert_eq!(rate(12, "parts"), (0, 0, 0), "another month");
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "P");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    let lines = [("parts", "50.00 %   1 of 2"), ("time", "100.00 %   2 of 2"), ("after-service", "n.a. 1")];
    for (id, told) in lines {
        let line = shown.lines().find(|line| line.contains(&format!("  {id} "))).unwrap_or_default();
        assert!(line.contains(told), "{told}\n{shown}");
    }
}

#[test]
fn e2_the_text_of_a_promise_is_frozen_and_an_edit_makes_a_new_version() {
    let shop = after(&[OPEN, &give(&["time", "price"])]);
    let print = printed(&shop, Sheet::Reception, Lang::En);
    assert!(print.contains("You pay no more than you agreed to."), "{print}");
    assert!(print.contains("Customer: ____") && print.contains("Service advisor: ____"), "both sign for it\n{print}");
    tell(&shop, &[&give(&["price", "time"])]);
    assert_eq!(page(&shop).visit.promises.expect("given").version, 1, "the same promises in the same words");
    tell(&shop, &[&give(&["time"])]);
    let page = page(&shop);
    let given = page.visit.promises.expect("given");
    assert_eq!((given.version, given.promises.len()), (2, 1));
    let versions = page.log.iter().filter(|did| did.kind == "order.promises-given").count();
    assert_eq!(versions, 2, "the first stays on record");
}

#[test]
fn e3_an_order_does_not_close_with_a_broken_promise_and_no_remedy() {
    let shop = after(AT_HAND_OVER);
    tell(&shop, &[&give(&["price"])]);
    let broken = json!({ "promises": { "price": "broken" } });
    assert_eq!(refused(&shop, &hand_over(broken.clone())), no("missing", "remedy"));
    assert_eq!(page(&shop).stage, Stage::HandOver);
    let mut made_good = broken;
    made_good["remedy"] = json!({ "kind": "discount", "cost": 5_000, "approved_by": "zhao" });
    tell(&shop, &[&hand_over(made_good)]);
    let remedy = page(&shop).judged.and_then(|judged| judged.remedy).expect("made good");
    let said = (json!(remedy.kind), remedy.cost, remedy.approved_by.as_str());
    assert_eq!((said, page(&shop).stage), ((json!("discount"), Money::fen(5_000), "zhao"), Stage::Closed));
}

#[test]
fn e4_a_delay_is_told_with_a_solution_before_the_promise_and_late_notices_are_counted_apart() {
    let told = |to: &str| on_first("set_promise", json!({ "promise": to, "reason": "part-late", "how": "phone" }));
    let bare = on_first("set_promise", json!({ "promise": "1800" }));
    for (at, notice, late) in [("17:30", Notice::InAdvance, 0), ("17:31", Notice::Late, 1)] {
        let shop = after(AT_REPAIR);
        shop.at(at);
        assert_eq!(refused(&shop, &bare), no("missing", "reason"));
        let mute = on_first("set_promise", json!({ "promise": "1800", "reason": "part-late" }));
        assert_eq!(refused(&shop, &mute), no("missing", "how"));
        tell(&shop, &[&told("1900")]);
        let promise = page(&shop).promise.expect("promised");
        assert_eq!((promise.notice(0), promise.late_notices()), (notice, late), "told at {at}");
        assert_eq!(promise.moves[0].solution, Some(Solution::NewTime), "no notice without a solution");
    }
}

#[test]
fn e4_a_delay_notice_says_what_the_shop_offers() {
    let told = |reason: &str, more: serde_json::Value| {
        let mut with = json!({ "promise": "1900", "reason": reason, "how": "phone" });
        with.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        on_first("set_promise", with)
    };
    let shop = after(AT_REPAIR);
    assert_eq!(refused(&shop, &told("part-late", json!({ "solution": "other" }))), no("missing", "word"));
    tell(&shop, &[&told("part-late", json!({ "solution": "courtesy-car", "word": "until Friday" }))]);
    let picture = shown(&shop, Lang::En);
    assert!(picture.contains("Offered") && picture.contains("courtesy car, until Friday"), "{picture}");
    tell(&shop, &[&told("customer-asked", json!({}))]);
    let moves = page(&shop).promise.expect("promised").moves;
    assert_eq!(moves[1].solution, None, "what the customer wished for is no delay");
}

#[test]
fn e7_a_part_without_its_certificate_is_warned_of_on_print() {
    let line = |part: serde_json::Value| {
        on_first(
            "write_line",
            json!({ "label": "Pump", "why": "leaks", "benefit": "cools", "minutes": 60,
            "labour": 20_000, "parts": 40_000, "part": part }),
        )
    };
    let shop = after(&[OPEN, FOUND, &line(json!({ "kind": "genuine", "months": 24, "km": 50_000 }))]);
    let missing = "CERTIFICATE MISSING";
    let print = printed(&shop, Sheet::Estimate, Lang::En);
    assert!(print.contains(missing) && print.contains("24") && print.contains("50,000"), "{print}");
    let shop = after(&[OPEN, FOUND, &line(json!({ "kind": "genuine", "certificate": "HG-7731", "months": 24 }))]);
    let print = printed(&shop, Sheet::Estimate, Lang::En);
    assert!(!print.contains(missing) && print.contains("HG-7731"), "{print}");
    let silent = printed(&after(&[OPEN, FOUND, super::PADS]), Sheet::Estimate, Lang::En);
    assert!(silent.contains(missing), "nothing was said of its parts\n{silent}");
}
