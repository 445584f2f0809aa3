//! The months: a chart with the range within which a month is only chance, and a mark where one is more than that.
//!
//! ```text
//!  90.2 ─ ─ ─ ─ ─ ─ ─ ─ ─ ─
//!         o     o   o
//!  84.8 · · o · · o · · o ·
//!       o     o
//!  79.4 ─ ─ ─ ─ ─ ─ ─ ─ ─ ─!
//!       J F M A M J J A S O
//! ```

use super::month::Month;
use super::view::{Go, Line, part, sentence};
use crate::scoring::number::{Exact, read, two_decimals, whole};
use crate::scoring::study::chart::{Chart, Point, Signal};
use crate::scoring::study::months;
use crate::scoring::study::sample::{Difference, Verdict};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width, put, put_right};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the scale at the left.
const SCALE: u16 = 9;
/// Rows of the chart where there is room for more, without the row of months.
pub const ROWS: u16 = 8;
/// Cells of a month at most.
const MONTH_MAX: u16 = 6;

/// Draws the score of every month.
pub fn draw(cx: &Cx<'_>, month: &Month, area: Rect, buffer: &mut Buffer) {
    let (chart, _) = months::charts(&month.trend);
    let Some(scale) = Scale::of(&chart, area) else { return };
    let style = |role| cx.look.theme.style(role);
    let last = chart.points.last();
    let limits = last.and_then(|point| Some((point.low.as_deref()?, point.high.as_deref()?)));
    let middle = chart.middle.as_deref();
    let across = [(limits.map(|of| of.1), cx.look.theme.marks.line), (middle, "."), (limits.map(|of| of.0), "-")];
    for (value, mark) in across {
        let Some(y) = value.and_then(read).map(|value| scale.row(&value)) else { continue };
        let mark = if mark == "-" { cx.look.theme.marks.line } else { mark };
        put_right(buffer, area.x + SCALE - 1, y, SCALE - 1, value.unwrap_or_default(), style(Role::Dim));
        for x in (area.x + SCALE..scale.right).step_by(2) {
            put(buffer, x, y, 1, mark, style(Role::Dim));
        }
    }
    if limits.is_none() {
        for value in [&scale.high, &scale.low] {
            put_right(buffer, area.x + SCALE - 1, scale.row(value), SCALE - 1, &two_decimals(value), style(Role::Dim));
        }
    }
    for (index, point) in scale.shown(&chart).iter().enumerate() {
        let x = scale.column(index);
        let Some(value) = read(&point.value) else { continue };
        let y = scale.row(&value);
        let (mark, role) = if point.signals.is_empty() { ("o", Role::Accent) } else { ("!", Role::Late) };
        put(buffer, x, y, 1, mark, style(role));
        let number = point.key.get(5..).unwrap_or_default().trim_start_matches('0');
        let is_seen = scale.each > 2 || index.is_multiple_of(2);
        if is_seen {
            put(buffer, x, area.bottom() - 1, 2, number, style(Role::Dim));
        }
    }
}

/// Where values and months stand.
struct Scale {
    low: Exact,
    high: Exact,
    top: u16,
    rows: u16,
    left: u16,
    right: u16,
    each: u16,
    shown: usize,
}

impl Scale {
    fn of(chart: &Chart, area: Rect) -> Option<Scale> {
        if area.height < 3 || area.width < SCALE + 4 {
            return None;
        }
        let room = area.width - SCALE - 1;
        let count = u16::try_from(chart.points.len()).unwrap_or(u16::MAX).max(1);
        let each = (room / count).clamp(2, MONTH_MAX);
        let shown = usize::from((room / each).min(count));
        let values = chart.points.iter().rev().take(shown).flat_map(|point| {
            let texts = [Some(point.value.as_str()), point.low.as_deref(), point.high.as_deref()];
            texts.into_iter().flatten().filter_map(read).collect::<Vec<_>>()
        });
        let values: Vec<Exact> = values.collect();
        let (low, high) = (values.iter().min()?.clone(), values.iter().max()?.clone());
        let left = area.x + SCALE;
        let shown_cells = u16::try_from(shown).unwrap_or(0) * each;
        Some(Scale { low, high, top: area.y, rows: area.height - 1, left, right: left + shown_cells, each, shown })
    }

    fn shown<'c>(&self, chart: &'c Chart) -> &'c [Point] {
        &chart.points[chart.points.len() - self.shown..]
    }

    fn column(&self, index: usize) -> u16 {
        self.left + u16::try_from(index).unwrap_or(0) * self.each
    }

    fn row(&self, value: &Exact) -> u16 {
        let span = &self.high - &self.low;
        if span == whole(0) {
            return self.top + self.rows / 2;
        }
        let steps = (&self.high - value) / span * whole(self.rows - 1);
        let steps = u16::try_from(steps.round().to_integer()).unwrap_or(0);
        self.top + steps.min(self.rows - 1)
    }
}

/// What stands below the chart: the change, what stands out, and each month.
pub fn lines(cx: &Cx<'_>, month: &Month, columns: u16) -> Vec<Line> {
    let (chart, rates) = months::charts(&month.trend);
    let mut lines = Vec::new();
    if chart.points.is_empty() {
        return vec![Line::of(Role::Text, cx.get("scores-nothing-yet"))];
    }
    if let Some((role, text)) = change(cx, month) {
        lines.extend(sentence(role, &text, columns));
    }
    let key = if chart.middle.is_some() { "scores-chart-says" } else { "scores-chart-few" };
    lines.extend(sentence(Role::Dim, &cx.get(key), columns));
    let each = |point: &Point| {
        let rate = rates.points.iter().find(|rate| rate.key == point.key);
        row(cx, month, point, rate)
    };
    let months = chart.points.iter().rev().map(each).collect();
    part(&mut lines, cx.get("scores-months"), months);
    lines
}

fn row(cx: &Cx<'_>, month: &Month, point: &Point, rate: Option<&Point>) -> Line {
    let first = format!("{}-01", point.key).parse::<NaiveDate>().ok();
    let name = first.map_or_else(|| point.key.clone(), |first| format::month(cx.words(), first));
    // As the report prints it: never as one of another band.
    let counts = month.trend.iter().find(|counts| counts.month == point.key);
    let score = counts.and_then(months::Month::external).map(|score| month.scheme.print_score(&score));
    let value = pad_to_width(score.as_deref().unwrap_or(&point.value), 7, Align::Right);
    let forms = pad_to_width(&cx.with("scores-forms", &[("n", &point.n.to_string())]), 8, Align::Left);
    let line = Line::of(Role::Text, pad_to_width(&name, 10, Align::Left)).and(Role::Title, value);
    let satisfied = rate.map(|rate| cx.with("scores-satisfied-rate", &[("percent", &rate.value)])).unwrap_or_default();
    let line = line.and(Role::Dim, format!("  {forms}  {}", pad_to_width(&satisfied, 17, Align::Left)));
    let of_rate = rate.into_iter().flat_map(|rate| &rate.signals).map(|signal| (signal, true));
    let signals = point.signals.iter().map(|signal| (signal, false)).chain(of_rate).collect::<Vec<_>>();
    let why = signals.first().map(|(signal, is_rate)| {
        let key = if *is_rate { "scores-signal-rate" } else { "scores-signal-score" };
        cx.with(key, &[("why", &cx.words().get(signal_word(**signal)))])
    });
    let line = match why {
        Some(why) => line.and(Role::Late, format!("{} {why}", cx.look.theme.marks.late)),
        None => line,
    };
    match first {
        Some(first) => line.to(Go::Month(first)),
        None => line,
    }
}

fn signal_word(signal: Signal) -> &'static str {
    match signal {
        Signal::Outside => "scores-signal-outside",
        Signal::Run => "scores-signal-run",
        Signal::Trend => "scores-signal-trend",
    }
}

/// How the month stands to the one before, in words.
pub fn change(cx: &Cx<'_>, month: &Month) -> Option<(Role, String)> {
    let (then, difference) = month.change()?;
    let first = format!("{}-01", then.month).parse::<NaiveDate>().ok()?;
    let name = format::month(cx.words(), first);
    // What is held against each other are the means of the forms, so these are shown, not the external scores.
    let mean = |of: &months::Month| of.mean().map(|mean| two_decimals(&mean)).unwrap_or_default();
    let (now, score) = (month.trend.last().map(mean).unwrap_or_default(), mean(then));
    let (key, role) = match difference.verdict {
        Verdict::Higher => ("scores-change-higher", Role::Good),
        Verdict::Lower => ("scores-change-lower", Role::Late),
        Verdict::NotDifferent => ("scores-change-none", Role::Text),
        Verdict::TooFew => ("scores-change-few", Role::Dim),
    };
    // Of the figures as they are printed: whoever subtracts them must come to the same.
    let by = read(&now).zip(read(&score)).map(|(now, then)| two_decimals(&(now - then)));
    let by = by.unwrap_or_default().trim_start_matches('-').to_owned();
    Some((role, cx.with(key, &[("month", &name), ("now", &now), ("score", &score), ("by", &by)])))
}

/// A difference without its sign.
pub fn apart(difference: &Difference) -> String {
    difference.difference.as_deref().unwrap_or("-").trim_start_matches('-').to_owned()
}
