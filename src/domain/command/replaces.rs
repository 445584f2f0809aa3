//! What each command replaces, for the test whether somebody else changed it meanwhile.

use super::Command;
use crate::domain::Key;
use crate::domain::marks::Group;

impl Command {
    /// The parts of records that the command replaces: where a newer change would be lost. Commands that only add
    /// are not here (DESIGN 2.2).
    pub fn replaces(&self) -> Vec<(Key, Group)> {
        let order = |id: &crate::domain::OrderId, group| vec![(Key::Order(id.clone()), group)];
        match self {
            Self::ChangeCustomer(c) => vec![(Key::Customer(c.customer.clone()), Group::Identity)],
            Self::ChangeVehicle(c) => vec![(Key::Vehicle(c.vehicle.clone()), Group::Identity)],
            Self::LinkOwner(c) => vec![(Key::Vehicle(c.vehicle.clone()), Group::Owner)],
            Self::AddStaff(c) => vec![(Key::Staff(c.id.clone()), Group::Identity)],
            Self::NoteIntake(c) => c.groups().into_iter().flat_map(|group| order(&c.order, group)).collect(),
            Self::SetPromise(c) => order(&c.order, Group::Promise),
            Self::NoteFinding(c) if c.number.is_some() => order(&c.order, Group::Findings),
            Self::NoteFault(c) if c.number.is_some() => order(&c.order, Group::Faults),
            Self::NotePart(c) => order(&c.order, Group::PartOnOrder(c.number)),
            Self::CancelPart(c) => order(&c.order, Group::PartOnOrder(c.number)),
            Self::WriteLine(c) => c.number.map(|n| order(&c.order, Group::Line(n))).unwrap_or_default(),
            Self::DropLine(c) => order(&c.order, Group::Line(c.number)),
            Self::SetPayers(c) => order(&c.order, Group::Line(c.line)),
            Self::DecideLines(c) => c
                .lines
                .iter()
                .flat_map(|l| [Group::Line(l.line), Group::Job(l.line)])
                .flat_map(|g| order(&c.order, g))
                .collect(),
            Self::CheckQuality(c) => order(&c.order, Group::Quality),
            // Marks are added; but nobody confirms a list that they did not see.
            Self::NoteChecklist(c) if c.confirm.is_some() => order(&c.order, Group::Checklist),
            Self::LogAttempt(c) => vec![(Key::Call(c.call.clone()), Group::State)],
            Self::AnswerCall(c) => vec![(Key::Call(c.call.clone()), Group::State)],
            Self::CloseComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::JudgeComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::PlanComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::ApproveComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::VerifyComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::GiveUpComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::State)],
            Self::RouteFeedback(c) => vec![(Key::Feedback(c.feedback.clone()), Group::State)],
            Self::AnswerFeedback(c) => vec![(Key::Feedback(c.feedback.clone()), Group::State)],
            Self::ChangeComplaint(c) => vec![(Key::Complaint(c.complaint.clone()), Group::Intake)],
            Self::IssueCapa(c) => vec![(Key::Capa(c.capa.clone()), Group::State)],
            Self::ReassignCapa(c) => vec![(Key::Capa(c.capa.clone()), Group::State)],
            Self::PlanCapa(c) => vec![(Key::Capa(c.capa.clone()), Group::State)],
            Self::VerifyCapa(c) => vec![(Key::Capa(c.capa.clone()), Group::State)],
            Self::TellCapa(c) => vec![(Key::Capa(c.capa.clone()), Group::State)],
            Self::PlanProject(c) => vec![(Key::Project(c.project.clone()), Group::Identity)],
            Self::ChangeCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::Identity)],
            // Nobody signs or starts what they did not see.
            Self::SignCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::Identity)],
            Self::StartCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::Identity)],
            Self::EvaluateCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::State)],
            Self::ReviewCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::State)],
            Self::CloseCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::State)],
            Self::CancelCampaign(c) => vec![(Key::Campaign(c.campaign.clone()), Group::State)],
            Self::WritePlan(c) => vec![(Key::Plan(c.year), Group::Identity)],
            Self::PlanSurvey(c) if c.number.is_some() => vec![(Key::Plan(c.year), Group::Identity)],
            Self::ApproveYear(c) => vec![(Key::Plan(c.year), Group::Identity)],
            Self::SetUpShop(_)
            | Self::AdoptConfig(_)
            | Self::AddKey(_)
            | Self::DropKey(_)
            | Self::SetPin(_)
            | Self::ReadCustomer(_)
            | Self::AddCustomer(_)
            | Self::AddVehicle(_)
            | Self::MergeCustomers(_)
            | Self::UnmergeCustomers(_)
            | Self::MergeVehicles(_)
            | Self::UnmergeVehicles(_)
            | Self::NoteRequirement(_)
            | Self::ReviewRequirement(_)
            | Self::EndRequirement(_)
            | Self::TickRequirement(_)
            | Self::OpenOrder(_)
            | Self::NoteTrip(_)
            | Self::NoteFinding(_)
            | Self::NoteClaim(_)
            | Self::ShowEstimate(_)
            | Self::ReviewContract(_)
            | Self::SignContract(_)
            | Self::ChangeContract(_)
            | Self::RaiseCeiling(_)
            | Self::StartWork(_)
            | Self::StopWork(_)
            | Self::FinishWork(_)
            | Self::TakePayment(_)
            | Self::TellReady(_)
            | Self::HandOver(_)
            | Self::MoveOrder(_)
            | Self::HandToWorkshop(_)
            | Self::TakeOver(_)
            | Self::ConfirmVisit(_)
            | Self::NoteChecklist(_)
            | Self::GivePromises(_)
            | Self::NoteFault(_)
            | Self::OrderPart(_)
            | Self::NoteRequest(_)
            | Self::AnswerRequest(_)
            | Self::TakeOnline(_)
            | Self::DiscardOnline(_)
            | Self::CancelOrder(_)
            | Self::Undo(_)
            | Self::TakeBackAttempt(_)
            | Self::PlanCall(_)
            | Self::ExpireCall(_)
            | Self::OptOut(_)
            | Self::OptIn(_)
            | Self::RaiseComplaint(_)
            | Self::NoteFeedback(_)
            | Self::ReadFeedback(_)
            | Self::TurnFeedback(_)
            | Self::OpenCapa(_)
            | Self::ActCapa(_)
            | Self::LinkCapa(_)
            | Self::OpenCampaign(_)
            | Self::IssueForms(_)
            | Self::AnswerForm(_)
            | Self::PlanSurvey(_)
            | Self::NoteOutreach(_)
            | Self::NoteComplaint(_) => Vec::new(),
        }
    }
}
