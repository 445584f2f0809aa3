//! Findings, lines of the quote, and the word of the customer on them.

use shopdesk::desk::{Answer, Door, Query};
use shopdesk::domain::order::consent::{DecideLines, How, LineDecision};
use shopdesk::domain::order::line::WriteLine;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, Money};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;

use super::{fill, focus, kept, look, open};
use crate::shop::{Shop, session_of};

#[test]
fn findings_follow_each_other_until_enter_on_an_empty_one() {
    let mut shop = Shop::new();
    let order = shop.receive();
    let mut form = open(&shop, &Place::Finding(order.clone()));
    fill(&shop, &mut form, &["front pads 2 mm; disc scored left", "> enter", "worn out"]);
    look(&shop, "finding", &mut form);
    let effect = fill(&shop, &mut form, &["> enter", "renew pads and discs", "> enter"]);
    assert!(matches!(effect, Effect::Say(..)), "{effect:?}");
    assert_eq!(form.draft(), None);
    fill(&shop, &mut form, &["wipers streak", "> enter enter enter"]);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    let page = shop.order(&order);
    assert_eq!(page.findings.len(), 2);
    assert_eq!(page.findings[0].cause.as_deref(), Some("worn out"));
    assert_eq!(page.findings[1].technician.as_str(), "wang");
}

#[test]
fn lines_follow_each_other_and_show_their_price() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = open(&shop, &Place::Line(order.clone(), None));
    fill(
        &shop,
        &mut form,
        &["> tab", "Front pads, both sides", "> enter", "2 mm, unsafe", "> enter", "> enter", "0.8x", "> tab"],
    );
    fill(&shop, &mut form, &["200", "> enter", "280.50", "> enter"]);
    assert_eq!((focus(&form), kept(&form, "label")), ("minutes".into(), "Front pads, both sides".into()));
    look(&shop, "line", &mut form);
    let effect = fill(&shop, &mut form, &["> backspace", "> f10"]);
    assert!(matches!(effect, Effect::Say(..)), "{effect:?}");
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    let line = &shop.order(&order).lines[0];
    assert_eq!((line.minutes, line.labour, line.parts), (48, Money::fen(20_000), Money::fen(28_050)));
}

#[test]
fn a_line_is_put_right_from_what_stands_there() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order.clone(), Some(1)));
    fill(&shop, &mut form, &[", front axle", "> tab tab tab tab", "> ctrl+u", "1e3", "> f10"]);
    assert_eq!(focus(&form), "labour");
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "250", "> enter"]), Effect::Back);
    let line = &shop.order(&order).lines[0];
    assert_eq!((line.label.as_str(), line.minutes), ("Front pads, both sides, front axle", 48));
    assert_eq!(line.price, Money::fen(53_000));
    let mut late = open(&shop, &Place::Line(order.clone(), Some(1)));
    shop.decide(&order, &[(1, Decision::Accepted)]);
    fill(&shop, &mut late, &["> tab", "x", "> f10"]);
    assert_eq!(focus(&late), "label", "what was decided is not changed behind the customer's back");
}

#[test]
fn the_customers_word_is_taken_line_by_line() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.quote(&order, "Front discs", 36, 300, 500);
    shop.quote(&order, "Wiper blades", 6, 20, 78);
    let mut form = open(&shop, &Place::Consent(order.clone()));
    look(&shop, "consent_first", &mut form);
    shop.press(&mut form, "a a");
    look(&shop, "consent", &mut form);
    shop.press(&mut form, "f p");
    fill(&shop, &mut form, &["> tab tab", "1000", "> f10"]);
    assert_eq!((focus(&form), kept(&form, "line1")), ("ceiling".into(), "accepted".into()));
    look(&shop, "consent_refused", &mut form);
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "1300", "> enter"]), Effect::Back);
    let page = shop.order(&order);
    let decisions: Vec<Decision> = page.lines.iter().map(|line| line.decision).collect();
    assert_eq!(decisions, [Decision::Accepted, Decision::Accepted, Decision::Deferred]);
    assert_eq!((page.bill, page.ceiling), (Money::fen(128_000), Money::fen(130_000)));
}

#[test]
fn a_line_that_says_no_reason_cannot_be_accepted_and_the_form_says_which() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let line = WriteLine {
        label: Some("Wiper blades".into()),
        benefit: Some("clear view".into()),
        minutes: Some(6),
        labour: Some(Money::fen(2_000)),
        parts: Some(Money::fen(7_800)),
        ..WriteLine::new(order.clone())
    };
    shop.run(Command::WriteLine(line));
    let mut form = open(&shop, &Place::Consent(order));
    shop.press(&mut form, "a a p enter");
    assert_eq!((focus(&form), kept(&form, "how")), ("line2".into(), "phone".into()));
    assert_eq!(shop.press(&mut form, "f enter"), Effect::Back);
}

#[test]
fn a_consent_without_a_decision_is_asked_for_one() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Consent(order));
    assert_eq!(shop.press(&mut form, "enter tab p enter"), Effect::Stay);
    assert_eq!((focus(&form), kept(&form, "how")), ("line1".into(), "phone".into()));
}

#[test]
fn an_amount_that_is_none_is_marked_before_anybody_saves() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order, None));
    fill(&shop, &mut form, &["> tab", "Rotors", "> tab tab tab tab", "4.8.0"]);
    assert!(!shop.draw(Lang::En, 80, 24, &form).contains("is no amount"), "it may still become one");
    shop.press(&mut form, "tab");
    let left = shop.draw(Lang::En, 80, 24, &form);
    assert!(left.contains("!Labour") && left.contains("is no amount"), "{left}");
    fill(&shop, &mut form, &["80x"]);
    let typed = shop.draw(Lang::En, 80, 24, &form);
    assert!(typed.contains("!Parts"), "certainly wrong while it is typed\n{typed}");
}

#[test]
fn a_job_code_writes_the_whole_line_and_enter_saves_it() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Diagnose);
    let mut form = open(&shop, &Place::Line(order.clone(), None));
    fill(&shop, &mut form, &["br"]);
    let typing = shop.draw(Lang::En, 80, 24, &form);
    assert!(typing.contains("BRK Brake check") && !typing.contains("OIL"), "{typing}");
    fill(&shop, &mut form, &["k"]);
    look(&shop, "line_of_job", &mut form);
    let effect = shop.press(&mut form, "enter");
    assert!(matches!(effect, Effect::Say(..)), "{effect:?}");
    let line = &shop.order(&order).lines[0];
    assert_eq!((line.job.as_str(), line.minutes, line.price), ("BRK", 48, Money::fen(48_000)));
    assert_eq!(
        (line.label.as_str(), line.english.label.as_str()),
        ("制动检查、更换前制动片", "Brake check and front pads")
    );
    assert!(!line.workshop.is_empty() && line.lacks.is_empty());
}

#[test]
fn what_is_typed_counts_more_than_the_job_and_another_code_takes_its_words_back() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order.clone(), None));
    fill(&shop, &mut form, &["wip", "> backspace backspace backspace", "brk"]);
    assert_eq!(kept(&form, "label"), "Brake check and front pads");
    fill(&shop, &mut form, &["> tab tab tab tab tab tab", "> ctrl+u", "300", "> f10"]);
    let line = &shop.order(&order).lines[1];
    assert_eq!((line.labour, line.parts), (Money::fen(16_000), Money::fen(30_000)));
    assert_eq!(line.label, "制动检查、更换前制动片", "only the price is the advisor's own");
    let mut again = open(&shop, &Place::Line(order.clone(), Some(2)));
    assert_eq!(fill(&shop, &mut again, &[", quick", "> f10"]), Effect::Back);
    let line = &shop.order(&order).lines[1];
    assert_eq!((line.label.as_str(), line.parts), ("Brake check and front pads, quick", Money::fen(30_000)));
    assert_eq!(
        line.english.label, "Brake check and front pads, quick",
        "one's own words are the same in both languages"
    );
}

#[test]
fn a_code_that_no_job_has_is_said_to_be_none() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order.clone(), None));
    fill(&shop, &mut form, &["zzz", "> tab", "x", "> f10"]);
    assert_eq!((focus(&form), shop.order(&order).lines.len()), ("job".into(), 1));
}

/// Budget: an add-on by its code and the customer's yes by phone take at most twelve keys from the order (advisor 6).
#[test]
fn an_add_on_with_its_consent_takes_eight_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    shop.start(&order, 1);
    let mut page = shop.cx(Lang::En, |cx| shopdesk::tui::screen::order::Order::new(cx, order.clone()).expect("there"));
    let Effect::Open(place) = shop.press(&mut page, "a") else { panic!("the key of an add-on") };
    let mut line = open(&shop, &place);
    let effect = shop.press(&mut line, "w i p enter");
    let Effect::Turn(asking) = effect else { panic!("the customer is asked at once: {effect:?}") };
    assert_eq!(asking, Place::Consent(order.clone()));
    let mut consent = open(&shop, &asking);
    assert_eq!(shop.press(&mut consent, "y p enter"), Effect::Back);
    let line = &shop.order(&order).lines[1];
    assert_eq!(line.decision, Decision::Accepted);
    let said = line.consent.as_ref().expect("recorded");
    assert_eq!(said.how, How::Phone);
}

#[test]
fn a_line_that_lacks_several_things_is_named_with_all_of_them() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.run(Command::WriteLine(WriteLine { label: Some("Hose".into()), ..WriteLine::new(order.clone()) }));
    let mut form = open(&shop, &Place::Consent(order.clone()));
    shop.press(&mut form, "y y enter");
    assert_eq!((focus(&form), kept(&form, "line1")), ("line2".into(), "accepted".into()));
    let lines = [1, 2].map(|line| LineDecision { line, decision: Decision::Accepted }).to_vec();
    let (how, who, words, ceiling, reason) = (How::Phone, None, None, None, None);
    let error = shop.refuse(Command::DecideLines(DecideLines { order, lines, how, who, words, ceiling, reason }));
    let said = shop.cx(Lang::En, |cx| cx.say(&error).message);
    assert_eq!(said, "Cannot be accepted yet: line 2 lacks Why, Benefit, Minutes, Price.");
}

#[test]
fn a_line_put_off_is_taken_over_by_a_digit_at_todays_price() {
    let mut shop = Shop::new();
    let first = shop.order_in(Stage::Quote);
    shop.run(Command::WriteLine(WriteLine { job: Some("ROT".into()), ..WriteLine::new(first.clone()) }));
    shop.quote(&first, "Hose", 12, 40, 60);
    shop.decide(&first, &[(1, Decision::Accepted), (2, Decision::Declined), (3, Decision::Deferred)]);
    shop.promise(&first, "+3h");
    shop.start(&first, 1);
    shop.finish(&first);
    shop.check(&first, true);
    shop.hand_over(&first);
    shop.on("2026-12-14T09:00");
    let plate = shop.order(&first).plate;
    let again = shop.receive_car(shopdesk::domain::order::receive::OpenOrder {
        plate,
        says: "again".into(),
        mileage: Some(43_000),
        job: Some("BRK".into()),
        ..Default::default()
    });
    let mut form = open(&shop, &Place::Line(again.clone(), None));
    look(&shop, "line_put_off", &mut form);
    fill(&shop, &mut form, &["2"]);
    look(&shop, "line_taken_over", &mut form);
    shop.press(&mut form, "enter");
    shop.press(&mut form, "1 enter");
    let page = shop.order(&again);
    let lines: Vec<_> = page.lines.iter().skip(1).map(|line| (line.label.as_str(), line.price)).collect();
    assert_eq!(lines, [("Hose", Money::fen(10_000)), ("四轮换位、动平衡", Money::fen(16_000))]);
    let from = page.lines[1].from.as_ref().expect("it says where it comes from");
    assert_eq!((&from.order, from.line), (&first, 3));
    assert!(page.deferred.is_empty(), "what was taken over is put off no more");
}

#[test]
fn a_line_finds_its_job_by_a_word_too() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order.clone(), None));
    fill(&shop, &mut form, &["battery"]);
    look(&shop, "line_by_word", &mut form);
    fill(&shop, &mut form, &["1"]);
    assert_eq!((kept(&form, "job").as_str(), kept(&form, "label").as_str()), ("BAT", "Battery"));
    fill(&shop, &mut form, &["> ctrl+u", "tyres", "> enter"]);
    assert_eq!(kept(&form, "job"), "TYR");
}

#[test]
fn the_reason_of_a_canned_job_claims_nothing_of_the_car_at_hand() {
    let shop = Shop::new();
    let Ok(Answer::Jobs(jobs)) = shop.desk.ask(&session_of("li"), &Query::Jobs) else { panic!("there is a menu") };
    assert!(jobs.len() > 30);
    // A finding has a measure or a place; what a job is for has neither, but for the rule by which a part is changed.
    let rules = ["1.6", "12 V", "40,000", "10,000", "60,000"];
    for job in jobs {
        let why = rules.iter().fold(job.english.why.clone(), |why, rule| why.replace(rule, ""));
        let found = why.chars().any(|c| c.is_ascii_digit())
            || [" left", "down to", "right ", "leaks oil"].iter().any(|w| why.contains(w));
        assert!(!found, "{}: {}", job.code, job.english.why);
        let says = ["for ", "so that ", "where ", "part of ", "clears ", "checks ", "shows ", "due "];
        let of_parts = ["changed", "replaced", "have to be"];
        let is_general = says.iter().any(|w| why.starts_with(w)) || of_parts.iter().any(|w| why.contains(w));
        assert!(is_general, "{}: {}", job.code, job.english.why);
    }
}
