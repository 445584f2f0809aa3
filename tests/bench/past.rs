//! A shop with a past: so many orders that were taken in and are over, made by commands.

use super::shop;
use chrono_tz::Asia::Shanghai;
use shopdesk::cli::demo::people::{Car, Customer, Town};
use shopdesk::cli::demo::random::Dice;
use shopdesk::cli::demo::tables::{Power, Tables};
use shopdesk::desk::{Desk, Envelope, Pending};
use shopdesk::domain::order::cancel::CancelOrder;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::{Command, OrderId, Stamp};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

/// Orders for each car.
const VISITS: usize = 3;

/// Opens a shop and gives it a past.
#[allow(dead_code, reason = "not every benchmark begins so")]
pub fn shop(folder: &Path, orders: usize) -> Desk {
    let desk = shop::staffed(folder, Arc::new(|| at(0)), true);
    orders_of(&desk, orders);
    desk
}

/// Half a minute after the one before.
pub fn at(number: usize) -> Stamp {
    let begins = Stamp::parse("2025-11-24T08:00:00.000+08:00").expect("RFC 3339");
    Stamp::in_zone(begins.ms() + number as i64 * 30_000, Shanghai)
}

/// Takes so many cars in and cancels again: find looks through cars and customers. Gives who came.
pub fn orders_of(desk: &Desk, orders: usize) -> Vec<(Customer, Car)> {
    let (tables, mut dice, mut town) = (Tables::read().expect("tables"), Dice::new(5), Town::default());
    let mut people: Vec<(Customer, Car)> = Vec::new();
    let mut under_way: VecDeque<Pending> = VecDeque::new();
    let (mut day, mut of_day) = (String::new(), 0);
    for number in 0..orders {
        let now = at(number);
        let today = now.local().format("%y%m%d").to_string();
        of_day = if today == day { of_day + 1 } else { 1 };
        day = today;
        let mut open = OpenOrder { says: "来做个保养".into(), ..OpenOrder::default() };
        if number % VISITS == 0 {
            let customer = town.customer(&mut dice, &tables);
            let car = town.car(&mut dice, &tables, people.len(), Power::Any);
            open.name = Some(customer.name.clone());
            open.phone = Some(customer.phone.clone());
            open.model = Some(car.model.clone());
            open.vin = Some(car.vin.clone());
            open.plate = car.plate.clone();
            people.push((customer, car));
        } else {
            open.plate = dice.pick(&people).1.plate.clone();
        }
        let order = OrderId::new(format!("R{day}-{of_day:03}"));
        let cancel = CancelOrder { order, reason: "改日再来".into(), outcome: None };
        for command in [Command::OpenOrder(open), Command::CancelOrder(cancel)] {
            under_way.push_back(desk.submit_at(&shop::li(), Envelope::new(command), now).expect("may"));
        }
        while under_way.len() > 512 {
            under_way.pop_front().map(|pending| pending.wait().expect("done"));
        }
    }
    under_way.into_iter().for_each(|pending| drop(pending.wait().expect("done")));
    people
}
