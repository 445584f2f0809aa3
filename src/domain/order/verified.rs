//! By what a visit is verified: the record of a person of the shop, the customer's signature, the word of the after-sales
//! department (S16: 服务人员记录 / 顾客…签字 / 售后服务部…确认; I4). One is enough; the gates see to it that there is one.

use super::Order;
use serde::{Deserialize, Serialize};

/// One way in which a visit is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    /// The record of the quality check.
    Record,
    /// The customer's signature.
    Signature,
    /// The word of the after-sales department.
    AfterSales,
}

impl Order {
    /// All that verifies the visit.
    pub fn verified(&self) -> Vec<Verified> {
        let confirmed = self.handed.as_ref().is_some_and(|handed| handed.confirmed_by.is_some());
        let ways = [
            (Verified::Record, self.valid_check().is_some()),
            (Verified::Signature, self.signed.is_some()),
            (Verified::AfterSales, confirmed),
        ];
        ways.into_iter().filter(|(_, is)| *is).map(|(way, _)| way).collect()
    }
}
