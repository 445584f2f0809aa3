//! One attempt to reach the customer, and when to try again (feature 38, 39).

use super::again::{another_band, minute_of, not_callable};
use super::ended::close_order;
use super::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, Refusal, StaffId, Stamp, when};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What came of it.
    pub outcome: Outcome,
    /// Who called.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// When the call was due before it.
    pub due_before: Stamp,
}

/// What came of an attempt (CONTRACTS 4; maps to AAPOR's dispositions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It rang.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A machine answered.
    Voicemail,
    /// Switched off.
    Off,
    /// The number is not theirs.
    WrongNumber,
    /// They did not want to talk.
    Refused,
    /// They asked to be called again.
    CallBack,
    /// They talked.
    Reached,
}

/// Logs an attempt that brought no answers. The rule of the shop picks the next time, unless the customer named one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogAttempt {
    /// The call, or the order that it is about.
    pub call: CallId,
    /// What came of it.
    pub outcome: Outcome,
    /// When to call again, for `call-back`: 1530, t9, +2 (in two days), 12-03 930, or RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<String>,
}

/// An attempt was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAttempted {
    /// The call.
    pub call: CallId,
    /// Whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// What came of it.
    pub outcome: Outcome,
    /// When to call again; absent if the call is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Stamp>,
    /// The state it is in now.
    pub state: State,
}

impl CallAttempted {
    /// Adds the attempt.
    pub fn fold(&self, call: &mut Call, meta: &Meta<'_>) {
        let (outcome, by, due_before) = (self.outcome, meta.by.clone(), call.due);
        call.attempts.push(Attempt { outcome, by, at: meta.at, due_before });
        call.due = self.due.unwrap_or(call.due);
        call.state = self.state;
    }
}

/// Decides [`LogAttempt`].
pub fn decide(d: &mut Deciding<'_>, c: &LogAttempt) -> Result<String, Stop> {
    let call = d.open_call(&c.call)?;
    if c.outcome == Outcome::Reached {
        return Err(Refusal::invalid("outcome", "reached", Why::NotOneOf(vec!["answer_call".into()])).into());
    }
    let (due, state) = next(d, &call, c)?;
    log(d, &call, c.outcome, due, state)
}

/// Logs that the customer does not want to be called, whatever else comes of it.
pub fn refuse(d: &mut Deciding<'_>, id: &CallId) -> Result<(), Stop> {
    let call = d.open_call(id)?;
    log(d, &call, Outcome::Refused, None, State::Refused).map(|_| ())
}

fn log(d: &mut Deciding<'_>, call: &Call, outcome: Outcome, due: Option<Stamp>, state: State) -> Result<String, Stop> {
    // The number that was called is that of the file that is kept.
    let customer = call.customer.as_ref().map(|id| d.customer("call", id)).transpose()?.map(|found| found.id.clone());
    d.emit(Event::CallAttempted(CallAttempted { call: call.id.clone(), customer, outcome, due, state }))?;
    close_order(d, call, state)?;
    Ok(call.id.to_string())
}

/// When to try again, and the state the call is in after this attempt.
fn next(d: &Deciding<'_>, call: &Call, c: &LogAttempt) -> Result<(Option<Stamp>, State), Refusal> {
    match c.outcome {
        Outcome::WrongNumber => return Ok((None, State::WrongNumber)),
        Outcome::Refused => return Ok((None, State::Refused)),
        Outcome::CallBack => return Ok((Some(back_at(d, call, c.back_at.as_deref())?), State::Open)),
        Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Off | Outcome::Reached => {}
    }
    let made = call.attempts.len() as u32 + 1;
    let again = another_band(d.rules, call.attempts.iter().map(|attempt| attempt.at), d.now);
    let over = made >= d.rules.call.attempts_max || again > call.expires;
    Ok(if over { (None, State::GivenUp) } else { (Some(again), State::Open) })
}

/// The time that the customer named. A day without a time of day means their best time, else the time that it is now.
fn back_at(d: &Deciding<'_>, call: &Call, text: Option<&str>) -> Result<Stamp, Refusal> {
    let text = text.ok_or_else(|| Refusal::missing("back_at"))?;
    let hour = u32::from(call.best_time.unwrap_or_else(|| minute_of(d.now)) / 60);
    let at = when::parse_day(text, hour, d.now, d.rules.zone);
    let at = at.ok_or_else(|| Refusal::invalid("back_at", text, Why::NotATime))?;
    let far = at.since(d.now) > i64::from(BACK_DAYS_MAX) * 24 * 60 * 60 * 1000;
    match not_callable(d.rules, at, d.now).or(far.then_some(Why::FarAhead(BACK_DAYS_MAX))) {
        Some(why) => Err(Refusal::invalid("back_at", text, why)),
        None => Ok(at),
    }
}

/// Nobody wants to be called back later than in so many days: a day that has passed would be read as next year's.
const BACK_DAYS_MAX: u32 = 90;
