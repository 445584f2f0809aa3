//! The thread of a complaint: everything said, done and put right, each with a line that tells when and by whom.

use super::super::complaints::{category_word, severity_word};
use super::super::feedback;
use super::words::{fault_word, mood_word};
use crate::desk::rows::{ComplaintPage, Entry, EntryRow, SaidRow};
use crate::domain::complaint::change::Change;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::note::NoteStep;
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::wrap;

/// An entry that is more than a note.
fn done(step: NoteStep) -> &'static str {
    match step {
        NoteStep::Containment => "complaints-did-contain",
        NoteStep::Action => "complaints-did-act",
        NoteStep::Told => "complaints-did-tell",
        NoteStep::NotReached => "complaints-did-not-reach",
    }
}

/// A step that was taken.
fn taken(step: Due, good: bool) -> &'static str {
    match (step, good) {
        (Due::Judge, true) => "complaints-did-judge",
        (Due::Judge, false) => "complaints-did-judge-not",
        (Due::Approve, true) => "complaints-did-approve",
        (Due::Approve, false) => "complaints-did-approve-not",
        (Due::Verify, true) => "complaints-did-verify",
        (Due::Verify, false) => "complaints-did-verify-not",
        // Entries of the log tell of the others.
        (Due::Plan | Due::Answer | Due::Act | Due::Tell | Due::Apologise | Due::Ask, _) => "complaints-did-plan",
    }
}

/// The title of an entry; that of a clear answer says whether it came in time.
fn titled(cx: &Cx<'_>, row: &EntryRow) -> String {
    let key = match row.entry {
        Entry::Note => "complaints-note",
        Entry::Changed => "complaints-changed",
        Entry::Refusal => "complaints-refusal",
        Entry::Done(step) => done(step),
        Entry::Step { step, good } => taken(step, good),
        Entry::Answer { due: None } => "complaints-answer",
        Entry::Answer { due: Some(due) } if row.said.at <= due => "complaints-answer-in-time",
        Entry::Answer { due: Some(due) } => {
            return cx.with("complaints-answer-late", &[("by", &format::left(row.said.at, due))]);
        }
    };
    cx.words().with(key, &[])
}

/// Everything said and done, each with a line that tells when and by whom.
pub fn lines(cx: &Cx<'_>, page: &ComplaintPage, columns: u16) -> Vec<(Role, String)> {
    // What was feedback first keeps who took it down, read and answered it.
    let mut lines = page.before.as_deref().map(|before| feedback::lines(cx, before, columns)).unwrap_or_default();
    let first = usize::from(page.before.is_some());
    let mut part = |title: &str, said: &SaidRow, role: Role, values: &[String]| {
        let at = format::moment(cx.words(), said.at, cx.now);
        lines.push((Role::Dim, format!("{title}   {}   {at}", cx.name(&said.by))));
        let values = values.iter().flat_map(|value| wrap(value, columns));
        lines.extend(values.map(|value| (Role::Text, value)));
        // Only what people said can be erased; a step may do without words.
        let erased = said.words.is_empty() && role != Role::Dim;
        let words = if erased { cx.get("complaints-erased").into_owned() } else { said.words.clone() };
        let words = if words.is_empty() { Vec::new() } else { wrap(&words, columns) };
        lines.extend(words.into_iter().map(|line| (role, line)));
        lines.push((Role::Text, String::new()));
    };
    for said in page.says.iter().skip(first) {
        part(&cx.get("complaints-says"), said, Role::Title, &[]);
    }
    for row in &page.thread {
        let bare = matches!(row.entry, Entry::Step { .. }) && row.said.words.is_empty();
        let role = match row.entry {
            Entry::Refusal => Role::Title,
            _ if bare => Role::Dim,
            Entry::Changed if row.said.words.is_empty() => Role::Dim,
            Entry::Note | Entry::Answer { .. } | Entry::Done(_) | Entry::Step { .. } | Entry::Changed => Role::Text,
        };
        let values: Vec<String> = row.changes.iter().map(|change| changed(cx, change)).collect();
        part(&titled(cx, row), &row.said, role, &values);
    }
    if let Some(closing) = &page.closing {
        let key = if page.row.unreached { "complaints-unreached" } else { "complaints-closing" };
        part(&cx.get(key), closing, Role::Text, &[]);
    }
    lines
}

/// What was put right: what stood there, and what stands there now.
fn changed(cx: &Cx<'_>, change: &Change) -> String {
    let words = cx.words();
    let none = || words.get("complaints-not-said").into_owned();
    let name = |id| cx.name(id).to_owned();
    let moment = |at| format::moment(words, at, cx.now);
    let cause = |cause| words.get(term::cause(cause)).into_owned();
    let (field, from, to) = match change {
        Change::Severity { from, to } => ("field-severity", severity_word(words, *from), severity_word(words, *to)),
        Change::Category { from, to } => ("field-category", category_word(words, *from), category_word(words, *to)),
        Change::Mood { from, to } => {
            ("field-mood", from.map_or_else(none, |mood| mood_word(words, mood)), mood_word(words, *to))
        }
        Change::Fault { from, to } => {
            ("field-fault", from.map_or_else(none, |fault| fault_word(words, fault)), fault_word(words, *to))
        }
        Change::Handler { from, to } => ("field-handler", from.as_ref().map_or_else(none, name), name(to)),
        Change::Aside { to } => {
            let said = |yes: bool| words.get(if yes { "form-yes" } else { "form-no" }).into_owned();
            ("entry-aside", said(!to), said(*to))
        }
        Change::Spoke { from, to } => ("field-spoke", moment(*from), moment(*to)),
        Change::Part { from, to } => {
            ("entry-about-part", if from.is_empty() { none() } else { from.join(" ") }, to.clone())
        }
        Change::Cause { from, to } => ("entry-cause-code", from.map_or_else(none, cause), cause(*to)),
    };
    cx.with("complaints-change", &[("field", &cx.get(field)), ("from", &from), ("to", &to)])
}
