//! What is wrong with facts, and where: data for whoever makes sentences of it.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::FactError;

/// How many faults are kept whole; the rest are counted.
const FAULTS_SHOWN_MAX: usize = 10;

/// Where a fact stands: a file (or another source) and a line in it, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the source as its reader gave it.
    pub source: Arc<str>,
    /// The line, counted from 1.
    pub line: u64,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {cause}")]
pub struct Fault {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub cause: Cause,
}

/// What can be wrong with a fact.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// The line is no fact.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// The same fact was told before, and nothing says which of the two holds.
    #[error("`id` {id} was told before in {first}, and one of the two has no `seq`; number both")]
    RepeatWithoutSeq {
        /// The fact's name.
        id: String,
        /// Where it was told first.
        first: Place,
    },
    /// The same fact was told before under the same number, with other content.
    #[error("`seq` {seq} of `id` {id} was told before in {first} with other content; give the later one a later `seq`")]
    SeqReused {
        /// The fact's name.
        id: String,
        /// The number that both carry.
        seq: u64,
        /// Where it was told first.
        first: Place,
    },
    /// The scheme has no such item.
    #[error("`answers.{item}` is no item of {scheme}; it has {}", known.join(", "))]
    NoSuchItem {
        /// The item.
        item: String,
        /// The scheme whose items were expected.
        scheme: String,
        /// The items that it has.
        known: Vec<String>,
    },
    /// The scheme has no such grade.
    #[error("`answers.{item}` is {grade}; write one of {}, or null for not applicable", Listed(allowed))]
    NoSuchGrade {
        /// The item.
        item: String,
        /// The grade given.
        grade: u8,
        /// The grades that there are.
        allowed: Vec<u8>,
    },
}

/// Everything that is wrong: the first ten faults in reading order, and how many more there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    shown: Vec<Fault>,
    more: u64,
}

impl Faults {
    /// Adds a fault: kept among the first ten, else counted.
    pub fn push(&mut self, fault: Fault) {
        if self.shown.len() < FAULTS_SHOWN_MAX {
            self.shown.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// Counts faults that somebody else did not keep.
    pub(super) fn add_more(&mut self, number: u64) {
        self.more += number;
    }

    /// Gives the faults that were kept.
    pub fn shown(&self) -> &[Fault] {
        &self.shown
    }

    /// Counts the faults that were not kept.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// Passes the value on where nothing is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Faults> {
        if self.shown.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.shown.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{fault}")?;
        }
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.source, self.line)
    }
}

/// Numbers with commas between them.
struct Listed<'a>(&'a [u8]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u8::to_string).collect();
        f.write_str(&numbers.join(", "))
    }
}
