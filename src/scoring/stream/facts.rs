//! Which of many facts hold, told by fingerprints alone. It decides as [`Book`](crate::scoring::Book) does.

use std::collections::BTreeMap;

use super::ids::{Fingerprint, Ids, Mint};
use super::line::{Line, Reader};
use crate::scoring::fact::Fact;
use crate::scoring::{Cause, Fault, Faults, Kind, Place};

/// How many facts that cannot be told apart are named; the rest are counted.
const NAMED_MAX: usize = 10;

/// The fact was counted in the second pass.
const DONE: u64 = 1;
/// An issued form of the period; a response that has come back by its end.
const MEANT: u64 = 2;
/// An issued form.
const ISSUED: u64 = 4;
/// The fact has a sequence number.
const NUMBERED: u64 = 8;
/// The fact is withdrawn.
const VOID: u64 = 16;
/// Where the number of the scheme stands, and what it may be at most.
const SCHEME_AT: u32 = 8;
const SCHEME_MAX: u64 = 61;
/// The number of a scheme that is not read, and that of none.
const OTHER_SCHEME: u64 = 62;
const NO_SCHEME: u64 = 63;
/// From here on the fingerprint of the content.
const CONTENT_AT: u32 = 16;

/// What a line is among the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It is to be counted.
    Holds,
    /// It was told before, was replaced, or cannot be told from another one.
    Passed,
}

/// The facts told so far.
#[derive(Debug, Default)]
pub(super) struct Facts {
    held: Ids,
    /// Earlier versions, each an id of its own.
    replaced: Ids,
    pass: Pass,
    /// A fact that was counted has been replaced.
    counted_replaced: bool,
    faulty: Vec<Faulty>,
    /// Faulty ones beyond those that are named.
    more: u64,
    /// Where the first facts of faulty ones were told, found in the second pass.
    first: BTreeMap<usize, Place>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Pass {
    #[default]
    First,
    Second,
}

/// A fact that cannot be told from another one; where that stands is found when the lines are read again.
#[derive(Debug)]
struct Faulty {
    fingerprint: Fingerprint,
    id: String,
    /// The number that both carry, where it is their content that differs.
    seq: Option<u64>,
    place: Place,
}

impl Facts {
    /// Enters one line.
    pub(super) fn tell(&mut self, mint: &Mint, line: &Line, place: &Place) -> Told {
        match self.pass {
            Pass::First => self.tell_first(mint, line, place),
            Pass::Second => self.tell_second(line.name, line.fact.stamp().seq, place),
        }
    }

    /// Says whether the lines must be read again, to count anew or to find where something was told first.
    pub(super) fn must_read_again(&self) -> bool {
        self.pass == Pass::First && (self.counted_replaced || !self.faulty.is_empty())
    }

    pub(super) fn begin_again(&mut self) {
        self.pass = Pass::Second;
    }

    /// Gives what cannot be told apart, once it is known where the first of each stands.
    pub(super) fn faults(&mut self) -> Option<Faults> {
        if self.pass == Pass::First || self.faulty.is_empty() {
            return None;
        }
        let mut faults = Faults::default();
        for (at, faulty) in std::mem::take(&mut self.faulty).into_iter().enumerate() {
            let first = self.first.remove(&at).unwrap_or_else(|| faulty.place.clone());
            let cause = match faulty.seq {
                Some(seq) => Cause::SeqReused { id: faulty.id, seq, first },
                None => Cause::RepeatWithoutSeq { id: faulty.id, first },
            };
            faults.push(Fault { place: faulty.place, cause });
        }
        faults.add_more(self.more);
        Some(faults)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.held.len() == 0
    }

    pub(super) fn len(&self) -> usize {
        self.held.len() + self.replaced.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.held.bytes() + self.replaced.bytes()
    }

    /// Counts the forms issued in the period, and those of them that came back.
    pub(super) fn issued_and_returned(&self) -> (u64, u64) {
        let meant = |mark: u64| mark & MEANT != 0;
        let mut counts = (0, 0);
        for (issued, entry) in self.held.iter().filter(|(_, entry)| entry.mark & ISSUED != 0 && meant(entry.mark)) {
            counts.0 += 1;
            let back = self.held.find(issued.of_kind(Kind::Issued).of_kind(Kind::Response));
            let asked = scheme_number(entry.mark);
            let fits = |mark: u64| meant(mark) && (asked == NO_SCHEME || asked == scheme_number(mark));
            counts.1 += u64::from(back.is_some_and(|back| fits(back.mark)));
        }
        counts
    }

    fn tell_first(&mut self, mint: &Mint, line: &Line, place: &Place) -> Told {
        let Line { fact, name: fingerprint, mark, .. } = line;
        let (fingerprint, mark) = (*fingerprint, *mark);
        let (seq, id) = (fact.stamp().seq, &fact.stamp().id);
        let (entry, known) = self.held.enter(fingerprint);
        if !known {
            (entry.seq, entry.mark) = (seq.unwrap_or_default(), mark);
            return Told::Holds;
        }
        let before = *entry;
        let (Some(seq), true) = (seq, before.mark & NUMBERED != 0) else {
            return self.blame(Faulty { fingerprint, id: id.clone(), seq: None, place: place.clone() });
        };
        if seq > before.seq {
            (entry.seq, entry.mark) = (seq, mark);
            let (older, _) = self.replaced.enter(mint.of_version(fingerprint, before.seq));
            older.mark = before.mark;
            // Nothing was counted of a fact that was withdrawn.
            let counted = before.mark & VOID == 0;
            self.counted_replaced |= counted;
            return if counted { Told::Passed } else { Told::Holds };
        }
        let known = if seq == before.seq {
            before.mark
        } else {
            let (older, known) = self.replaced.enter(mint.of_version(fingerprint, seq));
            older.mark = if known { older.mark } else { mark };
            older.mark
        };
        if known >> CONTENT_AT == mark >> CONTENT_AT {
            return Told::Passed;
        }
        self.blame(Faulty { fingerprint, id: id.clone(), seq: Some(seq), place: place.clone() })
    }

    fn tell_second(&mut self, fingerprint: Fingerprint, seq: Option<u64>, place: &Place) -> Told {
        let same = |faulty: &Faulty| faulty.fingerprint == fingerprint && (faulty.seq.is_none() || faulty.seq == seq);
        for at in (0..self.faulty.len()).filter(|at| same(&self.faulty[*at])) {
            self.first.entry(at).or_insert_with(|| place.clone());
        }
        let (entry, _) = self.held.enter(fingerprint);
        if entry.mark & DONE != 0 || entry.seq != seq.unwrap_or_default() {
            return Told::Passed;
        }
        entry.mark |= DONE;
        Told::Holds
    }

    fn blame(&mut self, faulty: Faulty) -> Told {
        if self.faulty.len() < NAMED_MAX {
            self.faulty.push(faulty);
        } else {
            self.more += 1;
        }
        Told::Passed
    }
}

/// What is kept of a fact beside its name and number.
pub(super) fn mark(reader: &Reader<'_>, fact: &Fact) -> u64 {
    let Reader { scheme, period, mint } = reader;
    let stamp = fact.stamp();
    let day = stamp.at.day();
    let number = |asked: &str| {
        let at = scheme.reads().position(|id| id == asked);
        at.map_or(OTHER_SCHEME, |at| (at as u64).min(SCHEME_MAX))
    };
    let (scheme, meant, issued) = match fact {
        Fact::Issued(fact) => {
            let asked = fact.scheme.as_deref().map_or(NO_SCHEME, number);
            (asked, asked != OTHER_SCHEME && period.contains(day), ISSUED)
        }
        Fact::Response(fact) => {
            let asked = number(&fact.scheme);
            (asked, asked != OTHER_SCHEME && period.to.is_none_or(|to| day <= to), 0)
        }
        Fact::Delivery(_) | Fact::Complaint(_) | Fact::Attempt(_) => (NO_SCHEME, false, 0),
    };
    let flag = |flag: u64, is_set: bool| if is_set { flag } else { 0 };
    let flags =
        issued | flag(MEANT, meant && !stamp.void) | flag(VOID, stamp.void) | flag(NUMBERED, stamp.seq.is_some());
    // Without a number a repeat is refused, whatever it holds.
    let content = if stamp.seq.is_some() { mint.content(fact) } else { 0 };
    flags | scheme << SCHEME_AT | content << CONTENT_AT
}

fn scheme_number(mark: u64) -> u64 {
    (mark >> SCHEME_AT) & NO_SCHEME
}
