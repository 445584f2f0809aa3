//! A digit that was pressed too early: the attempt is taken back, and the call is as it was (REQUIREMENTS 7, caller).
//!
//! Only one's own newest attempt, within the minutes of a lease, and only while the call is still to be made: what ended a
//! call closed its order, and others rely on that.

use super::Call;
use super::attempt::Outcome;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{CallId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes one's own newest attempt back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackAttempt {
    /// The call, or the order that it is about.
    pub call: CallId,
}

/// The newest attempt was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptTakenBack {
    /// The call.
    pub call: CallId,
}

impl AttemptTakenBack {
    /// Takes it out, and lets the call be due when it was.
    pub fn fold(&self, call: &mut Call) {
        let Some(last) = call.attempts.pop() else { return };
        call.due = last.due_before;
        call.taken_back = Some(last);
    }
}

/// Decides [`TakeBackAttempt`].
pub fn decide(d: &mut Deciding<'_>, c: &TakeBackAttempt) -> Result<String, Stop> {
    let call = d.open_call(&c.call)?;
    let lasts_ms = i64::from(d.rules.lease_minutes) * 60_000;
    let own = |last: &&super::Attempt| {
        last.by == d.by && d.now.since(last.at) <= lasts_ms && last.outcome != Outcome::Reached
    };
    if call.attempts.last().filter(own).is_none() {
        return Err(Refusal::invalid("call", &call.id, Why::NoAttempt).into());
    }
    let id = call.id.clone();
    d.emit(Event::AttemptTakenBack(AttemptTakenBack { call: id.clone() }))?;
    Ok(id.to_string())
}
