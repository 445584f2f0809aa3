//! Why a car is late, or when it will be: the promise and its moves, and what work stood still for. One sentence to a
//! line, so that it is read at a glance.

use super::brief;
use crate::desk::rows::OrderPage;
use crate::domain::Stamp;
use crate::domain::order::promise::{Moved, Notice, Promise};
use crate::domain::order::stage::Stage;
use crate::domain::order::work::Stopped;
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;

/// Explains the clock of an order.
pub fn of_order(cx: &Cx<'_>, page: &OrderPage) -> (Role, String) {
    let Some(promise) = &page.promise else {
        let received = moment(cx, page.received);
        return (Role::Text, cx.with("why-no-promise", &[("received", &received)]));
    };
    let (role, stands) = stands(cx, page, promise);
    let sentences = [Some(stands), moves(cx, promise), stops(cx, page)];
    (role, sentences.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// How the promise in force stands.
fn stands(cx: &Cx<'_>, page: &OrderPage, promise: &Promise) -> (Role, String) {
    let at = promise.at;
    let over = |end: Stamp| at.since(end) < 0;
    let by = |end: Stamp| if over(end) { format::left(end, at) } else { format::left(at, end) };
    let say = |key: &str, end: Stamp| {
        cx.with(key, &[("promise", &moment(cx, at)), ("by", &by(end)), ("at", &moment(cx, end))])
    };
    match page.handed {
        Some(handed) if over(handed) => (Role::Late, say("why-handed-late", handed)),
        Some(handed) => (Role::Good, say("why-handed-in-time", handed)),
        None if page.stage == Stage::Cancelled => (Role::Text, say("why-cancelled", cx.now)),
        None if over(cx.now) => (Role::Late, say("why-over", cx.now)),
        None => (cx.urgency(at), say("why-left", cx.now)),
    }
}

/// The first promise and its moves with their reasons; nothing if it never moved.
fn moves(cx: &Cx<'_>, promise: &Promise) -> Option<String> {
    let moved = |(index, moved): (usize, &Moved)| {
        let reason = cx.get(term::reason(moved.reason));
        let key = match (moved.agreed, promise.notice(index)) {
            (false, _) => "why-proposed-to",
            (true, Notice::InAdvance) => "why-moved-to",
            (true, Notice::Late) => "why-moved-late-to",
        };
        cx.with(key, &[("to", &moment(cx, moved.to)), ("reason", &reason), ("on", &brief::clock(cx, moved.on))])
    };
    let moves = promise.moves.iter().enumerate().map(moved);
    let (first, moves) = (moment(cx, promise.first), brief::list(cx, moves));
    (!moves.is_empty()).then(|| cx.with("why-moves", &[("first", &first), ("moves", &moves)]))
}

/// What work stood still for, and how long; nothing if it never did.
fn stops(cx: &Cx<'_>, page: &OrderPage) -> Option<String> {
    let stop = |stop: &Stopped| {
        let time = format::left(stop.until.unwrap_or(cx.now), stop.from);
        cx.with("why-stop", &[("time", &time), ("why", &brief::stop(cx, stop.code))])
    };
    let stops = brief::list(cx, page.lines.iter().flat_map(|line| &line.work.stops).map(stop));
    (!stops.is_empty()).then(|| cx.with("why-stops", &[("stops", &stops)]))
}

fn moment(cx: &Cx<'_>, at: Stamp) -> String {
    format::moment(cx.words(), at, cx.now)
}
