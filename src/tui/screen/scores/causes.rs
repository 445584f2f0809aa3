//! Why customers were not satisfied, what moves the score, what is missing to the next band, and how far the answers
//! can be trusted. In plain words; the terms of the trade stand in brackets.

use super::groups;
use super::month::Month;
use super::trend::apart;
use super::view::{Go, Line, part, sentence};
use super::what_if;
use crate::scoring::number::{Exact, read, whole};
use crate::scoring::study::Study;
use crate::scoring::study::driver::{Driver, Place};
use crate::scoring::study::integrity::{Effect, Integrity};
use crate::scoring::study::pareto::{Axis, Cause, Low};
use crate::scoring::study::sample::Verdict;
use crate::scoring::study::what_if::WhatIf;
use crate::scoring::{By, What};
use crate::text::{format, scored};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// Causes that are worth a line.
const CAUSES_MAX: usize = 6;
/// Cells of the bar of a cause.
const BAR: u16 = 20;

/// Everything, a part under each heading.
pub fn lines(cx: &Cx<'_>, month: &Month, study: &Study, columns: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    let causes = [
        (Axis::Reason, "scores-why-low", &study.pareto.reasons),
        (Axis::Item, "scores-where-low", &study.pareto.items),
        (Axis::Complaint, "scores-complained-about", &study.pareto.complaints),
    ];
    for (axis, title, causes) in causes {
        let causes = causes.iter().take(CAUSES_MAX);
        let under = causes.map(|of| cause(cx, axis, of, &name(cx, month, axis, &of.id))).collect();
        part(&mut lines, cx.get(title), under);
    }
    part(&mut lines, cx.get("scores-moves"), drivers(cx, month, &study.drivers, columns));
    let what_if = study.what_if.iter().enumerate();
    let missing = what_if.flat_map(|(at, of)| missing(cx, month, at, of, columns)).collect();
    part(&mut lines, cx.get("scores-missing"), missing);
    part(&mut lines, cx.get("scores-trust"), trust(cx, month, &study.integrity, columns));
    lines
}

/// What a cause was counted from: the forms with the answer to each item, or the complaints.
pub fn behind(cx: &Cx<'_>, month: &Month, axis: Axis, id: &str) -> Vec<(Role, String)> {
    let line = |low: Low| {
        let item = low.item.as_deref().map(|item| scored::item(cx.words(), &month.scheme, item)).unwrap_or_default();
        let grade = month.scheme.grades.iter().find(|grade| Some(grade.key) == low.grade);
        let grade = grade.map(|grade| format!("{} {}", grade.key, format::label(cx.words(), &grade.label)));
        let item = pad_to_width(item, 18, Align::Left);
        (Role::Text, format!("  {:<14} {item} {}", low.id, grade.unwrap_or_default()).trim_end().to_owned())
    };
    month.counted_as(axis, id).into_iter().map(line).collect()
}

/// What a cause is called.
pub fn name(cx: &Cx<'_>, month: &Month, axis: Axis, id: &str) -> String {
    match axis {
        Axis::Reason => scored::reason(cx.words(), &month.scheme, id),
        Axis::Item => scored::item(cx.words(), &month.scheme, id).to_owned(),
        Axis::Complaint => scored::category(cx.words(), id),
    }
}

fn cause(cx: &Cx<'_>, axis: Axis, of: &Cause, name: &str) -> Line {
    let share = read(&of.percent).unwrap_or_else(|| whole(0));
    let cells: Exact = share * whole(BAR) / whole(100);
    let cells = usize::try_from(cells.round().to_integer()).unwrap_or(0);
    let bar = pad_to_width(&cx.look.theme.marks.bar.repeat(cells), BAR, Align::Left);
    let (n, percent, all) = (of.n.to_string(), of.percent.as_str(), of.cumulative.as_str());
    let told = cx.with("scores-share", &[("n", &n), ("percent", percent), ("all", all)]);
    Line::of(Role::Text, pad_to_width(name, 18, Align::Left))
        .and(Role::Accent, bar)
        .and(Role::Text, format!("  {told}"))
        .to(Go::Cause(axis, of.id.clone()))
}

/// The items, those to begin with first.
fn drivers(cx: &Cx<'_>, month: &Month, drivers: &[Driver], columns: u16) -> Vec<Line> {
    const PLACES: [(Place, Role, &str); 4] = [
        (Place::FixFirst, Role::Late, "scores-fix-first"),
        (Place::KeepUp, Role::Good, "scores-keep-up"),
        (Place::Later, Role::Soon, "scores-later"),
        (Place::Enough, Role::Dim, "scores-enough"),
    ];
    let in_place = |(place, role, key): &(Place, Role, &'static str)| {
        let of_place = drivers.iter().filter(|driver| driver.place == Some(*place));
        let line = |driver: &Driver| {
            let name = scored::item(cx.words(), &month.scheme, &driver.item);
            let values = [
                ("mean", driver.mean.as_deref().unwrap_or("-")),
                ("correlation", driver.correlation.as_deref().unwrap_or("-")),
            ];
            Line::of(Role::Text, pad_to_width(name, 18, Align::Left))
                .and(*role, pad_to_width(&cx.words().get(key), 30, Align::Left))
                .and(Role::Dim, cx.with("scores-driver", &values))
                .to(Go::Number(What::Item(driver.item.clone())))
        };
        of_place.map(line).collect::<Vec<_>>()
    };
    let mut lines: Vec<Line> = PLACES.iter().flat_map(in_place).collect();
    let key = if lines.is_empty() { "scores-drivers-few" } else { "scores-drivers-say" };
    lines.extend(sentence(Role::Dim, &cx.get(key), columns));
    lines
}

fn missing(cx: &Cx<'_>, month: &Month, at: usize, of: &WhatIf, columns: u16) -> Vec<Line> {
    let Some(answers) = of.answers else { return Vec::new() };
    let figure = what_if::figure(cx, of);
    let (words, scheme) = (cx.words(), &month.scheme);
    let (from, to) = (scored::grade(words, scheme, &of.from_points), scored::grade(words, scheme, &of.to_points));
    let (band, answers) = (scored::band(words, scheme, &of.band), answers.to_string());
    let values = [("figure", figure.as_ref()), ("answers", &answers), ("from", &from), ("to", &to), ("band", band)];
    let mut lines = sentence(Role::Text, &cx.with("scores-missing-to", &values), columns);
    if let Some(first) = lines.first_mut() {
        first.go = Some(Go::Missing(at));
    }
    lines
}

fn trust(cx: &Cx<'_>, month: &Month, of: &Integrity, columns: u16) -> Vec<Line> {
    if of.forms == 0 {
        return Vec::new();
    }
    let counts = [of.straight_lined.len(), of.alike.len()].map(|number| number.to_string());
    let forms = of.forms.to_string();
    let values = [("straight", counts[0].as_str()), ("alike", &counts[1]), ("forms", &forms)];
    let mut lines = sentence(Role::Text, &cx.with("scores-straight", &values), columns);
    let doubtful = !of.straight_lined.is_empty() || !of.alike.is_empty();
    if let Some(without) = of.external_without.as_ref().filter(|_| doubtful) {
        lines.extend(sentence(Role::Text, &cx.with("scores-without", &[("score", without)]), columns));
    }
    let callers = of.callers.iter().map(|effect| (By::Caller, effect));
    let modes = of.modes.iter().map(|effect| (By::Mode, effect));
    let told = callers.chain(modes).filter(|(_, effect)| effect.against_others.low.is_some());
    lines.extend(told.flat_map(|(by, one)| effect(cx, by, one, columns)));
    if let (1.., Some(low), Some(high)) = (of.worst_case.missing, &of.worst_case.low, &of.worst_case.high) {
        let missing = of.worst_case.missing.to_string();
        let values = [("missing", missing.as_str()), ("low", low), ("high", high)];
        lines.extend(sentence(Role::Text, &cx.with("scores-worst-case", &values), columns));
    }
    if let Some(unverified) = &month.scheme.unverified {
        lines.extend(sentence(Role::Soon, format::label(cx.words(), unverified), columns));
    }
    lines
}

fn effect(cx: &Cx<'_>, by: By, of: &Effect, columns: u16) -> Vec<Line> {
    let (key, role) = match of.against_others.verdict {
        Verdict::Higher => ("scores-effect-higher", Role::Soon),
        Verdict::Lower => ("scores-effect-lower", Role::Soon),
        Verdict::NotDifferent | Verdict::TooFew => ("scores-effect-none", Role::Dim),
    };
    let (name, n) = (groups::name(cx, by, of.key.as_deref()), of.n.to_string());
    let difference = apart(&of.against_others);
    sentence(role, &cx.with(key, &[("name", &name), ("n", &n), ("by", &difference)]), columns)
}
