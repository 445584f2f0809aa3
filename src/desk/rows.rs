//! What screens and programs see: plain rows and pages, ready to be shown. Nothing here can be written back.

mod files;

pub use files::{AlikeRow, CarRow, CustomerPage, MergedRow, PastOwner, PastPlate, PersonVisit, RequirementRow};

use super::visit::VisitPage;
use crate::domain::call::State as CallState;
use crate::domain::call::answer::Answers;
use crate::domain::call::attempt::{Attempt, Outcome};
use crate::domain::complaint::raise::{Category, Channel as ComplaintChannel, Fault, Mood, Severity};
use crate::domain::menu::Told;
use crate::domain::order::Did;
use crate::domain::order::ceiling::Raised;
use crate::domain::order::consent::{Decided, How};
use crate::domain::order::contract::Party;
use crate::domain::order::finding::Finding;
use crate::domain::order::hand_over::SignedOn;
use crate::domain::order::intake::WalkRound;
use crate::domain::order::kept::Judged;
use crate::domain::order::next::Next;
use crate::domain::order::pay::Payment;
use crate::domain::order::promise::Promise;
use crate::domain::order::quality::Check;
use crate::domain::order::quote::{Decision, PartNote, TakenFrom};
use crate::domain::order::ready::ToldReady;
use crate::domain::order::receive::Channel;
use crate::domain::order::stage::{Need, Stage};
use crate::domain::order::version::Version;
use crate::domain::order::work::Work;
use crate::domain::staff::role::Role;
use crate::domain::{CallId, ComplaintId, CustomerId, Money, OrderId, StaffId, Stamp, VehicleId};
use crate::store::rows::{DeferredRow, VisitRow};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPage {
    /// Its name; empty before the first run's dialog.
    pub name: String,
    /// The scheme that follow-up calls ask by.
    pub survey: String,
    /// The province of a plate that is typed without one.
    #[serde(default)]
    pub home_province: String,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// The id.
    pub id: StaffId,
    /// The name.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// The user id that is theirs.
    pub uid: Option<u32>,
    /// No longer in the shop.
    pub gone: bool,
    /// The job they are at.
    pub busy_with: Option<(OrderId, u16)>,
}

/// How the store is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The data folder.
    pub data: String,
    /// The newest journal line.
    pub seq: u64,
    /// False once damage of the journal was found.
    pub journal_whole: bool,
    /// False while the index is broken.
    pub index_whole: bool,
    /// Bytes of an unfinished write that the last opening cut off the journal; they are kept aside.
    pub cut_bytes: u64,
    /// Cars in the shop.
    pub open_orders: usize,
    /// Calls to be made.
    pub open_calls: usize,
    /// Complaints that are not closed.
    pub open_complaints: usize,
}

/// The board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPage {
    /// The cars in the shop, the most urgent first: by promise, those without one last.
    pub rows: Vec<BoardRow>,
    /// Calls that are due now.
    pub calls_due: usize,
    /// Complaints that are not closed.
    pub complaints_open: usize,
}

/// One car in the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// The order.
    pub order: OrderId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The customer's name.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// What comes next.
    pub next: Next,
    /// When it shall be ready.
    pub promise: Option<Stamp>,
    /// When it came.
    pub received: Stamp,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// It came back after a repair.
    pub comeback: bool,
    /// The service advisor.
    pub advisor: StaffId,
    /// Who works on it now.
    pub technician: Option<StaffId>,
    /// A complaint about it is open.
    pub complaint: bool,
    /// Special requirements stand over it (S2).
    #[serde(default)]
    pub requirements: bool,
    /// It cannot wait.
    #[serde(default)]
    pub urgent: bool,
    /// Who goes to the customer.
    #[serde(default)]
    pub engineer: Option<StaffId>,
    /// Where the car stands; empty if nobody said.
    #[serde(default)]
    pub place: String,
}

impl BoardRow {
    /// True while nobody was named for a car that cannot wait (A4).
    pub fn needs_engineer(&self) -> bool {
        self.urgent && self.engineer.is_none()
    }
}

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
    /// The order whose repair did not hold.
    pub comeback_of: Option<OrderId>,
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
    /// What was found.
    pub findings: Vec<Finding>,
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
    /// The contract, if one was signed.
    pub contract: Option<ContractRow>,
    /// The sum of the accepted lines.
    pub bill: Money,
    /// What was paid.
    pub paid: Money,
    /// What is due.
    pub due: Money,
    /// Payments.
    pub payments: Vec<Payment>,
    /// Quality checks.
    pub checks: Vec<Check>,
    /// Attempts to tell the customer that the car is ready.
    pub ready_told: Vec<ToldReady>,
    /// When the customer looked at the finished car.
    pub viewed: Option<Stamp>,
    /// When the car was compared with the intake.
    pub exit_checked: Option<Stamp>,
    /// What became of the promises of the intake.
    pub judged: Option<Judged>,
    /// The work was explained: when, and what to watch.
    pub explained: Option<(Stamp, String)>,
    /// The customer signed.
    pub signed: Option<Stamp>,
    /// The car was given back.
    pub handed: Option<Stamp>,
    /// The follow-up call.
    pub call: Option<CallId>,
    /// Complaints about this visit.
    pub complaints: Vec<ComplaintId>,
    /// The first of them that is still open.
    pub open_complaint: Option<ComplaintId>,
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

/// A job of the menu, at today's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// Its code.
    pub code: String,
    /// Sold without a diagnosis.
    pub menu: bool,
    /// A further test.
    pub test: bool,
    /// What it says in Chinese.
    pub told: Told,
    /// What it says in English.
    pub english: Told,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
}

/// One line of the quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    /// Its number.
    pub number: u16,
    /// The code of a canned job.
    pub job: String,
    /// What is done.
    pub label: String,
    /// Why.
    pub why: String,
    /// What good it does.
    pub benefit: String,
    /// What is done, in the workshop's wording; empty for none.
    pub workshop: String,
    /// The same in English, for a job of the menu; else empty.
    pub english: Told,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour.
    pub labour: Money,
    /// Price of the parts.
    pub parts: Money,
    /// Both.
    pub price: Money,
    /// A further test.
    pub test: bool,
    /// Kind, certificate and warranty of the parts.
    pub part: PartNote,
    /// The line of an earlier visit that it takes over.
    pub from: Option<TakenFrom>,
    /// What it lacks to be accepted.
    pub lacks: Vec<String>,
    /// What the customer decided.
    pub decision: Decision,
    /// How, when, to whom, in which words.
    pub consent: Option<ConsentRow>,
    /// The work on it.
    pub work: Work,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRow {
    /// Where the customer signed.
    pub on: SignedOn,
    /// Scope: accepted lines with their prices.
    pub lines: Vec<Decided>,
    /// Cost.
    pub ceiling: Money,
    /// Time.
    pub promise: Stamp,
    /// Who saw the signature.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// False once it was stopped.
    pub in_force: bool,
    /// Its changes.
    pub changes: Vec<ContractChangeRow>,
}

/// A change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractChangeRow {
    /// Who wanted it.
    pub proposer: Party,
    /// Who spoke for the customer, if not the customer.
    pub who: String,
    /// How the customer was spoken with.
    pub how: How,
    /// Why.
    pub reason: String,
    /// The cost since.
    pub ceiling: Money,
    /// It ended the contract.
    pub stop: bool,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// How a line was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRow {
    /// How.
    pub how: How,
    /// Who said it, if not the customer.
    pub who: String,
    /// In which words.
    pub words: String,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A line of the find box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindHit {
    /// What it was found by.
    pub by: FoundBy,
    /// The car.
    pub vehicle: Option<VehicleId>,
    /// Its owner.
    pub customer: Option<CustomerId>,
    /// The order, if one was found or the car is here.
    pub order: Option<OrderId>,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The owner's name.
    pub name: String,
    /// The owner's phone.
    pub phone: String,
    /// A caller found the phone to be wrong.
    pub wrong_number: bool,
    /// Visits so far.
    pub visits: u32,
    /// Special requirements that stand over the car or its owner.
    pub requirements: u16,
    /// Lines put off at earlier visits.
    pub put_off: usize,
    /// A complaint of the owner or about the car is open.
    pub complaint: bool,
    /// Files that were merged into the car's.
    pub aliases: Vec<VehicleId>,
}

/// What a hit was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// The end of a plate.
    Plate,
    /// An order's number.
    Order,
    /// The end of a phone number.
    Phone,
    /// A name.
    Name,
    /// Pinyin initials.
    Initials,
    /// The end of a VIN.
    Vin,
    /// The end of a plate that the car wore before.
    FormerPlate,
}

/// A vehicle with its owner and visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehiclePage {
    /// The car.
    pub vehicle: VehicleId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The plate, without separators.
    pub plate: String,
    /// The VIN.
    pub vin: String,
    /// Make and model.
    pub model: String,
    /// Its owner.
    pub customer: Option<CustomerId>,
    /// The owner's name.
    pub name: String,
    /// The owner's phone.
    pub phone: String,
    /// A caller found the phone to be wrong.
    pub wrong_number: bool,
    /// The last reading, km, and when.
    pub mileage: Option<(u32, Stamp)>,
    /// The open order.
    pub open: Option<OrderId>,
    /// How many visits in all.
    pub visits: u32,
    /// The newest visits.
    pub recent: Vec<VisitRow>,
    /// Lines put off.
    pub deferred: Vec<DeferredRow>,
    /// The plate it wears now, since when.
    pub plate_from: Option<Stamp>,
    /// The plates it wore before, the newest first.
    pub past_plates: Vec<PastPlate>,
    /// The owner it has now, since when.
    pub owner_from: Option<Stamp>,
    /// Its owners before, the newest first.
    pub past_owners: Vec<PastOwner>,
    /// Special requirements that stand over it and its owner.
    pub requirements: Vec<RequirementRow>,
    /// A complaint of the owner or about the car is open.
    pub complaint: Option<ComplaintId>,
    /// Files that were merged into this one.
    pub merged: Vec<MergedRow>,
    /// Other vehicles that may be the same.
    pub alike: Vec<AlikeRow>,
}

/// Calls to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsPage {
    /// The earliest due first.
    pub rows: Vec<CallRow>,
    /// Due by now.
    pub due: usize,
    /// Over today.
    pub done_today: usize,
    /// Of those, answered.
    pub answered_today: usize,
    /// Attempts made today, whatever came of them.
    pub attempts_today: usize,
}

/// A call to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// The call.
    pub call: CallId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The visit.
    pub order: OrderId,
    /// Whom.
    pub name: String,
    /// The number.
    pub phone: String,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// When it was planned: when the car was handed over.
    pub planned: Stamp,
    /// When.
    pub due: Stamp,
    /// Attempts so far.
    pub attempts: usize,
    /// What came of the last one.
    pub last: Option<Outcome>,
}

/// One call, with what to talk about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallPage {
    /// The call.
    pub call: CallId,
    /// Its version, for `seen`.
    pub version: u64,
    /// The visit.
    pub order: OrderId,
    /// Where it stands.
    pub state: CallState,
    /// Whom.
    pub customer: Option<CustomerId>,
    /// The name.
    pub name: String,
    /// The number.
    pub phone: String,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The advisor of the visit.
    pub advisor: StaffId,
    /// Who repaired.
    pub technician: Option<StaffId>,
    /// When it was handed over.
    pub handed: Option<Stamp>,
    /// On time?
    pub on_time: Option<bool>,
    /// What was done.
    pub work: Vec<String>,
    /// The same in English, where the menu has it.
    pub work_english: Vec<String>,
    /// When to call.
    pub due: Stamp,
    /// Best time, minutes after midnight.
    pub best_time: Option<u16>,
    /// Attempts so far.
    pub attempts: Vec<Attempt>,
    /// Attempts at most.
    pub attempts_max: u32,
    /// What the customer answered.
    pub grades: BTreeMap<String, Option<u8>>,
    /// The customer's words.
    pub words: String,
}

impl CallPage {
    /// Takes over what was answered.
    pub fn answered(&mut self, answers: &Answers) {
        self.grades = answers.grades.clone();
        self.words = answers.words.as_ref().and_then(|words| words.text()).unwrap_or_default().to_string();
    }
}

/// Complaints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintsPage {
    /// Open ones, the earliest answer due first.
    pub open: Vec<ComplaintRow>,
    /// Closed ones, the newest first.
    pub closed: Vec<ComplaintRow>,
}

/// One complaint in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRow {
    /// The complaint.
    pub complaint: ComplaintId,
    /// The visit.
    pub order: Option<OrderId>,
    /// Who complains.
    pub name: String,
    /// The plate, without separators.
    pub plate: String,
    /// What it is about.
    pub category: Category,
    /// How grave.
    pub severity: Severity,
    /// When the customer spoke.
    pub spoke: Stamp,
    /// A clear answer is due.
    pub answer_due: Stamp,
    /// It was given.
    pub answered: bool,
    /// When the customer last said that an answer did not satisfy them.
    pub refused: Option<Stamp>,
    /// The first words.
    pub words: String,
    /// When it was closed.
    pub closed: Option<Stamp>,
}

/// One complaint, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintPage {
    /// What the list shows.
    pub row: ComplaintRow,
    /// Its version, for `seen`.
    pub version: u64,
    /// The customer's phone.
    pub phone: String,
    /// Make and model.
    pub model: String,
    /// How it came in.
    pub channel: ComplaintChannel,
    /// How the customer feels.
    pub mood: Option<Mood>,
    /// Whose fault.
    pub fault: Option<Fault>,
    /// The advisor of the visit.
    pub advisor: Option<StaffId>,
    /// Who repaired.
    pub technician: Option<StaffId>,
    /// All words.
    pub says: Vec<SaidRow>,
    /// What was done, and what the customer said to it, in order.
    pub thread: Vec<EntryRow>,
    /// The clear answer since the customer's last "no".
    pub answered: Option<SaidRow>,
    /// How it ended.
    pub closing: Option<SaidRow>,
    /// How often a "no" kept it open.
    pub reopened: u16,
}

/// What an entry of a complaint's thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Something was done.
    Note,
    /// The clear answer to the customer.
    Answer {
        /// When it was due; `None` where the clock stood already.
        due: Option<Stamp>,
    },
    /// The customer's "no".
    Refusal,
}

/// One entry of a complaint's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// What it is.
    pub entry: Entry,
    /// What was said or done.
    pub said: SaidRow,
}

/// The kind of an attempt to call in the history of an order.
pub const ATTEMPT: &str = "call.attempted";
