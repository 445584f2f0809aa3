//! What a new order and the intake have in common besides their first page: three sections that open by a function key,
//! and the promises. One that is not in use takes one line, with what is known in short.

pub mod comeback;
pub mod inspection;
mod pledges;
mod symptoms;
mod visit;
pub mod words;

use super::{Line, parts};
use crate::desk::visit::{ListsPage, VisitPage};
use crate::desk::{Answer, Query};
use crate::domain::order::checked::ChecklistMarks;
use crate::domain::order::hand_over::SignedOn;
use crate::domain::order::symptoms::{Question, Symptoms};
use crate::domain::order::visit::VisitNotes;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::keymap::Layer;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use std::collections::BTreeMap;

/// The sections, by the key that opens them.
pub const SECTIONS: [(Action, &str); 3] =
    [(Action::Symptoms, "symptoms"), (Action::Inspection, "inspection"), (Action::Visit, "visit")];

/// Where both signed what is promised (E2).
const SIGNED: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];

/// Their lines on the first page, and the promises.
const LINES: &[FieldSpec] = &[
    FieldSpec::optional("symptoms", "field-symptoms", Kind::Section),
    FieldSpec::optional("inspection", "entry-inspection", Kind::Section),
    FieldSpec::optional("visit", "entry-visit-line", Kind::Section),
    FieldSpec::optional("promises", "field-promises", Kind::Many(&[])),
    FieldSpec::optional("promises_signed", "entry-promises-signed", Kind::Choice(SIGNED)),
];

/// What was typed into the sections.
pub struct Typed {
    /// The visit, if anything is new.
    pub visit: Option<VisitNotes>,
    /// The symptoms, if anything is new.
    pub symptoms: Option<Symptoms>,
    /// Questions whose answers were taken back.
    pub not_asked: Vec<Question>,
    /// The joint inspection, if anything is new.
    pub checklists: Vec<ChecklistMarks>,
    /// The promises, if they are others than before.
    pub promises: Option<Vec<String>>,
    /// Where both signed the promises, if they did just now.
    pub promises_signed: Option<SignedOn>,
}

/// The sections of one form.
#[derive(Default)]
pub struct Sections {
    lists: ListsPage,
    /// The answers that stand on the order.
    answers: Symptoms,
}

impl Sections {
    /// The fields: the lines of the first page, then those of each section.
    pub fn specs() -> impl Iterator<Item = FieldSpec> {
        let pages = symptoms::FIELDS.iter().chain(inspection::FIELDS).chain(visit::FIELDS);
        LINES.iter().chain(pages).copied()
    }

    /// Gives the fields their options, and fills in what stands on the order, if there is one.
    pub fn start(&mut self, cx: &Cx<'_>, form: &mut Form, stands: Option<&VisitPage>) {
        if let Ok(Answer::Lists(lists)) = cx.ask(&Query::Lists) {
            self.lists = lists;
        }
        self.offer(cx, form);
        visit::start(cx, form, stands);
        // Nothing is signed before it was given and printed, nor twice.
        let given = stands.and_then(|page| page.promises.as_ref());
        form.show("promises_signed", given.is_some_and(|given| given.signed.is_none() && !given.promises.is_empty()));
        if let Some(page) = stands {
            self.answers = page.symptoms.clone();
            symptoms::fill(form, &page.symptoms);
            inspection::fill(form, page);
            pledges::fill(form, page);
        }
    }

    /// Says on the first page what the sections hold, and in them what is known.
    pub fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        self.offer(cx, form);
        visit::notes(cx, form);
        symptoms::notes(cx, form, &self.answers);
        pledges::note(cx, form);
        let said = [
            (Action::Symptoms, symptoms::short(cx, form)),
            (Action::Inspection, inspection::short(cx, form, &self.lists)),
            (Action::Visit, visit::short(cx, form)),
        ];
        for ((action, text), (_, section)) in said.into_iter().zip(SECTIONS) {
            form.set(section, if text.is_empty() { key_of(cx, action) } else { text }.as_str());
        }
    }

    /// What was typed, where it differs from what stood there.
    pub fn typed(form: &Form, stood: &BTreeMap<String, String>) -> Typed {
        let new = |id: &str| parts::typed(form, id).filter(|text| stood.get(id) != Some(text));
        Typed {
            visit: visit::typed(&new, &|id| stood.contains_key(id) && parts::typed(form, id).is_none()),
            symptoms: symptoms::typed(&new),
            not_asked: symptoms::taken_back(form, stood),
            checklists: inspection::typed(form, stood).into_iter().collect(),
            promises_signed: parts::coded(form, "promises_signed"),
            promises: new("promises").map(|ids| ids.split(',').map(String::from).collect()),
        }
    }

    /// Names the items of lists and promises in the language of the session.
    fn offer(&self, cx: &Cx<'_>, form: &mut Form) {
        pledges::offer(cx, form, &self.lists);
        inspection::offer(cx, form, &self.lists);
    }
}

/// The field at which a refusal of a section's value is shown.
pub fn field_of(field: Option<&str>) -> Option<&'static str> {
    match field {
        Some("marks" | "checklist") => Some("joint"),
        Some("comeback_of" | "comeback_line") => Some(comeback::FIELD.id),
        _ => None,
    }
}

/// The key that opens a section.
fn key_of(cx: &Cx<'_>, action: Action) -> String {
    let commands = cx.keymap.commands(&[Layer::Sections], cx.words().lang());
    commands.into_iter().find(|command| command.action == action).map(|command| command.key).unwrap_or_default()
}

/// What an advisor says to somebody who was never here (A6).
pub fn greeting(cx: &Cx<'_>) -> String {
    cx.with("entry-greeting", &[("name", cx.name(&cx.session.who))])
}

/// Lines over the intake of an order about what the customer claims.
pub fn context(cx: &Cx<'_>, page: &VisitPage) -> Vec<Line> {
    let notes = (!page.notes.is_empty()).then(|| cx.with("entry-said", &[("words", &page.notes)]));
    notes.into_iter().map(|text| (crate::tui::theme::Role::Text, text)).collect()
}
