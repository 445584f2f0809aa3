//! A desk to measure, in a folder of its own.

use chrono_tz::Asia::Shanghai;
use shopdesk::cli::demo::random::Dice;
use shopdesk::cli::demo::{DemoClock, Summary, fill};
use shopdesk::desk::{Answer, Desk, Door, Envelope, Query, Session, Setup};
use shopdesk::domain::Rules;
use shopdesk::domain::shop::checklist;
use shopdesk::domain::shop::set_up::SetUpShop;
use shopdesk::domain::{Command, StaffId, Stamp};
use shopdesk::scoring::scheme::SHIPPED;
use shopdesk::store::clerk::Clock;
use shopdesk::store::journal::Via;
use shopdesk::store::lock::{Holder, Lock};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// When a measured shop's clock stands.
pub fn noon() -> Stamp {
    Stamp::parse("2026-11-23T14:32:00.000+08:00").expect("RFC 3339")
}

/// Opens a desk.
pub fn open(folder: &Path, clock: Clock, unsynced: bool) -> Desk {
    let mut dice = Dice::new(9);
    let setup = Setup {
        data: folder.to_path_buf(),
        cache_bytes: cache_bytes(),
        keep_free_bytes: 0,
        rules: Rules { zone: Shanghai, ..Rules::default() },
        survey: "visit".into(),
        schemes: SHIPPED.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect(),
        checklists: checklist::SHIPPED.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect(),
        clock,
        random: Box::new(move |bytes| bytes.iter_mut().for_each(|byte| *byte = dice.bits() as u8)),
        unsynced,
    };
    let holder = Holder { pid: 1, what: "bench".into(), since: String::new() };
    let lock = Lock::take(folder, &holder, Duration::from_secs(1)).expect("nobody else is here");
    Desk::open(setup, lock, &mut |_| {}).expect("opens")
}

/// Opens a desk whose shop has its first people.
#[allow(dead_code, reason = "not every benchmark begins so")]
pub fn staffed(folder: &Path, clock: Clock, unsynced: bool) -> Desk {
    let desk = open(folder, clock, unsynced);
    let owner = Session { who: shopdesk::desk::session::owner(), uid: None, via: Via::Demo, caller: None, id: 0 };
    let set_up =
        SetUpShop { shop: "Bench".into(), you: "Li".into(), technician: "Wang".into(), inspector: "Zhao".into() };
    desk.run(&owner, Envelope::new(Command::SetUpShop(set_up))).expect("set up");
    desk
}

/// What the demo's crew gets done in a year: more orders are spread over more years, or most would still be open.
const ORDERS_A_YEAR: usize = 10_000;

/// Opens a desk and fills it with the demo's orders.
#[allow(dead_code, reason = "not every benchmark begins so")]
pub fn demo(folder: &Path, orders: usize) -> (Desk, Summary) {
    let years = orders.div_ceil(ORDERS_A_YEAR) as u64;
    let clock = DemoClock::years_before(noon(), years, Shanghai, Arc::new(noon));
    let desk = open(folder, clock.clock(), true);
    let summary = fill(&desk, &clock, noon(), orders, &|_, _| {}).expect("no rule refuses the demo");
    (desk, summary)
}

/// The advisor.
pub fn li() -> Session {
    Session { who: StaffId::new("li"), uid: None, via: Via::Demo, caller: None, id: 0 }
}

/// The index's cache: the shop's own setting, unless `cache=MIB` is among the arguments.
fn cache_bytes() -> u64 {
    let named = std::env::args().find_map(|argument| argument.strip_prefix("cache=")?.parse::<u64>().ok());
    named.map_or(shopdesk::store::index::CACHE_BYTES, |mebibytes| mebibytes * 1024 * 1024)
}

/// Numbers among the arguments; cargo itself hands over `--bench`.
pub fn sizes(otherwise: &[usize]) -> Vec<usize> {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if given.is_empty() { otherwise.to_vec() } else { given }
}

/// The newest journal line.
#[allow(dead_code, reason = "not every benchmark asks")]
pub fn seq(desk: &Desk) -> u64 {
    match desk.ask(&li(), &Query::Status) {
        Ok(Answer::Status(status)) => status.seq,
        other => panic!("no status: {other:?}"),
    }
}
