//! Opening a campaign as a draft: from a place of the calendar, or a special one (S7; M1).

use super::gates::Wanted;
use super::sheet::{Sheet, SheetFields, laid};
use super::{Audience, Campaign, CampaignKind, Questionnaire, Way, calendar};
use crate::domain::complaint::approve::Signed;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::records::{Key, Record};
use crate::domain::refusal::Why;
use crate::domain::rules::Asking;
use crate::domain::{CampaignId, Records, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Opens a campaign as a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCampaign {
    /// The place in the calendar that it fills, by the name that the list of campaigns shows; without one it is special.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// key, general or all, for a special one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// The scheme that it asks by, if not the shop's own for campaigns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// What is known of its sheet already.
    #[serde(default)]
    pub sheet: SheetFields,
}

/// A campaign was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignOpened {
    /// The id.
    pub campaign: CampaignId,
    /// Regular or special.
    pub campaign_kind: CampaignKind,
    /// Whom it asks.
    pub audience: Audience,
    /// The place in the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// What is asked.
    pub questionnaire: Questionnaire,
    /// What it must reach.
    pub wanted: Wanted,
    /// Its sheet.
    pub sheet: Sheet,
}

impl CampaignOpened {
    /// The campaign as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Campaign {
        Campaign {
            id: self.campaign.clone(),
            kind: self.campaign_kind,
            audience: self.audience,
            slot: self.slot.clone(),
            questionnaire: self.questionnaire.clone(),
            wanted: self.wanted.clone(),
            sheet: self.sheet.clone(),
            opened: Signed { by: meta.by.clone(), at: meta.at },
            signed_quality: None,
            signed_technical: None,
            started: None,
            forms: Vec::new(),
            evaluated: None,
            reviewed: None,
            ended: None,
            marks: Default::default(),
        }
    }
}

/// Decides [`OpenCampaign`].
pub fn decide(d: &mut Deciding<'_>, c: &OpenCampaign) -> Result<String, Stop> {
    let asking = asking(d, c.scheme.as_deref())?;
    let today = d.now.day();
    let slot = match &c.slot {
        None => None,
        Some(name) => {
            let slot = calendar::named(name);
            Some(slot.ok_or_else(|| Refusal::invalid("slot", name, Why::NotOneOf(names(today))))?)
        }
    };
    if let Some(slot) = &slot
        && let Some(record) = d.get(&Key::Slot(slot.name.clone()))?
        && let Record::Slot(Some(taken)) = &*record
    {
        let (field, value, by) = ("slot".into(), slot.name.clone(), taken.to_string());
        return Err(Refusal::Taken { field, value, by }.into());
    }
    let (from, to) =
        slot.as_ref().map_or((today, today + chrono::Days::new(30)), |slot| (slot.from.max(today), slot.to));
    let blank = Sheet {
        from,
        to: to.max(from),
        way: Way::default(),
        responsible: d.by.clone(),
        agency: String::new(),
        focus: String::new(),
        topics: asking.items.clone(),
        free_column: String::new(),
        last_score: String::new(),
        last_dissatisfaction: String::new(),
        operating: String::new(),
        entry: None,
        outside: String::new(),
    };
    let sheet = laid(d, &blank, &c.sheet)?;
    super::super::plan::entry::check(d, &sheet)?;
    let campaign = CampaignId::new(d.next_dated("M")?);
    let audience = slot.as_ref().map_or(c.audience.unwrap_or_default(), |slot| slot.audience);
    let campaign_kind = if slot.is_some() { CampaignKind::Regular } else { CampaignKind::Special };
    let questionnaire = Questionnaire {
        scheme: asking.scheme.clone(),
        version: asking.version,
        items: asking.items.clone(),
        grades: asking.grades.clone(),
        answered_min: asking.answered_min,
    };
    d.emit(Event::CampaignOpened(CampaignOpened {
        campaign: campaign.clone(),
        campaign_kind,
        audience,
        slot: slot.map(|slot| slot.name),
        questionnaire,
        wanted: asking.wanted,
        sheet,
    }))?;
    Ok(campaign.to_string())
}

/// The scheme to ask by.
fn asking(d: &Deciding<'_>, scheme: Option<&str>) -> Result<Asking, Refusal> {
    let id = scheme.map(str::trim).filter(|id| !id.is_empty()).unwrap_or(&d.rules.campaign.scheme);
    let found = d.rules.campaign.schemes.iter().find(|asking| asking.scheme == id);
    let known = || d.rules.campaign.schemes.iter().map(|asking| asking.scheme.clone()).collect();
    found.cloned().ok_or_else(|| Refusal::invalid("scheme", id, Why::NotOneOf(known())))
}

fn names(today: chrono::NaiveDate) -> Vec<String> {
    calendar::near(today).into_iter().map(|slot| slot.name).collect()
}
