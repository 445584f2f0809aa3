//! Opening the journal: reading every line that is to be replayed, and cutting a torn tail.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::check::{Checker, Fault};
use super::line::{Head, LINE_BYTES_MAX, Line, Position};
use super::read::{Piece, Pieces, damage, fault_at, placed};
use super::resume::time_before;
use super::torn::{Surroundings, is_torn_tail};
use super::{FILE_BYTES_MAX, Journal, Synced, files};
use crate::store::error::{Action, StoreError, Why};
use crate::store::file;

/// How to open a journal.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// What is applied already: reading goes on after it. `None`: from the beginning.
    pub from: Option<Head>,
    /// What `STATE` recorded as safely written.
    pub synced: Option<Synced>,
    /// How large a file may grow before the next one is begun, in bytes.
    pub file_bytes_max: u64,
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the journal ends at.
    pub head: Head,
    /// How many lines were read.
    pub lines: u64,
    /// What was cut, if the last write before was torn.
    pub cut: Option<CutTail>,
}

/// The bytes of a torn write, which nobody was told were saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutTail {
    /// The file they are kept in.
    pub kept_in: PathBuf,
    /// How many there are.
    pub bytes: u64,
    /// `STATE` told what was confirmed, and none of it is among them.
    pub vouched: bool,
}

/// How far a long reading has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Read so far.
    pub done: u64,
    /// To be read in all.
    pub total: u64,
}

impl Default for Opening {
    fn default() -> Self {
        Self { from: None, synced: None, file_bytes_max: FILE_BYTES_MAX }
    }
}

/// Opens a journal for appending; see [`Journal::open`].
pub(super) fn open(
    dir: &Path,
    how: &Opening,
    each: &mut dyn FnMut(Line<'_>, &Head) -> Result<(), StoreError>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Journal, Opened), StoreError> {
    file::create_folder(dir)?;
    let synced_seq = how.synced.map_or(0, |synced| synced.seq);
    let newest = newest_or_first(dir, synced_seq)?;
    let from = how.from.unwrap_or(Head::START);
    let at = time_before(dir, &from)?;
    let mut pass = Pass::new(dir, from, at, progress)?;
    let bad = pass.run(each)?;
    let cut = match bad {
        Some(why) => Some(pass.cut_or_refuse(why, synced_seq)?),
        None => None,
    };
    pass.refuse_loose_ends(synced_seq)?;
    files::remove_leftovers(dir)?;
    let Pass { checker, lines, at, .. } = pass;
    let head = checker.head();
    let path = files::path(dir, newest);
    let file = file::open_append(&path)?;
    // What was read may so far stand in memory only (the writer was killed): make it durable before it is shown.
    file.sync_data().map_err(|e| StoreError::io(&path, Action::Sync, &e))?;
    let length = file.metadata().map_err(|e| StoreError::io(&path, Action::Read, &e))?.len();
    let tip = Position { file: newest, offset: length };
    let journal = Journal::over(dir.to_path_buf(), file, tip, head, at, how.file_bytes_max);
    Ok((journal, Opened { head, lines, cut }))
}

/// Makes the first file of a new journal; one that should have lines and has no file is damaged, not new.
fn newest_or_first(dir: &Path, synced_seq: u64) -> Result<u32, StoreError> {
    let newest = files::newest(dir)?;
    if newest > 0 {
        return Ok(newest);
    }
    if synced_seq > 0 {
        let damage = damage(dir, Head::START.next, 1, Why::MissingFile);
        return Err(StoreError::Damaged(Box::new(damage)));
    }
    let path = files::path(dir, 1);
    let first = file::open_append(&path)?;
    first.sync_all().map_err(|e| StoreError::io(&path, Action::Sync, &e))?;
    file::sync_folder(dir)?;
    Ok(1)
}

/// One pass over the journal.
pub(super) struct Pass<'p> {
    dir: PathBuf,
    pieces: Pieces,
    pub(super) checker: Checker,
    pub(super) lines: u64,
    at: Option<String>,
    report: Report<'p>,
    stopped_at: Piece,
}

impl<'p> Pass<'p> {
    /// Prepares to read on after a head; `at` is the time of its line.
    pub(super) fn new(
        dir: &Path,
        from: Head,
        at: Option<String>,
        progress: &'p mut dyn FnMut(Progress),
    ) -> Result<Self, StoreError> {
        let total = files::total_bytes(dir, from.next.file).saturating_sub(from.next.offset);
        let report = Report { progress, done: 0, total, said: 0 };
        let checker = Checker::after(from, at.as_deref());
        Ok(Self {
            dir: dir.to_path_buf(),
            pieces: Pieces::open(dir, from.next)?,
            checker,
            lines: 0,
            at,
            report,
            stopped_at: Piece::End,
        })
    }

    /// Reads lines up to the end, or up to the first one that is wrong, and tells what is wrong there.
    pub(super) fn run(
        &mut self,
        each: &mut dyn FnMut(Line<'_>, &Head) -> Result<(), StoreError>,
    ) -> Result<Option<Why>, StoreError> {
        loop {
            self.stopped_at = self.pieces.advance()?;
            if self.stopped_at == Piece::End {
                self.report.finish();
                return Ok(None);
            }
            self.pieces.enter(&mut self.checker);
            let place = self.checker.head();
            let checked = match self.stopped_at {
                Piece::Unfinished => Err(self.checker.refuse_unfinished(self.pieces.bytes())),
                Piece::Whole | Piece::End => self.checker.check(self.pieces.bytes()),
            };
            match checked {
                Ok(line) => {
                    remember(&mut self.at, line.at);
                    each(line, &self.checker.head()).map_err(|error| placed(&self.dir, place.next, error))?;
                }
                Err(Fault::Wrong(why)) => return Ok(Some(why)),
                Err(newer @ Fault::Newer(_)) => return Err(fault_at(&self.dir, &place, newer)),
            }
            self.lines += 1;
            self.report.add(self.pieces.bytes().len() as u64 + 1);
        }
    }

    /// Tells whether the region that `run` stopped at is a torn tail, and gives its bytes.
    pub(super) fn torn_tail(&self, synced_seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let before = self.checker.head();
        // An unfinished piece is the whole region, as it was seen. Read again beside a running writer it might be a
        // finished line by now. (The exception is a piece longer than any line, which nobody is writing.)
        let seen = self.pieces.bytes();
        let region = match self.stopped_at {
            Piece::Unfinished if seen.len() <= LINE_BYTES_MAX => seen.to_vec(),
            Piece::Unfinished | Piece::Whole | Piece::End => read_from(&self.dir, before.next)?,
        };
        let file_follows = self.pieces.file_follows();
        let torn = is_torn_tail(&region, &Surroundings { before, synced_seq, file_follows });
        Ok(torn.then_some(region))
    }

    /// Names what only shows at the end: a journal too short, a blank without its record.
    pub(super) fn refuse_loose_ends(&self, synced_seq: u64) -> Result<(), StoreError> {
        let head = self.checker.head();
        if head.seq < synced_seq {
            return Err(self.damaged(head.next, head.seq + 1, Why::EndsEarly { synced: synced_seq }));
        }
        match self.checker.unrecorded() {
            Some((of, seq, at)) => Err(self.damaged(at, seq, Why::ErasedWithoutRecord { of: of.to_owned() })),
            None => Ok(()),
        }
    }

    /// Describes what is wrong at a place as an error.
    pub(super) fn damaged(&self, at: Position, seq: u64, why: Why) -> StoreError {
        StoreError::Damaged(Box::new(damage(&self.dir, at, seq, why)))
    }

    fn cut_or_refuse(&mut self, why: Why, synced_seq: u64) -> Result<CutTail, StoreError> {
        let head = self.checker.head();
        let Some(region) = self.torn_tail(synced_seq)? else {
            return Err(self.damaged(head.next, head.seq + 1, why));
        };
        let kept_in = keep_aside(&self.dir, head.seq + 1, &region)?;
        cut(&files::path(&self.dir, head.next.file), head.next.offset)?;
        Ok(CutTail { kept_in, bytes: region.len() as u64, vouched: synced_seq > 0 })
    }
}

/// Keeps the time of the last line without a new allocation for each.
fn remember(kept: &mut Option<String>, at: &str) {
    match kept {
        Some(text) => {
            text.clear();
            text.push_str(at);
        }
        None => *kept = Some(at.to_owned()),
    }
}

fn read_from(dir: &Path, start: Position) -> Result<Vec<u8>, StoreError> {
    let path = files::path(dir, start.file);
    let mut file = File::open(&path).map_err(|e| StoreError::io(&path, Action::Open, &e))?;
    let mut bytes = Vec::new();
    let read = file.seek(SeekFrom::Start(start.offset)).and_then(|_| file.read_to_end(&mut bytes));
    read.map_err(|e| StoreError::io(&path, Action::Read, &e))?;
    Ok(bytes)
}

/// Keeps the bytes in a file of their own, durably, before they are cut.
fn keep_aside(dir: &Path, seq: u64, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let path = files::aside_for_torn(dir, seq);
    let mut file = file::create_aside(&path)?;
    file.write_all(bytes).map_err(|e| StoreError::io(&path, Action::Write, &e))?;
    file.sync_all().map_err(|e| StoreError::io(&path, Action::Sync, &e))?;
    file::sync_folder(dir)?;
    Ok(path)
}

fn cut(path: &Path, length: u64) -> Result<(), StoreError> {
    let file = OpenOptions::new().write(true).open(path).map_err(|e| StoreError::io(path, Action::Open, &e))?;
    file.set_len(length).map_err(|e| StoreError::io(path, Action::Truncate, &e))?;
    file.sync_all().map_err(|e| StoreError::io(path, Action::Sync, &e))
}

/// Passes progress on, once a mebibyte.
struct Report<'p> {
    progress: &'p mut dyn FnMut(Progress),
    done: u64,
    total: u64,
    said: u64,
}

impl Report<'_> {
    fn add(&mut self, bytes: u64) {
        self.done += bytes;
        if self.done - self.said >= 1 << 20 {
            self.finish();
        }
    }

    fn finish(&mut self) {
        self.said = self.done;
        (self.progress)(Progress { done: self.done, total: self.total.max(self.done) });
    }
}
