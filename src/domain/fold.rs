//! Folding: what an event does to each record it touches. The only way that state changes, live and at a rebuild.
//!
//! A fold reads no configuration, no clock and no other record. A history that does not fit is an error, never a
//! panic: it means that the journal is not what this program wrote.

mod change;
mod touches;

pub use touches::touches;

use super::event::{Event, Meta};
use super::marks::Mark;
use super::order::Did;
use super::records::{Key, Record};

/// An event that does not fit the record it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHistory {
    /// The event's kind.
    pub kind: &'static str,
    /// The record.
    pub key: Key,
}

/// True for the order that put a line off: it is only told who took the line over; nothing was done to it.
fn is_earlier(key: &Key, event: &Event) -> bool {
    let from = match event {
        Event::LineWritten(e) => e.from.as_ref(),
        Event::LineDropped(e) => e.from.as_ref(),
        _ => None,
    };
    from.is_some_and(|from| matches!(key, Key::Order(id) if *id == from.order))
}

/// The record under `key` after `event`.
///
/// # Errors
/// The event does not fit the record: [`BadHistory`].
pub fn fold(before: Option<Record>, key: &Key, event: &Event, meta: &Meta<'_>) -> Result<Record, BadHistory> {
    let mut after = match before {
        None => begin(key, event, meta),
        Some(mut record) => {
            if let (Record::Order(order), false) = (&mut record, matches!(event, Event::OrderUndone(_))) {
                order.remember(meta);
            }
            change(&mut record, key, event, meta).then_some(record)
        }
    }
    .ok_or_else(|| BadHistory { kind: event.kind(), key: key.clone() })?;
    if is_earlier(key, event) {
        return Ok(after);
    }
    if let Record::Order(order) = &mut after {
        order.log.push(Did {
            seq: meta.seq,
            at: meta.at,
            by: meta.by.clone(),
            kind: event.kind().to_string(),
            detail: event.detail(),
            doer: event.doer().cloned(),
            note: event.note().unwrap_or_default(),
        });
        if !order.stage.in_shop() {
            order.earlier = None;
        }
    }
    if let Some(marks) = after.marks_mut() {
        for group in event.groups() {
            marks.set(group, Mark { seq: meta.seq, by: meta.by.clone(), at: meta.at });
        }
    }
    Ok(after)
}

/// A record that begins with `event`; `None` if no record can.
fn begin(key: &Key, event: &Event, meta: &Meta<'_>) -> Option<Record> {
    use Event as E;
    match (key, event) {
        (Key::Shop, E::ShopNamed(_) | E::ConfigAdopted(_)) => {
            let mut record = Record::Shop(Default::default());
            change(&mut record, key, event, meta).then_some(record)
        }
        (Key::Staff(_), E::StaffAdded(e)) => Some(Record::Staff(e.fold(None))),
        (Key::Customer(_), E::CustomerAdded(e)) => Some(Record::Customer(e.begin())),
        (Key::Vehicle(_), E::VehicleAdded(e)) => Some(Record::Vehicle(e.begin(meta))),
        (Key::Order(_), E::OrderReceived(e)) => Some(Record::Order(Box::new(e.begin(meta)))),
        (Key::Call(_), E::CallPlanned(e)) => Some(Record::Call(Box::new(e.begin(meta)))),
        (Key::Complaint(_), E::ComplaintRaised(e)) => Some(Record::Complaint(Box::new(e.begin(meta)))),
        (Key::Feedback(_), E::FeedbackNoted(e)) => Some(Record::Feedback(Box::new(e.begin(meta)))),
        (Key::Capa(_), E::CapaOpened(e)) => Some(Record::Capa(Box::new(e.begin(meta)))),
        (Key::Project(_), E::ProjectBegun(e)) => Some(Record::Project(Box::new(e.begin(meta)))),
        (Key::Once(_), E::CapaOpened(e)) => Some(Record::Once(e.capa.to_string())),
        (Key::Once(_), E::ProjectBegun(e)) => Some(Record::Once(e.project.to_string())),
        (Key::Online(_), E::OnlineTaken(e)) => Some(Record::Online(Box::new(e.begin(meta)))),
        (Key::Requirement(_), E::RequirementNoted(e)) => Some(Record::Requirement(Box::new(e.begin()))),
        (Key::Campaign(_), E::CampaignOpened(e)) => Some(Record::Campaign(Box::new(e.begin(meta)))),
        (Key::Form(_), E::FormAnswered(e)) => Some(Record::Form(Box::new(e.form(meta)))),
        (Key::Plan(_), E::PlanWritten(e)) => Some(Record::Plan(Box::new(e.begin(meta)))),
        (Key::Slot(_), _) => Some(Record::Slot(change::slot(event)?)),
        (Key::Plate(plate), _) => Some(Record::Plate(change::wearer(plate, event)?)),
        (Key::User(uid), E::StaffAdded(e)) => Some(Record::User(e.user_of(*uid)?)),
        (Key::Login(_), _) => Some(Record::Login(change::key_owner(event)?)),
        (Key::Phone(phone), _) => {
            let mut owners = Vec::new();
            change::phone_owners(&mut owners, phone, event).then_some(Record::Phone(owners))
        }
        (Key::Reads(_), E::CustomerRead(e)) => Some(Record::Reads(e.begin(meta))),
        (Key::Counter(_), _) => Some(Record::Counter(change::number(event)?)),
        _ => None,
    }
}

/// Writes `event` into a record that exists; false if it does not fit.
fn change(record: &mut Record, key: &Key, event: &Event, meta: &Meta<'_>) -> bool {
    match (record, key) {
        (Record::Shop(shop), _) => change::shop(shop, event, meta),
        (Record::Staff(staff), _) => change::staff(staff, event),
        (Record::Customer(customer), _) => change::customer(customer, event, meta),
        (Record::Vehicle(vehicle), _) => change::vehicle(vehicle, event, meta),
        (Record::Order(order), _) => change::order(order, event, meta),
        (Record::Call(call), _) => change::call(call, event, meta),
        (Record::Complaint(complaint), _) => change::complaint(complaint, event, meta),
        (Record::Feedback(feedback), _) => change::feedback(feedback, event, meta),
        (Record::Capa(capa), _) => change::capa(capa, event, meta),
        (Record::Project(project), _) => project.heed(event, meta),
        (Record::Online(online), _) => change::online(online, event, meta),
        (Record::Requirement(requirement), _) => change::requirement(requirement, event, meta),
        (Record::Campaign(campaign), _) => change::campaign(campaign, event, meta),
        (Record::Form(form), _) => change::form(form, event, meta),
        (Record::Plan(plan), _) => change::plan(plan, event, meta),
        (Record::Slot(taken), _) => change::slot(event).map(|now| *taken = now).is_some(),
        (Record::Plate(worn), Key::Plate(plate)) => change::wearer(plate, event).map(|now| *worn = now).is_some(),
        (Record::User(staff), Key::User(uid)) => match event {
            Event::StaffAdded(e) => e.user_of(*uid).map(|now| *staff = now).is_some(),
            _ => false,
        },
        (Record::Login(staff), Key::Login(_)) => change::key_owner(event).map(|now| *staff = now).is_some(),
        (Record::Phone(owners), Key::Phone(phone)) => change::phone_owners(owners, phone, event),
        (Record::Reads(reads), _) => match event {
            Event::CustomerRead(e) => {
                e.fold(reads, meta);
                true
            }
            _ => false,
        },
        (Record::Counter(last), _) => change::number(event).map(|n| *last = (*last).max(n)).is_some(),
        _ => false,
    }
}
