//! What a campaign must reach to count, and what it reached: exact, as counts, never as rounded shares (S7, S19; M2, M3,
//! M5, M9, N8).

use super::{Campaign, Issued, Respondent};
use crate::domain::CustomerId;
use crate::scoring::number::{fraction, two_decimals_judged, whole};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a campaign must reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Forms returned (S7: 100).
    pub forms: u32,
    /// Forms about competitors (S7: 10).
    pub competitors: u32,
    /// The returned among the issued, in hundredths of a per cent (S19: 80 %).
    pub returned: u32,
    /// The customers asked among the active ones, in hundredths of a per cent (S19: 90 %).
    pub coverage: u32,
    /// Months between two campaigns, at most (S19: 12).
    pub months: u32,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { forms: 100, competitors: 10, returned: 8_000, coverage: 9_000, months: 12 }
    }
}

/// One thing to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateName {
    /// Forms returned.
    Forms,
    /// Forms about competitors.
    Competitors,
    /// The share returned.
    Returned,
    /// The share of active customers asked.
    Coverage,
    /// Every key customer answered.
    Key,
    /// The time since the campaign before.
    Interval,
}

/// What became of one thing to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Which.
    pub gate: GateName,
    /// What was reached: forms, or the part of a share.
    pub part: u64,
    /// Of how many.
    pub of: u64,
    /// The share in per cent with two decimals, never rounded across the gate; empty for a number.
    pub percent: String,
    /// The per cent asked for; empty for a number.
    pub wanted: String,
    /// Whether that is enough; nothing where it cannot be told.
    pub met: Option<bool>,
}

/// Forms to issue so that `forms` come back where `returned` hundredths of a per cent do (N8: 125 for 100 at 80 %).
pub fn to_issue(forms: u32, returned: u32) -> u64 {
    match returned {
        0 => u64::from(forms),
        returned => (u64::from(forms) * 10_000).div_ceil(u64::from(returned)),
    }
}

/// Forms of some kinds: how many, and how many of them came back.
pub fn count(forms: &[Issued], of: impl Fn(Respondent) -> bool) -> (u64, u64) {
    let meant = || forms.iter().filter(|form| of(form.respondent));
    (meant().count() as u64, meant().filter(|form| form.returned.is_some()).count() as u64)
}

/// Holds what a campaign reached against what it must reach, in the order in which the procedures name it.
pub fn gates(campaign: &Campaign) -> Vec<Gate> {
    let wanted = &campaign.wanted;
    let (issued, returned) = count(&campaign.forms, Respondent::counts);
    let (_, competitors) = count(&campaign.forms, |respondent| respondent == Respondent::Competitor);
    let mut gates = vec![
        number(GateName::Forms, returned, wanted.forms),
        number(GateName::Competitors, competitors, wanted.competitors),
        share(GateName::Returned, returned, issued, wanted.returned),
    ];
    let Some(started) = &campaign.started else { return gates };
    let asked: BTreeSet<&CustomerId> = campaign.forms.iter().filter_map(|form| form.customer.as_ref()).collect();
    let covered = started.active.iter().filter(|customer| asked.contains(customer)).count() as u64;
    gates.push(share(GateName::Coverage, covered, started.active.len() as u64, wanted.coverage));
    let open = key_open(campaign).len() as u64;
    let key = started.key.len() as u64;
    gates.push(Gate {
        met: Some(open == 0),
        ..number(GateName::Key, key - open, u32::try_from(key).unwrap_or(u32::MAX))
    });
    gates.push(interval(started.previous, started.at.day(), wanted.months));
    gates
}

/// Key customers who have not answered (S19: 主要顾客的反馈一定要了解).
pub fn key_open(campaign: &Campaign) -> Vec<&CustomerId> {
    let Some(started) = &campaign.started else { return Vec::new() };
    let answered: BTreeSet<&CustomerId> = campaign
        .forms
        .iter()
        .filter(|form| form.returned.is_some() && form.respondent == Respondent::Customer)
        .filter_map(|form| form.customer.as_ref())
        .collect();
    started.key.iter().filter(|customer| !answered.contains(customer)).collect()
}

fn number(gate: GateName, part: u64, wanted: u32) -> Gate {
    let of = u64::from(wanted);
    Gate { gate, part, of, percent: String::new(), wanted: String::new(), met: Some(part >= of) }
}

/// A share, compared as a fraction: 159 of 200 is no 80 %.
pub fn share(gate: GateName, part: u64, of: u64, wanted: u32) -> Gate {
    let least = fraction(wanted, 100).unwrap_or_else(|| whole(0));
    let percent = fraction(part, of).map(|share| share * whole(100));
    let shown = percent.as_ref().map(|share| two_decimals_judged(share, |share| *share >= least));
    let met = percent.map(|share| share >= least);
    let wanted = two_decimals_judged(&least, |_| ());
    Gate { gate, part, of, percent: shown.unwrap_or_default(), wanted, met }
}

/// Not more than so many months after the campaign before; the first one has nothing to be held against. `part` counts
/// the days between.
pub fn interval(previous: Option<NaiveDate>, start: NaiveDate, months: u32) -> Gate {
    let latest = previous.and_then(|day| day.checked_add_months(Months::new(months)));
    let days = previous.map_or(0, |day| (start - day).num_days());
    Gate {
        gate: GateName::Interval,
        part: u64::try_from(days).unwrap_or(0),
        of: u64::from(months),
        percent: String::new(),
        wanted: String::new(),
        met: latest.map(|latest| start <= latest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n8_the_worked_numbers_exactly() {
        let returned = share(GateName::Returned, 62, 75, 8_000);
        assert_eq!((returned.percent.as_str(), returned.met), ("82.67", Some(true)));
        let coverage = share(GateName::Coverage, 75, 82, 9_000);
        assert_eq!((coverage.percent.as_str(), coverage.met), ("91.46", Some(true)));
        assert_eq!(share(GateName::Coverage, 62, 82, 9_000).percent, "75.61");
        assert_eq!(to_issue(100, 8_000), 125);
        assert_eq!(to_issue(100, 8_001), 125);
        assert_eq!(to_issue(100, 7_999), 126);
    }

    #[test]
    fn a_share_just_below_its_gate_never_prints_as_the_gate() {
        let below = share(GateName::Returned, 79_999, 100_000, 8_000);
        assert_eq!((below.percent.as_str(), below.met), ("79.99", Some(false)));
        assert_eq!(share(GateName::Returned, 80, 100, 8_000).met, Some(true));
        assert_eq!(share(GateName::Coverage, 899, 1_000, 9_000).met, Some(false));
        assert_eq!(share(GateName::Coverage, 0, 0, 9_000).met, None);
    }

    #[test]
    fn m5_twelve_months_are_enough_and_a_day_more_is_not() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a day");
        let met = |start| interval(Some(day("2025-11-23")), day(start), 12).met;
        assert_eq!(met("2026-11-23"), Some(true));
        assert_eq!(met("2026-11-24"), Some(false));
        assert_eq!(interval(None, day("2026-11-24"), 12).met, None);
    }
}
