//! What customers asked for, on the page of an order and in the list of what waits for an answer.

use super::{SaidRow, WaitingPart};
use crate::domain::{OnlineId, OrderId, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// A request of the customer (E8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// Its number in the order.
    pub number: u16,
    /// What is asked for; empty if it was erased.
    pub text: String,
    /// When it was taken down.
    pub at: Stamp,
    /// Who took it down.
    pub by: StaffId,
    /// What the shop answered.
    pub answer: Option<SaidRow>,
}

/// A request that nobody has answered, with the visit it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The order.
    pub order: OrderId,
    /// The plate, without separators.
    pub plate: String,
    /// The customer's name.
    pub name: String,
    /// The request.
    pub request: RequestRow,
}

/// An online request that nobody has confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineRow {
    /// The id.
    pub online: OnlineId,
    /// The plate, without separators; empty if none was given.
    pub plate: String,
    /// Who asks; empty if they did not say.
    pub name: String,
    /// How to reach them.
    pub phone: String,
    /// Their own words.
    pub says: String,
    /// When they would like to come.
    pub wished: Option<Stamp>,
    /// The file that it came in; empty if it came in none.
    pub file: String,
    /// When it was written.
    pub sent: Stamp,
}

/// What waits for an answer, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsPage {
    /// Online requests that nobody has confirmed (A3).
    pub online: Vec<OnlineRow>,
    /// Requests that nobody has answered.
    pub waiting: Vec<WaitingRow>,
    /// Parts on order, those first that are here without the customer knowing (F1).
    #[serde(default)]
    pub parts: Vec<WaitingPart>,
}
