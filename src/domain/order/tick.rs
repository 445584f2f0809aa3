//! A special requirement is carried out on a visit, and ticked there before the car is handed over (S2, P2: 有特殊要求时
//! 严格按要求作业).

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, RequirementId, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A requirement that was carried out on this visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The requirement.
    pub requirement: RequirementId,
    /// Who says so.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Ticks a special requirement of an order as carried out, or takes the tick back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TickRequirement {
    /// The order.
    pub order: OrderId,
    /// The requirement.
    pub requirement: RequirementId,
    /// It was carried out; false takes the tick back. Else it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

/// A requirement was ticked on an order, or its tick taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementTicked {
    /// The order.
    pub order: OrderId,
    /// The requirement.
    pub requirement: RequirementId,
    /// It was carried out.
    pub done: bool,
}

impl RequirementTicked {
    /// Writes the tick, or takes it away.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.ticks.retain(|tick| tick.requirement != self.requirement);
        if self.done {
            let requirement = self.requirement.clone();
            order.ticks.push(Tick { requirement, by: meta.by.clone(), at: meta.at });
        }
    }
}

/// Decides [`TickRequirement`]. Only what stands over this visit can be ticked on it.
pub fn decide(d: &mut Deciding<'_>, c: &TickRequirement) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    let standing = d.standing(&order)?;
    if !standing.contains(&c.requirement) {
        return Err(Refusal::not_found("requirement", &c.requirement).into());
    }
    let ticked = order.ticks.iter().find(|tick| tick.requirement == c.requirement);
    let done = c.done.unwrap_or(true);
    match ticked {
        Some(tick) if done => {
            return Err(Refusal::AlreadyDone { field: "requirement".into(), by: tick.by.clone(), at: tick.at }.into());
        }
        None if !done => return Err(Refusal::not_found("requirement", &c.requirement).into()),
        Some(_) | None => {}
    }
    let (order, requirement) = (c.order.clone(), c.requirement.clone());
    d.emit(Event::RequirementTicked(RequirementTicked { order, requirement, done }))?;
    Ok(c.order.to_string())
}
