//! The customer's answers: a grade for each of the ten items, reasons for low ones, words kept as spoken
//! (S15, S19; K4, feature 41, 42).

use super::super::capa::{fired, to_tell};
use super::attempt::{CallAttempted, Outcome};
use super::ended::close_order;
use super::{Call, State};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{CallId, CustomerId, Personal, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the customer answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The scheme asked by.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Item → grade; `None` is "not applicable". An item that is absent was not asked.
    pub grades: BTreeMap<String, Option<u8>>,
    /// "All alike" was said, and filled in at once.
    pub alike: bool,
    /// Item → reason code for a low grade.
    pub reasons: BTreeMap<String, String>,
    /// The customer's words.
    pub words: Option<Personal>,
    /// What kind of words they are.
    pub opinion: Option<Opinion>,
    /// How they were asked.
    pub mode: Mode,
    /// Who asked.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// What kind of opinion (AM6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// Praise.
    Praise,
    /// A suggestion.
    Suggestion,
    /// A complaint.
    Complaint,
}

/// How the customer was asked (K4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By the follow-up call.
    #[default]
    Phone,
    /// On a form.
    Form,
    /// When the car was handed over.
    Handover,
}

/// Records the answers and ends the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerCall {
    /// The call, or the order that it is about.
    pub call: CallId,
    /// Item → grade; `null` is "not applicable". Only a follow-up call has any.
    #[serde(default)]
    pub answers: BTreeMap<String, Option<u8>>,
    /// "All alike" was said, and filled in at once.
    #[serde(default)]
    pub alike: bool,
    /// Item → reason code for a low grade.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, String>,
    /// The customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// praise, suggestion or complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// phone, form or handover.
    #[serde(default)]
    pub mode: Mode,
    /// In a call that tells what was done: the customer is satisfied with it (feature 46).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<bool>,
}

/// The customer answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAnswered {
    /// The call.
    pub call: CallId,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The scheme asked by.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Item → grade.
    pub answers: BTreeMap<String, Option<u8>>,
    /// "All alike".
    pub alike: bool,
    /// Item → reason code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, String>,
    /// The customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Personal>,
    /// What kind of words they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// How they were asked.
    pub mode: Mode,
    /// Among the answers is one so low that its reason is asked: the next visit is asked about soon (feature 37).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub low: bool,
    /// It was no follow-up call: nothing was asked, and the words are what came of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unasked: bool,
}

impl CallAnswered {
    /// Writes the answers.
    pub fn fold(&self, call: &mut Call, meta: &Meta<'_>) {
        call.state = State::Done;
        if self.unasked {
            call.note = self.words.clone();
            return;
        }
        call.answers = Some(Answers {
            scheme: self.scheme.clone(),
            version: self.version,
            grades: self.answers.clone(),
            alike: self.alike,
            reasons: self.reasons.clone(),
            words: self.words.clone(),
            opinion: self.opinion,
            mode: self.mode,
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`AnswerCall`].
pub fn decide(d: &mut Deciding<'_>, c: &AnswerCall) -> Result<String, Stop> {
    let call = d.open_call(&c.call)?;
    let survey = &d.rules.survey;
    let asks = call.kind.is_follow_up();
    if c.answers.is_empty() && asks {
        return Err(Refusal::missing("answers").into());
    }
    if let Some(item) = c.answers.keys().next().filter(|_| !asks) {
        return Err(Refusal::invalid("answers", item, Why::NoSurvey).into());
    }
    for (item, grade) in &c.answers {
        if !survey.items.contains(item) {
            return Err(Refusal::invalid("answers", item, Why::NotOneOf(survey.items.clone())).into());
        }
        if let Some(grade) = grade.filter(|grade| !survey.grades.contains(grade)) {
            let allowed = survey.grades.iter().map(u8::to_string).collect();
            return Err(Refusal::invalid("answers", format!("{item} {grade}"), Why::NotOneOf(allowed)).into());
        }
    }
    for (item, reason) in &c.reasons {
        if !c.answers.contains_key(item) {
            return Err(Refusal::not_found("reasons", item).into());
        }
        if !survey.reasons.contains(reason) {
            return Err(Refusal::invalid("reasons", reason, Why::NotOneOf(survey.reasons.clone())).into());
        }
    }
    let words = d.optional_text("words", c.words.as_deref())?.map(|words| Personal::new(&words, call.about()));
    let (scheme, version) = (survey.scheme.clone(), survey.version);
    let low = c.answers.values().flatten().any(|grade| survey.low.contains(grade));
    let customer = call.customer.clone();
    d.emit(Event::CallAttempted(CallAttempted {
        call: call.id.clone(),
        customer: customer.clone(),
        outcome: Outcome::Reached,
        due: None,
        state: State::Open,
    }))?;
    d.emit(Event::CallAnswered(CallAnswered {
        call: call.id.clone(),
        customer,
        scheme,
        version,
        answers: c.answers.clone(),
        alike: c.alike,
        reasons: c.reasons.clone(),
        words,
        opinion: c.opinion,
        mode: c.mode,
        low,
        unasked: !asks,
    }))?;
    fired::by_call(d, &call, c)?;
    close_order(d, &call, State::Done)?;
    to_tell::told(d, &call, c)?;
    Ok(call.id.to_string())
}
