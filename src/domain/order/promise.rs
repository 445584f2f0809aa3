//! The promised time: when the car shall be ready, and how it was moved (S11, S12; H2, H3, AM18).

use super::Order;
use super::consent::How;
use super::receive::future;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The promise and its moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The first promise.
    pub first: Stamp,
    /// The promise in force.
    pub at: Stamp,
    /// Its moves, in order.
    pub moves: Vec<Moved>,
}

impl Promise {
    /// The time that counts for "on time": the first promise, unless the customer asked for the move (AM18).
    pub fn counted(&self) -> Stamp {
        let asked = |m: &&Moved| m.reason == Reason::CustomerAsked || m.reason == Reason::AddOn;
        self.moves.iter().rev().find(|m| asked(m) && m.agreed).map_or(self.first, |m| m.to)
    }
}

/// One move of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The new time.
    pub to: Stamp,
    /// Why.
    pub reason: Reason,
    /// How the customer was told.
    pub how: How,
    /// The customer agreed.
    pub agreed: bool,
    /// Who spoke with the customer.
    pub by: StaffId,
    /// When.
    pub on: Stamp,
}

/// Why a promise moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A part comes late.
    PartLate,
    /// The work takes longer.
    WorkLonger,
    /// The customer authorised extra work.
    AddOn,
    /// A check sent the car back.
    Rework,
    /// The customer asked for another time.
    CustomerAsked,
    /// Something else.
    Other,
}

/// Gives the first promise, or moves it: then reason and contact are needed (feature 17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPromise {
    /// The order.
    pub order: OrderId,
    /// When the car shall be ready: 1730, +3h, t9, or RFC 3339.
    pub promise: String,
    /// Why it moves; needed from the second promise on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How the customer was told; needed from the second promise on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
}

/// A promise was given or moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// The order.
    pub order: OrderId,
    /// When the car shall be ready.
    pub promise: Stamp,
    /// Why it moved; absent for the first promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How the customer was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
}

impl Promised {
    /// Writes the promise; the first stays known.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        match (&mut order.promise, self.reason, self.how) {
            (Some(promise), Some(reason), Some(how)) => {
                promise.at = self.promise;
                let by = meta.by.clone();
                promise.moves.push(Moved { to: self.promise, reason, how, agreed: true, by, on: meta.at });
            }
            (promise, _, _) => {
                *promise = Some(Promise { first: self.promise, at: self.promise, moves: Vec::new() });
            }
        }
    }
}

/// Decides [`SetPromise`].
pub fn decide(d: &mut Deciding<'_>, c: &SetPromise) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if order.promise.is_none() {
        first(d, &c.order, &c.promise)?;
    } else {
        let promise = future("promise", &c.promise, d)?;
        let reason = Some(c.reason.ok_or_else(|| Refusal::missing("reason"))?);
        let how = Some(c.how.ok_or_else(|| Refusal::missing("how"))?);
        d.emit(Event::Promised(Promised { order: c.order.clone(), promise, reason, how }))?;
    }
    super::contract::by_signature(d, &c.order)?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

/// Gives the first promise of an order.
pub fn first(d: &mut Deciding<'_>, order: &OrderId, text: &str) -> Result<(), Stop> {
    let promise = future("promise", text, d)?;
    d.emit(Event::Promised(Promised { order: order.clone(), promise, reason: None, how: None }))
}
