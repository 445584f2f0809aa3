//! What a row tells besides its figures: the next step, or what the customer has to be told first, and what is special
//! about the visit.

use crate::desk::rows::BoardRow;
use crate::domain::Key;
use crate::tui::cx::Cx;
use crate::tui::screen::{brief, part_on_order};
use crate::tui::theme::Role;
use crate::tui::widget::table::Cell;
use std::borrow::Cow;

/// What comes next, in one cell: before all else, telling the customer of a delay (H3) or of a part that is here (F1).
pub fn next_cell<'a>(cx: &Cx<'a>, row: &BoardRow) -> Cell<'a> {
    let (role, text) = first_told(cx, row).unwrap_or_else(|| (Role::Text, brief::next_cell(cx, row.next)));
    Cell::new(role, text)
}

/// What the customer has to be told before the work goes on.
pub fn first_told<'a>(cx: &Cx<'a>, row: &BoardRow) -> Option<(Role, Cow<'a, str>)> {
    if tells(cx, row) {
        return Some((Role::Late, cx.get("board-tell-delay")));
    }
    let late = if row.parts.is_late(cx.now) { Role::Late } else { Role::Soon };
    arrived(cx, row).map(|_| (late, cx.get("board-tell-part")))
}

/// The mark of a row whose customer should have been told long ago that a part is here.
pub fn part_mark<'a>(cx: &Cx<'a>, row: &BoardRow) -> Option<(&'a str, Role)> {
    row.parts.is_late(cx.now).then_some((cx.look.theme.marks.late, Role::Late))
}

/// The part that is here and of which the person at the keys has to tell the customer.
pub fn arrived(cx: &Cx<'_>, row: &BoardRow) -> Option<u16> {
    row.parts.here.as_ref().filter(|_| part_on_order::speaks_with_customers(cx)).map(|here| here.number)
}

/// Whether the person at the keys has to tell the customer of a delay. Whoever may not promise a time goes on with the
/// work.
pub fn tells(cx: &Cx<'_>, row: &BoardRow) -> bool {
    part_on_order::speaks_with_customers(cx) && row.untold_delay(cx.now)
}

/// Who else is writing on the order just now.
pub fn writer<'a>(cx: &Cx<'a>, row: &BoardRow) -> Option<&'a str> {
    cx.holder(&Key::Order(row.order.clone())).map(|held| cx.name(&held.who))
}

/// A letter for each of the things that nobody may overlook, where there is no room for words.
pub fn letters(cx: &Cx<'_>, row: &BoardRow) -> String {
    let parts = row.parts.awaited > 0 || row.parts.here.is_some();
    let letters = [
        (row.urgent, "board-letter-urgent"),
        (row.requirements, "board-letter-special"),
        (parts, "board-letter-part"),
        (writer(cx, row).is_some(), "board-letter-writing"),
    ];
    letters.into_iter().filter(|(is, _)| *is).map(|(_, key)| cx.get(key)).collect()
}

/// How much the letters of a row matter: a part that is only awaited is nobody's fault.
pub fn letters_role(row: &BoardRow) -> Role {
    if row.urgent || row.requirements || row.parts.here.is_some() { Role::Late } else { Role::Soon }
}

/// How much they matter: where a car stands is no warning.
pub fn flags_role(cx: &Cx<'_>, row: &BoardRow) -> Role {
    let only_place = flags(cx, row).len() == usize::from(!row.place.is_empty());
    if only_place { Role::Dim } else { Role::Soon }
}

/// What is special about a visit.
pub fn flags<'a>(cx: &Cx<'a>, row: &BoardRow) -> Vec<Cow<'a, str>> {
    let flags = [
        (row.urgent, "board-urgent"),
        (row.requirements, "board-special"),
        (row.complaint, "board-complaint"),
        (row.request, "board-request"),
        (row.parts.here.is_some(), "board-part-here"),
        (row.parts.awaited > 0 && row.parts.is_overdue(cx.now), "board-part-overdue"),
        (row.parts.awaited > 0 && !row.parts.is_overdue(cx.now), "board-part-awaited"),
        (row.comeback, "board-comeback"),
        (row.waiting, "board-waiting"),
    ];
    let place = (!row.place.is_empty()).then(|| row.place.clone().into());
    let writing = writer(cx, row).map(|who| cx.with("board-writing", &[("who", who)]).into());
    writing
        .into_iter()
        .chain(flags.into_iter().filter(|(is, _)| *is).map(|(_, key)| cx.get(key)))
        .chain(place)
        .collect()
}
