//! The follow-up call: born when a car is handed over, ended by answers, a refusal, a wrong number or too many
//! attempts (S6, S18; K1, feature 37–41).

pub mod answer;
pub mod attempt;
pub mod plan;

use super::marks::Marks;
use super::{CallId, CustomerId, OrderId, StaffId, Stamp, VehicleId};
use answer::Answers;
use attempt::{Attempt, Outcome};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A call to make, or made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The id.
    pub id: CallId,
    /// The visit it is about.
    pub order: OrderId,
    /// The car.
    pub vehicle: VehicleId,
    /// Whom to call.
    pub customer: Option<CustomerId>,
    /// The advisor of the visit.
    pub advisor: StaffId,
    /// Who repaired first.
    pub technician: Option<StaffId>,
    /// The scheme to ask by.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// When it was planned.
    pub planned: Stamp,
    /// When to call next.
    pub due: Stamp,
    /// After this the call is given up.
    pub expires: Stamp,
    /// Best time, minutes after midnight.
    pub best_time: Option<u16>,
    /// Attempts so far, in order.
    pub attempts: Vec<Attempt>,
    /// Where it stands.
    pub state: State,
    /// What the customer answered.
    pub answers: Option<Answers>,
    /// Who touched what last.
    pub marks: Marks,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// To be made.
    Open,
    /// Answered.
    Done,
    /// The customer did not want to answer.
    Refused,
    /// The number is wrong.
    WrongNumber,
    /// Too many attempts, or too late.
    GivenUp,
}

impl Call {
    /// True while it is to be made.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The last attempt's outcome.
    pub fn last_outcome(&self) -> Option<Outcome> {
        self.attempts.last().map(|attempt| attempt.outcome)
    }

    /// How many attempts were made on a day.
    pub fn attempts_on(&self, day: NaiveDate) -> usize {
        self.attempts.iter().filter(|attempt| attempt.at.day() == day).count()
    }
}
