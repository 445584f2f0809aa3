//! What the caller sees: the list with the day's plan, one call, the next call, and whom else one might call.
//!
//! The list and the next call are read from the order in which live memory keeps the calls; neither looks at all of them.

use super::error::DeskError;
use super::files;
use super::lease::HeldRow;
use super::pages::{OLD_MAX, car, person};
use super::rows::{
    COUNT_MAX, CallPage, CallRow, CallsDay, CallsPage, CallsPlan, NextCall, OfKind, Planned, Since, WHOM_MAX, WhomRow,
};
use super::{Desk, Envelope, Query, Session};
use crate::domain::call::attempt::Outcome;
use crate::domain::call::ended::ExpireCall;
use crate::domain::call::{Call, Rank};
use crate::domain::customer::contact::{CONTACTS, Contact};
use crate::domain::order::Order;
use crate::domain::order::quote::{Decision, Line};
use crate::domain::rules::{CallRules, Rules};
use crate::domain::{CallId, Command, CustomerId, Key, Record, StaffId, Stamp, VehicleId, file};
use crate::store::called::{AttemptRow, CallRow as DoneCall};
use crate::store::keys;
use crate::store::reading::{Reading, Way};
use crate::store::rows::DeferredRow;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the call list at most: a caller works from the top.
const ROWS_MAX: usize = 200;
/// Files that are looked at to find so many customers or cars, at most.
const LOOKED_AT_MAX: usize = 2_000;

/// How many calls are due by now.
pub fn count_due(reading: &Reading<'_>, now: Stamp) -> usize {
    reading.live.calls_due(now, now).take(COUNT_MAX).count()
}

/// Calls to be made: those that are due, the first to be made on top, then the others by the time when they are.
pub fn list(reading: &Reading<'_>, rules: &Rules, who: &StaffId, now: Stamp) -> Result<CallsPage, DeskError> {
    let mut open: Vec<&Call> = reading.live.calls_due(now, now).take(ROWS_MAX).collect();
    open.extend(reading.live.calls_later(now, ROWS_MAX - open.len()));
    let rows = open.into_iter().map(|call| row(reading, call)).collect::<Result<_, _>>()?;
    let (day, plan) = (today(reading, who, now)?, plan(reading, rules, now)?);
    Ok(CallsPage { rows, day, plan })
}

/// So many of the calls that are due are looked through for one about somebody else's visit.
const NEUTRAL_AMONG: usize = 200;

/// The call to make next: the first that is due and that nobody else holds, leaving one out. Nobody asks customers what they
/// think of oneself while there is another call to make (feature 47).
pub fn next(
    reading: &Reading<'_>,
    but: Option<&CallId>,
    held: &[HeldRow],
    who: &StaffId,
    now: Stamp,
) -> Result<NextCall, DeskError> {
    let taken = |call: &Call| held.iter().any(|row| matches!(&row.key, Key::Call(id) if *id == call.id));
    let due = || reading.live.calls_due(now, now).filter(|call| Some(&call.id) != but && !taken(call));
    let mut neutral = due().take(NEUTRAL_AMONG).filter(|call| call.advisor.as_ref() != Some(who));
    let call = neutral.next().or_else(|| due().next()).map(|call| call.id.clone());
    Ok(NextCall { call, day: today(reading, who, now)? })
}

/// The call that somebody attempted last today.
pub fn last_attempt(reading: &Reading<'_>, who: &StaffId, now: Stamp) -> Result<Option<CallId>, DeskError> {
    let rows: Vec<AttemptRow> = reading.rows(&keys::attempts_on(now.day()), Way::Up, usize::MAX)?;
    let last = rows.into_iter().filter(|row| row.by == *who).max_by_key(|row| row.at);
    Ok(last.map(|row| row.call))
}

/// How the day goes so far.
fn today(reading: &Reading<'_>, who: &StaffId, now: Stamp) -> Result<CallsDay, DeskError> {
    let over: Vec<DoneCall> = reading.rows(&keys::calls_on(now.day()), Way::Up, usize::MAX)?;
    let attempts: Vec<AttemptRow> = reading.rows(&keys::attempts_on(now.day()), Way::Up, usize::MAX)?;
    Ok(CallsDay {
        due: count_due(reading, now),
        done: over.iter().filter(|row| !row.expired).count(),
        attempts: attempts.len(),
        reached: attempts.iter().filter(|row| row.outcome == Outcome::Reached).count(),
        mine: attempts.iter().filter(|row| row.by == *who).count(),
    })
}

/// Whom to call and how many, against what was done (K3): today, and from Monday to Sunday.
fn plan(reading: &Reading<'_>, rules: &Rules, now: Stamp) -> Result<CallsPlan, DeskError> {
    let monday = now.day() - Days::new(u64::from(now.day().weekday().num_days_from_monday()));
    let days = |from: NaiveDate, until: NaiveDate| -> Result<Vec<AttemptRow>, DeskError> {
        Ok(reading.rows_between(&keys::attempts_on(from), &keys::attempts_on(until))?)
    };
    let (tomorrow, next_monday) = (now.day() + Days::new(1), monday + Days::new(7));
    let week = days(monday, next_monday)?;
    let over: Vec<DoneCall> = reading.rows_between(&keys::calls_on(monday), &keys::calls_on(next_monday))?;
    let until = |day: NaiveDate| Stamp::at(day, Default::default(), rules.zone);
    let today = planned(reading, &days(now.day(), tomorrow)?, until(tomorrow), now);
    let week = planned(reading, &week, until(next_monday), now);
    Ok(CallsPlan { today, week, given_up: over.iter().filter(|row| row.expired).count() })
}

/// Calls that were attempted, and those that are due before `until` and were not.
fn planned(reading: &Reading<'_>, attempts: &[AttemptRow], until: Stamp, now: Stamp) -> Planned {
    let mut of: BTreeMap<(bool, Contact), (BTreeSet<&CallId>, usize)> = BTreeMap::new();
    for row in attempts {
        of.entry((row.at_risk, row.kind)).or_default().0.insert(&row.call);
    }
    for call in reading.live.calls_due(until.plus_minutes(-1), now).take(COUNT_MAX) {
        let (done, left) = of.entry((!call.risk.is_empty(), call.kind)).or_default();
        *left += usize::from(!done.contains(&call.id));
    }
    let sum = |which: &dyn Fn(bool, Contact) -> bool| {
        let of = of.iter().filter(|((risk, kind), _)| which(*risk, *kind)).map(|(_, (done, left))| (done.len(), *left));
        of.fold((0, 0), |(done, all), (d, left)| (done + d, all + d + left))
    };
    let kinds = CONTACTS.into_iter().map(|kind| OfKind { kind, count: sum(&|_, of| of == kind) });
    Planned {
        all: sum(&|_, _| true),
        at_risk: sum(&|risk, _| risk),
        kinds: kinds.filter(|of| of.count.1 > 0).collect(),
    }
}

fn row(reading: &Reading<'_>, call: &Call) -> Result<CallRow, DeskError> {
    let owner = person(reading, call.customer.as_ref())?;
    let car = call.vehicle.as_ref().map(|id| car(reading, id)).transpose()?.unwrap_or_default();
    Ok(CallRow {
        call: call.id.clone(),
        version: call.marks.version(),
        kind: call.kind,
        order: call.order.clone(),
        customer: call.customer.clone(),
        vehicle: call.vehicle.clone(),
        name: owner.name,
        phone: owner.phone,
        plate: car.plate,
        model: car.model,
        planned: call.planned,
        due: call.due,
        risk: call.risk.clone(),
        appointed: call.rank() == Rank::Appointed,
        attempts: call.attempts.len(),
        last: call.last_outcome(),
    })
}

/// One call, with what to talk about.
pub fn one(reading: &Reading<'_>, call: &Call, rules: &CallRules) -> Result<CallPage, DeskError> {
    let owner = person(reading, call.customer.as_ref())?;
    let car = call.vehicle.as_ref().map(|id| car(reading, id)).transpose()?.unwrap_or_default();
    let record = call.order.as_ref().map(|id| reading.record(&Key::Order(id.clone()))).transpose()?.flatten();
    let order = record.as_deref().and_then(Record::as_order);
    let accepted = |line: &&Line| line.decision() == Decision::Accepted;
    let labels = |label: fn(&Line) -> &str| {
        let lines = order.map(|order| order.lines.iter().filter(accepted));
        lines.map(|lines| lines.map(|line| label(line).to_string()).collect()).unwrap_or_default()
    };
    let put_off = call.vehicle.as_ref().map(|id| put_off(reading, id)).transpose()?.unwrap_or_default();
    let text = |text: &Option<crate::domain::Personal>| {
        text.as_ref().and_then(|text| text.text()).unwrap_or_default().to_string()
    };
    let mut page = CallPage {
        call: call.id.clone(),
        version: call.marks.version(),
        kind: call.kind,
        order: call.order.clone(),
        vehicle: call.vehicle.clone(),
        state: call.state,
        customer: call.customer.clone(),
        name: owner.name,
        phone: owner.phone,
        plate: car.plate,
        model: car.model,
        advisor: call.advisor.clone(),
        technician: call.technician.clone(),
        handed: order.and_then(|order| order.handed.as_ref()).map(|handed| handed.at),
        on_time: order.and_then(Order::kept_promise),
        work: labels(|line| &line.label),
        work_english: labels(|line| line.english.as_ref().map_or(&line.label, |told| &told.label)),
        put_off,
        planned: call.planned,
        due: call.due,
        since: since(call),
        risk: call.risk.clone(),
        tell: text(&call.tell),
        capa: call.capa.clone(),
        note: text(&call.note),
        best_time: call.best_time,
        attempts: call.attempts.clone(),
        attempts_max: rules.attempts_max,
        grades: Default::default(),
        words: String::new(),
        service: service(reading, call)?,
        unsaid: call.unsaid.clone().filter(|_| call.is_open()),
    };
    if let Some(answers) = &call.answers {
        page.answered(answers);
    }
    Ok(page)
}

/// What was put off and not done since: the same work, quoted anew and accepted at a later visit, is put off no more.
fn put_off(reading: &Reading<'_>, vehicle: &VehicleId) -> Result<Vec<DeferredRow>, DeskError> {
    let mut rows = files::put_off(reading, vehicle)?;
    let (Some(first), Some(file)) = (rows.iter().map(|row| row.on).min(), file::vehicle(reading, vehicle)?) else {
        return Ok(rows);
    };
    let visits = files::visits(reading, &file, None, OLD_MAX)?;
    for visit in visits.iter().filter(|visit| visit.received > first) {
        let record = reading.record(&Key::Order(visit.order.clone()))?;
        let lines = record.as_deref().and_then(Record::as_order).map(|order| order.lines.as_slice());
        let same = |row: &DeferredRow, line: &Line| {
            line.label == row.label || !row.job.is_empty() && line.job.as_deref() == Some(&row.job)
        };
        let is_done = |row: &DeferredRow| {
            let mut done = lines.unwrap_or_default().iter().filter(|line| line.decision() == Decision::Accepted);
            visit.received > row.on && done.any(|line| same(row, line))
        };
        rows.retain(|row| !is_done(row));
    }
    Ok(rows)
}

/// When the next service of the car is due that a call reminds of.
fn service(reading: &Reading<'_>, call: &Call) -> Result<Option<NaiveDate>, DeskError> {
    let Some(vehicle) = call.vehicle.as_ref().filter(|_| call.kind == Contact::Reminder) else { return Ok(None) };
    Ok(file::vehicle(reading, vehicle)?.and_then(|car| car.kept().service))
}

/// Why a call is due when it is.
fn since(call: &Call) -> Since {
    match call.last_outcome() {
        Some(Outcome::CallBack) => Since::Asked,
        Some(_) => Since::OtherBand,
        None if !call.risk.is_empty() => Since::Risk,
        None if call.best_time.is_some() => Since::BestTime,
        None => Since::Plan,
    }
}

/// Whom one might call besides: long-term customers without contact for a while (K2), and owners of cars whose service
/// is due (K6). Who does not want that, and who has a car here or a call planned, is not among them.
pub fn whom(reading: &Reading<'_>, rules: &CallRules, now: Stamp) -> Result<Vec<WhomRow>, DeskError> {
    let day = |days: u32| now.day().checked_sub_days(Days::new(u64::from(days))).unwrap_or(now.day());
    let soon = now.day().checked_add_days(Days::new(u64::from(rules.remind_days_before))).unwrap_or(now.day());
    let mut rows = Vec::new();
    let cars: Vec<VehicleId> =
        up_to(reading, keys::service(NaiveDate::MIN, ""), keys::service(soon + Days::new(1), ""))?;
    for vehicle in cars {
        rows.extend(reminded(reading, rules, &vehicle, now)?);
        if rows.len() >= WHOM_MAX {
            break;
        }
    }
    let before = keys::contacted(day(rules.care_after_days), "");
    let customers: Vec<CustomerId> = up_to(reading, keys::contacted(NaiveDate::MIN, ""), before)?;
    let most = rows.len() + WHOM_MAX;
    for customer in customers {
        let listed = rows.iter().any(|row| row.customer == customer);
        rows.extend(cared_for(reading, rules, &customer, now)?.filter(|_| !listed));
        if rows.len() >= most {
            break;
        }
    }
    Ok(rows)
}

fn up_to<T: serde::de::DeserializeOwned>(
    reading: &Reading<'_>,
    low: Vec<u8>,
    high: Vec<u8>,
) -> Result<Vec<T>, DeskError> {
    Ok(reading.first_between(&low, &high, LOOKED_AT_MAX)?)
}

fn reminded(
    reading: &Reading<'_>,
    rules: &CallRules,
    vehicle: &VehicleId,
    now: Stamp,
) -> Result<Option<WhomRow>, DeskError> {
    let Some(car) = file::vehicle(reading, vehicle)? else { return Ok(None) };
    let (Some(due), Some(owner)) = (car.kept().service, car.owner()) else { return Ok(None) };
    let called_from = due.checked_sub_days(Days::new(u64::from(rules.remind_days_before))).unwrap_or(due);
    let row = whom_row(reading, owner, Contact::Reminder, Some((vehicle, due)), now)?;
    // Whoever was here or on the line since then knows.
    Ok(row.filter(|row| car.open().is_none() && row.contacted.is_none_or(|last| last.day() < called_from)))
}

fn cared_for(
    reading: &Reading<'_>,
    rules: &CallRules,
    customer: &CustomerId,
    now: Stamp,
) -> Result<Option<WhomRow>, DeskError> {
    let row = whom_row(reading, customer, Contact::Care, None, now)?;
    Ok(row.filter(|row| row.visits >= rules.care_visits))
}

fn whom_row(
    reading: &Reading<'_>,
    customer: &CustomerId,
    kind: Contact,
    service: Option<(&VehicleId, NaiveDate)>,
    now: Stamp,
) -> Result<Option<WhomRow>, DeskError> {
    let Some(file) = file::customer(reading, customer)? else { return Ok(None) };
    let waits = |id: &CallId| reading.live.call(id).is_some_and(|call| !call.has_expired(now));
    let busy = file.all().any(|one| !one.open.is_empty() || one.calls.iter().any(waits));
    if busy || file.opt_out(kind).is_some() || file.phones().is_empty() {
        return Ok(None);
    }
    let vehicle = service.map(|(id, _)| id).or_else(|| file.vehicles().next()).cloned();
    let car = vehicle.as_ref().map(|id| car(reading, id)).transpose()?.unwrap_or_default();
    Ok(Some(WhomRow {
        kind,
        customer: file.kept().id.clone(),
        name: file.kept().name.or_empty().to_string(),
        phone: file.phones().first().map(|phone| (*phone).to_string()).unwrap_or_default(),
        vehicle,
        plate: car.plate,
        model: car.model,
        visits: file.visits(),
        contacted: file.contacted(),
        service: service.map(|(_, due)| due),
    }))
}

/// Calls that are written down as expired at a time; the rest follows the next time that somebody looks.
const EXPIRED_MAX: usize = 100;

impl Desk {
    /// Has calls whose last day is over written down, when somebody looks at the calls; nobody waits for it. No fold reads a
    /// clock, so somebody has to say so; until then they are left out by whoever reads.
    pub(super) fn note_expired(&self, query: &Query) {
        if !matches!(query, Query::Calls | Query::NextCall { .. } | Query::WhomToCall) {
            return;
        }
        let live = self.store.shelf().live();
        for call in live.calls_expired(self.now()).take(EXPIRED_MAX) {
            let expire = Command::ExpireCall(ExpireCall { call: call.id.clone() });
            // The clerk answers whether anybody listens or not; of two who say so at once, one is refused.
            let _unheard = self.send(&Session::system(), Envelope::new(expire), None);
        }
    }
}
