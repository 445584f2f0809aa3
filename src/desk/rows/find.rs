//! What the find box shows.

use super::PartsFlag;
use crate::domain::{CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, OrderId, VehicleId};
use serde::{Deserialize, Serialize};

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
    /// What else has the number that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbered: Option<Numbered>,
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
    /// Parts on order for the car.
    #[serde(default)]
    pub parts: PartsFlag,
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
    /// The number of something else than an order.
    Number,
}

/// What else has a number by which it is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbered {
    /// A complaint.
    Complaint(ComplaintId),
    /// Feedback that is no complaint.
    Feedback(FeedbackId),
    /// A corrective action.
    Capa(CapaId),
    /// A survey campaign.
    Campaign(CampaignId),
}

impl Numbered {
    /// The number.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Complaint(id) => id.as_str(),
            Self::Feedback(id) => id.as_str(),
            Self::Capa(id) => id.as_str(),
            Self::Campaign(id) => id.as_str(),
        }
    }
}
