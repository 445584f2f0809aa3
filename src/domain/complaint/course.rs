//! The way of a complaint, one step after the other: answered, judged, planned, approved, done, verified, told, asked
//! (S17; L3–L7, L11). One table of what comes next: `Enter` follows it, and nothing closes past it.

use super::Complaint;
use super::approve::Signed;
use super::judge::Judged;
use super::plan::Plan;
use super::raise::{Fault, Severity};
use crate::domain::{StaffId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days on which a customer has to be tried before a complaint may close without their word (L7).
pub const DAYS_TRIED: usize = 3;

/// A step of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// The clear answer to the customer, within the shop's hours (S8).
    Answer,
    /// Valid or not, by the quality role (L4).
    Judge,
    /// Cause and plan, by the responsible department (L5).
    Plan,
    /// The plan is approved (L6).
    Approve,
    /// The plan is carried out (L6).
    Act,
    /// Quality verifies that it held (L7).
    Verify,
    /// The customer is told what was done (L7).
    Tell,
    /// The shop apologises for its own fault (L11).
    Apologise,
    /// The customer is asked whether they are satisfied (L7).
    Ask,
}

impl Due {
    /// The field that a refusal names for it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Answer => "answers",
            Self::Judge => "judged",
            Self::Plan => "plan",
            Self::Approve => "approved",
            Self::Act => "action",
            Self::Verify => "verified",
            Self::Tell => "told_result",
            Self::Apologise => "apology",
            Self::Ask => "satisfied",
        }
    }
}

/// How far a complaint is. The customer's "no" begins it anew; only the judgement stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Valid or not.
    pub judged: Option<Judged>,
    /// Cause and plan.
    pub plan: Option<Plan>,
    /// The plan was approved.
    pub approved: Option<Signed>,
    /// When the plan was last acted on.
    pub acted: Option<Stamp>,
    /// What was done held.
    pub verified: Option<Signed>,
    /// What is learned from it was written down.
    pub summarised: bool,
    /// When the customer was told.
    pub told: Option<Stamp>,
    /// The shop apologised.
    pub apologised: bool,
    /// When the customer could not be reached.
    pub tries: Vec<Stamp>,
}

/// A step that was taken, for the thread of the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which.
    pub step: Due,
    /// It went well: valid, approved, held.
    pub good: bool,
    /// What was written down, a line each.
    pub lines: Vec<String>,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl Complaint {
    /// What comes next; never [`Due::Ask`] before all that the procedures ask for is there.
    pub fn due(&self) -> Due {
        let course = &self.course;
        let valid = course.judged.as_ref().map(|judged| judged.valid);
        let first = [
            (self.answered.is_none(), Due::Answer),
            (valid.is_none(), Due::Judge),
            (valid == Some(true) && !self.has_plan(), Due::Plan),
            (valid == Some(true) && course.approved.is_none(), Due::Approve),
            (valid == Some(true) && course.acted.is_none(), Due::Act),
            (valid == Some(true) && !self.is_verified(), Due::Verify),
            (valid == Some(true) && course.told.is_none(), Due::Tell),
            (self.is_ours() && !course.apologised, Due::Apologise),
        ];
        first.iter().find(|(open, _)| *open).map_or(Due::Ask, |(_, due)| *due)
    }

    /// True if there is a plan with all that a complaint this grave asks for.
    pub(super) fn has_plan(&self) -> bool {
        self.course.plan.as_ref().is_some_and(|plan| plan.stands(self.severity))
    }

    /// True if it was verified, with the analysis that a complaint this grave leaves behind.
    pub(super) fn is_verified(&self) -> bool {
        self.course.verified.is_some() && (self.course.summarised || !self.needs_summary())
    }

    /// True if the shop is at fault, alone or with the customer: then it apologises (L11).
    pub fn is_ours(&self) -> bool {
        matches!(self.fault, Some(Fault::Shop | Fault::Both))
    }

    /// True if an analysis is written down before it closes (S1: 重要…分析总结).
    pub fn needs_summary(&self) -> bool {
        self.severity >= Severity::Important
    }

    /// On how many days somebody tried to reach the customer in vain.
    pub fn days_tried(&self) -> usize {
        self.course.tries.iter().map(|at| at.day()).collect::<BTreeSet<_>>().len()
    }

    /// Notes a step for the thread.
    pub(super) fn take(&mut self, step: Due, good: bool, lines: Vec<String>, by: &StaffId, at: Stamp) {
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        self.steps.push(Taken { step, good, lines, by: by.clone(), at });
    }

    /// Begins a fresh round after the customer's "no".
    pub(super) fn begin_again(&mut self) {
        self.course = Course { judged: self.course.judged.take(), ..Course::default() };
    }
}
