//! The unit file that the README installs: the system's own checker finds nothing wrong with it.

use std::process::Command;

const UNIT: &str = include_str!("../../config/systemd/shopdesk.service");

/// The unit with this program in place of the installed one; `None` where there is no systemd to check it.
fn checked(args: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shopdesk.service");
    std::fs::write(&file, UNIT.replace("/usr/local/bin/shopdesk", env!("CARGO_BIN_EXE_shopdesk"))).expect("written");
    match Command::new("systemd-analyze").args(args).arg(&file).output() {
        Ok(ran) => {
            let said = [ran.stdout, ran.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            if said.contains("unrecognized option") {
                println!("this systemd-analyze is too old: the unit was not checked");
                return None;
            }
            assert!(ran.status.success(), "{said}");
            Some(said)
        }
        Err(_) => {
            println!("systemd-analyze is not installed: the unit was not checked");
            None
        }
    }
}

#[test]
fn the_unit_is_one_that_systemd_understands() {
    let Some(said) = checked(&["verify"]) else { return };
    assert!(!said.contains("shopdesk.service"), "{said}");
}

#[test]
fn the_unit_gives_the_server_no_more_than_it_needs() {
    let Some(said) = checked(&["security", "--offline=yes", "--no-pager"]) else { return };
    let level = said.lines().rev().find_map(|line| line.split_once("shopdesk.service: ")).expect("a level").1;
    let level: f64 = level.split(' ').next().and_then(|level| level.parse().ok()).expect("a number");
    assert!(level <= 2.0, "exposure {level}\n{said}");
}
