//! Cause and measure, by the department in charge (S17: 原因分析,找出不足,采取措施; S7: 制定纠正措施; O2).

use super::course::{Did, Entry, Step};
use super::{Capa, Level};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cause and measure as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Why it happened.
    pub cause: String,
    /// What is missing, for a year whose mean is too low (S17 level 3: 找出不足).
    pub shortfall: Option<String>,
    /// What is done about it.
    pub measure: String,
    /// What keeps it from happening elsewhere or again (预防).
    pub prevention: Option<String>,
}

/// Writes cause and measure of a corrective action that was issued, or rewrites them before they are carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCapa {
    /// Which.
    pub capa: CapaId,
    /// Why it happened.
    pub cause: String,
    /// What is done about it.
    pub measure: String,
    /// What is missing; needed for a year whose mean is too low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<String>,
    /// What keeps it from happening again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevention: Option<String>,
}

/// Cause and measure were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaPlanned {
    /// Which.
    pub capa: CapaId,
    /// Why it happened.
    pub cause: String,
    /// What is done about it.
    pub measure: String,
    /// What is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<String>,
    /// What keeps it from happening again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevention: Option<String>,
}

impl CapaPlanned {
    /// Writes cause and measure.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        capa.plan = Some(Plan {
            cause: self.cause.clone(),
            shortfall: self.shortfall.clone(),
            measure: self.measure.clone(),
            prevention: self.prevention.clone(),
        });
        let more = [self.shortfall.clone(), Some(self.measure.clone()), self.prevention.clone()];
        let lines = std::iter::once(self.cause.clone()).chain(more.into_iter().flatten()).collect();
        capa.thread.push(Entry::of(Did::Planned, lines, meta.by, meta.at));
    }
}

/// Decides [`PlanCapa`].
pub fn decide(d: &mut Deciding<'_>, c: &PlanCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    if capa.issued.is_none() {
        return Err(Refusal::missing(Step::Issue.field()).into());
    }
    if let Some(acted) = &capa.acted {
        let (by, at) = (acted.by.clone(), acted.at);
        return Err(Refusal::AlreadyDone { field: Step::Act.field().into(), by, at }.into());
    }
    let cause = d.text("cause", &c.cause)?;
    let shortfall = match capa.level {
        Level::Causes => Some(d.text("shortfall", c.shortfall.as_deref().unwrap_or_default())?),
        Level::Sheet | Level::Report | Level::Contact | Level::Owner => {
            d.optional_text("shortfall", c.shortfall.as_deref())?
        }
    };
    let measure = d.text("capa_measure", &c.measure)?;
    let prevention = d.optional_text("prevention", c.prevention.as_deref())?;
    let capa = c.capa.clone();
    d.emit(Event::CapaPlanned(CapaPlanned { capa, cause, measure, shortfall, prevention }))?;
    Ok(c.capa.to_string())
}
