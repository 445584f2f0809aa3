//! Forms: one screen for all of them. A form is a table of fields, the command that it fills in, and what it says
//! beside the fields while one types.
//!
//! What was typed is never lost: a refusal is shown at its field with everything still there, leaving keeps what
//! differs from the beginning as a draft, and a conflict shows both values and lets the person decide.

mod campaign;
mod campaign_step;
mod cancel;
mod capa;
mod capa_step;
mod ceiling;
mod change_complaint;
pub mod checklist;
mod claim;
mod close_complaint;
mod complaint;
mod complaint_step;
mod confirm;
mod consent;
mod contract;
mod customer;
mod discard;
mod draft;
mod end_requirement;
mod fault;
mod feedback;
mod finding;
mod hand_over;
mod intake;
pub mod jobs;
mod judged;
mod line;
mod line_source;
mod merge;
mod new_order;
mod note_complaint;
mod open;
mod opt_out;
mod part_on_order;
pub(super) mod parts;
mod payers;
mod plan;
mod promise;
mod quality;
mod ready;
mod request;
mod requirement;
mod review;
mod script;
mod section;
mod separate;
mod several;
mod start;
mod stop;
mod survey_forms;
mod trip;
mod vehicle;
mod what;
mod workshop;

pub use what::{After, Halt, Line, StageForm};

use super::Screen;
use super::field_help::FieldHelp;
use crate::desk::draft::Draft;
use crate::desk::{DeskError, Receipt};
use crate::domain::refusal::Clash;
use crate::domain::{Refusal, Stamp};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::input::{Code, Key};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Form, FormEvent, Subject};
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, wrap};
use crate::tui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

/// Cells of a box, at most.
const BOX_COLUMNS: u16 = 70;
/// Cells of a box's frame.
const BOX_FRAME: u16 = 4;
/// Cells of the pane at the right of a wide page.
const PANE: u16 = 46;
/// Lines over a form that are worth a short terminal's rows.
const CONTEXT_LEAST: u16 = 2;
/// From this width on, those lines stand beside the form instead of over it.
const BESIDE_FROM: u16 = 120;
/// The beginning of the keys of titles; the name of the form follows.
const TITLE: &str = "entry-title-";
/// The draft's entry for the version that was shown when it was begun.
const SEEN: &str = "seen";
/// The draft's entry for the round that it was about.
const ROUND: &str = "round";

/// A form as a screen.
pub struct FormScreen {
    what: Box<dyn StageForm>,
    form: Form,
    /// The values at the beginning: what differs from them was typed.
    begun: BTreeMap<String, String>,
    seen: Option<(&'static str, u64)>,
    /// Both values of each conflict, at their fields, until the next save.
    conflicts: Vec<(String, String)>,
    /// Since when the draft waited that it goes on with.
    since: Option<Stamp>,
    /// It was saved, and is open for the next one.
    again: bool,
}

impl FormScreen {
    /// The form of a place.
    ///
    /// # Errors
    /// The record cannot be shown, or the place is no form.
    pub fn open(cx: &Cx<'_>, place: &Place) -> Result<Self, DeskError> {
        Ok(Self::new(cx, open::of(cx, place)?))
    }

    fn new(cx: &Cx<'_>, what: Box<dyn StageForm>) -> Self {
        let form = Form::new(&what.specs());
        let mut screen =
            Self { what, form, begun: BTreeMap::new(), seen: None, conflicts: Vec::new(), since: None, again: false };
        screen.begin(cx);
        screen
    }

    fn begin(&mut self, cx: &Cx<'_>) {
        self.form = Form::new(&self.what.specs());
        self.seen = self.what.seen();
        self.conflicts.clear();
        self.what.start(cx, &mut self.form);
        self.begun = self.form.values();
        self.say(cx);
    }

    /// Says beside the fields what is known now.
    fn say(&mut self, cx: &Cx<'_>) {
        self.what.notes(cx, &mut self.form);
        for (field, both) in &self.conflicts {
            self.form.set_note_as(field, Role::Late, both.clone());
        }
    }

    fn save(&mut self, cx: &Cx<'_>) -> Effect {
        let run = |command| Effect::Run(Box::new(Ask { command, seen: self.seen }));
        let one = || self.what.command(cx, &self.form).map(run);
        let each = self.what.each(cx, &self.form).map(|each| each.map(Effect::RunEach));
        match each.unwrap_or_else(one) {
            Ok(effect) => {
                self.conflicts.clear();
                effect
            }
            Err(Halt::At(field, sentence)) => {
                self.form.set_error(field, sentence);
                self.say(cx);
                Effect::Stay
            }
            Err(Halt::Nothing) => Effect::Back,
        }
    }

    /// The key of its title among the words.
    pub fn title(&self) -> &'static str {
        self.what.title()
    }

    /// What each of its fields is for.
    pub fn helps(&self, cx: &Cx<'_>) -> Vec<FieldHelp> {
        self.form.subjects().into_iter().map(|subject| self.help(cx, subject)).collect()
    }

    fn help(&self, cx: &Cx<'_>, subject: Subject) -> FieldHelp {
        FieldHelp::of(cx.words(), self.what.title().trim_start_matches(TITLE), subject)
    }

    fn has_sections(&self) -> bool {
        self.what.specs().iter().any(|spec| !spec.section.is_empty())
    }

    fn heed(&mut self, cx: &Cx<'_>, event: FormEvent, key: Key) -> Effect {
        match event {
            FormEvent::Stayed => Effect::Stay,
            FormEvent::Changed(field) => {
                self.what.changed(cx, &mut self.form, field);
                if self.form.focused() != field {
                    self.what.left(cx, &mut self.form, field);
                }
                self.say(cx);
                // It went on by itself from a value that cannot be: the next key is meant for that one.
                if self.form.focused() != field && self.form.refuse_noted(field) {
                    self.say(cx);
                    return Effect::Stay;
                }
                // Space and the arrows walk through options; a key of its own means that very option.
                let picked = key.typed().is_some_and(|c| c != ' ') && self.what.at_once(field);
                if picked { self.finish(cx) } else { Effect::Stay }
            }
            FormEvent::Left(field) => {
                self.what.left(cx, &mut self.form, field);
                self.say(cx);
                // Enter accepts: a value that cannot be keeps the cursor, and the next keys put it right. Whoever walks
                // on with Tab or an arrow may come back.
                if key.code == Code::Enter && self.form.refuse_noted(field) {
                    self.say(cx);
                }
                Effect::Stay
            }
            FormEvent::Save => {
                let field = self.form.focused();
                self.what.left(cx, &mut self.form, field);
                self.save(cx)
            }
            FormEvent::Leave => Effect::Back,
            FormEvent::Ignored => Effect::Pass,
        }
    }

    /// Saves if nothing is missing.
    fn finish(&mut self, cx: &Cx<'_>) -> Effect {
        match self.form.on(Some(Action::Save), Key::plain(Code::F(10))) {
            FormEvent::Save => self.save(cx),
            FormEvent::Left(field) => {
                self.what.left(cx, &mut self.form, field);
                self.say(cx);
                Effect::Stay
            }
            FormEvent::Stayed | FormEvent::Changed(_) | FormEvent::Leave | FormEvent::Ignored => Effect::Stay,
        }
    }

    /// Shows both values of every conflict. The form asks what the record as it is now needs, and the next save is made
    /// with the other values seen: so none may be left out.
    fn show_conflicts(&mut self, cx: &Cx<'_>, first: &str, told: Vec<(String, String)>) {
        let (before, typed) = (self.begun.clone(), self.typed());
        self.rebuild(cx, &[]);
        let mut conflicts = told;
        // What the refusal holds in one is told of each field that was typed over another's value.
        for (field, yours) in typed.iter().filter(|(field, _)| self.form.is_written(field)) {
            let value = |of: &BTreeMap<String, String>| of.get(field).cloned().unwrap_or_default();
            let theirs = value(&self.begun);
            let named = conflicts.iter().any(|(named, _)| named == field);
            if !named && theirs != value(&before) && theirs != *yours {
                conflicts.push((field.clone(), cx.with("entry-conflict", &[("theirs", &theirs), ("yours", yours)])));
            }
        }
        self.conflicts = conflicts;
        self.form.focus_on(first);
        self.say(cx);
    }

    /// The conflicts of a refusal, each with the field at which it is told. A field that nobody typed into has the
    /// value of the record again, and is no matter any more.
    fn conflicts(&mut self, cx: &Cx<'_>, first: &str, refusal: &Refusal) -> Vec<(String, String)> {
        let Refusal::Conflict { field, theirs, yours, by, at, also } = refusal else { return Vec::new() };
        let (field, theirs, yours) = (field.clone(), theirs.clone(), yours.clone());
        let whole = Clash { field, theirs, yours, by: by.clone(), at: *at };
        let typed = self.typed();
        let remedy = [cx.get("refusal-conflict-nothing"), cx.get("refusal-conflict-hint")].join(" ");
        let mut told = vec![(first.to_string(), format!("{} {remedy}", cx.clash(&whole)))];
        for clash in also {
            let named = DeskError::Refused(clash.clone().refusal(Vec::new()));
            let field = self.what.field_of(&mut self.form, &named).map_or_else(|| clash.field.clone(), str::to_string);
            if typed.contains_key(&field) && !told.iter().any(|(told, _)| *told == field) {
                told.push((field, cx.clash(clash)));
            }
        }
        told
    }

    /// What was typed: the values that differ from those at the beginning, emptied ones with nothing.
    fn typed(&self) -> BTreeMap<String, String> {
        let now = self.form.values();
        let emptied = self.begun.keys().filter(|id| !now.contains_key(*id)).map(|id| (id.clone(), String::new()));
        let typed = now.iter().filter(|(id, value)| self.begun.get(*id) != Some(value));
        typed.map(|(id, value)| (id.clone(), value.clone())).chain(emptied).collect()
    }

    fn type_again(&mut self, cx: &Cx<'_>, typed: &BTreeMap<String, String>) {
        for spec in self.what.specs() {
            if let Some(value) = typed.get(spec.id) {
                self.form.set(spec.id, value);
                self.what.changed(cx, &mut self.form, spec.id);
            }
        }
    }

    /// Makes the fields anew from the record as it is now, with what was typed, but for some.
    fn rebuild(&mut self, cx: &Cx<'_>, cleared: &[&str]) {
        // If it cannot be read any more, the next save says why.
        if self.what.read(cx).is_err() {
            return;
        }
        let mut typed = self.typed();
        typed.retain(|id, _| !cleared.contains(&id.as_str()));
        self.begin(cx);
        self.type_again(cx, &typed);
        self.form.focus_on_open();
        self.say(cx);
    }

    /// The lines over the form; those of a box are broken where they are longer than `columns` leave room for.
    fn context(&self, cx: &Cx<'_>, columns: u16) -> Vec<Line> {
        let room = columns.saturating_sub(2);
        let context = self.what.context(cx);
        let context = if self.is_box() || columns < BESIDE_FROM { broken(&context, room) } else { context };
        let mut lines = script::lines(self.what.spoken(cx, &self.form), room);
        lines.extend(context);
        lines
    }

    /// Draws the form into `area`; its options may lie over all of `within`.
    fn draw_form(&self, cx: &Cx<'_>, area: Rect, within: Rect, buffer: &mut Buffer) -> Option<Position> {
        let context = self.context(cx, area.width);
        self.form.fit(area.height.saturating_sub(1));
        if area.width >= BESIDE_FROM && !context.is_empty() && !self.what.lists_choices() {
            let form = Rect { width: area.width * 3 / 5, ..area };
            let beside = Rect { x: form.right(), width: area.width - form.width, ..area };
            draw_lines(cx, beside, buffer, &context);
            return self.form.draw_within(&cx.look, form, within, buffer);
        }
        let spare = area.height.saturating_sub(self.form.rows_with_message(&cx.look, area.width) + 1);
        // Where two people wrote, their values come before everything.
        let least = if self.conflicts.is_empty() { CONTEXT_LEAST } else { 0 };
        let most = usize::from(spare.max(least));
        let lines = &context[..context.len().min(most)];
        let top = if lines.is_empty() { 0 } else { u16::try_from(lines.len() + 1).unwrap_or(area.height) };
        for ((role, text), y) in lines.iter().zip(area.y..area.bottom()) {
            put(buffer, area.x + 1, y, area.width.saturating_sub(2), text, cx.look.theme.style(*role));
        }
        let rest = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
        self.form.draw_within(&cx.look, rest, within, buffer)
    }
}

/// Draws lines below each other, each as long as it is.
fn draw_lines(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, lines: &[Line]) {
    let room = area.width.saturating_sub(2);
    for ((role, text), y) in broken(lines, room).iter().zip(area.y..area.bottom()) {
        put(buffer, area.x + 1, y, room, text, cx.look.theme.style(*role));
    }
}

/// Lines broken to a width.
fn broken(lines: &[Line], room: u16) -> Vec<Line> {
    lines.iter().flat_map(|(role, text)| wrap(text, room).into_iter().map(|part| (*role, part))).collect()
}

impl Screen for FormScreen {
    fn place(&self) -> Place {
        self.what.place()
    }

    fn layers(&self) -> Vec<Layer> {
        // With nothing typed there is no draft to keep: whoever leaves has finished.
        let again = (self.again && self.typed().is_empty()).then_some(Layer::Again);
        let sections = self.has_sections().then_some(Layer::Sections);
        again.into_iter().chain(sections).chain([Layer::Form]).collect()
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let title = Part::new(Role::Title, cx.get(self.what.title()));
        (vec![title, Part::new(Role::Text, self.what.about(cx))], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.say(cx);
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        if action == Some(Action::Next) && self.what.is_idle(&self.form) {
            return Effect::Back;
        }
        if let Some(field) = action.and_then(|action| self.what.shortcut(cx, &mut self.form, action)) {
            return self.heed(cx, FormEvent::Changed(field), Key::plain(Code::Insert));
        }
        let section = section::SECTIONS.iter().find(|(opens, _)| Some(*opens) == action);
        let event = match section {
            Some((_, section)) => self.form.toggle_section(section),
            None => self.form.on(action, key),
        };
        self.heed(cx, event, key)
    }

    fn paste(&mut self, cx: &Cx<'_>, text: &str) -> Effect {
        let event = self.form.paste(text);
        self.heed(cx, event, Key::plain(Code::Insert))
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if !self.is_box() {
            // What stands over a draft takes the blank row: the form below stays where it is.
            let top = area.height.min(u16::from(self.since.is_none()));
            return self.draw_whole(cx, Rect { y: area.y + top, height: area.height - top, ..area }, area, buffer);
        }
        // The pane at the right of a wide page stays whole beside a box.
        let pane = if area.width >= BESIDE_FROM { PANE } else { 0 };
        let area = Rect { width: area.width - pane, ..area };
        self.form.fit(area.height.saturating_sub(BOX_FRAME));
        let columns = BOX_COLUMNS.min(area.width.saturating_sub(BOX_FRAME));
        let lines = self.context(cx, columns).len() + self.draft_lines(cx, columns).len();
        let lines = u16::try_from(lines).unwrap_or(u16::MAX);
        let rows = self.form.rows_with_message(&cx.look, columns).saturating_add(lines).saturating_add(2);
        let title = format!("{}  {}", cx.get(self.what.title()), self.what.about(cx));
        let inner = popup::popup(&cx.look, area, buffer, &title, BOX_COLUMNS, rows);
        self.draw_whole(cx, inner, area, buffer)
    }

    fn is_box(&self) -> bool {
        self.what.is_box()
    }

    fn field_help(&self, cx: &Cx<'_>) -> Option<FieldHelp> {
        Some(self.help(cx, self.form.subject()?))
    }

    fn draft(&self) -> Option<Draft> {
        let mut values = self.typed();
        if values.is_empty() {
            return None;
        }
        if let Some((_, version)) = self.seen {
            values.insert(SEEN.into(), version.to_string());
        }
        let round = self.what.round();
        if !round.is_empty() {
            values.insert(ROUND.into(), round);
        }
        Some(Draft { values, focus: self.form.focused().to_string() })
    }

    fn restore(&mut self, cx: &Cx<'_>, draft: &Draft) -> bool {
        if draft.values.get(ROUND).map_or("", String::as_str) != self.what.round() {
            return false;
        }
        self.type_again(cx, &draft.values);
        // What has changed since the draft was begun shall be a conflict, not be lost.
        let version = draft.values.get(SEEN).and_then(|text| text.parse().ok());
        if let (Some(seen), Some(version)) = (&mut self.seen, version) {
            seen.1 = version;
        }
        self.say(cx);
        self.form.focus_on(&draft.focus);
        self.form.focus_on_open();
        self.say(cx);
        true
    }

    fn goes_on_since(&mut self, since: Stamp) -> bool {
        self.since = Some(since);
        true
    }

    fn done(&mut self, cx: &Cx<'_>, receipt: &Receipt) -> Effect {
        self.since = None;
        match self.what.after(&self.form, receipt) {
            After::Back => Effect::Back,
            After::Told => Effect::BackWith(Role::Good, self.what.saved(cx, receipt)),
            After::Turn(place) => Effect::Turn(place),
            After::Save => self.save(cx),
            After::Rest(cleared) => {
                self.rebuild(cx, cleared);
                Effect::Say(Role::Good, self.what.saved(cx, receipt))
            }
            After::Again => {
                // If it cannot be read any more, the next save says why.
                let _unread = self.what.read(cx);
                self.begin(cx);
                self.again = true;
                Effect::Say(Role::Good, self.what.saved(cx, receipt))
            }
        }
    }

    fn done_each(&mut self, cx: &Cx<'_>, outcomes: &[Result<Receipt, DeskError>]) -> Effect {
        self.what.became(cx, &self.form, outcomes);
        if let Some(said) = self.what.finished(cx, outcomes) {
            return Effect::BackWith(Role::Good, said);
        }
        self.begin(cx);
        Effect::Stay
    }

    fn refused(&mut self, cx: &Cx<'_>, error: &DeskError) -> bool {
        // Somebody else did it: what the form shows of the record is of no use any more.
        if matches!(error, DeskError::Refused(Refusal::AlreadyDone { .. })) {
            let _unread = self.what.read(cx);
        }
        let named = || error.field().map(str::to_string);
        let field = self.what.field_of(&mut self.form, error).map(str::to_string).or_else(named);
        let Some(field) = field.filter(|field| self.form.has(field)) else { return false };
        if let DeskError::Refused(refusal @ Refusal::Conflict { .. }) = error {
            let told = self.conflicts(cx, &field, refusal);
            self.show_conflicts(cx, &field, told);
        } else {
            self.form.set_error(&field, cx.say(error).whole());
            self.say(cx);
        }
        true
    }
}
