//! What is missing to the next band, taken apart: what one better answer brings, and which answers could be better.

use super::BOX_COLUMNS;
use super::month::Month;
use crate::scoring::number::read;
use crate::scoring::scheme::Grade;
use crate::scoring::study::what_if::WhatIf;
use crate::text::scored;
use crate::tui::cx::Cx;
use crate::tui::screen::scores::explained::rounded;
use crate::tui::theme::Role;
use crate::tui::widget::layout::wrap;
use std::borrow::Cow;

/// The figure that would rise.
pub fn figure<'c>(cx: &Cx<'c>, of: &WhatIf) -> Cow<'c, str> {
    cx.get(if of.figure == "total" { "scores-total" } else { "scores-external" })
}

/// Where the figure stands and where the band begins; then each item with such answers: what one better answer adds,
/// how many are taken of how many there are, and the forms that gave them.
pub fn lines(cx: &Cx<'_>, month: &Month, of: &WhatIf) -> Vec<(Role, String)> {
    let report = &month.report;
    let score = if of.figure == "total" { &report.total } else { &report.external };
    let words = cx.words();
    let (figure, band) = (figure(cx, of), scored::band(words, &month.scheme, &of.band));
    let values =
        [("figure", figure.as_ref()), ("score", score.as_deref().unwrap_or("-")), ("band", band), ("at", &of.at)];
    let begins = if of.above { "scores-missing-above" } else { "scores-missing-from" };
    let (from, to) =
        (scored::grade(words, &month.scheme, &of.from_points), scored::grade(words, &month.scheme, &of.to_points));
    let adds = cx.with("scores-missing-adds", &[("from", &from), ("to", &to)]);
    let mut lines = vec![(Role::Title, cx.with(begins, &values))];
    lines.extend(wrap(&adds, BOX_COLUMNS).into_iter().map(|line| (Role::Dim, line)));
    for gain in &of.gains {
        let at = month.scheme.items.iter().position(|item| item.id == gain.item);
        let item = scored::item(words, &month.scheme, &gain.item);
        let taken = of.items.iter().find(|(item, _)| *item == gain.item).map_or(0, |(_, taken)| *taken);
        let number = cx.with("scores-missing-of", &[("n", &taken.to_string()), ("of", &gain.of.to_string())]);
        let adds = rounded(&gain.adds);
        lines.push((Role::Text, format!("  {adds:>6}   {number}   {item}")));
        let points = read(&of.from_points);
        let is_meant = |grade: &Grade| points.as_ref() == Some(&grade.points);
        let forms = at.map(|at| month.answered_so(at, is_meant)).unwrap_or_default();
        lines.extend(forms.into_iter().map(|form| (Role::Dim, format!("           {form}"))));
    }
    lines
}
