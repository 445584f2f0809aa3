//! Taking a car in: one command creates what is not yet known (customer, vehicle) and the order (S1, S18; A1, A2).

use super::checked::ChecklistMarks;
use super::stage::Stage;
use super::symptoms::Symptoms;
use super::visit::VisitNotes;
use super::{Order, Said, comeback};
use crate::domain::customer;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::online::confirm;
use crate::domain::records::Key;
use crate::domain::refusal::Why;
use crate::domain::vehicle;
use crate::domain::{CustomerId, Money, OnlineId, OrderId, Personal, Refusal, StaffId, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a car comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// At the counter, without appointment.
    #[default]
    WalkIn,
    /// By appointment.
    Appointment,
    /// By phone.
    Phone,
    /// From the shop's web form.
    Online,
}

/// Takes a car in. A known plate finds its car and owner; an unknown one needs the owner's name and phone sooner or
/// later: before the diagnosis the gate asks for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenOrder {
    /// The plate, such as 沪AF3389.
    pub plate: String,
    /// The customer's own words.
    pub says: String,
    /// The customer, if known; else the owner of the plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The name of a new customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The phone of a new customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Make and model of a new car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The VIN of a new car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Odometer, km.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage: Option<u32>,
    /// Why the odometer shows less than at the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_reason: Option<String>,
    /// Fuel in eighths of a tank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u8>,
    /// What lies in the car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongings: Option<String>,
    /// The walk-round was made with the customer (true) or without (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_round: Option<bool>,
    /// The code of the job that the customer asks for: the first line of the quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// When the car shall be ready: 1730, +3h, t9, or RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// How the car came in.
    #[serde(default)]
    pub channel: Channel,
    /// The online request that the car is taken in by; it is confirmed with that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<OnlineId>,
    /// The customer waits in the shop.
    #[serde(default)]
    pub waiting: bool,
    /// The order whose repair did not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback_of: Option<OrderId>,
    /// The line of that order, if one can be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback_line: Option<u16>,
    /// The service advisor, if not the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisor: Option<StaffId>,
    /// When the customer came, how urgent it is, what it is about, where the car stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitNotes>,
    /// When the fault shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptoms: Option<Symptoms>,
    /// Checklists, such as the joint inspection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklists: Vec<ChecklistMarks>,
    /// The promises given, by their ids: diagnosis, parts, time, price, after-service, or the shop's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<Vec<String>>,
}

/// A car was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReceived {
    /// The new order.
    pub order: OrderId,
    /// The car.
    pub vehicle: VehicleId,
    /// Who brought it.
    pub customer: Option<CustomerId>,
    /// The service advisor.
    pub advisor: StaffId,
    /// How it came in.
    pub channel: Channel,
    /// The customer's own words.
    pub says: Personal,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// The order whose repair did not hold.
    pub comeback_of: Option<OrderId>,
    /// The line of that order, if one can be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comeback_line: Option<u16>,
}

impl OrderReceived {
    /// The order as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Order {
        Order {
            id: self.order.clone(),
            vehicle: self.vehicle.clone(),
            customer: self.customer.clone(),
            advisor: self.advisor.clone(),
            channel: self.channel,
            received: meta.at,
            stage: Stage::Receive,
            entered: meta.at,
            waiting: self.waiting,
            comeback_of: self.comeback_of.clone(),
            comeback_line: self.comeback_line,
            says: vec![Said { words: self.says.clone(), at: meta.at, by: meta.by.clone() }],
            mileage: None,
            fuel: None,
            belongings: None,
            walk_round: None,
            visit: Default::default(),
            symptoms: Default::default(),
            checklists: Default::default(),
            promises_given: Vec::new(),
            in_workshop: None,
            promise: None,
            findings: Vec::new(),
            lines: Vec::new(),
            last_line: 0,
            versions: Vec::new(),
            ceiling: Money::ZERO,
            raised: Vec::new(),
            contract_due: false,
            reviews: Vec::new(),
            contract: None,
            checks: Vec::new(),
            ready_told: Vec::new(),
            viewed: None,
            exit_check: None,
            promises_judged: None,
            explained: None,
            signed: None,
            trip: None,
            payments: Vec::new(),
            claims: BTreeMap::new(),
            handed: None,
            call: None,
            complaints: Vec::new(),
            faults: Vec::new(),
            requests: Vec::new(),
            parts_on_order: Vec::new(),
            ticks: Vec::new(),
            earlier: None,
            log: Vec::new(),
            marks: Default::default(),
        }
    }
}

/// Decides [`OpenOrder`].
pub fn decide(d: &mut Deciding<'_>, c: &OpenOrder) -> Result<String, Stop> {
    let plate = d.plate("plate", &c.plate)?;
    let says = d.words("says", &c.says)?;
    let advisor = c.advisor.clone().unwrap_or_else(|| d.by.clone());
    d.staff("advisor", &advisor)?;
    let known = d.vehicle_with_plate(&plate)?;
    let customer = customer_of(d, c, known.as_ref())?;
    let vehicle = match known {
        Some(vehicle) => vehicle,
        None => vehicle::add::add(d, &plate, c.model.as_deref(), c.vin.as_deref(), customer.as_ref())?,
    };
    if let Some(open) = d.vehicle_file("vehicle", &vehicle)?.open() {
        return Err(Refusal::Taken { field: "plate".into(), value: plate.to_string(), by: open.to_string() }.into());
    }
    if let Some(earlier) = &c.comeback_of {
        comeback::check(d, &vehicle, earlier, c.comeback_line)?;
    }
    let order = OrderId::new(d.next_dated("R")?);
    let of = customer.as_ref().map_or(vehicle.as_str(), CustomerId::as_str).to_string();
    d.emit(Event::OrderReceived(OrderReceived {
        order: order.clone(),
        vehicle,
        customer,
        advisor,
        channel: if c.online.is_some() { Channel::Online } else { c.channel },
        says: Personal::new(says, &of),
        waiting: c.waiting,
        comeback_of: c.comeback_of.clone(),
        comeback_line: c.comeback_of.as_ref().and(c.comeback_line),
    }))?;
    if let Some(online) = &c.online {
        confirm::confirm(d, online, &order)?;
    }
    super::intake::note(d, &order, &intake_of(c))?;
    if let Some(promise) = &c.promise {
        super::promise::first(d, &order, promise)?;
    }
    if let Some(job) = &c.job {
        super::line::first(d, &order, job)?;
    }
    Ok(order.to_string())
}

/// The part of the command that the intake form shares.
fn intake_of(c: &OpenOrder) -> super::intake::NoteIntake {
    super::intake::NoteIntake {
        mileage: c.mileage,
        mileage_reason: c.mileage_reason.clone(),
        fuel: c.fuel,
        belongings: c.belongings.clone(),
        walk_round: c.walk_round,
        visit: c.visit.clone(),
        symptoms: c.symptoms.clone(),
        checklists: c.checklists.clone(),
        promises: c.promises.clone(),
        ..super::intake::NoteIntake::nothing(OrderId::new(""))
    }
}

/// Who brings the car: the one named, a new one, or the owner on file.
fn customer_of(d: &mut Deciding<'_>, c: &OpenOrder, car: Option<&VehicleId>) -> Result<Option<CustomerId>, Stop> {
    if let Some(id) = &c.customer {
        return Ok(Some(d.customer("customer", id)?.id.clone()));
    }
    let typed = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
    if typed(&c.name) {
        return customer::add::add(d, c.name.as_deref(), c.phone.as_deref()).map(Some);
    }
    let owner = match car {
        Some(car) => d.vehicle_file("vehicle", car)?.owner().cloned(),
        None => None,
    };
    let owner = owner.map(|owner| d.customer("customer", &owner)).transpose()?.map(|found| found.id.clone());
    match (&c.phone, &owner) {
        (Some(phone), Some(owner)) if typed(&c.phone) => customer::change::give_phone(d, owner, phone)?,
        (Some(_), None) if typed(&c.phone) => return Err(Refusal::missing("name").into()),
        (Some(_) | None, _) => {}
    }
    Ok(owner)
}

/// The records that a new order touches: itself, its car, its customer, and the day's counter.
pub fn touches(e: &OrderReceived) -> Vec<Key> {
    let mut keys =
        vec![Key::Order(e.order.clone()), Key::Vehicle(e.vehicle.clone()), Key::counter_of(e.order.as_str())];
    keys.extend(e.customer.clone().map(Key::Customer));
    keys
}

/// Reads a time to come; refuses one that has passed, and one on a day when the shop is closed.
pub fn future(field: &str, text: &str, d: &Deciding<'_>) -> Result<Stamp, Stop> {
    let at = crate::domain::when::parse(text, d.now, d.rules.zone)
        .ok_or_else(|| Refusal::invalid(field, text, Why::NotATime))?;
    if at <= d.now {
        return Err(Refusal::invalid(field, text, Why::Past).into());
    }
    if d.rules.intake.closed.contains(at.day()) {
        return Err(Refusal::invalid(field, text, Why::ClosedDay(at)).into());
    }
    Ok(at)
}
