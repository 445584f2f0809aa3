//! The manager's override of the authorised ceiling (S6: 不得随意增加费用; D4; feature 23). The settlement above the
//! ceiling stays blocked to the fen; a manager may raise the ceiling, with a reason that stays in the order for ever.

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One raise of the ceiling without the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// What the customer had authorised, or an earlier raise.
    pub before: Money,
    /// The ceiling since.
    pub ceiling: Money,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Raises the ceiling without asking the customer. It takes a right of its own, and a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseCeiling {
    /// The order.
    pub order: OrderId,
    /// The new ceiling, in fen.
    pub ceiling: Money,
    /// Why.
    pub reason: String,
}

/// The ceiling was raised without the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeilingRaised {
    /// The order.
    pub order: OrderId,
    /// The ceiling before, in fen.
    pub before: Money,
    /// The ceiling since, in fen.
    pub ceiling: Money,
    /// Why.
    pub reason: String,
}

impl CeilingRaised {
    /// Writes the new ceiling.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.ceiling = self.ceiling;
        order.raised.push(Raised {
            before: self.before,
            ceiling: self.ceiling,
            reason: self.reason.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`RaiseCeiling`].
pub fn decide(d: &mut Deciding<'_>, c: &RaiseCeiling) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if !order.stage.in_shop() || order.bill() == Money::ZERO {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let (least, most) = (order.ceiling.in_fen() + 1, Money::MOST.in_fen());
    if !(least..=most).contains(&c.ceiling.in_fen()) {
        return Err(Refusal::invalid("ceiling", c.ceiling.in_fen(), Why::OutOfRange { least, most }).into());
    }
    let reason = d.text("reason", &c.reason)?;
    let before = order.ceiling;
    d.emit(Event::CeilingRaised(CeilingRaised { order: c.order.clone(), before, ceiling: c.ceiling, reason }))?;
    Ok(c.order.to_string())
}
