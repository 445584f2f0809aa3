//! What stands behind the scores: chance, causes, signals, and how far the answers can be trusted.
//!
//! The [`Report`](super::Report) says how high a score is; a [`Study`] says what may be concluded from it. Verdicts are
//! taken on exact numbers here too, on the safe side where a root or a quantile has to be rounded.

pub mod chart;
pub mod compare;
pub mod driver;
pub mod integrity;
pub mod months;
pub mod pareto;
pub mod project;
pub mod reach;
pub mod sample;
pub mod what_if;

use std::collections::BTreeMap;

use serde::Serialize;

use super::engine::{self, Request, ScoreError};
use super::number::Exact;
use super::report::satisfied;
use super::sampling::Survey;
use super::select::{self, Selected};
use super::{Book, Figures, Period, Scheme, Tally};

/// What may be concluded from the scores of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Study {
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// The days covered.
    pub period: Period,
    /// Everything that fired, linked to one project per cause and month.
    pub projects: Vec<project::Project>,
    /// What came of the forms and calls.
    pub reach: reach::Reach,
    /// This period against the one before; nothing where the period has an open end.
    pub before: Option<compare::Before>,
    /// The groups, ranked only where their intervals are apart; absent without groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standings: Option<Vec<compare::Standing>>,
    /// The external score by month, up to the end of the period.
    pub score_chart: chart::Chart,
    /// The rate of the satisfied by month, up to the end of the period.
    pub rate_chart: chart::Chart,
    /// Which causes low answers have.
    pub pareto: pareto::Pareto,
    /// Which item moves the score.
    pub drivers: Vec<driver::Driver>,
    /// How many answers are missing to the next band.
    pub what_if: Vec<what_if::WhatIf>,
    /// How far the answers can be trusted.
    pub integrity: integrity::Integrity,
}

/// Studies the facts of a period under a scheme.
///
/// ```
/// use shopdesk::scoring::study::study;
/// use shopdesk::scoring::{scheme, Book, Request, Scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let answers = r#"{"reception":4,"diagnosis":4,"on-time":4,"repair-quality":4,"parts":4,"explanation":4,"price":2,
///     "cleanliness":4,"staff-knowledge":4,"return-intent":4}"#;
/// let line = format!(r#"{{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{answers}}}"#);
/// let study = study(&scheme, &Book::read("facts.jsonl", [line.replace('\n', "")])?, &Request::default())?;
/// // The price fires rule a by itself and, as the item that cost most, rule b: two records, one project.
/// assert_eq!(study.projects[0].cause, "item:price");
/// assert_eq!(study.projects[0].records.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn study(scheme: &Scheme, book: &Book, request: &Request) -> Result<Study, ScoreError> {
    let selected = engine::read(scheme, book, request)?;
    let tally = engine::tally(scheme, &selected);
    let figures = Figures::of(scheme, &tally, request.totals.as_ref());
    let survey = Survey::read(scheme, book, request.period);
    let (scores, rates) = by_month(scheme, book, request)?;
    Ok(Study {
        scheme: scheme.id.clone(),
        version: scheme.version,
        period: request.period,
        projects: project::projects(scheme, &selected, &figures),
        reach: reach::reach(scheme, book, request.period),
        before: before(scheme, book, request, &tally)?,
        standings: request.by.map(|by| standings(scheme, &selected, by)),
        score_chart: chart::xmr(&scores),
        rate_chart: chart::p(&rates),
        pareto: pareto::pareto(scheme, &selected),
        drivers: driver::drivers(scheme, &selected, &figures),
        what_if: what_if::what_if(scheme, &tally, &figures),
        integrity: integrity::integrity(scheme, &selected, &tally, &survey),
    })
}

fn before(scheme: &Scheme, book: &Book, request: &Request, now: &Tally) -> Result<Option<compare::Before>, ScoreError> {
    let Some(period) = compare::period_before(request.period) else { return Ok(None) };
    let then = engine::read(scheme, book, &Request { period, ..request.clone() })?;
    Ok(Some(compare::before(scheme, period, now, &engine::tally(scheme, &then))))
}

fn standings(scheme: &Scheme, selected: &[Selected<'_>], by: super::By) -> Vec<compare::Standing> {
    let groups = select::groups(scheme, selected, by).into_iter();
    let tallies: Vec<_> = groups.map(|(key, of_group)| (key.name(), engine::tally(scheme, &of_group))).collect();
    compare::standings(scheme, &tallies)
}

/// Month, external score, forms.
type Scores = Vec<(String, Exact, u64)>;
/// Month, satisfied, of how many.
type Rates = Vec<(String, u64, u64)>;

/// Gives score and rate of every month up to the end of the period.
fn by_month(scheme: &Scheme, book: &Book, request: &Request) -> Result<(Scores, Rates), ScoreError> {
    let period = Period { from: None, to: request.period.to };
    let selected = engine::read(scheme, book, &Request { period, ..request.clone() })?;
    let mut months: BTreeMap<String, Tally> = BTreeMap::new();
    for one in &selected {
        let day = one.fact.stamp().at.day();
        let month = months.entry(format!("{:04}-{:02}", day.year(), day.month())).or_default();
        month.enter(scheme, one.fact, &one.reading);
    }
    let (mut scores, mut rates) = (Vec::new(), Vec::new());
    for (month, tally) in months {
        if let Some(score) = Figures::of(scheme, &tally, None).external {
            scores.push((month.clone(), score, tally.forms()));
        }
        let (_, hits, of) = satisfied(scheme, &tally);
        rates.push((month, hits, of));
    }
    Ok((scores, rates))
}
