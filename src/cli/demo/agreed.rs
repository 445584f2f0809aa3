//! What is agreed with the customer beyond a yes: an estimate that was shown, a contract, a new time, a line that was put
//! off and comes back, a line that the warranty pays with its claim.

use super::calendar::{MINUTE, OPEN};
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::Command;
use crate::domain::order::claim::{ClaimState, NoteClaim};
use crate::domain::order::consent::How;
use crate::domain::order::contract::SignContract;
use crate::domain::order::hand_over::SignedOn;
use crate::domain::order::payer::Payer;
use crate::domain::order::promise::{Reason, SetPromise};
use crate::domain::order::quote::{Decision, TakenFrom};
use crate::domain::order::review::DISCLOSURE;
use crate::domain::order::version::ShowEstimate;

/// In a thousand visits: the customer has now done what the last visit put off.
const COMES_BACK: usize = 650;
/// In a thousand claims: refused.
const REFUSED: usize = 120;
/// A day in minutes.
const DAY: i64 = 24 * 60;

impl Shop<'_> {
    /// Notes on its car what the customer put off.
    pub fn put_off(&mut self, visit: usize, decided: &[(u16, Decision)]) {
        let Some((line, _)) = decided.iter().find(|(_, decision)| *decision == Decision::Deferred) else { return };
        let (order, line, visit) = (self.visits[visit].order.clone(), *line, &self.visits[visit]);
        let job = visit.jobs[usize::from(line) - 1];
        self.cars[visit.car].put_off = Some((TakenFrom { order, line }, job));
    }

    /// The job that the last visit put off, if it is done this time.
    pub fn returning_job(&mut self, car: usize) -> Option<usize> {
        let (_, job) = self.cars[car].put_off.as_ref()?;
        self.extra.chance(COMES_BACK).then_some(*job)
    }

    /// The line that comes back with this job, once.
    pub fn take_put_off(&mut self, visit: usize, job: usize) -> Option<TakenFrom> {
        let put_off = &mut self.cars[self.visits[visit].car].put_off;
        put_off.take_if(|(_, again)| *again == job).map(|(from, _)| from)
    }

    /// The estimate is shown to the customer.
    ///
    /// # Errors
    /// The command came to nothing, here and below.
    pub fn show(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let order = self.visits[visit].order.clone();
        self.send(&self.advisor(visit), ms, Command::ShowEstimate(ShowEstimate { order }))
    }

    /// The customer is told what they sign, somebody else reviewed it, and it is signed.
    pub fn sign(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let rules = self.pipe.rules();
        let list = rules.intake.checklists.iter().find(|list| list.id == DISCLOSURE);
        let told = list.iter().flat_map(|list| list.items()).map(|item| item.id.clone()).collect();
        let (order, reviewed_by) = (self.visits[visit].order.clone(), Some(self.crew.quality.clone()));
        let command = SignContract { order, on: SignedOn::Paper, told, reviewed_by };
        self.send(&self.advisor(visit), ms, Command::SignContract(command))
    }

    /// The customer cannot be reached: the new time is only proposed.
    pub fn propose(&mut self, ms: i64, visit: usize, reason: Reason) -> Result<(), DeskError> {
        let half_hour = 30 * MINUTE;
        let later = (self.visits[visit].promise.max(ms) + 120 * MINUTE).div_euclid(half_hour) * half_hour;
        let (order, promise) = (self.visits[visit].order.clone(), self.calendar.stamp(later).to_string());
        let (how, reached) = (Some(How::Phone), Some(false));
        let command = SetPromise { order, promise, reason: Some(reason), how, reached, solution: None, word: None };
        self.send(&self.advisor(visit), ms, Command::SetPromise(command))
    }

    /// The claim is made some days after the car is back, and settled weeks later.
    pub fn plan_claim(&mut self, ms: i64, visit: usize) {
        if self.visits[visit].warranty.is_some() && self.visits[visit].repaired.is_some() {
            let days = self.extra.between(1, 4);
            self.claim_later(ms + days * DAY * MINUTE, visit);
        }
    }

    fn claim_later(&mut self, ms: i64, visit: usize) {
        let at = self.calendar.next(ms, OPEN);
        self.at(at, Happening::Claim(visit));
    }

    /// The next step of a claim.
    pub fn claim(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let claimed = std::mem::replace(&mut self.visits[visit].claimed, true);
        let refused = claimed && self.extra.chance(REFUSED);
        let state = match (claimed, refused) {
            (false, _) => ClaimState::Claimed,
            (true, false) => ClaimState::Settled,
            (true, true) => ClaimState::Refused,
        };
        let command = NoteClaim {
            order: self.visits[visit].order.clone(),
            payer: Payer::Warranty,
            state,
            reference: (!claimed).then(|| format!("SB{:06}", 204_117 + visit)),
            reason: refused.then(|| self.extra.pick(&self.tables.service.refused).clone()),
            method: None,
        };
        self.send(&self.advisor(visit), ms, Command::NoteClaim(command))?;
        if !claimed {
            let days = self.extra.between(14, 35);
            self.claim_later(ms + days * DAY * MINUTE, visit);
        }
        Ok(())
    }
}
