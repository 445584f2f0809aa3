//! A call that ends without anybody's word: its last day is over (feature 37).
//!
//! A fold reads no clock, so no call expires by itself in the records. Whether it has is computed wherever calls are
//! read: an expired one is no longer listed, offered or counted as due. The desk then has it written down, by the
//! command in here, the next time that somebody looks at the calls; the order closes with it. What was attempted stays
//! counted as it was (AAPOR: non-contact).

use super::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::order::stage::Stage;
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes down that a call's last day is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireCall {
    /// The call, or the order that it is about.
    pub call: CallId,
}

/// A call's last day is over, or what it was to tell was told in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallExpired {
    /// The call.
    pub call: CallId,
    /// Whom it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// It is not to be made any more: nobody gave it up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needless: bool,
}

impl CallExpired {
    /// Ends the call.
    pub fn fold(&self, call: &mut Call) {
        call.state = if self.needless { State::Needless } else { State::GivenUp };
    }
}

/// Decides [`ExpireCall`].
pub fn decide(d: &mut Deciding<'_>, c: &ExpireCall) -> Result<String, Stop> {
    let call = d.open_call(&c.call)?;
    if !call.has_expired(d.now) {
        return Err(Refusal::invalid("call", &call.id, Why::StillOpen(call.ends())).into());
    }
    end(d, &call, false)?;
    close_order(d, &call, State::GivenUp)?;
    Ok(call.id.to_string())
}

/// Ends a call that nobody has to make: what it was to tell was told, or is not true any more. That is no call given up.
pub fn call_off(d: &mut Deciding<'_>, call: &Call) -> Result<(), Stop> {
    end(d, call, true)
}

fn end(d: &mut Deciding<'_>, call: &Call, needless: bool) -> Result<(), Stop> {
    let (call, customer) = (call.id.clone(), call.customer.clone());
    d.emit(Event::CallExpired(CallExpired { call, customer, needless }))
}

/// The visit is over once the call after it is; another call about it, such as "you said, we did", is none of its business.
pub fn close_order(d: &mut Deciding<'_>, call: &Call, state: State) -> Result<(), Stop> {
    let is_over = state != State::Open && call.kind.is_follow_up();
    let Some(order) = call.order.as_ref().filter(|_| is_over) else { return Ok(()) };
    if d.order_named("order", order)?.stage != Stage::FollowUp {
        return Ok(());
    }
    d.enter(order, Stage::Closed)
}
