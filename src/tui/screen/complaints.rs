//! What customers and colleagues have to say, in four views: complaints, feedback, defects, and the analysis of a month.
//!
//! Complaints: the open ones with their clock, those that still need an answer first, late ones on top, then the
//! gravest, then the one due first; under a rule those that are answered; then the closed ones.

pub mod feedback;
mod line;
mod month;

use super::Screen;
use super::scores::month as months;
use crate::desk::rows::{ComplaintRow, ComplaintsPage, FeedbackList, FeedbackRow, HeardPage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::complaint::raise::{Category, Severity};
use crate::domain::feedback::read::ReadFeedback;
use crate::domain::{Command, ComplaintId, FeedbackId};
use crate::text::{Words, format};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{more_marks, put};
use crate::tui::widget::table::{Column, Row, Table, Width};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Lines that a page up or down moves by.
const PAGE: usize = 12;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    /// Complaints.
    Complaints,
    /// Feedback that is no complaint: one's own inbox first.
    Feedback,
    /// Defects of a month, by assembly.
    Defects,
    /// What was heard in a month.
    Month,
}

impl View {
    const ALL: [View; 4] = [View::Complaints, View::Feedback, View::Defects, View::Month];

    /// The view so many steps on.
    fn step(self, by: usize) -> View {
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }

    fn word(self) -> &'static str {
        match self {
            View::Complaints => "complaints-title",
            View::Feedback => "feedback-title",
            View::Defects => "defects-title",
            View::Month => "heard-title",
        }
    }
}

/// The list of complaints.
pub struct Complaints {
    view: View,
    page: ComplaintsPage,
    list: FeedbackList,
    /// The first day of the month that is looked at.
    first: NaiveDate,
    heard: HeardPage,
    /// The first line of the month that is seen.
    top: usize,
    fault: String,
    table: Table<ComplaintId>,
    feedback: Table<FeedbackId>,
}

impl Complaints {
    /// Reads the complaints.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut complaints = Self {
            view: View::Complaints,
            page: ComplaintsPage::default(),
            list: FeedbackList::default(),
            first: months::first_of(cx.now.day()),
            heard: HeardPage::default(),
            top: 0,
            fault: String::new(),
            table: Table::new(),
            feedback: Table::new(),
        };
        complaints.refresh(cx);
        complaints
    }

    /// Feedback of the view that is open, as it stands below each other.
    fn feedback_rows(&self) -> Vec<&FeedbackRow> {
        match self.view {
            View::Complaints | View::Month => Vec::new(),
            View::Feedback => self.list.open.iter().chain(&self.list.over).collect(),
            View::Defects => self.heard.defects.iter().collect(),
        }
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        match cx.ask(&Query::Complaints)? {
            Answer::Complaints(page) => self.page = page,
            other => return Err(other.unexpected()),
        }
        match cx.ask(&Query::FeedbackList)? {
            Answer::FeedbackList(list) => self.list = list,
            other => return Err(other.unexpected()),
        }
        if matches!(self.view, View::Defects | View::Month) {
            match cx.ask(&Query::Heard { on: self.first })? {
                Answer::Heard(page) => self.heard = page,
                other => return Err(other.unexpected()),
            }
        }
        Ok(())
    }

    fn show(&mut self, cx: &Cx<'_>, view: View) -> Effect {
        (self.view, self.top) = (view, 0);
        self.refresh(cx);
        Effect::Stay
    }

    fn walk(&mut self, cx: &Cx<'_>, to: NaiveDate) -> Effect {
        if to > months::first_of(cx.now.day()) {
            return Effect::Say(Role::Text, cx.get("scores-newest").into_owned());
        }
        (self.first, self.top) = (to, 0);
        self.refresh(cx);
        Effect::Stay
    }

    /// Opens feedback; what was not read yet by its department is read with it.
    fn open(&self, cx: &Cx<'_>, id: &FeedbackId) -> Effect {
        let row = self.feedback_rows().into_iter().find(|row| row.feedback == *id);
        match row {
            Some(row) if row.open && row.read.is_none() && feedback::is_mine(cx, row) => {
                Effect::run(Command::ReadFeedback(ReadFeedback { feedback: id.clone() }))
            }
            Some(row) if row.turned => Effect::Open(Place::Complaint(ComplaintId::new(id.as_str()))),
            Some(_) => Effect::Open(Place::Feedback(id.clone())),
            None => Effect::Stay,
        }
    }

    fn on_feedback(&mut self, cx: &Cx<'_>, action: Action) -> Effect {
        let ids: Vec<FeedbackId> = self.feedback_rows().iter().map(|row| row.feedback.clone()).collect();
        if self.feedback.on(action, &ids) {
            return Effect::Stay;
        }
        let selected = self.feedback.selected().filter(|id| ids.contains(id)).cloned();
        let row = selected.as_ref().and_then(|id| self.feedback_rows().into_iter().find(|row| row.feedback == *id));
        match (action, selected) {
            (Action::Next, Some(id)) => self.open(cx, &id),
            (Action::Open, Some(_)) => match row.and_then(|row| row.order.clone()) {
                Some(order) => Effect::Open(Place::Order(order)),
                None => Effect::Say(Role::Text, cx.get("complaints-no-order").into_owned()),
            },
            (Action::Edit, Some(id)) if row.is_some_and(|row| row.open) => Effect::Open(Place::RouteFeedback(id)),
            (Action::Edit, Some(_)) => Effect::Say(Role::Text, cx.get("feedback-is-over").into_owned()),
            (Action::Complaint, Some(id)) if row.is_some_and(|row| !row.turned) => {
                Effect::Open(Place::TurnFeedback(id))
            }
            (Action::Next | Action::Open | Action::Edit, None) => Effect::Stay,
            (_, _) => Effect::Pass,
        }
    }

    /// Moves through the lines of the month.
    fn on_month(&mut self, cx: &Cx<'_>, action: Action) -> Effect {
        match action.step() {
            Some(step) => {
                self.top = step.from(self.top, month::lines(cx, &self.heard).len(), PAGE);
                Effect::Stay
            }
            // There is no record under a cursor here.
            None if matches!(action, Action::Next | Action::Open) => Effect::Stay,
            None => Effect::Pass,
        }
    }

    fn draw_complaints(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let columns = [
            Column::left(cx.get("complaints-severity"), Width::Fixed(9)),
            Column::left(cx.get("complaints-name"), Width::Fixed(8)),
            Column::left(cx.get("complaints-plate"), Width::Fixed(10)),
            Column::left(cx.get("complaints-category"), Width::Fixed(8)),
            Column::right(cx.get("complaints-age"), Width::Fixed(6)),
            Column::right(cx.get("complaints-left"), Width::Fixed(11)),
            Column::left(cx.get("complaints-words"), Width::Flex(12)),
        ];
        let mut rows: Vec<Row<'_, ComplaintId>> = self.rows().map(|row| line::line(cx, row)).collect();
        // What still needs an answer stands apart from what waits for the customer, and that from what is over.
        for first in [self.page.open.iter().position(|row| row.answered), Some(self.page.open.len())] {
            if let Some(row) = first.filter(|at| *at > 0).and_then(|at| rows.get_mut(at)) {
                row.apart = true;
            }
        }
        let empty = if self.fault.is_empty() { cx.get("complaints-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
    }

    fn draw_feedback(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let shown = self.feedback_rows();
        let defects = self.view == View::Defects;
        let mut rows: Vec<Row<'_, FeedbackId>> =
            shown.iter().map(|row| if defects { feedback::defect(cx, row) } else { feedback::line(cx, row) }).collect();
        // One's own inbox stands apart from that of others, and that from what is over.
        let cuts = [shown.iter().position(|row| !feedback::is_mine(cx, row)), Some(self.list.open.len())];
        for at in cuts.into_iter().flatten().filter(|at| !defects && *at > 0 && *at <= self.list.open.len()) {
            if let Some(row) = rows.get_mut(at) {
                row.apart = true;
            }
        }
        let none = if defects { "defects-none" } else { "feedback-none" };
        let empty = if self.fault.is_empty() { cx.get(none) } else { self.fault.as_str().into() };
        match defects {
            true => self.feedback.draw(&cx.look, area, buffer, &feedback::defect_columns(cx), &rows, &empty),
            false => self.feedback.draw(&cx.look, area, buffer, &feedback::columns(cx), &rows, &empty),
        }
    }

    fn draw_month(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let lines = month::lines(cx, &self.heard);
        let top = self.top.min(lines.len().saturating_sub(usize::from(area.height)));
        for ((role, text), y) in lines.iter().skip(top).zip(area.y..area.bottom()) {
            put(buffer, area.x + 1, y, area.width.saturating_sub(2), text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, area, buffer, top, lines.len());
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
        let month = matches!(self.view, View::Defects | View::Month).then_some(Layer::ComplaintMonths);
        let of_rows = match self.view {
            View::Complaints => Some(Layer::Complaints),
            View::Feedback | View::Defects => Some(Layer::Feedback),
            View::Month => None,
        };
        let own = [month, Some(Layer::ComplaintViews), of_rows, Some(Layer::List)];
        own.into_iter().flatten().collect()
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let title = Part::new(Role::Title, cx.get(self.view.word()));
        if matches!(self.view, View::Defects | View::Month) {
            return (vec![title, Part::new(Role::Text, format::month(cx.words(), self.first))], Vec::new());
        }
        let n = |key: &str, n: usize| cx.with(key, &[("n", &n.to_string())]);
        let (open, late) = match self.view {
            View::Feedback => {
                let late = self.list.open.iter().filter(|row| row.is_late(cx.now)).count();
                (self.list.open.len(), late)
            }
            View::Complaints | View::Defects | View::Month => {
                (self.page.open.len(), self.page.open.iter().filter(|row| is_late(cx, row)).count())
            }
        };
        let mut parts = vec![title, Part::new(Role::Text, n("complaints-open", open))];
        if late > 0 {
            parts.push(Part::new(Role::Late, n("complaints-late", late)));
        }
        // One's own inbox is not overlooked behind the complaints.
        let mine = self.list.open.iter().filter(|row| feedback::is_mine(cx, row)).count();
        if mine > 0 {
            parts.push(Part::new(Role::Soon, n("feedback-mine", mine)));
        }
        (parts, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.fault = match self.read(cx) {
            Ok(()) => String::new(),
            Err(error) => cx.say(&error).message,
        };
        feedback::sort(cx, &mut self.list.open);
        let ids: Vec<FeedbackId> = self.feedback_rows().iter().map(|row| row.feedback.clone()).collect();
        self.feedback.keep(ids.iter());
        let order = |row: &ComplaintRow| {
            (row.answered, !is_late(cx, row), std::cmp::Reverse(row.severity), row.answer_due, row.complaint.clone())
        };
        self.page.open.sort_by_cached_key(order);
        let page = &self.page;
        self.table.keep(page.open.iter().chain(&page.closed).map(|row| &row.complaint));
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        match (action, self.view) {
            (Action::NextField, view) => return self.show(cx, view.step(1)),
            (Action::PreviousField, view) => return self.show(cx, view.step(View::ALL.len() - 1)),
            (Action::Period | Action::Left, View::Defects | View::Month) => {
                return self.walk(cx, months::before(self.first));
            }
            (Action::Right, View::Defects | View::Month) => return self.walk(cx, months::after(self.first)),
            (action, View::Feedback | View::Defects) => return self.on_feedback(cx, action),
            (action, View::Month) => return self.on_month(cx, action),
            (_, View::Complaints) => {}
        }
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
        match self.view {
            View::Complaints => self.draw_complaints(cx, area, buffer),
            View::Feedback | View::Defects => self.draw_feedback(cx, area, buffer),
            View::Month => self.draw_month(cx, area, buffer),
        }
        None
    }

    fn done(&mut self, cx: &Cx<'_>, receipt: &Receipt) -> Effect {
        self.refresh(cx);
        Effect::Open(Place::Feedback(FeedbackId::new(receipt.id.clone())))
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
