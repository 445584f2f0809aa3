//! Numbered items, each with a value, in two columns where there is room: the questions of a call.
//!
//! ```text
//!    1 reception          5          6 explanation of work     5
//!    2 diagnosis          5    >     7 price and bill          2  too dear
//! ```

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{Align, pad_to_width, put, select, width};
use crate::tui::theme::Role;

/// Cells of the mark for the cursor, the number and the blanks after each.
const BEFORE_LABEL: u16 = 6;
/// Cells of the value and the blanks around it.
const VALUE: u16 = 5;
/// From this width on, the items stand in two columns.
const TWO_COLUMNS_FROM: u16 = 56;
/// Cells kept for a note beside a value, at least.
const NOTE_MIN: u16 = 8;

/// One item of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// What is asked, in the session's language.
    pub label: Cow<'a, str>,
    /// The value; empty while there is none.
    pub value: Cow<'a, str>,
    /// What the value means.
    pub role: Role,
    /// A few words beside the value.
    pub note: Cow<'a, str>,
}

/// Counts the rows that so many items take in so many columns.
pub fn rows(items: usize, columns: u16) -> u16 {
    let items = u16::try_from(items).unwrap_or(u16::MAX);
    if columns >= TWO_COLUMNS_FROM { items.div_ceil(2) } else { items }
}

/// Draws the items, down and then across; `current` is the one under the cursor.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, items: &[Item<'_>], current: Option<usize>) {
    let per_column = rows(items.len(), area.width).max(1);
    let two = area.width >= TWO_COLUMNS_FROM;
    let column = if two { area.width / 2 } else { area.width };
    let longest = items.iter().map(|item| width(&item.label)).max().unwrap_or(0);
    let label = longest.min(column.saturating_sub(BEFORE_LABEL + VALUE + NOTE_MIN).max(8));
    // The item under the cursor is always seen.
    let row = u16::try_from(current.unwrap_or(0)).unwrap_or(0) % per_column;
    let top = (row + 1).saturating_sub(area.height);
    for (item, at) in items.iter().zip(0u16..) {
        let Some(below) = (at % per_column).checked_sub(top).filter(|below| *below < area.height) else { continue };
        let y = area.y + below;
        let x = area.x + at / per_column * column;
        let place = Rect { x, y, width: column.saturating_sub(1), height: 1 };
        draw_item(look, place, buffer, item, (at + 1, label), current == Some(usize::from(at)));
    }
}

fn draw_item(
    look: &Look<'_>,
    area: Rect,
    buffer: &mut Buffer,
    item: &Item<'_>,
    (number, label): (u16, u16),
    here: bool,
) {
    let theme = look.theme;
    let number = pad_to_width(&number.to_string(), 2, Align::Right);
    put(buffer, area.x + 2, area.y, 2, &number, theme.style(Role::Key));
    let x = area.x + BEFORE_LABEL - 1;
    let role = if here { Role::Accent } else { Role::Text };
    put(buffer, x, area.y, label, &item.label, theme.style(role));
    let x = x + label + 2;
    let value = if item.value.is_empty() { "-" } else { item.value.as_ref() };
    let role = if item.value.is_empty() { Role::Dim } else { item.role };
    put(buffer, x, area.y, VALUE - 3, &pad_to_width(value, VALUE - 3, Align::Right), theme.style(role));
    let x = x + VALUE - 1;
    put(buffer, x, area.y, area.right().saturating_sub(x), &item.note, theme.style(Role::Dim));
    if here {
        put(buffer, area.x, area.y, 1, theme.marks.select, theme.style(Role::Accent));
        select(look, area, buffer);
    }
}
