//! What a customer reasonably asks for on a visit, and what the shop answered (S10: 合理要求,应积极响应; E8). A request
//! stays open until it is answered, also after the car is gone.

use super::Order;
use super::stage::Stage;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{OrderId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its number in the order, from 1.
    pub number: u16,
    /// What is asked for.
    pub text: Personal,
    /// When it was taken down.
    pub at: Stamp,
    /// Who took it down.
    pub by: StaffId,
    /// What the shop answered.
    pub answer: Option<Answer>,
}

/// The shop's answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The words.
    pub text: Personal,
    /// When.
    pub at: Stamp,
    /// Who answered.
    pub by: StaffId,
}

/// Takes down what a customer asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRequest {
    /// The order: open, or long over.
    pub order: OrderId,
    /// What is asked for.
    pub request: String,
}

/// Records what the customer was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// The order.
    pub order: OrderId,
    /// Which request; absent for the first that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// What the customer was answered.
    pub answer: String,
}

/// A request was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestNoted {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: u16,
    /// What is asked for.
    pub request: Personal,
}

impl RequestNoted {
    /// Adds the request.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let (text, by) = (self.request.clone(), meta.by.clone());
        order.requests.push(Request { number: self.number, text, at: meta.at, by, answer: None });
    }
}

/// A request was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestAnswered {
    /// The order.
    pub order: OrderId,
    /// Which request.
    pub number: u16,
    /// The answer.
    pub answer: Personal,
}

impl RequestAnswered {
    /// Writes the answer.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        if let Some(request) = order.requests.iter_mut().find(|request| request.number == self.number) {
            request.answer = Some(Answer { text: self.answer.clone(), at: meta.at, by: meta.by.clone() });
        }
    }
}

impl Order {
    /// Requests that nobody has answered yet, the oldest first.
    pub fn open_requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| request.answer.is_none())
    }
}

/// Decides [`NoteRequest`].
pub fn note(d: &mut Deciding<'_>, c: &NoteRequest) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    if order.stage == Stage::Cancelled {
        return Err(Refusal::WrongStage { order: c.order.clone(), stage: order.stage }.into());
    }
    let number = order.requests.last().map_or(1, |request| request.number + 1);
    let request = Personal::new(d.words("request", &c.request)?, &d.about(&order));
    d.emit(Event::RequestNoted(RequestNoted { order: c.order.clone(), number, request }))?;
    Ok(format!("{}.{number}", c.order))
}

/// Decides [`AnswerRequest`].
pub fn answer(d: &mut Deciding<'_>, c: &AnswerRequest) -> Result<String, Stop> {
    let order = d.order_named("order", &c.order)?;
    let wanted = |request: &&Request| match c.number {
        Some(number) => request.number == number,
        None => request.answer.is_none(),
    };
    let number = c.number.map(|number| number.to_string()).unwrap_or_default();
    let request = order.requests.iter().find(wanted).ok_or_else(|| Refusal::not_found("number", number))?;
    if let Some(answer) = &request.answer {
        return Err(Refusal::AlreadyDone { field: "answer".into(), by: answer.by.clone(), at: answer.at }.into());
    }
    let answer = Personal::new(d.words("answer", &c.answer)?, &d.about(&order));
    let number = request.number;
    d.emit(Event::RequestAnswered(RequestAnswered { order: c.order.clone(), number, answer }))?;
    Ok(format!("{}.{number}", c.order))
}
