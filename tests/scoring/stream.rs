//! Facts that are too many to hold come to the same report as facts that are held.

use proptest::prelude::*;
use shopdesk::scoring::stream::{Outcome, Stream};
use shopdesk::scoring::{Book, By, Day, Listing, Period, Report, Request, ScoreError, Word, score};

use crate::properties::{car, form, lines};
use crate::support::{engine_10, response};

/// Streams the lines as often as it is asked to.
fn streamed(lines: &[String], request: &Request) -> Result<Report, ScoreError> {
    let scheme = engine_10();
    let mut stream = Stream::new(&scheme, request)?;
    for _ in 0..2 {
        stream.read("test", lines).map_err(ScoreError::Faults)?;
        stream = match stream.finish()? {
            Outcome::Report(report) => return Ok(*report),
            Outcome::Again(stream) => *stream,
        };
    }
    panic!("twice is enough");
}

fn held(lines: &[String], request: &Request) -> Result<Report, ScoreError> {
    let book = Book::read("test", lines).map_err(ScoreError::Faults)?;
    score(&engine_10(), &book, request)
}

fn with(line: &str, more: &str) -> String {
    format!("{},{more}}}", line.strip_suffix('}').expect("a line is an object"))
}

/// A line in one version, or in several of which one holds: later, withdrawn, or told twice.
fn versions(line: &str, kind: u8) -> Vec<String> {
    let (first, second) = (with(line, "\"seq\":3"), with(&line.replace("2026-03-", "2026-02-"), "\"seq\":5"));
    match kind {
        0 => vec![line.to_owned()],
        1 => vec![first],
        2 => vec![first.clone(), first],
        3 => vec![first, second],
        4 => vec![second, with(line, "\"seq\":9,\"void\":true")],
        _ => vec![with(line, "\"seq\":1,\"void\":true"), first.clone(), second, first],
    }
}

fn told() -> impl Strategy<Value = Vec<String>> {
    let kinds = prop::collection::vec(0u8..6, 40);
    let issued = prop::collection::vec((1u8..=28, 0usize..20, 0usize..5), 0..12);
    (lines(), kinds, issued).prop_flat_map(|(lines, kinds, issued)| {
        let asked = issued.iter().enumerate().map(|(at, (day, form, customer))| {
            // The same form is issued twice here and there, under numbers.
            format!(
                r#"{{"fact":"issued","id":"V{form}","at":"2026-03-{day:02}T10:00:00Z","scheme":"engine-10","customer":"C{customer}","segment":"key","seq":{at}}}"#
            )
        });
        let named = |(at, line): (usize, &String)| match line.contains("complaint") {
            true => line.clone(),
            false => with(line, &format!(r#""customer":"C{}","segment":"{}""#, at % 7, ["key", "general"][at % 2])),
        };
        let lines: Vec<String> = lines.iter().enumerate().map(named).collect();
        let all = lines.iter().zip(kinds.iter().cycle()).flat_map(|(line, kind)| versions(line, *kind));
        Just(all.chain(asked).collect::<Vec<_>>()).prop_shuffle()
    })
}

/// Streams the lines in blocks of so many.
fn in_blocks(lines: &[String], of: usize, request: &Request) -> Result<Report, ScoreError> {
    let scheme = engine_10();
    let mut stream = Stream::new(&scheme, request)?;
    for _ in 0..2 {
        let blocks = lines.chunks(of).map(|lines| lines.join("\n") + "\n");
        stream.read_blocks("test", blocks).map_err(ScoreError::Faults)?;
        stream = match stream.finish()? {
            Outcome::Report(report) => return Ok(*report),
            Outcome::Again(stream) => *stream,
        };
    }
    panic!("twice is enough");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn blocks_on_several_threads_are_read_like_lines(
        told in told(),
        of in 1usize..9,
        broken in prop::collection::vec(any::<prop::sample::Index>(), 0..14),
    ) {
        let request = Request { by: Some(By::Advisor), ..Request::default() };
        prop_assert_eq!(in_blocks(&told, of, &request), streamed(&told, &request));
        // Blank lines, and such as are no facts.
        let mut told = told;
        for (at, how) in broken.iter().zip(["", "  ", "{", "no fact", "{\"fact\":\"visit\"}"].into_iter().cycle()) {
            told.insert(at.index(told.len()), how.to_owned());
        }
        prop_assert_eq!(in_blocks(&told, of, &request), streamed(&told, &request));
    }

    #[test]
    fn the_report_is_that_of_the_book_whatever_is_replaced(told in told(), by in 0..=By::WORDS.len(), march in any::<bool>()) {
        let period = match march {
            true => Period { from: Day::new(2026, 3, 1), to: Day::new(2026, 3, 20) },
            false => Period::default(),
        };
        let request = Request { period, by: By::WORDS.get(by).map(|(_, by)| *by), ..Request::default() };
        prop_assert_eq!(streamed(&told, &request), held(&told, &request));
    }
}

#[test]
fn what_cannot_be_told_apart_is_refused_like_in_a_book() {
    let scheme = engine_10();
    let line = form(&scheme, 1, 2, &[Some(Some(5)); 10]);
    let other = car(2, 3, (Some(true), None));
    let same_number = [with(&other, "\"seq\":4"), with(&other.replace("true", "false"), "\"seq\":4")];
    let lines = [line.clone(), same_number[0].clone(), line, same_number[1].clone()];
    let (found, expected) = (streamed(&lines, &Request::default()), held(&lines, &Request::default()));
    assert!(matches!(&expected, Err(ScoreError::Faults(faults)) if faults.shown().len() == 2));
    assert_eq!(found, expected);
    assert_eq!(in_blocks(&lines, 1, &Request::default()), expected);
}

#[test]
fn a_million_bad_lines_are_ten_and_a_number() {
    let scheme = engine_10();
    let request = Request::default();
    let mut stream = Stream::new(&scheme, &request).expect("approved");
    let faults = stream.read("bad.jsonl", std::iter::repeat_n("{", 1_000_000)).expect_err("no line is a fact");
    assert_eq!((faults.shown().len(), faults.more()), (10, 999_990));
    assert_eq!(faults.shown()[0].place.to_string(), "bad.jsonl, line 1");
    let none = Stream::new(&scheme, &request).expect("approved").finish().map(|_| ());
    assert_eq!(none, Err(ScoreError::NoFacts));
}

#[test]
fn forms_are_listed_as_long_as_they_are_few_and_memory_does_not_grow_with_answers() {
    let scheme = engine_10();
    let forms = |number: usize| -> Vec<String> {
        (0..number).map(|id| response(&scheme, &format!("{id:04}"), &[Some(8); 10], "")).collect()
    };
    for (number, listing) in [(1_000, Listing::Few), (1_001, Listing::Few), (1_001, Listing::All), (1, Listing::None)] {
        let (lines, request) = (forms(number), Request { listing, ..Request::default() });
        assert_eq!(streamed(&lines, &request), held(&lines, &request), "{number} {listing:?}");
    }
    let request = Request { listing: Listing::None, ..Request::default() };
    let mut stream = Stream::new(&scheme, &request).expect("approved");
    let version = |seq: u8| forms(500).into_iter().map(move |line| with(&line, &format!("\"seq\":{seq}")));
    stream.read("test", version(0)).expect("right");
    let once = stream.memory().0;
    // The same ids once more, each in a newer version, which is an id of its own; and then told again.
    stream.read("test", version(1)).expect("right");
    stream.read("test", version(1)).expect("right");
    assert_eq!((once, stream.memory().0), (500, 1_000));
}
