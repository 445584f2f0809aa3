//! The campaign sheet (调研方案): when, by whom and how, what it is after, and what it must be read with (M4, M6, M16).

use super::{Campaign, TOPICS_MIN, Way};
use crate::domain::clean::clean;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{CampaignId, Refusal, StaffId, when};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Topics that a campaign takes at most.
const TOPICS_MAX: usize = 40;

/// The sheet of a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The first day.
    pub from: NaiveDate,
    /// The last day on which forms are waited for.
    pub to: NaiveDate,
    /// How it asks.
    pub way: Way,
    /// Who answers for it (O7: 营销部).
    pub responsible: StaffId,
    /// The firm that does it for the shop (S7: 外委).
    pub agency: String,
    /// What it is aimed at (S7: 针对性和重视点).
    pub focus: String,
    /// Its topics: items of the scheme by id, others in words.
    pub topics: Vec<String>,
    /// The heading of the free column; empty for none.
    pub free_column: String,
    /// The score of the time before (S19).
    pub last_score: String,
    /// What customers were not satisfied with the time before (S19).
    pub last_dissatisfaction: String,
    /// How the shop is doing now (S19: 实际生产经营状况).
    pub operating: String,
    /// The entry of the year's plan that it carries out.
    pub entry: Option<u16>,
    /// Why it is made outside the plan (M16).
    pub outside: String,
}

impl Sheet {
    /// The fields without which it cannot start and that are blank (M4, M6, M16).
    pub fn lacks(&self) -> Vec<&'static str> {
        let fields = [
            ("topics", self.topics.len() >= TOPICS_MIN),
            ("focus", !self.focus.is_empty()),
            ("last_score", !self.last_score.is_empty()),
            ("last_dissatisfaction", !self.last_dissatisfaction.is_empty()),
            ("operating", !self.operating.is_empty()),
            ("outside", self.entry.is_some() || !self.outside.is_empty()),
        ];
        fields.into_iter().filter(|(_, given)| !given).map(|(field, _)| field).collect()
    }
}

/// What stands on a sheet where no campaign was before.
pub const NONE_BEFORE: &str = "-";
/// The best score.
const SCORE_MOST: u32 = 100;

/// Tells whether a text is the score of the time before: from 0 to 100 with two decimals at most, or `-` for none (M6).
///
/// # Errors
/// It is neither.
pub fn score_before(text: &str) -> Result<(), Why> {
    if text == NONE_BEFORE {
        return Ok(());
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let points = whole.parse::<u32>().ok().filter(|_| digits(whole, 3) && digits(part, 2));
    let rest = part.bytes().any(|b| b != b'0');
    match points {
        Some(points) if points < SCORE_MOST || points == SCORE_MOST && !rest => Ok(()),
        Some(_) | None => Err(Why::NotAScore),
    }
}

/// Tells whether a text says with what customers were not satisfied: words, or `-` where nobody asked them before (M6).
///
/// # Errors
/// It is a number, or signs.
pub fn named_before(text: &str) -> Result<(), Why> {
    if text == NONE_BEFORE || text.chars().any(char::is_alphabetic) { Ok(()) } else { Err(Why::NotWords) }
}

/// Writes a campaign's sheet; absent fields stay. A change of what was signed asks for both signatures again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetFields {
    /// The first day: 12-03, 2026-12-03, +2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day on which forms are waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// form, phone, visit, handover or message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<StaffId>,
    /// The firm that does it for the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// What it is aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// Its topics, seven at least: items of the scheme by id, others in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// The heading of the free column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_column: Option<String>,
    /// The score of the time before, from 0 to 100 with two decimals at most; - where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_score: Option<String>,
    /// What customers were not satisfied with the time before, in words; - where nobody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_dissatisfaction: Option<String>,
    /// How the shop is doing now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating: Option<String>,
    /// The entry of the year's plan that it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u16>,
    /// Why it is made outside the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<String>,
}

/// Changes the sheet of a campaign that has not started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCampaign {
    /// The campaign.
    pub campaign: CampaignId,
    /// What changes.
    pub sheet: SheetFields,
}

/// The sheet of a campaign was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignChanged {
    /// The campaign.
    pub campaign: CampaignId,
    /// The whole sheet.
    pub sheet: Sheet,
    /// What the departments signed is no more what stands there.
    pub unsigned: bool,
}

impl CampaignChanged {
    /// Writes the sheet.
    pub fn fold(&self, campaign: &mut Campaign, _meta: &Meta<'_>) {
        campaign.sheet = self.sheet.clone();
        if self.unsigned {
            (campaign.signed_quality, campaign.signed_technical) = (None, None);
        }
    }
}

/// Lays the given fields over a sheet.
pub fn laid(d: &Deciding<'_>, sheet: &Sheet, c: &SheetFields) -> Result<Sheet, Stop> {
    let text = |field: &str, new: &Option<String>, old: &String| -> Result<String, Stop> {
        match new {
            Some(new) => Ok(d.optional_text(field, Some(new))?.unwrap_or_default()),
            None => Ok(old.clone()),
        }
    };
    let (from, to) = (day(d, "from", c.from.as_deref(), sheet.from)?, day(d, "to", c.to.as_deref(), sheet.to)?);
    if to < from {
        return Err(Refusal::invalid("to", to, Why::BeforeDay(from)).into());
    }
    let responsible = match &c.responsible {
        Some(responsible) => d.staff_who_may("responsible", responsible, Right::PlanSurvey)?.id.clone(),
        None => sheet.responsible.clone(),
    };
    let topics = match &c.topics {
        Some(topics) => topics_of(d, topics)?,
        None => sheet.topics.clone(),
    };
    let held = |field: &str, given: &Option<String>, old: &String, check: fn(&str) -> Result<(), Why>| {
        let text = text(field, given, old)?;
        match check(&text) {
            Err(why) if given.is_some() && !text.is_empty() => Err(Stop::from(Refusal::invalid(field, text, why))),
            Ok(()) | Err(_) => Ok(text),
        }
    };
    Ok(Sheet {
        from,
        to,
        way: c.way.unwrap_or(sheet.way),
        responsible,
        agency: text("agency", &c.agency, &sheet.agency)?,
        focus: text("focus", &c.focus, &sheet.focus)?,
        topics,
        free_column: text("free_column", &c.free_column, &sheet.free_column)?,
        last_score: held("last_score", &c.last_score, &sheet.last_score, score_before)?,
        last_dissatisfaction: held(
            "last_dissatisfaction",
            &c.last_dissatisfaction,
            &sheet.last_dissatisfaction,
            named_before,
        )?,
        operating: text("operating", &c.operating, &sheet.operating)?,
        entry: c.entry.filter(|entry| *entry > 0).or(if c.entry.is_some() { None } else { sheet.entry }),
        outside: text("outside", &c.outside, &sheet.outside)?,
    })
}

/// A day as it was typed; without one, the day that stands there.
pub fn day(d: &Deciding<'_>, field: &str, typed: Option<&str>, stands: NaiveDate) -> Result<NaiveDate, Refusal> {
    let Some(text) = typed.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(stands) };
    let at = when::parse_day(text, when::EVENING, d.now, d.rules.zone);
    at.map(|at| at.day()).ok_or_else(|| Refusal::invalid(field, text, Why::NotADay))
}

/// Topics without blanks; a topic is named once.
fn topics_of(d: &Deciding<'_>, given: &[String]) -> Result<Vec<String>, Stop> {
    let mut topics: Vec<String> = Vec::new();
    for topic in given.iter().filter(|topic| !clean(topic).is_empty()) {
        let topic = d.text("topics", topic)?;
        if topics.contains(&topic) {
            return Err(Refusal::invalid("topics", topic, Why::Twice).into());
        }
        topics.push(topic);
    }
    match topics.len() {
        n if n > TOPICS_MAX => {
            let (least, most) = (TOPICS_MIN as i64, TOPICS_MAX as i64);
            Err(Refusal::invalid("topics", n, Why::OutOfRange { least, most }).into())
        }
        _ => Ok(topics),
    }
}

/// Decides [`ChangeCampaign`].
pub fn decide(d: &mut Deciding<'_>, c: &ChangeCampaign) -> Result<String, Stop> {
    let campaign = d.open_campaign(&c.campaign)?;
    if let Some(started) = &campaign.started {
        let (by, at) = (started.by.clone(), started.at);
        return Err(Refusal::AlreadyDone { field: "started".into(), by, at }.into());
    }
    let sheet = laid(d, &campaign.sheet, &c.sheet)?;
    if sheet == campaign.sheet {
        return Ok(c.campaign.to_string());
    }
    super::super::plan::entry::check(d, &sheet)?;
    let is_signed = |sheet: &Sheet| (sheet.focus.clone(), sheet.topics.clone(), sheet.free_column.clone());
    let unsigned = is_signed(&sheet) != is_signed(&campaign.sheet);
    d.emit(Event::CampaignChanged(CampaignChanged { campaign: c.campaign.clone(), sheet, unsigned }))?;
    Ok(c.campaign.to_string())
}
