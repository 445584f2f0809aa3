//! 95 % intervals without floating point: roots at twelve decimals, rounded outwards.

use num_traits::{Signed, Zero};

use super::figures::form_sums;
use super::number::{Exact, fraction, root_rounded_up, whole};
use super::quantile;
use super::scheme::Spread;
use super::{Scheme, Tally};

/// The two bounds of an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub low: Exact,
    /// The upper bound.
    pub high: Exact,
}

/// Gives Wilson's interval for a share, in per cent; nothing where nobody was asked.
///
/// ```
/// use shopdesk::scoring::interval::wilson;
/// use shopdesk::scoring::number::two_decimals;
/// let interval = wilson(17, 20).unwrap();
/// assert_eq!((two_decimals(&interval.low), two_decimals(&interval.high)), ("63.96".into(), "94.76".into()));
/// ```
pub fn wilson(hits: u64, of: u64) -> Option<Interval> {
    if of == 0 {
        return None;
    }
    let (hits, of) = (whole(hits.min(of)), whole(of));
    let z = quantile::normal();
    let z_squared = &z * &z;
    let spread = &z_squared + whole(4) * &hits * (&of - &hits) / &of;
    let half = z * root_rounded_up(&spread);
    let middle = whole(2) * &hits + &z_squared;
    let scale = whole(100) / (whole(2) * (of + z_squared));
    Some(Interval {
        low: ((&middle - &half) * &scale).clamp(Exact::zero(), whole(100)),
        high: ((middle + half) * scale).clamp(Exact::zero(), whole(100)),
    })
}

/// Gives Student's interval for a mean of numbers that are known by their count, sum and sum of squares.
///
/// Nothing comes of fewer than two numbers. The bounds may pass what a number can be; the caller knows that limit.
pub fn student(number: u64, sum: &Exact, squares: &Exact) -> Option<Interval> {
    if number < 2 {
        return None;
    }
    let mean = sum / whole(number);
    let variance = (squares - sum * &mean) / whole(number - 1);
    debug_assert!(!variance.is_negative(), "a sum of squared distances is not below 0");
    let half = quantile::student(number - 1) * root_rounded_up(&(variance / whole(number)));
    Some(Interval { low: &mean - &half, high: mean + half })
}

/// Gives the adjusted Wald interval for a net promoter score, in per cent; nothing where nobody was asked.
///
/// Three answers are added, three quarters of one on either side, as is recommended for few answers (N13). The interval
/// is centred on the adjusted score, not on the raw one.
///
/// ```
/// use shopdesk::scoring::interval::net_promoter;
/// use shopdesk::scoring::number::two_decimals;
/// let interval = net_promoter(11, 3, 20).unwrap();
/// assert_eq!((two_decimals(&interval.low), two_decimals(&interval.high)), ("4.39".into(), "65.17".into()));
/// ```
pub fn net_promoter(promoters: u64, detractors: u64, of: u64) -> Option<Interval> {
    if of == 0 {
        return None;
    }
    let (added, of) = (fraction(3, 4)?, whole(of) + whole(3));
    let promoters = (whole(promoters) + &added) / &of;
    let detractors = (whole(detractors) + &added) / &of;
    let net = &promoters - &detractors;
    let variance = promoters + detractors - &net * &net;
    let half = quantile::normal() * root_rounded_up(&(variance / of));
    Some(Interval {
        low: ((&net - &half) * whole(100)).clamp(whole(-100), whole(100)),
        high: ((net + half) * whole(100)).clamp(whole(-100), whole(100)),
    })
}

/// Gives the interval of an external score, made as the scheme says. Its bounds may pass what a score can be.
///
/// Student's is made over the forms that have a score. Where blanks set the mean of the items apart from the mean of
/// the forms, the interval keeps its width and stands around the former.
pub fn of_external(scheme: &Scheme, tally: &Tally, external: &Exact) -> Option<Interval> {
    let worth = |value: &Exact| -> u64 {
        let grades = scheme.grades.iter().enumerate().filter(|(_, grade)| grade.points == *value);
        grades.map(|(grade, _)| tally.given(0, grade)).sum()
    };
    let answers = || (0..scheme.grades.len()).map(|grade| tally.given(0, grade)).sum();
    match scheme.external.interval {
        Spread::Wilson => wilson(worth(&scheme.full_marks), answers()),
        Spread::AdjustedWald => net_promoter(worth(&scheme.full_marks), worth(&-scheme.full_marks.clone()), answers()),
        Spread::Student => {
            let (number, sum, squares) = form_sums(tally);
            let Interval { low, high } = student(number, &sum, &squares)?;
            let moved = external - sum / whole(number);
            Some(Interval { low: low + &moved, high: high + moved })
        }
    }
}
