//! The report: every score as it is printed, with what follows from it. Its JSON is a promise to other programs.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::interval::{self, Interval, student, wilson};
use super::number::{Exact, fraction, two_decimals, whole};
use super::sampling::SamplingLine;
use super::scheme::{MeanOver, Rate};
use super::verdict::count_fired;
use super::{By, Figures, InternalFigures, ItemFigures, Period, Scheme, Tally, Totals};

/// The band of a form with too few answers for a score.
pub const INCOMPLETE: &str = "incomplete";

/// The scores of a period, printed with two decimals, and everything that follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// The days covered.
    pub period: Period,
    /// Each form by time; absent where forms are not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<Vec<FormLine>>,
    /// Each item, in scheme order.
    pub items: Vec<ItemLine>,
    /// The customers' view; nothing where nothing was answered.
    pub external: Option<String>,
    /// Its band.
    pub external_band: Option<String>,
    /// The lower end of its 95 % interval; nothing below two scored forms.
    pub external_low: Option<String>,
    /// The upper end.
    pub external_high: Option<String>,
    /// The shop's own measures; nothing where there are none.
    pub internal: Option<InternalLine>,
    /// The parts of the total, where the scheme has others than these two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartLine>>,
    /// The weighted sum of all parts; nothing where one is missing.
    pub total: Option<String>,
    /// Its band.
    pub band: Option<String>,
    /// The rate of the satisfied.
    pub rate: RateLine,
    /// The rates of all parts; absent where the total has no other parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_rates: Option<PartRates>,
    /// What the survey reached; absent in groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampling: Option<SamplingLine>,
    /// How many forms there are and how often each rule fires.
    pub counts: Counts,
    /// What calls for corrective action, by rule, form and item; absent where forms are not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Vec<Fired>>,
    /// Forms of other schemes that this one cannot read.
    pub skipped: u64,
    /// What the reader of the numbers should know.
    pub warnings: Vec<Warning>,
    /// What the groups have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// The groups by key, the one without a key last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group>>,
}

/// The scores of a part of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What they have in common; nothing for those that do not say.
    pub key: Option<String>,
    /// Their scores.
    #[serde(flatten)]
    pub report: Report,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormLine {
    /// The form.
    pub id: String,
    /// How many items it answers.
    pub answered: usize,
    /// Its score; nothing where too few items were answered.
    pub score: Option<String>,
    /// Its band, or [`INCOMPLETE`].
    pub band: String,
}

/// One part of the total, in schemes that have others than the external and the internal one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartLine {
    /// The part.
    pub id: String,
    /// What it counts.
    pub weight: String,
    /// Its score; nothing where nobody answered.
    pub score: Option<String>,
}

/// The rates of the satisfied in each part, and of all by weight (S7: 整体满意率).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartRates {
    /// Each part, in the order of the parts.
    pub parts: Vec<PartRate>,
    /// The rates by weight, in per cent; nothing where one is missing.
    pub overall: Option<String>,
}

/// The rate of the satisfied in one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartRate {
    /// The part.
    pub id: String,
    /// How many forms it rests on.
    pub n: u64,
    /// The rate in per cent; nothing where nobody answered.
    pub percent: Option<String>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLine {
    /// The item.
    pub id: String,
    /// How many forms answer it.
    pub n: u64,
    /// The mean of its points; nothing where nobody answered.
    pub mean: Option<String>,
    /// The lower end of the mean's 95 % interval; nothing below two answers.
    pub low: Option<String>,
    /// The upper end.
    pub high: Option<String>,
}

/// The shop's own measures: in JSON one object, each component under its name, then `score`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalLine {
    /// Name and score of each component; nothing for one that cannot be computed.
    pub components: Vec<(String, Option<String>)>,
    /// Their mean.
    pub score: String,
}

/// The rate of the satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateLine {
    /// What is counted: `forms` or `answers`.
    pub over: &'static str,
    /// How many are satisfied.
    pub satisfied: u64,
    /// Of how many.
    pub of: u64,
    /// The rate in per cent; nothing where there are none.
    pub percent: Option<String>,
    /// The lower end of its 95 % interval (Wilson).
    pub low: Option<String>,
    /// The upper end.
    pub high: Option<String>,
}

/// How many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Forms, with a score or without.
    pub forms: u64,
    /// Forms with too few answers for a score.
    pub incomplete: u64,
    /// How often each rule fires.
    pub triggers: BTreeMap<String, u64>,
}

/// One firing of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// The rule.
    pub rule: String,
    /// The form that fires it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The item that fires it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// Something that the reader of the numbers should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What it is.
    pub code: WarningCode,
    /// The figure that it is about.
    pub field: String,
    /// The number behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What a reader can be warned of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// A component lay outside 0 to 100 and was kept within; the value is the raw figure.
    Clamped,
    /// A score lies exactly on the lower boundary of its band: the smallest loss changes the band.
    ZeroMargin,
    /// So many forms were given under another version of the scheme.
    OtherVersion,
    /// The figures of the scheme could not be held against their source.
    Unverified,
    /// So many forms come from those whose view the scheme does not ask for, and were left out.
    OtherRespondents,
}

impl Report {
    /// Makes the report of a tally, without lists of forms and without groups.
    ///
    /// Totals, where given, replace all counts of deliveries and complaints.
    pub fn of(scheme: &Scheme, tally: &Tally, period: Period, totals: Option<&Totals>) -> Report {
        let figures = Figures::of(scheme, tally, totals);
        let band =
            |score: &Option<Exact>| score.as_ref().and_then(|score| scheme.band(score)).map(|band| band.id.clone());
        let print = |score: &Option<Exact>| score.as_ref().map(|score| scheme.print_score(score));
        let (external_low, external_high) = external_interval(scheme, tally, &figures).unzip();
        Report {
            scheme: scheme.id.clone(),
            version: scheme.version,
            period,
            forms: None,
            items: scheme.items.iter().zip(&figures.items).map(|(item, of)| item_line(scheme, &item.id, of)).collect(),
            external: print(&figures.external),
            external_band: band(&figures.external),
            external_low,
            external_high,
            internal: figures.internal.as_ref().map(|internal| internal_line(scheme, internal)),
            parts: (!scheme.parts.is_empty()).then(|| part_lines(scheme, &figures)),
            total: print(&figures.total),
            band: band(&figures.total),
            rate: rate(scheme, tally),
            part_rates: (!scheme.parts.is_empty()).then(|| part_rates(scheme, tally)),
            sampling: None,
            counts: Counts {
                forms: tally.forms(),
                incomplete: tally.incomplete(),
                triggers: count_fired(scheme, tally, &figures),
            },
            triggers: None,
            skipped: tally.skipped(),
            warnings: warnings(scheme, tally, &figures),
            by: None,
            groups: None,
        }
    }
}

impl Serialize for InternalLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.components.len() + 1))?;
        for (id, score) in &self.components {
            map.serialize_entry(id, score)?;
        }
        map.serialize_entry("score", &self.score)?;
        map.end()
    }
}

fn item_line(scheme: &Scheme, id: &str, figures: &ItemFigures) -> ItemLine {
    // No mean lies outside what an answer can earn; a blank that is counted earns nothing.
    let least = match scheme.external.mean_over {
        MeanOver::Answers => scheme.points_min(),
        MeanOver::Returned => whole(0),
    };
    let within = |bound: Exact| two_decimals(&bound.clamp(least.clone(), scheme.points_max()));
    let interval = student(figures.divisor, &figures.points, &figures.squares).filter(|_| figures.answered > 0);
    let (low, high) = interval.map(|Interval { low, high }| (within(low), within(high))).unzip();
    ItemLine { id: id.to_owned(), n: figures.answered, mean: figures.mean.as_ref().map(two_decimals), low, high }
}

/// The 95 % interval of the external score, within what a score can be.
fn external_interval(scheme: &Scheme, tally: &Tally, figures: &Figures) -> Option<(String, String)> {
    let interval = interval::of_external(scheme, tally, figures.external.as_ref()?)?;
    let within = |bound: Exact| two_decimals(&bound.clamp(scheme.score_min(), scheme.score_max()));
    Some((within(interval.low), within(interval.high)))
}

/// All parts of a total with others than the two usual ones, those of the staff and others first.
fn part_lines(scheme: &Scheme, figures: &Figures) -> Vec<PartLine> {
    let line = |id: &str, weight: &Exact, score: Option<&Exact>| PartLine {
        id: id.to_owned(),
        weight: two_decimals(weight),
        score: score.map(|score| scheme.print_score(score)),
    };
    let others = scheme.parts.iter().zip(&figures.parts);
    let others = others.map(|(part, score)| line(&part.id, &part.weight, score.as_ref()));
    let external = line(&scheme.external.part, &scheme.external.weight, figures.external.as_ref());
    others.chain(std::iter::once(external)).collect()
}

/// The rates in the order of [`part_lines`].
fn part_rates(scheme: &Scheme, tally: &Tally) -> PartRates {
    let empty = Tally::new();
    let line = |id: &str, tally: &Tally| PartRate {
        id: id.to_owned(),
        n: tally.forms(),
        percent: rate(scheme, tally).percent,
    };
    let others = scheme.parts.iter().enumerate();
    let others = others.map(|(index, part)| line(&part.id, tally.part(index).unwrap_or(&empty)));
    let external = line(&scheme.external.part, tally);
    PartRates { parts: others.chain(std::iter::once(external)).collect(), overall: overall_rate(scheme, tally) }
}

fn internal_line(scheme: &Scheme, figures: &InternalFigures) -> InternalLine {
    let metrics = scheme.internal.iter().flat_map(|internal| &internal.metrics);
    let components = metrics.zip(&figures.components).map(|(metric, component)| {
        (metric.id.clone(), component.as_ref().map(|component| two_decimals(&component.score)))
    });
    InternalLine { components: components.collect(), score: two_decimals(&figures.score) }
}

/// The rates of all parts by weight; nothing where one is missing.
fn overall_rate(scheme: &Scheme, tally: &Tally) -> Option<String> {
    // What is measured has no rate.
    if scheme.internal.is_some() {
        return None;
    }
    let share = |tally: &Tally| {
        let (_, satisfied, of) = satisfied(scheme, tally);
        fraction(satisfied, of)
    };
    let mut sum = &scheme.external.weight * share(tally)?;
    for (index, part) in scheme.parts.iter().enumerate() {
        sum += &part.weight * share(tally.part(index)?)?;
    }
    Some(two_decimals(&(sum * whole(100))))
}

fn rate(scheme: &Scheme, tally: &Tally) -> RateLine {
    let (over, satisfied, of) = satisfied(scheme, tally);
    let percent = fraction(satisfied, of).map(|share| two_decimals(&(share * whole(100))));
    let (low, high) =
        wilson(satisfied, of).map(|bounds| (two_decimals(&bounds.low), two_decimals(&bounds.high))).unzip();
    RateLine { over, satisfied, of, percent, low, high }
}

/// What is counted, how many are satisfied, and of how many.
pub(super) fn satisfied(scheme: &Scheme, tally: &Tally) -> (&'static str, u64, u64) {
    match scheme.rate {
        Rate::Forms => {
            let satisfied = |score: &Exact| scheme.band(score).is_some_and(|band| band.satisfied);
            let hits = tally.scores().filter(|(score, _)| satisfied(&score.exact())).map(|(_, number)| number);
            ("forms", hits.sum(), tally.scores().map(|(_, number)| number).sum())
        }
        Rate::Answers => {
            let given = |grade: usize| (0..scheme.items.len()).map(|item| tally.given(item, grade)).sum::<u64>();
            let hits = top_two(scheme).into_iter().map(given).sum();
            ("answers", hits, (0..scheme.grades.len()).map(given).sum())
        }
    }
}

/// Gives the two best grades by index.
fn top_two(scheme: &Scheme) -> Vec<usize> {
    let mut best: Vec<usize> = (0..scheme.grades.len()).collect();
    best.sort_by_key(|grade| std::cmp::Reverse(scheme.grades[*grade].key));
    best.truncate(2);
    best
}

fn warnings(scheme: &Scheme, tally: &Tally, figures: &Figures) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let metrics = scheme.internal.iter().flat_map(|internal| &internal.metrics);
    let components = figures.internal.iter().flat_map(|internal| &internal.components);
    for (metric, component) in metrics.zip(components) {
        if let Some(component) = component.as_ref().filter(|component| component.raw != component.score) {
            let value = Some(two_decimals(&component.raw));
            warnings.push(Warning { code: WarningCode::Clamped, field: format!("internal.{}", metric.id), value });
        }
    }
    for (field, score) in [("external", &figures.external), ("total", &figures.total)] {
        if score.as_ref().is_some_and(|score| has_zero_margin(scheme, score)) {
            warnings.push(Warning { code: WarningCode::ZeroMargin, field: field.to_owned(), value: None });
        }
    }
    if scheme.unverified.is_some() {
        warnings.push(Warning { code: WarningCode::Unverified, field: "scheme".to_owned(), value: None });
    }
    let counted = [
        (WarningCode::OtherVersion, "version", tally.other_versions()),
        (WarningCode::OtherRespondents, "respondent", tally.other_respondents()),
    ];
    for (code, field, number) in counted.into_iter().filter(|(_, _, number)| *number > 0) {
        warnings.push(Warning { code, field: field.to_owned(), value: Some(number.to_string()) });
    }
    warnings
}

/// Says whether a score stands on the edge over which it would fall into the band below.
fn has_zero_margin(scheme: &Scheme, score: &Exact) -> bool {
    let above_lowest = scheme.bands.iter().skip(1);
    above_lowest.filter_map(|band| band.range.low.as_ref()).any(|edge| edge.included && edge.value == *score)
}
