//! Parts on order, on the page of their order, on the board, and in the list of what waits (F1).

use crate::domain::order::part_on_order::PartOnOrder;
use crate::domain::{OrderId, Stamp};
use serde::{Deserialize, Serialize};

/// So long a part may be here before it is late that the customer does not know, in milliseconds.
const UNTOLD_LATE_MS: i64 = 60 * 60 * 1000;

/// A part on order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRow {
    /// The part as it stands.
    pub part: PartOnOrder,
    /// Something is still to be done about it.
    pub open: bool,
}

/// A part on order with which something is still to be done, with the visit it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPart {
    /// The order.
    pub order: OrderId,
    /// The plate, without separators.
    pub plate: String,
    /// The customer's name.
    pub name: String,
    /// The car is not in the shop: the customer comes back for it.
    pub away: bool,
    /// The part.
    pub part: PartOnOrder,
}

/// What the parts on order of a car ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsFlag {
    /// Parts that have still to come.
    pub awaited: usize,
    /// When the first of them shall be here.
    pub expected: Option<Stamp>,
    /// The part that has been here longest without the customer knowing.
    pub here: Option<PartHere>,
}

/// A part that is here, and of which the customer does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHere {
    /// Its number in the order.
    pub number: u16,
    /// When it came.
    pub since: Stamp,
}

impl PartsFlag {
    /// What parts on order of a car ask for.
    pub fn of<'p>(parts: impl Iterator<Item = &'p PartOnOrder>) -> Self {
        let mut flag = Self::default();
        for part in parts {
            if part.is_awaited() {
                flag.awaited += 1;
                flag.expected = [flag.expected, part.expected].into_iter().flatten().min();
            }
            let here = part.untold_since().map(|since| PartHere { number: part.number, since });
            let longest = |here: &PartHere| flag.here.as_ref().is_none_or(|known| here.since < known.since);
            flag.here = here.filter(longest).or(flag.here);
        }
        flag
    }

    /// True once a part should have been here by now.
    pub fn is_overdue(&self, now: Stamp) -> bool {
        self.expected.is_some_and(|expected| expected < now)
    }

    /// True once the customer should have been told long ago.
    pub fn is_late(&self, now: Stamp) -> bool {
        self.here.as_ref().is_some_and(|here| is_late(here.since, now))
    }
}

/// True once a part has been here so long that the customer should have been told.
pub fn is_late(since: Stamp, now: Stamp) -> bool {
    now.since(since) >= UNTOLD_LATE_MS
}
