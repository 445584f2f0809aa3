//! How a corrective action ends: once it is verified and told, never by a command of its own; or withdrawn, where the
//! complaint that it rests on was found not to be valid, or the answers were taken back.

use super::Capa;
use super::course::{Did, Entry};
use super::to_tell;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, ProjectId, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Who took the last step.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// How.
    pub how: How,
}

/// How a corrective action ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Verified and told.
    Done,
    /// Verified; the customer could not be reached on three days.
    Unreached,
    /// It rests on nothing any more.
    Withdrawn,
}

/// It was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaClosed {
    /// Which.
    pub capa: CapaId,
    /// Its project.
    pub project: ProjectId,
    /// The customer could not be reached.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreached: bool,
}

/// It was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaWithdrawn {
    /// Which.
    pub capa: CapaId,
    /// Its project.
    pub project: ProjectId,
    /// Why; empty where the answers that it rests on were taken back.
    pub reason: String,
    /// The answers that it rests on were taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

impl CapaClosed {
    /// Closes it.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        let how = if self.unreached { How::Unreached } else { How::Done };
        capa.closed = Some(Closed { by: meta.by.clone(), at: meta.at, how });
        if self.unreached {
            capa.thread.push(Entry::of(Did::Unreached, Vec::new(), meta.by, meta.at));
        }
    }
}

impl CapaWithdrawn {
    /// Closes it without anything done.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        capa.closed = Some(Closed { by: meta.by.clone(), at: meta.at, how: How::Withdrawn });
        let did = if self.taken_back { Did::TakenBack } else { Did::Withdrawn };
        capa.thread.push(Entry::of(did, vec![self.reason.clone()], meta.by, meta.at));
    }
}

/// Closes it as part of its last step.
pub(super) fn close(d: &mut Deciding<'_>, id: &CapaId, unreached: bool) -> Result<(), Stop> {
    let project = d.open_capa(id)?.project.clone();
    d.emit(Event::CapaClosed(CapaClosed { capa: id.clone(), project, unreached }))?;
    to_tell::call_off(d, id)
}
