//! Settlement: payments in part or whole, to the fen (S6, S13; J6, D4).

use super::Order;
use super::payer::Payer;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// By which means.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// Who paid.
    pub payer: Payer,
    /// Who took it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Means of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Cash.
    Cash,
    /// Bank card.
    Card,
    /// WeChat Pay.
    Wechat,
    /// Alipay.
    Alipay,
    /// Bank transfer.
    Transfer,
    /// On the customer's account, billed later.
    Account,
}

/// Takes a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// The order.
    pub order: OrderId,
    /// By which means.
    pub method: Method,
    /// How much, in fen; else all that is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Who pays; else the customer. What others owe may come in after the car is given back.
    #[serde(default, skip_serializing_if = "Payer::is_customer")]
    pub payer: Payer,
    /// The customer has signed the paper already; the signature itself is recorded with the hand-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
}

/// A payment was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTaken {
    /// The order.
    pub order: OrderId,
    /// By which means.
    pub method: Method,
    /// How much, in fen.
    pub amount: Money,
    /// Who paid.
    #[serde(default, skip_serializing_if = "Payer::is_customer")]
    pub payer: Payer,
}

impl PaymentTaken {
    /// Adds the payment.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let by = meta.by.clone();
        order.payments.push(Payment { method: self.method, amount: self.amount, payer: self.payer, by, at: meta.at });
    }
}

/// Decides [`TakePayment`].
pub fn decide(d: &mut Deciding<'_>, c: &TakePayment) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    let later = !c.payer.is_customer() && matches!(order.stage, Stage::FollowUp | Stage::Closed);
    if order.stage != Stage::HandOver && !later {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    take(d, &c.order, c.payer, c.method, c.amount)?;
    if order.signed.is_none() && c.signed != Some(true) {
        d.warn(Warning::PaidUnsigned);
    }
    Ok(c.order.to_string())
}

/// Takes `amount`, or all that the payer owes. A bill over the authorised ceiling stops here (D4: one fen over blocks).
pub fn take(
    d: &mut Deciding<'_>,
    id: &OrderId,
    payer: Payer,
    method: Method,
    amount: Option<Money>,
) -> Result<(), Stop> {
    let order = d.order_named("order", id)?;
    if order.bill() > order.ceiling {
        return Err(Refusal::OverCeiling { bill: order.bill(), ceiling: order.ceiling }.into());
    }
    let due = order.due_of(payer);
    let amount = amount.unwrap_or(due);
    if amount > due {
        return Err(Refusal::PaidTooMuch { due, amount }.into());
    }
    if amount <= Money::ZERO {
        return Err(Refusal::invalid("amount", amount, Why::NotPositive).into());
    }
    emit(d, id, payer, method, amount)
}

/// Writes a payment that was found to be right.
pub fn emit(d: &mut Deciding<'_>, id: &OrderId, payer: Payer, method: Method, amount: Money) -> Result<(), Stop> {
    d.emit(Event::PaymentTaken(PaymentTaken { order: id.clone(), method, amount, payer }))
}
