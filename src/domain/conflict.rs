//! The two values of a conflict: what stands there now, and what the refused command would have written.

use super::event::code;
use super::marks::Group;
use super::order::Order;
use super::order::checked::{Checked, Mark};
use super::order::intake::NoteIntake;
use super::order::part_on_order::PartOnOrder;
use super::records::Record;
use super::{Command, Personal};

/// The field of `group` that a command replaces, and the value it would have written.
pub fn yours(command: &Command, group: Group) -> (String, String) {
    let (field, value) = match command {
        Command::ChangeCustomer(c) => ("customer", join([c.name.as_deref(), c.phone.as_deref()])),
        Command::ChangeVehicle(c) => ("vehicle", join([c.plate.as_deref(), c.vin.as_deref(), c.model.as_deref()])),
        Command::LinkOwner(c) => ("owner", c.customer.to_string()),
        Command::AddStaff(c) => ("staff", c.name.clone()),
        Command::NoteIntake(c) => of_intake(c, group),
        Command::SetPromise(c) => ("promise", c.promise.clone()),
        Command::NoteFault(c) => ("wrong", join([Some(c.wrong.as_str()), Some(&c.cost.to_string())])),
        Command::NotePart(c) => ("done", c.done.last().map(code).or_else(|| c.expected.clone()).unwrap_or_default()),
        Command::CancelPart(c) => ("reason", c.reason.clone()),
        Command::NoteFinding(c) => ("found", c.found.clone()),
        Command::WriteLine(c) => ("label", line(c)),
        Command::DropLine(c) => ("number", c.number.to_string()),
        Command::DecideLines(c) => {
            let words: Vec<_> = c.lines.iter().map(|line| format!("{} {}", line.line, code(&line.decision))).collect();
            ("lines", words.join(", "))
        }
        Command::SetPayers(c) => {
            let words: Vec<_> = c.payers.iter().map(|one| code(&one.payer)).collect();
            ("payers", words.join(", "))
        }
        Command::CheckQuality(c) => ("passed", c.passed.to_string()),
        Command::NoteChecklist(c) => ("confirm", c.confirm.as_ref().map(code).unwrap_or_default()),
        Command::LogAttempt(c) => ("outcome", code(&c.outcome)),
        Command::AnswerCall(_) => ("answers", String::new()),
        Command::CloseComplaint(c) => ("satisfied", c.satisfied.to_string()),
        Command::JudgeComplaint(c) => ("valid", c.valid.to_string()),
        Command::PlanComplaint(c) => ("plan", c.plan.clone()),
        Command::ApproveComplaint(c) => ("approved", c.approved.to_string()),
        Command::VerifyComplaint(c) => ("held", c.held.to_string()),
        Command::GiveUpComplaint(c) => ("text", c.text.clone()),
        Command::AnswerFeedback(c) => ("answer", join([c.measure.as_deref(), c.answer.as_deref()])),
        Command::RouteFeedback(c) => ("department", code(&c.department)),
        Command::ChangeComplaint(c) => ("reason", c.reason.clone().unwrap_or_default()),
        Command::IssueCapa(c) => ("responsible", c.responsible.as_ref().map(ToString::to_string).unwrap_or_default()),
        Command::ReassignCapa(c) => {
            ("responsible", c.responsible.as_ref().map(ToString::to_string).unwrap_or_default())
        }
        Command::PlanCapa(c) => ("capa_measure", c.measure.clone()),
        Command::VerifyCapa(c) => ("effective", c.effective.to_string()),
        Command::TellCapa(c) => ("satisfied", c.satisfied.map(|yes| yes.to_string()).unwrap_or_default()),
        Command::PlanProject(c) => {
            ("goal", join([c.responsible.as_ref().map(super::StaffId::as_str), c.goal.as_deref()]))
        }
        Command::ChangeCampaign(c) => ("focus", c.sheet.focus.clone().unwrap_or_default()),
        Command::SignCampaign(c) => ("department", code(&c.department)),
        Command::StartCampaign(_) => ("started", String::new()),
        Command::EvaluateCampaign(c) => ("defect_report", c.defect_report.clone()),
        Command::ReviewCampaign(c) => ("meeting_minutes", c.meeting_minutes.clone()),
        Command::CloseCampaign(c) => ("improvement", c.improvement.clone()),
        Command::CancelCampaign(c) => ("reason", c.reason.clone()),
        Command::WritePlan(c) => ("summary", c.summary.clone().unwrap_or_default()),
        Command::PlanSurvey(c) => ("from", c.from.clone()),
        Command::ApproveYear(c) => ("approved", c.approved.to_string()),
        // These replace nothing, so they never conflict.
        Command::SetUpShop(_)
        | Command::AdoptConfig(_)
        | Command::AddKey(_)
        | Command::DropKey(_)
        | Command::SetPin(_)
        | Command::AddCustomer(_)
        | Command::ReadCustomer(_)
        | Command::AddVehicle(_)
        | Command::MergeCustomers(_)
        | Command::UnmergeCustomers(_)
        | Command::MergeVehicles(_)
        | Command::UnmergeVehicles(_)
        | Command::NoteRequirement(_)
        | Command::ReviewRequirement(_)
        | Command::EndRequirement(_)
        | Command::TickRequirement(_)
        | Command::OpenOrder(_)
        | Command::NoteTrip(_)
        | Command::NoteClaim(_)
        | Command::ShowEstimate(_)
        | Command::ReviewContract(_)
        | Command::SignContract(_)
        | Command::ChangeContract(_)
        | Command::RaiseCeiling(_)
        | Command::StartWork(_)
        | Command::StopWork(_)
        | Command::FinishWork(_)
        | Command::TakePayment(_)
        | Command::TellReady(_)
        | Command::HandOver(_)
        | Command::MoveOrder(_)
        | Command::HandToWorkshop(_)
        | Command::TakeOver(_)
        | Command::ConfirmVisit(_)
        | Command::GivePromises(_)
        | Command::OrderPart(_)
        | Command::NoteRequest(_)
        | Command::TakeOnline(_)
        | Command::DiscardOnline(_)
        | Command::AnswerRequest(_)
        | Command::CancelOrder(_)
        | Command::Undo(_)
        | Command::TakeBackAttempt(_)
        | Command::PlanCall(_)
        | Command::ExpireCall(_)
        | Command::OptOut(_)
        | Command::OptIn(_)
        | Command::RaiseComplaint(_)
        | Command::NoteFeedback(_)
        | Command::ReadFeedback(_)
        | Command::TurnFeedback(_)
        | Command::OpenCapa(_)
        | Command::ActCapa(_)
        | Command::LinkCapa(_)
        | Command::OpenCampaign(_)
        | Command::IssueForms(_)
        | Command::AnswerForm(_)
        | Command::NoteOutreach(_)
        | Command::NoteComplaint(_) => (command.name(), String::new()),
    };
    (field.to_string(), value)
}

fn of_intake(c: &NoteIntake, group: Group) -> (&'static str, String) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match group {
        Group::Fuel => ("fuel", c.fuel.map(|eighths| eighths.to_string()).unwrap_or_default()),
        Group::Belongings => ("belongings", text(&c.belongings)),
        Group::WalkRound => ("walk_round", c.walk_round.map(|with| with.to_string()).unwrap_or_default()),
        Group::Owner => ("name", c.customer.as_ref().map_or_else(|| text(&c.name), ToString::to_string)),
        Group::Intake => ("waiting", c.waiting.map(|waits| waits.to_string()).unwrap_or_default()),
        Group::Mileage => ("mileage", c.mileage.map(|km| km.to_string()).unwrap_or_default()),
        Group::Visit(part) => (part.field(), c.visit.as_ref().map(|notes| notes.value(part)).unwrap_or_default()),
        Group::Asked(question) => {
            (question.field(), c.symptoms.as_ref().and_then(|answers| answers.answer(question)).unwrap_or_default())
        }
        // No form of the intake writes these.
        Group::Identity | Group::Promise | Group::Findings | Group::Line(_) | Group::Job(_) => ("order", String::new()),
        Group::Quality | Group::Faults | Group::PartOnOrder(_) | Group::Checklist => ("order", String::new()),
        Group::Handover | Group::State | Group::Added => ("order", String::new()),
    }
}

/// What a line would have said: its words, else its job, and the price as far as it was given.
fn line(c: &super::order::line::WriteLine) -> String {
    let price = c.labour.or(c.parts).map(|_| (c.labour.unwrap_or_default() + c.parts.unwrap_or_default()).to_string());
    join([c.label.as_deref().or(c.job.as_deref()), price.as_deref()])
}

/// The fields besides the first in which a rewritten line would differ: field, what stands there now, what the command
/// would write.
pub fn besides(command: &Command, record: &Record, group: Group) -> Vec<(String, String, String)> {
    let (Command::WriteLine(c), Record::Order(order), Group::Line(n)) = (command, record, group) else {
        return Vec::new();
    };
    let Some(line) = order.line(n) else { return Vec::new() };
    let fields = [
        ("why", line.why.clone(), c.why.clone()),
        ("benefit", line.benefit.clone(), c.benefit.clone()),
        ("minutes", line.minutes.to_string(), c.minutes.map(|minutes| minutes.to_string())),
        ("labour", line.labour.to_string(), c.labour.map(|sum| sum.to_string())),
        ("parts", line.parts.to_string(), c.parts.map(|sum| sum.to_string())),
    ];
    let given = fields.into_iter().filter_map(|(field, theirs, yours)| Some((field.to_string(), theirs, yours?)));
    given.filter(|(_, theirs, yours)| theirs != yours).collect()
}

/// What stands in `group` of `record` now.
pub fn theirs(record: &Record, group: Group) -> String {
    match record {
        Record::Customer(r) => join([r.name.text(), r.phone()]),
        Record::Vehicle(r) if group == Group::Owner => r.owner().map(ToString::to_string).unwrap_or_default(),
        Record::Vehicle(r) => join([r.plate.text(), r.vin.as_ref().and_then(|v| v.text()), r.model.as_deref()]),
        Record::Staff(r) => r.name.clone(),
        Record::Order(order) => of_order(order, group),
        Record::Call(r) => code(&r.state),
        Record::Complaint(r) => code(&r.closed.is_some()),
        Record::Feedback(r) => code(&r.department),
        Record::Capa(r) => r.next().map(|step| code(&step)).unwrap_or_default(),
        Record::Project(r) => join([r.responsible.as_ref().map(super::StaffId::as_str), r.goal.as_deref()]),
        Record::Shop(r) => r.name.clone(),
        Record::Online(r) => code(&r.ended.is_some()),
        Record::Requirement(r) => code(&r.ended.is_some()),
        Record::Campaign(r) if group == Group::Identity => r.sheet.focus.clone(),
        Record::Campaign(r) => code(&r.state()),
        Record::Plan(r) if group == Group::Identity => r.summary.clone(),
        Record::Plan(r) => r.approved.is_some().to_string(),
        Record::Form(_) | Record::Slot(_) => String::new(),
        Record::Plate(_) | Record::Phone(_) | Record::User(_) | Record::Login(_) => String::new(),
        Record::Reads(_) | Record::Counter(_) | Record::Once(_) => String::new(),
    }
}

fn of_order(order: &Order, group: Group) -> String {
    match group {
        Group::Mileage => order.mileage.map(|km| km.to_string()).unwrap_or_default(),
        Group::Fuel => order.fuel.map(|eighths| eighths.to_string()).unwrap_or_default(),
        Group::Belongings => order.belongings.as_ref().and_then(Personal::text).unwrap_or_default().to_string(),
        Group::WalkRound => order.walk_round.as_ref().map(|walk| walk.with_customer.to_string()).unwrap_or_default(),
        Group::Intake => order.waiting.to_string(),
        Group::Owner => order.customer.as_ref().map(ToString::to_string).unwrap_or_default(),
        Group::Promise => order.promise.as_ref().map(|p| p.at.to_string()).unwrap_or_default(),
        Group::Findings => order.findings.last().map(|f| f.found.clone()).unwrap_or_default(),
        Group::Faults => order.faults.last().map(|f| format!("{} {}", f.wrong, f.cost)).unwrap_or_default(),
        Group::PartOnOrder(n) => order.part_on_order(n).map(newest).unwrap_or_default(),
        Group::Line(n) => order.line(n).map(|l| format!("{} {}", l.label, l.price())).unwrap_or_default(),
        Group::Job(n) => order.line(n).map(|l| format!("{n} {}", code(&l.decision()))).unwrap_or_default(),
        Group::Visit(part) => order.visit_value(part),
        Group::Asked(question) => order.symptoms.answer(question).unwrap_or_default(),
        Group::Checklist => order.checklists.values().max_by_key(|list| list.at).map(marked).unwrap_or_default(),
        Group::Quality => order.checks.last().map(|c| c.passed.to_string()).unwrap_or_default(),
        Group::Handover => order.paid().to_string(),
        Group::State | Group::Identity | Group::Added => code(&order.stage),
    }
}

/// The newest of what was done about a part on order.
fn newest(part: &PartOnOrder) -> String {
    let step = part.stamps.last().map(|stamp| code(&stamp.step)).unwrap_or_default();
    part.cancelled.as_ref().map_or(step, |cancel| cancel.reason.clone())
}

/// How many marks of each kind stand on a list: `ok 20 watch 1 bad 2`.
fn marked(list: &Checked) -> String {
    let count = |wanted: Mark| list.marks.values().filter(|mark| **mark == wanted).count();
    let kinds = [Mark::Ok, Mark::Watch, Mark::Bad].map(|mark| (mark, count(mark)));
    let said = kinds.iter().filter(|(_, n)| *n > 0).map(|(mark, n)| format!("{} {n}", code(mark)));
    said.collect::<Vec<_>>().join(" ")
}

fn join<const N: usize>(parts: [Option<&str>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
