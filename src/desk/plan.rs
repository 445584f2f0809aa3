//! The communication plan of a year held against what was done (M13, K3, feature 63), and the pack for the management
//! review at its end (O4, feature 64).

use super::Desk;
use super::error::DeskError;
use crate::domain::campaign::CampaignKind;
use crate::domain::campaign::brief::Brief;
use crate::domain::plan::{OutreachKind, Plan, due};
use crate::domain::{Key, Record};
use crate::scoring::study::months::{self, Month};
use crate::scoring::study::sample::Verdict;
use crate::scoring::{Book, Bucket, Complaints, Period, Report, Scheme, Tally};
use crate::store::called::CallRow;
use crate::store::keys;
use crate::store::reading::{Reading, Way};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The plan of a year, and what was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// The year.
    pub year: i32,
    /// The plan, if it was begun.
    pub plan: Option<Plan>,
    /// Its version, for `seen`.
    pub version: u64,
    /// By when it is to be approved.
    pub due: Option<NaiveDate>,
    /// What was done of it.
    pub done: Done,
    /// The shop's own figures of the year before.
    pub before: YearRow,
    /// Regular campaigns of the year that began: of key customers, and of general ones.
    pub regular: (u32, u32),
}

/// What was done in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Forms issued by campaigns.
    pub forms: u64,
    /// Those of them that came back.
    pub returned: u64,
    /// Follow-up calls that are over.
    pub calls: u64,
    /// Those of them that were answered.
    pub answered: u64,
    /// Visits paid.
    pub visits: u64,
    /// Events held.
    pub events: u64,
}

/// A month, or a year, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearRow {
    /// `2026-03`, or `2026`.
    pub period: String,
    /// Forms and calls that were answered.
    pub forms: u64,
    /// The customers' view; empty where nobody answered.
    pub external: String,
    /// The lower end of its interval.
    pub low: String,
    /// The upper end.
    pub high: String,
    /// The total T; empty where a part is missing.
    pub total: String,
    /// The band of the total, else of the external score.
    pub band: String,
    /// The rate of the satisfied, in per cent.
    pub rate: String,
    /// How often a rule calls for action.
    pub triggers: u64,
    /// Complaints received.
    pub complaints: u64,
    /// Those found valid.
    pub valid: u64,
}

/// The pack for the management review of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackPage {
    /// The year.
    pub year: i32,
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Twelve months, those without answers too.
    pub months: Vec<YearRow>,
    /// The year as one, with its total T.
    pub total: YearRow,
    /// From the first month with answers to the last: points, and whether that is more than chance.
    pub trend: Option<Trend>,
    /// The campaigns that began in the year, with their gates.
    pub campaigns: Vec<Brief>,
    /// The plan of the year, and what was done of it.
    pub plan: PlanPage,
}

/// How a score moved over a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    /// The first month with answers.
    pub from: String,
    /// The last.
    pub to: String,
    /// By how many points.
    pub points: String,
    /// Chance alone does not explain it.
    pub differs: bool,
}

impl Desk {
    pub(super) fn plan_page(&self, reading: &Reading<'_>, year: i32) -> Result<PlanPage, DeskError> {
        let record = reading.record(&Key::Plan(year))?;
        let plan = record.as_deref().and_then(Record::as_plan).cloned();
        let began = began_in(reading, year, self.now().day())?;
        let count = |kind: OutreachKind| plan.as_ref().map_or(0, |plan| u64::from(plan.done(kind)));
        let calls = calls(reading, year)?;
        let done = Done {
            forms: began.iter().map(|brief| brief.issued).sum(),
            returned: began.iter().map(|brief| brief.returned).sum(),
            calls: calls.len() as u64,
            answered: calls.iter().filter(|call| call.answered).count() as u64,
            visits: count(OutreachKind::Visit),
            events: count(OutreachKind::Event),
        };
        let regular = |key: bool| {
            let meant = |brief: &&Brief| {
                brief.kind == CampaignKind::Regular && (brief.audience == crate::domain::campaign::Audience::Key) == key
            };
            u32::try_from(began.iter().filter(meant).count()).unwrap_or(u32::MAX)
        };
        let (_, before) = self.year_rows(reading, year - 1)?;
        let version = plan.as_ref().map_or(0, |plan| plan.marks.version());
        Ok(PlanPage { year, version, due: due(year), done, before, regular: (regular(true), regular(false)), plan })
    }

    pub(super) fn pack_page(&self, reading: &Reading<'_>, year: i32) -> Result<PackPage, DeskError> {
        let scheme = self.scheme_in_force(&self.rules().survey.scheme)?;
        let (rows, total) = self.year_rows(reading, year)?;
        let counts = match NaiveDate::from_ymd_opt(year, 12, 1) {
            Some(last) => self.months(reading, &scheme.id, last, 12)?,
            None => Vec::new(),
        };
        Ok(PackPage {
            year,
            scheme: scheme.id,
            version: scheme.version,
            months: rows,
            total,
            trend: trend(&counts),
            campaigns: began_in(reading, year, self.now().day())?,
            plan: self.plan_page(reading, year)?,
        })
    }

    fn scheme_in_force(&self, id: &str) -> Result<Scheme, DeskError> {
        let bad = |why: String| DeskError::BadConfig { file: id.to_string(), why };
        Scheme::parse(id, &self.scheme_text(id)?).map_err(|error| bad(error.to_string()))
    }

    /// Each month of a year, and the year as one. Counts tell it; facts are read only where they do not.
    fn year_rows(&self, reading: &Reading<'_>, year: i32) -> Result<(Vec<YearRow>, YearRow), DeskError> {
        let scheme = self.scheme_in_force(&self.rules().survey.scheme)?;
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return Ok(Default::default()) };
        let (mut rows, mut whole, mut all) = (Vec::new(), Tally::new(), Bucket::default());
        for on in (0..12).filter_map(|n| first.checked_add_months(Months::new(n))) {
            let bucket = reading.counted(on, None)?.pop().map(|(_, bucket)| bucket).unwrap_or_default();
            let tally = match bucket.tally(&scheme) {
                Some(tally) => tally,
                None => read(reading, &scheme, on)?,
            };
            rows.push(row(&scheme, on.format("%Y-%m").to_string(), &tally, bucket.complaints()));
            whole.merge(&tally);
            all.merge(&bucket);
        }
        Ok((rows, row(&scheme, year.to_string(), &whole, all.complaints())))
    }
}

/// Counts the facts of a month.
fn read(reading: &Reading<'_>, scheme: &Scheme, on: NaiveDate) -> Result<Tally, DeskError> {
    let after = on.checked_add_months(Months::new(1)).unwrap_or(on);
    let texts = reading.texts(&keys::facts_on(on), &keys::facts_on(after), usize::MAX)?;
    let mut tally = Tally::new();
    if let Ok(book) = Book::read("shop", &texts) {
        for (fact, _) in book.facts() {
            // A fact is counted whole or not at all.
            let _left_out = tally.add(scheme, fact);
        }
    }
    Ok(tally)
}

fn row(scheme: &Scheme, period: String, tally: &Tally, complaints: Complaints) -> YearRow {
    let report = Report::of(scheme, tally, Period::default(), None);
    let text = |figure: &Option<String>| figure.clone().unwrap_or_default();
    let band = report.band.as_ref().or(report.external_band.as_ref());
    YearRow {
        period,
        forms: report.counts.forms,
        external: text(&report.external),
        low: text(&report.external_low),
        high: text(&report.external_high),
        total: text(&report.total),
        band: band.cloned().unwrap_or_default(),
        rate: text(&report.rate.percent),
        triggers: report.counts.triggers.values().sum(),
        complaints: complaints.all,
        valid: complaints.valid,
    }
}

/// From the first month with answers to the last.
fn trend(months: &[Month]) -> Option<Trend> {
    let mut answered = months.iter().filter(|month| month.forms > 0);
    let first = answered.next()?;
    let last = answered.next_back()?;
    let change = months::change(last, first)?;
    let differs = matches!(change.verdict, Verdict::Higher | Verdict::Lower);
    Some(Trend { from: first.month.clone(), to: last.month.clone(), points: change.difference?, differs })
}

/// Calls that were over in a year.
fn calls(reading: &Reading<'_>, year: i32) -> Result<Vec<CallRow>, DeskError> {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    let (Some(first), Some(after)) = (day(year), day(year + 1)) else { return Ok(Vec::new()) };
    Ok(reading.rows_between(&keys::calls_on(first), &keys::calls_on(after))?)
}

/// Campaigns that began in a year: those that are over lie under their ids, which begin with the year they were opened in.
fn began_in(reading: &Reading<'_>, year: i32, today: NaiveDate) -> Result<Vec<Brief>, DeskError> {
    let mut briefs: Vec<Brief> = reading.live.campaigns().map(|campaign| campaign.brief(today)).collect();
    for opened in [year - 1, year] {
        let prefix = format!("M{:02}", opened.rem_euclid(100));
        let over: Vec<Brief> = reading.rows(&keys::campaign(&prefix), Way::Up, usize::MAX)?;
        briefs.extend(over);
    }
    briefs.retain(|brief| brief.started.is_some_and(|at| at.day().year() == year));
    briefs.sort_by_key(|brief| brief.started);
    Ok(briefs)
}
