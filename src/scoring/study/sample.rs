//! A sample of scores, known by count, sum and sum of squares, and the difference of two.

use num_traits::Zero;
use serde::Serialize;

use crate::scoring::interval::{Interval, wilson};
use crate::scoring::number::{Exact, fraction, root_rounded_up, two_decimals, whole};
use crate::scoring::{FormScore, quantile};

/// Scores of some forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// How many.
    pub number: u64,
    /// Their sum.
    pub sum: Exact,
    /// The sum of their squares.
    pub squares: Exact,
}

/// How two figures stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The first is higher, and chance alone would hardly make it so.
    Higher,
    /// The first is lower, and chance alone would hardly make it so.
    Lower,
    /// The interval of the difference holds 0: the two are not different.
    NotDifferent,
    /// There are too few numbers to tell.
    TooFew,
}

/// The difference of two figures, with its 95 % interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The first less the second; nothing where one of the two is missing.
    pub difference: Option<String>,
    /// The lower end; nothing where there are too few numbers.
    pub low: Option<String>,
    /// The upper end.
    pub high: Option<String>,
    /// What it amounts to.
    pub verdict: Verdict,
}

impl Sample {
    /// Makes a sample of forms that earned their scores so often.
    pub fn of(scores: impl IntoIterator<Item = (FormScore, u64)>) -> Sample {
        let empty = Sample { number: 0, sum: Exact::zero(), squares: Exact::zero() };
        scores.into_iter().fold(empty, |sample, (score, times)| {
            let score = score.exact();
            let all = &score * whole(times);
            let squares = sample.squares + &all * score;
            Sample { number: sample.number + times, sum: sample.sum + all, squares }
        })
    }

    /// Gives what is left when a part of it is taken away.
    pub fn without(&self, part: &Sample) -> Sample {
        let number = self.number - part.number;
        Sample { number, sum: &self.sum - &part.sum, squares: &self.squares - &part.squares }
    }

    /// Gives the mean; nothing of nothing.
    pub fn mean(&self) -> Option<Exact> {
        (self.number > 0).then(|| &self.sum / whole(self.number))
    }

    /// Gives the variance of the mean; nothing of fewer than two numbers.
    fn variance_of_mean(&self) -> Option<Exact> {
        if self.number < 2 {
            return None;
        }
        let squared_distances = &self.squares - &self.sum * &self.sum / whole(self.number);
        Some(squared_distances / whole(self.number - 1) / whole(self.number))
    }
}

/// Compares two means by Welch's interval, which does not take the two to spread alike.
///
/// Where neither spreads at all there is nothing to measure chance by, and the verdict is that there are too few.
pub fn difference_of_means(one: &Sample, other: &Sample) -> Difference {
    let difference = one.mean().zip(other.mean()).map(|(one, other)| one - other);
    let interval = difference.as_ref().and_then(|difference| welch(difference, one, other));
    judged(difference, interval)
}

/// Compares two shares in per cent by Newcombe's interval, which is made of Wilson's.
pub fn difference_of_shares(one: (u64, u64), other: (u64, u64)) -> Difference {
    let share = |(hits, of): (u64, u64)| fraction(hits, of).map(|share| share * whole(100));
    let difference = share(one).zip(share(other)).map(|(one, other)| one - other);
    let interval = difference.as_ref().and_then(|difference| newcombe(difference, one, other));
    judged(difference, interval)
}

fn welch(difference: &Exact, one: &Sample, other: &Sample) -> Option<Interval> {
    let (first, second) = (one.variance_of_mean()?, other.variance_of_mean()?);
    let variance = &first + &second;
    if variance.is_zero() {
        return None;
    }
    let spread = &first * &first / whole(one.number - 1) + &second * &second / whole(other.number - 1);
    // Rounded down, the quantile and so the interval are never too small.
    let degrees = (&variance * &variance / spread).floor().to_integer();
    let half = quantile::student(u64::try_from(degrees).unwrap_or(u64::MAX)) * root_rounded_up(&variance);
    Some(Interval { low: difference - &half, high: difference + half })
}

fn newcombe(difference: &Exact, one: (u64, u64), other: (u64, u64)) -> Option<Interval> {
    let share = |(hits, of): (u64, u64)| fraction(hits, of).map(|share| share * whole(100));
    let (first, second) = (wilson(one.0, one.1)?, wilson(other.0, other.1)?);
    let (one, other) = (share(one)?, share(other)?);
    let root = |a: Exact, b: Exact| root_rounded_up(&(&a * &a + &b * &b));
    let down = root(&one - first.low, second.high - &other);
    let up = root(first.high - &one, &other - second.low);
    Some(Interval { low: difference - down, high: difference + up })
}

fn judged(difference: Option<Exact>, interval: Option<Interval>) -> Difference {
    let verdict = match &interval {
        None => Verdict::TooFew,
        Some(interval) if interval.low > Exact::zero() => Verdict::Higher,
        Some(interval) if interval.high < Exact::zero() => Verdict::Lower,
        Some(_) => Verdict::NotDifferent,
    };
    let (low, high) = interval.map(|interval| (two_decimals(&interval.low), two_decimals(&interval.high))).unzip();
    Difference { difference: difference.as_ref().map(two_decimals), low, high, verdict }
}
