//! What comes before a contract is signed (S14: 签订前…介绍, 合同评审; P3): the customer is told what they sign, point by
//! point, and somebody looks through what the shop takes on. A contract without either is not signed.
//!
//! A review covers the lines that stood in the quote, at their prices. A line that came or changed since is not reviewed.

use super::Order;
use super::checked::Mark;
use super::consent::Decided;
use super::contract;
use super::quote::Decision;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The list of what a customer is told before they sign.
pub const DISCLOSURE: &str = "disclosure";

/// A review of the contract as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractReview {
    /// The shop can do what it promises.
    pub passed: bool,
    /// What was said besides; why, if it cannot.
    pub remark: Option<String>,
    /// The lines that were looked at, with their prices.
    pub lines: Vec<Decided>,
    /// Who reviewed.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Reviews the contract before it is signed: scope, cost and time can be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewContract {
    /// The order.
    pub order: OrderId,
    /// The shop can do what it promises.
    pub passed: bool,
    /// What was said besides; needed if it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Who reviewed, if not the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<StaffId>,
}

/// The contract was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractReviewed {
    /// The order.
    pub order: OrderId,
    /// The shop can do what it promises.
    pub passed: bool,
    /// What was said besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Who reviewed.
    pub reviewer: StaffId,
    /// The lines that were looked at, with their prices.
    pub lines: Vec<Decided>,
}

impl ContractReviewed {
    /// Adds the review.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.reviews.push(ContractReview {
            passed: self.passed,
            remark: self.remark.clone(),
            lines: self.lines.clone(),
            by: self.reviewer.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`ReviewContract`].
pub fn decide(d: &mut Deciding<'_>, c: &ReviewContract) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if !matches!(order.stage, Stage::Quote | Stage::Repair) {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let remark = d.optional_text("remark", c.remark.as_deref())?;
    if remark.is_none() && !c.passed {
        return Err(Refusal::missing("remark").into());
    }
    let reviewer = c.reviewer.clone().unwrap_or_else(|| d.by.clone());
    d.staff("reviewer", &reviewer)?;
    let wanted = |line: &&super::quote::Line| matches!(line.decision(), Decision::Undecided | Decision::Accepted);
    let lines = order.lines.iter().filter(wanted);
    let lines =
        lines.map(|line| Decided { line: line.number, decision: line.decision(), price: line.price() }).collect();
    let (order, passed) = (c.order.clone(), c.passed);
    d.emit(Event::ContractReviewed(ContractReviewed { order, passed, remark, reviewer, lines }))?;
    Ok(c.order.to_string())
}

impl Order {
    /// True if the customer was told everything that the list has.
    pub fn is_disclosed(&self) -> bool {
        let told = self.checklists.get(DISCLOSURE);
        told.is_some_and(|told| !told.marks.is_empty() && told.marks.values().all(|mark| *mark == Mark::Ok))
    }

    /// True if the newest review passed, and looked at all that is to be signed.
    pub fn is_reviewed(&self) -> bool {
        let Some(review) = self.reviews.last().filter(|review| review.passed) else { return false };
        let seen = |line: &Decided| review.lines.iter().any(|one| one.line == line.line && one.price == line.price);
        contract::scope(self).iter().all(seen)
    }
}
