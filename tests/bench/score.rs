//! What scoring costs: run with `cargo bench --bench score [-- RESPONSES…]`.
//!
//! Responses are written to a file and scored from there as `score` does it, over growing files. Printed are responses
//! a second, how that compares with only reading the bytes and with only parsing the JSON of each line, and the bytes
//! kept per id. The dashboard's part is a report from a tally that was kept: its cost must not grow with the responses.
//!
//! Without numbers it runs 1,000, 10,000 and 100,000 responses; 1000000 and 10000000 take minutes and gigabytes of disk.
//! With `peer=PYTHON` the same file is averaged by a data-frame library in the same run: see `tests/bench/peers`.

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use shopdesk::scoring::number::{two_decimals, whole};
use shopdesk::scoring::stream::{Outcome, Stream};
use shopdesk::scoring::{Fact, Listing, Period, Report, Request, Scheme, Tally, scheme};

fn main() {
    // Cargo itself hands over `--bench`.
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let peer = std::env::args().find_map(|argument| argument.strip_prefix("peer=").map(str::to_owned));
    let sizes = if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { asked };
    let (file, text) = scheme::SHIPPED[0];
    let scheme = Scheme::parse(file, text).expect("a shipped scheme is right");
    let path = std::env::temp_dir().join(format!("shopdesk-bench-{}.jsonl", std::process::id()));
    println!("responses    a second   ÷ reading   ÷ parsing   bytes an id   a report of the tally");
    println!("(÷: how many times as long as that alone; an id is a distinct form, kept to know it again)");
    for size in sizes {
        measure(&scheme, &path, size, peer.as_deref());
    }
    std::fs::remove_file(&path).expect("it was written");
}

fn measure(scheme: &Scheme, path: &Path, size: u64, peer: Option<&str>) {
    write(scheme, path, size).expect("the disk has room");
    let reading = timed(|| lines(path).map(|line| line.len()).sum::<usize>());
    let parsing = timed(|| lines(path).filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count());
    let request = Request { listing: Listing::None, ..Request::default() };
    let (mut kept, mut report) = ((0, 0), None);
    let scoring = timed(|| {
        let mut stream = Stream::new(scheme, &request).expect("approved");
        stream.read_blocks("facts.jsonl", blocks(path)).expect("the facts are right");
        kept = stream.memory();
        match stream.finish() {
            Ok(Outcome::Report(made)) => report = Some(made),
            Ok(Outcome::Again(_)) | Err(_) => panic!("no fact replaces another"),
        }
    });
    let mut tally = Tally::new();
    for line in lines(path).take(10_000) {
        tally.add(scheme, &Fact::parse(&line).expect("a fact")).expect("answers of the scheme");
    }
    let dashboard = timed(|| Report::of(scheme, &tally, Period::default(), None));
    let (ids, bytes) = kept;
    let ratio = |of: Duration| scoring.as_secs_f64() / of.as_secs_f64();
    println!(
        "{size:>9} {:>11.0} {:>11.1} {:>11.2} {:>13.1}   {dashboard:?}",
        size as f64 / scoring.as_secs_f64(),
        ratio(reading),
        ratio(parsing),
        bytes as f64 / ids as f64,
    );
    if let Some(peer) = peer {
        hold_against(scheme, path, peer, scoring, &report.expect("it was made"));
    }
}

/// What the data-frame library says of the same file.
#[derive(serde::Deserialize)]
struct Said {
    library: String,
    seconds: f64,
    peak_bytes: u64,
    /// Item → grade and how often.
    counts: BTreeMap<String, Vec<(u8, u64)>>,
}

/// Has the same file averaged by the peer, and sees that both come to the same means.
fn hold_against(scheme: &Scheme, path: &Path, python: &str, scoring: Duration, report: &Report) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/peers/means.py");
    let ran = Command::new(python).arg(script).arg(path).output().expect("the interpreter runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said: Said = serde_json::from_slice(&ran.stdout).expect("the script prints JSON");
    for line in &report.items {
        let counts = &said.counts[&line.id];
        let of_grade = |key: &u8| scheme.grades.iter().find(|grade| grade.key == *key).expect("a grade of the scheme");
        let points = counts.iter().fold(whole(0), |sum, (key, n)| sum + &of_grade(key).points * whole(*n));
        let mean = points / whole(counts.iter().map(|(_, n)| n).sum::<u64>());
        assert_eq!(line.mean, Some(two_decimals(&mean)), "{}", line.id);
    }
    println!(
        "          {} takes {:.2} s and {} MiB for the same means; this takes {:.2} s: {:.2} of it",
        said.library,
        said.seconds,
        said.peak_bytes >> 20,
        scoring.as_secs_f64(),
        scoring.as_secs_f64() / said.seconds,
    );
}

fn lines(path: &Path) -> impl Iterator<Item = String> {
    BufReader::new(File::open(path).expect("it was written")).lines().map(|line| line.expect("it is text"))
}

/// Blocks of whole lines, as `score` reads them.
fn blocks(path: &Path) -> impl Iterator<Item = String> {
    let mut file = BufReader::new(File::open(path).expect("it was written"));
    std::iter::from_fn(move || {
        let mut bytes = Vec::with_capacity(68 * 1024);
        file.by_ref().take(64 * 1024).read_to_end(&mut bytes).expect("it can be read");
        file.read_until(b'\n', &mut bytes).expect("it can be read");
        (!bytes.is_empty()).then(|| String::from_utf8(bytes).expect("it is text"))
    })
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    black_box(work());
    begun.elapsed()
}

/// Writes responses that look drawn and are the same in every run.
fn write(scheme: &Scheme, path: &Path, size: u64) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut drawn = 1_u64;
    for id in 0..size {
        let (day, month) = (id % 28 + 1, id / 28 % 12 + 1);
        let mut answers = Vec::new();
        for item in &scheme.items {
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            answers.push(format!(r#""{}":{}"#, item.id, 5 - (drawn >> 61).min(4)));
        }
        writeln!(
            out,
            r#"{{"fact":"response","id":"V{id}","at":"2026-{month:02}-{day:02}T10:00:00+08:00","scheme":"{}","version":1,"customer":"C{}","mode":"phone","answers":{{{}}},"advisor":"li","shop":"main","seq":{id}}}"#,
            scheme.id,
            id / 3,
            answers.join(",")
        )?;
    }
    out.flush()
}
