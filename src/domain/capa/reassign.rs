//! Another department, owner or day, with the reason: what was issued is never silently changed.

use super::Capa;
use super::course::{Did, Entry, Step};
use super::issue::day;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives a corrective action to another department or owner, or another day; what is left out stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReassignCapa {
    /// Which.
    pub capa: CapaId,
    /// Why.
    pub reason: String,
    /// The department in charge from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Who answers for it from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// When it has to be effective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// What they are given for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<String>,
}

/// It was given to others, or another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaReassigned {
    /// Which.
    pub capa: CapaId,
    /// Why.
    pub reason: String,
    /// The department in charge.
    pub department: String,
    /// Who answers for it.
    pub responsible: StaffId,
    /// When it has to be effective.
    pub due: Stamp,
    /// What they are given for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<String>,
}

impl CapaReassigned {
    /// Writes who answers for it now. Who did before stands in the thread.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        let before = capa.department.replace(self.department.clone()).filter(|before| *before != self.department);
        capa.responsible = Some(self.responsible.clone());
        capa.due = Some(self.due);
        capa.resources = self.resources.clone();
        let moved = before.map(|before| format!("{before} → {}", self.department)).unwrap_or_default();
        capa.thread.push(Entry::of(Did::Reassigned, vec![moved, self.reason.clone()], meta.by, meta.at));
    }
}

/// Decides [`ReassignCapa`].
pub fn decide(d: &mut Deciding<'_>, c: &ReassignCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    let (Some(department), Some(responsible), Some(due)) = (&capa.department, &capa.responsible, capa.due) else {
        return Err(Refusal::missing(Step::Issue.field()).into());
    };
    let reason = d.text("reason", &c.reason)?;
    let typed = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    if c.responsible.is_none() && ![&c.department, &c.due, &c.resources].into_iter().any(typed) {
        return Err(Refusal::missing("responsible").into());
    }
    let department = d.optional_text("department", c.department.as_deref())?.unwrap_or_else(|| department.clone());
    let responsible = match &c.responsible {
        Some(id) => d.staff("responsible", id)?.id.clone(),
        None => responsible.clone(),
    };
    let due = match c.due.as_deref().filter(|typed| !typed.trim().is_empty()) {
        Some(typed) => day(d, typed)?,
        None => due,
    };
    let resources = d.optional_text("resources", c.resources.as_deref())?.or_else(|| capa.resources.clone());
    let capa = c.capa.clone();
    d.emit(Event::CapaReassigned(CapaReassigned { capa, reason, department, responsible, due, resources }))?;
    Ok(c.capa.to_string())
}
