//! The first line of a screen: where, what, how it stands; who and when at the right.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{put, width};
use crate::tui::theme::Role;

/// Blank cells between parts.
const GAP: u16 = 3;

/// Cells of a cut part, at least: a shorter one is left out.
const PART_LEAST: u16 = 8;

/// A piece of the line with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// What it means.
    pub role: Role,
}

impl<'a> Part<'a> {
    /// A piece of the line.
    pub fn new(role: Role, text: impl Into<Cow<'a, str>>) -> Part<'a> {
        Part { text: text.into(), role }
    }
}

/// Draws the parts from the left and from the right. Where both do not fit, those at the right stay whole: they tell
/// what is late, and the left ones are known.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, left: &[Part<'_>], right: &[Part<'_>]) {
    if area.height == 0 || area.width < 4 {
        return;
    }
    let takes = |parts: &[Part<'_>]| -> u16 {
        parts.iter().filter(|part| !part.text.is_empty()).map(|part| width(&part.text) + GAP).sum()
    };
    let needs = takes(right);
    let edge = area.right().saturating_sub(needs.saturating_sub(GAP) + 1).max(area.x + 1);
    draw_parts(look, Rect { x: edge, width: area.right() - edge, ..area }, buffer, right, GAP);
    // Where it is tight, one blank tells the two sides apart.
    let room = edge.saturating_sub(area.x + 1).saturating_sub(u16::from(!right.is_empty()));
    let gap = if takes(left) <= room { GAP } else { 2 };
    draw_parts(look, Rect { x: area.x + 1, width: room, ..area }, buffer, left, gap);
}

fn draw_parts(look: &Look<'_>, area: Rect, buffer: &mut Buffer, parts: &[Part<'_>], gap: u16) {
    let mut x = area.x;
    for part in parts.iter().filter(|part| !part.text.is_empty()) {
        if x >= area.right() {
            return;
        }
        // A few letters of the last part say nothing.
        let room = area.right() - x;
        if x > area.x && room < PART_LEAST && width(&part.text) > room {
            return;
        }
        x = put(buffer, x, area.y, area.right() - x, &part.text, look.theme.style(part.role)) + gap;
    }
}
