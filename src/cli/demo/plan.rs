//! What a visit will be, drawn by lot when the car comes: its jobs, what the customer decides, and every act to the
//! handing over.

use super::random::Dice;
use super::tables::{Power, Tables};
use crate::domain::order::payer::Payer;
use crate::domain::order::promise::Reason;
use crate::domain::order::quote::Decision;
use crate::domain::order::work::StopCode;
use std::collections::VecDeque;

/// Something that is done to a car.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A technician looks, and does not know yet.
    Look(usize),
    /// A technician takes down what is found, and its cause.
    Find(usize),
    /// A technician goes through the technical inspection; two people confirm it.
    Inspect,
    /// A job is written into the quote, and who pays it.
    Write(usize, Payer),
    /// The estimate is shown to the customer: what changes from here on is a new version.
    Show,
    /// The customer decides.
    Decide(Vec<(u16, Decision)>),
    /// The contract is reviewed, explained and signed.
    Sign,
    /// The promise is moved.
    Move(Reason),
    /// A new time is proposed to a customer who could not be reached.
    Propose(Reason),
    /// The customer asks for something.
    Ask,
    /// What the customer asked for is answered.
    Answer,
    /// A second file of the same customer is merged into the first.
    Merge,
    /// The customer is told that the car is ready.
    Ready,
    /// Work begins on a line, or goes on.
    Start(u16),
    /// Work stops.
    Stop(u16, StopCode),
    /// Work on a line is finished.
    Finish(u16),
    /// An inspector checks; false sends the car back.
    Check(bool),
    /// A part is paid beforehand.
    PayPart,
    /// The car is given back.
    HandOver,
    /// The customer leaves without any work.
    Cancel,
}

/// An act, and how many minutes after the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Minutes.
    pub wait: i64,
    /// The act.
    pub act: Act,
}

/// What a visit will be.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the customer says.
    pub says: String,
    /// Places of the jobs in the table, in the order of the quote's lines.
    pub jobs: Vec<usize>,
    /// What is done, in order.
    pub acts: VecDeque<Planned>,
    /// Minutes of work.
    pub minutes: i64,
    /// The customer waits in the shop.
    pub waiting: bool,
    /// A check sends it back.
    pub rework: bool,
    /// What is taken down at the counter besides.
    pub asked: Asked,
}

/// What the advisor takes down besides the customer's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// When the fault shows.
    pub symptoms: bool,
    /// The inspection with the customer.
    pub joint: bool,
    /// Where the car stands.
    pub place: bool,
}

/// Draws a visit of a car that burns `power`; `again` is a job that an earlier visit put off.
pub fn draw(dice: &mut Dice, tables: &Tables, power: Power, comeback: bool, again: Option<usize>) -> Plan {
    let fits = |menu_too: bool| {
        let weight = move |job: &super::tables::Job| {
            if power != Power::Any && job.power.fits(power) && (menu_too || !job.menu) { job.weight } else { 0 }
        };
        tables.jobs.iter().map(weight)
    };
    let main = dice.weighted(fits(!comeback));
    let mut jobs = vec![main];
    for code in &tables.jobs[main].with {
        let job = tables.job(code);
        if jobs.len() < 3 && tables.jobs[job].power.fits(power) && dice.chance(if comeback { 60 } else { 260 }) {
            jobs.push(job);
        }
    }
    jobs.extend(again.filter(|job| !jobs.contains(job)));
    let says = dice.pick(if comeback { &tables.voices.comeback } else { &tables.jobs[main].says }).clone();
    let mut acts = VecDeque::new();
    diagnosis(dice, tables, &jobs, &mut acts);
    quote(dice, &jobs, &mut acts);
    let decided = decisions(dice, jobs.len());
    let cancelled = dice.chance(8);
    if cancelled {
        push(&mut acts, dice.between(15, 50), Act::Cancel);
    } else {
        push(&mut acts, dice.between(2, 30), Act::Decide(decided.clone()));
    }
    let accepted: Vec<u16> =
        decided.iter().filter(|(_, decision)| *decision == Decision::Accepted).map(|(line, _)| *line).collect();
    let work: i64 = accepted.iter().map(|line| i64::from(tables.jobs[jobs[usize::from(*line) - 1]].minutes)).sum();
    let rework = !accepted.is_empty() && dice.chance(40);
    if !cancelled && !accepted.is_empty() {
        repair(dice, tables, &mut jobs, &accepted, power, &mut acts);
        checks(dice, accepted[0], rework, &mut acts);
    }
    if !cancelled {
        push(&mut acts, 0, Act::HandOver);
    }
    let waiting = work <= 60 && dice.chance(550);
    Plan { says, jobs, acts, minutes: work, waiting, rework, asked: Asked::default() }
}

/// Jobs that are not on the menu need a finding with its cause.
pub fn diagnosis(dice: &mut Dice, tables: &Tables, jobs: &[usize], acts: &mut VecDeque<Planned>) {
    for job in jobs.iter().filter(|job| !tables.jobs[**job].menu) {
        push(acts, dice.between(12, 45), Act::Find(*job));
    }
}

/// The lines of the quote.
pub fn quote(dice: &mut Dice, jobs: &[usize], acts: &mut VecDeque<Planned>) {
    for (place, job) in jobs.iter().enumerate() {
        let wait = if place == 0 { dice.between(3, 15) } else { 1 };
        push(acts, wait, Act::Write(*job, Payer::Customer));
    }
}

fn decisions(dice: &mut Dice, lines: usize) -> Vec<(u16, Decision)> {
    let mut draw = |line: usize| match (line, dice.below(100)) {
        (1, 0..97) => Decision::Accepted,
        (1, _) => Decision::Declined,
        (_, 0..60) => Decision::Accepted,
        (_, 60..86) => Decision::Deferred,
        _ => Decision::Declined,
    };
    (1..=lines).map(|line| (line as u16, draw(line))).collect()
}

fn repair(
    dice: &mut Dice,
    tables: &Tables,
    jobs: &mut Vec<usize>,
    accepted: &[u16],
    power: Power,
    acts: &mut VecDeque<Planned>,
) {
    for (place, line) in accepted.iter().enumerate() {
        let minutes = i64::from(tables.jobs[jobs[usize::from(*line) - 1]].minutes);
        let wait = if place == 0 { dice.between(4, 30) } else { dice.between(1, 4) };
        push(acts, wait, Act::Start(*line));
        let mut left = minutes * dice.between(75, 115) / 100;
        if dice.chance(55) {
            left -= stop(dice, *line, left, acts);
        }
        push(acts, left.max(3), Act::Finish(*line));
    }
    if dice.chance(70) {
        add_on(dice, tables, jobs, power, acts);
    }
}

/// An interruption; gives back how much of the work was done before it.
fn stop(dice: &mut Dice, line: u16, minutes: i64, acts: &mut VecDeque<Planned>) -> i64 {
    let before = minutes / 3;
    let (code, wait) = match dice.below(10) {
        0..3 => (StopCode::A, dice.between(10, 40)),
        3..6 => (StopCode::B, dice.between(15, 80)),
        _ => (StopCode::C, dice.between(60, 280)),
    };
    push(acts, before, Act::Stop(line, code));
    if code == StopCode::C {
        let reason = if dice.chance(300) { Reason::CustomerAsked } else { Reason::PartLate };
        push(acts, 5, Act::Move(reason));
    }
    push(acts, wait, Act::Start(line));
    before
}

/// Something more is found during the work; nothing starts on it before the customer's word.
fn add_on(dice: &mut Dice, tables: &Tables, jobs: &mut Vec<usize>, power: Power, acts: &mut VecDeque<Planned>) {
    let weights = tables.jobs.iter().enumerate().map(|(place, job)| {
        if job.power.fits(power) && job.minutes <= 60 && !jobs.contains(&place) { job.weight } else { 0 }
    });
    let job = dice.weighted(weights);
    let line = jobs.len() as u16 + 1;
    let last = acts.pop_back();
    diagnosis(dice, tables, &[job], acts);
    push(acts, 4, Act::Write(job, Payer::Customer));
    let accepts = dice.chance(600);
    let decision = if accepts { Decision::Accepted } else { Decision::Deferred };
    push(acts, dice.between(3, 20), Act::Decide(vec![(line, decision)]));
    if accepts {
        push(acts, 1, Act::Move(Reason::AddOn));
    }
    acts.extend(last);
    if accepts {
        push(acts, 2, Act::Start(line));
        push(acts, i64::from(tables.jobs[job].minutes), Act::Finish(line));
    }
    jobs.push(job);
}

fn checks(dice: &mut Dice, line: u16, rework: bool, acts: &mut VecDeque<Planned>) {
    if rework {
        push(acts, dice.between(4, 20), Act::Check(false));
        push(acts, dice.between(3, 15), Act::Start(line));
        push(acts, dice.between(10, 35), Act::Finish(line));
    }
    push(acts, dice.between(4, 20), Act::Check(true));
    if dice.chance(25) {
        push(acts, dice.between(2, 8), Act::PayPart);
    }
}

/// Puts an act at the end.
pub fn push(acts: &mut VecDeque<Planned>, wait: i64, act: Act) {
    acts.push_back(Planned { wait, act });
}
