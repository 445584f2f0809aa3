//! 95 % intervals without floating point: roots at twelve decimals, rounded outwards.

use num_traits::{Signed, Zero};

use super::number::{Exact, root_rounded_up, whole};
use super::quantile;

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
