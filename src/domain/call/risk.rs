//! What makes a visit one to ask about soon: the call is made a day after the hand-over, and stands first in the list
//! (feature 37).

use crate::domain::decide::{Deciding, Stop};
use crate::domain::order::Order;
use crate::domain::order::quote::Decision;
use serde::{Deserialize, Serialize};

/// A reason to call soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// The car was handed over after the time that counts.
    Late,
    /// The visit was a comeback.
    Comeback,
    /// Work was added after the first job had begun.
    AddOn,
    /// Low grades in the customer's last answers.
    LowScore,
}

/// The risks of a visit whose car is handed over now, the gravest first.
pub fn of(d: &Deciding<'_>, order: &Order) -> Result<Vec<Risk>, Stop> {
    let late = order.promise.as_ref().is_some_and(|promise| d.now > promise.counted());
    let low = match &order.customer {
        Some(id) => d.customer_file("customer", id)?.all().any(|customer| customer.low_score.is_some()),
        None => false,
    };
    let risks = [
        (Risk::Comeback, order.comeback_of.is_some()),
        (Risk::Late, late),
        (Risk::LowScore, low),
        (Risk::AddOn, has_add_on(order)),
    ];
    Ok(risks.into_iter().filter(|(_, is)| *is).map(|(risk, _)| risk).collect())
}

/// True if the customer agreed to a line after work on another one had begun.
fn has_add_on(order: &Order) -> bool {
    let Some(begun) = order.lines.iter().filter_map(|line| line.work.started).min() else { return false };
    let agreed = order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
    agreed.filter_map(|line| line.consent.as_ref()).any(|consent| consent.at > begun)
}
