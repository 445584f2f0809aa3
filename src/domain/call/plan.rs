//! A call is planned. The follow-up call is when the car is handed over: D+3, D+1 where something went wrong (S6;
//! feature 37). Care, reminders and "you said, we did" are planned by hand or by whoever puts something right (K2, K6, O6).

use super::again::{days_later, outside_hours};
use super::risk::{self, Risk};
use super::{Call, State};
use crate::domain::capa::Capa;
use crate::domain::customer::contact::Contact;
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::order::Order;
use crate::domain::refusal::Why;
use crate::domain::{CallId, CapaId, CustomerId, OrderId, Personal, Refusal, StaffId, Stamp, VehicleId, when};
use chrono::Days;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Plans a call that follows no visit by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCall {
    /// care, reminder, training, offer, survey or feedback ("you said, we did").
    pub kind: Contact,
    /// Whom to call; else the owner of the car, or the customer of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The car that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// The visit that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// What to tell the customer; needed for feedback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<String>,
    /// When to call: 1530, t9, +2 (in two days), 12-03 930; else from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A call was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPlanned {
    /// The id.
    pub call: CallId,
    /// What kind of call it is. Every event has a `kind` of its own in the journal, hence the other name there.
    #[serde(default, rename = "contact", skip_serializing_if = "Contact::is_follow_up")]
    pub kind: Contact,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<VehicleId>,
    /// Whom to call.
    pub customer: Option<CustomerId>,
    /// The advisor of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisor: Option<StaffId>,
    /// Who repaired first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
    /// The scheme to ask by; empty for a call that asks nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// Its version.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: u32,
    /// Why it is made soon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<Risk>,
    /// What to tell the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<Personal>,
    /// The corrective action whose measure is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capa: Option<CapaId>,
    /// When to call.
    pub due: Stamp,
    /// After this the call is given up.
    pub expires: Stamp,
    /// Best time, minutes after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_time: Option<u16>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl CallPlanned {
    /// The call as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Call {
        Call {
            id: self.call.clone(),
            kind: self.kind,
            order: self.order.clone(),
            vehicle: self.vehicle.clone(),
            customer: self.customer.clone(),
            advisor: self.advisor.clone(),
            technician: self.technician.clone(),
            scheme: self.scheme.clone(),
            version: self.version,
            planned: meta.at,
            risk: self.risk.clone(),
            tell: self.tell.clone(),
            capa: self.capa.clone(),
            due: self.due,
            expires: self.expires,
            best_time: self.best_time,
            attempts: Vec::new(),
            taken_back: Vec::new(),
            state: State::Open,
            answers: None,
            unsaid: None,
            opened: Vec::new(),
            note: None,
            marks: Default::default(),
        }
    }
}

/// Plans the call for an order that is handed over now, unless the customer does not want such calls.
pub fn after(d: &mut Deciding<'_>, order: &Order, best_time: Option<u16>) -> Result<Option<CallId>, Stop> {
    if !is_wanted(d, order.customer.as_ref(), Contact::FollowUp)? {
        return Ok(None);
    }
    let call = CallId::new(d.next_dated("V")?);
    let risk = risk::of(d, order)?;
    let rules = &d.rules.call;
    let days = if risk.is_empty() { rules.first_after_days } else { rules.risk_after_days };
    let time = d.rules.time(best_time.unwrap_or(rules.bands[0]));
    let due = Stamp::at(days_later(d.rules, d.now, days), time, d.rules.zone);
    d.emit(Event::CallPlanned(CallPlanned {
        call: call.clone(),
        kind: Contact::FollowUp,
        order: Some(order.id.clone()),
        vehicle: Some(order.vehicle.clone()),
        customer: order.customer.clone(),
        advisor: Some(order.advisor.clone()),
        technician: order.lines.iter().find_map(|line| line.work.technicians.first().cloned()),
        scheme: d.rules.survey.scheme.clone(),
        version: d.rules.survey.version,
        risk,
        tell: None,
        capa: None,
        due,
        expires: last_day(d, d.now),
        best_time,
    }))?;
    Ok(Some(call))
}

/// Plans the call by which a customer hears what was done (O6, feature 46), unless they do not want such calls. Whoever has
/// no number is told in another way.
pub fn to_tell(d: &mut Deciding<'_>, capa: &Capa, measure: &str) -> Result<(), Stop> {
    let Some(customer) = &capa.customer else { return Ok(()) };
    let file = d.customer_file("customer", customer)?;
    if file.phones().is_empty() || !is_wanted(d, Some(customer), Contact::Feedback)? {
        return Ok(());
    }
    let order = capa.evidence.order.as_ref().map(|id| d.order_named("order", id)).transpose()?;
    let of_visit = order.as_ref().map(|order| order.vehicle.clone());
    let customer = file.kept().id.clone();
    let call = CallId::new(d.next_dated("V")?);
    d.emit(Event::CallPlanned(CallPlanned {
        call,
        kind: Contact::Feedback,
        order: capa.evidence.order.clone(),
        vehicle: of_visit.or_else(|| file.vehicles().next().cloned()),
        tell: Some(Personal::new(measure, customer.as_str())),
        customer: Some(customer),
        advisor: order.map(|order| order.advisor.clone()),
        technician: None,
        scheme: String::new(),
        version: 0,
        risk: Vec::new(),
        capa: Some(capa.id.clone()),
        due: d.now,
        expires: last_day(d, d.now),
        best_time: None,
    }))
}

/// The end of the last day of a call that is planned for, or follows, `from`.
fn last_day(d: &Deciding<'_>, from: Stamp) -> Stamp {
    let days = Days::new(u64::from(d.rules.call.last_after_days));
    let day = from.day().checked_add_days(days).unwrap_or(from.day());
    Stamp::at(day, d.rules.time(24 * 60 - 1), d.rules.zone)
}

/// False, with a word about it, if the customer does not want calls of that kind.
fn is_wanted(d: &mut Deciding<'_>, customer: Option<&CustomerId>, kind: Contact) -> Result<bool, Stop> {
    let Some(id) = customer else { return Ok(true) };
    let file = d.customer_file("customer", id)?;
    let Some(out) = file.opt_out(kind) else { return Ok(true) };
    let warning = Warning::NotWanted { customer: file.kept().id.clone(), contact: kind, since: out.at };
    d.warn(warning);
    Ok(false)
}

/// The customer's best time to be called, as it is typed at the hand-over (feature 36).
///
/// # Errors
/// It is no time, or nobody calls then.
pub fn best_time(d: &Deciding<'_>, text: &str) -> Result<u16, Refusal> {
    let at = when::parse(text, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid("best_time", text, Why::NotATime))?;
    let minute = super::again::minute_of(at);
    match outside_hours(&d.rules.call, minute) {
        Some(why) => Err(Refusal::invalid("best_time", text, why)),
        None => Ok(minute),
    }
}

/// Decides [`PlanCall`].
pub fn decide(d: &mut Deciding<'_>, c: &PlanCall) -> Result<String, Stop> {
    if c.kind.is_follow_up() {
        let others = ["survey", "care", "reminder", "training", "offer", "feedback"].map(String::from);
        return Err(Refusal::invalid("kind", "follow-up", Why::NotOneOf(others.to_vec())).into());
    }
    let order = c.order.as_ref().map(|id| d.order_named("order", id)).transpose()?;
    let vehicle = c.vehicle.clone().or_else(|| order.as_ref().map(|order| order.vehicle.clone()));
    let car = vehicle.as_ref().map(|id| d.vehicle_file("vehicle", id)).transpose()?;
    let named = c.customer.clone().or_else(|| order.as_ref().and_then(|order| order.customer.clone()));
    let customer = named.or_else(|| car.as_ref().and_then(|car| car.owner().cloned()));
    let customer = customer.ok_or_else(|| Refusal::missing("customer"))?;
    let file = d.customer_file("customer", &customer)?;
    let (customer, name) = (file.kept().id.clone(), file.kept().name.or_empty().to_string());
    if let Some(out) = file.opt_out(c.kind) {
        return Err(Refusal::invalid("customer", name, Why::NotWanted { contact: c.kind, since: out.at }).into());
    }
    if file.phones().is_empty() {
        return Err(Refusal::missing("phone").into());
    }
    let tell = d.optional_text("tell", c.tell.as_deref())?;
    if tell.is_none() && c.kind == Contact::Feedback {
        return Err(Refusal::missing("tell").into());
    }
    let due = c.at.as_deref().map(|text| at(d, text)).transpose()?.unwrap_or(d.now);
    let vehicle = vehicle.or_else(|| file.vehicles().next().cloned());
    let call = CallId::new(d.next_dated("V")?);
    d.emit(Event::CallPlanned(CallPlanned {
        call: call.clone(),
        kind: c.kind,
        order: c.order.clone(),
        vehicle,
        customer: Some(customer.clone()),
        advisor: order.as_ref().map(|order| order.advisor.clone()),
        technician: None,
        scheme: String::new(),
        version: 0,
        risk: Vec::new(),
        tell: tell.map(|text| Personal::new(&text, customer.as_str())),
        capa: None,
        due,
        expires: last_day(d, due),
        best_time: None,
    }))?;
    Ok(call.to_string())
}

fn at(d: &Deciding<'_>, text: &str) -> Result<Stamp, Refusal> {
    let hour = u32::from(d.rules.call.bands[0] / 60);
    let at = when::parse_day(text, hour, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid("at", text, Why::NotATime))?;
    match super::again::not_callable(d.rules, at, d.now) {
        Some(why) => Err(Refusal::invalid("at", text, why)),
        None => Ok(at),
    }
}
