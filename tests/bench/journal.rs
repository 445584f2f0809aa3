//! What the journal costs beyond the disk: run with `cargo bench --bench journal [-- FOLDER]`.
//!
//! - Appending: the same bytes, written and synced bare, beside `Journal::append`, in turns, so that both meet the
//!   same moods of the disk. The ratio of the medians is the result; the absolute numbers belong to this machine.
//! - Reading: lines a second through a whole opening (read, hash, chain, take apart), over growing journals.
//! - Loading: records a second into an empty index, as a rebuild does it.
//!
//! FOLDER (by default a temporary one) says which disk is measured.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use shopdesk::store::index::{Batch, CACHE_BYTES, Index};
use shopdesk::store::journal::{Head, Journal, LineDraft, Opening, SlotDraft, Via};

const ROUNDS: usize = 300;

fn main() {
    // Cargo itself hands over `--bench`.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = folder.map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = tempfile::tempdir_in(folder).expect("a folder to work in");
    println!("append, {ROUNDS} groups each, in turns (median of a group)");
    for group in [1, 8, 50] {
        append(dir.path(), group);
    }
    println!("read");
    for lines in [1_000, 10_000, 100_000, 1_000_000] {
        read(dir.path(), lines);
    }
    println!("load the index");
    for records in [1_000, 10_000, 100_000] {
        load(dir.path(), records);
    }
}

/// A line of about 600 bytes, like that of an order received.
fn draft(number: u64) -> LineDraft {
    let (hour, minute, second) = (number / 3_600_000 % 24, number / 60_000 % 60, number / 1000 % 60);
    let event = format!(
        "{{\"kind\":\"order.received\",\"v\":1,\"order\":\"R261123-{number:03}\",\"customer\":\"C{number}\",\"vehicle\":\"V{number}\",\
         \"says\":\"异响，刹车时右前轮有尖叫声，上周换过刹车片\",\"promised\":\"2026-11-23T18:00:00+08:00\",\"advisor\":\"li\",\
         \"mileage\":84210,\"fuel\":\"half\",\"checks\":[\"scratch-left-door\",\"spare-present\"]}}"
    );
    let slot = |name: &str, value: &str| SlotDraft { name: name.into(), value: value.into(), of: format!("C{number}") };
    LineDraft {
        at: format!("2026-11-23T{hour:02}:{minute:02}:{second:02}.{:03}+08:00", number % 1000),
        by: "li".into(),
        via: Via::Screen,
        key: None,
        asked: None,
        answer: Some(format!("R261123-{number:03}")),
        events: vec![event],
        personal: vec![slot("p1", "孙丽")],
    }
}

/// Random bytes of no quality, at no cost that would count.
fn salts() -> impl FnMut(&mut [u8]) {
    let mut state = 88_172_645_463_325_252_u64;
    move |bytes| {
        for byte in bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = state as u8;
        }
    }
}

fn append(dir: &Path, group: u64) {
    let folder = dir.join(format!("append-{group}"));
    let (mut journal, _) = open(&folder);
    let mut random = salts();
    let mut bare = OpenOptions::new().append(true).create(true).open(dir.join(format!("bare-{group}"))).expect("opens");
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS as u64 {
        let drafts: Vec<LineDraft> = (0..group).map(|n| draft(round * group + n)).collect();
        let before = journal.head().next.offset as usize;
        ours.push(timed(|| drop(journal.append(&drafts, &mut random).expect("appended"))));
        let bytes = fs::read(folder.join("000001.jsonl")).expect("read")[before..].to_vec();
        floor.push(timed(|| {
            bare.write_all(&bytes).expect("written");
            bare.sync_data().expect("synced");
        }));
    }
    let (ours, floor) = (median(&mut ours), median(&mut floor));
    println!(
        "  {group:>3} lines: bare {floor:>9.1?}, journal {ours:>9.1?}, ratio {:.2}",
        ours.as_secs_f64() / floor.as_secs_f64()
    );
}

fn read(dir: &Path, lines: u64) {
    let folder = dir.join(format!("read-{lines}"));
    let (mut journal, _) = open(&folder);
    let mut random = salts();
    for start in (0..lines).step_by(1000) {
        let drafts: Vec<LineDraft> = (start..start + 1000).map(draft).collect();
        journal.append_unsynced(&drafts, &mut random).expect("appended");
    }
    journal.sync_all().expect("synced");
    drop(journal);
    let bytes: u64 =
        fs::read_dir(&folder).expect("listed").map(|e| e.expect("listed").metadata().expect("there").len()).sum();
    let mut events = 0_u64;
    let mut each = |line: shopdesk::store::journal::Line<'_>, _: &Head| {
        events += line.events.len() as u64;
        Ok(())
    };
    let took = timed(|| drop(Journal::open(&folder, &Opening::default(), &mut each, &mut |_| ()).expect("opens")));
    assert_eq!(events, lines);
    println!(
        "  {lines:>9} lines of {} bytes: {:>9.0} lines/s, {:.2} µs a line",
        bytes / lines,
        lines as f64 / took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / lines as f64
    );
    fs::remove_dir_all(folder).expect("removed");
}

fn load(dir: &Path, records: u32) {
    let folder = dir.join(format!("load-{records}"));
    let index = Index::open(&folder, 1, CACHE_BYTES).expect("opens");
    let took = timed(|| {
        let loaded = index.bulk(|bulk| {
            for part in (0..records).collect::<Vec<_>>().chunks(10_000) {
                let mut batch = Batch::new();
                part.iter().for_each(|number| batch.put([b"O", &number.to_be_bytes()[..]].concat(), vec![7; 600]));
                bulk.write(batch);
            }
            Ok(())
        });
        loaded.expect("loaded");
        index.flush().expect("flushed");
    });
    println!("  {records:>9} records of 600 bytes: {:>9.0} records/s", f64::from(records) / took.as_secs_f64());
}

fn open(folder: &Path) -> (Journal, Head) {
    let (journal, opened) = Journal::open(folder, &Opening::default(), &mut |_, _| Ok(()), &mut |_| ()).expect("opens");
    (journal, opened.head)
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
