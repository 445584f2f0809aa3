//! Starting a campaign: only with a whole sheet, both signatures and an approved plan behind it (M4, M6, M13, M16).

use super::{Audience, Campaign};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::records::{Key, Record};
use crate::domain::{CampaignId, CustomerId, Records, Refusal, StaffId, Stamp};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a campaign began, and whom its gates are held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Who started it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// Customers of its audience with an order in the twelve months before (N8).
    pub active: Vec<CustomerId>,
    /// The key customers among them: every one must answer (M9).
    pub key: Vec<CustomerId>,
    /// When the campaign before it, of the same audience, began (M5).
    pub previous: Option<NaiveDate>,
}

/// Starts a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// Customers with an order in the twelve months before, and whether each is a key customer. The desk counts them: no
    /// command from outside says who is active.
    #[serde(skip)]
    pub active: Vec<(CustomerId, bool)>,
}

/// A campaign began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignStarted {
    /// The campaign.
    pub campaign: CampaignId,
    /// Whom it asks.
    pub audience: Audience,
    /// Active customers of its audience.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<CustomerId>,
    /// The key customers among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<CustomerId>,
    /// When the one before it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<NaiveDate>,
}

impl CampaignStarted {
    /// Where the newest campaign of an audience is remembered.
    pub fn newest(audience: Audience) -> Key {
        Key::Slot(format!("newest-{}", crate::domain::event::code(&audience)))
    }

    /// Writes the beginning.
    pub fn fold(&self, campaign: &mut Campaign, meta: &Meta<'_>) {
        campaign.started = Some(Started {
            by: meta.by.clone(),
            at: meta.at,
            active: self.active.clone(),
            key: self.key.clone(),
            previous: self.previous,
        });
    }
}

/// Decides [`StartCampaign`].
pub fn decide(d: &mut Deciding<'_>, c: &StartCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    if let Some(started) = &campaign.started {
        let (by, at) = (started.by.clone(), started.at);
        return Err(Refusal::AlreadyDone { field: "started".into(), by, at }.into());
    }
    if let Some(lacks) = campaign.sheet.lacks().first() {
        return Err(Refusal::missing(lacks).into());
    }
    for (signed, field) in
        [(&campaign.signed_quality, "signed_quality"), (&campaign.signed_technical, "signed_technical")]
    {
        if signed.is_none() {
            return Err(Refusal::missing(field).into());
        }
    }
    super::super::plan::entry::check_approved(d, &campaign.sheet)?;
    let audience = campaign.audience;
    let previous = previous(d, audience)?;
    let meant = |is_key: bool| match audience {
        Audience::Key => is_key,
        Audience::General => !is_key,
        Audience::All => true,
    };
    let active: Vec<_> = c.active.iter().filter(|(_, is_key)| meant(*is_key)).collect();
    let key = active.iter().filter(|(_, is_key)| *is_key).map(|(id, _)| id.clone()).collect();
    let active = active.into_iter().map(|(id, _)| id.clone()).collect();
    let campaign = c.campaign.clone();
    d.emit(Event::CampaignStarted(CampaignStarted { campaign, audience, active, key, previous }))?;
    Ok(c.campaign.to_string())
}

/// When the newest campaign of an audience began.
fn previous(d: &Deciding<'_>, audience: Audience) -> Result<Option<NaiveDate>, Stop> {
    let Some(record) = d.get(&CampaignStarted::newest(audience))? else { return Ok(None) };
    let Record::Slot(Some(id)) = &*record else { return Ok(None) };
    let campaign = d.get(&Key::Campaign(id.clone()))?;
    let started = campaign.as_deref().and_then(Record::as_campaign).and_then(|campaign| campaign.started.as_ref());
    Ok(started.map(|started| started.at.day()))
}
