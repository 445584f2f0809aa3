//! Whether a line may follow the one before it. Reading, opening, replaying and verifying all ask here.

use std::collections::BTreeMap;

use super::chain::chain;
use super::line::{Head, LINE_VERSION, Line, Position, Slot, instant};
use super::parse::{self, Covered, Parsed};
use crate::store::error::Why;

/// The kind of the event that records that a customer was erased.
pub const PERSON_ERASED: &str = "person.erased";

/// Checks lines one after the other.
pub struct Checker {
    head: Head,
    /// The time of the last line, in milliseconds since 1970.
    at: i64,
    /// Whether the hash of the line before is known.
    anchored: bool,
    /// Blanked customers whose `person.erased` has not come yet, and where the blank was seen.
    awaited: BTreeMap<String, (u64, Position)>,
}

/// What is wrong with a line.
#[derive(Debug)]
pub enum Fault {
    /// A newer program wrote it, in a form of this version.
    Newer(u32),
    /// It is damaged, or torn.
    Wrong(Why),
}

impl Checker {
    /// Begins after a line that was already proven; `at` is that line's time, if there is one.
    pub fn after(head: Head, at: Option<&str>) -> Self {
        let at = at.and_then(instant).unwrap_or(i64::MIN);
        Self { head, at, anchored: true, awaited: BTreeMap::new() }
    }

    /// Begins in the middle: the first line is taken at its word, those after it must follow from it.
    pub fn trusting(at: Position) -> Self {
        let head = Head { next: at, ..Head::START };
        Self { head, at: i64::MIN, anchored: false, awaited: BTreeMap::new() }
    }

    /// Gives what the lines checked so far end at.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Goes on to the next file, in which the next line then starts.
    pub fn enter_file(&mut self, file: u32) {
        self.head.next = Position { file, offset: 0 };
    }

    /// Checks the next line (without its newline), and on success moves the head past it.
    pub fn check<'a>(&mut self, bytes: &'a [u8]) -> Result<Line<'a>, Fault> {
        if let Some(version) = parse::newer_format(bytes) {
            return Err(Fault::Newer(version));
        }
        let Parsed { line, covered } = parse::line(bytes).ok_or_else(|| self.unread(bytes))?;
        if self.anchored {
            self.follows(&line, covered)?;
        }
        let at = instant(line.at).ok_or(Fault::Wrong(Why::NotALine))?;
        if at < self.at {
            return Err(Fault::Wrong(Why::TimeWentBack));
        }
        self.watch_erasures(&line);
        let start = self.head.next;
        let next = Position { file: start.file, offset: start.offset + bytes.len() as u64 + 1 };
        self.head = Head { seq: line.seq, group: line.group, next, hash: line.hash };
        self.at = at;
        self.anchored = true;
        Ok(line)
    }

    /// Tells what is wrong with bytes that no newline ends.
    pub fn refuse_unfinished(&self, bytes: &[u8]) -> Fault {
        parse::newer_format(bytes).map_or(Fault::Wrong(Why::NotALine), Fault::Newer)
    }

    /// Names a blanked customer for whom no later line says that they were erased, and the line and place of the
    /// blank. To be asked at the end.
    pub fn unrecorded(&self) -> Option<(&str, u64, Position)> {
        self.awaited.iter().next().map(|(of, (seq, at))| (of.as_str(), *seq, *at))
    }

    /// What a line is that is none of this version. Where its hash is right somebody meant it so: a newer program, which
    /// writes members or words that this one does not know.
    fn unread(&self, bytes: &[u8]) -> Fault {
        let fits = |of: &Covered<'_>| chain(&self.head.hash, of.covered, &of.personal) == of.hash;
        match self.anchored && parse::readings(bytes).iter().any(fits) {
            true => Fault::Newer(LINE_VERSION + 1),
            false => Fault::Wrong(Why::NotALine),
        }
    }

    fn follows(&self, line: &Line<'_>, covered: &[u8]) -> Result<(), Fault> {
        // The number first: it says more about a missing or swapped line than the hash does.
        if line.seq != self.head.seq + 1 {
            return Err(Fault::Wrong(Why::WrongSeq { found: line.seq }));
        }
        if chain(&self.head.hash, covered, &line.personal) != line.hash {
            return Err(Fault::Wrong(Why::WrongHash));
        }
        // A group never spans two files, so the first line of a file begins one.
        let goes_on = line.group == self.head.group && self.head.next.offset > 0;
        if line.group != line.seq && !goes_on {
            return Err(Fault::Wrong(Why::WrongGroup { found: line.group }));
        }
        Ok(())
    }

    /// A blank is only in order if a later line says why. The record is written first and the blank made after, so
    /// that the record always stands later in the journal than the blank.
    fn watch_erasures(&mut self, line: &Line<'_>) {
        for (_, slot) in line.personal.iter() {
            if let Slot::Erased { of, .. } = slot {
                self.awaited.entry((*of).to_owned()).or_insert((line.seq, self.head.next));
            }
        }
        if self.awaited.is_empty() {
            return;
        }
        for event in &line.events {
            if let Some(customer) = erased_customer(event.get()) {
                self.awaited.remove(customer.as_str());
            }
        }
    }
}

/// Names the customer if the event is a `person.erased`: the only event that the journal itself looks into.
fn erased_customer(event: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Erased {
        kind: String,
        customer: String,
    }
    if !event.contains(PERSON_ERASED) {
        return None;
    }
    let event: Erased = serde_json::from_str(event).ok()?;
    (event.kind == PERSON_ERASED).then_some(event.customer)
}
