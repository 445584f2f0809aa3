//! A field for a few digits that nobody beside is to read: a star for each. What is typed here never becomes a draft.

use super::Look;
use super::layout::put;
use crate::tui::input::{Code, Key};
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Digits that are typed and not shown.
#[derive(Default)]
pub struct SecretField {
    digits: String,
    most: usize,
}

impl SecretField {
    /// An empty field for so many digits.
    pub fn new(most: usize) -> Self {
        Self { digits: String::new(), most }
    }

    /// Gives it a key; keys that are no digit change nothing.
    pub fn on(&mut self, key: Key) {
        match (key.code, key.narrow().typed().filter(char::is_ascii_digit)) {
            (Code::Backspace, _) => drop(self.digits.pop()),
            (_, Some(digit)) if self.digits.len() < self.most => self.digits.push(digit),
            (_, _) => {}
        }
    }

    /// Takes out what was typed.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.digits)
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Draws it in one row, and returns where the cursor stands.
    pub fn draw(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer) -> Position {
        let columns = u16::try_from(self.most).unwrap_or(u16::MAX).saturating_add(1).min(area.width);
        let style = look.theme.style(Role::Field);
        put(buffer, area.x, area.y, columns, &" ".repeat(usize::from(columns)), style);
        let end = put(buffer, area.x, area.y, columns, &"*".repeat(self.digits.len()), style);
        Position { x: end, y: area.y }
    }
}
