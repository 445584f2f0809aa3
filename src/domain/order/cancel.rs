//! A car that never came to work: the order is cancelled, its number stays taken (A2, A16).

use super::Order;
use super::stage::Stage;
use super::visit::Outcome;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, code};
use crate::domain::refusal::Why;
use crate::domain::{CustomerId, OrderId, Refusal, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cancels an order on which no work began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// The order.
    pub order: OrderId,
    /// Why.
    pub reason: String,
    /// How the visit ends: book, quote-only, or left; else left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// The order was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    /// The order.
    pub order: OrderId,
    /// Its car, which is free again.
    pub vehicle: VehicleId,
    /// Its customer.
    pub customer: Option<CustomerId>,
    /// Why.
    pub reason: String,
    /// How the visit ended, if somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl OrderCancelled {
    /// Writes how the visit ended.
    pub fn fold(&self, order: &mut Order) {
        order.visit.outcome = self.outcome.or(order.visit.outcome);
    }
}

/// Decides [`CancelOrder`].
pub fn decide(d: &mut Deciding<'_>, c: &CancelOrder) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let reason = d.text("reason", &c.reason)?;
    if c.outcome == Some(Outcome::Enter) {
        let allowed = [Outcome::Book, Outcome::QuoteOnly, Outcome::Left].map(|outcome| code(&outcome)).to_vec();
        return Err(Refusal::invalid("outcome", code(&Outcome::Enter), Why::NotOneOf(allowed)).into());
    }
    d.emit(Event::OrderCancelled(OrderCancelled {
        order: c.order.clone(),
        vehicle: order.vehicle.clone(),
        customer: order.customer.clone(),
        reason,
        outcome: c.outcome,
    }))?;
    d.enter(&c.order, Stage::Cancelled)?;
    Ok(c.order.to_string())
}
