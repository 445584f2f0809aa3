//! The right without which nothing can be saved at a place. Whoever lacks it is told before they type, not afterwards.
//!
//! This only asks beforehand: the desk decides, then and again when the command comes. Where one place leads to several
//! commands, the right is that of the least of them. What only shows has none here: its query asks for its own.

use crate::domain::capa::course::Step;
use crate::domain::complaint::course::Due;
use crate::domain::staff::role::Right;
use crate::tui::effect::Place;

/// The right that the command of a place needs ([`crate::domain::Command::needs`]); `None` where all who work here may
/// give it, and where there is none.
pub(super) fn needed(place: &Place) -> Option<Right> {
    Some(match place {
        Place::NewOrder { .. }
        | Place::Intake(_)
        | Place::Consent(_)
        | Place::Payers(..)
        | Place::Claim(_)
        | Place::Trip(_)
        | Place::Promise(_)
        | Place::Ready(_)
        | Place::HandOver(_)
        | Place::Workshop(_)
        | Place::SignContract(_)
        | Place::ChangeContract(_)
        | Place::Several(_)
        | Place::Cancel(_)
        | Place::TakeIn(_)
        | Place::DiscardOnline(_)
        | Place::ChangeVehicle(_)
        | Place::ChangeCustomer(_)
        | Place::Requirement { .. }
        | Place::EndRequirement(..)
        | Place::MergeVehicle(_)
        | Place::MergeCustomer(_)
        | Place::SeparateVehicle(_)
        | Place::SeparateCustomer(_) => Right::Receive,
        Place::Finding(_) | Place::Line(..) | Place::Checklist(..) => Right::Diagnose,
        Place::Start(..) | Place::Stop(_) => Right::Work,
        Place::Part(_) | Place::PartStep(..) => Right::Parts,
        Place::Quality(_) => Right::Inspect,
        Place::Ceiling(_) => Right::Override,
        Place::Call(_) | Place::WhomToCall | Place::OptOut(_) => Right::Call,
        Place::NewComplaint { .. } | Place::AnswerFeedback(_) | Place::RouteFeedback(_) | Place::TurnFeedback(_) => {
            Right::Complain
        }
        Place::NoteComplaint(..)
        | Place::CloseComplaint(_)
        | Place::ChangeComplaint(_)
        | Place::ConfirmVisit(_)
        | Place::Fault(_) => Right::HandleComplaint,
        Place::GiveUpComplaint(_) => Right::JudgeComplaint,
        Place::ComplaintStep(_, step) => of_complaint(*step),
        Place::NewCapa | Place::LinkCapa(_) | Place::PlanProject(_) => Right::Improve,
        Place::CapaStep(_, step) | Place::ProjectStep(_, step) => of_action(*step),
        Place::GiveUpCapa(_) => Right::VerifyAction,
        Place::ReassignCapa(_) => Right::IssueAction,
        Place::IssueForms(_) | Place::AnswerForm(_) => Right::Survey,
        Place::NewCampaign
        | Place::ChangeCampaign(_)
        | Place::CampaignStep(..)
        | Place::WritePlan(_)
        | Place::PlanSurvey(_)
        | Place::Outreach(_) => Right::PlanSurvey,
        Place::ApproveYear(_) => Right::ApproveYear,
        // A customer asks whoever stands there, and each department reviews for itself.
        Place::Request(_) | Place::Review(..) => return None,
        Place::Board
        | Place::Find
        | Place::Order(_)
        | Place::History(_)
        | Place::Versions(_)
        | Place::Vehicle(_)
        | Place::Customer(_)
        | Place::Reads(_)
        | Place::Requests
        | Place::Calls
        | Place::Complaints
        | Place::Complaint(_)
        | Place::Feedback(_)
        | Place::Repeats(_)
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
        | Place::SetPin
        | Place::Lock
        | Place::Palette
        | Place::Prices
        | Place::Keys => return None,
    })
}

fn of_complaint(step: Due) -> Right {
    match step {
        Due::Judge | Due::Verify => Right::JudgeComplaint,
        Due::Approve => Right::ApprovePlan,
        Due::Answer | Due::Plan | Due::Act | Due::Tell | Due::Apologise | Due::Ask => Right::HandleComplaint,
    }
}

fn of_action(step: Step) -> Right {
    match step {
        Step::Issue => Right::IssueAction,
        Step::Verify => Right::VerifyAction,
        Step::Plan | Step::Act | Step::Tell => Right::Improve,
    }
}
