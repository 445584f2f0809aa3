//! The year as it runs: an agenda of things to happen, taken one after the other in the order of their times.

use super::board;
use super::calendar::{self, Calendar, RECEIVING};
use super::calls::Following;
use super::complaints::Trouble;
use super::feedback::Heard;
use super::floor::Floor;
use super::improvement::Improving;
use super::people::{Car, Customer, Town};
use super::pipe::{Numbers, Pipe};
use super::random::Dice;
use super::staff::Crew;
use super::tables::{Power, Tables};
use super::visit::Visit;
use crate::desk::DeskError;
use crate::domain::{CampaignId, StaffId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that will happen. The numbers are places in the lists of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// A car comes.
    Arrival,
    /// A car comes back because its repair did not hold.
    Comeback(usize),
    /// The next act of a visit.
    Act(usize),
    /// A call is made.
    Call(usize),
    /// The next step of a complaint.
    Trouble(usize),
    /// Today begins.
    Dawn,
    /// A car of today's board comes.
    Board(usize),
    /// The claim of a visit goes on.
    Claim(usize),
    /// Somebody asks over the web form.
    Online(usize),
    /// The part that a visit waits for comes in.
    PartHere(usize),
    /// The next step of a corrective action.
    Improve(usize),
    /// Feedback is answered.
    Heard(usize),
    /// Something is done about surveys.
    Survey(usize),
}

/// The demo shop.
pub struct Shop<'d> {
    /// The way to the desk.
    pub pipe: Pipe<'d>,
    /// The tables.
    pub tables: &'d Tables,
    /// Working days and hours.
    pub calendar: Calendar,
    /// Chance.
    pub dice: Dice,
    /// Chance for what not every visit has: more of it changes nothing else.
    pub extra: Dice,
    /// The numbers that the desk will give.
    pub numbers: Numbers,
    /// The people.
    pub crew: Crew,
    /// The technicians.
    pub floor: Floor,
    /// All customers so far.
    pub customers: Vec<Customer>,
    /// All cars so far.
    pub cars: Vec<Car>,
    /// All visits so far.
    pub visits: Vec<Visit>,
    /// All follow-up calls so far.
    pub calls: Vec<Following>,
    /// All complaints so far.
    pub troubles: Vec<Trouble>,
    /// All corrective actions so far.
    pub improving: Vec<Improving>,
    /// All feedback so far.
    pub heard: Vec<Heard>,
    /// The survey campaigns so far, the one that is over first.
    pub campaigns: Vec<CampaignId>,
    /// Causes and months of the improvement projects so far.
    pub projects: std::collections::BTreeSet<String>,
    /// Calls that are due and not yet made: a few always wait for the callers.
    pub held: std::collections::VecDeque<usize>,
    /// Answered calls so far.
    pub answered: u64,
    /// Complaints raised so far.
    pub raised: u64,
    /// Where customers and cars come from.
    pub town: Town,
    agenda: BinaryHeap<Reverse<(i64, u64, Happening)>>,
    tie: u64,
    returns: BinaryHeap<Reverse<(i64, usize)>>,
}

impl<'d> Shop<'d> {
    /// A shop on the morning of its first day.
    pub fn new(pipe: Pipe<'d>, tables: &'d Tables, calendar: Calendar, crew: Crew, dice: Dice) -> Self {
        let floor = Floor::new(crew.technicians.clone());
        Self {
            pipe,
            tables,
            calendar,
            extra: dice.clone(),
            dice,
            numbers: Numbers::default(),
            crew,
            floor,
            customers: Vec::new(),
            cars: Vec::new(),
            visits: Vec::new(),
            calls: Vec::new(),
            troubles: Vec::new(),
            improving: Vec::new(),
            heard: Vec::new(),
            campaigns: Vec::new(),
            projects: Default::default(),
            held: Default::default(),
            answered: 0,
            raised: 0,
            town: Town::default(),
            agenda: BinaryHeap::new(),
            tie: 0,
            returns: BinaryHeap::new(),
        }
    }

    /// Plans the year's arrivals, `orders` in all with today's.
    pub fn open_for(&mut self, orders: usize) {
        // Comebacks come on top of what is planned here.
        let regular = orders.saturating_sub(self.tables.board.len()) * 100 / 103;
        let days = self.calendar.days.clone();
        let all: usize = days.iter().map(|day| calendar::weight(*day)).sum();
        let (mut weight, mut planned) = (0, 0);
        for day in days {
            weight += calendar::weight(day);
            let by_now = regular * weight / all.max(1);
            for _ in planned..by_now {
                let (a, b) = (self.minute_of_arrival(), self.minute_of_arrival());
                // The earlier of two: mornings are busier.
                let minute = a.min(b);
                let ms = self.calendar.at(day, minute as u32) + self.dice.between(0, calendar::MINUTE - 1);
                self.at(ms, Happening::Arrival);
            }
            planned = by_now;
        }
        self.at(self.calendar.dawn, Happening::Dawn);
        board::plan(self);
        self.plan_surveys();
    }

    fn minute_of_arrival(&mut self) -> i64 {
        self.dice.between(i64::from(RECEIVING.from), i64::from(RECEIVING.until))
    }

    /// Puts something on the agenda.
    pub fn at(&mut self, ms: i64, what: Happening) {
        self.tie += 1;
        self.agenda.push(Reverse((ms, self.tie, what)));
    }

    /// Lets everything happen up to now.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn run(&mut self, progress: &mut dyn FnMut(usize)) -> Result<(), DeskError> {
        while let Some(Reverse((ms, _, what))) = self.agenda.pop() {
            if ms > self.calendar.now {
                break;
            }
            match what {
                Happening::Arrival => {
                    let car = self.next_car(ms, Power::Any);
                    self.receive(ms, car, None)?;
                    progress(self.visits.len());
                }
                Happening::Comeback(visit) => self.come_back(ms, visit)?,
                Happening::Act(visit) => self.act(ms, visit)?,
                Happening::Call(call) => self.call_due(ms, call)?,
                Happening::Trouble(trouble) => self.go_on_with(ms, trouble)?,
                Happening::Dawn => self.dawn(),
                Happening::Board(place) => board::receive(self, ms, place)?,
                Happening::Claim(visit) => self.claim(ms, visit)?,
                Happening::PartHere(visit) if self.visits[visit].stands_for_part => self.part_arrives(ms, visit)?,
                Happening::PartHere(_) => {}
                Happening::Online(place) => self.take_online(ms, place)?,
                Happening::Improve(place) => self.improve(ms, place)?,
                Happening::Heard(place) => self.answer_feedback(ms, place)?,
                Happening::Survey(place) => self.survey(ms, place)?,
            }
        }
        self.pipe.settle(0)
    }

    /// The car that comes next: one that is due again, or a new one.
    pub fn next_car(&mut self, ms: i64, power: Power) -> usize {
        if !self.dice.chance(80)
            && let Some(car) = self.returning(ms, power)
        {
            return car;
        }
        let known = self.customers.iter().rposition(|customer| customer.fleet && customer.id.is_some());
        let owner = match known {
            // A fleet has several cars, and a family sometimes a second one.
            Some(fleet) if self.dice.chance(40) => fleet,
            Some(_) | None => {
                self.customers.push(self.town.customer(&mut self.dice, self.tables));
                self.customers.len() - 1
            }
        };
        self.cars.push(self.town.car(&mut self.dice, self.tables, owner, power));
        self.cars.len() - 1
    }

    fn returning(&mut self, ms: i64, power: Power) -> Option<usize> {
        let mut others = Vec::new();
        let mut found = None;
        while let Some(Reverse((due, car))) = self.returns.pop() {
            if due > ms {
                others.push((due, car));
                break;
            }
            if self.cars[car].here || !power.fits(self.cars[car].power) {
                others.push((due, car));
                continue;
            }
            found = Some(car);
            break;
        }
        self.returns.extend(others.into_iter().map(Reverse));
        found
    }

    /// When a car will come again, if it ever does: every five to eight thousand kilometres or so.
    pub fn will_return(&mut self, ms: i64, car: usize) {
        if self.dice.chance(130) {
            return;
        }
        let days = self.dice.between(45, 160);
        self.returns.push(Reverse((ms + days * 24 * 60 * calendar::MINUTE, car)));
    }

    /// The last working day before today is over: what callers did not get to yesterday, they do today.
    fn dawn(&mut self) {
        let (dawn, now) = (self.calendar.dawn, self.calendar.now);
        let agenda = std::mem::take(&mut self.agenda);
        for Reverse((ms, _, what)) in agenda.into_sorted_vec().into_iter().rev() {
            let ms = match what {
                Happening::Call(call) if self.calls[call].due <= now => {
                    self.dice.between(self.calls[call].due.max(dawn), now)
                }
                _ => ms,
            };
            self.at(ms, what);
        }
    }

    /// A member of staff by a list and a number.
    pub fn one_of(list: &[StaffId], number: usize) -> &StaffId {
        &list[number % list.len()]
    }
}
