//! A call is planned when the car is handed over: D+3 by default (S6; feature 37).

use super::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::order::Order;
use crate::domain::{CallId, CustomerId, OrderId, StaffId, Stamp, VehicleId};
use chrono::Days;
use serde::{Deserialize, Serialize};

/// A call was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPlanned {
    /// The id.
    pub call: CallId,
    /// The visit it is about.
    pub order: OrderId,
    /// The car.
    pub vehicle: VehicleId,
    /// Whom to call.
    pub customer: Option<CustomerId>,
    /// The advisor of the visit.
    pub advisor: StaffId,
    /// Who repaired first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
    /// The scheme to ask by.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// When to call.
    pub due: Stamp,
    /// After this the call is given up.
    pub expires: Stamp,
    /// Best time, minutes after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_time: Option<u16>,
}

impl CallPlanned {
    /// The call as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Call {
        Call {
            id: self.call.clone(),
            order: self.order.clone(),
            vehicle: self.vehicle.clone(),
            customer: self.customer.clone(),
            advisor: self.advisor.clone(),
            technician: self.technician.clone(),
            scheme: self.scheme.clone(),
            version: self.version,
            planned: meta.at,
            due: self.due,
            expires: self.expires,
            best_time: self.best_time,
            attempts: Vec::new(),
            state: State::Open,
            answers: None,
            marks: Default::default(),
        }
    }
}

/// Plans the call for an order that is handed over now.
pub fn after(d: &mut Deciding<'_>, order: &Order, best_time: Option<u16>) -> Result<CallId, Stop> {
    let call = CallId::new(d.next_dated("V")?);
    let rules = &d.rules.call;
    let on = |days: u32, minute: u16| {
        let day = d.now.day().checked_add_days(Days::new(u64::from(days))).unwrap_or(d.now.day());
        Stamp::at(day, d.rules.time(minute), d.rules.zone)
    };
    let due = on(rules.first_after_days, best_time.unwrap_or(rules.bands[0]));
    let expires = on(rules.last_after_days, 24 * 60 - 1);
    d.emit(Event::CallPlanned(CallPlanned {
        call: call.clone(),
        order: order.id.clone(),
        vehicle: order.vehicle.clone(),
        customer: order.customer.clone(),
        advisor: order.advisor.clone(),
        technician: order.lines.iter().find_map(|line| line.work.technicians.first().cloned()),
        scheme: d.rules.survey.scheme.clone(),
        version: d.rules.survey.version,
        due,
        expires,
        best_time,
    }))?;
    Ok(call)
}
