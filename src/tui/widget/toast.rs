//! A sentence about what just happened. It lies on the rule over the keys, so that nothing moves when it comes or goes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{put, rule};
use crate::tui::theme::Role;

/// Draws the rule with the sentence on it, or the rule alone.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, message: Option<(Role, &str)>) {
    if area.height == 0 {
        return;
    }
    rule(look, area, buffer);
    let Some((role, text)) = message.filter(|_| area.width > 8) else { return };
    let mark = if role == Role::Error { format!("{} ", look.theme.marks.late) } else { String::new() };
    put(buffer, area.x + 1, area.y, area.width - 2, &format!(" {mark}{text} "), look.theme.style(role));
}
