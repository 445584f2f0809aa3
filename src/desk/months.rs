//! Months as counts, for trends. They come from the buckets of the index, one row a month, and no answer is read for
//! them. Only where a scheme makes of answers what buckets do not tell (see [`Bucket::tally`]) are the facts of a month
//! read; what came of that is kept until a fact of that very month changes.

use super::error::DeskError;
use super::rows::SchemeRow;
use super::{Desk, adopt};
#[cfg(doc)]
use crate::scoring::Bucket;
use crate::scoring::study::months::Month;
use crate::scoring::{Book, Scheme, Tally};
use crate::store::keys;
use crate::store::reading::Reading;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The most months that one question gets.
const MONTHS_MAX: u32 = 240;

/// What is known of months. A lock and no more: a month is worked out outside of it.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Of, Known>>);

/// Scheme, version, year, month.
type Of = (String, u32, i32, u32);

#[derive(Clone)]
struct Known {
    /// The journal line that had changed the month's facts last.
    as_of: u64,
    month: Month,
}

impl Cache {
    fn get(&self, of: &Of, as_of: u64) -> Option<Month> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(of).filter(|known| known.as_of == as_of).map(|known| known.month.clone())
    }

    fn put(&self, of: Of, as_of: u64, month: &Month) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(of, Known { as_of, month: month.clone() });
    }
}

impl Desk {
    /// The months up to that of `last` that have facts, the earliest first.
    pub(super) fn months(
        &self,
        reading: &Reading<'_>,
        scheme: &str,
        last: NaiveDate,
        limit: u32,
    ) -> Result<Vec<Month>, DeskError> {
        let text = self.scheme_text(scheme)?;
        let bad = |why: String| DeskError::BadConfig { file: scheme.to_string(), why };
        let scheme = Scheme::parse(scheme, &text).map_err(|error| bad(error.to_string()))?;
        let last = last.with_day(1).unwrap_or(last);
        let first = |back: u32| last.checked_sub_months(Months::new(back));
        let mut months = Vec::new();
        for on in (0..limit.min(MONTHS_MAX)).rev().filter_map(first) {
            months.push(self.month(reading, &scheme, on)?);
        }
        let begins = months.iter().position(|month| month.forms > 0).unwrap_or(months.len());
        Ok(months.split_off(begins))
    }

    /// The month that begins on `on`.
    fn month(&self, reading: &Reading<'_>, scheme: &Scheme, on: NaiveDate) -> Result<Month, DeskError> {
        let bucket = reading.counted(on, None)?.pop().map(|(_, bucket)| bucket).unwrap_or_default();
        if let Some(tally) = bucket.tally(scheme) {
            return Ok(Month::of(scheme, name(on), &tally));
        }
        let as_of = reading.facts_changed_in(on.year(), on.month());
        let of = (scheme.id.clone(), scheme.version, on.year(), on.month());
        if let Some(month) = self.months.get(&of, as_of) {
            return Ok(month);
        }
        let month = count(reading, scheme, on)?;
        self.months.put(of, as_of, &month);
        Ok(month)
    }
}

/// Reads and counts one month. Answers that the scheme cannot make sense of are left out of its trend.
fn count(reading: &Reading<'_>, scheme: &Scheme, on: NaiveDate) -> Result<Month, DeskError> {
    let after = on.checked_add_months(Months::new(1)).unwrap_or(on);
    let texts = reading.texts(&keys::facts_on(on), &keys::facts_on(after), usize::MAX)?;
    let mut tally = Tally::new();
    if let Ok(book) = Book::read("shop", &texts) {
        for (fact, _) in book.facts() {
            // A fact is counted whole or not at all.
            let _left_out = tally.add(scheme, fact);
        }
    }
    Ok(Month::of(scheme, name(on), &tally))
}

/// How a month is written: `2026-03`.
fn name(on: NaiveDate) -> String {
    format!("{:04}-{:02}", on.year(), on.month())
}

/// What there is to know of every scheme without its questions.
pub(super) fn schemes(texts: &adopt::Schemes) -> Vec<SchemeRow> {
    let row = |(id, text): (&String, &String)| {
        let scheme = Scheme::parse(id, text).ok()?;
        Some(SchemeRow {
            version: scheme.version,
            unverified: scheme.unverified.is_some(),
            approved: scheme.is_approved(),
            reads: scheme.reads().map(str::to_owned).collect(),
            id: scheme.id,
            zh: scheme.title.zh,
            en: scheme.title.en,
        })
    };
    texts.iter().filter_map(row).collect()
}
