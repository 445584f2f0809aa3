//! A car that never came to work: the order is cancelled, its number stays taken (A2, A16).

use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::{CustomerId, OrderId, VehicleId};
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
}

/// Decides [`CancelOrder`].
pub fn decide(d: &mut Deciding<'_>, c: &CancelOrder) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let reason = d.text("reason", &c.reason)?;
    d.emit(Event::OrderCancelled(OrderCancelled {
        order: c.order.clone(),
        vehicle: order.vehicle.clone(),
        customer: order.customer.clone(),
        reason,
    }))?;
    d.enter(&c.order, Stage::Cancelled)?;
    Ok(c.order.to_string())
}
