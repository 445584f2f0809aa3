//! Writing a year's plan (S14 6.1; M13). A change of an approved plan asks for the director's word again.

use super::{Plan, Targets};
use crate::domain::Refusal;
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Years ahead for which a plan may be written.
const YEARS_AHEAD: i32 = 2;

/// Writes the plan of a year, or changes it; absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WritePlan {
    /// The year.
    pub year: i32,
    /// How forms reach customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms_by: Option<String>,
    /// Forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<u32>,
    /// Whom to ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls_whom: Option<String>,
    /// Calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<u32>,
    /// Whom to visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits_whom: Option<String>,
    /// Visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u32>,
    /// Which events, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events_what: Option<String>,
    /// Events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u32>,
    /// The result of the year before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_result: Option<String>,
    /// How customers were talked with in the year before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// The plan of a year was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWritten {
    /// The year.
    pub year: i32,
    /// What is aimed at.
    pub targets: Targets,
    /// The result of the year before.
    pub last_result: String,
    /// The year before in words.
    pub summary: String,
}

impl PlanWritten {
    /// The plan as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Plan {
        Plan {
            year: self.year,
            targets: self.targets.clone(),
            last_result: self.last_result.clone(),
            summary: self.summary.clone(),
            entries: Vec::new(),
            approved: None,
            sent_back: String::new(),
            outreach: Vec::new(),
            written: Signed { by: meta.by.clone(), at: meta.at },
            marks: Default::default(),
        }
    }

    /// Writes it anew.
    pub fn fold(&self, plan: &mut Plan, meta: &Meta<'_>) {
        plan.targets = self.targets.clone();
        plan.last_result = self.last_result.clone();
        plan.summary = self.summary.clone();
        plan.approved = None;
        plan.written = Signed { by: meta.by.clone(), at: meta.at };
    }
}

/// Decides [`WritePlan`].
pub fn decide(d: &mut Deciding<'_>, c: &WritePlan) -> Result<String, Stop> {
    let this = d.now.day().year();
    let (least, most) = (i64::from(this - 1), i64::from(this + YEARS_AHEAD));
    if !(least..=most).contains(&i64::from(c.year)) {
        return Err(Refusal::invalid("year", c.year, Why::OutOfRange { least, most }).into());
    }
    let old = d.plan(c.year)?;
    let old = old.as_deref();
    let stands = old.map(|plan| plan.targets.clone()).unwrap_or_default();
    let text = |field: &str, new: &Option<String>, old: String| -> Result<String, Stop> {
        match new {
            Some(new) => Ok(d.optional_text(field, Some(new))?.unwrap_or_default()),
            None => Ok(old),
        }
    };
    let targets = Targets {
        forms_by: text("forms_by", &c.forms_by, stands.forms_by)?,
        forms: c.forms.unwrap_or(stands.forms),
        calls_whom: text("calls_whom", &c.calls_whom, stands.calls_whom)?,
        calls: c.calls.unwrap_or(stands.calls),
        visits_whom: text("visits_whom", &c.visits_whom, stands.visits_whom)?,
        visits: c.visits.unwrap_or(stands.visits),
        events_what: text("events_what", &c.events_what, stands.events_what)?,
        events: c.events.unwrap_or(stands.events),
    };
    let (last_result, summary) = old.map(|plan| (plan.last_result.clone(), plan.summary.clone())).unwrap_or_default();
    let last_result = text("last_result", &c.last_result, last_result)?;
    let summary = text("summary", &c.summary, summary)?;
    let written = PlanWritten { year: c.year, targets, last_result, summary };
    let same = old.is_some_and(|plan| {
        plan.targets == written.targets && plan.last_result == written.last_result && plan.summary == written.summary
    });
    if !same {
        d.emit(Event::PlanWritten(written))?;
    }
    Ok(c.year.to_string())
}
