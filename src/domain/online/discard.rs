//! An online request that comes to nothing: it stays on file with the reason (A3).

use super::{Ended, Online};
use crate::domain::OnlineId;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Discards an online request that nobody has decided on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardOnline {
    /// The request.
    pub online: OnlineId,
    /// Why.
    pub reason: String,
}

/// An online request was discarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineDiscarded {
    /// The request.
    pub online: OnlineId,
    /// Why.
    pub reason: String,
}

impl OnlineDiscarded {
    /// Writes what became of it.
    pub fn fold(&self, online: &mut Online, meta: &Meta<'_>) {
        let (reason, by) = (Some(self.reason.clone()), meta.by.clone());
        online.ended = Some(Ended { order: None, reason, by, at: meta.at });
    }
}

/// Decides [`DiscardOnline`].
pub fn decide(d: &mut Deciding<'_>, c: &DiscardOnline) -> Result<String, Stop> {
    d.unconfirmed(&c.online)?;
    let reason = d.text("reason", &c.reason)?;
    d.emit(Event::OnlineDiscarded(OnlineDiscarded { online: c.online.clone(), reason }))?;
    Ok(c.online.to_string())
}
