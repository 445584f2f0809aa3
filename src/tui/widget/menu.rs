//! Pick one of many by typing a part of it: the palette, the results of a search.
//!
//! The caller filters: it knows whether to look into an index or into a short list. [`matches`] does for short lists.

use std::borrow::Cow;
use std::cell::Cell as Memory;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Look;
use super::layout::{more_marks, put, put_right, scroll, select, width};
use super::text_field::{Entry, TextField, Typed};
use crate::tui::action::Action;
use crate::tui::input::Key;
use crate::tui::theme::Role;

/// One line of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item<'a> {
    /// What it is.
    pub text: Cow<'a, str>,
    /// More about it, after the text.
    pub detail: Cow<'a, str>,
    /// What must not be overlooked, with its meaning: before the right edge, never cut.
    pub marks: Vec<(Role, Cow<'a, str>)>,
    /// Cells at the beginning of the text that are never cut either.
    pub keep: u16,
    /// A key or a number, at the right edge.
    pub right: Cow<'a, str>,
}

/// What a key did to a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuEvent {
    /// The key was for the menu, and nothing is picked.
    Stayed,
    /// Another text is looked for: filter again.
    Changed,
    /// This line is picked.
    Picked(usize),
    /// The menu is to be closed.
    Closed,
    /// The key means nothing to a menu.
    Ignored,
}

/// A menu: what is looked for, and the line under the cursor.
#[derive(Clone, Debug)]
pub struct Menu {
    field: TextField,
    index: usize,
    view: Memory<(usize, usize)>,
}

impl Menu {
    /// Makes a menu in which nothing is typed yet.
    pub fn new(entry: Entry, chars_max: usize) -> Menu {
        Menu { field: TextField::new(entry, chars_max), index: 0, view: Memory::new((0, 0)) }
    }

    /// Returns what is looked for.
    pub fn query(&self) -> String {
        self.field.text()
    }

    /// Sets what is looked for.
    pub fn set_query(&mut self, text: &str) {
        self.field.set_text(text);
        self.index = 0;
    }

    /// Puts the cursor on a line.
    pub fn go_to(&mut self, index: usize) {
        self.index = index;
    }

    /// Returns the line under the cursor.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Gives the menu a key, with what the keymap says of it in the layer of boxes; `count` lines are shown.
    pub fn on(&mut self, action: Option<Action>, key: Key, count: usize) -> MenuEvent {
        if let Some(step) = action.and_then(Action::step) {
            self.index = step.from(self.index, count, self.view.get().1);
            return MenuEvent::Stayed;
        }
        match action {
            Some(Action::Next) if count > 0 => MenuEvent::Picked(self.index.min(count - 1)),
            Some(Action::Next) => MenuEvent::Stayed,
            Some(Action::Back) => MenuEvent::Closed,
            Some(_) | None => self.typed(|field| field.on(key)),
        }
    }

    /// Puts pasted text into what is looked for: a bar code reader types like this.
    pub fn paste(&mut self, text: &str) -> MenuEvent {
        self.typed(|field| field.paste(text).typed)
    }

    fn typed(&mut self, give: impl FnOnce(&mut TextField) -> Typed) -> MenuEvent {
        match give(&mut self.field) {
            Typed::Changed => {
                self.index = 0;
                MenuEvent::Changed
            }
            Typed::Kept => MenuEvent::Stayed,
            Typed::Ignored => MenuEvent::Ignored,
        }
    }

    /// Draws the line to type in and the lines to pick from, and returns where the cursor stands.
    pub fn draw(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer, items: &[Item<'_>], empty: &str) -> Position {
        let theme = look.theme;
        let line = Rect { height: area.height.min(1), ..area };
        let cursor = self.field.draw(line, buffer, theme.style(Role::Field));
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        if list.height == 0 {
            return cursor;
        }
        if items.is_empty() && !self.field.is_empty() {
            put(buffer, list.x + 2, list.y, list.width.saturating_sub(2), empty, theme.style(Role::Dim));
        }
        let index = self.index.min(items.len().saturating_sub(1));
        let height = usize::from(list.height);
        let top = scroll(self.view.get().0, index, items.len(), height);
        self.view.set((top, height));
        let texts = items.iter().map(|item| width(&item.text)).max().unwrap_or(0).min(list.width / 2);
        for ((item, at), y) in items.iter().zip(0..).skip(top).zip(list.y..list.bottom()) {
            let row = Rect { y, height: 1, ..list };
            draw_item(look, row, buffer, item, texts);
            if at == index {
                put(buffer, row.x, y, 1, theme.marks.select, theme.style(Role::Accent));
                select(look, row, buffer);
            }
        }
        more_marks(look, list, buffer, top, items.len());
        cursor
    }
}

fn draw_item(look: &Look<'_>, row: Rect, buffer: &mut Buffer, item: &Item<'_>, texts: u16) {
    let theme = look.theme;
    let right = row.right().saturating_sub(2);
    let end = put_right(buffer, right, row.y, row.width / 3, &item.right, theme.style(Role::Key));
    let x = row.x + 2;
    let wide = |gap: u16| item.marks.iter().map(|(_, mark)| width(mark) + gap).sum::<u16>();
    // Marks stand closer where the line is full.
    let gap = if x + item.keep + 2 + wide(2) <= end { 2 } else { 1 };
    let end = end.saturating_sub(wide(gap)).max(x);
    let mut at = end;
    for (role, mark) in &item.marks {
        at = put(buffer, at, row.y, row.right().saturating_sub(at), mark, theme.style(*role)) + gap;
    }
    // A line without details may use their place; marks take what they need of both.
    let left = end.saturating_sub(x + gap);
    let room = if item.detail.is_empty() { left } else { texts.min(left) };
    put(buffer, x, row.y, room, &item.text, theme.style(Role::Text));
    let x = x + texts + 2;
    put(buffer, x, row.y, end.saturating_sub(x + 2), &item.detail, theme.style(Role::Dim));
}

/// Tells whether a text holds all parts of a query, in any order and without regard to case.
pub fn matches(query: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    query.to_lowercase().split_whitespace().all(|part| text.contains(part))
}
