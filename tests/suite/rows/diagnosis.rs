//! C: diagnosis.

use serde_json::json;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::Money;
use shopdesk::domain::order::stage::Stage;

use super::{AT_REPAIR, FIRST, FOUND, HAND_OVER, OPEN, PADS, YES, after, no, on_first, page, refused, tell};

#[test]
fn c1_no_quote_without_a_cause_except_for_jobs_of_the_menu() {
    let shop = after(&[OPEN, &on_first("note_finding", json!({ "found": "noise", "technician": "wang" }))]);
    assert_eq!(refused(&shop, PADS), no("gate", "cause"));
    assert_eq!(page(&shop).stage, Stage::Diagnose, "nothing was half done");
    tell(&shop, &[FOUND, PADS]);
    let found = page(&shop).findings.pop().expect("found");
    let said = (found.cause.as_deref(), found.plan.as_deref(), found.technician.as_str());
    assert_eq!(said, (Some("worn"), Some("renew"), "wang"), "cause, plan and the technician who signs for it");
    assert_eq!((page(&shop).stage, page(&shop).lines[0].price), (Stage::Quote, Money::fen(48_000)));
    let menu = after(&[OPEN, &on_first("write_line", json!({ "job": "OIL" }))]);
    assert_eq!(page(&menu).stage, Stage::Quote, "an oil change needs no diagnosis");
    let brakes = after(&[OPEN]);
    assert_eq!(refused(&menu, PADS), no("gate", "cause"), "a menu job opens the quote for no other line");
    assert_eq!(refused(&brakes, &on_first("write_line", json!({ "job": "PAD" }))), no("gate", "cause"));
}

#[test]
fn c4_a_further_test_without_price_or_consent_cannot_start() {
    let test = |price: u32| {
        on_first(
            "write_line",
            json!({ "label": "Compression test", "why": "smoke", "benefit": "finds the cause",
            "minutes": 30, "labour": price, "test": true }),
        )
    };
    let start = on_first("start_work", json!({ "line": 2, "technician": "wang" }));
    let yes = on_first("decide_lines", json!({ "how": "phone", "lines": [{ "line": 2, "decision": "accepted" }] }));
    let free = after(&[OPEN, FOUND, PADS, YES, &test(0)]);
    assert_eq!(refused(&free, &start), no("no-consent", "lines"));
    assert_eq!(refused(&free, &yes), no("lines-lack", "lines"), "it has no price");
    let priced = after(&[OPEN, FOUND, PADS, YES, &test(9_000)]);
    assert_eq!(refused(&priced, &start), no("no-consent", "lines"));
    tell(&priced, &[&yes, &start]);
    assert!(page(&priced).lines[1].test && page(&priced).lines[1].work.is_running());
}

#[test]
fn c5_a_comeback_is_a_fact_from_which_first_time_fix_is_counted() {
    let shop = after(super::AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    let again = json!({ "do": "open_order", "with": { "plate": "沪A12345", "says": "还是响", "mileage": 42_400,
        "comeback_of": FIRST, "promise": "1900" } });
    let second = tell(&shop, &[&again.to_string()]).id;
    assert_ne!(second, FIRST);
    let steps = AT_REPAIR.iter().skip(1).chain(&[super::START, super::FINISH, super::CHECK, HAND_OVER]);
    for step in steps {
        tell(&shop, &[&step.replace(FIRST, &second)]);
    }
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: usize::MAX }) else { panic!("no facts") };
    let delivered: Vec<serde_json::Value> = facts
        .iter()
        .map(|fact| serde_json::from_str(fact).expect("JSON"))
        .filter(|fact: &serde_json::Value| fact["fact"] == json!("delivery"))
        .collect();
    let comebacks = delivered.iter().filter(|fact| fact["comeback"] == json!(true)).count();
    assert_eq!((comebacks, delivered.len()), (1, 2), "FTF = 1 − 1/2");
}
