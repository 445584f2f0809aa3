//! Complaints about the same car, job or part, technician or cause as one that is open: the newest of each (feature 54).
//!
//! ```text
//!    same           complaint     customer  spoke        about     words
//! >  car 沪A F3389   T261102-001   孙丽      2 Nov 10:05  quality   刹车还是响
//!    part BRK       T261009-002   王建国    9 Oct 16:40  quality   又响了
//! ```

use super::Screen;
use super::complaints::{category_word, why};
use crate::desk::rows::{ComplaintRow, RepeatRow, RepeatsPage};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::ComplaintId;
use crate::store::keys::Same;
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What tells a row from the others: one complaint may have several things in common.
type Which = (Same, String, ComplaintId);

/// The list.
pub struct Repeats {
    complaint: ComplaintId,
    page: RepeatsPage,
    rows: Table<Which>,
}

impl Repeats {
    /// Reads what is like a complaint.
    ///
    /// # Errors
    /// There is no such complaint.
    pub fn new(cx: &Cx<'_>, id: &ComplaintId) -> Result<Self, DeskError> {
        let mut screen = Self { complaint: id.clone(), page: read(cx, id)?, rows: Table::new() };
        screen.keep();
        Ok(screen)
    }

    fn entries(&self) -> Vec<Which> {
        let each = |row: &RepeatRow| {
            let (same, what) = (row.same, row.what.clone());
            row.newest.iter().map(move |other| (same, what.clone(), other.complaint.clone())).collect::<Vec<_>>()
        };
        self.page.found.iter().flat_map(each).collect()
    }

    fn keep(&mut self) {
        let entries = self.entries();
        self.rows.keep(entries.iter());
    }
}

impl Screen for Repeats {
    fn place(&self) -> Place {
        Place::Repeats(self.complaint.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Complaints, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let more = self.page.found.iter().any(|row| row.count > row.newest.len());
        let most = self.page.found.iter().map(|row| row.newest.len()).max().unwrap_or_default();
        let key = if more { "repeats-title-newest" } else { "repeats-title" };
        let days = cx.with(key, &[("days", &self.page.days.to_string()), ("most", &most.to_string())]);
        (vec![Part::new(Role::Title, days), Part::new(Role::Text, self.complaint.as_str())], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = read(cx, &self.complaint) {
            self.page = page;
        }
        self.keep();
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let entries = self.entries();
        if self.rows.on(action, &entries) {
            return Effect::Stay;
        }
        let of = |id: &ComplaintId| {
            let mut all = self.page.found.iter().flat_map(|found| &found.newest);
            all.find(|row| row.complaint == *id)
        };
        match (action, self.rows.selected()) {
            (Action::Why, Some((_, _, id))) => of(id).map_or(Effect::Stay, |row| why(cx, row)),
            (Action::Next | Action::Open, Some((_, _, id))) => Effect::Open(Place::Complaint(id.clone())),
            (Action::Next | Action::Open | Action::Why, None) => Effect::Stay,
            (Action::Back, _) => Effect::Back,
            (_, _) => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("repeats-same"), Width::Fixed(16)),
            Column::left(cx.get("complaints-one"), Width::Fixed(11)),
            Column::left(cx.get("complaints-name"), Width::Fixed(8)),
            Column::left(cx.get("repeats-spoke"), Width::Fixed(11)),
            Column::left(cx.get("complaints-category"), Width::Fixed(8)),
            Column::left(cx.get("complaints-words"), Width::Flex(12)),
        ];
        let mut rows: Vec<Row<'_, Which>> = Vec::new();
        for found in &self.page.found {
            let mut group: Vec<_> = found.newest.iter().map(|row| line(cx, found, row)).collect();
            if let Some(first) = group.first_mut().filter(|_| !rows.is_empty()) {
                first.apart = true;
            }
            rows.append(&mut group);
        }
        self.rows.draw(&cx.look, area, buffer, &columns, &rows, &cx.get("repeats-none"));
        None
    }
}

fn read(cx: &Cx<'_>, id: &ComplaintId) -> Result<RepeatsPage, DeskError> {
    match cx.ask(&Query::Complaint { id: id.clone() })? {
        Answer::Complaint(page) => Ok(page.repeats),
        other => Err(other.unexpected()),
    }
}

fn line<'a>(cx: &Cx<'a>, found: &RepeatRow, row: &'a ComplaintRow) -> Row<'a, Which> {
    let role = if row.closed.is_some() { Role::Dim } else { Role::Text };
    let cells = vec![
        Cell::new(Role::Title, shown(cx, found)),
        Cell::new(role, row.complaint.as_str()),
        Cell::new(role, row.name.as_str()),
        Cell::new(role, brief::clock(cx, row.spoke)),
        Cell::new(role, category_word(cx.words(), row.category)),
        Cell::new(role, row.words.as_str()),
    ];
    Row::new((found.same, found.what.clone(), row.complaint.clone()), cells)
}

/// What a group has in common, and of how many in all it shows the newest.
fn shown(cx: &Cx<'_>, row: &RepeatRow) -> String {
    let what = same(cx, row);
    if row.count == row.newest.len() {
        return what;
    }
    let (n, all) = (row.newest.len().to_string(), row.count.to_string());
    cx.with("repeats-of", &[("what", &what), ("n", &n), ("all", &all)])
}

/// What complaints have in common: `car 沪A F3389`, `part BRK`, `Wang`, `bad part`.
fn same(cx: &Cx<'_>, row: &RepeatRow) -> String {
    match row.same {
        Same::Car => cx.with("repeats-car", &[("what", &format::plate(&row.what))]),
        Same::Part => cx.with("repeats-part", &[("what", &row.what)]),
        Same::Technician => {
            let name = cx.people.iter().find(|person| person.id.as_str() == row.what);
            name.map_or_else(|| row.what.clone(), |person| person.name.clone())
        }
        Same::Cause => match term::cause_of(&row.what) {
            Some(key) => cx.get(key).into_owned(),
            None => row.what.clone(),
        },
    }
}

/// One line: what there is already, how many, and which is the newest of all; nothing if there is none.
pub fn told(cx: &Cx<'_>, page: &RepeatsPage) -> Option<String> {
    let all = page.found.iter().flat_map(|row| &row.newest);
    let newest = all.max_by(|a, b| (a.spoke, &a.complaint).cmp(&(b.spoke, &b.complaint)))?;
    let each = |row: &RepeatRow| cx.with("repeats-count", &[("what", &same(cx, row)), ("n", &row.count.to_string())]);
    let all = brief::list(cx, page.found.iter().map(each));
    let newest = format!("{} {}", newest.complaint, brief::clock(cx, newest.spoke));
    let values = [("days", page.days.to_string()), ("all", all), ("newest", newest)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(format!("{} {}", cx.look.theme.marks.late, cx.with("repeats-told", &values)))
}
