//! One visit: taking the car in, and each act of its plan when its time has come.

use super::calendar::{BEGINNING, MINUTE, OPEN};
use super::plan::{self, Act, Plan, Planned};
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::customer::Segment;
use crate::domain::customer::add::AddCustomer;
use crate::domain::order::receive::{Channel, OpenOrder};
use crate::domain::{Command, CustomerId, OrderId, StaffId};
use std::collections::VecDeque;

/// Of a thousand key customers so many have a special requirement.
const WITH_REQUIREMENT: usize = 400;

/// A visit of the demo shop.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its number.
    pub order: OrderId,
    /// The car.
    pub car: usize,
    /// The service advisor.
    pub advisor: usize,
    /// Who works on it, or did last.
    pub technician: Option<usize>,
    /// Places of its jobs, in the order of the lines.
    pub jobs: Vec<usize>,
    /// What is still to be done.
    pub acts: VecDeque<Planned>,
    /// The promise in force, ms.
    pub promise: i64,
    /// The promise that counts, ms.
    pub counted: i64,
    /// The bill, fen.
    pub bill: i64,
    /// The first line that was worked on.
    pub repaired: Option<u16>,
    /// The line that the warranty pays.
    pub warranty: Option<u16>,
    /// Its claim was made.
    pub claimed: bool,
    /// What the customer asks for and was not answered yet: its place among the words.
    pub request: Option<usize>,
    /// Parts that were ordered for it.
    pub parts: u16,
    /// Work stands still until the newest of them is here.
    pub stands_for_part: bool,
    /// That part comes today, and the customer does not know yet.
    pub part_comes: bool,
    /// The customer comes back for a part that is ordered as they leave.
    pub leaves_part: bool,
    /// The customer waits.
    pub waiting: bool,
    /// A check sent it back.
    pub rework: bool,
    /// It came back after a repair.
    pub comeback: bool,
    /// On today's board: nothing is drawn by lot.
    pub board: bool,
    /// When the car was given back, ms.
    pub handed: Option<i64>,
}

impl Visit {
    /// It was handed over later than promised.
    pub fn late(&self) -> bool {
        self.handed.is_some_and(|handed| handed > self.counted)
    }
}

impl Shop<'_> {
    /// Takes a car in with what chance brings.
    pub fn receive(&mut self, ms: i64, car: usize, comeback_of: Option<usize>) -> Result<(), DeskError> {
        let power = self.cars[car].power;
        let comeback = comeback_of.is_some();
        let again = if comeback { None } else { self.returning_job(car) };
        let mut plan = plan::draw(&mut self.dice, self.tables, power, comeback, again);
        self.enrich(&mut plan);
        let promise = self.first_promise(ms, &plan);
        self.take_in(ms, car, plan, promise, comeback_of)?;
        self.plan_next(ms, self.visits.len() - 1);
        Ok(())
    }

    /// The repair did not hold; if the car is not here for something else, it is brought back.
    pub fn come_back(&mut self, ms: i64, earlier: usize) -> Result<(), DeskError> {
        let car = self.visits[earlier].car;
        if self.cars[car].here { Ok(()) } else { self.receive(ms, car, Some(earlier)) }
    }

    /// Opens the order of a visit.
    pub fn take_in(
        &mut self,
        ms: i64,
        car: usize,
        plan: Plan,
        promise: i64,
        comeback_of: Option<usize>,
    ) -> Result<(), DeskError> {
        let at = self.calendar.stamp(ms);
        let advisor = self.dice.below(self.crew.advisors.len());
        let by = self.crew.advisors[advisor].clone();
        let earlier = comeback_of.map(|visit| self.visits[visit].order.clone());
        let says = plan.says.clone();
        let (mut open, key) = self.intake(ms, car, &plan, promise);
        open.says = says;
        open.comeback_of = earlier;
        open.comeback_line = comeback_of.and_then(|visit| self.visits[visit].repaired);
        self.take_down(&mut open, &plan);
        if let Some((customer, name, phone)) = key {
            let command = AddCustomer { name, phone: Some(phone), segment: Segment::Key };
            self.pipe.send_expecting(&by, at, Command::AddCustomer(command), Some(customer))?;
            if self.extra.chance(WITH_REQUIREMENT) {
                self.require(ms, car, &by)?;
            }
        }
        let order = self.numbers.dated("R", at);
        self.pipe.send_expecting(&by, at, Command::OpenOrder(open), Some(order.clone()))?;
        self.cars[car].here = true;
        self.visits.push(Visit {
            order: OrderId::new(order),
            car,
            advisor,
            technician: None,
            jobs: plan.jobs,
            acts: plan.acts,
            promise,
            counted: promise,
            bill: 0,
            repaired: None,
            warranty: None,
            claimed: false,
            request: None,
            parts: 0,
            stands_for_part: false,
            part_comes: false,
            leaves_part: false,
            waiting: plan.waiting,
            rework: plan.rework,
            comeback: comeback_of.is_some(),
            board: false,
            handed: None,
        });
        Ok(())
    }

    /// What the advisor types; and, for a new key customer, the file that is opened before.
    fn intake(
        &mut self,
        ms: i64,
        car: usize,
        plan: &Plan,
        promise: i64,
    ) -> (OpenOrder, Option<(String, String, String)>) {
        let new_car = self.cars[car].since.is_none();
        let owner = self.cars[car].owner;
        let mut open = OpenOrder {
            plate: self.cars[car].plate.clone(),
            fuel: Some(self.dice.between(1, 8) as u8),
            walk_round: self.dice.chance(850).then(|| self.dice.chance(800)),
            promise: Some(self.calendar.stamp(promise).to_string()),
            waiting: plan.waiting,
            channel: *self.dice.pick(&CHANNELS),
            ..OpenOrder::default()
        };
        if self.dice.chance(180) {
            open.belongings = Some(self.dice.pick(&self.tables.cars.belongings).clone());
        }
        let mut key = None;
        if new_car {
            let known = self.customers[owner].id.clone();
            let id = known.clone().unwrap_or_else(|| self.numbers.plain("C"));
            let customer = &mut self.customers[owner];
            customer.id = Some(id.clone());
            match (known.is_some(), customer.fleet) {
                (true, _) => open.customer = Some(CustomerId::new(&id)),
                (false, true) => {
                    open.customer = Some(CustomerId::new(&id));
                    key = Some((id, customer.name.clone(), customer.phone.clone()));
                }
                (false, false) => {
                    open.name = Some(customer.name.clone());
                    open.phone = Some(customer.phone.clone());
                }
            }
            let car = &mut self.cars[car];
            car.since = Some(ms);
            open.model = Some(car.model.clone());
            open.vin = Some(car.vin.clone());
        }
        open.mileage = Some(self.cars[car].mileage(ms));
        (open, key)
    }

    /// What an advisor promises: time enough for the work, in half hours, and tomorrow if today is too short.
    fn first_promise(&mut self, ms: i64, plan: &Plan) -> i64 {
        let half_hour = 30 * MINUTE;
        let work = plan.minutes.max(20);
        let minutes = if plan.waiting { work + 120 } else { work * 2 + self.dice.between(180, 330) };
        let promise = (ms + minutes * MINUTE + half_hour).div_euclid(half_hour) * half_hour;
        let day = self.calendar.stamp(ms).day();
        let closing = self.calendar.at(day, OPEN.until - 45);
        if promise <= closing || self.calendar.is_last(day) {
            return promise;
        }
        let minute = *self.dice.pick(&[10 * 60, 11 * 60, 12 * 60, 14 * 60]);
        self.calendar.at(self.calendar.day_after(day), minute)
    }

    /// Puts the next act of a visit on the agenda.
    pub fn plan_next(&mut self, ms: i64, visit: usize) {
        let Some(next) = self.visits[visit].acts.front().cloned() else { return };
        let hours = if matches!(next.act, Act::Start(_)) { BEGINNING } else { OPEN };
        let at = match next.act {
            Act::HandOver if !self.visits[visit].board => self.pick_up(ms, visit),
            _ => ms + next.wait * MINUTE + self.dice.between(1, MINUTE),
        };
        let mut at_work = self.calendar.next(at, hours);
        if at_work > at {
            // Not everything begins as the doors open.
            at_work += self.dice.between(0, 45 * MINUTE);
        }
        self.at(at_work, Happening::Act(visit));
    }

    /// When the customer comes for the car: mostly in time, now and then the car is late.
    fn pick_up(&mut self, ready: i64, visit: usize) -> i64 {
        let (promise, waiting) = (self.visits[visit].promise, self.visits[visit].waiting);
        let soon = ready + self.dice.between(4 * MINUTE, 15 * MINUTE);
        if self.dice.chance(70) {
            return soon.max(promise + self.dice.between(15 * MINUTE, 150 * MINUTE));
        }
        if waiting { soon } else { soon.max(promise - self.dice.between(5 * MINUTE, 100 * MINUTE)) }
    }

    /// The advisor of a visit.
    pub fn advisor(&self, visit: usize) -> StaffId {
        self.crew.advisors[self.visits[visit].advisor].clone()
    }
}

/// How cars come in, the commonest way most often.
const CHANNELS: [Channel; 8] = [
    Channel::WalkIn,
    Channel::WalkIn,
    Channel::WalkIn,
    Channel::Appointment,
    Channel::Appointment,
    Channel::Appointment,
    Channel::Phone,
    Channel::Online,
];
