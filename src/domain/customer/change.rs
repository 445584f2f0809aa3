//! Putting a customer's file right.

use super::{Customer, Segment, phone};
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::Event;
use crate::domain::{CustomerId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a customer's file; absent fields stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The phone to call first; a new number takes away the mark "wrong number".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// general or key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

/// A customer's file was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerChanged {
    /// The customer.
    pub customer: CustomerId,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal>,
    /// The phone to call first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal>,
    /// The phone that stood there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_before: Option<Personal>,
    /// Key customer or general.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

impl CustomerChanged {
    /// Writes the changes; an older phone moves behind the new one.
    pub fn fold(&self, customer: &mut Customer) {
        if let Some(name) = &self.name {
            customer.name = name.clone();
        }
        if let Some(phone) = &self.phone {
            customer.phones.retain(|old| old != phone && Some(old) != self.phone_before.as_ref());
            customer.phones.insert(0, phone.clone());
            customer.wrong_number = false;
        }
        customer.segment = self.segment.unwrap_or(customer.segment);
    }
}

/// Decides [`ChangeCustomer`].
pub fn decide(d: &mut Deciding<'_>, c: &ChangeCustomer) -> Result<String, Stop> {
    let customer = d.customer("customer", &c.customer)?;
    let id = customer.id.clone();
    let personal = |text: &str| Personal::new(text, id.as_str());
    let name = match &c.name {
        Some(name) => Some(personal(d.words("name", name)?)),
        None => None,
    };
    let phone = match &c.phone {
        Some(text) => Some(personal(&phone::parse(text).map_err(|why| Refusal::invalid("phone", text, why))?)),
        None => None,
    };
    let corrects = customer.wrong_number && phone.as_ref().is_some_and(|new| new.text() != customer.phone());
    if name.is_none() && phone.is_none() && c.segment.is_none() {
        return Err(Refusal::missing("name").into());
    }
    let phone_before = phone.as_ref().and(customer.phone()).map(personal);
    d.emit(Event::CustomerChanged(CustomerChanged {
        customer: id.clone(),
        name,
        phone,
        phone_before,
        segment: c.segment,
    }))?;
    if corrects {
        d.warn(Warning::NumberCorrected { customer: id.clone() });
    }
    Ok(id.to_string())
}

/// Takes the phone that a known customer gives at a visit: a new one is to be called first from now on, and takes away
/// the mark "wrong number" (feature 45).
pub fn give_phone(d: &mut Deciding<'_>, customer: &CustomerId, typed: &str) -> Result<(), Stop> {
    let phone = phone::parse(typed).map_err(|why| Refusal::invalid("phone", typed, why))?;
    if d.customer_file("customer", customer)?.phones().first() == Some(&phone.as_str()) {
        return Ok(());
    }
    let given = ChangeCustomer { customer: customer.clone(), name: None, phone: Some(phone), segment: None };
    decide(d, &given).map(|_| ())
}
