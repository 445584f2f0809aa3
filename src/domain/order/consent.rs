//! The customer's word, line by line: who, how, when, in which words, up to which amount (S6, S18; D2, D3, D4).

use super::Order;
use super::payer::Payer;
use super::quote::{Decision, Line};
use super::stage::Stage;
use super::{contract, version};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::{Lacking, Why};
use crate::domain::{Money, OrderId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a customer was spoken with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Face to face.
    InPerson,
    /// By phone.
    Phone,
    /// By message.
    Message,
    /// By signature on paper.
    Signed,
}

/// One decision of the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What they decided.
    pub decision: Decision,
    /// How they said it.
    pub how: How,
    /// Who said it; the customer unless named otherwise.
    pub who: Option<Personal>,
    /// Their words.
    pub words: Option<Personal>,
    /// The price they decided on.
    pub price: Money,
    /// Who took it down.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Records the customer's word on one or more lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideLines {
    /// The order.
    pub order: OrderId,
    /// The lines and what was decided on each.
    pub lines: Vec<LineDecision>,
    /// How the customer said it.
    pub how: How,
    /// Who said it, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The most they authorise, in fen; else what stands, and no less than the sum of all accepted lines. A line taken
    /// back brings it down to that sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    /// Why a contract in force is changed by it; else the lines say so (P3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What was decided on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineDecision {
    /// The line.
    pub line: u16,
    /// accepted, declined or deferred.
    pub decision: Decision,
}

/// The customer decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesDecided {
    /// The order.
    pub order: OrderId,
    /// The lines, with the price decided on.
    pub lines: Vec<Decided>,
    /// How the customer said it.
    pub how: How,
    /// Who said it, if not the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Personal>,
    /// Their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Personal>,
    /// The most that is authorised from now on, in fen.
    pub ceiling: Money,
    /// The accepted lines together call for a signed contract, by the threshold of that day (D1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contract: bool,
}

/// One line of the customer's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The line.
    pub line: u16,
    /// The decision.
    pub decision: Decision,
    /// The price it was taken on, in fen.
    pub price: Money,
}

impl LinesDecided {
    /// Writes the consent to every line.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        order.ceiling = self.ceiling;
        order.contract_due = self.contract;
        for decided in &self.lines {
            let Some(line) = order.lines.iter_mut().find(|line| line.number == decided.line) else { continue };
            line.consent = Some(Consent {
                decision: decided.decision,
                how: self.how,
                who: self.who.clone(),
                words: self.words.clone(),
                price: decided.price,
                by: meta.by.clone(),
                at: meta.at,
            });
        }
        version::decided(order, meta);
    }
}

/// Decides [`DecideLines`].
pub fn decide(d: &mut Deciding<'_>, c: &DecideLines) -> Result<String, Stop> {
    super::line::begin_quote(d, &c.order)?;
    let order = d.open_order(&c.order)?;
    if !matches!(order.stage, Stage::Quote | Stage::Repair) {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    if c.lines.is_empty() {
        return Err(Refusal::missing("lines").into());
    }
    refuse_twice(&c.lines)?;
    let lines = c.lines.iter().map(|decision| check(&order, decision)).collect::<Result<Vec<_>, _>>()?;
    refuse_lacking(&order, &c.lines)?;
    let (total, ceiling) = ceiling(&order, &lines, c.ceiling)?;
    let contract = total > Money::ZERO && total >= d.rules.contract_from;
    let about = d.about(&order);
    let personal = |text: Option<String>| text.map(|text| Personal::new(&text, &about));
    let who = personal(d.optional_text("who", c.who.as_deref())?);
    let words = personal(d.optional_text("words", c.words.as_deref())?);
    let reason = d.optional_text("reason", c.reason.as_deref())?;
    let decided = LinesDecided { order: c.order.clone(), lines, how: c.how, who, words, ceiling, contract };
    d.emit(Event::LinesDecided(decided.clone()))?;
    contract::after_decision(d, &decided, order.ceiling, reason)?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

fn check(order: &Order, c: &LineDecision) -> Result<Decided, Refusal> {
    let line = order.line(c.line).ok_or_else(|| Refusal::not_found("lines", c.line))?;
    if c.decision == Decision::Undecided {
        let allowed = ["accepted", "declined", "deferred"].map(String::from).to_vec();
        return Err(Refusal::invalid("lines", "undecided", Why::NotOneOf(allowed)));
    }
    if let (Some(at), Some(by)) = (line.work.started, line.work.technicians.last()) {
        return Err(Refusal::AlreadyDone { field: "lines".into(), by: by.clone(), at });
    }
    Ok(Decided { line: c.line, decision: c.decision, price: line.price() })
}

/// One line, one word: of two nobody could say which was meant.
fn refuse_twice(lines: &[LineDecision]) -> Result<(), Refusal> {
    let twice = lines.iter().enumerate().find(|(at, one)| lines[..*at].iter().any(|other| other.line == one.line));
    twice.map_or(Ok(()), |(_, line)| Err(Refusal::invalid("lines", line.line, Why::Twice)))
}

/// A line that lacks one of why, benefit, time and cost cannot be authorised (A9). All that is lacking is said at once.
fn refuse_lacking(order: &Order, lines: &[LineDecision]) -> Result<(), Refusal> {
    let accepted = lines.iter().filter(|line| line.decision == Decision::Accepted);
    let lacking = accepted.filter_map(|decision| {
        let lacks: Vec<String> = order.line(decision.line)?.lacks().into_iter().map(String::from).collect();
        (!lacks.is_empty()).then_some(Lacking { line: decision.line, lacks })
    });
    let lines: Vec<Lacking> = lacking.collect();
    if lines.is_empty() { Ok(()) } else { Err(Refusal::LinesLack { lines }) }
}

/// The sum of the accepted lines, and the authorised ceiling: what was named, else what stands, never below what the
/// customer pays of them. What the customer or a manager had allowed beyond it stays, unless a line is taken back.
fn ceiling(order: &Order, decided: &[Decided], named: Option<Money>) -> Result<(Money, Money), Refusal> {
    let word = |number| decided.iter().find(|d| d.line == number).map(|d| d.decision);
    let is_accepted = |line: &&Line| word(line.number).unwrap_or(line.decision()) == Decision::Accepted;
    let total: Money = order.lines.iter().filter(is_accepted).map(Line::price).sum();
    let bill: Money = order.lines.iter().filter(is_accepted).map(|line| line.part(Payer::Customer)).sum();
    match named {
        Some(ceiling) if ceiling < bill => Err(Refusal::OverCeiling { bill, ceiling }),
        Some(ceiling) => Ok((total, ceiling)),
        None if bill >= order.bill() => Ok((total, bill.max(order.ceiling))),
        None => Ok((total, bill)),
    }
}
