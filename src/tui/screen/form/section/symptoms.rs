//! The nine questions about when the fault shows, each answered by one key (A11, feature 6).

use crate::domain::event::code;
use crate::domain::order::symptoms::{Question, Symptoms};
use crate::text::symptoms::sentence;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use serde::Serialize;
use std::collections::BTreeMap;

const ENGINE: &[Pick] = &[('c', "cold", "symptom-cold"), ('w', "warm", "symptom-warm")];
const SPEED: &[Pick] = &[('l', "low", "symptom-low"), ('h', "high", "symptom-high")];
const LOAD: &[Pick] = &[('e', "empty", "symptom-empty"), ('l', "loaded", "symptom-loaded")];
const GROUND: &[Pick] = &[
    ('s', "smooth", "symptom-smooth"),
    ('r', "rough", "symptom-rough"),
    ('w', "wet", "symptom-wet"),
    ('h', "slope", "symptom-slope"),
    ('b', "bend", "symptom-bend"),
];
const ACCESSORIES: &[Pick] = &[('y', "on", "symptom-on"), ('n', "off", "symptom-off")];
const SINCE: &[Pick] = &[
    ('t', "today", "symptom-today"),
    ('w', "week", "symptom-week"),
    ('m', "month", "symptom-month"),
    ('l', "longer", "symptom-longer"),
];
const OFTEN: &[Pick] =
    &[('a', "always", "symptom-always"), ('s', "sometimes", "symptom-sometimes"), ('o', "once", "symptom-once")];
const SERVICED: &[Pick] = &[
    ('m', "month", "symptom-within-month"),
    ('h', "half-year", "symptom-within-half-year"),
    ('y', "year", "symptom-within-year"),
    ('l', "longer", "symptom-longer"),
    ('u', "unknown", "symptom-unknown"),
];
const REPAIRED: &[Pick] =
    &[('n', "nothing", "symptom-nothing"), ('s', "same", "symptom-same"), ('o', "other", "symptom-other")];

/// The fields of the section.
pub const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("symptoms_title", "entry-symptoms-title", Kind::Heading).within("symptoms"),
    FieldSpec::optional("engine", "symptom-ask-engine", Kind::Choice(ENGINE)).within("symptoms"),
    FieldSpec::optional("speed", "symptom-ask-speed", Kind::Choice(SPEED)).within("symptoms"),
    FieldSpec::optional("load", "symptom-ask-load", Kind::Choice(LOAD)).within("symptoms"),
    FieldSpec::optional("ground", "symptom-ask-ground", Kind::Choice(GROUND)).within("symptoms"),
    FieldSpec::optional("accessories", "symptom-ask-accessories", Kind::Choice(ACCESSORIES)).within("symptoms"),
    FieldSpec::optional("since", "symptom-ask-since", Kind::Choice(SINCE)).within("symptoms"),
    FieldSpec::optional("often", "symptom-ask-often", Kind::Choice(OFTEN)).within("symptoms"),
    FieldSpec::optional("serviced", "symptom-ask-serviced", Kind::Choice(SERVICED)).within("symptoms"),
    FieldSpec::optional("repaired", "symptom-ask-repaired", Kind::Choice(REPAIRED)).within("symptoms"),
];

/// Fills in what was answered before.
pub fn fill(form: &mut Form, stands: &Symptoms) {
    fn set<T: Serialize>(form: &mut Form, field: &str, value: Option<T>) {
        form.set(field, &value.map(|value| code(&value)).unwrap_or_default());
    }
    set(form, "engine", stands.engine);
    set(form, "speed", stands.speed);
    set(form, "load", stands.load);
    set(form, "ground", stands.ground);
    set(form, "accessories", stands.accessories);
    set(form, "since", stands.since);
    set(form, "often", stands.often);
    set(form, "serviced", stands.serviced);
    set(form, "repaired", stands.repaired);
}

/// What the section holds, as a sentence.
pub fn short(cx: &Cx<'_>, form: &Form) -> String {
    typed(&|id| parts::typed(form, id)).map(|symptoms| sentence(cx.words(), &symptoms)).unwrap_or_default()
}

/// Says beside an answer that stands how it is taken back, and beside one that was that nobody asked (A11).
pub fn notes(cx: &Cx<'_>, form: &mut Form, stands: &Symptoms) {
    for question in stands.answered() {
        let field = question.field();
        let said = match form.value(field).is_empty() {
            true => cx.get("entry-not-asked").into_owned(),
            false if form.focused() == field => cx.get("entry-not-asked-key").into_owned(),
            false => String::new(),
        };
        form.set_note(field, said);
    }
}

/// The questions whose answers were taken back.
pub fn taken_back(form: &Form, stood: &BTreeMap<String, String>) -> Vec<Question> {
    let gone = |question: &Question| stood.contains_key(question.field()) && form.value(question.field()).is_empty();
    Question::ALL.into_iter().filter(gone).collect()
}

/// The answers that are new.
pub fn typed(new: &dyn Fn(&str) -> Option<String>) -> Option<Symptoms> {
    let symptoms = Symptoms {
        engine: parts::code_of(new("engine")),
        speed: parts::code_of(new("speed")),
        load: parts::code_of(new("load")),
        ground: parts::code_of(new("ground")),
        accessories: parts::code_of(new("accessories")),
        serviced: parts::code_of(new("serviced")),
        repaired: parts::code_of(new("repaired")),
        since: parts::code_of(new("since")),
        often: parts::code_of(new("often")),
    };
    (!symptoms.is_empty()).then_some(symptoms)
}
