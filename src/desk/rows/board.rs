//! What the board shows: the cars in the shop.

use super::PartsFlag;
use crate::domain::order::next::Next;
use crate::domain::order::stage::Stage;
use crate::domain::{OrderId, StaffId, Stamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A promise within this time, in milliseconds, is soon.
const SOON_MS: i64 = 30 * 60 * 1000;

/// The board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPage {
    /// The cars in the shop, the most urgent first: by promise, those without one last.
    pub rows: Arc<Vec<BoardRow>>,
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
    /// Parts that have still to come, for cars that are here or away (F1).
    #[serde(default)]
    pub parts_awaited: usize,
    /// Parts that are here without the customer knowing.
    #[serde(default)]
    pub parts_here: usize,
    /// The year whose communication plan is due and not approved: from December on, until the end of January (M13).
    #[serde(default)]
    pub plan_due: Option<i32>,
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
    /// A later time that the customer has not heard of yet: only proposed, never agreed (H3).
    #[serde(default)]
    pub proposed: Option<Stamp>,
    /// Minutes of work that is agreed and that nobody is at.
    #[serde(default)]
    pub idle_minutes: u32,
    /// When it came.
    pub received: Stamp,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// It came back after a repair.
    pub comeback: bool,
    /// A request of the customer waits for its answer.
    #[serde(default)]
    pub request: bool,
    /// Parts on order (G6).
    #[serde(default)]
    pub parts: PartsFlag,
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
    /// The papers that the customer gets with the car were noted as ready.
    #[serde(default)]
    pub packed: bool,
}

impl BoardRow {
    /// True while nobody was named for a car that cannot wait (A4).
    pub fn needs_engineer(&self) -> bool {
        self.urgent && self.engineer.is_none()
    }

    /// True while the customer has to be told of a delay (H3, E4): a new time is only proposed, the promised one has
    /// passed with the repair not done, or it is within half an hour and the work that nobody is at takes longer.
    pub fn untold_delay(&self, now: Stamp) -> bool {
        self.promise.is_some_and(|at| is_untold(self.stage, at, self.proposed.is_some(), self.idle_minutes, now))
    }
}

/// The same of any record of an order.
pub(super) fn is_untold(stage: Stage, promise: Stamp, proposed: bool, idle_minutes: u32, now: Stamp) -> bool {
    let left = promise.since(now);
    let too_late = left <= SOON_MS && i64::from(idle_minutes) * 60_000 > left;
    stage < Stage::HandOver && (proposed || left < 0 || too_late)
}
