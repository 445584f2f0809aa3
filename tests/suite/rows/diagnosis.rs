//! C: diagnosis.

use serde_json::json;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::Money;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::told::Tells;
use shopdesk::text::Lang;
use shopdesk::tui::screen::scores::Scores;

use super::{
    AT_REPAIR, FIRST, FOUND, HAND_OVER, OPEN, PADS, YES, after, another, kept_in, no, on_first, page, refused, shown,
    tell,
};

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
fn c1_an_add_on_during_the_repair_needs_its_cause_as_well() {
    let oil = on_first("write_line", json!({ "job": "OIL" }));
    let shop = after(&[OPEN, &oil, YES, super::START]);
    assert_eq!((page(&shop).stage, refused(&shop, PADS)), (Stage::Repair, no("gate", "cause")));
    tell(&shop, &[&on_first("write_line", json!({ "job": "AIR" }))]);
    let found = on_first("note_finding", json!({ "found": "pads 2 mm", "cause": "worn" }));
    tell(&shop, &[&found, PADS]);
    let page = page(&shop);
    assert_eq!((page.lines.len(), page.findings[0].technician.as_str()), (3, "wang"), "the one at the car found it");
}

#[test]
fn c1_a_finding_is_signed_by_a_technician_and_an_advisor_types_it_in_for_one() {
    let shop = after(&[OPEN]);
    let found = |technician: serde_json::Value| {
        on_first("note_finding", json!({ "found": "pads 2 mm", "cause": "worn", "technician": technician }))
    };
    assert_eq!(refused(&shop, &found(json!(null))), no("missing", "technician"), "nobody is at the car yet");
    assert_eq!(refused(&shop, &found(json!("li"))), no("invalid", "technician"), "Li is an advisor");
    tell(&shop, &[&found(json!("wang"))]);
    assert_eq!(page(&shop).findings[0].technician.as_str(), "wang");
}

#[test]
fn c5_an_order_says_which_of_complaint_condition_cause_and_correction_it_does_not_tell() {
    let test = on_first(
        "write_line",
        json!({ "label": "Compression test", "why": "smoke", "benefit": "finds it", "minutes": 30, "labour": 9_000,
            "test": true }),
    );
    let shop = after(&[OPEN]);
    assert!(page(&shop).untold.is_empty(), "nobody has looked at the car yet");
    tell(&shop, &[&test]);
    assert_eq!(page(&shop).untold, [Tells::Condition, Tells::Cause, Tells::Correction]);
    let picture = shown(&shop, Lang::En);
    assert!(picture.contains("condition, cause, correction"), "{picture}");
    tell(&shop, &[YES]);
    assert_eq!((page(&shop).untold, page(&shop).stage), (vec![Tells::Condition, Tells::Cause], Stage::Repair));
    tell(&shop, &[FOUND]);
    assert!(page(&shop).untold.is_empty() && !shown(&shop, Lang::En).contains("not said"));
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

#[test]
fn c5_first_time_fix_leaves_out_maintenance_recalls_and_repairs_that_may_still_come_back() {
    let shop = after(super::AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    let hand_over = |order: &str| tell(&shop, &[&HAND_OVER.replace(FIRST, order)]);
    hand_over(&another(&shop, "沪A12345", &format!(r#","comeback_of":"{FIRST}""#), json!(null)));
    hand_over(&another(&shop, "沪B77777", "", json!({ "topic": "maintenance" })));
    hand_over(&another(&shop, "沪C77777", "", json!({ "topic": "recall" })));
    let fix = || {
        let fix = kept_in(&shop, 11).fix;
        (fix.orders, fix.back, fix.open, fix.open_back, fix.no_repair)
    };
    assert_eq!(fix(), (0, 0, 2, 1, 2), "both repairs may still come back");
    shop.on("2026-12-23T08:00");
    assert_eq!(fix(), (0, 0, 2, 1, 2), "thirty days are not over");
    shop.on("2026-12-24T12:00");
    assert_eq!(fix(), (2, 1, 0, 0, 2), "FTF = 1 − 1/2");
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "m P");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("first-time fix 50.00 %: 1 of 2 came back"), "{shown}");
}

#[test]
fn c5_a_comeback_after_the_thirty_days_speaks_for_another_fault() {
    let shop = after(super::AT_HAND_OVER);
    tell(&shop, &[HAND_OVER]);
    shop.on("2026-12-24T12:00");
    let late = another(&shop, "沪A12345", &format!(r#","comeback_of":"{FIRST}""#), json!(null));
    assert_ne!(late, FIRST);
    let fix = kept_in(&shop, 11).fix;
    assert_eq!((fix.orders, fix.back), (1, 0));
}
