//! The meeting about a campaign (分析会): its minutes, to whom they were reported, and the targets of the departments
//! (S7; O5). Without minutes nothing is closed.

use super::Campaign;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{CampaignId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The meeting about a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// What was said and decided.
    pub meeting_minutes: String,
    /// Who was there.
    pub attended: String,
    /// To whom it was reported (S7: 绩效管理领导小组).
    pub reported_to: String,
    /// The departments' targets for score and rate of the satisfied (S7: 满意度和满意率指标).
    pub targets: String,
    /// Who wrote it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Writes the minutes of the meeting about a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// What was said and decided, corrective actions with it.
    pub meeting_minutes: String,
    /// Who was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended: Option<String>,
    /// To whom it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_to: Option<String>,
    /// The departments' targets for score and rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<String>,
}

/// The meeting about a campaign was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignReviewed {
    /// The campaign.
    pub campaign: CampaignId,
    /// What was said and decided.
    pub meeting_minutes: String,
    /// Who was there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attended: String,
    /// To whom it was reported.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reported_to: String,
    /// The departments' targets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub targets: String,
}

impl CampaignReviewed {
    /// Writes the minutes.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        campaign.reviewed = Some(Reviewed {
            meeting_minutes: self.meeting_minutes.clone(),
            attended: self.attended.clone(),
            reported_to: self.reported_to.clone(),
            targets: self.targets.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`ReviewCampaign`]. Until it is closed, the minutes may be written anew.
pub fn decide(d: &mut Deciding<'_>, c: &ReviewCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    if campaign.evaluated.is_none() {
        return Err(Refusal::missing("evaluated").into());
    }
    let meeting_minutes = d.text("meeting_minutes", &c.meeting_minutes)?;
    let attended = d.optional_text("attended", c.attended.as_deref())?.unwrap_or_default();
    let reported_to = d.optional_text("reported_to", c.reported_to.as_deref())?.unwrap_or_default();
    let targets = d.optional_text("targets", c.targets.as_deref())?.unwrap_or_default();
    let campaign = c.campaign.clone();
    d.emit(Event::CampaignReviewed(CampaignReviewed { campaign, meeting_minutes, attended, reported_to, targets }))?;
    Ok(c.campaign.to_string())
}
