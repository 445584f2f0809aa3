//! Taking back the newest action on an order (feature 10).
//!
//! The order keeps how it stood before its newest journal line, as long as the car is here. Taking back puts it there
//! again by an event of its own: the journal and the history keep both. It is the person's own newest action, and
//! nothing may have come after it; what others rely on (money, a car given back, the customer's words) stays and is put
//! right by a new entry.

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::NoUndo;
use crate::domain::{OrderId, Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of events that can be taken back. A line with any other stays whole.
pub const KINDS: &[&str] = &[
    "order.intake-noted",
    "order.visit-noted",
    "order.trip-applied",
    "order.trip-answered",
    "order.trip-begun",
    "order.car-placed",
    "order.comeback-noted",
    "order.symptoms-noted",
    "order.checklist-noted",
    "order.checklist-confirmed",
    "order.handed-to-workshop",
    "order.promised",
    "order.part-needed",
    "order.part-stamped",
    "order.part-expected",
    "order.part-cancelled",
    "order.fault-noted",
    "order.finding-noted",
    "order.line-written",
    "order.line-dropped",
    "order.estimate-shown",
    "order.lines-decided",
    "order.payers-set",
    "order.claim-noted",
    "order.contract-reviewed",
    "order.contract-signed",
    "order.contract-changed",
    "order.ceiling-raised",
    "order.work-started",
    "order.work-stopped",
    "order.work-finished",
    "order.quality-checked",
    "order.ready-told",
    "order.viewed",
    "order.exit-checked",
    "order.requirement-ticked",
    "order.explained",
    "order.signed",
    "order.moved",
    "order.taken-over",
];

/// Takes back one's own newest action on an order, if nothing came after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// The order.
    pub order: OrderId,
}

/// The newest action on the order was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderUndone {
    /// The order.
    pub order: OrderId,
    /// The journal line that was taken back.
    pub line: u64,
    /// Whose job it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<StaffId>,
    /// The job that they are at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<u16>,
}

impl OrderUndone {
    /// Puts the order back to how it stood; its history and the numbers it gave stay.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) -> bool {
        let Some(earlier) = order.earlier.take() else { return false };
        let now = std::mem::replace(order, *earlier);
        order.log = now.log;
        order.last_line = now.last_line;
        order.marks = now.marks;
        // Whoever saw what was taken back has seen something that is gone.
        order.marks.renew(self.line, meta);
        true
    }
}

impl Order {
    /// Keeps how the order stands before the first event of a new journal line.
    pub fn remember(&mut self, meta: &Meta<'_>) {
        if self.log.last().is_some_and(|did| did.seq == meta.seq) {
            return;
        }
        self.earlier = None;
        let log = std::mem::take(&mut self.log);
        let earlier = Box::new(self.clone());
        self.log = log;
        self.earlier = Some(earlier);
    }
}

/// Decides [`Undo`].
pub fn decide(d: &mut Deciding<'_>, c: &Undo) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let refuse = |why| Refusal::NoUndo { order: c.order.clone(), why };
    let last = order.log.last().ok_or_else(|| refuse(NoUndo::Nothing))?;
    let (line, by, at) = (last.seq, last.by.clone(), last.at);
    if by != d.by {
        return Err(refuse(NoUndo::Others { by, at }).into());
    }
    if last.kind == "order.undone" {
        return Err(refuse(NoUndo::Already).into());
    }
    let newest = || order.log.iter().rev().take_while(|did| did.seq == line);
    if newest().any(|did| !KINDS.contains(&did.kind.as_str())) {
        return Err(refuse(NoUndo::Lasting).into());
    }
    let earlier = order.earlier.as_deref().ok_or_else(|| refuse(NoUndo::Nothing))?;
    // A line that was taken over from an earlier visit is written on that visit too.
    let taken = |order: &Order| order.lines.iter().filter_map(|line| line.from.clone()).collect::<Vec<_>>();
    // So is a reading of the odometer in the vehicle's file.
    if taken(earlier) != taken(&order) || earlier.mileage != order.mileage {
        return Err(refuse(NoUndo::Lasting).into());
    }
    let technician = newest().filter(|did| did.kind.starts_with("order.work-")).find_map(|did| did.doer.clone());
    let running = |technician: &StaffId| {
        let theirs =
            |line: &&super::quote::Line| line.work.is_running() && line.work.technicians.last() == Some(technician);
        earlier.lines.iter().find(theirs).map(|line| line.number)
    };
    let job = technician.as_ref().and_then(running);
    if let (Some(technician), Some(_)) = (&technician, job)
        && let Some((order, line)) = &d.staff("technician", technician)?.busy_with
    {
        return Err(Refusal::Busy { technician: technician.clone(), order: order.clone(), line: *line }.into());
    }
    d.emit(Event::OrderUndone(OrderUndone { order: c.order.clone(), line, technician, job }))?;
    Ok(c.order.to_string())
}
