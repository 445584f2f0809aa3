//! Corrective actions (纠正和预防措施): one record for every rule that fired and every valid complaint, at once; linked to
//! one improvement project per cause and period (S7, S17, S19; O1–O3, O6; AM30, feature 58).

pub mod act;
pub mod close;
pub mod course;
pub mod fired;
pub mod issue;
pub mod link;
pub mod open;
pub mod plan;
pub mod project;
pub mod reassign;
pub mod tell;
pub mod to_tell;
pub mod verify;

use super::call::answer::Opinion;
use super::complaint::approve::Signed;
use super::complaint::raise::Category;
use super::marks::Marks;
use super::{CallId, CapaId, ComplaintId, CustomerId, OrderId, ProjectId, StaffId, Stamp};
use close::Closed;
use course::Entry;
use plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A corrective action as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capa {
    /// The number.
    pub id: CapaId,
    /// Why there is one.
    pub trigger: Trigger,
    /// What it calls for.
    pub level: Level,
    /// Where it was seen.
    pub evidence: Evidence,
    /// Who has to be told what came of it.
    pub customer: Option<CustomerId>,
    /// What its project deals with, such as `reason:late`.
    pub cause: String,
    /// Year and month, or the year, that it belongs to: `2026-11`.
    pub period: String,
    /// The project that it is linked to.
    pub project: ProjectId,
    /// When it was opened.
    pub opened: Stamp,
    /// The department that answers for it.
    pub department: Option<String>,
    /// The person who answers for it; without one it is red (O3).
    pub responsible: Option<StaffId>,
    /// What they are given for it (S7: 供应资源).
    pub resources: Option<String>,
    /// When it has to be effective.
    pub due: Option<Stamp>,
    /// It was issued to the department.
    pub issued: Option<Signed>,
    /// Cause and measure.
    pub plan: Option<Plan>,
    /// When the measure was carried out.
    pub acted: Option<Signed>,
    /// Quality found it effective.
    pub verified: Option<Signed>,
    /// When the customer was first reached about it (S17 level 2: 取得联系).
    pub contacted: Option<Stamp>,
    /// When the customer could not be reached.
    pub tries: Vec<Stamp>,
    /// The newest call by which the customer is told.
    pub call: Option<CallId>,
    /// How often it began anew: the measure was not effective, or the customer not satisfied.
    pub reopened: u16,
    /// How it ended.
    pub closed: Option<Closed>,
    /// What happened, in order.
    pub thread: Vec<Entry>,
    /// Who touched what last.
    pub marks: Marks,
}

/// Why there is a corrective action: the rule of a version of a scheme, and what fired it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// The rule's name in the scheme; empty where no scheme is behind it.
    pub rule: String,
    /// The scheme; empty for none.
    pub scheme: String,
    /// Its version; 0 for none.
    pub version: u32,
    /// What fired.
    pub on: On,
}

/// What fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// One answer of one customer (S19 a, S17 level 2, S7).
    Answer {
        /// The item.
        item: String,
        /// The grade given to it.
        grade: u8,
    },
    /// The score of one customer's form (S19 b, S17 levels 1 and 2).
    Form {
        /// The score, of 100.
        score: String,
    },
    /// The score of a whole month or year (S19 c, S17 level 3).
    Period {
        /// The score, of 100.
        score: String,
    },
    /// What a customer said in their own words (S19 d).
    Opinion {
        /// What kind of words.
        opinion: Opinion,
    },
    /// A valid complaint (S17; L4).
    Complaint {
        /// What it is about.
        category: Category,
    },
    /// Somebody saw that something has to change.
    Manual {
        /// What.
        text: String,
    },
}

/// What a corrective action calls for (S17: three levels; S19; S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A sheet to the department in charge (S19; S17 for a valid complaint).
    Sheet,
    /// A report that only the management representative issues (S17 level 1).
    Report,
    /// Getting in touch, a measure, and the customer's word that it is well (S17 level 2).
    Contact,
    /// Causes, what is missing, and measures (S17 level 3).
    Causes,
    /// An owner with resources, a measure and its verification (S7).
    Owner,
}

/// Where it was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The call in which a customer answered.
    pub call: Option<CallId>,
    /// The visit.
    pub order: Option<OrderId>,
    /// The complaint.
    pub complaint: Option<ComplaintId>,
}
