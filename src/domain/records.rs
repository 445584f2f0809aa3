//! The records that events fold into, and how a decision reads them.

use super::call::Call;
use super::campaign::{Campaign, SurveyForm};
use super::capa::Capa;
use super::capa::project::Project;
use super::complaint::Complaint;
use super::customer::Customer;
use super::customer::read::Reads;
use super::feedback::Feedback;
use super::marks::Marks;
use super::online::Online;
use super::order::Order;
use super::plan::Plan;
use super::requirement::Requirement;
use super::shop::Shop;
use super::staff::Staff;
use super::vehicle::Vehicle;
use super::{
    CallId, CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, FormId, OnlineId, OrderId, ProjectId,
    RequirementId, StaffId, VehicleId,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// What a record is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// The shop.
    Shop,
    /// A member of staff.
    Staff(StaffId),
    /// A customer.
    Customer(CustomerId),
    /// A vehicle.
    Vehicle(VehicleId),
    /// A repair order.
    Order(OrderId),
    /// A follow-up call.
    Call(CallId),
    /// A complaint.
    Complaint(ComplaintId),
    /// Feedback.
    Feedback(FeedbackId),
    /// A corrective action.
    Capa(CapaId),
    /// An improvement project.
    Project(ProjectId),
    /// What came of something that has one result for ever: a rule in a period, a cause in a period.
    Once(String),
    /// A special requirement.
    Requirement(RequirementId),
    /// An online request.
    Online(OnlineId),
    /// A survey campaign.
    Campaign(CampaignId),
    /// An answered form of a campaign.
    Form(FormId),
    /// The communication plan of a year.
    Plan(i32),
    /// Which campaign fills this place of the calendar; `newest-key` is the newest of an audience.
    Slot(String),
    /// Which vehicle wears this plate.
    Plate(String),
    /// Which customers have this phone.
    Phone(String),
    /// Whose this user id of the operating system is.
    User(u32),
    /// Whose this key to log in with is: kind and key, `ssh-ed25519 AAAA…`.
    Login(String),
    /// Who read a customer's file on a day: `C17 2026-11-23`.
    Reads(String),
    /// The last number given in a series: `R261123` orders of a day, `C` customers.
    Counter(String),
}

impl Key {
    /// The series that `id` was numbered in: `R261123` for `R261123-007`, `C` for `C17`.
    pub fn counter_of(id: &str) -> Self {
        let series = match id.split_once('-') {
            Some((day, _)) => day,
            None => id.trim_end_matches(|c: char| c.is_ascii_digit()),
        };
        Self::Counter(series.to_string())
    }

    /// Who read a customer's file on a day.
    pub fn reads(customer: &CustomerId, day: chrono::NaiveDate) -> Self {
        Self::Reads(format!("{customer} {day}"))
    }

    /// What tells it from others of its kind; empty for the shop.
    pub fn id(&self) -> Cow<'_, str> {
        let id = match self {
            Self::User(uid) => return Cow::Owned(uid.to_string()),
            Self::Plan(year) => return Cow::Owned(year.to_string()),
            Self::Shop => "",
            Self::Staff(id) => id.as_str(),
            Self::Customer(id) => id.as_str(),
            Self::Vehicle(id) => id.as_str(),
            Self::Order(id) => id.as_str(),
            Self::Call(id) => id.as_str(),
            Self::Complaint(id) => id.as_str(),
            Self::Feedback(id) => id.as_str(),
            Self::Capa(id) => id.as_str(),
            Self::Project(id) => id.as_str(),
            Self::Requirement(id) => id.as_str(),
            Self::Online(id) => id.as_str(),
            Self::Campaign(id) => id.as_str(),
            Self::Form(id) => id.as_str(),
            Self::Slot(text) => text,
            Self::Plate(text) | Self::Phone(text) | Self::Login(text) | Self::Reads(text) => text,
            Self::Counter(text) | Self::Once(text) => text,
        };
        Cow::Borrowed(id)
    }

    /// The word that `seen` and messages use.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Staff(_) => "staff",
            Self::Customer(_) => "customer",
            Self::Vehicle(_) => "vehicle",
            Self::Order(_) => "order",
            Self::Call(_) => "call",
            Self::Complaint(_) => "complaint",
            Self::Feedback(_) => "feedback",
            Self::Capa(_) => "capa",
            Self::Project(_) => "project",
            Self::Once(_) => "once",
            Self::Requirement(_) => "requirement",
            Self::Online(_) => "online",
            Self::Campaign(_) => "campaign",
            Self::Form(_) => "form",
            Self::Plan(_) => "plan",
            Self::Slot(_) => "slot",
            Self::Plate(_) => "plate",
            Self::Phone(_) => "phone",
            Self::User(_) => "uid",
            Self::Login(_) => "key",
            Self::Reads(_) => "reads",
            Self::Counter(_) => "counter",
        }
    }
}

/// Entries that one record takes: far more than any visit has. A script that goes on and on is stopped here, so that a
/// record stays small enough to be read and shown at once.
pub const ENTRIES_MAX: usize = 2_000;

/// A record as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// The shop.
    Shop(Shop),
    /// A member of staff.
    Staff(Staff),
    /// A customer.
    Customer(Customer),
    /// A vehicle.
    Vehicle(Vehicle),
    /// A repair order.
    Order(Box<Order>),
    /// A follow-up call.
    Call(Box<Call>),
    /// A complaint.
    Complaint(Box<Complaint>),
    /// Feedback.
    Feedback(Box<Feedback>),
    /// A corrective action.
    Capa(Box<Capa>),
    /// An improvement project.
    Project(Box<Project>),
    /// What came of something that has one result for ever.
    Once(String),
    /// A special requirement.
    Requirement(Box<Requirement>),
    /// An online request.
    Online(Box<Online>),
    /// A survey campaign.
    Campaign(Box<Campaign>),
    /// An answered form of a campaign.
    Form(Box<SurveyForm>),
    /// The communication plan of a year.
    Plan(Box<Plan>),
    /// Which campaign fills a place of the calendar.
    Slot(Option<CampaignId>),
    /// Which vehicle wears a plate; `None` when it was given up.
    Plate(Option<VehicleId>),
    /// Which customers have a phone.
    Phone(Vec<CustomerId>),
    /// Whose a user id is.
    User(Option<StaffId>),
    /// Whose a key to log in with is; `None` when it was taken away.
    Login(Option<StaffId>),
    /// Who read a customer's file on a day.
    Reads(Reads),
    /// The last number given in a series.
    Counter(u32),
}

impl Record {
    /// True while the record is still moving: such records are held in memory (DESIGN 2).
    pub fn is_moving(&self) -> bool {
        match self {
            Self::Shop(_) | Self::Staff(_) => true,
            Self::Customer(customer) => !customer.open.is_empty(),
            Self::Vehicle(vehicle) => !vehicle.open.is_empty(),
            // A request waits for its answer, and a part on order for its customer, however long the car is gone.
            Self::Order(order) => {
                let waits = order.open_requests().next().is_some() || order.open_parts().next().is_some();
                !order.stage.is_over() || waits
            }
            Self::Call(call) => call.is_open(),
            Self::Complaint(complaint) => complaint.is_open(),
            Self::Feedback(feedback) => feedback.is_open(),
            Self::Capa(capa) => capa.is_open(),
            Self::Project(project) => project.open > 0,
            Self::Online(online) => online.is_unconfirmed(),
            Self::Campaign(campaign) => campaign.is_open(),
            Self::Form(_) | Self::Plan(_) | Self::Slot(_) => false,
            Self::Requirement(_)
            | Self::Plate(_)
            | Self::Phone(_)
            | Self::User(_)
            | Self::Login(_)
            | Self::Reads(_)
            | Self::Once(_)
            | Self::Counter(_) => false,
        }
    }

    /// How many entries have been added to the record over time.
    pub fn entries(&self) -> usize {
        match self {
            Self::Shop(r) => r.adopted.len(),
            Self::Customer(r) => r.phones.len() + r.calls.len() + r.standing.len() + r.ended.len() + r.aliases.len(),
            Self::Vehicle(r) => r.owners.len() + r.plates.len() + r.standing.len() + r.ended.len() + r.aliases.len(),
            Self::Order(r) => r.log.len(),
            Self::Call(r) => r.attempts.len(),
            Self::Complaint(r) => r.words.len() + r.notes.len() + r.rounds.len() + r.steps.len() + r.changes.len(),
            Self::Feedback(r) => r.routed.len(),
            Self::Capa(r) => r.thread.len(),
            Self::Project(r) => r.capas.len(),
            Self::Requirement(r) => r.reviews.len(),
            Self::Reads(r) => r.reads.len(),
            Self::Campaign(r) => r.forms.len(),
            Self::Plan(r) => r.entries.len() + r.outreach.len(),
            Self::Form(_) | Self::Slot(_) => 0,
            Self::Staff(_) | Self::Online(_) => 0,
            Self::Plate(_) | Self::Phone(_) | Self::User(_) | Self::Login(_) | Self::Counter(_) | Self::Once(_) => 0,
        }
    }

    /// Who touched which part last; lookups have no marks.
    pub fn marks(&self) -> Option<&Marks> {
        match self {
            Self::Shop(r) => Some(&r.marks),
            Self::Staff(r) => Some(&r.marks),
            Self::Customer(r) => Some(&r.marks),
            Self::Vehicle(r) => Some(&r.marks),
            Self::Order(r) => Some(&r.marks),
            Self::Call(r) => Some(&r.marks),
            Self::Complaint(r) => Some(&r.marks),
            Self::Feedback(r) => Some(&r.marks),
            Self::Capa(r) => Some(&r.marks),
            Self::Project(r) => Some(&r.marks),
            Self::Requirement(r) => Some(&r.marks),
            Self::Online(r) => Some(&r.marks),
            Self::Campaign(r) => Some(&r.marks),
            Self::Form(r) => Some(&r.marks),
            Self::Plan(r) => Some(&r.marks),
            Self::Slot(_) => None,
            Self::Plate(_) | Self::Phone(_) | Self::User(_) | Self::Login(_) | Self::Reads(_) => None,
            Self::Counter(_) | Self::Once(_) => None,
        }
    }

    /// The same, to write.
    pub fn marks_mut(&mut self) -> Option<&mut Marks> {
        match self {
            Self::Shop(r) => Some(&mut r.marks),
            Self::Staff(r) => Some(&mut r.marks),
            Self::Customer(r) => Some(&mut r.marks),
            Self::Vehicle(r) => Some(&mut r.marks),
            Self::Order(r) => Some(&mut r.marks),
            Self::Call(r) => Some(&mut r.marks),
            Self::Complaint(r) => Some(&mut r.marks),
            Self::Feedback(r) => Some(&mut r.marks),
            Self::Capa(r) => Some(&mut r.marks),
            Self::Project(r) => Some(&mut r.marks),
            Self::Requirement(r) => Some(&mut r.marks),
            Self::Online(r) => Some(&mut r.marks),
            Self::Campaign(r) => Some(&mut r.marks),
            Self::Form(r) => Some(&mut r.marks),
            Self::Plan(r) => Some(&mut r.marks),
            Self::Slot(_) => None,
            Self::Plate(_) | Self::Phone(_) | Self::User(_) | Self::Login(_) | Self::Reads(_) => None,
            Self::Counter(_) | Self::Once(_) => None,
        }
    }

    /// The order, if it is one.
    pub fn as_order(&self) -> Option<&Order> {
        if let Self::Order(order) = self { Some(order) } else { None }
    }

    /// The customer, if it is one.
    pub fn as_customer(&self) -> Option<&Customer> {
        if let Self::Customer(customer) = self { Some(customer) } else { None }
    }

    /// The vehicle, if it is one.
    pub fn as_vehicle(&self) -> Option<&Vehicle> {
        if let Self::Vehicle(vehicle) = self { Some(vehicle) } else { None }
    }

    /// The call, if it is one.
    pub fn as_call(&self) -> Option<&Call> {
        if let Self::Call(call) = self { Some(call) } else { None }
    }

    /// The complaint, if it is one.
    pub fn as_complaint(&self) -> Option<&Complaint> {
        if let Self::Complaint(complaint) = self { Some(complaint) } else { None }
    }

    /// The feedback, if it is some.
    pub fn as_feedback(&self) -> Option<&Feedback> {
        if let Self::Feedback(feedback) = self { Some(feedback) } else { None }
    }

    /// The corrective action, if it is one.
    pub fn as_capa(&self) -> Option<&Capa> {
        if let Self::Capa(capa) = self { Some(capa) } else { None }
    }

    /// The improvement project, if it is one.
    pub fn as_project(&self) -> Option<&Project> {
        if let Self::Project(project) = self { Some(project) } else { None }
    }

    /// The special requirement, if it is one.
    pub fn as_requirement(&self) -> Option<&Requirement> {
        if let Self::Requirement(requirement) = self { Some(requirement) } else { None }
    }

    /// The online request, if it is one.
    pub fn as_online(&self) -> Option<&Online> {
        if let Self::Online(online) = self { Some(online) } else { None }
    }

    /// The campaign, if it is one.
    pub fn as_campaign(&self) -> Option<&Campaign> {
        if let Self::Campaign(campaign) = self { Some(campaign) } else { None }
    }

    /// The answered form, if it is one.
    pub fn as_form(&self) -> Option<&SurveyForm> {
        if let Self::Form(form) = self { Some(form) } else { None }
    }

    /// The plan of a year, if it is one.
    pub fn as_plan(&self) -> Option<&Plan> {
        if let Self::Plan(plan) = self { Some(plan) } else { None }
    }

    /// The member of staff, if it is one.
    pub fn as_staff(&self) -> Option<&Staff> {
        if let Self::Staff(staff) = self { Some(staff) } else { None }
    }

    /// The shop, if it is it.
    pub fn as_shop(&self) -> Option<&Shop> {
        if let Self::Shop(shop) = self { Some(shop) } else { None }
    }
}

/// The index could not be read: not the command's fault, and never the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Where records are read from.
pub trait Records {
    /// The record under `key`, if there is one.
    ///
    /// # Errors
    /// The index is broken; the desk rebuilds it.
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable>;
}
