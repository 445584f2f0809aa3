//! What the page of an order shows.

use super::{AlikeRow, ContractRow, LineRow, PartRow, PayerRow, RequestRow, RequirementRow};
use crate::desk::visit::VisitPage;
use crate::domain::order::Did;
use crate::domain::order::ceiling::Raised;
use crate::domain::order::fault::ShopFault;
use crate::domain::order::finding::Finding;
use crate::domain::order::intake::WalkRound;
use crate::domain::order::kept::Judged;
use crate::domain::order::next::Next;
use crate::domain::order::pay::Payment;
use crate::domain::order::promise::Promise;
use crate::domain::order::quality::Check;
use crate::domain::order::ready::ToldReady;
use crate::domain::order::receive::Channel;
use crate::domain::order::review::ContractReview;
use crate::domain::order::stage::{Need, Stage};
use crate::domain::order::told::Tells;
use crate::domain::order::verified::Verified;
use crate::domain::order::version::Version;
use crate::domain::{CallId, ComplaintId, CustomerId, Money, OrderId, StaffId, Stamp, VehicleId};
use crate::store::rows::DeferredRow;
use serde::{Deserialize, Serialize};

/// One order, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPage {
    /// Its number.
    pub order: OrderId,
    /// Its version, for `seen`.
    pub version: u64,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub entered: Stamp,
    /// What comes next.
    pub next: Next,
    /// What the step to the next stage still needs.
    pub needs: Vec<Need>,
    /// The car.
    pub vehicle: VehicleId,
    /// Its plate, without separators.
    pub plate: String,
    /// Its VIN.
    pub vin: String,
    /// Make and model.
    pub model: String,
    /// Who brought it.
    pub customer: Option<CustomerId>,
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// A caller found the phone to be wrong.
    pub wrong_number: bool,
    /// The service advisor.
    pub advisor: StaffId,
    /// How it came in.
    pub channel: Channel,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// The repair that did not hold (I5).
    pub comeback: Option<ComebackRow>,
    /// The orders that this car came back as.
    pub came_back: Vec<OrderId>,
    /// When it was taken in.
    pub received: Stamp,
    /// The customer's own words.
    pub says: Vec<SaidRow>,
    /// Odometer, km.
    pub mileage: Option<u32>,
    /// Fuel in eighths of a tank.
    pub fuel: Option<u8>,
    /// What lies in the car.
    pub belongings: String,
    /// The walk-round.
    pub walk_round: Option<WalkRound>,
    /// The visit around the repair.
    #[serde(default)]
    pub visit: VisitPage,
    /// The promise and its moves.
    pub promise: Option<Promise>,
    /// Minutes of accepted work that nobody is at.
    #[serde(default)]
    pub idle_minutes: u32,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What the order should tell by now and does not (C5).
    #[serde(default)]
    pub untold: Vec<Tells>,
    /// The quote.
    pub lines: Vec<LineRow>,
    /// The versions of the estimate.
    pub versions: Vec<Version>,
    /// The most that the customer authorised.
    pub ceiling: Money,
    /// How a manager raised it.
    pub raised: Vec<Raised>,
    /// The repair waits for a signed contract.
    pub lacks_contract: bool,
    /// Reviews of the contract before it is signed.
    #[serde(default)]
    pub reviews: Vec<ContractReview>,
    /// The customer was told what they sign.
    #[serde(default)]
    pub disclosed: bool,
    /// The newest review passed and covers what is to be signed.
    #[serde(default)]
    pub reviewed: bool,
    /// The contract, if one was signed.
    pub contract: Option<ContractRow>,
    /// The sum of the accepted lines.
    pub total: Money,
    /// What the customer pays of it.
    pub bill: Money,
    /// What the customer paid.
    pub paid: Money,
    /// What is due from the customer.
    pub due: Money,
    /// What others pay of it.
    #[serde(default)]
    pub payers: Vec<PayerRow>,
    /// Payments.
    pub payments: Vec<Payment>,
    /// Quality checks.
    pub checks: Vec<Check>,
    /// Attempts to tell the customer that the car is ready.
    pub ready_told: Vec<ToldReady>,
    /// When the customer looked at the finished car.
    pub viewed: Option<Stamp>,
    /// The car as it was compared with the intake.
    pub exit: Option<ExitRow>,
    /// What became of the promises of the intake.
    pub judged: Option<Judged>,
    /// The work was explained: when, and what to watch.
    pub explained: Option<(Stamp, String)>,
    /// The customer signed.
    pub signed: Option<Stamp>,
    /// The car was given back.
    pub handed: Option<Stamp>,
    /// By what the visit is verified (I4).
    #[serde(default)]
    pub verified: Vec<Verified>,
    /// Who confirmed it for the after-sales department.
    #[serde(default)]
    pub confirmed_by: Option<StaffId>,
    /// Once given back: the customer was invited to fill in the survey (J4).
    #[serde(default)]
    pub invited: Option<bool>,
    /// The follow-up call.
    pub call: Option<CallId>,
    /// Complaints about this visit.
    pub complaints: Vec<ComplaintId>,
    /// The first of them that is still open.
    pub open_complaint: Option<ComplaintId>,
    /// The shop's own faults (E5).
    pub faults: Vec<ShopFault>,
    /// What the customer asked for (E8).
    pub requests: Vec<RequestRow>,
    /// Parts on order (F1).
    #[serde(default)]
    pub parts: Vec<PartRow>,
    /// Lines put off at earlier visits.
    pub deferred: Vec<DeferredRow>,
    /// Special requirements that stand over the visit, ticked or not (S2).
    pub requirements: Vec<RequirementRow>,
    /// Other vehicles that may be the same.
    pub alike_vehicles: Vec<AlikeRow>,
    /// Other customers who may be the same.
    pub alike_customers: Vec<AlikeRow>,
    /// Everything that happened, calls included, oldest first.
    pub log: Vec<Did>,
}

impl OrderPage {
    /// As [`super::BoardRow::untold_delay`].
    pub fn untold_delay(&self, now: Stamp) -> bool {
        let told = |promise: &Promise| {
            super::board::is_untold(self.stage, promise.at, promise.proposed.is_some(), self.idle_minutes, now)
        };
        self.promise.as_ref().is_some_and(told)
    }
}

/// The check at the exit against the intake (J1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitRow {
    /// Everything is as it came in.
    pub as_received: bool,
    /// What differs, and why; empty if nothing does, or if it was erased.
    pub difference: String,
    /// Who checked.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// The repair that did not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComebackRow {
    /// The earlier order.
    pub of: OrderId,
    /// Its line, if one was named.
    pub line: Option<u16>,
    /// What was done there: that job, else all of them.
    pub label: String,
    /// The same in English, where the menu has it; else as it stands.
    pub english: String,
}

/// Spoken words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidRow {
    /// The words; empty if they were erased.
    pub words: String,
    /// When.
    pub at: Stamp,
    /// Who took them down.
    pub by: StaffId,
}
