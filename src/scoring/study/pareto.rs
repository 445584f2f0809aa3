//! Which few causes most low answers have (Pareto).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::scoring::engine::{self, Request, ScoreError, forms};
use crate::scoring::number::{fraction, two_decimals, whole};
use crate::scoring::select::Selected;
use crate::scoring::{Book, Fact, Scheme};

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

/// By what causes are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The reason given for a low answer.
    Reason,
    /// The item that was answered low.
    Item,
    /// The category of a complaint.
    Complaint,
}

/// One answer or complaint that a cause counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Low {
    /// The form, or the complaint.
    pub id: String,
    /// The item, where it is an answer.
    pub item: Option<String>,
    /// The grade given, where it is an answer.
    pub grade: Option<u8>,
}

/// Gives what a cause was counted from, in the order of the forms.
///
/// # Errors
/// As for the scores.
pub fn behind(
    scheme: &Scheme,
    book: &Book,
    request: &Request,
    axis: Axis,
    cause: &str,
) -> Result<Vec<Low>, ScoreError> {
    let selected = engine::read(scheme, book, request)?;
    let mut found = Vec::new();
    each(scheme, &selected, |of, id, low| {
        if of == axis && id == cause {
            found.push(low());
        }
    });
    Ok(found)
}

/// Counts what low answers and complaints are about. Low is what the scheme asks a reason for.
pub(super) fn pareto(scheme: &Scheme, selected: &[Selected<'_>]) -> Pareto {
    let (mut reasons, mut items, mut complaints) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    each(scheme, selected, |axis, id, _| {
        let counts = match axis {
            Axis::Reason => &mut reasons,
            Axis::Item => &mut items,
            Axis::Complaint => &mut complaints,
        };
        *counts.entry(id.to_owned()).or_default() += 1;
    });
    Pareto { reasons: sorted(reasons), items: sorted(items), complaints: sorted(complaints) }
}

/// Goes through low answers and complaints: axis, cause, and what it is counted from.
fn each(scheme: &Scheme, selected: &[Selected<'_>], mut count: impl FnMut(Axis, &str, &dyn Fn() -> Low)) {
    for form in forms(selected) {
        for (item, grade) in form.sheet.picks() {
            if scheme.grades[grade].points > scheme.reason_at_most_points {
                continue;
            }
            let id = &scheme.items[item].id;
            let reason = form.response.reasons.iter().find(|(of, _)| of == id).map_or(NOT_GIVEN, |(_, code)| code);
            let low = || Low {
                id: form.response.stamp.id.clone(),
                item: Some(id.clone()),
                grade: Some(scheme.grades[grade].key),
            };
            count(Axis::Reason, reason, &low);
            count(Axis::Item, id, &low);
        }
    }
    for one in selected {
        if let Fact::Complaint(complaint) = one.fact {
            let low = || Low { id: complaint.stamp.id.clone(), item: None, grade: None };
            count(Axis::Complaint, complaint.category.as_deref().unwrap_or(NOT_GIVEN), &low);
        }
    }
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
