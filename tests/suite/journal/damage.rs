//! What was acknowledged and then changed is found, named, and never repaired in silence.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::{bytes, damage_found, file, fill, open, small_files};
use shopdesk::store::StoreError;
use shopdesk::store::error::{Part, Place, Why};
use shopdesk::store::journal::{Opening, verify};

#[test]
fn a_bit_flipped_anywhere_in_an_older_group_is_found_and_its_line_named() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[1, 2, 1]);
    let content = bytes(dir.path(), 1);
    let older = heads[1].next.offset as usize;
    for at in 0..older {
        let mut flipped = content.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(file(dir.path(), 1), &flipped).expect("written");
        let found = damage_found(dir.path()).unwrap_or_else(|| panic!("byte {at} flipped unnoticed"));
        let line_start = content[..at].iter().rposition(|&b| b == b'\n').map_or(0, |end| end + 1);
        let line = 1 + content[..at].iter().filter(|&&b| b == b'\n').count() as u64;
        assert_eq!((found.file, found.line, found.offset), (file(dir.path(), 1), line, line_start as u64), "byte {at}");
        if at % 7 == 0 {
            open(dir.path(), &Opening::default()).expect_err("refused");
            assert_eq!(bytes(dir.path(), 1), flipped, "nothing was changed");
        }
    }
}

#[test]
fn a_bit_flipped_in_a_whole_last_line_is_damage_not_a_torn_tail() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &Opening::default(), &[1, 1]);
    let content = bytes(dir.path(), 1);
    let (begins, ends) = (heads[0].next.offset as usize + 7, content.len() - 76);
    for at in begins..ends {
        let mut flipped = content.clone();
        flipped[at] ^= 1;
        fs::write(file(dir.path(), 1), &flipped).expect("written");
        assert!(damage_found(dir.path()).is_some(), "byte {at} flipped unnoticed");
    }
}

#[test]
fn missing_doubled_and_swapped_lines_are_found_wherever_they_stand() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    // A swap inside a group, between groups, and at the very end.
    fill(dir.path(), &Opening::default(), &[1, 3, 1]);
    let content = bytes(dir.path(), 1);
    let lines: Vec<&[u8]> = content.split_inclusive(|&b| b == b'\n').collect();
    let refused = |changed: &[&[u8]], line: u64, expected: u64, found: u64| {
        fs::write(file(dir.path(), 1), changed.concat()).expect("written");
        let damage = damage_found(dir.path()).unwrap_or_else(|| panic!("line {line} unnoticed"));
        assert_eq!((damage.line, damage.seq), (line, expected));
        assert_eq!(damage.why, Why::WrongSeq { found });
        open(dir.path(), &Opening::default()).expect_err("refused");
    };
    for at in 0..4 {
        let mut missing = lines.clone();
        missing.remove(at);
        refused(&missing, at as u64 + 1, at as u64 + 1, at as u64 + 2);
        let mut swapped = lines.clone();
        swapped.swap(at, at + 1);
        refused(&swapped, at as u64 + 1, at as u64 + 1, at as u64 + 2);
    }
    for at in 0..5 {
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at]);
        refused(&doubled, at as u64 + 2, at as u64 + 2, at as u64 + 1);
    }
}

#[test]
fn a_line_from_another_journal_does_not_fit_even_with_the_right_number() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fill(one.path(), &Opening::default(), &[1, 1, 1]);
    let (mut journal, _) = open(other.path(), &Opening::default()).expect("opens");
    let mut random = |bytes: &mut [u8]| bytes.fill(99);
    for number in 1..=3 {
        journal.append(&[super::draft(number)], &mut random).expect("appended");
    }
    let (ours, theirs) = (bytes(one.path(), 1), bytes(other.path(), 1));
    let mut lines: Vec<&[u8]> = ours.split_inclusive(|&b| b == b'\n').collect();
    lines[2] = theirs.split_inclusive(|&b| b == b'\n').nth(2).expect("a third line");
    fs::write(file(one.path(), 1), lines.concat()).expect("written");
    let damage = damage_found(one.path()).expect("found");
    assert_eq!((damage.line, damage.why), (3, Why::WrongHash));
}

#[test]
fn anything_behind_the_hash_is_damage() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[1, 1]);
    let text = String::from_utf8(bytes(dir.path(), 1)).expect("text");
    let (first, second) = text.split_once('\n').expect("two lines");
    for behind in [" ", "\r", "}", ",\"more\":1}"] {
        fs::write(file(dir.path(), 1), format!("{first}{behind}\n{second}")).expect("written");
        assert_eq!(damage_found(dir.path()).expect("found").line, 1);
    }
}

#[test]
fn a_missing_file_is_named() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &small_files(), &[4, 4, 4, 4]);
    assert_eq!(heads[3].next.file, 4);
    fs::rename(file(dir.path(), 2), dir.path().join("lost")).expect("moved");
    let StoreError::Damaged(damage) = open(dir.path(), &small_files()).expect_err("damage") else { panic!("another") };
    assert_eq!((&damage.file, &damage.why), (&file(dir.path(), 2), &Why::MissingFile));
    assert_eq!(damage_found(dir.path()), Some(*damage));
}

#[test]
fn a_file_that_lost_its_last_lines_is_found_by_the_next_one() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let heads = fill(dir.path(), &small_files(), &[2, 2, 1]);
    fs::write(file(dir.path(), 1), &bytes(dir.path(), 1)[..heads[0].next.offset as usize]).expect("cut at a line");
    let damage = damage_found(dir.path()).expect("found");
    assert_eq!((damage.file, damage.line, damage.why), (file(dir.path(), 2), 1, Why::WrongSeq { found: 5 }));
}

#[test]
fn verifying_goes_on_beside_a_running_writer() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (mut journal, _) = open(dir.path(), &small_files()).expect("opens");
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut random = super::salts();
            for number in (1..600).step_by(3) {
                let drafts = [super::draft(number), super::draft(number + 1), super::draft(number + 2)];
                journal.append(&drafts, &mut random).expect("appended");
            }
        });
        let mut last = 0;
        while !writer.is_finished() {
            let report = verify(dir.path(), None, &mut |_| Ok(()), &mut |_| ()).expect("readable");
            assert_eq!(report.damage, None);
            assert!(report.lines >= last);
            last = report.lines;
        }
    });
}

/// A line whose hash is right, whatever else is wrong with it; `fields` is what stands before the hash.
fn forged(before: &str, fields: &str) -> (String, String) {
    let sum = Sha256::new().chain_update(before).chain_update(fields).finalize();
    let hash: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    (format!("{fields},\"hash\":\"{hash}\"}}\n"), hash)
}

fn fields(seq: u64, group: u64, second: u64) -> String {
    format!(
        "{{\"seq\":{seq},\"group\":{group},\"at\":\"2026-11-23T00:00:{second:02}.000+08:00\",\"by\":\"li\",\"via\":\"demo\",\"events\":[]"
    )
}

/// What stands in a line of this program's form, and what a later program may add or change.
#[test]
fn a_line_of_unknown_members_is_a_newer_one_if_its_hash_is_right_and_damage_if_not() {
    let plain = fields(2, 2, 2);
    let personal =
        format!(",\"personal\":{{\"p1\":{{\"salt\":\"{}\",\"value\":\"v\",\"of\":\"C1\"}}}}", "A".repeat(48));
    let digest = Sha256::new().chain_update("A".repeat(48)).chain_update("v").finalize();
    let digest = URL_SAFE_NO_PAD.encode(&digest[..24]);
    let slot = format!("p1\0C1\0{digest}\0");
    let newer = [
        (plain.replace("\"by\"", "\"where\":\"bay 2\",\"by\""), "", ""),
        (plain.replace(",\"events\"", ",\"why\":{\"a\":[1]},\"events\""), personal.as_str(), slot.as_str()),
        (format!("{plain},\"note\":\"x\""), "", ""),
        (plain.replace("\"demo\"", "\"fax\""), "", ""),
    ];
    for (covered, personal, hashed) in newer {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (first, before) = forged(&"0".repeat(64), &fields(1, 1, 1));
        let sum = Sha256::new().chain_update(&before).chain_update(&covered).chain_update(hashed).finalize();
        let hash: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        let line = format!("{covered}{personal},\"hash\":\"{hash}\"}}\n");
        fs::write(file(dir.path(), 1), format!("{first}{line}")).expect("written");
        let error = open(dir.path(), &Opening::default()).expect_err("newer");
        let StoreError::NewerStore { part: Part::Line(place), .. } = error else { panic!("{error}: {line}") };
        assert_eq!(place, Place { file: file(dir.path(), 1), line: 2 });
        assert_eq!(bytes(dir.path(), 1), format!("{first}{line}").into_bytes(), "nothing was changed");

        let changed = line.replacen(":02.000", ":03.000", 1);
        assert_ne!(changed, line);
        fs::write(file(dir.path(), 1), format!("{first}{changed}")).expect("written");
        assert_eq!(damage_found(dir.path()).expect("damage").why, Why::NotALine, "{changed}");
    }
}

/// Writes forged lines of (seq, group, second) to files and tells what is found.
fn found_in(files: &[&[(u64, u64, u64)]]) -> Option<Why> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut before = "0".repeat(64);
    for (number, lines) in (1..).zip(files) {
        let mut content = String::new();
        for &(seq, group, second) in *lines {
            let (line, hash) = forged(&before, &fields(seq, group, second));
            content.push_str(&line);
            before = hash;
        }
        fs::write(file(dir.path(), number), content).expect("written");
    }
    let found = damage_found(dir.path());
    assert_eq!(open(dir.path(), &Opening::default()).is_err(), found.is_some());
    found.map(|damage| damage.why)
}

#[test]
fn a_right_hash_does_not_excuse_a_wrong_group_or_time() {
    assert_eq!(found_in(&[&[(1, 1, 1), (2, 1, 1), (3, 3, 2)], &[(4, 4, 2)]]), None);
    assert_eq!(found_in(&[&[(1, 1, 1), (2, 2, 1), (3, 1, 2)]]), Some(Why::WrongGroup { found: 1 }));
    assert_eq!(found_in(&[&[(1, 1, 1), (2, 3, 1)]]), Some(Why::WrongGroup { found: 3 }));
    assert_eq!(found_in(&[&[(1, 1, 1)], &[(2, 1, 1)]]), Some(Why::WrongGroup { found: 1 }), "a group over two files");
    assert_eq!(found_in(&[&[(1, 1, 2), (2, 1, 1)]]), Some(Why::TimeWentBack));
    assert_eq!(found_in(&[&[(1, 1, 1), (3, 3, 2)]]), Some(Why::WrongSeq { found: 3 }));
    assert_eq!(found_in(&[&[(2, 2, 1)]]), Some(Why::WrongSeq { found: 2 }));
}
