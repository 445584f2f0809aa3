//! Folding: what an event does to each record it touches. The only way that state changes, live and at a rebuild.
//!
//! A fold reads no configuration, no clock and no other record. A history that does not fit is an error, never a
//! panic: it means that the journal is not what this program wrote.

use super::campaign::start::CampaignStarted;
use super::event::{Event, Meta};
use super::marks::Mark;
use super::order::quote::TakenFrom;
use super::order::{Did, Order, receive};
use super::records::{Key, Record};
use super::{CustomerId, Personal, RequirementId};

/// An event that does not fit the record it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHistory {
    /// The event's kind.
    pub kind: &'static str,
    /// The record.
    pub key: Key,
}

/// The records that `event` touches.
pub fn touches(event: &Event) -> Vec<Key> {
    use Event as E;
    let order = |id: &super::OrderId| vec![Key::Order(id.clone())];
    let job =
        |id: &super::OrderId, technician: &super::StaffId| vec![Key::Order(id.clone()), Key::Staff(technician.clone())];
    match event {
        E::ShopNamed(_) | E::ConfigAdopted(_) => vec![Key::Shop],
        E::PersonErased(e) => vec![Key::Customer(e.customer.clone())],
        E::StaffAdded(e) => {
            let users = e.uid.into_iter().chain(e.uid_before).map(Key::User);
            std::iter::once(Key::Staff(e.staff.clone())).chain(users).collect()
        }
        E::KeyAdded(e) => vec![Key::Staff(e.staff.clone()), Key::Login(e.key.key.clone())],
        E::KeyDropped(e) => vec![Key::Staff(e.staff.clone()), Key::Login(e.key.clone())],
        E::PinSet(e) => vec![Key::Staff(e.staff.clone())],
        E::CustomerAdded(e) => {
            let mut keys = vec![Key::Customer(e.customer.clone()), Key::counter_of(e.customer.as_str())];
            keys.extend(e.phones.iter().filter_map(phone_key));
            keys
        }
        E::CustomerChanged(e) => {
            let mut keys = vec![Key::Customer(e.customer.clone())];
            keys.extend(e.phone.iter().chain(&e.phone_before).filter_map(phone_key));
            keys
        }
        E::CustomerRead(e) => vec![e.key()],
        E::VehicleAdded(e) => {
            let mut keys = vec![Key::Vehicle(e.vehicle.clone()), Key::counter_of(e.vehicle.as_str())];
            keys.extend(plate_key(&e.plate));
            keys
        }
        E::VehicleChanged(e) => {
            let mut keys = vec![Key::Vehicle(e.vehicle.clone())];
            keys.extend(e.plate.iter().chain(&e.plate_before).filter_map(plate_key));
            keys
        }
        E::OwnerLinked(e) => {
            let mut keys = vec![Key::Vehicle(e.vehicle.clone()), Key::Customer(e.customer.clone())];
            keys.extend(e.before.clone().map(Key::Customer));
            keys
        }
        E::CustomersMerged(e) => vec![Key::Customer(e.merged.clone()), Key::Customer(e.into.clone())],
        E::CustomersUnmerged(e) => vec![Key::Customer(e.merged.clone()), Key::Customer(e.from.clone())],
        E::VehiclesMerged(e) => vec![Key::Vehicle(e.merged.clone()), Key::Vehicle(e.into.clone())],
        E::VehiclesUnmerged(e) => vec![Key::Vehicle(e.merged.clone()), Key::Vehicle(e.from.clone())],
        E::RequirementNoted(e) => {
            let mut keys = vec![Key::Requirement(e.requirement.clone()), Key::counter_of(e.requirement.as_str())];
            keys.extend(e.customer.clone().map(Key::Customer));
            keys.extend(e.kept_with_vehicle().cloned().map(Key::Vehicle));
            keys
        }
        E::RequirementReviewed(e) => vec![Key::Requirement(e.requirement.clone())],
        E::RequirementEnded(e) => {
            let mut keys = vec![Key::Requirement(e.requirement.clone())];
            keys.extend(e.customer.clone().map(Key::Customer));
            keys.extend(e.vehicle.clone().map(Key::Vehicle));
            keys
        }
        E::RequirementTicked(e) => order(&e.order),
        E::MileageRead(e) => vec![Key::Vehicle(e.vehicle.clone())],
        E::OrderReceived(e) => receive::touches(e),
        E::CustomerNamed(e) => {
            let mut keys = vec![Key::Order(e.order.clone()), Key::Customer(e.customer.clone())];
            keys.extend(e.before.clone().map(Key::Customer));
            keys
        }
        E::WorkStarted(e) => job(&e.order, &e.technician),
        E::WorkStopped(e) => job(&e.order, &e.technician),
        E::WorkFinished(e) => job(&e.order, &e.technician),
        E::HandedOver(e) => released(&e.order, &e.vehicle, e.customer.as_ref()),
        E::OrderCancelled(e) => released(&e.order, &e.vehicle, e.customer.as_ref()),
        E::IntakeNoted(e) => order(&e.order),
        E::WordsAdded(e) => order(&e.order),
        E::Promised(e) => order(&e.order),
        E::FindingNoted(e) => order(&e.order),
        E::LineWritten(e) => with_earlier(&e.order, e.from.as_ref()),
        E::LineDropped(e) => with_earlier(&e.order, e.from.as_ref()),
        E::LinesDecided(e) => order(&e.order),
        E::PayersSet(e) => order(&e.order),
        E::ClaimNoted(e) => order(&e.order),
        E::EstimateShown(e) => order(&e.order),
        E::ContractReviewed(e) => order(&e.order),
        E::ContractSigned(e) => order(&e.order),
        E::ContractChanged(e) => order(&e.order),
        E::CeilingRaised(e) => order(&e.order),
        E::QualityChecked(e) => order(&e.order),
        E::ReadyTold(e) => order(&e.order),
        E::CarViewed(e) => order(&e.order),
        E::ExitChecked(e) => order(&e.order),
        E::PromisesJudged(e) => order(&e.order),
        E::WorkExplained(e) => order(&e.order),
        E::OrderSigned(e) => order(&e.order),
        E::PaymentTaken(e) => order(&e.order),
        E::OrderMoved(e) => order(&e.order),
        E::OrderUndone(e) => {
            std::iter::once(Key::Order(e.order.clone())).chain(e.technician.clone().map(Key::Staff)).collect()
        }
        E::VisitNoted(e) => order(&e.order),
        E::TripApplied(e) => order(&e.order),
        E::TripAnswered(e) => order(&e.order),
        E::TripBegun(e) => order(&e.order),
        E::CarPlaced(e) => order(&e.order),
        E::ComebackNoted(e) => order(&e.order),
        E::SymptomsNoted(e) => order(&e.order),
        E::ChecklistNoted(e) => order(&e.order),
        E::ChecklistConfirmed(e) => order(&e.order),
        E::PromisesGiven(e) => order(&e.order),
        E::PromisesSigned(e) => order(&e.order),
        E::HandedToWorkshop(e) => order(&e.order),
        E::OrderTakenOver(e) => order(&e.order),
        E::VisitConfirmed(e) => order(&e.order),
        E::FaultNoted(e) => order(&e.order),
        E::PartNeeded(e) => order(&e.order),
        E::PartStamped(e) => order(&e.order),
        E::PartExpected(e) => order(&e.order),
        E::PartCancelled(e) => order(&e.order),
        E::RequestNoted(e) => order(&e.order),
        E::RequestAnswered(e) => order(&e.order),
        E::OnlineTaken(e) => vec![Key::Online(e.online.clone()), Key::counter_of(e.online.as_str())],
        E::OnlineConfirmed(e) => vec![Key::Online(e.online.clone())],
        E::OnlineDiscarded(e) => vec![Key::Online(e.online.clone())],
        E::CallPlanned(e) => {
            let mut keys = vec![Key::Call(e.call.clone()), Key::counter_of(e.call.as_str())];
            keys.extend(e.customer.clone().map(Key::Customer));
            keys.extend(e.capa.clone().map(Key::Capa));
            keys
        }
        E::CallAttempted(e) => {
            let is_over = e.state != super::call::State::Open;
            of_call(&e.call, e.customer.as_ref().filter(|_| is_over))
        }
        E::CallAnswered(e) => of_call(&e.call, e.customer.as_ref()),
        E::AttemptTakenBack(e) => of_call(&e.call, None),
        E::CallExpired(e) => of_call(&e.call, e.customer.as_ref()),
        E::OptedOut(e) => {
            std::iter::once(Key::Customer(e.customer.clone())).chain(e.calls.iter().cloned().map(Key::Call)).collect()
        }
        E::OptedIn(e) => vec![Key::Customer(e.customer.clone())],
        E::ComplaintRaised(e) => {
            let mut keys = vec![Key::Complaint(e.complaint.clone()), Key::counter_of(e.complaint.as_str())];
            keys.extend(e.order.clone().map(Key::Order));
            keys
        }
        E::ComplaintNoted(e) => vec![Key::Complaint(e.complaint.clone())],
        E::CustomerAsked(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintJudged(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintPlanned(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintApproved(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintVerified(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintGivenUp(e) => vec![Key::Complaint(e.complaint.clone())],
        E::ComplaintChanged(e) => vec![Key::Complaint(e.complaint.clone())],
        E::FeedbackNoted(e) => vec![Key::Feedback(e.feedback.clone()), Key::counter_of(e.feedback.as_str())],
        E::FeedbackRead(e) => vec![Key::Feedback(e.feedback.clone())],
        E::FeedbackRouted(e) => vec![Key::Feedback(e.feedback.clone())],
        E::FeedbackAnswered(e) => vec![Key::Feedback(e.feedback.clone())],
        E::FeedbackTurned(e) => vec![Key::Feedback(e.feedback.clone())],
        E::CapaOpened(e) => e.touches(),
        E::CapaIssued(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaReassigned(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaPlanned(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaActed(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaVerified(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaTold(e) => vec![Key::Capa(e.capa.clone())],
        E::CapaLinked(e) => vec![Key::Capa(e.capa.clone()), Key::Project(e.from.clone()), Key::Project(e.to.clone())],
        E::CapaClosed(e) => vec![Key::Capa(e.capa.clone()), Key::Project(e.project.clone())],
        E::CapaWithdrawn(e) => vec![Key::Capa(e.capa.clone()), Key::Project(e.project.clone())],
        E::ProjectBegun(e) => e.touches(),
        E::ProjectPlanned(e) => vec![Key::Project(e.project.clone())],
        E::CampaignOpened(e) => {
            let mut keys = vec![Key::Campaign(e.campaign.clone()), Key::counter_of(e.campaign.as_str())];
            keys.extend(e.slot.clone().map(Key::Slot));
            keys
        }
        E::CampaignChanged(e) => vec![Key::Campaign(e.campaign.clone())],
        E::CampaignSigned(e) => vec![Key::Campaign(e.campaign.clone())],
        E::CampaignStarted(e) => vec![Key::Campaign(e.campaign.clone()), CampaignStarted::newest(e.audience)],
        E::FormsIssued(e) => vec![Key::Campaign(e.campaign.clone())],
        E::FormAnswered(e) => vec![Key::Campaign(e.campaign.clone()), Key::Form(e.form.clone())],
        E::CampaignEvaluated(e) => vec![Key::Campaign(e.campaign.clone())],
        E::CampaignReviewed(e) => vec![Key::Campaign(e.campaign.clone())],
        E::CampaignClosed(e) => vec![Key::Campaign(e.campaign.clone())],
        E::CampaignCancelled(e) => vec![Key::Campaign(e.campaign.clone())],
        E::PlanWritten(e) => vec![Key::Plan(e.year)],
        E::SurveyPlanned(e) => vec![Key::Plan(e.year)],
        E::YearApproved(e) => vec![Key::Plan(e.year)],
        E::OutreachNoted(e) => vec![Key::Plan(e.year)],
    }
}

/// A call, and the customer whose file keeps what is to be made.
fn of_call(call: &super::CallId, customer: Option<&CustomerId>) -> Vec<Key> {
    std::iter::once(Key::Call(call.clone())).chain(customer.cloned().map(Key::Customer)).collect()
}

/// The order, and the earlier one that put a line of it off.
fn with_earlier(order: &super::OrderId, from: Option<&TakenFrom>) -> Vec<Key> {
    let earlier = from.filter(|from| from.order != *order).map(|from| Key::Order(from.order.clone()));
    std::iter::once(Key::Order(order.clone())).chain(earlier).collect()
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

/// The order, and what is free again once its car is back with the customer.
fn released(order: &super::OrderId, vehicle: &super::VehicleId, customer: Option<&CustomerId>) -> Vec<Key> {
    let mut keys = vec![Key::Order(order.clone()), Key::Vehicle(vehicle.clone())];
    keys.extend(customer.cloned().map(Key::Customer));
    keys
}

fn phone_key(phone: &Personal) -> Option<Key> {
    phone.text().map(|text| Key::Phone(text.to_string()))
}

fn plate_key(plate: &Personal) -> Option<Key> {
    plate.text().map(|text| Key::Plate(text.to_string()))
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
        (Key::Slot(_), _) => Some(Record::Slot(slot(event)?)),
        (Key::Plate(plate), _) => Some(Record::Plate(wearer(plate, event)?)),
        (Key::User(uid), E::StaffAdded(e)) => Some(Record::User(e.user_of(*uid)?)),
        (Key::Login(_), _) => Some(Record::Login(key_owner(event)?)),
        (Key::Phone(phone), _) => {
            let mut owners = Vec::new();
            phone_owners(&mut owners, phone, event).then_some(Record::Phone(owners))
        }
        (Key::Reads(_), E::CustomerRead(e)) => Some(Record::Reads(e.begin(meta))),
        (Key::Counter(_), _) => Some(Record::Counter(number(event)?)),
        _ => None,
    }
}

/// Writes `event` into a record that exists; false if it does not fit.
fn change(record: &mut Record, key: &Key, event: &Event, meta: &Meta<'_>) -> bool {
    match (record, key) {
        (Record::Shop(shop), _) => change_shop(shop, event, meta),
        (Record::Staff(staff), _) => change_staff(staff, event),
        (Record::Customer(customer), _) => change_customer(customer, event, meta),
        (Record::Vehicle(vehicle), _) => change_vehicle(vehicle, event, meta),
        (Record::Order(order), _) => change_order(order, event, meta),
        (Record::Call(call), _) => change_call(call, event, meta),
        (Record::Complaint(complaint), _) => change_complaint(complaint, event, meta),
        (Record::Feedback(feedback), _) => change_feedback(feedback, event, meta),
        (Record::Capa(capa), _) => change_capa(capa, event, meta),
        (Record::Project(project), _) => project.heed(event, meta),
        (Record::Online(online), _) => change_online(online, event, meta),
        (Record::Requirement(requirement), _) => change_requirement(requirement, event, meta),
        (Record::Campaign(campaign), _) => change_campaign(campaign, event, meta),
        (Record::Form(form), _) => change_form(form, event, meta),
        (Record::Plan(plan), _) => change_plan(plan, event, meta),
        (Record::Slot(taken), _) => slot(event).map(|now| *taken = now).is_some(),
        (Record::Plate(worn), Key::Plate(plate)) => wearer(plate, event).map(|now| *worn = now).is_some(),
        (Record::User(staff), Key::User(uid)) => match event {
            Event::StaffAdded(e) => e.user_of(*uid).map(|now| *staff = now).is_some(),
            _ => false,
        },
        (Record::Login(staff), Key::Login(_)) => key_owner(event).map(|now| *staff = now).is_some(),
        (Record::Phone(owners), Key::Phone(phone)) => phone_owners(owners, phone, event),
        (Record::Reads(reads), _) => match event {
            Event::CustomerRead(e) => {
                e.fold(reads, meta);
                true
            }
            _ => false,
        },
        (Record::Counter(last), _) => number(event).map(|n| *last = (*last).max(n)).is_some(),
        _ => false,
    }
}

/// Whose a key to log in with is after `event`; the outer `None` if the event says nothing of it.
fn key_owner(event: &Event) -> Option<Option<super::StaffId>> {
    match event {
        Event::KeyAdded(e) => Some(Some(e.staff.clone())),
        Event::KeyDropped(_) => Some(None),
        _ => None,
    }
}

fn change_call(call: &mut super::call::Call, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::CallAttempted(e) => e.fold(call, meta),
        Event::CallAnswered(e) => e.fold(call, meta),
        Event::AttemptTakenBack(e) => e.fold(call),
        Event::CallExpired(e) => e.fold(call),
        Event::OptedOut(e) => e.fold_call(call),
        _ => return false,
    }
    true
}

fn change_complaint(complaint: &mut super::complaint::Complaint, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::ComplaintNoted(e) => e.fold(complaint, meta),
        Event::CustomerAsked(e) => e.fold(complaint, meta),
        Event::ComplaintJudged(e) => e.fold(complaint, meta),
        Event::ComplaintPlanned(e) => e.fold(complaint, meta),
        Event::ComplaintApproved(e) => e.fold(complaint, meta),
        Event::ComplaintVerified(e) => e.fold(complaint, meta),
        Event::ComplaintGivenUp(e) => e.fold(complaint, meta),
        Event::ComplaintChanged(e) => e.fold(complaint, meta),
        _ => return false,
    }
    true
}

fn change_feedback(feedback: &mut super::feedback::Feedback, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::FeedbackRead(e) => e.fold(feedback, meta),
        Event::FeedbackRouted(e) => e.fold(feedback, meta),
        Event::FeedbackAnswered(e) => e.fold(feedback, meta),
        Event::FeedbackTurned(e) => e.fold(feedback, meta),
        _ => return false,
    }
    true
}

fn change_capa(capa: &mut super::capa::Capa, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::CapaIssued(e) => e.fold(capa, meta),
        Event::CapaReassigned(e) => e.fold(capa, meta),
        Event::CapaPlanned(e) => e.fold(capa, meta),
        Event::CapaActed(e) => e.fold(capa, meta),
        Event::CapaVerified(e) => e.fold(capa, meta),
        Event::CapaTold(e) => e.fold(capa, meta),
        Event::CapaLinked(e) => e.fold(capa, meta),
        Event::CapaClosed(e) => e.fold(capa, meta),
        Event::CapaWithdrawn(e) => e.fold(capa, meta),
        Event::CallPlanned(e) => capa.call = Some(e.call.clone()),
        _ => return false,
    }
    true
}

fn change_online(online: &mut super::online::Online, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::OnlineConfirmed(e) => e.fold(online, meta),
        Event::OnlineDiscarded(e) => e.fold(online, meta),
        _ => return false,
    }
    true
}

fn change_requirement(requirement: &mut super::requirement::Requirement, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::RequirementReviewed(e) => e.fold(requirement, meta),
        Event::RequirementEnded(e) => e.fold(requirement, meta),
        _ => return false,
    }
    true
}

fn change_campaign(campaign: &mut super::campaign::Campaign, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::CampaignChanged(e) => e.fold(campaign, meta),
        Event::CampaignSigned(e) => e.fold(campaign, meta),
        Event::CampaignStarted(e) => e.fold(campaign, meta),
        Event::FormsIssued(e) => e.fold(campaign, meta),
        Event::FormAnswered(e) => e.fold(campaign, meta),
        Event::CampaignEvaluated(e) => e.fold(campaign, meta),
        Event::CampaignReviewed(e) => e.fold(campaign, meta),
        Event::CampaignClosed(e) => e.fold(campaign, meta),
        Event::CampaignCancelled(e) => e.fold(campaign, meta),
        _ => return false,
    }
    true
}

/// A form that is put right is the form as it was typed last.
fn change_form(form: &mut super::campaign::SurveyForm, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::FormAnswered(e) => {
            let marks = std::mem::take(&mut form.marks);
            *form = super::campaign::SurveyForm { marks, ..e.form(meta) };
        }
        _ => return false,
    }
    true
}

fn change_plan(plan: &mut super::plan::Plan, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::PlanWritten(e) => e.fold(plan, meta),
        Event::SurveyPlanned(e) => e.fold(plan, meta),
        Event::YearApproved(e) => e.fold(plan, meta),
        Event::OutreachNoted(e) => e.fold(plan, meta),
        _ => return false,
    }
    true
}

/// Which campaign a place of the calendar has, or which one of an audience is the newest, after `event`.
fn slot(event: &Event) -> Option<Option<super::CampaignId>> {
    match event {
        Event::CampaignOpened(e) => Some(Some(e.campaign.clone())),
        Event::CampaignStarted(e) => Some(Some(e.campaign.clone())),
        _ => None,
    }
}

/// Keeps what stands and what ended in a file.
fn change_standing(standing: &mut Vec<RequirementId>, ended: &mut Vec<RequirementId>, event: &Event) -> bool {
    match event {
        Event::RequirementNoted(e) => standing.push(e.requirement.clone()),
        Event::RequirementEnded(e) => {
            standing.retain(|id| *id != e.requirement);
            ended.push(e.requirement.clone());
        }
        _ => return false,
    }
    true
}

fn change_shop(shop: &mut super::shop::Shop, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::ShopNamed(e) => e.fold(shop),
        Event::ConfigAdopted(e) => e.fold(shop, meta.seq),
        _ => return false,
    }
    true
}

fn change_staff(staff: &mut super::staff::Staff, event: &Event) -> bool {
    match event {
        Event::StaffAdded(e) => *staff = e.fold(Some(staff.clone())),
        Event::KeyAdded(e) => e.fold(staff),
        Event::KeyDropped(e) => e.fold(staff),
        Event::PinSet(e) => e.fold(staff),
        Event::WorkStarted(e) => staff.busy_with = Some((e.order.clone(), e.line)),
        Event::WorkStopped(_) | Event::WorkFinished(_) => staff.busy_with = None,
        Event::OrderUndone(e) => staff.busy_with = e.job.map(|line| (e.order.clone(), line)),
        _ => return false,
    }
    true
}

fn change_customer(customer: &mut super::customer::Customer, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::CustomerChanged(e) => e.fold(customer),
        Event::PersonErased(e) => e.fold(customer),
        Event::CustomersMerged(e) => e.fold(customer, meta),
        Event::CustomersUnmerged(e) => e.fold(customer),
        Event::OwnerLinked(e) => e.fold_customer(customer),
        Event::OrderReceived(e) => {
            customer.open.push(e.order.clone());
            customer.visits += 1;
            customer.contacted = Some(meta.at);
        }
        Event::CustomerNamed(e) => {
            customer.open.retain(|id| *id != e.order);
            if customer.id == e.customer {
                customer.open.push(e.order.clone());
                customer.visits += 1;
            } else {
                customer.visits = customer.visits.saturating_sub(1);
            }
        }
        Event::HandedOver(e) => {
            customer.open.retain(|id| *id != e.order);
            customer.contacted = Some(meta.at);
        }
        Event::OrderCancelled(e) => customer.open.retain(|id| *id != e.order),
        Event::CallPlanned(e) => customer.calls.push(e.call.clone()),
        Event::CallAttempted(e) => {
            customer.wrong_number |= e.state == super::call::State::WrongNumber;
            customer.calls.retain(|call| *call != e.call);
        }
        Event::CallAnswered(e) => {
            customer.calls.retain(|call| *call != e.call);
            customer.contacted = Some(meta.at);
            if !e.unasked {
                customer.low_score = e.low.then_some(meta.at);
            }
        }
        Event::CallExpired(e) => customer.calls.retain(|call| *call != e.call),
        Event::OptedOut(e) => e.fold(customer, meta),
        Event::OptedIn(e) => e.fold(customer),
        _ => return change_standing(&mut customer.standing, &mut customer.ended, event),
    }
    true
}

fn change_vehicle(vehicle: &mut super::vehicle::Vehicle, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::VehicleChanged(e) => e.fold(vehicle, meta),
        Event::OwnerLinked(e) => e.fold_vehicle(vehicle),
        Event::VehiclesMerged(e) => e.fold(vehicle, meta),
        Event::VehiclesUnmerged(e) => e.fold(vehicle),
        Event::MileageRead(e) => e.fold(vehicle, meta),
        Event::OrderReceived(e) => {
            vehicle.open.push(e.order.clone());
            vehicle.visits += 1;
        }
        Event::HandedOver(e) => vehicle.open.retain(|id| *id != e.order),
        Event::OrderCancelled(e) => vehicle.open.retain(|id| *id != e.order),
        _ => return change_standing(&mut vehicle.standing, &mut vehicle.ended, event),
    }
    true
}

fn change_order(order: &mut Order, event: &Event, meta: &Meta<'_>) -> bool {
    use Event as E;
    match event {
        E::IntakeNoted(e) => e.fold(order, meta),
        E::WordsAdded(e) => e.fold(order, meta),
        E::CustomerNamed(e) => e.fold(order),
        E::Promised(e) => e.fold(order, meta),
        E::FindingNoted(e) => e.fold(order, meta),
        E::LineWritten(e) => e.fold(order, meta),
        E::LineDropped(e) => e.fold(order, meta),
        E::LinesDecided(e) => e.fold(order, meta),
        E::PayersSet(e) => e.fold(order),
        E::ClaimNoted(e) => e.fold(order, meta),
        E::WorkStarted(e) => e.fold(order, meta),
        E::WorkStopped(e) => e.fold(order, meta),
        E::WorkFinished(e) => e.fold(order, meta),
        E::EstimateShown(e) => e.fold(order, meta),
        E::ContractReviewed(e) => e.fold(order, meta),
        E::ContractSigned(e) => e.fold(order, meta),
        E::ContractChanged(e) => e.fold(order, meta),
        E::CeilingRaised(e) => e.fold(order, meta),
        E::QualityChecked(e) => e.fold(order, meta),
        E::ReadyTold(e) => e.fold(order, meta),
        E::CarViewed(e) => e.fold(order, meta),
        E::ExitChecked(e) => e.fold(order, meta),
        E::PromisesJudged(e) => e.fold(order, meta),
        E::RequirementTicked(e) => e.fold(order, meta),
        E::WorkExplained(e) => e.fold(order, meta),
        E::OrderSigned(e) => e.fold(order, meta),
        E::PaymentTaken(e) => e.fold(order, meta),
        E::HandedOver(e) => e.fold(order, meta),
        E::OrderMoved(e) => e.fold(order, meta),
        E::OrderUndone(e) => return e.fold(order, meta),
        E::VisitNoted(e) => e.fold(order, meta),
        E::TripApplied(e) => e.fold(order, meta),
        E::TripAnswered(e) => e.fold(order, meta),
        E::TripBegun(e) => e.fold(order),
        E::CarPlaced(e) => e.fold(order),
        E::ComebackNoted(e) => e.fold(order),
        E::SymptomsNoted(e) => e.fold(order),
        E::ChecklistNoted(e) => e.fold(order, meta),
        E::ChecklistConfirmed(e) => e.fold(order, meta),
        E::PromisesGiven(e) => e.fold(order, meta),
        E::PromisesSigned(e) => e.fold(order, meta),
        E::HandedToWorkshop(e) => e.fold(order, meta),
        E::OrderTakenOver(e) => e.fold(order, meta),
        E::VisitConfirmed(e) => e.fold(order, meta),
        E::FaultNoted(e) => e.fold(order, meta),
        E::PartNeeded(e) => e.fold(order, meta),
        E::PartStamped(e) => e.fold(order, meta),
        E::PartExpected(e) => e.fold(order, meta),
        E::PartCancelled(e) => e.fold(order, meta),
        E::RequestNoted(e) => e.fold(order, meta),
        E::RequestAnswered(e) => e.fold(order, meta),
        E::OrderCancelled(e) => e.fold(order),
        E::ComplaintRaised(e) => order.complaints.push(e.complaint.clone()),
        _ => return false,
    }
    true
}

/// Which vehicle wears `plate` after `event`; the outer `None` if the event says nothing of it.
fn wearer(plate: &str, event: &Event) -> Option<Option<super::VehicleId>> {
    match event {
        Event::VehicleAdded(e) => Some(Some(e.vehicle.clone())),
        Event::VehicleChanged(e) if e.plate.as_ref().and_then(Personal::text) == Some(plate) => {
            Some(Some(e.vehicle.clone()))
        }
        Event::VehicleChanged(_) => Some(None),
        _ => None,
    }
}

fn phone_owners(owners: &mut Vec<CustomerId>, phone: &str, event: &Event) -> bool {
    let (customer, has_it) = match event {
        Event::CustomerAdded(e) => (&e.customer, true),
        Event::CustomerChanged(e) => (&e.customer, e.phone.as_ref().and_then(Personal::text) == Some(phone)),
        _ => return false,
    };
    owners.retain(|id| id != customer);
    if has_it {
        owners.push(customer.clone());
    }
    true
}

/// The number that `event` takes from its series.
fn number(event: &Event) -> Option<u32> {
    let id = match event {
        Event::CustomerAdded(e) => e.customer.as_str(),
        Event::VehicleAdded(e) => e.vehicle.as_str(),
        Event::RequirementNoted(e) => e.requirement.as_str(),
        Event::OrderReceived(e) => e.order.as_str(),
        Event::OnlineTaken(e) => e.online.as_str(),
        Event::CallPlanned(e) => e.call.as_str(),
        Event::ComplaintRaised(e) => e.complaint.as_str(),
        Event::FeedbackNoted(e) => e.feedback.as_str(),
        Event::CapaOpened(e) => e.capa.as_str(),
        Event::ProjectBegun(e) => e.project.as_str(),
        Event::CampaignOpened(e) => e.campaign.as_str(),
        _ => return None,
    };
    id.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
