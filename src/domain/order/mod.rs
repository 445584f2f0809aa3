//! The repair order: one visit of one car, from the counter to the follow-up call.

pub mod cancel;
pub mod ceiling;
pub mod checked;
pub mod claim;
pub mod comeback;
pub mod confirm;
pub mod confirmed;
pub mod consent;
pub mod contract;
pub mod exit;
pub mod fault;
pub mod finding;
mod first_time;
pub mod given;
pub mod hand_over;
pub mod intake;
pub mod kept;
pub mod line;
mod line_base;
pub mod move_to;
pub mod next;
pub mod part_on_order;
pub mod part_step;
pub mod pay;
pub mod payer;
pub mod promise;
pub mod quality;
pub mod quote;
pub mod ready;
pub mod receive;
pub mod request;
pub mod review;
pub mod stage;
pub mod symptoms;
pub mod take_over;
pub mod tick;
pub mod told;
pub mod trip;
pub mod undo;
pub mod verified;
pub mod version;
pub mod visit;
pub mod visit_part;
pub mod work;
pub mod workshop;

use super::marks::Marks;
use super::{CallId, ComplaintId, CustomerId, Money, OrderId, Personal, StaffId, Stamp, VehicleId};
use checked::Checked;
use finding::Finding;
use given::Given;
use hand_over::{Explained, Handed, Signed};
use intake::WalkRound;
use pay::Payment;
use payer::Payer;
use promise::Promise;
use quality::Check;
use quote::Line;
use serde::{Deserialize, Serialize};
use stage::Stage;
use std::collections::BTreeMap;
use symptoms::Symptoms;
use visit::Visit;
use workshop::InWorkshop;

/// A repair order as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub id: OrderId,
    /// The car.
    pub vehicle: VehicleId,
    /// Who brought it.
    pub customer: Option<CustomerId>,
    /// The service advisor.
    pub advisor: StaffId,
    /// How it came in.
    pub channel: receive::Channel,
    /// When it was taken in.
    pub received: Stamp,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub entered: Stamp,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// The order whose repair did not hold (S12: 返修).
    pub comeback_of: Option<OrderId>,
    /// The line of that order, if one can be named.
    pub comeback_line: Option<u16>,
    /// The customer's own words; only ever added to (A1).
    pub says: Vec<Said>,
    /// Odometer, km.
    pub mileage: Option<u32>,
    /// Fuel in eighths of a tank.
    pub fuel: Option<u8>,
    /// What lies in the car.
    pub belongings: Option<Personal>,
    /// The walk-round with or without the customer.
    pub walk_round: Option<WalkRound>,
    /// Arrival, urgency, topic, class, place, outcome.
    pub visit: Visit,
    /// When the fault shows.
    pub symptoms: Symptoms,
    /// Checklists filled in, by their ids.
    pub checklists: BTreeMap<String, Checked>,
    /// A trip to the customer (Q4).
    pub trip: Option<trip::Trip>,
    /// The promises given, version by version.
    pub promises_given: Vec<Given>,
    /// The car in the hands of the workshop.
    pub in_workshop: Option<InWorkshop>,
    /// When the car shall be ready.
    pub promise: Option<Promise>,
    /// What was found, in order.
    pub findings: Vec<Finding>,
    /// The quote, in order; a dropped line keeps its number.
    pub lines: Vec<Line>,
    /// The highest number that a line was ever given.
    pub last_line: u16,
    /// The versions of the estimate, in order (feature 21).
    pub versions: Vec<version::Version>,
    /// The most that the customer authorised, or a manager since.
    pub ceiling: Money,
    /// How a manager raised it, in order (feature 23).
    pub raised: Vec<ceiling::Raised>,
    /// The accepted lines call for a signed contract (D1).
    pub contract_due: bool,
    /// Reviews of the contract before it is signed, in order (P3).
    pub reviews: Vec<review::ContractReview>,
    /// The signed contract.
    pub contract: Option<contract::Contract>,
    /// Quality checks, in order.
    pub checks: Vec<Check>,
    /// Attempts to tell the customer that the car is ready, in order.
    pub ready_told: Vec<ready::ToldReady>,
    /// When the customer looked at the finished car.
    pub viewed: Option<Stamp>,
    /// The check at the exit against the intake.
    pub exit_check: Option<exit::ExitCheck>,
    /// What became of the promises of the intake.
    pub promises_judged: Option<kept::Judged>,
    /// The work explained to the customer.
    pub explained: Option<Explained>,
    /// Signed by the customer.
    pub signed: Option<Signed>,
    /// What was paid.
    pub payments: Vec<Payment>,
    /// Claims against a warranty or an insurer.
    pub claims: BTreeMap<payer::Payer, claim::Claim>,
    /// The car given back.
    pub handed: Option<Handed>,
    /// The follow-up call.
    pub call: Option<CallId>,
    /// Complaints about this visit.
    pub complaints: Vec<ComplaintId>,
    /// The shop's own faults on this visit, in order (E5).
    pub faults: Vec<fault::ShopFault>,
    /// What the customer asked for, in order (E8).
    pub requests: Vec<request::Request>,
    /// Parts that were ordered for it, in order (F1).
    pub parts_on_order: Vec<part_on_order::PartOnOrder>,
    /// Special requirements that were carried out on this visit.
    pub ticks: Vec<tick::Tick>,
    /// How it stood before its newest journal line, without history; only while the car is here.
    pub earlier: Option<Box<Order>>,
    /// Everything that happened, in order.
    pub log: Vec<Did>,
    /// Who touched what last.
    pub marks: Marks,
}

/// Words as they were spoken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub words: Personal,
    /// When they were taken down.
    pub at: Stamp,
    /// By whom.
    pub by: StaffId,
}

/// One thing that happened to an order: the line of its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    /// The journal line.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// Who.
    pub by: StaffId,
    /// The event's kind, such as `order.line-written`.
    pub kind: String,
    /// What to name in the sentence: a line's number, an amount, a code.
    pub detail: String,
    /// Who did it, if the event says so; `by` then only wrote it down.
    pub doer: Option<StaffId>,
    /// What was said about it.
    pub note: String,
}

impl Order {
    /// A line by its number, unless it was dropped.
    pub fn line(&self, number: u16) -> Option<&Line> {
        self.lines.iter().find(|line| line.number == number)
    }

    /// What the customer pays of all that was accepted: the bill, which the authorised ceiling guards (D4).
    pub fn bill(&self) -> Money {
        self.bill_of(Payer::Customer)
    }

    /// What the customer paid so far.
    pub fn paid(&self) -> Money {
        self.paid_by(Payer::Customer)
    }

    /// What the customer has still to pay.
    pub fn due(&self) -> Money {
        self.due_of(Payer::Customer)
    }

    /// True if there are lines and none needs a cause: jobs sold from the menu, and further tests, which are there to
    /// find it (C1, C4).
    pub fn has_only_menu_jobs(&self) -> bool {
        let without_cause = |line: &Line| line.test || (line.job.is_some() && !line.needs_cause);
        !self.lines.is_empty() && self.lines.iter().all(without_cause)
    }

    /// True while a contract is called for and none is in force: the repair waits for it (D1).
    pub fn lacks_contract(&self) -> bool {
        self.contract_due && !self.contract.as_ref().is_some_and(contract::Contract::in_force)
    }

    /// The newest quality check, unless work began again after it.
    pub fn valid_check(&self) -> Option<&Check> {
        self.checks.last().filter(|check| !check.worked_since)
    }

    /// How often a check sent the car back (feature 34).
    pub fn reworks(&self) -> usize {
        self.checks.iter().filter(|check| !check.passed).count()
    }

    /// Who worked on it.
    pub fn technicians(&self) -> Vec<&StaffId> {
        let mut all: Vec<_> = self.lines.iter().flat_map(|line| &line.work.technicians).collect();
        all.sort();
        all.dedup();
        all
    }

    /// True if the car was handed over no later than first promised (AM18).
    pub fn kept_promise(&self) -> Option<bool> {
        let handed = self.handed.as_ref()?;
        Some(self.promise.as_ref().is_none_or(|promise| handed.at <= promise.counted()))
    }
}
