//! A part that is not in stock and is ordered for the customer (S11: B/O 零件; F1, feature 27): from the question when it
//! can be here to the visit for which it is fitted. It belongs to a repair order by construction (F3), and stays on it
//! after the car is gone.
//!
//! Nine stamps in one order, each with who and when. The customer agrees before anything is asked for in the shop's
//! name; a part that is here and of which the customer does not know is a call to make at once.

use super::Order;
use super::consent::How;
use crate::domain::event::{Meta, code};
use crate::domain::{OrderId, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One step of a part on order, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartStep {
    /// The parts department said when it can be here.
    EtaAsked,
    /// The customer wants it ordered, and knows when it comes.
    CustomerOk,
    /// It is covered by what the customer authorised: a line of the estimate, or their word in this chain.
    Authorised,
    /// The parts department was asked for it (B/O申请).
    Requested,
    /// The parts department ordered it.
    Ordered,
    /// It is here.
    Arrived,
    /// The service advisor knows.
    SaTold,
    /// The customer knows.
    CustomerTold,
    /// The customer comes for it on a day that was agreed.
    VisitBooked,
}

impl PartStep {
    /// All nine, in order.
    pub const ALL: [Self; 9] = [
        Self::EtaAsked,
        Self::CustomerOk,
        Self::Authorised,
        Self::Requested,
        Self::Ordered,
        Self::Arrived,
        Self::SaTold,
        Self::CustomerTold,
        Self::VisitBooked,
    ];

    /// True for a step that somebody takes with the customer: those of the parts department do not.
    pub fn is_with_customer(self) -> bool {
        match self {
            Self::CustomerOk | Self::Authorised | Self::CustomerTold | Self::VisitBooked => true,
            Self::EtaAsked | Self::Requested | Self::Ordered | Self::Arrived | Self::SaTold => false,
        }
    }

    /// True for a step that says how the customer was spoken with.
    pub fn needs_how(self) -> bool {
        matches!(self, Self::CustomerOk | Self::CustomerTold)
    }

    /// True for a step that nobody takes for a line which the customer did not accept.
    pub fn rests_on_consent(self) -> bool {
        matches!(self, Self::Authorised | Self::Requested | Self::Ordered)
    }
}

/// A part on order as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOnOrder {
    /// Its number in the order, from 1.
    pub number: u16,
    /// Its code or name.
    pub part: String,
    /// The same in English, where the menu named it; else empty.
    pub english: String,
    /// How many.
    pub quantity: u16,
    /// The line of the quote that it is for.
    pub line: Option<u16>,
    /// When it shall be here: an estimate.
    pub expected: Option<Stamp>,
    /// How that was moved, in order.
    pub moves: Vec<ExpectedMove>,
    /// The steps taken, in order.
    pub stamps: Vec<PartStamp>,
    /// When the customer comes for it.
    pub visit: Option<Stamp>,
    /// Why it is not wanted any more.
    pub cancelled: Option<PartCancel>,
    /// Who noted it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// One step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartStamp {
    /// Which.
    pub step: PartStep,
    /// How the customer was spoken with.
    pub how: Option<How>,
    /// The accepted line that it rests on; without one, the customer's word in this chain.
    pub line: Option<u16>,
    /// Who took it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A part comes at another time than was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedMove {
    /// When it should have been here.
    pub instead_of: Stamp,
    /// Why it is another time.
    pub reason: String,
    /// Who noted it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A part that is not wanted any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCancel {
    /// Why.
    pub reason: String,
    /// Who noted it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl PartOnOrder {
    /// A step that was taken.
    pub fn stamp(&self, step: PartStep) -> Option<&PartStamp> {
        self.stamps.iter().find(|stamp| stamp.step == step)
    }

    /// The step that comes next; none after the last, or once it is cancelled.
    pub fn next(&self) -> Option<PartStep> {
        let next = PartStep::ALL.into_iter().find(|step| self.stamp(*step).is_none());
        next.filter(|_| self.cancelled.is_none())
    }

    /// True while it has still to come.
    pub fn is_awaited(&self) -> bool {
        self.cancelled.is_none() && self.stamp(PartStep::Arrived).is_none()
    }

    /// Since when it is here without the customer knowing.
    pub fn untold_since(&self) -> Option<Stamp> {
        let told = self.cancelled.is_some() || self.stamp(PartStep::CustomerTold).is_some();
        self.stamp(PartStep::Arrived).filter(|_| !told).map(|arrived| arrived.at)
    }
}

impl Order {
    /// A part on order by its number.
    pub fn part_on_order(&self, number: u16) -> Option<&PartOnOrder> {
        self.parts_on_order.iter().find(|part| part.number == number)
    }

    /// Parts on order with which something is still to be done.
    pub fn open_parts(&self) -> impl Iterator<Item = &PartOnOrder> {
        self.parts_on_order.iter().filter(|part| self.is_part_open(part))
    }

    /// True until the visit for it is booked. A customer who was told while the car stood here needs none: it is fitted
    /// on this visit.
    pub fn is_part_open(&self, part: &PartOnOrder) -> bool {
        let told_here = part.stamp(PartStep::CustomerTold).is_some_and(|told| match &self.handed {
            Some(handed) => told.at <= handed.at,
            None => self.stage.in_shop(),
        });
        part.next().is_some() && !told_here
    }
}

/// A part is needed that has to be ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartNeeded {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// Its code or name: as it was typed, or in Chinese for a job of the menu.
    pub part: String,
    /// The same in English, for a job of the menu.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub english: String,
    /// How many.
    pub quantity: u16,
    /// The line of the quote that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
}

impl PartNeeded {
    /// Adds the part; nothing is done about it yet.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.parts_on_order.push(PartOnOrder {
            number: self.number,
            part: self.part.clone(),
            english: self.english.clone(),
            quantity: self.quantity,
            line: self.line,
            expected: None,
            moves: Vec::new(),
            stamps: Vec::new(),
            visit: None,
            cancelled: None,
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// A step was taken with a part on order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartStamped {
    /// The order.
    pub order: OrderId,
    /// Which part.
    pub number: u16,
    /// Which step.
    pub step: PartStep,
    /// How the customer was spoken with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// The accepted line that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// When the customer comes for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Stamp>,
}

impl PartStamped {
    /// What the history names: `1 customer-ok phone`.
    pub fn detail(&self) -> String {
        let how = self.how.map(|how| format!(" {}", code(&how))).unwrap_or_default();
        format!("{} {}{how}", self.number, code(&self.step))
    }

    /// Writes the step.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let Some(part) = part_mut(order, self.number) else { return };
        part.visit = self.visit.or(part.visit);
        let (by, at) = (meta.by.clone(), meta.at);
        part.stamps.push(PartStamp { step: self.step, how: self.how, line: self.line, by, at });
    }
}

/// A part is expected at this time, or at another one than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartExpected {
    /// The order.
    pub order: OrderId,
    /// Which part.
    pub number: u16,
    /// When it shall be here.
    pub expected: Stamp,
    /// Why it is another time; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PartExpected {
    /// Writes the time; the one before stays known.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let Some(part) = part_mut(order, self.number) else { return };
        if let Some(instead_of) = part.expected.replace(self.expected) {
            let (reason, by) = (self.reason.clone().unwrap_or_default(), meta.by.clone());
            part.moves.push(ExpectedMove { instead_of, reason, by, at: meta.at });
        }
    }
}

/// A part on order is not wanted any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCancelled {
    /// The order.
    pub order: OrderId,
    /// Which part.
    pub number: u16,
    /// Why.
    pub reason: String,
}

impl PartCancelled {
    /// Ends the part; it stays on record.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let Some(part) = part_mut(order, self.number) else { return };
        part.cancelled = Some(PartCancel { reason: self.reason.clone(), by: meta.by.clone(), at: meta.at });
    }
}

fn part_mut(order: &mut Order, number: u16) -> Option<&mut PartOnOrder> {
    order.parts_on_order.iter_mut().find(|part| part.number == number)
}
