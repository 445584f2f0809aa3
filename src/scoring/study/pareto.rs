//! Which few causes most low answers have (Pareto).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::scoring::engine::forms;
use crate::scoring::number::{fraction, two_decimals, whole};
use crate::scoring::select::Selected;
use crate::scoring::{Fact, Scheme};

/// The name of the cause of an answer whose reason nobody gave.
const NOT_GIVEN: &str = "not-given";

/// Causes, the commonest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pareto {
    /// By the reason given for each low answer.
    pub reasons: Vec<Cause>,
    /// By the item that was answered low.
    pub items: Vec<Cause>,
    /// By the category of the complaints received.
    pub complaints: Vec<Cause>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The cause.
    pub id: String,
    /// How often.
    pub n: u64,
    /// In per cent of all.
    pub percent: String,
    /// With all commoner ones, in per cent of all.
    pub cumulative: String,
}

/// Counts what low answers and complaints are about. Low is what the scheme asks a reason for.
pub(super) fn pareto(scheme: &Scheme, selected: &[Selected<'_>]) -> Pareto {
    let (mut reasons, mut items) = (BTreeMap::new(), BTreeMap::new());
    for form in forms(selected) {
        for (item, grade) in form.sheet.picks() {
            if scheme.grades[grade].points > scheme.reason_at_most_points {
                continue;
            }
            let id = &scheme.items[item].id;
            let reason = form.response.reasons.iter().find(|(of, _)| of == id).map_or(NOT_GIVEN, |(_, code)| code);
            *reasons.entry(reason.to_owned()).or_default() += 1;
            *items.entry(id.clone()).or_default() += 1;
        }
    }
    let mut complaints = BTreeMap::new();
    for one in selected {
        if let Fact::Complaint(complaint) = one.fact {
            let category = complaint.category.clone().unwrap_or_else(|| NOT_GIVEN.to_owned());
            *complaints.entry(category).or_default() += 1;
        }
    }
    Pareto { reasons: sorted(reasons), items: sorted(items), complaints: sorted(complaints) }
}

/// The commonest first; of equals, by name.
fn sorted(counts: BTreeMap<String, u64>) -> Vec<Cause> {
    let all: u64 = counts.values().sum();
    let percent = |part: u64| {
        let share = fraction(part, all).map(|share| two_decimals(&(share * whole(100))));
        share.unwrap_or_else(|| two_decimals(&whole(0)))
    };
    let mut causes: Vec<(String, u64)> = counts.into_iter().collect();
    causes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut so_far = 0;
    let cause = |(id, n): (String, u64)| {
        so_far += n;
        Cause { id, n, percent: percent(n), cumulative: percent(so_far) }
    };
    causes.into_iter().map(cause).collect()
}
