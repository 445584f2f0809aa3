//! Moving an order by hand along the stage table.

use super::Order;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Meta;
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes a step of the workflow by hand; its gate is asked as ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveOrder {
    /// The order.
    pub order: OrderId,
    /// The stage to enter.
    pub to: Stage,
}

/// The order entered a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderMoved {
    /// The order.
    pub order: OrderId,
    /// The stage it left.
    pub from: Stage,
    /// The stage it entered.
    pub to: Stage,
}

impl OrderMoved {
    /// Writes the stage. Going back takes away what was settled for a car that was ready; a car that was given back stays
    /// so, also where its visit is to be followed up again.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.stage = self.to;
        order.entered = meta.at;
        if self.to < self.from && self.to < Stage::FollowUp {
            order.ready_told.clear();
            order.viewed = None;
            order.exit_check = None;
            order.explained = None;
            order.signed = None;
        }
        // What was finished may be taken up again, and something has to be.
        if self.to == Stage::Repair && self.to < self.from {
            for line in order.lines.iter_mut().filter(|line| line.work.finished.is_some()) {
                line.work.sent_back = true;
            }
        }
    }
}

/// Decides [`MoveOrder`]. The end of an order is reached only by what ends it: a call, or a cancellation.
pub fn decide(d: &mut Deciding<'_>, c: &MoveOrder) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if c.to >= Stage::FollowUp {
        let allowed = ["diagnose", "quote", "repair", "inspect", "hand-over"].map(String::from).to_vec();
        let named = serde_json::to_string(&c.to).unwrap_or_default();
        return Err(Refusal::invalid("to", named.trim_matches('"'), Why::NotOneOf(allowed)).into());
    }
    if order.stage == c.to {
        return Err(Refusal::NoSuchMove { order: c.order.clone(), from: order.stage, to: c.to }.into());
    }
    d.enter(&c.order, c.to)?;
    Ok(c.order.to_string())
}
