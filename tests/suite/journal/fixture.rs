//! Journals written by the first version open for ever, with exactly the hashes that were recorded then.
//!
//! The fixture was made by a program of its own, from the description of the format alone, so that it also tells
//! whether the description is true. It is never changed, only added to.

use std::fs;
use std::path::Path;

use super::{fill, open, small_files};
use shopdesk::store::journal::{Head, LineDraft, Opening, Reader, Slot, verify};

const V1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/journal/v1");

#[test]
fn a_journal_of_version_1_verifies_with_the_recorded_hashes() {
    let recorded = fs::read_to_string(Path::new(V1).join("hashes.txt")).expect("recorded");
    let mut recorded = recorded.lines();
    let mut reader = Reader::after(Path::new(V1), Head::START).expect("opens");
    while let Some((line, head)) = reader.next_line().expect("good") {
        assert_eq!(recorded.next(), Some(head.hash.to_string().as_str()), "line {}", line.seq);
    }
    assert_eq!(recorded.next(), None);
    let report = verify(Path::new(V1), None, &mut |_| Ok(()), &mut |_| ()).expect("readable");
    assert_eq!((report.lines, report.damage, report.unfinished_bytes), (6, None, 0));
}

#[test]
fn a_journal_of_version_1_reads_as_it_was_meant_and_goes_on() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for name in ["000001.jsonl", "000002.jsonl"] {
        fs::copy(Path::new(V1).join(name), dir.path().join(name)).expect("copied");
    }
    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    let (line, _) = reader.next_line().expect("good").expect("a line");
    assert_eq!((line.by.as_ref(), line.via.word(), line.key.as_deref()), ("li", "apply", Some("web-\"8812\"")));
    assert_eq!(line.answer.as_deref(), Some("R261123-007"));
    assert_eq!(line.personal.get("p1").and_then(Slot::value), Some("异响\t\"squeal\""));
    assert_eq!(line.personal.get("p2"), Some(&Slot::Erased { digest: "Ya_DXVd9DJ1WpMH3ERm6tA1nES4HvQVF", of: "C17" }));
    let (mut journal, opened) = open(dir.path(), &Opening::default()).expect("opens");
    assert_eq!(opened.head.seq, 6);
    let next = LineDraft { at: "2026-11-25T08:00:00.000+08:00".to_owned(), ..super::draft(7) };
    journal.append(&[next], &mut super::salts()).expect("goes on");
    assert_eq!(super::damage_found(dir.path()), None);
}

#[test]
fn the_writer_still_writes_version_1_byte_for_byte() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &small_files(), &[1, 2]);
    let expected = fs::read(Path::new(V1).join("written.jsonl")).expect("recorded");
    assert_eq!(super::bytes(dir.path(), 1), expected);
}
