//! Corrective actions in words: what fired, what a project deals with, which period.

use super::{Words, format, scored, term};
use crate::domain::capa::course::Step;
use crate::domain::capa::{On, Trigger};
use crate::scoring::Scheme;
use chrono::NaiveDate;

/// What fired, with its rule where it has one: `a  Price: dissatisfied`.
pub fn fired(words: &Words, scheme: Option<&Scheme>, trigger: &Trigger) -> String {
    let said = match &trigger.on {
        On::Answer { item, grade } => {
            let known = scheme.and_then(|scheme| scheme.grades.iter().find(|known| known.key == *grade));
            let grade = known.map_or_else(|| grade.to_string(), |known| format::label(words, &known.label).to_owned());
            let item = scheme.map_or(item.as_str(), |scheme| scored::item(words, scheme, item));
            words.with("capa-fired-answer", &[("item", item), ("grade", &grade)])
        }
        On::Form { score } => words.with("capa-fired-form", &[("score", score)]),
        On::Period { score } => words.with("capa-fired-period", &[("score", score)]),
        On::Opinion { opinion } => {
            words.with("capa-fired-opinion", &[("opinion", &words.get(term::opinion(*opinion)))])
        }
        On::Complaint { category } => {
            words.with("capa-fired-complaint", &[("category", &words.get(term::category(*category)))])
        }
        On::Manual { text } => text.clone(),
    };
    if trigger.rule.is_empty() { said } else { format!("{}  {said}", trigger.rule) }
}

/// The words of the rule itself, as the scheme has them; empty where there is none.
pub fn rule<'s>(words: &Words, scheme: Option<&'s Scheme>, trigger: &Trigger) -> &'s str {
    let known = scheme.and_then(|scheme| scheme.triggers.iter().find(|known| known.rule == trigger.rule));
    known.map_or("", |known| format::label(words, &known.label))
}

/// What a project deals with.
pub fn cause(words: &Words, scheme: Option<&Scheme>, cause: &str) -> String {
    match (cause.split_once(':'), scheme) {
        (Some(("manual", text)), _) => text.to_owned(),
        (Some(("complaint", category)), _) => {
            words.with("capa-cause-complaint", &[("category", &scored::category(words, category))])
        }
        (_, Some(scheme)) => scored::cause(words, scheme, cause),
        (_, None) => cause.to_owned(),
    }
}

/// A period: `Nov 2026`, or the year.
pub fn period(words: &Words, period: &str) -> String {
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d");
    first.map_or_else(|_| period.to_owned(), |first| format::month(words, first))
}

/// What comes next, in a word or two.
pub fn step(value: Step) -> &'static str {
    match value {
        Step::Issue => "capa-step-issue",
        Step::Plan => "capa-step-plan",
        Step::Act => "capa-step-act",
        Step::Verify => "capa-step-verify",
        Step::Tell => "capa-step-tell",
    }
}
