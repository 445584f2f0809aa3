//! How far something long has come: what is being done, a bar, and how much is done in numbers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::bar::{self, Bar};
use super::layout::{put, put_right, rule};
use crate::tui::theme::Role;

/// Columns of the widest bar that is drawn.
const COLUMNS_MAX: u16 = 64;

/// Draws three rows in the middle of the area: a title, a bar of `done` out of `total`, and a line of detail.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, title: &str, (done, total): (u64, u64), detail: &str) {
    let columns = area.width.saturating_sub(4).min(COLUMNS_MAX);
    if area.height < 3 || columns < 8 {
        return;
    }
    let x = area.x + (area.width - columns) / 2;
    let y = area.y + (area.height - 3) * 2 / 5;
    let permille = (u128::from(done.min(total)) * 1000).checked_div(u128::from(total)).unwrap_or(0);
    let permille = u16::try_from(permille).unwrap_or(1000);
    put(buffer, x, y, columns - 6, title, look.theme.style(Role::Title));
    put_right(buffer, x + columns, y, 6, &format!("{} %", permille / 10), look.theme.style(Role::Text));
    let bar = Bar { permille, target: None, role: Role::Accent };
    let line = Rect { x, y: y + 1, width: columns, height: 1 };
    rule(look, line, buffer);
    bar::draw(look, line, buffer, bar);
    put(buffer, x, y + 2, columns, detail, look.theme.style(Role::Dim));
}
