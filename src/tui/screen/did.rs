//! What happened on an order, as sentences: one for each kind of event that touches an order.

use super::brief;
use crate::desk::rows::{self, OrderPage};
use crate::desk::visit::ListTitle;
use crate::domain::call::attempt::Outcome;
use crate::domain::order::Did;
use crate::domain::order::claim::ClaimState;
use crate::domain::order::consent::How;
use crate::domain::order::part_on_order::PartStep;
use crate::domain::order::payer::PAYERS;
use crate::domain::order::stage::Stage;
use crate::domain::{StaffId, Stamp, event};
use crate::text::{format, say, term};
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
    ("order.payers-set", "did-payers"),
    ("order.claim-noted", "did-claim"),
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
    ("order.trip-applied", "did-trip"),
    ("order.trip-begun", "did-trip-begun"),
    ("order.car-placed", "did-placed"),
    ("order.comeback-noted", "did-comeback"),
    ("order.symptoms-noted", "did-symptoms"),
    ("order.checklist-noted", "did-checklist"),
    ("order.promises-given", "did-promises"),
    ("order.promises-signed", "did-promises-signed"),
    ("order.handed-to-workshop", "did-workshop"),
    ("order.taken-over", "did-taken-over"),
    ("order.visit-confirmed", "did-visit-confirmed"),
    ("order.fault-noted", "did-fault"),
    ("order.part-needed", "did-part"),
    ("order.part-stamped", "did-part-step"),
    ("order.part-expected", "did-part-expected"),
    ("order.part-cancelled", "did-part-cancelled"),
    ("order.request-noted", "did-request"),
    ("order.request-answered", "did-answered"),
    ("order.cancelled", "did-cancelled"),
    ("order.moved", "did-moved"),
    ("order.undone", "did-undone"),
    ("complaint.raised", "did-complaint"),
    (rows::ATTEMPT, "did-called"),
];

/// Says what happened, with the person who wrote it down: `Wang finished job 1`.
///
/// `titles` are what checklists are called.
pub fn sentence(cx: &Cx<'_>, titles: &[ListTitle], did: &Did) -> String {
    let doer = did.doer.as_ref().filter(|doer| **doer != did.by);
    let who = cx.name(doer.unwrap_or(&did.by));
    let key = match (did.kind.as_str(), did.detail.as_str()) {
        ("order.trip-answered", "approved") => "did-trip-approved",
        ("order.trip-answered", _) => "did-trip-refused",
        ("order.contract-reviewed", "passed") => "did-reviewed",
        ("order.contract-reviewed", _) => "did-reviewed-not",
        ("order.quality-checked", "passed") => "did-passed",
        ("order.quality-checked", "passed invited") => "did-passed-invited",
        ("order.quality-checked", "passed not-invited") => "did-passed-not-invited",
        ("order.quality-checked", "failed invited") => "did-failed-invited",
        ("order.quality-checked", "failed not-invited") => "did-failed-not-invited",
        ("order.quality-checked", _) => "did-failed",
        ("order.checklist-confirmed", detail) if detail.ends_with(" technician") => "did-confirmed-technician",
        ("order.checklist-confirmed", _) => "did-confirmed-reception",
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
    let mut sentence = cx.with(key, &[("who", who), ("what", &detail(cx, titles, did))]);
    if doer.is_some() {
        sentence = cx.with("did-entered", &[("sentence", &sentence), ("by", cx.name(&did.by))]);
    }
    if !did.note.is_empty() {
        let moved =
            Some(&did.note).filter(|_| did.kind == "order.contract-changed").and_then(|note| term::reason_of(note));
        let note = match moved {
            Some(key) => cx.get(key),
            None if did.kind == "order.intake-noted" => intake(cx, &did.note).into(),
            None => did.note.as_str().into(),
        };
        sentence = cx.with("did-note", &[("sentence", &sentence), ("note", &note)]);
    }
    sentence
}

/// What was noted of the intake, in words: `Mileage 42,310, Fuel 4/8`.
fn intake(cx: &Cx<'_>, note: &str) -> String {
    let part = |part: &str| {
        let (field, value) = part.split_once(' ').unwrap_or((part, ""));
        let value = match value {
            "yes" => cx.get("form-yes").into_owned(),
            "no" => cx.get("form-no").into_owned(),
            other => other.to_owned(),
        };
        format!("{} {value}", say::field(cx.words(), field)).trim_end().to_owned()
    };
    brief::list(cx, note.split(", ").map(part).collect::<Vec<_>>())
}

/// What was taken back, if that is what was done last.
pub fn taken_back(cx: &Cx<'_>, page: &OrderPage) -> Option<String> {
    let line = page.log.last().and_then(undoes)?;
    page.log.iter().find(|did| did.seq == line).map(|did| sentence(cx, &page.visit.titles, did))
}

/// The journal line that an entry took back.
fn undoes(did: &Did) -> Option<u64> {
    if did.kind == "order.undone" { did.detail.parse().ok() } else { None }
}

/// As [`sentence`], with a word for what was taken back later.
pub fn marked(cx: &Cx<'_>, page: &OrderPage, did: &Did) -> String {
    let said = sentence(cx, &page.visit.titles, did);
    let gone = did.seq > 0 && page.log.iter().filter_map(undoes).any(|line| line == did.seq);
    if gone { cx.with("did-gone", &[("sentence", &said)]) } else { said }
}

/// The detail of an event in the session's language; events keep theirs in that of the journal.
fn detail(cx: &Cx<'_>, titles: &[ListTitle], did: &Did) -> String {
    match did.kind.as_str() {
        "order.promised" | "order.trip-begun" => match Stamp::parse(&did.detail) {
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
        "order.checklist-noted" | "order.checklist-confirmed" => {
            let id = did.detail.split(' ').next().unwrap_or_default();
            let title = titles.iter().find(|title| title.id == id);
            title.map_or(id, |title| cx.words().lang().pick(&title.en, &title.zh).as_str()).to_owned()
        }
        "order.claim-noted" => {
            let (payer, state) = did.detail.split_once(' ').unwrap_or((&did.detail, ""));
            let payer = PAYERS.iter().find(|one| event::code(*one) == payer).map(|one| cx.get(term::payer(*one)));
            let state = CLAIMS.iter().find(|one| event::code(*one) == state).map(|one| cx.get(term::claim(*one)));
            [payer, state].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        "order.taken-over" | "order.visit-confirmed" => cx.name(&StaffId::new(did.detail.clone())).to_owned(),
        "order.part-stamped" => {
            let mut words = did.detail.split(' ');
            let (number, step, how) = (words.next().unwrap_or_default(), words.next(), words.next());
            let step = PartStep::ALL.into_iter().find(|one| Some(event::code(one).as_str()) == step);
            let step = step.map(|step| cx.get(term::part_step(step))).unwrap_or_default().into_owned();
            let how = HOWS.into_iter().find(|one| Some(event::code(one).as_str()) == how);
            let said = |how| cx.with("did-part-how", &[("step", &step), ("how", &cx.get(term::how(how)))]);
            let step = how.map_or_else(|| step.clone(), said);
            cx.with("did-part-of", &[("number", number), ("step", &step)])
        }
        "order.part-expected" => {
            let (number, at) = did.detail.split_once(' ').unwrap_or((&did.detail, ""));
            let at = Stamp::parse(at).map(|at| format::moment(cx.words(), at, cx.now)).unwrap_or_default();
            format!("{number} {at}")
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

const HOWS: [How; 4] = [How::InPerson, How::Phone, How::Message, How::Signed];

const CLAIMS: [ClaimState; 4] = [ClaimState::NotClaimed, ClaimState::Claimed, ClaimState::Settled, ClaimState::Refused];

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
