//! Work on a line: start, stop with a code, finish (S11, S12; G2, G5, G9).

use super::Order;
use super::quote::{Decision, Line};
use super::stage::{Need, Stage};
use crate::domain::decide::{Deciding, Found, Stop as Halt};
use crate::domain::event::{Event, Meta};
use crate::domain::staff::role::Right;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened on one job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Who worked on it, in order.
    pub technicians: Vec<StaffId>,
    /// When it began first, or began again after a failed check.
    pub started: Option<Stamp>,
    /// Its interruptions, in order; the last may still run.
    pub stops: Vec<Stopped>,
    /// When it was finished.
    pub finished: Option<Stamp>,
    /// The car was sent back since it was finished: the job may be taken up again.
    pub sent_back: bool,
}

impl Work {
    /// The interruption that runs now.
    pub fn stopped(&self) -> Option<&Stopped> {
        self.stops.last().filter(|stop| stop.until.is_none())
    }

    /// True while a technician is at it.
    pub fn is_running(&self) -> bool {
        self.started.is_some() && self.finished.is_none() && self.stopped().is_none()
    }
}

/// Why work stands still (S11: A 工作中断, B 等待答复, C 等待零件).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StopCode {
    /// Interrupted.
    A,
    /// Waiting for an answer.
    B,
    /// Waiting for parts.
    C,
}

/// One interruption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Why.
    pub code: StopCode,
    /// A word about it.
    pub note: Option<String>,
    /// From when.
    pub from: Stamp,
    /// Until when; `None` while it lasts.
    pub until: Option<Stamp>,
}

/// Starts work on an accepted line, or takes it up again after a stop or a failed check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartWork {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who works; else who worked on it last, else the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
}

/// Stops work with a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopWork {
    /// The order.
    pub order: OrderId,
    /// The line; may be left out when one is running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// a: interrupted, b: waiting for an answer, c: waiting for parts.
    pub code: StopCode,
    /// A word about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Finishes the work on a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishWork {
    /// The order.
    pub order: OrderId,
    /// The line; may be left out when one is running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
}

/// Work began or went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkStarted {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who works.
    pub technician: StaffId,
}

impl WorkStarted {
    /// Opens the job, or closes the stop that ran. A check that was made before does not speak for this work.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        if let Some(check) = order.checks.last_mut() {
            check.worked_since = true;
        }
        let Some(line) = order.lines.iter_mut().find(|line| line.number == self.line) else { return };
        let work = &mut line.work;
        if let Some(stop) = work.stops.last_mut().filter(|stop| stop.until.is_none()) {
            stop.until = Some(meta.at);
        }
        if work.started.is_none() || work.finished.take().is_some() {
            work.started = Some(meta.at);
        }
        work.sent_back = false;
        if work.technicians.last() != Some(&self.technician) {
            work.technicians.push(self.technician.clone());
        }
    }
}

/// Work was stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkStopped {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who worked.
    pub technician: StaffId,
    /// Why.
    pub code: StopCode,
    /// A word about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl WorkStopped {
    /// Opens a stop.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let Some(line) = order.lines.iter_mut().find(|line| line.number == self.line) else { return };
        let stop = Stopped { code: self.code, note: self.note.clone(), from: meta.at, until: None };
        line.work.stops.push(stop);
    }
}

/// Work was finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkFinished {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who worked.
    pub technician: StaffId,
}

impl WorkFinished {
    /// Closes the job.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let Some(line) = order.lines.iter_mut().find(|line| line.number == self.line) else { return };
        line.work.finished = Some(meta.at);
    }
}

/// Decides [`StartWork`].
pub fn start(d: &mut Deciding<'_>, c: &StartWork) -> Result<String, Halt> {
    let order = repair(d, &c.order)?;
    let line = order.line(c.line).ok_or_else(|| Refusal::not_found("line", c.line))?;
    if line.decision() != Decision::Accepted {
        return Err(Refusal::NoConsent { line: c.line }.into());
    }
    if let (Some(at), Some(by), true) = (line.work.started, line.work.technicians.last(), line.work.is_running()) {
        return Err(Refusal::AlreadyDone { field: "line".into(), by: by.clone(), at }.into());
    }
    if d.rules.intake.workshop_handover && order.in_workshop.is_none() {
        let needs = vec![Need::InWorkshop];
        return Err(Refusal::Gate { order: c.order.clone(), to: Stage::Repair, needs }.into());
    }
    // An add-on may have made the bill so large that it takes a contract (D1).
    if line.work.started.is_none() && order.lacks_contract() {
        let needs = vec![Need::Contract];
        return Err(Refusal::Gate { order: c.order.clone(), to: Stage::Repair, needs }.into());
    }
    // Only a car that was sent back to repair opens a finished job again.
    if let (Some(at), Some(by), false) = (line.work.finished, line.work.technicians.last(), line.work.sent_back) {
        return Err(Refusal::AlreadyDone { field: "line".into(), by: by.clone(), at }.into());
    }
    let technician =
        c.technician.clone().or_else(|| line.work.technicians.last().cloned()).unwrap_or_else(|| d.by.clone());
    let person = d.staff_who_may("technician", &technician, Right::Work)?;
    if let Some((order, line)) = &person.busy_with {
        return Err(Refusal::Busy { technician, order: order.clone(), line: *line }.into());
    }
    d.emit(Event::WorkStarted(WorkStarted { order: c.order.clone(), line: c.line, technician }))?;
    Ok(c.order.to_string())
}

/// Decides [`StopWork`].
pub fn stop(d: &mut Deciding<'_>, c: &StopWork) -> Result<String, Halt> {
    let order = repair(d, &c.order)?;
    let (line, technician) = running(&order, c.line)?;
    let note = d.optional_text("note", c.note.as_deref())?;
    d.emit(Event::WorkStopped(WorkStopped { order: c.order.clone(), line, technician, code: c.code, note }))?;
    Ok(c.order.to_string())
}

/// Decides [`FinishWork`].
pub fn finish(d: &mut Deciding<'_>, c: &FinishWork) -> Result<String, Halt> {
    let order = repair(d, &c.order)?;
    let (line, technician) = running(&order, c.line)?;
    d.emit(Event::WorkFinished(WorkFinished { order: c.order.clone(), line, technician }))?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

fn repair(d: &Deciding<'_>, id: &OrderId) -> Result<Found<Order>, Halt> {
    let order = d.open_order(id)?;
    match order.stage {
        Stage::Repair => Ok(order),
        stage => Err(Refusal::WrongStage { order: id.clone(), stage }.into()),
    }
}

/// The job that is meant: the one named, else the only one running.
fn running(order: &Order, named: Option<u16>) -> Result<(u16, StaffId), Refusal> {
    let mut jobs = order.lines.iter().filter(|line| line.work.is_running());
    let job = match named {
        Some(number) => jobs.find(|line| line.number == number).ok_or_else(|| Refusal::not_found("line", number))?,
        None => jobs.next().ok_or_else(|| Refusal::missing("line"))?,
    };
    if named.is_none() && jobs.next().is_some() {
        return Err(Refusal::missing("line"));
    }
    let technician = job.work.technicians.last().ok_or_else(|| Refusal::missing("technician"))?;
    Ok((job.number, technician.clone()))
}

impl Order {
    /// Minutes of the accepted lines that are not done, and on which nobody works now.
    pub fn idle_minutes(&self) -> u32 {
        let idle = |line: &&Line| !line.work.is_running() && line.work.finished.is_none();
        let agreed = self.lines.iter().filter(|line| line.decision() == Decision::Accepted);
        agreed.filter(idle).map(|line| line.minutes).sum()
    }
}
