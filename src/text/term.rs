//! The shop's terms: every choice of the domain as the locale key of its short name.
//!
//! Each match names every variant, so that a new one does not build before it has a name in both languages.

pub use super::heard::{assembly, cause, cause_of, department_named, feedback, heard, of_department};

use crate::domain::call::answer::{Mode, Opinion};
use crate::domain::call::attempt::Outcome;
use crate::domain::call::risk::Risk;
use crate::domain::capa::Level;
use crate::domain::capa::project::State;
use crate::domain::complaint::raise::{Category, Fault, Mood, Severity};
use crate::domain::customer::Segment;
use crate::domain::customer::contact::{Contact, Reason as OptOutReason};
use crate::domain::order::claim::ClaimState;
use crate::domain::order::consent::How;
use crate::domain::order::contract::Party;
use crate::domain::order::fault::Process;
use crate::domain::order::hand_over::SignedOn;
use crate::domain::order::kept::Remedy;
use crate::domain::order::next::Next;
use crate::domain::order::part_on_order::PartStep;
use crate::domain::order::pay::Method;
use crate::domain::order::payer::Payer;
use crate::domain::order::promise::{Reason, Solution};
use crate::domain::order::quality::Road;
use crate::domain::order::quote::{Decision, PartKind};
use crate::domain::order::receive::Channel;
use crate::domain::order::stage::{Need, Stage};
use crate::domain::order::told::Tells;
use crate::domain::order::verified::Verified;
use crate::domain::staff::role::{Right, Role};

/// Names a stage.
pub fn stage(value: Stage) -> &'static str {
    match value {
        Stage::Receive => "term-stage-receive",
        Stage::Diagnose => "term-stage-diagnose",
        Stage::Quote => "term-stage-quote",
        Stage::Repair => "term-stage-repair",
        Stage::Inspect => "term-stage-inspect",
        Stage::HandOver => "term-stage-hand-over",
        Stage::FollowUp => "term-stage-follow-up",
        Stage::Closed => "term-stage-closed",
        Stage::Cancelled => "term-stage-cancelled",
    }
}

/// Names what the shop offers for a delay.
pub fn solution(value: Solution) -> &'static str {
    match value {
        Solution::NewTime => "term-solution-new-time",
        Solution::CourtesyCar => "term-solution-courtesy-car",
        Solution::PartNow => "term-solution-part-now",
        Solution::Other => "term-solution-other",
    }
}

/// Names what a visit is verified by.
pub fn verified(value: Verified) -> &'static str {
    match value {
        Verified::Record => "term-verified-record",
        Verified::Signature => "term-verified-signature",
        Verified::AfterSales => "term-verified-after-sales",
    }
}

/// Names a part of what an order tells.
pub fn tells(value: Tells) -> &'static str {
    match value {
        Tells::Complaint => "term-tells-complaint",
        Tells::Condition => "term-tells-condition",
        Tells::Cause => "term-tells-cause",
        Tells::Correction => "term-tells-correction",
    }
}

/// Names where in the shop something went wrong.
pub fn process(value: Process) -> &'static str {
    match value {
        Process::Reception => "term-process-reception",
        Process::Diagnosis => "term-process-diagnosis",
        Process::Quote => "term-process-quote",
        Process::Parts => "term-process-parts",
        Process::Repair => "term-process-repair",
        Process::Inspection => "term-process-inspection",
        Process::HandOver => "term-process-hand-over",
        Process::Other => "term-process-other",
    }
}

/// Names what a customer is given for a fault or a broken promise.
pub fn remedy(value: Remedy) -> &'static str {
    match value {
        Remedy::Apology => "term-remedy-apology",
        Remedy::Discount => "term-remedy-discount",
        Remedy::Refund => "term-remedy-refund",
        Remedy::Free => "term-remedy-free",
        Remedy::Other => "term-remedy-other",
    }
}

/// Names something that a gate asks for.
pub fn need(value: Need) -> &'static str {
    match value {
        Need::Customer => "term-need-customer",
        Need::Phone => "term-need-phone",
        Need::Mileage => "term-need-mileage",
        Need::Cause => "term-need-cause",
        Need::Decisions => "term-need-decisions",
        Need::AcceptedLine => "term-need-accepted-line",
        Need::NoAcceptedLine => "term-need-no-accepted-line",
        Need::Promise => "term-need-promise",
        Need::Contract => "term-need-contract",
        Need::Disclosure => "term-need-disclosure",
        Need::Review => "term-need-review",
        Need::WorkFinished => "term-need-work-finished",
        Need::QualityPass => "term-need-quality-pass",
        Need::RoadTest => "term-need-road-test",
        Need::Viewed => "term-need-viewed",
        Need::ExitCheck => "term-need-exit-check",
        Need::Requirements => "term-need-requirements",
        Need::Explained => "term-need-explained",
        Need::Signed => "term-need-signed",
        Need::Paid => "term-need-paid",
        Need::InWorkshop => "term-need-in-workshop",
    }
}

/// Names the next step.
pub fn next(value: Next) -> &'static str {
    match value {
        Next::CompleteIntake => "term-next-complete-intake",
        Next::Diagnose => "term-next-diagnose",
        Next::FindCause => "term-next-find-cause",
        Next::WriteQuote => "term-next-write-quote",
        Next::AskConsent => "term-next-ask-consent",
        Next::Promise => "term-next-promise",
        Next::SignContract => "term-next-sign-contract",
        Next::ToWorkshop => "term-next-to-workshop",
        Next::Start { .. } => "term-next-start",
        Next::Redo { .. } => "term-next-redo",
        Next::Resume { .. } => "term-next-resume",
        Next::Finish { .. } => "term-next-finish",
        Next::Check => "term-next-check",
        Next::HandOver => "term-next-hand-over",
        Next::FollowUp => "term-next-follow-up",
        Next::Nothing => "term-next-nothing",
    }
}

/// Names the customer's decision.
pub fn decision(value: Decision) -> &'static str {
    match value {
        Decision::Undecided => "term-decision-undecided",
        Decision::Accepted => "term-decision-accepted",
        Decision::Declined => "term-decision-declined",
        Decision::Deferred => "term-decision-deferred",
    }
}

/// Names where a customer signed.
pub fn signed_on(value: SignedOn) -> &'static str {
    match value {
        SignedOn::Paper => "term-signed-on-paper",
        SignedOn::Screen => "term-signed-on-screen",
    }
}

/// Names a party of the contract.
pub fn party(value: Party) -> &'static str {
    match value {
        Party::Shop => "term-party-shop",
        Party::Customer => "term-party-customer",
    }
}

/// Names who pays.
pub fn payer(value: Payer) -> &'static str {
    match value {
        Payer::Customer => "term-payer-customer",
        Payer::Warranty => "term-payer-warranty",
        Payer::Insurer => "term-payer-insurer",
        Payer::Internal => "term-payer-internal",
    }
}

/// Names how far a claim is.
pub fn claim(value: ClaimState) -> &'static str {
    match value {
        ClaimState::NotClaimed => "term-claim-not-claimed",
        ClaimState::Claimed => "term-claim-claimed",
        ClaimState::Settled => "term-claim-settled",
        ClaimState::Refused => "term-claim-refused",
    }
}

/// The name of a reason by its code, where a change of the contract came of a moved promise.
pub fn reason_of(code: &str) -> Option<&'static str> {
    const REASONS: [Reason; 6] =
        [Reason::PartLate, Reason::WorkLonger, Reason::AddOn, Reason::Rework, Reason::CustomerAsked, Reason::Other];
    REASONS.into_iter().find(|one| crate::domain::event::code(one) == code).map(reason)
}

/// Names a department by its code; the shop's own departments have the names that were typed.
pub fn department(code: &str) -> Option<&'static str> {
    const DEPARTMENTS: [(&str, &str); 4] = [
        ("workshop", "term-department-workshop"),
        ("parts", "term-department-parts"),
        ("quality", "term-department-quality"),
        ("accounts", "term-department-accounts"),
    ];
    DEPARTMENTS.iter().find(|(known, _)| *known == code).map(|(_, key)| *key)
}

/// Names where parts come from.
pub fn part_kind(value: PartKind) -> &'static str {
    match value {
        PartKind::Genuine => "term-part-genuine",
        PartKind::Aftermarket => "term-part-aftermarket",
        PartKind::Refurbished => "term-part-refurbished",
    }
}

/// Names a way of contact.
pub fn how(value: How) -> &'static str {
    match value {
        How::InPerson => "term-how-in-person",
        How::Phone => "term-how-phone",
        How::Message => "term-how-message",
        How::Signed => "term-how-signed",
    }
}

/// Names a step of a part on order, as it is done.
pub fn part_step(value: PartStep) -> &'static str {
    match value {
        PartStep::EtaAsked => "term-part-eta-asked",
        PartStep::CustomerOk => "term-part-customer-ok",
        PartStep::Authorised => "term-part-authorised",
        PartStep::Requested => "term-part-requested",
        PartStep::Ordered => "term-part-ordered",
        PartStep::Arrived => "term-part-arrived",
        PartStep::SaTold => "term-part-sa-told",
        PartStep::CustomerTold => "term-part-customer-told",
        PartStep::VisitBooked => "term-part-visit-booked",
    }
}

/// Names a way of paying.
pub fn method(value: Method) -> &'static str {
    match value {
        Method::Cash => "term-method-cash",
        Method::Card => "term-method-card",
        Method::Wechat => "term-method-wechat",
        Method::Alipay => "term-method-alipay",
        Method::Transfer => "term-method-transfer",
        Method::Account => "term-method-account",
    }
}

/// Names why a promise moved.
pub fn reason(value: Reason) -> &'static str {
    match value {
        Reason::PartLate => "term-reason-part-late",
        Reason::WorkLonger => "term-reason-work-longer",
        Reason::AddOn => "term-reason-add-on",
        Reason::Rework => "term-reason-rework",
        Reason::CustomerAsked => "term-reason-customer-asked",
        Reason::Other => "term-reason-other",
    }
}

/// Names the road test.
pub fn road(value: Road) -> &'static str {
    match value {
        Road::Passed => "term-road-passed",
        Road::Failed => "term-road-failed",
        Road::NotRequired => "term-road-not-required",
    }
}

/// Names how an order came in.
pub fn channel(value: Channel) -> &'static str {
    match value {
        Channel::WalkIn => "term-channel-walk-in",
        Channel::Appointment => "term-channel-appointment",
        Channel::Phone => "term-channel-phone",
        Channel::Online => "term-channel-online",
    }
}

/// Names a role.
pub fn role(value: Role) -> &'static str {
    match value {
        Role::Advisor => "term-role-advisor",
        Role::Caller => "term-role-caller",
        Role::Technician => "term-role-technician",
        Role::Supervisor => "term-role-supervisor",
        Role::Parts => "term-role-parts",
        Role::Inspector => "term-role-inspector",
        Role::Quality => "term-role-quality",
        Role::Manager => "term-role-manager",
        Role::ManagementRepresentative => "term-role-management-representative",
        Role::Director => "term-role-director",
        Role::Admin => "term-role-admin",
    }
}

/// Names what a person may do.
pub fn right(value: Right) -> &'static str {
    match value {
        Right::Read => "term-right-read",
        Right::SetUp => "term-right-set-up",
        Right::ManageStaff => "term-right-manage-staff",
        Right::Receive => "term-right-receive",
        Right::Diagnose => "term-right-diagnose",
        Right::Work => "term-right-work",
        Right::Parts => "term-right-parts",
        Right::Inspect => "term-right-inspect",
        Right::Call => "term-right-call",
        Right::Complain => "term-right-complain",
        Right::HandleComplaint => "term-right-handle-complaint",
        Right::JudgeComplaint => "term-right-judge-complaint",
        Right::ApprovePlan => "term-right-approve-plan",
        Right::Improve => "term-right-improve",
        Right::IssueAction => "term-right-issue-action",
        Right::IssueReport => "term-right-issue-report",
        Right::VerifyAction => "term-right-verify-action",
        Right::Override => "term-right-override",
        Right::ReadFiles => "term-right-read-files",
        Right::SeePhones => "term-right-see-phones",
        Right::Reveal => "term-right-reveal",
        Right::SeeReads => "term-right-see-reads",
        Right::Survey => "term-right-survey",
        Right::PlanSurvey => "term-right-plan-survey",
        Right::SignQuality => "term-right-sign-quality",
        Right::SignTechnical => "term-right-sign-technical",
        Right::ApproveYear => "term-right-approve-year",
    }
}

/// Names what came of a call.
pub fn outcome(value: Outcome) -> &'static str {
    match value {
        Outcome::NoAnswer => "term-outcome-no-answer",
        Outcome::Busy => "term-outcome-busy",
        Outcome::Voicemail => "term-outcome-voicemail",
        Outcome::Off => "term-outcome-off",
        Outcome::WrongNumber => "term-outcome-wrong-number",
        Outcome::Refused => "term-outcome-refused",
        Outcome::CallBack => "term-outcome-call-back",
        Outcome::Reached => "term-outcome-reached",
    }
}

/// Names an opinion.
pub fn opinion(value: Opinion) -> &'static str {
    match value {
        Opinion::Praise => "term-opinion-praise",
        Opinion::Suggestion => "term-opinion-suggestion",
        Opinion::Complaint => "term-opinion-complaint",
    }
}

/// Names how answers were collected.
pub fn mode(value: Mode) -> &'static str {
    match value {
        Mode::Phone => "term-mode-phone",
        Mode::Form => "term-mode-form",
        Mode::Handover => "term-mode-handover",
    }
}

/// Names a customer's segment.
pub fn segment(value: Segment) -> &'static str {
    match value {
        Segment::General => "term-segment-general",
        Segment::Key => "term-segment-key",
    }
}

/// Names a kind of contact.
pub fn contact(value: Contact) -> &'static str {
    match value {
        Contact::FollowUp => "term-contact-follow-up",
        Contact::Survey => "term-contact-survey",
        Contact::Care => "term-contact-care",
        Contact::Reminder => "term-contact-reminder",
        Contact::Training => "term-contact-training",
        Contact::Offer => "term-contact-offer",
        Contact::Feedback => "term-contact-feedback",
    }
}

/// Names why a customer does not want to be contacted.
pub fn opt_out(value: OptOutReason) -> &'static str {
    match value {
        OptOutReason::Asked => "term-opt-out-asked",
        OptOutReason::TooOften => "term-opt-out-too-often",
        OptOutReason::Gone => "term-opt-out-gone",
        OptOutReason::Dissatisfied => "term-opt-out-dissatisfied",
        OptOutReason::Other => "term-opt-out-other",
    }
}

/// Names why a follow-up call is made soon.
pub fn risk(value: Risk) -> &'static str {
    match value {
        Risk::Late => "term-risk-late",
        Risk::Comeback => "term-risk-comeback",
        Risk::AddOn => "term-risk-add-on",
        Risk::LowScore => "term-risk-low-score",
    }
}

/// Names how grave a complaint is.
pub fn severity(value: Severity) -> &'static str {
    match value {
        Severity::Normal => "term-severity-normal",
        Severity::Important => "term-severity-important",
        Severity::Major => "term-severity-major",
    }
}

/// Names what a complaint is about.
pub fn category(value: Category) -> &'static str {
    match value {
        Category::Quality => "term-category-quality",
        Category::Time => "term-category-time",
        Category::Price => "term-category-price",
        Category::Attitude => "term-category-attitude",
        Category::Parts => "term-category-parts",
        Category::Damage => "term-category-damage",
        Category::Other => "term-category-other",
    }
}

/// Names how a customer feels.
pub fn mood(value: Mood) -> &'static str {
    match value {
        Mood::Calm => "term-mood-calm",
        Mood::Upset => "term-mood-upset",
        Mood::Angry => "term-mood-angry",
    }
}

/// Names whose fault it was.
pub fn fault(value: Fault) -> &'static str {
    match value {
        Fault::Shop => "term-fault-shop",
        Fault::Customer => "term-fault-customer",
        Fault::Both => "term-fault-both",
        Fault::ThirdParty => "term-fault-third-party",
        Fault::None => "term-fault-none",
    }
}

/// Names what a corrective action calls for.
pub fn level(value: Level) -> &'static str {
    match value {
        Level::Sheet => "term-level-sheet",
        Level::Report => "term-level-report",
        Level::Contact => "term-level-contact",
        Level::Causes => "term-level-causes",
        Level::Owner => "term-level-owner",
    }
}

/// Names where an improvement project stands.
pub fn project_state(value: State) -> &'static str {
    match value {
        State::Begun => "term-project-begun",
        State::UnderWay => "term-project-under-way",
        State::Over => "term-project-over",
    }
}
