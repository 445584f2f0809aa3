//! Linking a corrective action to another project: what looked like another cause was the same one, or the other way round
//! (AM30).

use super::Capa;
use super::course::{Did, Entry};
use super::project::{self, Project};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CapaId, ProjectId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Links a corrective action to another project, or to a new one about `cause`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkCapa {
    /// Which.
    pub capa: CapaId,
    /// The project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// What a new project is about, in place of one that there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// It was linked to another project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaLinked {
    /// Which.
    pub capa: CapaId,
    /// The project until now.
    pub from: ProjectId,
    /// The project from now on.
    pub to: ProjectId,
    /// It is not closed.
    pub open: bool,
}

impl CapaLinked {
    /// Writes the link.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        capa.project = self.to.clone();
        let lines = vec![format!("{} → {}", self.from, self.to)];
        capa.thread.push(Entry::of(Did::Linked, lines, meta.by, meta.at));
    }

    /// Moves it from one project to the other.
    pub fn fold_project(&self, project: &mut Project, meta: &Meta<'_>) {
        if project.id == self.from {
            project.capas.retain(|id| *id != self.capa);
            project.let_go(self.open, meta);
        } else {
            project.take_in(&self.capa, self.open);
        }
    }
}

/// Decides [`LinkCapa`].
pub fn decide(d: &mut Deciding<'_>, c: &LinkCapa) -> Result<String, Stop> {
    let capa = d.capa_named("capa", &c.capa)?;
    let (from, period, open) = (capa.project.clone(), capa.period.clone(), capa.is_open());
    let to = match (&c.project, d.optional_text("cause", c.cause.as_deref())?) {
        (Some(id), _) => d.project_named("project", id)?.id.clone(),
        (None, Some(cause)) => project::of(d, &project::by_hand(&cause), &period)?,
        (None, None) => return Err(Refusal::missing("project").into()),
    };
    if to == from {
        return Err(Refusal::invalid("project", to, Why::Itself).into());
    }
    d.emit(Event::CapaLinked(CapaLinked { capa: c.capa.clone(), from, to, open }))?;
    Ok(c.capa.to_string())
}
