//! Verifying the whole journal without changing it, also beside a running server.
//!
//! The bytes after the last whole line are only counted: beside a running server they are a write in progress, and
//! without one the next opening decides about them.

use std::path::Path;

use super::line::{Head, Line};
use super::open::{Pass, Progress};
use super::{Synced, files};
use crate::store::error::{Damage, StoreError, Why};

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many lines are good, from the first one on.
    pub lines: u64,
    /// What the good lines end at, with the last hash.
    pub head: Head,
    /// How many bytes after them belong to a write that is not finished (or was torn, and will be cut on opening).
    pub unfinished_bytes: u64,
    /// The first damage.
    pub damage: Option<Damage>,
}

/// Verifies every line from the first one on; `synced` is what `STATE` recorded, if it is known.
///
/// Damage is a finding, not an error: errors are files that cannot be read, lines of a newer version, and what `each`
/// finds wrong with what a line says.
pub fn verify(
    dir: &Path,
    synced: Option<Synced>,
    each: &mut dyn FnMut(&Line<'_>) -> Result<(), StoreError>,
    progress: &mut dyn FnMut(Progress),
) -> Result<VerifyReport, StoreError> {
    let mut report = VerifyReport { lines: 0, head: Head::START, unfinished_bytes: 0, damage: None };
    match pass(dir, synced.map_or(0, |synced| synced.seq), &mut report, each, progress) {
        Ok(()) => Ok(report),
        Err(StoreError::Damaged(damage)) => Ok(VerifyReport { damage: Some(*damage), ..report }),
        Err(error) => Err(error),
    }
}

fn pass(
    dir: &Path,
    synced_seq: u64,
    report: &mut VerifyReport,
    each: &mut dyn FnMut(&Line<'_>) -> Result<(), StoreError>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), StoreError> {
    if files::newest(dir)? == 0 {
        let missing = super::read::damage(dir, Head::START.next, 1, Why::MissingFile);
        return if synced_seq > 0 { Err(StoreError::Damaged(Box::new(missing))) } else { Ok(()) };
    }
    let mut pass = Pass::new(dir, Head::START, None, progress)?;
    let bad = pass.run(&mut |line, _| each(&line))?;
    report.lines = pass.lines;
    report.head = pass.checker.head();
    if let Some(why) = bad {
        match pass.torn_tail(synced_seq)? {
            Some(region) => report.unfinished_bytes = region.len() as u64,
            None => return Err(pass.damaged(report.head.next, report.head.seq + 1, why)),
        }
    }
    pass.refuse_loose_ends(synced_seq)
}
