//! The board is read once for everybody: fifty screens ask for the same page after every change and every minute.

use super::error::DeskError;
use super::rows::BoardPage;
use super::{Desk, calls, pages};
use crate::store::reading::Reading;
use std::sync::{Mutex, PoisonError};

/// The newest page, and the journal line as of which it is.
#[derive(Default)]
pub(super) struct Cache(Mutex<Option<(u64, BoardPage)>>);

impl Desk {
    /// The cars in the shop. What the clock changes in the page is worked out for each who asks.
    pub(super) fn board(&self, reading: &Reading<'_>) -> Result<BoardPage, DeskError> {
        let (calls_due, plan_due) = (calls::count_due(reading, self.now()), pages::plan_due(reading, self.now())?);
        // Whoever comes while the page is made waits for it, and makes no second one.
        let mut newest = self.board.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((as_of, page)) = newest.as_ref()
            && *as_of == reading.live.seq
        {
            return Ok(BoardPage { calls_due, plan_due, ..page.clone() });
        }
        let page = pages::board(reading, self.rules().intake.workshop_handover)?;
        *newest = Some((reading.live.seq, page.clone()));
        Ok(BoardPage { calls_due, plan_due, ..page })
    }
}
