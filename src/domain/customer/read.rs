//! Who read a customer's file, and who had a phone number shown whole (E6, feature 71). The journal keeps it for ever;
//! it is noted once per person, customer and day, a number each time.

use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::records::{Key, Record, Records};
use crate::domain::{CustomerId, StaffId, Stamp};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that the file of a customer was read, or has the phone numbers shown whole. The desk gives the first by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadCustomer {
    /// Whose file.
    pub customer: CustomerId,
    /// The phone numbers are to be shown whole.
    #[serde(default)]
    pub phone: bool,
}

/// A customer's file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRead {
    /// Whose.
    pub customer: CustomerId,
    /// The day, by the shop's clock.
    pub day: NaiveDate,
    /// The phone numbers were shown whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub phone: bool,
}

/// Who read one customer's file on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// Whose.
    pub customer: CustomerId,
    /// Which day, by the shop's clock.
    pub day: NaiveDate,
    /// Who, in order.
    pub reads: Vec<Read>,
}

/// One reading of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// The phone numbers were shown whole.
    pub phone: bool,
}

impl Reads {
    /// True if `who` read the file that day; with `phone`, had the numbers shown.
    pub fn has(&self, who: &StaffId, phone: bool) -> bool {
        self.reads.iter().any(|read| read.by == *who && read.phone == phone)
    }
}

impl CustomerRead {
    /// The record of that customer and day.
    pub fn key(&self) -> Key {
        Key::reads(&self.customer, self.day)
    }

    /// The day's first reading.
    pub fn begin(&self, meta: &Meta<'_>) -> Reads {
        let mut reads = Reads { customer: self.customer.clone(), day: self.day, reads: Vec::new() };
        self.fold(&mut reads, meta);
        reads
    }

    /// Another one.
    pub fn fold(&self, reads: &mut Reads, meta: &Meta<'_>) {
        reads.reads.push(Read { by: meta.by.clone(), at: meta.at, phone: self.phone });
    }
}

/// Decides [`ReadCustomer`].
pub fn decide(d: &mut Deciding<'_>, c: &ReadCustomer) -> Result<String, Stop> {
    let customer = d.customer_file("customer", &c.customer)?.kept().id.clone();
    let day = d.now.day();
    let record = d.get(&Key::reads(&customer, day))?;
    let known = matches!(record.as_deref(), Some(Record::Reads(reads)) if reads.has(&d.by, false));
    if c.phone || !known {
        d.emit(Event::CustomerRead(CustomerRead { customer: customer.clone(), day, phone: c.phone }))?;
    }
    Ok(customer.to_string())
}
