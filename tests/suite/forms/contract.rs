//! The contract, the manager's override of the ceiling, and the versions of an estimate.

use shopdesk::domain::order::ceiling::RaiseCeiling;
use shopdesk::domain::order::contract::Party;
use shopdesk::domain::order::line::WriteLine;
use shopdesk::domain::order::next::Next;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::{Need, Stage};
use shopdesk::domain::order::version::ShowEstimate;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::Role;
use shopdesk::domain::{Command, Money, OrderId, StaffId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place, Sheet};
use shopdesk::tui::screen::order::Order;
use shopdesk::tui::screen::versions::Versions;

use super::{fill, look, open, picture};
use crate::shop::Shop;

/// A car whose gearbox costs more than the threshold, accepted by phone, with a promised time.
fn large(shop: &mut Shop) -> OrderId {
    let order = shop.receive();
    shop.diagnose(&order);
    shop.quote(&order, "Gearbox overhaul", 480, 1_600, 4_000);
    shop.decide(&order, &[(1, Decision::Accepted)]);
    shop.promise(&order, "+3h");
    order
}

#[test]
fn p3_a_large_bill_is_told_reviewed_and_signed_with_three_keys_after_enter() {
    let mut shop = Shop::new();
    let order = large(&mut shop);
    let page = shop.order(&order);
    assert_eq!((page.stage, page.next, page.needs), (Stage::Quote, Next::SignContract, vec![Need::Contract]));
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "p"), Effect::Print(order.clone(), Sheet::Contract));
    let Effect::Open(place) = shop.press(&mut screen, "enter") else { panic!("the next step") };
    let mut form = open(&shop, &place);
    look(&shop, "sign_contract", &mut form);
    assert_eq!(shop.press(&mut form, "y y p"), Effect::Back);
    let page = shop.order(&order);
    let contract = page.contract.as_ref().expect("signed");
    assert!(page.disclosed && page.reviewed && page.reviews[0].by.as_str() == "li");
    assert_eq!((page.stage, contract.ceiling, contract.lines.len()), (Stage::Repair, Money::fen(560_000), 1));
}

#[test]
fn a_contract_is_changed_with_proposer_consent_and_reason() {
    let mut shop = Shop::new();
    let order = large(&mut shop);
    let mut form = open(&shop, &Place::SignContract(order.clone()));
    shop.press(&mut form, "y y s");
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "i"), Effect::Open(Place::ChangeContract(order.clone())));
    let mut form = open(&shop, &Place::ChangeContract(order.clone()));
    fill(&shop, &mut form, &["> c", "too dear", "> enter y p", "> tab tab", "> y"]);
    look(&shop, "change_contract", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let page = shop.order(&order);
    let change = &page.contract.as_ref().expect("kept").changes[0];
    assert_eq!((change.proposer, change.reason.as_str(), change.stop), (Party::Customer, "too dear", true));
    assert_eq!(change.told, ["workshop"], "those whom it affects were told");
    assert_eq!((page.stage, page.bill), (Stage::HandOver, Money::ZERO));
    shop.cx(Lang::En, |cx| shopdesk::tui::screen::Screen::refresh(&mut screen, cx));
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("Contract") && shown.contains("too dear"), "{shown}");
}

#[test]
fn a_small_bill_needs_no_contract_and_the_key_says_so() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order).expect("there"));
    assert!(matches!(shop.press(&mut screen, "i"), Effect::Say(..)));
}

#[test]
fn a_manager_raises_the_ceiling_with_a_reason_and_an_advisor_cannot() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    for (id, role) in [("chen", Role::Manager), ("sun", Role::Advisor)] {
        let (id, name, roles) = (StaffId::new(id), id.to_uppercase(), vec![role]);
        shop.run(Command::AddStaff(AddStaff { id, name, roles, uid: None, gone: false }));
    }
    shop.who = "sun";
    let raise = RaiseCeiling { order: order.clone(), ceiling: Money::fen(60_000), reason: "part dearer".into() };
    assert_eq!(shop.refuse(Command::RaiseCeiling(raise)).code(), "not-allowed");
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    let Effect::Say(_, said) = shop.press(&mut screen, "z") else { panic!("an advisor is told") };
    assert!(said.contains("raise"), "{said}");
    shop.who = "chen";
    assert_eq!(shop.press(&mut screen, "z"), Effect::Open(Place::Ceiling(order.clone())));
    let mut form = open(&shop, &Place::Ceiling(order.clone()));
    fill(&shop, &mut form, &["400", "> enter", "part dearer", "> enter"]);
    look(&shop, "ceiling_refused", &mut form);
    assert_eq!(fill(&shop, &mut form, &["> ctrl+u", "600", "> f10"]), Effect::Back);
    let page = shop.order(&order);
    assert_eq!((page.ceiling, page.bill), (Money::fen(60_000), Money::fen(48_000)));
    assert_eq!(page.raised[0].before, Money::fen(48_000));
    shop.cx(Lang::En, |cx| shopdesk::tui::screen::Screen::refresh(&mut screen, cx));
    let shown = shop.draw(Lang::En, 120, 36, &screen);
    assert!(shown.contains("480.00 > 600.00: part dearer") && shown.contains("CHEN"), "{shown}");
}

#[test]
fn versions_stand_side_by_side_with_what_changed() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let write = |line: WriteLine| shop.run(Command::WriteLine(line));
    write(WriteLine { job: Some("WIP".into()), ..WriteLine::new(order.clone()) });
    write(WriteLine { job: Some("ROT".into()), ..WriteLine::new(order.clone()) });
    shop.run(Command::ShowEstimate(ShowEstimate { order: order.clone() }));
    let dearer = Some(Money::fen(28_000));
    write(WriteLine { number: Some(3), job: Some("ROT".into()), labour: dearer, ..WriteLine::new(order.clone()) });
    let dropped = shopdesk::domain::order::line::DropLine { order: order.clone(), number: 2 };
    shop.run(Command::DropLine(dropped));
    write(WriteLine { job: Some("DIA".into()), ..WriteLine::new(order.clone()) });
    let page = shop.order(&order);
    assert_eq!(page.versions.iter().map(|v| v.lines.len()).collect::<Vec<_>>(), [3, 3]);
    assert!(page.versions[0].shown.is_some() && page.versions[1].shown.is_none());
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, "e"), Effect::Open(Place::Versions(order.clone())));
    let mut versions = shop.cx(Lang::En, |cx| Versions::new(cx, order.clone()).expect("there"));
    for size in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 120, 36)] {
        picture(&shop, "versions", size, &versions);
    }
    assert_eq!(shop.press(&mut versions, "p"), Effect::Print(order, Sheet::Estimate));
    assert_eq!(shop.press(&mut versions, "esc"), Effect::Back);
}

#[test]
fn p3_a_review_that_fails_says_why_and_keeps_the_contract_from_being_signed() {
    let mut shop = Shop::new();
    let order = large(&mut shop);
    let mut form = open(&shop, &Place::SignContract(order.clone()));
    fill(&shop, &mut form, &["> n"]);
    assert_eq!(shop.press(&mut form, "y p"), Effect::Stay, "nobody was told");
    let mut form = open(&shop, &Place::SignContract(order.clone()));
    fill(&shop, &mut form, &["> y n enter"]);
    assert_eq!(fill(&shop, &mut form, &["no gearbox before Friday", "> f10"]), Effect::Back);
    let page = shop.order(&order);
    assert_eq!((page.next, page.reviewed, page.contract.is_none()), (Next::SignContract, false, true));
    let screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert!(shop.draw(Lang::En, 120, 36, &screen).contains("no gearbox before Friday"));
}
