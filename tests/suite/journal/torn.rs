//! A write that stopped half-way is cut, its bytes are kept, and nothing else is ever taken for one.

use std::fs;
use std::path::Path;

use super::{bytes, damage_found, draft, file, fill, open, salts, small_files};
use shopdesk::store::StoreError;
use shopdesk::store::error::Why;
use shopdesk::store::journal::{Head, Opened, Opening, Synced, verify};

/// Opens, and makes sure that whatever was cut is kept and that the journal goes on from there.
fn reopen(dir: &Path, content: &[u8], how: &Opening) -> Opened {
    fs::write(file(dir, 1), content).expect("written");
    let (mut journal, opened) = open(dir, how).expect("opens");
    let kept_length = usize::try_from(opened.head.next.offset).expect("small");
    match &opened.cut {
        Some(cut) => {
            assert_eq!(fs::read(&cut.kept_in).expect("kept aside"), content[kept_length..]);
            assert_eq!(cut.bytes, (content.len() - kept_length) as u64);
            fs::remove_file(&cut.kept_in).expect("removed for the next round");
        }
        None => assert_eq!(kept_length, content.len()),
    }
    assert_eq!(bytes(dir, 1), content[..kept_length]);
    journal.append(&[draft(900)], &mut salts()).expect("goes on");
    assert_eq!(damage_found(dir), None);
    opened
}

#[test]
fn a_group_cut_at_any_byte_leaves_its_whole_lines() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[2, 3]);
    let content = bytes(dir.path(), 1);
    let begins = usize::try_from(heads[0].next.offset).expect("small");
    let line_ends: Vec<usize> = (0..content.len()).filter(|&at| content[at] == b'\n').map(|at| at + 1).collect();
    for length in begins..=content.len() {
        let opened = reopen(dir.path(), &content[..length], &Opening::default());
        let whole = line_ends.iter().rev().find(|&&end| end <= length).copied().expect("a line");
        assert_eq!(opened.head.next.offset, whole as u64, "cut at {length}");
        assert_eq!(opened.cut.is_some(), whole != length);
    }
}

#[test]
fn a_journal_torn_in_its_first_line_begins_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[1]);
    let content = bytes(dir.path(), 1);
    for length in [1, 40, content.len() - 1] {
        let opened = reopen(dir.path(), &content[..length], &Opening::default());
        assert_eq!(opened.head, Head::START);
    }
}

#[test]
fn pages_lost_inside_the_last_group_are_torn_too() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[2, 4]);
    let content = bytes(dir.path(), 1);
    let begins = usize::try_from(heads[0].next.offset).expect("small");
    for (from, length) in [(begins, 300), (begins + 20, 500), (begins + 500, 512), (begins, content.len() - begins)] {
        let mut torn = content.clone();
        torn[from..from + length].fill(0);
        let opened = reopen(dir.path(), &torn, &Opening::default());
        assert!(opened.cut.is_some());
        assert!(opened.head.next.offset as usize <= from);
    }
}

#[test]
fn a_tail_that_was_recorded_as_synced_is_damage() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[2, 3]);
    let content = bytes(dir.path(), 1);
    let last = heads[1];
    let how = Opening { synced: Some(Synced { seq: last.seq, group: last.group }), ..Opening::default() };
    for length in [content.len() - 1, content.len() - 100, usize::try_from(heads[0].next.offset).expect("small")] {
        fs::write(file(dir.path(), 1), &content[..length]).expect("written");
        let error = open(dir.path(), &how).expect_err("damage");
        let StoreError::Damaged(damage) = error else { panic!("{error}") };
        assert_eq!(damage.file, file(dir.path(), 1));
        assert_eq!(
            verify(dir.path(), how.synced, &mut |_| Ok(()), &mut |_| ()).expect("readable").damage,
            Some(*damage)
        );
        assert_eq!(bytes(dir.path(), 1), content[..length], "nothing was cut");
    }
}

#[test]
fn only_what_was_recorded_is_protected() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[2, 3]);
    let content = bytes(dir.path(), 1);
    // The group before was recorded; the torn one comes after it, even where its own numbers are lost.
    let synced = Some(Synced { seq: heads[0].seq, group: heads[0].group });
    let mut torn = content.clone();
    torn[usize::try_from(heads[0].next.offset).expect("small")..].fill(0);
    let opened = reopen(dir.path(), &torn, &Opening { synced, ..Opening::default() });
    assert_eq!(opened.head, heads[0]);
}

#[test]
fn a_journal_that_ends_before_what_was_recorded_is_damage() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[2, 3]);
    fs::write(file(dir.path(), 1), &bytes(dir.path(), 1)[..heads[0].next.offset as usize]).expect("a group is lost");
    let how = Opening { synced: Some(Synced { seq: 5, group: 3 }), ..Opening::default() };
    let StoreError::Damaged(damage) = open(dir.path(), &how).expect_err("damage") else { panic!("another error") };
    assert_eq!((damage.line, damage.seq, damage.why), (3, 3, Why::EndsEarly { synced: 5 }));

    fs::remove_file(file(dir.path(), 1)).expect("all is lost");
    let StoreError::Damaged(damage) = open(dir.path(), &how).expect_err("damage") else { panic!("another error") };
    assert_eq!(damage.why, Why::MissingFile);
    assert!(!file(dir.path(), 1).exists(), "a lost journal is not begun anew");
}

#[test]
fn bytes_cut_twice_at_the_same_line_are_kept_twice() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[2]);
    let content = bytes(dir.path(), 1);
    for (round, tail) in [(1, "{\"seq\":3,\"gro"), (2, "\0\0\0")] {
        fs::write(file(dir.path(), 1), [&content, tail.as_bytes()].concat()).expect("written");
        let (_, opened) = open(dir.path(), &Opening::default()).expect("opens");
        let cut = opened.cut.expect("cut");
        assert_eq!(cut.kept_in, dir.path().join(format!("torn-3-{round}.bytes")));
        assert_eq!(fs::read(cut.kept_in).expect("kept"), tail.as_bytes());
    }
}

#[test]
fn a_torn_tail_in_any_but_the_newest_file_is_damage() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &small_files(), &[2, 2, 1]);
    assert_eq!(heads[2].next.file, 2);
    let content = bytes(dir.path(), 1);
    fs::write(file(dir.path(), 1), &content[..content.len() - 5]).expect("written");
    fs::write(file(dir.path(), 2), "").expect("even an empty one");
    let StoreError::Damaged(damage) = open(dir.path(), &small_files()).expect_err("damage") else { panic!("another") };
    assert_eq!((damage.file, damage.line, damage.seq), (file(dir.path(), 1), 4, 4));
}

#[test]
fn an_empty_newest_file_is_what_a_crash_while_beginning_it_leaves() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &small_files(), &[2, 2]);
    fs::write(file(dir.path(), 2), "").expect("written");
    let (mut journal, opened) = open(dir.path(), &small_files()).expect("opens");
    assert_eq!((opened.head.seq, opened.cut), (4, None));
    let appended = journal.append(&[draft(5)], &mut salts()).expect("goes on");
    assert_eq!(appended[0].head.next.file, 2);
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn verifying_counts_unfinished_bytes_and_changes_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[2, 1]);
    let content = bytes(dir.path(), 1);
    fs::write(file(dir.path(), 1), &content[..content.len() - 30]).expect("written");
    let report = verify(dir.path(), None, &mut |_| Ok(()), &mut |_| ()).expect("readable");
    assert_eq!((report.lines, report.damage), (2, None));
    assert!(report.unfinished_bytes > 300);
    assert_eq!(bytes(dir.path(), 1), content[..content.len() - 30]);
}
