//! The shop's own fault: in which process, what went wrong, and what the customer was given for it (S10: 主动承担责任,
//! 补偿服务; E5). It may be found out while the car is here or long after; above a limit somebody with the right to
//! override answers for the cost. The sum is what poor quality costs.

use super::Order;
use super::kept::Remedy;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{Money, OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where in the shop something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Process {
    /// At the counter.
    Reception,
    /// The cause was not found, or a wrong one.
    Diagnosis,
    /// Price or consent.
    Quote,
    /// A wrong, late or bad part.
    Parts,
    /// The repair itself.
    Repair,
    /// The quality check let it pass.
    Inspection,
    /// Handing over: cleaning, explanation, bill.
    HandOver,
    /// Somewhere else.
    Other,
}

/// One fault, and what was given for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopFault {
    /// Its number in the order, from 1.
    pub number: u16,
    /// Where it went wrong.
    pub process: Process,
    /// What went wrong.
    pub wrong: String,
    /// What the customer was given.
    pub remedy: Remedy,
    /// What that costs the shop.
    pub cost: Money,
    /// Who approved it, where it took somebody.
    pub approved_by: Option<StaffId>,
    /// When it was taken down first: the month that it counts in.
    pub at: Stamp,
    /// Who took it down.
    pub by: StaffId,
}

/// Records the shop's own fault and what the customer was given for it, or rewrites a record by its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFault {
    /// The order: open, or long over.
    pub order: OrderId,
    /// The record to put right; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// Where it went wrong.
    pub process: Process,
    /// What went wrong.
    pub wrong: String,
    /// What the customer was given.
    pub remedy: Remedy,
    /// What that costs the shop, in fen.
    #[serde(default)]
    pub cost: Money,
    /// Who approved it; needed above the shop's limit, unless the one who types may do so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// The shop's own fault was recorded or put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultNoted {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// Where it went wrong.
    pub process: Process,
    /// What went wrong.
    pub wrong: String,
    /// What the customer was given.
    pub remedy: Remedy,
    /// What that costs, in fen.
    pub cost: Money,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

impl FaultNoted {
    /// Writes the record at its number. It counts on the day on which it was taken down first.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let first = order.faults.iter().find(|fault| fault.number == self.number).map(|fault| fault.at);
        let fault = ShopFault {
            number: self.number,
            process: self.process,
            wrong: self.wrong.clone(),
            remedy: self.remedy,
            cost: self.cost,
            approved_by: self.approved_by.clone(),
            at: first.unwrap_or(meta.at),
            by: meta.by.clone(),
        };
        match order.faults.iter_mut().find(|old| old.number == self.number) {
            Some(old) => *old = fault,
            None => order.faults.push(fault),
        }
    }
}

impl Order {
    /// What the shop's own faults on this order cost it.
    pub fn cost_of_faults(&self) -> Money {
        self.faults.iter().map(|fault| fault.cost).sum()
    }
}

/// Decides [`NoteFault`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteFault) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    if order.stage == Stage::Cancelled {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let number = match c.number {
        Some(number) if order.faults.iter().any(|fault| fault.number == number) => number,
        Some(number) => return Err(Refusal::not_found("number", number).into()),
        None => order.faults.last().map_or(1, |fault| fault.number + 1),
    };
    if !c.cost.is_billable() {
        let (least, most) = (0, Money::MOST.in_fen());
        return Err(Refusal::invalid("cost", c.cost.in_fen(), Why::OutOfRange { least, most }).into());
    }
    let wrong = d.text("wrong", &c.wrong)?;
    let approved_by = approver(d, c)?;
    let (order, process, remedy, cost) = (c.order.clone(), c.process, c.remedy, c.cost);
    d.emit(Event::FaultNoted(FaultNoted { order, number, process, wrong, remedy, cost, approved_by }))?;
    Ok(format!("{}.{number}", c.order))
}

/// Who answers for the cost: the one named, else whoever types, if they may. Up to the limit nobody needs to.
fn approver(d: &Deciding<'_>, c: &NoteFault) -> Result<Option<StaffId>, Stop> {
    if let Some(named) = &c.approved_by {
        return Ok(Some(d.staff_who_may("approved_by", named, Right::Override)?.id.clone()));
    }
    let own = d.known_staff(&d.by)?.filter(|staff| staff.may(Right::Override)).map(|staff| staff.id);
    match own {
        None if c.cost > d.rules.compensation_limit => Err(Refusal::missing("approved_by").into()),
        own => Ok(own.filter(|_| c.cost > d.rules.compensation_limit)),
    }
}
