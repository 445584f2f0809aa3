//! Reading the journal line by line, in one pass, from any place, beside a running writer.
//!
//! Two layers: `Pieces` hands out what stands between newlines, going on from file to file; `Reader` checks each
//! piece as a line. At the end of the journal both can be asked again later: what was appended since then follows.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::check::{Checker, Fault};
use super::files;
use super::line::{Head, LINE_BYTES_MAX, Line, Position};
use super::parse;
use super::resume::time_before;
use crate::store::error::{Action, Damage, Part, Place, StoreError, Why};

/// How much is read from a file at once, in bytes.
const BUFFER_BYTES: usize = 256 * 1024;

/// Reads lines, each checked against the one before it.
pub struct Reader {
    pieces: Pieces,
    checker: Checker,
}

impl Reader {
    /// Reads on after a head, having made sure that the journal has the line which that head is about.
    pub fn after(dir: &Path, head: Head) -> Result<Self, StoreError> {
        let at = time_before(dir, &head)?;
        Ok(Self { pieces: Pieces::open(dir, head.next)?, checker: Checker::after(head, at.as_deref()) })
    }

    /// Reads from a place where a line starts. That first line is taken at its word, those after it are checked.
    pub fn at(dir: &Path, start: Position) -> Result<Self, StoreError> {
        Ok(Self { pieces: Pieces::open(dir, start)?, checker: Checker::trusting(start) })
    }

    /// Reads from the line with this number, or from the first one after it that there is.
    pub fn since(dir: &Path, seq: u64) -> Result<Self, StoreError> {
        Self::at(dir, locate(dir, seq)?)
    }

    /// Reads the next line, with the head that it makes. `None` where no whole line follows (yet).
    pub fn next_line(&mut self) -> Result<Option<(Line<'_>, Head)>, StoreError> {
        if self.pieces.advance()? != Piece::Whole {
            return Ok(None);
        }
        self.pieces.enter(&mut self.checker);
        let place = self.checker.head();
        match self.checker.check(self.pieces.bytes()) {
            Ok(line) => Ok(Some((line, self.checker.head()))),
            Err(fault) => Err(fault_at(self.pieces.dir(), &place, fault)),
        }
    }
}

/// What `Pieces` stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Bytes that a newline ends.
    Whole,
    /// Bytes at the end of a file that no newline ends (or more than a line may have).
    Unfinished,
    /// Nothing more, at the end of the newest file.
    End,
}

/// What stands between newlines, from file to file.
pub struct Pieces {
    dir: PathBuf,
    input: BufReader<File>,
    start: Position,
    bytes: Vec<u8>,
    state: Piece,
    file_follows: bool,
}

impl Pieces {
    /// Opens the journal at a place where a line starts.
    pub fn open(dir: &Path, start: Position) -> Result<Self, StoreError> {
        let input = open_at(dir, start)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            input,
            start,
            bytes: Vec::with_capacity(4096),
            state: Piece::End,
            file_follows: false,
        })
    }

    /// Moves to the next piece.
    pub fn advance(&mut self) -> Result<Piece, StoreError> {
        if self.state == Piece::Whole {
            self.start.offset += self.bytes.len() as u64 + 1;
            self.bytes.clear();
        }
        loop {
            self.state = self.read()?;
            self.file_follows = self.state != Piece::Whole && files::exists(&self.dir, self.start.file + 1);
            if !self.file_follows {
                return Ok(self.state);
            }
            // The next file is there, so this one is complete now; but it may have grown since the look above.
            self.state = self.read()?;
            if self.state != Piece::End {
                return Ok(self.state);
            }
            self.start = Position { file: self.start.file + 1, offset: 0 };
            self.input = open_at(&self.dir, self.start)?;
        }
    }

    /// The bytes of the piece, without the newline.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the piece starts.
    pub fn start(&self) -> Position {
        self.start
    }

    /// Tells whether a newer file than the one with this piece is there; for an unfinished piece, whether it was
    /// there before the piece was read to its end (later, a running writer may have finished and gone on).
    pub fn file_follows(&self) -> bool {
        match self.state {
            Piece::Unfinished => self.file_follows,
            Piece::Whole | Piece::End => files::exists(&self.dir, self.start.file + 1),
        }
    }

    /// The folder of the journal.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Tells the checker when the piece stands in another file than the line before.
    pub fn enter(&self, checker: &mut Checker) {
        if checker.head().next.file != self.start.file {
            checker.enter_file(self.start.file);
        }
    }

    fn read(&mut self) -> Result<Piece, StoreError> {
        let room = (LINE_BYTES_MAX + 1).saturating_sub(self.bytes.len()) as u64;
        let read = self.input.by_ref().take(room).read_until(b'\n', &mut self.bytes);
        read.map_err(|e| StoreError::io(&files::path(&self.dir, self.start.file), Action::Read, &e))?;
        match self.bytes.last() {
            Some(b'\n') => {
                self.bytes.pop();
                Ok(Piece::Whole)
            }
            Some(_) => Ok(Piece::Unfinished),
            None => Ok(Piece::End),
        }
    }
}

/// Makes an error of a fault in the line that follows `before`.
pub fn fault_at(dir: &Path, before: &Head, fault: Fault) -> StoreError {
    match fault {
        Fault::Newer(found) => {
            let part = Part::Line(place_of(dir, before.next));
            StoreError::NewerStore { part, found, known: super::LINE_VERSION }
        }
        Fault::Wrong(why) => StoreError::Damaged(Box::new(damage(dir, before.next, before.seq + 1, why))),
    }
}

/// Adds to an error about the line that starts at a position where that line stands.
pub fn placed(dir: &Path, at: Position, error: StoreError) -> StoreError {
    match error {
        StoreError::NewerStore { part: Part::Event { kind, seq, place: None }, found, known } => {
            let part = Part::Event { kind, seq, place: Some(place_of(dir, at)) };
            StoreError::NewerStore { part, found, known }
        }
        error => error,
    }
}

/// Describes damage for a person.
pub fn damage(dir: &Path, at: Position, seq: u64, why: Why) -> Damage {
    let Place { file, line } = place_of(dir, at);
    Damage { file, line, offset: at.offset, seq, why }
}

/// Names a position for a person, counting the lines up to it.
fn place_of(dir: &Path, at: Position) -> Place {
    let file = files::path(dir, at.file);
    let line = 1 + newlines_before(&file, at.offset);
    Place { file, line }
}

/// Finds where the line with a number starts, or the first one after it, or the end.
fn locate(dir: &Path, seq: u64) -> Result<Position, StoreError> {
    let newest = files::newest(dir)?.max(1);
    let mut start = Position { file: newest, offset: 0 };
    while start.file > 1 && first_seq(dir, start.file)?.is_none_or(|first| first > seq) {
        start.file -= 1;
    }
    let mut pieces = Pieces::open(dir, start)?;
    while pieces.advance()? == Piece::Whole {
        if parse::opening(pieces.bytes()).is_some_and(|(found, _)| found >= seq) {
            break;
        }
    }
    Ok(pieces.start())
}

fn first_seq(dir: &Path, file: u32) -> Result<Option<u64>, StoreError> {
    let mut pieces = Pieces::open(dir, Position { file, offset: 0 })?;
    let whole = pieces.advance()? == Piece::Whole && pieces.start().file == file;
    Ok(if whole { parse::opening(pieces.bytes()).map(|(seq, _)| seq) } else { None })
}

fn open_at(dir: &Path, start: Position) -> Result<BufReader<File>, StoreError> {
    let path = files::path(dir, start.file);
    let mut file = File::open(&path).map_err(|e| StoreError::io(&path, Action::Open, &e))?;
    file.seek(SeekFrom::Start(start.offset)).map_err(|e| StoreError::io(&path, Action::Read, &e))?;
    Ok(BufReader::with_capacity(BUFFER_BYTES, file))
}

/// Counts newlines; a file that cannot be read counts none, as the damage is reported either way.
fn newlines_before(path: &Path, offset: u64) -> u64 {
    let Ok(file) = File::open(path) else { return 0 };
    let mut input = BufReader::with_capacity(BUFFER_BYTES, file.take(offset));
    let mut count = 0;
    while let Ok(chunk) = input.fill_buf() {
        if chunk.is_empty() {
            break;
        }
        count += chunk.iter().filter(|&&b| b == b'\n').count() as u64;
        let length = chunk.len();
        input.consume(length);
    }
    count
}
