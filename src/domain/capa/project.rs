//! Improvement projects: one per cause and period, with every corrective action of it as evidence (AM30, feature 58). A
//! project begins with its first corrective action and is over with its last.

use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::marks::Marks;
use crate::domain::records::Key;
use crate::domain::{CapaId, ProjectId, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A project as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The id.
    pub id: ProjectId,
    /// What it deals with: `reason:CODE`, `item:ID`, `opinion:WORD`, `complaint:CATEGORY`, `external`, `total`, `form`, or
    /// `manual:` and words.
    pub cause: String,
    /// The month or year.
    pub period: String,
    /// When it began.
    pub begun: Stamp,
    /// Who leads it.
    pub responsible: Option<StaffId>,
    /// What it shall come to.
    pub goal: Option<String>,
    /// Its corrective actions, the earliest first.
    pub capas: Vec<CapaId>,
    /// How many of them are not closed.
    pub open: u32,
    /// When the last of them was closed; nothing while one is open.
    pub over: Option<Stamp>,
    /// Who touched what last.
    pub marks: Marks,
}

/// Where a project stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody leads it, or nobody said what it shall come to.
    Begun,
    /// It has an owner and a goal.
    UnderWay,
    /// All its corrective actions are closed.
    Over,
}

impl Project {
    /// Where it stands.
    pub fn state(&self) -> State {
        match (self.open, &self.responsible, &self.goal) {
            (0, _, _) => State::Over,
            (_, Some(_), Some(_)) => State::UnderWay,
            (_, _, _) => State::Begun,
        }
    }

    /// Takes a corrective action in.
    pub(super) fn take_in(&mut self, capa: &CapaId, open: bool) {
        self.capas.push(capa.clone());
        self.open += u32::from(open);
        self.over = self.over.filter(|_| self.open == 0);
    }

    /// One of its corrective actions was closed, or went away.
    pub(super) fn let_go(&mut self, open: bool, meta: &Meta<'_>) {
        self.open = self.open.saturating_sub(u32::from(open));
        if self.open == 0 {
            self.over = Some(meta.at);
        }
    }

    /// Takes in what an event says of one of its corrective actions; false for one that says nothing.
    pub fn heed(&mut self, event: &Event, meta: &Meta<'_>) -> bool {
        match event {
            Event::CapaOpened(e) => self.take_in(&e.capa, true),
            Event::CapaClosed(_) | Event::CapaWithdrawn(_) => self.let_go(true, meta),
            Event::CapaLinked(e) => e.fold_project(self, meta),
            Event::ProjectPlanned(e) => e.fold(self),
            _ => return false,
        }
        true
    }
}

/// A project began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectBegun {
    /// The id.
    pub project: ProjectId,
    /// What it deals with.
    pub cause: String,
    /// The month or year.
    pub period: String,
}

impl ProjectBegun {
    /// The project as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Project {
        Project {
            id: self.project.clone(),
            cause: self.cause.clone(),
            period: self.period.clone(),
            begun: meta.at,
            responsible: None,
            goal: None,
            capas: Vec::new(),
            open: 0,
            over: None,
            marks: Default::default(),
        }
    }

    /// The records that it touches.
    pub fn touches(&self) -> Vec<Key> {
        let project = self.project.clone();
        vec![Key::counter_of(project.as_str()), Key::Project(project), once(&self.cause, &self.period)]
    }
}

fn once(cause: &str, period: &str) -> Key {
    Key::Once(format!("project {cause} {period}"))
}

/// The project of a cause in a period; it begins with the first that asks for it.
pub(super) fn of(d: &mut Deciding<'_>, cause: &str, period: &str) -> Result<ProjectId, Stop> {
    if let Some(id) = d.once(&once(cause, period))? {
        return Ok(ProjectId::new(id));
    }
    let project = ProjectId::new(d.next_plain("PJ")?);
    let (cause, period) = (cause.to_string(), period.to_string());
    d.emit(Event::ProjectBegun(ProjectBegun { project: project.clone(), cause, period }))?;
    Ok(project)
}

/// Says who leads a project and what it shall come to; what is left out stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanProject {
    /// Which.
    pub project: ProjectId,
    /// Who leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// What it shall come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
}

/// It was said who leads a project and what it shall come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPlanned {
    /// Which.
    pub project: ProjectId,
    /// Who leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// What it shall come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
}

impl ProjectPlanned {
    /// Writes owner and goal.
    pub fn fold(&self, project: &mut Project) {
        project.responsible = self.responsible.clone().or(project.responsible.take());
        project.goal = self.goal.clone().or(project.goal.take());
    }
}

/// Decides [`PlanProject`].
pub fn decide(d: &mut Deciding<'_>, c: &PlanProject) -> Result<String, Stop> {
    let project = d.project_named("project", &c.project)?.id.clone();
    let responsible =
        c.responsible.as_ref().map(|id| d.staff("responsible", id)).transpose()?.map(|found| found.id.clone());
    let goal = d.optional_text("goal", c.goal.as_deref())?;
    if responsible.is_none() && goal.is_none() {
        return Err(crate::domain::Refusal::missing("responsible").into());
    }
    d.emit(Event::ProjectPlanned(ProjectPlanned { project, responsible, goal }))?;
    Ok(c.project.to_string())
}

/// Characters of a cause that somebody wrote, at most: it is part of a key.
const CAUSE_CHARS: usize = 60;

/// The cause of a project that somebody put into words.
pub(super) fn by_hand(words: &str) -> String {
    format!("manual:{}", words.chars().take(CAUSE_CHARS).collect::<String>())
}
