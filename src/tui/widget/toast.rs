//! A sentence about what just happened. It lies on the rule over the keys, so that nothing moves when it comes or goes;
//! what does not fit there covers the rows above it as long as it stands.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::Look;
use super::layout::{put, rule, wrap};
use crate::tui::theme::Role;

/// Lines of a sentence that are shown at most.
const LINES_MAX: usize = 4;

/// Draws the rule with the sentence on it, or the rule alone. `area` is the rule's row.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, message: Option<(Role, &str)>) {
    if area.height == 0 {
        return;
    }
    let Some((role, text)) = message.filter(|_| area.width > 8) else { return rule(look, area, buffer) };
    let mark = if role == Role::Error { format!("{} ", look.theme.marks.late) } else { String::new() };
    let mut lines = wrap(&format!("{mark}{text}"), area.width - 4);
    lines.truncate(LINES_MAX.min(usize::from(area.y - buffer.area.y) + 1));
    let above = lines.len() as u16 - 1;
    let box_area = Rect { y: area.y - above, height: above + 1, ..area };
    Clear.render(box_area, buffer);
    rule(look, box_area, buffer);
    for (line, y) in lines.iter().zip(box_area.y..) {
        put(buffer, area.x + 1, y, area.width - 2, &format!(" {line} "), look.theme.style(role));
    }
}
