//! Who hears of a complaint that still has no clear answer: one rung after the other, each at its minute (S8: 逐级反映并高效
//! 解决; L9). A rung is reached by the customer's clock alone, so it is worked out from the time when somebody looks: it
//! needs no event, cannot come twice, and cannot be slept through by a server that was off.

use super::Complaint;
use crate::domain::Stamp;
use crate::domain::staff::role::Role;
use serde::{Deserialize, Serialize};

/// One rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Minutes after the customer spoke, or was not satisfied.
    pub after_minutes: u32,
    /// Who hears of it.
    pub role: Role,
}

impl Rung {
    /// Reads a rung: `4h supervisor`, `30m manager`.
    pub fn parse(text: &str) -> Option<Self> {
        let (after, role) = text.trim().split_once(' ')?;
        let minutes = |digits: &str, each: u32| digits.parse::<u32>().ok()?.checked_mul(each);
        let after_minutes = match (after.strip_suffix('h'), after.strip_suffix('m')) {
            (Some(hours), _) => minutes(hours, 60)?,
            (None, Some(rest)) => minutes(rest, 1)?,
            (None, None) => return None,
        };
        let role = serde_json::from_value(serde_json::Value::String(role.trim().to_owned())).ok()?;
        Some(Self { after_minutes, role })
    }
}

/// Who hears of a complaint, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Who.
    pub role: Role,
    /// When.
    pub at: Stamp,
}

/// The newest rung that is reached at `now`.
pub fn reached(reports: &[Report], now: Stamp) -> Option<&Report> {
    reports.iter().filter(|report| report.at.since(now) <= 0).max_by_key(|report| report.at.ms())
}

/// The first rung that is not.
pub fn next(reports: &[Report], now: Stamp) -> Option<&Report> {
    reports.iter().filter(|report| report.at.since(now) > 0).min_by_key(|report| report.at.ms())
}

impl Complaint {
    /// The rungs of the round that runs; none once there is a clear answer.
    pub fn reports(&self, ladder: &[Rung]) -> Vec<Report> {
        if self.answered.is_some() || !self.is_open() {
            return Vec::new();
        }
        let since = self.rounds.last().map_or(self.spoke, |round| round.no.at);
        let report = |rung: &Rung| Report { role: rung.role, at: since.plus_minutes(i64::from(rung.after_minutes)) };
        ladder.iter().map(report).collect()
    }
}
