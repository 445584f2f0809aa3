//! Feedback in a list: one's own inbox first, what is unread or unanswered past its limit on top; then what other
//! departments have; then what is over (L15, P5). Defects of a month stand by assembly (L16).

use crate::desk::rows::FeedbackRow;
use crate::domain::FeedbackId;
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::table::{Cell, Column, Row, Width};
use std::borrow::Cow;

/// True if the person at the keys belongs to the department that owns it.
pub fn is_mine(cx: &Cx<'_>, row: &FeedbackRow) -> bool {
    let me = cx.people.iter().find(|person| person.id == cx.session.who);
    me.is_some_and(|me| row.department.owns(&me.roles))
}

/// What waits, in the order of the list: mine before others', late before what has time.
pub fn sort(cx: &Cx<'_>, open: &mut [FeedbackRow]) {
    open.sort_by_key(|row| (!is_mine(cx, row), !row.is_late(cx.now), row.due(), row.feedback.clone()));
}

/// The columns of feedback.
pub fn columns<'a>(cx: &Cx<'a>) -> [Column<'a>; 6] {
    [
        Column::left(cx.get("feedback-kind"), Width::Fixed(11)),
        Column::left(cx.get("feedback-from"), Width::Fixed(8)),
        Column::left(cx.get("field-department"), Width::Fixed(13)),
        Column::right(cx.get("complaints-age"), Width::Fixed(6)),
        Column::right(cx.get("feedback-due"), Width::Fixed(16)),
        Column::left(cx.get("complaints-words"), Width::Flex(12)),
    ]
}

/// One of them.
pub fn line<'a>(cx: &Cx<'a>, row: &'a FeedbackRow) -> Row<'a, FeedbackId> {
    let plain = if row.open { Role::Text } else { Role::Dim };
    let mine = if row.open && is_mine(cx, row) { Role::Title } else { plain };
    let age = if row.open { format::left(cx.now, row.spoke) } else { String::new() };
    let cells = vec![
        Cell::new(plain, cx.get(term::feedback(row.kind))),
        Cell::new(plain, from(cx, row)),
        Cell::new(mine, cx.get(term::of_department(row.department))),
        Cell::new(Role::Dim, age),
        due(cx, row),
        Cell::new(plain, row.words.as_str()),
    ];
    marked(cx, row, cells)
}

/// The columns of defects.
pub fn defect_columns<'a>(cx: &Cx<'a>) -> [Column<'a>; 6] {
    [
        Column::left(cx.get("entry-assembly"), Width::Fixed(12)),
        Column::left(cx.get("entry-about-part"), Width::Fixed(12)),
        Column::left(cx.get("complaints-plate"), Width::Fixed(10)),
        Column::left(cx.get("field-department"), Width::Fixed(13)),
        Column::right(cx.get("feedback-due"), Width::Fixed(16)),
        Column::left(cx.get("complaints-words"), Width::Flex(12)),
    ]
}

/// One defect.
pub fn defect<'a>(cx: &Cx<'a>, row: &'a FeedbackRow) -> Row<'a, FeedbackId> {
    let plain = if row.open { Role::Text } else { Role::Dim };
    let assembly = row.assembly.map(|assembly| cx.get(term::assembly(assembly))).unwrap_or_default();
    let cells = vec![
        Cell::new(Role::Title, assembly),
        Cell::new(plain, row.part.as_str()),
        Cell::new(plain, format::plate(&row.plate)),
        Cell::new(plain, cx.get(term::of_department(row.department))),
        due(cx, row),
        Cell::new(plain, row.words.as_str()),
    ];
    marked(cx, row, cells)
}

fn marked<'a>(cx: &Cx<'a>, row: &FeedbackRow, cells: Vec<Cell<'a>>) -> Row<'a, FeedbackId> {
    let mark = row.is_late(cx.now).then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(row.feedback.clone(), cells) }
}

/// Who it comes from: the customer, else, and said to be that, the colleague who took it down.
fn from<'a>(cx: &Cx<'a>, row: &'a FeedbackRow) -> Cow<'a, str> {
    match row.name.is_empty() {
        true => cx.with("feedback-by", &[("name", cx.name(&row.from))]).into(),
        false => row.name.as_str().into(),
    }
}

/// What has to be done next and how long there is for it: `unread 5:10`, `answer -0:30`.
fn due<'a>(cx: &Cx<'a>, row: &FeedbackRow) -> Cell<'a> {
    let Some(at) = row.due() else {
        let key = if row.turned { "feedback-turned" } else { "complaints-answered" };
        return Cell::new(Role::Dim, cx.get(key));
    };
    let key = if row.read.is_none() { "feedback-unread" } else { "feedback-unanswered" };
    Cell::new(cx.urgency(at), cx.with(key, &[("left", &format::left(at, cx.now))]))
}
