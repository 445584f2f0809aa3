//! Appending to the journal: one write and one sync per group, and silence for ever after a failure.
//!
//! After a failed write or sync nobody can tell what the disk holds: the system may have dropped the bytes and
//! called its copy clean, so that a second sync succeeds and saves nothing. Hence no retry. Nothing of the group is
//! acknowledged, its bytes are cut off again if that still works (what stays is a torn tail, which the next opening
//! judges), and every later append is refused until a restart has read back what is really there.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::line::{Head, LineDraft, Position, instant};
use super::open::{Opened, Opening, Progress, open};
use super::{Line, files, write};
use crate::store::error::{Action, DraftFault, StoreError};
use crate::store::file;

/// The open journal: the only writer.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    file: File,
    /// The newest file and its length, written but perhaps not synced.
    tip: Position,
    /// The part of that length that is synced.
    synced: u64,
    /// What the written lines end at.
    head: Head,
    /// The time of the last line.
    at: Option<String>,
    /// Whether lines stand in the file that are not synced yet; the next ones then join their group.
    group_open: bool,
    failed: bool,
    file_bytes_max: u64,
}

/// A line that was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its number.
    pub seq: u64,
    /// What the journal ends at with it.
    pub head: Head,
}

/// Lines ready to be written, laid out from the start of the write.
struct Rendered {
    bytes: Vec<u8>,
    lines: Vec<Head>,
    at: Option<String>,
}

impl Journal {
    /// Opens a journal, making it if there is none.
    ///
    /// `each` gets every line after `how.from` in order, with the head that it makes; it may refuse. A torn tail is
    /// cut, its bytes kept aside; damage is refused before anything is changed. If the journal is not the one that
    /// `how.from` speaks of, the answer is `OtherJournal`: open it from the beginning.
    pub fn open(
        dir: &Path,
        how: &Opening,
        each: &mut dyn FnMut(Line<'_>, &Head) -> Result<(), StoreError>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Opened), StoreError> {
        open(dir, how, each, progress)
    }

    pub(super) fn over(
        dir: PathBuf,
        file: File,
        tip: Position,
        head: Head,
        at: Option<String>,
        file_bytes_max: u64,
    ) -> Self {
        let synced = tip.offset;
        Self { dir, file, tip, synced, head, at, group_open: false, failed: false, file_bytes_max }
    }

    /// Appends lines as one group and returns when they are durable.
    ///
    /// `random` fills the salts of personal data. All lines are written or, on an error, none is acknowledged.
    pub fn append(
        &mut self,
        drafts: &[LineDraft],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<Appended>, StoreError> {
        self.sync_all()?;
        let appended = self.append_unsynced(drafts, random)?;
        self.sync_all()?;
        Ok(appended)
    }

    /// Appends lines without making them durable: for the generator of the demo shop, which can begin again.
    ///
    /// All lines up to the next `sync_all` are one group; where a new file is begun, the group before is synced and
    /// ended there.
    pub fn append_unsynced(
        &mut self,
        drafts: &[LineDraft],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<Appended>, StoreError> {
        if self.failed {
            return Err(StoreError::ReadOnly);
        }
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let mut rendered = self.render(drafts, random)?;
        if self.tip.offset > 0 && self.tip.offset + rendered.bytes.len() as u64 > self.file_bytes_max {
            if self.group_open {
                self.sync_all()?;
                // The old group ended with its file, so these lines begin a new one and say so.
                rendered = self.render(drafts, random)?;
            }
            self.rotate().inspect_err(|_| self.failed = true)?;
        }
        self.put(&rendered.bytes).inspect_err(|_| self.fail())?;
        Ok(self.advance(rendered))
    }

    /// Makes everything appended durable and ends the group.
    pub fn sync_all(&mut self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::ReadOnly);
        }
        if self.group_open {
            let path = files::path(&self.dir, self.tip.file);
            let done = self.file.sync_data();
            done.map_err(|e| StoreError::io(&path, Action::Sync, &e)).inspect_err(|_| self.fail())?;
            self.synced = self.tip.offset;
            self.group_open = false;
        }
        Ok(())
    }

    /// Gives what the journal ends at.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Gives the time of the last line: no later one may lie before it.
    pub fn last_at(&self) -> Option<&str> {
        self.at.as_deref()
    }

    /// The folder of the journal.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn newest_file(&self) -> u32 {
        self.tip.file
    }

    /// Refuses every later append if the open file may no longer be the one that has its name.
    pub(super) fn fail_if(&mut self, unsure: bool) {
        self.failed |= unsure;
    }

    /// Goes on in the file that was put in place of the newest one.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        let opened = file::open_append(&files::path(&self.dir, self.tip.file));
        self.file = opened.inspect_err(|_| self.failed = true)?;
        Ok(())
    }

    fn render(&self, drafts: &[LineDraft], random: &mut dyn FnMut(&mut [u8])) -> Result<Rendered, StoreError> {
        let group = if self.group_open { self.head.group } else { self.head.seq + 1 };
        let mut rendered = Rendered { bytes: Vec::with_capacity(1024 * drafts.len()), lines: Vec::new(), at: None };
        let (mut seq, mut before) = (self.head.seq, self.head.hash);
        let mut last = self.at.as_deref();
        for (index, draft) in drafts.iter().enumerate() {
            let refused = |why| StoreError::BadDraft { index, why };
            follows_in_time(last, &draft.at).map_err(refused)?;
            last = Some(&draft.at);
            seq += 1;
            let place = write::Place { seq, group, before };
            before = write::line(&mut rendered.bytes, &place, draft, random).map_err(refused)?;
            let end = Position { file: 0, offset: rendered.bytes.len() as u64 };
            rendered.lines.push(Head { seq, group, next: end, hash: before });
        }
        rendered.at = last.map(str::to_owned);
        Ok(rendered)
    }

    /// Begins the next file; the one before is synced. Its name is synced here, the file with its first group.
    fn rotate(&mut self) -> Result<(), StoreError> {
        let number = self.tip.file + 1;
        let next = file::open_append(&files::path(&self.dir, number))?;
        file::sync_folder(&self.dir)?;
        self.file = next;
        self.tip = Position { file: number, offset: 0 };
        self.synced = 0;
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let done = self.file.write_all(bytes);
        done.map_err(|e| StoreError::io(&files::path(&self.dir, self.tip.file), Action::Write, &e))
    }

    fn advance(&mut self, rendered: Rendered) -> Vec<Appended> {
        let start = self.tip;
        let placed = |head: Head| {
            let next = Position { file: start.file, offset: start.offset + head.next.offset };
            Appended { seq: head.seq, head: Head { next, ..head } }
        };
        let appended: Vec<Appended> = rendered.lines.into_iter().map(placed).collect();
        self.tip.offset += rendered.bytes.len() as u64;
        self.group_open = true;
        self.at = rendered.at;
        if let Some(last) = appended.last() {
            self.head = last.head;
        }
        appended
    }

    /// Refuses every later append, and tries to take back what nobody was told is saved.
    fn fail(&mut self) {
        self.failed = true;
        // Best effort: the disk has just failed. What stays is judged by the next opening.
        let _taken_back = self.file.set_len(self.synced);
    }
}

fn follows_in_time(last: Option<&str>, at: &str) -> Result<(), DraftFault> {
    let time = instant(at).ok_or_else(|| DraftFault::Time(at.to_owned()))?;
    match last.and_then(instant) {
        Some(before) if time < before => Err(DraftFault::TimeWentBack(at.to_owned())),
        Some(_) | None => Ok(()),
    }
}
