//! The board and the people, which fifty screens ask for after every change and every minute.

use super::error::DeskError;
use super::rows::{BoardPage, StaffRow};
use super::{Desk, calls, pages};
use crate::store::reading::Reading;
use std::sync::Arc;

impl Desk {
    /// The cars in the shop. What the clock changes in the page is worked out for each who asks.
    pub(super) fn board(&self, reading: &Reading<'_>) -> Result<BoardPage, DeskError> {
        let (calls_due, plan_due) = (calls::count_due(reading, self.now()), pages::plan_due(reading, self.now())?);
        let workshop_first = self.rules().intake.workshop_handover;
        let page = self.board.get((reading.live.seq, workshop_first), || pages::board(reading, workshop_first))?;
        Ok(BoardPage { calls_due, plan_due, ..page })
    }

    /// Everyone who works here, or did.
    pub(super) fn staff(&self, reading: &Reading<'_>) -> Result<Arc<Vec<StaffRow>>, DeskError> {
        self.staff.get(reading.live.seq, || Ok(Arc::new(reading.live.staff().map(StaffRow::of).collect())))
    }
}
