//! The calls to be made, the one that is due first on top.

use super::Screen;
use crate::desk::rows::{CallRow, CallsPage};
use crate::desk::{Answer, Query};
use crate::domain::call::attempt::Outcome;
use crate::domain::customer::phone;
use crate::domain::{CallId, Key as RecordKey, Stamp};
use crate::text::{Words, format};
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

/// The narrowest table that has room for the car.
const CAR_FROM: u16 = 78;
/// The narrowest table that names the order.
const ORDER_FROM: u16 = 110;

/// The list of calls.
pub struct Calls {
    page: CallsPage,
    fault: String,
    table: Table<CallId>,
}

impl Calls {
    /// Reads the calls to be made.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut calls = Self { page: CallsPage::default(), fault: String::new(), table: Table::new() };
        calls.refresh(cx);
        calls
    }

    fn selected(&self) -> Option<&CallRow> {
        self.page.rows.iter().find(|row| Some(&row.call) == self.table.selected())
    }
}

impl Screen for Calls {
    fn place(&self) -> Place {
        Place::Calls
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Calls, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        (heading(cx, &self.page), Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let under = self.selected().map(|row| (row.call.clone(), row.attempts));
        match read(cx) {
            Ok(page) => (self.page, self.fault) = (page, String::new()),
            Err(fault) => self.fault = fault,
        }
        // A call that was tried moves to its new time; the caller stays where the next one is now.
        if self.selected().map(|row| (row.call.clone(), row.attempts)) != under {
            self.table.unselect();
        }
        self.table.keep(self.page.rows.iter().map(|row| &row.call));
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let row = self.selected();
        match (action, row) {
            // A call that somebody else took up is passed over for the next one.
            (Action::Next, Some(row)) if !is_free(cx, &row.call) => {
                let next = next_due(cx, &self.page, &row.call).unwrap_or(&row.call);
                Effect::Open(Place::Call(next.clone()))
            }
            (Action::Next, Some(row)) => Effect::Open(Place::Call(row.call.clone())),
            (Action::Open, Some(row)) => Effect::Open(Place::Order(row.order.clone())),
            (Action::History, Some(row)) => Effect::Open(Place::History(row.order.clone())),
            (Action::Complaint, Some(row)) => {
                let (order, call) = (Some(row.order.clone()), Some(row.call.clone()));
                Effect::Open(Place::NewComplaint { order, call, vehicle: None, words: String::new() })
            }
            (action, _) => {
                let ids: Vec<CallId> = self.page.rows.iter().map(|row| row.call.clone()).collect();
                if self.table.on(action, &ids) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("calls-name"), Width::Flex(8)),
            Column::left(cx.get("calls-phone"), Width::Fixed(11)),
            Column::left(cx.get("calls-plate"), Width::Fixed(10)),
            Column::left(cx.get("calls-car"), Width::Flex(8)).from(CAR_FROM),
            Column::left(cx.get("calls-order"), Width::Fixed(11)).from(ORDER_FROM),
            Column::right(cx.get("calls-due"), Width::Fixed(9)),
            Column::right(cx.get("calls-after"), Width::Fixed(4)),
            Column::right(cx.get("calls-tries"), Width::Fixed(5)),
            Column::left(cx.get("calls-last"), Width::Fixed(10)),
        ];
        let rows: Vec<Row<'_, CallId>> = self.page.rows.iter().map(|row| line(cx, row)).collect();
        let empty = if self.fault.is_empty() { cx.get("calls-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }
}

/// Reads the calls to be made, or says why it cannot.
pub(super) fn read(cx: &Cx<'_>) -> Result<CallsPage, String> {
    match cx.ask(&Query::Calls) {
        Ok(Answer::Calls(page)) => Ok(page),
        Ok(other) => Err(cx.say(&other.unexpected()).message),
        Err(error) => Err(cx.say(&error).message),
    }
}

/// The call to make next, held from now on: the earliest that is due and free, leaving out the one just made.
pub(super) fn next_due<'a>(cx: &Cx<'_>, page: &'a CallsPage, made: &CallId) -> Option<&'a CallId> {
    let mut due = page.rows.iter().filter(|row| row.due <= cx.now && row.call != *made).map(|row| &row.call);
    // Two callers may come here at once: whoever is told that the call is theirs dials it.
    due.find(|call| is_free(cx, call) && cx.door.hold(cx.session, &RecordKey::Call((*call).clone())).is_ok())
}

/// Whether nobody else took the call up.
fn is_free(cx: &Cx<'_>, call: &CallId) -> bool {
    cx.holder(&RecordKey::Call(call.clone())).is_none()
}

/// `Calls   7 due   23 done today   reached 41 %`.
pub(super) fn heading<'a>(cx: &Cx<'a>, page: &CallsPage) -> Vec<Part<'a>> {
    let due = cx.with("calls-due-now", &[("n", &page.due.to_string())]);
    let done = cx.with("calls-done-today", &[("n", &page.done_today.to_string())]);
    let mut parts = vec![
        Part::new(Role::Title, cx.get("calls-title")),
        Part::new(if page.due > 0 { Role::Accent } else { Role::Text }, due),
        Part::new(Role::Text, done),
    ];
    if let Some(percent) = (page.answered_today * 100 + page.attempts_today / 2).checked_div(page.attempts_today) {
        parts.push(Part::new(Role::Text, cx.with("calls-reached", &[("percent", &percent.to_string())])));
    }
    parts
}

fn line<'a>(cx: &Cx<'a>, row: &'a CallRow) -> Row<'a, CallId> {
    let today = cx.now.day();
    let overdue = row.due.day() < today;
    let role = match () {
        () if overdue => Role::Late,
        () if row.due <= cx.now => Role::Accent,
        () => Role::Dim,
    };
    let plain = if row.due <= cx.now { Role::Text } else { Role::Dim };
    let due =
        if row.due.day() == today { format::time(row.due) } else { format::day(cx.words(), row.due.day(), today) };
    let tries = if row.attempts == 0 { String::new() } else { row.attempts.to_string() };
    let last = row.last.map(|outcome| outcome_word(cx.words(), outcome)).unwrap_or_default();
    let last = match cx.holder(&RecordKey::Call(row.call.clone())) {
        Some(held) => Cell::new(Role::Soon, cx.with("calls-held", &[("who", cx.name(&held.who))])),
        None => Cell::new(plain, last),
    };
    let cells = vec![
        Cell::new(plain, row.name.as_str()),
        Cell::new(plain, phone::masked(&row.phone)),
        Cell::new(plain, format::plate(&row.plate)),
        Cell::new(plain, row.model.as_str()),
        Cell::new(plain, row.order.as_str()),
        Cell::new(role, due),
        Cell::new(Role::Dim, days_after(row.planned, row.due)),
        Cell::new(plain, tries),
        last,
    ];
    let mark = overdue.then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(row.call.clone(), cells) }
}

/// `D+3`: how many days after the car was handed over.
pub(super) fn days_after(handed: Stamp, due: Stamp) -> String {
    format!("D+{}", due.day().signed_duration_since(handed.day()).num_days())
}

/// What came of an attempt, in a word or two.
pub(super) fn outcome_word(words: &Words, outcome: Outcome) -> String {
    let key = match outcome {
        Outcome::NoAnswer => "calls-no-answer",
        Outcome::Busy => "calls-busy",
        Outcome::Voicemail => "calls-voicemail",
        Outcome::Off => "calls-off",
        Outcome::WrongNumber => "calls-wrong-number",
        Outcome::Refused => "calls-refused",
        Outcome::CallBack => "calls-call-back",
        Outcome::Reached => "calls-answered",
    };
    words.get(key).into_owned()
}
