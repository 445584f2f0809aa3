//! The first run: four names, and the shop can work.

use super::Screen;
use super::field_help::FieldHelp;
use crate::desk::draft::Draft;
use crate::desk::{DeskError, Receipt};
use crate::domain::Command;
use crate::domain::Refusal;
use crate::domain::shop::set_up::SetUpShop;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::{self, Layer};
use crate::tui::theme::Role;
use crate::tui::widget::form::{self, FieldSpec, Form, FormEvent, Kind};
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, wrap};
use crate::tui::widget::popup::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The name of the form among the words that explain its fields.
const HELP: &str = "set-up";
/// Characters of a name, at most.
const NAME: Kind = Kind::Text { max: 30 };
const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("shop", "setup-shop", NAME),
    FieldSpec::needed("you", "setup-you", NAME),
    FieldSpec::needed("technician", "setup-technician", NAME),
    FieldSpec::needed("inspector", "setup-inspector", NAME),
];
/// What each field is for, said beside it.
const NOTES: &[(&str, &str)] = &[
    ("shop", "setup-shop-note"),
    ("you", "setup-you-note"),
    ("technician", "setup-technician-note"),
    ("inspector", "setup-inspector-note"),
];
/// Cells of the box, at most.
const COLUMNS: u16 = 72;
/// Rows of the welcome over the fields.
const WELCOME: u16 = 3;

/// The first run's dialog.
pub struct SetUp {
    form: Form,
    /// The newest refusal, to be said in another language too.
    wrong: Option<DeskError>,
}

impl SetUp {
    /// Opens the dialog.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut dialog = Self { form: Form::new(FIELDS), wrong: None };
        dialog.refresh(cx);
        dialog
    }

    /// What each of its fields is for.
    pub fn helps(&self, cx: &Cx<'_>) -> Vec<FieldHelp> {
        let help = |subject| FieldHelp::of(cx.words(), HELP, subject);
        self.form.subjects().into_iter().map(help).collect()
    }

    fn command(&self) -> Command {
        let value = |id| self.form.value(id);
        Command::SetUpShop(SetUpShop {
            shop: value("shop"),
            you: value("you"),
            technician: value("technician"),
            inspector: value("inspector"),
        })
    }

    fn after(&self, cx: &Cx<'_>, event: FormEvent) -> Effect {
        match event {
            FormEvent::Save => Effect::run(self.command()),
            // There is nothing below to go back to.
            FormEvent::Leave => {
                let key = key_of(cx, Action::Leave).map(|command| command.key).unwrap_or_default();
                Effect::Say(Role::Soon, cx.with("setup-first", &[("key", &key)]))
            }
            FormEvent::Stayed | FormEvent::Changed(_) | FormEvent::Left(_) => Effect::Stay,
            FormEvent::Ignored => Effect::Pass,
        }
    }
}

impl Screen for SetUp {
    fn place(&self) -> Place {
        Place::SetUp
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Form]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let hint = key_of(cx, Action::Language).map(|command| format!("{} {}", command.key, command.text));
        (vec![Part::new(Role::Title, cx.get("setup-title"))], vec![Part::new(Role::Key, hint.unwrap_or_default())])
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        for (field, note) in NOTES {
            self.form.set_note(field, cx.words().get(note));
        }
        // The language may be another one now.
        if let Some(error) = self.wrong.take_if(|error| error.field().is_some_and(|field| self.form.is_wrong(field))) {
            self.refused(cx, &error);
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        let event = self.form.on(action, key);
        self.after(cx, event)
    }

    fn paste(&mut self, cx: &Cx<'_>, text: &str) -> Effect {
        let event = self.form.paste(text);
        self.after(cx, event)
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let welcome = wrap(&cx.get("setup-welcome"), COLUMNS.min(area.width.saturating_sub(4)));
        // One blank row after it.
        let above = u16::try_from(welcome.len() + 1).unwrap_or(WELCOME).min(WELCOME);
        let inner = popup(&cx.look, area, buffer, "", COLUMNS, above + self.form.rows());
        let style = cx.look.theme.style(Role::Text);
        for (line, y) in welcome.iter().zip(inner.y..inner.bottom()).take(usize::from(WELCOME - 1)) {
            put(buffer, inner.x, y, inner.width, line, style);
        }
        let top = above.min(inner.height);
        self.form.draw(&cx.look, Rect { y: inner.y + top, height: inner.height - top, ..inner }, buffer)
    }

    fn field_help(&self, cx: &Cx<'_>) -> Option<FieldHelp> {
        Some(FieldHelp::of(cx.words(), HELP, self.form.subject()?))
    }

    fn draft(&self) -> Option<Draft> {
        let form::Draft { values, focus } = self.form.draft();
        Some(Draft { values, focus })
    }

    fn restore(&mut self, _cx: &Cx<'_>, draft: &Draft) -> bool {
        self.form.restore(&form::Draft { values: draft.values.clone(), focus: draft.focus.clone() });
        true
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Turn(Place::Board)
    }

    fn refused(&mut self, cx: &Cx<'_>, error: &DeskError) -> bool {
        let field = error.field().filter(|field| FIELDS.iter().any(|spec| spec.id == *field));
        if let Some(field) = field {
            let sentence = match error {
                DeskError::Refused(Refusal::Taken { value, .. }) => cx.with("setup-same-name", &[("name", value)]),
                _ => cx.say(error).message,
            };
            self.form.set_error(field, sentence);
            self.wrong = Some(error.clone());
        }
        field.is_some()
    }
}

/// The key that asks for an action before there is a shop.
fn key_of(cx: &Cx<'_>, action: Action) -> Option<keymap::Command> {
    let commands = cx.keymap.commands(&[Layer::FirstRun], cx.words().lang());
    commands.into_iter().find(|command| command.action == action)
}
