//! A bar from left to right, with the target where there is one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::put;
use crate::tui::theme::Role;

/// How much of a bar is filled, in thousandths of its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The filled part, 0 to 1000.
    pub permille: u16,
    /// Where the target lies, 0 to 1000.
    pub target: Option<u16>,
    /// What the filled part means.
    pub role: Role,
}

/// Draws a bar into the first row of the area.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, bar: Bar) {
    if area.height == 0 || area.width == 0 {
        return;
    }
    let marks = &look.theme.marks;
    let halves = cells(bar.permille, area.width * 2);
    let full = marks.bar.repeat(usize::from(halves / 2));
    let style = look.theme.style(bar.role);
    let after = put(buffer, area.x, area.y, area.width, &full, style);
    if halves % 2 == 1 {
        put(buffer, after, area.y, 1, marks.bar_half, style);
    }
    if let Some(target) = bar.target {
        let x = area.x + cells(target, area.width).min(area.width - 1);
        put(buffer, x, area.y, 1, marks.target, look.theme.style(Role::Text));
    }
}

fn cells(permille: u16, length: u16) -> u16 {
    let cells = (u32::from(permille.min(1000)) * u32::from(length) + 500) / 1000;
    u16::try_from(cells).unwrap_or(length)
}
