//! Whether the last repair did not hold (I5): asked where that repair is recent, answered by one key, and never on by
//! default. The field takes an order's number, or with it that of a line: `R261123-007.2`.

use super::key_of;
use crate::desk::rows::{ComebackRow, RecentRow};
use crate::domain::OrderId;
use crate::domain::order::comeback::named;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::screen::form::parts;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

/// The question, on the first page.
pub const OFFER: FieldSpec = FieldSpec::optional("comeback_offer", "entry-comeback-offer", Kind::Shown);
/// The earlier order, in the section of the visit.
pub const FIELD: FieldSpec =
    FieldSpec::optional("comeback", "field-comeback-of", Kind::Code { max: 20, leap: false }).within("visit");

/// Asks whether the last repair did not hold, or says that it did not.
pub fn offer(cx: &Cx<'_>, form: &mut Form, repaired: Option<&RecentRow>) {
    let recent = repaired.filter(|row| is_recent(form, row));
    form.show(OFFER.id, recent.is_some());
    let Some(row) = recent else { return };
    let (of, _) = split(&form.value(FIELD.id));
    let key = key_of(cx, Action::Comeback);
    let done = brief::list(cx, row.jobs.iter().map(|(_, label, english)| format::told(cx.words(), label, english)));
    let day = brief::day(cx, row.handed);
    let values = [("order", row.order.as_str()), ("day", &day), ("done", &done), ("key", &key)];
    let is_one = of.as_ref() == Some(&row.order);
    form.set(OFFER.id, &cx.with(if is_one { "entry-comeback-is" } else { "entry-comeback-ask" }, &values));
}

/// Says by the key that the last repair did not hold, or takes it back. A single job is named with it.
pub fn take(form: &mut Form, repaired: Option<&RecentRow>) -> Option<&'static str> {
    let row = repaired.filter(|row| is_recent(form, row))?;
    let is_one = split(&form.value(FIELD.id)).0.as_ref() == Some(&row.order);
    let only = row.jobs.first().filter(|_| row.jobs.len() == 1).map(|job| job.0);
    let value = if is_one { String::new() } else { named(Some(&row.order), only) };
    form.set(FIELD.id, &value);
    Some(FIELD.id)
}

/// Fills in what stands on the order.
pub fn fill(form: &mut Form, row: Option<&ComebackRow>) {
    form.set(FIELD.id, &row.map(|row| named(Some(&row.of), row.line)).unwrap_or_default());
}

/// Says beside the field what was done there, or that there is no such order.
pub fn note(cx: &Cx<'_>, form: &mut Form) {
    let (Some(of), line) = split(&form.value(FIELD.id)) else {
        return form.set_note(FIELD.id, cx.get("entry-comeback-how").into_owned());
    };
    match parts::order_page(cx, &of) {
        Ok(page) => {
            let meant = page.lines.iter().filter(|row| line.is_none_or(|line| line == row.number));
            let done = brief::list(cx, meant.map(|row| parts::numbered(cx, row)));
            form.set_note(FIELD.id, done);
        }
        Err(_) if form.focused() == FIELD.id => form.set_note(FIELD.id, ""),
        Err(error) => form.set_note_as(FIELD.id, Role::Error, cx.say(&error).message),
    }
}

/// What it says in short.
pub fn short(cx: &Cx<'_>, form: &Form) -> Option<String> {
    let value = form.value(FIELD.id);
    (!value.is_empty()).then(|| cx.with("brief-comeback-of", &[("order", &value)]))
}

/// What is new: the earlier order and its line.
pub fn typed(new: &dyn Fn(&str) -> Option<String>) -> (Option<OrderId>, Option<u16>) {
    new(FIELD.id).map(|text| split(&text)).unwrap_or_default()
}

/// True while the odometer, as far as it was read, has not gone further than a repair must hold.
fn is_recent(form: &Form, row: &RecentRow) -> bool {
    let now = parts::number::<u32>(form, "mileage");
    !matches!((now, row.km_max), (Some(km), Some(most)) if km > most)
}

fn split(text: &str) -> (Option<OrderId>, Option<u16>) {
    let (order, line) = text.split_once('.').unwrap_or((text, ""));
    ((!order.is_empty()).then(|| OrderId::new(order)), line.parse().ok())
}
