//! A customer can be erased, and nobody else can pretend that one was.

use std::fs;

use proptest::prelude::*;

use super::{bytes, damage_found, draft, file, open, salts, slot, small_files};
use shopdesk::store::StoreError;
use shopdesk::store::error::Why;
use shopdesk::store::journal::{Head, Journal, LineDraft, Opening, Reader, Slot};

pub(super) fn erased_event(customer: &str) -> LineDraft {
    let event = format!("{{\"kind\":\"person.erased\",\"v\":1,\"customer\":\"{customer}\"}}");
    LineDraft { events: vec![event], personal: Vec::new(), ..draft(500) }
}

/// Eight lines over several files; every other one is about C7, in awkward values.
pub(super) fn shop(dir: &std::path::Path) -> Journal {
    let (mut journal, _) = open(dir, &small_files()).expect("opens");
    let mut random = salts();
    for number in 1..=8 {
        let owner = if number % 2 == 0 { "C7" } else { "C8" };
        let personal = vec![
            slot("name", "孙丽", owner),
            slot("none", "", "C7"),
            slot("said", "\"brakes\"\t\\squeal\u{1}", owner),
            slot("other", "13800000000", "C77"),
        ];
        let line = LineDraft { personal, ..draft(number) };
        journal.append(&[line], &mut random).expect("appended");
    }
    journal
}

#[test]
fn erasing_blanks_every_slot_of_one_customer_and_keeps_every_length() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.append(&[erased_event("C7")], &mut salts()).expect("recorded");
    let last = journal.head();
    let sizes =
        |dir| (1..=last.next.file).map(|n| fs::metadata(file(dir, n)).expect("a file").len()).collect::<Vec<_>>();
    let before = sizes(dir.path());
    assert_eq!(journal.erase("C7"), Ok(8));
    assert_eq!(sizes(dir.path()), before);
    assert_eq!(damage_found(dir.path()), None);
    assert_eq!(journal.erase("C7"), Ok(0), "erasing again finds nothing to do");

    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    while let Some((line, _)) = reader.next_line().expect("good") {
        for (name, slot) in line.personal.iter() {
            assert_eq!(slot.value().is_none(), slot.of() == "C7", "line {} slot {name}", line.seq);
        }
    }
    let all: Vec<u8> = (1..=last.next.file).flat_map(|n| bytes(dir.path(), n)).collect();
    let text = String::from_utf8(all).expect("text");
    assert_eq!(text.matches("\"value\":\"孙丽\"").count(), 4, "those of the other customer");
    journal.append(&[draft(600)], &mut salts()).expect("goes on in the file that was put in place");
    assert_eq!(damage_found(dir.path()), None);
    let how = Opening { from: Some(last), ..small_files() };
    assert_eq!(super::seqs(dir.path(), &how), [10], "heads and positions still hold");
}

#[test]
fn a_blank_without_a_record_after_it_is_damage() {
    for record in [
        None,
        Some(erased_event("C8")),
        Some(LineDraft {
            events: vec!["{\"kind\":\"person.seen\",\"customer\":\"C7\",\"why\":\"person.erased\"}".into()],
            ..erased_event("C7")
        }),
    ] {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut journal = shop(dir.path());
        if let Some(record) = record {
            journal.append(&[record], &mut salts()).expect("recorded");
        }
        journal.erase("C7").expect("blanked all the same");
        let found = damage_found(dir.path()).expect("found");
        assert_eq!((found.seq, found.line, found.why), (1, 1, Why::ErasedWithoutRecord { of: "C7".to_owned() }));
        let error = open(dir.path(), &small_files()).expect_err("refused");
        assert!(matches!(error, StoreError::Damaged(_)));
    }
}

#[test]
fn a_blank_made_after_the_record_needs_a_record_of_its_own() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.append(&[erased_event("C7")], &mut salts()).expect("recorded");
    journal
        .append(&[LineDraft { personal: vec![slot("name", "孙丽", "C7")], ..draft(600) }], &mut salts())
        .expect("came again");
    journal.erase("C7").expect("blanked");
    assert_eq!(damage_found(dir.path()).expect("found").seq, 10);
    journal.append(&[LineDraft { at: draft(700).at, ..erased_event("C7") }], &mut salts()).expect("recorded again");
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn an_erasure_that_stopped_half_way_leaves_a_good_journal_and_is_done_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.append(&[erased_event("C7")], &mut salts()).expect("recorded");
    let kept = bytes(dir.path(), 2);
    journal.erase("C7").expect("blanked");
    drop(journal);
    fs::write(file(dir.path(), 2), &kept).expect("as if not reached");
    let leftover = dir.path().join("000002.jsonl.new");
    fs::write(&leftover, &kept[..50]).expect("left by the crash");
    assert_eq!(damage_found(dir.path()), None);
    let (mut journal, _) = open(dir.path(), &small_files()).expect("opens");
    assert!(!leftover.exists(), "it held data that was to go");
    assert!(journal.erase("C7").expect("done again") > 0);
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn an_erasure_that_fails_in_the_newest_file_stops_all_writing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    let newest = journal.head().next.file;
    // A folder in the way of the file that is to be written aside.
    fs::create_dir(dir.path().join(format!("{newest:06}.jsonl.new"))).expect("made");
    let error = journal.erase("C7").expect_err("failed");
    assert_eq!(error.code(), "io");
    assert_eq!(journal.append(&[draft(600)], &mut salts()), Err(StoreError::ReadOnly));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_value_comes_back_and_is_blanked_to_the_same_length(value in "\\PC*|[\\x00-\\x7f]{0,40}", by in ".*") {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (mut journal, _) = open(dir.path(), &Opening::default()).expect("opens");
        let line = LineDraft { by: by.clone(), personal: vec![slot("p", &value, "C7")], ..draft(1) };
        journal.append(&[line, erased_event("C7")], &mut salts()).expect("appended");
        let before = bytes(dir.path(), 1);
        let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
        let (line, _) = reader.next_line().expect("good").expect("a line");
        prop_assert_eq!(line.by.as_ref(), by.as_str());
        prop_assert_eq!(line.personal.get("p").and_then(Slot::value), Some(value.as_str()));
        prop_assert_eq!(journal.erase("C7"), Ok(1));
        prop_assert_eq!(bytes(dir.path(), 1).len(), before.len());
        prop_assert_eq!(damage_found(dir.path()), None);
    }
}

#[test]
fn a_slot_changed_in_any_way_is_found() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut journal = shop(dir.path());
    journal.append(&[erased_event("C7")], &mut salts()).expect("recorded");
    journal.erase("C7").expect("blanked");
    let good = String::from_utf8(bytes(dir.path(), 1)).expect("text");
    let changes = [
        ("\"value\":\"孙丽\"", "\"value\":\"孙莉\""),
        ("\"value\":\"孙丽\"", "\"value\":\"\\u5b59丽\""),
        ("\\t\\\\squeal\\u0001", "\\u0009\\\\squeal\\u0001"),
        ("\"of\":\"C77\"", "\"of\":\"C78\""),
        ("\"name\":{", "\"nome\":{"),
        // Six bytes of value were blanked; one of the spaces becomes a tab, or goes.
        (",      \"of\"", ",\t     \"of\""),
        ("\"salt\":null,\"value\":null", "\"value\":null,\"salt\":null"),
    ];
    for (from, to) in changes {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        fs::write(file(dir.path(), 1), changed).expect("written");
        assert!(damage_found(dir.path()).is_some(), "{from} -> {to}");
    }
}
