//! A range of numbers that says of each of its ends whether it belongs to it.

use num_traits::Zero;

use crate::scoring::number::Exact;

/// Which numbers are meant: `at_least = 80, at_most = 85`, or `below = 80`, or `above = 85`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Where it begins; nothing where it is open.
    pub low: Option<Edge>,
    /// Where it ends; nothing where it is open.
    pub high: Option<Edge>,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The boundary.
    pub value: Exact,
    /// Whether the boundary itself belongs to the range.
    pub included: bool,
}

impl Range {
    /// Says whether a number is meant.
    pub fn contains(&self, value: &Exact) -> bool {
        let above_low = match &self.low {
            None => true,
            Some(edge) => *value > edge.value || (edge.included && *value == edge.value),
        };
        let below_high = match &self.high {
            None => true,
            Some(edge) => *value < edge.value || (edge.included && *value == edge.value),
        };
        above_low && below_high
    }

    /// Gives the ends that it has, the lower first.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.low.iter().chain(&self.high)
    }

    /// Says whether no number at all is meant.
    pub fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low.value == high.value => !(low.included && high.included),
            (Some(low), Some(high)) => low.value > high.value,
            (None, _) | (_, None) => false,
        }
    }

    /// Says whether the next range begins exactly where this one ends.
    pub fn meets(&self, next: &Range) -> bool {
        match (&self.high, &next.low) {
            (Some(high), Some(low)) => high.value == low.value && high.included != low.included,
            (None, _) | (_, None) => false,
        }
    }

    /// Says whether it covers everything from 0 upwards to its end.
    pub fn starts_at_zero(&self) -> bool {
        self.low.as_ref().is_none_or(|edge| edge.included && edge.value <= Exact::zero())
    }
}
