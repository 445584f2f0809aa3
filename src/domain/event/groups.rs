//! Which part of its record an event touches: two changes of one part may conflict, others never do (DESIGN 2.2).

use super::Event;
use crate::domain::marks::Group;

impl Event {
    /// The parts of the record that the event writes: two people may write different parts at once.
    pub fn groups(&self) -> Vec<Group> {
        match self {
            Self::IntakeNoted(e) => e.groups(),
            Self::VisitNoted(e) => e.parts().into_iter().map(Group::Visit).collect(),
            Self::SymptomsNoted(e) => e.questions().into_iter().map(Group::Asked).collect(),
            Self::LinesDecided(e) => e.lines.iter().map(|line| Group::Job(line.line)).collect(),
            other => vec![other.group()],
        }
    }

    /// The part that an event which writes one part writes.
    fn group(&self) -> Group {
        match self {
            Self::ShopNamed(_)
            | Self::PersonErased(_)
            | Self::StaffAdded(_)
            | Self::KeyAdded(_)
            | Self::KeyDropped(_)
            | Self::CustomerAdded(_)
            | Self::CustomerChanged(_)
            | Self::VehicleAdded(_)
            | Self::VehicleChanged(_) => Group::Identity,
            Self::CustomersMerged(_)
            | Self::CustomersUnmerged(_)
            | Self::VehiclesMerged(_)
            | Self::VehiclesUnmerged(_) => Group::State,
            Self::RequirementNoted(_) | Self::RequirementReviewed(_) | Self::RequirementTicked(_) => Group::Added,
            Self::OptedIn(_) | Self::RequirementEnded(_) | Self::PinSet(_) | Self::CustomerRead(_) => Group::Added,
            Self::OwnerLinked(_) | Self::CustomerNamed(_) => Group::Owner,
            Self::IntakeNoted(_) | Self::VisitNoted(_) | Self::SymptomsNoted(_) | Self::ComebackNoted(_) => {
                Group::Intake
            }
            // Somebody may put right what was taken down while another works on a step.
            Self::ComplaintChanged(_) => Group::Intake,
            Self::ChecklistNoted(_) => Group::Checklist,
            Self::MileageRead(_) => Group::Mileage,
            Self::Promised(_) => Group::Promise,
            Self::FindingNoted(_) => Group::Findings,
            Self::FaultNoted(_) => Group::Faults,
            Self::PartNeeded(e) => Group::PartOnOrder(e.number),
            Self::PartStamped(e) => Group::PartOnOrder(e.number),
            Self::PartExpected(e) => Group::PartOnOrder(e.number),
            Self::PartCancelled(e) => Group::PartOnOrder(e.number),
            Self::RequestNoted(_) | Self::RequestAnswered(_) => Group::Added,
            Self::QualityChecked(_) => Group::Quality,
            Self::ReadyTold(_) | Self::CarViewed(_) | Self::ExitChecked(_) | Self::PromisesJudged(_) => Group::Handover,
            Self::WorkExplained(_) | Self::OrderSigned(_) | Self::PaymentTaken(_) | Self::HandedOver(_) => {
                Group::Handover
            }
            Self::OrderReceived(_)
            | Self::OrderCancelled(_)
            | Self::OrderMoved(_)
            | Self::ContractSigned(_)
            | Self::ContractChanged(_)
            | Self::ClaimNoted(_)
            | Self::CeilingRaised(_)
            | Self::OnlineTaken(_)
            | Self::OnlineConfirmed(_)
            | Self::OnlineDiscarded(_)
            | Self::CallPlanned(_)
            | Self::CallAttempted(_)
            | Self::CallAnswered(_)
            | Self::AttemptTakenBack(_)
            | Self::CallExpired(_)
            | Self::OptedOut(_)
            | Self::ComplaintRaised(_)
            | Self::FeedbackNoted(_)
            | Self::FeedbackRead(_)
            | Self::FeedbackRouted(_)
            | Self::FeedbackAnswered(_)
            | Self::FeedbackTurned(_)
            | Self::CustomerAsked(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_)
            | Self::ComplaintGivenUp(_)
            | Self::CapaOpened(_)
            | Self::CapaIssued(_)
            | Self::CapaReassigned(_)
            | Self::CapaPlanned(_)
            | Self::CapaVerified(_)
            | Self::CapaTold(_)
            | Self::CapaClosed(_)
            | Self::CapaWithdrawn(_) => Group::State,
            Self::ProjectBegun(_) | Self::ProjectPlanned(_) => Group::Identity,
            Self::CapaActed(_) | Self::CapaLinked(_) => Group::Added,
            Self::CampaignOpened(_) | Self::CampaignChanged(_) | Self::PlanWritten(_) | Self::SurveyPlanned(_) => {
                Group::Identity
            }
            Self::CampaignSigned(_)
            | Self::CampaignStarted(_)
            | Self::CampaignEvaluated(_)
            | Self::CampaignReviewed(_)
            | Self::CampaignClosed(_)
            | Self::CampaignCancelled(_)
            | Self::YearApproved(_) => Group::State,
            Self::FormsIssued(_) | Self::FormAnswered(_) | Self::OutreachNoted(_) => Group::Added,
            Self::LineWritten(e) => Group::Line(e.number),
            Self::PayersSet(e) => Group::Line(e.line),
            Self::LineDropped(e) => Group::Line(e.number),
            Self::WorkStarted(e) => Group::Job(e.line),
            Self::WorkStopped(e) => Group::Job(e.line),
            Self::WorkFinished(e) => Group::Job(e.line),
            // What is taken back is marked by the fold itself.
            Self::WordsAdded(_)
            | Self::TripApplied(_)
            | Self::TripAnswered(_)
            | Self::TripBegun(_)
            | Self::CarPlaced(_)
            | Self::ChecklistConfirmed(_)
            | Self::PromisesGiven(_)
            | Self::PromisesSigned(_)
            | Self::HandedToWorkshop(_)
            | Self::OrderTakenOver(_)
            | Self::VisitConfirmed(_)
            | Self::EstimateShown(_)
            | Self::ContractReviewed(_)
            | Self::ComplaintNoted(_)
            | Self::ConfigAdopted(_)
            | Self::LinesDecided(_)
            | Self::OrderUndone(_) => Group::Added,
        }
    }
}
