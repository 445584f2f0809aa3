//! Readings of the odometer, and what they say about the next service (K6).

use super::{Reading, Vehicle};
use crate::domain::event::Meta;
use crate::domain::rules::CallRules;
use crate::domain::{OrderId, Stamp, VehicleId};
use chrono::{Days, NaiveDate};
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
    /// When the next service is due, as it was worked out at that time (K6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<NaiveDate>,
}

impl MileageRead {
    /// Writes the newest reading.
    pub fn fold(&self, vehicle: &mut Vehicle, meta: &Meta<'_>) {
        if vehicle.mileage.as_ref().is_some_and(|last| last.order != self.order) {
            vehicle.mileage_before = vehicle.mileage.take();
        }
        vehicle.mileage = Some(Reading { km: self.km, at: meta.at, order: self.order.clone() });
        vehicle.service = self.service.or(vehicle.service);
    }
}

/// So many days apart two readings have to be at least to tell what a car drives a day.
const DAYS_LEAST: i64 = 14;

/// When the next service is due of a car that shows `km` now: after the kilometres that the shop has set, at what the
/// car drove a day since the reading before, and after the days that it has set at the latest (K6).
pub fn next_service(rules: &CallRules, before: Option<&Reading>, km: u32, now: Stamp) -> NaiveDate {
    let most = i64::from(rules.service_days);
    let by_km = before.and_then(|before| {
        let days = now.day().signed_duration_since(before.at.day()).num_days();
        let driven = i64::from(km.checked_sub(before.km)?);
        (days >= DAYS_LEAST && driven > 0).then(|| (i64::from(rules.service_km) * days + driven / 2) / driven)
    });
    let days = by_km.unwrap_or(most).min(most);
    now.day().checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(now.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_readings_tell_the_day_of_the_next_service() {
        let at = |text: &str| Stamp::parse(text).expect("RFC 3339");
        let (rules, now) = (CallRules::default(), at("2026-11-23T10:00:00+08:00"));
        // 3 000 km in 100 days: 10 000 km take 333 days.
        let before = Reading { km: 40_000, at: at("2026-08-15T10:00:00+08:00"), order: None };
        assert_eq!(next_service(&rules, Some(&before), 43_000, now).to_string(), "2027-10-22");
        // 60 km a day: 167 days.
        assert_eq!(next_service(&rules, Some(&before), 46_000, now).to_string(), "2027-05-09");
        // Hardly driven, read a week ago, or never before: the days count.
        let recent = Reading { at: at("2026-11-16T10:00:00+08:00"), ..before.clone() };
        for (before, km) in [(Some(&before), 40_010), (Some(&recent), 43_000), (Some(&before), 39_000), (None, 43_000)]
        {
            assert_eq!(next_service(&rules, before, km, now).to_string(), "2027-11-23");
        }
    }
}
