//! The yearly communication plan (顾客沟通年度计划): written each December, approved by the director, then held against what
//! was done (S14, S19; M13, M16, K3, feature 63).

pub mod approve;
pub mod entry;
pub mod outreach;
pub mod write;

use super::campaign::{Audience, Way};
use super::complaint::approve::Signed;
use super::marks::Marks;
use super::{StaffId, Stamp};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The plan of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The year.
    pub year: i32,
    /// What is aimed at.
    pub targets: Targets,
    /// The result of the year before, as it was when the plan was written.
    pub last_result: String,
    /// How customers were talked with in the year before, and what that says for this one.
    pub summary: String,
    /// The surveys of the year (S19: 年度调查计划).
    pub entries: Vec<Entry>,
    /// The director's word.
    pub approved: Option<Signed>,
    /// What the director said when it was sent back.
    pub sent_back: String,
    /// Visits paid and events held.
    pub outreach: Vec<Outreach>,
    /// Who wrote it last.
    pub written: Signed,
    /// Who touched what last.
    pub marks: Marks,
}

/// The targets of a year (S14 6.1 a–d).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// How forms reach customers.
    pub forms_by: String,
    /// Forms.
    pub forms: u32,
    /// Whom to ring.
    pub calls_whom: String,
    /// Calls.
    pub calls: u32,
    /// Whom to visit.
    pub visits_whom: String,
    /// Visits.
    pub visits: u32,
    /// Which events, and when.
    pub events_what: String,
    /// Events.
    pub events: u32,
}

/// A survey of the year (M16: dates, population, mode, responsible).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the plan, from 1.
    pub number: u16,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Whom it asks.
    pub audience: Audience,
    /// How many.
    pub population: u32,
    /// How.
    pub way: Way,
    /// Who answers for it.
    pub responsible: StaffId,
}

/// What the shop does besides forms and calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutreachKind {
    /// 走访顾客.
    Visit,
    /// 活动: samples, exhibitions, talks.
    Event,
}

/// A visit paid, or an event held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outreach {
    /// Which.
    pub kind: OutreachKind,
    /// On which day.
    pub on: NaiveDate,
    /// How many.
    pub count: u32,
    /// To whom, or what.
    pub text: String,
    /// Who wrote it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl Plan {
    /// An entry by its number.
    pub fn entry(&self, number: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// How many visits or events there were.
    pub fn done(&self, kind: OutreachKind) -> u32 {
        self.outreach.iter().filter(|done| done.kind == kind).map(|done| done.count).sum()
    }
}

/// The day by which the plan of a year is to be approved (M13: each December).
pub fn due(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.checked_sub(1)?, 12, 31)
}

/// The year whose plan is awaited on a day: in December the next one, in January still this one.
pub fn awaited(today: NaiveDate) -> Option<i32> {
    match today.month() {
        12 => today.year().checked_add(1),
        1 => Some(today.year()),
        _ => None,
    }
}
