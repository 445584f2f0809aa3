//! The quality check by another person, with the road test; a failed one sends the car back (S6, S9, S10; I1–I3).

use super::Order;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::staff::role::Right;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One quality check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Who checked.
    pub inspector: StaffId,
    /// Whether the repair passed.
    pub passed: bool,
    /// The road test.
    pub road: Road,
    /// The customer was invited to come along; `None` where nobody said (I3).
    pub invited: Option<bool>,
    /// What was seen; needed for a fail and for a road test that was not required.
    pub note: Option<String>,
    /// When.
    pub at: Stamp,
    /// Work began again after it: it does not speak for the car as it is now.
    pub worked_since: bool,
}

/// The road test (S9: 通过试驾后交还).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Road {
    /// Driven, and good.
    Passed,
    /// Driven, and not good.
    Failed,
    /// Not needed; the note says why.
    NotRequired,
}

/// Records a quality check. It fails if the repair or the road test failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckQuality {
    /// The order.
    pub order: OrderId,
    /// Who checked; may not be one who repaired. Else the one who types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspector: Option<StaffId>,
    /// Whether the repair passed.
    pub passed: bool,
    /// The road test.
    pub road_test: Road,
    /// The customer was invited to come along on the road test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_invited: Option<bool>,
    /// What was seen; needed for a fail and for a road test that was not required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The repair was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityChecked {
    /// The order.
    pub order: OrderId,
    /// Who checked.
    pub inspector: StaffId,
    /// Whether the car may be handed over.
    pub passed: bool,
    /// The road test.
    pub road_test: Road,
    /// The customer was invited to come along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_invited: Option<bool>,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl QualityChecked {
    /// Passed or failed, and whether the customer was invited to the road test, for the history.
    pub fn detail(&self) -> String {
        let passed = if self.passed { "passed" } else { "failed" };
        let invited = self.customer_invited.map(|yes| if yes { " invited" } else { " not-invited" });
        format!("{passed}{}", invited.unwrap_or_default())
    }

    /// Adds the check.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.checks.push(Check {
            inspector: self.inspector.clone(),
            passed: self.passed,
            road: self.road_test,
            invited: self.customer_invited,
            note: self.note.clone(),
            at: meta.at,
            worked_since: false,
        });
    }
}

/// Decides [`CheckQuality`].
pub fn decide(d: &mut Deciding<'_>, c: &CheckQuality) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    if order.stage != Stage::Inspect {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let inspector = c.inspector.clone().unwrap_or_else(|| d.by.clone());
    if order.technicians().contains(&&inspector) {
        return Err(Refusal::SamePerson { staff: inspector }.into());
    }
    d.staff_who_may("inspector", &inspector, Right::Inspect)?;
    let passed = c.passed && c.road_test != Road::Failed;
    let note = d.optional_text("note", c.note.as_deref())?;
    if note.is_none() && (!passed || c.road_test == Road::NotRequired) {
        return Err(Refusal::missing("note").into());
    }
    // Nobody is invited to a road test that is not made.
    let customer_invited = c.customer_invited.filter(|_| c.road_test != Road::NotRequired);
    let (order, road_test) = (c.order.clone(), c.road_test);
    let checked = QualityChecked { order, inspector, passed, road_test, customer_invited, note };
    d.emit(Event::QualityChecked(checked))?;
    if passed {
        d.settle(&c.order)?;
    } else {
        d.enter(&c.order, Stage::Repair)?;
    }
    Ok(c.order.to_string())
}
