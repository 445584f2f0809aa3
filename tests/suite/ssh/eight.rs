//! Eight people at once whose lines and server die at random: what they were shown as saved is there, and what they had
//! half typed is there again.
//!
//! `SHOPDESK_EIGHT_SECONDS` makes it longer than the few seconds that it takes beside the other tests.

use super::house::{Call, House};
use rustix::process::Signal;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

const PEOPLE: [&str; 8] = ["anna", "bo", "chen", "dai", "er", "fang", "gao", "han"];
/// A draft is on disk this long after the last key.
const DRAFT_IS_KEPT: Duration = Duration::from_millis(1_500);
const F7: &str = "\x1b[18~";
const F10: &str = "\x1b[21~";

/// What all of them share.
struct Day {
    /// Taken by everybody who works; by the one who kills and starts the server alone.
    house: RwLock<House>,
    ends: Instant,
    plates: AtomicUsize,
    saved: Mutex<BTreeSet<String>>,
    drafts_found: AtomicUsize,
    server_is_gone: AtomicBool,
}

#[test]
fn eight_people_lose_nothing_that_was_saved_however_lines_and_server_die() {
    let seconds = std::env::var("SHOPDESK_EIGHT_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let house = House::with_people(&format!("listen = \"{free}\"\n"), &PEOPLE);
    let day = Day {
        house: RwLock::new(house),
        ends: Instant::now() + Duration::from_secs(seconds),
        plates: AtomicUsize::new(10_000),
        saved: Mutex::default(),
        drafts_found: AtomicUsize::new(0),
        server_is_gone: AtomicBool::new(false),
    };
    std::thread::scope(|scope| {
        for (number, who) in PEOPLE.iter().enumerate() {
            let day = &day;
            scope.spawn(move || work(day, who, number as u64 + 1));
        }
        let mut kills = 0_u64;
        while Instant::now() + Duration::from_secs(2) < day.ends {
            std::thread::sleep(Duration::from_millis(1_700 + 700 * (kills % 3)));
            kill_server(&day);
            kills += 1;
        }
        println!("the server was killed {kills} times");
    });
    let (mut house, saved) = (day.house.into_inner().expect("whole"), day.saved.into_inner().expect("whole"));
    assert_eq!(house.server().stop(), 0);
    println!("{} orders saved, {} drafts found again", saved.len(), day.drafts_found.load(Ordering::Relaxed));
    assert!(saved.len() > PEOPLE.len(), "hardly anybody saved anything: {saved:?}");
    assert!(day.drafts_found.load(Ordering::Relaxed) > 0, "no line was cut over a draft");
    assert_eq!(house.shop.run(&["verify"]).status, 0);
    let journal = std::fs::read_to_string(house.shop.data().join("journal/000001.jsonl")).expect("a journal");
    for plate in &saved {
        let lines = journal.lines().filter(|line| line.contains("order.received") && line.contains(plate.as_str()));
        assert_eq!(lines.count(), 1, "{plate} was shown as saved");
    }
    let status = house.shop.run(&["status", "--json"]).lines().remove(0);
    assert!(status["open_orders"].as_u64().is_some_and(|orders| orders > saved.len() as u64), "{status}");
}

fn kill_server(day: &Day) {
    day.server_is_gone.store(true, Ordering::Relaxed);
    let mut house = day.house.write().expect("nobody panics");
    house.server().end_by(Signal::KILL);
    house.serve();
    day.server_is_gone.store(false, Ordering::Relaxed);
}

/// One person's day.
fn work(day: &Day, who: &str, seed: u64) {
    let (mut dice, mut draft) = (seed, None);
    while Instant::now() < day.ends {
        let house = day.house.read().expect("nobody panics");
        if let Some(call) = sits_down(&house, who) {
            while Instant::now() < day.ends && !day.server_is_gone.load(Ordering::Relaxed) {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let plate = format!("沪C{}", day.plates.fetch_add(1, Ordering::Relaxed));
                if !takes_in(day, &call, &plate, &mut draft, dice >> 60 < 5) {
                    break;
                }
            }
            // The line dies without a word.
            call.cut();
        }
        drop(house);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Logs in, and takes over what is still attached.
fn sits_down<'h>(house: &'h House, who: &str) -> Option<Call<'h>> {
    let call = house.try_call(who)?;
    for _ in 0..40 {
        let text = call.text();
        if text.contains("another terminal") || text.contains("other terminals") {
            call.tries("t");
        } else if text.contains("Board") || text.contains("New order") || text.contains("Order R") {
            return Some(call);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}

/// Takes a car in; false if the line is to be cut or is gone.
fn takes_in(day: &Day, call: &Call<'_>, plate: &str, draft: &mut Option<String>, cuts: bool) -> bool {
    let patience = Duration::from_secs(3);
    let has_form = call.text().contains("New order") || call.tries("n") && call.waits("Walk-round", patience);
    if !has_form {
        return false;
    }
    if let Some(typed) = draft.take() {
        assert!(call.waits(&typed, patience), "{typed} was half typed and is gone:\n{}", call.text());
        day.drafts_found.fetch_add(1, Ordering::Relaxed);
    }
    if !(call.tries(F7) && call.waits("Walk-round", patience) && call.tries(plate) && call.waits(plate, patience)) {
        return false;
    }
    if cuts {
        std::thread::sleep(DRAFT_IS_KEPT);
        if call.text().contains(plate) && !day.server_is_gone.load(Ordering::Relaxed) {
            *draft = Some(plate.to_owned());
        }
        return false;
    }
    // Saving goes to what is still needed: the customer's words.
    let customer = format!("\rWang\r138001{}{F10}", plate.trim_start_matches("沪C"));
    if !(call.tries(&customer) && call.waits("needed", patience) && call.tries("noise")) {
        return false;
    }
    if !(call.waits("noise", patience) && call.tries(F10)) {
        return false;
    }
    // The order's page shows the plate as plates are read, and its number.
    let shown = format!("{} {}", &plate[..4], &plate[4..]);
    let is_saved = call.waits(&shown, patience) && call.waits("R", patience) && !call.text().contains("New order");
    if is_saved {
        day.saved.lock().expect("nobody panics").insert(plate.to_owned());
    }
    is_saved
}
