//! A call to a customer. The follow-up call is born when a car is handed over, the others are planned by hand; it is
//! ended by answers, a refusal, a wrong number, too many attempts or its last day (S6, S18; K1, K2, feature 37–46).

pub mod again;
pub mod answer;
pub mod attempt;
pub mod ended;
pub mod plan;
pub mod risk;
pub mod take_back;

use super::customer::contact::Contact;
use super::marks::Marks;
use super::{CallId, CapaId, CustomerId, OrderId, Personal, StaffId, Stamp, VehicleId};
use answer::Answers;
use attempt::{Attempt, Outcome};
use chrono::NaiveDate;
use risk::Risk;
use serde::{Deserialize, Serialize};

/// A call to make, or made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The id.
    pub id: CallId,
    /// What kind of call it is.
    pub kind: Contact,
    /// The visit it is about; a follow-up call always has one.
    pub order: Option<OrderId>,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// Whom to call.
    pub customer: Option<CustomerId>,
    /// The advisor of the visit.
    pub advisor: Option<StaffId>,
    /// Who repaired first.
    pub technician: Option<StaffId>,
    /// The scheme to ask by.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// When it was planned.
    pub planned: Stamp,
    /// Why it is made soon; none for most.
    pub risk: Vec<Risk>,
    /// What to tell the customer.
    pub tell: Option<Personal>,
    /// The corrective action whose measure is told.
    pub capa: Option<CapaId>,
    /// When to call next.
    pub due: Stamp,
    /// After this the call is given up.
    pub expires: Stamp,
    /// Best time, minutes after midnight.
    pub best_time: Option<u16>,
    /// Attempts so far, in order.
    pub attempts: Vec<Attempt>,
    /// Attempts that were taken back, each with the number that it had.
    pub taken_back: Vec<(usize, Attempt)>,
    /// Where it stands.
    pub state: State,
    /// What the customer answered.
    pub answers: Option<Answers>,
    /// What the customer had answered before that was taken back: it need not be typed again.
    pub unsaid: Option<Answers>,
    /// The corrective actions that the answers opened.
    pub opened: Vec<CapaId>,
    /// What came of a call that asks no survey.
    pub note: Option<Personal>,
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
    /// The customer does not want such calls.
    NotWanted,
    /// What it was to tell was told in another way, or is not true any more.
    Needless,
}

/// How calls stand in the list, the first to be made on top (feature 37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The customer was promised to be called at that time.
    Appointed,
    /// The visit is one to ask about soon.
    AtRisk,
    /// All others.
    Plain,
}

/// Every rank, the first one on top.
pub const RANKS: [Rank; 3] = [Rank::Appointed, Rank::AtRisk, Rank::Plain];

/// After the time that a customer named, the call stays so long at least, in minutes, however late that was.
const APPOINTED_MINUTES: i64 = 24 * 60;

impl Call {
    /// True while it is to be made.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The last attempt's outcome.
    pub fn last_outcome(&self) -> Option<Outcome> {
        self.attempts.last().map(|attempt| attempt.outcome)
    }

    /// Whom its personal texts are about: the customer, else the car.
    pub fn about(&self) -> &str {
        let vehicle = self.vehicle.as_ref().map_or("", VehicleId::as_str);
        self.customer.as_ref().map_or(vehicle, CustomerId::as_str)
    }

    /// Where it stands among the calls that are due.
    pub fn rank(&self) -> Rank {
        match self.last_outcome() {
            Some(Outcome::CallBack) => Rank::Appointed,
            _ if self.risk.is_empty() => Rank::Plain,
            _ => Rank::AtRisk,
        }
    }

    /// The moment after which it is no longer made. A time that the customer named is honoured, even beyond the last
    /// day.
    pub fn ends(&self) -> Stamp {
        match self.last_outcome() {
            Some(Outcome::CallBack) => self.expires.max(self.due.plus_minutes(APPOINTED_MINUTES)),
            _ => self.expires,
        }
    }

    /// True if its last day is over, whether that was written down or not.
    pub fn has_expired(&self, now: Stamp) -> bool {
        self.is_open() && now > self.ends()
    }

    /// How many attempts were made on a day.
    pub fn attempts_on(&self, day: NaiveDate) -> usize {
        self.attempts.iter().filter(|attempt| attempt.at.day() == day).count()
    }
}
