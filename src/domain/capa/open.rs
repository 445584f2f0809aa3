//! Opening a corrective action: by hand, or for a month or year whose score fires a rule; never twice for the same rule,
//! scheme and period. Those of answers and complaints open by themselves: [`super::fired`].

use super::fired::level;
use super::project;
use super::{Capa, Evidence, Level, On, Trigger};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::records::Key;
use crate::domain::refusal::Why;
use crate::domain::{CallId, CapaId, ComplaintId, CustomerId, OrderId, ProjectId, Refusal};
use crate::scoring::number;
use crate::scoring::scheme::{CallsFor, When};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Opens a corrective action: with `text` for something that somebody saw, with `rule`, `period` and `score` for a month
/// or year whose score fires a rule of the scheme that customers are asked by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCapa {
    /// What has to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it calls for; without it, a sheet to a department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The department that answers for it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The visit in which it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The project that it belongs to; without one, it begins its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The rule that the score of a period fires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The month, `2026-10`, or the year, `2026`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Its score, of 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
}

/// A corrective action was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaOpened {
    /// The number.
    pub capa: CapaId,
    /// Why.
    pub trigger: Trigger,
    /// What it calls for.
    pub level: Level,
    /// What its project deals with.
    pub cause: String,
    /// The month or year.
    pub period: String,
    /// The project that it is linked to.
    pub project: ProjectId,
    /// The call in which a customer answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// The visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<ComplaintId>,
    /// Who has to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The department that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

impl CapaOpened {
    /// The corrective action as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Capa {
        let evidence =
            Evidence { call: self.call.clone(), order: self.order.clone(), complaint: self.complaint.clone() };
        Capa {
            id: self.capa.clone(),
            trigger: self.trigger.clone(),
            level: self.level,
            evidence,
            customer: self.customer.clone(),
            cause: self.cause.clone(),
            period: self.period.clone(),
            project: self.project.clone(),
            opened: meta.at,
            department: self.department.clone(),
            responsible: None,
            resources: None,
            due: None,
            issued: None,
            plan: None,
            acted: None,
            verified: None,
            contacted: None,
            tries: Vec::new(),
            call: None,
            reopened: 0,
            closed: None,
            thread: Vec::new(),
            marks: Default::default(),
        }
    }

    /// The name of what opens one and no second: the rule of a scheme in a period.
    pub fn once(&self) -> Option<Key> {
        matches!(self.trigger.on, On::Period { .. }).then(|| once(&self.trigger, &self.period))
    }

    /// The call whose answers opened it. That of a complaint was taken down in its call, and rests on more than that.
    fn answered_in(&self) -> Option<&CallId> {
        self.call.as_ref().filter(|_| self.complaint.is_none())
    }

    /// The records that it touches.
    pub fn touches(&self) -> Vec<Key> {
        let mut keys = vec![Key::Capa(self.capa.clone()), Key::counter_of(self.capa.as_str())];
        keys.push(Key::Project(self.project.clone()));
        keys.extend(self.answered_in().cloned().map(Key::Call));
        keys.extend(self.once());
        keys
    }
}

fn once(trigger: &Trigger, period: &str) -> Key {
    Key::Once(format!("capa {} {} {period}", trigger.scheme, trigger.rule))
}

/// What a corrective action is opened with.
pub(super) struct Opening {
    pub trigger: Trigger,
    pub level: Level,
    pub cause: String,
    pub period: String,
    pub evidence: Evidence,
    pub customer: Option<CustomerId>,
    pub department: Option<String>,
    /// The project, where one was chosen.
    pub project: Option<ProjectId>,
}

/// Opens one, linked to the project of its cause and period, which begins with the first.
pub(super) fn open(d: &mut Deciding<'_>, of: Opening) -> Result<CapaId, Stop> {
    let project = match of.project {
        Some(project) => project,
        None => project::of(d, &of.cause, &of.period)?,
    };
    let capa = CapaId::new(d.next_dated("CA")?);
    d.emit(Event::CapaOpened(CapaOpened {
        capa: capa.clone(),
        trigger: of.trigger,
        level: of.level,
        cause: of.cause,
        period: of.period,
        project,
        call: of.evidence.call,
        order: of.evidence.order,
        complaint: of.evidence.complaint,
        customer: of.customer,
        department: of.department,
    }))?;
    Ok(capa)
}

/// Decides [`OpenCapa`].
pub fn decide(d: &mut Deciding<'_>, c: &OpenCapa) -> Result<String, Stop> {
    let department = d.optional_text("department", c.department.as_deref())?;
    let project =
        c.project.as_ref().map(|id| d.project_named("project", id)).transpose()?.map(|found| found.id.clone());
    let opening = match &c.rule {
        Some(rule) => of_period(d, c, rule, department, project)?,
        None => by_hand(d, c, department, project)?,
    };
    Ok(open(d, opening)?.to_string())
}

fn by_hand(
    d: &Deciding<'_>,
    c: &OpenCapa,
    department: Option<String>,
    project: Option<ProjectId>,
) -> Result<Opening, Stop> {
    let text = d.text("text", c.text.as_deref().unwrap_or_default())?;
    let order = c.order.as_ref().map(|id| d.order_named("order", id)).transpose()?;
    let customer = order.as_ref().and_then(|order| order.customer.clone());
    let evidence = Evidence { order: order.map(|order| order.id.clone()), ..Evidence::default() };
    Ok(Opening {
        cause: project::by_hand(&text),
        trigger: Trigger { rule: String::new(), scheme: String::new(), version: 0, on: On::Manual { text } },
        level: c.level.unwrap_or(Level::Sheet),
        period: d.now.local().format("%Y-%m").to_string(),
        evidence,
        customer,
        department,
        project,
    })
}

fn of_period(
    d: &Deciding<'_>,
    c: &OpenCapa,
    rule: &str,
    department: Option<String>,
    project: Option<ProjectId>,
) -> Result<Opening, Stop> {
    let Some(scheme) = d.rules.survey.watched.clone() else { return Err(Refusal::not_found("rule", rule).into()) };
    let meant = |when: &When| match when {
        When::Total(range) => Some((range.clone(), "total")),
        When::External(range) => Some((range.clone(), "external")),
        When::Answer(_) | When::Form(_) | When::Opinion(_) => None,
    };
    let found = scheme.triggers.iter().filter(|trigger| trigger.rule == rule);
    let found = found.filter_map(|trigger| Some((trigger.calls_for, meant(&trigger.when)?))).next();
    let (calls_for, (range, cause)) = found.ok_or_else(|| Refusal::not_found("rule", rule))?;
    let typed = c.period.as_deref().unwrap_or_default();
    let period = ended(d, typed, calls_for)?;
    let score = c.score.as_deref().unwrap_or_default().trim();
    let exact = number::read(score).ok_or_else(|| Refusal::missing("score"))?;
    if !range.contains(&exact) {
        return Err(Refusal::invalid("score", score, Why::FiresNothing).into());
    }
    let on = On::Period { score: score.to_string() };
    let trigger = Trigger { rule: rule.to_string(), scheme: scheme.id.clone(), version: scheme.version, on };
    if let Some(by) = d.once(&once(&trigger, &period))? {
        return Err(Refusal::Taken { field: "period".into(), value: period, by }.into());
    }
    let (evidence, customer, cause) = (Evidence::default(), None, cause.to_string());
    Ok(Opening { trigger, level: level(calls_for), cause, period, evidence, customer, department, project })
}

/// The period as it is written, once it is over: a year where causes are asked for (S17 level 3), else a month.
fn ended(d: &Deciding<'_>, typed: &str, calls_for: CallsFor) -> Result<String, Stop> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Refusal::missing("period").into());
    }
    let wrong = || Refusal::invalid("period", typed, Why::NotAPeriod);
    let (year, month) = typed.split_once('-').map_or((typed, None), |(year, month)| (year, Some(month)));
    let year: i32 = year.parse().map_err(|_| wrong())?;
    let month: Option<u32> = month.map(str::parse).transpose().map_err(|_| wrong())?;
    if month.is_some() == is_yearly(calls_for) {
        return Err(wrong().into());
    }
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1).ok_or_else(wrong)?;
    let today = d.now.day();
    let begins = NaiveDate::from_ymd_opt(today.year(), month.map_or(1, |_| today.month()), 1).unwrap_or(today);
    if first >= begins {
        return Err(Refusal::invalid("period", typed, Why::Future).into());
    }
    Ok(month.map_or_else(|| format!("{year:04}"), |month| format!("{year:04}-{month:02}")))
}

/// True for what is asked of a whole year and of no month (S17: 年平均).
pub fn is_yearly(calls_for: CallsFor) -> bool {
    match calls_for {
        CallsFor::Causes => true,
        CallsFor::Sheet | CallsFor::Report | CallsFor::Contact | CallsFor::Owner => false,
    }
}

/// True if the rule was answered by a corrective action for that period already.
///
/// # Errors
/// The index is broken.
pub fn is_open_for(
    records: &dyn crate::domain::Records,
    trigger: &Trigger,
    period: &str,
) -> Result<bool, crate::domain::records::Unreadable> {
    Ok(records.get(&once(trigger, period))?.is_some())
}
