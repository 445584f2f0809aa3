//! The communication plan of a year against what was done of it; its surveys; the director's word (M13, M16, K3, feature
//! 63). One key makes the pack for the management review (O4).

use super::Screen;
use super::improvement::tabs;
use super::survey::{audience_word, period, way_word, who_may};
use crate::desk::plan::{PlanPage, YearRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::plan::{Entry, Plan as YearPlan};
use crate::domain::staff::role::Right;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::bar::{self, Bar};
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{more_marks, put, put_right, wrap};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of a target's name.
const NAME: u16 = 16;
/// Cells of `123 / 456`.
const NUMBERS: u16 = 15;
/// Cells of a bar.
const BAR: u16 = 16;
/// Lines that a page up or down moves by.
const PAGE: usize = 12;

/// The plan of a year.
pub struct Plan {
    page: Box<PlanPage>,
    top: usize,
}

/// A row of the page.
enum Line {
    /// A sentence.
    Text(Role, String),
    /// A target: its name, done, wanted, and what it is about.
    Target(&'static str, u64, u64, String),
}

impl Plan {
    /// Reads the plan of a year.
    ///
    /// # Errors
    /// The shop cannot be asked.
    pub fn new(cx: &Cx<'_>, year: i32) -> Result<Self, DeskError> {
        Ok(Self { page: page(cx, year)?, top: 0 })
    }

    fn lines(&self, cx: &Cx<'_>, columns: u16) -> Vec<Line> {
        let page = &self.page;
        let mut lines = vec![self.standing(cx)];
        lines.extend(self.may_approve(cx));
        lines.push(Line::Text(Role::Text, String::new()));
        if let Some(plan) = &page.plan {
            let (targets, done) = (&plan.targets, &page.done);
            lines.push(Line::Target("plan-forms", done.forms, targets.forms.into(), targets.forms_by.clone()));
            lines.push(Line::Target("plan-calls", done.calls, targets.calls.into(), targets.calls_whom.clone()));
            lines.push(Line::Target("plan-visits", done.visits, targets.visits.into(), targets.visits_whom.clone()));
            lines.push(Line::Target("plan-events", done.events, targets.events.into(), targets.events_what.clone()));
        }
        let (returned, answered) = (page.done.returned.to_string(), page.done.answered.to_string());
        let came_back = cx.with("plan-came-back", &[("forms", &returned), ("calls", &answered)]);
        lines.push(Line::Text(Role::Dim, came_back));
        let (key, general) = (page.regular.0.to_string(), page.regular.1.to_string());
        lines.push(Line::Text(Role::Dim, cx.with("plan-regular", &[("key", &key), ("general", &general)])));
        if let Some(plan) = &page.plan {
            lines.push(Line::Text(Role::Text, String::new()));
            lines.push(Line::Text(Role::Title, cx.get("plan-surveys").into_owned()));
            lines.extend(plan.entries.iter().map(|entry| Line::Text(Role::Text, survey(cx, entry))));
            if plan.entries.is_empty() {
                lines.push(Line::Text(Role::Dim, cx.get("plan-no-surveys").into_owned()));
            }
            lines.push(Line::Text(Role::Text, String::new()));
            lines.extend(told(cx, plan, columns));
        }
        // The result that was written says the shop's own score most often, and then says it once.
        let says =
            |plan: &YearPlan| !page.before.external.is_empty() && plan.last_result.contains(&page.before.external);
        if !page.plan.as_ref().is_some_and(says) {
            lines.push(Line::Text(Role::Dim, before(cx, &page.before)));
        }
        lines
    }

    /// Who may approve what waits for it; where nobody may, how somebody comes to.
    fn may_approve(&self, cx: &Cx<'_>) -> Vec<Line> {
        let waits = self.page.plan.as_ref().is_some_and(|plan| plan.approved.is_none());
        match who_may(cx, Right::ApproveYear) {
            _ if !waits => Vec::new(),
            Some(who) => vec![Line::Text(Role::Dim, cx.with("plan-may-approve", &[("who", &who)]))],
            None => ["plan-nobody-approves", "plan-add-director"]
                .map(|key| Line::Text(Role::Soon, cx.get(key).into_owned()))
                .into(),
        }
    }

    /// Whether the plan is approved, and by when it has to be.
    fn standing(&self, cx: &Cx<'_>) -> Line {
        let due = self.page.due.map(|day| format::day(cx.words(), day, cx.now.day())).unwrap_or_default();
        let late = self.page.due.is_some_and(|day| cx.now.day() > day);
        let plan = self.page.plan.as_ref();
        if let Some(signed) = plan.and_then(|plan| plan.approved.as_ref()) {
            let at = format::moment(cx.words(), signed.at, cx.now);
            return Line::Text(Role::Good, cx.with("plan-approved", &[("who", cx.name(&signed.by)), ("at", &at)]));
        }
        let back = plan.map(|plan| plan.sent_back.as_str()).unwrap_or_default();
        if !back.is_empty() {
            return Line::Text(Role::Late, cx.with("plan-sent-back", &[("remark", back)]));
        }
        let (role, mark) =
            if late { (Role::Late, cx.look.theme.marks.late) } else { (Role::Soon, cx.look.theme.marks.soon) };
        let key = match (plan.is_some(), late) {
            (false, false) => "plan-unwritten",
            (false, true) => "plan-unwritten-late",
            (true, false) => "plan-unapproved",
            (true, true) => "plan-unapproved-late",
        };
        Line::Text(role, format!("{mark} {}", cx.with(key, &[("due", &due)])))
    }
}

/// The summary, and what the result of the year before was when it was written.
fn told(cx: &Cx<'_>, plan: &YearPlan, columns: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    for (key, text) in [("plan-last-result", &plan.last_result), ("plan-summary", &plan.summary)] {
        if !text.is_empty() {
            let said = cx.with(key, &[("text", text)]);
            lines.extend(wrap(&said, columns).into_iter().map(|part| Line::Text(Role::Text, part)));
        }
    }
    for done in &plan.outreach {
        let key = match done.kind {
            crate::domain::plan::OutreachKind::Visit => "plan-visited",
            crate::domain::plan::OutreachKind::Event => "plan-held",
        };
        let day = format::day(cx.words(), done.on, cx.now.day());
        let day = if day.is_empty() { format::time(done.at) } else { day };
        let (n, who) = (done.count.to_string(), cx.name(&done.by));
        let said = cx.with(key, &[("n", &n), ("text", &done.text), ("day", &day), ("who", who)]);
        lines.push(Line::Text(Role::Dim, said));
    }
    lines
}

/// One survey of the plan.
fn survey(cx: &Cx<'_>, entry: &Entry) -> String {
    let (number, n) = (entry.number.to_string(), entry.population.to_string());
    let (whom, how) = (audience_word(cx.words(), entry.audience), way_word(cx.words(), entry.way));
    let when = period(entry.from, entry.to);
    let values = [
        ("number", &*number),
        ("when", &*when),
        ("whom", &*whom),
        ("n", &*n),
        ("how", &*how),
        ("who", cx.name(&entry.responsible)),
    ];
    cx.with("plan-survey", &values)
}

/// The shop's own figures of the year before.
pub(super) fn before(cx: &Cx<'_>, year: &YearRow) -> String {
    let none = cx.get("campaigns-no-figure");
    let or_none = |text: &str| if text.is_empty() { none.to_string() } else { text.to_string() };
    let (forms, all, valid) = (year.forms.to_string(), year.complaints.to_string(), year.valid.to_string());
    let (score, total) = (or_none(&year.external), or_none(&year.total));
    let values = [
        ("year", &*year.period),
        ("score", &*score),
        ("total", &*total),
        ("n", &*forms),
        ("complaints", &*all),
        ("valid", &*valid),
    ];
    cx.with("plan-before", &values)
}

/// Reads the plan of a year.
///
/// # Errors
/// The shop cannot be asked.
pub(super) fn page(cx: &Cx<'_>, year: i32) -> Result<Box<PlanPage>, DeskError> {
    match cx.ask(&Query::Plan { year })? {
        Answer::Plan(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

impl Screen for Plan {
    fn place(&self) -> Place {
        Place::Plan(self.page.year)
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Plan, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let year = self.page.year.to_string();
        (vec![Part::new(Role::Title, cx.with("plan-title", &[("year", &year)]))], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, self.page.year) {
            self.page = page;
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let year = self.page.year;
        let (written, approved) = match &self.page.plan {
            Some(plan) => (true, plan.approved.is_some()),
            None => (false, false),
        };
        let first = || Effect::Say(Role::Soon, cx.get("plan-write-first").into_owned());
        match action {
            Action::Next if !written => Effect::Open(Place::WritePlan(year)),
            Action::Next if !approved => Effect::Open(Place::ApproveYear(year)),
            Action::Next => Effect::Open(Place::Outreach(year)),
            Action::Edit => Effect::Open(Place::WritePlan(year)),
            Action::Add if written => Effect::Open(Place::PlanSurvey(year)),
            Action::Outreach if written => Effect::Open(Place::Outreach(year)),
            Action::Add | Action::Outreach => first(),
            Action::Print => Effect::Pack(year),
            Action::Left | Action::Right => {
                let next = year + if action == Action::Left { -1 } else { 1 };
                if NaiveDate::from_ymd_opt(next, 1, 1).is_none() {
                    return Effect::Stay;
                }
                match page(cx, next) {
                    Ok(page) => (self.page, self.top) = (page, 0),
                    Err(error) => return Effect::Say(Role::Error, cx.say(&error).message),
                }
                Effect::Stay
            }
            Action::NextField => tabs::next(cx, tabs::View::Plan),
            Action::PreviousField => tabs::back(cx, tabs::View::Plan),
            Action::Open => Effect::Turn(Place::Campaigns),
            action => match action.step() {
                Some(step) => {
                    self.top = step.from(self.top, self.lines(cx, u16::MAX).len(), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let area = tabs::draw(cx, area, buffer, tabs::View::Plan);
        let room = area.width.saturating_sub(3);
        let lines = self.lines(cx, room);
        let top = self.top.min(lines.len().saturating_sub(usize::from(area.height)));
        for (line, y) in lines.iter().skip(top).zip(area.y..area.bottom()) {
            match line {
                Line::Text(role, text) => {
                    put(buffer, area.x + 1, y, room, text, cx.look.theme.style(*role));
                }
                Line::Target(name, done, wanted, about) => {
                    let row = Rect { y, height: 1, ..area };
                    target(cx, row, buffer, (cx.words().get(name).as_ref(), *done, *wanted, about));
                }
            }
        }
        more_marks(&cx.look, area, buffer, top, lines.len());
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        self.refresh(cx);
        Effect::Stay
    }
}

/// A target with its bar: `calls   640 / 1200  ████░░  all customers`.
fn target(cx: &Cx<'_>, row: Rect, buffer: &mut Buffer, (name, done, wanted, about): (&str, u64, u64, &str)) {
    let met = done >= wanted;
    let role = if met && wanted > 0 { Role::Good } else { Role::Text };
    put(buffer, row.x + 1, row.y, NAME, name, cx.look.theme.style(Role::Text));
    let numbers = format!("{done} / {wanted}");
    put_right(buffer, row.x + 1 + NAME + NUMBERS, row.y, NUMBERS, &numbers, cx.look.theme.style(role));
    let at = row.x + NAME + NUMBERS + 3;
    let permille = done.saturating_mul(1000).checked_div(wanted).unwrap_or(0).min(1000);
    let permille = u16::try_from(permille).unwrap_or(1000);
    bar::draw(&cx.look, Rect { x: at, width: BAR, ..row }, buffer, Bar { permille, target: None, role });
    let percent = done.saturating_mul(100).checked_div(wanted);
    let percent = percent.map(|percent| format!("{percent} %")).unwrap_or_default();
    put_right(buffer, at + BAR + 7, row.y, 6, &percent, cx.look.theme.style(Role::Dim));
    let x = at + BAR + 9;
    put(buffer, x, row.y, row.right().saturating_sub(x + 1), about, cx.look.theme.style(Role::Dim));
}
