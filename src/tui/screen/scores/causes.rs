//! Why customers were not satisfied, what moves the score, what is missing to the next band, and how far the answers
//! can be trusted. In plain words; the terms of the trade stand in brackets.

use super::action::reason;
use super::groups;
use super::month::Month;
use super::trend::apart;
use super::view::{Go, Line, part, sentence};
use crate::scoring::number::{Exact, read, whole};
use crate::scoring::study::Study;
use crate::scoring::study::driver::{Driver, Place};
use crate::scoring::study::integrity::{Effect, Integrity};
use crate::scoring::study::pareto::Cause;
use crate::scoring::study::sample::Verdict;
use crate::scoring::study::what_if::WhatIf;
use crate::scoring::{By, What};
use crate::text::format;
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
    let reasons = study.pareto.reasons.iter().take(CAUSES_MAX);
    let reasons = reasons.map(|of| cause(cx, of, &reason(cx, month, &of.id))).collect();
    part(&mut lines, cx.get("scores-why-low"), reasons);
    part(&mut lines, cx.get("scores-moves"), drivers(cx, month, &study.drivers, columns));
    let missing = study.what_if.iter().flat_map(|of| missing(cx, month, of, columns)).collect();
    part(&mut lines, cx.get("scores-missing"), missing);
    part(&mut lines, cx.get("scores-trust"), trust(cx, month, &study.integrity, columns));
    lines
}

fn cause(cx: &Cx<'_>, of: &Cause, name: &str) -> Line {
    let share = read(&of.percent).unwrap_or_else(|| whole(0));
    let cells: Exact = share * whole(BAR) / whole(100);
    let cells = usize::try_from(cells.round().to_integer()).unwrap_or(0);
    let bar = pad_to_width(&cx.look.theme.marks.bar.repeat(cells), BAR, Align::Left);
    let (n, percent, all) = (of.n.to_string(), of.percent.as_str(), of.cumulative.as_str());
    let told = cx.with("scores-share", &[("n", &n), ("percent", percent), ("all", all)]);
    Line::of(Role::Text, pad_to_width(name, 18, Align::Left))
        .and(Role::Accent, bar)
        .and(Role::Text, format!("  {told}"))
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
            let item = month.scheme.items.iter().find(|item| item.id == driver.item);
            let name = item.map_or(driver.item.as_str(), |item| format::label(cx.words(), &item.label));
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

fn missing(cx: &Cx<'_>, month: &Month, of: &WhatIf, columns: u16) -> Vec<Line> {
    let Some(answers) = of.answers else { return Vec::new() };
    let figure = cx.get(if of.figure == "total" { "scores-total" } else { "scores-external" });
    let band = month.scheme.bands.iter().find(|band| band.id == of.band);
    let band = band.map_or(of.band.as_str(), |band| format::label(cx.words(), &band.label));
    let grade = |points: &str| {
        let is_it = |grade: &&crate::scoring::scheme::Grade| read(points).is_some_and(|points| points == grade.points);
        let grade = month.scheme.grades.iter().find(is_it);
        grade.map_or(points, |grade| format::label(cx.words(), &grade.label)).to_owned()
    };
    let (from, to, answers) = (grade(&of.from_points), grade(&of.to_points), answers.to_string());
    let values = [("figure", figure.as_ref()), ("answers", &answers), ("from", &from), ("to", &to), ("band", band)];
    sentence(Role::Text, &cx.with("scores-missing-to", &values), columns)
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
