//! The claim against a warranty or an insurer: made, settled or refused (S3: 保修结算; Q2). It goes on after the car is
//! back with the customer; what a refused claim leaves open is the shop's own, unless the customer was asked to pay it.

use super::Order;
use super::pay::{self, Method};
use super::payer::Payer;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta, code};
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a claim is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimState {
    /// Not made yet.
    #[default]
    NotClaimed,
    /// Made.
    Claimed,
    /// Paid.
    Settled,
    /// Refused.
    Refused,
}

/// A claim as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// How far it is.
    pub state: ClaimState,
    /// The number that the payer gave it.
    pub reference: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Who noted it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Notes how far a claim is. Settled means paid: what is still due is taken as a payment of that payer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteClaim {
    /// The order.
    pub order: OrderId,
    /// Against whom: warranty or insurer.
    pub payer: Payer,
    /// How far it is.
    pub state: ClaimState,
    /// The number that the payer gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why it was refused; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By which means it was settled; else by transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
}

/// A claim was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimNoted {
    /// The order.
    pub order: OrderId,
    /// Against whom.
    pub payer: Payer,
    /// How far it is.
    pub state: ClaimState,
    /// The number that the payer gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl ClaimNoted {
    /// Writes the claim; its number stays until another is given.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let before = order.claims.remove(&self.payer).and_then(|claim| claim.reference);
        let (reference, reason) = (self.reference.clone().or(before), self.reason.clone());
        let claim = Claim { state: self.state, reference, reason, by: meta.by.clone(), at: meta.at };
        order.claims.insert(self.payer, claim);
    }
}

/// Decides [`NoteClaim`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteClaim) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    if !c.payer.is_claimed() {
        let allowed = [Payer::Warranty, Payer::Insurer].map(|payer| code(&payer)).to_vec();
        return Err(Refusal::invalid("payer", code(&c.payer), Why::NotOneOf(allowed)).into());
    }
    if order.stage == Stage::Cancelled {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    if order.bill_of(c.payer) == Money::ZERO {
        return Err(Refusal::not_found("payer", code(&c.payer)).into());
    }
    if let Some(claim) = order.claims.get(&c.payer).filter(|claim| claim.state == ClaimState::Settled) {
        return Err(Refusal::AlreadyDone { field: "claim".into(), by: claim.by.clone(), at: claim.at }.into());
    }
    let reference = d.optional_text("reference", c.reference.as_deref())?;
    let reason = d.optional_text("reason", c.reason.as_deref())?;
    match c.state {
        ClaimState::Refused if reason.is_none() => return Err(Refusal::missing("reason").into()),
        ClaimState::Settled => {
            let due = order.bill_of(c.payer) - order.paid_by(c.payer);
            if due > Money::ZERO {
                pay::emit(d, &c.order, c.payer, c.method.unwrap_or(Method::Transfer), due)?;
            }
        }
        ClaimState::NotClaimed | ClaimState::Claimed | ClaimState::Refused => {}
    }
    let (order, payer, state) = (c.order.clone(), c.payer, c.state);
    d.emit(Event::ClaimNoted(ClaimNoted { order, payer, state, reference, reason }))?;
    Ok(c.order.to_string())
}

impl Order {
    /// How far the claim against a payer is; who has paid all of it has settled it.
    pub fn claim_state(&self, payer: Payer) -> ClaimState {
        let noted = self.claims.get(&payer).map(|claim| claim.state).unwrap_or_default();
        let paid = self.bill_of(payer) > Money::ZERO && self.bill_of(payer) == self.paid_by(payer);
        if paid { ClaimState::Settled } else { noted }
    }

    /// True if the payer has refused to pay.
    pub fn is_refused(&self, payer: Payer) -> bool {
        self.claims.get(&payer).is_some_and(|claim| claim.state == ClaimState::Refused)
    }
}
