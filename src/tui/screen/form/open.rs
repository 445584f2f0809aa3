//! Which form a place is.

use super::{
    StageForm, campaign, campaign_step, cancel, capa, capa_step, ceiling, change_complaint, checklist, claim,
    close_complaint, complaint, complaint_step, confirm, consent, contract, customer, discard, end_requirement, fault,
    feedback, finding, hand_over, intake, line, merge, new_order, note_complaint, opt_out, part_on_order, parts,
    payers, plan, promise, quality, ready, request, requirement, review, separate, several, start, stop, survey_forms,
    trip, vehicle, workshop,
};
use crate::desk::DeskError;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;

/// The form of a place, not filled in yet.
///
/// # Errors
/// The record cannot be shown, or the place is no form.
pub(super) fn of(cx: &Cx<'_>, place: &Place) -> Result<Box<dyn StageForm>, DeskError> {
    let order = |id| parts::order_page(cx, id);
    let complaint = |id| parts::complaint_page(cx, id);
    Ok(match place {
        Place::NewOrder { plate } => Box::new(new_order::NewOrder::new(plate)),
        Place::Intake(id) => Box::new(intake::Intake::new(order(id)?)),
        Place::Finding(id) => Box::new(finding::Finding::new(order(id)?)),
        Place::Line(id, number) => Box::new(line::Line::new(order(id)?, *number)),
        Place::Payers(id, number) => Box::new(payers::Payers::new(order(id)?, *number)?),
        Place::Trip(id) => Box::new(trip::Trip::new(order(id)?)),
        Place::ConfirmVisit(id) => Box::new(confirm::Confirm::new(order(id)?)),
        Place::Claim(id) => Box::new(claim::Claim::new(order(id)?)),
        Place::Consent(id) => Box::new(consent::Consent::new(order(id)?)),
        Place::Promise(id) => Box::new(promise::Promise::new(order(id)?)),
        Place::Start(id, line) => Box::new(start::Start::new(order(id)?, *line)),
        Place::Stop(id) => Box::new(stop::Stop::new(order(id)?)),
        Place::Quality(id) => Box::new(quality::Quality::new(order(id)?)),
        Place::Ready(id) => Box::new(ready::Ready::new(order(id)?)),
        Place::HandOver(id) => Box::new(hand_over::HandOver::new(order(id)?)),
        Place::Workshop(id) => Box::new(workshop::Workshop::new(order(id)?)),
        Place::Checklist(id, list) => Box::new(checklist::Checklist::new(cx, order(id)?, list)?),
        Place::SignContract(id) => Box::new(contract::Sign::new(order(id)?)),
        Place::ChangeContract(id) => Box::new(contract::Change::new(order(id)?)),
        Place::Several(orders) => Box::new(several::Several::new(cx, orders)?),
        Place::Ceiling(id) => Box::new(ceiling::Ceiling::new(order(id)?)),
        Place::TakeIn(id) => Box::new(new_order::NewOrder::online(parts::online(cx, id)?)),
        Place::DiscardOnline(id) => Box::new(discard::Discard::new(parts::online(cx, id)?)),
        Place::Part(id) => Box::new(part_on_order::Part::new(order(id)?)),
        Place::PartStep(id, number) => Box::new(part_on_order::Part::step(order(id)?, *number)),
        Place::Fault(id) => Box::new(fault::Fault::new(order(id)?)),
        Place::Request(id) => Box::new(request::Request::new(order(id)?)),
        Place::Cancel(id) => Box::new(cancel::Cancel::new(order(id)?)),
        Place::ChangeVehicle(id) => Box::new(vehicle::ChangeFile::new(cx, id)?),
        Place::NewComplaint { .. } => Box::new(complaint::NewComplaint::new(cx, place)?),
        Place::NoteComplaint(id, answers) => Box::new(note_complaint::Note::new(complaint(id)?, *answers)),
        Place::CloseComplaint(id) => Box::new(close_complaint::Close::new(complaint(id)?)),
        Place::ComplaintStep(id, step) => Box::new(complaint_step::ComplaintStep::new(complaint(id)?, *step)),
        Place::GiveUpComplaint(id) => Box::new(complaint_step::ComplaintStep::give_up(complaint(id)?)),
        Place::AnswerFeedback(id) => Box::new(feedback::Feedback::new(cx, id, feedback::Over::Answer)?),
        Place::RouteFeedback(id) => Box::new(feedback::Feedback::new(cx, id, feedback::Over::Route)?),
        Place::TurnFeedback(id) => Box::new(feedback::Feedback::new(cx, id, feedback::Over::Turn)?),
        Place::ChangeComplaint(id) => Box::new(change_complaint::Change::new(complaint(id)?)),
        Place::NewCapa => Box::new(capa::New),
        Place::CapaStep(id, step) => Box::new(capa_step::CapaStep::new(cx, id, *step)?),
        Place::GiveUpCapa(id) => Box::new(capa_step::CapaStep::give_up(cx, id)?),
        Place::ReassignCapa(id) => Box::new(capa::Reassign::new(cx, id)?),
        Place::LinkCapa(id) => Box::new(capa::Link::new(cx, id)?),
        Place::PlanProject(id) => Box::new(capa::Lead::new(cx, id)?),
        Place::ProjectStep(id, step) => Box::new(capa_step::CapaStep::of_project(cx, id, *step)?),
        Place::NewCampaign => Box::new(campaign::Campaign::new(cx)?),
        Place::ChangeCampaign(id) => Box::new(campaign::Campaign::of(cx, id)?),
        Place::CampaignStep(id, step) => {
            Box::new(campaign_step::CampaignStep::new(crate::tui::screen::campaign::page(cx, id)?, *step))
        }
        Place::IssueForms(id) => Box::new(survey_forms::Issue::new(crate::tui::screen::campaign::page(cx, id)?)),
        Place::AnswerForm(id) => Box::new(survey_forms::Answers::new(cx, id)?),
        Place::WritePlan(year) => Box::new(plan::Plan::new(cx, *year, plan::What::Write)?),
        Place::PlanSurvey(year) => Box::new(plan::Plan::new(cx, *year, plan::What::Survey)?),
        Place::ApproveYear(year) => Box::new(plan::Plan::new(cx, *year, plan::What::Approve)?),
        Place::Outreach(year) => Box::new(plan::Plan::new(cx, *year, plan::What::Outreach)?),
        Place::ChangeCustomer(id) => Box::new(customer::Customer::new(parts::customer_page(cx, id)?)),
        Place::OptOut(id) => Box::new(opt_out::OptOut::new(parts::customer_page(cx, id)?)?),
        Place::Requirement { customer, vehicle } => Box::new(requirement::Requirement::new(cx, customer, vehicle)?),
        Place::Review(customer, id) => Box::new(review::Review::new(cx, customer, id)?),
        Place::EndRequirement(customer, id) => Box::new(end_requirement::End::new(cx, customer, id)?),
        Place::MergeVehicle(id) => Box::new(merge::Merge::new(cx, merge::Kept::Vehicle(id.clone()))?),
        Place::MergeCustomer(id) => Box::new(merge::Merge::new(cx, merge::Kept::Customer(id.clone()))?),
        Place::SeparateVehicle(id) => Box::new(separate::Separate::new(cx, merge::Kept::Vehicle(id.clone()))?),
        Place::SeparateCustomer(id) => Box::new(separate::Separate::new(cx, merge::Kept::Customer(id.clone()))?),
        Place::Board
        | Place::Find
        | Place::Order(_)
        | Place::History(_)
        | Place::Versions(_)
        | Place::Vehicle(_)
        | Place::Customer(_)
        | Place::Calls
        | Place::Call(_)
        | Place::WhomToCall
        | Place::Requests
        | Place::Complaints
        | Place::Complaint(_)
        | Place::Repeats(_)
        | Place::Feedback(_)
        | Place::Scores
        | Place::Improvement
        | Place::Capa(_)
        | Place::Project(_)
        | Place::Campaigns
        | Place::Campaign(_)
        | Place::Plan(_)
        | Place::SetUp
        | Place::SwitchPerson
        | Place::Pin(_)
        | Place::Reads(_)
        | Place::SetPin
        | Place::Lock
        | Place::Palette
        | Place::Prices
        | Place::Keys => return Err(DeskError::Fault { what: "a place that is no form".into() }),
    })
}
