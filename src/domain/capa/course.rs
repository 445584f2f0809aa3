//! The way of a corrective action, one step after the other: issued, planned, carried out, verified, told (S17, S19, S7;
//! O1–O3, O6). One table of what comes next: `Enter` follows it, and nothing closes past it.

use super::{Capa, Level};
use crate::domain::{Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days on which a customer has to be tried before it may close without their word (as L7 for complaints).
pub const DAYS_TRIED: usize = 3;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The sheet goes to a department, with an owner and a day (O1, O3).
    Issue,
    /// The department writes cause and measure (O2).
    Plan,
    /// The measure is carried out.
    Act,
    /// Quality verifies that it is effective (O3).
    Verify,
    /// The customer is told what was done (O6).
    Tell,
}

impl Step {
    /// The field that a refusal names for it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Issue => "issued",
            Self::Plan => "capa_measure",
            Self::Act => "carried_out",
            Self::Verify => "effective",
            Self::Tell => "told_result",
        }
    }
}

/// Something that happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// Issued.
    Issued,
    /// Another department, owner or day.
    Reassigned,
    /// Cause and measure.
    Planned,
    /// Carried out.
    Acted,
    /// Found effective.
    Effective,
    /// Found not effective: it begins anew.
    NotEffective,
    /// The customer was reached before anything was done.
    Contacted,
    /// The customer was told what was done.
    Told,
    /// The customer was not satisfied: it begins anew.
    NotSatisfied,
    /// The customer could not be reached.
    NotReached,
    /// Linked to another project.
    Linked,
    /// Closed without the customer's word.
    Unreached,
    /// Withdrawn: what it rests on does not hold.
    Withdrawn,
    /// Its complaint was carried through, and the customer is satisfied.
    Settled,
    /// Withdrawn: the answers that it rests on were taken back.
    TakenBack,
}

/// One entry of its thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What happened.
    pub did: Did,
    /// What was written down, a line each.
    pub lines: Vec<String>,
    /// What was said to the customer, and what they answered.
    pub said: Vec<Personal>,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl Entry {
    /// An entry of written lines; empty ones are left out.
    pub fn of(did: Did, lines: Vec<String>, by: &StaffId, at: Stamp) -> Self {
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        Self { did, lines, said: Vec::new(), by: by.clone(), at }
    }
}

impl Capa {
    /// True while it is not closed.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// What comes next; nothing once it is over.
    pub fn next(&self) -> Option<Step> {
        let steps = [
            (self.issued.is_none(), Step::Issue),
            (self.plan.is_none(), Step::Plan),
            (self.acted.is_none(), Step::Act),
            (self.verified.is_none(), Step::Verify),
            (self.needs_telling(), Step::Tell),
        ];
        steps.iter().find(|(open, _)| *open && self.is_open()).map(|(_, step)| *step)
    }

    /// True if somebody waits to hear what came of it. A month's score is nobody's.
    pub fn needs_telling(&self) -> bool {
        self.customer.is_some() || self.evidence.complaint.is_some()
    }

    /// True if it does not close without the customer's own word that it is well (S17 level 2: 让顾客满意).
    pub fn needs_word(&self) -> bool {
        self.level == Level::Contact
    }

    /// True if the day has passed on which it had to be effective.
    pub fn is_overdue(&self, now: Stamp) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < now)
    }

    /// True if nobody answers for it (O3).
    pub fn lacks_owner(&self) -> bool {
        self.is_open() && self.responsible.is_none()
    }

    /// On how many days somebody tried to reach the customer in vain.
    pub fn days_tried(&self) -> usize {
        self.tries.iter().map(|at| at.day()).collect::<BTreeSet<_>>().len()
    }

    /// Whom its personal texts are about.
    pub fn about(&self) -> String {
        let complaint = || self.evidence.complaint.as_ref().map_or(self.id.as_str(), |id| id.as_str());
        self.customer.as_ref().map_or_else(complaint, |id| id.as_str()).to_string()
    }

    /// Begins anew with another measure. Who it was issued to stays.
    pub(super) fn begin_again(&mut self) {
        (self.plan, self.acted, self.verified) = (None, None, None);
        self.reopened = self.reopened.saturating_add(1);
    }
}
