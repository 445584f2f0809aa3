//! The views of improvement, one after the other: `Tab` walks through them. A new view is a line of the table, and calls
//! [`draw`] and [`step`] as the others do.

use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::widget::strip::{self, Progress, Stage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Each view: its place and its name.
const TABS: &[(Place, &str)] = &[(Place::Improvement, "improvement-tab-actions")];

/// Draws the names of the views over the body, the one that is looked at marked; what is left of the body. Where there is
/// only one, it needs no name.
pub fn draw(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, here: &Place) -> Rect {
    if TABS.len() < 2 || area.height < 2 {
        return area;
    }
    let stage = |(place, key): &(Place, &'static str)| {
        let progress = if place == here { Progress::Now } else { Progress::Later };
        Stage { label: cx.get(key), progress }
    };
    let stages: Vec<Stage<'_>> = TABS.iter().map(stage).collect();
    strip::draw(&cx.look, Rect { height: 1, ..area }, buffer, &stages);
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}

/// Goes to the view so many steps on; nothing where there is only one.
pub fn step(here: &Place, by: usize) -> Effect {
    let at = TABS.iter().position(|(place, _)| place == here).unwrap_or(0);
    match TABS.get((at + by) % TABS.len()) {
        Some((place, _)) if place != here => Effect::Turn(place.clone()),
        Some(_) | None => Effect::Stay,
    }
}

/// Goes to the view before.
pub fn back(here: &Place) -> Effect {
    step(here, TABS.len() - 1)
}

/// True for a view of improvement: a main screen.
pub fn is_view(place: &Place) -> bool {
    TABS.iter().any(|(of, _)| of == place)
}
