//! Online requests: what people wrote into the shop's web form (S1: 建立一个在线平台…提交报修申请; A3).
//!
//! Nothing of it is believed: a request is unconfirmed until an advisor took the car in by it, or discarded it with a
//! reason. It keeps where it came from.

pub mod confirm;
pub mod discard;
pub mod take;

use super::marks::Marks;
use super::{OnlineId, OrderId, Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// An online request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Online {
    /// The id.
    pub id: OnlineId,
    /// The plate, if one was given.
    pub plate: Option<Personal>,
    /// Who asks, if they said.
    pub name: Option<Personal>,
    /// How to reach them.
    pub phone: Personal,
    /// Their own words.
    pub says: Personal,
    /// When they would like to come.
    pub wished: Option<Stamp>,
    /// The file that it came in, if it came in one.
    pub file: Option<String>,
    /// When it was written.
    pub sent: Stamp,
    /// When it was taken up.
    pub taken: Stamp,
    /// What became of it.
    pub ended: Option<Ended>,
    /// Who touched what last.
    pub marks: Marks,
}

impl Online {
    /// True while nobody has decided on it.
    pub fn is_unconfirmed(&self) -> bool {
        self.ended.is_none()
    }
}

/// What became of an online request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The order that was opened by it; none if it was discarded.
    pub order: Option<OrderId>,
    /// Why it was discarded.
    pub reason: Option<String>,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}
