//! What this session is at: the leases of the places that are open. They are renewed by keys, not by time.

use super::{App, may};
use crate::desk::DeskError;
use crate::domain::Key;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::layout::put_right;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

impl App {
    /// Asks before a place is opened whether whoever is at work may save there, and takes up a call: one that somebody
    /// else holds is not shown to be dialled. The owner of the folder, who is nobody of the shop, looks at everything.
    pub(super) fn reserve(&self, place: &Place) -> Result<(), DeskError> {
        let (door, session) = (&self.kit.shared.door, &self.kit.session);
        if let Some(right) = may::needed(place).filter(|_| !session.is_owner()) {
            door.may(session, right)?;
        }
        match place {
            Place::Call(call) => door.hold(session, &Key::Call(call.clone())),
            _ => Ok(()),
        }
    }

    /// Holds what is open, and lets go of the rest. A call that somebody else took up while nobody pressed a key here is
    /// closed; what was typed into it is a draft.
    pub(super) fn hold_what_is_open(&mut self) {
        if self.is_locked() {
            return;
        }
        let (door, session) = (&self.kit.shared.door, &self.kit.session);
        let wanted: Vec<Key> = self.stack.iter().filter_map(|layer| written(&layer.screen.place())).collect();
        for gone in self.holds.iter().filter(|held| !wanted.contains(held)) {
            door.let_go(session, Some(gone));
        }
        let lost = wanted.iter().find_map(|key| door.hold(session, key).err().map(|error| (key.clone(), error)));
        self.holds = wanted;
        if let Some((key, error)) = lost {
            self.lose(&key, &error);
        }
    }

    fn lose(&mut self, key: &Key, error: &DeskError) {
        self.keep();
        let at = self.stack.iter().position(|layer| written(&layer.screen.place()).as_ref() == Some(key));
        self.stack.truncate(at.unwrap_or(self.stack.len()));
        if self.stack.is_empty() {
            self.push(&Place::Board);
        }
        self.holds.retain(|held| held != key);
        self.message = Some((Role::Late, self.kit.cx().say(error).whole()));
    }

    /// Says on the line under the heading who else writes on what is shown.
    pub(super) fn draw_writing(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let mut shown = self.stack.iter().rev().filter_map(|layer| about(&layer.screen.place()));
        let writing = shown.find_map(|key| cx.writing(&key)).filter(|_| !self.is_locked());
        if let Some(text) = writing {
            let text = format!(" {text} ");
            put_right(
                buffer,
                area.right().saturating_sub(1),
                area.y,
                area.width,
                &text,
                cx.look.theme.style(Role::Soon),
            );
        }
    }

    /// The line is lost. What this session is at is soon free for others.
    pub fn parked(&mut self) {
        self.kit.shared.door.park(&self.kit.session);
    }
}

/// The record that is written, or the call that is held, at a place.
fn written(place: &Place) -> Option<Key> {
    Some(match place {
        Place::Intake(order)
        | Place::Finding(order)
        | Place::Line(order, _)
        | Place::Consent(order)
        | Place::Promise(order)
        | Place::Start(order, _)
        | Place::Stop(order)
        | Place::Quality(order)
        | Place::Ready(order)
        | Place::HandOver(order)
        | Place::Workshop(order)
        | Place::Checklist(order, _)
        | Place::Payers(order, _)
        | Place::Claim(order)
        | Place::Trip(order)
        | Place::SignContract(order)
        | Place::ChangeContract(order)
        | Place::Ceiling(order)
        | Place::Cancel(order)
        | Place::ConfirmVisit(order)
        | Place::Part(order)
        | Place::PartStep(order, _)
        | Place::Fault(order)
        | Place::Request(order) => Key::Order(order.clone()),
        Place::ChangeCustomer(customer)
        | Place::OptOut(customer)
        | Place::MergeCustomer(customer)
        | Place::SeparateCustomer(customer)
        | Place::Review(customer, _)
        | Place::EndRequirement(customer, _)
        | Place::Requirement { customer: Some(customer), .. } => Key::Customer(customer.clone()),
        Place::ChangeVehicle(vehicle)
        | Place::MergeVehicle(vehicle)
        | Place::SeparateVehicle(vehicle)
        | Place::Requirement { customer: None, vehicle: Some(vehicle) } => Key::Vehicle(vehicle.clone()),
        Place::NoteComplaint(complaint, _)
        | Place::CloseComplaint(complaint)
        | Place::ComplaintStep(complaint, _)
        | Place::ChangeComplaint(complaint)
        | Place::GiveUpComplaint(complaint) => Key::Complaint(complaint.clone()),
        Place::AnswerFeedback(feedback) | Place::RouteFeedback(feedback) | Place::TurnFeedback(feedback) => {
            Key::Feedback(feedback.clone())
        }
        Place::CapaStep(capa, _) | Place::GiveUpCapa(capa) | Place::ReassignCapa(capa) | Place::LinkCapa(capa) => {
            Key::Capa(capa.clone())
        }
        Place::PlanProject(project) | Place::ProjectStep(project, _) => Key::Project(project.clone()),
        Place::ChangeCampaign(campaign) | Place::CampaignStep(campaign, _) => Key::Campaign(campaign.clone()),
        Place::WritePlan(year) | Place::ApproveYear(year) => Key::Plan(*year),
        Place::TakeIn(online) | Place::DiscardOnline(online) => Key::Online(online.clone()),
        Place::Call(call) => Key::Call(call.clone()),
        Place::Requirement { customer: None, vehicle: None }
        | Place::Board
        | Place::Find
        | Place::Order(_)
        | Place::History(_)
        | Place::Vehicle(_)
        | Place::Customer(_)
        | Place::Reads(_)
        | Place::NewOrder { .. }
        | Place::Versions(_)
        | Place::Several(_)
        | Place::Requests
        | Place::Calls
        | Place::WhomToCall
        | Place::Complaints
        | Place::Complaint(_)
        | Place::Repeats(_)
        | Place::Feedback(_)
        | Place::NewComplaint { .. }
        | Place::Campaigns
        | Place::Campaign(_)
        | Place::NewCampaign
        | Place::IssueForms(_)
        | Place::AnswerForm(_)
        | Place::Plan(_)
        | Place::PlanSurvey(_)
        | Place::Outreach(_)
        | Place::Scores
        | Place::Improvement
        | Place::Capa(_)
        | Place::Project(_)
        | Place::NewCapa
        | Place::SetUp
        | Place::SwitchPerson
        | Place::Pin(_)
        | Place::SetPin
        | Place::Lock
        | Place::Palette
        | Place::Prices
        | Place::Keys => return None,
    })
}

/// The record that a place is about, written there or only shown.
pub(super) fn about(place: &Place) -> Option<Key> {
    match place {
        Place::Order(order) | Place::History(order) | Place::Versions(order) => Some(Key::Order(order.clone())),
        Place::Vehicle(vehicle) => Some(Key::Vehicle(vehicle.clone())),
        Place::Customer(customer) | Place::Reads(customer) => Some(Key::Customer(customer.clone())),
        Place::Complaint(complaint) | Place::Repeats(complaint) => Some(Key::Complaint(complaint.clone())),
        Place::Feedback(feedback) => Some(Key::Feedback(feedback.clone())),
        Place::Capa(capa) => Some(Key::Capa(capa.clone())),
        Place::Project(project) => Some(Key::Project(project.clone())),
        Place::Campaign(campaign) => Some(Key::Campaign(campaign.clone())),
        Place::Plan(year) => Some(Key::Plan(*year)),
        other => written(other),
    }
}
