//! The board as columns of cards, one column for each stage, the least time left on top.
//!
//! ```text
//!  receive 2                quote 1                  repair 2
//!  ─────────────────────    ─────────────────────    ─────────────────────
//!    苏E 90Q1A      2:28     ! 沪A 12345    -0:12    >  沪A F3389     2:58
//!    Ford Focus  赵敏          VW Passat  王建国        Tesla Model 3  孙丽
//!    diagnose                  ask the customer         finish job 2/3
//! ```

use super::{flags, left, urgency};
use crate::desk::rows::BoardRow;
use crate::domain::OrderId;
use crate::domain::order::stage::{STRIP, Stage};
use crate::text::format;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{put, put_right, rule, scroll, select, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of a card with the blank one after it.
const CARD: u16 = 4;
/// Blank cells between two columns.
const GAP: u16 = 3;

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

/// Draws the columns.
pub fn draw(
    cx: &Cx<'_>,
    area: Rect,
    buffer: &mut Buffer,
    rows: &[&BoardRow],
    selected: Option<&OrderId>,
    changed: &dyn Fn(&BoardRow) -> bool,
) {
    let count = u16::try_from(stages().count()).unwrap_or(1);
    let whole = area.width.saturating_sub(2 + GAP * (count - 1)) / count;
    for (stage, at) in stages().zip(0u16..) {
        let place = Rect { x: area.x + 1 + at * (whole + GAP), width: whole, ..area };
        draw_column(cx, place, buffer, stage, &column(rows, stage), selected, changed);
    }
}

fn draw_column(
    cx: &Cx<'_>,
    area: Rect,
    buffer: &mut Buffer,
    stage: Stage,
    cards: &[&BoardRow],
    selected: Option<&OrderId>,
    changed: &dyn Fn(&BoardRow) -> bool,
) {
    let theme = cx.look.theme;
    let role = if cards.is_empty() { Role::Dim } else { Role::Title };
    let after = put(buffer, area.x, area.y, area.width, &brief::stage(cx, stage), theme.style(role));
    if !cards.is_empty() {
        put(buffer, after + 1, area.y, 4, &cards.len().to_string(), theme.style(Role::Dim));
    }
    rule(&cx.look, Rect { y: area.y + 1, height: 1, ..area }, buffer);
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let fit = usize::from((body.height / CARD).max(1));
    let at = cards.iter().position(|row| Some(&row.order) == selected);
    let top = scroll(0, at.unwrap_or(0), cards.len(), fit);
    for (row, y) in cards.iter().skip(top).take(fit).zip((body.y..).step_by(usize::from(CARD))) {
        let place = Rect { y, height: CARD - 1, ..body }.intersection(body);
        draw_card(cx, place, buffer, row, changed(row));
        if Some(&row.order) == selected {
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

fn draw_card(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, row: &BoardRow, changed: bool) {
    let theme = cx.look.theme;
    let urgency = urgency(cx, row);
    let (x, right) = (area.x + 3, area.right().saturating_sub(1));
    if changed {
        buffer.set_style(area, theme.style(Role::Mark));
    }
    if urgency == Role::Late {
        put(buffer, area.x + 1, area.y, 1, theme.marks.late, theme.style(Role::Late));
    }
    if row.requirements {
        put(buffer, area.x + 1, area.y + 1, 1, theme.marks.needed, theme.style(Role::Late));
    }
    let time = put_right(buffer, right, area.y, 8, &left(cx, row), theme.style(urgency));
    put(buffer, x, area.y, time.saturating_sub(x + 1), &format::plate(&row.plate), theme.style(Role::Title));
    let room = right.saturating_sub(x);
    let car = format!("{}  {}", row.model, row.name);
    put(buffer, x, area.y + 1, room, car.trim(), theme.style(Role::Dim));
    let step = brief::next(cx, row.next);
    let after = put(buffer, x, area.y + 2, room, &step, theme.style(Role::Text)) + 1;
    let special = flags(cx, row).join(" ");
    if after + width(&special) <= right {
        put_right(buffer, right, area.y + 2, right - after, &special, theme.style(Role::Soon));
    }
}
