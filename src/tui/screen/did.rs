//! What happened on an order, as sentences: one for each kind of event that touches an order.

use super::brief;
use crate::desk::rows;
use crate::domain::call::attempt::Outcome;
use crate::domain::order::Did;
use crate::domain::order::stage::Stage;
use crate::domain::{Stamp, event};
use crate::text::{format, term};
use crate::tui::cx::Cx;

/// The sentence of each kind of event.
const SENTENCES: &[(&str, &str)] = &[
    ("order.received", "did-received"),
    ("order.intake-noted", "did-intake"),
    ("order.words-added", "did-words"),
    ("order.customer-named", "did-customer"),
    ("order.promised", "did-promised"),
    ("order.finding-noted", "did-finding"),
    ("order.line-written", "did-line"),
    ("order.line-dropped", "did-dropped"),
    ("order.lines-decided", "did-decided"),
    ("order.estimate-shown", "did-estimate-shown"),
    ("order.contract-signed", "did-contract-signed"),
    ("order.contract-changed", "did-contract-changed"),
    ("order.ceiling-raised", "did-ceiling-raised"),
    ("order.work-started", "did-started"),
    ("order.work-stopped", "did-stopped"),
    ("order.work-finished", "did-finished"),
    ("order.viewed", "did-viewed"),
    ("order.promises-judged", "did-judged"),
    ("order.explained", "did-explained"),
    ("order.signed", "did-signed"),
    ("order.paid", "did-paid"),
    ("order.handed-over", "did-handed-over"),
    ("order.visit-noted", "did-visit"),
    ("order.car-placed", "did-placed"),
    ("order.comeback-noted", "did-comeback"),
    ("order.symptoms-noted", "did-symptoms"),
    ("order.checklist-noted", "did-checklist"),
    ("order.promises-given", "did-promises"),
    ("order.handed-to-workshop", "did-workshop"),
    ("order.fault-noted", "did-fault"),
    ("order.request-noted", "did-request"),
    ("order.request-answered", "did-answered"),
    ("order.cancelled", "did-cancelled"),
    ("order.moved", "did-moved"),
    ("order.undone", "did-undone"),
    ("complaint.raised", "did-complaint"),
    (rows::ATTEMPT, "did-called"),
];

/// Says what happened, with the person who wrote it down: `Wang finished job 1`.
pub fn sentence(cx: &Cx<'_>, did: &Did) -> String {
    let doer = did.doer.as_ref().filter(|doer| **doer != did.by);
    let who = cx.name(doer.unwrap_or(&did.by));
    let key = match (did.kind.as_str(), did.detail.as_str()) {
        ("order.quality-checked", "passed") => "did-passed",
        ("order.quality-checked", _) => "did-failed",
        ("order.ready-told", "reached") => "did-ready-told",
        ("order.ready-told", _) => "did-ready-not-told",
        ("order.exit-checked", "same") => "did-exit-same",
        ("order.exit-checked", _) => "did-exit-different",
        ("order.received", of) if !of.is_empty() => "did-received-back",
        ("order.comeback-noted", "") => "did-no-comeback",
        ("order.contract-changed", "stop") => "did-contract-stopped",
        ("order.requirement-ticked", detail) if detail.ends_with(" done") => "did-ticked",
        ("order.requirement-ticked", _) => "did-unticked",
        (kind, _) => SENTENCES.iter().find(|(known, _)| *known == kind).map_or("did-other", |(_, key)| key),
    };
    let mut sentence = cx.with(key, &[("who", who), ("what", &detail(cx, did))]);
    if doer.is_some() {
        sentence = cx.with("did-entered", &[("sentence", &sentence), ("by", cx.name(&did.by))]);
    }
    if !did.note.is_empty() {
        sentence = cx.with("did-note", &[("sentence", &sentence), ("note", &did.note)]);
    }
    sentence
}

/// The detail of an event in the session's language; events keep theirs in that of the journal.
fn detail(cx: &Cx<'_>, did: &Did) -> String {
    match did.kind.as_str() {
        "order.promised" => match Stamp::parse(&did.detail) {
            Some(promise) => format::moment(cx.words(), promise, did.at),
            None => did.detail.clone(),
        },
        "order.moved" => match STAGES.iter().find(|stage| event::code(*stage) == did.detail) {
            Some(stage) => brief::stage(cx, *stage).into_owned(),
            None => did.detail.clone(),
        },
        "order.work-stopped" => {
            let (line, code) = did.detail.split_once(' ').unwrap_or((&did.detail, ""));
            cx.with("did-job-code", &[("line", line), ("code", &code.to_uppercase())])
        }
        "order.requirement-ticked" => did.detail.split(' ').next().unwrap_or_default().to_owned(),
        rows::ATTEMPT => match OUTCOMES.iter().find(|outcome| event::code(*outcome) == did.detail) {
            Some(outcome) => cx.get(term::outcome(*outcome)).into_owned(),
            None => did.detail.clone(),
        },
        _ => did.detail.clone(),
    }
}

const STAGES: [Stage; 9] = [
    Stage::Receive,
    Stage::Diagnose,
    Stage::Quote,
    Stage::Repair,
    Stage::Inspect,
    Stage::HandOver,
    Stage::FollowUp,
    Stage::Closed,
    Stage::Cancelled,
];

const OUTCOMES: [Outcome; 8] = [
    Outcome::NoAnswer,
    Outcome::Busy,
    Outcome::Voicemail,
    Outcome::Off,
    Outcome::WrongNumber,
    Outcome::Refused,
    Outcome::CallBack,
    Outcome::Reached,
];
