//! Writing the quote: adding, changing and dropping lines (S6, S9; C1, D1, D3).

use super::Order;
use super::quote::{Decision, Line};
use super::stage::Stage;
use super::work::Work;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Money, OrderId, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines that one order may be given, dropped ones included.
pub const LINES_MAX: u16 = 60;

/// Adds a line to the quote, or rewrites one that the customer has not decided on. During the repair it is an
/// add-on: nothing starts on it before the customer's word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteLine {
    /// The order.
    pub order: OrderId,
    /// The line to put right; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// The code of a canned job, if it comes from the menu.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What is done, in the customer's words.
    pub label: String,
    /// Why it is needed.
    #[serde(default)]
    pub why: String,
    /// What good it does.
    #[serde(default)]
    pub benefit: String,
    /// Labour in minutes.
    #[serde(default)]
    pub minutes: u32,
    /// Price of the labour, in fen.
    #[serde(default)]
    pub labour: Money,
    /// Price of the parts, in fen.
    #[serde(default)]
    pub parts: Money,
}

/// Takes a line off the quote; its number is not given again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropLine {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub number: u16,
}

/// A line was written or rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWritten {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// The code of a canned job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What is done.
    pub label: String,
    /// Why it is needed.
    pub why: String,
    /// What good it does.
    pub benefit: String,
    /// Labour in minutes.
    pub minutes: u32,
    /// Price of the labour, in fen.
    pub labour: Money,
    /// Price of the parts, in fen.
    pub parts: Money,
}

impl LineWritten {
    /// Writes the line at its number; consent and work stay.
    pub fn fold(&self, order: &mut Order) {
        order.last_line = order.last_line.max(self.number);
        let place = match order.lines.iter().position(|line| line.number == self.number) {
            Some(place) => place,
            None => {
                order.lines.push(self.blank());
                order.lines.len() - 1
            }
        };
        let line = &mut order.lines[place];
        *line = Line { consent: line.consent.take(), work: std::mem::take(&mut line.work), ..self.blank() };
    }

    fn blank(&self) -> Line {
        Line {
            number: self.number,
            job: self.job.clone(),
            label: self.label.clone(),
            why: self.why.clone(),
            benefit: self.benefit.clone(),
            minutes: self.minutes,
            labour: self.labour,
            parts: self.parts,
            consent: None,
            work: Work::default(),
        }
    }
}

/// A line was taken off the quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDropped {
    /// The order.
    pub order: OrderId,
    /// The line.
    pub number: u16,
}

impl LineDropped {
    /// Removes the line.
    pub fn fold(&self, order: &mut Order) {
        order.lines.retain(|line| line.number != self.number);
    }
}

/// Decides [`WriteLine`].
pub fn decide(d: &mut Deciding<'_>, c: &WriteLine) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let number = match c.number {
        Some(number) => {
            let line = order.line(number).ok_or_else(|| Refusal::not_found("number", number))?;
            undecided(line)?;
            number
        }
        None => next_number(&order)?,
    };
    for (field, amount) in [("labour", c.labour), ("parts", c.parts)] {
        if !amount.is_billable() {
            return Err(
                Refusal::invalid(field, amount.in_fen(), Why::OutOfRange { least: 0, most: 1_000_000_000 }).into()
            );
        }
    }
    if c.minutes > 60_000 {
        return Err(Refusal::invalid("minutes", c.minutes, Why::OutOfRange { least: 0, most: 60_000 }).into());
    }
    let written = LineWritten {
        order: c.order.clone(),
        number,
        job: d.optional_text("job", c.job.as_deref())?,
        label: d.text("label", &c.label)?,
        why: d.optional_text("why", Some(&c.why))?.unwrap_or_default(),
        benefit: d.optional_text("benefit", Some(&c.benefit))?.unwrap_or_default(),
        minutes: c.minutes,
        labour: c.labour,
        parts: c.parts,
    };
    d.emit(Event::LineWritten(written))?;
    match order.stage {
        Stage::Receive | Stage::Diagnose => d.enter(&c.order, Stage::Quote)?,
        Stage::Quote | Stage::Repair => {}
        stage => return Err(Refusal::WrongStage { order: c.order.clone(), stage }.into()),
    }
    Ok(format!("{}.{number}", c.order))
}

/// Decides [`DropLine`].
pub fn drop_line(d: &mut Deciding<'_>, c: &DropLine) -> Result<String, Stop> {
    let order = d.open_order(&c.order)?;
    let line = order.line(c.number).ok_or_else(|| Refusal::not_found("number", c.number))?;
    undecided(line)?;
    d.emit(Event::LineDropped(LineDropped { order: c.order.clone(), number: c.number }))?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

/// What the customer decided on may not be changed behind their back: a new line asks anew.
fn undecided(line: &Line) -> Result<(), Refusal> {
    match &line.consent {
        Some(consent) if consent.decision != Decision::Undecided => {
            Err(Refusal::AlreadyDone { field: "number".into(), by: consent.by.clone(), at: consent.at })
        }
        _ => Ok(()),
    }
}

/// A number that no line of this order ever had.
fn next_number(order: &Order) -> Result<u16, Refusal> {
    match order.last_line + 1 {
        n if n > LINES_MAX => {
            Err(Refusal::invalid("number", n, Why::OutOfRange { least: 1, most: i64::from(LINES_MAX) }))
        }
        n => Ok(n),
    }
}
