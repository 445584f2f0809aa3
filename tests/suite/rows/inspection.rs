//! I: inspection. That the customer was invited to the road test (I3), and a comeback at intake (I5), bring their own.

use serde_json::json;
use shopdesk::domain::order::next::Next;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::verified::Verified;
use shopdesk::text::Lang;

use super::{
    AT_HAND_OVER, AT_INSPECTION, AT_REPAIR, CHECK, FINISH, HAND_OVER, START, after, no, on_first, page, refused, shown,
    tell,
};

fn check(with: serde_json::Value) -> String {
    let mut whole = json!({ "inspector": "zhao", "passed": true, "road_test": "passed" });
    whole.as_object_mut().expect("fields").extend(with.as_object().expect("fields").clone());
    on_first("check_quality", whole)
}

#[test]
fn i1_hand_over_without_a_passed_check_is_refused_and_a_fail_is_rework_that_is_counted() {
    let shop = after(AT_INSPECTION);
    assert_eq!(refused(&shop, HAND_OVER), no("gate", "passed"));
    tell(&shop, &[&check(json!({ "passed": false, "note": "still squeals" }))]);
    assert_eq!((page(&shop).stage, page(&shop).next), (Stage::Repair, Next::Redo { line: 1 }));
    assert_eq!(refused(&shop, HAND_OVER).0, "gate");
    let skip = on_first("move_order", json!({ "to": "inspect" }));
    assert_eq!(refused(&shop, &skip), no("gate", "work"), "the old work does not count");
    tell(&shop, &[START, FINISH]);
    assert_eq!(page(&shop).stage, Stage::Inspect, "the old check does not count either");
    assert_eq!(refused(&shop, HAND_OVER), no("gate", "passed"));
    tell(&shop, &[CHECK, HAND_OVER]);
    let checks = page(&shop).checks;
    assert_eq!(checks.iter().filter(|check| !check.passed).count(), 1, "one rework");
}

#[test]
fn i1_a_car_that_the_customer_sent_back_is_worked_on_and_checked_again() {
    let shop = after(AT_HAND_OVER);
    tell(&shop, &[&on_first("move_order", json!({ "to": "repair" }))]);
    assert_eq!(page(&shop).next, Next::Redo { line: 1 }, "the next step is one that can be taken");
    tell(&shop, &[START, FINISH]);
    assert_eq!(page(&shop).stage, Stage::Inspect, "the check of before does not count");
    tell(&shop, &[CHECK, HAND_OVER]);
}

#[test]
fn i2_nobody_who_repaired_checks_the_repair() {
    let shop = after(AT_INSPECTION);
    assert_eq!(refused(&shop, &check(json!({ "inspector": "wang" }))), no("same-person", "inspector"));
    // Neither does the second of two who worked on it, in whatever trade.
    let add = on_first(
        "write_line",
        json!({ "label": "Hose", "why": "cracked", "benefit": "tight", "minutes": 12, "labour": 4_000 }),
    );
    let yes = on_first("decide_lines", json!({ "how": "phone", "lines": [{ "line": 2, "decision": "accepted" }] }));
    let start = on_first("start_work", json!({ "line": 2, "technician": "li" }));
    let shop = after(AT_REPAIR);
    tell(&shop, &[&add, &yes, START, FINISH, &start, FINISH]);
    for repaired in ["wang", "li"] {
        assert_eq!(
            refused(&shop, &check(json!({ "inspector": repaired }))),
            no("same-person", "inspector"),
            "{repaired}"
        );
    }
    // Whoever types is the inspector if none is named.
    let mine = on_first("check_quality", json!({ "passed": true, "road_test": "passed" }));
    assert_eq!(refused(&shop, &mine), no("same-person", "inspector"));
    tell(&shop, &[CHECK]);
}

#[test]
fn i3_hand_over_is_refused_after_a_failed_road_test_and_one_not_required_needs_a_reason() {
    let shop = after(AT_INSPECTION);
    let blank = on_first("check_quality", json!({ "inspector": "zhao", "passed": true }));
    let blank: serde_json::Value = serde_json::from_str(&blank).expect("JSON");
    let blank = serde_json::from_value::<shopdesk::domain::Command>(blank);
    assert!(blank.is_err_and(|error| error.to_string().contains("road_test")), "blank is no answer");
    assert_eq!(refused(&shop, &check(json!({ "road_test": "not-required" }))), no("missing", "note"));
    tell(&shop, &[&check(json!({ "road_test": "failed", "note": "pulls to the left" }))]);
    assert_eq!(page(&shop).stage, Stage::Repair);
    assert_eq!(refused(&shop, HAND_OVER).0, "gate");
    tell(&shop, &[START, FINISH, &check(json!({ "road_test": "not-required", "note": "static test" })), HAND_OVER]);
}

#[test]
fn i4_a_visit_is_verified_by_at_least_one_of_record_signature_and_confirmation() {
    let shop = after(AT_HAND_OVER);
    assert!(page(&shop).checks.iter().any(|check| check.inspector.as_str() == "zhao"), "the inspector's record");
    let unsigned = on_first(
        "hand_over",
        json!({ "viewed": true, "explained": true, "payment": "cash",
        "as_received": true, "may_call": true }),
    );
    assert_eq!(refused(&shop, &unsigned), no("gate", "signed"));
    tell(&shop, &[HAND_OVER]);
    assert!(page(&shop).signed.is_some(), "the customer's signature");
    assert_eq!(page(&shop).verified, [Verified::Record, Verified::Signature], "one is enough");
    let confirmed =
        |by: &str| HAND_OVER.replace(r#""viewed":true"#, &format!(r#""viewed":true,"confirmed_by":"{by}""#));
    let shop = after(AT_HAND_OVER);
    assert_eq!(refused(&shop, &confirmed("wang")).0, "same-person", "not by whom it was repaired");
    assert_eq!(refused(&shop, &confirmed("zhao")), no("invalid", "confirmed_by"), "Zhao inspects");
    tell(&shop, &[&confirmed("li")]);
    assert!(page(&shop).verified.contains(&Verified::AfterSales));
    let picture = shown(&shop, Lang::En);
    assert!(picture.contains("inspector's record, signature, after-sales"), "{picture}");
}
