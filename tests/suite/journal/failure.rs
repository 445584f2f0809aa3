//! A failed write is told as what it is, acknowledges nothing, and stops all writing until a restart; a full disk only
//! until there is room.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{bytes, damage_found, draft, file, fill, open, salts, small_files};
use shopdesk::store::StoreError;
use shopdesk::store::journal::{Opening, verify};

/// Names the folder that a test run as a child is to work in; without it the child tests do nothing.
const CHILD: &str = "SHOPDESK_TEST_JOURNAL";

fn child_folder() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

/// This test binary again, running one test on a folder, after a line of shell.
fn child(shell: &str, test: &str, dir: &Path) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{shell}\nexec \"$0\" \"$@\""));
    command.arg(std::env::current_exe().expect("this binary"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, dir);
    command
}

#[test]
fn a_full_disk_is_named_and_stops_all_writing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &small_files(), &[2, 2]);
    let (mut journal, opened) = open(dir.path(), &small_files()).expect("opens");
    // Everything written to /dev/full fails with "no space left on device".
    symlink("/dev/full", file(dir.path(), 2)).expect("linked");
    let error = journal.append(&[draft(5)], &mut salts()).expect_err("full");
    assert!(matches!(&error, StoreError::FullDisk { path, .. } if *path == file(dir.path(), 2)), "{error}");
    assert_eq!(journal.append(&[draft(5)], &mut salts()), Err(StoreError::ReadOnly));
    assert_eq!(journal.append_unsynced(&[draft(5)], &mut salts()), Err(StoreError::ReadOnly));
    assert_eq!(journal.sync_all(), Err(StoreError::ReadOnly));
    assert_eq!(journal.head(), opened.head, "nothing was acknowledged");
    drop(journal);
    fs::remove_file(file(dir.path(), 2)).expect("room again");
    let (mut journal, opened) = open(dir.path(), &small_files()).expect("a restart goes on");
    assert_eq!((opened.head.seq, opened.cut), (4, None));
    journal.append(&[draft(5)], &mut salts()).expect("appended");
    assert_eq!(damage_found(dir.path()), None);
}

#[test]
fn a_write_that_stops_half_way_is_taken_back() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[2]);
    let before = bytes(dir.path(), 1);
    // At most 4 blocks a file: of the group that is written next, the first part goes through.
    let limit = "trap '' XFSZ; ulimit -f 4";
    let done = child(limit, "journal::failure::child_writes_beyond_its_limit", dir.path()).output().expect("ran");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success() && said.contains("told: full-disk"),
        "{said} {}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert_eq!(bytes(dir.path(), 1), before);
}

#[test]
fn a_full_disk_with_room_again_is_written_on_without_a_restart() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fill(dir.path(), &Opening::default(), &[2]);
    let limit = "trap '' XFSZ; ulimit -S -f 4";
    let done = child(limit, "journal::failure::child_goes_on_when_there_is_room", dir.path()).output().expect("ran");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(damage_found(dir.path()), None);
    let (journal, opened) = open(dir.path(), &Opening::default()).expect("opens");
    assert_eq!((journal.head().seq, opened.cut), (29, None));
}

#[test]
fn child_goes_on_when_there_is_room() {
    let Some(dir) = child_folder() else { return };
    let (mut journal, _) = open(&dir, &Opening::default()).expect("opens");
    let drafts: Vec<_> = (3..30).map(draft).collect();
    let error = journal.append(&drafts, &mut salts()).expect_err("beyond the limit");
    assert_eq!(error.code(), "full-disk");
    let room = rustix::process::Rlimit { current: None, maximum: None };
    rustix::process::setrlimit(rustix::process::Resource::Fsize, room).expect("room again");
    let appended = journal.append(&drafts, &mut salts()).expect("appended");
    assert_eq!((appended[0].seq, journal.head().seq), (3, 29));
}

#[test]
fn child_writes_beyond_its_limit() {
    let Some(dir) = child_folder() else { return };
    let (mut journal, _) = open(&dir, &Opening::default()).expect("opens");
    let drafts: Vec<_> = (3..30).map(draft).collect();
    let error = journal.append(&drafts, &mut salts()).expect_err("beyond the limit");
    let again = journal.append(&drafts, &mut salts()).expect_err("still beyond it");
    assert_eq!((again.code(), journal.head().seq), (error.code(), 2), "the head is that of what was acknowledged");
    println!("told: {}", error.code());
}

#[test]
fn a_folder_without_rights_is_named() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let journal = dir.path().join("journal");
    fs::create_dir(&journal).expect("made");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o500)).expect("closed");
    if fs::write(journal.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere; the unit tests of the error mapping stand in");
        return;
    }
    let error = open(&journal, &Opening::default()).expect_err("refused");
    assert!(matches!(&error, StoreError::NoRights { path, .. } if *path == file(&journal, 1)), "{error}");
}

#[test]
fn files_and_folders_are_private() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let journal = dir.path().join("shop").join("journal");
    fill(&journal, &small_files(), &[4, 4]);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&dir.path().join("shop")), mode(&journal)), (0o700, 0o700));
    assert_eq!((mode(&file(&journal, 1)), mode(&file(&journal, 2))), (0o600, 0o600));
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut known = 0;
    for round in 0_u64..12 {
        let test = "journal::failure::child_appends_until_killed";
        let mut writer = child(":", test, dir.path()).stdout(Stdio::piped()).spawn().expect("started");
        let mut said = BufReader::new(writer.stdout.take().expect("a pipe"));
        let mut acknowledged = known;
        for _ in 0..=round * 3 {
            acknowledged = next_acknowledged(&mut said).unwrap_or(acknowledged);
        }
        writer.kill().expect("killed");
        writer.wait().expect("gone");
        while let Some(seq) = next_acknowledged(&mut said) {
            acknowledged = seq;
        }
        let synced = None;
        let report = verify(dir.path(), synced, &mut |_| Ok(()), &mut |_| ()).expect("readable");
        assert_eq!(report.damage, None);
        assert!(report.lines >= acknowledged, "round {round}: {} of {acknowledged}", report.lines);
        let (journal, opened) = open(dir.path(), &small_files()).expect("opens");
        assert_eq!(journal.head().seq, report.lines);
        assert_eq!(opened.cut.map_or(0, |cut| cut.bytes), report.unfinished_bytes);
        known = report.lines;
    }
    assert!(known > 50, "only {known} lines");
}

#[test]
fn child_appends_until_killed() {
    let Some(dir) = child_folder() else { return };
    let (mut journal, _) = open(&dir, &small_files()).expect("opens");
    let mut random = salts();
    loop {
        let from = u32::try_from(journal.head().seq).expect("few lines");
        let drafts: Vec<_> = (1..=3).map(|n| draft(from + n)).collect();
        let appended = journal.append(&drafts, &mut random).expect("appended");
        println!("acknowledged {}", appended[2].seq);
    }
}

fn next_acknowledged(said: &mut impl BufRead) -> Option<u64> {
    let mut line = String::new();
    while said.read_line(&mut line).ok()? > 0 {
        if let Some(number) = line.split("acknowledged ").nth(1).filter(|rest| rest.ends_with('\n')) {
            return number.trim().parse().ok();
        }
        line.clear();
    }
    None
}
