//! Diagnosis: what was found, its cause, the plan (S6: 准确判断故障原因; C1).

use super::Order;
use super::stage::{Around, Need, Stage};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One finding, signed by the technician who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its number in the order, from 1.
    pub number: u16,
    /// What was found.
    pub found: String,
    /// Why it is so.
    pub cause: Option<String>,
    /// What to do about it.
    pub plan: Option<String>,
    /// Who found it.
    pub technician: StaffId,
    /// When it was taken down.
    pub at: Stamp,
}

/// Takes down a finding, or rewrites one by its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFinding {
    /// The order.
    pub order: OrderId,
    /// The finding to put right; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// What was found.
    pub found: String,
    /// Why it is so; without a cause no quote (except menu jobs).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Who found it, a technician; else the one who types, if that is one, else the one who works on the car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
}

/// A finding was taken down or put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingNoted {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// What was found.
    pub found: String,
    /// Why it is so.
    pub cause: Option<String>,
    /// What to do about it.
    pub plan: Option<String>,
    /// Who found it.
    pub technician: StaffId,
}

impl FindingNoted {
    /// Writes the finding at its number.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let finding = Finding {
            number: self.number,
            found: self.found.clone(),
            cause: self.cause.clone(),
            plan: self.plan.clone(),
            technician: self.technician.clone(),
            at: meta.at,
        };
        match order.findings.iter_mut().find(|f| f.number == self.number) {
            Some(old) => *old = finding,
            None => order.findings.push(finding),
        }
    }
}

/// Who signs for a finding: only a technician can (S6; C1). An advisor types it in for one.
fn signer(d: &Deciding<'_>, order: &Order, named: Option<&StaffId>) -> Result<StaffId, Stop> {
    let is_technician = |id: &StaffId| d.staff("technician", id).map(|staff| staff.signs_findings());
    let at_the_car = || {
        let running = order.lines.iter().find(|line| line.work.is_running());
        let at_work = running.and_then(|line| line.work.technicians.last());
        at_work.or(order.findings.last().map(|finding| &finding.technician)).cloned()
    };
    match named {
        Some(named) if is_technician(named)? => Ok(named.clone()),
        Some(named) => Err(Refusal::invalid("technician", named, Why::NoTechnician).into()),
        None if is_technician(&d.by.clone())? => Ok(d.by.clone()),
        None => at_the_car().ok_or_else(|| Refusal::missing("technician").into()),
    }
}

/// Decides [`NoteFinding`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteFinding) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    if matches!(order.stage, Stage::Receive | Stage::Quote) {
        d.enter(&c.order, Stage::Diagnose)?;
    }
    let number = match c.number {
        Some(number) => order
            .findings
            .iter()
            .find(|f| f.number == number)
            .map(|f| f.number)
            .ok_or_else(|| Refusal::not_found("number", number))?,
        None => order.findings.last().map_or(1, |f| f.number + 1),
    };
    let technician = signer(d, &order, c.technician.as_ref())?;
    let found = d.text("found", &c.found)?;
    let cause = d.optional_text("cause", c.cause.as_deref())?;
    let plan = d.optional_text("plan", c.plan.as_deref())?;
    // A job that the customer asked for at the counter has waited for its cause; one in the quote is still looked at.
    let waited = matches!(order.stage, Stage::Receive | Stage::Diagnose);
    d.emit(Event::FindingNoted(FindingNoted { order: c.order.clone(), number, found, cause, plan, technician }))?;
    if waited {
        super::line::begin_quote(d, &c.order)?;
    }
    // What was quoted keeps its cause (C1).
    let (now, around) = (d.open_order(&c.order)?, Around::default());
    if now.stage > Stage::Diagnose && Need::Cause.is_met(&order, around) && !Need::Cause.is_met(&now, around) {
        return Err(Refusal::missing("cause").into());
    }
    Ok(format!("{}.{number}", c.order))
}
