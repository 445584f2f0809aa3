//! Telling the customer that the car is ready, with the papers prepared (S18: 通知客户接车，准备客户接车资料; J2, J5).

use super::Order;
use super::checked::{self, ChecklistMarks, Mark};
use super::consent::How;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The checklist of the papers that a customer gets with the car.
pub const PACK: &str = "pack";

/// Tells the customer that the car is ready, or tries to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellReady {
    /// The order.
    pub order: OrderId,
    /// How.
    pub how: How,
    /// false: the customer could not be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<bool>,
    /// The papers that lie ready, by the items of the checklist pack; needed unless that list was filled in before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pack: Vec<String>,
}

/// The customer was told that the car is ready, or was not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadyTold {
    /// The order.
    pub order: OrderId,
    /// How.
    pub how: How,
    /// Whether the customer was reached.
    pub reached: bool,
}

/// One attempt to tell the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldReady {
    /// How.
    pub how: How,
    /// Whether they were reached.
    pub reached: bool,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl ReadyTold {
    /// Adds the attempt.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.ready_told.push(ToldReady { how: self.how, reached: self.reached, by: meta.by.clone(), at: meta.at });
    }
}

impl Order {
    /// True once the customer knows that the car is ready: they were told, or wait in the shop.
    pub fn is_ready_known(&self) -> bool {
        self.waiting || self.ready_told.iter().any(|told| told.reached)
    }
}

/// Decides [`TellReady`].
pub fn decide(d: &mut Deciding<'_>, c: &TellReady) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if order.stage != Stage::HandOver {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let marks = c.pack.iter().map(|item| (item.clone(), Mark::Ok)).collect();
    let pack = ChecklistMarks { checklist: PACK.into(), marks, ..ChecklistMarks::default() };
    checked::note(d, &c.order, &pack)?;
    if !d.open_order(&c.order)?.checklists.contains_key(PACK) {
        return Err(Refusal::missing("pack").into());
    }
    let reached = c.reached.unwrap_or(true);
    d.emit(Event::ReadyTold(ReadyTold { order: c.order.clone(), how: c.how, reached }))?;
    Ok(c.order.to_string())
}
