//! M4 to M6: what a campaign's sheet must say, who signs it, and the way by keys from an empty sheet to the end (O7).

use serde_json::json;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::CampaignId;
use shopdesk::domain::campaign::gates::GateName;
use shopdesk::domain::campaign::{Due, State};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::campaign::Campaign;
use shopdesk::tui::screen::campaigns::Campaigns;
use shopdesk::tui::screen::form::FormScreen;

use super::campaigns::{
    FIRST, ITEMS, command, gate, look, look_form, missing, no, on_first, page, running, sheet, shop, signed, tell,
};
use crate::shop::Shop;

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
