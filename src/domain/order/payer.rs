//! Who pays what: the customer, the maker's warranty, an insurer, or the shop itself (S3: 保修鉴定及…保修结算; Q2, features 30
//! and 31). A line is paid by one of them, or split; the parts are its price to the fen.
//!
//! The customer's word covers all that is done to the car, whoever pays. The authorised ceiling guards what the customer
//! pays, and only that stands between them and their car: what a warranty or an insurer owes is a receivable.

use super::Order;
use super::consent::How;
use super::contract::{self, Contract, ContractChanged, Party};
use super::quote::{Decision, Line};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// The customer.
    #[default]
    Customer,
    /// The maker, under warranty.
    Warranty,
    /// An insurer.
    Insurer,
    /// The shop itself.
    Internal,
}

/// All of them, the customer first.
pub const PAYERS: [Payer; 4] = [Payer::Customer, Payer::Warranty, Payer::Insurer, Payer::Internal];

impl Payer {
    /// True for the customer, who pays where nothing else is said.
    pub fn is_customer(&self) -> bool {
        *self == Self::Customer
    }

    /// True for those against whom the shop has a claim.
    pub fn is_claimed(self) -> bool {
        match self {
            Self::Warranty | Self::Insurer => true,
            Self::Customer | Self::Internal => false,
        }
    }
}

/// What one payer bears of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who.
    pub payer: Payer,
    /// How much.
    pub amount: Money,
}

/// What one payer is to bear of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bears {
    /// Who.
    pub payer: Payer,
    /// How much, in fen; left out by one payer, who bears what the others leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// Splits a price among those who are named. Nobody is named twice, nothing is negative, and all of it is the price; it
/// is nothing at all where the customer bears everything.
pub fn split(price: Money, named: &[Bears]) -> Result<Vec<Share>, Refusal> {
    let twice = named.iter().enumerate().find(|(at, one)| named[..*at].iter().any(|other| other.payer == one.payer));
    if let Some((_, one)) = twice {
        return Err(Refusal::invalid("payers", crate::domain::event::code(&one.payer), Why::Twice));
    }
    if let Some(amount) = named.iter().filter_map(|one| one.amount).find(|amount| !amount.is_billable()) {
        let why = Why::OutOfRange { least: 0, most: Money::MOST.in_fen() };
        return Err(Refusal::invalid("payers", amount.in_fen(), why));
    }
    let said: Money = named.iter().filter_map(|one| one.amount).sum();
    let rests = named.iter().filter(|one| one.amount.is_none()).count();
    let fits = if rests == 1 { said <= price } else { rests == 0 && (said == price || named.is_empty()) };
    if !fits {
        return Err(Refusal::invalid("payers", said, Why::NotTheSum { sum: said, price }));
    }
    let share = |one: &Bears| Share { payer: one.payer, amount: one.amount.unwrap_or(price - said) };
    let mut shares: Vec<Share> = named.iter().map(share).collect();
    // A line that costs nothing may still be a warranty's.
    shares.retain(|share| share.amount > Money::ZERO || price == Money::ZERO);
    shares.sort_by_key(|share| share.payer);
    if shares.iter().all(|share| share.payer.is_customer()) { Ok(Vec::new()) } else { Ok(shares) }
}

/// The payers of a line that is written anew at another price: one alone bears all of it, several must fit.
pub fn kept(line: &Line, price: Money) -> Result<Vec<Share>, Refusal> {
    match line.payers.as_slice() {
        [] => Ok(Vec::new()),
        [one] => Ok(vec![Share { payer: one.payer, amount: price }]),
        several => {
            let named: Vec<Bears> =
                several.iter().map(|share| Bears { payer: share.payer, amount: Some(share.amount) }).collect();
            split(price, &named)
        }
    }
}

/// What a payer bears of a price that is split so.
pub fn part(price: Money, shares: &[Share], payer: Payer) -> Money {
    match (shares, payer) {
        ([], Payer::Customer) => price,
        (shares, payer) => shares.iter().filter(|share| share.payer == payer).map(|share| share.amount).sum(),
    }
}

/// Says who pays a line, also after the customer decided on it. Where the customer shall pay more than before, they
/// were asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPayers {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who bears how much; together it is the price of the line.
    pub payers: Vec<Bears>,
    /// Why.
    pub reason: String,
    /// How the customer was asked; needed where they shall pay more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// Who spoke for the customer, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// Others pay a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayersSet {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub line: u16,
    /// Who bears how much; nothing where the customer bears all of it.
    pub payers: Vec<Share>,
    /// Why.
    pub reason: String,
    /// How the customer was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// Who spoke for the customer, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Personal>,
    /// The most that the customer authorised since, in fen.
    pub ceiling: Money,
}

impl PayersSet {
    /// Writes who pays the line.
    pub fn fold(&self, order: &mut Order) {
        order.ceiling = self.ceiling;
        let Some(line) = order.lines.iter_mut().find(|line| line.number == self.line) else { return };
        line.payers.clone_from(&self.payers);
    }
}

/// Decides [`SetPayers`].
pub fn decide(d: &mut Deciding<'_>, c: &SetPayers) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    let line = order.line(c.line).ok_or_else(|| Refusal::not_found("line", c.line))?;
    if c.payers.is_empty() {
        return Err(Refusal::missing("payers").into());
    }
    let payers = split(line.price(), &c.payers)?;
    let reason = d.text("reason", &c.reason)?;
    if payers == line.payers {
        return Ok(c.order.to_string());
    }
    let counts = line.decision() == Decision::Accepted;
    for payer in PAYERS.into_iter().filter(|_| counts) {
        let bill = order.bill_of(payer) - line.part(payer) + part(line.price(), &payers, payer);
        let paid = order.paid_by(payer);
        if paid > bill {
            return Err(Refusal::PaidTooMuch { due: bill, amount: paid }.into());
        }
    }
    let (before, after) = (line.part(Payer::Customer), part(line.price(), &payers, Payer::Customer));
    let bill = if counts { order.bill() - before + after } else { order.bill() };
    if counts && after > before && c.how.is_none() {
        return Err(Refusal::missing("how").into());
    }
    let ceiling = order.ceiling.max(bill);
    let about = d.about(&order);
    let who = d.optional_text("who", c.who.as_deref())?.map(|text| Personal::new(&text, &about));
    let set = PayersSet {
        order: c.order.clone(),
        line: c.line,
        payers,
        reason: reason.clone(),
        how: c.how,
        who: who.clone(),
        ceiling,
    };
    d.emit(Event::PayersSet(set))?;
    let in_force = order.contract.as_ref().is_some_and(Contract::in_force);
    if let Some(how) = c.how.filter(|_| in_force && ceiling != order.ceiling) {
        let (order, proposer, lines) = (c.order.clone(), Party::Shop, contract::scope(&order));
        let changed = ContractChanged {
            order,
            proposer,
            how,
            who,
            reason,
            lines,
            ceiling,
            stop: false,
            told: Vec::new(),
            promise: None,
        };
        d.emit(Event::ContractChanged(changed))?;
    }
    Ok(c.order.to_string())
}

impl Line {
    /// What a payer bears of it.
    pub fn part(&self, payer: Payer) -> Money {
        part(self.price(), &self.payers, payer)
    }
}

impl Order {
    /// The sum of what was accepted, whoever pays it (J6: Σ lines = total to the fen).
    pub fn total(&self) -> Money {
        self.accepted().map(Line::price).sum()
    }

    /// What a payer bears of what was accepted. The parts of all payers are the total, to the fen (Q2).
    pub fn bill_of(&self, payer: Payer) -> Money {
        self.accepted().map(|line| line.part(payer)).sum()
    }

    /// What a payer has paid.
    pub fn paid_by(&self, payer: Payer) -> Money {
        self.payments.iter().filter(|payment| payment.payer == payer).map(|payment| payment.amount).sum()
    }

    /// What a payer has still to pay. The shop owes itself nothing, and nothing is to be had where a claim was refused.
    pub fn due_of(&self, payer: Payer) -> Money {
        if payer == Payer::Internal || self.is_refused(payer) {
            return Money::ZERO;
        }
        self.bill_of(payer) - self.paid_by(payer)
    }

    fn accepted(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.decision() == Decision::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bears, Money, Payer, part, split};

    fn bears(payer: Payer, amount: Option<i64>) -> Bears {
        Bears { payer, amount: amount.map(Money::fen) }
    }

    #[test]
    fn q2_the_payers_of_a_line_add_up_to_its_price() {
        let price = Money::fen(100_001);
        for named in [
            vec![],
            vec![bears(Payer::Warranty, None)],
            vec![bears(Payer::Insurer, None), bears(Payer::Customer, Some(50_000))],
            vec![bears(Payer::Insurer, Some(1)), bears(Payer::Customer, Some(99_999)), bears(Payer::Internal, Some(1))],
        ] {
            let shares = split(price, &named).expect("it adds up");
            let sum: Money = super::PAYERS.iter().map(|payer| part(price, &shares, *payer)).sum();
            assert_eq!(sum, price, "{named:?}");
        }
        for named in [
            vec![bears(Payer::Insurer, Some(100_000))],
            vec![bears(Payer::Insurer, Some(100_002)), bears(Payer::Customer, None)],
            vec![bears(Payer::Insurer, None), bears(Payer::Customer, None)],
            vec![bears(Payer::Insurer, Some(1)), bears(Payer::Insurer, None)],
            vec![bears(Payer::Insurer, Some(-1)), bears(Payer::Customer, None)],
        ] {
            assert!(split(price, &named).is_err(), "{named:?}");
        }
    }
}
