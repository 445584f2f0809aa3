//! The walk to the car: mileage, fuel, belongings, walk-round, more of the customer's words (S5, S6, S18).

use super::checked::ChecklistMarks;
use super::hand_over::SignedOn;
use super::stage::Stage;
use super::symptoms::{Question, Symptoms};
use super::visit::VisitNotes;
use super::{Order, Said, checked, given, symptoms, visit};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::marks::Group;
use crate::domain::refusal::Why;
use crate::domain::vehicle::mileage::{MileageRead, next_service};
use crate::domain::{CustomerId, OrderId, Personal, Refusal, StaffId, Stamp, customer, vehicle};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The look around the car, before it goes to the workshop (S5, A10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkRound {
    /// The customer was there.
    pub with_customer: bool,
    /// Who walked.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Adds to or corrects what was taken down at the counter. Words are added, never replaced (A1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteIntake {
    /// The order.
    pub order: OrderId,
    /// More of the customer's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
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
    /// The customer waits in the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<bool>,
    /// When the customer came, how urgent it is, what it is about, where the car stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitNotes>,
    /// When the fault shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptoms: Option<Symptoms>,
    /// Questions about the fault whose answers are taken back: they were not asked after all (A11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_asked: Vec<Question>,
    /// Checklists, such as the joint inspection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklists: Vec<ChecklistMarks>,
    /// The promises given, by their ids: diagnosis, parts, time, price, after-service, or the shop's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<Vec<String>>,
    /// Both sides signed what is promised now: on paper or on the screen (E2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises_signed: Option<SignedOn>,
    /// The customer who brought the car, if none was named yet or a wrong one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The name of a new customer for this order and car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new customer's phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl NoteIntake {
    /// A note about an order that says nothing yet.
    pub fn nothing(order: OrderId) -> Self {
        Self {
            order,
            says: None,
            mileage: None,
            mileage_reason: None,
            fuel: None,
            belongings: None,
            walk_round: None,
            waiting: None,
            visit: None,
            symptoms: None,
            not_asked: Vec::new(),
            checklists: Vec::new(),
            promises: None,
            promises_signed: None,
            customer: None,
            name: None,
            phone: None,
        }
    }

    /// The parts of the order that it replaces. Words are only added, so they replace nothing.
    pub fn groups(&self) -> Vec<Group> {
        let parts = [
            (self.mileage.is_some(), Group::Mileage),
            (self.fuel.is_some(), Group::Fuel),
            (self.belongings.is_some(), Group::Belongings),
            (self.walk_round.is_some(), Group::WalkRound),
            (self.waiting.is_some(), Group::Intake),
            (self.customer.is_some() || self.name.is_some(), Group::Owner),
        ];
        let visit = self.visit.iter().flat_map(VisitNotes::parts).map(Group::Visit);
        let asked = self.symptoms.iter().flat_map(Symptoms::answered).chain(self.not_asked.iter().copied());
        let whole = parts.into_iter().filter(|(is, _)| *is).map(|(_, group)| group);
        whole.chain(visit).chain(asked.map(Group::Asked)).collect()
    }
}

/// The intake was noted or put right; absent fields stay as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeNoted {
    /// The order.
    pub order: OrderId,
    /// Odometer, km.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage: Option<u32>,
    /// Fuel in eighths of a tank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuel: Option<u8>,
    /// What lies in the car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongings: Option<Personal>,
    /// The walk-round, with the customer or without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_round: Option<bool>,
    /// The customer waits in the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<bool>,
}

impl IntakeNoted {
    /// What was noted, for the history: a field and its value, or the field alone where the words are the customer's.
    pub fn told(&self) -> String {
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_string();
        let parts = [
            self.mileage.map(|km| format!("mileage {km}")),
            self.fuel.map(|eighths| format!("fuel {eighths}/8")),
            self.belongings.as_ref().map(|_| "belongings".to_string()),
            self.walk_round.map(|with| format!("walk_round {}", yes(with))),
            self.waiting.map(|waits| format!("waiting {}", yes(waits))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The parts of the order that it writes: each field of the intake is one of its own.
    pub fn groups(&self) -> Vec<Group> {
        let parts = [
            (self.mileage.is_some(), Group::Mileage),
            (self.fuel.is_some(), Group::Fuel),
            (self.belongings.is_some(), Group::Belongings),
            (self.walk_round.is_some(), Group::WalkRound),
            (self.waiting.is_some(), Group::Intake),
        ];
        parts.into_iter().filter(|(is, _)| *is).map(|(_, group)| group).collect()
    }

    fn is_empty(&self) -> bool {
        self.mileage.is_none()
            && self.fuel.is_none()
            && self.belongings.is_none()
            && self.walk_round.is_none()
            && self.waiting.is_none()
    }

    /// Writes the noted fields.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.mileage = self.mileage.or(order.mileage);
        order.fuel = self.fuel.or(order.fuel);
        order.waiting = self.waiting.unwrap_or(order.waiting);
        if let Some(belongings) = &self.belongings {
            order.belongings = Some(belongings.clone());
        }
        if let Some(with_customer) = self.walk_round {
            order.walk_round = Some(WalkRound { with_customer, by: meta.by.clone(), at: meta.at });
        }
    }
}

/// More words of the customer were taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsAdded {
    /// The order.
    pub order: OrderId,
    /// The words.
    pub says: Personal,
}

impl WordsAdded {
    /// Adds the words.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.says.push(Said { words: self.says.clone(), at: meta.at, by: meta.by.clone() });
    }
}

/// The order's customer was named, or another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerNamed {
    /// The order.
    pub order: OrderId,
    /// Who stood there before.
    pub before: Option<CustomerId>,
    /// Who brought the car.
    pub customer: CustomerId,
}

impl CustomerNamed {
    /// Writes the customer.
    pub fn fold(&self, order: &mut Order) {
        order.customer = Some(self.customer.clone());
    }
}

/// Decides [`NoteIntake`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteIntake) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if let Some(says) = &c.says {
        let says = Personal::new(d.words("says", says)?, d.about(&order).as_str());
        d.emit(Event::WordsAdded(WordsAdded { order: c.order.clone(), says }))?;
    }
    name_customer(d, c)?;
    note(d, &c.order, c)?;
    super::line::begin_quote(d, &c.order)?;
    Ok(c.order.to_string())
}

fn name_customer(d: &mut Deciding<'_>, c: &NoteIntake) -> Result<(), Stop> {
    let order = d.open_order(&c.order)?;
    let customer = match (&c.customer, &c.name) {
        (Some(id), _) => d.customer("customer", id)?.id.clone(),
        (None, Some(name)) => customer::add::add(d, Some(name), c.phone.as_deref())?,
        (None, None) => return give_phone(d, &order, c.phone.as_deref()),
    };
    if order.customer.as_ref() == Some(&customer) {
        return Ok(());
    }
    // Past the counter, whoever brought the car can be reached: the gate of the diagnosis asked for that.
    if order.stage > Stage::Receive && d.customer_file("customer", &customer)?.phones().is_empty() {
        return Err(Refusal::missing("phone").into());
    }
    let before = order.customer.clone();
    d.emit(Event::CustomerNamed(CustomerNamed { order: c.order.clone(), before, customer: customer.clone() }))?;
    if d.vehicle("vehicle", &order.vehicle)?.owner().is_none() {
        vehicle::owner::link(d, &order.vehicle, &customer)?;
    }
    Ok(())
}

/// The customer who is on file gives another phone.
fn give_phone(d: &mut Deciding<'_>, order: &Order, phone: Option<&str>) -> Result<(), Stop> {
    match (&order.customer, phone.map(str::trim).filter(|phone| !phone.is_empty())) {
        (Some(customer), Some(phone)) => customer::change::give_phone(d, customer, phone),
        (Some(_) | None, _) => Ok(()),
    }
}

/// Checks and writes the fields of the intake form.
pub fn note(d: &mut Deciding<'_>, order: &OrderId, c: &NoteIntake) -> Result<(), Stop> {
    let about = d.about(&*d.open_order(order)?);
    if let Some(fuel) = c.fuel.filter(|fuel| *fuel > 8) {
        return Err(Refusal::invalid("fuel", fuel, Why::OutOfRange { least: 0, most: 8 }).into());
    }
    let belongings = match c.belongings.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(Personal::new(d.words("belongings", text)?, &about)),
        None => None,
    };
    if let Some(mileage) = c.mileage {
        read_mileage(d, order, mileage, c.mileage_reason.as_deref())?;
    }
    let noted = IntakeNoted {
        order: order.clone(),
        mileage: c.mileage,
        fuel: c.fuel,
        belongings,
        walk_round: c.walk_round,
        waiting: c.waiting,
    };
    if !noted.is_empty() {
        d.emit(Event::IntakeNoted(noted))?;
    }
    note_more(d, order, c)
}

/// What else may be taken down with it: each is an event of its own.
fn note_more(d: &mut Deciding<'_>, order: &OrderId, c: &NoteIntake) -> Result<(), Stop> {
    if let Some(notes) = &c.visit {
        visit::note(d, order, notes)?;
    }
    symptoms::note(d, order, c.symptoms.as_ref().unwrap_or(&Symptoms::default()), &c.not_asked)?;
    for marks in &c.checklists {
        checked::note(d, order, marks)?;
    }
    if let Some(promises) = &c.promises {
        given::give(d, order, promises)?;
    }
    if let Some(on) = c.promises_signed {
        given::sign(d, order, on)?;
    }
    Ok(())
}

/// The odometer may not run backwards without a reason.
fn read_mileage(d: &mut Deciding<'_>, order: &OrderId, mileage: u32, reason: Option<&str>) -> Result<(), Stop> {
    if mileage > 3_000_000 {
        return Err(Refusal::invalid("mileage", mileage, Why::OutOfRange { least: 0, most: 3_000_000 }).into());
    }
    let id = d.open_order(order)?.vehicle.clone();
    let vehicle = d.vehicle_file("vehicle", &id)?;
    let reason = reason.map(str::trim).filter(|text| !text.is_empty());
    if let (Some(last), None) = (vehicle.mileage(), reason)
        && mileage < last.km
        && last.order.as_ref() != Some(order)
    {
        let why = Why::MileageBackwards { last: last.km, on: last.at };
        return Err(Refusal::invalid("mileage", mileage, why).into());
    }
    let reason = reason.map(crate::domain::clean::clean);
    let before = vehicle.reading_before(order);
    let service = Some(next_service(&d.rules.call, before, mileage, d.now));
    d.emit(Event::MileageRead(MileageRead { vehicle: id, order: Some(order.clone()), km: mileage, reason, service }))
}
