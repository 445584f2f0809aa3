//! People, stages and ways of asking side by side. Nobody stands above another whose range overlaps theirs.

use super::month::Month;
use super::view::{Go, Line, sentence};
use crate::domain::StaffId;
use crate::scoring::By;
use crate::scoring::number::{Exact, read, two_decimals, whole};
use crate::scoring::study::compare::Standing;
use crate::text::scored;
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// By what groups are made, in the order of the key.
pub const BY: [(By, &str); 5] = [
    (By::Advisor, "scores-by-advisor"),
    (By::Technician, "scores-by-technician"),
    (By::Stage, "scores-by-stage"),
    (By::Mode, "scores-by-mode"),
    (By::Caller, "scores-by-caller"),
];
/// Cells of the columns beside the bar: name, score, range, forms.
const BESIDE: u16 = 16 + 7 + 20 + 8;
/// Cells of the bar of a range at most.
const RANGE_MAX: u16 = 60;

/// The groups, the range of each drawn on one scale, and who stands above whom.
pub fn lines(cx: &Cx<'_>, month: &Month, standings: &[Standing], by: By, columns: u16) -> Vec<Line> {
    let heading = BY.iter().find(|(known, _)| *known == by).map_or("scores-view-groups", |(_, key)| *key);
    let mut lines = vec![Line::of(Role::Title, cx.words().get(heading)), Line::default()];
    let answered = standings.iter().filter(|of| of.external.is_some());
    let within: Vec<Standing> = answered.map(|of| within_scale(month, of)).collect();
    let shown: Vec<&Standing> = within.iter().collect();
    if shown.is_empty() {
        lines.push(Line::of(Role::Text, cx.get("scores-nothing-yet")));
        return lines;
    }
    let number = |text: &Option<String>| text.as_deref().and_then(read);
    let least = shown.iter().flat_map(|of| [number(&of.low), number(&of.external)]).flatten().min();
    let most = shown.iter().flat_map(|of| [number(&of.high), number(&of.external)]).flatten().max();
    let scale = (least.unwrap_or_else(|| whole(0)), most.unwrap_or_else(|| whole(100)));
    let room = columns.saturating_sub(BESIDE).min(RANGE_MAX);
    for of in &shown {
        let line = row(cx, month, by, of).and(Role::Accent, range(cx, of, &scale, room));
        lines.push(line.to(Go::Group(by, of.key.clone())));
    }
    lines.push(Line::default());
    if by == By::Stage {
        lines.extend(sentence(Role::Dim, &cx.get("scores-stages"), columns));
    } else {
        lines.extend(ranking(cx, &shown, by, columns));
    }
    lines
}

/// A standing whose range ends where the scale does: no score lies beyond it.
fn within_scale(month: &Month, of: &Standing) -> Standing {
    let (least, most) = (month.scheme.score_min(), month.scheme.score_max());
    let within = |bound: &Option<String>| {
        let bound = bound.as_deref().and_then(read)?;
        Some(two_decimals(&bound.clamp(least.clone(), most.clone())))
    };
    Standing { low: within(&of.low), high: within(&of.high), ..of.clone() }
}

fn row(cx: &Cx<'_>, month: &Month, by: By, of: &Standing) -> Line {
    let name = pad_to_width(&name(cx, by, of.key.as_deref()), 16, Align::Left);
    let score = pad_to_width(of.external.as_deref().unwrap_or("-"), 6, Align::Right);
    let target = month.target().zip(of.external.as_deref().and_then(read));
    let role = if target.is_some_and(|(target, score)| score < target) { Role::Late } else { Role::Text };
    let range = match (&of.low, &of.high) {
        (Some(low), Some(high)) => format!("{low} .. {high}"),
        // Stages divide forms, and a part of a form has no score of its own to measure chance by.
        (None, _) | (_, None) if by == By::Stage => String::new(),
        (None, _) | (_, None) => cx.get("scores-too-few").into_owned(),
    };
    let forms = if by == By::Stage { String::new() } else { cx.with("scores-forms", &[("n", &of.n.to_string())]) };
    Line::of(Role::Text, name)
        .and(role, score)
        .and(Role::Dim, format!("  {}", pad_to_width(&range, 17, Align::Left)))
        .and(Role::Text, pad_to_width(&forms, 8, Align::Left))
}

/// The range of a score as a bar, on a scale from the least of all ranges to the most.
fn range(cx: &Cx<'_>, of: &Standing, (from, to): &(Exact, Exact), room: u16) -> String {
    let number = |text: &Option<String>| text.as_deref().and_then(read);
    let span = to - from;
    let cell = |value: &Exact| {
        let cells = (value - from) / &span * whole(room.saturating_sub(1));
        usize::try_from(cells.round().to_integer()).unwrap_or(0)
    };
    let Some(score) = number(&of.external).filter(|_| room > 4 && span > whole(0)) else { return String::new() };
    let (low, high) = (number(&of.low), number(&of.high));
    let (low, high) = (low.as_ref().map_or(cell(&score), cell), high.as_ref().map_or(cell(&score), cell));
    let cells = (0..usize::from(room)).map(|at| match at {
        at if at == cell(&score) => "o",
        at if at >= low && at <= high => cx.look.theme.marks.line,
        _ => " ",
    });
    cells.collect()
}

/// Who stands above whom, or that nobody does.
fn ranking(cx: &Cx<'_>, shown: &[&Standing], by: By, columns: u16) -> Vec<Line> {
    let above = |of: &&&Standing| !of.above.is_empty();
    let ranked: Vec<Line> = shown
        .iter()
        .filter(above)
        .flat_map(|of| {
            let others = brief::list(cx, of.above.iter().map(|key| name(cx, by, Some(key))));
            let text = cx.with("scores-above", &[("name", &name(cx, by, of.key.as_deref())), ("others", &others)]);
            sentence(Role::Good, &text, columns)
        })
        .collect();
    let all = if ranked.is_empty() { "scores-no-rank" } else { "scores-only-apart" };
    let mut lines = ranked;
    lines.extend(sentence(Role::Dim, &cx.get(all), columns));
    lines
}

/// What a group is called.
pub fn name(cx: &Cx<'_>, by: By, key: Option<&str>) -> String {
    scored::group(cx.words(), by, key, &|id| cx.name(&StaffId::new(id)))
}
