//! The record that a person was erased (CONTRACTS 2). The slots themselves are blanked in the journal's files by the
//! store; this event is what `verify` accepts a blank slot by, and what takes the person out of the live shop.

use crate::domain::customer::Customer;
use crate::domain::{CustomerId, Personal};
use serde::{Deserialize, Serialize};

/// A person's data was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErased {
    /// Whose.
    pub customer: CustomerId,
}

impl PersonErased {
    /// Takes name and phones out of the file.
    pub fn fold(&self, customer: &mut Customer) {
        customer.name = Personal::default();
        customer.phones.clear();
    }
}
