//! Every event of the shop: what the journal keeps for ever.
//!
//! An event is past tense, closed and versioned. Its kind is its name in the journal; when its shape changes, an
//! upcaster in `store` turns old shapes into the current one, and with it its version rises. Nothing here is ever removed.

use super::call::answer::CallAnswered;
use super::call::attempt::CallAttempted;
use super::call::plan::CallPlanned;
use super::complaint::approve::ComplaintApproved;
use super::complaint::close::CustomerAsked;
use super::complaint::give_up::ComplaintGivenUp;
use super::complaint::judge::ComplaintJudged;
use super::complaint::note::ComplaintNoted;
use super::complaint::plan::ComplaintPlanned;
use super::complaint::raise::ComplaintRaised;
use super::complaint::verify::ComplaintVerified;
use super::customer::add::CustomerAdded;
use super::customer::change::CustomerChanged;
use super::customer::merge::{CustomersMerged, CustomersUnmerged};
use super::customer::read::CustomerRead;
use super::marks::Group;
use super::online::confirm::OnlineConfirmed;
use super::online::discard::OnlineDiscarded;
use super::online::take::OnlineTaken;
use super::order::cancel::OrderCancelled;
use super::order::ceiling::CeilingRaised;
use super::order::checked::ChecklistNoted;
use super::order::claim::ClaimNoted;
use super::order::comeback::{self, ComebackNoted};
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
use super::{Personal, StaffId, Stamp};
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
}

impl Event {
    /// The name in the journal.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ShopNamed(_) => "shop.named",
            Self::ConfigAdopted(_) => "config.adopted",
            Self::PersonErased(_) => "person.erased",
            Self::StaffAdded(_) => "staff.added",
            Self::KeyAdded(_) => "staff.key-added",
            Self::KeyDropped(_) => "staff.key-dropped",
            Self::PinSet(_) => "staff.pin-set",
            Self::CustomerAdded(_) => "customer.added",
            Self::CustomerChanged(_) => "customer.changed",
            Self::CustomerRead(_) => "customer.read",
            Self::VehicleAdded(_) => "vehicle.added",
            Self::VehicleChanged(_) => "vehicle.changed",
            Self::OwnerLinked(_) => "vehicle.owner-linked",
            Self::CustomersMerged(_) => "customer.merged",
            Self::CustomersUnmerged(_) => "customer.unmerged",
            Self::VehiclesMerged(_) => "vehicle.merged",
            Self::VehiclesUnmerged(_) => "vehicle.unmerged",
            Self::RequirementNoted(_) => "requirement.noted",
            Self::RequirementReviewed(_) => "requirement.reviewed",
            Self::RequirementEnded(_) => "requirement.ended",
            Self::RequirementTicked(_) => "order.requirement-ticked",
            Self::MileageRead(_) => "vehicle.mileage-read",
            Self::OrderReceived(_) => "order.received",
            Self::IntakeNoted(_) => "order.intake-noted",
            Self::WordsAdded(_) => "order.words-added",
            Self::CustomerNamed(_) => "order.customer-named",
            Self::Promised(_) => "order.promised",
            Self::FindingNoted(_) => "order.finding-noted",
            Self::LineWritten(_) => "order.line-written",
            Self::LineDropped(_) => "order.line-dropped",
            Self::LinesDecided(_) => "order.lines-decided",
            Self::ClaimNoted(_) => "order.claim-noted",
            Self::PayersSet(_) => "order.payers-set",
            Self::EstimateShown(_) => "order.estimate-shown",
            Self::ContractReviewed(_) => "order.contract-reviewed",
            Self::ContractSigned(_) => "order.contract-signed",
            Self::ContractChanged(_) => "order.contract-changed",
            Self::CeilingRaised(_) => "order.ceiling-raised",
            Self::WorkStarted(_) => "order.work-started",
            Self::WorkStopped(_) => "order.work-stopped",
            Self::WorkFinished(_) => "order.work-finished",
            Self::QualityChecked(_) => "order.quality-checked",
            Self::ReadyTold(_) => "order.ready-told",
            Self::CarViewed(_) => "order.viewed",
            Self::ExitChecked(_) => "order.exit-checked",
            Self::PromisesJudged(_) => "order.promises-judged",
            Self::WorkExplained(_) => "order.explained",
            Self::OrderSigned(_) => "order.signed",
            Self::PaymentTaken(_) => "order.paid",
            Self::HandedOver(_) => "order.handed-over",
            Self::VisitNoted(_) => "order.visit-noted",
            Self::TripApplied(_) => "order.trip-applied",
            Self::TripAnswered(_) => "order.trip-answered",
            Self::TripBegun(_) => "order.trip-begun",
            Self::CarPlaced(_) => "order.car-placed",
            Self::ComebackNoted(_) => "order.comeback-noted",
            Self::SymptomsNoted(_) => "order.symptoms-noted",
            Self::ChecklistNoted(_) => "order.checklist-noted",
            Self::ChecklistConfirmed(_) => "order.checklist-confirmed",
            Self::PromisesGiven(_) => "order.promises-given",
            Self::PromisesSigned(_) => "order.promises-signed",
            Self::HandedToWorkshop(_) => "order.handed-to-workshop",
            Self::OrderTakenOver(_) => "order.taken-over",
            Self::VisitConfirmed(_) => "order.visit-confirmed",
            Self::FaultNoted(_) => "order.fault-noted",
            Self::PartNeeded(_) => "order.part-needed",
            Self::PartStamped(_) => "order.part-stamped",
            Self::PartExpected(_) => "order.part-expected",
            Self::PartCancelled(_) => "order.part-cancelled",
            Self::RequestNoted(_) => "order.request-noted",
            Self::RequestAnswered(_) => "order.request-answered",
            Self::OrderCancelled(_) => "order.cancelled",
            Self::OrderMoved(_) => "order.moved",
            Self::OrderUndone(_) => "order.undone",
            Self::OnlineTaken(_) => "online.taken",
            Self::OnlineConfirmed(_) => "online.confirmed",
            Self::OnlineDiscarded(_) => "online.discarded",
            Self::CallPlanned(_) => "call.planned",
            Self::CallAttempted(_) => "call.attempted",
            Self::CallAnswered(_) => "call.answered",
            Self::ComplaintRaised(_) => "complaint.raised",
            Self::ComplaintNoted(_) => "complaint.noted",
            Self::CustomerAsked(_) => "complaint.customer-asked",
            Self::ComplaintJudged(_) => "complaint.judged",
            Self::ComplaintPlanned(_) => "complaint.planned",
            Self::ComplaintApproved(_) => "complaint.approved",
            Self::ComplaintVerified(_) => "complaint.verified",
            Self::ComplaintGivenUp(_) => "complaint.given-up",
        }
    }

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
            Self::RequirementEnded(_) | Self::PinSet(_) | Self::CustomerRead(_) => Group::Added,
            Self::OwnerLinked(_) | Self::CustomerNamed(_) => Group::Owner,
            Self::IntakeNoted(_) | Self::VisitNoted(_) | Self::SymptomsNoted(_) | Self::ComebackNoted(_) => {
                Group::Intake
            }
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
            | Self::ComplaintRaised(_)
            | Self::CustomerAsked(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_)
            | Self::ComplaintGivenUp(_) => Group::State,
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
            Self::CallAnswered(e) => e.words.iter_mut().collect(),
            Self::ComplaintRaised(e) => std::iter::once(&mut e.words).chain(&mut e.name).collect(),
            Self::ComplaintNoted(e) => vec![&mut e.text],
            Self::CustomerAsked(e) => vec![&mut e.words],
            Self::ComplaintGivenUp(e) => vec![&mut e.text],
            Self::RequirementNoted(e) => vec![&mut e.text],
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
            | Self::CallPlanned(_)
            | Self::CallAttempted(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_) => Vec::new(),
        }
    }

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
            | Self::ComplaintRaised(_)
            | Self::ComplaintNoted(_)
            | Self::CustomerAsked(_)
            | Self::ComplaintJudged(_)
            | Self::ComplaintPlanned(_)
            | Self::ComplaintApproved(_)
            | Self::ComplaintVerified(_)
            | Self::ComplaintGivenUp(_) => String::new(),
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

/// The stable name of a code, as the journal and `apply` write it.
pub fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
