//! Every event of the shop: what the journal keeps for ever.
//!
//! An event is past tense, closed and versioned. Its kind is its name in the journal; when its shape changes, an
//! upcaster in `store` turns old shapes into the current one, and with it its version rises. Nothing here is ever removed.

mod groups;
mod kind;
mod slots;
mod story;

use super::call::answer::CallAnswered;
use super::call::attempt::CallAttempted;
use super::call::ended::CallExpired;
use super::call::plan::CallPlanned;
use super::call::take_back::AttemptTakenBack;
use super::campaign::answer::FormAnswered;
use super::campaign::close::{CampaignCancelled, CampaignClosed};
use super::campaign::evaluate::CampaignEvaluated;
use super::campaign::issue::FormsIssued;
use super::campaign::open::CampaignOpened;
use super::campaign::review::CampaignReviewed;
use super::campaign::sheet::CampaignChanged;
use super::campaign::sign::CampaignSigned;
use super::campaign::start::CampaignStarted;
use super::capa::act::CapaActed;
use super::capa::close::{CapaClosed, CapaWithdrawn};
use super::capa::issue::CapaIssued;
use super::capa::link::CapaLinked;
use super::capa::open::CapaOpened;
use super::capa::plan::CapaPlanned;
use super::capa::project::{ProjectBegun, ProjectPlanned};
use super::capa::reassign::CapaReassigned;
use super::capa::tell::CapaTold;
use super::capa::verify::CapaVerified;
use super::complaint::approve::ComplaintApproved;
use super::complaint::change::ComplaintChanged;
use super::complaint::close::CustomerAsked;
use super::complaint::give_up::ComplaintGivenUp;
use super::complaint::judge::ComplaintJudged;
use super::complaint::note::ComplaintNoted;
use super::complaint::plan::ComplaintPlanned;
use super::complaint::raise::ComplaintRaised;
use super::complaint::verify::ComplaintVerified;
use super::customer::add::CustomerAdded;
use super::customer::change::CustomerChanged;
use super::customer::contact::{OptedIn, OptedOut};
use super::customer::merge::{CustomersMerged, CustomersUnmerged};
use super::customer::read::CustomerRead;
use super::feedback::answer::FeedbackAnswered;
use super::feedback::note::FeedbackNoted;
use super::feedback::read::FeedbackRead;
use super::feedback::route::FeedbackRouted;
use super::feedback::turn::FeedbackTurned;
use super::online::confirm::OnlineConfirmed;
use super::online::discard::OnlineDiscarded;
use super::online::take::OnlineTaken;
use super::order::cancel::OrderCancelled;
use super::order::ceiling::CeilingRaised;
use super::order::checked::ChecklistNoted;
use super::order::claim::ClaimNoted;
use super::order::comeback::ComebackNoted;
use super::order::confirm::VisitConfirmed;
use super::order::confirmed::ChecklistConfirmed;
use super::order::consent::LinesDecided;
use super::order::contract::{ContractChanged, ContractSigned};
use super::order::exit::{CarViewed, ExitChecked};
use super::order::fault::FaultNoted;
use super::order::finding::FindingNoted;
use super::order::given::{PromisesGiven, PromisesSigned};
use super::order::hand_over::{HandedOver, OrderSigned, WorkExplained};
use super::order::intake::{CustomerNamed, IntakeNoted, WordsAdded};
use super::order::kept::PromisesJudged;
use super::order::line::{LineDropped, LineWritten};
use super::order::move_to::OrderMoved;
use super::order::part_on_order::{PartCancelled, PartExpected, PartNeeded, PartStamped};
use super::order::pay::PaymentTaken;
use super::order::payer::PayersSet;
use super::order::promise::Promised;
use super::order::quality::QualityChecked;
use super::order::ready::ReadyTold;
use super::order::receive::OrderReceived;
use super::order::request::{RequestAnswered, RequestNoted};
use super::order::review::ContractReviewed;
use super::order::symptoms::SymptomsNoted;
use super::order::take_over::OrderTakenOver;
use super::order::tick::RequirementTicked;
use super::order::trip::{TripAnswered, TripApplied, TripBegun};
use super::order::undo::OrderUndone;
use super::order::version::EstimateShown;
use super::order::visit::{CarPlaced, VisitNoted};
use super::order::work::{WorkFinished, WorkStarted, WorkStopped};
use super::order::workshop::HandedToWorkshop;
use super::plan::approve::YearApproved;
use super::plan::entry::SurveyPlanned;
use super::plan::outreach::OutreachNoted;
use super::plan::write::PlanWritten;
use super::requirement::end::RequirementEnded;
use super::requirement::note::RequirementNoted;
use super::requirement::review::RequirementReviewed;
use super::shop::adopt::ConfigAdopted;
use super::shop::erase::PersonErased;
use super::shop::set_up::ShopNamed;
use super::staff::add::StaffAdded;
use super::staff::key::{KeyAdded, KeyDropped};
use super::staff::pin::PinSet;
use super::vehicle::add::VehicleAdded;
use super::vehicle::change::VehicleChanged;
use super::vehicle::merge::{VehiclesMerged, VehiclesUnmerged};
use super::vehicle::mileage::MileageRead;
use super::vehicle::owner::OwnerLinked;
use super::{StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// Who and when: what every fold knows besides the event itself.
#[derive(Clone, Copy, Debug)]
pub struct Meta<'a> {
    /// The journal line.
    pub seq: u64,
    /// When it was decided.
    pub at: Stamp,
    /// Who.
    pub by: &'a StaffId,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Event {
    /// The shop has a name.
    #[serde(rename = "shop.named")]
    ShopNamed(ShopNamed),
    /// A configuration text was adopted.
    #[serde(rename = "config.adopted")]
    ConfigAdopted(ConfigAdopted),
    /// A person's data was erased.
    #[serde(rename = "person.erased")]
    PersonErased(PersonErased),
    /// A person was added or changed.
    #[serde(rename = "staff.added")]
    StaffAdded(StaffAdded),
    /// A key to log in with was added.
    #[serde(rename = "staff.key-added")]
    KeyAdded(KeyAdded),
    /// A key to log in with was taken away.
    #[serde(rename = "staff.key-dropped")]
    KeyDropped(KeyDropped),
    /// A PIN was set, or taken away.
    #[serde(rename = "staff.pin-set")]
    PinSet(PinSet),
    /// A customer's file was opened.
    #[serde(rename = "customer.added")]
    CustomerAdded(CustomerAdded),
    /// A customer's file was changed.
    #[serde(rename = "customer.changed")]
    CustomerChanged(CustomerChanged),
    /// A customer's file was read.
    #[serde(rename = "customer.read")]
    CustomerRead(CustomerRead),
    /// A vehicle's file was opened.
    #[serde(rename = "vehicle.added")]
    VehicleAdded(VehicleAdded),
    /// A vehicle's file was changed.
    #[serde(rename = "vehicle.changed")]
    VehicleChanged(VehicleChanged),
    /// A vehicle has an owner.
    #[serde(rename = "vehicle.owner-linked")]
    OwnerLinked(OwnerLinked),
    /// Two files of one customer became one.
    #[serde(rename = "customer.merged")]
    CustomersMerged(CustomersMerged),
    /// Two files of customers were taken apart.
    #[serde(rename = "customer.unmerged")]
    CustomersUnmerged(CustomersUnmerged),
    /// Two files of one vehicle became one.
    #[serde(rename = "vehicle.merged")]
    VehiclesMerged(VehiclesMerged),
    /// Two files of vehicles were taken apart.
    #[serde(rename = "vehicle.unmerged")]
    VehiclesUnmerged(VehiclesUnmerged),
    /// A special requirement was noted.
    #[serde(rename = "requirement.noted")]
    RequirementNoted(RequirementNoted),
    /// A department reviewed a special requirement.
    #[serde(rename = "requirement.reviewed")]
    RequirementReviewed(RequirementReviewed),
    /// A special requirement ended.
    #[serde(rename = "requirement.ended")]
    RequirementEnded(RequirementEnded),
    /// A special requirement was carried out on a visit.
    #[serde(rename = "order.requirement-ticked")]
    RequirementTicked(RequirementTicked),
    /// The odometer was read.
    #[serde(rename = "vehicle.mileage-read")]
    MileageRead(MileageRead),
    /// A car was taken in.
    #[serde(rename = "order.received")]
    OrderReceived(OrderReceived),
    /// The intake was noted.
    #[serde(rename = "order.intake-noted")]
    IntakeNoted(IntakeNoted),
    /// More words of the customer.
    #[serde(rename = "order.words-added")]
    WordsAdded(WordsAdded),
    /// The order's customer was named.
    #[serde(rename = "order.customer-named")]
    CustomerNamed(CustomerNamed),
    /// A promise was given or moved.
    #[serde(rename = "order.promised")]
    Promised(Promised),
    /// A finding was taken down.
    #[serde(rename = "order.finding-noted")]
    FindingNoted(FindingNoted),
    /// A line of the quote was written.
    #[serde(rename = "order.line-written")]
    LineWritten(LineWritten),
    /// A line was taken off the quote.
    #[serde(rename = "order.line-dropped")]
    LineDropped(LineDropped),
    /// The customer decided.
    #[serde(rename = "order.lines-decided")]
    LinesDecided(LinesDecided),
    /// A claim was noted.
    #[serde(rename = "order.claim-noted")]
    ClaimNoted(ClaimNoted),
    /// Others pay a line.
    #[serde(rename = "order.payers-set")]
    PayersSet(PayersSet),
    /// The estimate was shown to the customer.
    #[serde(rename = "order.estimate-shown")]
    EstimateShown(EstimateShown),
    /// The contract was reviewed before signing.
    #[serde(rename = "order.contract-reviewed")]
    ContractReviewed(ContractReviewed),
    /// The customer signed the contract.
    #[serde(rename = "order.contract-signed")]
    ContractSigned(ContractSigned),
    /// The contract was changed or stopped.
    #[serde(rename = "order.contract-changed")]
    ContractChanged(ContractChanged),
    /// The ceiling was raised without the customer.
    #[serde(rename = "order.ceiling-raised")]
    CeilingRaised(CeilingRaised),
    /// Work began or went on.
    #[serde(rename = "order.work-started")]
    WorkStarted(WorkStarted),
    /// Work was stopped.
    #[serde(rename = "order.work-stopped")]
    WorkStopped(WorkStopped),
    /// Work was finished.
    #[serde(rename = "order.work-finished")]
    WorkFinished(WorkFinished),
    /// The repair was checked.
    #[serde(rename = "order.quality-checked")]
    QualityChecked(QualityChecked),
    /// The customer was told that the car is ready.
    #[serde(rename = "order.ready-told")]
    ReadyTold(ReadyTold),
    /// The customer looked at the finished car.
    #[serde(rename = "order.viewed")]
    CarViewed(CarViewed),
    /// The car was compared with the intake.
    #[serde(rename = "order.exit-checked")]
    ExitChecked(ExitChecked),
    /// The promises were judged.
    #[serde(rename = "order.promises-judged")]
    PromisesJudged(PromisesJudged),
    /// The work was explained.
    #[serde(rename = "order.explained")]
    WorkExplained(WorkExplained),
    /// The customer signed.
    #[serde(rename = "order.signed")]
    OrderSigned(OrderSigned),
    /// A payment was taken.
    #[serde(rename = "order.paid")]
    PaymentTaken(PaymentTaken),
    /// The car was given back.
    #[serde(rename = "order.handed-over")]
    HandedOver(HandedOver),
    /// The visit was noted.
    #[serde(rename = "order.visit-noted")]
    VisitNoted(VisitNoted),
    /// A trip to the customer was applied for.
    #[serde(rename = "order.trip-applied")]
    TripApplied(TripApplied),
    /// The application was approved, or not.
    #[serde(rename = "order.trip-answered")]
    TripAnswered(TripAnswered),
    /// The engineer set out.
    #[serde(rename = "order.trip-begun")]
    TripBegun(TripBegun),
    /// The car was put somewhere.
    #[serde(rename = "order.car-placed")]
    CarPlaced(CarPlaced),
    /// The order was found to be a comeback, or to be none.
    #[serde(rename = "order.comeback-noted")]
    ComebackNoted(ComebackNoted),
    /// The symptoms were asked after.
    #[serde(rename = "order.symptoms-noted")]
    SymptomsNoted(SymptomsNoted),
    /// A checklist was filled in.
    #[serde(rename = "order.checklist-noted")]
    ChecklistNoted(ChecklistNoted),
    /// What a checklist found was confirmed.
    #[serde(rename = "order.checklist-confirmed")]
    ChecklistConfirmed(ChecklistConfirmed),
    /// Promises were given.
    #[serde(rename = "order.promises-given")]
    PromisesGiven(PromisesGiven),
    /// Both sides signed the promises.
    #[serde(rename = "order.promises-signed")]
    PromisesSigned(PromisesSigned),
    /// The car was handed to the workshop.
    #[serde(rename = "order.handed-to-workshop")]
    HandedToWorkshop(HandedToWorkshop),
    /// Another advisor took the order over.
    #[serde(rename = "order.taken-over")]
    OrderTakenOver(OrderTakenOver),
    /// The after-sales department confirmed the visit once it was over.
    #[serde(rename = "order.visit-confirmed")]
    VisitConfirmed(VisitConfirmed),
    /// The shop's own fault was recorded.
    #[serde(rename = "order.fault-noted")]
    FaultNoted(FaultNoted),
    /// A part has to be ordered.
    #[serde(rename = "order.part-needed")]
    PartNeeded(PartNeeded),
    /// A step was taken with a part on order.
    #[serde(rename = "order.part-stamped")]
    PartStamped(PartStamped),
    /// A part on order is expected at this time.
    #[serde(rename = "order.part-expected")]
    PartExpected(PartExpected),
    /// A part on order was cancelled.
    #[serde(rename = "order.part-cancelled")]
    PartCancelled(PartCancelled),
    /// The customer asked for something.
    #[serde(rename = "order.request-noted")]
    RequestNoted(RequestNoted),
    /// The customer was answered.
    #[serde(rename = "order.request-answered")]
    RequestAnswered(RequestAnswered),
    /// The order was cancelled.
    #[serde(rename = "order.cancelled")]
    OrderCancelled(OrderCancelled),
    /// The order entered a stage.
    #[serde(rename = "order.moved")]
    OrderMoved(OrderMoved),
    /// The newest action was taken back.
    #[serde(rename = "order.undone")]
    OrderUndone(OrderUndone),
    /// An online request was taken up.
    #[serde(rename = "online.taken")]
    OnlineTaken(OnlineTaken),
    /// A car was taken in by an online request.
    #[serde(rename = "online.confirmed")]
    OnlineConfirmed(OnlineConfirmed),
    /// An online request was discarded.
    #[serde(rename = "online.discarded")]
    OnlineDiscarded(OnlineDiscarded),
    /// A follow-up call was planned.
    #[serde(rename = "call.planned")]
    CallPlanned(CallPlanned),
    /// An attempt was made.
    #[serde(rename = "call.attempted")]
    CallAttempted(CallAttempted),
    /// The customer answered.
    #[serde(rename = "call.answered")]
    CallAnswered(CallAnswered),
    /// An attempt was taken back.
    #[serde(rename = "call.attempt-taken-back")]
    AttemptTakenBack(AttemptTakenBack),
    /// A call's last day is over.
    #[serde(rename = "call.expired")]
    CallExpired(CallExpired),
    /// A customer does not want some kinds of contact.
    #[serde(rename = "customer.opted-out")]
    OptedOut(OptedOut),
    /// A customer may be contacted again.
    #[serde(rename = "customer.opted-in")]
    OptedIn(OptedIn),
    /// A complaint was taken down.
    #[serde(rename = "complaint.raised")]
    ComplaintRaised(ComplaintRaised),
    /// Something was done about a complaint.
    #[serde(rename = "complaint.noted")]
    ComplaintNoted(ComplaintNoted),
    /// The customer was asked whether they are satisfied.
    #[serde(rename = "complaint.customer-asked")]
    CustomerAsked(CustomerAsked),
    /// A complaint was judged.
    #[serde(rename = "complaint.judged")]
    ComplaintJudged(ComplaintJudged),
    /// Cause and plan of a complaint were written.
    #[serde(rename = "complaint.planned")]
    ComplaintPlanned(ComplaintPlanned),
    /// The plan of a complaint was approved, or sent back.
    #[serde(rename = "complaint.approved")]
    ComplaintApproved(ComplaintApproved),
    /// What was done about a complaint was verified.
    #[serde(rename = "complaint.verified")]
    ComplaintVerified(ComplaintVerified),
    /// A complaint was closed without the customer's word.
    #[serde(rename = "complaint.given-up")]
    ComplaintGivenUp(ComplaintGivenUp),
    /// What was taken down of a complaint was put right.
    #[serde(rename = "complaint.changed")]
    ComplaintChanged(ComplaintChanged),
    /// Feedback was taken down.
    #[serde(rename = "feedback.noted")]
    FeedbackNoted(FeedbackNoted),
    /// The owning department has read feedback.
    #[serde(rename = "feedback.read")]
    FeedbackRead(FeedbackRead),
    /// Feedback went to another department.
    #[serde(rename = "feedback.routed")]
    FeedbackRouted(FeedbackRouted),
    /// Feedback was acted on and answered.
    #[serde(rename = "feedback.answered")]
    FeedbackAnswered(FeedbackAnswered),
    /// Feedback became a complaint.
    #[serde(rename = "feedback.turned")]
    FeedbackTurned(FeedbackTurned),
    /// A corrective action was opened.
    #[serde(rename = "capa.opened")]
    CapaOpened(CapaOpened),
    /// A corrective action was issued.
    #[serde(rename = "capa.issued")]
    CapaIssued(CapaIssued),
    /// A corrective action was given to others, or another day.
    #[serde(rename = "capa.reassigned")]
    CapaReassigned(CapaReassigned),
    /// Cause and measure of a corrective action were written.
    #[serde(rename = "capa.planned")]
    CapaPlanned(CapaPlanned),
    /// The measure of a corrective action was carried out.
    #[serde(rename = "capa.acted")]
    CapaActed(CapaActed),
    /// A corrective action was verified.
    #[serde(rename = "capa.verified")]
    CapaVerified(CapaVerified),
    /// The customer was told what came of a corrective action, or could not be reached.
    #[serde(rename = "capa.told")]
    CapaTold(CapaTold),
    /// A corrective action was linked to another project.
    #[serde(rename = "capa.linked")]
    CapaLinked(CapaLinked),
    /// A corrective action was closed.
    #[serde(rename = "capa.closed")]
    CapaClosed(CapaClosed),
    /// A corrective action was withdrawn.
    #[serde(rename = "capa.withdrawn")]
    CapaWithdrawn(CapaWithdrawn),
    /// An improvement project began.
    #[serde(rename = "project.begun")]
    ProjectBegun(ProjectBegun),
    /// It was said who leads an improvement project, and its goal.
    #[serde(rename = "project.planned")]
    ProjectPlanned(ProjectPlanned),
    /// A survey campaign was opened.
    #[serde(rename = "campaign.opened")]
    CampaignOpened(CampaignOpened),
    /// The sheet of a campaign was changed.
    #[serde(rename = "campaign.changed")]
    CampaignChanged(CampaignChanged),
    /// A department signed a campaign.
    #[serde(rename = "campaign.signed")]
    CampaignSigned(CampaignSigned),
    /// A campaign began.
    #[serde(rename = "campaign.started")]
    CampaignStarted(CampaignStarted),
    /// Forms of a campaign were issued.
    #[serde(rename = "campaign.forms-issued")]
    FormsIssued(FormsIssued),
    /// A form came back, or reached nobody.
    #[serde(rename = "campaign.form-answered")]
    FormAnswered(FormAnswered),
    /// A campaign was evaluated.
    #[serde(rename = "campaign.evaluated")]
    CampaignEvaluated(CampaignEvaluated),
    /// The meeting about a campaign was held.
    #[serde(rename = "campaign.reviewed")]
    CampaignReviewed(CampaignReviewed),
    /// A campaign was closed.
    #[serde(rename = "campaign.closed")]
    CampaignClosed(CampaignClosed),
    /// A campaign was given up.
    #[serde(rename = "campaign.cancelled")]
    CampaignCancelled(CampaignCancelled),
    /// The plan of a year was written.
    #[serde(rename = "plan.written")]
    PlanWritten(PlanWritten),
    /// A survey of a year was planned.
    #[serde(rename = "plan.survey-planned")]
    SurveyPlanned(SurveyPlanned),
    /// The plan of a year was approved, or sent back.
    #[serde(rename = "plan.approved")]
    YearApproved(YearApproved),
    /// Visits were paid, or an event was held.
    #[serde(rename = "plan.outreach-noted")]
    OutreachNoted(OutreachNoted),
}

/// The stable name of a code, as the journal and `apply` write it.
pub fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
