//! One person with two files: the files become one, and can be taken apart again (P1, feature 4).
//!
//! Nothing is copied. The merged file keeps what it holds and points to the one that is kept; whoever looks for it is
//! led there, and sees both histories as one ([`crate::domain::file`]). So taking them apart gives both back as they
//! were; what happened in between stays with the file that it happened to.

use super::Customer;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CustomerId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file that was merged into another of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged<Id> {
    /// The file that is kept.
    pub into: Id,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Merges two files of one customer. Both histories are kept; `unmerge_customers` takes them apart again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCustomers {
    /// The file that is kept: its name and phone are the ones to use.
    pub keep: CustomerId,
    /// The file that leads there from now on.
    pub merged: CustomerId,
}

/// Takes apart two files that were merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeCustomers {
    /// The file that was merged into another.
    pub merged: CustomerId,
}

/// Two files of one customer were merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersMerged {
    /// The file that leads to the other.
    pub merged: CustomerId,
    /// The file that is kept.
    pub into: CustomerId,
}

/// Two files were taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersUnmerged {
    /// The file that led to the other.
    pub merged: CustomerId,
    /// The file that was kept.
    pub from: CustomerId,
}

impl CustomersMerged {
    /// Points from one file to the other, and back.
    pub fn fold(&self, customer: &mut Customer, meta: &Meta<'_>) {
        if customer.id == self.merged {
            customer.merged = Some(Merged { into: self.into.clone(), by: meta.by.clone(), at: meta.at });
        } else {
            customer.aliases.push(self.merged.clone());
        }
    }
}

impl CustomersUnmerged {
    /// Takes both pointers away.
    pub fn fold(&self, customer: &mut Customer) {
        if customer.id == self.merged {
            customer.merged = None;
        } else {
            customer.aliases.retain(|id| *id != self.merged);
        }
    }
}

/// Decides [`MergeCustomers`].
pub fn decide(d: &mut Deciding<'_>, c: &MergeCustomers) -> Result<String, Stop> {
    let into = d.customer("keep", &c.keep)?.id.clone();
    let merged = d.customer_itself("merged", &c.merged)?;
    if let Some(done) = &merged.merged {
        return Err(Refusal::AlreadyDone { field: "merged".into(), by: done.by.clone(), at: done.at }.into());
    }
    if merged.id == into {
        return Err(Refusal::invalid("merged", &merged.id, Why::Itself).into());
    }
    let merged = merged.id.clone();
    d.emit(Event::CustomersMerged(CustomersMerged { merged, into: into.clone() }))?;
    Ok(into.to_string())
}

/// Decides [`UnmergeCustomers`].
pub fn take_apart(d: &mut Deciding<'_>, c: &UnmergeCustomers) -> Result<String, Stop> {
    let merged = d.customer_itself("merged", &c.merged)?;
    let Some(done) = &merged.merged else {
        return Err(Refusal::invalid("merged", &c.merged, Why::NotMerged).into());
    };
    let from = done.into.clone();
    d.emit(Event::CustomersUnmerged(CustomersUnmerged { merged: c.merged.clone(), from }))?;
    Ok(c.merged.to_string())
}
