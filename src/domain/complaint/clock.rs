//! The two clocks of a complaint. The customer's never pauses: 24 hours are 24 hours (S8; N11). The shop's stands still
//! outside its hours, on closed days, and while the car waits for an answer or for parts: stop codes B and C, not A (S11;
//! AM19). The ledger tells for every minute whether the shop's clock ran, and why not (feature 50). Pure: it reads no clock.

use crate::domain::Stamp;
use crate::domain::closed::Closed;
use crate::domain::order::work::{StopCode, Stopped};
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Days that a ledger tells of at most; what lies further back is one span.
const DAYS_MAX: i64 = 400;

/// When the shop works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// From when to when on a working day, in order; none for around the clock.
    pub spans: Vec<(NaiveTime, NaiveTime)>,
    /// The days on which it does not.
    pub closed: Closed,
}

impl Hours {
    /// Reads one span of a working day: `08:30-12:00`.
    pub fn parse_span(text: &str) -> Option<(NaiveTime, NaiveTime)> {
        let (from, to) = text.split_once('-')?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let (from, to) = (time(from)?, time(to)?);
        (from < to).then_some((from, to))
    }

    fn has(&self, time: NaiveTime) -> bool {
        self.spans.is_empty() || self.spans.iter().any(|(from, to)| *from <= time && time < *to)
    }
}

/// Whether the shop's clock ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ran {
    /// It ran.
    Ran,
    /// The shop was closed all day.
    ClosedDay,
    /// Before opening, after closing, at lunch.
    OutsideHours,
    /// The car waited for an answer (B).
    Answer,
    /// The car waited for parts (C).
    Parts,
}

/// A time in which nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From when.
    pub from: Stamp,
    /// Until when.
    pub to: Stamp,
    /// What the shop's clock did.
    pub ran: Ran,
}

impl Span {
    /// Its length, ms.
    pub fn ms(&self) -> i64 {
        self.to.since(self.from)
    }
}

/// Every minute from `from` to `to`, each in one span and no gap between them.
pub fn ledger(from: Stamp, to: Stamp, hours: &Hours, stops: &[Stopped], zone: Tz) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for pair in cuts(from, to, hours, stops, zone).windows(2) {
        let ran = state(pair[0], hours, stops);
        match spans.last_mut() {
            Some(last) if last.ran == ran => last.to = pair[1],
            _ => spans.push(Span { from: pair[0], to: pair[1], ran }),
        }
    }
    spans
}

/// How long the shop's clock ran, ms.
pub fn ran_ms(ledger: &[Span]) -> i64 {
    ledger.iter().filter(|span| span.ran == Ran::Ran).map(Span::ms).sum()
}

/// The moments at which something may change, both ends among them, in order.
fn cuts(from: Stamp, to: Stamp, hours: &Hours, stops: &[Stopped], zone: Tz) -> Vec<Stamp> {
    let mut cuts = vec![from, to];
    let in_days = to.day().signed_duration_since(from.day()).num_days();
    let first = from.day() + chrono::Days::new((in_days - DAYS_MAX).max(0) as u64);
    for day in first.iter_days().take_while(|day| *day <= to.day()) {
        cuts.extend(times(hours).into_iter().map(|time| Stamp::at(day, time, zone)));
    }
    for stop in stops {
        cuts.push(stop.from);
        cuts.extend(stop.until);
    }
    cuts.retain(|at| *at == from || *at == to || (at.since(from) > 0 && to.since(*at) > 0));
    cuts.sort_by_key(|at| at.ms());
    cuts.dedup_by_key(|at| at.ms());
    cuts
}

fn times(hours: &Hours) -> Vec<NaiveTime> {
    std::iter::once(NaiveTime::MIN).chain(hours.spans.iter().flat_map(|(from, to)| [*from, *to])).collect()
}

/// What the shop's clock does from `at` on.
fn state(at: Stamp, hours: &Hours, stops: &[Stopped]) -> Ran {
    let day: NaiveDate = at.day();
    if hours.closed.contains(day) {
        return Ran::ClosedDay;
    }
    if !hours.has(at.time()) {
        return Ran::OutsideHours;
    }
    let holds = |stop: &&Stopped| stop.from.since(at) <= 0 && stop.until.is_none_or(|until| until.since(at) > 0);
    let paused = |code| stops.iter().filter(holds).any(|stop| stop.code == code);
    match (paused(StopCode::B), paused(StopCode::C)) {
        (true, _) => Ran::Answer,
        (false, true) => Ran::Parts,
        (false, false) => Ran::Ran,
    }
}
