//! The counts of a month that a trend is made of. They stay small however many answers a month has, so that a chart
//! over years is drawn without reading the answers of those years again.

use serde::{Deserialize, Serialize};

use super::chart::{self, Chart};
use super::sample::{Difference, Sample, difference_of_means, difference_of_shares};
use crate::scoring::number::Exact;
use crate::scoring::report::satisfied;
use crate::scoring::{Figures, Scheme, Tally};

/// One month under one scheme. Exact numbers are written as fractions, such as `845/10`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// The month, written 2026-03.
    pub month: String,
    /// The external score; nothing where nobody answered.
    pub external: Option<String>,
    /// Forms, with a score or without.
    pub forms: u64,
    /// Forms with a score.
    pub scored: u64,
    /// The sum of the scores of the forms.
    pub sum: String,
    /// The sum of their squares.
    pub squares: String,
    /// What is satisfied: forms, or answers where the scheme counts those.
    pub satisfied: u64,
    /// Of how many.
    pub of: u64,
}

impl Month {
    /// Takes from a month's tally what a trend needs.
    pub fn of(scheme: &Scheme, month: String, tally: &Tally) -> Month {
        let sample = Sample::of(tally.scores());
        let (_, satisfied, of) = satisfied(scheme, tally);
        Month {
            month,
            external: Figures::of(scheme, tally, None).external.as_ref().map(Exact::to_string),
            forms: tally.forms(),
            scored: sample.number,
            sum: sample.sum.to_string(),
            squares: sample.squares.to_string(),
            satisfied,
            of,
        }
    }

    /// The external score as a number.
    pub fn external(&self) -> Option<Exact> {
        self.external.as_deref()?.parse().ok()
    }

    /// The mean score of the forms: what [`change`] holds against that of another month.
    pub fn mean(&self) -> Option<Exact> {
        let sample = self.sample()?;
        (sample.number > 0).then(|| sample.sum / crate::scoring::number::whole(sample.number))
    }

    fn sample(&self) -> Option<Sample> {
        Some(Sample { number: self.scored, sum: self.sum.parse().ok()?, squares: self.squares.parse().ok()? })
    }
}

/// Draws the charts of score and rate over months in order; months without answers have no point.
///
/// ```
/// use shopdesk::scoring::study::months::{Month, change, charts};
/// use shopdesk::scoring::{Book, Scheme, Tally, scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let empty = Month::of(&scheme, "2026-03".into(), &Tally::new());
/// assert!(charts(&[empty.clone()]).0.points.is_empty());
/// assert!(change(&empty, &empty).is_some_and(|change| change.difference.is_none()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn charts(months: &[Month]) -> (Chart, Chart) {
    let score = |month: &Month| Some((month.month.clone(), month.external()?, month.forms));
    let scores: Vec<_> = months.iter().filter_map(score).collect();
    let rates: Vec<_> = months.iter().map(|month| (month.month.clone(), month.satisfied, month.of)).collect();
    (chart::xmr(&scores), chart::p(&rates))
}

/// The mean score of the forms of one month, less that of another; nothing where the counts cannot be read.
pub fn change(now: &Month, then: &Month) -> Option<Difference> {
    Some(difference_of_means(&now.sample()?, &then.sample()?))
}

/// The rate of the satisfied of one month, less that of another, in points of per cent.
pub fn rate_change(now: &Month, then: &Month) -> Difference {
    difference_of_shares((now.satisfied, now.of), (then.satisfied, then.of))
}
