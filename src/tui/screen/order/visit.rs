//! The facts of the visit around a repair: first visit, urgency, topic, place, waiting, the outcome; when the fault
//! shows; what the joint inspection found; what was promised.

use super::facts::Fact;
use crate::desk::rows::OrderPage;
use crate::desk::visit::{ChecklistRow, VisitPage};
use crate::domain::order::checked::Mark;
use crate::domain::order::confirmed::Side;
use crate::domain::order::visit::Outcome;
use crate::text::{format, symptoms, visit as said};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;

/// Every fact that is known; none for a plain visit of a customer who was here before.
pub fn facts(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let visit = &page.visit;
    let lists = visit.checklists.iter().flat_map(|row| checklist(cx, row));
    let facts = [about(cx, page), trip(cx, visit), shows(cx, visit), claims(cx, visit)];
    facts.into_iter().flatten().chain(lists).chain(promised(cx, visit)).collect()
}

fn fact(label: &'static str, pieces: Vec<(Role, String)>, right: String) -> Option<Fact> {
    (!pieces.is_empty()).then_some(Fact { label, pieces, right, rows: 1 })
}

fn about(cx: &Cx<'_>, page: &OrderPage) -> Option<Fact> {
    let visit = &page.visit;
    let word = |key: &'static str| cx.words().get(key).into_owned();
    let mut pieces = Vec::new();
    if let Some(urgent) = &visit.urgent {
        pieces.push(match (&urgent.engineer, urgent.dispatch_minutes()) {
            (Some(engineer), Some(n)) => {
                let values = [("who", cx.name(engineer)), ("n", &n.to_string())];
                (Role::Soon, cx.with("order-urgent-goes", &values))
            }
            (Some(_) | None, _) => {
                let key = super::key_of(cx, Action::Edit);
                let text = cx.with("order-urgent-nobody", &[("key", &key)]);
                (Role::Late, format!("{} {text}", cx.look.theme.marks.late))
            }
        });
    }
    pieces.extend(visit.topic.map(|topic| (Role::Text, word(said::topic(topic)))));
    pieces.extend(visit.class.map(|class| (Role::Text, word(said::document(class)))));
    pieces.extend(visit.open_mandate.then(|| (Role::Soon, word("visit-open-mandate"))));
    pieces.extend(visit.wait_minutes.map(|n| (Role::Dim, cx.with("entry-waited", &[("n", &n.to_string())]))));
    // That a car is here to be repaired goes without saying, as long as it is here.
    let outcome = visit.outcome.filter(|outcome| page.handed.is_some() || *outcome != Outcome::Enter);
    pieces.extend(outcome.map(|outcome| (Role::Dim, word(said::outcome(outcome)))));
    if let Some(brought) = &visit.in_workshop {
        let clean = word(if brought.cleaned { "order-cleaned" } else { "order-not-cleaned" });
        let at = brief::clock(cx, brought.at);
        let values = [("from", cx.name(&brought.by)), ("to", cx.name(&brought.to)), ("at", &at), ("clean", &clean)];
        pieces.push((Role::Dim, cx.with("order-in-workshop", &values)));
    }
    fact("order-visit", pieces, visit.place.clone())
}

/// A trip to the customer: what for, who, and whether they may go (Q4).
fn trip(cx: &Cx<'_>, visit: &VisitPage) -> Option<Fact> {
    let trip = visit.trip.as_ref()?;
    let approver = trip.approver.as_ref().map(|who| cx.name(who)).unwrap_or_default();
    let state = match (trip.departed, trip.approved) {
        (Some(at), _) => (Role::Good, cx.with("order-trip-begun", &[("at", &brief::clock(cx, at))])),
        (None, Some(true)) => (Role::Text, cx.with("order-trip-approved", &[("who", approver)])),
        (None, Some(false)) => {
            let values = [("who", approver), ("remark", &trip.remark)];
            (Role::Late, cx.with("order-trip-refused", &values))
        }
        (None, None) => (Role::Soon, cx.get("order-trip-open").into_owned()),
    };
    let pieces = vec![(Role::Text, trip.task.clone()), (Role::Dim, trip.route.clone()), state];
    fact("order-trip", pieces, cx.name(&trip.engineer).to_owned())
}

fn shows(cx: &Cx<'_>, visit: &VisitPage) -> Option<Fact> {
    let sentence = symptoms::sentence(cx.words(), &visit.symptoms);
    fact("order-shows", (!sentence.is_empty()).then_some((Role::Text, sentence)).into_iter().collect(), String::new())
}

/// What the customer claims, and what the shop concluded.
fn claims(cx: &Cx<'_>, visit: &VisitPage) -> Option<Fact> {
    let notes = (!visit.notes.is_empty()).then(|| (Role::Text, visit.notes.clone()));
    let concluded = visit.conclusion.as_ref();
    let text = concluded.map(|said| (Role::Title, cx.with("order-concluded", &[("text", &said.text)])));
    let right = concluded.map(|said| format!("{}  {}", cx.name(&said.by), brief::clock(cx, said.at)));
    fact("order-claims", notes.into_iter().chain(text).collect(), right.unwrap_or_default())
}

/// A list, with whatever on it is not as it should be, and who confirms it.
fn checklist(cx: &Cx<'_>, row: &ChecklistRow) -> Vec<Fact> {
    let lang = cx.words().lang();
    let done = row.checked.marks.values().filter(|mark| **mark != Mark::NotChecked).count();
    let (done, of) = (done.to_string(), row.list.items().count().to_string());
    let name = lang.pick(&row.list.en, &row.list.zh).as_str();
    let mut pieces = vec![(Role::Text, cx.with("order-checked", &[("list", name), ("n", &done), ("of", &of)]))];
    for (mark, role, key) in [(Mark::Bad, Role::Late, "order-bad"), (Mark::Watch, Role::Soon, "order-watch")] {
        let items = brief::marked(cx, row, mark);
        if !items.is_empty() {
            let n = items.len().to_string();
            pieces.push((role, cx.with(key, &[("n", &n), ("items", &brief::list(cx, items))])));
        }
    }
    let right = format!("{}  {}", cx.name(&row.checked.by), brief::clock(cx, row.checked.at));
    fact("order-checks", pieces, right).into_iter().chain(confirmed(cx, row)).collect()
}

/// Who confirms what a list found, and whose word is still missing (C3).
fn confirmed(cx: &Cx<'_>, row: &ChecklistRow) -> Option<Fact> {
    if !row.list.confirmed || row.checked.marks.is_empty() {
        return None;
    }
    let by = brief::confirmed(cx, &row.checked);
    let open = Side::ALL.into_iter().filter(|side| !row.checked.confirmed.contains_key(side));
    let open = brief::list(cx, open.map(|side| cx.get(said::side(side))));
    let by = (!by.is_empty()).then_some((Role::Good, by));
    let open = (!open.is_empty()).then(|| (Role::Soon, cx.with("order-unconfirmed", &[("sides", &open)])));
    fact("order-confirmed", by.into_iter().chain(open).collect(), String::new())
}

fn promised(cx: &Cx<'_>, visit: &VisitPage) -> Option<Fact> {
    let given = visit.promises.as_ref().filter(|given| !given.promises.is_empty())?;
    let (n, version) = (given.promises.len().to_string(), given.version.to_string());
    let text = cx.with("order-pledged", &[("n", &n), ("version", &version)]);
    let right = format!("{}  {}", cx.name(&given.by), format::time(given.at));
    let signed = match &given.signed {
        Some(signed) => (Role::Good, cx.with("order-pledges-signed", &[("at", &brief::clock(cx, signed.at))])),
        None => (Role::Dim, cx.get("order-pledges-unsigned").into_owned()),
    };
    fact("order-pledges", vec![(Role::Text, text), signed], right)
}
