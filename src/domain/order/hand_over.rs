//! Handing over, in the order of the procedures: look at the car, explain, sign, pay, check at the exit; the follow-up
//! call is born (S6, S9, S18; J1, J3, J4, K1).

use super::Order;
use super::exit::{CarViewed, ExitChecked};
use super::kept::{self, Kept, MakeGood};
use super::pay::{self, Method};
use super::payer::Payer;
use super::stage::Stage;
use crate::domain::call::plan;
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::staff::role::Right;
use crate::domain::{CallId, CustomerId, Money, OrderId, Personal, Refusal, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The work explained, with what to watch (S9: 内容以及注意事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// What to watch.
    pub cautions: Option<String>,
    /// Who explained.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// The customer's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// On paper or on the screen.
    pub on: SignedOn,
    /// Who saw it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Where the customer signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignedOn {
    /// On the printed settlement.
    Paper,
    /// On a pad.
    Screen,
}

/// The car given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The customer may be called.
    pub may_call: bool,
    /// Best time to call, minutes after midnight.
    pub best_time: Option<u16>,
    /// The customer was invited to fill in the survey; with the call, unless somebody said otherwise (J4).
    pub invited: bool,
    /// Who confirmed the visit for the after-sales department (I4).
    pub confirmed_by: Option<StaffId>,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Hands the car over. What was done before (a payment, the explanation) need not be said again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The order.
    pub order: OrderId,
    /// The customer looked at the finished car.
    #[serde(default)]
    pub viewed: bool,
    /// The work was explained to the customer.
    #[serde(default)]
    pub explained: bool,
    /// What to watch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cautions: Option<String>,
    /// Where the customer signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedOn>,
    /// By which means the customer pays the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Method>,
    /// How much is paid now, in fen; else all that is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The car and what lay in it are as they came in, but for the repair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_received: Option<bool>,
    /// What differs, and why; needed if something does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// What became of promises of the intake: promise → kept, broken, not-applicable. Those not named were kept; the
    /// promised time is judged by the clock.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub promises: BTreeMap<String, Kept>,
    /// How broken promises are made good; needed if one is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<MakeGood>,
    /// The customer may be called (feature 36); asked, never assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_call: Option<bool>,
    /// Best time to call, such as 1400.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_time: Option<String>,
    /// The customer was invited to fill in the survey, whether they may be called or not; else as for the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// Who confirms the visit for the after-sales department, beside the inspector's record and the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<StaffId>,
}

/// The work was explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkExplained {
    /// The order.
    pub order: OrderId,
    /// What to watch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cautions: Option<String>,
}

impl WorkExplained {
    /// Writes the explanation.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.explained = Some(Explained { cautions: self.cautions.clone(), by: meta.by.clone(), at: meta.at });
    }
}

/// The customer signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSigned {
    /// The order.
    pub order: OrderId,
    /// Where.
    pub on: SignedOn,
}

impl OrderSigned {
    /// Writes the signature.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.signed = Some(Signed { on: self.on, by: meta.by.clone(), at: meta.at });
    }
}

/// The car was given back. What the scoring engine reads of a delivery stands here (CONTRACTS 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The order.
    pub order: OrderId,
    /// The car.
    pub vehicle: VehicleId,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// The customer may be called.
    pub may_call: bool,
    /// Best time to call, minutes after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_time: Option<u16>,
    /// The follow-up call, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// The customer was invited to fill in the survey, where that differs from the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// Who confirmed the visit for the after-sales department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<StaffId>,
}

impl HandedOver {
    /// Writes the handing over.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (may_call, best_time) = (self.may_call, self.best_time);
        let (invited, confirmed_by) = (self.invited.unwrap_or(may_call), self.confirmed_by.clone());
        order.handed = Some(Handed { may_call, best_time, invited, confirmed_by, by: meta.by.clone(), at: meta.at });
        order.call = self.call.clone();
    }
}

/// Decides [`HandOver`].
pub fn decide(d: &mut Deciding<'_>, c: &HandOver) -> Result<String, Stop> {
    let named = d.order_named("order", &c.order)?;
    if let Some(handed) = &named.handed {
        let (by, at) = (handed.by.clone(), handed.at);
        return Err(Refusal::AlreadyDone { field: "hand_over".into(), by, at }.into());
    }
    let order = d.open_order(&c.order)?;
    if order.stage != Stage::HandOver {
        d.enter(&c.order, Stage::HandOver)?;
    }
    if c.viewed {
        d.emit(Event::CarViewed(CarViewed { order: c.order.clone() }))?;
    }
    if c.explained {
        let cautions = d.optional_text("cautions", c.cautions.as_deref())?;
        d.emit(Event::WorkExplained(WorkExplained { order: c.order.clone(), cautions }))?;
    }
    if c.payment.is_some() && c.signed.is_none() && order.signed.is_none() {
        d.warn(Warning::PaidUnsigned);
    }
    if let Some(on) = c.signed {
        if d.open_order(&c.order)?.explained.is_none() {
            return Err(Refusal::missing("explained").into());
        }
        d.emit(Event::OrderSigned(OrderSigned { order: c.order.clone(), on }))?;
    }
    if let Some(method) = c.payment
        && order.due() > Money::ZERO
    {
        pay::take(d, &c.order, Payer::Customer, method, c.amount)?;
    }
    check_exit(d, c)?;
    let may_call = c.may_call.ok_or_else(|| Refusal::missing("may_call"))?;
    let best_time = c.best_time.as_deref().map(|text| plan::best_time(d, text)).transpose()?;
    if let Some(person) = &c.confirmed_by {
        confirmed(d, &order, person)?;
    }
    // The gate is asked before the call is planned, so that a refusal leaves no task behind.
    d.check_gate(&c.order, Stage::FollowUp)?;
    kept::judge(d, &c.order, &c.promises, c.remedy.as_ref())?;
    let call = if may_call { plan::after(d, &order, best_time)? } else { None };
    let over = call.is_none();
    d.emit(Event::HandedOver(HandedOver {
        order: c.order.clone(),
        vehicle: order.vehicle.clone(),
        customer: order.customer.clone(),
        may_call,
        best_time,
        call,
        invited: c.invited.filter(|invited| *invited != may_call),
        confirmed_by: c.confirmed_by.clone(),
    }))?;
    d.enter(&c.order, Stage::FollowUp)?;
    if over {
        d.enter(&c.order, Stage::Closed)?;
    }
    Ok(c.order.to_string())
}

/// The after-sales department confirms a visit: somebody who answers for complaints, and did not repair (S16; I4).
pub(super) fn confirmed(d: &Deciding<'_>, order: &Order, person: &StaffId) -> Result<(), Stop> {
    if order.technicians().contains(&person) {
        return Err(Refusal::SamePerson { staff: person.clone() }.into());
    }
    d.staff_who_may("confirmed_by", person, Right::HandleComplaint)?;
    Ok(())
}

/// Compares the car with the intake; a difference is explained (J1).
fn check_exit(d: &mut Deciding<'_>, c: &HandOver) -> Result<(), Stop> {
    let Some(as_received) = c.as_received else { return Ok(()) };
    let order = d.open_order(&c.order)?;
    let difference = d.optional_text("difference", c.difference.as_deref())?;
    if !as_received && difference.is_none() {
        return Err(Refusal::missing("difference").into());
    }
    let difference = difference.map(|text| Personal::new(&text, &d.about(&order)));
    d.emit(Event::ExitChecked(ExitChecked { order: c.order.clone(), as_received, difference }))
}
