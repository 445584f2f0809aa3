//! Every question that can be asked of the shop, and the shape of its answer.

use super::campaigns::{CampaignPage, CampaignsPage};
use super::kept::KeptPage;
use super::lease::HeldRow;
use super::plan::{PackPage, PlanPage};
use super::rows::{
    BoardPage, CallPage, CallsPage, CapaPage, ComplaintPage, ComplaintsPage, CustomerPage, FeedbackList, FeedbackPage,
    FindHit, HeardPage, ImprovementPage, JobRow, NextCall, OrderPage, PersonVisit, ProjectPage, RepeatsPage,
    RequestsPage, SchemeRow, ShopPage, StaffRow, Status, VehiclePage, WhomRow,
};
use super::visit::ListsPage;
use crate::domain::customer::read::Read;
use crate::domain::staff::role::Right;
use crate::domain::{CallId, CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, OrderId, ProjectId, VehicleId};
use crate::scoring::study::months::Month;
use crate::scoring::{Bucket, By};
use crate::store::rows::{FaultRow, ProjectRow, VisitRow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Query {
    /// The shop: its name, or that it was not set up.
    Shop,
    /// Everyone who works here.
    Staff,
    /// How the store is.
    Status,
    /// The cars in the shop.
    Board,
    /// One order.
    Order {
        /// Which.
        id: OrderId,
    },
    /// The canned jobs, at today's prices.
    Jobs,
    /// The find box.
    Find {
        /// What was typed.
        text: String,
        /// Lines at most.
        limit: usize,
    },
    /// One vehicle with its visits.
    Vehicle {
        /// Which.
        id: VehicleId,
    },
    /// Older visits of a vehicle, the newest first.
    Visits {
        /// Of which.
        vehicle: VehicleId,
        /// Those before this one.
        before: OrderId,
        /// How many at most.
        limit: usize,
    },
    /// One customer's file, whole.
    Customer {
        /// Which.
        id: CustomerId,
    },
    /// Older visits of a customer, the newest first.
    CustomerVisits {
        /// Of which.
        customer: CustomerId,
        /// Those before this one.
        before: OrderId,
        /// How many at most.
        limit: usize,
    },
    /// A customer's phone numbers, whole.
    Phones {
        /// Whose.
        customer: CustomerId,
    },
    /// Who read a customer's file, the newest first.
    Reads {
        /// Whose.
        customer: CustomerId,
        /// On how many days at most.
        days: usize,
    },
    /// Calls to be made.
    Calls,
    /// The call to make next.
    NextCall {
        /// Another one than this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        but: Option<CallId>,
    },
    /// The call that one attempted last today.
    LastAttempt,
    /// Whom one might call besides: customers without contact for a while, owners of cars whose service is due.
    WhomToCall,
    /// What other sessions are at: calls that are taken up, records that are written.
    Held,
    /// One call.
    Call {
        /// Which.
        id: CallId,
    },
    /// What waits for an answer.
    Requests,
    /// The shop's own faults of the days from `from` to `to`, both inclusive.
    Faults {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// What was kept of the cars given back on the days from `from` to `to`, both inclusive.
    Kept {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// Complaints: open ones first, then closed ones, newest first.
    Complaints,
    /// One complaint.
    Complaint {
        /// Which.
        id: ComplaintId,
    },
    /// Complaints about the same as what is being taken down (feature 54).
    Repeats {
        /// About this visit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
        /// About this car, if about no visit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vehicle: Option<VehicleId>,
        /// About this job or part, by its code; without it, those of the visit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part: Option<String>,
    },
    /// Feedback: what waits first, then what is over.
    FeedbackList,
    /// One piece of feedback.
    Feedback {
        /// Which.
        id: FeedbackId,
    },
    /// Complaints and feedback of a month, for its analysis.
    Heard {
        /// A day of the month.
        on: NaiveDate,
    },
    /// Corrective actions: open ones by project, what is proposed, then closed ones, newest first.
    Improvement,
    /// One corrective action.
    Capa {
        /// Which.
        id: CapaId,
    },
    /// One improvement project with all its corrective actions.
    Project {
        /// Which.
        id: ProjectId,
    },
    /// The improvement projects of a month or year.
    Projects {
        /// `2026-11`, or `2026`.
        period: String,
    },
    /// Survey campaigns: proposals of the calendar, open ones, then those that are over, newest first.
    Campaigns,
    /// One campaign.
    Campaign {
        /// Which.
        id: CampaignId,
    },
    /// The communication plan of a year, and what was done of it.
    Plan {
        /// Which year.
        year: i32,
    },
    /// The management review pack of a year.
    Pack {
        /// Which year.
        year: i32,
    },
    /// The checklists in force, and the promises that may be given.
    Lists,
    /// The text of a scheme in force.
    Scheme {
        /// Its id.
        id: String,
    },
    /// Every scheme that the shop has.
    Schemes,
    /// The counts of the months up to that of `last` under a scheme, the earliest first.
    Months {
        /// The scheme's id.
        scheme: String,
        /// A day of the last month.
        last: NaiveDate,
        /// How many months at most.
        limit: u32,
    },
    /// The counts of a month: of all its facts, or of those of each advisor, technician, caller or way of asking.
    Counted {
        /// A day of the month.
        on: NaiveDate,
        /// By what; nothing for all together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<By>,
    },
    /// Facts of the days from `from` to `to`, both inclusive.
    FactsOn {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// Facts that came to be after journal line `seq`, in order.
    FactsSince {
        /// The line.
        seq: u64,
        /// How many at most.
        limit: usize,
    },
}

/// The names of all queries, as `ask` writes them.
pub const NAMES: &[&str] = &[
    "shop",
    "staff",
    "status",
    "board",
    "order",
    "jobs",
    "find",
    "vehicle",
    "visits",
    "customer",
    "customer-visits",
    "phones",
    "reads",
    "calls",
    "next-call",
    "last-attempt",
    "whom-to-call",
    "held",
    "call",
    "requests",
    "faults",
    "kept",
    "complaints",
    "complaint",
    "repeats",
    "feedback-list",
    "feedback",
    "heard",
    "improvement",
    "capa",
    "project",
    "projects",
    "campaigns",
    "campaign",
    "plan",
    "pack",
    "lists",
    "scheme",
    "schemes",
    "months",
    "counted",
    "facts-on",
    "facts-since",
];

impl Query {
    /// The right that the question asks for.
    pub fn needs(&self) -> Right {
        match self {
            Self::Shop
            | Self::Staff
            | Self::Status
            | Self::Board
            | Self::Order { .. }
            | Self::Jobs
            | Self::Find { .. }
            | Self::Vehicle { .. }
            | Self::Visits { .. }
            | Self::Calls
            | Self::NextCall { .. }
            | Self::Held
            | Self::Call { .. }
            | Self::Requests
            | Self::Faults { .. }
            | Self::Kept { .. }
            | Self::Complaints
            | Self::Complaint { .. }
            | Self::Repeats { .. }
            | Self::FeedbackList
            | Self::Feedback { .. }
            | Self::Heard { .. }
            | Self::Improvement
            | Self::Capa { .. }
            | Self::Project { .. }
            | Self::Projects { .. }
            | Self::Campaigns
            | Self::Campaign { .. }
            | Self::Plan { .. }
            | Self::Pack { .. }
            | Self::Lists
            | Self::Scheme { .. }
            | Self::Schemes
            | Self::Months { .. }
            | Self::Counted { .. }
            | Self::FactsOn { .. }
            | Self::FactsSince { .. } => Right::Read,
            Self::WhomToCall | Self::LastAttempt => Right::Call,
            Self::Customer { .. } | Self::CustomerVisits { .. } => Right::ReadFiles,
            Self::Phones { .. } => Right::Reveal,
            Self::Reads { .. } => Right::SeeReads,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "is", rename_all = "kebab-case")]
pub enum Answer {
    /// To [`Query::Shop`].
    Shop(ShopPage),
    /// To [`Query::Staff`].
    Staff(Arc<Vec<StaffRow>>),
    /// To [`Query::Status`].
    Status(Status),
    /// To [`Query::Board`].
    Board(BoardPage),
    /// To [`Query::Order`].
    Order(Box<OrderPage>),
    /// To [`Query::Jobs`].
    Jobs(Vec<JobRow>),
    /// To [`Query::Find`].
    Find(Vec<FindHit>),
    /// To [`Query::Vehicle`].
    Vehicle(Box<VehiclePage>),
    /// To [`Query::Visits`].
    Visits(Vec<VisitRow>),
    /// To [`Query::Customer`].
    Customer(Box<CustomerPage>),
    /// To [`Query::CustomerVisits`].
    CustomerVisits(Vec<PersonVisit>),
    /// To [`Query::Phones`], the one to call first at the front.
    Phones(Vec<String>),
    /// To [`Query::Reads`].
    Reads(Vec<Read>),
    /// To [`Query::Calls`].
    Calls(CallsPage),
    /// To [`Query::NextCall`].
    NextCall(NextCall),
    /// To [`Query::LastAttempt`].
    LastAttempt(Option<CallId>),
    /// To [`Query::WhomToCall`].
    WhomToCall(Vec<WhomRow>),
    /// To [`Query::Held`].
    Held(Vec<HeldRow>),
    /// To [`Query::Call`].
    Call(Box<CallPage>),
    /// To [`Query::Requests`].
    Requests(RequestsPage),
    /// To [`Query::Faults`].
    Faults(Vec<FaultRow>),
    /// To [`Query::Kept`].
    Kept(KeptPage),
    /// To [`Query::Complaints`].
    Complaints(ComplaintsPage),
    /// To [`Query::Complaint`].
    Complaint(Box<ComplaintPage>),
    /// To [`Query::Repeats`].
    Repeats(RepeatsPage),
    /// To [`Query::FeedbackList`].
    FeedbackList(FeedbackList),
    /// To [`Query::Feedback`].
    Feedback(Box<FeedbackPage>),
    /// To [`Query::Heard`].
    Heard(HeardPage),
    /// To [`Query::Improvement`].
    Improvement(ImprovementPage),
    /// To [`Query::Capa`].
    Capa(Box<CapaPage>),
    /// To [`Query::Project`].
    Project(Box<ProjectPage>),
    /// To [`Query::Projects`].
    Projects(Vec<ProjectRow>),
    /// To [`Query::Campaigns`].
    Campaigns(CampaignsPage),
    /// To [`Query::Campaign`].
    Campaign(Box<CampaignPage>),
    /// To [`Query::Plan`].
    Plan(Box<PlanPage>),
    /// To [`Query::Pack`].
    Pack(Box<PackPage>),
    /// To [`Query::Lists`].
    Lists(ListsPage),
    /// To [`Query::Scheme`].
    Scheme(String),
    /// To [`Query::Schemes`], by id.
    Schemes(Vec<SchemeRow>),
    /// To [`Query::Months`].
    Months(Vec<Month>),
    /// To [`Query::Counted`]: whose, nothing for nobody's or for all together, and the counts.
    Counted(Vec<(Option<String>, Bucket)>),
    /// To [`Query::FactsOn`] and [`Query::FactsSince`]: one line of JSON each.
    Facts(Vec<String>),
}
