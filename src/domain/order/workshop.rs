//! The car goes from the advisor to the workshop: when, from whom to whom, cleaned or not (S18: 将接修车清送入车间; A17).

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The car in the hands of the workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWorkshop {
    /// Who brought it.
    pub by: StaffId,
    /// Who took it.
    pub to: StaffId,
    /// It was cleaned before.
    pub cleaned: bool,
    /// When.
    pub at: Stamp,
}

/// Hands the car from the advisor to the workshop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandToWorkshop {
    /// The order.
    pub order: OrderId,
    /// Who takes it in the workshop; another person than the one who brings it.
    pub to: StaffId,
    /// It was cleaned before.
    pub cleaned: bool,
}

/// The car was handed to the workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedToWorkshop {
    /// The order.
    pub order: OrderId,
    /// Who took it.
    pub to: StaffId,
    /// It was cleaned before.
    pub cleaned: bool,
}

impl HandedToWorkshop {
    /// Writes who has the car.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (by, to, cleaned, at) = (meta.by.clone(), self.to.clone(), self.cleaned, meta.at);
        order.in_workshop = Some(InWorkshop { by, to, cleaned, at });
    }
}

/// Decides [`HandToWorkshop`].
pub fn decide(d: &mut Deciding<'_>, c: &HandToWorkshop) -> Result<String, Stop> {
    d.open_order(&c.order)?;
    d.staff("to", &c.to)?;
    if c.to == d.by {
        return Err(Refusal::invalid("to", &c.to, Why::SameAsGiver).into());
    }
    let (order, to, cleaned) = (c.order.clone(), c.to.clone(), c.cleaned);
    d.emit(Event::HandedToWorkshop(HandedToWorkshop { order, to, cleaned }))?;
    Ok(c.order.to_string())
}
