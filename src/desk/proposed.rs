//! Months and years whose score fires a rule (S19 c, S17 level 3): proposed until a corrective action is opened for them.
//!
//! The scores come from the counters of the index, a row for each month; where those do not tell what the scheme makes of
//! the answers, the facts of the month are read once and what came of it is kept until one of them changes.

use super::Desk;
use super::error::DeskError;
use super::rows::ProposedRow;
use crate::domain::capa::fired::level;
use crate::domain::capa::open::{is_open_for, is_yearly};
use crate::domain::capa::{On, Trigger};
use crate::scoring::scheme::{CallsFor, When};
use crate::scoring::study::project::called_by_whole;
use crate::scoring::{Book, Bucket, Figures, Scheme, Tally};
use crate::store::keys;
use crate::store::reading::Reading;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Months that are looked back to.
const MONTHS: u32 = 12;

/// Rule, what it calls for, and the score.
type Called = (String, CallsFor, String);

/// Scheme, version and period.
type Of = (String, u32, String);

/// What is known of periods: as of which journal line, and what fires.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Of, (u64, Vec<Called>)>>);

/// A month or year that is over.
struct Ended {
    name: String,
    months: Vec<NaiveDate>,
    yearly: bool,
}

impl Desk {
    /// The periods whose score fires a rule and for which no corrective action was opened, the newest first.
    pub(super) fn proposed(&self, reading: &Reading<'_>) -> Result<Vec<ProposedRow>, DeskError> {
        let rules = self.rules();
        let Some(scheme) = rules.survey.watched.as_deref().filter(|scheme| scheme.is_approved()) else {
            return Ok(Vec::new());
        };
        if !scheme.triggers.iter().any(|trigger| is_on_whole(&trigger.when)) {
            return Ok(Vec::new());
        }
        let mut proposed = Vec::new();
        for period in ended(self.now().day()) {
            for (rule, calls_for, score) in self.fired_in(reading, scheme, &period)? {
                let on = On::Period { score: score.clone() };
                let trigger = Trigger { rule, scheme: scheme.id.clone(), version: scheme.version, on };
                if is_yearly(calls_for) == period.yearly && !is_open_for(reading, &trigger, &period.name)? {
                    let (level, period) = (level(calls_for), period.name.clone());
                    proposed.push(ProposedRow { trigger, level, period, score });
                }
            }
        }
        Ok(proposed)
    }

    fn fired_in(&self, reading: &Reading<'_>, scheme: &Scheme, period: &Ended) -> Result<Vec<Called>, DeskError> {
        let of: Of = (scheme.id.clone(), scheme.version, period.name.clone());
        let changed = period.months.iter().map(|on| reading.facts_changed_in(on.year(), on.month()));
        let as_of = changed.max().unwrap_or(0);
        let lock = || self.proposals.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().get(&of).filter(|(known, _)| *known == as_of) {
            return Ok(known.clone());
        }
        let tally = counted(reading, scheme, period)?;
        let fired = called_by_whole(scheme, &Figures::of(scheme, &tally, None));
        lock().insert(of, (as_of, fired.clone()));
        Ok(fired)
    }
}

fn is_on_whole(when: &When) -> bool {
    match when {
        When::External(_) | When::Total(_) => true,
        When::Answer(_) | When::Form(_) | When::Opinion(_) => false,
    }
}

/// The months that are over, the newest first, and the year before this one.
fn ended(today: NaiveDate) -> Vec<Ended> {
    let first = today.with_day(1).unwrap_or(today);
    let months = (1..=MONTHS).filter_map(|back| first.checked_sub_months(Months::new(back)));
    let month = |on: NaiveDate| Ended { name: on.format("%Y-%m").to_string(), months: vec![on], yearly: false };
    let year = today.year() - 1;
    let all = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1)).collect();
    months.map(month).chain([Ended { name: format!("{year:04}"), months: all, yearly: true }]).collect()
}

fn counted(reading: &Reading<'_>, scheme: &Scheme, period: &Ended) -> Result<Tally, DeskError> {
    let mut bucket = Bucket::default();
    for on in &period.months {
        for (_, of_month) in reading.counted(*on, None)? {
            bucket.merge(&of_month);
        }
    }
    match bucket.tally(scheme) {
        Some(tally) => Ok(tally),
        None => read(reading, scheme, &period.months),
    }
}

/// Counts the facts themselves. Answers that the scheme cannot make sense of are left out.
fn read(reading: &Reading<'_>, scheme: &Scheme, months: &[NaiveDate]) -> Result<Tally, DeskError> {
    let mut tally = Tally::new();
    for on in months {
        let after = on.checked_add_months(Months::new(1)).unwrap_or(*on);
        let texts = reading.texts(&keys::facts_on(*on), &keys::facts_on(after), usize::MAX)?;
        let Ok(book) = Book::read("shop", &texts) else { continue };
        for (fact, _) in book.facts() {
            // A fact is counted whole or not at all.
            let _left_out = tally.add(scheme, fact);
        }
    }
    Ok(tally)
}
