//! What the shop kept in a month: its promises, type by type (E1), and its repairs (C5, N10).

use super::DeskError;
use crate::domain::order::kept::Kept;
use crate::domain::rules::IntakeRules;
use crate::domain::{OrderId, Stamp};
use crate::store::given_back::{CameBack, GivenBack};
use crate::store::keys;
use crate::store::reading::Reading;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// What was kept of cars that were given back in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    /// Each type of promise, in the order of the shop's list; those of which none was judged too.
    pub promises: Vec<PromiseRate>,
    /// Repairs that held, and those that did not.
    pub fix: FirstTimeFix,
}

/// How one type of promise fared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRate {
    /// Its id.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Kept.
    pub kept: usize,
    /// Kept or broken: what the rate is a share of.
    pub judged: usize,
    /// The customer released the shop from it; not in the rate.
    pub not_applicable: usize,
}

/// Orders of a month by whether their repair held (N10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstTimeFix {
    /// Repairs whose time to come back is over: what the rate is a share of.
    pub orders: usize,
    /// Those of them that came back in it.
    pub back: usize,
    /// Repairs that may still come back. They are not in the rate: as yet they could only lower it.
    pub open: usize,
    /// Those of them that came back already.
    pub open_back: usize,
    /// Maintenance, recalls and cars that left with the quote alone; not in the rate.
    pub no_repair: usize,
    /// Days within which a car has to come back for it.
    pub days: u32,
}

/// Counts the cars given back on the days from `from` to `to`, both inclusive.
pub fn page(
    reading: &Reading<'_>,
    (from, to): (NaiveDate, NaiveDate),
    rules: &IntakeRules,
    now: Stamp,
) -> Result<KeptPage, DeskError> {
    let after = to.succ_opt().unwrap_or(to);
    let rows: Vec<GivenBack> = reading.rows_between(&keys::given_back(from, ""), &keys::given_back(after, ""))?;
    Ok(KeptPage { promises: promises(&rows, rules), fix: first_time_fix(reading, &rows, rules.comeback_days, now)? })
}

fn promises(rows: &[GivenBack], rules: &IntakeRules) -> Vec<PromiseRate> {
    let (none, named) = (PromiseRate::default(), |text: &String| text.clone());
    let of_shop = rules.pledges.iter().map(|pledge| PromiseRate {
        id: named(&pledge.id),
        zh: named(&pledge.zh),
        en: named(&pledge.en),
        ..none.clone()
    });
    let mut rates: Vec<PromiseRate> = of_shop.collect();
    for (id, kept) in rows.iter().flat_map(|row| &row.promises) {
        let at = rates.iter().position(|rate| rate.id == *id).unwrap_or_else(|| {
            // A promise that the shop gives no longer keeps its id for a name.
            rates.push(PromiseRate { id: named(id), zh: named(id), en: named(id), ..none.clone() });
            rates.len() - 1
        });
        let rate = &mut rates[at];
        match kept {
            Kept::Kept => (rate.kept, rate.judged) = (rate.kept + 1, rate.judged + 1),
            Kept::Broken => rate.judged += 1,
            Kept::NotApplicable => rate.not_applicable += 1,
        }
    }
    rates
}

fn first_time_fix(reading: &Reading<'_>, rows: &[GivenBack], days: u32, now: Stamp) -> Result<FirstTimeFix, DeskError> {
    let mut fix = FirstTimeFix { days, ..FirstTimeFix::default() };
    let ids = || rows.iter().map(|row| &row.order);
    let (Some(first), Some(last)) = (ids().min(), ids().max()) else { return Ok(fix) };
    let (low, high) = (keys::came_back(first.as_str(), ""), keys::came_back_after(last.as_str()));
    let within = |at: Stamp, handed: Stamp| at.since(handed) <= i64::from(days) * DAY_MS;
    let mut back: BTreeMap<OrderId, Vec<Stamp>> = BTreeMap::new();
    for row in reading.rows_between::<CameBack>(&low, &high)? {
        back.entry(row.of).or_default().push(row.at);
    }
    for row in rows {
        let came_back = back.get(&row.order).is_some_and(|times| times.iter().any(|at| within(*at, row.at)));
        let (all, back) = match (row.repair, within(now, row.at)) {
            (false, _) => {
                fix.no_repair += 1;
                continue;
            }
            (true, true) => (&mut fix.open, &mut fix.open_back),
            (true, false) => (&mut fix.orders, &mut fix.back),
        };
        *all += 1;
        *back += usize::from(came_back);
    }
    Ok(fix)
}
