//! The same answers under two schemes, side by side.

use super::draw::{band_of, half_width, shown};
use super::month::Month;
use super::view::{Go, Line, sentence};
use crate::desk::rows::SchemeRow;
use crate::scoring::What;
use crate::scoring::report::Report;
use crate::text::Lang;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// Cells of a figure's name.
const NAME: u16 = 18;

/// Both schemes, a figure to a line.
pub fn lines(cx: &Cx<'_>, month: &Month, second: &Month, columns: u16) -> Vec<Line> {
    let column = columns.saturating_sub(NAME) / 2;
    let pair = |name: &str, own: (Role, String), other: (Role, String)| {
        Line::of(Role::Text, pad_to_width(name, NAME, Align::Left))
            .and(own.0, pad_to_width(&own.1, column.saturating_sub(1), Align::Left))
            .and(Role::Rule, format!("{} ", cx.look.theme.marks.wall))
            .and(other.0, other.1)
    };
    let both = |of: &dyn Fn(&Month) -> (Role, String)| (of(month), of(second));
    let line = |name: &str, of: &dyn Fn(&Month) -> (Role, String)| {
        let (own, other) = both(of);
        pair(name, own, other)
    };
    let title =
        |of: &Month| (Role::Title, format!("{} v{}", format::label(cx.words(), &of.scheme.title), of.scheme.version));
    let score = |of: &Month, score: &Option<String>, band: &Option<String>| {
        let (role, word) = band_of(cx, of, band.as_deref());
        (role, format!("{:>7}  {word}", shown(of, score)))
    };
    let mut lines = vec![line("", &title), Line::default()];
    let total = line(&cx.get("scores-total"), &|of| score(of, &of.report.total, &of.report.band));
    lines.push(total.to(Go::Second(What::Total)));
    let external = line(&cx.get("scores-external"), &|of| score(of, &of.report.external, &of.report.external_band));
    lines.push(external.to(Go::Second(What::External)));
    lines.push(line("", &|of| (Role::Dim, half_width(cx, of).unwrap_or_default())));
    lines.push(line(&cx.get("scores-satisfied"), &|of| (Role::Text, rate(&of.report))));
    lines.push(line(&cx.get("scores-forms-read"), &|of| (Role::Text, of.report.counts.forms.to_string())));
    lines.push(line(&cx.get("scores-forms-skipped"), &|of| (Role::Text, of.report.skipped.to_string())));
    lines.push(line(&cx.get("scores-triggers"), &|of| (Role::Text, triggers(&of.report))));
    lines.push(Line::default());
    lines.extend(facing(month, second).into_iter().map(|(own, other)| {
        let number = own.map_or_else(String::new, |at| (at + 1).to_string());
        let text = |of: &Month, at: Option<usize>| (Role::Text, at.map(|at| item(cx, of, at)).unwrap_or_default());
        let line = pair(&number, text(month, own), text(second, other));
        match other.and_then(|at| second.scheme.items.get(at)) {
            Some(item) => line.to(Go::Second(What::Item(item.id.clone()))),
            None => line,
        }
    }));
    lines.push(Line::default());
    lines.extend(notes(cx, second, columns));
    lines
}

fn rate(report: &Report) -> String {
    let percent = report.rate.percent.as_deref().unwrap_or("-");
    format!("{percent} %  ({} / {})", report.rate.satisfied, report.rate.of)
}

fn triggers(report: &Report) -> String {
    let each = report.counts.triggers.iter().map(|(rule, times)| format!("{rule} {times}"));
    each.collect::<Vec<_>>().join("  ")
}

/// Which items stand in one line: each with what the second scheme makes of it, then what that one asks besides.
/// Schemes of which neither reads the other are put side by side in their own order.
fn facing(month: &Month, second: &Month) -> Vec<(Option<usize>, Option<usize>)> {
    let (own, other) = (&month.scheme, &second.scheme);
    let Some(table) = other.from.iter().find(|from| from.scheme == own.id) else {
        let within = |at: usize, of: &Month| Some(at).filter(|at| *at < of.scheme.items.len());
        let lines = own.items.len().max(other.items.len());
        return (0..lines).map(|at| (within(at, month), within(at, second))).collect();
    };
    let mut lines = Vec::new();
    for (at, item) in own.items.iter().enumerate() {
        let mut made: Vec<usize> =
            table.items.iter().filter(|(_, theirs)| *theirs == item.id).map(|(ours, _)| *ours).collect();
        made.sort_unstable();
        lines.push((Some(at), made.first().copied()));
        lines.extend(made.into_iter().skip(1).map(|other| (None, Some(other))));
    }
    let is_read = |at: &usize| table.items.iter().any(|(ours, _)| ours == at);
    lines.extend((0..other.items.len()).filter(|at| !is_read(at)).map(|at| (None, Some(at))));
    lines
}

fn item(cx: &Cx<'_>, of: &Month, at: usize) -> String {
    let Some((item, line)) = of.scheme.items.get(at).zip(of.report.items.get(at)) else { return String::new() };
    let mean = pad_to_width(line.mean.as_deref().unwrap_or("-"), 7, Align::Right);
    format!("{mean}  {}", format::label(cx.words(), &item.label))
}

/// What has to be known before the two are compared.
fn notes(cx: &Cx<'_>, second: &Month, columns: u16) -> Vec<Line> {
    let report = &second.report;
    let mut lines = Vec::new();
    if report.counts.forms == 0 && report.skipped > 0 {
        let title = format::label(cx.words(), &second.scheme.title);
        lines.extend(sentence(Role::Soon, &cx.with("scores-cannot-read", &[("title", title)]), columns));
    }
    if let Some(unverified) = &second.scheme.unverified {
        let mark = cx.look.theme.marks.late;
        let text = format!("{mark} {}", format::label(cx.words(), unverified));
        lines.extend(sentence(Role::Soon, &text, columns));
    }
    lines
}

/// The schemes to choose from, each with what must be known of it.
pub fn choices(cx: &Cx<'_>, schemes: &[SchemeRow], chosen: usize) -> Vec<Line> {
    let line = |(at, row): (usize, &SchemeRow)| {
        let title = if cx.words().lang() == Lang::Zh { &row.zh } else { &row.en };
        let reads = row.reads.contains(&cx.shop.survey);
        let marks = &cx.look.theme.marks;
        let (mark, role) = if at == chosen { (marks.select, Role::Accent) } else { (" ", Role::Text) };
        let notes = [
            (!row.approved).then_some("scores-unapproved"),
            row.unverified.then_some("scores-unverified"),
            (!reads).then_some("scores-reads-others"),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().map(|key| cx.words().get(key).into_owned()).collect();
        let line = Line::of(Role::Accent, format!("{mark} ")).and(role, format!("{title} v{}", row.version));
        if notes.is_empty() { line } else { line.and(Role::Soon, format!("  {}", notes.join(", "))) }
    };
    schemes.iter().enumerate().map(line).collect()
}
