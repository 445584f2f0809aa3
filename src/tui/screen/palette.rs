//! All commands by name, filtered as one types: for what has no key in one's fingers yet.

use super::Screen;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::{Command, Layer};
use crate::tui::widget::header::Part;
use crate::tui::widget::menu::{Item, Menu, MenuEvent, matches};
use crate::tui::widget::popup::popup;
use crate::tui::widget::text_field::Entry;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Characters of what is looked for, at most.
const CHARS_MAX: usize = 40;
/// Cells of the box, at most.
const COLUMNS: u16 = 50;

/// The palette.
pub struct Palette {
    below: Vec<Layer>,
    menu: Menu,
}

impl Palette {
    /// Lists the commands of the layers that lie below.
    pub fn new(below: &[Layer]) -> Self {
        Self { below: below.to_vec(), menu: Menu::new(Entry::Line, CHARS_MAX) }
    }

    /// The commands whose name, in any language, holds what was typed.
    fn commands(&self, cx: &Cx<'_>) -> Vec<Command> {
        let query = self.menu.query();
        let lang = cx.words().lang();
        let other = cx.keymap.commands(&self.below, lang.other());
        let fits = |command: &Command| {
            let also = other.iter().find(|known| known.action == command.action).map_or("", |known| &*known.text);
            matches(&query, &format!("{} {also}", command.text))
        };
        // Enter, Esc and the arrows do what they say without a list.
        let plain = [Action::Next, Action::Back, Action::Left, Action::Right, Action::Palette];
        let listed = |command: &Command| !plain.contains(&command.action);
        cx.keymap.commands(&self.below, lang).into_iter().filter(|c| listed(c) && fits(c)).collect()
    }
}

impl Screen for Palette {
    fn place(&self) -> Place {
        Place::Palette
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Popup]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, _cx: &Cx<'_>) {}

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        let commands = self.commands(cx);
        match self.menu.on(action, key, commands.len()) {
            MenuEvent::Stayed | MenuEvent::Changed => Effect::Stay,
            MenuEvent::Picked(at) => Effect::Do(commands[at].action),
            MenuEvent::Closed => Effect::Back,
            MenuEvent::Ignored => Effect::Pass,
        }
    }

    /// A word from an input method comes in one piece.
    fn paste(&mut self, _cx: &Cx<'_>, text: &str) -> Effect {
        self.menu.paste(text);
        Effect::Stay
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let rows = area.height.saturating_sub(4).min(18);
        let inner = popup(&cx.look, area, buffer, &cx.get("palette-title"), COLUMNS, rows);
        let commands = self.commands(cx);
        let items: Vec<Item<'_>> = commands
            .into_iter()
            .map(|command| Item { text: command.text.into(), right: command.key.into(), ..Item::default() })
            .collect();
        Some(self.menu.draw(&cx.look, inner, buffer, &items, &cx.get("palette-nothing")))
    }

    fn is_box(&self) -> bool {
        true
    }
}
