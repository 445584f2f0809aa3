//! Readings of the odometer.

use super::{Reading, Vehicle};
use crate::domain::event::Meta;
use crate::domain::{OrderId, VehicleId};
use serde::{Deserialize, Serialize};

/// The odometer was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MileageRead {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// At which visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Kilometres.
    pub km: u32,
    /// Why it shows less than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl MileageRead {
    /// Writes the newest reading.
    pub fn fold(&self, vehicle: &mut Vehicle, meta: &Meta<'_>) {
        vehicle.mileage = Some(Reading { km: self.km, at: meta.at, order: self.order.clone() });
    }
}
