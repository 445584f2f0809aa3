//! One process at a time has the data folder, and the next one is told who.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shopdesk::store::StoreError;
use shopdesk::store::lock::{Holder, Lock};

/// Names the folder that the child is to hold.
const CHILD: &str = "SHOPDESK_TEST_LOCK";

fn holder(what: &str) -> Holder {
    Holder { pid: std::process::id(), what: what.to_owned(), since: "2026-11-23T14:32:05+08:00".to_owned() }
}

#[test]
fn a_folder_held_by_another_process_is_refused_with_its_name() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut child = Command::new(std::env::current_exe().expect("this binary"))
        .args(["lock::child_holds_the_folder", "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let said = BufReader::new(child.stdout.take().expect("a pipe"));
    said.lines().find(|line| line.as_ref().is_ok_and(|line| line.contains("held"))).expect("held").expect("read");

    let error = Lock::take(dir.path(), &holder("apply"), Duration::ZERO).expect_err("held");
    let since = "2026-11-23T14:32:05+08:00".to_owned();
    assert_eq!(error, StoreError::Held { pid: Some(child.id()), what: "serve".to_owned(), since });

    // A holder that goes away in time is waited for, and what it left behind is no obstacle.
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(200));
            child.kill().expect("killed");
            child.wait().expect("gone");
        });
        Lock::take(dir.path(), &holder("apply"), Duration::from_secs(20)).expect("taken");
    });
    assert!(begun.elapsed() >= Duration::from_millis(200));
}

#[test]
fn child_holds_the_folder() {
    let Some(dir) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let _lock = Lock::take(&dir, &holder("serve"), Duration::ZERO).expect("taken");
    println!("held");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_lock_let_go_can_be_taken_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let lock = Lock::take(dir.path(), &holder("serve"), Duration::ZERO).expect("taken");
    assert_eq!(Lock::take(dir.path(), &holder("apply"), Duration::ZERO).expect_err("held").code(), "held");
    drop(lock);
    Lock::take(dir.path(), &holder("apply"), Duration::ZERO).expect("taken again");
}
