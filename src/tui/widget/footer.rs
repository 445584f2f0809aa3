//! The last line of a screen: the keys that work now, as the keymap chose them for the width.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::put;
use crate::tui::keymap::Hint;
use crate::tui::theme::Role;

/// Blank cells between two hints: as many as the line has room for.
const GAPS: [u16; 2] = [3, 2];

/// Draws the hints of [`Keymap::footer`](crate::tui::keymap::Keymap::footer).
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, hints: &[Hint]) {
    if area.height == 0 {
        return;
    }
    let count = u16::try_from(hints.len()).unwrap_or(u16::MAX);
    let needs: u16 = hints.iter().map(Hint::width).sum();
    let fits = |gap: &u16| needs.saturating_add(gap.saturating_mul(count.saturating_sub(1))) + 2 <= area.width;
    let gap = GAPS.into_iter().find(fits).unwrap_or(1);
    let mut x = area.x + 1;
    for hint in hints {
        let room = |x: u16| area.right().saturating_sub(x);
        x = put(buffer, x, area.y, room(x), &hint.key, look.theme.style(Role::Key)) + 1;
        x = put(buffer, x, area.y, room(x), &hint.text, look.theme.style(Role::Dim)) + gap;
    }
}
