//! How a number is made, as lines: from the score down to the answers that it came from.

use super::month::Month;
use crate::domain::Money;
use crate::scoring::explain::{Rule, Step, Term};
use crate::scoring::{Scheme, What, number};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;

/// Counts that are money.
const MONEY: [&str; 2] = ["premium_freight", "freight"];

/// Lines with their meaning: each step a heading, its rule, its terms.
pub fn lines(cx: &Cx<'_>, month: &Month, steps: &[Step]) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    for step in steps {
        if !lines.is_empty() {
            lines.push((Role::Text, String::new()));
        }
        let shown = step.shown.as_deref().unwrap_or("-");
        lines.push((Role::Title, format!("{}   {shown}", name(cx, month, &step.what))));
        lines.push((Role::Dim, rule(cx, &step.rule)));
        for one in step.terms.iter().filter(|term| counts(term)) {
            lines.push((Role::Text, term(cx, month, one)));
            lines.extend(not_judged(cx, month, one).map(|text| (Role::Soon, text)));
        }
    }
    lines
}

/// Grades that nobody gave are not worth a line.
fn counts(term: &Term) -> bool {
    match term {
        Term::Grade { number, .. } => *number > 0,
        Term::Number { .. } | Term::Count { .. } | Term::Forms { .. } | Term::Answer { .. } => true,
    }
}

/// What a number is called.
pub fn name(cx: &Cx<'_>, month: &Month, what: &What) -> String {
    let words = cx.words();
    let key = match what {
        What::Total => "scores-total",
        What::External => "scores-external",
        What::Internal => "scores-internal",
        What::Rate => "cli-score-rate",
        What::Item(id) => {
            let item = month.scheme.items.iter().find(|item| item.id == *id);
            return item.map_or(id.as_str(), |item| format::label(words, &item.label)).to_owned();
        }
        What::Component(id) => {
            let metric = month.scheme.internal.iter().flat_map(|i| &i.metrics).find(|metric| metric.id == *id);
            return metric.map_or(id.as_str(), |metric| format::label(words, &metric.label)).to_owned();
        }
        What::Part(id) => {
            let part = month.scheme.parts.iter().find(|part| part.id == *id);
            return part.map_or(id.as_str(), |part| format::label(words, &part.label)).to_owned();
        }
        What::Form(id) => return id.clone(),
    };
    words.get(key).into_owned()
}

fn rule(cx: &Cx<'_>, rule: &Rule) -> String {
    match rule {
        Rule::WeightedSum => cx.get("scores-rule-sum").into_owned(),
        Rule::MeanOfForms { forms } => cx.with("scores-rule-forms", &[("forms", &forms.to_string())]),
        Rule::Mean => cx.get("scores-rule-mean").into_owned(),
        Rule::MeanInPercentOfFullMarks { mean, full_marks, over_returned: _ } => {
            let mean = mean.as_deref().map(rounded).unwrap_or_default();
            cx.with("scores-rule-marks", &[("mean", &mean), ("full", full_marks)])
        }
        Rule::Ratio { complement: true, raw: _ } => cx.get("scores-rule-complement").into_owned(),
        Rule::Ratio { complement: false, raw: _ } => cx.get("scores-rule-share").into_owned(),
        Rule::ShareOf { satisfied, of } => {
            cx.with("scores-rule-share-of", &[("satisfied", &satisfied.to_string()), ("of", &of.to_string())])
        }
        Rule::PointsOverForms { points, forms } => {
            cx.with("scores-rule-points", &[("points", points), ("forms", &forms.to_string())])
        }
        Rule::PointsInPercent { answered, of } => {
            cx.with("scores-rule-form", &[("answered", &answered.to_string()), ("of", &of.to_string())])
        }
    }
}

fn term(cx: &Cx<'_>, month: &Month, term: &Term) -> String {
    match term {
        Term::Number { what, weight, value } => {
            let value = value.as_deref().map_or_else(|| "-".to_owned(), |value| judged(&month.scheme, what, value));
            let weight = weight.as_deref().filter(|weight| *weight != "1");
            let weight = weight.map(|weight| format!("{weight} x ")).unwrap_or_default();
            format!("  {weight}{value:>6}   {}", name(cx, month, what))
        }
        Term::Count { count, number } => {
            // Money is counted in fen.
            let fen = number.parse().ok().filter(|_| MONEY.contains(count)).map(Money::fen);
            let number = fen.map_or_else(|| number.clone(), |money| money.to_string());
            format!("  {number:>6}   {}", count_word(cx, count))
        }
        Term::Grade { key, points, number } => {
            let grade = month.scheme.grades.iter().find(|grade| grade.key == *key);
            let label = grade.map_or("", |grade| format::label(cx.words(), &grade.label));
            format!("  {number:>3} x {points:>2}   {key} {label}")
        }
        Term::Forms { score, number } => format!("  {number:>3} x {:>6}", rounded(score)),
        Term::Answer { form, key, points, .. } => {
            let points = cx.with("scores-points", &[("points", points)]);
            format!("  {form:<14} {key}   {points}")
        }
    }
}

/// Beside the valid complaints about quality: those that nobody has judged yet, and that count neither way.
fn not_judged(cx: &Cx<'_>, month: &Month, term: &Term) -> Option<String> {
    let open = month.complaints.open_quality;
    let is_quality = matches!(term, Term::Count { count, .. } if *count == "quality_complaints");
    let told = || format!("{} {open:>6}   {}", cx.look.theme.marks.late, cx.get("scores-quality-not-judged"));
    (is_quality && open > 0).then(told)
}

/// What was counted; the engine names it by a word of its own.
fn count_word(cx: &Cx<'_>, count: &str) -> String {
    const WORDS: [(&str, &str); 9] = [
        ("deliveries", "scores-deliveries"),
        ("batches", "scores-batches"),
        ("quality_complaints", "scores-quality-complaints"),
        ("complaints", "scores-all-complaints"),
        ("on_time", "scores-on-time"),
        ("line_down", "scores-line-down"),
        ("premium_freight", "scores-premium"),
        ("freight", "scores-billed"),
        ("comebacks", "scores-comebacks"),
    ];
    let key = WORDS.iter().find(|(word, _)| *word == count).map(|(_, key)| *key);
    key.map_or_else(|| count.to_owned(), |key| cx.words().get(key).into_owned())
}

/// A number as the report prints it: one that has a band never as one of another band.
fn judged(scheme: &Scheme, what: &What, value: &str) -> String {
    let has_band = matches!(what, What::Total | What::External | What::Part(_));
    let score = exact(value).filter(|_| has_band);
    score.map_or_else(|| rounded(value), |score| scheme.print_score(&score))
}

/// A number with two decimals, however long its fraction.
pub fn rounded(value: &str) -> String {
    exact(value).map_or_else(|| value.to_owned(), |value| number::two_decimals(&value))
}

fn exact(value: &str) -> Option<number::Exact> {
    // Long fractions are longer than what is read from people.
    number::read(value).or_else(|| value.parse().ok())
}
