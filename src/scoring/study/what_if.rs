//! How many answers must become better for the score to reach the next band (feature 66).

use serde::Serialize;

use crate::scoring::number::{Exact, print_exact, whole};
use crate::scoring::scheme::{Edge, Item, MeanOf, MeanOver};
use crate::scoring::{Figures, Scheme, Tally};

/// How far one figure is from its next band, in answers of one grade that would have to be the best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// The figure: `external` or `total`.
    pub figure: &'static str,
    /// The band that it would reach.
    pub band: String,
    /// Where that band begins.
    pub at: String,
    /// Whether the figure must lie above that, and not only on it.
    pub above: bool,
    /// The points of the answers that would change.
    pub from_points: String,
    /// The points that they would have.
    pub to_points: String,
    /// How many of them, changed where each helps most; nothing where all of them are not enough.
    pub answers: Option<u64>,
    /// How many such answers there are.
    pub of: u64,
    /// Where they would change: item and number.
    pub items: Vec<(String, u64)>,
    /// The items with such answers, the most helpful first.
    pub gains: Vec<Gain>,
}

/// What better answers of one item would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gain {
    /// The item.
    pub item: String,
    /// How many answers of that grade it has.
    pub of: u64,
    /// What each of them would add to the figure, as a number or fraction.
    pub adds: String,
}

/// Works it out for both figures and every grade below the best.
pub(super) fn what_if(scheme: &Scheme, tally: &Tally, figures: &Figures) -> Vec<WhatIf> {
    if !is_mean_of_items(scheme, tally) {
        return Vec::new();
    }
    let weight = scheme.external.weight.clone();
    let scaled = [("external", &figures.external, whole(1)), ("total", &figures.total, weight)];
    // Without other parts the two are one figure.
    let has_total = scheme.internal.is_some() || !scheme.parts.is_empty();
    let scaled = scaled.into_iter().filter(|(figure, _, _)| *figure == "external" || has_total);
    let mut all = Vec::new();
    for (figure, score, scale) in scaled {
        let Some(score) = score else { continue };
        let Some((band, edge)) = next_band(scheme, score) else { continue };
        for (index, grade) in scheme.grades.iter().enumerate().filter(|(_, grade)| grade.points < scheme.points_max()) {
            let gain = (scheme.points_max() - &grade.points) * &scale;
            let steps = steps(scheme, tally, figures, index, &gain);
            let (answers, items) = fewest(scheme, score, edge, &steps);
            all.push(WhatIf {
                figure,
                band: band.to_owned(),
                at: print_exact(&edge.value),
                above: !edge.included,
                from_points: print_exact(&grade.points),
                to_points: print_exact(&scheme.points_max()),
                answers,
                of: steps.iter().map(|step| step.given).sum(),
                items,
                gains: steps.iter().map(|step| step.gain(scheme)).collect(),
            });
        }
    }
    all
}

/// Answers of one item that could be better, and what each would add to the figure.
struct Step {
    item: usize,
    given: u64,
    adds: Exact,
}

impl Step {
    fn gain(&self, scheme: &Scheme) -> Gain {
        Gain { item: scheme.items[self.item].id.clone(), of: self.given, adds: self.adds.to_string() }
    }
}

/// Where no form has blanks, the mean of the forms is that of the items.
fn is_mean_of_items(scheme: &Scheme, tally: &Tally) -> bool {
    match scheme.external.mean_of {
        MeanOf::Items => true,
        MeanOf::Forms => {
            let answered = |item: usize| (0..scheme.grades.len()).map(|grade| tally.given(item, grade)).sum::<u64>();
            scheme.external.mean_over == MeanOver::Answers
                && (0..scheme.items.len()).all(|item| answered(item) == tally.forms())
        }
    }
}

fn next_band<'a>(scheme: &'a Scheme, score: &Exact) -> Option<(&'a str, &'a Edge)> {
    let here = scheme.bands.iter().position(|band| band.range.contains(score))?;
    let next = scheme.bands.get(here + 1)?;
    Some((&next.id, next.range.low.as_ref()?))
}

/// What one better answer adds, by item, the most helpful first.
fn steps(scheme: &Scheme, tally: &Tally, figures: &Figures, grade: usize, gain: &Exact) -> Vec<Step> {
    let answered = scheme.items.iter().zip(&figures.items).filter(|(_, of)| of.answered > 0);
    let weights = answered.fold(whole(0), |sum, (item, _)| sum + &item.weight);
    let step = |(index, item): (usize, &Item)| {
        let (of, given) = (&figures.items[index], tally.given(index, grade));
        let scale = whole(100) / &scheme.full_marks;
        (given > 0).then(|| Step {
            item: index,
            given,
            adds: gain * &item.weight / whole(of.divisor) / &weights * scale,
        })
    };
    let mut steps: Vec<Step> = scheme.items.iter().enumerate().filter_map(step).collect();
    steps.sort_by(|one, other| other.adds.cmp(&one.adds));
    steps
}

/// The fewest changes that reach the edge: every change adds the same within an item, so the most helpful come first.
fn fewest(scheme: &Scheme, score: &Exact, edge: &Edge, steps: &[Step]) -> (Option<u64>, Vec<(String, u64)>) {
    let mut missing = &edge.value - score;
    let (mut answers, mut items) = (0, Vec::new());
    for step in steps {
        // The number that closes the gap; one more where it must be passed.
        let closes = (&missing / &step.adds).ceil().to_integer();
        let lands = Exact::from_integer(closes.clone()) * &step.adds == missing;
        let needed = if lands && !edge.included { closes + 1 } else { closes };
        let needed = u64::try_from(needed).unwrap_or(u64::MAX);
        let taken = needed.min(step.given);
        answers += taken;
        items.push((scheme.items[step.item].id.clone(), taken));
        if needed <= step.given {
            return (Some(answers), items);
        }
        missing -= &step.adds * whole(taken);
    }
    (None, Vec::new())
}
