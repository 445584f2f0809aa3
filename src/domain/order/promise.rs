//! The promised time: when the car shall be ready, and how it was moved (S11, S12; H2, H3, AM18).
//!
//! A move needs the customer. Without having reached them a new time is only *proposed*: the promise stands as it was,
//! and somebody still has to call.

use super::Order;
use super::consent::How;
use super::receive::future;
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The promise and its moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The first promise.
    pub first: Stamp,
    /// The promise in force, as it was agreed.
    pub at: Stamp,
    /// A later time that the customer has not heard of yet.
    pub proposed: Option<Stamp>,
    /// Its moves, in order.
    pub moves: Vec<Moved>,
}

impl Promise {
    /// The time that counts for "on time": the first promise, unless the customer asked for the move (AM18).
    pub fn counted(&self) -> Stamp {
        let asked = |m: &&Moved| m.reason == Reason::CustomerAsked || m.reason == Reason::AddOn;
        self.moves.iter().rev().find(|m| asked(m) && m.agreed).map_or(self.first, |m| m.to)
    }

    /// Whether the customer heard of the move at `index` before the promise that it replaces had passed. Two attempts
    /// in vain before that time count as much as having reached them (H2).
    pub fn notice(&self, index: usize) -> Notice {
        let Some(moved) = self.moves.get(index) else { return Notice::InAdvance };
        let in_time = |m: &&Moved| m.on <= moved.instead_of;
        let attempts = self.moves[..index].iter().rev().take_while(|m| !m.agreed).filter(in_time).count();
        if in_time(&moved) || attempts >= ATTEMPTS_ENOUGH { Notice::InAdvance } else { Notice::Late }
    }

    /// How often the customer heard of a delay only after the promised time had passed (E4).
    pub fn late_notices(&self) -> usize {
        let agreed = self.moves.iter().enumerate().filter(|(_, m)| m.agreed);
        agreed.filter(|(index, _)| self.notice(*index) == Notice::Late).count()
    }
}

/// Attempts in vain that are as good as having told the customer (H2).
const ATTEMPTS_ENOUGH: usize = 2;

/// When the customer heard of a delay (S12: 必须预先通知客户).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Before the promised time, or at it.
    InAdvance,
    /// After it.
    Late,
}

/// One move of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The new time.
    pub to: Stamp,
    /// The time that was promised until then.
    pub instead_of: Stamp,
    /// Why.
    pub reason: Reason,
    /// How the customer was told, or how that was tried.
    pub how: How,
    /// The customer was reached and agreed; else the time is only proposed.
    pub agreed: bool,
    /// What the shop offers for the delay; nothing where it was the customer's own wish (E4).
    pub solution: Option<Solution>,
    /// A word on it.
    pub word: Option<String>,
    /// Who spoke with the customer.
    pub by: StaffId,
    /// When.
    pub on: Stamp,
}

/// Why a promise moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A part comes late.
    PartLate,
    /// The work takes longer.
    WorkLonger,
    /// The customer authorised extra work.
    AddOn,
    /// A check sent the car back.
    Rework,
    /// The customer asked for another time.
    CustomerAsked,
    /// Something else.
    Other,
}

impl Reason {
    /// True where the shop owes the customer a solution: all but what they wished for or ordered themselves.
    pub fn is_delay(self) -> bool {
        match self {
            Self::PartLate | Self::WorkLonger | Self::Rework | Self::Other => true,
            Self::AddOn | Self::CustomerAsked => false,
        }
    }
}

/// What the shop offers a customer whose car is late (S6: 给出明确的解决方案; E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Solution {
    /// The new time, and nothing besides.
    NewTime,
    /// A car to drive until then.
    CourtesyCar,
    /// What is done now can be had now; the rest another day.
    PartNow,
    /// Something else, which the word says.
    Other,
}

/// Gives the first promise, or moves it: then reason and contact are needed (feature 17).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPromise {
    /// The order.
    pub order: OrderId,
    /// When the car shall be ready: 1730, +3h, t9, or RFC 3339.
    pub promise: String,
    /// Why it moves; needed from the second promise on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How the customer was told; needed from the second promise on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// false: the customer could not be reached, and the new time is only proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<bool>,
    /// What the shop offers for a delay; else the new time alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<Solution>,
    /// A word on it; needed where the solution is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
}

/// A promise was given or moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// The order.
    pub order: OrderId,
    /// When the car shall be ready.
    pub promise: Stamp,
    /// Why it moved; absent for the first promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How the customer was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// False if the customer could not be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<bool>,
    /// What the shop offers for the delay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<Solution>,
    /// A word on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
}

impl Promised {
    /// Writes the promise; the first stays known.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        match (&mut order.promise, self.reason, self.how) {
            (Some(promise), Some(reason), Some(how)) => {
                let (to, instead_of, agreed) = (self.promise, promise.at, self.reached != Some(false));
                promise.proposed = (!agreed).then_some(to);
                if agreed {
                    promise.at = to;
                }
                let (solution, word, by, on) = (self.solution, self.word.clone(), meta.by.clone(), meta.at);
                promise.moves.push(Moved { to, instead_of, reason, how, agreed, solution, word, by, on });
            }
            (promise, _, _) => {
                let at = self.promise;
                *promise = Some(Promise { first: at, at, proposed: None, moves: Vec::new() });
            }
        }
    }
}

/// Decides [`SetPromise`].
pub fn decide(d: &mut Deciding<'_>, c: &SetPromise) -> Result<String, Stop> {
    let order = d.order_in_shop(&c.order)?;
    if order.promise.is_none() {
        first(d, &c.order, &c.promise)?;
    } else {
        let promise = future("promise", &c.promise, d)?;
        let reason = c.reason.ok_or_else(|| Refusal::missing("reason"))?;
        let how = c.how.ok_or_else(|| Refusal::missing("how"))?;
        let reached = c.reached.filter(|reached| !reached);
        let (solution, word) = solution(d, c, reason)?;
        let order = c.order.clone();
        let (reason_told, how_told) = (Some(reason), Some(how));
        let moved = Promised { order, promise, reason: reason_told, how: how_told, reached, solution, word };
        d.emit(Event::Promised(moved))?;
        super::contract::after_move(d, &c.order, reason, how)?;
    }
    warn(d, &c.order)?;
    super::contract::by_signature(d, &c.order)?;
    d.settle(&c.order)?;
    Ok(c.order.to_string())
}

/// Tells of a promise that is hardly meant: months off, or before a part is here.
fn warn(d: &mut Deciding<'_>, id: &OrderId) -> Result<(), Stop> {
    let order = d.order_in_shop(id)?;
    let Some(at) = order.promise.as_ref().map(|promise| promise.proposed.unwrap_or(promise.at)) else { return Ok(()) };
    let days = at.since(d.now) / (24 * 3_600_000);
    if days > DAYS_USUAL {
        d.warn(Warning::PromiseFar { days });
    }
    let awaited = order.parts_on_order.iter().filter(|part| part.is_awaited());
    let late = awaited.filter_map(|part| Some((part.number, part.expected?))).find(|(_, expected)| *expected > at);
    if let Some((number, expected)) = late {
        d.warn(Warning::PromiseBeforePart { number, expected });
    }
    Ok(())
}

/// Days for which a repair is promised at most, without a word about it.
const DAYS_USUAL: i64 = 60;

/// What is offered for a delay, with its word: the new time, unless something else is named (E4).
fn solution(d: &Deciding<'_>, c: &SetPromise, reason: Reason) -> Result<(Option<Solution>, Option<String>), Stop> {
    let word = d.optional_text("word", c.word.as_deref())?;
    let solution = c.solution.or(reason.is_delay().then_some(Solution::NewTime));
    if solution == Some(Solution::Other) && word.is_none() {
        return Err(Refusal::missing("word").into());
    }
    Ok((solution, word))
}

/// Gives the first promise of an order.
pub fn first(d: &mut Deciding<'_>, order: &OrderId, text: &str) -> Result<(), Stop> {
    let promise = future("promise", text, d)?;
    let order = order.clone();
    let first = Promised { order, promise, reason: None, how: None, reached: None, solution: None, word: None };
    d.emit(Event::Promised(first))
}
