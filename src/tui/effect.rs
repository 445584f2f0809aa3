//! What a screen asks for, as data: it never acts itself.

use super::theme::Role;
use crate::domain::campaign::Due as CampaignDue;
use crate::domain::capa::course::Step;
use crate::domain::complaint::course::Due;
use crate::domain::{
    CallId, CampaignId, CapaId, Command, ComplaintId, CustomerId, FeedbackId, OnlineId, OrderId, ProjectId,
    RequirementId, StaffId, VehicleId,
};
pub use crate::report::Sheet;
use serde::{Deserialize, Serialize};

/// Where one can be. Each place is a screen, a form or a box, and names its draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The cars in the shop.
    Board,
    /// The find box.
    Find,
    /// One order.
    Order(OrderId),
    /// Everything that happened to an order.
    History(OrderId),
    /// One vehicle and its visits.
    Vehicle(VehicleId),
    /// Putting right what stands in a vehicle's file.
    ChangeVehicle(VehicleId),
    /// One customer and all that is on file about them.
    Customer(CustomerId),
    /// Who read a customer's file.
    Reads(CustomerId),
    /// Putting a customer's file right.
    ChangeCustomer(CustomerId),
    /// Noting what a customer, or one car, asks of every visit.
    Requirement {
        /// The customer.
        customer: Option<CustomerId>,
        /// The car.
        vehicle: Option<VehicleId>,
    },
    /// A department's review of a requirement in a customer's file.
    Review(CustomerId, RequirementId),
    /// Ending a requirement in a customer's file.
    EndRequirement(CustomerId, RequirementId),
    /// Merging another file into a vehicle's.
    MergeVehicle(VehicleId),
    /// Merging another file into a customer's.
    MergeCustomer(CustomerId),
    /// Taking a file out of a vehicle's again.
    SeparateVehicle(VehicleId),
    /// Taking a file out of a customer's again.
    SeparateCustomer(CustomerId),
    /// Taking in a car; the plate if it is known.
    NewOrder {
        /// The plate, without separators; empty if not known.
        plate: String,
    },
    /// What is still missing of the intake.
    Intake(OrderId),
    /// A finding.
    Finding(OrderId),
    /// A line of the quote; `None` for a new one.
    Line(OrderId, Option<u16>),
    /// The customer's word on the lines.
    Consent(OrderId),
    /// The promised time.
    Promise(OrderId),
    /// Starting a job.
    Start(OrderId, u16),
    /// Stopping a job.
    Stop(OrderId),
    /// The quality check.
    Quality(OrderId),
    /// Telling the customer that the car is ready.
    Ready(OrderId),
    /// Handing over.
    HandOver(OrderId),
    /// Handing the car to the workshop.
    Workshop(OrderId),
    /// A checklist of an order, by the list's id.
    Checklist(OrderId, String),
    /// The versions of an order's estimate.
    Versions(OrderId),
    /// Who pays a line on which the customer decided.
    Payers(OrderId, u16),
    /// How far a claim against a warranty or an insurer is.
    Claim(OrderId),
    /// A trip to the customer.
    Trip(OrderId),
    /// Confirming a visit for the after-sales department.
    ConfirmVisit(OrderId),
    /// Signing the contract.
    SignContract(OrderId),
    /// Changing or stopping the contract.
    ChangeContract(OrderId),
    /// One thing done on several orders.
    Several(Vec<OrderId>),
    /// Raising the ceiling without the customer.
    Ceiling(OrderId),
    /// Cancelling an order.
    Cancel(OrderId),
    /// The shop's own fault on an order.
    Fault(OrderId),
    /// A part that is ordered for an order.
    Part(OrderId),
    /// The next step of a part on order: of this one, or of one that is chosen.
    PartStep(OrderId, Option<u16>),
    /// What the customer asks for on an order, and the answer.
    Request(OrderId),
    /// What waits for an answer.
    Requests,
    /// Taking in a car by an online request.
    TakeIn(OnlineId),
    /// Discarding an online request.
    DiscardOnline(OnlineId),
    /// Calls to be made.
    Calls,
    /// Whom one might call besides.
    WhomToCall,
    /// What a customer does not want to be contacted about.
    OptOut(CustomerId),
    /// One call, held.
    Call(CallId),
    /// Complaints.
    Complaints,
    /// One complaint.
    Complaint(ComplaintId),
    /// One piece of feedback.
    Feedback(FeedbackId),
    /// What was done about feedback, and what was answered.
    AnswerFeedback(FeedbackId),
    /// Giving feedback to another department.
    RouteFeedback(FeedbackId),
    /// Making a complaint of feedback.
    TurnFeedback(FeedbackId),
    /// Complaints about the same as this one.
    Repeats(ComplaintId),
    /// Putting right what was taken down of a complaint.
    ChangeComplaint(ComplaintId),
    /// Taking down a complaint.
    NewComplaint {
        /// About which visit.
        order: Option<OrderId>,
        /// In which call.
        call: Option<CallId>,
        /// About which car, if no visit is named.
        vehicle: Option<VehicleId>,
        /// What the customer said already.
        words: String,
    },
    /// What was done about a complaint; `true`: it is the clear answer to the customer.
    NoteComplaint(ComplaintId, bool),
    /// Asking the customer whether they are satisfied.
    CloseComplaint(ComplaintId),
    /// A step of a complaint between its answer and the customer's word.
    ComplaintStep(ComplaintId, Due),
    /// Closing a complaint whose customer cannot be reached.
    GiveUpComplaint(ComplaintId),
    /// Scores.
    Scores,
    /// Corrective actions.
    Improvement,
    /// One corrective action.
    Capa(CapaId),
    /// Opening a corrective action by hand.
    NewCapa,
    /// A step of a corrective action.
    CapaStep(CapaId, Step),
    /// Closing a corrective action whose customer cannot be reached.
    GiveUpCapa(CapaId),
    /// Giving a corrective action to others, or another day.
    ReassignCapa(CapaId),
    /// Linking a corrective action to another project.
    LinkCapa(CapaId),
    /// One improvement project.
    Project(ProjectId),
    /// Who leads a project, and its goal.
    PlanProject(ProjectId),
    /// A step of all corrective actions of a project that wait for it.
    ProjectStep(ProjectId, Step),
    /// Survey campaigns.
    Campaigns,
    /// One campaign.
    Campaign(CampaignId),
    /// Opening a special campaign.
    NewCampaign,
    /// The sheet of a campaign.
    ChangeCampaign(CampaignId),
    /// A step of a campaign that takes words; `Due::Nothing` gives it up.
    CampaignStep(CampaignId, CampaignDue),
    /// Issuing forms of a campaign.
    IssueForms(CampaignId),
    /// Typing in forms of a campaign.
    AnswerForm(CampaignId),
    /// The communication plan of a year.
    Plan(i32),
    /// Writing it.
    WritePlan(i32),
    /// Planning a survey in it.
    PlanSurvey(i32),
    /// The director's word on it.
    ApproveYear(i32),
    /// Visits and events of the year.
    Outreach(i32),
    /// The first run's dialog.
    SetUp,
    /// Another person at this terminal.
    SwitchPerson,
    /// The PIN of who takes over.
    Pin(StaffId),
    /// One's own PIN.
    SetPin,
    /// Nobody was here for a while.
    Lock,
    /// All commands.
    Palette,
    /// The flow of a visit and the prices of the menu.
    Prices,
    /// The keys that work here.
    Keys,
}

/// What to do after a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Nothing more; the picture may have changed.
    Stay,
    /// The key means nothing here: the layer below may take it.
    Pass,
    /// Close this layer. What was typed stays as a draft.
    Back,
    /// Close this layer and show a sentence on the message line.
    BackWith(Role, String),
    /// Open a place over this one.
    Open(Place),
    /// Open a place over this one and show a sentence on the message line.
    OpenWith(Role, String, Place),
    /// Open a place instead of this one.
    Turn(Place),
    /// Open a place instead of this one and show a sentence on the message line.
    TurnWith(Role, String, Place),
    /// Give a command; the screen learns of the outcome by `done` or `refused`.
    Run(Box<Ask>),
    /// Ask this first, and give the command if the very same is asked for with the next key too: what is easily done
    /// without looking.
    Sure(Box<Ask>, String),
    /// Give several commands, each by itself; the screen learns of each outcome by `done_each`.
    RunEach(Vec<Ask>),
    /// Print a sheet of an order.
    Print(OrderId, Sheet),
    /// Print the sheet of a corrective action.
    PrintCapa(CapaId),
    /// Write the pack for the management review of a year.
    Pack(i32),
    /// Show a sentence on the message line.
    Say(Role, String),
    /// Work as another person, if they need no PIN.
    Become(StaffId),
    /// Work as this person, with what was typed as their PIN.
    Prove(StaffId, Option<Secret>),
    /// Give the person at the keys another PIN: the one until now, and the new one.
    ChangePin(Secret, Secret),
    /// Do what this action does anywhere.
    Do(super::action::Action),
}

/// A PIN as it was typed. It is never shown, not even in a report of a fault.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A command with the version of the record that the screen showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What to do.
    pub command: Command,
    /// Noun and version, as `order` and 812.
    pub seen: Option<(&'static str, u64)>,
}

impl Effect {
    /// Gives a command whose writer saw nothing in particular.
    pub fn run(command: Command) -> Self {
        Self::Run(Box::new(Ask { command, seen: None }))
    }

    /// Gives a command to a record that was seen at `version`.
    pub fn run_on(noun: &'static str, version: u64, command: Command) -> Self {
        Self::Run(Box::new(Ask { command, seen: Some((noun, version)) }))
    }
}
