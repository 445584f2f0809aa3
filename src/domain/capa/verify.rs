//! Quality verifies that the measure is effective (S7, S17: 质量部验证; O3). Nobody verifies what they answer for; a "no"
//! begins anew.

use super::Capa;
use super::course::{Did, Entry, Step};
use super::{close, to_tell};
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CapaId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says whether the measure is effective. If not, the department needs another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyCapa {
    /// Which.
    pub capa: CapaId,
    /// It is effective.
    pub effective: bool,
    /// What was looked at.
    pub text: String,
}

/// It was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaVerified {
    /// Which.
    pub capa: CapaId,
    /// It is effective.
    pub effective: bool,
    /// What was looked at.
    pub text: String,
}

impl CapaVerified {
    /// Writes the result; what is not effective begins anew.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        match self.effective {
            true => capa.verified = Some(Signed { by: meta.by.clone(), at: meta.at }),
            false => capa.begin_again(),
        }
        let did = if self.effective { Did::Effective } else { Did::NotEffective };
        capa.thread.push(Entry::of(did, vec![self.text.clone()], meta.by, meta.at));
    }
}

/// Decides [`VerifyCapa`]. One that no customer waits for closes with it.
pub fn decide(d: &mut Deciding<'_>, c: &VerifyCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    match capa.next() {
        Some(Step::Tell) => {
            let signed = capa.verified.clone();
            let (by, at) = signed.map_or_else(|| (d.by.clone(), d.now), |signed| (signed.by, signed.at));
            return Err(Refusal::AlreadyDone { field: Step::Verify.field().into(), by, at }.into());
        }
        Some(Step::Verify) | None => {}
        Some(step @ (Step::Issue | Step::Plan | Step::Act)) => return Err(Refusal::missing(step.field()).into()),
    }
    if capa.responsible.as_ref() == Some(&d.by) {
        return Err(Refusal::invalid("verifier", &d.by, Why::OwnAction).into());
    }
    let text = d.text("text", &c.text)?;
    let closes = c.effective && !capa.needs_telling();
    d.emit(Event::CapaVerified(CapaVerified { capa: c.capa.clone(), effective: c.effective, text }))?;
    if closes {
        close::close(d, &c.capa, false)?;
    } else if c.effective {
        to_tell::plan(d, &c.capa)?;
    }
    Ok(c.capa.to_string())
}
