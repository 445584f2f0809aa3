//! The link from a comeback to the order whose repair did not hold, and to its job (S12: 返修; I5, N10).
//!
//! It is told when the car is taken in, or found out later; the advisor may take it back. The earlier order is not
//! written: what came back as what is read from the visits of the car.

use super::Order;
use super::quote::Decision;
use super::stage::Stage;
use super::visit::VisitNotes;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{OrderId, Refusal, VehicleId};
use serde::{Deserialize, Serialize};

/// The order was found to be a comeback, or to be none after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComebackNoted {
    /// The order.
    pub order: OrderId,
    /// The order whose repair did not hold; `None`: it is no comeback.
    pub of: Option<OrderId>,
    /// The line of that order, if one can be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
}

impl ComebackNoted {
    /// Writes the link.
    pub fn fold(&self, order: &mut Order) {
        order.comeback_of = self.of.clone();
        order.comeback_line = self.line;
    }

    /// The earlier order with its line, as the history names it.
    pub fn named(&self) -> String {
        named(self.of.as_ref(), self.line)
    }
}

/// An earlier order with its line: `R261123-007.2`; empty for none.
pub fn named(of: Option<&OrderId>, line: Option<u16>) -> String {
    match (of, line) {
        (Some(of), Some(line)) => format!("{of}.{line}"),
        (Some(of), None) => of.to_string(),
        (None, _) => String::new(),
    }
}

/// Refuses an earlier order that is none: of another car, not over yet, or without that job.
///
/// # Errors
/// What is wrong with it.
pub fn check(d: &Deciding<'_>, vehicle: &VehicleId, of: &OrderId, line: Option<u16>) -> Result<(), Stop> {
    let earlier = d.order_named("comeback_of", of)?;
    let kept = |id: &VehicleId| d.vehicle_file("comeback_of", id).map(|file| file.kept().id.clone());
    if kept(&earlier.vehicle)? != kept(vehicle)? {
        return Err(Refusal::invalid("comeback_of", of, Why::OtherCar).into());
    }
    if earlier.stage.in_shop() || earlier.stage == Stage::Cancelled {
        return Err(Refusal::WrongStage { order: of.clone(), stage: earlier.stage }.into());
    }
    let done = |number: &u16| earlier.line(*number).is_some_and(|line| line.decision() == Decision::Accepted);
    match line.filter(|line| !done(line)) {
        Some(line) => Err(Refusal::not_found("comeback_line", line).into()),
        None => Ok(()),
    }
}

/// Notes the link, another one, or that there is none.
pub fn note(d: &mut Deciding<'_>, id: &OrderId, c: &VisitNotes) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let (of, line) = match (&c.comeback_of, c.comeback) {
        (Some(of), _) => (Some(of.clone()), c.comeback_line),
        (None, Some(false)) => (None, None),
        (None, Some(true)) if order.comeback_of.is_none() => return Err(Refusal::missing("comeback_of").into()),
        (None, Some(true) | None) => return Ok(()),
    };
    if (&of, line) == (&order.comeback_of, order.comeback_line) {
        return Ok(());
    }
    if let Some(of) = &of {
        check(d, &order.vehicle, of, line)?;
    }
    d.emit(Event::ComebackNoted(ComebackNoted { order: id.clone(), of, line }))
}
