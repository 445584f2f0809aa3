//! What scoring costs: run with `cargo bench --bench score [-- RESPONSES…]`.
//!
//! Responses are written to a file and scored from there as `score` does it, over growing files. Printed are responses
//! a second, how that compares with only reading the bytes and with only parsing the JSON of each line, and the bytes
//! kept per id. The dashboard's part is a report from a tally that was kept: its cost must not grow with the responses.
//!
//! Without numbers it runs 1,000, 10,000 and 100,000 responses; 1000000 and 10000000 take minutes and gigabytes of disk.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use shopdesk::scoring::stream::{Outcome, Stream};
use shopdesk::scoring::{Fact, Listing, Period, Report, Request, Scheme, Tally, scheme};

fn main() {
    // Cargo itself hands over `--bench`.
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { asked };
    let (file, text) = scheme::SHIPPED[0];
    let scheme = Scheme::parse(file, text).expect("a shipped scheme is right");
    let path = std::env::temp_dir().join(format!("shopdesk-bench-{}.jsonl", std::process::id()));
    println!("responses    a second   ÷ reading   ÷ parsing   bytes an id   a report of the tally");
    for size in sizes {
        measure(&scheme, &path, size);
    }
    std::fs::remove_file(&path).expect("it was written");
}

fn measure(scheme: &Scheme, path: &Path, size: u64) {
    write(scheme, path, size).expect("the disk has room");
    let reading = timed(|| lines(path).map(|line| line.len()).sum::<usize>());
    let parsing = timed(|| lines(path).filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count());
    let request = Request { listing: Listing::None, ..Request::default() };
    let mut kept = (0, 0);
    let scoring = timed(|| {
        let mut stream = Stream::new(scheme, &request).expect("approved");
        stream.read("facts.jsonl", lines(path)).expect("the facts are right");
        kept = stream.memory();
        matches!(stream.finish(), Ok(Outcome::Report(_)))
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
}

fn lines(path: &Path) -> impl Iterator<Item = String> {
    BufReader::new(File::open(path).expect("it was written")).lines().map(|line| line.expect("it is text"))
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
