//! The right that each command asks for.

use super::Command;
use crate::domain::campaign::sign::Department;
use crate::domain::staff::role::Right;

impl Command {
    /// The right that the command asks for. It is checked at the desk, and only there; a move by hand asks for the
    /// right of its step besides, which depends on where the order stands.
    pub fn needs(&self) -> Right {
        match self {
            Self::SetUpShop(_) | Self::AdoptConfig(_) => Right::SetUp,
            Self::AddStaff(_) | Self::AddKey(_) | Self::DropKey(_) | Self::SetPin(_) => Right::ManageStaff,
            Self::AddCustomer(_)
            | Self::ChangeCustomer(_)
            | Self::AddVehicle(_)
            | Self::ChangeVehicle(_)
            | Self::LinkOwner(_)
            | Self::MergeCustomers(_)
            | Self::UnmergeCustomers(_)
            | Self::MergeVehicles(_)
            | Self::UnmergeVehicles(_)
            | Self::NoteRequirement(_)
            | Self::EndRequirement(_)
            | Self::OpenOrder(_)
            | Self::NoteIntake(_)
            | Self::NoteTrip(_)
            | Self::SetPromise(_)
            | Self::DecideLines(_)
            | Self::SetPayers(_)
            | Self::NoteClaim(_)
            | Self::ShowEstimate(_)
            | Self::ReviewContract(_)
            | Self::SignContract(_)
            | Self::ChangeContract(_)
            | Self::TakePayment(_)
            | Self::TellReady(_)
            | Self::HandOver(_)
            | Self::HandToWorkshop(_)
            | Self::TakeOver(_)
            | Self::GivePromises(_)
            | Self::CancelPart(_)
            | Self::AnswerRequest(_)
            | Self::TakeOnline(_)
            | Self::DiscardOnline(_)
            | Self::CancelOrder(_) => Right::Receive,
            // What is said with the customer is the advisor's, the rest the parts department's too.
            Self::OrderPart(c) => c.needs(),
            Self::NotePart(c) => c.needs(),
            Self::RaiseCeiling(_) => Right::Override,
            Self::ReadCustomer(c) => {
                if c.phone {
                    Right::Reveal
                } else {
                    Right::ReadFiles
                }
            }
            // Undo takes back only what the same person did. Each department reviews for itself, and whoever carried a
            // requirement out ticks it: all who work here.
            // A customer asks whoever stands there.
            Self::MoveOrder(_) | Self::Undo(_) | Self::ReviewRequirement(_) | Self::TickRequirement(_) => Right::Read,
            Self::NoteRequest(_) => Right::Read,
            // A list may be the advisor's or the technician's: both have this right.
            Self::NoteFinding(_) | Self::WriteLine(_) | Self::DropLine(_) | Self::NoteChecklist(_) => Right::Diagnose,
            Self::StartWork(_) | Self::StopWork(_) | Self::FinishWork(_) => Right::Work,
            Self::CheckQuality(_) => Right::Inspect,
            Self::LogAttempt(_) | Self::AnswerCall(_) | Self::ExpireCall(_) => Right::Call,
            // Whoever talks to customers hears what they do not want, and that they changed their mind.
            Self::TakeBackAttempt(_) | Self::PlanCall(_) | Self::OptOut(_) | Self::OptIn(_) => Right::Call,
            // Which department it is of is a rule of each, not a right: any role may be its owner (L15).
            Self::NoteFeedback(_)
            | Self::ReadFeedback(_)
            | Self::RouteFeedback(_)
            | Self::AnswerFeedback(_)
            | Self::TurnFeedback(_) => Right::Complain,
            Self::RaiseComplaint(_) => Right::Complain,
            Self::NoteComplaint(_) | Self::CloseComplaint(_) | Self::NoteFault(_) => Right::HandleComplaint,
            Self::ConfirmVisit(_) | Self::PlanComplaint(_) | Self::ChangeComplaint(_) => Right::HandleComplaint,
            Self::JudgeComplaint(_) | Self::VerifyComplaint(_) | Self::GiveUpComplaint(_) => Right::JudgeComplaint,
            Self::ApproveComplaint(_) => Right::ApprovePlan,
            Self::OpenCapa(_) | Self::PlanCapa(_) | Self::ActCapa(_) => Right::Improve,
            Self::LinkCapa(_) | Self::PlanProject(_) => Right::Improve,
            // The desk asks for the right to issue a report besides, where that is what it is (S17 level 1).
            Self::IssueCapa(_) | Self::ReassignCapa(_) => Right::IssueAction,
            Self::VerifyCapa(_) => Right::VerifyAction,
            Self::TellCapa(c) => {
                if c.give_up {
                    Right::VerifyAction
                } else {
                    Right::Improve
                }
            }
            Self::IssueForms(_) | Self::AnswerForm(_) => Right::Survey,
            Self::SignCampaign(c) => match c.department {
                Department::Quality => Right::SignQuality,
                Department::Technical => Right::SignTechnical,
            },
            Self::OpenCampaign(_)
            | Self::ChangeCampaign(_)
            | Self::StartCampaign(_)
            | Self::EvaluateCampaign(_)
            | Self::ReviewCampaign(_)
            | Self::CloseCampaign(_)
            | Self::CancelCampaign(_)
            | Self::WritePlan(_)
            | Self::PlanSurvey(_)
            | Self::NoteOutreach(_) => Right::PlanSurvey,
            Self::ApproveYear(_) => Right::ApproveYear,
        }
    }
}
