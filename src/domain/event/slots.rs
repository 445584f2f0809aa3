//! The personal data that an event carries, each in a slot that can be blanked (CONTRACTS 1).

use super::Event;
use crate::domain::Personal;

impl Event {
    /// Every personal text in the event, so that the journal can put each into a slot of its line. A text that is
    /// forgotten here cannot be written: [`Personal`] refuses to be written without a slot.
    pub fn personal_mut(&mut self) -> Vec<&mut Personal> {
        match self {
            Self::CustomerAdded(e) => std::iter::once(&mut e.name).chain(&mut e.phones).collect(),
            Self::CustomerChanged(e) => {
                [&mut e.name, &mut e.phone, &mut e.phone_before].into_iter().flatten().collect()
            }
            Self::VehicleAdded(e) => std::iter::once(&mut e.plate).chain(&mut e.vin).collect(),
            Self::VehicleChanged(e) => [&mut e.plate, &mut e.plate_before, &mut e.vin].into_iter().flatten().collect(),
            Self::OrderReceived(e) => vec![&mut e.says],
            Self::IntakeNoted(e) => e.belongings.iter_mut().collect(),
            Self::WordsAdded(e) => vec![&mut e.says],
            Self::RequestNoted(e) => vec![&mut e.request],
            Self::RequestAnswered(e) => vec![&mut e.answer],
            Self::ExitChecked(e) => e.difference.iter_mut().collect(),
            Self::VisitNoted(e) => e.notes.iter_mut().collect(),
            Self::TripApplied(e) => vec![&mut e.route],
            Self::LinesDecided(e) => [&mut e.who, &mut e.words].into_iter().flatten().collect(),
            Self::ContractChanged(e) => e.who.iter_mut().collect(),
            Self::PayersSet(e) => e.who.iter_mut().collect(),
            Self::CallPlanned(e) => e.tell.iter_mut().collect(),
            Self::CallAnswered(e) => e.words.iter_mut().collect(),
            Self::ComplaintRaised(e) => std::iter::once(&mut e.words).chain(&mut e.name).collect(),
            Self::ComplaintNoted(e) => vec![&mut e.text],
            Self::CustomerAsked(e) => vec![&mut e.words],
            Self::ComplaintGivenUp(e) => vec![&mut e.text],
            Self::FeedbackNoted(e) => std::iter::once(&mut e.words).chain(&mut e.name).collect(),
            Self::FeedbackAnswered(e) => e.answer.iter_mut().collect(),
            Self::CapaTold(e) => std::iter::once(&mut e.text).chain(&mut e.answer).collect(),
            Self::RequirementNoted(e) => vec![&mut e.text],
            Self::FormAnswered(e) => e.words.iter_mut().collect(),
            Self::PinSet(e) => e.pin.iter_mut().collect(),
            Self::OnlineTaken(e) => {
                [&mut e.phone, &mut e.says].into_iter().chain(&mut e.plate).chain(&mut e.name).collect()
            }
            Self::ShopNamed(_)
            | Self::ConfigAdopted(_)
            | Self::PersonErased(_)
            | Self::StaffAdded(_)
            | Self::KeyAdded(_)
            | Self::KeyDropped(_)
            | Self::CustomerRead(_)
            | Self::CustomersMerged(_)
            | Self::CustomersUnmerged(_)
            | Self::VehiclesMerged(_)
            | Self::VehiclesUnmerged(_)
            | Self::RequirementReviewed(_)
            | Self::RequirementEnded(_)
            | Self::RequirementTicked(_)
            | Self::OwnerLinked(_)
            | Self::MileageRead(_)
            | Self::CustomerNamed(_)
            | Self::Promised(_)
            | Self::FindingNoted(_)
            | Self::LineWritten(_)
            | Self::LineDropped(_)
            | Self::ClaimNoted(_)
            | Self::EstimateShown(_)
            | Self::ContractReviewed(_)
            | Self::ContractSigned(_)
            | Self::CeilingRaised(_)
            | Self::WorkStarted(_)
            | Self::WorkStopped(_)
            | Self::WorkFinished(_)
            | Self::QualityChecked(_)
            | Self::ReadyTold(_)
            | Self::CarViewed(_)
            | Self::PromisesJudged(_)
            | Self::WorkExplained(_)
            | Self::OrderSigned(_)
            | Self::PaymentTaken(_)
            | Self::HandedOver(_)
            | Self::TripAnswered(_)
            | Self::TripBegun(_)
            | Self::CarPlaced(_)
            | Self::ComebackNoted(_)
            | Self::SymptomsNoted(_)
            | Self::ChecklistNoted(_)
            | Self::ChecklistConfirmed(_)
            | Self::PromisesGiven(_)
            | Self::PromisesSigned(_)
            | Self::HandedToWorkshop(_)
            | Self::OrderTakenOver(_)
            | Self::VisitConfirmed(_)
            | Self::FaultNoted(_)
            | Self::PartNeeded(_)
            | Self::PartStamped(_)
            | Self::PartExpected(_)
            | Self::PartCancelled(_)
            | Self::OrderCancelled(_)
            | Self::OrderMoved(_)
            | Self::OrderUndone(_)
            | Self::OnlineConfirmed(_)
            | Self::OnlineDiscarded(_)
            | Self::CallAttempted(_)
            | Self::AttemptTakenBack(_)
            | Self::CallExpired(_)
            | Self::OptedOut(_)
            | Self::OptedIn(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_)
            | Self::FeedbackRead(_)
            | Self::FeedbackRouted(_)
            | Self::FeedbackTurned(_)
            | Self::ComplaintChanged(_)
            | Self::CapaOpened(_)
            | Self::CapaIssued(_)
            | Self::CapaReassigned(_)
            | Self::CapaPlanned(_)
            | Self::CapaActed(_)
            | Self::CapaVerified(_)
            | Self::CapaLinked(_)
            | Self::CapaClosed(_)
            | Self::CapaWithdrawn(_)
            | Self::ProjectBegun(_)
            | Self::ProjectPlanned(_)
            | Self::CampaignOpened(_)
            | Self::CampaignChanged(_)
            | Self::CampaignSigned(_)
            | Self::CampaignStarted(_)
            | Self::FormsIssued(_)
            | Self::CampaignEvaluated(_)
            | Self::CampaignReviewed(_)
            | Self::CampaignClosed(_)
            | Self::CampaignCancelled(_)
            | Self::PlanWritten(_)
            | Self::SurveyPlanned(_)
            | Self::YearApproved(_)
            | Self::OutreachNoted(_) => Vec::new(),
        }
    }
}
