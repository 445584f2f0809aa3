//! Issuing the sheet: never without a department, an owner and a day (S19: 要求责任部门改进; S7: 确定责任人,监控和供应资源; O1, O3).

use super::Capa;
use super::course::{Did, Entry};
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CapaId, Refusal, StaffId, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Issues a corrective action to the department in charge. A report (S17 level 1) is issued by the management
/// representative alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueCapa {
    /// Which.
    pub capa: CapaId,
    /// The department in charge; may be left out where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// When it has to be effective: `+14`, `12-03`, or RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// What they are given for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<String>,
}

/// It was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaIssued {
    /// Which.
    pub capa: CapaId,
    /// The department in charge.
    pub department: String,
    /// Who answers for it.
    pub responsible: StaffId,
    /// When it has to be effective.
    pub due: Stamp,
    /// What they are given for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<String>,
}

impl CapaIssued {
    /// Writes who answers for it until when.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        capa.issued = Some(Signed { by: meta.by.clone(), at: meta.at });
        capa.department = Some(self.department.clone());
        capa.responsible = Some(self.responsible.clone());
        capa.due = Some(self.due);
        capa.resources = self.resources.clone();
        let lines = vec![self.department.clone(), self.resources.clone().unwrap_or_default()];
        capa.thread.push(Entry::of(Did::Issued, lines, meta.by, meta.at));
    }
}

/// Decides [`IssueCapa`].
pub fn decide(d: &mut Deciding<'_>, c: &IssueCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    if let Some(issued) = &capa.issued {
        let (by, at) = (issued.by.clone(), issued.at);
        return Err(Refusal::AlreadyDone { field: "issued".into(), by, at }.into());
    }
    let department = c.department.as_deref().or(capa.department.as_deref()).unwrap_or_default();
    let department = d.text("department", department)?;
    let responsible = c.responsible.as_ref().ok_or_else(|| Refusal::missing("responsible"))?;
    let responsible = d.staff("responsible", responsible)?.id.clone();
    let due = day(d, c.due.as_deref().unwrap_or_default())?;
    let resources = d.optional_text("resources", c.resources.as_deref())?;
    d.emit(Event::CapaIssued(CapaIssued { capa: c.capa.clone(), department, responsible, due, resources }))?;
    Ok(c.capa.to_string())
}

/// A day that is still to come.
pub(super) fn day(d: &Deciding<'_>, typed: &str) -> Result<Stamp, Stop> {
    if typed.trim().is_empty() {
        return Err(Refusal::missing("due").into());
    }
    let at = when::parse_day(typed, when::EVENING, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid("due", typed, Why::NotADay))?;
    if at <= d.now {
        return Err(Refusal::invalid("due", typed, Why::Past).into());
    }
    Ok(at)
}
