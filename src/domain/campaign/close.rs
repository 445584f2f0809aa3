//! How a campaign ends: closed with what is improved (O7: 持续改进), or given up before it began.

use super::Campaign;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CampaignId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a campaign ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// It was given up before it began.
    pub cancelled: bool,
    /// What is improved, or why it was given up.
    pub text: String,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Closes a campaign that was met about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// What is improved by it.
    pub improvement: String,
}

/// Gives up a campaign that has not started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// Why.
    pub reason: String,
}

/// A campaign was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignClosed {
    /// The campaign.
    pub campaign: CampaignId,
    /// What is improved by it.
    pub improvement: String,
}

/// A campaign was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignCancelled {
    /// The campaign.
    pub campaign: CampaignId,
    /// Why.
    pub reason: String,
}

fn end(campaign: &mut Campaign, cancelled: bool, text: &str, meta: &Meta<'_>) {
    campaign.ended = Some(Ended { cancelled, text: text.into(), by: meta.by.clone(), at: meta.at });
}

impl CampaignClosed {
    /// Writes the end.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        end(campaign, false, &self.improvement, meta);
    }
}

impl CampaignCancelled {
    /// Writes the end.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        end(campaign, true, &self.reason, meta);
    }
}

/// Decides [`CloseCampaign`]: no minutes, no end (O5).
pub fn decide(d: &mut Deciding<'_>, c: &CloseCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    let steps = [
        ("started", campaign.started.is_some()),
        ("evaluated", campaign.evaluated.is_some()),
        ("meeting_minutes", campaign.reviewed.is_some()),
    ];
    if let Some((field, _)) = steps.into_iter().find(|(_, done)| !done) {
        return Err(Refusal::missing(field).into());
    }
    let improvement = d.text("improvement", &c.improvement)?;
    d.emit(Event::CampaignClosed(CampaignClosed { campaign: c.campaign.clone(), improvement }))?;
    Ok(c.campaign.to_string())
}

/// Decides [`CancelCampaign`].
pub fn cancel(d: &mut Deciding<'_>, c: &CancelCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    if let Some(started) = &campaign.started {
        let (by, at) = (started.by.clone(), started.at);
        return Err(Refusal::AlreadyDone { field: "started".into(), by, at }.into());
    }
    let reason = d.text("reason", &c.reason)?;
    d.emit(Event::CampaignCancelled(CampaignCancelled { campaign: c.campaign.clone(), reason }))?;
    Ok(c.campaign.to_string())
}
