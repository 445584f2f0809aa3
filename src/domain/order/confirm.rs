//! The after-sales department confirms a visit after the car was given back, such as after the follow-up call (S16:
//! 售后服务部…确认; I4). At the hand-over it may be said at once; see [`super::hand_over`].

use super::Order;
use super::hand_over::confirmed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Confirms a visit that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmVisit {
    /// The order.
    pub order: OrderId,
    /// Who confirms for the after-sales department; else who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<StaffId>,
}

/// The after-sales department confirmed the visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitConfirmed {
    /// The order.
    pub order: OrderId,
    /// Who confirmed.
    pub confirmed_by: StaffId,
}

impl VisitConfirmed {
    /// Writes who confirmed the visit.
    pub fn fold(&self, order: &mut Order, _meta: &Meta<'_>) {
        if let Some(handed) = &mut order.handed {
            handed.confirmed_by = Some(self.confirmed_by.clone());
        }
    }
}

/// Decides [`ConfirmVisit`]: once, and only after the car was given back.
pub fn decide(d: &mut Deciding<'_>, c: &ConfirmVisit) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    if order.handed.as_ref().is_none_or(|handed| handed.confirmed_by.is_some()) {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let person = c.confirmed_by.clone().unwrap_or_else(|| d.by.clone());
    confirmed(d, &order, &person)?;
    d.emit(Event::VisitConfirmed(VisitConfirmed { order: c.order.clone(), confirmed_by: person }))?;
    Ok(c.order.to_string())
}
