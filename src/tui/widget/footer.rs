//! The last line of a screen: the keys that work now, as the keymap chose them for the width.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::put;
use crate::tui::keymap::{HINT_GAP, Hint};
use crate::tui::theme::Role;

/// Draws the hints of [`Keymap::footer`](crate::tui::keymap::Keymap::footer).
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, hints: &[Hint]) {
    if area.height == 0 {
        return;
    }
    let mut x = area.x + 1;
    for hint in hints {
        let room = |x: u16| area.right().saturating_sub(x);
        x = put(buffer, x, area.y, room(x), &hint.key, look.theme.style(Role::Key)) + 1;
        x = put(buffer, x, area.y, room(x), &hint.text, look.theme.style(Role::Dim)) + HINT_GAP;
    }
}
