//! The surveys of a year in its plan, and what a campaign has to do with them (S19: 制订年度调查计划并组织实施; M16).

use super::{Entry, Plan};
use crate::domain::campaign::sheet::{Sheet, day};
use crate::domain::campaign::{Audience, Way};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{Refusal, StaffId};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Plans a survey of a year, or changes one by its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSurvey {
    /// The year.
    pub year: i32,
    /// The entry that is changed; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// The first day: 12-03, 2027-03-01.
    pub from: String,
    /// The last day.
    pub to: String,
    /// key, general or all.
    #[serde(default)]
    pub audience: Audience,
    /// How many are asked.
    pub population: u32,
    /// form, phone, visit, handover or message.
    #[serde(default)]
    pub way: Way,
    /// Who answers for it; whoever plans it, if nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
}

/// A survey was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyPlanned {
    /// The year.
    pub year: i32,
    /// The entry.
    pub entry: Entry,
}

impl SurveyPlanned {
    /// Writes the entry; the director has to see it.
    pub fn fold(&self, plan: &mut Plan, _meta: &Meta<'_>) {
        plan.approved = None;
        match plan.entries.iter_mut().find(|entry| entry.number == self.entry.number) {
            Some(entry) => *entry = self.entry.clone(),
            None => plan.entries.push(self.entry.clone()),
        }
    }
}

/// Decides [`PlanSurvey`].
pub fn decide(d: &mut Deciding<'_>, c: &PlanSurvey) -> Result<String, Stop> {
    let plan = d.plan(c.year)?.ok_or_else(|| Refusal::not_found("year", c.year))?;
    if let Some(number) = c.number.filter(|number| plan.entry(*number).is_none()) {
        return Err(Refusal::not_found("number", number).into());
    }
    let of_year = |field: &str, text: &str| -> Result<_, Stop> {
        let on = day(d, field, Some(&d.text(field, text)?), d.now.day())?;
        // A day typed without its year is meant in the plan's.
        let on = if text.trim().len() <= 5 { on.with_year(c.year).unwrap_or(on) } else { on };
        if on.year() != c.year {
            return Err(Refusal::invalid(field, on, Why::OtherYear(c.year)).into());
        }
        Ok(on)
    };
    let (from, to) = (of_year("from", &c.from)?, of_year("to", &c.to)?);
    if to < from {
        return Err(Refusal::invalid("to", to, Why::BeforeDay(from)).into());
    }
    if c.population == 0 {
        return Err(Refusal::invalid("population", 0, Why::NotPositive).into());
    }
    let responsible = match &c.responsible {
        Some(responsible) => d.staff_who_may("responsible", responsible, Right::PlanSurvey)?.id.clone(),
        None => d.by.clone(),
    };
    let number = c.number.unwrap_or_else(|| plan.entries.last().map_or(0, |entry| entry.number) + 1);
    let entry = Entry { number, from, to, audience: c.audience, population: c.population, way: c.way, responsible };
    d.emit(Event::SurveyPlanned(SurveyPlanned { year: c.year, entry }))?;
    Ok(format!("{}.{number}", c.year))
}

/// Refuses a sheet that names an entry which its year's plan does not have.
pub fn check(d: &Deciding<'_>, sheet: &Sheet) -> Result<(), Stop> {
    let Some(number) = sheet.entry else { return Ok(()) };
    let known = d.plan(sheet.from.year())?.is_some_and(|plan| plan.entry(number).is_some());
    if known { Ok(()) } else { Err(Refusal::not_found("entry", number).into()) }
}

/// Refuses a campaign of the plan as long as the director has not approved it (M13).
pub fn check_approved(d: &Deciding<'_>, sheet: &Sheet) -> Result<(), Stop> {
    if sheet.entry.is_none() {
        return Ok(());
    }
    check(d, sheet)?;
    let approved = d.plan(sheet.from.year())?.is_some_and(|plan| plan.approved.is_some());
    if approved { Ok(()) } else { Err(Refusal::missing("plan_approved").into()) }
}
