//! The promised time and its moves: who was told when, and what counts (S11, S12; H2, H3, E4, AM18).

use crate::shop::Shop;
use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::promise::{Notice, Promise, Reason, SetPromise};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, OrderId};

/// A car in repair that was promised for 17:30.
fn car() -> (Shop, OrderId) {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.promise(&order, "1730");
    (shop, order)
}

fn move_to(shop: &Shop, order: &OrderId, to: &str, reached: bool) {
    shop.run(Command::SetPromise(SetPromise {
        order: order.clone(),
        promise: to.into(),
        reason: Some(Reason::PartLate),
        how: Some(How::Phone),
        reached: Some(reached),
        solution: None,
        word: None,
    }));
}

fn promise(shop: &Shop, order: &OrderId) -> Promise {
    shop.order(order).promise.expect("there is one")
}

#[test]
fn a_customer_who_is_told_before_the_promised_time_was_told_in_advance() {
    for (at, notice, late) in
        [("17:29", Notice::InAdvance, 0), ("17:30", Notice::InAdvance, 0), ("17:31", Notice::Late, 1)]
    {
        let (shop, order) = car();
        shop.at(at);
        move_to(&shop, &order, "1900", true);
        let promise = promise(&shop, &order);
        assert_eq!((promise.notice(0), promise.late_notices()), (notice, late), "told at {at}");
    }
}

#[test]
fn a_time_that_nobody_could_be_told_of_is_only_proposed() {
    let (shop, order) = car();
    let first = promise(&shop, &order).at;
    shop.at("16:00");
    move_to(&shop, &order, "1900", false);
    let proposed = promise(&shop, &order);
    assert_eq!(proposed.at, first, "the promise stands as it was agreed");
    assert!(proposed.proposed.is_some());
    assert_eq!(proposed.counted(), first);
    shop.at("17:00");
    move_to(&shop, &order, "1900", true);
    let agreed = promise(&shop, &order);
    assert_eq!((agreed.proposed, agreed.moves.len()), (None, 2));
    assert!(agreed.at > first);
}

#[test]
fn two_attempts_in_vain_before_the_promised_time_are_as_good_as_having_told() {
    for (attempts, notice) in [(1, Notice::Late), (2, Notice::InAdvance)] {
        let (shop, order) = car();
        for minute in 0..attempts {
            shop.at(&format!("17:0{minute}"));
            move_to(&shop, &order, "1900", false);
        }
        shop.at("17:45");
        move_to(&shop, &order, "1930", true);
        assert_eq!(promise(&shop, &order).notice(attempts), notice, "{attempts} attempts");
    }
}
