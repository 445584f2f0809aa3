//! Find as you type: run with `cargo bench --bench find [-- ORDERS… cache=MIB]`; a million orders take minutes to
//! make. The index's cache is the shop's own setting unless another is named.
//!
//! A shop of so many orders is made by commands (taken in, cancelled again: find looks through cars and customers).
//! Then people are looked for as they are at the counter: the tail of a plate or phone, a name, its pinyin initials,
//! the tail of a VIN, one key after the other. What is measured is one query for every key.

mod shop;

use chrono_tz::Asia::Shanghai;
use shopdesk::cli::demo::people::{Car, Customer, Town};
use shopdesk::cli::demo::random::Dice;
use shopdesk::cli::demo::tables::{Power, Tables};
use shopdesk::desk::{Answer, Desk, Door, Envelope, Pending, Query};
use shopdesk::domain::order::cancel::CancelOrder;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::{Command, OrderId, Stamp};
use shopdesk::store::rows::initials;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Lines that the find box shows.
const LINES: usize = 20;
const SEARCHES: usize = 4_000;
/// Orders for each car.
const VISITS: usize = 3;

fn main() {
    let mut worst: Vec<(usize, Duration, Duration)> = Vec::new();
    for orders in shop::sizes(&[10_000, 100_000]) {
        let folder = tempfile::tempdir().expect("a folder to work in");
        let desk = shop::staffed(folder.path(), Arc::new(|| at(0)), true);
        let begun = Instant::now();
        let people = make(&desk, orders);
        println!("{orders:>9} orders, {} cars, made in {:.1} s", people.len(), begun.elapsed().as_secs_f64());
        let (half, most) = measure(&desk, &people);
        worst.push((orders, half, most));
        desk.close().expect("closed");
    }
    if let (Some(small), Some(large)) = (worst.first(), worst.last()) {
        let ratio = |a: Duration, b: Duration| b.as_secs_f64() / a.as_secs_f64();
        let (half, most) = (ratio(small.1, large.1), ratio(small.2, large.2));
        println!("{} over {} orders: p50 {half:.2}, p99 {most:.2}", large.0, small.0);
    }
}

/// Half a minute after the one before.
fn at(number: usize) -> Stamp {
    let begins = Stamp::parse("2025-11-24T08:00:00.000+08:00").expect("RFC 3339");
    Stamp::in_zone(begins.ms() + number as i64 * 30_000, Shanghai)
}

fn make(desk: &Desk, orders: usize) -> Vec<(Customer, Car)> {
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

/// What people type, and from how many characters on anything is looked for.
fn searches((customer, car): &(Customer, Car)) -> [(&'static str, String, usize); 5] {
    let tail = |text: &str, n: usize| text.chars().skip(text.chars().count() - n).collect::<String>();
    [
        ("plate", tail(&car.plate, 5), 2),
        ("phone", tail(&customer.phone, 6), 3),
        ("name", customer.name.clone(), 1),
        ("initials", initials(&customer.name).unwrap_or_default(), 2),
        ("vin", tail(&car.vin, 6), 4),
    ]
}

fn measure(desk: &Desk, people: &[(Customer, Car)]) -> (Duration, Duration) {
    let (mut dice, li) = (Dice::new(7), shop::li());
    let mut all = Vec::new();
    for kind in 0..5 {
        let (mut times, mut found, mut name) = (Vec::new(), 0, "");
        for _ in 0..SEARCHES / 5 {
            let (kind, text, from) = searches(dice.pick(people))[kind].clone();
            name = kind;
            let typed: Vec<char> = text.chars().collect();
            for length in from..=typed.len() {
                let text = typed[..length].iter().collect();
                let begun = Instant::now();
                let answer = desk.ask(&li, &Query::Find { text, limit: LINES });
                times.push(begun.elapsed());
                found += usize::from(matches!(answer, Ok(Answer::Find(hits)) if !hits.is_empty()));
            }
        }
        let (half, most) = percentiles(&mut times);
        println!("  {name:<9} {:>6} keys: p50 {half:>9.1?}, p99 {most:>9.1?}, {found} with hits", times.len());
        all.append(&mut times);
    }
    let (half, most) = percentiles(&mut all);
    println!("  all       {:>6} keys: p50 {half:>9.1?}, p99 {most:>9.1?}", all.len());
    (half, most)
}

fn percentiles(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    (at(50), at(99))
}
