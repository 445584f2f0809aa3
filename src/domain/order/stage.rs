//! The workflow as data: seven stages, what may follow each, and what must be there first (the *gate*).
//!
//! An order enters a stage by the act that begins it (`Begin::Act`: the first finding opens the diagnosis) or, where
//! the end of a stage is beyond doubt, by itself (`Begin::Itself`: the last job is finished). `move_order` takes any
//! move of the table by hand.

use super::Order;
use super::quality::Road;
use super::quote::Decision;
use crate::domain::staff::role::Right;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a car stands (S1, S6, S9, S18; feature 12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 接待: taken in at the counter.
    Receive,
    /// 诊断: what is wrong, and why.
    Diagnose,
    /// 报价: what it costs, and the customer's word.
    Quote,
    /// 维修: work in the bay.
    Repair,
    /// 检验: checked by another person.
    Inspect,
    /// 交车: explained, signed, paid.
    HandOver,
    /// 回访: the customer is called.
    FollowUp,
    /// Over.
    Closed,
    /// Never came to work; the number stays taken.
    Cancelled,
}

/// The seven stages of the strip, in order.
pub const STRIP: [Stage; 7] =
    [Stage::Receive, Stage::Diagnose, Stage::Quote, Stage::Repair, Stage::Inspect, Stage::HandOver, Stage::FollowUp];

impl Stage {
    /// True while the car is in the shop.
    pub fn in_shop(self) -> bool {
        self < Stage::FollowUp
    }

    /// True once nothing more happens.
    pub fn is_over(self) -> bool {
        self >= Stage::Closed
    }
}

/// How a stage is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// By the first act of the new stage.
    Act,
    /// As soon as its gate is met.
    Itself,
}

/// One legal step of the workflow.
#[derive(Debug)]
pub struct Move {
    /// Where the order stands.
    pub from: Stage,
    /// Where it may go.
    pub to: Stage,
    /// Who may take the step by hand.
    pub right: Right,
    /// What must be there first, most urgent first.
    pub gate: &'static [Need],
    /// What sets it off.
    pub begin: Begin,
}

/// Every legal step.
pub const MOVES: &[Move] = &[
    Move { from: Stage::Receive, to: Stage::Diagnose, right: Right::Diagnose, begin: Begin::Act, gate: INTAKE },
    // Menu jobs need no diagnosis (C1: "except menu jobs").
    Move {
        from: Stage::Receive,
        to: Stage::Quote,
        right: Right::Receive,
        begin: Begin::Act,
        gate: &[Need::Customer, Need::Phone, Need::Mileage, Need::Cause],
    },
    Move { from: Stage::Diagnose, to: Stage::Quote, right: Right::Receive, begin: Begin::Act, gate: &[Need::Cause] },
    Move {
        from: Stage::Quote,
        to: Stage::Repair,
        right: Right::Receive,
        begin: Begin::Itself,
        gate: &[Need::Decisions, Need::AcceptedLine, Need::Promise, Need::Contract],
    },
    Move {
        from: Stage::Quote,
        to: Stage::HandOver,
        right: Right::Receive,
        begin: Begin::Itself,
        gate: &[Need::Decisions, Need::NoAcceptedLine],
    },
    Move {
        from: Stage::Repair,
        to: Stage::Inspect,
        right: Right::Work,
        begin: Begin::Itself,
        gate: &[Need::Decisions, Need::WorkFinished],
    },
    // The customer took the last yes back before the work began.
    Move {
        from: Stage::Repair,
        to: Stage::HandOver,
        right: Right::Receive,
        begin: Begin::Itself,
        gate: &[Need::Decisions, Need::NoAcceptedLine],
    },
    Move {
        from: Stage::Inspect,
        to: Stage::HandOver,
        right: Right::Inspect,
        begin: Begin::Itself,
        gate: &[Need::QualityPass, Need::RoadTest],
    },
    Move {
        from: Stage::HandOver,
        to: Stage::FollowUp,
        right: Right::Receive,
        begin: Begin::Act,
        gate: &[Need::Requirements, Need::Viewed, Need::Explained, Need::Signed, Need::Paid, Need::ExitCheck],
    },
    Move { from: Stage::FollowUp, to: Stage::Closed, right: Right::Call, begin: Begin::Act, gate: &[] },
    // The ways back: a new fault is found, a check fails, the customer is not content with the car at the counter.
    Move { from: Stage::Quote, to: Stage::Diagnose, right: Right::Diagnose, begin: Begin::Act, gate: &[] },
    Move { from: Stage::Inspect, to: Stage::Repair, right: Right::Inspect, begin: Begin::Act, gate: &[] },
    Move {
        from: Stage::HandOver,
        to: Stage::Repair,
        right: Right::Receive,
        begin: Begin::Act,
        // A car on which nothing was done has nothing to be done again.
        gate: &[Need::AcceptedLine, Need::Promise],
    },
    // A car that never came to work leaves the book by its own step.
    Move { from: Stage::Receive, to: Stage::Cancelled, right: Right::Receive, begin: Begin::Act, gate: &[] },
    Move { from: Stage::Diagnose, to: Stage::Cancelled, right: Right::Receive, begin: Begin::Act, gate: &[] },
    Move { from: Stage::Quote, to: Stage::Cancelled, right: Right::Receive, begin: Begin::Act, gate: &[] },
];

const INTAKE: &[Need] = &[Need::Customer, Need::Phone, Need::Mileage];

/// What gates ask of other records than the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The customer's file holds a phone number.
    pub reachable: bool,
    /// A special requirement that stands over the visit is not ticked yet.
    pub unticked: bool,
}

/// Something that a gate asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Whose car it is.
    Customer,
    /// How to reach them.
    Phone,
    /// The reading of the odometer.
    Mileage,
    /// A finding with its cause, or only menu jobs (S6; C1).
    Cause,
    /// Every line accepted, declined or deferred (S6, S18).
    Decisions,
    /// At least one accepted line.
    AcceptedLine,
    /// Nothing accepted: the car leaves unrepaired.
    NoAcceptedLine,
    /// A promised time.
    Promise,
    /// The signed contract, where the bill calls for one (S9; D1).
    Contract,
    /// The customer told what they sign, point by point (S14; P3).
    Disclosure,
    /// The contract reviewed as it is to be signed (S14; P3).
    Review,
    /// Every accepted job finished.
    WorkFinished,
    /// A passed quality check since the last work (S6, I1).
    QualityPass,
    /// A road test passed, or not required with a reason (S9, I3).
    RoadTest,
    /// The finished car seen by the customer (S18, J3).
    Viewed,
    /// Every special requirement that stands over the visit ticked as carried out (S2, P2).
    Requirements,
    /// The work explained (S18, J3).
    Explained,
    /// The customer's signature.
    Signed,
    /// Paid to the fen.
    Paid,
    /// Car and belongings compared with the intake (S18, J1).
    ExitCheck,
    /// The car handed to the workshop, where the shop asks for that (A17).
    InWorkshop,
}

impl Need {
    /// The field to jump to: the same name in `apply` and on the form.
    pub fn field(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Phone => "phone",
            Self::Mileage => "mileage",
            Self::Cause => "cause",
            Self::Decisions | Self::AcceptedLine | Self::NoAcceptedLine => "lines",
            Self::Promise => "promise",
            Self::Contract => "contract",
            Self::Disclosure => "told",
            Self::Review => "reviewed",
            Self::WorkFinished => "work",
            Self::QualityPass => "passed",
            Self::RoadTest => "road_test",
            Self::Viewed => "viewed",
            Self::Requirements => "requirements",
            Self::Explained => "explained",
            Self::Signed => "signed",
            Self::Paid => "payment",
            Self::ExitCheck => "as_received",
            Self::InWorkshop => "to",
        }
    }

    /// True if `order` has it.
    pub fn is_met(self, order: &Order, around: Around) -> bool {
        let accepted = || order.lines.iter().filter(|line| line.decision() == Decision::Accepted);
        match self {
            Self::Customer => order.customer.is_some(),
            Self::Phone => around.reachable,
            Self::Mileage => order.mileage.is_some(),
            Self::Cause => order.findings.iter().any(|f| f.cause.is_some()) || order.has_only_menu_jobs(),
            Self::Decisions => {
                !order.lines.is_empty() && order.lines.iter().all(|l| l.decision() != Decision::Undecided)
            }
            Self::AcceptedLine => accepted().next().is_some(),
            Self::NoAcceptedLine => accepted().next().is_none(),
            Self::Promise => order.promise.is_some(),
            Self::Contract => !order.lacks_contract(),
            Self::Disclosure => order.is_disclosed(),
            Self::Review => order.is_reviewed(),
            // Finished since the car came to this stage: after a failed check the old work does not count.
            Self::WorkFinished => {
                accepted().all(|line| line.work.finished.is_some()) && accepted().any(|line| !line.work.sent_back)
            }
            Self::QualityPass => order.valid_check().is_some_and(|check| check.passed),
            Self::RoadTest => order.valid_check().is_some_and(|check| check.road != Road::Failed),
            Self::Viewed => order.viewed.is_some(),
            Self::Requirements => !around.unticked,
            Self::Explained => order.explained.is_some(),
            Self::Signed => order.signed.is_some(),
            Self::InWorkshop => order.in_workshop.is_some(),
            Self::Paid => order.due() == crate::domain::Money::ZERO,
            Self::ExitCheck => order.exit_check.is_some(),
        }
    }
}

/// The step from one stage to another, if the workflow has it.
pub fn find(from: Stage, to: Stage) -> Option<&'static Move> {
    MOVES.iter().find(|m| m.from == from && m.to == to)
}

/// What the gate of `step` still asks for, most urgent first.
pub fn missing(step: &Move, order: &Order, around: Around) -> Vec<Need> {
    step.gate.iter().copied().filter(|need| !need.is_met(order, around)).collect()
}

/// The stage that the order enters by itself now, if its gate is met.
pub fn due(order: &Order, around: Around) -> Option<Stage> {
    MOVES
        .iter()
        .filter(|m| m.from == order.stage && m.begin == Begin::Itself)
        .find(|m| missing(m, order, around).is_empty())
        .map(|m| m.to)
}

#[cfg(test)]
mod tests {
    use super::{MOVES, STRIP, Stage};

    #[test]
    fn every_stage_but_the_last_has_a_way_out() {
        for stage in STRIP {
            assert!(MOVES.iter().any(|m| m.from == stage && m.to > stage), "{stage:?} has no way on");
        }
        assert!(MOVES.iter().all(|m| !m.from.is_over()), "nothing follows the end");
    }

    #[test]
    fn no_move_stands_twice() {
        for (i, a) in MOVES.iter().enumerate() {
            assert!(MOVES[..i].iter().all(|b| (a.from, a.to) != (b.from, b.to)), "{a:?}");
        }
        assert!(MOVES.iter().all(|m| m.to != Stage::Receive), "a car is received once");
    }
}
