//! What the list of corrective actions, the page of one and the page of a project show.

use super::SaidRow;
use crate::domain::capa::close::How;
use crate::domain::capa::course::{Did, Step};
use crate::domain::capa::plan::Plan;
use crate::domain::capa::project::State;
use crate::domain::capa::{Evidence, Level, Trigger};
use crate::domain::{CallId, CapaId, CustomerId, ProjectId, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// Corrective actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImprovementPage {
    /// Months and years whose score fires a rule and for which nothing was opened yet.
    pub proposed: Vec<ProposedRow>,
    /// Projects with an open corrective action, the reddest first.
    pub projects: Vec<ProjectHead>,
    /// Open ones in the order of their projects, red ones first; of very many, the first.
    pub open: Vec<CapaRow>,
    /// Closed ones, the newest first.
    pub closed: Vec<CapaRow>,
    /// How many are open in all.
    pub open_count: usize,
    /// How many of them should have been effective by now.
    pub overdue: usize,
    /// How many of them nobody answers for (O3).
    pub ownerless: usize,
}

/// A month or year whose score fires a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedRow {
    /// The rule, and the score that fires it.
    pub trigger: Trigger,
    /// What it calls for.
    pub level: Level,
    /// `2026-10`, or `2026`.
    pub period: String,
    /// The score, of 100.
    pub score: String,
}

/// A project without its corrective actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectHead {
    /// The project.
    pub project: ProjectId,
    /// Its version, for `seen`.
    pub version: u64,
    /// What it deals with.
    pub cause: String,
    /// The month or year.
    pub period: String,
    /// Who leads it.
    pub responsible: Option<StaffId>,
    /// What it shall come to.
    pub goal: Option<String>,
    /// How many corrective actions belong to it.
    pub capas: usize,
    /// How many of them are open.
    pub open: usize,
    /// How many of them are overdue or have no owner.
    pub red: usize,
    /// Where it stands.
    pub state: State,
    /// When it was over.
    pub over: Option<Stamp>,
}

/// One corrective action in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaRow {
    /// Its number.
    pub capa: CapaId,
    /// Its version, for `seen`.
    pub version: u64,
    /// Why there is one.
    pub trigger: Trigger,
    /// What it calls for.
    pub level: Level,
    /// What its project deals with.
    pub cause: String,
    /// The month or year.
    pub period: String,
    /// Its project.
    pub project: ProjectId,
    /// Where it was seen.
    pub evidence: Evidence,
    /// Who has to be told; empty for nobody.
    pub name: String,
    /// When it was opened.
    pub opened: Stamp,
    /// The department in charge.
    pub department: String,
    /// Who answers for it.
    pub responsible: Option<StaffId>,
    /// When it has to be effective.
    pub due: Option<Stamp>,
    /// What comes next; nothing once it is closed.
    pub next: Option<Step>,
    /// How often it began anew.
    pub reopened: u16,
    /// When and how it was closed.
    pub closed: Option<(Stamp, How)>,
}

impl CapaRow {
    /// True if nobody answers for it, or it should have been effective by now.
    pub fn is_red(&self, now: Stamp) -> bool {
        self.closed.is_none() && (self.responsible.is_none() || self.is_overdue(now))
    }

    /// True if it should have been effective by now.
    pub fn is_overdue(&self, now: Stamp) -> bool {
        self.closed.is_none() && self.due.is_some_and(|due| due < now)
    }
}

/// One corrective action, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaPage {
    /// What the list shows.
    pub row: CapaRow,
    /// The project's own words.
    pub project: ProjectHead,
    /// Who has to be told.
    pub customer: Option<CustomerId>,
    /// Their phone.
    pub phone: String,
    /// The plate of the visit, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// What the customer said, in their words: in the call, or as a complaint.
    pub words: Option<SaidRow>,
    /// The code of the reason that the customer gave for a low answer.
    pub reason: Option<String>,
    /// What the owner is given for it.
    pub resources: Option<String>,
    /// Cause and measure as they stand.
    pub plan: Option<Plan>,
    /// Cause and plan of the complaint that it rests on: what a form begins with.
    pub of_complaint: Option<(String, String)>,
    /// A customer waits to hear of it.
    pub needs_telling: bool,
    /// It closes only with the customer's own word.
    pub needs_word: bool,
    /// On how many days the customer could not be reached.
    pub days_tried: usize,
    /// The call by which the customer is to hear what was done, and when it is due.
    pub call: Option<(CallId, Stamp)>,
    /// What happened, in order.
    pub thread: Vec<CapaEntry>,
}

/// One entry of its thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaEntry {
    /// What happened.
    pub did: Did,
    /// What was written and said, by whom and when.
    pub said: SaidRow,
    /// Something of what was said was erased.
    pub erased: bool,
}

/// One project, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    /// What the list shows.
    pub head: ProjectHead,
    /// Its corrective actions: red ones first, then open ones, then closed ones.
    pub rows: Vec<CapaRow>,
}
