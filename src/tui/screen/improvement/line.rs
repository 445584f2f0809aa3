//! One line of a list of corrective actions: what fired, who waits, who answers for it, until when, what comes next.

use super::schemes::Schemes;
use crate::desk::rows::{CapaRow, ProjectHead};
use crate::domain::capa::close::How;
use crate::text::{capa, format, term};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::table::{Cell, Column, Width};
use std::borrow::Cow;

/// From this width on, the number and the department have columns of their own.
const WIDE_FROM: u16 = 110;

/// The columns of such a list.
pub fn columns<'a>(cx: &Cx<'a>) -> Vec<Column<'a>> {
    vec![
        Column::left(cx.get("improvement-number"), Width::Fixed(12)).from(WIDE_FROM),
        Column::left(cx.get("improvement-what"), Width::Flex(20)),
        Column::left(cx.get("improvement-customer"), Width::Fixed(8)),
        Column::left(cx.get("improvement-department"), Width::Fixed(10)).from(WIDE_FROM),
        Column::left(cx.get("improvement-responsible"), Width::Fixed(11)),
        Column::right(cx.get("improvement-due"), Width::Fixed(9)),
        Column::left(cx.get("improvement-next"), Width::Fixed(13)),
    ]
}

/// The cells of one corrective action; `indent` sets it under its project.
pub fn cells<'a>(cx: &Cx<'a>, schemes: &Schemes, row: &'a CapaRow, indent: bool) -> Vec<Cell<'a>> {
    let plain = if row.closed.is_some() { Role::Dim } else { Role::Text };
    let what = capa::fired(cx.words(), schemes.of(&row.trigger), &row.trigger);
    let what = if indent { format!("  {what}") } else { what };
    vec![
        Cell::new(Role::Dim, row.capa.as_str()),
        Cell::new(plain, what),
        Cell::new(plain, row.name.as_str()),
        Cell::new(plain, term::department_named(cx.words(), &row.department)),
        responsible(cx, row),
        due(cx, row),
        next(cx, row),
    ]
}

fn responsible<'a>(cx: &Cx<'a>, row: &'a CapaRow) -> Cell<'a> {
    match &row.responsible {
        Some(id) => Cell::new(if row.closed.is_some() { Role::Dim } else { Role::Text }, cx.name(id)),
        None if row.closed.is_some() => Cell::new(Role::Dim, ""),
        None => Cell::new(Role::Late, cx.get("improvement-nobody")),
    }
}

fn due<'a>(cx: &Cx<'a>, row: &'a CapaRow) -> Cell<'a> {
    match (row.due, &row.closed) {
        (_, Some((at, _))) => Cell::new(Role::Dim, format::short_moment(cx.words(), *at, cx.now)),
        (Some(at), None) => {
            let role = if row.is_overdue(cx.now) { Role::Late } else { Role::Text };
            Cell::new(role, format::left(at, cx.now))
        }
        (None, None) => Cell::new(Role::Dim, "-"),
    }
}

fn next<'a>(cx: &Cx<'a>, row: &'a CapaRow) -> Cell<'a> {
    match (row.next, &row.closed) {
        (Some(step), _) => Cell::new(Role::Soon, cx.get(capa::step(step))),
        (None, Some((_, how))) => {
            let role = if *how == How::Done { Role::Good } else { Role::Dim };
            let mark = if *how == How::Done { cx.look.theme.marks.done } else { "" };
            Cell::new(role, format!("{mark} {}", cx.get(ended(*how))).trim_start().to_owned())
        }
        (None, None) => Cell::new(Role::Dim, ""),
    }
}

/// How it ended.
pub fn ended(how: How) -> &'static str {
    match how {
        How::Done => "capa-ended-done",
        How::Unreached => "capa-ended-unreached",
        How::Withdrawn => "capa-ended-withdrawn",
    }
}

/// What a project deals with, and when: `late · Nov 2026`.
pub fn project(cx: &Cx<'_>, schemes: &Schemes, head: &ProjectHead) -> String {
    let cause = capa::cause(cx.words(), schemes.asked(cx), &head.cause);
    format!("{cause} · {}", capa::period(cx.words(), &head.period))
}

/// The cells of a project, over its corrective actions.
pub fn project_cells<'a>(cx: &Cx<'a>, schemes: &Schemes, head: &'a ProjectHead) -> Vec<Cell<'a>> {
    let (open, all) = (head.open.to_string(), head.capas.to_string());
    let leads: Cow<'a, str> = head.responsible.as_ref().map_or("".into(), |id| cx.name(id).into());
    vec![
        Cell::new(Role::Title, head.project.as_str()),
        Cell::new(Role::Title, project(cx, schemes, head)),
        Cell::new(Role::Dim, cx.get(term::project_state(head.state))),
        Cell::new(Role::Dim, ""),
        Cell::new(Role::Title, leads),
        Cell::new(Role::Dim, ""),
        Cell::new(Role::Dim, cx.with("improvement-of", &[("open", &open), ("all", &all)])),
    ]
}
