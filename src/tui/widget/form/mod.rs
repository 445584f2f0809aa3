//! The form that every stage uses: fields from a table, in the order in which people speak.
//!
//! Enter accepts a field and goes to the next one still needed or not yet asked; when there is none it saves. F10 saves from any
//! field, and shows what is missing. Esc leaves; what was typed stays with the caller as a draft. A sentence about a
//! field stands at the field, in a place that is kept free for it, so that nothing jumps.

mod draw;
mod field;
mod keys;
mod marks;
mod options;
mod subject;

use std::cell::Cell as Memory;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use field::{Choice, FieldSpec, Kind, Label, Pick};
pub use marks::{MarkRow, mark, marked};
pub use subject::Subject;

use crate::tui::action::Action;
use crate::tui::input::{Code, Key};
use crate::tui::theme::Role;
use crate::tui::widget::text_field::Typed;
use field::{Content, Effect, Fault, Field};

/// What was typed so far, and where: enough to go on later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The values of the fields that are not empty.
    pub values: BTreeMap<String, String>,
    /// The field in which the cursor stood.
    pub focus: String,
}

/// What a key did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEvent {
    /// The key was for the form, and no value is another one.
    Stayed,
    /// The value of this field changed. The cursor may have gone on by itself.
    Changed(&'static str),
    /// The cursor left this field.
    Left(&'static str),
    /// Nothing is missing: save the values.
    Save,
    /// The form is to be closed, and its draft kept.
    Leave,
    /// The key means nothing to a form.
    Ignored,
}

/// A form with its values.
#[derive(Clone, Debug)]
pub struct Form {
    fields: Vec<Field>,
    /// The field with the cursor; its section is the one that is shown.
    focus: usize,
    /// Where the cursor stood on the first page when a section was opened.
    home: usize,
    /// How far it was scrolled when last drawn.
    top: Memory<usize>,
    /// Rows of a list of marks, at most: a longer one is scrolled.
    mark_rows_max: Memory<u16>,
}

impl Form {
    /// Makes an empty form with the cursor in its first field.
    pub fn new(specs: &[FieldSpec]) -> Form {
        let fields: Vec<Field> = specs.iter().map(|spec| Field::new(*spec)).collect();
        let focus = fields.iter().position(Field::takes_keys).unwrap_or(0);
        let mark_rows_max = Memory::new(u16::MAX);
        Form { fields, focus, home: focus, top: Memory::new(0), mark_rows_max }
    }

    /// Returns the values of all fields that are not empty.
    pub fn values(&self) -> BTreeMap<String, String> {
        let filled = self.fields.iter().filter(|field| field.takes_keys() && !field.is_empty());
        filled.map(|field| (field.spec.id.to_owned(), field.value())).collect()
    }

    /// Returns the value of a field; empty where there is none.
    pub fn value(&self, id: &str) -> String {
        self.field(id).map(Field::value).unwrap_or_default()
    }

    /// Sets the value of a field.
    pub fn set(&mut self, id: &str, value: &str) {
        if let Some(field) = self.field_mut(id) {
            field.set_value(value);
            (field.fault, field.refused) = (None, None);
        }
    }

    /// Sets the values of several fields; the others stay as they are.
    pub fn set_values(&mut self, values: &BTreeMap<String, String>) {
        for (id, value) in values {
            self.set(id, value);
        }
    }

    /// Returns what is needed to go on later. A value with a hole in it would come back as another one: it is left out.
    pub fn draft(&self) -> Draft {
        let mut values = self.values();
        values.retain(|id, _| self.field(id).is_some_and(|field| field.refused.is_none()));
        Draft { values, focus: self.focused().to_owned() }
    }

    /// Goes on where a draft stopped. A field that the form no longer has is passed over.
    pub fn restore(&mut self, draft: &Draft) {
        self.set_values(&draft.values);
        self.focus_on(&draft.focus);
    }

    /// Returns the field with the cursor; empty for a form without fields.
    pub fn focused(&self) -> &'static str {
        self.fields.get(self.focus).map_or("", |field| field.spec.id)
    }

    /// Tells whether the field with the cursor takes text, so that an input method may be on.
    pub fn takes_text(&self) -> bool {
        match self.fields.get(self.focus).map(|field| &field.content) {
            Some(Content::Text(_)) => true,
            Some(Content::Marks(marks)) => marks.is_noting(),
            Some(_) | None => false,
        }
    }

    /// Puts the cursor into a field.
    pub fn focus_on(&mut self, id: &str) {
        if let Some(at) = self.fields.iter().position(|field| field.spec.id == id && field.takes_keys()) {
            self.go(at);
        }
    }

    /// Puts the cursor into the first field that has still to be filled, if there is one.
    pub fn focus_on_open(&mut self) {
        if let Some(at) = self.fields.iter().position(Field::is_open) {
            self.go(at);
        }
    }

    /// Says something beside a field; an empty text says nothing.
    pub fn set_note(&mut self, id: &str, text: impl Into<String>) {
        self.set_note_as(id, Role::Dim, text);
    }

    /// Says something beside a field, with a meaning.
    pub fn set_note_as(&mut self, id: &str, role: Role, text: impl Into<String>) {
        let text = text.into();
        if let Some(field) = self.field_mut(id) {
            field.note = (!text.is_empty()).then_some((role, text));
        }
    }

    /// Says what is wrong with a field and puts the cursor there. It stands until the value changes.
    pub fn set_error(&mut self, id: &str, sentence: impl Into<String>) {
        if let Some(field) = self.field_mut(id) {
            field.fault = Some(Fault::Said(sentence.into()));
        }
        self.focus_on(id);
    }

    /// Tells whether a field is shown to be wrong by a sentence of the screen.
    pub fn is_wrong(&self, id: &str) -> bool {
        self.field(id).is_some_and(|field| matches!(field.fault, Some(Fault::Said(_) | Fault::Noted(_))))
    }

    /// Goes back to a field whose value cannot be, as its note says, and lets the note stand until the value changes.
    pub fn refuse_noted(&mut self, id: &str) -> bool {
        let Some(field) = self.field_mut(id) else { return false };
        let Some((Role::Error, sentence)) = &field.note else { return false };
        field.fault = Some(Fault::Noted(sentence.clone()));
        self.focus_on(id);
        true
    }

    /// Changes whether the form may be saved without a field.
    pub fn set_needed(&mut self, id: &str, needed: bool) {
        if let Some(field) = self.field_mut(id) {
            field.needed = needed;
        }
    }

    /// Marks a field as needed later on: the form may be saved without it.
    pub fn star(&mut self, id: &str) {
        if let Some(field) = self.field_mut(id) {
            field.starred = true;
        }
    }

    /// Shows a field, or leaves it out; what it holds is kept, but is no value of the form while it is left out.
    pub fn show(&mut self, id: &str, shown: bool) {
        if let Some(field) = self.field_mut(id) {
            field.hidden = !shown;
        }
    }

    /// Tells whether the form has the field and the cursor may stand there.
    pub fn has(&self, id: &str) -> bool {
        self.field(id).is_some_and(Field::takes_keys)
    }

    /// Tells whether one writes into the field, instead of choosing.
    pub fn is_written(&self, id: &str) -> bool {
        self.field(id).is_some_and(|field| matches!(field.content, Content::Text(_)))
    }

    /// Names a field by a text that is the same in every language.
    pub fn set_name(&mut self, id: &str, name: impl Into<String>) {
        if let Some(field) = self.field_mut(id) {
            field.name = Some(name.into());
        }
    }

    /// Gives a field its options. The value stays, whether an option has it or not.
    pub fn set_options(&mut self, id: &str, choices: Vec<Choice>) {
        match self.field_mut(id).map(|field| &mut field.content) {
            Some(Content::One { options, .. }) => *options = choices,
            Some(Content::Some { options, answers, .. }) => {
                answers.resize(choices.len(), None);
                *options = choices;
            }
            _ => {}
        }
    }

    /// Gives a list of marks its items. The marks stay, whether an item has them or not.
    pub fn set_rows(&mut self, id: &str, rows: Vec<MarkRow>) {
        if let Some(Content::Marks(marks)) = self.field_mut(id).map(|field| &mut field.content) {
            marks.set_rows(rows);
        }
    }

    /// Lets a list of marks take a note on each item, of at most so many characters.
    pub fn take_notes(&mut self, id: &str, chars_max: usize) {
        if let Some(Content::Marks(marks)) = self.field_mut(id).map(|field| &mut field.content) {
            marks.take_notes(chars_max);
        }
    }

    /// Tells how many rows there are, so that a list of marks takes what no other field needs.
    pub fn fit(&self, rows: u16) {
        self.mark_rows_max.set(draw::MARK_ROWS_LEAST);
        let fields = 0..self.fields.len();
        let is_marks = |at: &usize| matches!(self.fields[*at].spec.kind, Kind::Marks(_));
        let others: u16 = fields.filter(|at| !is_marks(at)).map(|at| self.rows_of(at, at == 0)).sum();
        self.mark_rows_max.set(rows.saturating_sub(others).max(draw::MARK_ROWS_LEAST));
    }

    /// Opens a section at its first field, or closes it if it is open.
    pub fn toggle_section(&mut self, section: &str) -> FormEvent {
        let left = self.focused();
        if self.section() == section {
            self.close_section();
            return FormEvent::Left(left);
        }
        match self.fields.iter().position(|field| field.spec.section == section && field.takes_keys()) {
            None => FormEvent::Ignored,
            Some(first) => {
                self.go(first);
                FormEvent::Left(left)
            }
        }
    }

    /// Offers texts in a field of text: the next key picks one instead of being typed. No texts end the offer.
    pub fn offer(&mut self, id: &str, choices: Vec<Choice>) {
        if let Some(field) = self.field_mut(id) {
            field.offered = choices;
        }
    }

    /// Lists texts under a field of text as long as the cursor is there; one types on. No texts end the list.
    pub fn list(&mut self, id: &str, choices: Vec<Choice>) {
        if let Some(field) = self.field_mut(id) {
            field.listed = choices;
        }
    }

    /// Gives the form a key, with what the keymap says of it in the layer of forms.
    pub fn on(&mut self, action: Option<Action>, key: Key) -> FormEvent {
        let types = key.typed().is_some() || key == Key::plain(Code::Backspace);
        for (at, field) in self.fields.iter_mut().enumerate() {
            field.hint = field.hint.filter(|hint| types && at == self.focus && hint.lasts());
        }
        if self.goes_to_field_first(key) {
            let event = self.type_key(key);
            if event != FormEvent::Ignored {
                return event;
            }
        }
        match action {
            Some(Action::Next) => self.accept(),
            Some(Action::Save) => self.save(),
            Some(Action::Back) if !self.section().is_empty() => {
                let left = self.focused();
                self.close_section();
                FormEvent::Left(left)
            }
            Some(Action::Back) => FormEvent::Leave,
            // The arrows stop at the ends, so that one can hold them down; Tab goes round.
            Some(Action::NextField) if key.code == Code::Down => self.walk(self.focus + 1..self.fields.len()),
            Some(Action::PreviousField) if key.code == Code::Up => self.walk((0..self.focus).rev()),
            Some(Action::NextField) => self.walk((self.focus + 1..self.fields.len()).chain(0..self.focus)),
            Some(Action::PreviousField) => {
                self.walk((0..self.focus).rev().chain((self.focus + 1..self.fields.len()).rev()))
            }
            Some(_) | None => self.type_key(key),
        }
    }

    /// Puts pasted text into the field with the cursor.
    pub fn paste(&mut self, text: &str) -> FormEvent {
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Ignored };
        match field.paste(text) {
            Typed::Changed => {
                field.fault = None;
                FormEvent::Changed(field.spec.id)
            }
            Typed::Kept => FormEvent::Stayed,
            Typed::Ignored => FormEvent::Ignored,
        }
    }

    /// Keys that walk through a form elsewhere, but move or break lines within a field of several.
    fn goes_to_field_first(&self, key: Key) -> bool {
        let kind = self.fields.get(self.focus).map(|field| field.spec.kind);
        if matches!(kind, Some(Kind::Marks(_))) && self.takes_text() {
            return true;
        }
        let in_area = matches!(kind, Some(Kind::Area { .. } | Kind::Marks(_)));
        let breaks = key == Key::ctrl('j') || (key.code == Code::Enter && key.alt);
        in_area && (breaks || key == Key::plain(Code::Up) || key == Key::plain(Code::Down))
    }

    fn type_key(&mut self, key: Key) -> FormEvent {
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Ignored };
        let effect = field.on(key);
        if matches!(effect, Effect::Changed | Effect::Leaps) {
            field.fault = None;
        }
        let id = field.spec.id;
        match effect {
            Effect::Ignored => FormEvent::Ignored,
            Effect::Kept => FormEvent::Stayed,
            Effect::Changed => FormEvent::Changed(id),
            Effect::Leaps => {
                field.passed = true;
                self.leap();
                FormEvent::Changed(id)
            }
            Effect::Opens => self.toggle_section(id),
        }
    }

    /// Goes on from a field that is complete: on the first page to the next one still needed, in a section to the one
    /// below, and out of it after the last.
    fn leap(&mut self) {
        let after = (self.focus + 1..self.fields.len()).find(|at| self.is_reached(*at));
        let here = self.focus;
        let is_time = matches!(self.fields.get(here).map(|field| field.spec.kind), Some(Kind::Time));
        if self.section().is_empty() {
            let next = self.next_open();
            // A digit too many must not land where nobody asks for one.
            let next = if is_time { next.filter(|at| *at > here) } else { next.or(after) };
            return self.go(next.unwrap_or(here));
        }
        match after {
            Some(next) => self.go(next),
            None => self.close_section(),
        }
    }

    /// Accepts the field: goes to the next one still needed, or saves. A section is left for the first page.
    fn accept(&mut self) -> FormEvent {
        // Whoever accepts a value that is not what was typed has not seen it.
        if self.fields.get(self.focus).is_some_and(|field| field.refused.is_some()) {
            return FormEvent::Stayed;
        }
        self.pass();
        if !self.section().is_empty() {
            let left = self.focused();
            match self.fields.iter().position(|field| field.spec.section == self.section() && field.is_missing()) {
                Some(open) if open == self.focus => return self.stay(),
                Some(open) => self.go(open),
                None => self.close_section(),
            }
            return FormEvent::Left(left);
        }
        match self.next_open() {
            None => FormEvent::Save,
            Some(next) if next == self.focus => self.stay(),
            Some(next) => {
                let left = self.focused();
                self.go(next);
                FormEvent::Left(left)
            }
        }
    }

    /// Saves from any field, unless something is missing; then the cursor goes there.
    fn save(&mut self) -> FormEvent {
        match self.fields.iter().position(Field::is_missing) {
            None => FormEvent::Save,
            Some(open) if open == self.focus => self.stay(),
            Some(open) => {
                let left = self.focused();
                self.go(open);
                self.stay();
                FormEvent::Left(left)
            }
        }
    }

    /// Notes that the cursor leaves its field: it need not be asked again.
    fn pass(&mut self) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.passed = true;
        }
    }

    fn stay(&mut self) -> FormEvent {
        if let Some(field) = self.fields.get_mut(self.focus).filter(|field| field.refused.is_none()) {
            field.fault.get_or_insert(Fault::Needed);
        }
        FormEvent::Stayed
    }

    /// Goes to the first of these fields that takes keys.
    fn walk(&mut self, mut to: impl Iterator<Item = usize>) -> FormEvent {
        let Some(next) = to.find(|at| self.is_reached(*at)) else { return FormEvent::Stayed };
        self.pass();
        let left = self.focused();
        self.go(next);
        FormEvent::Left(left)
    }

    /// Finds the next field still needed, from the one after the cursor round to the cursor itself.
    fn next_open(&self) -> Option<usize> {
        let count = self.fields.len();
        (1..=count).map(|n| (self.focus + n) % count).find(|at| self.fields[*at].is_open())
    }

    /// The section that is shown; empty for the first page.
    fn section(&self) -> &'static str {
        self.fields.get(self.focus).map_or("", |field| field.spec.section)
    }

    /// Tells whether the field stands on the page that is shown and is not left out.
    fn is_shown(&self, at: usize) -> bool {
        let field = &self.fields[at];
        !field.hidden && field.spec.section == self.section()
    }

    /// Tells whether the cursor can walk to the field without leaving the page.
    fn is_reached(&self, at: usize) -> bool {
        self.is_shown(at) && self.fields[at].takes_keys()
    }

    /// Puts the cursor into a field, on whatever page it stands.
    fn go(&mut self, at: usize) {
        if self.section().is_empty() {
            self.home = self.focus;
        }
        self.focus = at;
    }

    /// Goes back to where the cursor stood before the section was opened.
    fn close_section(&mut self) {
        self.pass();
        self.focus = if self.fields.get(self.home).is_some_and(|field| !field.hidden) { self.home } else { 0 };
    }

    fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.spec.id == id)
    }

    fn field_mut(&mut self, id: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.spec.id == id)
    }
}
