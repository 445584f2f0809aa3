//! A box over the screen. Always with a frame: without one, a wide glyph under its edge would stick out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::Look;
use super::layout::{put, width};
use crate::tui::theme::Role;

/// Draws an empty box of at most `columns` × `rows` inside, in the middle of the area, and returns its inside.
pub fn popup(look: &Look<'_>, area: Rect, buffer: &mut Buffer, title: &str, columns: u16, rows: u16) -> Rect {
    let outer_columns = columns.saturating_add(4).min(area.width);
    let outer_rows = rows.saturating_add(2).min(area.height);
    let outer = Rect {
        x: area.x + (area.width - outer_columns) / 2,
        // A little above the middle, where the eye rests.
        y: area.y + (area.height - outer_rows) * 2 / 5,
        width: outer_columns,
        height: outer_rows,
    };
    let inner = frame(look, outer, buffer, title);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }.intersection(inner)
}

/// Clears an area, draws a frame around it and returns what is inside.
pub fn frame(look: &Look<'_>, area: Rect, buffer: &mut Buffer, title: &str) -> Rect {
    let area = area.intersection(buffer.area);
    Clear.render(area, buffer);
    if area.width < 2 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    let marks = &look.theme.marks;
    let style = look.theme.style(Role::Rule);
    let line = marks.line.repeat(usize::from(area.width - 2));
    let [top_left, top_right, bottom_left, bottom_right] = marks.corners;
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for (y, left, end) in [(area.y, top_left, top_right), (bottom, bottom_left, bottom_right)] {
        put(buffer, area.x, y, 1, left, style);
        put(buffer, area.x + 1, y, area.width - 2, &line, style);
        put(buffer, right, y, 1, end, style);
    }
    for y in area.y + 1..bottom {
        put(buffer, area.x, y, 1, marks.wall, style);
        put(buffer, right, y, 1, marks.wall, style);
    }
    if !title.is_empty() && area.width > 6 {
        let room = (area.width - 6).min(width(title));
        let after = put(buffer, area.x + 2, area.y, 1, " ", style);
        let after = put(buffer, after, area.y, room, title, look.theme.style(Role::Title));
        put(buffer, after, area.y, 1, " ", style);
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}
