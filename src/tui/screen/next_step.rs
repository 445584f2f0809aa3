//! What the keys of an order do wherever one stands on an order: on the board, on its page, on a vehicle's card.

use super::form::checklist;
use super::{brief, did, order, part_on_order, why};
use crate::desk::DeskError;
use crate::desk::rows::{BoardRow, OrderPage};
use crate::domain::order::next::Next;
use crate::domain::order::stage::Stage;
use crate::domain::order::tick::TickRequirement;
use crate::domain::order::undo::Undo;
use crate::domain::order::work::{FinishWork, StartWork};
use crate::domain::staff::role::{Right, allows};
use crate::domain::{CallId, Command, ComplaintId, OrderId};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place, Sheet};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use std::borrow::Cow;

/// So long after its beginning, in milliseconds, a job is not finished without a question.
const JUST_BEGUN_MS: i64 = 60_000;

/// An order as the screen showed it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its number.
    pub order: OrderId,
    /// Its version.
    pub version: u64,
    /// Where it stands.
    pub stage: Stage,
    /// What comes next.
    pub next: Next,
    /// Its follow-up call.
    pub call: Option<CallId>,
    /// A complaint about it that is open.
    pub complaint: Option<ComplaintId>,
    /// There is something on which the customer can decide.
    pub quoted: bool,
    /// The customer has to be told of a delay first (H3).
    pub delayed: bool,
    /// A part is here, and the customer has to be told of it (F1): its number.
    pub arrived: Option<u16>,
    /// A part of the order has not come yet.
    pub awaits: bool,
}

impl From<&BoardRow> for Shown {
    fn from(row: &BoardRow) -> Self {
        let (order, version, stage, next) = (row.order.clone(), row.version, row.stage, row.next);
        let quoted = stage >= Stage::Quote;
        let awaits = row.parts.awaited > 0;
        Self { order, version, stage, next, call: None, complaint: None, quoted, delayed: false, arrived: None, awaits }
    }
}

impl From<&OrderPage> for Shown {
    fn from(page: &OrderPage) -> Self {
        let (order, version, stage, next) = (page.order.clone(), page.version, page.stage, page.next);
        let (call, complaint, quoted) = (page.call.clone(), page.open_complaint.clone(), !page.lines.is_empty());
        let awaits = page.parts.iter().any(|row| row.part.is_awaited());
        Self { order, version, stage, next, call, complaint, quoted, delayed: false, arrived: None, awaits }
    }
}

/// The layer of keys at an order.
pub fn layer(stage: Stage) -> Layer {
    let past = matches!(stage, Stage::FollowUp | Stage::Closed | Stage::Cancelled);
    if past { Layer::PastOrder } else { Layer::Order }
}

impl Shown {
    /// An order's page as the person at the keys sees it: what they have to tell the customer comes first, as it does on
    /// the board.
    pub fn page(cx: &Cx<'_>, page: &OrderPage) -> Self {
        let tells = part_on_order::speaks_with_customers(cx) && page.stage.in_shop();
        let arrived = page.parts.iter().find(|row| row.part.untold_since().is_some()).map(|row| row.part.number);
        Self { delayed: tells && page.untold_delay(cx.now), arrived: arrived.filter(|_| tells), ..Self::from(page) }
    }

    /// The next step in words, and how much it matters.
    pub fn told<'a>(&self, cx: &Cx<'a>) -> (Role, Cow<'a, str>) {
        match (self.delayed, self.arrived) {
            (true, _) => (Role::Late, cx.get("board-tell-delay")),
            (false, Some(_)) => (Role::Soon, cx.get("board-tell-part")),
            (false, None) => (Role::Accent, brief::next(cx, self.next)),
        }
    }

    /// Takes the next step: opens its form, or gives the command where there is nothing to ask.
    pub fn step(&self, cx: &Cx<'_>) -> Effect {
        let order = self.order.clone();
        if self.delayed {
            return Effect::Open(Place::Promise(order));
        }
        if self.arrived.is_some() {
            return Effect::Open(Place::PartStep(order, self.arrived));
        }
        match self.next {
            Next::CompleteIntake => Effect::Open(Place::Intake(order)),
            Next::Diagnose | Next::FindCause => Effect::Open(Place::Finding(order)),
            Next::WriteQuote => Effect::Open(Place::Line(order, None)),
            Next::AskConsent => Effect::Open(Place::Consent(order)),
            Next::Promise => Effect::Open(Place::Promise(order)),
            Next::SignContract => Effect::Open(Place::SignContract(order)),
            Next::ToWorkshop => Effect::Open(Place::Workshop(order)),
            Next::Start { line } | Next::Redo { line } => Effect::Open(Place::Start(order, line)),
            // The part may be what the job waits for: the box says so, and one key more goes on all the same.
            Next::Resume { line, .. } if self.awaits => Effect::Open(Place::Start(order, line)),
            Next::Resume { line, .. } => self.resume(line),
            Next::Finish { line, .. } => self.finish(cx, line),
            Next::Check => Effect::Open(Place::Quality(order)),
            Next::HandOver => Effect::Open(Place::HandOver(order)),
            Next::FollowUp => match &self.call {
                Some(call) => Effect::Open(Place::Call(call.clone())),
                None => Effect::Open(Place::Calls),
            },
            Next::Nothing => match &self.complaint {
                Some(complaint) => Effect::Open(Place::Complaint(complaint.clone())),
                None => say(cx, "next-is-over"),
            },
        }
    }

    /// Does what an action asks of an order; `None` if it asks nothing of one.
    pub fn on(&self, cx: &Cx<'_>, action: Action) -> Option<Effect> {
        let order = self.order.clone();
        Some(match action {
            Action::Next => self.step(cx),
            Action::Stop => match self.next {
                Next::Resume { code, .. } => {
                    let why = brief::stop(cx, code);
                    Effect::Say(Role::Dim, cx.with("next-stands", &[("why", &why)]))
                }
                Next::Finish { .. } => Effect::Open(Place::Stop(order)),
                Next::CompleteIntake | Next::Diagnose | Next::FindCause | Next::WriteQuote | Next::AskConsent => {
                    idle(cx)
                }
                Next::Promise | Next::SignContract | Next::ToWorkshop => idle(cx),
                Next::Start { .. } | Next::Redo { .. } => idle(cx),
                Next::Check | Next::HandOver => idle(cx),
                Next::FollowUp | Next::Nothing => idle(cx),
            },
            Action::Ready if self.stage != Stage::HandOver => say(cx, "next-not-ready"),
            Action::Ready => Effect::Open(Place::Ready(order)),
            Action::Undo => self.run(Command::Undo(Undo { order })),
            Action::Promise => Effect::Open(Place::Promise(order)),
            Action::Finding => Effect::Open(Place::Finding(order)),
            Action::Consent if !self.quoted => {
                let key = order::key_of(cx, Action::Add);
                Effect::Say(Role::Soon, cx.with("next-nothing-quoted", &[("key", &key)]))
            }
            Action::Consent => Effect::Open(Place::Consent(order)),
            Action::Workshop => Effect::Open(Place::Workshop(order)),
            Action::Inspection => Effect::Open(Place::Checklist(order, checklist::INSPECTION.to_string())),
            Action::Checklist => Effect::Open(Place::Checklist(order, checklist::at(self.stage).to_string())),
            Action::Cancel => Effect::Open(Place::Cancel(order)),
            Action::Versions => Effect::Open(Place::Versions(order)),
            Action::Contract => contract(cx, order),
            Action::Ceiling => ceiling(cx, order),
            Action::Claim => claim(cx, order),
            Action::Trip => trip(cx, order),
            Action::Edit => Effect::Open(Place::Intake(order)),
            Action::Why => match order::read(cx, order) {
                Ok(page) => {
                    let (role, text) = why::of_order(cx, &page);
                    Effect::Say(role, text)
                }
                Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
            },
            Action::Vehicle => match order::read(cx, order) {
                Ok(page) => Effect::Open(Place::Vehicle(page.vehicle)),
                Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
            },
            Action::Customer => match order::read(cx, order).map(|page| page.customer) {
                Ok(Some(customer)) => Effect::Open(Place::Customer(customer)),
                Ok(None) => say(cx, "order-no-customer"),
                Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
            },
            Action::Requirement => self.tick(cx),
            Action::Fault => Effect::Open(Place::Fault(order)),
            Action::Part => Effect::Open(Place::Part(order)),
            Action::PartStep => part_on_order::advance(cx, order),
            Action::Request => Effect::Open(Place::Request(order)),
            Action::ConfirmVisit => confirm(cx, order),
            Action::Add => Effect::Open(Place::Line(order, None)),
            Action::History => Effect::Open(Place::History(order)),
            Action::Complaint => Effect::Open(Place::NewComplaint {
                order: Some(order),
                call: None,
                vehicle: None,
                words: String::new(),
            }),
            Action::Print => Effect::Print(order, self.sheet()),
            _ => return None,
        })
    }

    /// Ticks the first special requirement that is not ticked yet (S2: 严格按要求作业).
    fn tick(&self, cx: &Cx<'_>) -> Effect {
        let page = match order::read(cx, self.order.clone()) {
            Ok(page) => page,
            Err(error) => return Effect::Say(Role::Error, cx.say(&error).message),
        };
        match page.requirements.iter().find(|row| row.ticked.is_none()) {
            Some(row) => {
                let (order, requirement) = (self.order.clone(), row.requirement.clone());
                self.run(Command::TickRequirement(TickRequirement { order, requirement, done: None }))
            }
            None if page.requirements.is_empty() => say(cx, "next-no-special"),
            None => say(cx, "next-special-done"),
        }
    }

    /// The sheet that is wanted at this stage.
    fn sheet(&self) -> Sheet {
        match self.stage {
            Stage::Receive | Stage::Diagnose | Stage::Cancelled => Sheet::Reception,
            Stage::Quote if self.next == Next::SignContract => Sheet::Contract,
            Stage::Quote => Sheet::Estimate,
            Stage::Repair => Sheet::WorkOrder,
            Stage::Inspect | Stage::HandOver | Stage::FollowUp | Stage::Closed => Sheet::Settlement,
        }
    }

    fn resume(&self, line: u16) -> Effect {
        self.run(Command::StartWork(StartWork { order: self.order.clone(), line, technician: None }))
    }

    /// Finishes a job. One that was begun only now is asked about: the key is often pressed once too often.
    fn finish(&self, cx: &Cx<'_>, line: u16) -> Effect {
        let command = Command::FinishWork(FinishWork { order: self.order.clone(), line: Some(line) });
        let began = order::read(cx, self.order.clone()).ok().and_then(|page| {
            let row = page.lines.iter().find(|row| row.number == line)?;
            row.work.stops.last().and_then(|stop| stop.until).or(row.work.started)
        });
        match began.filter(|began| cx.now.since(*began) < JUST_BEGUN_MS) {
            Some(_) => {
                let ask = Ask { command, seen: Some(("order", self.version)) };
                Effect::Sure(Box::new(ask), cx.with("next-just-begun", &[("line", &line.to_string())]))
            }
            None => self.run(command),
        }
    }

    fn run(&self, command: Command) -> Effect {
        Effect::run_on("order", self.version, command)
    }
}

/// What is said once a step was taken by its key alone: what was taken back, if that is what was done, and what comes
/// after it.
pub fn said(cx: &Cx<'_>, page: &OrderPage) -> Effect {
    let next = Shown::page(cx, page).told(cx).1;
    let text = match did::taken_back(cx, page) {
        Some(step) => {
            cx.with("next-taken-back", &[("plate", &format::plate(&page.plate)), ("taken", &step), ("step", &next)])
        }
        None => cx.with("next-now", &[("step", &next)]),
    };
    Effect::Say(Role::Good, text)
}

/// Signs the contract that is due, or changes the one in force.
fn contract(cx: &Cx<'_>, order: OrderId) -> Effect {
    match order::read(cx, order.clone()) {
        Ok(page) if page.contract.as_ref().is_some_and(|contract| contract.in_force) => {
            Effect::Open(Place::ChangeContract(order))
        }
        Ok(page) if page.lacks_contract => Effect::Open(Place::SignContract(order)),
        Ok(_) => say(cx, "next-no-contract"),
        Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
    }
}

/// Notes a claim, where there is a payer against whom the shop has one.
fn claim(cx: &Cx<'_>, order: OrderId) -> Effect {
    match order::read(cx, order.clone()) {
        Ok(page) if page.payers.iter().any(|row| row.payer.is_claimed()) => Effect::Open(Place::Claim(order)),
        Ok(_) => say(cx, "next-no-claim"),
        Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
    }
}

/// Confirms a visit for the after-sales department, where the car was given back and nobody has.
fn confirm(cx: &Cx<'_>, order: OrderId) -> Effect {
    match order::read(cx, order.clone()) {
        Ok(page) if page.handed.is_none() => say(cx, "next-not-handed"),
        Ok(page) if page.confirmed_by.is_some() => say(cx, "next-confirmed"),
        Ok(_) => Effect::Open(Place::ConfirmVisit(order)),
        Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
    }
}

/// Applies for a trip, where the customer cannot come.
fn trip(cx: &Cx<'_>, order: OrderId) -> Effect {
    match order::read(cx, order.clone()) {
        Ok(page) if page.visit.trip.as_ref().is_some_and(|trip| trip.departed.is_some()) => say(cx, "next-trip-begun"),
        Ok(page) if page.visit.urgent.is_some() => Effect::Open(Place::Trip(order)),
        Ok(_) => say(cx, "next-no-trip"),
        Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
    }
}

/// Raises the ceiling, for whoever may.
fn ceiling(cx: &Cx<'_>, order: OrderId) -> Effect {
    let me = cx.people.iter().find(|person| person.id == cx.session.who);
    if me.is_some_and(|me| me.roles.iter().any(|role| allows(*role, Right::Override))) {
        return Effect::Open(Place::Ceiling(order));
    }
    let refused = DeskError::NotAllowed { right: Right::Override, who: cx.session.who.clone() };
    Effect::Say(Role::Error, cx.say(&refused).whole())
}

fn idle(cx: &Cx<'_>) -> Effect {
    say(cx, "next-nothing-runs")
}

fn say(cx: &Cx<'_>, key: &str) -> Effect {
    Effect::Say(Role::Dim, cx.words().with(key, &[]))
}
