//! What was heard in a month: complaints and feedback by kind, by channel, by department, and how many were answered in
//! time (L1, L15).
//!
//! ```text
//!                       all   in time   late   waiting   still open
//!  By kind
//!    complaint            5         4      1         0            2
//!    suggestion           2         1      0         1            1
//! ```

use crate::desk::feedback::{Tally, tally};
use crate::desk::rows::HeardPage;
use crate::domain::complaint::raise::Channel;
use crate::domain::department::Department;
use crate::domain::event;
use crate::domain::feedback::FeedbackKind;
use crate::store::heard::HeardRow;
use crate::text::term;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// Cells of what is counted, and of a number.
const WHAT: u16 = 22;
const NUMBER: u16 = 10;

const CHANNELS: [Channel; 6] =
    [Channel::Counter, Channel::Hotline, Channel::Web, Channel::Box, Channel::FollowUp, Channel::Staff];

/// The lines of the analysis.
pub fn lines(cx: &Cx<'_>, page: &HeardPage) -> Vec<(Role, String)> {
    if page.rows.is_empty() {
        return vec![(Role::Text, cx.get("heard-none").into_owned())];
    }
    let heading = ["heard-all", "heard-in-time", "heard-late", "heard-waiting", "heard-open"];
    let heading: String = heading.iter().map(|key| pad_to_width(&cx.get(key), NUMBER, Align::Right)).collect();
    let mut lines = vec![(Role::Dim, format!("{}{heading}", pad_to_width("", WHAT, Align::Left)))];
    lines.push(counted(cx, &cx.get("heard-together"), &|_| true, page));
    let word = |key: &str| cx.words().get(key).into_owned();
    part(cx, &mut lines, "heard-by-kind", |lines| {
        lines.push(counted(cx, &word("board-complaint"), &|row| row.kind.is_none(), page));
        for kind in FeedbackKind::ALL {
            lines.push(counted(cx, &word(term::feedback(kind)), &|row| row.kind == Some(kind), page));
        }
    });
    part(cx, &mut lines, "heard-by-channel", |lines| {
        for channel in CHANNELS {
            lines.push(counted(cx, &word(term::heard(channel)), &|row| row.channel == channel, page));
        }
    });
    part(cx, &mut lines, "heard-by-department", |lines| {
        for (name, code) in departments(cx, page) {
            lines.push(counted(cx, &name, &|row| row.department == code || row.department == name, page));
        }
    });
    lines
}

/// The departments that own something: those of the program by their names, typed ones as they were typed.
fn departments(cx: &Cx<'_>, page: &HeardPage) -> Vec<(String, String)> {
    let named = |department: Department| {
        (cx.words().get(term::of_department(department)).into_owned(), event::code(&department))
    };
    let mut known: Vec<(String, String)> = Department::ALL.into_iter().map(named).collect();
    let mut others: Vec<&String> = page.rows.iter().map(|row| &row.department).collect();
    others.sort();
    others.dedup();
    for code in others {
        if !known.iter().any(|(name, one)| one == code || name == code) {
            let name = if code.is_empty() { cx.get("heard-no-department").into_owned() } else { code.clone() };
            known.push((name, code.clone()));
        }
    }
    known
}

/// A heading with its lines; those that count nothing are left out.
fn part(cx: &Cx<'_>, lines: &mut Vec<(Role, String)>, title: &str, fill: impl FnOnce(&mut Vec<(Role, String)>)) {
    let mut under = Vec::new();
    fill(&mut under);
    under.retain(|(_, text)| !text.is_empty());
    lines.push((Role::Text, String::new()));
    lines.push((Role::Title, cx.words().get(title).into_owned()));
    lines.extend(under);
}

/// One line; empty where there is nothing to count.
fn counted(cx: &Cx<'_>, name: &str, of: &dyn Fn(&HeardRow) -> bool, page: &HeardPage) -> (Role, String) {
    let Tally { count, in_time, late, waiting, open } = tally(page.rows.iter().filter(|row| of(row)), cx.now);
    if count == 0 {
        return (Role::Text, String::new());
    }
    let numbers: String = [count, in_time, late, waiting, open]
        .iter()
        .map(|n| pad_to_width(&n.to_string(), NUMBER, Align::Right))
        .collect();
    let mark = if late > 0 { cx.look.theme.marks.late } else { " " };
    let role = if late > 0 { Role::Late } else { Role::Text };
    (role, format!("{mark} {}{numbers}", pad_to_width(name, WHAT - 2, Align::Left)))
}
