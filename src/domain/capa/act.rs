//! The measure is carried out, and what was done is written down (S17: 并记录处理过程; O2).

use super::Capa;
use super::course::{Did, Entry, Step};
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CapaId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that the measure was carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActCapa {
    /// Which.
    pub capa: CapaId,
    /// What was done.
    pub text: String,
}

/// The measure was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaActed {
    /// Which.
    pub capa: CapaId,
    /// What was done.
    pub text: String,
}

impl CapaActed {
    /// Writes what was done.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        capa.acted = Some(Signed { by: meta.by.clone(), at: meta.at });
        capa.thread.push(Entry::of(Did::Acted, vec![self.text.clone()], meta.by, meta.at));
    }
}

/// Decides [`ActCapa`]. More may be noted until it is verified.
pub fn decide(d: &mut Deciding<'_>, c: &ActCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    if capa.plan.is_none() {
        let step = if capa.issued.is_none() { Step::Issue } else { Step::Plan };
        return Err(Refusal::missing(step.field()).into());
    }
    if let Some(verified) = &capa.verified {
        let (by, at) = (verified.by.clone(), verified.at);
        return Err(Refusal::AlreadyDone { field: Step::Verify.field().into(), by, at }.into());
    }
    let text = d.text("text", &c.text)?;
    d.emit(Event::CapaActed(CapaActed { capa: c.capa.clone(), text }))?;
    Ok(c.capa.to_string())
}
