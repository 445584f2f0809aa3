//! Today's cars: not drawn by lot, so that the board shows every stage whenever the demo is opened.

use super::calendar::MINUTE;
use super::extras;
use super::plan::{self, Act, Asked, Plan, Planned};
use super::shop::{Happening, Shop};
use super::tables::{Also, BoardCar, Power, Until};
use crate::desk::DeskError;
use crate::domain::order::promise::Reason;
use crate::domain::order::quote::Decision;
use crate::domain::order::work::StopCode;
use std::collections::VecDeque;

/// Percent of its time here after which the last thing happened to a car. Cars in work were begun after all others
/// were finished, so that there are technicians enough.
const LAST_ACT: i64 = 78;
const LAST_START: i64 = 92;
/// A repair of so many days ago may still turn out not to hold.
const COMEBACK_DAYS: i64 = 25;

/// Plans today's cars and what else stands open at the end of the year.
pub fn plan(shop: &mut Shop<'_>) {
    let (dawn, now) = (shop.calendar.dawn, shop.calendar.now);
    for (place, car) in shop.tables.board.iter().enumerate() {
        let at = dawn + (now - dawn) * car.came / 100;
        shop.at(at, Happening::Board(place));
    }
    shop.plan_open_complaints();
    shop.plan_online();
}

/// Takes in one of today's cars.
///
/// # Errors
/// A command came to nothing.
pub fn receive(shop: &mut Shop<'_>, ms: i64, place: usize) -> Result<(), DeskError> {
    let car = shop.tables.board[place].clone();
    let has = |also: Also| car.also.contains(&also);
    let mut jobs: Vec<usize> = car.jobs.iter().map(|code| shop.tables.job(code)).collect();
    let earlier = if has(Also::Comeback) { shop.newest_repair(ms) } else { None };
    let back = earlier.map(|visit| shop.visits[visit].car);
    let again = if has(Also::PutOff) { shop.newest_put_off(&jobs) } else { None };
    let special = jobs.iter().map(|job| shop.tables.jobs[*job].power).find(|power| *power != Power::Any);
    let whose = back.or(again).unwrap_or_else(|| shop.next_car(ms, special.unwrap_or(Power::Any)));
    if let Some((_, job)) = shop.cars[whose].put_off.as_ref().filter(|_| again.is_some() && car.until >= Until::Quoted)
    {
        jobs.push(*job);
    }
    let acts = spread(shop, ms, &car, acts(shop, &car, &jobs));
    let words = if earlier.is_some() { &shop.tables.voices.comeback } else { &shop.tables.jobs[jobs[0]].says };
    let says = shop.dice.pick(words).clone();
    let asked = Asked { symptoms: has(Also::Symptoms), joint: has(Also::Joint), place: true };
    let plan = Plan { says, jobs, acts, minutes: 0, waiting: car.waiting, rework: false, asked };
    let promise = shop.calendar.now + car.promise * MINUTE;
    shop.take_in(ms, whose, plan, promise.max(ms + MINUTE), earlier)?;
    let visit = shop.visits.len() - 1;
    shop.visits[visit].board = true;
    shop.visits[visit].leaves_part = has(Also::PartOrdered);
    shop.visits[visit].part_comes = has(Also::PartHere);
    if has(Also::Requirement) && shop.customers[shop.cars[whose].owner].requirement.is_none() {
        shop.require(ms, whose, &shop.advisor(visit))?;
    }
    shop.plan_next(ms, visit);
    Ok(())
}

impl Shop<'_> {
    /// The newest visit that repaired a car which is not here, if that is not long ago.
    fn newest_repair(&self, ms: i64) -> Option<usize> {
        let since = ms - COMEBACK_DAYS * 24 * 60 * MINUTE;
        let lately = |visit: &usize| {
            let visit = &self.visits[*visit];
            visit.handed.is_some_and(|handed| handed > since) && visit.repaired.is_some() && !self.cars[visit.car].here
        };
        (0..self.visits.len()).rev().filter(|visit| !self.visits[*visit].board).find(lately)
    }

    /// A car that is not here and of which the last visit put off something else than these jobs.
    fn newest_put_off(&self, jobs: &[usize]) -> Option<usize> {
        let fits = |car: &super::people::Car| {
            let other = car.put_off.as_ref().is_some_and(|(_, job)| !jobs.contains(job));
            let can = jobs.iter().all(|job| self.tables.jobs[*job].power.fits(car.power));
            !car.here && other && can
        };
        self.cars.iter().position(fits)
    }
}

/// Everything that happens to a car up to where it stands.
fn acts(shop: &Shop<'_>, car: &BoardCar, jobs: &[usize]) -> VecDeque<Act> {
    let mut dice = shop.dice.clone();
    let mut planned = VecDeque::new();
    let until = car.until;
    let has = |also: Also| car.also.contains(&also);
    if has(Also::Inspection) {
        plan::push(&mut planned, 0, Act::Inspect);
    }
    if until == Until::Looked {
        plan::push(&mut planned, 0, Act::Look(jobs[0]));
    }
    if until >= Until::Found {
        plan::diagnosis(&mut dice, shop.tables, jobs, &mut planned);
    }
    if until >= Until::Quoted {
        plan::quote(&mut dice, jobs, &mut planned);
    }
    if has(Also::Warranty) {
        extras::by_warranty(&mut planned, jobs[0]);
    }
    if has(Also::Shown) {
        let last = planned.len().saturating_sub(1);
        planned.insert(last, Planned { wait: 0, act: Act::Show });
    }
    let mut acts: VecDeque<Act> = planned.into_iter().map(|planned| planned.act).collect();
    if until >= Until::Agreed {
        acts.push_back(Act::Decide((1..=jobs.len() as u16).map(|line| (line, Decision::Accepted)).collect()));
    }
    if has(Also::Contract) {
        acts.push_back(Act::Sign);
    }
    if has(Also::Merged) {
        acts.push_back(Act::Merge);
    }
    let last = jobs.len() as u16;
    match until {
        Until::Received | Until::Looked | Until::Found | Until::Quoted | Until::Agreed => {}
        Until::Started => {
            acts.extend((1..last).flat_map(|line| [Act::Start(line), Act::Finish(line)]));
            acts.push_back(Act::Start(last));
        }
        Until::Answer => acts.extend([Act::Start(1), Act::Stop(1, StopCode::B)]),
        Until::Parts => acts.extend([Act::Start(1), Act::Stop(1, StopCode::C)]),
        Until::Finished | Until::Checked | Until::Handed => {
            acts.extend((1..=last).flat_map(|line| [Act::Start(line), Act::Finish(line)]));
        }
    }
    if until >= Until::Checked {
        acts.push_back(Act::Check(true));
    }
    let besides = [
        (Also::Told, Act::Move(Reason::PartLate)),
        (Also::Proposed, Act::Propose(Reason::PartLate)),
        (Also::Request, Act::Ask),
        (Also::Ready, Act::Ready),
    ];
    acts.extend(besides.into_iter().filter(|(also, _)| has(*also)).map(|(_, act)| act));
    if until >= Until::Handed {
        acts.push_back(Act::HandOver);
    }
    acts
}

/// Spreads the acts over the time that the car was here.
fn spread(shop: &Shop<'_>, ms: i64, car: &BoardCar, acts: VecDeque<Act>) -> VecDeque<Planned> {
    let share = if car.until == Until::Started { LAST_START } else { LAST_ACT };
    let minutes = (shop.calendar.now - ms) / MINUTE * share / 100;
    let wait = minutes / acts.len().max(1) as i64;
    acts.into_iter().map(|act| Planned { wait, act }).collect()
}
