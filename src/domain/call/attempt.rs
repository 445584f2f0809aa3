//! One attempt to reach the customer, and when to try again (feature 38, 39).

use super::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::order::stage::Stage;
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, OrderId, Refusal, StaffId, Stamp, when};
use chrono::Days;
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
    /// When to call again, for `call-back`: 1530, t9, +2d, or RFC 3339.
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
        call.attempts.push(Attempt { outcome: self.outcome, by: meta.by.clone(), at: meta.at });
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
    // The number that was called is that of the file that is kept.
    let customer = call.customer.as_ref().map(|id| d.customer("call", id)).transpose()?.map(|found| found.id.clone());
    let attempted = CallAttempted { call: call.id.clone(), customer, outcome: c.outcome, due, state };
    d.emit(Event::CallAttempted(attempted))?;
    close_order(d, &call.order, state)?;
    Ok(call.id.to_string())
}

/// The visit is over once its call is.
pub(super) fn close_order(d: &mut Deciding<'_>, order: &OrderId, state: State) -> Result<(), Stop> {
    if state == State::Open || d.order_named("order", order)?.stage != Stage::FollowUp {
        return Ok(());
    }
    d.enter(order, Stage::Closed)
}

/// When to try again, and the state the call is in after this attempt.
fn next(d: &Deciding<'_>, call: &Call, c: &LogAttempt) -> Result<(Option<Stamp>, State), Refusal> {
    match c.outcome {
        Outcome::WrongNumber => return Ok((None, State::WrongNumber)),
        Outcome::Refused => return Ok((None, State::Refused)),
        Outcome::CallBack => return Ok((Some(back_at(d, c.back_at.as_deref())?), State::Open)),
        Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Off | Outcome::Reached => {}
    }
    let made = call.attempts.len() as u32 + 1;
    let again = another_band(d, call);
    let over = made >= d.rules.call.attempts_max || again > call.expires;
    Ok(if over { (None, State::GivenUp) } else { (Some(again), State::Open) })
}

fn back_at(d: &Deciding<'_>, text: Option<&str>) -> Result<Stamp, Refusal> {
    let text = text.ok_or_else(|| Refusal::missing("back_at"))?;
    let at = when::parse(text, d.now, d.rules.zone).ok_or_else(|| Refusal::invalid("back_at", text, Why::NotATime))?;
    if at <= d.now { Err(Refusal::invalid("back_at", text, Why::Past)) } else { Ok(at) }
}

/// The next day, in another time band than the attempts so far (feature 38).
fn another_band(d: &Deciding<'_>, call: &Call) -> Stamp {
    let bands = &d.rules.call.bands;
    let band = bands[(call.attempts.len() + 1) % bands.len()];
    let day = d.now.day().checked_add_days(Days::new(1)).unwrap_or(d.now.day());
    Stamp::at(day, d.rules.time(band), d.rules.zone)
}
