//! Which records an event touches.

use crate::domain::campaign::start::CampaignStarted;
use crate::domain::event::Event;
use crate::domain::order::quote::TakenFrom;
use crate::domain::order::receive;
use crate::domain::records::Key;
use crate::domain::{CustomerId, Personal};

/// The records that `event` touches.
pub fn touches(event: &Event) -> Vec<Key> {
    use Event as E;
    let order = |id: &crate::domain::OrderId| vec![Key::Order(id.clone())];
    let job = |id: &crate::domain::OrderId, technician: &crate::domain::StaffId| {
        vec![Key::Order(id.clone()), Key::Staff(technician.clone())]
    };
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
            let is_over = e.state != crate::domain::call::State::Open;
            of_call(&e.call, e.customer.as_ref().filter(|_| is_over))
        }
        E::CallAnswered(e) => of_call(&e.call, e.customer.as_ref()),
        E::AttemptTakenBack(e) => {
            let mut keys = of_call(&e.call, e.customer.as_ref());
            keys.extend(e.calls.iter().cloned().map(Key::Call));
            keys
        }
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
fn of_call(call: &crate::domain::CallId, customer: Option<&CustomerId>) -> Vec<Key> {
    std::iter::once(Key::Call(call.clone())).chain(customer.cloned().map(Key::Customer)).collect()
}

/// The order, and the earlier one that put a line of it off.
fn with_earlier(order: &crate::domain::OrderId, from: Option<&TakenFrom>) -> Vec<Key> {
    let earlier = from.filter(|from| from.order != *order).map(|from| Key::Order(from.order.clone()));
    std::iter::once(Key::Order(order.clone())).chain(earlier).collect()
}

/// The order, and what is free again once its car is back with the customer.
fn released(
    order: &crate::domain::OrderId,
    vehicle: &crate::domain::VehicleId,
    customer: Option<&CustomerId>,
) -> Vec<Key> {
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
