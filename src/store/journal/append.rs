//! Appending to the journal: one write and one sync per group, and silence for ever after a failure.
//!
//! After a failed write or sync nobody can tell what the disk holds: the system may have dropped the bytes and
//! called its copy clean, so that a second sync succeeds and saves nothing. Hence no retry. Nothing of the group is
//! acknowledged, its bytes are cut off again if that still works (what stays is a torn tail, which the next opening
//! judges), and every later append is refused until a restart has read back what is really there.
//!
//! One failure is not for ever: a disk with no room. It says that nothing more fits, not that the disk lies, and
//! every byte before the group had been synced by a sync that succeeded. So each later append first cuts the group
//! off, syncs the cut, and reads the last line back; where all of that holds the journal is what it was before, and
//! the append is made. The bytes that failed are never trusted, written or synced a second time.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::line::{Head, LineDraft, Position, instant};
use super::open::{Opened, Opening, Progress, open};
use super::resume::time_before;
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
    /// How things stood before the last append.
    before: Option<Mark>,
    failed: Option<Failed>,
    file_bytes_max: u64,
}

/// What keeps the journal from being written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Failed {
    /// The disk had no room. The journal goes on from here once what came after is cut off.
    Full(Box<Mark>),
    /// Anything else: until a restart.
    ForGood,
}

/// Everything that an append moves on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    tip: Position,
    head: Head,
    at: Option<String>,
    group_open: bool,
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
        Self { dir, file, tip, synced, head, at, group_open: false, before: None, failed: None, file_bytes_max }
    }

    /// Appends lines as one group and returns when they are durable.
    ///
    /// `random` fills the salts of personal data. All lines are written or, on an error, none is acknowledged.
    pub fn append(
        &mut self,
        drafts: &[LineDraft],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Vec<Appended>, StoreError> {
        self.recover()?;
        self.sync_all()?;
        let appended = self.append_unsynced(drafts, random)?;
        // Nobody was told of these lines yet: where the sync fails they never were.
        let before = self.before.take();
        self.sync_all().inspect_err(|error| self.fail(error, before))?;
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
        self.recover()?;
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
            let mark = self.mark();
            self.rotate().inspect_err(|error| self.fail(error, Some(mark)))?;
        }
        let mark = self.mark();
        self.put(&rendered.bytes).inspect_err(|error| self.fail(error, Some(mark.clone())))?;
        self.before = Some(mark);
        Ok(self.advance(rendered))
    }

    /// Makes everything appended durable and ends the group.
    pub fn sync_all(&mut self) -> Result<(), StoreError> {
        self.recover()?;
        if self.group_open {
            let path = files::path(&self.dir, self.tip.file);
            let done = self.file.sync_data();
            done.map_err(|e| StoreError::io(&path, Action::Sync, &e)).inspect_err(|error| self.fail(error, None))?;
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
        if unsure {
            self.failed = Some(Failed::ForGood);
        }
    }

    /// Goes on in the file that was put in place of the newest one.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        let opened = file::open_append(&files::path(&self.dir, self.tip.file));
        self.file = opened.inspect_err(|_| self.failed = Some(Failed::ForGood))?;
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

    fn mark(&self) -> Mark {
        Mark { tip: self.tip, head: self.head, at: self.at.clone(), group_open: self.group_open }
    }

    /// Refuses later appends, goes back to where nothing of the failed one stood, and tries to take its bytes back.
    fn fail(&mut self, error: &StoreError, before: Option<Mark>) {
        // Best effort: the disk has just failed. What stays is judged by the next opening.
        let _taken_back = self.file.set_len(before.as_ref().map_or(self.synced, |mark| mark.tip.offset));
        self.failed = Some(Failed::ForGood);
        let Some(mark) = before else { return };
        (self.tip, self.head, self.at, self.group_open) = (mark.tip, mark.head, mark.at.clone(), mark.group_open);
        if matches!(error, StoreError::FullDisk { .. }) {
            self.failed = Some(Failed::Full(Box::new(mark)));
        }
    }

    /// Goes on after a full disk, if it has room again and nothing else is wrong; see the head of this file.
    fn recover(&mut self) -> Result<(), StoreError> {
        let mark = match &self.failed {
            None => return Ok(()),
            Some(Failed::ForGood) => return Err(StoreError::ReadOnly),
            Some(Failed::Full(mark)) => mark.clone(),
        };
        match self.cut_back(&mark) {
            Ok(()) => {
                self.failed = None;
                Ok(())
            }
            Err(full @ StoreError::FullDisk { .. }) => Err(full),
            Err(_) => {
                self.failed = Some(Failed::ForGood);
                Err(StoreError::ReadOnly)
            }
        }
    }

    /// Cuts off what came after a mark, durably, and makes sure that the journal ends with the line it should.
    fn cut_back(&self, mark: &Mark) -> Result<(), StoreError> {
        let path = files::path(&self.dir, mark.tip.file);
        self.file.set_len(mark.tip.offset).map_err(|e| StoreError::io(&path, Action::Truncate, &e))?;
        self.file.sync_all().map_err(|e| StoreError::io(&path, Action::Sync, &e))?;
        time_before(&self.dir, &mark.head).map(|_| ())
    }
}

fn follows_in_time(last: Option<&str>, at: &str) -> Result<(), DraftFault> {
    let time = instant(at).ok_or_else(|| DraftFault::Time(at.to_owned()))?;
    match last.and_then(instant) {
        Some(before) if time < before => Err(DraftFault::TimeWentBack(at.to_owned())),
        Some(_) | None => Ok(()),
    }
}
