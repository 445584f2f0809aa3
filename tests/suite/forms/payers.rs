//! Who pays a line: on its form, after the decision, at the counter, and how far a claim is (Q2).

use shopdesk::domain::order::claim::ClaimState;
use shopdesk::domain::order::payer::Payer;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Money, OrderId};
use shopdesk::report::Sheet;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::order::Order;

use super::{fill, focus, look, open, picture};
use crate::sheets::printed;
use crate::shop::Shop;

/// A car whose bumper an insurer pays but for 500.00, and whose pump is under warranty: 2,000.00 and 300.00.
fn split(shop: &mut Shop) -> OrderId {
    let order = shop.order_in(Stage::Diagnose);
    shop.diagnose(&order);
    for (label, labour, keys) in [("Bumper", "2000", "i"), ("Pump", "300", "w")] {
        let mut form = open(shop, &Place::Line(order.clone(), None));
        fill(shop, &mut form, &["> tab", label, "> enter", "cracked", "> enter", "holds", "> enter", "1.5", "> enter"]);
        fill(shop, &mut form, &[labour, "> enter tab", &format!("> {keys}")]);
        assert_eq!(focus(&form), "customer_pays", "one key names the payer");
        if keys == "i" {
            fill(shop, &mut form, &["500"]);
            look(shop, "line_payer", &mut form);
        }
        fill(shop, &mut form, &["> f10"]);
    }
    shop.decide(&order, &[(1, Decision::Accepted), (2, Decision::Accepted)]);
    shop.promise(&order, "+3h");
    order
}

/// The same, ready to be handed over.
fn ready(shop: &mut Shop) -> OrderId {
    let order = split(shop);
    for line in [1, 2] {
        shop.start(&order, line);
        shop.finish(&order);
    }
    shop.check(&order, true);
    order
}

fn sum_of_parts(shop: &Shop, order: &OrderId) -> Money {
    let page = shop.order(order);
    page.bill + page.payers.iter().map(|row| row.bill).sum()
}

#[test]
fn q2_a_payer_is_named_with_one_key_and_the_rest_stays_with_the_customer() {
    let mut shop = Shop::new();
    let order = split(&mut shop);
    let page = shop.order(&order);
    assert_eq!((page.total, page.bill), (Money::fen(230_000), Money::fen(50_000)));
    assert_eq!((sum_of_parts(&shop, &order), page.ceiling), (page.total, Money::fen(50_000)));
    let screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    for size in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 160, 50)] {
        picture(&shop, "order_payers", size, &screen);
    }
}

#[test]
fn q2_who_pays_an_accepted_line_changes_with_a_reason_and_the_customer_is_asked_for_more() {
    let mut shop = Shop::new();
    let order = split(&mut shop);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "j j c"), Effect::Open(Place::Payers(order.clone(), 2)));
    let mut form = open(&shop, &Place::Payers(order.clone(), 2));
    fill(&shop, &mut form, &["> c", "out of warranty", "> enter"]);
    assert_eq!(focus(&form), "how");
    look(&shop, "payers", &mut form);
    assert_eq!(fill(&shop, &mut form, &["> p f10"]), Effect::Back);
    let page = shop.order(&order);
    assert_eq!((page.bill, page.ceiling, page.payers.len()), (Money::fen(80_000), Money::fen(80_000), 1));
    assert_eq!(sum_of_parts(&shop, &order), page.total);
}

#[test]
fn q2_at_the_counter_a_payment_names_its_payer_and_only_the_customers_part_holds_the_car() {
    let mut shop = Shop::new();
    let order = ready(&mut shop);
    let mut form = open(&shop, &Place::HandOver(order.clone()));
    look(&shop, "hand_over_payers", &mut form);
    // The insurer pays a part at once: the form stays open for the customer.
    let effect = fill(&shop, &mut form, &["> y y", "> up i t", "> up", "1000", "> down y y", "> f10"]);
    assert!(matches!(effect, Effect::Stay | Effect::Say(..)), "{effect:?}");
    let paid = |page: &shopdesk::desk::rows::OrderPage, payer: Payer| {
        page.payers.iter().find(|row| row.payer == payer).map(|row| (row.paid, row.due))
    };
    assert_eq!(shop.order(&order).due, Money::fen(50_000));
    assert!(matches!(shop.press(&mut form, "w f10"), Effect::BackWith(..)), "{}", shop.draw(Lang::En, 80, 24, &form));
    let page = shop.order(&order);
    assert_eq!((page.stage, page.due), (Stage::FollowUp, Money::ZERO));
    assert_eq!(paid(&page, Payer::Insurer), Some((Money::fen(100_000), Money::fen(50_000))));
    assert_eq!(paid(&page, Payer::Warranty), Some((Money::ZERO, Money::fen(30_000))));
}

#[test]
fn q2_a_claim_is_noted_with_a_key_for_its_state_also_after_the_car_is_back() {
    let mut shop = Shop::new();
    let order = ready(&mut shop);
    shop.hand_over(&order);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "$"), Effect::Open(Place::Claim(order.clone())));
    let mut form = open(&shop, &Place::Claim(order.clone()));
    fill(&shop, &mut form, &["> i r"]);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Stay, "a refusal has a reason");
    look(&shop, "claim", &mut form);
    fill(&shop, &mut form, &["drunk driver", "> f10"]);
    let mut form = open(&shop, &Place::Claim(order.clone()));
    assert_eq!(fill(&shop, &mut form, &["> w s f10"]), Effect::Back);
    let page = shop.order(&order);
    let states: Vec<_> = page.payers.iter().map(|row| (row.payer, row.claim, row.due)).collect();
    assert_eq!(
        states,
        [(Payer::Warranty, ClaimState::Settled, Money::ZERO), (Payer::Insurer, ClaimState::Refused, Money::ZERO),]
    );
    let small = shop.order_in(Stage::Repair);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, small).expect("there"));
    assert!(matches!(shop.press(&mut screen, "$"), Effect::Say(..)), "nobody else pays");
}

#[test]
fn q2_the_settlement_shows_each_payer_and_that_the_parts_are_the_sum_of_the_lines() {
    let mut shop = Shop::new();
    let order = ready(&mut shop);
    for lang in [Lang::Zh, Lang::En] {
        let text = printed(&shop, &order, Sheet::Settlement, lang);
        assert!(text.contains("2,300.00") && text.contains("1,500.00") && text.contains("500.00"), "{text}");
        insta::with_settings!({snapshot_path => "../snapshots", omit_expression => true}, {
            insta::assert_snapshot!(format!("sheet-settlement-payers-{lang}"), text);
        });
    }
    let contract = printed(&shop, &order, Sheet::Contract, Lang::En);
    assert!(contract.contains("insurer 1,500.00"), "{contract}");
}
