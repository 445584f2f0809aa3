//! One piece of feedback: what was said, by whom, whose it is, when it was read, what was done and answered (L15, L16, P5).
//!
//! ```text
//!  suggestion   from a colleague   management
//!  Wang   沪A F3389   VW Passat   R261120-004
//!  ! Not read yet: it had to be read by Tue 24 09:05, 0:35 ago.
//!
//!  said, taken down by   Wang   Mon 23 09:05
//!    A second lift would save us an hour a day.
//! ```

use super::Screen;
use super::complaints::feedback::is_mine;
use crate::desk::rows::{FeedbackPage, FeedbackRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::feedback::read::ReadFeedback;
use crate::domain::{Command, FeedbackId, StaffId, Stamp};
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

/// Lines that a page up or down moves by.
const PAGE: usize = 12;
/// The widest line that is still read easily.
const LINE_MAX: u16 = 100;

/// One piece of feedback.
pub struct Feedback {
    page: FeedbackPage,
    top: usize,
}

impl Feedback {
    /// Reads feedback.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, id: &FeedbackId) -> Result<Self, DeskError> {
        Ok(Self { page: read(cx, id)?, top: 0 })
    }

    /// Reading it comes before answering it.
    fn next(&self, cx: &Cx<'_>) -> Effect {
        let row = &self.page.row;
        match (&self.page.complaint, row.open) {
            (Some(complaint), _) => Effect::Open(Place::Complaint(complaint.clone())),
            (None, false) => Effect::Say(Role::Text, cx.get("feedback-is-over").into_owned()),
            (None, true) if row.read.is_none() && is_mine(cx, row) => {
                Effect::run(Command::ReadFeedback(ReadFeedback { feedback: row.feedback.clone() }))
            }
            (None, true) => Effect::Open(Place::AnswerFeedback(row.feedback.clone())),
        }
    }
}

impl Screen for Feedback {
    fn place(&self) -> Place {
        Place::Feedback(self.page.row.feedback.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        let over = !self.page.row.open && !self.page.row.turned;
        vec![if over { Layer::ClosedFeedback } else { Layer::Feedback }, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let kind = Part::new(Role::Title, format::capital(&cx.get(term::feedback(self.page.row.kind))));
        (vec![kind, Part::new(Role::Text, self.page.row.feedback.as_str())], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = read(cx, &self.page.row.feedback) {
            self.page = page;
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let row = &self.page.row;
        let id = || row.feedback.clone();
        match action {
            Action::Next => self.next(cx),
            Action::Edit if row.open => Effect::Open(Place::RouteFeedback(id())),
            Action::Edit => Effect::Say(Role::Text, cx.get("feedback-is-over").into_owned()),
            Action::Complaint if row.turned => self.next(cx),
            Action::Complaint => Effect::Open(Place::TurnFeedback(id())),
            Action::Open => match &row.order {
                Some(order) => Effect::Open(Place::Order(order.clone())),
                None => Effect::Say(Role::Text, cx.get("complaints-no-order").into_owned()),
            },
            action => match action.step() {
                Some(step) => {
                    self.top = step.from(self.top, lines(cx, &self.page, LINE_MAX).len(), PAGE);
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
        let (role, clock) = clock(cx, &self.page.row);
        header::draw(&cx.look, row(2), buffer, &[Part::new(role, clock)], &[]);
        let body = Rect { y: area.y + 4, height: area.height - 4, ..area };
        let lines = lines(cx, &self.page, body.width.saturating_sub(6).min(LINE_MAX));
        let top = self.top.min(lines.len().saturating_sub(usize::from(body.height)));
        for ((role, text), y) in lines.iter().skip(top).zip(body.y..body.bottom()) {
            let indent = if *role == Role::Dim { 1 } else { 3 };
            put(buffer, body.x + indent, y, body.width - indent, text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, body, buffer, top, lines.len());
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        self.refresh(cx);
        Effect::Stay
    }
}

fn read(cx: &Cx<'_>, id: &FeedbackId) -> Result<FeedbackPage, DeskError> {
    match cx.ask(&Query::Feedback { id: id.clone() })? {
        Answer::Feedback(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

fn what<'a>(cx: &Cx<'a>, page: &'a FeedbackPage) -> Vec<Part<'a>> {
    let row = &page.row;
    let assembly = row.assembly.map(|assembly| cx.get(term::assembly(assembly))).unwrap_or_default();
    vec![
        Part::new(
            Role::Text,
            cx.with("feedback-owner", &[("department", &cx.get(term::of_department(row.department)))]),
        ),
        Part::new(Role::Text, assembly),
        Part::new(Role::Text, row.part.as_str()),
        Part::new(Role::Dim, cx.get(term::heard(row.channel))),
    ]
}

fn whom<'a>(cx: &Cx<'a>, page: &'a FeedbackPage) -> Vec<Part<'a>> {
    vec![
        match page.row.name.is_empty() {
            true => Part::new(Role::Dim, cx.get("feedback-no-customer")),
            false => Part::new(Role::Text, page.row.name.as_str()),
        },
        Part::new(Role::Text, format::phone(&page.phone)),
        Part::new(Role::Text, format::plate(&page.row.plate)),
        Part::new(Role::Text, page.model.as_str()),
        Part::new(Role::Text, page.row.order.as_ref().map(|order| order.as_str()).unwrap_or_default()),
    ]
}

/// How its clock stands: until it is read, then until it is answered.
fn clock(cx: &Cx<'_>, row: &FeedbackRow) -> (Role, String) {
    let moment = |at| format::moment(cx.words(), at, cx.now);
    let Some(due) = row.due() else {
        return match (row.turned, row.answered.or(row.read)) {
            (true, _) => (Role::Soon, cx.get("feedback-became-complaint").into_owned()),
            (false, Some(at)) => (Role::Good, cx.with("feedback-over-since", &[("at", &moment(at))])),
            (false, None) => (Role::Text, String::new()),
        };
    };
    let late = row.is_late(cx.now);
    let key = match (row.read.is_none(), late) {
        (true, false) => "feedback-to-read",
        (true, true) => "feedback-to-read-late",
        (false, false) => "feedback-to-answer",
        (false, true) => "feedback-to-answer-late",
    };
    let left = if late { format::left(cx.now, due) } else { format::left(due, cx.now) };
    let said = cx.with(key, &[("at", &moment(due)), ("left", &left)]);
    let mark = if late { format!("{} ", cx.look.theme.marks.late) } else { String::new() };
    (cx.urgency(due), format!("{mark}{said}"))
}

/// What was said, where it went, when it was read, what was done and answered.
pub fn lines(cx: &Cx<'_>, page: &FeedbackPage, columns: u16) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    let mut part = |title: &str, by: &StaffId, at: Stamp, text: &str, role: Role| {
        let at = format::moment(cx.words(), at, cx.now);
        lines.push((Role::Dim, format!("{title}   {}   {at}", cx.name(by))));
        let text = if text.is_empty() { Vec::new() } else { wrap(text, columns) };
        lines.extend(text.into_iter().map(|line| (role, line)));
        lines.push((Role::Text, String::new()));
    };
    let words = match page.row.words.is_empty() {
        true => cx.get("complaints-erased").into_owned(),
        false => page.row.words.clone(),
    };
    part(&cx.get("feedback-said"), &page.row.from, page.noted, &words, Role::Title);
    for routed in &page.routed {
        let department = cx.get(term::of_department(routed.from));
        let title = cx.with("feedback-taken-from", &[("department", &department)]);
        part(&title, &routed.by, routed.at, &routed.reason, Role::Text);
    }
    if let Some(read) = &page.read {
        part(&cx.get("feedback-read"), &read.by, read.at, "", Role::Text);
    }
    if let Some(answer) = &page.answer {
        if let Some(measure) = &page.measure {
            part(&cx.get("feedback-measure"), &answer.by, answer.at, measure, Role::Text);
        }
        if !answer.words.is_empty() {
            part(&cx.get("feedback-answer"), &answer.by, answer.at, &answer.words, Role::Text);
        }
    }
    if let Some(turned) = &page.turned {
        part(&cx.get("feedback-became"), &turned.by, turned.at, "", Role::Text);
    }
    lines
}
