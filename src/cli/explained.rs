//! `score --explain` as text: how a number is made, from the score down to the answers and counts behind it.

use super::output::Output;
use super::people::padded;
use crate::scoring::explain::{Rule, Step, Term};
use crate::scoring::{Scheme, What, number};
use crate::text::{Words, format};

/// The columns of a name.
const NAME_COLUMNS: usize = 28;

/// Tells each step: what it is, how it is made, of what.
pub fn lines(words: &Words, scheme: &Scheme, steps: &[Step]) -> Output {
    let title = [("scheme", scheme.id.as_str()), ("version", &scheme.version.to_string())];
    let mut output = Output::of(&words.with("cli-score-title", &title));
    for step in steps {
        let (shown, exact) = (step.shown.as_deref().unwrap_or("-"), step.exact.as_deref());
        // What was rounded on paper is told as it is.
        let exact = exact.filter(|exact| number::read(exact) != number::read(shown));
        let exact = exact.map(|exact| format!("  (= {exact})")).unwrap_or_default();
        output.line("");
        output.line(&format!("{}{shown:>8}{exact}", padded(&name(words, scheme, &step.what), NAME_COLUMNS)));
        output.line(&format!("  = {}", rule(words, &step.rule)));
        for one in step.terms.iter().filter(|one| !matches!(one, Term::Grade { number: 0, .. })) {
            output.line(&format!("  {}", term(words, scheme, one)));
        }
    }
    output
}

fn name(words: &Words, scheme: &Scheme, what: &What) -> String {
    let known = |label: Option<&crate::scoring::scheme::Label>, id: &str| {
        label.map_or(id, |label| format::label(words, label)).to_owned()
    };
    match what {
        What::Total => words.get("cli-score-total").into_owned(),
        What::External => words.get("cli-score-external").into_owned(),
        What::Internal => words.get("cli-score-internal").into_owned(),
        What::Rate => words.get("cli-score-rate").into_owned(),
        What::Part(id) => known(scheme.parts.iter().find(|part| part.id == *id).map(|part| &part.label), id),
        What::Item(id) => known(scheme.items.iter().find(|item| item.id == *id).map(|item| &item.label), id),
        What::Component(id) => {
            let mut metrics = scheme.internal.iter().flat_map(|internal| &internal.metrics);
            known(metrics.find(|metric| metric.id == *id).map(|metric| &metric.label), id)
        }
        What::Form(id) => id.clone(),
    }
}

fn rule(words: &Words, rule: &Rule) -> String {
    match rule {
        Rule::WeightedSum => words.get("scores-rule-sum").into_owned(),
        Rule::Mean => words.get("scores-rule-mean").into_owned(),
        Rule::MeanOfForms { forms } => words.with("scores-rule-forms", &[("forms", &forms.to_string())]),
        Rule::MeanInPercentOfFullMarks { mean, full_marks, over_returned } => {
            let mean = mean.as_deref().map(rounded).unwrap_or_default();
            let said = words.with("scores-rule-marks", &[("mean", &mean), ("full", full_marks)]);
            match over_returned {
                Some(strict) => format!("{said}; {}", words.with("cli-explain-strict", &[("score", strict)])),
                None => said,
            }
        }
        Rule::Ratio { complement, raw } => {
            let key = if *complement { "scores-rule-complement" } else { "scores-rule-share" };
            let said = words.get(key).into_owned();
            match raw {
                Some(raw) => format!("{said}; {}", words.with("cli-explain-raw", &[("raw", &rounded(raw))])),
                None => said,
            }
        }
        Rule::ShareOf { satisfied, of } => {
            words.with("scores-rule-share-of", &[("satisfied", &satisfied.to_string()), ("of", &of.to_string())])
        }
        Rule::PointsOverForms { points, forms } => {
            words.with("scores-rule-points", &[("points", points), ("forms", &forms.to_string())])
        }
        Rule::PointsInPercent { answered, of } => {
            words.with("scores-rule-form", &[("answered", &answered.to_string()), ("of", &of.to_string())])
        }
    }
}

fn term(words: &Words, scheme: &Scheme, term: &Term) -> String {
    match term {
        Term::Number { what, weight, value } => {
            let value = value.as_deref().map_or_else(|| "-".to_owned(), |value| judged(scheme, what, value));
            let weight = weight.as_deref().filter(|weight| *weight != "1");
            let weight = weight.map(|weight| format!("{weight} x ")).unwrap_or_default();
            format!("  {weight}{value:>6}   {}", name(words, scheme, what))
        }
        Term::Count { count, number } => format!("  {number:>8}   {}", words.get(count_key(count))),
        Term::Grade { key, points, number } => {
            let grade = scheme.grades.iter().find(|grade| grade.key == *key);
            let label = grade.map_or("", |grade| format::label(words, &grade.label));
            format!("  {number:>6} x {points:>4}   {key} {label}")
        }
        Term::Forms { score, number } => format!("  {number:>6} x {:>6}", rounded(score)),
        Term::Answer { form, item, key, points, .. } => {
            let points = words.with("scores-points", &[("points", points)]);
            format!("  {form:<14} {item:<24} {key}   {points}")
        }
    }
}

/// The word for what the engine counted.
fn count_key(count: &str) -> &'static str {
    match count {
        "deliveries" => "scores-deliveries",
        "batches" => "scores-batches",
        "quality_complaints" => "scores-quality-complaints",
        "complaints" => "scores-all-complaints",
        "on_time" => "scores-on-time",
        "line_down" => "scores-line-down",
        "premium_freight" => "scores-premium",
        "freight" => "scores-billed",
        _ => "scores-comebacks",
    }
}

/// A number as the report prints it: one that has a band never as one of another band.
fn judged(scheme: &Scheme, what: &What, value: &str) -> String {
    let has_band = matches!(what, What::Total | What::External | What::Part(_));
    let score = exact(value).filter(|_| has_band);
    score.map_or_else(|| rounded(value), |score| scheme.print_score(&score))
}

fn rounded(value: &str) -> String {
    exact(value).map_or_else(|| value.to_owned(), |value| number::two_decimals(&value))
}

fn exact(value: &str) -> Option<number::Exact> {
    // Long fractions are longer than what is read from people.
    number::read(value).or_else(|| value.parse().ok())
}
