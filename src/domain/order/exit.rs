//! The look at the finished car with the customer, and the check at the exit against what came in (S18; J1, J3).

use super::Order;
use crate::domain::event::Meta;
use crate::domain::{OrderId, Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// The customer looked at the finished car.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarViewed {
    /// The order.
    pub order: OrderId,
}

impl CarViewed {
    /// Writes it.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.viewed = Some(meta.at);
    }
}

/// The car and what lay in it were compared with the intake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitChecked {
    /// The order.
    pub order: OrderId,
    /// Everything is as it came in, but for the repair.
    pub as_received: bool,
    /// What differs, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Personal>,
}

/// The check at the exit, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitCheck {
    /// Everything is as it came in.
    pub as_received: bool,
    /// What differs, and why.
    pub difference: Option<Personal>,
    /// Who checked.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl ExitChecked {
    /// Writes the check.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (as_received, difference) = (self.as_received, self.difference.clone());
        order.exit_check = Some(ExitCheck { as_received, difference, by: meta.by.clone(), at: meta.at });
    }
}
