//! Another service advisor takes over an order: a colleague is absent, and somebody has to answer for the car (feature 19:
//! all of them in one go). Only while the car is here: who handed it over stays the advisor of that visit.

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{OrderId, Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives an order to another advisor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// The order.
    pub order: OrderId,
    /// Who answers for it from now on; else who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisor: Option<StaffId>,
}

/// Another advisor took the order over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTakenOver {
    /// The order.
    pub order: OrderId,
    /// Who answers for it from now on.
    pub advisor: StaffId,
    /// Who did before.
    pub before: StaffId,
}

impl OrderTakenOver {
    /// Writes who answers for the order.
    pub fn fold(&self, order: &mut Order, _meta: &Meta<'_>) {
        order.advisor = self.advisor.clone();
    }
}

/// Decides [`TakeOver`].
pub fn decide(d: &mut Deciding<'_>, c: &TakeOver) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    let advisor = c.advisor.clone().unwrap_or_else(|| d.by.clone());
    d.staff_who_may("advisor", &advisor, Right::Receive)?;
    if advisor == order.advisor {
        return Err(Refusal::invalid("advisor", &advisor, Why::AdvisorAlready).into());
    }
    let (order, before) = (c.order.clone(), order.advisor.clone());
    d.emit(Event::OrderTakenOver(OrderTakenOver { order, advisor, before }))?;
    Ok(c.order.to_string())
}
