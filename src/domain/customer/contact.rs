//! What a customer is contacted about, and what they do not want to be contacted about any more (K5, feature 36): each
//! kind by itself, with the reason, from the moment that it is said.

use super::Customer;
use crate::domain::call::ended::close_order;
use crate::domain::call::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CallId, CustomerId, Key, Record, Records, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of contact (K5: 回访、关怀、培训、提醒、优惠告知). Calls about a complaint are none of them: whoever complains
/// is always answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Contact {
    /// The call after a visit.
    #[default]
    FollowUp,
    /// A survey that belongs to no visit.
    Survey,
    /// How are you and your car (K2).
    Care,
    /// The next service is due (K6).
    Reminder,
    /// Courses for drivers.
    Training,
    /// Offers.
    Offer,
    /// You said, we did (O6, feature 46).
    Feedback,
}

/// Every kind of contact, in the order in which they are shown.
pub const CONTACTS: [Contact; 7] = [
    Contact::FollowUp,
    Contact::Survey,
    Contact::Care,
    Contact::Reminder,
    Contact::Training,
    Contact::Offer,
    Contact::Feedback,
];

impl Contact {
    /// True for the call after a visit.
    pub fn is_follow_up(&self) -> bool {
        *self == Self::FollowUp
    }
}

/// Why a customer does not want to be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// They asked for it, and said no more.
    Asked,
    /// They are called too often.
    TooOften,
    /// They do not have the car any more, or moved away.
    Gone,
    /// They are not satisfied with the shop.
    Dissatisfied,
    /// Something else.
    Other,
}

/// Every reason, in the order of their digits.
pub const REASONS: [Reason; 5] = [Reason::Asked, Reason::TooOften, Reason::Gone, Reason::Dissatisfied, Reason::Other];

/// A kind of contact that a customer does not want.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Which kind.
    pub contact: Contact,
    /// Why.
    pub reason: Reason,
    /// Who was told.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Notes what a customer does not want to be contacted about. It holds at once: open calls of that kind are over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptOutOf {
    /// The customer.
    pub customer: CustomerId,
    /// The kinds of contact; none named means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Why.
    pub reason: Reason,
    /// The call in which it was said: it counts as an attempt that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
}

/// Lifts what a customer did not want: they may be contacted about it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptInto {
    /// The customer.
    pub customer: CustomerId,
    /// The kinds of contact; none named means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

/// A customer does not want some kinds of contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptedOut {
    /// The customer.
    pub customer: CustomerId,
    /// The kinds.
    pub contacts: Vec<Contact>,
    /// Why.
    pub reason: Reason,
    /// The open calls that are over by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallId>,
}

impl OptedOut {
    /// Notes it in the file.
    pub fn fold(&self, customer: &mut Customer, meta: &Meta<'_>) {
        customer.opt_outs.retain(|out| !self.contacts.contains(&out.contact));
        let out =
            |contact: &Contact| OptOut { contact: *contact, reason: self.reason, by: meta.by.clone(), at: meta.at };
        customer.opt_outs.extend(self.contacts.iter().map(out));
        customer.calls.retain(|call| !self.calls.contains(call));
    }

    /// Ends a call that is not wanted.
    pub fn fold_call(&self, call: &mut Call) {
        call.state = State::NotWanted;
    }
}

/// A customer may be contacted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptedIn {
    /// The customer.
    pub customer: CustomerId,
    /// The kinds.
    pub contacts: Vec<Contact>,
}

impl OptedIn {
    /// Takes the notes out of the file.
    pub fn fold(&self, customer: &mut Customer) {
        customer.opt_outs.retain(|out| !self.contacts.contains(&out.contact));
    }
}

/// Decides [`OptOutOf`].
pub fn decide_out(d: &mut Deciding<'_>, c: &OptOutOf) -> Result<String, Stop> {
    let file = d.customer_file("customer", &c.customer)?;
    let customer = file.kept().id.clone();
    let contacts = if c.contacts.is_empty() { CONTACTS.to_vec() } else { c.contacts.clone() };
    if let Some(call) = &c.call {
        crate::domain::call::attempt::refuse(d, call)?;
    }
    let mut over = Vec::new();
    for id in file.calls() {
        let record = d.get(&Key::Call(id.clone()))?;
        let call = record.as_deref().and_then(Record::as_call);
        if let Some(call) = call.filter(|call| call.is_open() && contacts.contains(&call.kind)) {
            over.push(call.clone());
        }
    }
    let calls = over.iter().map(|call| call.id.clone()).collect();
    d.emit(Event::OptedOut(OptedOut { customer: customer.clone(), contacts, reason: c.reason, calls }))?;
    for call in over {
        close_order(d, &call, State::NotWanted)?;
    }
    Ok(customer.to_string())
}

/// Decides [`OptInto`].
pub fn decide_in(d: &mut Deciding<'_>, c: &OptInto) -> Result<String, Stop> {
    let file = d.customer_file("customer", &c.customer)?;
    let contacts = if c.contacts.is_empty() { CONTACTS.to_vec() } else { c.contacts.clone() };
    let has = |customer: &Customer| customer.opt_outs.iter().any(|out| contacts.contains(&out.contact));
    let of: Vec<CustomerId> = file.all().filter(|one| has(one)).map(|one| one.id.clone()).collect();
    if of.is_empty() {
        let named = contacts.first().map(crate::domain::event::code).unwrap_or_default();
        return Err(Refusal::not_found("contacts", named).into());
    }
    for customer in of {
        d.emit(Event::OptedIn(OptedIn { customer, contacts: contacts.clone() }))?;
    }
    Ok(file.kept().id.to_string())
}
