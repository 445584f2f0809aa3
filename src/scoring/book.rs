//! The book of facts: which of them hold.
//!
//! A fact's identity is its shop, its kind and its `id`. From one shop a later `seq` replaces an earlier one, whatever
//! the order in which the two arrive; `void` withdraws. What cannot be told apart is refused, never guessed.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Cause, Fact, Fault, Faults, Kind, Place};

/// Facts by identity, each in its newest form.
///
/// ```
/// use shopdesk::scoring::Book;
/// let told = r#"{"fact":"delivery","id":"R1","at":"2026-03-02T10:00:00Z","seq":1,"on_time":false}"#;
/// let corrected = r#"{"fact":"delivery","id":"R1","at":"2026-03-02T10:00:00Z","seq":2,"on_time":true}"#;
/// let book = Book::read("facts.jsonl", [corrected, told])?;
/// assert_eq!(book.facts().count(), 1);
///
/// let other = corrected.replace("true", "false");
/// let faults = Book::read("facts.jsonl", [corrected, &other]).unwrap_err();
/// assert_eq!(faults.shown()[0].place.line, 2);
/// # Ok::<(), shopdesk::scoring::Faults>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Book {
    entries: Vec<Entry>,
    index: HashMap<Identity, usize>,
}

/// What makes a fact the same fact: shop, kind, id.
type Identity = (Option<String>, Kind, String);

/// The newest form of a fact, and the earlier ones.
#[derive(Debug, Clone)]
struct Entry {
    newest: Told,
    replaced: Vec<Told>,
}

/// A fact and where it was told.
#[derive(Debug, Clone)]
struct Told {
    fact: Fact,
    place: Place,
}

impl Book {
    /// Makes an empty book.
    pub fn new() -> Book {
        Book::default()
    }

    /// Reads a source of one fact per line; blank lines are passed over.
    pub fn read<L: AsRef<str>>(source: &str, lines: impl IntoIterator<Item = L>) -> Result<Book, Faults> {
        let mut book = Book::new();
        book.read_more(source, lines)?;
        Ok(book)
    }

    /// Reads one more source into the same book. After faults the book holds what was right.
    pub fn read_more<L: AsRef<str>>(&mut self, source: &str, lines: impl IntoIterator<Item = L>) -> Result<(), Faults> {
        let source: Arc<str> = source.into();
        let mut faults = Faults::default();
        for (line, number) in lines.into_iter().zip(1..) {
            let line = line.as_ref();
            if line.trim().is_empty() {
                continue;
            }
            let place = Place { source: Arc::clone(&source), line: number };
            let outcome = match Fact::parse(line) {
                Ok(fact) => self.add(fact, place),
                Err(error) => Err(Fault { place, cause: error.into() }),
            };
            if let Err(fault) = outcome {
                faults.push(fault);
            }
        }
        faults.or(())
    }

    /// Enters one fact.
    pub fn add(&mut self, fact: Fact, place: Place) -> Result<(), Fault> {
        let stamp = fact.stamp();
        let identity = (stamp.shop.clone(), fact.kind(), stamp.id.clone());
        let told = Told { fact, place };
        match self.index.get(&identity) {
            Some(&at) => self.entries[at].add(told),
            None => {
                self.index.insert(identity, self.entries.len());
                self.entries.push(Entry { newest: told, replaced: Vec::new() });
                Ok(())
            }
        }
    }

    /// Gives the facts that hold, in the order in which they were first told.
    pub fn facts(&self) -> impl Iterator<Item = (&Fact, &Place)> {
        let newest = self.entries.iter().map(|entry| (&entry.newest.fact, &entry.newest.place));
        newest.filter(|(fact, _)| !fact.stamp().void)
    }

    /// Says whether nothing was ever told.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Entry {
    fn add(&mut self, told: Told) -> Result<(), Fault> {
        let id = told.fact.stamp().id.clone();
        let first = self.newest.place.clone();
        let (Some(seq), Some(newest_seq)) = (told.seq(), self.newest.seq()) else {
            return Err(Fault { place: told.place, cause: Cause::RepeatWithoutSeq { id, first } });
        };
        let known = std::iter::once(&self.newest).chain(&self.replaced).find(|known| known.seq() == Some(seq));
        match known {
            Some(known) if known.fact == told.fact => {}
            Some(known) => {
                let first = known.place.clone();
                return Err(Fault { place: told.place, cause: Cause::SeqReused { id, seq, first } });
            }
            None if seq > newest_seq => self.replaced.push(std::mem::replace(&mut self.newest, told)),
            None => self.replaced.push(told),
        }
        Ok(())
    }
}

impl Told {
    fn seq(&self) -> Option<u64> {
        self.fact.stamp().seq
    }
}
