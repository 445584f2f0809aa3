//! The cards of a vehicle and of a customer: everything on file about them, merged files included (P1, L14).

use super::comeback;
use super::error::DeskError;
use super::feedback;
use super::pages::{self, OLD_MAX, text};
use super::parts_on_order;
use super::rows::{
    AlikeRow, CarRow, ComplaintRow, CustomerPage, FeedbackRow, MergedRow, PastOwner, PastPlate, PersonVisit,
    RequirementRow, VehiclePage,
};
use crate::domain::customer::Segment;
use crate::domain::customer::merge::Merged;
use crate::domain::customer::read::Read;
use crate::domain::file::{self, CustomerFile, VehicleFile};
use crate::domain::order::Order;
use crate::domain::requirement::{self, Requirement};
use crate::domain::rules::IntakeRules;
use crate::domain::{ComplaintId, CustomerId, FeedbackId, Key, OrderId, Record, RequirementId, Stamp, VehicleId};
use crate::store::called::OpinionRow;
use crate::store::keys::{self, Entry, Tail};
use crate::store::reading::{Reading, Way};
use crate::store::rows::{CustomerVisit, DeferredRow, FindRow, VisitRow, backwards};
use std::collections::HashMap;

/// Visits that a card shows at first, and reads on by: a card of fifty opens as fast as one of two.
const VISITS: usize = 20;

/// One vehicle with its newest visits.
pub fn vehicle(
    reading: &Reading<'_>,
    id: &VehicleId,
    rules: &IntakeRules,
    now: Stamp,
) -> Result<Option<VehiclePage>, DeskError> {
    let Some(file) = file::vehicle(reading, id)? else { return Ok(None) };
    let kept = file.kept();
    let owner = pages::person(reading, file.owner())?;
    let recent = visits(reading, &file, None, VISITS)?;
    let cars: Vec<&VehicleId> = file.all().map(|vehicle| &vehicle.id).collect();
    Ok(Some(VehiclePage {
        vehicle: kept.id.clone(),
        version: kept.marks.version(),
        plate: text(Some(&kept.plate)),
        vin: file.vin().unwrap_or_default().to_string(),
        model: kept.model.clone().unwrap_or_default(),
        customer: owner.id.clone(),
        name: owner.name,
        phone: owner.phone,
        wrong_number: owner.wrong_number,
        mileage: file.mileage().map(|reading| (reading.km, reading.at)),
        open: file.open().cloned(),
        visits: file.visits(),
        repaired: comeback::recent(reading, &recent, rules, now)?,
        recent,
        parts: parts_on_order::waiting(reading, parts_on_order::of_cars(reading, &cars))?,
        deferred: pages::deferred(reading, file.all().map(|vehicle| &vehicle.id))?,
        plate_from: kept.plates.last().map(|worn| worn.from),
        past_plates: past_plates(&file),
        owner_from: kept.owners.last().map(|owner| owner.from),
        past_owners: past_owners(reading, &file, owner.id.as_ref())?,
        requirements: over(reading, Some(&kept.id), owner.id.as_ref())?,
        complaint: open_complaint(reading, &file, owner.id.as_ref())?,
        merged: merged_vehicles(&file),
        alike: alike_vehicles(reading, &file)?,
    }))
}

fn past_plates(file: &VehicleFile) -> Vec<PastPlate> {
    file.past_plates().into_iter().map(|worn| PastPlate { plate: text(Some(&worn.plate)), from: worn.from }).collect()
}

fn past_owners(
    reading: &Reading<'_>,
    file: &VehicleFile,
    now: Option<&CustomerId>,
) -> Result<Vec<PastOwner>, DeskError> {
    let mut rows = Vec::new();
    for owner in file.past_owners() {
        let person = pages::person(reading, Some(&owner.customer))?;
        // Someone with two files is one owner.
        if person.id.as_ref() != now {
            let customer = person.id.unwrap_or_else(|| owner.customer.clone());
            rows.push(PastOwner { customer, name: person.name, from: owner.from });
        }
    }
    Ok(rows)
}

fn open_complaint(
    reading: &Reading<'_>,
    file: &VehicleFile,
    owner: Option<&CustomerId>,
) -> Result<Option<ComplaintId>, DeskError> {
    let owner = owner.map(|id| file::customer(reading, id)).transpose()?.flatten();
    let of_car = |id: &VehicleId| file.all().any(|vehicle| vehicle.id == *id);
    let of_owner = |id: &CustomerId| owner.iter().flat_map(|owner| owner.all()).any(|customer| customer.id == *id);
    let mut open = reading.live.complaints();
    let theirs = open.find(|c| c.vehicle.as_ref().is_some_and(of_car) || c.customer.as_ref().is_some_and(of_owner));
    Ok(theirs.map(|complaint| complaint.id.clone()))
}

fn merged_row<Id>(id: String, label: String, merged: Option<&Merged<Id>>) -> Option<MergedRow> {
    merged.map(|merged| MergedRow { id, label, by: merged.by.clone(), at: merged.at })
}

fn merged_vehicles(file: &VehicleFile) -> Vec<MergedRow> {
    let row =
        |v: &crate::domain::vehicle::Vehicle| merged_row(v.id.to_string(), text(Some(&v.plate)), v.merged.as_ref());
    file.all().filter_map(row).collect()
}

/// Other vehicles with the same VIN.
fn alike_vehicles(reading: &Reading<'_>, file: &VehicleFile) -> Result<Vec<AlikeRow>, DeskError> {
    let Some(vin) = file.vin() else { return Ok(Vec::new()) };
    let whole = keys::find(Tail::Vin, &backwards(vin), "");
    let rows: Vec<FindRow> = reading.rows(&whole, Way::Up, OLD_MAX)?;
    let others = rows.into_iter().filter_map(|row| Some((row.vehicle?, row.plate)));
    let others = others.filter(|(id, _)| *id != file.kept().id);
    Ok(others.map(|(id, label)| AlikeRow { id: id.to_string(), label, by: vin.to_string() }).collect())
}

/// Lines of a vehicle's file that were put off.
pub fn put_off(reading: &Reading<'_>, id: &VehicleId) -> Result<Vec<DeferredRow>, DeskError> {
    let file = file::vehicle(reading, id)?;
    pages::deferred(reading, file.iter().flat_map(|file| file.all()).map(|vehicle| &vehicle.id))
}

/// Visits of a vehicle before `before`, the newest first.
pub fn older_visits(
    reading: &Reading<'_>,
    id: &VehicleId,
    before: &OrderId,
    limit: usize,
) -> Result<Vec<VisitRow>, DeskError> {
    match file::vehicle(reading, id)? {
        Some(file) => visits(reading, &file, Some(before), limit),
        None => Ok(Vec::new()),
    }
}

/// Visits of a vehicle's whole file, the newest first.
pub fn visits(
    reading: &Reading<'_>,
    file: &VehicleFile,
    before: Option<&OrderId>,
    limit: usize,
) -> Result<Vec<VisitRow>, DeskError> {
    let mut all: Vec<VisitRow> = Vec::new();
    for id in file.all().map(|vehicle| vehicle.id.as_str()) {
        let prefix = keys::visits(id);
        all.extend(match before {
            Some(before) => reading.rows_before(&prefix, &keys::visit(id, before.as_str()), limit)?,
            None => reading.rows::<VisitRow>(&prefix, Way::Down, limit)?,
        });
    }
    all.sort_by(|a, b| b.order.cmp(&a.order));
    all.truncate(limit);
    Ok(all)
}

/// One customer's file, whole.
pub fn customer(reading: &Reading<'_>, id: &CustomerId) -> Result<Option<CustomerPage>, DeskError> {
    let Some(file) = file::customer(reading, id)? else { return Ok(None) };
    let kept = file.kept();
    Ok(Some(CustomerPage {
        customer: kept.id.clone(),
        version: kept.marks.version(),
        name: text(Some(&kept.name)),
        phones: file.phones().into_iter().map(String::from).collect(),
        wrong_number: kept.wrong_number,
        opt_outs: file.opt_outs().cloned().collect(),
        segment: kept.segment,
        cars: cars(reading, &file)?,
        visits: file.visits(),
        recent: visits_of(reading, &file, None, VISITS)?,
        complaints: complaints_of(reading, &file)?,
        feedback: feedback_of(reading, &file)?,
        opinions: opinions_of(reading, &file)?,
        requirements: requirements_of(reading, &file)?,
        merged: merged_customers(&file),
        alike: alike_customers(reading, &file)?,
    }))
}

fn cars(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<CarRow>, DeskError> {
    let mut rows: Vec<CarRow> = Vec::new();
    for id in file.vehicles() {
        let Some(car) = file::vehicle(reading, id)? else { continue };
        let kept = car.kept();
        if rows.iter().any(|row| row.vehicle == kept.id) {
            continue;
        }
        rows.push(CarRow {
            vehicle: kept.id.clone(),
            plate: text(Some(&kept.plate)),
            model: kept.model.clone().unwrap_or_default(),
            visits: car.visits(),
            open: car.open().cloned(),
        });
    }
    Ok(rows)
}

/// The entries of a kind in a customer's file, the newest first in each of its records.
fn entries<T: serde::de::DeserializeOwned>(
    reading: &Reading<'_>,
    file: &CustomerFile,
    kind: Entry,
) -> Result<Vec<T>, DeskError> {
    let mut all = Vec::new();
    for customer in file.all() {
        all.extend(reading.rows::<T>(&keys::all_of_customer(customer.id.as_str(), kind), Way::Down, OLD_MAX)?);
    }
    Ok(all)
}

/// Visits of a customer before `before`, the newest first.
pub fn older_of_customer(
    reading: &Reading<'_>,
    id: &CustomerId,
    before: &OrderId,
    limit: usize,
) -> Result<Vec<PersonVisit>, DeskError> {
    match file::customer(reading, id)? {
        Some(file) => visits_of(reading, &file, Some(before), limit),
        None => Ok(Vec::new()),
    }
}

fn visits_of(
    reading: &Reading<'_>,
    file: &CustomerFile,
    before: Option<&OrderId>,
    limit: usize,
) -> Result<Vec<PersonVisit>, DeskError> {
    let mut all: Vec<CustomerVisit> = Vec::new();
    for id in file.all().map(|customer| customer.id.as_str()) {
        let prefix = keys::all_of_customer(id, Entry::Visit);
        all.extend(match before {
            Some(before) => {
                reading.rows_before(&prefix, &keys::of_customer(id, Entry::Visit, before.as_str()), limit)?
            }
            None => reading.rows::<CustomerVisit>(&prefix, Way::Down, limit)?,
        });
    }
    all.sort_by(|a, b| b.visit.order.cmp(&a.visit.order));
    all.truncate(limit);
    let with_plate = |row: CustomerVisit| {
        let plate = pages::car(reading, &row.vehicle)?.plate;
        Ok(PersonVisit { plate, visit: row.visit })
    };
    all.into_iter().map(with_plate).collect()
}

/// Who read a customer's file, the newest first, on so many days at most.
pub fn reads(reading: &Reading<'_>, id: &CustomerId, days: usize) -> Result<Vec<Read>, DeskError> {
    let Some(file) = file::customer(reading, id)? else { return Ok(Vec::new()) };
    let mut all: Vec<Read> = Vec::new();
    for customer in file.all() {
        let prefix = keys::all_of_customer(customer.id.as_str(), Entry::Reads);
        all.extend(reading.rows::<Vec<Read>>(&prefix, Way::Down, days)?.into_iter().flatten());
    }
    all.sort_by_key(|read| std::cmp::Reverse(read.at));
    Ok(all)
}

fn complaints_of(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<ComplaintRow>, DeskError> {
    let mut rows = Vec::new();
    for id in entries::<ComplaintId>(reading, file, Entry::Complaint)? {
        let record = reading.record(&Key::Complaint(id))?;
        if let Some(complaint) = record.as_deref().and_then(Record::as_complaint) {
            rows.push(pages::complaint_row(reading, complaint, &[])?);
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.spoke));
    Ok(rows)
}

/// What they said that is no complaint; what became one stands with those.
fn feedback_of(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<FeedbackRow>, DeskError> {
    let mut rows = feedback::read(reading, entries::<FeedbackId>(reading, file, Entry::Feedback)?)?;
    rows.retain(|row| !row.turned);
    rows.sort_by_key(|row| std::cmp::Reverse(row.spoke));
    Ok(rows)
}

fn opinions_of(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<OpinionRow>, DeskError> {
    let mut rows: Vec<OpinionRow> = entries(reading, file, Entry::Opinion)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    Ok(rows)
}

/// The customer's own requirements and those of their cars: those that stand first.
fn requirements_of(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<RequirementRow>, DeskError> {
    let mut standing: Vec<RequirementId> = file.standing().cloned().collect();
    let mut ended: Vec<RequirementId> = file.all().flat_map(|customer| &customer.ended).cloned().collect();
    for id in file.vehicles() {
        let Some(car) = file::vehicle(reading, id)? else { continue };
        standing.extend(car.standing().cloned());
        ended.extend(car.all().flat_map(|vehicle| &vehicle.ended).cloned());
    }
    let mut rows: Vec<RequirementRow> = Vec::new();
    for id in standing.into_iter().chain(ended) {
        let record = reading.record(&Key::Requirement(id))?;
        let Some(found) = record.as_deref().and_then(Record::as_requirement) else { continue };
        if !rows.iter().any(|row| row.requirement == found.id) {
            rows.push(requirement_row(reading, found)?);
        }
    }
    Ok(rows)
}

fn merged_customers(file: &CustomerFile) -> Vec<MergedRow> {
    let row =
        |c: &crate::domain::customer::Customer| merged_row(c.id.to_string(), text(Some(&c.name)), c.merged.as_ref());
    file.all().filter_map(row).collect()
}

/// Other vehicles that may be the same as this one.
pub fn like_vehicle(reading: &Reading<'_>, id: &VehicleId) -> Result<Vec<AlikeRow>, DeskError> {
    file::vehicle(reading, id)?.map_or(Ok(Vec::new()), |file| alike_vehicles(reading, &file))
}

/// Other customers who may be the same as this one.
pub fn like_customer(reading: &Reading<'_>, id: Option<&CustomerId>) -> Result<Vec<AlikeRow>, DeskError> {
    let file = id.map(|id| file::customer(reading, id)).transpose()?.flatten();
    file.map_or(Ok(Vec::new()), |file| alike_customers(reading, &file))
}

/// Other customers with the same phone.
fn alike_customers(reading: &Reading<'_>, file: &CustomerFile) -> Result<Vec<AlikeRow>, DeskError> {
    let mut rows: Vec<AlikeRow> = Vec::new();
    for phone in file.phones() {
        let record = reading.record(&Key::Phone(phone.to_string()))?;
        let Some(Record::Phone(owners)) = record.as_deref() else { continue };
        for owner in owners {
            let other = pages::person(reading, Some(owner))?;
            let Some(id) = other.id.filter(|id| *id != file.kept().id) else { continue };
            let id = id.to_string();
            if !rows.iter().any(|row| row.id == id) {
                rows.push(AlikeRow { id, label: other.name, by: phone.to_string() });
            }
        }
    }
    Ok(rows)
}

/// The special requirements that stand over a car, a customer, or both.
fn over(
    reading: &Reading<'_>,
    vehicle: Option<&VehicleId>,
    customer: Option<&CustomerId>,
) -> Result<Vec<RequirementRow>, DeskError> {
    let standing = requirement::of(reading, vehicle, customer)?;
    standing.iter().filter_map(|r| r.as_requirement()).map(|r| requirement_row(reading, r)).collect()
}

/// The special requirements that stand over a visit, with their ticks. Of a visit that is over only what was ticked.
pub fn over_order(reading: &Reading<'_>, order: &Order) -> Result<Vec<RequirementRow>, DeskError> {
    let mut rows = if order.stage.in_shop() {
        over(reading, Some(&order.vehicle), order.customer.as_ref())?
    } else {
        let ticked = order.ticks.iter().map(|tick| reading.record(&Key::Requirement(tick.requirement.clone())));
        let records = ticked.collect::<Result<Vec<_>, _>>()?;
        let found = records.iter().flatten().filter_map(|record| record.as_requirement());
        found.map(|found| requirement_row(reading, found)).collect::<Result<_, _>>()?
    };
    for row in &mut rows {
        let tick = order.ticks.iter().find(|tick| tick.requirement == row.requirement);
        row.ticked = tick.map(|tick| (tick.by.clone(), tick.at));
    }
    Ok(rows)
}

/// Facts as the shop's files stand now. Those of a merged customer name the file that is kept, so that one person counts
/// once, and every one names its customer's segment. Facts are stored without either: both may change later, and the
/// index must not depend on when.
pub fn facts_of_kept(reading: &Reading<'_>, texts: Vec<String>) -> Result<Vec<String>, DeskError> {
    let mut known: HashMap<CustomerId, String> = HashMap::new();
    let mut facts = Vec::with_capacity(texts.len());
    for text in texts {
        let Some(id) = customer_of(&text).map(CustomerId::new) else {
            facts.push(text);
            continue;
        };
        if !known.contains_key(&id) {
            known.insert(id.clone(), named_with_segment(reading, &id)?);
        }
        facts.push(text.replacen(&format!("\"customer\":\"{id}\""), &known[&id], 1));
    }
    Ok(facts)
}

/// The customer that a fact names.
fn customer_of(fact: &str) -> Option<&str> {
    fact.split_once("\"customer\":\"")?.1.split('"').next()
}

/// How facts name a customer: by the file that is kept, with its segment.
fn named_with_segment(reading: &Reading<'_>, id: &CustomerId) -> Result<String, DeskError> {
    let Some(file) = file::customer(reading, id)? else { return Ok(format!("\"customer\":\"{id}\"")) };
    let kept = file.kept();
    let segment = if kept.segment == Segment::Key { "key" } else { "general" };
    Ok(format!("\"customer\":\"{}\",\"segment\":\"{segment}\"", kept.id))
}

fn requirement_row(reading: &Reading<'_>, found: &Requirement) -> Result<RequirementRow, DeskError> {
    let plate = match &found.vehicle {
        Some(vehicle) => pages::car(reading, vehicle)?.plate,
        None => String::new(),
    };
    Ok(RequirementRow {
        requirement: found.id.clone(),
        version: found.marks.version(),
        text: text(Some(&found.text)),
        plate,
        department: found.department.clone().unwrap_or_default(),
        by: found.identified_by.clone(),
        at: found.identified,
        reviews: found.reviews.clone(),
        ended: found.ended.as_ref().map(|ended| (ended.at, ended.reason.clone())),
        ticked: None,
    })
}
