//! The views of the scores, and lines that the cursor walks through where they lead somewhere.

use crate::domain::{CallId, CustomerId, OrderId};
use crate::scoring::study::pareto::Axis;
use crate::scoring::{By, What};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{more_marks, put, scroll, select, wrap};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What of a month is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Scores and items.
    Month,
    /// The months before, and what stands out.
    Trend,
    /// Advisors, technicians, stages and so on.
    Groups,
    /// What calls for action, and who was reached.
    Action,
    /// What moves the score, and how far to trust it.
    Causes,
    /// Another scheme beside this one.
    Schemes,
}

impl View {
    const ALL: [View; 6] = [View::Month, View::Trend, View::Groups, View::Action, View::Causes, View::Schemes];

    /// The view so many steps on.
    pub fn step(self, by: usize) -> View {
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }

    /// The view before.
    pub fn back(self) -> View {
        self.step(Self::ALL.len() - 1)
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            View::Month => "scores-view-month",
            View::Trend => "scores-view-trend",
            View::Groups => "scores-view-groups",
            View::Action => "scores-view-action",
            View::Causes => "scores-view-causes",
            View::Schemes => "scores-view-schemes",
        }
    }
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Go {
    /// To how a number is made.
    Number(What),
    /// To how the score of a group is made.
    Group(By, Option<String>),
    /// To the call in which something was answered, and its order.
    Call(CallId, Option<OrderId>),
    /// To a customer's file.
    Customer(CustomerId),
    /// To the corrective actions.
    Improvement,
    /// To another month.
    Month(NaiveDate),
    /// To how a number is made under the second scheme.
    Second(What),
    /// To how what is missing to the next band was worked out, as a place in the study.
    Missing(usize),
    /// To what a cause was counted from.
    Cause(Axis, String),
    /// To what a gate was counted from.
    Gate(String),
    /// To which promises were kept, and which repairs held.
    Kept,
}

impl Go {
    /// The place of another screen, if it is one.
    pub fn place(&self) -> Option<Place> {
        match self {
            Go::Call(call, _) => Some(Place::Call(call.clone())),
            Go::Customer(customer) => Some(Place::Customer(customer.clone())),
            Go::Improvement => Some(Place::Improvement),
            Go::Number(_)
            | Go::Group(..)
            | Go::Month(_)
            | Go::Second(_)
            | Go::Missing(_)
            | Go::Cause(..)
            | Go::Gate(_)
            | Go::Kept => None,
        }
    }
}

/// A line: its pieces one after the other, and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The pieces with their meaning.
    pub pieces: Vec<(Role, String)>,
    /// Where it leads, if anywhere.
    pub go: Option<Go>,
}

impl Line {
    /// A line of one piece that leads nowhere.
    pub fn of(role: Role, text: impl Into<String>) -> Line {
        Line { pieces: vec![(role, text.into())], go: None }
    }

    /// Adds a piece.
    pub fn and(mut self, role: Role, text: impl Into<String>) -> Line {
        self.pieces.push((role, text.into()));
        self
    }

    /// Lets the line lead somewhere.
    pub fn to(self, go: Go) -> Line {
        Line { go: Some(go), ..self }
    }
}

/// Lines of a part: a blank one if others stand above, its heading, and what stands under it.
pub fn part(lines: &mut Vec<Line>, title: impl Into<String>, under: Vec<Line>) {
    if under.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::of(Role::Title, title));
    lines.extend(under);
}

/// A sentence over as many lines as it needs.
pub fn sentence(role: Role, text: &str, columns: u16) -> Vec<Line> {
    wrap(text, columns).into_iter().map(|text| Line::of(role, text)).collect()
}

/// Where the cursor and the first line seen are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    /// The line under the cursor.
    pub at: usize,
}

impl Cursor {
    /// The places that the cursor goes to: lines that lead somewhere, or all where none does.
    pub fn stops(lines: &[Line]) -> Vec<usize> {
        let lead: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].go.is_some()).collect();
        if lead.is_empty() { (0..lines.len()).collect() } else { lead }
    }
}

/// Draws lines with the one under the cursor in sight.
pub fn draw(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, lines: &[Line], cursor: Cursor) {
    let height = usize::from(area.height);
    let stops = Cursor::stops(lines);
    let at = stops.get(cursor.at).or(stops.last()).copied().unwrap_or(0);
    // What stands above the first line that leads somewhere is seen with it, what stands below the last one too.
    let seen = match (stops.first() == Some(&at), stops.last() == Some(&at)) {
        (true, _) => 0,
        (false, true) => lines.len().saturating_sub(1),
        (false, false) => at,
    };
    let seen = if at + height <= seen { at } else { seen };
    let top = scroll(seen.saturating_sub(height / 2), seen, lines.len(), height);
    for ((index, line), y) in lines.iter().enumerate().skip(top).zip(area.y..area.bottom()) {
        let mut x = area.x + 2;
        for (role, text) in &line.pieces {
            x = put(buffer, x, y, area.right().saturating_sub(x + 1), text, cx.look.theme.style(*role));
        }
        if index == at && line.go.is_some() {
            let row = Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
            put(buffer, area.x, y, 1, cx.look.theme.marks.select, cx.look.theme.style(Role::Accent));
            select(&cx.look, row, buffer);
        }
    }
    more_marks(&cx.look, area, buffer, top, lines.len());
}
