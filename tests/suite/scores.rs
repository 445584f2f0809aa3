//! The scores on the screen are the engine's, for the month that is shown, and can be taken apart.

use chrono::NaiveDate;
use shopdesk::desk::{Answer, Query, adopt};
use shopdesk::domain::Command;
use shopdesk::domain::call::answer::{AnswerCall, Mode, Opinion};
use shopdesk::domain::complaint::raise::{Category, Channel, RaiseComplaint};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::shop::adopt::{AdoptConfig, Kind};
use shopdesk::scoring::number::two_decimals;
use shopdesk::scoring::scheme::SHIPPED;
use shopdesk::scoring::study::months::Month;
use shopdesk::scoring::{Book, Day, Period, Report, Request, score};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::scores::Scores;

use crate::shop::{Shop, session_of};

/// Ten grades of each of four customers, in the order of the scheme; 0 is not applicable.
const FORMS: [&str; 4] = ["5544544545", "5555555555", "4435442433", "5544031545"];

fn shop_with_answers() -> Shop {
    let mut shop = Shop::new();
    for _ in FORMS {
        shop.order_in(Stage::FollowUp);
    }
    shop.on("2026-11-26T15:10");
    let Answer::Calls(calls) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let scheme = adopt::scheme(&shop.desk, &session_of("li"), "visit").expect("the scheme is adopted");
    for (row, form) in calls.rows.iter().zip(FORMS) {
        let grades = form.chars().map(|c| c.to_digit(10).and_then(|d| u8::try_from(d).ok()).filter(|d| *d > 0));
        let answers = scheme.items.iter().map(|item| item.id.clone()).zip(grades).collect();
        shop.run(Command::AnswerCall(AnswerCall {
            call: row.call.clone(),
            answers,
            alike: false,
            reasons: Default::default(),
            words: None,
            opinion: Some(Opinion::Suggestion).filter(|_| form == FORMS[3]),
            mode: Mode::Phone,
            satisfied: None,
        }));
    }
    shop.run(Command::RaiseComplaint(RaiseComplaint {
        channel: Channel::Hotline,
        order: calls.rows[3].order.clone(),
        ..RaiseComplaint::of("刹车还是响", Category::Quality)
    }));
    shop
}

/// What the engine says of November.
fn report(shop: &Shop) -> Report {
    let scheme = adopt::scheme(&shop.desk, &session_of("li"), "visit").expect("the scheme is adopted");
    let Answer::Facts(facts) = shop.ask(&Query::FactsSince { seq: 0, limit: 10_000 }) else { panic!("no facts") };
    let book = Book::read("shop", facts).expect("the shop writes facts that the engine reads");
    let period = Period { from: Day::new(2026, 11, 1), to: Day::new(2026, 11, 30) };
    score(&scheme, &book, &Request { period, ..Request::default() }).expect("they can be scored")
}

#[test]
fn the_numbers_are_those_of_the_engine() {
    let shop = shop_with_answers();
    let report = report(&shop);
    let screen = shop.cx(Lang::En, Scores::new);
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    let internal = report.internal.as_ref().expect("cars were handed over");
    let scores = [report.total.as_deref(), report.external.as_deref(), Some(internal.score.as_str())];
    for (name, score) in ["total", "outside", "inside"].into_iter().zip(scores) {
        let score = score.expect("there is a score");
        let line = shown.lines().find(|line| line.contains(name)).expect("the part has a line");
        assert!(line.contains(score), "{name} is {score}: {line}");
    }
    for (number, item) in (1..).zip(&report.items) {
        let begins = format!("{number:>2}  ");
        let line = shown.lines().find(|line| line.get(2..).is_some_and(|line| line.starts_with(&begins)));
        let line = line.expect("the item has a line");
        assert!(line.contains(item.mean.as_deref().expect("it was answered")), "{}: {line}", item.id);
        assert!(line.contains(&format!(" {} ", item.n)), "{}: {line}", item.id);
    }
    assert!(
        shown.contains("complaints 1, valid 0  ! not judged 1") && shown.contains("100.00! Repair quality"),
        "{shown}"
    );
    let fired = |rule: &str| format!("{rule} {}", report.counts.triggers[rule]);
    assert!(["a", "b", "c", "d"].into_iter().all(|rule| shown.contains(&fired(rule))), "{shown}");
    assert!(report.counts.triggers["a"] > 0, "the answers fire something");
}

#[test]
fn a_score_without_answers_is_none_and_not_zero() {
    let shop = Shop::new();
    let mut screen = shop.cx(Lang::En, Scores::new);
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("Nobody has answered"), "{shown}");
    assert!(!shown.contains("0.00"), "{shown}");
    shop.press(&mut screen, "enter");
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("Nobody has answered"));
}

#[test]
fn an_item_is_taken_apart_down_to_the_answers() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "down down down down down down down down down enter");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    let mean = report(&shop).items[6].mean.clone().expect("the price was judged");
    assert!(shown.contains(&format!("Price   {mean}")), "{shown}");
    assert!(shown.contains("very dissatisfied"), "{shown}");
    assert!(shown.contains("V261123-"), "{shown}");
    assert_eq!(shop.press(&mut screen, "esc"), Effect::Stay);
    assert!(!shop.draw(Lang::En, 80, 24, &screen).contains("V261123-"));
}

#[test]
fn months_are_walked_and_none_lies_ahead() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "m");
    let before = shop.draw(Lang::En, 80, 24, &screen);
    assert!(before.contains("Oct 2026") && before.contains("Nobody has answered"), "{before}");
    shop.press(&mut screen, "right");
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("Nov 2026"));
    assert!(matches!(shop.press(&mut screen, "right"), Effect::Say(..)));
}

#[test]
fn a_new_answer_shows_when_the_shop_has_changed() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("n 4"));
    let mut other = Shop::new();
    let unchanged = shop.draw(Lang::En, 80, 24, &screen);
    other.order_in(Stage::Diagnose);
    shop.cx(Lang::En, |cx| screen.refresh(cx));
    assert_eq!(shop.draw(Lang::En, 80, 24, &screen), unchanged);
}

/// A scheme of the shop's own on the same questions: stricter bands, and `more` at the end.
fn adopt_own(shop: &Shop, id: &str, more: &str) {
    let (_, visit) = SHIPPED.iter().find(|(file, _)| file.starts_with("visit")).expect("it is shipped");
    let scheme = adopt::scheme(&shop.desk, &session_of("li"), "visit").expect("the scheme is adopted");
    let pairs: String = scheme.items.iter().map(|item| format!("{0} = \"{0}\"\n", item.id)).collect();
    let text =
        visit.replace("id = \"visit\"", &format!("id = \"{id}\"")).replace("below = 80, label", "below = 90, label");
    let text =
        text.replace("at_least = 80, at_most = 85", "at_least = 90, at_most = 95").replace("above = 85", "above = 95");
    let text = text.replace("en = \"Follow-up after a visit\"", &format!("en = \"The {id} one\""));
    let text = format!("{text}\n[from.visit.items]\n{pairs}\n{more}");
    shop.run(Command::AdoptConfig(AdoptConfig { kind: Kind::Scheme, id: id.into(), version: 1, text }));
}

fn months(shop: &Shop) -> Vec<Month> {
    let last = NaiveDate::from_ymd_opt(2026, 11, 26).expect("a day");
    let Answer::Months(months) = shop.ask(&Query::Months { scheme: "visit".into(), last, limit: 24 }) else {
        panic!("no months")
    };
    months
}

#[test]
fn a_month_is_counted_again_once_a_fact_of_it_changed() {
    let mut shop = shop_with_answers();
    let [november] = months(&shop).try_into().expect("one month has answers");
    assert_eq!((november.month.as_str(), november.forms), ("2026-11", 4));
    let score = november.external().map(|score| two_decimals(&score));
    assert_eq!(score, report(&shop).external);
    let order = shop.order_in(Stage::FollowUp);
    assert_eq!(months(&shop).first(), Some(&november), "nobody answered yet");
    let Answer::Calls(calls) = shop.ask(&Query::Calls) else { panic!("no calls") };
    let row = calls.rows.iter().find(|row| row.order.as_ref() == Some(&order)).expect("the customer is to be called");
    shop.run(Command::AnswerCall(AnswerCall {
        call: row.call.clone(),
        answers: [("price".to_string(), Some(1))].into_iter().collect(),
        alike: false,
        reasons: Default::default(),
        words: None,
        opinion: None,
        mode: Mode::Phone,
        satisfied: None,
    }));
    let [now] = months(&shop).try_into().expect("still one month");
    assert_eq!(now.forms, 5);
    assert_ne!(now.external, november.external);
}

#[test]
fn what_fired_leads_to_its_call_and_order() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "tab tab tab");
    assert!(matches!(shop.press(&mut screen, "enter"), Effect::Open(Place::Call(_))));
    assert!(matches!(shop.press(&mut screen, "space"), Effect::Open(Place::Order(_))));
    assert_eq!(shop.press(&mut screen, "esc"), Effect::Stay);
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains("Reception"), "the month is back");
}

#[test]
fn causes_gates_and_what_is_missing_are_taken_apart_down_to_the_answers() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "tab tab tab tab home enter");
    let reason = shop.draw(Lang::En, 80, 24, &screen);
    assert!(reason.contains("no reason given") && reason.contains("2 dissatisfied"), "{reason}");
    assert!(reason.contains("V261123-003") && reason.contains("Price"), "{reason}");
    look(&shop, "scores_cause_explained", &screen);
    // Below the items that were graded low stands what was complained about.
    shop.press(&mut screen, "esc down down enter");
    let complaint = shop.draw(Lang::En, 80, 24, &screen);
    assert!(complaint.contains("repair quality") && complaint.contains("T261126-001"), "{complaint}");
    shop.press(&mut screen, "esc end enter");
    let missing = shop.draw(Lang::En, 80, 24, &screen);
    assert!(missing.contains("What is missing to the next band"), "{missing}");
    assert!(missing.contains("outside is 84.33") && missing.contains("lies above 85"), "{missing}");
    assert!(missing.contains("V261123-"), "{missing}");
    look(&shop, "scores_missing_explained", &screen);
    shop.press(&mut screen, "esc shift+tab end enter");
    let gate = shop.draw(Lang::En, 80, 24, &screen);
    assert!(gate.contains("Answered, or counted: 4") && gate.contains("V261123-001"), "{gate}");
    look(&shop, "scores_gate_explained", &screen);
}

#[test]
fn a_group_is_taken_apart_and_nobody_is_ranked_by_chance() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    shop.press(&mut screen, "g");
    let groups = shop.draw(Lang::En, 80, 24, &screen);
    assert!(groups.contains("Nobody is ranked"), "{groups}");
    let external = report(&shop).external.expect("there is a score");
    assert!(groups.contains(&external), "one advisor had all the orders: {groups}");
    shop.press(&mut screen, "enter");
    assert!(shop.draw(Lang::En, 80, 24, &screen).contains(&format!("outside   {external}")));
}

#[test]
fn too_few_forms_for_a_scheme_give_no_number() {
    let shop = shop_with_answers();
    adopt_own(&shop, "wary", "[sampling]\nforms_min = 100");
    let mut screen = shop.cx(Lang::En, Scores::new);
    // The six shipped ones that read the calls stand above it.
    shop.press(&mut screen, "S down down down down down down enter");
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    let external = report(&shop).external.expect("there is a score");
    assert!(shown.contains("The wary one"), "{shown}");
    assert_eq!(shown.matches(&external).count(), 1, "only the shop's own scheme has a number: {shown}");
}

#[test]
fn the_scores_look_as_they_should() {
    let shop = shop_with_answers();
    let mut screen = shop.cx(Lang::En, Scores::new);
    look(&shop, "scores", &screen);
    shop.press(&mut screen, "enter");
    look(&shop, "scores_total_explained", &screen);
    shop.press(&mut screen, "esc end enter");
    look(&shop, "scores_item_explained", &screen);
    shop.press(&mut screen, "esc tab");
    look(&shop, "scores_trend", &screen);
    shop.press(&mut screen, "g");
    look(&shop, "scores_groups", &screen);
    shop.press(&mut screen, "tab");
    look(&shop, "scores_action", &screen);
    shop.press(&mut screen, "tab");
    look(&shop, "scores_causes", &screen);
    shop.press(&mut screen, "S down enter");
    look(&shop, "scores_schemes_shipped", &screen);
    adopt_own(&shop, "strict", "");
    shop.press(&mut screen, "S down down down down down");
    look(&shop, "scores_choice", &screen);
    shop.press(&mut screen, "enter");
    look(&shop, "scores_schemes", &screen);
    shop.press(&mut screen, "esc P");
    look(&shop, "scores_kept", &screen);
    look(&Shop::new(), "scores_empty", &Shop::new().cx(Lang::En, Scores::new));
}

/// Looks at a screen in both languages and two sizes.
fn look(shop: &Shop, name: &str, screen: &dyn Screen) {
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shop.draw(lang, columns, rows, screen));
    }
}
