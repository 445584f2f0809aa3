//! Findings, lines of the quote, and the word of the customer on them.

use shopdesk::domain::order::line::WriteLine;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, Money};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;

use super::{fill, focus, kept, look, open};
use crate::shop::Shop;

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
        &["Front pads, both sides", "> enter", "2 mm, unsafe", "> enter", "> enter", "0.8x", "> enter"],
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
        order: order.clone(),
        number: None,
        job: None,
        label: "Wiper blades".into(),
        why: String::new(),
        benefit: "clear view".into(),
        minutes: 6,
        labour: Money::fen(2_000),
        parts: Money::fen(7_800),
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
    assert_eq!(shop.press(&mut form, "enter p enter"), Effect::Stay);
    assert_eq!(focus(&form), "line1");
}

#[test]
fn an_amount_that_is_none_is_marked_before_anybody_saves() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut form = open(&shop, &Place::Line(order, None));
    fill(&shop, &mut form, &["Rotors", "> tab tab tab tab", "4.8.0"]);
    assert!(!shop.draw(Lang::En, 80, 24, &form).contains("is no amount"), "it may still become one");
    shop.press(&mut form, "tab");
    let left = shop.draw(Lang::En, 80, 24, &form);
    assert!(left.contains("!Labour") && left.contains("is no amount"), "{left}");
    fill(&shop, &mut form, &["80x"]);
    let typed = shop.draw(Lang::En, 80, 24, &form);
    assert!(typed.contains("!Parts"), "certainly wrong while it is typed\n{typed}");
}
