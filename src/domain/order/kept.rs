//! The promises of the intake, judged when the car is given back: kept, broken or not applicable; a broken one is made
//! good (S1: 不符合承诺…补救和弥补; E1, E3, feature 25).

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The promise that the clock judges by itself.
pub const TIME: &str = "time";

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// Kept.
    Kept,
    /// Broken.
    Broken,
    /// Not applicable: the customer released the shop from it.
    NotApplicable,
}

/// How a broken promise is made good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// An apology and an explanation.
    Apology,
    /// A discount.
    Discount,
    /// Money given back.
    Refund,
    /// Work or parts free of charge.
    Free,
    /// A loan car, a gift, or whatever else was agreed.
    Other,
}

/// What was done about broken promises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeGood {
    /// How.
    pub kind: Remedy,
    /// What it costs the shop, in fen.
    #[serde(default)]
    pub cost: Money,
    /// Who approved it, if not the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
}

/// The promises were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisesJudged {
    /// The order.
    pub order: OrderId,
    /// Promise → what became of it.
    pub promises: BTreeMap<String, Kept>,
    /// How broken ones are made good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Made>,
}

/// A remedy as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// How.
    pub kind: Remedy,
    /// What it costs the shop.
    pub cost: Money,
    /// Who approved it.
    pub approved_by: StaffId,
}

/// The promises as they were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Promise → what became of it.
    pub promises: BTreeMap<String, Kept>,
    /// How broken ones were made good.
    pub remedy: Option<Made>,
    /// Who judged.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl PromisesJudged {
    /// Writes the judgement.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (promises, remedy) = (self.promises.clone(), self.remedy.clone());
        order.promises_judged = Some(Judged { promises, remedy, by: meta.by.clone(), at: meta.at });
    }
}

/// Judges the promises that were given, if any were: each is kept unless it is named, or the clock says otherwise.
pub fn judge(
    d: &mut Deciding<'_>,
    id: &OrderId,
    named: &BTreeMap<String, Kept>,
    remedy: Option<&MakeGood>,
) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let given: Vec<&str> =
        order.promises_given.last().iter().flat_map(|g| &g.promises).map(|p| p.id.as_str()).collect();
    if let Some(unknown) = named.keys().find(|name| !given.contains(&name.as_str())) {
        let given = given.iter().map(ToString::to_string).collect();
        return Err(Refusal::invalid("promises", unknown, Why::NotOneOf(given)).into());
    }
    if given.is_empty() {
        return Ok(());
    }
    let is_late = order.promise.as_ref().is_some_and(|promise| d.now > promise.counted());
    // The clock has the last word on the time, but for a customer who released the shop from it.
    let of = |name: &str| match named.get(name) {
        Some(Kept::Kept) | None if name == TIME && is_late => Kept::Broken,
        Some(kept) => *kept,
        None => Kept::Kept,
    };
    let promises: BTreeMap<String, Kept> = given.iter().map(|name| (name.to_string(), of(name))).collect();
    if remedy.is_none() && promises.values().any(|kept| *kept == Kept::Broken) {
        return Err(Refusal::missing("remedy").into());
    }
    let remedy = remedy.map(|remedy| made(d, remedy)).transpose()?;
    d.emit(Event::PromisesJudged(PromisesJudged { order: id.clone(), promises, remedy }))
}

fn made(d: &Deciding<'_>, remedy: &MakeGood) -> Result<Made, Stop> {
    let approved_by = remedy.approved_by.clone().unwrap_or_else(|| d.by.clone());
    d.staff("approved_by", &approved_by)?;
    if remedy.cost < Money::ZERO {
        return Err(Refusal::invalid("cost", remedy.cost, Why::NotPositive).into());
    }
    Ok(Made { kind: remedy.kind, cost: remedy.cost, approved_by })
}
