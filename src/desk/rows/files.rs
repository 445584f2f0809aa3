//! What the cards of a vehicle and of a customer show: past plates and owners, requirements, merged files.

use super::{ComplaintRow, FeedbackRow, WaitingPart};
use crate::domain::customer::Segment;
use crate::domain::customer::contact::OptOut;
use crate::domain::requirement::review::Review;
use crate::domain::{ComplaintId, CustomerId, OrderId, RequirementId, StaffId, Stamp, VehicleId};
use crate::store::called::OpinionRow;
use crate::store::rows::{DeferredRow, VisitRow};
use serde::{Deserialize, Serialize};

/// A plate of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastPlate {
    /// The plate, without separators; empty if it was erased.
    pub plate: String,
    /// Since when it was worn.
    pub from: Stamp,
}

/// An owner of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastOwner {
    /// Who.
    pub customer: CustomerId,
    /// The name.
    pub name: String,
    /// Since when they owned it.
    pub from: Stamp,
}

/// A file that was merged into another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedRow {
    /// Its id: `C18`, `K18`.
    pub id: String,
    /// The name or plate that it has.
    pub label: String,
    /// Who merged it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Another file that may be of the same person or car.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeRow {
    /// Its id.
    pub id: String,
    /// Its name or plate.
    pub label: String,
    /// The phone or VIN that both have.
    pub by: String,
}

/// A special requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementRow {
    /// The id.
    pub requirement: RequirementId,
    /// Its version, for `seen`.
    pub version: u64,
    /// What is asked; empty if it was erased.
    pub text: String,
    /// The plate of the one car that it is about; empty for all.
    pub plate: String,
    /// The department that identified it.
    pub department: String,
    /// Who identified it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// What the departments said.
    pub reviews: Vec<Review>,
    /// It is asked no more: since when, and why.
    pub ended: Option<(Stamp, String)>,
    /// On an order: who ticked it, and when.
    pub ticked: Option<(StaffId, Stamp)>,
}

/// A customer's file, whole (P1, L14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPage {
    /// The customer.
    pub customer: CustomerId,
    /// The version, for `seen`.
    pub version: u64,
    /// The name.
    pub name: String,
    /// Phones, the one to call first at the front.
    pub phones: Vec<String>,
    /// A caller found the first one to be wrong.
    pub wrong_number: bool,
    /// What they do not want to be contacted about.
    pub opt_outs: Vec<OptOut>,
    /// Key customer or general.
    pub segment: Segment,
    /// The cars they own.
    pub cars: Vec<CarRow>,
    /// How many visits in all.
    pub visits: u32,
    /// The newest visits.
    pub recent: Vec<PersonVisit>,
    /// Complaints, the newest first.
    pub complaints: Vec<ComplaintRow>,
    /// Feedback that is no complaint, the newest first (L14).
    pub feedback: Vec<FeedbackRow>,
    /// Opinions and suggestions, the newest first.
    pub opinions: Vec<OpinionRow>,
    /// Special requirements: those that stand, then those that ended.
    pub requirements: Vec<RequirementRow>,
    /// Files that were merged into this one.
    pub merged: Vec<MergedRow>,
    /// Other customers who may be the same.
    pub alike: Vec<AlikeRow>,
}

/// A car in its owner's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarRow {
    /// The car.
    pub vehicle: VehicleId,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// Visits so far.
    pub visits: u32,
    /// Its open order.
    pub open: Option<OrderId>,
}

/// A visit in a customer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonVisit {
    /// The plate of the car, without separators.
    pub plate: String,
    /// The visit.
    pub visit: VisitRow,
}

/// A repair that may not have held: so recent that a new order asks (I5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentRow {
    /// The order.
    pub order: OrderId,
    /// When the car was given back.
    pub handed: Stamp,
    /// The reading up to which it counts as recent, km; nothing if nobody read the odometer then.
    pub km_max: Option<u32>,
    /// What was done: number, words, and the same in English.
    pub jobs: Vec<(u16, String, String)>,
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
    /// The newest repair, if it is recent enough to be asked after.
    pub repaired: Option<RecentRow>,
    /// Parts on order for it, of any of its visits (F1).
    #[serde(default)]
    pub parts: Vec<WaitingPart>,
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
