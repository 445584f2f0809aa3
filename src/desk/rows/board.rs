//! What the board shows: the cars in the shop.

use crate::domain::order::next::Next;
use crate::domain::order::stage::Stage;
use crate::domain::{OrderId, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// The board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPage {
    /// The cars in the shop, the most urgent first: by promise, those without one last.
    pub rows: Vec<BoardRow>,
    /// Calls that are due now.
    pub calls_due: usize,
    /// Complaints that are not closed.
    pub complaints_open: usize,
    /// Online requests that nobody has confirmed (A3).
    #[serde(default)]
    pub online: usize,
    /// Requests that nobody has answered (E8).
    #[serde(default)]
    pub requests_open: usize,
}

/// One car in the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// The order.
    pub order: OrderId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The customer's name.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// What comes next.
    pub next: Next,
    /// When it shall be ready.
    pub promise: Option<Stamp>,
    /// When it came.
    pub received: Stamp,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// It came back after a repair.
    pub comeback: bool,
    /// A request of the customer waits for its answer.
    #[serde(default)]
    pub request: bool,
    /// The service advisor.
    pub advisor: StaffId,
    /// Who works on it now.
    pub technician: Option<StaffId>,
    /// A complaint about it is open.
    pub complaint: bool,
    /// Special requirements stand over it (S2).
    #[serde(default)]
    pub requirements: bool,
    /// It cannot wait.
    #[serde(default)]
    pub urgent: bool,
    /// Who goes to the customer.
    #[serde(default)]
    pub engineer: Option<StaffId>,
    /// Where the car stands; empty if nobody said.
    #[serde(default)]
    pub place: String,
}

impl BoardRow {
    /// True while nobody was named for a car that cannot wait (A4).
    pub fn needs_engineer(&self) -> bool {
        self.urgent && self.engineer.is_none()
    }
}
