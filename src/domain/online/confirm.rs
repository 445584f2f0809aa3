//! An online request that became an order: part of taking the car in (A3).

use super::{Ended, Online};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OnlineId, OrderId};
use serde::{Deserialize, Serialize};

/// A car was taken in by an online request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineConfirmed {
    /// The request.
    pub online: OnlineId,
    /// The order.
    pub order: OrderId,
}

impl OnlineConfirmed {
    /// Writes what became of it.
    pub fn fold(&self, online: &mut Online, meta: &Meta<'_>) {
        let (order, by) = (Some(self.order.clone()), meta.by.clone());
        online.ended = Some(Ended { order, reason: None, by, at: meta.at });
    }
}

/// Notes that `order` was opened by the request.
///
/// # Errors
/// There is no such request, or somebody decided on it before.
pub fn confirm(d: &mut Deciding<'_>, online: &OnlineId, order: &OrderId) -> Result<(), Stop> {
    d.unconfirmed(online)?;
    d.emit(Event::OnlineConfirmed(OnlineConfirmed { online: online.clone(), order: order.clone() }))
}
