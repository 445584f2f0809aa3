//! Which visits of the year have more to them than a repair: only so many that the year stays as quick to make.

use super::plan::{Act, Plan, Planned};
use super::shop::Shop;
use crate::domain::order::payer::Payer;
use std::collections::VecDeque;

/// In a thousand visits: the interview, the inspection with the customer, the place of the car.
const SYMPTOMS: usize = 250;
const JOINT: usize = 50;
const PLACE: usize = 120;
/// In a thousand diagnosed cars: the technical inspection.
const INSPECTED: usize = 40;
/// In a thousand quotes of several lines: shown before the last line came.
const SHOWN: usize = 80;
/// In a thousand moves of the promise: the customer was not reached at first.
const PROPOSED: usize = 300;
/// In a thousand visits: somebody asks for something.
const ASKS: usize = 12;
/// In a thousand cars that nobody waits for: the customer is told that the car is ready.
const TOLD_READY: usize = 60;
/// In a thousand repairs after a diagnosis: the warranty pays the first line.
const WARRANTY: usize = 25;

impl Shop<'_> {
    /// Adds to a plan what this visit has besides.
    pub fn enrich(&mut self, plan: &mut Plan) {
        let first = &self.tables.jobs[plan.jobs[0]];
        let diagnosed = !first.menu;
        plan.asked.symptoms = diagnosed && self.extra.chance(SYMPTOMS);
        plan.asked.joint = self.extra.chance(JOINT);
        plan.asked.place = self.extra.chance(PLACE);
        if diagnosed && self.extra.chance(INSPECTED) {
            plan.acts.push_front(Planned { wait: 15, act: Act::Inspect });
        }
        if diagnosed && self.extra.chance(WARRANTY) {
            by_warranty(&mut plan.acts, plan.jobs[0]);
        }
        let written = |planned: &Planned| matches!(planned.act, Act::Write(..));
        if plan.acts.iter().filter(|planned| written(planned)).count() > 1 && self.extra.chance(SHOWN) {
            before(&mut plan.acts, 1, written, Act::Show);
        }
        let moves = |planned: &Planned| matches!(planned.act, Act::Move(_));
        let reason =
            plan.acts.iter().find_map(|planned| if let Act::Move(reason) = planned.act { Some(reason) } else { None });
        if let Some(reason) = reason.filter(|_| self.extra.chance(PROPOSED)) {
            before(&mut plan.acts, 0, moves, Act::Propose(reason));
        }
        let handed = |planned: &Planned| planned.act == Act::HandOver;
        let repaired = plan.acts.iter().any(|planned| matches!(planned.act, Act::Check(true)));
        if repaired && self.extra.chance(ASKS) {
            before(&mut plan.acts, 0, |planned| matches!(planned.act, Act::Start(_)), Act::Ask);
            before(&mut plan.acts, 0, handed, Act::Answer);
        }
        if repaired && !plan.waiting && self.extra.chance(TOLD_READY) {
            before(&mut plan.acts, 0, handed, Act::Ready);
        }
    }
}

/// Lets the warranty pay the line of a job.
pub fn by_warranty(acts: &mut VecDeque<Planned>, job: usize) {
    let line = acts.iter_mut().find(|planned| planned.act == Act::Write(job, Payer::Customer));
    if let Some(line) = line {
        line.act = Act::Write(job, Payer::Warranty);
    }
}

/// Puts an act before the n-th (from 0) of those that are meant; a few minutes after what comes before it.
fn before(acts: &mut VecDeque<Planned>, n: usize, is_meant: impl Fn(&Planned) -> bool, act: Act) {
    let place = acts.iter().enumerate().filter(|(_, planned)| is_meant(planned)).map(|(place, _)| place).nth(n);
    if let Some(place) = place {
        acts.insert(place, Planned { wait: 2, act });
    }
}
