//! The call by which a customer hears what was done: "you said, we did" (S10; O6, feature 46). It is planned with the
//! verification, in the same line of the journal; its answer is the customer's, and closes the corrective action. Whoever
//! told them in another way has ended it.

use super::course::Step;
use super::tell::{self, TellCapa};
use crate::domain::call::answer::AnswerCall;
use crate::domain::call::{Call, ended, plan as call_plan};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::{CapaId, Key, Record, Records};

/// Plans the call, once a measure was found effective that somebody waits to hear of.
pub(super) fn plan(d: &mut Deciding<'_>, id: &CapaId) -> Result<(), Stop> {
    let capa = d.open_capa(id)?;
    match &capa.plan {
        Some(plan) => call_plan::to_tell(d, &capa, &plan.measure),
        None => Ok(()),
    }
}

/// Notes what a customer answered who was told in a call. Where something else came between, the call is a call and no more.
///
/// # Errors
/// It closes only with the customer's word, and that is missing.
pub fn told(d: &mut Deciding<'_>, call: &Call, c: &AnswerCall) -> Result<(), Stop> {
    let Some(id) = &call.capa else { return Ok(()) };
    let capa = d.capa_named("capa", id)?;
    if capa.next() != Some(Step::Tell) || capa.call.as_ref() != Some(&call.id) {
        return Ok(());
    }
    let text = call.tell.as_ref().and_then(|tell| tell.text()).unwrap_or_default().to_string();
    let (capa, answer, satisfied) = (id.clone(), c.words.clone(), c.satisfied);
    tell::decide(d, &TellCapa { capa, reached: true, text, answer, satisfied, give_up: false }).map(|_| ())
}

/// Ends the call that was planned, where nobody has to hear of it in a call any more.
pub(super) fn call_off(d: &mut Deciding<'_>, id: &CapaId) -> Result<(), Stop> {
    let Some(call) = d.capa_named("capa", id)?.call.clone() else { return Ok(()) };
    let record = d.get(&Key::Call(call))?;
    match record.as_deref().and_then(Record::as_call).filter(|call| call.is_open()) {
        Some(call) => ended::call_off(d, call),
        None => Ok(()),
    }
}
