//! The demo shop: filled through the real desk without a refusal, the same every time, with something in every stage.

use chrono_tz::Asia::Shanghai;
use shopdesk::cli::demo::{DemoClock, Summary, fill};
use shopdesk::desk::rows::{BoardPage, BoardRow};
use shopdesk::desk::{Answer, Desk, Door, Query, Session, Setup};
use shopdesk::domain::Rules;
use shopdesk::domain::campaign::State;
use shopdesk::domain::order::stage::{STRIP, Stage};
use shopdesk::domain::shop::checklist;
use shopdesk::domain::{StaffId, Stamp};
use shopdesk::scoring::scheme::SHIPPED;
use shopdesk::store::journal::Via;
use shopdesk::store::lock::{Holder, Lock};
use shopdesk::store::opening::verify;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const NOON: &str = "2026-11-23T14:32:00.000+08:00";

/// A desk over `folder`, filled with `orders` orders that end at `now`.
fn filled(folder: &Path, now: &str, orders: usize) -> (Desk, Summary) {
    let now = Stamp::parse(now).expect("RFC 3339");
    let clock = DemoClock::years_before(now, 1, Shanghai, Arc::new(move || now));
    let mut drawn = 0_u8;
    let setup = Setup {
        data: folder.to_path_buf(),
        cache_bytes: 16 * 1024 * 1024,
        keep_free_bytes: 0,
        rules: Rules { zone: Shanghai, ..Rules::default() },
        survey: "visit".into(),
        schemes: SHIPPED.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect(),
        checklists: checklist::SHIPPED.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect(),
        clock: clock.clock(),
        random: Box::new(move |bytes| {
            drawn = drawn.wrapping_add(1);
            bytes.fill(drawn);
        }),
        unsynced: true,
    };
    let holder = Holder { pid: 1, what: "test".into(), since: String::new() };
    let lock = Lock::take(folder, &holder, std::time::Duration::ZERO).expect("nobody else is here");
    let desk = Desk::open(setup, lock, &mut |_| {}).expect("an empty folder opens");
    let summary = fill(&desk, &clock, now, orders, &|_, _| {}).expect("no rule refuses the demo");
    (desk, summary)
}

fn li() -> Session {
    Session { who: StaffId::new("li"), uid: None, via: Via::Demo, caller: None, id: 0 }
}

fn board(desk: &Desk) -> BoardPage {
    match desk.ask(&li(), &Query::Board) {
        Ok(Answer::Board(board)) => board,
        other => panic!("no board: {other:?}"),
    }
}

fn facts(desk: &Desk) -> BTreeMap<String, usize> {
    let Ok(Answer::Facts(facts)) = desk.ask(&li(), &Query::FactsSince { seq: 0, limit: usize::MAX }) else {
        panic!("no facts")
    };
    let mut kinds = BTreeMap::new();
    for fact in facts {
        let fact: serde_json::Value = serde_json::from_str(&fact).expect("a fact is JSON");
        *kinds.entry(fact["fact"].as_str().expect("a kind").to_string()).or_default() += 1;
    }
    kinds
}

/// What the journal says happened, without what is different in every run: salts, hashes, groups.
fn happened(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("journal/000001.jsonl")).expect("one journal file");
    let line = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        format!("{} {} {}", line["at"], line["by"], line["events"])
    };
    text.lines().map(line).collect()
}

/// How often each kind of event stands in the journal.
fn kinds(folder: &Path) -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(folder.join("journal/000001.jsonl")).expect("one journal file");
    let mut kinds = BTreeMap::new();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        for event in line["events"].as_array().expect("events") {
            *kinds.entry(event["kind"].as_str().expect("a kind").to_owned()).or_default() += 1;
        }
    }
    kinds
}

/// What not every visit has, but the demo does, however few its visits are.
const BESIDES: &[&str] = &[
    "order.symptoms-noted",
    "order.checklist-noted",
    "order.checklist-confirmed",
    "order.car-placed",
    "order.estimate-shown",
    "order.contract-reviewed",
    "order.contract-signed",
    "order.ready-told",
    "order.request-noted",
    "order.fault-noted",
    "order.claim-noted",
    "order.part-needed",
    "order.part-stamped",
    "requirement.noted",
    "requirement.reviewed",
    "customer.merged",
    "online.taken",
    "plan.approved",
    "campaign.form-answered",
    "campaign.closed",
];

#[test]
fn a_small_demo_year_fills_without_a_refusal_and_has_something_in_every_stage() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, summary) = filled(folder.path(), NOON, 300);
    assert!((290..=310).contains(&summary.orders), "{summary:?}");
    let board = board(&desk);
    for stage in STRIP.into_iter().filter(|stage| *stage != Stage::FollowUp) {
        assert!(board.rows.iter().any(|row| row.stage == stage), "no car in {stage:?}");
    }
    let now = Stamp::parse(NOON).expect("RFC 3339");
    let late = board.rows.iter().filter(|row| row.promise.is_some_and(|promise| promise < now)).count();
    assert!((15..=22).contains(&board.rows.len()) && (2..=6).contains(&late), "{} cars, {late} late", board.rows.len());
    assert_eq!(board.calls_due, 7);
    assert!(board.complaints_open >= 3, "{} complaints open", board.complaints_open);
    let facts = facts(&desk);
    for kind in ["response", "delivery", "complaint", "issued", "attempt"] {
        assert!(facts.get(kind).is_some_and(|n| *n > 2), "{kind} in {facts:?}");
    }
    let kinds = kinds(folder.path());
    for kind in BESIDES {
        assert!(kinds.contains_key(*kind), "{kind} in {kinds:?}");
    }
    let count = |has: fn(&BoardRow) -> bool| board.rows.iter().filter(|row| has(row)).count();
    assert_eq!((count(|row| row.comeback), count(|row| row.proposed.is_some())), (1, 1));
    assert!(count(|row| row.request) == 2 && count(|row| row.requirements) >= 1);
    assert_eq!(board.online, 2);
    assert_eq!((count(|row| row.parts.awaited > 0), count(|row| row.parts.here.is_some())), (1, 1));
    assert_eq!((board.parts_awaited, board.parts_here), (2, 1), "the third car has left");
    let Ok(Answer::Campaigns(campaigns)) = desk.ask(&li(), &Query::Campaigns) else { panic!("no campaigns") };
    let states: Vec<State> = campaigns.open.iter().chain(&campaigns.over).map(|brief| brief.state).collect();
    assert!(states.len() == 2 && states.contains(&State::Running) && states.contains(&State::Closed), "{states:?}");
    desk.close().expect("closed");
    let report = verify(folder.path(), &mut |_| {}).expect("readable");
    assert_eq!((report.damage, report.unfinished_bytes), (None, 0));
}

#[test]
fn the_same_seed_gives_the_same_year() {
    let years: Vec<Vec<String>> = (0..2)
        .map(|_| {
            let folder = tempfile::tempdir().expect("a folder");
            let (desk, _) = filled(folder.path(), NOON, 120);
            desk.close().expect("closed");
            happened(folder.path())
        })
        .collect();
    assert!(years[0].len() > 1_000);
    assert_eq!(years[0], years[1]);
}

#[test]
fn the_demo_can_be_opened_at_any_hour_of_any_day() {
    for now in ["2026-11-22T00:10:00.000+08:00", "2026-11-23T08:05:00.000+08:00", "2027-02-28T23:55:00.000+08:00"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (desk, _) = filled(folder.path(), now, 60);
        let board = board(&desk);
        for stage in STRIP.into_iter().filter(|stage| *stage != Stage::FollowUp) {
            assert!(board.rows.iter().any(|row| row.stage == stage), "at {now} no car in {stage:?}");
        }
        desk.close().expect("closed");
    }
}
