//! The next thing to do on an order: what `Enter` does on the board (SCREENS, Board).

use super::Order;
use super::quote::Decision;
use super::stage::Stage;
use super::work::StopCode;
use serde::{Deserialize, Serialize};

/// The commonest next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
pub enum Next {
    /// Name the customer, phone or mileage that is missing.
    CompleteIntake,
    /// Take down what is found.
    Diagnose,
    /// Say why it is so.
    FindCause,
    /// Write the quote.
    WriteQuote,
    /// Ask the customer.
    AskConsent,
    /// Promise a time.
    Promise,
    /// Let the customer sign the contract.
    SignContract,
    /// Hand the car to the workshop, where no work starts before that (A17).
    ToWorkshop,
    /// Start a job.
    Start {
        /// The line.
        line: u16,
    },
    /// Take up a job again that the check sent back.
    Redo {
        /// The line.
        line: u16,
    },
    /// A job stands still.
    Resume {
        /// The line.
        line: u16,
        /// Why it stands.
        code: StopCode,
    },
    /// Finish the running job.
    Finish {
        /// The line.
        line: u16,
        /// Jobs done so far.
        done: u16,
        /// Jobs in all.
        of: u16,
    },
    /// Check the repair.
    Check,
    /// Explain, sign, pay, give back the car.
    HandOver,
    /// Call the customer.
    FollowUp,
    /// Nothing more.
    Nothing,
}

/// Says what comes next on `order`. `reachable`: the customer's file holds a phone number. `workshop_first`: the shop
/// lets no work start before the car was handed to the workshop.
pub fn next(order: &Order, reachable: bool, workshop_first: bool) -> Next {
    let next = by_stage(order, reachable);
    let works = matches!(next, Next::Start { .. } | Next::Redo { .. } | Next::Resume { .. });
    if works && workshop_first && order.in_workshop.is_none() { Next::ToWorkshop } else { next }
}

fn by_stage(order: &Order, reachable: bool) -> Next {
    match order.stage {
        Stage::Receive if order.customer.is_none() || !reachable || order.mileage.is_none() => Next::CompleteIntake,
        Stage::Receive if order.has_only_menu_jobs() => Next::AskConsent,
        Stage::Receive => Next::Diagnose,
        Stage::Diagnose if order.findings.iter().all(|f| f.cause.is_none()) => Next::FindCause,
        Stage::Diagnose => Next::WriteQuote,
        Stage::Quote if order.lines.is_empty() => Next::WriteQuote,
        Stage::Quote if undecided(order) => Next::AskConsent,
        Stage::Quote if order.promise.is_some() && order.lacks_contract() => Next::SignContract,
        Stage::Quote => Next::Promise,
        Stage::Repair => next_job(order),
        Stage::Inspect => Next::Check,
        Stage::HandOver => Next::HandOver,
        Stage::FollowUp => Next::FollowUp,
        Stage::Closed | Stage::Cancelled => Next::Nothing,
    }
}

fn undecided(order: &Order) -> bool {
    order.lines.iter().any(|line| line.decision() == Decision::Undecided)
}

fn next_job(order: &Order) -> Next {
    let jobs: Vec<_> = order.lines.iter().filter(|line| line.decision() == Decision::Accepted).collect();
    let is_done = |at: Option<super::Stamp>| at.is_some();
    let done = jobs.iter().filter(|line| is_done(line.work.finished)).count() as u16;
    if let Some(line) = jobs.iter().find(|line| line.work.is_running()) {
        return Next::Finish { line: line.number, done, of: jobs.len() as u16 };
    }
    let standing = jobs.iter().find_map(|line| Some((line.number, line.work.stopped()?.code)));
    if let Some((line, code)) = standing {
        return Next::Resume { line, code };
    }
    if order.lacks_contract() && jobs.iter().any(|line| line.work.started.is_none()) {
        return Next::SignContract;
    }
    if let Some(line) = jobs.iter().find(|line| line.work.started.is_none()) {
        return Next::Start { line: line.number };
    }
    if undecided(order) {
        return Next::AskConsent;
    }
    // Sent back by the check or the customer: the first job is taken up again, until one was.
    let rework = jobs.iter().all(|line| line.work.sent_back);
    match (rework, jobs.first()) {
        (true, Some(line)) => Next::Redo { line: line.number },
        _ => Next::Check,
    }
}
