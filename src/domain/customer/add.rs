//! A new customer's file.

use super::{Customer, Segment, phone};
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::Event;
use crate::domain::{CustomerId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Opens a customer's file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCustomer {
    /// The name.
    pub name: String,
    /// The phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// general or key.
    #[serde(default)]
    pub segment: Segment,
}

/// A customer's file was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerAdded {
    /// The id.
    pub customer: CustomerId,
    /// The name.
    pub name: Personal,
    /// Phone numbers.
    pub phones: Vec<Personal>,
    /// Key customer or general.
    pub segment: Segment,
}

impl CustomerAdded {
    /// The file as it begins.
    pub fn begin(&self) -> Customer {
        Customer {
            id: self.customer.clone(),
            name: self.name.clone(),
            phones: self.phones.clone(),
            segment: self.segment,
            wrong_number: false,
            vehicles: Vec::new(),
            open: Vec::new(),
            visits: 0,
            calls: Vec::new(),
            opt_outs: Vec::new(),
            low_score: None,
            contacted: None,
            earlier: None,
            standing: Vec::new(),
            ended: Vec::new(),
            merged: None,
            aliases: Vec::new(),
            marks: Default::default(),
        }
    }
}

/// Decides [`AddCustomer`].
pub fn decide(d: &mut Deciding<'_>, c: &AddCustomer) -> Result<String, Stop> {
    let id = create(d, &c.name, c.phone.as_deref(), c.segment)?;
    Ok(id.to_string())
}

/// Opens a file from what an intake form holds. A customer with that very name and phone is not made twice.
pub fn add(d: &mut Deciding<'_>, name: Option<&str>, phone: Option<&str>) -> Result<CustomerId, Stop> {
    let name = name.ok_or_else(|| Refusal::missing("name"))?;
    if let Some(phone) = phone.and_then(|text| phone::parse(text).ok()) {
        for id in d.customers_with_phone(&phone)? {
            let known = d.customer("customer", &id)?;
            if known.name.text() == Some(crate::domain::clean::clean(name).as_str()) {
                return Ok(known.id.clone());
            }
        }
    }
    create(d, name, phone, Segment::General)
}

fn create(d: &mut Deciding<'_>, name: &str, phone: Option<&str>, segment: Segment) -> Result<CustomerId, Stop> {
    let name = d.words("name", name)?;
    let phone = match phone.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(phone::parse(text).map_err(|why| Refusal::invalid("phone", text, why))?),
        None => None,
    };
    let known = match &phone {
        Some(phone) => d.customers_with_phone(phone)?,
        None => Vec::new(),
    };
    if let Some(other) = known.first() {
        let other = d.customer("phone", other)?;
        let name = other.name.or_empty().to_string();
        d.warn(Warning::PhoneKnown { customer: other.id.clone(), name });
    }
    let customer = CustomerId::new(d.next_plain("C")?);
    let personal = |text: &str| Personal::new(text, customer.as_str());
    let (name, phones) = (personal(name), phone.iter().map(|p| personal(p)).collect());
    d.emit(Event::CustomerAdded(CustomerAdded { customer: customer.clone(), name, phones, segment }))?;
    Ok(customer)
}
