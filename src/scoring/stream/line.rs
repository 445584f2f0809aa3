//! What of a line follows from the line alone. Lines can be read on several threads; only then comes what the lines
//! before them decide.

use super::facts;
use super::ids::{Fingerprint, Mint};
use crate::scoring::sheet::{self, Reading};
use crate::scoring::{Cause, Fact, FactError, Period, Scheme};

/// A fact and what it is to a scheme.
pub(super) struct Line {
    pub(super) fact: Fact,
    pub(super) name: Fingerprint,
    /// What is kept of it beside its name and number.
    pub(super) mark: u64,
    /// The fact is one of the period.
    pub(super) within: bool,
    /// Nothing where it does not count whatever came before.
    pub(super) reading: Option<Result<Reading, Cause>>,
}

/// Reads lines under a scheme.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) period: Period,
    pub(super) mint: Mint,
}

impl Reader<'_> {
    /// Reads one line; nothing where it is blank.
    pub(super) fn line(&self, text: &str) -> Option<Result<Line, FactError>> {
        (!text.trim().is_empty()).then(|| Fact::parse(text).map(|fact| self.weigh(fact)))
    }

    fn weigh(&self, fact: Fact) -> Line {
        let stamp = fact.stamp();
        let within = self.period.contains(stamp.at.day());
        let name = self.mint.fingerprint(&(stamp.shop.as_deref(), &stamp.id)).of_kind(fact.kind());
        let mark = facts::mark(self, &fact);
        let reading = (within && !stamp.void).then(|| sheet::reading(self.scheme, &fact));
        Line { fact, name, mark, within, reading }
    }
}
