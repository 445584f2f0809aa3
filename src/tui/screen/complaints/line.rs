//! One complaint in the list.

use super::{category_word, is_late, severity_role, severity_word};
use crate::desk::rows::ComplaintRow;
use crate::domain::ComplaintId;
use crate::domain::complaint::ladder;
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::table::{Cell, Row};

/// The row of a complaint.
pub fn line<'a>(cx: &Cx<'a>, row: &'a ComplaintRow) -> Row<'a, ComplaintId> {
    let plain = if row.closed.is_some() { Role::Dim } else { Role::Text };
    let left = match row.closed {
        Some(_) if row.unreached => Cell::new(Role::Dim, cx.get("complaints-list-unreached")),
        Some(at) => Cell::new(Role::Dim, closed(cx, at)),
        None if row.answered => Cell::new(Role::Good, cx.get("complaints-answered")),
        None => {
            let left = format::left(row.answer_due, cx.now);
            let again = || cx.with("complaints-again", &[("left", &left)]);
            Cell::new(cx.urgency(row.answer_due), if row.refused.is_some() { again() } else { left })
        }
    };
    let age = if row.closed.is_some() { String::new() } else { format::left(cx.now, row.spoke) };
    let severe = if row.closed.is_none() { severity_role(row.severity) } else { Role::Dim };
    let cells = vec![
        Cell::new(severe, severity_word(cx.words(), row.severity)),
        Cell::new(plain, row.name.as_str()),
        Cell::new(plain, format::plate(&row.plate)),
        Cell::new(plain, category_word(cx.words(), row.category)),
        Cell::new(Role::Dim, age),
        left,
        Cell::new(plain, said(cx, row)),
    ];
    let mark = is_late(cx, row).then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(row.complaint.clone(), cells) }
}

/// The first words; before them, who has heard of it by now (L9).
fn said<'a>(cx: &Cx<'a>, row: &'a ComplaintRow) -> std::borrow::Cow<'a, str> {
    match ladder::reached(&row.reports, cx.now) {
        Some(report) => {
            let role = cx.get(term::role(report.role));
            cx.with("complaints-reported-to", &[("role", &*role), ("words", &row.words)]).into()
        }
        None => row.words.as_str().into(),
    }
}

/// When it was closed: the time if today, else the day.
fn closed(cx: &Cx<'_>, at: crate::domain::Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    let mark = cx.look.theme.marks.done;
    if day.is_empty() { format!("{mark} {}", format::time(at)) } else { format!("{mark} {day}") }
}
