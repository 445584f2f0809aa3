//! Parts on order of the demo shop: one for every job that stands still for want of it, and one for which a customer comes
//! back. Nothing is drawn by lot here: the rest of the year is the same with them as without.

use super::shop::Shop;
use crate::desk::DeskError;
use crate::domain::Command;
use crate::domain::order::consent::How;
use crate::domain::order::part_on_order::PartStep;
use crate::domain::order::part_step::{NotePart, OrderPart};

/// What the parts department says: tomorrow.
const EXPECTED: &str = "+1";

impl Shop<'_> {
    /// The part for a line is ordered, with the customer's word.
    ///
    /// # Errors
    /// The command came to nothing, here and below.
    pub fn order_part(&mut self, ms: i64, visit: usize, line: u16) -> Result<(), DeskError> {
        let job = self.visits[visit].jobs[usize::from(line) - 1];
        let command = OrderPart {
            order: self.visits[visit].order.clone(),
            part: self.tables.jobs[job].code.clone(),
            quantity: None,
            line: Some(line),
            expected: Some(EXPECTED.into()),
            how: Some(How::Phone),
            done: vec![PartStep::Authorised, PartStep::Requested, PartStep::Ordered],
        };
        self.visits[visit].parts += 1;
        self.send(&self.advisor(visit), ms, Command::OrderPart(command))
    }

    /// The newest part is here.
    pub fn part_arrives(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        self.note_part(ms, visit, vec![PartStep::Arrived, PartStep::SaTold], None)
    }

    /// Work goes on with the part that it stood still for: it came, and the customer knows.
    pub fn part_is_fitted(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let done = vec![PartStep::Arrived, PartStep::SaTold, PartStep::CustomerTold];
        self.note_part(ms, visit, done, Some(How::Phone))?;
        self.visits[visit].stands_for_part = false;
        Ok(())
    }

    fn note_part(&mut self, ms: i64, visit: usize, done: Vec<PartStep>, how: Option<How>) -> Result<(), DeskError> {
        let (order, number) = (self.visits[visit].order.clone(), self.visits[visit].parts);
        let command = NotePart { order, number, done, how, expected: None, reason: None, visit: None };
        self.send(&self.advisor(visit), ms, Command::NotePart(command))
    }
}
