//! Complaints: the open ones with their clock, those that still need an answer first, late ones on top, then the
//! gravest, then the one due first; under a rule those that are answered; then the closed ones.

use super::Screen;
use crate::desk::rows::{ComplaintRow, ComplaintsPage};
use crate::desk::{Answer, Query};
use crate::domain::ComplaintId;
use crate::domain::complaint::ladder;
use crate::domain::complaint::raise::{Category, Severity};
use crate::text::{Words, format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of complaints.
pub struct Complaints {
    page: ComplaintsPage,
    fault: String,
    table: Table<ComplaintId>,
}

impl Complaints {
    /// Reads the complaints.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut complaints = Self { page: ComplaintsPage::default(), fault: String::new(), table: Table::new() };
        complaints.refresh(cx);
        complaints
    }

    fn rows(&self) -> impl Iterator<Item = &ComplaintRow> {
        self.page.open.iter().chain(&self.page.closed)
    }

    fn selected(&self) -> Option<&ComplaintRow> {
        self.rows().find(|row| Some(&row.complaint) == self.table.selected())
    }
}

impl Screen for Complaints {
    fn place(&self) -> Place {
        Place::Complaints
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Complaints, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let late = self.page.open.iter().filter(|row| is_late(cx, row)).count();
        let mut parts = vec![
            Part::new(Role::Title, cx.get("complaints-title")),
            Part::new(Role::Text, cx.with("complaints-open", &[("n", &self.page.open.len().to_string())])),
        ];
        if late > 0 {
            parts.push(Part::new(Role::Late, cx.with("complaints-late", &[("n", &late.to_string())])));
        }
        (parts, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::Complaints) {
            Ok(Answer::Complaints(page)) => (self.page, self.fault) = (page, String::new()),
            Ok(other) => self.fault = cx.say(&other.unexpected()).message,
            Err(error) => self.fault = cx.say(&error).message,
        }
        let order = |row: &ComplaintRow| {
            (row.answered, !is_late(cx, row), std::cmp::Reverse(row.severity), row.answer_due, row.complaint.clone())
        };
        self.page.open.sort_by_cached_key(order);
        let page = &self.page;
        self.table.keep(page.open.iter().chain(&page.closed).map(|row| &row.complaint));
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let row = self.selected();
        match (action, row) {
            (Action::Next, Some(row)) => Effect::Open(Place::Complaint(row.complaint.clone())),
            (Action::Why, Some(row)) => why(cx, row),
            (Action::Open, Some(ComplaintRow { order: Some(order), .. })) => Effect::Open(Place::Order(order.clone())),
            (Action::Open, Some(_)) => Effect::Say(Role::Text, cx.get("complaints-no-order").into_owned()),
            (action, _) => {
                let ids: Vec<ComplaintId> = self.rows().map(|row| row.complaint.clone()).collect();
                if self.table.on(action, &ids) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("complaints-severity"), Width::Fixed(9)),
            Column::left(cx.get("complaints-name"), Width::Fixed(8)),
            Column::left(cx.get("complaints-plate"), Width::Fixed(10)),
            Column::left(cx.get("complaints-category"), Width::Fixed(8)),
            Column::right(cx.get("complaints-age"), Width::Fixed(6)),
            Column::right(cx.get("complaints-left"), Width::Fixed(11)),
            Column::left(cx.get("complaints-words"), Width::Flex(12)),
        ];
        let mut rows: Vec<Row<'_, ComplaintId>> = self.rows().map(|row| line(cx, row)).collect();
        // What still needs an answer stands apart from what waits for the customer, and that from what is over.
        for first in [self.page.open.iter().position(|row| row.answered), Some(self.page.open.len())] {
            if let Some(row) = first.filter(|at| *at > 0).and_then(|at| rows.get_mut(at)) {
                row.apart = true;
            }
        }
        let empty = if self.fault.is_empty() { cx.get("complaints-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }
}

/// True if a clear answer is overdue.
pub(super) fn is_late(cx: &Cx<'_>, row: &ComplaintRow) -> bool {
    row.closed.is_none() && !row.answered && row.answer_due < cx.now
}

/// Why a complaint is late, when it will be, or how long it took.
pub(super) fn why(cx: &Cx<'_>, row: &ComplaintRow) -> Effect {
    let moment = |at| format::moment(cx.words(), at, cx.now);
    let (spoke, due) = (moment(row.spoke), moment(row.answer_due));
    let since = row.refused.unwrap_or(row.spoke);
    let (no, hours) = (moment(since), (row.answer_due.since(since) / 3_600_000).to_string());
    let running = |key: &str, by: String| {
        cx.with(key, &[("spoke", &*spoke), ("no", &*no), ("hours", &*hours), ("due", &*due), ("by", &*by)])
    };
    match row.closed {
        Some(at) => {
            let (closed, by) = (moment(at), format::left(at, row.spoke));
            let values = [("spoke", spoke.as_str()), ("closed", &closed), ("by", &by)];
            Effect::Say(Role::Good, cx.with("complaints-why-closed", &values))
        }
        None if row.answered => Effect::Say(Role::Good, cx.with("complaints-why-answered", &[("spoke", &spoke)])),
        None if is_late(cx, row) => {
            let key = if row.refused.is_some() { "complaints-why-again-late" } else { "complaints-why-late" };
            Effect::Say(Role::Late, running(key, format::left(cx.now, row.answer_due)))
        }
        None => {
            let key = if row.refused.is_some() { "complaints-why-again" } else { "complaints-why" };
            let text = running(key, format::left(row.answer_due, cx.now));
            Effect::Say(cx.urgency(row.answer_due), text)
        }
    }
}

fn line<'a>(cx: &Cx<'a>, row: &'a ComplaintRow) -> Row<'a, ComplaintId> {
    let plain = if row.closed.is_some() { Role::Dim } else { Role::Text };
    let left = match row.closed {
        Some(_) if row.unreached => Cell::new(Role::Dim, cx.get("complaints-list-unreached")),
        Some(at) => Cell::new(Role::Dim, closed(cx, at)),
        None if row.answered => Cell::new(Role::Good, cx.get("complaints-answered")),
        None => {
            let left = format::left(row.answer_due, cx.now);
            let again = || cx.with("complaints-again", &[("left", &left)]);
            Cell::new(cx.urgency(row.answer_due), if row.refused.is_some() { again() } else { left })
        }
    };
    let age = if row.closed.is_some() { String::new() } else { format::left(cx.now, row.spoke) };
    let severe = if row.closed.is_none() { severity_role(row.severity) } else { Role::Dim };
    let cells = vec![
        Cell::new(severe, severity_word(cx.words(), row.severity)),
        Cell::new(plain, row.name.as_str()),
        Cell::new(plain, format::plate(&row.plate)),
        Cell::new(plain, category_word(cx.words(), row.category)),
        Cell::new(Role::Dim, age),
        left,
        Cell::new(plain, said(cx, row)),
    ];
    let mark = is_late(cx, row).then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(row.complaint.clone(), cells) }
}

/// The first words; before them, who has heard of it by now (L9).
fn said<'a>(cx: &Cx<'a>, row: &'a ComplaintRow) -> std::borrow::Cow<'a, str> {
    match ladder::reached(&row.reports, cx.now) {
        Some(report) => {
            let role = cx.get(term::role(report.role));
            cx.with("complaints-reported-to", &[("role", &*role), ("words", &row.words)]).into()
        }
        None => row.words.as_str().into(),
    }
}

/// When it was closed: the time if today, else the day.
fn closed(cx: &Cx<'_>, at: crate::domain::Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    let mark = cx.look.theme.marks.done;
    if day.is_empty() { format!("{mark} {}", format::time(at)) } else { format!("{mark} {day}") }
}

/// What a severity means to the eye.
pub(super) fn severity_role(severity: Severity) -> Role {
    match severity {
        Severity::Normal => Role::Text,
        Severity::Important => Role::Soon,
        Severity::Major => Role::Late,
    }
}

/// How grave.
pub(super) fn severity_word(words: &Words, severity: Severity) -> String {
    let key = match severity {
        Severity::Normal => "complaints-normal",
        Severity::Important => "complaints-important",
        Severity::Major => "complaints-major",
    };
    words.get(key).into_owned()
}

/// What it is about.
pub(super) fn category_word(words: &Words, category: Category) -> String {
    let key = match category {
        Category::Quality => "complaints-quality",
        Category::Time => "complaints-time",
        Category::Price => "complaints-price",
        Category::Attitude => "complaints-attitude",
        Category::Parts => "complaints-parts",
        Category::Damage => "complaints-damage",
        Category::Other => "complaints-other",
    };
    words.get(key).into_owned()
}
