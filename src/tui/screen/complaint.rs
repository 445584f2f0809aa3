//! One complaint: what the customer said, word for word; the clock; what was done; what comes next.

mod thread;
pub mod words;

use super::Screen;
use super::complaints::{category_word, is_late, severity_role, severity_word, why};
use super::ledger;
use super::repeats;
use crate::desk::rows::{ComplaintPage, ComplaintRow};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::ComplaintId;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::ladder::{self, Report};
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::layout::{more_marks, put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use words::{fault_word, mood_word};

/// Blank cells before what is said.
const INDENT: u16 = 3;
/// The widest line that is still read easily.
const LINE_MAX: u16 = 100;
/// Lines that a page up or down moves by.
const PAGE: usize = 12;

/// One complaint.
pub struct Complaint {
    page: ComplaintPage,
    /// The first line seen.
    top: usize,
    /// The ledger of the clocks is shown in place of what was said and done.
    ledger: bool,
}

impl Complaint {
    /// Reads a complaint.
    ///
    /// # Errors
    /// There is no such complaint.
    pub fn new(cx: &Cx<'_>, id: &ComplaintId) -> Result<Self, DeskError> {
        Ok(Self { page: page(cx, id)?, top: 0, ledger: false })
    }

    fn is_closed(&self) -> bool {
        self.page.row.closed.is_some()
    }

    fn body(&self, cx: &Cx<'_>, columns: u16) -> Vec<(Role, String)> {
        if self.ledger { ledger::lines(cx, &self.page) } else { thread::lines(cx, &self.page, columns) }
    }

    /// The next step of the way (S17).
    fn next(&self) -> Option<Place> {
        let id = || self.page.row.complaint.clone();
        match self.page.row.due {
            _ if self.is_closed() => None,
            Due::Answer => Some(Place::NoteComplaint(id(), true)),
            Due::Ask => Some(Place::CloseComplaint(id())),
            step => Some(Place::ComplaintStep(id(), step)),
        }
    }
}

impl Screen for Complaint {
    fn place(&self) -> Place {
        Place::Complaint(self.page.row.complaint.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        let here = if self.is_closed() { Layer::ClosedComplaint } else { Layer::Complaint };
        vec![here, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let row = &self.page.row;
        let late = if is_late(cx, row) { cx.get("complaints-overdue") } else { "".into() };
        let left =
            vec![Part::new(Role::Title, cx.get("complaints-one")), Part::new(Role::Text, row.complaint.as_str())];
        (left, vec![Part::new(Role::Late, late)])
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, &self.page.row.complaint) {
            let before = std::mem::replace(&mut self.page, page);
            // Whoever wrote something sees it; what others write does not take the page away.
            let mine = self.page.thread.last().is_some_and(|row| row.said.by == cx.session.who);
            let grew = self.page.thread.len() > before.thread.len() && mine;
            if grew || self.page.closing != before.closing {
                (self.ledger, self.top) = (false, self.body(cx, LINE_MAX).len());
            }
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        match action {
            Action::Next => match self.next() {
                Some(place) => Effect::Open(place),
                None => Effect::Say(Role::Text, cx.get("complaints-is-closed").into_owned()),
            },
            Action::Add if self.is_closed() => Effect::Say(Role::Text, cx.get("complaints-is-closed").into_owned()),
            Action::Add => Effect::Open(Place::NoteComplaint(self.page.row.complaint.clone(), false)),
            Action::Cancel if !self.is_closed() => {
                Effect::Open(Place::GiveUpComplaint(self.page.row.complaint.clone()))
            }
            // The ledger ends now, so it is read anew; the second time the thread is back.
            Action::Why => {
                self.refresh(cx);
                (self.ledger, self.top) = (!self.ledger, 0);
                if self.ledger { why(cx, &self.page.row) } else { Effect::Stay }
            }
            Action::Edit if self.is_closed() => Effect::Say(Role::Text, cx.get("complaints-is-closed").into_owned()),
            Action::Edit => Effect::Open(Place::ChangeComplaint(self.page.row.complaint.clone())),
            Action::Project => match &self.page.capa {
                Some(capa) => Effect::Open(Place::Capa(capa.clone())),
                None => Effect::Say(Role::Text, cx.get("complaints-no-capa").into_owned()),
            },
            Action::Repeats if self.page.repeats.found.is_empty() => {
                Effect::Say(Role::Text, cx.get("repeats-none").into_owned())
            }
            Action::Repeats => Effect::Open(Place::Repeats(self.page.row.complaint.clone())),
            Action::Open => match &self.page.row.order {
                Some(order) => Effect::Open(Place::Order(order.clone())),
                None => Effect::Say(Role::Text, cx.get("complaints-no-order").into_owned()),
            },
            action => match action.step() {
                Some(step) => {
                    self.top = step.from(self.top, self.body(cx, LINE_MAX).len(), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.height < 6 {
            return None;
        }
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        header::draw(&cx.look, row(0), buffer, &what(cx, &self.page), &[]);
        header::draw(&cx.look, row(1), buffer, &whom(cx, &self.page), &[]);
        let (role, clock) = clock(cx, &self.page);
        header::draw(
            &cx.look,
            row(2),
            buffer,
            &[Part::new(role, clock), Part::new(Role::Dim, age(cx, &self.page))],
            &[],
        );
        header::draw(&cx.look, row(3), buffer, &course(cx, &self.page), &[]);
        // What happened before is seen before anybody speaks to the customer.
        let told = repeats::told(cx, &self.page.repeats);
        let told = told.map(|text| wrap(&text, area.width - 2)).unwrap_or_default();
        for (text, y) in told.iter().zip(area.y + 4..area.bottom()) {
            put(buffer, area.x + 1, y, area.width - 1, text, cx.look.theme.style(Role::Soon));
        }
        let top = 5 + u16::try_from(told.len()).unwrap_or_default();
        let body = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
        let lines = self.body(cx, body.width.saturating_sub(2 * INDENT).min(LINE_MAX));
        let top = self.top.min(lines.len().saturating_sub(usize::from(body.height)));
        for ((role, text), y) in lines.iter().skip(top).zip(body.y..body.bottom()) {
            let indent = if *role == Role::Dim { 1 } else { INDENT };
            put(buffer, body.x + indent, y, body.width - indent, text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, body, buffer, top, lines.len());
        None
    }
}

fn page(cx: &Cx<'_>, id: &ComplaintId) -> Result<ComplaintPage, DeskError> {
    match cx.ask(&Query::Complaint { id: id.clone() })? {
        Answer::Complaint(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

fn what<'a>(cx: &Cx<'a>, page: &'a ComplaintPage) -> Vec<Part<'a>> {
    let words = cx.words();
    let handler = page.handler.as_ref().map(|id| cx.with("complaints-handler", &[("name", cx.name(id))]));
    let reopened = match page.reopened {
        0 => String::new(),
        times => cx.with("complaints-reopened", &[("n", &times.to_string())]),
    };
    vec![
        Part::new(severity_role(page.row.severity), severity_word(words, page.row.severity)),
        Part::new(Role::Text, category_word(words, page.row.category)),
        Part::new(Role::Text, page.mood.map(|mood| mood_word(words, mood)).unwrap_or_default()),
        Part::new(Role::Text, page.fault.map(|fault| fault_word(words, fault)).unwrap_or_default()),
        Part::new(Role::Dim, cx.get(term::heard(page.channel))),
        Part::new(Role::Dim, if page.aside { cx.get("complaints-aside") } else { "".into() }),
        Part::new(Role::Dim, handler.unwrap_or_default()),
        Part::new(Role::Late, reopened),
    ]
}

fn whom<'a>(cx: &Cx<'a>, page: &'a ComplaintPage) -> Vec<Part<'a>> {
    let names = [&page.advisor, &page.technician].into_iter().flatten().map(|id| cx.name(id)).collect::<Vec<_>>();
    vec![
        Part::new(Role::Text, page.row.name.as_str()),
        Part::new(Role::Text, format::phone(&page.phone)),
        Part::new(Role::Text, format::plate(&page.row.plate)),
        Part::new(Role::Text, page.model.as_str()),
        Part::new(Role::Text, page.row.order.as_ref().map(|order| order.as_str()).unwrap_or_default()),
        Part::new(Role::Dim, names.join(" / ")),
    ]
}

/// How long ago the customer spoke, while it is open (S18: 时间不能拖; L13).
fn age(cx: &Cx<'_>, page: &ComplaintPage) -> String {
    match page.row.closed {
        Some(_) => String::new(),
        None => cx.with("complaints-age-is", &[("age", &format::left(cx.now, page.row.spoke))]),
    }
}

/// How the clock stands: it runs from when the customer spoke to the clear answer.
fn clock(cx: &Cx<'_>, page: &ComplaintPage) -> (Role, String) {
    let row = &page.row;
    let moment = |at| format::moment(cx.words(), at, cx.now);
    if let Some(closed) = row.closed.filter(|_| row.unreached) {
        return (Role::Soon, cx.with("complaints-unreached-at", &[("at", &moment(closed))]));
    }
    if let Some(closed) = row.closed {
        return (Role::Good, cx.with("complaints-closed-at", &[("at", &moment(closed))]));
    }
    if let Some(answered) = &page.answered {
        let (at, by) = (moment(answered.at), cx.name(&answered.by));
        return (Role::Good, cx.with("complaints-answered-at", &[("at", &at), ("by", by)]));
    }
    let at = moment(row.answer_due);
    let again = row.refused.map(moment);
    if is_late(cx, row) {
        let over = format::left(cx.now, row.answer_due);
        let key = if again.is_some() { "complaints-again-overdue" } else { "complaints-answer-overdue" };
        let values = [("at", &*at), ("over", &over), ("no", &again.unwrap_or_default())];
        return (Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.with(key, &values)));
    }
    let left = format::left(row.answer_due, cx.now);
    let key = if again.is_some() { "complaints-again-due" } else { "complaints-answer-due" };
    let values = [("at", &*at), ("left", &left), ("no", &again.unwrap_or_default())];
    (cx.urgency(row.answer_due), cx.with(key, &values))
}

/// The corrective action, and what comes next.
fn course<'a>(cx: &Cx<'a>, page: &'a ComplaintPage) -> Vec<Part<'a>> {
    let judged = match (page.valid, &page.number, &page.department) {
        (Some(true), Some(number), Some(department)) => {
            let department = term::department_named(cx.words(), department);
            cx.with("complaints-action-of", &[("number", number), ("department", &department)])
        }
        (Some(true), _, _) => cx.get("complaints-valid").into_owned(),
        (Some(false), _, _) => cx.get("complaints-invalid").into_owned(),
        (None, _, _) => String::new(),
    };
    let next = if page.row.closed.is_some() { "".into() } else { cx.get(due_word(page.row.due)) };
    let (role, report) = reported(cx, &page.row);
    vec![Part::new(Role::Text, judged), Part::new(Role::Soon, next), Part::new(role, report)]
}

/// Who has heard of it by now, else who is next (L9).
fn reported(cx: &Cx<'_>, row: &ComplaintRow) -> (Role, String) {
    let say = |key: &str, report: &Report| {
        let (role, at) = (cx.get(term::role(report.role)), format::moment(cx.words(), report.at, cx.now));
        cx.with(key, &[("role", &*role), ("at", &*at)])
    };
    match (ladder::reached(&row.reports, cx.now), ladder::next(&row.reports, cx.now)) {
        (Some(report), _) => (Role::Late, say("complaints-reported", report)),
        (None, Some(report)) => (Role::Dim, say("complaints-reports-next", report)),
        (None, None) => (Role::Dim, String::new()),
    }
}

/// What comes next.
fn due_word(due: Due) -> &'static str {
    match due {
        Due::Answer => "complaints-next-answer",
        Due::Judge => "complaints-next-judge",
        Due::Plan => "complaints-next-plan",
        Due::Approve => "complaints-next-approve",
        Due::Act => "complaints-next-act",
        Due::Verify => "complaints-next-verify",
        Due::Tell => "complaints-next-tell",
        Due::Apologise => "complaints-next-apologise",
        Due::Ask => "complaints-next-ask",
    }
}
