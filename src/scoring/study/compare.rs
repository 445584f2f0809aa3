//! This period against the one before, and people against each other: what differs, and what is only chance.

use serde::Serialize;

use super::sample::{Difference, Sample, difference_of_means, difference_of_shares};
use crate::scoring::interval::Interval;
use crate::scoring::number::{Exact, two_decimals};
use crate::scoring::report::satisfied;
use crate::scoring::scheme::MeanOver;
use crate::scoring::select::Splitter;
use crate::scoring::{By, Day, Figures, Period, Scheme, Tally, interval};

/// Below so many scored forms nobody is ranked.
const RANKED_FORMS_MIN: u64 = 5;

/// This period against the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Before {
    /// The period before.
    pub period: Period,
    /// Its external score.
    pub external: Option<String>,
    /// Its forms with a score.
    pub n: u64,
    /// The mean score of the forms now, less that before.
    pub change: Difference,
    /// The rate of the satisfied now, less that before, in points of per cent.
    pub rate_change: Difference,
}

/// One group among others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// What its facts have in common; nothing for those that do not say.
    pub key: Option<String>,
    /// Forms with a score.
    pub n: u64,
    /// The external score.
    pub external: Option<String>,
    /// The lower end of its 95 % interval.
    pub low: Option<String>,
    /// The upper end.
    pub high: Option<String>,
    /// The groups whose whole interval lies below this one's. Nobody else is ranked below it.
    pub above: Vec<String>,
}

/// Finds the period before one with two ends: as many whole months, or else as many days.
///
/// ```
/// use shopdesk::scoring::study::compare::period_before;
/// use shopdesk::scoring::{Day, Period};
/// let day = |month, day| Day::new(2026, month, day);
/// let march = Period { from: day(3, 1), to: day(3, 31) };
/// assert_eq!(period_before(march), Some(Period { from: day(2, 1), to: day(2, 28) }));
/// let week = Period { from: day(3, 2), to: day(3, 8) };
/// assert_eq!(period_before(week), Some(Period { from: day(2, 23), to: day(3, 1) }));
/// ```
pub fn period_before(period: Period) -> Option<Period> {
    let (from, to) = (period.from?, period.to?);
    let last = from.days_later(-1)?;
    let next = to.days_later(1)?;
    let whole_months = from.day() == 1 && next.day() == 1;
    let first = if whole_months {
        let count = |day: Day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        let start = 2 * count(from) - count(next);
        let (year, month) = (start.div_euclid(12), start.rem_euclid(12) + 1);
        Day::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, 1)?
    } else {
        from.days_later(-next.days_since(from))?
    };
    Some(Period { from: Some(first), to: Some(last) })
}

/// Holds one period against another.
pub(super) fn before(scheme: &Scheme, period: Period, now: &Tally, then: &Tally) -> Before {
    let (sample, sample_then) = (Sample::of(now.scores()), Sample::of(then.scores()));
    let rate = |tally: &Tally| {
        let (_, hits, of) = satisfied(scheme, tally);
        (hits, of)
    };
    Before {
        period,
        external: Figures::of(scheme, then, None).external.map(|score| scheme.print_score(&score)),
        n: sample_then.number,
        change: difference_of_means(&sample, &sample_then),
        rate_change: difference_of_shares(rate(now), rate(then)),
    }
}

/// Ranks groups where their intervals are apart, and only there.
pub fn standings(scheme: &Scheme, groups: &[(Option<String>, Tally)]) -> Vec<Standing> {
    let known: Vec<Known<'_>> = groups.iter().map(|(key, tally)| Known::of(scheme, key.as_deref(), tally)).collect();
    let standing = |one: &Known<'_>| {
        let below = known.iter().filter(|other| one.is_above(other));
        let (low, high) = one.interval.as_ref().map(|of| (two_decimals(&of.low), two_decimals(&of.high))).unzip();
        Standing {
            key: one.key.map(str::to_owned),
            n: one.number,
            external: one.external.as_ref().map(|score| scheme.print_score(score)),
            low,
            high,
            above: below.filter_map(|other| other.key.map(str::to_owned)).collect(),
        }
    };
    known.iter().map(standing).collect()
}

/// The stages of a visit side by side, from the counts of whole forms; nothing where a mean goes over all forms
/// returned, as counts do not say which forms look at a stage at all.
pub fn stages(scheme: &Scheme, tally: &Tally) -> Option<Vec<Standing>> {
    if scheme.external.mean_over == MeanOver::Returned {
        return None;
    }
    let groups = Splitter::new(scheme, By::Stage).into_items();
    let groups: Vec<_> = groups.map(|(key, items)| (key.name(), tally.only(&items))).collect();
    Some(standings(scheme, &groups))
}

/// What a group is ranked by.
struct Known<'a> {
    key: Option<&'a str>,
    number: u64,
    external: Option<Exact>,
    interval: Option<Interval>,
}

impl Known<'_> {
    fn of<'a>(scheme: &Scheme, key: Option<&'a str>, tally: &Tally) -> Known<'a> {
        let external = Figures::of(scheme, tally, None).external;
        let interval = external.as_ref().and_then(|score| interval::of_external(scheme, tally, score));
        Known { key, number: Sample::of(tally.scores()).number, external, interval }
    }

    fn is_above(&self, other: &Known<'_>) -> bool {
        let enough = self.number >= RANKED_FORMS_MIN && other.number >= RANKED_FORMS_MIN;
        let apart =
            self.interval.as_ref().zip(other.interval.as_ref()).is_some_and(|(own, other)| other.high < own.low);
        enough && apart
    }
}
