//! What a month is counted by besides its facts: a row for each car given back, with what became of its promises (E1),
//! and one for each comeback, under the order that did not hold (N10). A month costs two range scans.

use super::codec::pack;
use super::error::StoreError;
use super::keys;
use super::rows::Rows;
use crate::domain::order::kept::Kept;
use crate::domain::order::{Order, stage::Stage};
use crate::domain::{OrderId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A car that was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenBack {
    /// The order.
    pub order: OrderId,
    /// When.
    pub at: Stamp,
    /// It counts for first-time fix: something was repaired.
    pub repair: bool,
    /// Promise → what became of it.
    pub promises: BTreeMap<String, Kept>,
}

/// An order that is a comeback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// The order whose repair did not hold.
    pub of: OrderId,
    /// When the car was taken in again.
    pub at: Stamp,
}

/// The rows of one order.
///
/// # Errors
/// A row longer than a row may be.
pub fn rows(rows: &mut Rows, order: &Order) -> Result<(), StoreError> {
    if let Some(handed) = &order.handed {
        let promises = order.promises_judged.as_ref().map(|judged| judged.promises.clone()).unwrap_or_default();
        let (at, repair) = (handed.at, order.counts_as_repair());
        let row = GivenBack { order: order.id.clone(), at, repair, promises };
        rows.insert(keys::given_back(at.day(), order.id.as_str()), pack(&row)?);
    }
    if let Some(of) = order.comeback_of.as_ref().filter(|_| order.stage != Stage::Cancelled) {
        let row = CameBack { of: of.clone(), at: order.received };
        rows.insert(keys::came_back(of.as_str(), order.id.as_str()), pack(&row)?);
    }
    Ok(())
}
