//! M, O and K3: survey campaigns, the year's communication plan, the pack for the management review.

use serde_json::{Value, json};
use shopdesk::desk::campaigns::{CampaignPage, CampaignsPage};
use shopdesk::desk::plan::{PackPage, PlanPage};
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::campaign::evaluate::Figures;
use shopdesk::domain::campaign::gates::{Gate, GateName};
use shopdesk::domain::campaign::{Due, State};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::role::Right;
use shopdesk::domain::{CampaignId, Command, OrderId};
use shopdesk::report::pack;
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::campaign::Campaign;
use shopdesk::tui::screen::campaigns::Campaigns;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::plan::Plan;

use crate::shop::Shop;

/// The first campaign of the day.
const FIRST: &str = "M261123-001";
/// The seven questions of S7.
const ITEMS: [&str; 7] =
    ["performance", "reliability", "appearance", "packaging", "delivery-time", "service-quality", "after-sale"];

fn command(name: &str, with: Value) -> Command {
    let line = json!({ "do": name, "with": with });
    serde_json::from_value(line.clone()).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn on_first(name: &str, mut with: Value) -> Command {
    with["campaign"] = json!(FIRST);
    command(name, with)
}

fn tell(shop: &Shop, name: &str, with: Value) {
    shop.run(on_first(name, with));
}

/// Why a command of Li is refused: code and field.
fn no(shop: &Shop, command: Command) -> (String, String) {
    let error = shop.refuse(command);
    (error.code().to_string(), error.field().unwrap_or_default().to_string())
}

fn missing(field: &str) -> (String, String) {
    ("missing".into(), field.into())
}

/// A shop with a director and somebody of the quality department.
fn shop() -> Shop {
    let shop = Shop::new();
    for (id, role) in [("qin", "quality"), ("dong", "director"), ("lin", "caller")] {
        shop.run(command("add_staff", json!({ "id": id, "name": id, "roles": [role] })));
    }
    shop
}

fn sheet() -> Value {
    json!({ "focus": "waiting times", "last_score": "81.2", "last_dissatisfaction": "parts came late",
        "operating": "two new technicians", "outside": "first year of surveys" })
}

/// A special campaign that both departments signed.
fn signed(shop: &Shop) {
    shop.run(command("open_campaign", json!({ "sheet": sheet() })));
    tell(shop, "sign_campaign", json!({ "department": "quality" }));
    shop.run_as("wang", on_first("sign_campaign", json!({ "department": "technical" })));
}

/// The same, running.
fn running(shop: &Shop) {
    signed(shop);
    tell(shop, "start_campaign", json!({}));
}

fn answers(grade: u8) -> Value {
    ITEMS.iter().map(|item| ((*item).to_string(), json!(grade))).collect::<serde_json::Map<_, _>>().into()
}

/// Issues forms without a name and types so many of them in.
fn forms(shop: &Shop, respondent: &str, issued: u16, returned: u16) {
    tell(shop, "issue_forms", json!({ "respondent": respondent, "count": issued }));
    for _ in 0..returned {
        tell(shop, "answer_form", json!({ "respondent": respondent, "answers": answers(4) }));
    }
}

fn page(shop: &Shop) -> CampaignPage {
    match shop.ask(&Query::Campaign { id: CampaignId::new(FIRST) }) {
        Answer::Campaign(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn list(shop: &Shop) -> CampaignsPage {
    match shop.ask(&Query::Campaigns) {
        Answer::Campaigns(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn plan(shop: &Shop, year: i32) -> PlanPage {
    match shop.ask(&Query::Plan { year }) {
        Answer::Plan(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn gate(shop: &Shop, name: GateName) -> Gate {
    let found = page(shop).brief.gates.into_iter().find(|gate| gate.gate == name);
    found.unwrap_or_else(|| panic!("no gate {name:?}"))
}

fn written(shop: &Shop, year: i32) {
    shop.run(command(
        "write_plan",
        json!({ "year": year, "forms": 500, "forms_by": "letter", "calls": 1200, "calls_whom": "all, three days after",
            "visits": 24, "events": 2, "last_result": "84.6", "summary": "more calls, fewer letters" }),
    ));
}

/// Looks at a screen in both languages and three sizes.
fn look(shop: &Shop, name: &str, screen: &mut dyn Screen) {
    for (lang, columns, rows) in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 120, 36)] {
        shop.cx(lang, |cx| screen.refresh(cx));
        let name = format!("{name}_{lang}_{columns}x{rows}");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, shop.draw(lang, columns, rows, screen));
        });
    }
}

#[test]
fn m1_the_calendar_proposes_and_one_key_drafts_each_once() {
    let shop = shop();
    let mut screen = shop.cx(Lang::En, Campaigns::new);
    let names: Vec<String> = list(&shop).proposals.into_iter().map(|slot| slot.name).collect();
    assert_eq!(names, ["2026-H2-general", "2026-Q4-key"]);
    assert!(matches!(shop.press(&mut screen, "down enter"), Effect::Say(..)));
    assert_eq!(list(&shop).open[0].slot.as_deref(), Some("2026-Q4-key"));
    assert_eq!(list(&shop).proposals.len(), 1, "what is drafted is proposed no more");
    let twice = no(&shop, command("open_campaign", json!({ "slot": "2026-Q4-key" })));
    assert_eq!(twice, ("taken".into(), "slot".into()));
    tell(&shop, "cancel_campaign", json!({ "reason": "no time" }));
    let again = no(&shop, command("open_campaign", json!({ "slot": "2026-Q4-key" })));
    assert_eq!(again, ("taken".into(), "slot".into()), "not even after it was given up");
    assert_eq!(list(&shop).over[0].state, State::Cancelled);
}

#[test]
fn m2_ninety_nine_forms_are_insufficient_and_a_hundred_are_enough() {
    let shop = shop();
    running(&shop);
    forms(&shop, "customer", 125, 99);
    assert_eq!((gate(&shop, GateName::Forms).part, gate(&shop, GateName::Forms).met), (99, Some(false)));
    forms(&shop, "dealer", 1, 1);
    assert_eq!(gate(&shop, GateName::Forms).met, Some(true), "customers, dealers and staff count together (AM32)");
}

#[test]
fn m3_nine_forms_about_competitors_fail_and_ten_are_enough() {
    let shop = shop();
    running(&shop);
    forms(&shop, "competitor", 10, 9);
    assert_eq!(gate(&shop, GateName::Competitors).met, Some(false));
    tell(&shop, "answer_form", json!({ "respondent": "competitor", "answers": answers(5) }));
    assert_eq!(gate(&shop, GateName::Competitors).met, Some(true));
    assert_eq!(page(&shop).brief.issued, 0, "they do not count among the hundred");
    assert_eq!(page(&shop).figures.external, "", "nor in the score");
}

#[test]
fn m4_a_missing_topic_focus_or_sign_off_blocks_the_start() {
    let shop = shop();
    let six: Vec<&str> = ITEMS[..6].to_vec();
    let mut with = sheet();
    with["topics"] = json!(six);
    shop.run(command("open_campaign", json!({ "sheet": with })));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("topics"));
    assert_eq!(no(&shop, on_first("sign_campaign", json!({ "department": "quality" }))), missing("topics"));
    tell(&shop, "change_campaign", json!({ "sheet": { "topics": ITEMS, "focus": "" } }));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("focus"));
    tell(&shop, "change_campaign", json!({ "sheet": { "focus": "waiting times" } }));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("signed_quality"));
    tell(&shop, "sign_campaign", json!({ "department": "quality" }));
    assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing("signed_technical"));
    // Li is a manager too, but two departments are two people.
    let alone = no(&shop, on_first("sign_campaign", json!({ "department": "technical" })));
    assert_eq!(alone, ("invalid".into(), "department".into()));
    shop.run_as("wang", on_first("sign_campaign", json!({ "department": "technical" })));
    assert_eq!(page(&shop).brief.state, State::Signed);
    tell(&shop, "change_campaign", json!({ "sheet": { "focus": "the price" } }));
    assert_eq!(page(&shop).brief.state, State::Draft, "what was signed is not what stands there");
}

#[test]
fn m5_twelve_months_between_two_campaigns_are_enough() {
    let shop = shop();
    running(&shop);
    assert_eq!(gate(&shop, GateName::Interval).met, None, "the first one");
    let second = |moment: &str| {
        shop.on(moment);
        let id = shop.run(command("open_campaign", json!({ "sheet": sheet() }))).id;
        for (who, department) in [("li", "quality"), ("wang", "technical")] {
            shop.run_as(who, command("sign_campaign", json!({ "campaign": id, "department": department })));
        }
        shop.run(command("start_campaign", json!({ "campaign": id })));
        let Answer::Campaign(page) = shop.ask(&Query::Campaign { id: CampaignId::new(id) }) else { panic!("none") };
        page.brief.gates.into_iter().find(|gate| gate.gate == GateName::Interval).expect("it is there").met
    };
    assert_eq!(second("2027-11-23T23:59"), Some(true));
    assert_eq!(second("2028-11-24T00:01"), Some(false), "a day more");
}

#[test]
fn m6_the_start_is_refused_while_the_sheet_is_blank() {
    let shop = shop();
    signed(&shop);
    for field in ["last_score", "last_dissatisfaction", "operating"] {
        tell(&shop, "change_campaign", json!({ "sheet": { field: "" } }));
        assert_eq!(no(&shop, on_first("start_campaign", json!({}))), missing(field));
        let given = if field == "last_score" { "81.2" } else { "known" };
        tell(&shop, "change_campaign", json!({ "sheet": { field: given } }));
    }
    tell(&shop, "start_campaign", json!({}));
}

#[test]
fn m8_only_the_keys_of_the_scheme_are_enterable() {
    let shop = shop();
    running(&shop);
    tell(&shop, "issue_forms", json!({ "count": 2 }));
    let mut seven = answers(4);
    seven["performance"] = json!(7);
    assert_eq!(no(&shop, on_first("answer_form", json!({ "answers": seven }))), ("invalid".into(), "answers".into()));
    let unknown = json!({ "answers": { "colour": 5 } });
    assert_eq!(no(&shop, on_first("answer_form", unknown)), ("invalid".into(), "answers".into()));
    let few = json!({ "performance": 5, "reliability": 4 });
    assert_eq!(no(&shop, on_first("answer_form", json!({ "answers": few }))), ("invalid".into(), "partial".into()));
    tell(&shop, "answer_form", json!({ "answers": few, "partial": true }));
    assert_eq!(page(&shop).brief.returned, 1);
}

/// Five customers in the shop, the first of them a key customer; their orders.
fn customers(shop: &mut Shop) -> Vec<OrderId> {
    let orders: Vec<OrderId> = (0..5).map(|_| shop.order_in(Stage::Receive)).collect();
    let first = shop.order(&orders[0]).customer.expect("it has one");
    shop.run(command("change_customer", json!({ "customer": first, "segment": "key" })));
    orders
}

#[test]
fn m9_return_coverage_and_every_key_customer_are_shown() {
    let mut shop = shop();
    let orders = customers(&mut shop);
    running(&shop);
    assert_eq!((page(&shop).active, gate(&shop, GateName::Key).of), (5, 1));
    let of = |n: usize| shop.order(&orders[n]).customer.expect("it has one");
    tell(&shop, "issue_forms", json!({ "customers": [of(0), of(1)] }));
    assert_eq!(gate(&shop, GateName::Coverage).percent, "40.00");
    tell(&shop, "issue_forms", json!({ "all": true }));
    assert_eq!(gate(&shop, GateName::Coverage).met, Some(true), "each has one, and none has two");
    for n in 1..5 {
        tell(&shop, "answer_form", json!({ "customer": of(n), "answers": answers(5) }));
    }
    assert_eq!(gate(&shop, GateName::Returned).percent, "80.00");
    assert_eq!(gate(&shop, GateName::Returned).met, Some(true));
    assert_eq!(gate(&shop, GateName::Key).met, Some(false));
    let shown = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Campaigns::new));
    assert!(shown.contains("4/100 returned, 1 key customer open"), "{shown}");
    let mut screen = shop.cx(Lang::En, |cx| Campaign::new(cx, &CampaignId::new(FIRST)).expect("it is there"));
    look(&shop, "campaign_running", &mut screen);
    tell(&shop, "answer_form", json!({ "customer": of(0), "answers": answers(2) }));
    assert_eq!(gate(&shop, GateName::Key).met, Some(true));
    let twice = on_first("answer_form", json!({ "customer": of(0), "answers": answers(2) }));
    assert_eq!(no(&shop, twice), ("invalid".into(), "customer".into()), "nobody answers twice");
    tell(&shop, "answer_form", json!({ "form": 1, "answers": answers(3) }));
    assert_eq!(page(&shop).brief.returned, 5, "a form that is put right by its number counts once");
}

#[test]
fn n8_what_reached_nobody_stays_among_the_issued() {
    let shop = shop();
    running(&shop);
    tell(&shop, "issue_forms", json!({ "count": 4 }));
    tell(&shop, "answer_form", json!({ "form": 4, "undelivered": true }));
    for _ in 0..3 {
        tell(&shop, "answer_form", json!({ "answers": answers(5) }));
    }
    let returned = gate(&shop, GateName::Returned);
    assert_eq!((returned.part, returned.of, returned.percent.as_str()), (3, 4, "75.00"));
    assert_eq!(page(&shop).forms[0].undelivered, 1);
    assert_eq!(page(&shop).to_issue, 121, "125 in all");
}

#[test]
fn am14_below_its_gates_a_campaign_says_insufficient_with_its_interval() {
    let shop = shop();
    running(&shop);
    tell(&shop, "issue_forms", json!({ "count": 3 }));
    for grade in [5, 4, 3] {
        tell(&shop, "answer_form", json!({ "answers": answers(grade) }));
    }
    tell(&shop, "evaluate_campaign", json!({ "complaint_report": "none open", "defect_report": "waiting" }));
    let done = page(&shop).evaluated.expect("it is");
    assert!(done.short.contains(&GateName::Forms) && done.short.contains(&GateName::Competitors), "{:?}", done.short);
    assert!(!done.figures.low.is_empty() && done.figures.forms == 3, "{:?}", done.figures);
    let screen = shop.cx(Lang::En, |cx| Campaign::new(cx, &CampaignId::new(FIRST)).expect("it is there"));
    let shown = shop.draw(Lang::En, 120, 36, &screen);
    assert!(shown.contains("Insufficient: ") && shown.contains("95 % interval"), "{shown}");
}

#[test]
fn am15_a_campaign_is_scored_by_its_own_forms_and_apart_from_the_calls() {
    let shop = shop();
    running(&shop);
    forms(&shop, "customer", 2, 2);
    assert_eq!(page(&shop).figures.external, "80.00");
    let Answer::Counted(counted) =
        shop.ask(&Query::Counted { on: chrono::NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day"), by: None })
    else {
        panic!("no counts")
    };
    let visit =
        shop.cx(Lang::En, |cx| shopdesk::desk::adopt::scheme(cx.door, cx.session, "visit").expect("it is there"));
    let forms: u64 = counted.iter().filter_map(|(_, bucket)| bucket.tally(&visit)).map(|tally| tally.forms()).sum();
    assert_eq!(forms, 0, "the follow-up calls' score holds none of them");
}

#[test]
fn m14_internal_forms_are_excluded_from_the_score() {
    let shop = shop();
    running(&shop);
    forms(&shop, "customer", 2, 2);
    let before = page(&shop).figures.external;
    tell(&shop, "issue_forms", json!({ "respondent": "internal", "count": 5 }));
    for _ in 0..5 {
        tell(&shop, "answer_form", json!({ "respondent": "internal", "answers": answers(1) }));
    }
    let after = page(&shop);
    assert_eq!((after.figures.external.as_str(), after.brief.issued), (before.as_str(), 2));
    assert_eq!(after.forms.iter().map(|row| row.returned).sum::<u64>(), 7, "they are counted besides");
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
    let ten = [
        "reception",
        "diagnosis",
        "on-time",
        "repair-quality",
        "parts",
        "explanation",
        "price",
        "cleanliness",
        "staff-knowledge",
        "return-intent",
    ];
    let all: serde_json::Map<_, _> = ten.iter().map(|item| ((*item).to_string(), json!(4))).collect();
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
fn o5_without_minutes_a_campaign_is_not_closed() {
    let shop = shop();
    running(&shop);
    forms(&shop, "customer", 1, 1);
    let close = || on_first("close_campaign", json!({ "improvement": "a bench in the hall" }));
    assert_eq!(no(&shop, close()), missing("evaluated"));
    tell(&shop, "evaluate_campaign", json!({ "complaint_report": "none", "defect_report": "waiting" }));
    assert_eq!(no(&shop, close()), missing("meeting_minutes"));
    let blank = on_first("review_campaign", json!({ "meeting_minutes": " " }));
    assert_eq!(no(&shop, blank), missing("meeting_minutes"));
    tell(
        &shop,
        "review_campaign",
        json!({ "meeting_minutes": "more seats", "targets": "counter 88, 92 %", "reported_to": "performance group" }),
    );
    shop.run(close());
    let closed = page(&shop);
    assert_eq!((closed.brief.state, closed.brief.due), (State::Closed, Due::Nothing));
    assert_eq!(list(&shop).over[0].figures.as_ref().map(|figures| figures.external.clone()), Some("80.00".into()));
}

#[test]
fn o7_complaints_come_in_and_three_outputs_go_out_with_rate_and_owner() {
    let shop = shop();
    shop.run(command("raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "还是响" })));
    running(&shop);
    forms(&shop, "customer", 2, 2);
    assert_eq!(page(&shop).figures.complaints, 1, "客诉信息");
    let evaluate = |complaints: &str, defects: &str| {
        on_first("evaluate_campaign", json!({ "complaint_report": complaints, "defect_report": defects }))
    };
    assert_eq!(no(&shop, evaluate("", "waiting")), missing("complaint_report"));
    assert_eq!(no(&shop, evaluate("one, answered", "")), missing("defect_report"));
    shop.run(evaluate("one, answered", "waiting"));
    let done = page(&shop);
    let figures: Figures = done.evaluated.expect("it is").figures;
    assert_eq!(
        (figures.external.as_str(), figures.rate.is_empty()),
        ("80.00", false),
        "the third output, and its rate"
    );
    assert_eq!(done.brief.responsible.as_str(), "li");
    let states: Vec<State> = State::WAY.to_vec();
    assert!(states.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn o7_enter_goes_the_whole_way_of_a_campaign() {
    let mut shop = shop();
    let form =
        |shop: &Shop, place: &Place| shop.cx(Lang::En, |cx| FormScreen::open(cx, place).expect("it can be shown"));
    let mut new = form(&shop, &Place::NewCampaign);
    look_form(&shop, "campaign_new", &mut new);
    shop.press(&mut new, "a");
    shop.write(&mut new, "waiting times");
    shop.press(&mut new, "enter");
    shop.write(&mut new, "81.2");
    shop.press(&mut new, "enter");
    shop.write(&mut new, "parts late");
    shop.press(&mut new, "enter");
    shop.write(&mut new, "two new people");
    shop.press(&mut new, "enter");
    shop.write(&mut new, "first year");
    let effect = shop.press(&mut new, "enter");
    assert_eq!(effect, Effect::Turn(Place::Campaign(CampaignId::new(FIRST))));
    let open = |shop: &Shop| shop.cx(Lang::En, |cx| Campaign::new(cx, &CampaignId::new(FIRST)).expect("it is there"));
    let sure = |effect: Effect| match effect {
        Effect::Sure(ask, _) => ask.command,
        other => panic!("{other:?}"),
    };
    shop.run(sure(shop.press(&mut open(&shop), "enter")));
    shop.who = "wang";
    shop.run(sure(shop.press(&mut open(&shop), "enter")));
    shop.who = "li";
    shop.run(sure(shop.press(&mut open(&shop), "enter")));
    assert_eq!(shop.press(&mut open(&shop), "enter"), Effect::Open(Place::IssueForms(CampaignId::new(FIRST))));
    let mut issue = form(&shop, &Place::IssueForms(CampaignId::new(FIRST)));
    look_form(&shop, "campaign_issue", &mut issue);
    shop.press(&mut issue, "c");
    shop.write(&mut issue, "2");
    shop.press(&mut issue, "enter");
    assert_eq!(page(&shop).brief.issued, 2);
    assert_eq!(shop.press(&mut open(&shop), "enter"), Effect::Open(Place::AnswerForm(CampaignId::new(FIRST))));
    let mut answer = form(&shop, &Place::AnswerForm(CampaignId::new(FIRST)));
    look_form(&shop, "campaign_answers", &mut answer);
    shop.write(&mut answer, "5444");
    shop.write(&mut answer, "443");
    shop.press(&mut answer, "enter");
    assert_eq!(page(&shop).brief.returned, 1, "seven digits and Enter");
    shop.write(&mut answer, "5555555");
    let effect = shop.press(&mut answer, "enter");
    let shown = shop.draw(Lang::En, 80, 24, &answer);
    assert_eq!(page(&shop).brief.returned, 2, "{effect:?}\n{shown}");
    assert_eq!(
        shop.press(&mut open(&shop), "enter"),
        Effect::Open(Place::CampaignStep(CampaignId::new(FIRST), Due::Evaluate))
    );
    for (due, words) in [(Due::Evaluate, 2), (Due::Review, 1), (Due::Close, 1)] {
        let mut step = form(&shop, &Place::CampaignStep(CampaignId::new(FIRST), due));
        for _ in 0..words {
            shop.write(&mut step, "as it was");
            shop.press(&mut step, "enter");
        }
        shop.press(&mut step, "f10");
    }
    assert_eq!(page(&shop).brief.state, State::Closed);
    look(&shop, "campaigns", &mut shop.cx(Lang::En, Campaigns::new));
    look(&shop, "campaign_closed", &mut open(&shop));
}

/// A form, which draws itself in the language it is drawn in.
fn look_form(shop: &Shop, name: &str, screen: &mut FormScreen) {
    look(shop, name, screen);
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
fn m6_the_time_before_is_a_score_and_words_by_screen_and_command() {
    let shop = shop();
    shop.run(command("open_campaign", json!({ "sheet": sheet() })));
    let given = |field: &str, value: &str| on_first("change_campaign", json!({ "sheet": { field: value } }));
    for wrong in ["150", "-5", "100.01", "81.255", "81.", "good", "81.2 (from 30 forms)"] {
        let refused = no(&shop, given("last_score", wrong));
        assert_eq!(refused, ("invalid".into(), "last_score".into()), "{wrong}");
    }
    for right in ["0", "81.25", "100", "100.00", "-"] {
        shop.run(given("last_score", right));
    }
    for wrong in ["-5", "150", "..."] {
        let refused = no(&shop, given("last_dissatisfaction", wrong));
        assert_eq!(refused, ("invalid".into(), "last_dissatisfaction".into()), "{wrong}");
    }
    shop.run(given("last_dissatisfaction", "配件慢"));
    let place = Place::ChangeCampaign(CampaignId::new(FIRST));
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    shop.press(&mut form, "tab tab tab ctrl+u");
    shop.write(&mut form, "150");
    shop.press(&mut form, "enter");
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(shown.contains("a number from 0 to 100"), "{shown}");
    // The cursor stays, so that the next keys put it right.
    shop.press(&mut form, "ctrl+u");
    shop.write(&mut form, "77.5");
    shop.press(&mut form, "f10");
    assert_eq!(page(&shop).sheet.last_score, "77.5");
}

#[test]
fn m4_all_that_a_sheet_lacks_is_starred_and_said_at_once() {
    let shop = shop();
    shop.run(command("open_campaign", json!({ "sheet": { "focus": "waiting times" } })));
    assert_eq!(page(&shop).lacks, ["last_score", "last_dissatisfaction", "operating", "outside"]);
    let place = Place::ChangeCampaign(CampaignId::new(FIRST));
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    let shown = shop.draw(Lang::En, 80, 24, &form);
    let said = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for label in ["Score before (0-100)", "Not satisfied with", "How we are doing", "Outside the plan: why"] {
        assert!(shown.contains(&format!("*{label}")), "{label} is not starred:\n{shown}");
        assert!(said.matches(label).count() >= 2, "{label} is not among what is lacking:\n{shown}");
    }
}

#[test]
fn m4_who_may_sign_is_said_before_anybody_is_asked_for_it() {
    let mut shop = shop();
    shop.run(command("open_campaign", json!({ "sheet": sheet() })));
    let open = |shop: &Shop| shop.cx(Lang::En, |cx| Campaign::new(cx, &CampaignId::new(FIRST)).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &open(&shop));
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(line.contains("may sign: technician, workshop supervisor, manager"), "{shown}");
    assert!(!shown.contains("Workshop signs"), "one term for one thing:\n{shown}");
    tell(&shop, "sign_campaign", json!({ "department": "quality" }));
    let Effect::Say(_, said) = shop.press(&mut open(&shop), "enter") else {
        panic!("Li signed for the other department")
    };
    assert!(said.contains("signed for the other department"), "{said}");
    shop.who = "lin";
    let Effect::Say(_, said) = shop.press(&mut open(&shop), "enter") else { panic!("a caller does not sign") };
    assert!(said.contains("technician, workshop supervisor, manager"), "{said}");
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

#[test]
fn a_campaign_without_answers_has_no_figures_and_without_a_free_column_none_is_typed() {
    let shop = shop();
    running(&shop);
    shop.run(command("raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "还是响" })));
    tell(&shop, "issue_forms", json!({ "count": 1 }));
    let screen = shop.cx(Lang::En, |cx| Campaign::new(cx, &CampaignId::new(FIRST)).expect("it is there"));
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("there is no score") && !shown.contains("none yet %"), "{shown}");
    let place = Place::AnswerForm(CampaignId::new(FIRST));
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    let shown = shop.draw(Lang::En, 80, 24, &form);
    assert!(!shown.contains("Free column"), "{shown}");
}
