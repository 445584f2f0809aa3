//! What each act of a visit says to the desk.

use super::calendar::MINUTE;
use super::plan::Act;
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::order::cancel::CancelOrder;
use crate::domain::order::consent::{DecideLines, How, LineDecision};
use crate::domain::order::finding::NoteFinding;
use crate::domain::order::hand_over::{HandOver, SignedOn};
use crate::domain::order::line::WriteLine;
use crate::domain::order::pay::{Method, TakePayment};
use crate::domain::order::payer::{Bears, Payer};
use crate::domain::order::promise::{Reason, SetPromise};
use crate::domain::order::quality::{CheckQuality, Road};
use crate::domain::order::quote::Decision;
use crate::domain::order::work::{FinishWork, StartWork, StopCode, StopWork};
use crate::domain::{Command, Money, StaffId};

/// How customers pay.
const METHODS: [Method; 8] = [
    Method::Wechat,
    Method::Wechat,
    Method::Wechat,
    Method::Alipay,
    Method::Alipay,
    Method::Card,
    Method::Cash,
    Method::Transfer,
];

impl Shop<'_> {
    /// The next act of a visit. Without a free technician the visit waits for one.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn act(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let Some(next) = self.visits[visit].acts.pop_front() else { return Ok(()) };
        match next.act.clone() {
            Act::Look(job) => self.find(ms, visit, job, false)?,
            Act::Find(job) => self.find(ms, visit, job, true)?,
            Act::Inspect => self.inspect(ms, visit)?,
            Act::Write(job, payer) => self.write(ms, visit, job, payer)?,
            Act::Show => self.show(ms, visit)?,
            Act::Sign => self.sign(ms, visit)?,
            Act::Propose(reason) => self.propose(ms, visit, reason)?,
            Act::Ask => self.ask(ms, visit)?,
            Act::Answer => self.answer(ms, visit)?,
            Act::Merge => self.merge(ms, visit)?,
            Act::Ready => self.tell_ready(ms, visit)?,
            Act::Decide(lines) => self.decide(ms, visit, &lines)?,
            Act::Move(reason) => self.move_promise(ms, visit, reason)?,
            Act::Start(line) => {
                let knows = self.visits[visit].technician;
                let Some(technician) = self.floor.take(&mut self.dice, visit, knows) else {
                    self.visits[visit].acts.push_front(next);
                    return Ok(());
                };
                self.visits[visit].technician = Some(technician);
                self.visits[visit].repaired.get_or_insert(line);
                let (who, order) = (self.floor.who(technician).clone(), self.visits[visit].order.clone());
                self.send(&who, ms, Command::StartWork(StartWork { order, line, technician: Some(who.clone()) }))?;
                if self.visits[visit].stands_for_part {
                    self.part_is_fitted(ms, visit)?;
                }
            }
            Act::Stop(line, code) => self.stop(ms, visit, line, code)?,
            Act::Finish(line) => {
                let (order, line) = (self.visits[visit].order.clone(), Some(line));
                let who = self.technician(visit);
                self.send(&who, ms, Command::FinishWork(FinishWork { order, line }))?;
                self.let_go(ms, visit);
            }
            Act::Check(passed) => self.check(ms, visit, passed)?,
            Act::PayPart => self.pay_part(ms, visit)?,
            Act::HandOver => {
                if self.visits[visit].leaves_part {
                    self.order_part(ms, visit, 1)?;
                }
                return self.hand_over(ms, visit);
            }
            Act::Cancel => {
                let reason = self.dice.pick(&self.tables.voices.cancelled).clone();
                let order = self.visits[visit].order.clone();
                self.send(
                    &self.advisor(visit),
                    ms,
                    Command::CancelOrder(CancelOrder { order, reason, outcome: None }),
                )?;
                self.gone(ms, visit);
            }
        }
        self.plan_next(ms, visit);
        Ok(())
    }

    /// Gives a command at a time.
    pub fn send(&mut self, who: &StaffId, ms: i64, command: Command) -> Result<(), DeskError> {
        let at = self.calendar.stamp(ms);
        self.pipe.send(who, at, command)
    }

    /// Who works on the car, or did last.
    pub fn technician(&self, visit: usize) -> StaffId {
        self.floor.who(self.visits[visit].technician.unwrap_or_default()).clone()
    }

    /// The technician is free again, and takes the car that has waited longest.
    fn let_go(&mut self, ms: i64, visit: usize) {
        let Some(technician) = self.visits[visit].technician else { return };
        if let Some(waiting) = self.floor.release(technician) {
            let soon = ms + self.dice.between(MINUTE, 4 * MINUTE);
            self.at(soon, Happening::Act(waiting));
        }
    }

    fn find(&mut self, ms: i64, visit: usize, job: usize, cause: bool) -> Result<(), DeskError> {
        let job = &self.tables.jobs[job];
        let who = self.floor.who(self.floor.any(&mut self.dice)).clone();
        let note = NoteFinding {
            order: self.visits[visit].order.clone(),
            number: None,
            found: job.found.clone(),
            cause: cause.then(|| job.cause.clone()),
            plan: cause.then(|| job.plan.clone()),
            technician: None,
        };
        self.send(&who, ms, Command::NoteFinding(note))
    }

    fn write(&mut self, ms: i64, visit: usize, job: usize, payer: Payer) -> Result<(), DeskError> {
        let mut line = WriteLine::new(self.visits[visit].order.clone());
        // What an earlier visit put off comes back with its words, at today's price.
        line.from = self.take_put_off(visit, job);
        line.job = line.from.is_none().then(|| self.tables.jobs[job].code.clone());
        if payer != Payer::Customer {
            let number =
                self.visits[visit].jobs.iter().position(|written| *written == job).map_or(1, |place| place + 1);
            self.visits[visit].warranty = Some(number as u16);
            line.payers = Some(vec![Bears { payer, amount: None }]);
        }
        self.send(&self.advisor(visit), ms, Command::WriteLine(line))
    }

    fn decide(&mut self, ms: i64, visit: usize, decided: &[(u16, Decision)]) -> Result<(), DeskError> {
        let here = self.visits[visit].waiting || self.dice.chance(350);
        let how = if here { How::InPerson } else { *self.dice.pick(&[How::Phone, How::Phone, How::Message]) };
        let refused = decided.iter().any(|(_, decision)| *decision != Decision::Accepted);
        let words = (refused && self.dice.chance(700)).then(|| self.dice.pick(&self.tables.voices.declined).clone());
        self.put_off(visit, decided);
        let refused = |free: u16| decided.iter().any(|(line, d)| *line == free && *d != Decision::Accepted);
        // Nobody claims what is not done.
        self.visits[visit].warranty.take_if(|free| refused(*free));
        let free = self.visits[visit].warranty;
        let paid = |(line, decision): &&(u16, Decision)| *decision == Decision::Accepted && Some(*line) != free;
        for (line, _) in decided.iter().filter(paid) {
            let code = &self.tables.jobs[self.visits[visit].jobs[usize::from(*line) - 1]].code;
            let job = self.tables.menu.job(code);
            let price = job.map(|job| self.tables.menu.price(job, self.calendar.stamp(ms).day()));
            self.visits[visit].bill += price.map_or(0, |(labour, parts)| (labour + parts).in_fen());
        }
        let lines = decided.iter().map(|(line, decision)| LineDecision { line: *line, decision: *decision }).collect();
        let order = self.visits[visit].order.clone();
        let command = DecideLines { order, lines, how, who: None, words, ceiling: None, reason: None };
        self.send(&self.advisor(visit), ms, Command::DecideLines(command))
    }

    fn move_promise(&mut self, ms: i64, visit: usize, reason: Reason) -> Result<(), DeskError> {
        let half_hour = 30 * MINUTE;
        let more = self.dice.between(60, 240) * MINUTE;
        let to = (self.visits[visit].promise.max(ms) + more).div_euclid(half_hour) * half_hour;
        self.visits[visit].promise = to;
        if matches!(reason, Reason::CustomerAsked | Reason::AddOn) {
            self.visits[visit].counted = to;
        }
        let (order, promise) = (self.visits[visit].order.clone(), self.calendar.stamp(to).to_string());
        let command = SetPromise {
            order,
            promise,
            reason: Some(reason),
            how: Some(How::Phone),
            reached: None,
            solution: None,
            word: None,
        };
        self.send(&self.advisor(visit), ms, Command::SetPromise(command))
    }

    fn stop(&mut self, ms: i64, visit: usize, line: u16, code: StopCode) -> Result<(), DeskError> {
        let voices = &self.tables.voices;
        let notes = match code {
            StopCode::A => &voices.stop_a,
            StopCode::B => &voices.stop_b,
            StopCode::C => &voices.stop_c,
        };
        let (order, note) = (self.visits[visit].order.clone(), Some(self.dice.pick(notes).clone()));
        let who = self.technician(visit);
        self.send(&who, ms, Command::StopWork(StopWork { order, line: Some(line), code, note }))?;
        if code == StopCode::C {
            self.order_part(ms, visit, line)?;
            self.visits[visit].stands_for_part = true;
            if self.visits[visit].part_comes {
                // Halfway between the stop and now, whatever the time of day is.
                self.at(ms + (self.calendar.now - ms) / 2, Happening::PartHere(visit));
            }
        }
        self.let_go(ms, visit);
        Ok(())
    }

    fn check(&mut self, ms: i64, visit: usize, passed: bool) -> Result<(), DeskError> {
        let voices = &self.tables.voices;
        let jobs = &self.visits[visit].jobs;
        let short = jobs.iter().all(|job| self.tables.jobs[*job].minutes <= 30);
        let (road_test, note) = match (passed, short) {
            (false, _) => {
                (*self.dice.pick(&[Road::Passed, Road::Failed]), Some(self.dice.pick(&voices.rework).clone()))
            }
            (true, true) => (Road::NotRequired, Some(self.dice.pick(&voices.no_road).clone())),
            (true, false) => (Road::Passed, None),
        };
        let inspector = self.dice.below(self.crew.inspectors.len());
        let who = Self::one_of(&self.crew.inspectors, inspector).clone();
        let order = self.visits[visit].order.clone();
        let command = CheckQuality { order, inspector: None, passed, road_test, customer_invited: None, note };
        self.send(&who, ms, Command::CheckQuality(command))
    }

    fn pay_part(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        // Whole yuan, and never all of it.
        let amount = Money::fen(self.visits[visit].bill / 200 * 100);
        if amount <= Money::ZERO {
            return Ok(());
        }
        let (order, method) = (self.visits[visit].order.clone(), *self.dice.pick(&METHODS));
        let command = TakePayment { order, method, amount: Some(amount), payer: Payer::Customer, signed: None };
        self.send(&self.advisor(visit), ms, Command::TakePayment(command))
    }

    fn hand_over(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        self.tick(ms, visit)?;
        let may_call = self.dice.chance(940);
        let best = self.dice.chance(300).then(|| *self.dice.pick(&BEST_TIMES)).filter(|_| may_call);
        let cautions = self.dice.chance(400).then(|| self.dice.pick(&self.tables.voices.cautions).clone());
        let fleet = self.customers[self.cars[self.visits[visit].car].owner].fleet;
        let payment = if fleet { Method::Account } else { *self.dice.pick(&METHODS) };
        let command = HandOver {
            order: self.visits[visit].order.clone(),
            viewed: true,
            explained: true,
            cautions,
            signed: Some(if self.dice.chance(600) { SignedOn::Screen } else { SignedOn::Paper }),
            payment: Some(payment),
            amount: None,
            as_received: Some(true),
            difference: None,
            promises: Default::default(),
            remedy: None,
            may_call: Some(may_call),
            invited: None,
            confirmed_by: None,
            best_time: best.map(|minute| format!("{:02}{:02}", minute / 60, minute % 60)),
        };
        self.send(&self.advisor(visit), ms, Command::HandOver(command))?;
        self.visits[visit].handed = Some(ms);
        self.plan_claim(ms, visit);
        if may_call {
            self.plan_call(ms, visit, best);
        }
        if self.visits[visit].bill > 0 {
            self.maybe_comeback(ms, visit);
        }
        self.maybe_complaint(ms, visit);
        self.maybe_feedback(ms, visit)?;
        self.gone(ms, visit);
        Ok(())
    }

    /// Three in a hundred repairs do not hold.
    fn maybe_comeback(&mut self, ms: i64, visit: usize) {
        let again = if self.visits[visit].rework { 90 } else { 29 };
        if !self.visits[visit].board && self.dice.chance(again) {
            let day = self.calendar.days_later(ms, self.dice.between(2, 12) as u64, 0);
            let back = day + self.dice.between(8 * 60, 15 * 60) * MINUTE;
            let back = self.calendar.next(back, super::calendar::RECEIVING);
            if back < self.calendar.dawn {
                self.at(back, Happening::Comeback(visit));
            }
        }
    }

    fn gone(&mut self, ms: i64, visit: usize) {
        let car = self.visits[visit].car;
        self.cars[car].here = false;
        self.will_return(ms, car);
    }
}

/// When customers like to be called, minutes after midnight.
const BEST_TIMES: [u32; 5] = [10 * 60 + 30, 12 * 60 + 30, 14 * 60, 16 * 60, 18 * 60 + 30];
