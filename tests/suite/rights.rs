//! Who may do what, asked at the desk, where it is checked.

use crate::shop::Shop;
use shopdesk::desk::DeskError;
use shopdesk::domain::order::move_to::MoveOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::role::Right;
use shopdesk::domain::{Command, OrderId};

fn move_to(order: &OrderId, to: Stage) -> Command {
    Command::MoveOrder(MoveOrder { order: order.clone(), to })
}

#[test]
fn a_move_by_hand_asks_for_the_right_of_that_very_step() {
    let mut shop = Shop::new();
    let checked = shop.order_in(Stage::Inspect);
    let ready = shop.order_in(Stage::HandOver);
    // Both go back to the repair: from the check it is the inspector's step, from the counter the advisor's.
    shop.run_as("zhao", move_to(&checked, Stage::Repair));
    match shop.try_as("zhao", move_to(&ready, Stage::Repair)) {
        Err(DeskError::NotAllowed { right, .. }) => assert_eq!(right, Right::Receive),
        other => panic!("{other:?}"),
    }
    shop.run_as("li", move_to(&ready, Stage::Repair));
}
