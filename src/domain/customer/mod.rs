//! The customer: who brings cars, how to reach them (P1).

pub mod add;
pub mod change;
pub mod contact;
pub mod merge;
pub mod phone;
pub mod read;

use super::call::take_back::Earlier;
use super::marks::Marks;
use super::{CallId, CustomerId, OrderId, Personal, RequirementId, Stamp, VehicleId};
use contact::OptOut;
use merge::Merged;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A customer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// The name.
    pub name: Personal,
    /// Phone numbers, the first to call first.
    pub phones: Vec<Personal>,
    /// Key customer or general.
    pub segment: Segment,
    /// A caller found the number to be wrong; asked for at the next visit (feature 45).
    pub wrong_number: bool,
    /// Cars they own now.
    pub vehicles: Vec<VehicleId>,
    /// Their open orders.
    pub open: Vec<OrderId>,
    /// How many orders they ever had.
    pub visits: u32,
    /// Calls that are to be made to them.
    pub calls: Vec<CallId>,
    /// What they do not want to be contacted about.
    pub opt_outs: Vec<OptOut>,
    /// Their last answers had a low grade among them: when they gave them.
    pub low_score: Option<Stamp>,
    /// When they were here or on the line last.
    pub contacted: Option<Stamp>,
    /// How the file stood before the newest call to them ended.
    pub earlier: Option<Box<Earlier>>,
    /// What they ask of every visit.
    pub standing: Vec<RequirementId>,
    /// What they asked once and ask no more.
    pub ended: Vec<RequirementId>,
    /// The file that it was merged into.
    pub merged: Option<Merged<CustomerId>>,
    /// Files that were merged into this one.
    pub aliases: Vec<CustomerId>,
    /// Who touched what last.
    pub marks: Marks,
}

impl Customer {
    /// The number to call first.
    pub fn phone(&self) -> Option<&str> {
        self.phones.first().and_then(Personal::text)
    }
}

/// Key customers are asked each quarter, general ones each half year (S7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// 一般客户.
    #[default]
    General,
    /// 重点客户.
    Key,
}
