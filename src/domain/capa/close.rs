//! How a corrective action ends: once it is verified and told, never by a command of its own; or withdrawn, where the
//! complaint that it rests on was found not to be valid, or the answers were taken back.

use super::Capa;
use super::course::{Did, Entry};
use super::plan::Plan;
use super::to_tell;
use crate::domain::complaint::Complaint;
use crate::domain::complaint::approve::Signed;
use crate::domain::complaint::course::Due;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, ComplaintId, ProjectId, StaffId, Stamp};
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
    /// The complaint that it was opened for, and that closed with the customer's yes: what was done there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

/// What was done about the complaint of a corrective action, once its customer is satisfied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The complaint: the customer's words stand there.
    pub complaint: ComplaintId,
    /// Who answered for the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// Who sent it to the department, and when: the judgement.
    pub issued: Signed,
    /// Cause and measure.
    pub plan: Plan,
    /// Who wrote them, and when.
    pub planned: Signed,
    /// Who carried it out, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted: Option<Signed>,
    /// Who verified it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Signed>,
}

impl Settled {
    /// Takes over what the corrective action does not have itself.
    fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        let mut note = |did: Did, lines: Vec<String>, signed: &Signed| {
            capa.thread.push(Entry::of(did, lines, &signed.by, signed.at));
        };
        if capa.plan.is_none() {
            let Plan { cause, measure, prevention, .. } = &self.plan;
            let lines = vec![cause.clone(), measure.clone(), prevention.clone().unwrap_or_default()];
            note(Did::Planned, lines, &self.planned);
        }
        if let Some(acted) = self.acted.as_ref().filter(|_| capa.acted.is_none()) {
            note(Did::Acted, Vec::new(), acted);
        }
        if let Some(verified) = self.verified.as_ref().filter(|_| capa.verified.is_none()) {
            note(Did::Effective, Vec::new(), verified);
        }
        capa.issued.get_or_insert_with(|| self.issued.clone());
        capa.plan.get_or_insert_with(|| self.plan.clone());
        capa.responsible = capa.responsible.take().or(self.responsible.clone());
        capa.acted = capa.acted.take().or(self.acted.clone());
        capa.verified = capa.verified.take().or(self.verified.clone());
        capa.contacted = capa.contacted.or(Some(meta.at));
        capa.thread.push(Entry::of(Did::Settled, vec![self.complaint.to_string()], meta.by, meta.at));
    }
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
        if let Some(settled) = &self.settled {
            settled.fold(capa, meta);
        }
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
    d.emit(Event::CapaClosed(CapaClosed { capa: id.clone(), project, unreached, settled: None }))?;
    to_tell::call_off(d, id)
}

/// Closes the corrective action of a complaint as the customer says yes: the same cause and measure need not be written,
/// verified and told twice. One that is over already stays as it is.
pub fn by_complaint(d: &mut Deciding<'_>, complaint: &Complaint) -> Result<(), Stop> {
    let course = &complaint.course;
    let (Some(judged), Some(plan)) = (&course.judged, &course.plan) else { return Ok(()) };
    let Some(id) = judged.capa.clone().filter(|_| judged.valid) else { return Ok(()) };
    let capa = d.capa_named("capa", &id)?;
    if !capa.is_open() {
        return Ok(());
    }
    let planned = complaint.steps.iter().rfind(|step| step.step == Due::Plan);
    let settled = Settled {
        complaint: complaint.id.clone(),
        responsible: plan.responsible.clone(),
        issued: Signed { by: judged.by.clone(), at: judged.at },
        plan: Plan {
            cause: plan.causes.join("\n"),
            shortfall: None,
            measure: plan.plan.clone(),
            prevention: plan.measure.clone(),
        },
        planned: Signed { by: plan.by.clone(), at: planned.map_or(judged.at, |step| step.at) },
        acted: complaint.carried_out().map(|note| Signed { by: note.by.clone(), at: note.at }),
        verified: course.verified.clone(),
    };
    let project = capa.project.clone();
    d.emit(Event::CapaClosed(CapaClosed { capa: id.clone(), project, unreached: false, settled: Some(settled) }))?;
    to_tell::call_off(d, &id)
}
