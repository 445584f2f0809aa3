//! What an order has to tell so that the repair holds the first time: complaint, condition, cause, correction (S11:
//! 精确的修理单信息; C5). What is missing is said, and stops nothing: the gates of the stages ask for what they need.

use super::Order;
use super::quote::{Decision, Line};
use super::stage::Stage;
use serde::{Deserialize, Serialize};

/// One part of a repair order's story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tells {
    /// What the customer complains of.
    Complaint,
    /// What was found, or when the fault shows.
    Condition,
    /// Why it is so.
    Cause,
    /// What is done about it.
    Correction,
}

impl Order {
    /// What the order does not tell yet, though it should by now: the complaint from the beginning, the rest once the
    /// car is past its diagnosis. Jobs of the menu need no diagnosis, and tell themselves what is done.
    pub fn untold(&self) -> Vec<Tells> {
        if self.stage == Stage::Cancelled {
            return Vec::new();
        }
        let repairs = |line: &Line| line.job.is_none() || line.needs_cause;
        let diagnosed = self.stage > Stage::Diagnose && self.lines.iter().any(repairs);
        let accepted = || self.lines.iter().any(|line| line.decision() == Decision::Accepted);
        let told = [
            (Tells::Complaint, !self.says.is_empty()),
            (Tells::Condition, !diagnosed || !self.findings.is_empty() || !self.symptoms.is_empty()),
            (Tells::Cause, !diagnosed || self.findings.iter().any(|finding| finding.cause.is_some())),
            (Tells::Correction, !diagnosed || accepted() || self.findings.iter().any(|f| f.plan.is_some())),
        ];
        told.into_iter().filter(|(_, told)| !told).map(|(part, _)| part).collect()
    }
}
