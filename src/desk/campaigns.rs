//! Survey campaigns as screens see them, and what the desk measures for them: who is active, and what was answered.

use super::error::DeskError;
use super::pages::person;
use super::{Desk, files};
use crate::domain::campaign::brief::Brief;
use crate::domain::campaign::calendar::{self, Slot};
use crate::domain::campaign::evaluate::{Evaluated, Figures};
use crate::domain::campaign::gates::{self, key_open};
use crate::domain::campaign::review::Reviewed;
use crate::domain::campaign::sheet::Sheet;
use crate::domain::campaign::start::CampaignStarted;
use crate::domain::campaign::{Campaign, Questionnaire, Respondent, State, close::Ended};
use crate::domain::complaint::approve::Signed;
use crate::domain::customer::Segment;
use crate::domain::{CampaignId, Command, CustomerId, Key, Record, file};
use crate::scoring::{Book, Report, Request, Scheme, score};
use crate::store::reading::{Reading, Way};
use crate::store::{facts, keys};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Campaigns that are over which a list shows at most.
const OVER_MAX: usize = 50;

/// The list of campaigns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignsPage {
    /// Regular ones that the calendar proposes and nobody has opened (M1).
    pub proposals: Vec<Slot>,
    /// Open ones, the earliest end first.
    pub open: Vec<Brief>,
    /// Those that are over, the newest first.
    pub over: Vec<Brief>,
}

/// Forms of one kind of respondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormsRow {
    /// Who fills them in.
    pub respondent: Respondent,
    /// How many were issued.
    pub issued: u64,
    /// How many came back.
    pub returned: u64,
    /// How many reached nobody.
    pub undelivered: u64,
}

/// A form that is out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenForm {
    /// Its number.
    pub number: u16,
    /// Who fills it in.
    pub respondent: Respondent,
    /// The customer's name, if it went to one.
    pub name: String,
}

/// One campaign, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignPage {
    /// What the list shows.
    pub brief: Brief,
    /// Its version, for `seen`.
    pub version: u64,
    /// What is asked.
    pub questionnaire: Questionnaire,
    /// Its sheet.
    pub sheet: Sheet,
    /// The fields that its sheet lacks.
    pub lacks: Vec<String>,
    /// Who opened it.
    pub opened: Signed,
    /// The quality department's word.
    pub signed_quality: Option<Signed>,
    /// The technical department's word.
    pub signed_technical: Option<Signed>,
    /// Forms by who fills them in; kinds without forms are left out.
    pub forms: Vec<FormsRow>,
    /// Forms that are out, by number.
    pub out: Vec<OpenForm>,
    /// The names of key customers who have not answered.
    pub key_open: Vec<String>,
    /// Active customers of its audience: as it began, else now.
    pub active: usize,
    /// Forms to issue yet, so that enough come back (N8).
    pub to_issue: u64,
    /// What was answered so far.
    pub figures: Figures,
    /// The evaluation.
    pub evaluated: Option<Evaluated>,
    /// The meeting.
    pub reviewed: Option<Reviewed>,
    /// How it ended.
    pub ended: Option<Ended>,
    /// The one before it, of the same audience (M6).
    pub previous: Option<Brief>,
}

/// Every customer of the twelve months before `day`, and whether each is a key customer (N8: active).
fn active(reading: &Reading<'_>, day: NaiveDate) -> Result<Vec<(CustomerId, bool)>, DeskError> {
    let from = day.checked_sub_months(Months::new(12)).unwrap_or(day);
    let rows: Vec<CustomerId> =
        reading.rows_between(&keys::visitor(from, ""), &keys::visitor(day.succ_opt().unwrap_or(day), ""))?;
    let mut known: BTreeMap<CustomerId, bool> = BTreeMap::new();
    let mut seen: std::collections::BTreeSet<CustomerId> = Default::default();
    for id in rows {
        if !seen.insert(id.clone()) {
            continue;
        }
        if let Some(file) = file::customer(reading, &id)? {
            let kept = file.kept();
            known.insert(kept.id.clone(), kept.segment == Segment::Key);
        }
    }
    Ok(known.into_iter().collect())
}

/// How many of these a campaign of the audience asks.
fn of_audience(campaign: &Campaign, active: &[(CustomerId, bool)]) -> usize {
    let segment = |is_key: bool| if is_key { Segment::Key } else { Segment::General };
    active.iter().filter(|(_, is_key)| campaign.audience.includes(segment(*is_key))).count()
}

impl Desk {
    /// Adds to a command what only the desk can count.
    pub(super) fn measure(&self, command: &mut Command) -> Result<(), DeskError> {
        match command {
            Command::StartCampaign(c) => {
                let held = self.store.shelf().hold();
                c.active = active(&held.reading()?, self.now().day())?;
            }
            Command::EvaluateCampaign(c) => {
                let held = self.store.shelf().hold();
                let reading = held.reading()?;
                let record = reading.record(&Key::Campaign(c.campaign.clone()))?;
                if let Some(campaign) = record.as_deref().and_then(Record::as_campaign) {
                    c.figures = self.figures(&reading, campaign)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn campaigns_page(&self, reading: &Reading<'_>) -> Result<CampaignsPage, DeskError> {
        let today = self.now().day();
        let mut proposals = calendar::near(today);
        let mut taken = Vec::new();
        for slot in &proposals {
            taken.push(slot_of(reading, &Key::Slot(slot.name.clone()))?.is_some());
        }
        let mut taken = taken.into_iter();
        proposals.retain(|_| taken.next() == Some(false));
        let mut open: Vec<Brief> = reading.live.campaigns().map(|campaign| campaign.brief(today)).collect();
        open.sort_by(|a, b| a.to.cmp(&b.to).then_with(|| a.campaign.cmp(&b.campaign)));
        let over = reading.rows(&keys::campaign(""), Way::Down, OVER_MAX)?;
        Ok(CampaignsPage { proposals, open, over })
    }

    pub(super) fn campaign_page(&self, reading: &Reading<'_>, campaign: &Campaign) -> Result<CampaignPage, DeskError> {
        let today = self.now().day();
        let brief = campaign.brief(today);
        let row = |respondent| {
            let meant = || campaign.forms.iter().filter(move |form| form.respondent == respondent);
            let returned = meant().filter(|form| form.returned.is_some()).count() as u64;
            let undelivered = meant().filter(|form| form.undelivered).count() as u64;
            FormsRow { respondent, issued: meant().count() as u64, returned, undelivered }
        };
        let mut out = Vec::new();
        for form in campaign.open_forms() {
            let name = person(reading, form.customer.as_ref())?.name;
            out.push(OpenForm { number: form.number, respondent: form.respondent, name });
        }
        let names = key_open(campaign).into_iter().map(|id| Ok(person(reading, Some(id))?.name));
        let names = names.collect::<Result<Vec<_>, DeskError>>()?;
        let active = match &campaign.started {
            Some(started) => started.active.len(),
            None => of_audience(campaign, &active(reading, today)?),
        };
        let wanted = &campaign.wanted;
        let figures = if campaign.evaluated.is_none() && brief.state == State::Running {
            self.figures(reading, campaign)?
        } else {
            campaign.evaluated.as_ref().map(|done| done.figures.clone()).unwrap_or_default()
        };
        Ok(CampaignPage {
            version: campaign.marks.version(),
            questionnaire: campaign.questionnaire.clone(),
            sheet: campaign.sheet.clone(),
            lacks: campaign.sheet.lacks().into_iter().map(str::to_string).collect(),
            opened: campaign.opened.clone(),
            signed_quality: campaign.signed_quality.clone(),
            signed_technical: campaign.signed_technical.clone(),
            forms: Respondent::ALL.map(row).into_iter().filter(|row| row.issued > 0).collect(),
            out,
            key_open: names,
            active,
            to_issue: gates::to_issue(wanted.forms, wanted.returned).saturating_sub(brief.issued),
            figures,
            evaluated: campaign.evaluated.clone(),
            reviewed: campaign.reviewed.clone(),
            ended: campaign.ended.clone(),
            previous: self.before(reading, campaign)?,
            brief,
        })
    }

    /// The newest campaign of the same audience that began before this one.
    fn before(&self, reading: &Reading<'_>, campaign: &Campaign) -> Result<Option<Brief>, DeskError> {
        if campaign.started.is_some() {
            return Ok(None);
        }
        let Some(id) = slot_of(reading, &CampaignStarted::newest(campaign.audience))? else { return Ok(None) };
        let record = reading.record(&Key::Campaign(id))?;
        let before = record.as_deref().and_then(Record::as_campaign).filter(|before| before.id != campaign.id);
        Ok(before.map(|before| before.brief(self.now().day())))
    }

    /// What the forms of a campaign come to under its own version of its scheme: its forms and no others (AM15).
    pub(super) fn figures(&self, reading: &Reading<'_>, campaign: &Campaign) -> Result<Figures, DeskError> {
        let asked = &campaign.questionnaire;
        let id = format!("{}@{}", asked.scheme, asked.version);
        let bad = |why: String| DeskError::BadConfig { file: id.clone(), why };
        let scheme = Scheme::parse(&id, &self.scheme_text(&id)?).map_err(|error| bad(error.to_string()))?;
        let mut lines = Vec::new();
        for form in campaign.forms.iter().filter(|form| form.returned.is_some()) {
            let record = reading.record(&Key::Form(campaign.form_id(form.number)))?;
            lines.extend(record.iter().flat_map(|record| facts::of(record)).map(|fact| fact.json));
        }
        let after = campaign.sheet.to.max(campaign.sheet.from).succ_opt().unwrap_or(campaign.sheet.to);
        let around = reading.texts(&keys::facts_on(campaign.sheet.from), &keys::facts_on(after), usize::MAX)?;
        lines.extend(around.into_iter().filter(|line| is_measure(line)));
        let lines = files::facts_of_kept(reading, lines)?;
        let complaints = complaints(&lines);
        let book = Book::read(&id, &lines).map_err(|faults| bad(faults.to_string()))?;
        let figures = score(&scheme, &book, &Request::default()).map(|report| printed(&report)).unwrap_or_default();
        let (complaints, complaints_valid) = complaints;
        Ok(Figures { complaints, complaints_valid, ..figures })
    }
}

/// True for a fact that tells what the shop itself did; answers of others are no part of a campaign.
fn is_measure(line: &str) -> bool {
    line.contains("\"fact\":\"delivery\"") || line.contains("\"fact\":\"complaint\"")
}

/// Complaints among facts, and those of them that are valid.
fn complaints(lines: &[String]) -> (u32, u32) {
    let all = lines.iter().filter(|line| line.contains("\"fact\":\"complaint\""));
    let valid = all.clone().filter(|line| line.contains("\"valid\":true")).count();
    (u32::try_from(all.count()).unwrap_or(u32::MAX), u32::try_from(valid).unwrap_or(u32::MAX))
}

/// The figures of a report, as they are printed.
fn printed(report: &Report) -> Figures {
    let text = |figure: &Option<String>| figure.clone().unwrap_or_default();
    let overall = report.part_rates.as_ref().and_then(|rates| rates.overall.clone());
    Figures {
        external: text(&report.external),
        low: text(&report.external_low),
        high: text(&report.external_high),
        band: text(&report.external_band),
        total: text(&report.total),
        rate: overall.or_else(|| report.rate.percent.clone()).unwrap_or_default(),
        forms: u32::try_from(report.counts.forms).unwrap_or(u32::MAX),
        triggers: u32::try_from(report.counts.triggers.values().sum::<u64>()).unwrap_or(u32::MAX),
        complaints: 0,
        complaints_valid: 0,
    }
}

/// The campaign that a place of the calendar has.
fn slot_of(reading: &Reading<'_>, key: &Key) -> Result<Option<CampaignId>, DeskError> {
    let record = reading.record(key)?;
    Ok(match record.as_deref() {
        Some(Record::Slot(taken)) => taken.clone(),
        _ => None,
    })
}
