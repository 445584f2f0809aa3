//! What a durable commit costs through the desk: run with `cargo bench --bench commit [-- WRITERS…]`.
//!
//! A number of writers give commands, each waiting until its own is durable: first they take new cars in, which writes
//! more rows than anything else, then they add words to orders, which is what a command is like mostly. Then the very bytes that the
//! journal got, in the same groups, are appended to a bare file and synced group by group. Both take turns, so that
//! they meet the same moods of the disk; the ratio of the medians is the result.

mod shop;

use shopdesk::cli::demo::people::Town;
use shopdesk::cli::demo::random::Dice;
use shopdesk::cli::demo::tables::{Power, Tables};
use shopdesk::desk::{Desk, Door, Envelope};
use shopdesk::domain::order::intake::NoteIntake;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::{Command, OrderId};
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
    let new = cars(100_000);
    let next = AtomicUsize::new(0);
    compare(
        "take in",
        writers,
        folder.path(),
        &|| Some(Command::OpenOrder(new.get(next.fetch_add(1, Ordering::SeqCst))?.clone())),
        &desk,
    );
    let taken = next.load(Ordering::SeqCst).min(new.len());
    let word = |number: usize| {
        let order = OrderId::new(format!("R261123-{:03}", number % taken + 1));
        let says = Some("右前轮有异响".to_string());
        NoteIntake { order, says, ..blank() }
    };
    compare(
        "add words",
        writers,
        folder.path(),
        &|| Some(Command::NoteIntake(word(next.fetch_add(1, Ordering::SeqCst)))),
        &desk,
    );
    desk.close().expect("closed");
}

fn blank() -> NoteIntake {
    NoteIntake {
        visit: None,
        symptoms: None,
        not_asked: Vec::new(),
        checklists: Vec::new(),
        promises: None,
        order: OrderId::new(""),
        says: None,
        mileage: None,
        mileage_reason: None,
        fuel: None,
        belongings: None,
        walk_round: None,
        waiting: None,
        promises_signed: None,
        customer: None,
        name: None,
        phone: None,
    }
}

type Next<'n> = dyn Fn() -> Option<Command> + Sync + 'n;

fn compare(what: &str, writers: usize, folder: &Path, next: &Next<'_>, desk: &Desk) {
    let (mut ours, mut bare, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let before = journal(folder).len();
        let (commits, took) = race(desk, next, writers);
        let text = journal(folder)[before..].to_string();
        let parts = by_group(&text);
        let floor = append(&folder.join(format!("bare-{round}")), &parts);
        ours.push(commits as f64 / took.as_secs_f64());
        bare.push(commits as f64 / floor.as_secs_f64());
        groups.push(commits as f64 / parts.len().max(1) as f64);
    }
    let (ours, bare, group) = (median(&mut ours), median(&mut bare), median(&mut groups));
    println!(
        "  {what:<9} {writers:>3} writers: desk {ours:>6.0}/s, bare {bare:>6.0}/s, ratio {:.2}; {group:.1} a group",
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

fn race(desk: &Desk, next: &Next<'_>, writers: usize) -> (usize, Duration) {
    let done = AtomicUsize::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                let li = shop::li();
                while begun.elapsed() < ROUND {
                    let Some(command) = next() else { return };
                    desk.run(&li, Envelope::new(command)).expect("done");
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    (done.load(Ordering::SeqCst), begun.elapsed())
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
