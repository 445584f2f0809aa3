//! The page of keys: every key that works here, layer by layer, as the keymap has them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{put, width};
use super::popup::popup;
use crate::tui::keymap::KeyGroup;
use crate::tui::theme::Role;

/// Cells of the widest column of keys.
const KEYS_MAX: u16 = 18;
/// Blank cells between columns of the page.
const GAP: u16 = 3;

/// One line of the page.
enum Line<'a> {
    Heading(String),
    Key(&'a str, &'a str),
    Blank,
}

/// Draws the page in a box over the area.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, groups: &[KeyGroup]) {
    let keys =
        groups.iter().flat_map(|group| &group.hints).map(|hint| width(&hint.key)).max().unwrap_or(0).min(KEYS_MAX);
    let texts = groups.iter().flat_map(|group| &group.hints).map(|hint| width(&hint.text)).max().unwrap_or(0);
    let column = keys + 2 + texts + GAP;
    let lines = lines(look, groups);
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let columns_max = (area.width.saturating_sub(4) / column.max(1)).max(1);
    let rows_max = area.height.saturating_sub(4).max(1);
    let columns = count.div_ceil(rows_max).clamp(1, columns_max);
    let rows = count.div_ceil(columns).min(rows_max);
    let title = look.words.get("help-title");
    let inner = popup(look, area, buffer, &title, columns * column - GAP, rows + 2);
    let mut place = (inner.x, inner.y);
    for line in &lines {
        let full = place.1 >= inner.y + rows;
        if full {
            place = (place.0 + column, inner.y);
        }
        // A column never begins with the blank line between two groups.
        if matches!(line, Line::Blank) && place.1 == inner.y {
            continue;
        }
        draw_line(look, place, inner, buffer, line, keys);
        place.1 += 1;
    }
    let close = look.words.get("help-close");
    put(buffer, inner.x, inner.bottom().saturating_sub(1), inner.width, &close, look.theme.style(Role::Dim));
}

fn lines<'a>(look: &Look<'_>, groups: &'a [KeyGroup]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for group in groups {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        let heading = format!("layer-{}", group.layer.name());
        lines.push(Line::Heading(look.words.get(&heading).into_owned()));
        lines.extend(group.hints.iter().map(|hint| Line::Key(&hint.key, &hint.text)));
    }
    lines
}

fn draw_line(look: &Look<'_>, (x, y): (u16, u16), inner: Rect, buffer: &mut Buffer, line: &Line<'_>, keys: u16) {
    let theme = look.theme;
    let room = inner.right().saturating_sub(x);
    match line {
        Line::Blank => {}
        Line::Heading(text) => {
            put(buffer, x, y, room, text, theme.style(Role::Title));
        }
        Line::Key(key, text) => {
            put(buffer, x, y, room.min(keys), key, theme.style(Role::Key));
            put(buffer, x + keys + 2, y, room.saturating_sub(keys + 2), text, theme.style(Role::Text));
        }
    }
}
