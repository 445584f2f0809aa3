//! Which item moves the score: rank correlation of each item with the rest of the form.
//!
//! The item is held against the score of the *other* items, or it would correlate with itself. Spearman's coefficient
//! asks only for order, so it does not matter that grades are not evenly spaced.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;
use serde::Serialize;

use crate::scoring::engine::forms;
use crate::scoring::number::{Exact, root_rounded_up, two_decimals, whole};
use crate::scoring::scheme::Item;
use crate::scoring::select::Selected;
use crate::scoring::{Figures, ItemFigures, Scheme};

/// Below so many forms a correlation says nothing.
const FORMS_MIN: u64 = 10;

/// How an item moves the score, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Driver {
    /// The item.
    pub item: String,
    /// Forms that answer it and something else.
    pub n: u64,
    /// Spearman's rank correlation with the rest of the form; nothing below ten forms, or where all are alike.
    pub correlation: Option<String>,
    /// The mean of its points.
    pub mean: Option<String>,
    /// Importance and performance together; nothing without a correlation.
    pub place: Option<Place>,
}

/// Importance × performance, each against the middle of the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// It moves the score and stands low: begin here.
    FixFirst,
    /// It moves the score and stands well.
    KeepUp,
    /// It stands low and moves the score less.
    Later,
    /// It stands well and moves the score less.
    Enough,
}

/// What each item has to do with the rest of the forms, in scheme order.
pub(super) fn drivers(scheme: &Scheme, selected: &[Selected<'_>], figures: &Figures) -> Vec<Driver> {
    let forms = forms(selected);
    let mut tables: Vec<BTreeMap<(Exact, Exact), u64>> = vec![BTreeMap::new(); scheme.items.len()];
    for form in &forms {
        let all: Vec<(usize, usize)> = form.sheet.picks().collect();
        for (item, grade) in &all {
            let others: Vec<usize> = all.iter().map(|(item, _)| *item).filter(|other| other != item).collect();
            if let Some(rest) = form.sheet.only(&others).share(scheme) {
                *tables[*item].entry((scheme.grades[*grade].points.clone(), rest)).or_default() += 1;
            }
        }
    }
    let known: Vec<(u64, Option<Exact>)> = tables.iter().map(spearman).collect();
    let importance = median(known.iter().filter_map(|(_, rho)| rho.clone()).collect());
    let performance = median(figures.items.iter().filter_map(|item| item.mean.clone()).collect());
    let driver = |((item, figures), (n, rho)): ((&Item, &ItemFigures), (u64, Option<Exact>))| {
        let moves = rho.as_ref().zip(importance.as_ref()).map(|(rho, middle)| rho >= middle);
        let stands = figures.mean.as_ref().zip(performance.as_ref()).map(|(mean, middle)| mean >= middle);
        let place = moves.zip(stands).map(|both| match both {
            (true, false) => Place::FixFirst,
            (true, true) => Place::KeepUp,
            (false, false) => Place::Later,
            (false, true) => Place::Enough,
        });
        let (correlation, mean) = (rho.as_ref().map(two_decimals), figures.mean.as_ref().map(two_decimals));
        Driver { item: item.id.clone(), n, correlation, mean, place }
    };
    scheme.items.iter().zip(&figures.items).zip(known).map(driver).collect()
}

/// Spearman's coefficient of pairs with ties, from how often each pair comes.
fn spearman(pairs: &BTreeMap<(Exact, Exact), u64>) -> (u64, Option<Exact>) {
    let n: u64 = pairs.values().sum();
    if n < FORMS_MIN {
        return (n, None);
    }
    let first = ranks(pairs.iter().map(|((one, _), times)| (one, *times)));
    let second = ranks(pairs.iter().map(|((_, other), times)| (other, *times)));
    // Ranks are doubled, so that the middle of tied ones is whole, and taken from their mean n + 1.
    let from_mean = |rank: &BigInt| rank - BigInt::from(n + 1);
    let (mut both, mut one_squared, mut other_squared) = (BigInt::zero(), BigInt::zero(), BigInt::zero());
    for ((one, other), times) in pairs {
        let (x, y) = (from_mean(&first[one]), from_mean(&second[other]));
        both += &x * &y * BigInt::from(*times);
        one_squared += &x * &x * BigInt::from(*times);
        other_squared += &y * &y * BigInt::from(*times);
    }
    let spread = one_squared * other_squared;
    if spread.is_zero() {
        return (n, None);
    }
    let rho = Exact::from_integer(both) / root_rounded_up(&Exact::from_integer(spread));
    (n, Some(rho))
}

/// Twice the middle rank of each value.
fn ranks<'a>(values: impl Iterator<Item = (&'a Exact, u64)>) -> BTreeMap<&'a Exact, BigInt> {
    let mut times: BTreeMap<&Exact, u64> = BTreeMap::new();
    for (value, number) in values {
        *times.entry(value).or_default() += number;
    }
    let mut before = 0_u64;
    let rank = |(value, number): (&'a Exact, u64)| {
        // Ranks before + 1 to before + number: twice their middle is the sum of both ends.
        let doubled = BigInt::from(before + 1) + BigInt::from(before + number);
        before += number;
        (value, doubled)
    };
    times.into_iter().map(rank).collect()
}

fn median(mut values: Vec<Exact>) -> Option<Exact> {
    values.sort();
    let (half, odd) = (values.len() / 2, values.len() % 2 == 1);
    match values.as_slice() {
        [] => None,
        all if odd => Some(all[half].clone()),
        all => Some((&all[half - 1] + &all[half]) / whole(2)),
    }
}
