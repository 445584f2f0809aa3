//! What a row tells besides its figures: the next step or the delay to tell, and what is special about the visit.

use crate::desk::rows::BoardRow;
use crate::domain::Key;
use crate::domain::staff::role::{Right, allows};
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::table::Cell;
use std::borrow::Cow;

/// What comes next, in one cell: before all else, telling the customer of a delay (H3).
pub fn next_cell<'a>(cx: &Cx<'a>, row: &BoardRow) -> Cell<'a> {
    match tells(cx, row) {
        true => Cell::new(Role::Late, cx.get("board-tell-delay")),
        false => Cell::new(Role::Text, brief::next(cx, row.next)),
    }
}

/// Whether the person at the keys has to tell the customer of a delay. Whoever may not promise a time goes on with the
/// work.
pub fn tells(cx: &Cx<'_>, row: &BoardRow) -> bool {
    let me = cx.people.iter().find(|person| person.id == cx.session.who);
    let may = me.is_some_and(|me| me.roles.iter().any(|role| allows(*role, Right::Receive)));
    may && row.untold_delay(cx.now)
}

/// Who else is writing on the order just now.
pub fn writer<'a>(cx: &Cx<'a>, row: &BoardRow) -> Option<&'a str> {
    cx.holder(&Key::Order(row.order.clone())).map(|held| cx.name(&held.who))
}

/// A letter for each of the things that nobody may overlook, where there is no room for words.
pub fn letters(cx: &Cx<'_>, row: &BoardRow) -> String {
    let letters = [
        (row.urgent, "board-letter-urgent"),
        (row.requirements, "board-letter-special"),
        (writer(cx, row).is_some(), "board-letter-writing"),
    ];
    letters.into_iter().filter(|(is, _)| *is).map(|(_, key)| cx.get(key)).collect()
}

/// What is special about a visit.
pub fn flags<'a>(cx: &Cx<'a>, row: &BoardRow) -> Vec<Cow<'a, str>> {
    let flags = [
        (row.urgent, "board-urgent"),
        (row.requirements, "board-special"),
        (row.complaint, "board-complaint"),
        (row.request, "board-request"),
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
