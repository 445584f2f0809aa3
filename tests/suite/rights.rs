//! Who may do what, asked at the desk, where it is checked.

mod matrix;

use crate::shop::{Shop, session_of};
use shopdesk::desk::{DeskError, Door, Query};
use shopdesk::domain::order::move_to::MoveOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::{Right, Role};
use shopdesk::domain::{Command, OrderId, StaffId};

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

#[test]
fn a_session_that_is_open_loses_what_its_person_loses() {
    let shop = Shop::new();
    let wang = session_of("wang");
    let changed = |roles: Vec<Role>, gone| {
        Command::AddStaff(AddStaff { id: StaffId::new("wang"), name: "Wang".into(), roles, uid: None, gone })
    };
    let may_read_files = || {
        shop.desk.ask(
            &wang,
            &Query::CustomerVisits {
                customer: shopdesk::domain::CustomerId::new("C1"),
                before: OrderId::new("R261123-001"),
                limit: 1,
            },
        )
    };
    assert!(matches!(may_read_files(), Err(DeskError::NotAllowed { right: Right::ReadFiles, .. })));
    shop.run(changed(vec![Role::Quality], false));
    assert!(may_read_files().is_ok());
    shop.run(changed(vec![Role::Technician], false));
    assert!(matches!(may_read_files(), Err(DeskError::NotAllowed { right: Right::ReadFiles, .. })));
    shop.run(changed(vec![], true));
    assert!(matches!(shop.desk.ask(&wang, &Query::Board), Err(DeskError::NotAllowed { right: Right::Read, .. })));
}
