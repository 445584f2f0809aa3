//! One improvement project: its cause and period, who leads it, what it shall come to, and every corrective action of it
//! (AM30, feature 58). One step is taken for all of them at once where it is the same.

use super::Screen;
use super::improvement::schemes::Schemes;
use super::improvement::{evidence, line, why};
use crate::desk::rows::{CapaRow, ProjectPage};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::{CapaId, ProjectId};
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::table::{Row, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Lines over the list.
const HEAD: u16 = 3;

/// One project.
pub struct Project {
    page: ProjectPage,
    schemes: Schemes,
    table: Table<CapaId>,
}

impl Project {
    /// Reads a project.
    ///
    /// # Errors
    /// There is none of that id.
    pub fn new(cx: &Cx<'_>, id: &ProjectId) -> Result<Self, DeskError> {
        let mut project = Self { page: page(cx, id)?, schemes: Schemes::default(), table: Table::new() };
        project.learn(cx);
        Ok(project)
    }

    fn learn(&mut self, cx: &Cx<'_>) {
        self.schemes.learn(cx, self.page.rows.iter().map(|row| &row.trigger));
        self.table.keep(self.page.rows.iter().map(|row| &row.capa));
    }

    fn selected(&self) -> Option<&CapaRow> {
        self.page.rows.iter().find(|row| Some(&row.capa) == self.table.selected())
    }

    /// The next step of the one under the cursor, for all of the project that wait for the same one.
    fn together(&self, cx: &Cx<'_>) -> Effect {
        let step = self.selected().and_then(|row| row.next).or(self.page.rows.iter().find_map(|row| row.next));
        match step {
            Some(step) => Effect::Open(Place::ProjectStep(self.page.head.project.clone(), step)),
            None => Effect::Say(Role::Text, cx.get("project-is-over").into_owned()),
        }
    }
}

impl Screen for Project {
    fn place(&self) -> Place {
        Place::Project(self.page.head.project.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Project, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let head = &self.page.head;
        let (open, all) = (head.open.to_string(), head.capas.to_string());
        let left = vec![
            Part::new(Role::Title, cx.get("project-title")),
            Part::new(Role::Text, head.project.as_str()),
            Part::new(Role::Text, cx.with("improvement-of", &[("open", &open), ("all", &all)])),
        ];
        let red = if head.red > 0 { cx.with("project-red", &[("n", &head.red.to_string())]) } else { String::new() };
        (left, vec![Part::new(Role::Late, red)])
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, &self.page.head.project) {
            self.page = page;
        }
        self.learn(cx);
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let row = self.selected();
        match (action, row) {
            (Action::Next, Some(row)) => Effect::Open(Place::Capa(row.capa.clone())),
            (Action::Several, _) => self.together(cx),
            (Action::Edit, _) => Effect::Open(Place::PlanProject(self.page.head.project.clone())),
            (Action::Open, Some(row)) => evidence(cx, row),
            (Action::Why, Some(row)) => why(cx, row),
            (action, _) => {
                let ids: Vec<CapaId> = self.page.rows.iter().map(|row| row.capa.clone()).collect();
                if self.table.on(action, &ids) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.height <= HEAD {
            return None;
        }
        let at = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        header::draw(&cx.look, at(0), buffer, &about(cx, &self.page, &self.schemes), &[]);
        header::draw(&cx.look, at(1), buffer, &goal(cx, &self.page), &[]);
        let body = Rect { y: area.y + HEAD, height: area.height - HEAD, ..area };
        let late = (cx.look.theme.marks.late, Role::Late);
        let row = |row| -> Row<'_, CapaId> {
            let row: &CapaRow = row;
            let mark = row.is_red(cx.now).then_some(late);
            Row { mark, ..Row::new(row.capa.clone(), line::cells(cx, &self.schemes, row, false)) }
        };
        let mut rows: Vec<Row<'_, CapaId>> = self.page.rows.iter().map(row).collect();
        if let Some(first) = self.page.rows.iter().position(|row| row.closed.is_some()).filter(|at| *at > 0) {
            rows[first].apart = true;
        }
        self.table.draw(&cx.look, body, buffer, &line::columns(cx), &rows, &cx.get("improvement-none"));
        None
    }
}

/// Reads a project.
pub fn page(cx: &Cx<'_>, id: &ProjectId) -> Result<ProjectPage, DeskError> {
    match cx.ask(&Query::Project { id: id.clone() })? {
        Answer::Project(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

fn about<'a>(cx: &Cx<'a>, page: &'a ProjectPage, schemes: &'a Schemes) -> Vec<Part<'a>> {
    let head = &page.head;
    let over = head.over.map(|at| format::moment(cx.words(), at, cx.now)).unwrap_or_default();
    let leads = match &head.responsible {
        Some(id) => Part::new(Role::Text, cx.with("capa-responsible", &[("who", cx.name(id))])),
        None => Part::new(Role::Soon, cx.get("project-nobody")),
    };
    vec![
        Part::new(Role::Title, line::project(cx, schemes, head)),
        Part::new(Role::Text, cx.get(term::project_state(head.state))),
        Part::new(Role::Dim, over),
        leads,
    ]
}

fn goal<'a>(cx: &Cx<'a>, page: &'a ProjectPage) -> Vec<Part<'a>> {
    match &page.head.goal {
        Some(goal) => vec![Part::new(Role::Text, cx.with("capa-goal", &[("goal", goal)]))],
        None => vec![Part::new(Role::Soon, cx.get("project-no-goal"))],
    }
}
