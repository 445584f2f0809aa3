//! Comebacks as pages show them: which repair did not hold, what came back, and which repair is so recent that a new
//! order asks (I5, N10).

use super::error::DeskError;
use super::files;
use super::pages::OLD_MAX;
use super::rows::{ComebackRow, RecentRow};
use crate::domain::order::Order;
use crate::domain::order::quote::{Decision, Line};
use crate::domain::order::stage::Stage;
use crate::domain::rules::IntakeRules;
use crate::domain::{Key, OrderId, Record, Stamp, file};
use crate::store::reading::Reading;
use crate::store::rows::VisitRow;

/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// Visits looked at for a recent repair: some may have been for the quote alone.
const LOOKED_AT: usize = 3;

/// The repair that did not hold, where the order is a comeback.
pub fn of(reading: &Reading<'_>, order: &Order) -> Result<Option<ComebackRow>, DeskError> {
    let Some(of) = &order.comeback_of else { return Ok(None) };
    let record = reading.record(&Key::Order(of.clone()))?;
    let done = record.as_deref().and_then(Record::as_order).map(jobs).unwrap_or_default();
    let named = |(number, ..): &&(u16, String, String)| order.comeback_line.is_none_or(|line| line == *number);
    let told =
        |pick: fn(&(u16, String, String)) -> &str| done.iter().filter(named).map(pick).collect::<Vec<_>>().join(", ");
    let (label, english) = (told(|job| &job.1), told(|job| &job.2));
    Ok(Some(ComebackRow { of: of.clone(), line: order.comeback_line, label, english }))
}

/// The orders that a car came back as; none while it is here.
pub fn came_back(reading: &Reading<'_>, order: &Order) -> Result<Vec<OrderId>, DeskError> {
    if order.stage.in_shop() {
        return Ok(Vec::new());
    }
    let Some(file) = file::vehicle(reading, &order.vehicle)? else { return Ok(Vec::new()) };
    let visits = files::visits(reading, &file, None, OLD_MAX)?;
    let back = visits.into_iter().filter(|visit| visit.comeback_of.as_ref() == Some(&order.id));
    Ok(back.map(|visit| visit.order).collect())
}

/// The newest repair among these visits, if a new order still asks after it.
pub fn recent(
    reading: &Reading<'_>,
    visits: &[VisitRow],
    rules: &IntakeRules,
    now: Stamp,
) -> Result<Option<RecentRow>, DeskError> {
    for visit in visits.iter().filter(|visit| visit.stage >= Stage::FollowUp).take(LOOKED_AT) {
        let record = reading.record(&Key::Order(visit.order.clone()))?;
        let Some(order) = record.as_deref().and_then(Record::as_order) else { continue };
        let (jobs, handed) = (jobs(order), order.handed.as_ref().map(|handed| handed.at));
        let still = |handed: &Stamp| now.since(*handed) <= i64::from(rules.comeback_days) * DAY_MS;
        if let (Some(handed), false) = (handed.filter(still), jobs.is_empty()) {
            let km_max = order.mileage.map(|km| km.saturating_add(rules.comeback_km));
            return Ok(Some(RecentRow { order: order.id.clone(), handed, km_max, jobs }));
        }
    }
    Ok(None)
}

/// What was done: number, words, and the same in English where the menu has it.
fn jobs(order: &Order) -> Vec<(u16, String, String)> {
    let job = |line: &Line| {
        let english = line.english.as_ref().map_or(&line.label, |told| &told.label);
        (line.number, line.label.clone(), english.clone())
    };
    order.lines.iter().filter(|line| line.decision() == Decision::Accepted).map(job).collect()
}
