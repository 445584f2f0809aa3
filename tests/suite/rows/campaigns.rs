//! M, N and AM: survey campaigns: what is counted, what must be reached, how they end.

use serde_json::{Value, json};
use shopdesk::desk::campaigns::{CampaignPage, CampaignsPage};
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::campaign::evaluate::Figures;
use shopdesk::domain::campaign::gates::{Gate, GateName};
use shopdesk::domain::campaign::{Due, State};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{CampaignId, Command, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::Effect;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::campaign::Campaign;
use shopdesk::tui::screen::campaigns::Campaigns;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::Shop;

/// The first campaign of the day.
pub(super) const FIRST: &str = "M261123-001";
/// The seven questions of S7.
pub(super) const ITEMS: [&str; 7] =
    ["performance", "reliability", "appearance", "packaging", "delivery-time", "service-quality", "after-sale"];

pub(super) fn command(name: &str, with: Value) -> Command {
    let line = json!({ "do": name, "with": with });
    serde_json::from_value(line.clone()).unwrap_or_else(|error| panic!("{line}: {error}"))
}

pub(super) fn on_first(name: &str, mut with: Value) -> Command {
    with["campaign"] = json!(FIRST);
    command(name, with)
}

pub(super) fn tell(shop: &Shop, name: &str, with: Value) {
    shop.run(on_first(name, with));
}

/// Why a command of Li is refused: code and field.
pub(super) fn no(shop: &Shop, command: Command) -> (String, String) {
    let error = shop.refuse(command);
    (error.code().to_string(), error.field().unwrap_or_default().to_string())
}

pub(super) fn missing(field: &str) -> (String, String) {
    ("missing".into(), field.into())
}

/// A shop with a director and somebody of the quality department.
pub(super) fn shop() -> Shop {
    let shop = Shop::new();
    for (id, role) in [("qin", "quality"), ("dong", "director"), ("lin", "caller")] {
        shop.run(command("add_staff", json!({ "id": id, "name": id, "roles": [role] })));
    }
    shop
}

pub(super) fn sheet() -> Value {
    json!({ "focus": "waiting times", "last_score": "81.2", "last_dissatisfaction": "parts came late",
        "operating": "two new technicians", "outside": "first year of surveys" })
}

/// A special campaign that both departments signed.
pub(super) fn signed(shop: &Shop) {
    shop.run(command("open_campaign", json!({ "sheet": sheet() })));
    tell(shop, "sign_campaign", json!({ "department": "quality" }));
    shop.run_as("wang", on_first("sign_campaign", json!({ "department": "technical" })));
}

/// The same, running.
pub(super) fn running(shop: &Shop) {
    signed(shop);
    tell(shop, "start_campaign", json!({}));
}

fn answers(grade: u8) -> Value {
    ITEMS.iter().map(|item| ((*item).to_string(), json!(grade))).collect::<serde_json::Map<_, _>>().into()
}

/// Issues forms without a name and types so many of them in.
pub(super) fn forms(shop: &Shop, respondent: &str, issued: u16, returned: u16) {
    tell(shop, "issue_forms", json!({ "respondent": respondent, "count": issued }));
    for _ in 0..returned {
        tell(shop, "answer_form", json!({ "respondent": respondent, "answers": answers(4) }));
    }
}

pub(super) fn page(shop: &Shop) -> CampaignPage {
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

pub(super) fn gate(shop: &Shop, name: GateName) -> Gate {
    let found = page(shop).brief.gates.into_iter().find(|gate| gate.gate == name);
    found.unwrap_or_else(|| panic!("no gate {name:?}"))
}

/// Looks at a screen in both languages and three sizes.
pub(super) fn look(shop: &Shop, name: &str, screen: &mut dyn Screen) {
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

/// A form, which draws itself in the language it is drawn in.
pub(super) fn look_form(shop: &Shop, name: &str, screen: &mut FormScreen) {
    look(shop, name, screen);
}
