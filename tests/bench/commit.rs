//! What a durable commit costs through the desk: run with `cargo bench --bench commit [-- WRITERS…]`.
//!
//! A number of writers take cars in, each waiting until its own command is durable. Then the very bytes that the
//! journal got, in the same groups, are appended to a bare file and synced group by group. Both take turns, so that
//! they meet the same moods of the disk; the ratio of the medians is the result.

mod shop;

use shopdesk::cli::demo::people::Town;
use shopdesk::cli::demo::random::Dice;
use shopdesk::cli::demo::tables::{Power, Tables};
use shopdesk::desk::{Desk, Door, Envelope};
use shopdesk::domain::Command;
use shopdesk::domain::order::receive::OpenOrder;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1_500);

fn main() {
    println!("durable commits a second, {ROUNDS} rounds in turns (medians)");
    for writers in shop::sizes(&[1, 8, 50]) {
        measure(writers);
    }
}

fn measure(writers: usize) {
    let folder = tempfile::tempdir().expect("a folder to work in");
    let desk = shop::staffed(folder.path(), Arc::new(shop::noon), false);
    let cars = cars(200_000);
    let next = AtomicUsize::new(0);
    let (mut ours, mut bare, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let before = journal(folder.path()).len();
        let (commits, took) = race(&desk, &cars, &next, writers);
        let text = journal(folder.path())[before..].to_string();
        let parts = by_group(&text);
        let floor = append(&folder.path().join(format!("bare-{round}")), &parts);
        ours.push(commits as f64 / took.as_secs_f64());
        bare.push(commits as f64 / floor.as_secs_f64());
        groups.push(commits as f64 / parts.len().max(1) as f64);
    }
    desk.close().expect("closed");
    let (ours, bare, group) = (median(&mut ours), median(&mut bare), median(&mut groups));
    println!(
        "  {writers:>3} writers: desk {ours:>7.0}/s, bare {bare:>7.0}/s, ratio {:.2}; {group:.1} commands a group",
        ours / bare
    );
}

/// New customers with new cars: a command that writes many rows.
fn cars(count: usize) -> Vec<OpenOrder> {
    let (tables, mut dice, mut town) = (Tables::read().expect("tables"), Dice::new(5), Town::default());
    let mut car = |owner| {
        let (customer, car) = (town.customer(&mut dice, &tables), town.car(&mut dice, &tables, owner, Power::Any));
        OpenOrder {
            plate: car.plate,
            says: "刹车有尖叫声".into(),
            name: Some(customer.name),
            phone: Some(customer.phone),
            model: Some(car.model),
            mileage: Some(car.km),
            ..OpenOrder::default()
        }
    };
    (0..count).map(&mut car).collect()
}

fn race(desk: &Desk, cars: &[OpenOrder], next: &AtomicUsize, writers: usize) -> (usize, Duration) {
    let first = next.load(Ordering::SeqCst);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                let li = shop::li();
                while begun.elapsed() < ROUND {
                    let Some(car) = cars.get(next.fetch_add(1, Ordering::SeqCst)) else { return };
                    desk.run(&li, Envelope::new(Command::OpenOrder(car.clone()))).expect("taken in");
                }
            });
        }
    });
    let took = begun.elapsed();
    (next.load(Ordering::SeqCst) - first, took)
}

fn journal(folder: &Path) -> String {
    let mut files: Vec<_> = std::fs::read_dir(folder.join("journal")).expect("listed").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    files.iter().map(|file| std::fs::read_to_string(file.path()).expect("read")).collect()
}

/// The lines that were synced together.
fn by_group(text: &str) -> Vec<String> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let group = line.split(',').nth(1).unwrap_or_default();
        match parts.last_mut() {
            Some((same, part)) if *same == group => part.push_str(line),
            Some(_) | None => parts.push((group, line.to_string())),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

fn append(path: &Path, parts: &[String]) -> Duration {
    let mut file = OpenOptions::new().append(true).create(true).open(path).expect("opens");
    let begun = Instant::now();
    for part in parts {
        file.write_all(part.as_bytes()).expect("written");
        file.sync_data().expect("synced");
    }
    begun.elapsed()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
