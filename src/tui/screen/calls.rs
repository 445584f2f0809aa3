//! The calls to be made: those that are due, the first to be made on top, then the others; below them whom to call and
//! how many, against what was done (K3).
//!
//! ```text
//!   customer  phone       plate      what       due  D    tries last time
//! ! 王建国    138****2211 沪A 12345  late     Tue 24 D+1
//!   陈静      139****0002 浙B D88123 asked     15:30 D+4  2     call back
//!   孙丽      135****2211 沪A F3389  care      10:00
//!
//!  today 23 of 30 (77 %)   week 88 of 140 (63 %)   visits at risk 3 of 5   care 2 of 4
//! ```

use super::Screen;
use crate::desk::rows::COUNT_MAX;
use crate::desk::rows::{CallRow, CallsDay, CallsPage, Planned};
use crate::desk::{Answer, Query, Receipt};
use crate::domain::call::attempt::Outcome;
use crate::domain::call::take_back::TakeBackAttempt;
use crate::domain::customer::contact::Contact;
use crate::domain::customer::phone;
use crate::domain::{CallId, Command, CustomerId, Key as RecordKey, OrderId, Stamp};
use crate::text::{Words, format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The narrowest table that has room for the car.
const CAR_FROM: u16 = 96;
/// The narrowest table that names the order.
const ORDER_FROM: u16 = 110;
/// Rows that the plan takes at the bottom, with the blank one over it.
const PLAN_ROWS: u16 = 2;
/// Lists at least so high show the plan.
const PLAN_FROM: u16 = 8;
/// How often another call is asked for that others were quicker to take.
const TRIES: usize = 5;

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
        (heading(cx, &self.page.day), Vec::new())
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
                let next = next_due(cx, &row.call).unwrap_or_else(|| row.call.clone());
                Effect::Open(Place::Call(next))
            }
            (Action::Next, Some(row)) => Effect::Open(Place::Call(row.call.clone())),
            (Action::Open, Some(row)) => open_visit(row.order.as_ref(), row.customer.as_ref()),
            (Action::History, Some(row)) => history(cx, row.order.as_ref()),
            (Action::Complaint, Some(row)) => {
                let (order, call, vehicle) = (row.order.clone(), Some(row.call.clone()), row.vehicle.clone());
                let vehicle = vehicle.filter(|_| order.is_none());
                Effect::Open(Place::NewComplaint { order, call, vehicle, words: String::new() })
            }
            (Action::Add, _) => Effect::Open(Place::WhomToCall),
            (Action::Undo, _) => take_back(cx).1,
            (action, _) => {
                let ids: Vec<CallId> = self.page.rows.iter().map(|row| row.call.clone()).collect();
                if self.table.on(action, &ids) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn done(&mut self, cx: &Cx<'_>, receipt: &Receipt) -> Effect {
        let told = cx.get("lane-taken-back").into_owned();
        Effect::OpenWith(Role::Good, told, Place::Call(CallId::new(&receipt.id)))
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("calls-name"), Width::Flex(8)),
            Column::left(cx.get("calls-phone"), Width::Fixed(11)),
            Column::left(cx.get("calls-plate"), Width::Fixed(10)),
            Column::left(cx.get("calls-about"), Width::Fixed(9)),
            Column::left(cx.get("calls-car"), Width::Flex(8)).from(CAR_FROM),
            Column::left(cx.get("calls-order"), Width::Fixed(11)).from(ORDER_FROM),
            Column::right(cx.get("calls-due"), Width::Fixed(9)),
            Column::right(cx.get("calls-after"), Width::Fixed(4)),
            Column::right(cx.get("calls-tries"), Width::Fixed(5)),
            Column::left(cx.get("calls-last"), Width::Fixed(10)),
        ];
        let rows: Vec<Row<'_, CallId>> = self.page.rows.iter().map(|row| line(cx, row)).collect();
        let empty = if self.fault.is_empty() { cx.get("calls-none") } else { self.fault.as_str().into() };
        let plan = if area.height >= PLAN_FROM { PLAN_ROWS } else { 0 };
        let list = Rect { height: area.height - plan, ..area };
        self.table.draw(&cx.look, list, buffer, &columns, &rows, &empty);
        if plan > 0 {
            let line = Rect { y: area.bottom() - 1, height: 1, ..area };
            header::draw(&cx.look, line, buffer, &planned(cx, &self.page), &[]);
        }
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

/// The call to make next, held from now on: the first that is due and free, leaving out the one just made.
pub(super) fn next_due(cx: &Cx<'_>, made: &CallId) -> Option<CallId> {
    for _ in 0..TRIES {
        let call = next(cx, Some(made)).0?;
        // Two callers may come here at once: whoever is told that the call is theirs dials it.
        if cx.door.hold(cx.session, &RecordKey::Call(call.clone())).is_ok() {
            return Some(call);
        }
    }
    None
}

/// The call to make next, if there is one, and how the day goes so far.
pub(super) fn next(cx: &Cx<'_>, but: Option<&CallId>) -> (Option<CallId>, CallsDay) {
    match cx.ask(&Query::NextCall { but: but.cloned() }) {
        Ok(Answer::NextCall(next)) => (next.call, next.day),
        Ok(_) | Err(_) => (None, CallsDay::default()),
    }
}

/// Shows the visit that a call is about, else the customer's file.
pub(super) fn open_visit(order: Option<&OrderId>, customer: Option<&CustomerId>) -> Effect {
    let place = order.cloned().map(Place::Order).or_else(|| customer.cloned().map(Place::Customer));
    place.map_or(Effect::Stay, Effect::Open)
}

/// Takes the attempt back that one logged last: a digit that was pressed too early. Gives its call, held again.
pub(super) fn take_back(cx: &Cx<'_>) -> (Option<CallId>, Effect) {
    let Ok(Answer::LastAttempt(Some(call))) = cx.ask(&Query::LastAttempt) else {
        return (None, Effect::Say(Role::Dim, cx.get("calls-no-attempt").into_owned()));
    };
    if let Err(error) = cx.door.hold(cx.session, &RecordKey::Call(call.clone())) {
        return (None, Effect::Say(Role::Soon, cx.say(&error).whole()));
    }
    let command = Command::TakeBackAttempt(TakeBackAttempt { call: call.clone() });
    (Some(call), Effect::run(command))
}

/// Shows what happened on the visit that a call is about.
pub(super) fn history(cx: &Cx<'_>, order: Option<&OrderId>) -> Effect {
    match order {
        Some(order) => Effect::Open(Place::History(order.clone())),
        None => Effect::Say(Role::Dim, cx.get("calls-no-visit").into_owned()),
    }
}

/// Whether nobody else took the call up.
fn is_free(cx: &Cx<'_>, call: &CallId) -> bool {
    cx.holder(&RecordKey::Call(call.clone())).is_none()
}

/// `Calls   7 due   23 done today   reached 41 %`.
pub(super) fn heading<'a>(cx: &Cx<'a>, day: &CallsDay) -> Vec<Part<'a>> {
    let n = if day.due < COUNT_MAX { day.due.to_string() } else { format!("{COUNT_MAX}+") };
    let due = cx.with("calls-due-now", &[("n", &n)]);
    let done = cx.with("calls-done-today", &[("n", &day.done.to_string())]);
    let mut parts = vec![
        Part::new(Role::Title, cx.get("calls-title")),
        Part::new(if day.due > 0 { Role::Accent } else { Role::Text }, due),
        Part::new(Role::Text, done),
    ];
    if let Some(percent) = percent(day.reached, day.attempts) {
        parts.push(Part::new(Role::Text, cx.with("calls-reached", &[("percent", &percent.to_string())])));
    }
    if day.mine > 0 {
        parts.push(Part::new(Role::Dim, cx.with("calls-mine", &[("n", &day.mine.to_string())])));
    }
    parts
}

fn percent(done: usize, all: usize) -> Option<usize> {
    (done * 100 + all / 2).checked_div(all)
}

/// Whom to call and how many, against what was done: `today 23 of 30 (77 %)   week 88 of 140 (63 %)`.
fn planned<'a>(cx: &Cx<'a>, page: &CallsPage) -> Vec<Part<'a>> {
    let plan = &page.plan;
    let share = |key, (done, all): (usize, usize)| {
        let percent = percent(done, all)?;
        let values = [("done", done.to_string()), ("all", all.to_string()), ("percent", percent.to_string())];
        Some(cx.with(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
    };
    let Planned { all, at_risk, kinds } = &plan.today;
    let mut parts: Vec<Part<'a>> = Vec::new();
    parts.extend(share("calls-plan-today", *all).map(|text| Part::new(Role::Title, text)));
    parts.extend(share("calls-plan-week", plan.week.all).map(|text| Part::new(Role::Text, text)));
    parts.extend(share("calls-plan-risk", *at_risk).map(|text| Part::new(Role::Soon, text)));
    for of in kinds.iter().filter(|of| of.kind != Contact::FollowUp) {
        let (done, all) = (of.count.0.to_string(), of.count.1.to_string());
        let values = [("kind", &*cx.get(term::contact(of.kind))), ("done", &done), ("all", &all)];
        parts.push(Part::new(Role::Dim, cx.with("calls-plan-kind", &values)));
    }
    if plan.given_up > 0 {
        let n = plan.given_up.to_string();
        parts.push(Part::new(Role::Dim, cx.with("calls-plan-given-up", &[("n", &n)])));
    }
    parts
}

/// Why the call is in the list, where it is no plain follow-up: the customer asked for it, the gravest risk, its kind.
fn about<'a>(cx: &Cx<'a>, row: &CallRow) -> Cell<'a> {
    match row.risk.first() {
        _ if row.appointed => Cell::new(Role::Accent, cx.get("calls-appointed")),
        Some(risk) => Cell::new(Role::Soon, cx.get(term::risk(*risk))),
        None if row.kind.is_follow_up() => Cell::new(Role::Dim, ""),
        None => Cell::new(Role::Dim, cx.get(term::contact(row.kind))),
    }
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
        about(cx, row),
        Cell::new(plain, row.model.as_str()),
        Cell::new(plain, row.order.as_ref().map_or("", OrderId::as_str)),
        Cell::new(role, due),
        Cell::new(Role::Dim, if row.order.is_some() { days_after(row.planned, row.due) } else { String::new() }),
        Cell::new(plain, tries),
        last,
    ];
    let soon = (row.appointed || !row.risk.is_empty()).then_some((cx.look.theme.marks.soon, Role::Soon));
    let mark = overdue.then_some((cx.look.theme.marks.late, Role::Late)).or(soon);
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
