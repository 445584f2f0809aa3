//! Every command of the shop, as screens and `apply` give them (CONTRACTS 3).

mod needs;
mod replaces;

use super::call::answer::AnswerCall;
use super::call::attempt::LogAttempt;
use super::call::ended::ExpireCall;
use super::call::plan::PlanCall;
use super::call::take_back::TakeBackAttempt;
use super::campaign::answer::AnswerForm;
use super::campaign::close::{CancelCampaign, CloseCampaign};
use super::campaign::evaluate::EvaluateCampaign;
use super::campaign::issue::IssueForms;
use super::campaign::open::OpenCampaign;
use super::campaign::review::ReviewCampaign;
use super::campaign::sheet::ChangeCampaign;
use super::campaign::sign::SignCampaign;
use super::campaign::start::StartCampaign;
use super::capa::act::ActCapa;
use super::capa::issue::IssueCapa;
use super::capa::link::LinkCapa;
use super::capa::open::OpenCapa;
use super::capa::plan::PlanCapa;
use super::capa::project::PlanProject;
use super::capa::reassign::ReassignCapa;
use super::capa::tell::TellCapa;
use super::capa::verify::VerifyCapa;
use super::complaint::approve::ApproveComplaint;
use super::complaint::change::ChangeComplaint;
use super::complaint::close::CloseComplaint;
use super::complaint::give_up::GiveUpComplaint;
use super::complaint::judge::JudgeComplaint;
use super::complaint::note::NoteComplaint;
use super::complaint::plan::PlanComplaint;
use super::complaint::raise::RaiseComplaint;
use super::complaint::verify::VerifyComplaint;
use super::customer::add::AddCustomer;
use super::customer::change::ChangeCustomer;
use super::customer::contact::{OptInto, OptOutOf};
use super::customer::merge::{MergeCustomers, UnmergeCustomers};
use super::customer::read::ReadCustomer;
use super::feedback::answer::AnswerFeedback;
use super::feedback::note::NoteFeedback;
use super::feedback::read::ReadFeedback;
use super::feedback::route::RouteFeedback;
use super::feedback::turn::TurnFeedback;
use super::online::discard::DiscardOnline;
use super::online::take::TakeOnline;
use super::order::cancel::CancelOrder;
use super::order::ceiling::RaiseCeiling;
use super::order::checked::NoteChecklist;
use super::order::claim::NoteClaim;
use super::order::confirm::ConfirmVisit;
use super::order::consent::DecideLines;
use super::order::contract::{ChangeContract, SignContract};
use super::order::fault::NoteFault;
use super::order::finding::NoteFinding;
use super::order::given::GivePromises;
use super::order::hand_over::HandOver;
use super::order::intake::NoteIntake;
use super::order::line::{DropLine, WriteLine};
use super::order::move_to::MoveOrder;
use super::order::part_step::{CancelPart, NotePart, OrderPart};
use super::order::pay::TakePayment;
use super::order::payer::SetPayers;
use super::order::promise::SetPromise;
use super::order::quality::CheckQuality;
use super::order::ready::TellReady;
use super::order::receive::OpenOrder;
use super::order::request::{AnswerRequest, NoteRequest};
use super::order::review::ReviewContract;
use super::order::take_over::TakeOver;
use super::order::tick::TickRequirement;
use super::order::trip::NoteTrip;
use super::order::undo::Undo;
use super::order::version::ShowEstimate;
use super::order::work::{FinishWork, StartWork, StopWork};
use super::order::workshop::HandToWorkshop;
use super::plan::approve::ApproveYear;
use super::plan::entry::PlanSurvey;
use super::plan::outreach::NoteOutreach;
use super::plan::write::WritePlan;
use super::requirement::end::EndRequirement;
use super::requirement::note::NoteRequirement;
use super::requirement::review::ReviewRequirement;
use super::shop::adopt::AdoptConfig;
use super::shop::set_up::SetUpShop;
use super::staff::add::AddStaff;
use super::staff::key::{AddKey, DropKey};
use super::staff::pin::SetPin;
use super::vehicle::add::AddVehicle;
use super::vehicle::change::ChangeVehicle;
use super::vehicle::merge::{MergeVehicles, UnmergeVehicles};
use super::vehicle::owner::LinkOwner;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something to do. `do` names it, `with` holds its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", content = "with", rename_all = "snake_case")]
pub enum Command {
    /// Names the shop and its first three people.
    SetUpShop(SetUpShop),
    /// Adopts a scheme, checklist or rule table.
    AdoptConfig(AdoptConfig),
    /// Adds a person, or changes one whose id is known.
    AddStaff(AddStaff),
    /// Adds a key by which a person logs in over SSH.
    AddKey(AddKey),
    /// Takes such a key away.
    DropKey(DropKey),
    /// Sets the PIN by which a person takes over a terminal, or takes it away.
    SetPin(SetPin),
    /// Opens a customer's file.
    AddCustomer(AddCustomer),
    /// Changes a customer's file; absent fields stay.
    ChangeCustomer(ChangeCustomer),
    /// Notes that a customer's file was read, or has the phone numbers shown whole.
    ReadCustomer(ReadCustomer),
    /// Opens a vehicle's file.
    AddVehicle(AddVehicle),
    /// Changes a vehicle's file; absent fields stay.
    ChangeVehicle(ChangeVehicle),
    /// Links a vehicle to its new owner.
    LinkOwner(LinkOwner),
    /// Merges two files of one customer, keeping both histories.
    MergeCustomers(MergeCustomers),
    /// Takes two files of customers apart again.
    UnmergeCustomers(UnmergeCustomers),
    /// Merges two files of one vehicle, keeping both histories.
    MergeVehicles(MergeVehicles),
    /// Takes two files of vehicles apart again.
    UnmergeVehicles(UnmergeVehicles),
    /// Notes what a customer, or one car, asks of every visit.
    NoteRequirement(NoteRequirement),
    /// Records what a department says to a special requirement.
    ReviewRequirement(ReviewRequirement),
    /// Ends a special requirement; it stays on file.
    EndRequirement(EndRequirement),
    /// Ticks a special requirement of an order as carried out, or takes the tick back.
    TickRequirement(TickRequirement),
    /// Takes a car in. A known plate finds its car and owner; an unknown one needs the owner's name and phone before
    /// the diagnosis.
    OpenOrder(OpenOrder),
    /// Adds to or corrects what was taken down at the counter. Words are added, never replaced (A1).
    NoteIntake(NoteIntake),
    /// Applies for a trip to the customer, answers the application, or notes that the engineer set out.
    NoteTrip(NoteTrip),
    /// Gives the first promise, or moves it: then reason and contact are needed (feature 17).
    SetPromise(SetPromise),
    /// Takes down a finding, or rewrites one by its number.
    NoteFinding(NoteFinding),
    /// Adds a line to the quote, or rewrites one that the customer has not decided on. During the repair it is an
    /// add-on.
    WriteLine(WriteLine),
    /// Takes a line off the quote; its number is not given again.
    DropLine(DropLine),
    /// Records the customer's word on one or more lines.
    DecideLines(DecideLines),
    /// Says who pays a line, also after the customer decided on it.
    SetPayers(SetPayers),
    /// Notes how far the claim against a warranty or an insurer is.
    NoteClaim(NoteClaim),
    /// Notes that the estimate was printed or read out to the customer: from here on, a change is a new version.
    ShowEstimate(ShowEstimate),
    /// Reviews the contract before it is signed: scope, cost and time can be kept.
    ReviewContract(ReviewContract),
    /// Records that the customer signed the contract.
    SignContract(SignContract),
    /// Changes or stops the contract: one party proposes, the other consents.
    ChangeContract(ChangeContract),
    /// Raises the ceiling without asking the customer, with a reason.
    RaiseCeiling(RaiseCeiling),
    /// Starts work on an accepted line, or takes it up again after a stop or a failed check.
    StartWork(StartWork),
    /// Stops work with a code.
    StopWork(StopWork),
    /// Finishes the work on a line.
    FinishWork(FinishWork),
    /// Records a quality check. It fails if the repair or the road test failed.
    CheckQuality(CheckQuality),
    /// Takes a payment.
    TakePayment(TakePayment),
    /// Tells the customer that the car is ready, or tries to.
    TellReady(TellReady),
    /// Hands the car over. What was done before (a payment, the explanation) need not be said again.
    HandOver(HandOver),
    /// Takes a step of the workflow by hand; its gate is asked as ever.
    MoveOrder(MoveOrder),
    /// Hands the car from the advisor to the workshop.
    HandToWorkshop(HandToWorkshop),
    /// Gives an order to another advisor.
    TakeOver(TakeOver),
    /// Confirms a visit for the after-sales department once it is over.
    ConfirmVisit(ConfirmVisit),
    /// Fills in a checklist of an order; items not named stay as they are. With `confirm`, the one who types confirms
    /// what it found (C3).
    NoteChecklist(NoteChecklist),
    /// Gives the promises of the intake. What was given before stays on record as an earlier version.
    GivePromises(GivePromises),
    /// Records the shop's own fault and what the customer was given for it.
    NoteFault(NoteFault),
    /// Notes that a part has to be ordered for a repair order, and the steps that are done already.
    OrderPart(OrderPart),
    /// Notes what was done about a part on order: steps in their order, another expected time.
    NotePart(NotePart),
    /// Cancels a part on order.
    CancelPart(CancelPart),
    /// Takes down what a customer asks for.
    NoteRequest(NoteRequest),
    /// Records what the customer was answered.
    AnswerRequest(AnswerRequest),
    /// Cancels an order on which no work began.
    CancelOrder(CancelOrder),
    /// Takes back one's own newest action on an order, if nothing came after it.
    Undo(Undo),
    /// Takes up what somebody wrote into the shop's web form: unconfirmed, until a car is taken in by it.
    TakeOnline(TakeOnline),
    /// Discards an online request.
    DiscardOnline(DiscardOnline),
    /// Logs an attempt that brought no answers. The rule of the shop picks the next time, unless the customer named one.
    LogAttempt(LogAttempt),
    /// Records the answers and ends the call.
    AnswerCall(AnswerCall),
    /// Takes one's own newest attempt back: a digit that was pressed too early.
    TakeBackAttempt(TakeBackAttempt),
    /// Plans a call that follows no visit by itself: care, a reminder, "you said, we did".
    PlanCall(PlanCall),
    /// Writes down that a call's last day is over.
    ExpireCall(ExpireCall),
    /// Notes what a customer does not want to be contacted about. Open calls of that kind are over.
    OptOut(OptOutOf),
    /// Lifts what a customer did not want: they may be contacted about it again.
    OptIn(OptInto),
    /// Takes down a complaint. With an order or a call, customer and car are filled in.
    RaiseComplaint(RaiseComplaint),
    /// Adds to the action log; with `answers`, this is the clear answer given to the customer.
    NoteComplaint(NoteComplaint),
    /// Asks the customer whether they are satisfied. Yes closes, no keeps it open and asks for another clear answer.
    CloseComplaint(CloseComplaint),
    /// Judges whether a complaint is valid.
    JudgeComplaint(JudgeComplaint),
    /// Writes cause and plan of a valid complaint.
    PlanComplaint(PlanComplaint),
    /// Approves the plan of a complaint, or sends it back.
    ApproveComplaint(ApproveComplaint),
    /// Says whether what was done about a complaint holds.
    VerifyComplaint(VerifyComplaint),
    /// Closes a complaint whose customer could not be reached on three days.
    GiveUpComplaint(GiveUpComplaint),
    /// Puts right what was taken down of a complaint, with a reason.
    ChangeComplaint(ChangeComplaint),
    /// Takes down feedback that is no complaint: a suggestion, praise, an inquiry, information, a defect.
    NoteFeedback(NoteFeedback),
    /// Notes that the owning department has read feedback.
    ReadFeedback(ReadFeedback),
    /// Gives feedback to another department.
    RouteFeedback(RouteFeedback),
    /// Writes down what was done about feedback, and what was answered.
    AnswerFeedback(AnswerFeedback),
    /// Makes a complaint of feedback, under the same number and clock.
    TurnFeedback(TurnFeedback),
    /// Opens a corrective action: of something that somebody saw, or of a month or year whose score fires a rule.
    OpenCapa(OpenCapa),
    /// Issues a corrective action to the department in charge.
    IssueCapa(IssueCapa),
    /// Gives a corrective action to another department or owner, or another day.
    ReassignCapa(ReassignCapa),
    /// Writes cause and measure of a corrective action.
    PlanCapa(PlanCapa),
    /// Notes that the measure of a corrective action was carried out.
    ActCapa(ActCapa),
    /// Says whether a corrective action is effective.
    VerifyCapa(VerifyCapa),
    /// Notes that the customer was told what came of a corrective action, or could not be reached.
    TellCapa(TellCapa),
    /// Links a corrective action to another improvement project.
    LinkCapa(LinkCapa),
    /// Says who leads an improvement project and what it shall come to.
    PlanProject(PlanProject),
    /// Opens a survey campaign as a draft: from the calendar, or a special one.
    OpenCampaign(OpenCampaign),
    /// Changes the sheet of a campaign that has not started.
    ChangeCampaign(ChangeCampaign),
    /// Signs a campaign for the quality or the technical department.
    SignCampaign(SignCampaign),
    /// Starts a campaign.
    StartCampaign(StartCampaign),
    /// Issues forms of a campaign: to customers by name, or a number of them.
    IssueForms(IssueForms),
    /// Types in a form that came back, or notes that it reached nobody.
    AnswerForm(AnswerForm),
    /// Evaluates a campaign.
    EvaluateCampaign(EvaluateCampaign),
    /// Writes the minutes of the meeting about a campaign.
    ReviewCampaign(ReviewCampaign),
    /// Closes a campaign that was met about.
    CloseCampaign(CloseCampaign),
    /// Gives up a campaign that has not started.
    CancelCampaign(CancelCampaign),
    /// Writes the communication plan of a year, or changes it.
    WritePlan(WritePlan),
    /// Plans a survey of a year, or changes one.
    PlanSurvey(PlanSurvey),
    /// Approves the plan of a year, or sends it back.
    ApproveYear(ApproveYear),
    /// Notes visits paid to customers, or an event.
    NoteOutreach(NoteOutreach),
}

/// The names of all commands, as `do` writes them.
pub const NAMES: &[&str] = &[
    "set_up_shop",
    "adopt_config",
    "add_staff",
    "add_key",
    "drop_key",
    "set_pin",
    "add_customer",
    "change_customer",
    "read_customer",
    "add_vehicle",
    "change_vehicle",
    "link_owner",
    "merge_customers",
    "unmerge_customers",
    "merge_vehicles",
    "unmerge_vehicles",
    "note_requirement",
    "review_requirement",
    "end_requirement",
    "tick_requirement",
    "open_order",
    "note_intake",
    "note_trip",
    "set_promise",
    "note_finding",
    "write_line",
    "drop_line",
    "decide_lines",
    "set_payers",
    "note_claim",
    "show_estimate",
    "review_contract",
    "sign_contract",
    "change_contract",
    "raise_ceiling",
    "start_work",
    "stop_work",
    "finish_work",
    "check_quality",
    "take_payment",
    "tell_ready",
    "hand_over",
    "move_order",
    "hand_to_workshop",
    "take_over",
    "confirm_visit",
    "note_checklist",
    "give_promises",
    "note_fault",
    "order_part",
    "note_part",
    "cancel_part",
    "note_request",
    "answer_request",
    "cancel_order",
    "undo",
    "take_online",
    "discard_online",
    "log_attempt",
    "answer_call",
    "take_back_attempt",
    "plan_call",
    "expire_call",
    "opt_out",
    "opt_in",
    "raise_complaint",
    "note_complaint",
    "close_complaint",
    "judge_complaint",
    "plan_complaint",
    "approve_complaint",
    "verify_complaint",
    "give_up_complaint",
    "change_complaint",
    "note_feedback",
    "read_feedback",
    "route_feedback",
    "answer_feedback",
    "turn_feedback",
    "open_capa",
    "issue_capa",
    "reassign_capa",
    "plan_capa",
    "act_capa",
    "verify_capa",
    "tell_capa",
    "link_capa",
    "plan_project",
    "open_campaign",
    "change_campaign",
    "sign_campaign",
    "start_campaign",
    "issue_forms",
    "answer_form",
    "evaluate_campaign",
    "review_campaign",
    "close_campaign",
    "cancel_campaign",
    "write_plan",
    "plan_survey",
    "approve_year",
    "note_outreach",
];

impl Command {
    /// The name, as `do` writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SetUpShop(_) => "set_up_shop",
            Self::AdoptConfig(_) => "adopt_config",
            Self::AddStaff(_) => "add_staff",
            Self::AddKey(_) => "add_key",
            Self::DropKey(_) => "drop_key",
            Self::SetPin(_) => "set_pin",
            Self::AddCustomer(_) => "add_customer",
            Self::ChangeCustomer(_) => "change_customer",
            Self::ReadCustomer(_) => "read_customer",
            Self::AddVehicle(_) => "add_vehicle",
            Self::ChangeVehicle(_) => "change_vehicle",
            Self::LinkOwner(_) => "link_owner",
            Self::MergeCustomers(_) => "merge_customers",
            Self::UnmergeCustomers(_) => "unmerge_customers",
            Self::MergeVehicles(_) => "merge_vehicles",
            Self::UnmergeVehicles(_) => "unmerge_vehicles",
            Self::NoteRequirement(_) => "note_requirement",
            Self::ReviewRequirement(_) => "review_requirement",
            Self::EndRequirement(_) => "end_requirement",
            Self::TickRequirement(_) => "tick_requirement",
            Self::OpenOrder(_) => "open_order",
            Self::NoteIntake(_) => "note_intake",
            Self::NoteTrip(_) => "note_trip",
            Self::SetPromise(_) => "set_promise",
            Self::NoteFinding(_) => "note_finding",
            Self::WriteLine(_) => "write_line",
            Self::DropLine(_) => "drop_line",
            Self::DecideLines(_) => "decide_lines",
            Self::SetPayers(_) => "set_payers",
            Self::NoteClaim(_) => "note_claim",
            Self::ShowEstimate(_) => "show_estimate",
            Self::ReviewContract(_) => "review_contract",
            Self::SignContract(_) => "sign_contract",
            Self::ChangeContract(_) => "change_contract",
            Self::RaiseCeiling(_) => "raise_ceiling",
            Self::StartWork(_) => "start_work",
            Self::StopWork(_) => "stop_work",
            Self::FinishWork(_) => "finish_work",
            Self::CheckQuality(_) => "check_quality",
            Self::TakePayment(_) => "take_payment",
            Self::TellReady(_) => "tell_ready",
            Self::HandOver(_) => "hand_over",
            Self::MoveOrder(_) => "move_order",
            Self::HandToWorkshop(_) => "hand_to_workshop",
            Self::TakeOver(_) => "take_over",
            Self::ConfirmVisit(_) => "confirm_visit",
            Self::NoteChecklist(_) => "note_checklist",
            Self::GivePromises(_) => "give_promises",
            Self::NoteFault(_) => "note_fault",
            Self::OrderPart(_) => "order_part",
            Self::NotePart(_) => "note_part",
            Self::CancelPart(_) => "cancel_part",
            Self::NoteRequest(_) => "note_request",
            Self::AnswerRequest(_) => "answer_request",
            Self::CancelOrder(_) => "cancel_order",
            Self::Undo(_) => "undo",
            Self::TakeOnline(_) => "take_online",
            Self::DiscardOnline(_) => "discard_online",
            Self::LogAttempt(_) => "log_attempt",
            Self::AnswerCall(_) => "answer_call",
            Self::TakeBackAttempt(_) => "take_back_attempt",
            Self::PlanCall(_) => "plan_call",
            Self::ExpireCall(_) => "expire_call",
            Self::OptOut(_) => "opt_out",
            Self::OptIn(_) => "opt_in",
            Self::RaiseComplaint(_) => "raise_complaint",
            Self::NoteComplaint(_) => "note_complaint",
            Self::CloseComplaint(_) => "close_complaint",
            Self::JudgeComplaint(_) => "judge_complaint",
            Self::PlanComplaint(_) => "plan_complaint",
            Self::ApproveComplaint(_) => "approve_complaint",
            Self::VerifyComplaint(_) => "verify_complaint",
            Self::GiveUpComplaint(_) => "give_up_complaint",
            Self::ChangeComplaint(_) => "change_complaint",
            Self::NoteFeedback(_) => "note_feedback",
            Self::ReadFeedback(_) => "read_feedback",
            Self::RouteFeedback(_) => "route_feedback",
            Self::AnswerFeedback(_) => "answer_feedback",
            Self::TurnFeedback(_) => "turn_feedback",
            Self::OpenCapa(_) => "open_capa",
            Self::IssueCapa(_) => "issue_capa",
            Self::ReassignCapa(_) => "reassign_capa",
            Self::PlanCapa(_) => "plan_capa",
            Self::ActCapa(_) => "act_capa",
            Self::VerifyCapa(_) => "verify_capa",
            Self::TellCapa(_) => "tell_capa",
            Self::LinkCapa(_) => "link_capa",
            Self::PlanProject(_) => "plan_project",
            Self::OpenCampaign(_) => "open_campaign",
            Self::ChangeCampaign(_) => "change_campaign",
            Self::SignCampaign(_) => "sign_campaign",
            Self::StartCampaign(_) => "start_campaign",
            Self::IssueForms(_) => "issue_forms",
            Self::AnswerForm(_) => "answer_form",
            Self::EvaluateCampaign(_) => "evaluate_campaign",
            Self::ReviewCampaign(_) => "review_campaign",
            Self::CloseCampaign(_) => "close_campaign",
            Self::CancelCampaign(_) => "cancel_campaign",
            Self::WritePlan(_) => "write_plan",
            Self::PlanSurvey(_) => "plan_survey",
            Self::ApproveYear(_) => "approve_year",
            Self::NoteOutreach(_) => "note_outreach",
        }
    }
}
