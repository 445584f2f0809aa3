//! The board as columns of cards, one column for each stage, the least time left on top.
//!
//! ```text
//!  receive 2                 quote 1                   repair 2
//!  ───────────────────────── ───────────────────────── ─────────────────────────
//!     苏E 90Q1A         2:28  !  沪A 12345       -0:12 >  沪A F3389         2:58
//!     Ford Focus        赵敏     VW Passat       王建国    Tesla Model 3     孙丽
//!     diagnose         17:00     consent      24 09:30    finish job 2/3   17:30
//!                                                         waits here
//! ```
//! A fourth line stands only where something is special about a visit.

use super::told::{first_told, flags, flags_role, part_mark, writer};
use super::{left, mark, promised_at, urgency};
use crate::desk::rows::BoardRow;
use crate::domain::OrderId;
use crate::domain::order::stage::{STRIP, Stage};
use crate::text::format;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{put, put_right, rule, select, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of a card about which nothing is special.
const CARD: u16 = 3;
/// Blank cells between two columns; each card begins with three more.
const GAP: u16 = 1;

/// The stages that have a column.
fn stages() -> impl Iterator<Item = Stage> {
    STRIP.into_iter().filter(|stage| stage.in_shop())
}

fn column<'r>(rows: &[&'r BoardRow], stage: Stage) -> Vec<&'r BoardRow> {
    rows.iter().copied().filter(|row| row.stage == stage).collect()
}

/// The card that a move leads to: up and down within a stage, left and right to the next stage that has cards.
pub fn neighbour(rows: &[&BoardRow], selected: Option<&OrderId>, action: Action) -> Option<OrderId> {
    let here = rows.iter().find(|row| Some(&row.order) == selected)?;
    let cards = column(rows, here.stage);
    let at = cards.iter().position(|row| row.order == here.order)?;
    let to_stage = |mut stages: Vec<Stage>| {
        stages.retain(|stage| *stage == here.stage || !column(rows, *stage).is_empty());
        // Beyond the last stage there is nothing to go to.
        let next = stages.into_iter().skip_while(|stage| *stage != here.stage).nth(1).unwrap_or(here.stage);
        let cards = column(rows, next);
        cards.get(at.min(cards.len().saturating_sub(1))).map(|row| row.order.clone())
    };
    match action {
        Action::Left => to_stage(stages().collect::<Vec<_>>().into_iter().rev().collect()),
        Action::Right => to_stage(stages().collect()),
        _ => {
            let step: Step = action.step()?;
            cards.get(step.from(at, cards.len(), 4)).map(|row| row.order.clone())
        }
    }
}

/// What of the cards is chosen or new.
pub struct Shown<'a> {
    /// The card under the cursor.
    pub selected: Option<&'a OrderId>,
    /// Those marked for one action on all.
    pub marked: &'a [OrderId],
    /// Whether a card changed a moment ago.
    pub changed: &'a dyn Fn(&BoardRow) -> bool,
}

/// Draws the columns.
pub fn draw(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, rows: &[&BoardRow], shown: &Shown<'_>) {
    let count = u16::try_from(stages().count()).unwrap_or(1);
    let whole = area.width.saturating_sub(2 + GAP * (count - 1)) / count;
    for (stage, at) in stages().zip(0u16..) {
        let place = Rect { x: area.x + 1 + at * (whole + GAP), width: whole, ..area };
        draw_column(cx, place, buffer, stage, &column(rows, stage), shown);
    }
}

fn draw_column(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, stage: Stage, cards: &[&BoardRow], shown: &Shown<'_>) {
    let theme = cx.look.theme;
    let role = if cards.is_empty() { Role::Dim } else { Role::Title };
    let after = put(buffer, area.x, area.y, area.width, &brief::stage(cx, stage), theme.style(role));
    if !cards.is_empty() {
        put(buffer, after + 1, area.y, 4, &cards.len().to_string(), theme.style(Role::Dim));
    }
    rule(&cx.look, Rect { y: area.y + 1, height: 1, ..area }, buffer);
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let at = cards.iter().position(|row| Some(&row.order) == shown.selected).unwrap_or(0);
    let heights: Vec<u16> = cards.iter().map(|row| CARD + u16::from(is_special(cx, row))).collect();
    let (top, fit) = seen(&heights, at, body.height);
    let mut below = body.y;
    for (row, height) in cards.iter().zip(&heights).skip(top).take(fit) {
        let place = Rect { y: below, height: *height, ..body }.intersection(body);
        below = place.bottom() + 1;
        draw_card(cx, place, buffer, row, (shown.changed)(row));
        if shown.marked.contains(&row.order) {
            put(buffer, place.x + 2, place.y, 1, theme.marks.marked, theme.style(Role::Accent));
        }
        if Some(&row.order) == shown.selected {
            select(&cx.look, place, buffer);
            put(buffer, place.x, place.y, 1, theme.marks.select, theme.style(Role::Selection));
        }
    }
    // Beside the number of cards: some are above, some below.
    for (is_more, mark, x) in [(top > 0, theme.marks.more_up, 2), (top + fit < cards.len(), theme.marks.more_down, 1)] {
        if is_more {
            put(buffer, area.right().saturating_sub(x), area.y, 1, mark, theme.style(Role::Dim));
        }
    }
}

/// Which cards are seen, with a blank row between them, so that the one at `at` is among them: the first, and how many.
fn seen(heights: &[u16], at: usize, room: u16) -> (usize, usize) {
    let fitting = |cards: &mut dyn Iterator<Item = &u16>| {
        let mut used = 0;
        cards
            .take_while(|height| {
                used += **height + 1;
                used <= room + 1
            })
            .count()
    };
    let before = heights.get(..=at).unwrap_or_default();
    let top = before.len() - fitting(&mut before.iter().rev()).clamp(1.min(before.len()), before.len());
    (top, fitting(&mut heights[top..].iter()).max(1))
}

fn draw_card(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, row: &BoardRow, changed: bool) {
    let theme = cx.look.theme;
    let urgency = urgency(cx, row);
    let (x, right) = (area.x + 3, area.right());
    if changed {
        buffer.set_style(area, theme.style(Role::Mark));
    }
    if let Some((mark, role)) = mark(cx, urgency).or(part_mark(cx, row)) {
        put(buffer, area.x + 1, area.y, 1, mark, theme.style(role));
    }
    if row.requirements {
        put(buffer, area.x + 1, area.y + 1, 1, theme.marks.needed, theme.style(Role::Late));
    }
    let room = right.saturating_sub(x);
    let told = first_told(cx, row);
    let delayed = told.is_some();
    let (step, next) = told.unwrap_or_else(|| (Role::Text, brief::next_cell(cx, row.next)));
    let car = row.model.as_str();
    let promised = promised_at(cx, row, false);
    // A step that does not fit beside the promised time is named in fewer words.
    let too_long = !delayed && width(&next) + 1 + width(&promised) > room;
    let short = if too_long { brief::next_short(cx, row.next) } else { next };
    let plate = format::plate(&row.plate);
    let lines = [
        ((Role::Title, plate.as_str()), (urgency, left(cx, row))),
        ((Role::Dim, car), (Role::Dim, row.name.clone())),
        ((step, &*short), (Role::Text, promised)),
        ((flags_role(cx, row), &*flags(cx, row).join("  ")), (Role::Dim, String::new())),
    ];
    for (((role, text), (end_role, end)), y) in lines.into_iter().zip(area.y..area.bottom()) {
        let end_x = put_right(buffer, right, y, room, &end, theme.style(end_role));
        put(buffer, x, y, end_x.saturating_sub(x + u16::from(!end.is_empty())), text, theme.style(role));
    }
}

/// Tells whether a card has a fourth line.
fn is_special(cx: &Cx<'_>, row: &BoardRow) -> bool {
    let said = row.complaint || row.request || row.comeback || row.waiting || row.urgent || row.requirements;
    said || row.parts.awaited > 0 || row.parts.here.is_some() || !row.place.is_empty() || writer(cx, row).is_some()
}
