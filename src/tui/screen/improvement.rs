//! Improvement: corrective actions under the project that they belong to, red ones first; above them what is proposed, below
//! them what is over.
//!
//! ```text
//!     what happened                  customer  responsible    due  next
//!     c  score of Oct 2026: 78.20                                  Enter opens
//!   ──────────────────────────────────────────────────────────────────────
//!   ! Late · Nov 2026                begun                         4 of 5 open
//!   !   a  On time: dissatisfied     王建国    nobody           -  issue
//!       … 2 more in this project
//! ```

pub mod line;
pub mod schemes;
pub mod tabs;

use super::Screen;
use crate::desk::rows::{CapaRow, ImprovementPage, ProposedRow};
use crate::desk::{Answer, Query};
use crate::domain::capa::open::OpenCapa;
use crate::domain::{CapaId, Command, ProjectId};
use crate::text::{capa, format};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Row, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use schemes::Schemes;

/// Corrective actions shown under a project; its own page has all of them.
const UNDER_PROJECT: usize = 3;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// A period whose score fires a rule, by rule and period.
    Proposed(String, String),
    /// A project.
    Project(ProjectId),
    /// A corrective action.
    Capa(CapaId),
    /// How many more a project has.
    More(ProjectId),
}

/// The list of corrective actions.
pub struct Improvement {
    page: ImprovementPage,
    schemes: Schemes,
    fault: String,
    table: Table<Line>,
    lines: Vec<Line>,
}

impl Improvement {
    /// Reads the corrective actions.
    pub fn new(cx: &Cx<'_>) -> Self {
        let (page, schemes, fault) = Default::default();
        let mut improvement = Self { page, schemes, fault, table: Table::new(), lines: Vec::new() };
        improvement.refresh(cx);
        improvement
    }

    fn row(&self, id: &CapaId) -> Option<&CapaRow> {
        self.page.open.iter().chain(&self.page.closed).find(|row| row.capa == *id)
    }

    /// What is proposed, then each project with its first corrective actions, then what is over.
    fn made_lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.page.proposed.iter().map(proposed).collect();
        for head in &self.page.projects {
            lines.push(Line::Project(head.project.clone()));
            let of: Vec<&CapaRow> = self.page.open.iter().filter(|row| row.project == head.project).collect();
            lines.extend(of.iter().take(UNDER_PROJECT).map(|row| Line::Capa(row.capa.clone())));
            if head.open > UNDER_PROJECT {
                lines.push(Line::More(head.project.clone()));
            }
        }
        lines.extend(self.page.closed.iter().map(|row| Line::Capa(row.capa.clone())));
        lines
    }

    fn next(&self, line: &Line) -> Effect {
        match line {
            Line::Proposed(rule, period) => {
                let row = self.page.proposed.iter().find(|row| row.trigger.rule == *rule && row.period == *period);
                row.map_or(Effect::Stay, |row| Effect::run(Command::OpenCapa(opened(row))))
            }
            Line::Project(id) | Line::More(id) => Effect::Open(Place::Project(id.clone())),
            Line::Capa(id) => Effect::Open(Place::Capa(id.clone())),
        }
    }

    fn drawn<'a>(&'a self, cx: &Cx<'a>, line: &Line) -> Row<'a, Line> {
        let late = (cx.look.theme.marks.late, Role::Late);
        match line {
            Line::Proposed(rule, period) => {
                let found = self.page.proposed.iter().find(|row| row.trigger.rule == *rule && row.period == *period);
                let cells = found.map(|row| proposed_cells(cx, &self.schemes, row)).unwrap_or_default();
                Row { mark: Some(late), ..Row::new(line.clone(), cells) }
            }
            Line::Project(id) => {
                let head = self.page.projects.iter().find(|head| head.project == *id);
                let cells = head.map(|head| line::project_cells(cx, &self.schemes, head)).unwrap_or_default();
                let mark = head.filter(|head| head.red > 0).map(|_| late);
                Row { mark, ..Row::new(line.clone(), cells) }
            }
            Line::More(id) => {
                let open = self.page.projects.iter().find(|head| head.project == *id).map_or(0, |head| head.open);
                let more = cx.with("improvement-more", &[("n", &open.saturating_sub(UNDER_PROJECT).to_string())]);
                let mut cells = vec![Cell::default(); line::columns(cx).len()];
                cells[1] = Cell::new(Role::Dim, format!("  {more}"));
                Row::new(line.clone(), cells)
            }
            Line::Capa(id) => {
                let row = self.row(id);
                let open = row.is_some_and(|row| row.closed.is_none());
                let cells = row.map(|row| line::cells(cx, &self.schemes, row, open)).unwrap_or_default();
                let mark = row.filter(|row| row.is_red(cx.now)).map(|_| late);
                Row { mark, ..Row::new(line.clone(), cells) }
            }
        }
    }
}

fn proposed(row: &ProposedRow) -> Line {
    Line::Proposed(row.trigger.rule.clone(), row.period.clone())
}

/// The command that opens what is proposed; a second one for the same rule and period is refused.
fn opened(row: &ProposedRow) -> OpenCapa {
    OpenCapa {
        rule: Some(row.trigger.rule.clone()),
        period: Some(row.period.clone()),
        score: Some(row.score.clone()),
        ..OpenCapa::default()
    }
}

fn proposed_cells<'a>(cx: &Cx<'a>, schemes: &Schemes, row: &ProposedRow) -> Vec<Cell<'a>> {
    let period = capa::period(cx.words(), &row.period);
    let what = capa::fired(cx.words(), schemes.of(&row.trigger), &row.trigger);
    let mut cells = vec![Cell::default(); line::columns(cx).len()];
    cells[1] = Cell::new(Role::Text, format!("{what} · {period}"));
    cells[6] = Cell::new(Role::Soon, cx.get("improvement-to-open"));
    cells
}

impl Screen for Improvement {
    fn place(&self) -> Place {
        Place::Improvement
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Improvement, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let page = &self.page;
        let mut parts = vec![Part::new(Role::Title, cx.get("improvement-title"))];
        parts.push(Part::new(Role::Text, cx.with("complaints-open", &[("n", &page.open_count.to_string())])));
        if page.overdue > 0 {
            parts.push(Part::new(Role::Late, cx.with("complaints-late", &[("n", &page.overdue.to_string())])));
        }
        if page.ownerless > 0 {
            let nobody = cx.with("improvement-ownerless", &[("n", &page.ownerless.to_string())]);
            parts.push(Part::new(Role::Late, nobody));
        }
        (parts, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::Improvement) {
            Ok(Answer::Improvement(page)) => (self.page, self.fault) = (page, String::new()),
            Ok(other) => self.fault = cx.say(&other.unexpected()).message,
            Err(error) => self.fault = cx.say(&error).message,
        }
        let page = &self.page;
        let triggers = page.open.iter().chain(&page.closed).map(|row| &row.trigger);
        self.schemes.learn(cx, triggers.chain(page.proposed.iter().map(|row| &row.trigger)));
        self.lines = self.made_lines();
        self.table.keep(self.lines.iter());
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let here = self.table.selected();
        let row = here.and_then(|line| if let Line::Capa(id) = line { self.row(id) } else { None });
        match (action, here) {
            (Action::Next, Some(line)) => self.next(line),
            (Action::Open, _) => row.map_or(Effect::Stay, |row| evidence(cx, row)),
            (Action::Why, _) => row.map_or(Effect::Stay, |row| why(cx, row)),
            (Action::Add, _) => Effect::Open(Place::NewCapa),
            (Action::NextField, _) => tabs::next(cx, tabs::View::Actions),
            (Action::PreviousField, _) => tabs::back(cx, tabs::View::Actions),
            (action, _) => {
                if self.table.on(action, &self.lines) {
                    Effect::Stay
                } else {
                    Effect::Pass
                }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let area = tabs::draw(cx, area, buffer, tabs::View::Actions);
        let mut rows: Vec<Row<'_, Line>> = self.lines.iter().map(|line| self.drawn(cx, line)).collect();
        // What is proposed stands apart from what is under way, and that from what is over.
        let over = self.lines.len() - self.page.closed.len();
        for at in [self.page.proposed.len(), over] {
            if let Some(row) = rows.get_mut(at).filter(|_| at > 0) {
                row.apart = true;
            }
        }
        let empty = if self.fault.is_empty() { cx.get("improvement-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &line::columns(cx), &rows, &empty);
        None
    }

    /// What was proposed is opened: its own page follows, where it is issued.
    fn done(&mut self, cx: &Cx<'_>, receipt: &crate::desk::Receipt) -> Effect {
        self.refresh(cx);
        Effect::Open(Place::Capa(CapaId::new(&receipt.id)))
    }
}

/// Where it was seen: the complaint, else the visit.
pub fn evidence(cx: &Cx<'_>, row: &CapaRow) -> Effect {
    match (&row.evidence.complaint, &row.evidence.order) {
        (Some(complaint), _) => Effect::Open(Place::Complaint(complaint.clone())),
        (None, Some(order)) => Effect::Open(Place::Order(order.clone())),
        (None, None) => Effect::Say(Role::Text, cx.get("improvement-no-order").into_owned()),
    }
}

/// Why it is red, or until when it is not.
pub fn why(cx: &Cx<'_>, row: &CapaRow) -> Effect {
    let moment = |at| format::moment(cx.words(), at, cx.now);
    match (row.closed, &row.responsible, row.due) {
        (Some((at, how)), _, _) => {
            let values = [("at", &*moment(at)), ("how", &*cx.get(line::ended(how)))];
            Effect::Say(Role::Good, cx.with("capa-why-closed", &values))
        }
        (None, Some(who), Some(due)) => {
            let left = cx.span(&format::left(due, cx.now));
            let values = [("at", &*moment(due)), ("who", cx.name(who)), ("left", &*left)];
            let overdue = row.is_overdue(cx.now);
            let (role, key) = if overdue { (Role::Late, "capa-why-late") } else { (Role::Text, "capa-why") };
            Effect::Say(role, cx.with(key, &values))
        }
        (None, _, _) => Effect::Say(Role::Late, cx.with("capa-why-nobody", &[("at", &moment(row.opened))])),
    }
}
