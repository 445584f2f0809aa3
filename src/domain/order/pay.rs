//! Settlement: payments in part or whole, to the fen (S6, S13; J6, D4).

use super::Order;
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
}

impl PaymentTaken {
    /// Adds the payment.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let by = meta.by.clone();
        order.payments.push(Payment { method: self.method, amount: self.amount, by, at: meta.at });
    }
}

/// Decides [`TakePayment`].
pub fn decide(d: &mut Deciding<'_>, c: &TakePayment) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if order.stage != Stage::HandOver {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    take(d, &c.order, c.method, c.amount)?;
    if order.signed.is_none() {
        d.warn(Warning::PaidUnsigned);
    }
    Ok(c.order.to_string())
}

/// Takes `amount`, or all that is due. A bill over the authorised ceiling stops here (D4: one fen over blocks).
pub fn take(d: &mut Deciding<'_>, id: &OrderId, method: Method, amount: Option<Money>) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    if order.bill() > order.ceiling {
        return Err(Refusal::OverCeiling { bill: order.bill(), ceiling: order.ceiling }.into());
    }
    let due = order.due();
    let amount = amount.unwrap_or(due);
    if amount > due {
        return Err(Refusal::PaidTooMuch { due, amount }.into());
    }
    if amount <= Money::ZERO {
        return Err(Refusal::invalid("amount", amount, Why::NotPositive).into());
    }
    d.emit(Event::PaymentTaken(PaymentTaken { order: id.clone(), method, amount }))
}
