//! M13, M16, K3 and O4: the year's communication plan, and the pack for the management review.

use serde_json::json;
use shopdesk::desk::plan::{PackPage, PlanPage};
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::role::Right;
use shopdesk::report::pack;
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::effect::Place;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::plan::Plan;

use super::campaigns::{command, forms, look, look_form, missing, no, on_first, running, sheet, shop, signed, tell};
use crate::shop::{ITEMS, Shop};

fn plan(shop: &Shop, year: i32) -> PlanPage {
    match shop.ask(&Query::Plan { year }) {
        Answer::Plan(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn written(shop: &Shop, year: i32) {
    shop.run(command(
        "write_plan",
        json!({ "year": year, "forms": 500, "forms_by": "letter", "calls": 1200, "calls_whom": "all, three days after",
            "visits": 24, "events": 2, "last_result": "84.6", "summary": "more calls, fewer letters" }),
    ));
}

#[test]
fn m13_the_director_approves_the_plan_and_an_unapproved_one_starts_nothing() {
    let shop = shop();
    written(&shop, 2026);
    shop.run(command(
        "plan_survey",
        json!({ "year": 2026, "from": "2026-11-01", "to": "12-31", "population": 80, "audience": "key" }),
    ));
    let mut with = sheet();
    (with["entry"], with["outside"]) = (json!(1), json!(""));
    shop.run(command("open_campaign", json!({ "sheet": with })));
    tell(&shop, "sign_campaign", json!({ "department": "quality" }));
    shop.run_as("wang", on_first("sign_campaign", json!({ "department": "technical" })));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("plan_approved"));
    let approve = || command("approve_year", json!({ "year": 2026, "approved": true }));
    for who in ["lin", "li", "wang", "qin"] {
        match shop.try_as(who, approve()) {
            Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::ApproveYear),
            other => panic!("{who}: {other:?}"),
        }
    }
    shop.run_as("dong", approve());
    assert!(plan(&shop, 2026).plan.expect("it is").approved.is_some());
    tell(&shop, "start_campaign", json!({}));
    shop.run(command("write_plan", json!({ "year": 2026, "calls": 1300 })));
    assert!(plan(&shop, 2026).plan.expect("it is").approved.is_none(), "a changed plan is for the director again");
    let back = command("approve_year", json!({ "year": 2026, "approved": false }));
    assert!(shop.try_as("dong", back).is_err(), "what is sent back has a remark");
}

#[test]
fn m13_in_december_the_board_says_that_the_plan_is_due() {
    let shop = shop();
    let board = |shop: &Shop| shop.draw(Lang::En, 120, 36, &shop.cx(Lang::En, Board::new));
    assert!(!board(&shop).contains("plan 2027"), "not in November");
    shop.on("2026-12-01T09:00");
    assert!(board(&shop).contains("plan 2027 due 31 Dec"), "{}", board(&shop));
    shop.on("2027-01-01T09:00");
    assert!(board(&shop).contains("plan 2027 overdue"), "{}", board(&shop));
    written(&shop, 2027);
    shop.run_as("dong", command("approve_year", json!({ "year": 2027, "approved": true })));
    assert!(!board(&shop).contains("plan 2027"), "{}", board(&shop));
}

#[test]
fn m16_a_campaign_outside_the_plan_needs_a_reason_and_an_entry_must_be_there() {
    let shop = shop();
    signed(&shop);
    tell(&shop, "change_campaign", json!({ "sheet": { "outside": "" } }));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("outside"));
    let unknown = on_first("change_campaign", json!({ "sheet": { "entry": 3 } }));
    assert_eq!(no(&shop, unknown), ("not-found".into(), "entry".into()));
    written(&shop, 2027);
    let other_year = json!({ "year": 2027, "from": "2026-12-01", "to": "2027-03-31", "population": 80 });
    assert_eq!(no(&shop, command("plan_survey", other_year)), ("invalid".into(), "from".into()));
    let none = json!({ "year": 2027, "from": "03-01", "to": "03-31", "population": 0 });
    assert_eq!(no(&shop, command("plan_survey", none)), ("invalid".into(), "population".into()));
    let survey = json!({ "year": 2027, "from": "03-01", "to": "03-31", "population": 80, "way": "phone" });
    shop.run(command("plan_survey", survey));
    let entry = plan(&shop, 2027).plan.expect("it is").entries.pop().expect("one");
    assert_eq!((entry.from.to_string(), entry.responsible.as_str()), ("2027-03-01".into(), "li"));
}

#[test]
fn k3_the_plan_is_held_against_what_was_done() {
    let mut shop = shop();
    written(&shop, 2026);
    shop.run_as("dong", command("approve_year", json!({ "year": 2026, "approved": true })));
    running(&shop);
    forms(&shop, "customer", 10, 4);
    let visit =
        json!({ "year": 2026, "kind": "visit", "on": "11-20", "count": 3, "text": "key customers in the west" });
    shop.run(command("note_outreach", visit));
    let order = shop.order_in(Stage::FollowUp);
    let call = shop.order(&order).call.expect("it has one");
    shop.run(command("answer_call", json!({ "call": call, "answers": { "price": 5 } })));
    let done = plan(&shop, 2026).done;
    assert_eq!((done.forms, done.returned, done.visits, done.events), (10, 4, 3, 0));
    assert_eq!((done.calls, done.answered), (1, 1));
    let mut screen = shop.cx(Lang::En, |cx| Plan::new(cx, 2026).expect("it is there"));
    look(&shop, "plan", &mut screen);
}

#[test]
fn o4_the_pack_holds_twelve_months_and_t() {
    let mut shop = shop();
    let order = shop.order_in(Stage::FollowUp);
    let call = shop.order(&order).call.expect("it has one");
    let all: serde_json::Map<_, _> = ITEMS.iter().map(|item| ((*item).to_string(), json!(4))).collect();
    shop.run(command("answer_call", json!({ "call": call, "answers": all })));
    shop.run(command("raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "还是响" })));
    running(&shop);
    forms(&shop, "customer", 2, 1);
    let Answer::Pack(page) = shop.ask(&Query::Pack { year: 2026 }) else { panic!("no pack") };
    let page: PackPage = *page;
    let months: Vec<&str> = page.months.iter().map(|row| row.period.as_str()).collect();
    assert_eq!((months.len(), months[0], months[11]), (12, "2026-01", "2026-12"));
    let november = &page.months[10];
    assert_eq!((november.forms, november.external.as_str(), november.complaints), (1, "80.00", 1));
    assert!(!page.total.total.is_empty() && page.total.period == "2026", "{:?}", page.total);
    assert_eq!(page.campaigns.len(), 1);
    for lang in Lang::ALL {
        let words = Catalogue::built_in().words(lang);
        let text = pack::text(&page, "Hongqiao Road", &words);
        for month in &months {
            assert!(text.contains(month), "{month}: {text}");
        }
        assert!(text.contains(&page.total.total), "{text}");
        let csv = pack::csv(&page, &words);
        assert!(csv.lines().count() >= 14, "a heading, twelve months, the year: {csv}");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("review_pack_{lang}"), text);
        });
    }
}

#[test]
fn o4_one_key_writes_text_and_table_in_both_languages() {
    let mut seat = shop().sit_down();
    seat.press("7 tab tab p");
    assert!(seat.picture().contains("4 files written"), "{}", seat.picture());
}

#[test]
fn feature_63_a_plan_is_written_by_keys_with_the_shops_own_figures_beside_it() {
    let shop = shop();
    shop.on("2026-12-02T09:00");
    let mut write = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::WritePlan(2027)).expect("it can be shown"));
    look_form(&shop, "plan_write", &mut write);
    for text in ["letter", "500", "everyone", "1200", "key", "24", "samples", "2", "84.6", "more calls"] {
        shop.write(&mut write, text);
        shop.press(&mut write, "enter");
    }
    assert_eq!(plan(&shop, 2027).plan.expect("it is").targets.calls, 1200);
    let mut survey = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::PlanSurvey(2027)).expect("it can be shown"));
    shop.write(&mut survey, "03-01");
    shop.press(&mut survey, "enter");
    shop.write(&mut survey, "03-31");
    shop.press(&mut survey, "enter");
    shop.write(&mut survey, "k80");
    shop.press(&mut survey, "enter");
    shop.write(&mut survey, "p");
    shop.press(&mut survey, "f10");
    assert_eq!(plan(&shop, 2027).plan.expect("it is").entries.len(), 1);
}

#[test]
fn m13_a_plan_that_waits_says_who_may_approve_it_or_how_somebody_comes_to() {
    let shop = shop();
    written(&shop, 2026);
    let shown = |shop: &Shop| shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, |cx| Plan::new(cx, 2026).expect("there")));
    assert!(shown(&shop).contains("May approve it: dong"), "{}", shown(&shop));
    let shop = Shop::new();
    written(&shop, 2026);
    assert!(shown(&shop).contains("shopdesk staff add ID --name NAME --role director"), "{}", shown(&shop));
}

#[test]
fn what_the_year_before_came_to_stands_once_in_the_plan() {
    let mut shop = shop();
    super::improvement::answered(&mut shop, &[], json!({}));
    shop.on("2027-01-05T10:00");
    let before = plan(&shop, 2027).before.external;
    assert!(!before.is_empty(), "it has a score");
    let shown = |shop: &Shop| shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, |cx| Plan::new(cx, 2027).expect("there")));
    written(&shop, 2027);
    assert!(shown(&shop).contains(&before), "what was written says another: the shop's own figure stands beside it");
    shop.run(command("write_plan", json!({ "year": 2027, "last_result": format!("score {before}") })));
    assert_eq!(shown(&shop).matches(&before).count(), 1, "{}", shown(&shop));
}
