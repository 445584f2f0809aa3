//! Today's cars: not drawn by lot, so that the board shows every stage whenever the demo is opened.

use super::calendar::MINUTE;
use super::plan::{self, Act, Plan, Planned};
use super::shop::{Happening, Shop};
use super::tables::{BoardCar, Power, Until};
use crate::desk::DeskError;
use crate::domain::order::quote::Decision;
use crate::domain::order::work::StopCode;
use std::collections::VecDeque;

/// Percent of its time here after which the last thing happened to a car. Cars in work were begun after all others
/// were finished, so that there are technicians enough.
const LAST_ACT: i64 = 78;
const LAST_START: i64 = 92;

/// Plans today's cars and what else stands open at the end of the year.
pub fn plan(shop: &mut Shop<'_>) {
    let (dawn, now) = (shop.calendar.dawn, shop.calendar.now);
    for (place, car) in shop.tables.board.iter().enumerate() {
        let at = dawn + (now - dawn) * car.came / 100;
        shop.at(at, Happening::Board(place));
    }
    shop.plan_open_complaints();
}

/// Takes in one of today's cars.
///
/// # Errors
/// A command came to nothing.
pub fn receive(shop: &mut Shop<'_>, ms: i64, place: usize) -> Result<(), DeskError> {
    let car = shop.tables.board[place].clone();
    let jobs: Vec<usize> = car.jobs.iter().map(|code| shop.tables.job(code)).collect();
    let special = jobs.iter().map(|job| shop.tables.jobs[*job].power).find(|power| *power != Power::Any);
    let whose = shop.next_car(ms, special.unwrap_or(Power::Any));
    let acts = spread(shop, ms, &car, acts(shop, &car, &jobs));
    let says = shop.dice.pick(&shop.tables.jobs[jobs[0]].says).clone();
    let plan = Plan { says, jobs, acts, minutes: 0, waiting: car.waiting, rework: false };
    let promise = shop.calendar.now + car.promise * MINUTE;
    shop.take_in(ms, whose, plan, promise.max(ms + MINUTE), None)?;
    let visit = shop.visits.len() - 1;
    shop.visits[visit].board = true;
    shop.plan_next(ms, visit);
    Ok(())
}

/// Everything that happens to a car up to where it stands.
fn acts(shop: &Shop<'_>, car: &BoardCar, jobs: &[usize]) -> VecDeque<Act> {
    let mut dice = shop.dice.clone();
    let mut planned = VecDeque::new();
    let until = car.until;
    if until == Until::Looked {
        plan::push(&mut planned, 0, Act::Look(jobs[0]));
    }
    if until >= Until::Found {
        plan::diagnosis(&mut dice, shop.tables, jobs, &mut planned);
    }
    if until >= Until::Quoted {
        plan::quote(&mut dice, jobs, &mut planned);
    }
    let mut acts: VecDeque<Act> = planned.into_iter().map(|planned| planned.act).collect();
    if until >= Until::Agreed {
        acts.push_back(Act::Decide((1..=jobs.len() as u16).map(|line| (line, Decision::Accepted)).collect()));
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
