//! What the engine names by ids, as people call it: items, reasons, grades, bands, causes, categories, groups.

use super::{Words, format, term};
use crate::domain::complaint::raise::Category;
use crate::domain::order::stage::Stage;
use crate::scoring::number::read;
use crate::scoring::{By, Scheme};
use serde::de::DeserializeOwned;

/// An item of a scheme.
pub fn item<'s>(words: &Words, scheme: &'s Scheme, id: &'s str) -> &'s str {
    let known = scheme.items.iter().find(|item| item.id == id);
    known.map_or(id, |item| format::label(words, &item.label))
}

/// Why an answer was low; a code that is none of the scheme's says that nobody asked.
pub fn reason(words: &Words, scheme: &Scheme, code: &str) -> String {
    match scheme.reasons.iter().find(|reason| reason.code == code) {
        Some(reason) => format::label(words, &reason.label).to_owned(),
        None => words.get("scores-reason-not-given").into_owned(),
    }
}

/// A band of a scheme.
pub fn band<'s>(words: &Words, scheme: &'s Scheme, id: &'s str) -> &'s str {
    let known = scheme.bands.iter().find(|band| band.id == id);
    known.map_or(id, |band| format::label(words, &band.label))
}

/// The grade that is worth so many points.
pub fn grade(words: &Words, scheme: &Scheme, points: &str) -> String {
    let worth = read(points);
    let known = scheme.grades.iter().find(|grade| worth.as_ref() == Some(&grade.points));
    known.map_or(points, |grade| format::label(words, &grade.label)).to_owned()
}

/// What a complaint is about.
pub fn category(words: &Words, id: &str) -> String {
    match word::<Category>(id) {
        Some(category) => words.get(term::category(category)).into_owned(),
        None if id == "not-given" => words.get("scores-no-category").into_owned(),
        // Another program may sort its complaints otherwise.
        None => id.to_owned(),
    }
}

/// What a project would deal with; the engine writes `reason:CODE`, `item:ID` and so on.
pub fn cause(words: &Words, scheme: &Scheme, cause: &str) -> String {
    let (kind, id) = cause.split_once(':').unwrap_or((cause, ""));
    match kind {
        "reason" => reason(words, scheme, id),
        "item" => item(words, scheme, id).to_owned(),
        "opinion" => match word(id) {
            Some(opinion) => format!("{} ({})", words.get("scores-cause-opinion"), words.get(term::opinion(opinion))),
            None => words.get("scores-cause-opinion").into_owned(),
        },
        "total" => words.get("scores-cause-total").into_owned(),
        "external" => words.get("scores-cause-external").into_owned(),
        _ => words.get("scores-cause-form").into_owned(),
    }
}

/// What a group has in common; `person` knows the names of staff, and gives nothing for others.
pub fn group<'p>(words: &Words, by: By, key: Option<&str>, person: &dyn Fn(&str) -> &'p str) -> String {
    let Some(key) = key.filter(|key| !key.is_empty()) else { return words.get("scores-nobody").into_owned() };
    let known = match by {
        By::Advisor | By::Technician | By::Caller => person(key).to_owned(),
        // Schemes name the follow-up call by what it is.
        By::Stage if key == "call" => words.get(term::stage(Stage::FollowUp)).into_owned(),
        By::Stage => word(key).map(|stage| words.get(term::stage(stage)).into_owned()).unwrap_or_default(),
        By::Mode => mode(words, key),
        By::Month | By::Segment | By::Shop | By::Item => String::new(),
    };
    if known.is_empty() { key.to_owned() } else { known }
}

fn mode(words: &Words, key: &str) -> String {
    const MODES: [(&str, &str); 3] =
        [("phone", "scores-mode-phone"), ("form", "scores-mode-form"), ("handover", "scores-mode-handover")];
    let known = MODES.iter().find(|(mode, _)| *mode == key);
    known.map(|(_, word)| words.get(word).into_owned()).unwrap_or_default()
}

/// One of our own words, as facts write it.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(text)).ok()
}
