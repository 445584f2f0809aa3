//! Points and weights as whole numbers.
//!
//! A scheme may give 5/6 of a point; a million answers are still summed in machine integers, because all points of a
//! scheme share one unit and all weights another.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use crate::scoring::number::Exact;

/// The largest whole number that a scheme may come to: products of two, summed over any number of items, fit `i128`.
const UNIT_MAX: i64 = 1 << 48;

/// Points and weights of a scheme in their smallest common units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Units {
    /// Points of each grade.
    pub(crate) points: Vec<i64>,
    /// Full marks of an item, in the unit of the points.
    pub(crate) full_marks: i64,
    /// Weight of each item.
    pub(crate) weights: Vec<i64>,
}

impl Units {
    /// Finds the units, or nothing where they would be too small to count in.
    pub(super) fn of<'a>(
        points: impl Iterator<Item = &'a Exact>,
        full_marks: &'a Exact,
        weights: impl Iterator<Item = &'a Exact>,
    ) -> Option<Units> {
        let mut points = in_common_unit(points.chain(std::iter::once(full_marks)).collect())?;
        let full_marks = points.pop()?;
        Some(Units { points, full_marks, weights: in_common_unit(weights.collect())? })
    }
}

fn in_common_unit(values: Vec<&Exact>) -> Option<Vec<i64>> {
    let unit = values.iter().fold(BigInt::one(), |unit, value| unit.lcm(value.denom()));
    let count =
        |value: &Exact| (value.numer() * (&unit / value.denom())).to_i64().filter(|count| count.abs() <= UNIT_MAX);
    values.into_iter().map(count).collect()
}
