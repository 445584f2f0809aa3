//! A part on order in words: what it is, how far it is, what comes next; and the key that takes its next step (F1).

use super::{brief, order};
use crate::desk::rows::{OrderPage, PartRow, is_part_late};
use crate::domain::order::part_on_order::{PartOnOrder, PartStep};
use crate::domain::order::part_step::NotePart;
use crate::domain::staff::role::{Right, allows};
use crate::domain::{Command, OrderId, Stamp};
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::theme::Role;

/// What it is, with how many where that is more than one: `2 PADS x4`.
pub fn name(cx: &Cx<'_>, part: &PartOnOrder) -> String {
    let name = format::told(cx.words(), &part.part, &part.english);
    let many = if part.quantity > 1 { format!(" x{}", part.quantity) } else { String::new() };
    format!("{} {name}{many}", part.number)
}

/// How far it is: in red once the customer should have been told that it is here, always with mark or word.
pub fn state(cx: &Cx<'_>, part: &PartOnOrder) -> (Role, String) {
    if let Some(cancel) = &part.cancelled {
        return (Role::Dim, cx.with("parts-cancelled", &[("why", &cancel.reason)]));
    }
    if let Some(since) = part.untold_since() {
        return here(cx, since);
    }
    if let Some(visit) = part.visit {
        return (Role::Good, cx.with("parts-visit", &[("at", &format::moment(cx.words(), visit, cx.now))]));
    }
    let last = part.stamps.last().map_or("parts-noted-only", |stamp| term::part_step(stamp.step));
    let last = cx.words().get(last).into_owned();
    match part.expected.filter(|_| part.is_awaited()) {
        Some(expected) if expected < cx.now => {
            let values = [("state", &*last), ("at", &*brief::clock(cx, expected))];
            (Role::Soon, format!("{} {}", cx.look.theme.marks.soon, cx.with("parts-overdue", &values)))
        }
        Some(expected) => {
            let values = [("state", &*last), ("at", &*brief::clock(cx, expected))];
            (Role::Text, cx.with("parts-expected", &values))
        }
        None if part.is_awaited() => (Role::Text, last),
        None => (Role::Good, last),
    }
}

/// It is here, and the customer does not know: since how long.
fn here(cx: &Cx<'_>, since: Stamp) -> (Role, String) {
    let late = is_part_late(since, cx.now);
    let (role, mark) =
        if late { (Role::Late, cx.look.theme.marks.late) } else { (Role::Soon, cx.look.theme.marks.soon) };
    let age = format::left(cx.now, since);
    (role, format!("{mark} {}", cx.with("parts-here", &[("age", &age)])))
}

/// What is on order, a line each.
pub fn open<'p>(cx: &Cx<'_>, parts: impl Iterator<Item = &'p PartOnOrder>) -> Vec<(Role, String)> {
    let line = |part: &PartOnOrder| {
        let (role, state) = state(cx, part);
        (role, cx.with("parts-line", &[("part", &name(cx, part)), ("state", &state)]))
    };
    parts.map(line).collect()
}

/// The steps that its key takes now. What goes without saying is noted with it, each step with its own stamp: an advisor
/// who notes that a part came knows of it.
pub fn steps(cx: &Cx<'_>, part: &PartOnOrder) -> Vec<PartStep> {
    let receives = speaks_with_customers(cx);
    match part.next() {
        None => Vec::new(),
        Some(PartStep::Authorised) => vec![PartStep::Authorised, PartStep::Requested],
        Some(PartStep::Arrived) if receives => vec![PartStep::Arrived, PartStep::SaTold],
        Some(PartStep::SaTold) if receives => vec![PartStep::SaTold, PartStep::CustomerTold],
        Some(step) => vec![step],
    }
}

/// The step that its key is pressed for, in words: that the advisor knows goes without saying.
pub fn next_short(cx: &Cx<'_>, part: &PartOnOrder) -> String {
    let steps = steps(cx, part);
    let step = steps.iter().rev().find(|step| **step != PartStep::SaTold).or(steps.last());
    step.map(|step| cx.get(term::part_step(*step)).into_owned()).unwrap_or_default()
}

/// The steps that come next, in words; empty if none does.
pub fn next(cx: &Cx<'_>, part: &PartOnOrder) -> String {
    brief::list(cx, steps(cx, part).into_iter().map(|step| cx.get(term::part_step(step))))
}

/// Takes the next step of the part on order; where there are several, a digit says which.
pub fn advance(cx: &Cx<'_>, order: OrderId) -> Effect {
    let page = match order::read(cx, order.clone()) {
        Ok(page) => page,
        Err(error) => return Effect::Say(Role::Error, cx.say(&error).message),
    };
    let mut open = page.parts.iter().filter(|row| row.open);
    match (open.next(), open.next()) {
        (None, _) => {
            let key = order::key_of(cx, Action::Part);
            Effect::Say(Role::Dim, cx.with("parts-none", &[("key", &key)]))
        }
        (Some(row), None) => step(cx, &page, row),
        (Some(_), Some(_)) => Effect::Open(Place::PartStep(order, None)),
    }
}

/// Takes the next step of this part, or asks what it needs.
pub fn step(cx: &Cx<'_>, page: &OrderPage, row: &PartRow) -> Effect {
    let (order, number, done) = (page.order.clone(), row.part.number, steps(cx, &row.part));
    let asks = |step: &PartStep| match step {
        PartStep::EtaAsked => row.part.expected.is_none(),
        PartStep::CustomerOk | PartStep::CustomerTold | PartStep::VisitBooked => true,
        PartStep::Authorised | PartStep::Requested | PartStep::Ordered => false,
        PartStep::Arrived | PartStep::SaTold => false,
    };
    if done.iter().any(asks) {
        return Effect::Open(Place::PartStep(order, Some(number)));
    }
    let note = NotePart { order, number, done, how: None, expected: None, reason: None, visit: None };
    Effect::run_on("order", page.version, Command::NotePart(note))
}

/// Whether the person at the keys is one who speaks with customers.
pub fn speaks_with_customers(cx: &Cx<'_>) -> bool {
    let me = cx.people.iter().find(|person| person.id == cx.session.who);
    me.is_some_and(|me| me.roles.iter().any(|role| allows(*role, Right::Receive)))
}
