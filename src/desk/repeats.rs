//! Complaints about the same: the same car, job or part, technician or cause within so many days (feature 54). Each is a
//! range of the index, so that what a question costs depends on what it finds and not on how many complaints there are.

use super::error::DeskError;
use super::pages::{self, text};
use super::rows::{RepeatRow, RepeatsPage};
use crate::domain::complaint::Complaint;
use crate::domain::complaint::raise::jobs;
use crate::domain::rules::Rules;
use crate::domain::{ComplaintId, Key, OrderId, Record, Stamp, VehicleId, event, file};
use crate::store::heard::in_common;
use crate::store::keys::{self, Same};
use crate::store::reading::Reading;
use chrono::Days;

/// Of each kind so many are named: the ones spoken last.
const NEWEST: usize = 5;

/// What is looked for: each thing that may be in common, and the values under which the index keeps it.
struct Sought {
    same: Same,
    /// What a person reads.
    what: String,
    values: Vec<String>,
}

/// Others about the same as a complaint that is on file.
pub fn of(reading: &Reading<'_>, complaint: &Complaint, rules: &Rules) -> Result<RepeatsPage, DeskError> {
    let mut sought = Vec::new();
    for (same, value) in in_common(complaint) {
        sought.push(match same {
            Same::Car => car(reading, &VehicleId::new(value))?,
            Same::Cause => {
                let what = complaint.cause.as_ref().map(event::code).unwrap_or_default();
                Sought { same, what, values: vec![value.to_owned()] }
            }
            Same::Part | Same::Technician => named(same, value),
        });
    }
    find(reading, sought, complaint.spoke, Some(&complaint.id), rules)
}

/// Others about the same as what is being taken down: a visit, else a car, and the code of a part if one was typed.
pub fn before(
    reading: &Reading<'_>,
    (order, vehicle, part): (Option<&OrderId>, Option<&VehicleId>, Option<&str>),
    rules: &Rules,
    now: Stamp,
) -> Result<RepeatsPage, DeskError> {
    let record = order.map(|id| reading.record(&Key::Order(id.clone()))).transpose()?.flatten();
    let order = record.as_deref().and_then(Record::as_order);
    let mut sought = Vec::new();
    if let Some(id) = order.map(|order| &order.vehicle).or(vehicle) {
        sought.push(car(reading, id)?);
    }
    let parts = part.map_or_else(|| order.map(jobs).unwrap_or_default(), |part| vec![part.trim().to_uppercase()]);
    sought.extend(parts.iter().map(|part| named(Same::Part, part)));
    let technician = order.and_then(|order| order.technicians().first().copied());
    sought.extend(technician.map(|id| named(Same::Technician, id.as_str())));
    find(reading, sought, now, None, rules)
}

fn named(same: Same, value: &str) -> Sought {
    Sought { same, what: value.to_owned(), values: vec![value.to_owned()] }
}

/// A car under its own file and those that were merged into it.
fn car(reading: &Reading<'_>, id: &VehicleId) -> Result<Sought, DeskError> {
    let file = file::vehicle(reading, id)?;
    let values = match &file {
        Some(file) => file.all().map(|vehicle| vehicle.id.to_string()).collect(),
        None => vec![id.to_string()],
    };
    Ok(Sought { same: Same::Car, what: text(file.as_ref().map(|file| &file.kept().plate)), values })
}

fn find(
    reading: &Reading<'_>,
    sought: Vec<Sought>,
    around: Stamp,
    but: Option<&ComplaintId>,
    rules: &Rules,
) -> Result<RepeatsPage, DeskError> {
    let days = Days::new(u64::from(rules.repeat_days));
    let from = around.day().checked_sub_days(days).unwrap_or(around.day());
    let after = around.day().checked_add_days(Days::new(u64::from(rules.repeat_days) + 1)).unwrap_or(around.day());
    let mut page = RepeatsPage { days: rules.repeat_days, found: Vec::new() };
    for Sought { same, what, values } in sought {
        let (mut count, mut last) = (0, Vec::new());
        for value in &values {
            let (from, after) = (keys::repeats_on(same, value, from), keys::repeats_on(same, value, after));
            let mut ids: Vec<ComplaintId> = reading.rows_between(&from, &after)?;
            ids.retain(|id| Some(id) != but);
            count += ids.len();
            // The index keeps them by the day on which they were spoken.
            last.extend(ids.into_iter().rev().take(NEWEST));
        }
        if count == 0 {
            continue;
        }
        let mut newest = Vec::new();
        for id in &last {
            let record = reading.record(&Key::Complaint(id.clone()))?;
            if let Some(complaint) = record.as_deref().and_then(Record::as_complaint) {
                newest.push(pages::complaint_row(reading, complaint, &[])?);
            }
        }
        // Taken down later is not spoken later.
        newest.sort_by(|a, b| (b.spoke, &b.complaint).cmp(&(a.spoke, &a.complaint)));
        newest.truncate(NEWEST);
        page.found.push(RepeatRow { same, what, count, newest });
    }
    page.found.sort_by_key(|row| row.same);
    Ok(page)
}
