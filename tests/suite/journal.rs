//! What the journal promises: lines come back as they were written, in order, and any change shows.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use shopdesk::store::StoreError;
use shopdesk::store::error::{Damage, DraftFault, Part, Place};
use shopdesk::store::journal::{
    Head, Journal, LineDraft, Opened, Opening, Position, Reader, Slot, SlotDraft, Via, verify,
};
use shopdesk::store::opening;

mod damage;
mod erase;
mod failure;
mod fixture;
mod outside;
mod torn;

/// A line with some of everything; the time grows with the number.
fn draft(number: u32) -> LineDraft {
    let event = format!(
        "{{\"kind\":\"order.received\",\"v\":1,\"order\":\"R{number}\",\"says\":\"\u{5f02}\u{54cd} \\\"squeal\\\"\",\"by\":{{\"slot\":\"p1\"}}}}"
    );
    LineDraft {
        at: format!("2026-11-23T{:02}:{:02}:{:02}.120+08:00", number / 3600, number / 60 % 60, number % 60),
        by: "li".to_owned(),
        via: Via::Screen,
        key: None,
        answer: None,
        asked: None,
        events: vec![event],
        personal: vec![slot("p1", "孙丽", &format!("C{number}"))],
    }
}

fn slot(name: &str, value: &str, of: &str) -> SlotDraft {
    SlotDraft { name: name.to_owned(), value: value.to_owned(), of: of.to_owned() }
}

/// Salts that differ and can be repeated.
fn salts() -> impl FnMut(&mut [u8]) {
    let mut count = 0_u8;
    move |bytes| {
        count = count.wrapping_add(1);
        bytes.fill(count);
    }
}

fn open(dir: &Path, how: &Opening) -> Result<(Journal, Opened), StoreError> {
    Journal::open(dir, how, &mut |_, _| Ok(()), &mut |_| ())
}

fn small_files() -> Opening {
    Opening { file_bytes_max: 1600, ..Opening::default() }
}

/// Makes a journal of groups with so many lines each, and gives the head after each group.
fn fill(dir: &Path, how: &Opening, groups: &[u32]) -> Vec<Head> {
    let (mut journal, _) = open(dir, how).expect("opens");
    let mut random = salts();
    let mut heads = Vec::new();
    for &lines in groups {
        let from = u32::try_from(journal.head().seq).expect("few lines");
        let drafts: Vec<LineDraft> = (1..=lines).map(|n| draft(from + n)).collect();
        let appended = journal.append(&drafts, &mut random).expect("appended");
        heads.push(appended.last().expect("a line").head);
    }
    heads
}

fn file(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("{number:06}.jsonl"))
}

fn bytes(dir: &Path, number: u32) -> Vec<u8> {
    fs::read(file(dir, number)).expect("a journal file")
}

/// What verifying finds wrong.
fn damage_found(dir: &Path) -> Option<Damage> {
    verify(dir, None, &mut |_| Ok(()), &mut |_| ()).expect("readable").damage
}

/// Reads the numbers of all lines through an opening.
fn seqs(dir: &Path, how: &Opening) -> Vec<u64> {
    let mut seqs = Vec::new();
    let mut each = |line: shopdesk::store::journal::Line<'_>, head: &Head| {
        assert_eq!(line.seq, head.seq);
        seqs.push(line.seq);
        Ok(())
    };
    Journal::open(dir, how, &mut each, &mut |_| ()).expect("opens");
    seqs
}

#[test]
fn a_line_comes_back_as_it_was_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, opened) = open(dir.path(), &Opening::default()).expect("opens");
    assert_eq!(opened.head, Head::START);
    let written = LineDraft {
        by: "o\"ld \\ li\u{7}".to_owned(),
        via: Via::Apply,
        key: Some("web-8812,\"hash\":\"".to_owned()),
        answer: Some("R261123-007".to_owned()),
        events: vec!["{\"a\":[1,{}]}".to_owned(), "{ \"b\" : \"}]\" }".to_owned()],
        personal: vec![
            slot("name", "", "C1"),
            slot("says", "tab\t \"quote\" \\ 异响\u{0}", "C1"),
            slot("p3", ",\"personal\":{", "C2"),
        ],
        ..draft(1)
    };
    let appended = journal.append(std::slice::from_ref(&written), &mut salts()).expect("appended");
    assert_eq!(appended[0].seq, 1);
    drop(journal);

    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    let (line, head) = reader.next_line().expect("good").expect("a line");
    assert_eq!((line.seq, line.group, head), (1, 1, appended[0].head));
    assert_eq!((line.at, line.by.as_ref(), line.via), (written.at.as_str(), written.by.as_str(), written.via));
    assert_eq!(line.key.as_deref(), written.key.as_deref());
    assert_eq!(line.answer.as_deref(), written.answer.as_deref());
    assert_eq!(line.events.iter().map(|event| event.get()).collect::<Vec<_>>(), written.events);
    let slots: Vec<SlotDraft> =
        line.personal.iter().map(|(name, found)| slot(name, found.value().expect("kept"), found.of())).collect();
    assert_eq!(slots, written.personal);
    assert!(reader.next_line().expect("good").is_none());
}

#[test]
fn an_event_may_have_members_named_like_those_of_the_line() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, _) = open(dir.path(), &Opening::default()).expect("opens");
    let event = "{\"x\":1,\"personal\":{\"p1\":{\"salt\":null}},\"hash\":\"0\"}".to_owned();
    let bare = LineDraft { events: vec![event.clone()], personal: Vec::new(), ..draft(1) };
    let slotted = LineDraft { events: vec![event], ..draft(2) };
    journal.append(&[bare, slotted], &mut salts()).expect("appended");
    assert_eq!(damage_found(dir.path()), None);
    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    assert!(reader.next_line().expect("good").expect("a line").0.personal.is_empty());
    assert!(matches!(reader.next_line().expect("good").expect("a line").0.personal.get("p1"), Some(Slot::Kept { .. })));
}

#[test]
fn the_chain_goes_on_from_file_to_file_and_no_group_spans_two() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &small_files(), &[1, 3, 2, 9, 1, 1, 4]);
    let report = verify(dir.path(), None, &mut |_| Ok(()), &mut |_| ()).expect("readable");
    assert_eq!((report.lines, report.damage, report.unfinished_bytes), (21, None, 0));
    assert_eq!(report.head, heads[6]);
    assert!(report.head.next.file >= 4, "{:?}", report.head);
    assert_eq!(seqs(dir.path(), &small_files()), (1..=21).collect::<Vec<_>>());
    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    let mut files_of_group = std::collections::BTreeMap::new();
    while let Some((line, head)) = reader.next_line().expect("good") {
        assert_eq!(*files_of_group.entry(line.group).or_insert(head.next.file), head.next.file, "group {}", line.group);
    }
    assert_eq!(files_of_group.keys().copied().collect::<Vec<_>>(), [1, 2, 5, 7, 16, 17, 18]);
}

#[test]
fn lines_written_without_a_sync_are_one_group_until_the_file_is_full() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, _) = open(dir.path(), &small_files()).expect("opens");
    let mut random = salts();
    for number in 1..=9 {
        journal.append_unsynced(&[draft(number)], &mut random).expect("appended");
    }
    journal.sync_all().expect("synced");
    journal.append(&[draft(10)], &mut random).expect("appended");
    assert_eq!(damage_found(dir.path()), None);
    let mut reader = Reader::after(dir.path(), Head::START).expect("opens");
    let mut begins = Vec::new();
    while let Some((line, head)) = reader.next_line().expect("good") {
        if line.group == line.seq {
            begins.push((line.seq, head.next.file));
        }
    }
    // Four lines of about 380 bytes fill a file.
    assert_eq!(begins, [(1, 1), (5, 2), (9, 3), (10, 3)]);
}

#[test]
fn opening_after_a_head_reads_only_what_follows() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &small_files(), &[1, 3, 2, 9, 1]);
    for head in &heads {
        let how = Opening { from: Some(*head), ..small_files() };
        assert_eq!(seqs(dir.path(), &how), (head.seq + 1..=16).collect::<Vec<_>>());
    }
    let how = Opening { from: heads.last().copied(), ..small_files() };
    let (mut journal, opened) = open(dir.path(), &how).expect("opens");
    assert_eq!((opened.lines, opened.head), (0, heads[4]));
    assert_eq!(journal.last_at(), Some(draft(16).at.as_str()));
    journal.append(&[draft(17)], &mut salts()).expect("appended");
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn a_head_of_another_journal_is_told_apart() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let head = fill(one.path(), &Opening::default(), &[2, 2])[1];
    let (mut journal, _) = open(other.path(), &Opening::default()).expect("opens");
    let mut random = |bytes: &mut [u8]| bytes.fill(99);
    journal.append(&[draft(1), draft(2), draft(3), draft(4)], &mut random).expect("appended");
    let shifted = Head { next: Position { offset: head.next.offset - 1, ..head.next }, ..head };
    let beyond = Head { next: Position { offset: head.next.offset + 700, ..head.next }, ..head };
    let elsewhere = Head { next: Position { file: 7, ..head.next }, ..head };
    for (dir, from) in [(other.path(), head), (one.path(), shifted), (one.path(), beyond), (one.path(), elsewhere)] {
        let error = open(dir, &Opening { from: Some(from), ..Opening::default() }).expect_err("another journal");
        assert_eq!(error, StoreError::OtherJournal { seq: 4 });
    }
}

#[test]
fn a_refused_draft_writes_nothing_and_leaves_the_journal_usable() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[1]);
    let (mut journal, _) = open(dir.path(), &Opening::default()).expect("opens");
    let before = bytes(dir.path(), 1);
    let earlier = draft(0).at;
    let bad = [
        (LineDraft { at: "2026-11-23 14:32".to_owned(), ..draft(2) }, DraftFault::Time("2026-11-23 14:32".to_owned())),
        (LineDraft { at: earlier.clone(), ..draft(2) }, DraftFault::TimeWentBack(earlier)),
        (LineDraft { events: vec!["{\"a\":1}".into(), "[]".into()], ..draft(2) }, DraftFault::Event(1)),
        (LineDraft { events: vec!["{\"a\":\n1}".into()], ..draft(2) }, DraftFault::Event(0)),
        (LineDraft { events: vec!["{}{}".into()], ..draft(2) }, DraftFault::Event(0)),
        (LineDraft { personal: vec![slot("p\"1", "x", "C1")], ..draft(2) }, DraftFault::Slot("p\"1".into())),
        (LineDraft { personal: vec![slot("p1", "x", "")], ..draft(2) }, DraftFault::Slot("p1".into())),
        (
            LineDraft { personal: vec![slot("p1", "x", "C1"), slot("p1", "y", "C1")], ..draft(2) },
            DraftFault::Slot("p1".into()),
        ),
    ];
    for (draft_in, why) in bad {
        let error = journal.append(&[draft(2), draft_in], &mut salts()).expect_err("refused");
        assert_eq!(error, StoreError::BadDraft { index: 1, why });
        assert_eq!(bytes(dir.path(), 1), before);
    }
    journal.append(&[draft(2)], &mut salts()).expect("still usable");
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn the_same_moment_in_another_offset_is_not_earlier() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, _) = open(dir.path(), &Opening::default()).expect("opens");
    let at = |at: &str| LineDraft { at: at.to_owned(), ..draft(1) };
    let (singapore, kolkata) = ("2026-11-23T14:00:00.000+08:00", "2026-11-23T11:30:00.000+05:30");
    journal.append(&[at(singapore), at(kolkata)], &mut salts()).expect("the same moment");
    journal.append(&[at("2026-11-23T11:29:59.999+05:30")], &mut salts()).expect_err("a millisecond earlier");
}

#[test]
fn a_line_of_a_newer_form_is_refused_and_never_cut() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[2]);
    for newer in ["{\"format\":2,\"seq\":3,\"what\":[]}\n", "{\"format\":2,\"seq\":3,\"wha"] {
        let mut content = bytes(dir.path(), 1);
        content.extend_from_slice(newer.as_bytes());
        fs::write(file(dir.path(), 1), &content).expect("written");
        let error = open(dir.path(), &Opening::default()).expect_err("newer");
        assert_eq!(error.code(), "newer-store");
        assert_eq!(verify(dir.path(), None, &mut |_| Ok(()), &mut |_| ()).expect_err("newer").code(), "newer-store");
        assert_eq!(bytes(dir.path(), 1), content);
        let kept = content.len() - newer.len();
        fs::write(file(dir.path(), 1), &content[..kept]).expect("taken back");
    }
}

#[test]
fn an_event_of_a_newer_kind_or_version_is_named_with_its_line() {
    for (kind, version) in [("order.washed", 1), ("order.received", 9)] {
        let data = tempfile::tempdir().expect("a temporary folder");
        let folder = data.path().join("journal");
        let (mut journal, _) = open(&folder, &Opening::default()).expect("opens");
        let newer = LineDraft { events: vec![format!("{{\"kind\":\"{kind}\",\"v\":{version}}}")], ..draft(1) };
        journal.append(&[newer], &mut salts()).expect("written");
        let error = opening::verify(data.path(), &mut |_| ()).expect_err("newer");
        assert_eq!(error.code(), "newer-store");
        assert!(error.to_string().contains(&format!("{kind} in line 1 of version {version}")), "{error}");
        let StoreError::NewerStore { part: Part::Event { place, .. }, .. } = error else { panic!("{error}") };
        assert_eq!(place, Some(Place { file: file(&folder, 1), line: 1 }));
    }
}

#[test]
fn a_reader_at_the_end_sees_what_is_appended_later_across_files() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, _) = open(dir.path(), &small_files()).expect("opens");
    let mut reader = Reader::since(dir.path(), 1).expect("opens");
    let mut random = salts();
    for number in 1..=12 {
        assert!(reader.next_line().expect("good").is_none());
        journal.append(&[draft(number)], &mut random).expect("appended");
        assert_eq!(reader.next_line().expect("good").expect("a line").0.seq, u64::from(number));
    }
    for seq in [1, 4, 5, 9, 12] {
        let mut reader = Reader::since(dir.path(), seq).expect("opens");
        assert_eq!(reader.next_line().expect("good").expect("a line").0.seq, seq);
    }
    assert!(Reader::since(dir.path(), 13).expect("opens").next_line().expect("good").is_none());
}

#[test]
fn progress_ends_at_the_whole() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &small_files(), &[1, 3, 2, 9, 1]);
    let mut last = None;
    verify(dir.path(), None, &mut |_| Ok(()), &mut |progress| last = Some(progress)).expect("readable");
    let last = last.expect("said");
    assert_eq!(last.done, last.total);
}

#[test]
fn a_visitor_may_stop_the_opening() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[3]);
    let mut seen = ControlFlow::Continue(());
    let mut each = |_: shopdesk::store::journal::Line<'_>, _: &Head| {
        assert!(seen.is_continue(), "asked again");
        seen = ControlFlow::Break(());
        Err(StoreError::ReadOnly)
    };
    let error = Journal::open(dir.path(), &Opening::default(), &mut each, &mut |_| ()).expect_err("stopped");
    assert_eq!(error, StoreError::ReadOnly);
}
