//! Find as you type: run with `cargo bench --bench find [-- ORDERS… cache=MIB]`; a million orders take minutes to
//! make. The index's cache is the shop's own setting unless another is named.
//!
//! A shop of so many orders is made by commands (taken in, cancelled again: find looks through cars and customers).
//! Then people are looked for as they are at the counter: the tail of a plate or phone, a name, its pinyin initials,
//! the tail of a VIN, one key after the other. What is measured is one query for every key.

mod past;
mod shop;

use shopdesk::cli::demo::people::{Car, Customer};
use shopdesk::cli::demo::random::Dice;
use shopdesk::desk::{Answer, Desk, Door, Query};
use shopdesk::store::rows::initials;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Lines that the find box shows.
const LINES: usize = 20;
const SEARCHES: usize = 4_000;

fn main() {
    let mut worst: Vec<(usize, Duration, Duration)> = Vec::new();
    for orders in shop::sizes(&[10_000, 100_000]) {
        let folder = tempfile::tempdir().expect("a folder to work in");
        let desk = shop::staffed(folder.path(), Arc::new(|| past::at(0)), true);
        let begun = Instant::now();
        let people = past::orders_of(&desk, orders);
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
