//! What an event does to a record of each kind; false where it does not fit.

use crate::domain::event::{Event, Meta};
use crate::domain::order::Order;
use crate::domain::{CustomerId, Personal, RequirementId};

pub(super) fn call(call: &mut crate::domain::call::Call, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::CallAttempted(e) => e.fold(call, meta),
        Event::CallAnswered(e) => e.fold(call, meta),
        Event::AttemptTakenBack(e) => e.fold(call),
        Event::CapaOpened(e) => call.opened.push(e.capa.clone()),
        Event::CallExpired(e) => e.fold(call),
        Event::OptedOut(e) => e.fold_call(call),
        _ => return false,
    }
    true
}

pub(super) fn complaint(complaint: &mut crate::domain::complaint::Complaint, event: &Event, meta: &Meta<'_>) -> bool {
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

pub(super) fn feedback(feedback: &mut crate::domain::feedback::Feedback, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::FeedbackRead(e) => e.fold(feedback, meta),
        Event::FeedbackRouted(e) => e.fold(feedback, meta),
        Event::FeedbackAnswered(e) => e.fold(feedback, meta),
        Event::FeedbackTurned(e) => e.fold(feedback, meta),
        _ => return false,
    }
    true
}

pub(super) fn capa(capa: &mut crate::domain::capa::Capa, event: &Event, meta: &Meta<'_>) -> bool {
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

pub(super) fn online(online: &mut crate::domain::online::Online, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::OnlineConfirmed(e) => e.fold(online, meta),
        Event::OnlineDiscarded(e) => e.fold(online, meta),
        _ => return false,
    }
    true
}

pub(super) fn requirement(
    requirement: &mut crate::domain::requirement::Requirement,
    event: &Event,
    meta: &Meta<'_>,
) -> bool {
    match event {
        Event::RequirementReviewed(e) => e.fold(requirement, meta),
        Event::RequirementEnded(e) => e.fold(requirement, meta),
        _ => return false,
    }
    true
}

pub(super) fn campaign(campaign: &mut crate::domain::campaign::Campaign, event: &Event, meta: &Meta<'_>) -> bool {
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
pub(super) fn form(form: &mut crate::domain::campaign::SurveyForm, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::FormAnswered(e) => {
            let marks = std::mem::take(&mut form.marks);
            *form = crate::domain::campaign::SurveyForm { marks, ..e.form(meta) };
        }
        _ => return false,
    }
    true
}

pub(super) fn plan(plan: &mut crate::domain::plan::Plan, event: &Event, meta: &Meta<'_>) -> bool {
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
pub(super) fn slot(event: &Event) -> Option<Option<crate::domain::CampaignId>> {
    match event {
        Event::CampaignOpened(e) => Some(Some(e.campaign.clone())),
        Event::CampaignStarted(e) => Some(Some(e.campaign.clone())),
        _ => None,
    }
}

/// Keeps what stands and what ended in a file.
pub(super) fn standing(standing: &mut Vec<RequirementId>, ended: &mut Vec<RequirementId>, event: &Event) -> bool {
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

pub(super) fn shop(shop: &mut crate::domain::shop::Shop, event: &Event, meta: &Meta<'_>) -> bool {
    match event {
        Event::ShopNamed(e) => e.fold(shop),
        Event::ConfigAdopted(e) => e.fold(shop, meta.seq),
        _ => return false,
    }
    true
}

pub(super) fn staff(staff: &mut crate::domain::staff::Staff, event: &Event) -> bool {
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

pub(super) fn customer(customer: &mut crate::domain::customer::Customer, event: &Event, meta: &Meta<'_>) -> bool {
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
            customer.before_end_of(&e.call, meta);
            customer.wrong_number |= e.state == crate::domain::call::State::WrongNumber;
            customer.calls.retain(|call| *call != e.call);
        }
        Event::CallAnswered(e) => {
            customer.before_end_of(&e.call, meta);
            customer.calls.retain(|call| *call != e.call);
            customer.contacted = Some(meta.at);
            if !e.unasked {
                customer.low_score = e.low.then_some(meta.at);
            }
        }
        Event::AttemptTakenBack(e) => e.fold_customer(customer),
        Event::CallExpired(e) => customer.calls.retain(|call| *call != e.call),
        Event::OptedOut(e) => e.fold(customer, meta),
        Event::OptedIn(e) => e.fold(customer),
        _ => return standing(&mut customer.standing, &mut customer.ended, event),
    }
    true
}

pub(super) fn vehicle(vehicle: &mut crate::domain::vehicle::Vehicle, event: &Event, meta: &Meta<'_>) -> bool {
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
        _ => return standing(&mut vehicle.standing, &mut vehicle.ended, event),
    }
    true
}

pub(super) fn order(order: &mut Order, event: &Event, meta: &Meta<'_>) -> bool {
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
pub(super) fn wearer(plate: &str, event: &Event) -> Option<Option<crate::domain::VehicleId>> {
    match event {
        Event::VehicleAdded(e) => Some(Some(e.vehicle.clone())),
        Event::VehicleChanged(e) if e.plate.as_ref().and_then(Personal::text) == Some(plate) => {
            Some(Some(e.vehicle.clone()))
        }
        Event::VehicleChanged(_) => Some(None),
        _ => None,
    }
}

pub(super) fn phone_owners(owners: &mut Vec<CustomerId>, phone: &str, event: &Event) -> bool {
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
pub(super) fn number(event: &Event) -> Option<u32> {
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

/// Whose a key to log in with is after `event`; the outer `None` if the event says nothing of it.
pub(super) fn key_owner(event: &Event) -> Option<Option<crate::domain::StaffId>> {
    match event {
        Event::KeyAdded(e) => Some(Some(e.staff.clone())),
        Event::KeyDropped(_) => Some(None),
        _ => None,
    }
}
