//! What became of the promises of the intake, judged at handing over (E1, E3): one key each, once for broken, twice for
//! not applicable. All kept is what stands there, so that nobody has to say so; the clock judges the promised time.

use super::parts;
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, Query};
use crate::domain::order::kept::{self, Kept, MakeGood};
use crate::domain::shop::pledge::Pledge;
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label, Pick};
use std::collections::BTreeMap;

/// How a broken promise is made good (E3).
pub const REMEDIES: &[Pick] = &[
    ('a', "apology", "term-remedy-apology"),
    ('d', "discount", "term-remedy-discount"),
    ('r', "refund", "term-remedy-refund"),
    ('f', "free", "term-remedy-free"),
    ('o', "other", "term-remedy-other"),
];

/// The promises, and how broken ones are made good.
pub const FIELDS: [FieldSpec; 4] = [
    FieldSpec::optional("promises", "entry-promises-kept", Kind::Asked(&[])),
    FieldSpec::optional("remedy", "entry-remedy", Kind::Choice(REMEDIES)),
    FieldSpec::optional("cost", "entry-remedy-cost", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::optional("approved_by", "entry-approved-by", Kind::Given),
];

/// True if the promised time was one of the promises of the intake, and has passed.
fn breaks_the_time(cx: &Cx<'_>, page: &OrderPage) -> bool {
    given(page).any(|id| id == kept::TIME) && page.promise.as_ref().is_some_and(|promise| cx.now > promise.counted())
}

fn given(page: &OrderPage) -> impl Iterator<Item = &str> {
    page.visit.promises.iter().flat_map(|given| &given.promises).map(|pledge| pledge.id.as_str())
}

/// Names the promises that were given, all of them kept.
pub fn start(cx: &Cx<'_>, page: &OrderPage, form: &mut Form) {
    offer(cx, page, form);
    form.set("promises", &given(page).collect::<Vec<_>>().join(","));
    form.show("promises", given(page).next().is_some());
    form.set_options("approved_by", parts::people(cx, |_| true));
}

/// Gives the field the promises in the session's language, with the keys that gave them at the intake.
fn offer(cx: &Cx<'_>, page: &OrderPage, form: &mut Form) {
    let pledges = pledges(cx);
    let known = |id: &str| pledges.iter().find(|pledge| pledge.id == id);
    let choice = |id: &str| Choice {
        key: known(id).map(|pledge| pledge.key),
        value: id.to_string().into(),
        label: Label::Text(name(cx, &pledges, id)),
    };
    let standing = form.value("promises");
    form.set_options("promises", given(page).map(choice).collect());
    form.set("promises", &standing);
}

/// The promises of the shop; none if they cannot be read.
fn pledges(cx: &Cx<'_>) -> Vec<Pledge> {
    match cx.ask(&Query::Lists) {
        Ok(Answer::Lists(lists)) => lists.pledges,
        Ok(_) | Err(_) => Vec::new(),
    }
}

/// The short name of a promise; its id, where the shop gives it no more.
fn name(cx: &Cx<'_>, pledges: &[Pledge], id: &str) -> String {
    let known = pledges.iter().find(|pledge| pledge.id == id);
    known.map_or_else(|| id.to_string(), |pledge| cx.words().lang().pick(&pledge.en, &pledge.zh).clone())
}

/// What became of a promise, as the field has it.
fn judged(form: &Form, id: &str) -> Kept {
    let value = form.value("promises");
    match value.split(',').find(|part| part.trim_start_matches('-') == id) {
        None => Kept::NotApplicable,
        Some(part) if part.starts_with('-') => Kept::Broken,
        Some(_) => Kept::Kept,
    }
}

/// Says which promises are broken, and asks how they are made good.
pub fn notes(cx: &Cx<'_>, page: &OrderPage, form: &mut Form) {
    offer(cx, page, form);
    // The clock has the last word on the time, but for a customer who released the shop from it.
    let late = breaks_the_time(cx, page) && judged(form, kept::TIME) != Kept::NotApplicable;
    if late && judged(form, kept::TIME) == Kept::Kept {
        let value = form.value("promises");
        let parts = value.split(',').map(|part| if part == kept::TIME { format!("-{part}") } else { part.to_string() });
        form.set("promises", &parts.collect::<Vec<_>>().join(","));
    }
    let broken: Vec<&str> = given(page).filter(|id| judged(form, id) == Kept::Broken).collect();
    let known = pledges(cx);
    let said = brief::list(cx, broken.iter().map(|id| name(cx, &known, id)));
    let open = given(page).any(|id| judged(form, id) != Kept::Kept);
    let note = if open { cx.get("entry-promises-marks").into_owned() } else { String::new() };
    form.set_note("promises", note);
    for field in ["remedy", "cost", "approved_by"] {
        form.show(field, !broken.is_empty());
    }
    form.set_needed("remedy", !broken.is_empty());
    let note = match (broken.as_slice(), late) {
        ([], _) => String::new(),
        ([_], true) => cx.get("entry-time-broken").into_owned(),
        _ => cx.with("entry-promises-broken", &[("promises", &said)]),
    };
    form.set_note_as("remedy", Role::Late, note);
    if !parts::note_money(cx, form, "cost") {
        form.set_note("cost", "");
    }
    let me = if form.value("approved_by").is_empty() { cx.name(&cx.session.who) } else { "" };
    form.set_note("approved_by", me);
}

/// What became of the promises, where it is not what the desk takes for granted.
pub fn named(cx: &Cx<'_>, page: &OrderPage, form: &Form) -> BTreeMap<String, Kept> {
    let by_itself = |id: &str| if id == kept::TIME && breaks_the_time(cx, page) { Kept::Broken } else { Kept::Kept };
    let differs = |id: &str| Some(judged(form, id)).filter(|kept| *kept != by_itself(id));
    given(page).filter_map(|id| Some((id.to_string(), differs(id)?))).collect()
}

/// How broken promises are made good.
///
/// # Errors
/// The cost is no amount.
pub fn remedy(cx: &Cx<'_>, form: &Form) -> Result<Option<MakeGood>, super::Halt> {
    let cost = parts::money(cx, form, "cost")?.unwrap_or_default();
    let approved_by = parts::person(form, "approved_by");
    Ok(parts::coded(form, "remedy").map(|kind| MakeGood { kind, cost, approved_by }))
}
