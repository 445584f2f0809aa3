//! Numbers of other things than orders: a complaint, feedback, a corrective action, a campaign. A number is typed whole, and
//! each is one look at its own key; nothing is searched through.

use super::super::error::DeskError;
use super::super::pages::text;
use super::super::rows::{FindHit, FoundBy, Numbered};
use crate::domain::{
    CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, Key, OrderId, Personal, Record, VehicleId,
};
use crate::store::reading::Reading;

/// Digits of the day in a number.
const DAY: usize = 6;
/// Series whose numbers are found, the longest letters first: corrective actions, complaints and feedback, campaigns.
const SERIES: [&str; 3] = ["CA", "T", "M"];

/// What has the number that was typed, `CA261127-001` or without its dash; nothing for anything else.
///
/// # Errors
/// The index is broken.
pub fn numbered(reading: &Reading<'_>, code: &str) -> Result<Option<FindHit>, DeskError> {
    let Some((series, number)) = split(code) else { return Ok(None) };
    for key in keys(series, &number) {
        if let Some(record) = reading.record(&key)? {
            return about(reading, &record);
        }
    }
    Ok(None)
}

/// The letters of a series, and the number as it is kept.
fn split(code: &str) -> Option<(&'static str, String)> {
    let series = SERIES.into_iter().find(|series| code.starts_with(series))?;
    let digits = &code[series.len()..];
    let whole = digits.len() > DAY && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| {
        let (day, number) = digits.split_at(DAY);
        (series, format!("{series}{day}-{number:0>3}"))
    })
}

/// What a number of a series may be; complaints and feedback share one.
fn keys(series: &str, number: &str) -> Vec<Key> {
    match series {
        "CA" => vec![Key::Capa(CapaId::new(number))],
        "T" => vec![Key::Complaint(ComplaintId::new(number)), Key::Feedback(FeedbackId::new(number))],
        _ => vec![Key::Campaign(CampaignId::new(number))],
    }
}

/// The line of a record: its number, and the car and person that it is about.
fn about(reading: &Reading<'_>, record: &Record) -> Result<Option<FindHit>, DeskError> {
    let own = |name: &Option<Personal>| text(name.as_ref());
    Ok(Some(match record {
        Record::Complaint(it) => {
            let hit = line(reading, Numbered::Complaint(it.id.clone()), it.vehicle.as_ref(), it.customer.as_ref())?;
            named(hit, own(&it.name))
        }
        Record::Feedback(it) => {
            let hit = line(reading, Numbered::Feedback(it.id.clone()), it.vehicle.as_ref(), it.customer.as_ref())?;
            named(hit, own(&it.name))
        }
        Record::Capa(it) => {
            let vehicle = vehicle_of(reading, it.evidence.order.as_ref())?;
            line(reading, Numbered::Capa(it.id.clone()), vehicle.as_ref(), it.customer.as_ref())?
        }
        Record::Campaign(it) => {
            let hit = line(reading, Numbered::Campaign(it.id.clone()), None, None)?;
            named(hit, it.slot.clone().unwrap_or_default())
        }
        _ => return Ok(None),
    }))
}

/// A name where no file has one.
fn named(hit: FindHit, name: String) -> FindHit {
    if hit.name.is_empty() { FindHit { name, ..hit } } else { hit }
}

fn vehicle_of(reading: &Reading<'_>, order: Option<&OrderId>) -> Result<Option<VehicleId>, DeskError> {
    let record = order.map(|id| reading.record(&Key::Order(id.clone()))).transpose()?.flatten();
    Ok(record.as_deref().and_then(Record::as_order).map(|order| order.vehicle.clone()))
}

fn line(
    reading: &Reading<'_>,
    numbered: Numbered,
    vehicle: Option<&VehicleId>,
    customer: Option<&CustomerId>,
) -> Result<FindHit, DeskError> {
    Ok(FindHit { numbered: Some(numbered), ..super::about(reading, FoundBy::Number, vehicle, customer)? })
}
