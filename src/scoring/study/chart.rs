//! Control charts: which month is a signal, and which is only chance (N14).
//!
//! The limits come from all points but the last, so that a new point is judged by those before it and cannot widen the
//! limits that it is held against.

use num_traits::{Signed, Zero};
use serde::Serialize;

use crate::scoring::number::{Exact, fraction, root_rounded_up, two_decimals, whole};

/// The fewest points that limits are made of.
const BASE_MIN: usize = 5;
/// So many points in a row on one side of the middle are a signal.
const RUN: usize = 8;
/// So many points in a row, each above or each below the one before, are a signal.
const TREND: usize = 6;

/// Why a point is a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// It lies outside the limits.
    Outside,
    /// It is at least the eighth in a row on one side of the middle.
    Run,
    /// It is at least the sixth in a row that rises, or that falls.
    Trend,
}

/// One point of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What it belongs to, for example a month.
    pub key: String,
    /// Its value.
    pub value: String,
    /// How many numbers it rests on.
    pub n: u64,
    /// The lower limit for it; nothing where there are too few points.
    pub low: Option<String>,
    /// The upper limit.
    pub high: Option<String>,
    /// Why it is a signal; empty where it is not.
    pub signals: Vec<Signal>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The middle; nothing where there are too few points.
    pub middle: Option<String>,
    /// The mean distance from one point to the next, on a chart of single values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moving_range: Option<String>,
    /// The points in order.
    pub points: Vec<Point>,
}

/// Draws a chart of single values and moving ranges (XmR).
///
/// ```
/// use shopdesk::scoring::number::read;
/// use shopdesk::scoring::study::chart::{Signal, xmr};
/// let months = ["84.2", "85.1", "83.7", "86.0", "84.9", "79.1"];
/// let points = months.map(|value| (value.to_owned(), read(value).unwrap(), 20));
/// let chart = xmr(&points);
/// assert_eq!(chart.middle.as_deref(), Some("84.78"));
/// let last = chart.points.last().unwrap();
/// assert_eq!((last.low.as_deref(), last.high.as_deref()), (Some("80.99"), Some("88.57")));
/// assert_eq!(last.signals, [Signal::Outside]);
/// ```
pub fn xmr(points: &[(String, Exact, u64)]) -> Chart {
    let values: Vec<&Exact> = points.iter().map(|(_, value, _)| value).collect();
    let base = base(&values);
    let middle = base.map(mean);
    let moving_range =
        base.map(|base| mean(&base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect::<Vec<_>>()));
    // 3 ÷ d2 for two values, d2 = 1.128.
    let factor = fraction(266, 100).unwrap_or_else(Exact::zero);
    let half = moving_range.as_ref().map(|range| range * factor);
    let limits = |_: usize| Some((middle.as_ref()? - half.as_ref()?, middle.as_ref()? + half.as_ref()?));
    let named = points.iter().map(|(key, _, n)| (key.clone(), *n)).collect();
    Chart {
        middle: middle.as_ref().map(two_decimals),
        moving_range: moving_range.as_ref().map(two_decimals),
        points: drawn(named, &values, middle.as_ref(), limits),
    }
}

/// Draws a chart of shares (p): each point has limits after the number that it rests on.
///
/// A point is its name, how many are meant, and of how many; one that rests on nothing is left out.
pub fn p(points: &[(String, u64, u64)]) -> Chart {
    let points: Vec<&(String, u64, u64)> = points.iter().filter(|(_, _, of)| *of > 0).collect();
    let share = |hits: u64, of: u64| fraction(hits, of).map_or_else(Exact::zero, |share| share * whole(100));
    let values: Vec<Exact> = points.iter().map(|(_, hits, of)| share(*hits, *of)).collect();
    let values: Vec<&Exact> = values.iter().collect();
    let middle = base(&values).map(|base| {
        let of_base = points.iter().take(base.len());
        let (hits, of) = of_base.fold((0, 0), |(hits, of), point| (hits + point.1, of + point.2));
        share(hits, of)
    });
    let limits = |at: usize| {
        let middle = middle.as_ref()?;
        let half = whole(3) * root_rounded_up(&(middle * (whole(100) - middle) / whole(points[at].2)));
        Some(((middle - &half).max(whole(0)), (middle + half).min(whole(100))))
    };
    let named = points.iter().map(|(key, _, of)| (key.clone(), *of)).collect();
    Chart {
        middle: middle.as_ref().map(two_decimals),
        moving_range: None,
        points: drawn(named, &values, middle.as_ref(), limits),
    }
}

/// The points that limits are made of: all but the last, if there are enough.
fn base<'a, 'b>(values: &'a [&'b Exact]) -> Option<&'a [&'b Exact]> {
    let (_, base) = values.split_last()?;
    (base.len() >= BASE_MIN).then_some(base)
}

fn mean<E: std::borrow::Borrow<Exact>>(values: &[E]) -> Exact {
    let sum = values.iter().fold(Exact::zero(), |sum, value| sum + value.borrow());
    if values.is_empty() { sum } else { sum / whole(values.len()) }
}

fn drawn(
    named: Vec<(String, u64)>,
    values: &[&Exact],
    middle: Option<&Exact>,
    limits: impl Fn(usize) -> Option<(Exact, Exact)>,
) -> Vec<Point> {
    let point = |(at, (key, n)): (usize, (String, u64))| {
        let limits = limits(at);
        let outside = limits.as_ref().is_some_and(|(low, high)| values[at] < low || values[at] > high);
        let checks = [
            (Signal::Outside, outside),
            (Signal::Run, middle.is_some_and(|middle| is_run(&values[..=at], middle))),
            (Signal::Trend, middle.is_some() && is_trend(&values[..=at])),
        ];
        let signals = checks.into_iter().filter(|(_, met)| *met).map(|(signal, _)| signal).collect();
        let (low, high) = limits.map(|(low, high)| (two_decimals(&low), two_decimals(&high))).unzip();
        Point { key, value: two_decimals(values[at]), n, low, high, signals }
    };
    named.into_iter().enumerate().map(point).collect()
}

fn is_run(up_to: &[&Exact], middle: &Exact) -> bool {
    let Some(from) = up_to.len().checked_sub(RUN) else { return false };
    let last = &up_to[from..];
    last.iter().all(|value| *value > middle) || last.iter().all(|value| *value < middle)
}

fn is_trend(up_to: &[&Exact]) -> bool {
    let Some(from) = up_to.len().checked_sub(TREND) else { return false };
    let last = &up_to[from..];
    last.windows(2).all(|pair| pair[1] > pair[0]) || last.windows(2).all(|pair| pair[1] < pair[0])
}
