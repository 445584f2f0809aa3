//! The page of keys: what the field with the cursor is for, and all keys that work where one comes from, as the keymap
//! has them.

use super::Screen;
use super::field_help::FieldHelp;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::widget::header::Part;
use crate::tui::widget::help::{self, About};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// The page of keys.
pub struct Keys {
    below: Vec<Layer>,
    field: Option<FieldHelp>,
    /// What is said about the field, in the session's language.
    about: Option<About>,
    page: usize,
    /// How many pages there are, as last drawn.
    pages: Cell<usize>,
}

impl Keys {
    /// Shows the keys of the layers that lie below.
    pub fn new(below: &[Layer]) -> Self {
        Self { below: below.to_vec(), field: None, about: None, page: 0, pages: Cell::new(1) }
    }

    /// Shows besides what the field with the cursor is for.
    pub fn of_field(cx: &Cx<'_>, below: &[Layer], field: Option<FieldHelp>) -> Self {
        let mut page = Self { field, ..Self::new(below) };
        page.refresh(cx);
        page
    }
}

impl Screen for Keys {
    fn place(&self) -> Place {
        Place::Keys
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Page]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.about = self.field.as_ref().map(|field| field.about(cx));
    }

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        // A box takes characters as text, and this one has none: the key that opened it closes it.
        if key.narrow() == Key::char('?') {
            return Effect::Back;
        }
        let Some(action) = action else { return Effect::Stay };
        match (action.step(), action) {
            (Some(Step::Up | Step::PageUp | Step::First), _) => self.page = self.page.saturating_sub(1),
            (Some(Step::Down | Step::PageDown | Step::Last), _) => {
                self.page = (self.page + 1).min(self.pages.get().saturating_sub(1));
            }
            (None, Action::Next | Action::Back | Action::Keys) => return Effect::Back,
            (None, _) => return Effect::Pass,
        }
        Effect::Stay
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let groups = cx.keymap.help(&self.below, cx.words().lang());
        self.pages.set(help::draw(&cx.look, area, buffer, self.about.as_ref(), &groups, self.page));
        None
    }

    fn is_box(&self) -> bool {
        true
    }
}
