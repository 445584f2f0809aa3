//! The visit around the repair: what it is about, how grave and how urgent it is, where the car stands, when the
//! customer came and was greeted, how it ends (A4, A7, A9, A13–A16).

use super::comeback;
use crate::desk::visit::VisitPage;
use crate::domain::event::code;
use crate::domain::order::visit::{Topic, VisitNotes};
use crate::domain::refusal::Why;
use crate::domain::{StaffId, Stamp, when};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::screen::form::parts;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use serde::Serialize;

const TOPICS: &[Pick] = &[
    ('r', "repair", "visit-topic-repair"),
    ('m', "maintenance", "visit-topic-maintenance"),
    ('c', "complaint", "visit-topic-complaint"),
    ('w', "warranty", "visit-topic-warranty"),
    ('l', "recall", "visit-topic-recall"),
];
const CLASSES: &[Pick] = &[('s', "severe", "visit-class-severe"), ('g', "general", "visit-class-general")];
const CHANNELS: &[Pick] = &[
    ('w', "walk-in", "term-channel-walk-in"),
    ('a', "appointment", "term-channel-appointment"),
    ('p', "phone", "term-channel-phone"),
    ('o', "online", "term-channel-online"),
];
const OUTCOMES: &[Pick] = &[
    ('e', "enter", "visit-outcome-enter"),
    ('b', "book", "visit-outcome-book"),
    ('q', "quote-only", "visit-outcome-quote-only"),
    ('l', "left", "visit-outcome-left"),
];

/// The fields of the section.
pub const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("visit_title", "entry-visit-title", Kind::Heading).within("visit"),
    FieldSpec::optional("topic", "field-topic", Kind::Choice(TOPICS)).within("visit"),
    FieldSpec::optional("notes", "field-notes", Kind::Text { max: 400 }).within("visit"),
    FieldSpec::optional("conclusion", "field-conclusion", Kind::Text { max: 200 }).within("visit"),
    FieldSpec::optional("class", "field-class", Kind::Choice(CLASSES)).within("visit"),
    FieldSpec::optional("urgent", "field-urgent", Kind::Toggle).within("visit"),
    FieldSpec::optional("engineer", "field-engineer", Kind::Given).within("visit"),
    FieldSpec::optional("open_mandate", "field-open-mandate", Kind::Toggle).within("visit"),
    FieldSpec::optional("place", "field-place", Kind::Code { max: 12, leap: false }).within("visit"),
    FieldSpec::optional("channel", "field-channel", Kind::Choice(CHANNELS)).within("visit"),
    FieldSpec::optional("arrived", "field-arrived", Kind::Time).within("visit"),
    FieldSpec::optional("greeted", "field-greeted", Kind::Time).within("visit"),
    comeback::FIELD,
    FieldSpec::optional("outcome", "field-outcome", Kind::Choice(OUTCOMES)).within("visit"),
];

/// Gives the engineers, and fills in what stands on the order.
pub fn start(cx: &Cx<'_>, form: &mut Form, stands: Option<&VisitPage>) {
    form.set_options("engineer", parts::people(cx, parts::repairs));
    // How it ends is not known before it began.
    form.show("outcome", stands.is_some());
    form.show("conclusion", stands.is_some());
    let Some(page) = stands else { return };
    let clock = |at: Option<Stamp>| at.map(|at| at.local().format("%H%M").to_string()).unwrap_or_default();
    let engineer = page.urgent.as_ref().and_then(|urgent| urgent.engineer.as_ref());
    let values = [
        ("topic", coded(page.topic)),
        ("notes", page.notes.clone()),
        ("conclusion", page.conclusion.as_ref().map(|said| said.text.clone()).unwrap_or_default()),
        ("class", coded(page.class)),
        ("urgent", if page.urgent.is_some() { "yes".into() } else { String::new() }),
        ("engineer", engineer.map(ToString::to_string).unwrap_or_default()),
        ("open_mandate", if page.open_mandate { "yes".into() } else { String::new() }),
        ("place", page.place.clone()),
        ("arrived", clock(page.arrived)),
        ("greeted", clock(page.greeted)),
        ("outcome", coded(page.outcome)),
    ];
    for (field, value) in &values {
        form.set(field, value);
    }
}

fn coded<T: Serialize>(value: Option<T>) -> String {
    value.map(|value| code(&value)).unwrap_or_default()
}

/// Says what is known beside the fields, and shows those that the others ask for.
pub fn notes(cx: &Cx<'_>, form: &mut Form) {
    let topic: Option<Topic> = parts::coded(form, "topic");
    let claims = topic.is_some_and(Topic::needs_notes);
    form.set_needed("notes", claims);
    let note = if claims { cx.get("entry-notes-first").into_owned() } else { String::new() };
    form.set_note_as("topic", Role::Soon, note);
    let urgent = form.value("urgent") == "yes";
    let nobody = urgent && form.value("engineer").is_empty();
    let note = if nobody { cx.get("entry-engineer-needed").into_owned() } else { String::new() };
    form.set_note_as("engineer", Role::Late, note);
    let class = match form.value("class").as_str() {
        "severe" => cx.get("visit-document-severe").into_owned(),
        "general" => cx.get("visit-document-general").into_owned(),
        _ => String::new(),
    };
    form.set_note("class", class);
    comeback::note(cx, form);
    note_past(cx, form, "arrived");
    note_past(cx, form, "greeted");
    if let Some(wait) = wait(cx, form) {
        form.set_note("greeted", cx.with("entry-waited", &[("n", &wait.to_string())]));
    }
}

fn moment(cx: &Cx<'_>, form: &Form, id: &str) -> Option<Stamp> {
    parts::typed(form, id).and_then(|text| when::parse(&text, cx.now, cx.zone))
}

/// Minutes between arrival and greeting, as typed; greeted now, where nothing else is said.
fn wait(cx: &Cx<'_>, form: &Form) -> Option<i64> {
    let arrived = moment(cx, form, "arrived")?;
    let greeted = moment(cx, form, "greeted").unwrap_or(cx.now);
    let minutes = greeted.since(arrived) / 60_000;
    (0..24 * 60).contains(&minutes).then_some(minutes)
}

fn note_past(cx: &Cx<'_>, form: &mut Form, id: &'static str) {
    match moment(cx, form, id) {
        Some(at) if at > cx.now => {
            let text = form.value(id);
            form.set_note_as(id, Role::Error, parts::why_not(cx, id, &text, Why::Future));
        }
        Some(at) => form.set_note(id, format::moment(cx.words(), at, cx.now)),
        None => parts::note_wrong(cx, form, id, |_| Err(Why::NotATime)),
    }
}

/// What the section holds, in short.
pub fn short(cx: &Cx<'_>, form: &Form) -> String {
    let mut said: Vec<String> = Vec::new();
    for (field, picks) in [("topic", TOPICS), ("class", CLASSES), ("channel", CHANNELS), ("outcome", OUTCOMES)] {
        let value = form.value(field);
        let pick = picks.iter().find(|(_, known, _)| form.has(field) && *known == value);
        said.extend(pick.map(|(_, _, word)| cx.get(word).into_owned()));
    }
    if form.value("urgent") == "yes" {
        let who = cx.name(&StaffId::new(form.value("engineer"))).to_string();
        said.push(format!("{} {who}", cx.get("board-urgent")).trim().to_string());
    }
    if form.value("open_mandate") == "yes" {
        said.push(cx.get("visit-open-mandate").into_owned());
    }
    said.extend(comeback::short(cx, form));
    said.extend(parts::typed(form, "place"));
    said.extend(wait(cx, form).map(|n| cx.with("entry-waited", &[("n", &n.to_string())])));
    crate::tui::screen::brief::list(cx, said)
}

/// What is new of the visit.
pub fn typed(new: &dyn Fn(&str) -> Option<String>, emptied: &dyn Fn(&str) -> bool) -> Option<VisitNotes> {
    let answer = |id: &str| new(id).map(|word| word == "yes");
    let (comeback_of, comeback_line) = comeback::typed(new);
    let notes = VisitNotes {
        arrived: new("arrived"),
        greeted: new("greeted"),
        channel: parts::code_of(new("channel")),
        urgent: answer("urgent"),
        engineer: new("engineer").map(StaffId::new),
        topic: parts::code_of(new("topic")),
        notes: new("notes"),
        conclusion: new("conclusion"),
        open_mandate: answer("open_mandate"),
        class: parts::code_of(new("class")),
        place: new("place"),
        outcome: parts::code_of(new("outcome")),
        comeback_of,
        comeback_line,
        comeback: emptied(comeback::FIELD.id).then_some(false),
    };
    (notes != VisitNotes::default()).then_some(notes)
}
