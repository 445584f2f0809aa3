//! What an event says to whoever reads the history: the detail that its sentence needs, who did it, and the words.

use super::{Event, code};
use crate::domain::StaffId;
use crate::domain::order::comeback;

impl Event {
    /// What the history line names: a line's number, an amount, a code.
    pub fn detail(&self) -> String {
        match self {
            Self::LineWritten(e) => e.number.to_string(),
            Self::LineDropped(e) => e.number.to_string(),
            Self::OrderTakenOver(e) => e.advisor.to_string(),
            Self::VisitConfirmed(e) => e.confirmed_by.to_string(),
            Self::LinesDecided(e) => e.ceiling.to_string(),
            Self::PayersSet(e) => e.line.to_string(),
            Self::ClaimNoted(e) => format!("{} {}", code(&e.payer), code(&e.state)),
            Self::EstimateShown(e) => e.version.to_string(),
            Self::ContractReviewed(e) => if e.passed { "passed" } else { "failed" }.into(),
            Self::OrderUndone(e) => e.line.to_string(),
            Self::ContractSigned(e) => e.ceiling.to_string(),
            Self::ContractChanged(e) => {
                if e.stop {
                    "stop".into()
                } else {
                    e.ceiling.to_string()
                }
            }
            Self::CeilingRaised(e) => e.ceiling.to_string(),
            Self::WorkStarted(e) => e.line.to_string(),
            Self::WorkFinished(e) => e.line.to_string(),
            Self::WorkStopped(e) => format!("{} {}", e.line, code(&e.code)),
            Self::FindingNoted(e) => e.number.to_string(),
            Self::FaultNoted(e) => e.cost.to_string(),
            Self::PartNeeded(e) => e.number.to_string(),
            Self::PartStamped(e) => e.detail(),
            Self::PartExpected(e) => format!("{} {}", e.number, e.expected),
            Self::PartCancelled(e) => e.number.to_string(),
            Self::RequestNoted(e) => e.number.to_string(),
            Self::RequestAnswered(e) => e.number.to_string(),
            Self::Promised(e) => e.promise.to_string(),
            Self::QualityChecked(e) => e.detail(),
            Self::ReadyTold(e) => if e.reached { "reached" } else { "not-reached" }.into(),
            Self::ExitChecked(e) => if e.as_received { "same" } else { "different" }.into(),
            Self::PaymentTaken(e) => e.amount.to_string(),
            Self::OrderMoved(e) => code(&e.to),
            Self::CarPlaced(e) => e.place.clone(),
            Self::TripAnswered(e) => if e.approved { "approved" } else { "refused" }.into(),
            Self::TripBegun(e) => e.departed.to_string(),
            Self::OrderReceived(e) => comeback::named(e.comeback_of.as_ref(), e.comeback_line),
            Self::ComebackNoted(e) => e.named(),
            Self::ChecklistNoted(e) => e.checklist.clone(),
            Self::ChecklistConfirmed(e) => e.detail(),
            Self::PromisesGiven(e) => e.promises.len().to_string(),
            Self::PromisesSigned(e) => e.version.to_string(),
            Self::RequirementTicked(e) => format!("{} {}", e.requirement, if e.done { "done" } else { "open" }),
            Self::ShopNamed(_)
            | Self::ConfigAdopted(_)
            | Self::PersonErased(_)
            | Self::StaffAdded(_)
            | Self::KeyAdded(_)
            | Self::KeyDropped(_)
            | Self::CustomerRead(_)
            | Self::PinSet(_)
            | Self::CustomerAdded(_)
            | Self::CustomerChanged(_)
            | Self::VehicleAdded(_)
            | Self::VehicleChanged(_)
            | Self::CustomersMerged(_)
            | Self::CustomersUnmerged(_)
            | Self::VehiclesMerged(_)
            | Self::VehiclesUnmerged(_)
            | Self::RequirementNoted(_)
            | Self::RequirementReviewed(_)
            | Self::RequirementEnded(_)
            | Self::OwnerLinked(_)
            | Self::MileageRead(_)
            | Self::IntakeNoted(_)
            | Self::WordsAdded(_)
            | Self::CustomerNamed(_)
            | Self::CarViewed(_)
            | Self::PromisesJudged(_)
            | Self::WorkExplained(_)
            | Self::OrderSigned(_)
            | Self::HandedOver(_)
            | Self::TripApplied(_)
            | Self::VisitNoted(_)
            | Self::SymptomsNoted(_)
            | Self::HandedToWorkshop(_)
            | Self::OrderCancelled(_)
            | Self::OnlineTaken(_)
            | Self::OnlineConfirmed(_)
            | Self::OnlineDiscarded(_)
            | Self::CallPlanned(_)
            | Self::CallAttempted(_)
            | Self::CallAnswered(_)
            | Self::AttemptTakenBack(_)
            | Self::CallExpired(_)
            | Self::OptedOut(_)
            | Self::OptedIn(_)
            | Self::ComplaintRaised(_)
            | Self::ComplaintNoted(_)
            | Self::CustomerAsked(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_)
            | Self::ComplaintGivenUp(_)
            | Self::FeedbackNoted(_)
            | Self::FeedbackRead(_)
            | Self::FeedbackRouted(_)
            | Self::FeedbackAnswered(_)
            | Self::FeedbackTurned(_)
            | Self::ComplaintChanged(_)
            | Self::CapaOpened(_)
            | Self::CapaIssued(_)
            | Self::CapaReassigned(_)
            | Self::CapaPlanned(_)
            | Self::CapaActed(_)
            | Self::CapaVerified(_)
            | Self::CapaTold(_)
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
            | Self::FormAnswered(_)
            | Self::CampaignEvaluated(_)
            | Self::CampaignReviewed(_)
            | Self::CampaignClosed(_)
            | Self::CampaignCancelled(_)
            | Self::PlanWritten(_)
            | Self::SurveyPlanned(_)
            | Self::YearApproved(_)
            | Self::OutreachNoted(_) => String::new(),
        }
    }

    /// Who did what the event tells, where that may be another person than the one who wrote it down.
    pub fn doer(&self) -> Option<&StaffId> {
        match self {
            Self::WorkStarted(e) => Some(&e.technician),
            Self::WorkStopped(e) => Some(&e.technician),
            Self::WorkFinished(e) => Some(&e.technician),
            Self::QualityChecked(e) => Some(&e.inspector),
            Self::TripAnswered(e) => Some(&e.approver),
            Self::TripBegun(e) => Some(&e.engineer),
            Self::ContractReviewed(e) => Some(&e.reviewer),
            _ => None,
        }
    }

    /// What was said about it, for the history.
    pub fn note(&self) -> Option<String> {
        match self {
            Self::FindingNoted(e) => {
                let parts = [Some(e.found.as_str()), e.cause.as_deref(), e.plan.as_deref()];
                Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
            }
            Self::LineWritten(e) => Some(format!("{} {}", e.label, e.labour + e.parts)),
            Self::IntakeNoted(e) => Some(e.told()).filter(|told| !told.is_empty()),
            other => other.remark().map(str::to_string),
        }
    }

    /// What somebody wrote beside it.
    fn remark(&self) -> Option<&str> {
        match self {
            Self::WorkStopped(e) => e.note.as_deref(),
            Self::FaultNoted(e) => Some(&e.wrong),
            Self::PartNeeded(e) => Some(&e.part),
            Self::PartExpected(e) => e.reason.as_deref(),
            Self::PartCancelled(e) => Some(&e.reason),
            Self::Promised(e) => e.word.as_deref(),
            Self::QualityChecked(e) => e.note.as_deref(),
            Self::OrderCancelled(e) => Some(&e.reason),
            Self::VisitNoted(e) => e.conclusion.as_deref(),
            Self::TripApplied(e) => Some(&e.task),
            Self::TripAnswered(e) => e.remark.as_deref(),
            Self::ContractReviewed(e) => e.remark.as_deref(),
            Self::ContractChanged(e) => Some(&e.reason),
            Self::PayersSet(e) => Some(&e.reason),
            Self::ClaimNoted(e) => e.reason.as_deref(),
            Self::CeilingRaised(e) => Some(&e.reason),
            _ => None,
        }
    }
}
