//! What happened on an order, as sentences: one for each kind of event that touches an order.

use super::brief;
use crate::domain::order::Did;
use crate::domain::order::stage::Stage;
use crate::domain::{Stamp, event};
use crate::text::format;
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
    ("order.work-started", "did-started"),
    ("order.work-stopped", "did-stopped"),
    ("order.work-finished", "did-finished"),
    ("order.explained", "did-explained"),
    ("order.signed", "did-signed"),
    ("order.paid", "did-paid"),
    ("order.handed-over", "did-handed-over"),
    ("order.cancelled", "did-cancelled"),
    ("order.moved", "did-moved"),
    ("complaint.raised", "did-complaint"),
];

/// Says what happened, with the person who wrote it down: `Wang finished job 1`.
pub fn sentence(cx: &Cx<'_>, did: &Did) -> String {
    let who = cx.name(&did.by);
    let key = match (did.kind.as_str(), did.detail.as_str()) {
        ("order.quality-checked", "passed") => "did-passed",
        ("order.quality-checked", _) => "did-failed",
        (kind, _) => SENTENCES.iter().find(|(known, _)| *known == kind).map_or("did-other", |(_, key)| key),
    };
    cx.with(key, &[("who", who), ("what", &detail(cx, did))])
}

/// The detail of an event in the session's language; events keep theirs in that of the journal.
fn detail(cx: &Cx<'_>, did: &Did) -> String {
    match did.kind.as_str() {
        "order.promised" => match Stamp::parse(&did.detail) {
            Some(promise) => format::moment(cx.words(), promise, did.at),
            None => did.detail.clone(),
        },
        "order.moved" => match ALL.iter().find(|stage| event::code(*stage) == did.detail) {
            Some(stage) => brief::stage(cx, *stage).into_owned(),
            None => did.detail.clone(),
        },
        "order.work-stopped" => did.detail.to_uppercase(),
        _ => did.detail.clone(),
    }
}

const ALL: [Stage; 9] = [
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
