//! Versions of the estimate (S9, E2; feature 21). A version is open while only the shop has seen it. Once it was
//! printed, or the customer was asked, the next change of a line begins a new one, so that what they were shown stays
//! readable beside what it became.

use super::Order;
use super::quote::{Decision, Line};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{Money, OrderId, Refusal, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One version of the estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number, from 1.
    pub number: u16,
    /// When it was last changed.
    pub at: Stamp,
    /// When the customer saw it first; none while it may still change.
    pub shown: Option<Stamp>,
    /// Its lines.
    pub lines: Vec<VersionLine>,
}

impl Version {
    /// The sum of its lines.
    pub fn sum(&self) -> Money {
        self.lines.iter().map(|line| line.price).sum()
    }

    /// A line by its number.
    pub fn line(&self, number: u16) -> Option<&VersionLine> {
        self.lines.iter().find(|line| line.number == number)
    }
}

/// A line as a version had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Its number in the order.
    pub number: u16,
    /// What is done.
    pub label: String,
    /// The same in English, if it came from the menu.
    pub english: Option<String>,
    /// Labour and parts.
    pub price: Money,
    /// What the customer decided while it was the newest version.
    pub decision: Decision,
}

impl From<&Line> for VersionLine {
    fn from(line: &Line) -> Self {
        Self {
            number: line.number,
            label: line.label.clone(),
            english: line.english.as_ref().map(|told| told.label.clone()),
            price: line.price(),
            decision: line.decision(),
        }
    }
}

/// Notes that the estimate was printed or read out to the customer: from here on, a change is a new version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowEstimate {
    /// The order.
    pub order: OrderId,
}

/// The estimate was shown to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateShown {
    /// The order.
    pub order: OrderId,
    /// The version that they saw.
    pub version: u16,
}

impl EstimateShown {
    /// Closes the newest version.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        show(order, meta.at);
    }
}

fn show(order: &mut Order, at: Stamp) {
    if let Some(version) = order.versions.last_mut() {
        version.shown.get_or_insert(at);
    }
}

/// Takes notice of lines that were written or dropped: in the open version, or in a new one.
pub fn changed(order: &mut Order, meta: &Meta<'_>) {
    let lines = order.lines.iter().map(VersionLine::from).collect();
    match order.versions.last_mut().filter(|version| version.shown.is_none()) {
        Some(open) => (open.at, open.lines) = (meta.at, lines),
        None => {
            let number = order.versions.last().map_or(1, |version| version.number + 1);
            order.versions.push(Version { number, at: meta.at, shown: None, lines });
        }
    }
}

/// Takes notice of the customer's word: they were asked about the newest version.
pub fn decided(order: &mut Order, meta: &Meta<'_>) {
    show(order, meta.at);
    let lines = order.lines.iter().map(VersionLine::from).collect();
    if let Some(version) = order.versions.last_mut() {
        version.lines = lines;
    }
}

/// Decides [`ShowEstimate`]. A version that was shown before stays as it is.
pub fn decide(d: &mut Deciding<'_>, c: &ShowEstimate) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let newest = order.versions.last().filter(|_| !order.lines.is_empty());
    let newest = newest.ok_or_else(|| Refusal::missing("lines"))?;
    if newest.shown.is_none() {
        d.emit(Event::EstimateShown(EstimateShown { order: c.order.clone(), version: newest.number }))?;
    }
    Ok(c.order.to_string())
}
