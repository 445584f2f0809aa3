//! The customer is told what was done, and answers (S10: 整改和改进,并向客户进行反馈; S17 level 2: 取得联系,采取措施,让顾客满意;
//! O2, O6; feature 46).
//!
//! A call by which a customer is told ("you said, we did") is a way to get here: [`super::to_tell`].

use super::Capa;
use super::course::{DAYS_TRIED, Did, Entry, Step};
use super::{close, to_tell};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CapaId, Personal, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that the customer was told what was done, or could not be reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellCapa {
    /// Which.
    pub capa: CapaId,
    /// The customer was reached.
    pub reached: bool,
    /// What was said, or how it was tried.
    pub text: String,
    /// What the customer answered, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The customer is satisfied with it; no begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<bool>,
    /// Close it although the customer was not reached on three days; the quality department decides that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub give_up: bool,
}

/// The customer was told, or could not be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapaTold {
    /// Which.
    pub capa: CapaId,
    /// The customer was reached.
    pub reached: bool,
    /// What was said, or how it was tried.
    pub text: Personal,
    /// What the customer answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Personal>,
    /// The customer is satisfied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<bool>,
}

impl CapaTold {
    /// Writes what was said. A customer who is not satisfied with what was done lets it begin anew.
    pub fn fold(&self, capa: &mut Capa, meta: &Meta<'_>) {
        let done = capa.verified.is_some();
        let did = match (self.reached, done, self.satisfied) {
            (false, _, _) => Did::NotReached,
            (true, true, Some(false)) => Did::NotSatisfied,
            (true, true, Some(true) | None) => Did::Told,
            (true, false, _) => Did::Contacted,
        };
        match did {
            Did::NotReached => capa.tries.push(meta.at),
            Did::NotSatisfied => capa.begin_again(),
            _ => {}
        }
        if self.reached {
            capa.contacted = capa.contacted.or(Some(meta.at));
        }
        let said = std::iter::once(self.text.clone()).chain(self.answer.clone()).collect();
        capa.thread.push(Entry { said, ..Entry::of(did, Vec::new(), meta.by, meta.at) });
    }
}

/// Decides [`TellCapa`]. Nobody is told what was not verified; only where getting in touch comes first (S17 level 2) is a
/// customer reached before, and that closes nothing.
pub fn decide(d: &mut Deciding<'_>, c: &TellCapa) -> Result<String, Stop> {
    let capa = d.open_capa(&c.capa)?;
    if !capa.needs_telling() {
        return Err(Refusal::invalid("capa", &c.capa, Why::NobodyToTell).into());
    }
    let due = capa.next();
    if let Some(step) = due.filter(|step| *step != Step::Tell && (!capa.needs_word() || *step == Step::Issue)) {
        return Err(Refusal::missing(step.field()).into());
    }
    let closes = due == Some(Step::Tell) && c.reached && c.satisfied != Some(false);
    if closes && capa.needs_word() && c.satisfied.is_none() {
        return Err(Refusal::missing("satisfied").into());
    }
    let about = capa.about();
    let text = Personal::new(d.words("text", &c.text)?, &about);
    let needs_answer = closes && capa.needs_word() || c.reached && c.satisfied == Some(false);
    let answer = match needs_answer {
        true => Some(d.words("answer", c.answer.as_deref().unwrap_or_default())?.to_string()),
        false => d.optional_text("answer", c.answer.as_deref())?,
    };
    let answer = answer.map(|answer| Personal::new(&answer, &about));
    let given_up = c.give_up && !c.reached;
    if given_up {
        may_give_up(&capa, due)?;
    }
    let (capa, reached, satisfied) = (c.capa.clone(), c.reached, c.satisfied);
    d.emit(Event::CapaTold(CapaTold { capa, reached, text, answer, satisfied }))?;
    if closes || given_up {
        close::close(d, &c.capa, given_up)?;
    } else if c.reached && due == Some(Step::Tell) {
        // Not satisfied: there is nothing to tell before something else was done.
        to_tell::call_off(d, &c.capa)?;
    }
    Ok(c.capa.to_string())
}

/// Refuses to give a customer up before all else was done and they were tried on enough days.
fn may_give_up(capa: &Capa, due: Option<Step>) -> Result<(), Refusal> {
    if let Some(step) = due.filter(|step| *step != Step::Tell) {
        return Err(Refusal::missing(step.field()));
    }
    let days = capa.days_tried();
    if days < DAYS_TRIED {
        let (least, most) = (DAYS_TRIED as i64, i64::from(u16::MAX));
        return Err(Refusal::invalid("tries", days, Why::OutOfRange { least, most }));
    }
    Ok(())
}
