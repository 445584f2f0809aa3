//! The promises given at intake (S1; E1, E2): what was promised is frozen word for word, on paper for both sides. What is
//! given later is a version of its own; nothing that was promised is ever rewritten. Whether they were kept is for the
//! handing over.

use super::Order;
use super::hand_over::{Signed, SignedOn};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives promises; those of an earlier version that are not named here are no longer given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivePromises {
    /// The order.
    pub order: OrderId,
    /// The promises by their ids: diagnosis, parts, time, price, after-service, or the shop's own.
    pub promises: Vec<String>,
}

/// One promise, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledged {
    /// Its id.
    pub id: String,
    /// What was promised, in Chinese.
    pub zh: String,
    /// What was promised, in English.
    pub en: String,
}

/// Promises were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisesGiven {
    /// The order.
    pub order: OrderId,
    /// The version, from 1.
    pub version: u16,
    /// What was promised.
    pub promises: Vec<Pledged>,
}

/// One version of the promises of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The version, from 1.
    pub version: u16,
    /// What was promised.
    pub promises: Vec<Pledged>,
    /// Who gave them.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// Acknowledged by both on paper or screen; what is given later is another version, to be signed anew (E2).
    pub signed: Option<Signed>,
}

/// Both sides acknowledged the newest version of the promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisesSigned {
    /// The order.
    pub order: OrderId,
    /// The version.
    pub version: u16,
    /// Where.
    pub on: SignedOn,
}

impl PromisesSigned {
    /// Writes the signature to its version.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let given = order.promises_given.iter_mut().find(|given| given.version == self.version);
        let Some(given) = given else { return };
        given.signed = Some(Signed { on: self.on, by: meta.by.clone(), at: meta.at });
    }
}

impl PromisesGiven {
    /// Adds the version.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (version, promises) = (self.version, self.promises.clone());
        order.promises_given.push(Given { version, promises, by: meta.by.clone(), at: meta.at, signed: None });
    }
}

/// Decides [`GivePromises`].
pub fn decide(d: &mut Deciding<'_>, c: &GivePromises) -> Result<String, Stop> {
    give(d, &c.order, &c.promises)?;
    Ok(c.order.to_string())
}

/// Gives the promises, unless the same ones stand there in the same words.
pub fn give(d: &mut Deciding<'_>, id: &OrderId, ids: &[String]) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let known = &d.rules.intake.pledges;
    if let Some(unknown) = ids.iter().find(|id| known.iter().all(|pledge| pledge.id != **id)) {
        let allowed = known.iter().map(|pledge| pledge.id.clone()).collect();
        return Err(Refusal::invalid("promises", unknown, Why::NotOneOf(allowed)).into());
    }
    let named = known.iter().filter(|pledge| ids.contains(&pledge.id));
    let promises: Vec<Pledged> = named
        .map(|pledge| Pledged { id: pledge.id.clone(), zh: pledge.text_zh.clone(), en: pledge.text_en.clone() })
        .collect();
    let last = order.promises_given.last();
    if last.map_or(promises.is_empty(), |last| last.promises == promises) {
        return Ok(());
    }
    let version = last.map_or(1, |last| last.version + 1);
    d.emit(Event::PromisesGiven(PromisesGiven { order: id.clone(), version, promises }))
}

/// Notes that both sides acknowledged what was promised: the text that stands there, frozen.
pub fn sign(d: &mut Deciding<'_>, id: &OrderId, on: SignedOn) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let newest = order.promises_given.last().filter(|given| !given.promises.is_empty());
    let newest = newest.ok_or_else(|| Refusal::missing("promises"))?;
    if let Some(signed) = &newest.signed {
        let (by, at) = (signed.by.clone(), signed.at);
        return Err(Refusal::AlreadyDone { field: "promises_signed".into(), by, at }.into());
    }
    d.emit(Event::PromisesSigned(PromisesSigned { order: id.clone(), version: newest.version, on }))
}
