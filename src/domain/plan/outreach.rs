//! Visits paid and events held, so that the plan can be held against them (S14 6.1 c, d; K3). Forms and calls are counted
//! where they are made.

use super::{Outreach, OutreachKind, Plan};
use crate::domain::Refusal;
use crate::domain::campaign::sheet::day;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes visits paid to customers, or an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOutreach {
    /// The year of the plan.
    pub year: i32,
    /// visit or event.
    pub kind: OutreachKind,
    /// On which day, if not today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// How many, if not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// To whom, or what.
    pub text: String,
}

/// Visits were paid, or an event was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutreachNoted {
    /// The year of the plan.
    pub year: i32,
    /// visit or event.
    pub outreach: OutreachKind,
    /// On which day.
    pub on: NaiveDate,
    /// How many.
    pub count: u32,
    /// To whom, or what.
    pub text: String,
}

impl OutreachNoted {
    /// Adds it.
    pub fn fold(&self, plan: &mut Plan, meta: &Meta<'_>) {
        plan.outreach.push(Outreach {
            kind: self.outreach,
            on: self.on,
            count: self.count,
            text: self.text.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`NoteOutreach`]. An unapproved plan is not carried out (M13).
pub fn decide(d: &mut Deciding<'_>, c: &NoteOutreach) -> Result<String, Stop> {
    let plan = d.plan(c.year)?.ok_or_else(|| Refusal::not_found("year", c.year))?;
    if plan.approved.is_none() {
        return Err(Refusal::missing("plan_approved").into());
    }
    let today = d.now.day();
    let on = match c.on.as_deref().and_then(|text| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()) {
        Some(on) => on,
        None => day(d, "on", c.on.as_deref(), today)?,
    };
    // A day that was is typed like one to come.
    let on = if on > today { on.with_year(on.year() - 1).unwrap_or(on) } else { on };
    if on.year() != c.year {
        return Err(Refusal::invalid("on", on, Why::OtherYear(c.year)).into());
    }
    let count = c.count.unwrap_or(1);
    if count == 0 {
        return Err(Refusal::invalid("count", 0, Why::NotPositive).into());
    }
    let text = d.text("text", &c.text)?;
    d.emit(Event::OutreachNoted(OutreachNoted { year: c.year, outreach: c.kind, on, count, text }))?;
    Ok(c.year.to_string())
}
