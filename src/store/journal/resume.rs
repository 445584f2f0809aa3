//! Going on from a head: is this the journal that the head speaks of?
//!
//! `STATE` and the index remember a head. Someone may have put another journal in its place since (a backup, say);
//! then nothing remembered may be trusted. Two lines are read back to find out, never the whole journal.

use std::fs::File;
use std::io::{Read as _, Seek, SeekFrom};
use std::path::Path;

use super::chain::LineHash;
use super::check::Checker;
use super::files;
use super::line::{Head, LINE_BYTES_MAX, Position};
use super::parse;
use crate::store::error::{Action, StoreError};

/// Makes sure that the journal has the line that a head is about, and tells that line's time.
///
/// The line must end where the head says, carry its number and hash, and follow from the hash of the line before it.
pub fn time_before(dir: &Path, head: &Head) -> Result<Option<String>, StoreError> {
    if head.seq == 0 {
        return if *head == Head::START { Ok(None) } else { Err(StoreError::OtherJournal { seq: 0 }) };
    }
    let other = || StoreError::OtherJournal { seq: head.seq };
    let lines = last_lines(dir, head.next)?.ok_or_else(other)?;
    let before = match &lines.before {
        Some(bytes) => parse::closing(bytes).ok_or_else(other)?,
        None => LineHash::START,
    };
    let (last, end) = (&lines.last, head.next.offset - lines.last.len() as u64 - 1);
    let seq = head.seq - 1;
    let expected = Head { seq, group: head.group, next: Position { file: head.next.file, offset: end }, hash: before };
    let mut checker = Checker::after(expected, None);
    match checker.check(last) {
        Ok(line) if line.hash == head.hash && line.group == head.group => Ok(Some(line.at.to_owned())),
        Ok(_) | Err(_) => Err(other()),
    }
}

struct LastLines {
    last: Vec<u8>,
    before: Option<Vec<u8>>,
}

/// Reads the last two lines before a place; `None` if there is no line that ends there.
fn last_lines(dir: &Path, end: Position) -> Result<Option<LastLines>, StoreError> {
    let Some(mut lines) = lines_up_to(dir, end)? else { return Ok(None) };
    let Some(last) = lines.pop() else { return Ok(None) };
    if lines.is_empty() && end.file > 1 {
        let number = end.file - 1;
        let length = match files::path(dir, number).metadata() {
            Ok(about) => about.len(),
            Err(e) => return Err(StoreError::io(&files::path(dir, number), Action::Read, &e)),
        };
        lines = lines_up_to(dir, Position { file: number, offset: length })?.unwrap_or_default();
        if lines.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(LastLines { last, before: lines.pop() }))
}

/// Reads up to two whole lines that end at a place, in written order; `None` if no newline stands before it.
fn lines_up_to(dir: &Path, end: Position) -> Result<Option<Vec<Vec<u8>>>, StoreError> {
    let path = files::path(dir, end.file);
    let failed = |e: std::io::Error| StoreError::io(&path, Action::Read, &e);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e)),
    };
    if file.metadata().map_err(failed)?.len() < end.offset {
        return Ok(None);
    }
    // Two lines are usually in the first 8 KiB; the widest step holds two of the longest.
    for step in [8 * 1024, 512 * 1024, 2 * (LINE_BYTES_MAX as u64 + 1)] {
        let start = end.offset.saturating_sub(step);
        let mut bytes = vec![0; usize::try_from(end.offset - start).expect("a step fits into memory")];
        file.seek(SeekFrom::Start(start)).map_err(failed)?;
        file.read_exact(&mut bytes).map_err(failed)?;
        let Some(b'\n') = bytes.pop() else { return Ok(None) };
        let mut lines: Vec<Vec<u8>> = bytes.rsplitn(3, |&b| b == b'\n').map(<[u8]>::to_vec).collect();
        // The earliest piece is a whole line only if the file starts with it.
        let whole = if start == 0 { 2 } else { 2.min(lines.len() - 1) };
        if start == 0 || whole == 2 {
            lines.truncate(whole);
            lines.reverse();
            return Ok(Some(lines));
        }
    }
    Ok(None)
}
