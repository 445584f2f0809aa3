//! Rows of calls: attempts by their day, calls that are over, what customers said in them; and customers by their last
//! contact (K2, K3).

use super::codec::pack;
use super::error::StoreError;
use super::keys;
use super::rows::Rows;
use crate::domain::call::answer::Opinion;
use crate::domain::call::attempt::Outcome;
use crate::domain::call::{Call, State};
use crate::domain::customer::Customer;
use crate::domain::customer::contact::Contact;
use crate::domain::marks::Group;
use crate::domain::{CallId, CustomerId, OrderId, Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// What a customer said about a visit, in their file (L14: 意见、建议).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionRow {
    /// The call.
    pub call: CallId,
    /// The visit; none of a call that followed none.
    pub order: Option<OrderId>,
    /// When it was said.
    pub at: Stamp,
    /// What kind of words they are.
    pub opinion: Option<Opinion>,
    /// The words.
    pub words: String,
}

/// A call that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// The call.
    pub call: CallId,
    /// When it was over.
    pub at: Stamp,
    /// The customer answered.
    pub answered: bool,
    /// It ended by itself: its last day was over.
    pub expired: bool,
}

/// An attempt to call a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// The call.
    pub call: CallId,
    /// What kind of call it is.
    pub kind: Contact,
    /// The visit is one to ask about soon.
    pub at_risk: bool,
    /// What came of it.
    pub outcome: Outcome,
    /// Who called.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A customer whom one might call by and by: no car of theirs is here (K2).
pub fn contact_row(rows: &mut Rows, customer: &Customer) -> Result<(), StoreError> {
    let Some(last) = customer.contacted.filter(|_| customer.open.is_empty()) else { return Ok(()) };
    rows.insert(keys::contacted(last.day(), customer.id.as_str()), pack::<CustomerId>(&customer.id)?);
    Ok(())
}

/// Attempts to call, a call that is over, and what the customer said in it.
pub fn call_rows(rows: &mut Rows, call: &Call) -> Result<(), StoreError> {
    for (attempt, number) in call.attempts.iter().zip(1..) {
        let row = AttemptRow {
            call: call.id.clone(),
            kind: call.kind,
            at_risk: !call.risk.is_empty(),
            outcome: attempt.outcome,
            by: attempt.by.clone(),
            at: attempt.at,
        };
        rows.insert(keys::attempt(attempt.at.day(), call.id.as_str(), number), pack(&row)?);
    }
    // A call that nobody had to make counts as none.
    let is_over = !call.is_open() && call.state != State::Needless;
    if let Some(over) = call.marks.get(Group::State).filter(|_| is_over) {
        let (at, answered) = (over.at, call.state == State::Done);
        let expired = call.state == State::GivenUp && call.attempts.last().is_none_or(|last| last.at != at);
        let row = CallRow { call: call.id.clone(), at, answered, expired };
        rows.insert(keys::call(at.day(), call.id.as_str()), pack(&row)?);
    }
    let Some(customer) = &call.customer else { return Ok(()) };
    let text = |words: &Option<Personal>| words.as_ref().and_then(Personal::text).unwrap_or_default().to_string();
    let (at, opinion, words) = match (&call.answers, call.attempts.last()) {
        (Some(answers), _) => (answers.at, answers.opinion, text(&answers.words)),
        (None, Some(last)) => (last.at, None, text(&call.note)),
        (None, None) => return Ok(()),
    };
    if words.is_empty() && opinion.is_none() {
        return Ok(());
    }
    let row = OpinionRow { call: call.id.clone(), order: call.order.clone(), at, opinion, words };
    let key = keys::of_customer(customer.as_str(), keys::Entry::Opinion, call.id.as_str());
    rows.insert(key, pack(&row)?);
    Ok(())
}
