//! The scores of a tally, exactly: item means, external, internal, total.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::number::{Exact, fraction, whole};
use super::scheme::{Formula, Internal, MeanOf, MeanOver, Metric};
use super::{Scheme, Tally, Totals};

/// The scores of a tally under a scheme. Nothing here is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Each item, in scheme order.
    pub items: Vec<ItemFigures>,
    /// The customers' view, 0 to 100; nothing where nothing was answered.
    pub external: Option<Exact>,
    /// The shop's own measures; nothing where none can be computed or the scheme has no such part.
    pub internal: Option<InternalFigures>,
    /// The view of others, by part; nothing where none of them answered.
    pub parts: Vec<Option<Exact>>,
    /// The weighted sum of the parts; nothing where one is missing.
    pub total: Option<Exact>,
}

/// The figures of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFigures {
    /// How many forms answer it.
    pub answered: u64,
    /// Its points, summed over these forms.
    pub points: Exact,
    /// The sum of the squares of its points.
    pub squares: Exact,
    /// What the points are divided by: the forms that answer it, or all returned, as the scheme says.
    pub divisor: u64,
    /// The mean; nothing where nobody answered.
    pub mean: Option<Exact>,
}

/// The shop's own measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalFigures {
    /// The components in scheme order; nothing for one that cannot be computed.
    pub components: Vec<Option<Component>>,
    /// The mean of those that can.
    pub score: Exact,
}

/// One component of the internal score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What was counted.
    pub numerator: BigInt,
    /// What it was counted against.
    pub denominator: BigInt,
    /// What the formula gives, which may lie outside 0 to 100.
    pub raw: Exact,
    /// The score, kept within 0 to 100.
    pub score: Exact,
}

impl Figures {
    /// Computes the scores. Totals, where given, replace all counts of deliveries and complaints.
    pub fn of(scheme: &Scheme, tally: &Tally, totals: Option<&Totals>) -> Figures {
        let items: Vec<ItemFigures> = (0..scheme.items.len()).map(|item| item_figures(scheme, tally, item)).collect();
        let external = view(scheme, tally, &items);
        let of_part = |part: usize| {
            let tally = tally.part(part)?;
            let items: Vec<ItemFigures> =
                (0..scheme.items.len()).map(|item| item_figures(scheme, tally, item)).collect();
            view(scheme, tally, &items)
        };
        let parts: Vec<Option<Exact>> = (0..scheme.parts.len()).map(of_part).collect();
        let internal = scheme.internal.as_ref().and_then(|internal| internal_figures(internal, tally, totals));
        let total = total(scheme, external.as_ref(), internal.as_ref(), &parts);
        Figures { items, external, internal, parts, total }
    }
}

/// The sum of all parts by weight: never some of them under the name of the whole.
fn total(
    scheme: &Scheme,
    external: Option<&Exact>,
    internal: Option<&InternalFigures>,
    parts: &[Option<Exact>],
) -> Option<Exact> {
    let mut sum = &scheme.external.weight * external?;
    if let Some(part) = &scheme.internal {
        sum += &part.weight * &internal?.score;
    }
    for (part, score) in scheme.parts.iter().zip(parts) {
        sum += &part.weight * score.as_ref()?;
    }
    Some(sum)
}

/// The view of those who answered: the mean of the items or of the forms, as the scheme says.
fn view(scheme: &Scheme, tally: &Tally, items: &[ItemFigures]) -> Option<Exact> {
    match scheme.external.mean_of {
        MeanOf::Items => mean_of_items(scheme, items),
        MeanOf::Forms => {
            let (number, sum, _) = form_sums(tally);
            (number > 0).then(|| sum / whole(number))
        }
    }
}

/// How many forms have a score, the sum of the scores, and the sum of their squares.
pub(super) fn form_sums(tally: &Tally) -> (u64, Exact, Exact) {
    tally.scores().fold((0, Exact::zero(), Exact::zero()), |(number, sum, squares), (score, times)| {
        let score = score.exact();
        let all = &score * whole(times);
        (number + times, sum + &all, squares + all * score)
    })
}

fn item_figures(scheme: &Scheme, tally: &Tally, item: usize) -> ItemFigures {
    let mut figures =
        ItemFigures { answered: 0, points: Exact::zero(), squares: Exact::zero(), divisor: 0, mean: None };
    for (index, grade) in scheme.grades.iter().enumerate() {
        let given = tally.given(item, index);
        let points = &grade.points * whole(given);
        figures.answered += given;
        figures.squares += &points * &grade.points;
        figures.points += points;
    }
    figures.divisor = match scheme.external.mean_over {
        MeanOver::Answers => figures.answered,
        MeanOver::Returned => tally.forms(),
    };
    if figures.answered > 0 {
        figures.mean = Some(&figures.points / whole(figures.divisor));
    }
    figures
}

/// The mean of the item means, by weight, in per cent of full marks; items that nobody answered are left out.
fn mean_of_items(scheme: &Scheme, items: &[ItemFigures]) -> Option<Exact> {
    let mut sum = Exact::zero();
    let mut weights = Exact::zero();
    for (item, figures) in scheme.items.iter().zip(items) {
        if let Some(mean) = &figures.mean {
            sum += &item.weight * mean;
            weights += &item.weight;
        }
    }
    (!weights.is_zero()).then(|| sum / weights * whole(100) / &scheme.full_marks)
}

fn internal_figures(internal: &Internal, tally: &Tally, totals: Option<&Totals>) -> Option<InternalFigures> {
    let component = |metric: &Metric| {
        let (numerator, denominator) = match totals {
            Some(totals) => totals.pair(metric.numerator, metric.denominator)?,
            None => tally.measures().pair(metric.numerator, metric.denominator),
        };
        let share = fraction(numerator.clone(), denominator.clone())?;
        let raw = match metric.formula {
            Formula::Share => share,
            Formula::Complement => Exact::one() - share,
        } * whole(100);
        let score = raw.clone().clamp(Exact::zero(), whole(100));
        Some(Component { numerator, denominator, raw, score })
    };
    let components: Vec<Option<Component>> = internal.metrics.iter().map(component).collect();
    let scores: Vec<&Exact> = components.iter().flatten().map(|component| &component.score).collect();
    let number = scores.len();
    let sum = scores.into_iter().fold(Exact::zero(), |sum, score| sum + score);
    (number > 0).then(|| InternalFigures { score: sum / whole(number), components })
}
