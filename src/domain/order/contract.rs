//! The repair contract: scope, cost and time, signed before the repair where the bill is large (S9: 签订服务合同,明确修理的
//! 范围、费用和时间; D1, AM23). Below the shop's threshold the customer's recorded word is enough.
//!
//! A contract in force is changed or stopped only by one party's proposal and the other's consent, with a reason (S14;
//! P3). Lines that the customer decides on later are such a change, and are recorded as one.

use super::Order;
use super::checked::{self, ChecklistMarks, Mark};
use super::consent::{Decided, How, LinesDecided};
use super::hand_over::SignedOn;
use super::payer::Payer;
use super::promise::Reason;
use super::quote::Decision;
use super::review::{self, DISCLOSURE, ReviewContract};
use super::stage::{Around, Need, Stage};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta, code};
use crate::domain::shop::checklist::Item;
use crate::domain::{Money, OrderId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A contract as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Where the customer signed.
    pub on: SignedOn,
    /// Scope: accepted lines with their prices.
    pub lines: Vec<Decided>,
    /// Cost: the bill never exceeds it.
    pub ceiling: Money,
    /// Time.
    pub promise: Stamp,
    /// Who saw the signature.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// Its changes, in order; the last may have stopped it.
    pub changes: Vec<Change>,
}

impl Contract {
    /// True until it is stopped.
    pub fn in_force(&self) -> bool {
        self.changes.iter().all(|change| !change.stop)
    }
}

/// One change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Who wanted it; the other party consented.
    pub proposer: Party,
    /// Who consented for the customer, or spoke for them, if not the customer.
    pub who: Option<Personal>,
    /// How they were spoken with.
    pub how: How,
    /// Why.
    pub reason: String,
    /// The cost since.
    pub ceiling: Money,
    /// It ends the contract.
    pub stop: bool,
    /// The departments that were told.
    pub told: Vec<String>,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A party of the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The shop.
    #[default]
    Shop,
    /// The customer.
    Customer,
}

impl Party {
    /// The party that has to consent.
    pub fn other(self) -> Self {
        match self {
            Self::Shop => Self::Customer,
            Self::Customer => Self::Shop,
        }
    }
}

/// Records that the customer signed the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignContract {
    /// The order.
    pub order: OrderId,
    /// Where: on paper or on the screen.
    pub on: SignedOn,
    /// Items of the disclosure that the customer was told of just now; the list must be complete (P3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<String>,
    /// Who reviewed the contract just now, and found that the shop can keep it (P3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<StaffId>,
}

/// Changes or stops the contract: one party proposes, the other consents (P3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeContract {
    /// The order.
    pub order: OrderId,
    /// Who wants it.
    pub proposer: Party,
    /// The other party consented; without that there is no change.
    #[serde(default)]
    pub agreed: bool,
    /// How the customer was spoken with.
    pub how: How,
    /// Who spoke for the customer, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Why.
    pub reason: String,
    /// The new ceiling, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    /// Stops the contract: what was not begun is not done.
    #[serde(default)]
    pub stop: bool,
    /// The departments that were told (S14: 有关部门).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<String>,
}

/// The customer signed the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractSigned {
    /// The order.
    pub order: OrderId,
    /// Where.
    pub on: SignedOn,
    /// Scope.
    pub lines: Vec<Decided>,
    /// Cost, in fen.
    pub ceiling: Money,
    /// Time.
    pub promise: Stamp,
}

impl ContractSigned {
    /// Writes the contract.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.contract = Some(Contract {
            on: self.on,
            lines: self.lines.clone(),
            ceiling: self.ceiling,
            promise: self.promise,
            by: meta.by.clone(),
            at: meta.at,
            changes: Vec::new(),
        });
    }
}

/// The contract was changed or stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractChanged {
    /// The order.
    pub order: OrderId,
    /// Who wanted it.
    pub proposer: Party,
    /// How the customer was spoken with.
    pub how: How,
    /// Who spoke for the customer, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Personal>,
    /// Why.
    pub reason: String,
    /// Scope since.
    pub lines: Vec<Decided>,
    /// Cost since, in fen.
    pub ceiling: Money,
    /// It ends the contract.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stop: bool,
    /// The departments that were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<String>,
    /// Time since, where it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Stamp>,
}

impl ContractChanged {
    /// Writes the change into the contract.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.ceiling = self.ceiling;
        let Some(contract) = &mut order.contract else { return };
        contract.lines.clone_from(&self.lines);
        contract.ceiling = self.ceiling;
        contract.promise = self.promise.unwrap_or(contract.promise);
        contract.changes.push(Change {
            proposer: self.proposer,
            who: self.who.clone(),
            how: self.how,
            reason: self.reason.clone(),
            ceiling: self.ceiling,
            stop: self.stop,
            told: self.told.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// The accepted lines with the prices that they were accepted at.
pub fn scope(order: &Order) -> Vec<Decided> {
    let accepted = order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    accepted.map(|line| Decided { line: line.number, decision: Decision::Accepted, price: line.price() }).collect()
}

/// Decides [`SignContract`].
pub fn sign(d: &mut Deciding<'_>, c: &SignContract) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if !matches!(order.stage, Stage::Quote | Stage::Repair) {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    if let Some(contract) = order.contract.as_ref().filter(|contract| contract.in_force()) {
        let (by, at) = (contract.by.clone(), contract.at);
        return Err(Refusal::AlreadyDone { field: "contract".into(), by, at }.into());
    }
    prepare(d, c)?;
    let order = d.open_order(&c.order)?;
    // Scope, cost and time must be known: that is what is signed. The customer was told what that means, and somebody
    // looked at whether the shop can keep it.
    let known = [Need::Decisions, Need::AcceptedLine, Need::Promise, Need::Disclosure, Need::Review];
    let needs: Vec<Need> = known.into_iter().filter(|need| !need.is_met(&order, Around::default())).collect();
    let (Some(promise), []) = (&order.promise, needs.as_slice()) else {
        return Err(Refusal::Gate { order: c.order.clone(), to: Stage::Repair, needs }.into());
    };
    let (lines, ceiling, promise) = (scope(&order), order.ceiling, promise.at);
    d.emit(Event::ContractSigned(ContractSigned { order: c.order.clone(), on: c.on, lines, ceiling, promise }))?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

/// Writes what was told and reviewed together with the signature.
fn prepare(d: &mut Deciding<'_>, c: &SignContract) -> Result<(), Stop> {
    let marks = c.told.iter().map(|item| (item.clone(), Mark::Ok)).collect();
    let told = ChecklistMarks { checklist: DISCLOSURE.into(), marks, ..ChecklistMarks::default() };
    checked::note(d, &c.order, &told)?;
    let order = d.open_order(&c.order)?;
    let list = d.rules.intake.checklists.iter().find(|list| list.id == DISCLOSURE);
    let told = order.checklists.get(DISCLOSURE);
    let open = |item: &Item| told.is_some_and(|told| !told.marks.contains_key(&item.id));
    if list.is_some_and(|list| list.items().any(open)) {
        let needs = vec![Need::Disclosure];
        return Err(Refusal::Gate { order: c.order.clone(), to: Stage::Repair, needs }.into());
    }
    if let Some(reviewer) = &c.reviewed_by {
        let (order, reviewer) = (c.order.clone(), Some(reviewer.clone()));
        review::decide(d, &ReviewContract { order, passed: true, remark: None, reviewer })?;
    }
    Ok(())
}

/// What the customer's word on lines does to the contract: a word by signature signs one that is due, and one in force
/// is changed. `before` is the ceiling that stood until then.
pub fn after_decision(
    d: &mut Deciding<'_>,
    decided: &LinesDecided,
    before: Money,
    reason: Option<String>,
) -> Result<(), Stop> {
    let order = d.open_order(&decided.order)?;
    if let Some(contract) = order.contract.as_ref().filter(|contract| contract.in_force()) {
        if contract.lines == scope(&order) && before == order.ceiling {
            return Ok(());
        }
        let label = |line: &Decided| order.line(line.line).map(|line| line.label.clone());
        let reason = reason.unwrap_or_else(|| decided.lines.iter().filter_map(label).collect::<Vec<_>>().join(", "));
        return d.emit(Event::ContractChanged(ContractChanged {
            order: decided.order.clone(),
            proposer: Party::Shop,
            how: decided.how,
            who: decided.who.clone(),
            reason,
            lines: scope(&order),
            ceiling: order.ceiling,
            stop: false,
            told: Vec::new(),
            promise: None,
        }));
    }
    by_signature(d, &decided.order)
}

/// Writes a time that the customer agreed to into the contract in force: the text that was signed stays, the change is
/// a version of its own (E2, P3).
pub fn after_move(d: &mut Deciding<'_>, id: &OrderId, reason: Reason, how: How) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let contract = order.contract.as_ref().filter(|contract| contract.in_force());
    let (Some(contract), Some(promise)) = (contract, &order.promise) else { return Ok(()) };
    if contract.promise == promise.at {
        return Ok(());
    }
    d.emit(Event::ContractChanged(ContractChanged {
        order: id.clone(),
        proposer: if reason == Reason::CustomerAsked { Party::Customer } else { Party::Shop },
        how,
        who: None,
        reason: code(&reason),
        lines: scope(&order),
        ceiling: order.ceiling,
        stop: false,
        told: Vec::new(),
        promise: Some(promise.at),
    }))
}

/// Takes a consent by signature for the contract that is due, as soon as scope, cost and time are known: nobody signs
/// twice. Without disclosure and review it is a consent and no contract (P3).
pub fn by_signature(d: &mut Deciding<'_>, id: &OrderId) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let accepted = || order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    let is_signed = |line: &super::quote::Line| line.consent.as_ref().is_some_and(|c| c.how == How::Signed);
    let known =
        Need::Decisions.is_met(&order, Around::default()) && Need::AcceptedLine.is_met(&order, Around::default());
    let prepared = order.is_disclosed() && order.is_reviewed();
    let signs = order.lacks_contract() && known && prepared && order.contract.is_none() && accepted().all(is_signed);
    let Some(promise) = order.promise.as_ref().filter(|_| signs) else { return Ok(()) };
    let (lines, ceiling, promise) = (scope(&order), order.ceiling, promise.at);
    let (order, on) = (id.clone(), SignedOn::Paper);
    d.emit(Event::ContractSigned(ContractSigned { order, on, lines, ceiling, promise }))
}

/// Decides [`ChangeContract`].
pub fn change(d: &mut Deciding<'_>, c: &ChangeContract) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let in_force = order.contract.as_ref().is_some_and(Contract::in_force);
    if !in_force || !matches!(order.stage, Stage::Quote | Stage::Repair | Stage::Inspect | Stage::HandOver) {
        return Err(Refusal::not_found("contract", &c.order).into());
    }
    let reason = d.text("reason", &c.reason)?;
    if !c.agreed {
        return Err(Refusal::missing("agreed").into());
    }
    let running = |line: &&super::quote::Line| line.work.started.is_some() && line.work.finished.is_none();
    if let Some(line) = order.lines.iter().find(running).filter(|_| c.stop) {
        let technician = line.work.technicians.last().cloned().unwrap_or_else(|| d.by.clone());
        return Err(Refusal::Busy { technician, order: c.order.clone(), line: line.number }.into());
    }
    let told = c.told.iter().map(|one| d.text("told", one)).collect::<Result<Vec<_>, _>>()?;
    let about = d.about(&order);
    let who = d.optional_text("who", c.who.as_deref())?.map(|text| Personal::new(&text, &about));
    let ceiling = c.ceiling.unwrap_or(order.ceiling);
    if ceiling < order.bill() {
        return Err(Refusal::OverCeiling { bill: order.bill(), ceiling }.into());
    }
    let not_begun =
        order.lines.iter().filter(|line| line.decision() == Decision::Accepted && line.work.started.is_none());
    let undone: Vec<Decided> = not_begun
        .map(|line| Decided { line: line.number, decision: Decision::Declined, price: line.price() })
        .collect();
    if c.stop && !undone.is_empty() {
        let part = |line: &Decided| order.line(line.line).map(|line| line.part(Payer::Customer));
        let left = order.bill() - undone.iter().filter_map(part).sum();
        let (order, lines, words) = (c.order.clone(), undone, None);
        let decided =
            LinesDecided { order, lines, how: c.how, who: who.clone(), words, ceiling: left, contract: false };
        d.emit(Event::LinesDecided(decided))?;
    }
    let order = d.open_order(&c.order)?;
    let ceiling = if c.stop { order.ceiling } else { ceiling };
    d.emit(Event::ContractChanged(ContractChanged {
        order: c.order.clone(),
        proposer: c.proposer,
        how: c.how,
        who,
        reason,
        lines: scope(&order),
        ceiling,
        stop: c.stop,
        told,
        promise: None,
    }))?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}
