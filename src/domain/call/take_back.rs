//! A digit that was pressed too early: the attempt is taken back, and the call is as it was (REQUIREMENTS 7, caller).
//!
//! Only one's own newest attempt, within the minutes of a lease. One that ended its call is taken back with all that it
//! brought about: the visit is to be followed up again, the answers are no longer given, the corrective actions that they
//! opened are withdrawn, and what the customer did not want is as it was. Where somebody built on it already, it stays.

use super::attempt::Outcome;
use super::{Call, State};
use crate::domain::capa::Capa;
use crate::domain::capa::close::CapaWithdrawn;
use crate::domain::customer::Customer;
use crate::domain::customer::contact::OptOut;
use crate::domain::decide::{Deciding, Found, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::marks::{Group, Mark};
use crate::domain::order::move_to::OrderMoved;
use crate::domain::order::stage::Stage;
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, Key, Record, Records, Refusal, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes one's own newest attempt back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackAttempt {
    /// The call, or the order that it is about.
    pub call: CallId,
}

/// The newest attempt was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptTakenBack {
    /// The call.
    pub call: CallId,
    /// It had ended the call: the file that noted it is as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Other calls that are to be made again: the customer had not wanted them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallId>,
}

/// How a customer's file stood before a call to them ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The call.
    pub call: CallId,
    /// When it ended.
    pub at: Stamp,
    /// Calls that were to be made.
    pub calls: Vec<CallId>,
    /// What they did not want to be contacted about.
    pub opt_outs: Vec<OptOut>,
    /// When their last answers had a low grade among them.
    pub low_score: Option<Stamp>,
    /// When they were here or on the line last.
    pub contacted: Option<Stamp>,
    /// The number was known to be wrong.
    pub wrong_number: bool,
}

impl Customer {
    /// Keeps how the file stands before a call to them ends.
    pub fn before_end_of(&mut self, call: &CallId, meta: &Meta<'_>) {
        self.earlier = Some(Box::new(Earlier {
            call: call.clone(),
            at: meta.at,
            calls: self.calls.clone(),
            opt_outs: self.opt_outs.clone(),
            low_score: self.low_score,
            contacted: self.contacted,
            wrong_number: self.wrong_number,
        }));
    }
}

impl AttemptTakenBack {
    /// Takes it out, and lets the call be due when it was.
    pub fn fold(&self, call: &mut Call) {
        call.state = State::Open;
        // One that the customer had not wanted either has an attempt of its own, or none.
        if call.id != self.call {
            return;
        }
        let Some(last) = call.attempts.pop() else { return };
        call.due = last.due_before;
        call.unsaid = call.answers.take();
        call.note = None;
        call.opened.clear();
        // Of those that were taken back at one place, what was an answer is told apart from what was none.
        let (number, answered) = (call.attempts.len() + 1, last.outcome == Outcome::Reached);
        call.taken_back.retain(|(other, gone)| *other != number || (gone.outcome == Outcome::Reached) != answered);
        call.taken_back.push((number, last));
    }

    /// Puts the file back to how it stood, but for what was written since.
    pub fn fold_customer(&self, customer: &mut Customer) {
        let Some(earlier) = customer.earlier.take() else { return };
        let Earlier { at, opt_outs, .. } = *earlier;
        for call in std::iter::once(&self.call).chain(&self.calls) {
            if !customer.calls.contains(call) {
                customer.calls.push(call.clone());
            }
        }
        customer.opt_outs.retain(|out| out.at != at);
        let lifted = |out: &OptOut| !customer.opt_outs.iter().any(|now| now.contact == out.contact);
        let again: Vec<OptOut> = opt_outs.into_iter().filter(lifted).collect();
        customer.opt_outs.extend(again);
        customer.low_score = earlier.low_score;
        customer.wrong_number &= earlier.wrong_number;
        if customer.contacted == Some(at) {
            customer.contacted = earlier.contacted;
        }
    }
}

/// Decides [`TakeBackAttempt`].
pub fn decide(d: &mut Deciding<'_>, c: &TakeBackAttempt) -> Result<String, Stop> {
    let call = d.call_or_that_of_order(&c.call)?;
    let lasts_ms = i64::from(d.rules.lease_minutes) * 60_000;
    let own = |last: &&super::Attempt| last.by == d.by && d.now.since(last.at) <= lasts_ms;
    let Some(last) = call.attempts.last().filter(own) else {
        return Err(Refusal::invalid("call", &call.id, Why::NoAttempt).into());
    };
    let id = call.id.clone();
    if call.is_open() {
        d.emit(Event::AttemptTakenBack(AttemptTakenBack { call: id.clone(), customer: None, calls: Vec::new() }))?;
        return Ok(id.to_string());
    }
    let ended = call.marks.get(Group::State).filter(|mark| mark.at == last.at).cloned();
    // Its last day was over since.
    let Some(ended) = ended else { return Err(Refusal::invalid("call", &id, Why::NoAttempt).into()) };
    take_back_end(d, &call, &ended)?;
    Ok(id.to_string())
}

/// Takes back what ended a call, with all that came of it in the same line of the journal.
fn take_back_end(d: &mut Deciding<'_>, call: &Call, ended: &Mark) -> Result<(), Stop> {
    refuse_told(d, call, ended)?;
    let capas = untouched(d, call, ended)?;
    let (customer, others) = noted(d, call)?;
    let calls = not_wanted(d, &others, ended)?;
    let ids = calls.iter().map(|other| other.id.clone()).collect();
    d.emit(Event::AttemptTakenBack(AttemptTakenBack { call: call.id.clone(), customer, calls: ids }))?;
    for capa in capas {
        let (capa, project) = (capa.id.clone(), capa.project.clone());
        d.emit(Event::CapaWithdrawn(CapaWithdrawn { capa, project, reason: String::new(), taken_back: true }))?;
    }
    follow_up_again(d, call, ended)?;
    calls.iter().try_for_each(|other| follow_up_again(d, other, ended))
}

/// Refuses where the customer heard in the call what was done: their word ended the corrective action, or began it anew.
fn refuse_told(d: &Deciding<'_>, call: &Call, ended: &Mark) -> Result<(), Stop> {
    let Some(id) = call.capa.as_ref().filter(|_| call.state == State::Done) else { return Ok(()) };
    let capa = d.capa_named("capa", id)?;
    match capa.thread.iter().any(|entry| entry.at == ended.at && entry.by == ended.by) {
        true => Err(Refusal::invalid("call", id, Why::CustomerTold).into()),
        false => Ok(()),
    }
}

/// The corrective actions that the answers opened; refused if somebody worked on one of them.
fn untouched(d: &Deciding<'_>, call: &Call, ended: &Mark) -> Result<Vec<Found<Capa>>, Stop> {
    let mut capas = Vec::new();
    for id in &call.opened {
        let capa = d.capa_named("capa", id)?;
        if capa.marks.version() != ended.seq {
            return Err(Refusal::invalid("call", id, Why::WorkedOn).into());
        }
        capas.push(capa);
    }
    Ok(capas)
}

/// The file that noted the end of the call, and the calls that stood in it then. Another call to the same person that
/// ended since has to be taken back first.
fn noted(d: &Deciding<'_>, call: &Call) -> Result<(Option<CustomerId>, Vec<CallId>), Stop> {
    let Some(customer) = &call.customer else { return Ok((None, Vec::new())) };
    let file = d.customer_file("call", customer)?;
    let earlier = |one: &Customer| one.earlier.as_ref().filter(|earlier| earlier.call == call.id).cloned();
    let found = file.all().find_map(|one| Some((one.id.clone(), earlier(one)?)));
    let (id, earlier) = found.ok_or_else(|| Refusal::invalid("call", &call.id, Why::CalledSince))?;
    Ok((Some(id), earlier.calls))
}

/// Those among these calls that ended with it because the customer does not want such calls.
fn not_wanted(d: &Deciding<'_>, calls: &[CallId], ended: &Mark) -> Result<Vec<Call>, Stop> {
    let mut over = Vec::new();
    for id in calls {
        let record = d.get(&Key::Call(id.clone()))?;
        let call = record.as_deref().and_then(Record::as_call).filter(|call| call.state == State::NotWanted);
        over.extend(call.filter(|call| call.marks.get(Group::State) == Some(ended)).cloned());
    }
    Ok(over)
}

/// The visit is to be followed up again, if it was over by that call.
fn follow_up_again(d: &mut Deciding<'_>, call: &Call, ended: &Mark) -> Result<(), Stop> {
    let Some(id) = call.order.as_ref().filter(|_| call.kind.is_follow_up()) else { return Ok(()) };
    let order = d.order_named("order", id)?;
    if order.stage != Stage::Closed || order.marks.get(Group::State).map(|mark| mark.seq) != Some(ended.seq) {
        return Ok(());
    }
    d.emit(Event::OrderMoved(OrderMoved { order: id.clone(), from: Stage::Closed, to: Stage::FollowUp }))
}

impl Call {
    /// The attempt whose answers were taken back and not given again.
    pub fn answers_gone(&self) -> Option<&super::Attempt> {
        let gone = self.taken_back.iter().filter(|(_, gone)| gone.outcome == Outcome::Reached);
        gone.map(|(_, gone)| gone).next_back().filter(|_| self.answers.is_none())
    }

    /// Attempts that were taken back and not made again, by their number from 1.
    pub fn gone(&self) -> impl Iterator<Item = &(usize, super::Attempt)> {
        self.taken_back.iter().filter(|(number, _)| *number > self.attempts.len())
    }
}
