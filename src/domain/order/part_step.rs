//! What is done about a part on order: it is ordered, its steps are noted, it is cancelled (S11; F1). One command may
//! take several steps; each keeps a stamp of its own, and none is passed over.

use super::Order;
use super::consent::How;
use super::part_on_order::{PartCancelled, PartExpected, PartNeeded, PartOnOrder, PartStamped, PartStep};
use super::quote::Decision;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, code};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{OrderId, Refusal, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Pieces of one part at most.
const QUANTITY_MAX: u16 = 999;
/// Parts on order of one repair order at most.
const PARTS_MAX: u16 = 60;

/// Notes that a part has to be ordered for a repair order, and the steps that are done already (F1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderPart {
    /// The order: open, or long over.
    pub order: OrderId,
    /// The part's code or name. The code of a job of the menu gives the job's name.
    pub part: String,
    /// How many; else one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u16>,
    /// The line of the quote that it is for; else the line of that job, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// When it shall be here, as the parts department said: +2 for days from today, 12-03, t9, or RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// How the customer was asked, and said that it be ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// More steps that are done, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<PartStep>,
}

/// Notes what was done about a part on order: steps in their order, another expected time, or both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotePart {
    /// The order.
    pub order: OrderId,
    /// Which part.
    pub number: u16,
    /// The steps, in their order; each gets a stamp of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<PartStep>,
    /// How the customer was spoken with; needed where they agree or are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// When it shall be here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Why that is another time than before; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When the customer comes for it; with it the visit is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// Cancels a part on order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelPart {
    /// The order.
    pub order: OrderId,
    /// Which part.
    pub number: u16,
    /// Why.
    pub reason: String,
}

impl OrderPart {
    /// The right that it asks for: what was said with the customer is the advisor's.
    pub fn needs(&self) -> Right {
        right(self.how.is_some(), &self.done)
    }
}

impl NotePart {
    /// The right that it asks for: what was said with the customer is the advisor's.
    pub fn needs(&self) -> Right {
        right(self.visit.is_some(), &self.done)
    }
}

fn right(spoken: bool, done: &[PartStep]) -> Right {
    if spoken || done.iter().any(|step| step.is_with_customer()) { Right::Receive } else { Right::Parts }
}

/// Decides [`OrderPart`].
pub fn order(d: &mut Deciding<'_>, c: &OrderPart) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    if order.stage == Stage::Cancelled {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let number = order.parts_on_order.last().map_or(1, |part| part.number + 1);
    if number > PARTS_MAX {
        return Err(Refusal::RecordFull { record: c.order.to_string(), most: usize::from(PARTS_MAX) }.into());
    }
    let quantity = c.quantity.unwrap_or(1);
    if !(1..=QUANTITY_MAX).contains(&quantity) {
        let why = Why::OutOfRange { least: 1, most: i64::from(QUANTITY_MAX) };
        return Err(Refusal::invalid("quantity", quantity, why).into());
    }
    if let Some(line) = c.line.filter(|line| order.line(*line).is_none()) {
        return Err(Refusal::not_found("line", line).into());
    }
    let typed = d.text("part", &c.part)?;
    let rules = d.rules;
    let job = rules.menu.job(&typed);
    let of_job = job.and_then(|job| order.lines.iter().find(|line| line.job.as_ref() == Some(&job.code)));
    let line = c.line.or(of_job.map(|line| line.number));
    let (part, english) = match job {
        Some(job) => (job.zh.label.clone(), job.en.label.clone()),
        None => (typed, String::new()),
    };
    d.emit(Event::PartNeeded(PartNeeded { order: c.order.clone(), number, part, english, quantity, line }))?;
    let mut done = c.done.clone();
    add(&mut done, PartStep::EtaAsked, c.expected.is_some(), 0);
    let place = usize::from(done.first() == Some(&PartStep::EtaAsked));
    add(&mut done, PartStep::CustomerOk, c.how.is_some(), place);
    let (order, how) = (c.order.clone(), c.how);
    note(d, &NotePart { order, number, done, how, expected: c.expected.clone(), reason: None, visit: None })?;
    Ok(format!("{}.{number}", c.order))
}

/// Decides [`NotePart`].
pub fn decide(d: &mut Deciding<'_>, c: &NotePart) -> Result<String, Stop> {
    if c.done.is_empty() && c.expected.is_none() && c.visit.is_none() {
        return Err(Refusal::missing("done").into());
    }
    let mut c = c.clone();
    let first = standing(&*d.order_named("order", &c.order)?, c.number)?.expected.is_none();
    add(&mut c.done, PartStep::EtaAsked, first && c.expected.is_some(), 0);
    let last = c.done.len();
    add(&mut c.done, PartStep::VisitBooked, c.visit.is_some(), last);
    note(d, &c)?;
    Ok(format!("{}.{}", c.order, c.number))
}

/// Decides [`CancelPart`].
pub fn cancel(d: &mut Deciding<'_>, c: &CancelPart) -> Result<String, Stop> {
    standing(&*d.order_named("order", &c.order)?, c.number)?;
    let (order, number, reason) = (c.order.clone(), c.number, d.text("reason", &c.reason)?);
    d.emit(Event::PartCancelled(PartCancelled { order, number, reason }))?;
    Ok(format!("{}.{number}", c.order))
}

/// Adds a step that goes without saying.
fn add(done: &mut Vec<PartStep>, step: PartStep, implied: bool, place: usize) {
    if implied && !done.contains(&step) {
        done.insert(place, step);
    }
}

/// A part on order that is not cancelled.
fn standing(order: &Order, number: u16) -> Result<&PartOnOrder, Refusal> {
    let part = order.part_on_order(number).ok_or_else(|| Refusal::not_found("number", number))?;
    match &part.cancelled {
        Some(cancel) => {
            let (by, at) = (cancel.by.clone(), cancel.at);
            Err(Refusal::AlreadyDone { field: "part".into(), by, at })
        }
        None => Ok(part),
    }
}

/// Takes the steps one after the other, and notes the expected time with them.
fn note(d: &mut Deciding<'_>, c: &NotePart) -> Result<(), Stop> {
    expect(d, c)?;
    for step in &c.done {
        take(d, c, *step)?;
    }
    Ok(())
}

fn expect(d: &mut Deciding<'_>, c: &NotePart) -> Result<(), Stop> {
    let Some(text) = &c.expected else { return Ok(()) };
    let order = d.order_named("order", &c.order)?;
    let part = standing(&order, c.number)?;
    if let Some(arrived) = part.stamp(PartStep::Arrived) {
        return Err(Refusal::AlreadyDone { field: "expected".into(), by: arrived.by.clone(), at: arrived.at }.into());
    }
    let expected = to_come(d, "expected", text, when::EVENING)?;
    let reason = d.optional_text("reason", c.reason.as_deref())?;
    match part.expected {
        Some(before) if before == expected => return Ok(()),
        Some(_) if reason.is_none() => return Err(Refusal::missing("reason").into()),
        Some(_) | None => {}
    }
    let reason = reason.filter(|_| part.expected.is_some());
    let (order, number) = (c.order.clone(), c.number);
    d.emit(Event::PartExpected(PartExpected { order, number, expected, reason }))
}

/// Takes one step: the one before it must have been taken, and nothing is ordered that the customer did not agree to.
fn take(d: &mut Deciding<'_>, c: &NotePart, step: PartStep) -> Result<(), Stop> {
    let order = d.order_named("order", &c.order)?;
    let part = standing(&order, c.number)?;
    if let Some(stamp) = part.stamp(step) {
        return Err(Refusal::AlreadyDone { field: "done".into(), by: stamp.by.clone(), at: stamp.at }.into());
    }
    if let Some(next) = part.next().filter(|next| *next != step) {
        return Err(Refusal::invalid("done", code(&step), Why::PartStepMissing(next)).into());
    }
    if step == PartStep::EtaAsked && part.expected.is_none() {
        return Err(Refusal::missing("expected").into());
    }
    if step.needs_how() && c.how.is_none() {
        return Err(Refusal::missing("how").into());
    }
    let accepted = |line: &u16| order.line(*line).is_some_and(|line| line.decision() == Decision::Accepted);
    if let Some(line) = part.line.filter(|line| step.rests_on_consent() && !accepted(line)) {
        return Err(Refusal::NoConsent { line }.into());
    }
    let visit = match (step, &c.visit) {
        (PartStep::VisitBooked, Some(text)) => Some(to_come(d, "visit", text, when::MORNING)?),
        (PartStep::VisitBooked, None) => return Err(Refusal::missing("visit").into()),
        (_, _) => None,
    };
    let how = c.how.filter(|_| step.needs_how());
    let line = part.line.filter(|_| step == PartStep::Authorised);
    let (order, number) = (c.order.clone(), c.number);
    d.emit(Event::PartStamped(PartStamped { order, number, step, how, line, visit }))
}

/// Reads a time to come; `hour` is meant by a day without one.
fn to_come(d: &Deciding<'_>, field: &str, text: &str, hour: u32) -> Result<Stamp, Stop> {
    let at = when::parse_day(text, hour, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid(field, text, Why::NotADay))?;
    if at <= d.now {
        return Err(Refusal::invalid(field, text, Why::Past).into());
    }
    Ok(at)
}
