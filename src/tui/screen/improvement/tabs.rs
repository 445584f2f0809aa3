//! The views of improvement, one after the other: `Tab` walks through them. A new view is a line of the table, and calls
//! [`draw`] and [`step`] as the others do.

use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::widget::strip::{self, Progress, Stage};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A view of improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Corrective actions.
    Actions,
    /// Survey campaigns.
    Campaigns,
    /// The communication plan of a year.
    Plan,
}

/// Each view and its name, in the order in which one walks through them.
const VIEWS: [(View, &str); 3] = [
    (View::Actions, "improvement-tab-actions"),
    (View::Campaigns, "improvement-tab-campaigns"),
    (View::Plan, "improvement-tab-plan"),
];

impl View {
    fn place(self, cx: &Cx<'_>) -> Place {
        match self {
            View::Actions => Place::Improvement,
            View::Campaigns => Place::Campaigns,
            View::Plan => Place::Plan(planned_year(cx)),
        }
    }

    /// The view so many steps on.
    fn on(self, by: usize) -> View {
        let at = VIEWS.iter().position(|(view, _)| *view == self).unwrap_or_default();
        VIEWS[(at + by) % VIEWS.len()].0
    }
}

/// The year whose plan is looked at: in December it is the next one (S14).
fn planned_year(cx: &Cx<'_>) -> i32 {
    let today = cx.now.day();
    today.year() + i32::from(today.month() == 12)
}

/// Draws the names of the views over the body, the one that is looked at marked; what is left of the body.
pub fn draw(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, here: View) -> Rect {
    if area.height < 2 {
        return area;
    }
    let stage = |(view, key): &(View, &'static str)| {
        let progress = if *view == here { Progress::Now } else { Progress::Later };
        Stage { label: cx.get(key), progress }
    };
    let stages: Vec<Stage<'_>> = VIEWS.iter().map(stage).collect();
    strip::draw(&cx.look, Rect { height: 1, ..area }, buffer, &stages);
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}

/// Goes to the next view.
pub fn next(cx: &Cx<'_>, here: View) -> Effect {
    Effect::Turn(here.on(1).place(cx))
}

/// Goes to the view before.
pub fn back(cx: &Cx<'_>, here: View) -> Effect {
    Effect::Turn(here.on(VIEWS.len() - 1).place(cx))
}

/// True for a view of improvement: a main screen.
pub fn is_view(place: &Place) -> bool {
    matches!(place, Place::Improvement | Place::Campaigns | Place::Plan(_))
}
