//! How the scores look.
//!
//! ```text
//!  > total       84.60  satisfied          rate 83.33 %  43.85 .. 97.00   10 of 12
//!    outside     82.00  satisfied      x 0.6
//!    inside      88.50                 x 0.4
//!
//!    item                                        mean    n    95 %
//!  ! 7 price      ██████████████   │             6.30   62 <  5.90 ..  6.70
//!
//!    triggers  a 1  b 0  c 0  d 2        complaints 5, valid 3  ! not judged 1
//! ```

use super::month::Month;
use super::view::{self, Cursor, Line, View};
use super::{Page, Scores, compare, kept, trend};
use crate::domain::Money;
use crate::domain::order::kept::Remedy;
use crate::scoring::Count;
use crate::scoring::number::{print_exact, read, two_decimals, whole};
use crate::scoring::report::ItemLine;
use crate::scoring::scheme::Item;
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::bar::{self, Bar};
use crate::tui::widget::layout::{Align, more_marks, pad_to_width, put, select, width};
use crate::tui::widget::popup::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

/// Cells before a label: cursor, mark, number.
const GUTTER: u16 = 6;
/// Cells of a label of a part.
const PART: u16 = 12;
/// Cells of mean, number of forms, the mark of the worst, and the interval, with a blank before each.
const FIGURES: u16 = 6 + 6 + 2 + 16;
/// The widest bar: beyond it, length says no more.
const BAR_MAX: u16 = 60;
/// Lines below the items: triggers and complaints, and a caution.
const BELOW: u16 = 2;
/// From so many rows on, the months have room below the items, and a blank line stands before these.
const TALL: u16 = 34;
/// Rows of the chart there.
const TALL_CHART: u16 = 14;
/// Cells of a line of the list of schemes.
const CHOICE: u16 = 74;
/// Cells of a line of an explanation, and lines at most.
const BOX: (u16, u16) = (60, 16);

/// Draws the month, and the box with what a number is made of.
pub fn draw(scores: &Scores, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
    let Some(month) = scores.month.as_ref() else {
        put(buffer, area.x + 3, area.y, area.width, &scores.fault, cx.look.theme.style(Role::Error));
        return;
    };
    match scores.view {
        View::Month => month_view(scores, cx, month, area, buffer),
        View::Trend => {
            let rows = if area.height >= TALL { TALL_CHART } else { trend::ROWS + 1 };
            let [chart, below] = Layout::vertical([Constraint::Length(rows), Constraint::Min(0)]).areas(area);
            trend::draw(cx, month, Rect { x: chart.x + 1, width: chart.width - 1, ..chart }, buffer);
            let below = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
            view::draw(cx, below, buffer, &scores.lines(cx, area.width - 4), scores.cursor());
        }
        View::Groups | View::Action | View::Causes | View::Schemes => {
            view::draw(cx, area, buffer, &scores.lines(cx, area.width - 4), scores.cursor());
        }
    }
    if let Some((schemes, chosen)) = scores.choosing() {
        let lines = compare::choices(cx, schemes, chosen);
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
        let inner = popup(&cx.look, area, buffer, &cx.get("scores-second"), CHOICE, rows);
        let cursor = Cursor { at: chosen };
        view::draw(cx, Rect { x: inner.x.saturating_sub(1), width: inner.width + 1, ..inner }, buffer, &lines, cursor);
    }
    if let Some(Page { title, lines, top }) = scores.explanation(cx) {
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(BOX.1).min(area.height.saturating_sub(3));
        let inner = popup(&cx.look, area, buffer, &title, BOX.0, rows);
        let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
        for ((role, text), y) in lines.iter().skip(top).zip(inner.y..inner.bottom()) {
            put(buffer, inner.x, y, inner.width.saturating_sub(1), text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, inner, buffer, top, lines.len());
    }
}

/// Scores, items and what follows; the months below where there is room.
fn month_view(scores: &Scores, cx: &Cx<'_>, month: &Month, area: Rect, buffer: &mut Buffer) {
    let mut pen = Pen { cx, area, y: area.y, buffer, selected: scores.selected, number: 0 };
    parts(&mut pen, month);
    pen.y += u16::from(!said_change(&mut pen, month) || area.height >= TALL);
    items(&mut pen, month);
    // On a short screen, the cost of poor quality takes the blank line's place.
    let rows = if month.faults.is_empty() { BELOW } else { BELOW + 1 };
    pen.y += u16::from(pen.y + rows < area.bottom());
    below(&mut pen, month);
    let top = pen.y + 2;
    if area.height >= TALL && top + TALL_CHART <= area.bottom() {
        let chart = Rect { x: area.x + 1, y: top, width: area.width - 1, height: TALL_CHART };
        trend::draw(cx, month, chart, buffer);
    }
}

/// A score as the scheme prints it; none where there are fewer forms than it asks for.
pub fn shown<'s>(month: &Month, score: &'s Option<String>) -> &'s str {
    score.as_deref().filter(|_| month.forms_wanted().is_none()).unwrap_or("-")
}

/// How exact the score is: half its 95 % interval, and the forms that it rests on.
pub fn half_width(cx: &Cx<'_>, month: &Month) -> Option<String> {
    let forms = month.report.counts.forms;
    if forms == 0 || month.forms_wanted().is_some() {
        return None;
    }
    let n = forms.to_string();
    Some(match month.half_width() {
        Some(half) => cx.with("scores-half-width", &[("half", &two_decimals(&half)), ("n", &n)]),
        None => cx.with("scores-no-half-width", &[("n", &n)]),
    })
}

/// Says how the month stands to the one before; false where nothing can be said.
fn said_change(pen: &mut Pen<'_, '_>, month: &Month) -> bool {
    let Some((role, text)) = trend::change(pen.cx, month).filter(|_| month.forms_wanted().is_none()) else {
        return false;
    };
    pen.put(pen.area.x + 2, role, &text);
    pen.y += 1;
    true
}

/// Complaints, what the shop's own faults cost, and repairs that did not hold, as lines.
pub fn complaints(cx: &Cx<'_>, month: &Month) -> Vec<Line> {
    let told = month.complaints;
    let values = [("n", told.all.to_string()), ("valid", told.valid.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut lines = vec![Line::of(Role::Text, cx.with("scores-complaints", &values))];
    if told.open > 0 {
        let open = cx.with("scores-not-judged", &[("n", &told.open.to_string())]);
        lines.push(Line::of(Role::Soon, format!("{} {open}", cx.look.theme.marks.late)));
    }
    if !month.faults.is_empty() {
        lines.push(Line::of(Role::Text, cost(cx, month)));
    }
    if month.kept.fix.orders > 0 {
        lines.push(Line::of(Role::Text, kept::first_time_fix(cx, &month.kept.fix)));
    }
    lines
}

/// Where the next line goes, and which number it would be.
struct Pen<'a, 'b> {
    cx: &'a Cx<'a>,
    area: Rect,
    y: u16,
    buffer: &'b mut Buffer,
    selected: usize,
    number: usize,
}

impl Pen<'_, '_> {
    fn fits(&self) -> bool {
        self.y < self.area.bottom()
    }

    fn put(&mut self, x: u16, role: Role, text: &str) -> u16 {
        if !self.fits() || x >= self.area.right() {
            return x;
        }
        put(self.buffer, x, self.y, self.area.right() - x, text, self.cx.look.theme.style(role))
    }

    /// Ends the line of a number: shows the cursor where it is this one.
    fn end_number(&mut self) {
        if self.number == self.selected && self.fits() {
            let line = Rect { y: self.y, height: 1, width: self.area.width - 1, ..self.area };
            let mark = self.cx.look.theme.marks.select;
            put(self.buffer, line.x, self.y, 1, mark, self.cx.look.theme.style(Role::Accent));
            select(&self.cx.look, line, self.buffer);
        }
        self.number += 1;
        self.y += 1;
    }
}

/// Total, outside, inside with its components, and the rate.
fn parts(pen: &mut Pen<'_, '_>, month: &Month) {
    let report = &month.report;
    let cx = pen.cx;
    let x = pen.area.x + 2;
    let part = |pen: &mut Pen<'_, '_>, name: &str, score: Option<&str>, band: Option<&str>, weight: String| {
        let (band_role, band_word) = band_of(cx, month, band);
        pen.put(x, Role::Text, name);
        let few = month.forms_wanted().is_some();
        let (score, band_word) = if few { (None, String::new()) } else { (score, band_word) };
        let score = pad_to_width(score.unwrap_or("-"), 7, Align::Right);
        pen.put(x + PART, Role::Title, &score);
        pen.put(x + PART + 9, band_role, &band_word);
        pen.put(x + PART + 25, Role::Dim, &weight);
    };
    part(pen, &cx.get("scores-total"), report.total.as_deref(), report.band.as_deref(), String::new());
    rate(pen, month, x + PART + 25);
    pen.end_number();
    let weight = format!("x {}", print_exact(&month.scheme.external.weight));
    let inside = month.scheme.internal.as_ref();
    let weight = if inside.is_some() { weight } else { String::new() };
    part(pen, &cx.get("scores-external"), report.external.as_deref(), report.external_band.as_deref(), weight);
    let at = x + PART + 25 + if inside.is_some() { 7 } else { 0 };
    pen.put(at, Role::Text, &half_width(cx, month).unwrap_or_default());
    pen.end_number();
    let Some(internal) = inside else { return };
    let score = report.internal.as_ref().map(|internal| internal.score.as_str());
    part(pen, &cx.get("scores-internal"), score, None, format!("x {}", print_exact(&internal.weight)));
    pen.end_number();
    components(pen, month, x);
}

/// The components of the inside, two in a line.
fn components(pen: &mut Pen<'_, '_>, month: &Month, x: u16) {
    let metrics = month.scheme.internal.iter().flat_map(|internal| &internal.metrics);
    let shown = month.report.internal.as_ref();
    let line: Vec<(String, Option<String>, bool)> = metrics
        .map(|metric| {
            let score = shown.and_then(|of| of.components.iter().find(|(id, _)| *id == metric.id)?.1.clone());
            // Complaints that nobody has judged yet would lower it, or not.
            let unsure = metric.numerator == Count::QualityComplaints && month.complaints.open_quality > 0;
            (format::label(pen.cx.words(), &metric.label).to_owned(), score, unsure)
        })
        .collect();
    let widest = line.iter().map(|(label, ..)| width(label)).max().unwrap_or(0);
    let each = widest + 11;
    let late = pen.cx.look.theme.marks.late;
    let per_line = usize::from((pen.area.right().saturating_sub(x) / each.max(1)).max(1));
    for row in line.chunks(per_line) {
        for ((label, score, unsure), at) in row.iter().zip(0u16..) {
            let score = pad_to_width(score.as_deref().unwrap_or("-"), 7, Align::Right);
            let after = pen.put(x + at * each, if *unsure { Role::Soon } else { Role::Dim }, &score);
            if *unsure {
                pen.put(after, Role::Soon, late);
            }
            pen.put(after + 2, Role::Dim, label);
        }
        pen.y += 1;
    }
}

fn rate(pen: &mut Pen<'_, '_>, month: &Month, x: u16) {
    let rate = &month.report.rate;
    let (Some(percent), Some(low), Some(high)) = (&rate.percent, &rate.low, &rate.high) else { return };
    if month.forms_wanted().is_some() {
        return;
    }
    let (satisfied, of) = (rate.satisfied.to_string(), rate.of.to_string());
    let values = [("percent", percent.as_str()), ("low", low), ("high", high), ("satisfied", &satisfied), ("of", &of)];
    let text = pen.cx.with("scores-rate", &values);
    pen.put(x, Role::Text, &text);
}

/// A band's name and what it means to the eye.
pub fn band_of(cx: &Cx<'_>, month: &Month, band: Option<&str>) -> (Role, String) {
    let Some(band) = month.scheme.bands.iter().find(|known| Some(known.id.as_str()) == band) else {
        return (Role::Dim, String::new());
    };
    let role = if band.satisfied { Role::Good } else { Role::Late };
    (role, format::label(cx.words(), &band.label).to_owned())
}

fn items(pen: &mut Pen<'_, '_>, month: &Month) {
    let cx = pen.cx;
    let label = |item: &Item| format::label(cx.words(), &item.label).to_owned();
    let labels = month.scheme.items.iter().map(|item| width(&label(item))).max().unwrap_or(0);
    let bar_x = pen.area.x + GUTTER + labels + 2;
    let room = pen.area.right().saturating_sub(bar_x + FIGURES + 1).min(BAR_MAX);
    let place = Columns { bar_x, room };
    pen.put(pen.area.x + GUTTER, Role::Dim, &cx.get("scores-item"));
    let figures = [(6, cx.get("scores-mean")), (6, cx.get("scores-n")), (17, cx.get("scores-interval"))];
    let mut x = bar_x + room;
    for (columns, title) in figures {
        pen.put(x, Role::Dim, &pad_to_width(&title, columns, Align::Right));
        x += columns;
    }
    pen.y += 1;
    let worst = month.worst();
    for (at, (item, line)) in month.scheme.items.iter().zip(&month.report.items).enumerate() {
        let number = pad_to_width(&(at + 1).to_string(), 2, Align::Right);
        pen.put(pen.area.x + 2, Role::Dim, &number);
        pen.put(pen.area.x + GUTTER, Role::Text, &label(item));
        figures_of(pen, month, line, &place, worst.contains(&at));
        pen.end_number();
    }
}

/// Where the columns of the items stand.
struct Columns {
    bar_x: u16,
    room: u16,
}

fn figures_of(pen: &mut Pen<'_, '_>, month: &Month, line: &ItemLine, place: &Columns, worst: bool) {
    let marks = &pen.cx.look.theme.marks;
    let x = place.bar_x + place.room;
    let standing = line.mean.as_deref().and_then(|mean| month.standing(mean));
    if let Some((permille, below)) = standing.filter(|_| pen.fits()) {
        let target = month.target().map(|target| super::month::permille(&(target / whole(100))));
        let role = if below { Role::Late } else { Role::Good };
        let area = Rect { x: place.bar_x, y: pen.y, width: place.room, height: 1 };
        bar::draw(&pen.cx.look, area, pen.buffer, Bar { permille, target, role });
        if below {
            pen.put(pen.area.x + 1, Role::Late, marks.late);
        }
    }
    let mean = pad_to_width(line.mean.as_deref().unwrap_or("-"), 6, Align::Right);
    let role = if standing.is_some_and(|(_, below)| below) { Role::Late } else { Role::Text };
    pen.put(x, role, &mean);
    pen.put(x + 6, Role::Text, &pad_to_width(&line.n.to_string(), 6, Align::Right));
    if worst {
        pen.put(x + 13, Role::Late, "<");
    }
    if let (Some(low), Some(high)) = (&line.low, &line.high) {
        pen.put(x + 15, Role::Dim, &format!("{low:>5} .. {high:>5}"));
    }
}

/// Triggers, complaints, and what the reader should know before believing the numbers.
fn below(pen: &mut Pen<'_, '_>, month: &Month) {
    let (cx, counts) = (pen.cx, &month.report.counts);
    let x = pen.area.x + 2;
    let mut at = pen.put(x, Role::Dim, &cx.get("scores-triggers")) + 2;
    for trigger in &month.scheme.triggers {
        let times = counts.triggers.get(&trigger.rule).copied().unwrap_or(0);
        let role = if times > 0 { Role::Late } else { Role::Dim };
        at = pen.put(at, role, &format!("{} {times}", trigger.rule)) + 2;
    }
    let told = month.complaints;
    let complaints = cx.with("scores-complaints", &[("n", &told.all.to_string()), ("valid", &told.valid.to_string())]);
    at = pen.put(at + 2, Role::Text, &complaints) + 2;
    if told.open > 0 {
        let open = cx.with("scores-not-judged", &[("n", &told.open.to_string())]);
        at = pen.put(at, Role::Soon, &format!("{} {open}", cx.look.theme.marks.late)) + 2;
    }
    // Where there is no room for it, the view of what calls for action tells.
    let actions: u32 = month.projects.iter().map(|project| project.capas).sum();
    let in_actions = cx.with("scores-in-actions", &[("n", &actions.to_string())]);
    if actions > 0 && at + width(&in_actions) < pen.area.right() {
        at = pen.put(at, Role::Text, &in_actions) + 2;
    }
    at += 2;
    if counts.incomplete > 0 {
        pen.put(at, Role::Soon, &cx.with("scores-incomplete", &[("n", &counts.incomplete.to_string())]));
    }
    pen.y += 1;
    if !month.faults.is_empty() {
        pen.put(x, Role::Text, &cost(cx, month));
        pen.y += 1;
    }
    if let Some(caution) = caution(cx, month) {
        pen.put(x, Role::Soon, &caution);
        pen.y += 1;
    }
    if month.kept.fix.back > 0 {
        pen.put(x, Role::Text, &kept::first_time_fix(cx, &month.kept.fix));
    }
}

/// What poor quality cost in the month, in all and by kind (E5).
fn cost(cx: &Cx<'_>, month: &Month) -> String {
    let (sum, kinds) = month.cost_of_faults();
    let kind = |(kind, sum): &(Remedy, Money)| format!("{} {sum}", cx.words().get(term::remedy(*kind)));
    let kinds = brief::list(cx, kinds.iter().map(kind));
    let values = [("n", month.faults.len().to_string()), ("sum", sum.to_string())];
    let said = cx.with("scores-faults", &[("n", &*values[0].1), ("sum", &values[1].1)]);
    if kinds.is_empty() { said } else { format!("{said}  ({kinds})") }
}

/// Why the numbers should not be believed too readily.
fn caution(cx: &Cx<'_>, month: &Month) -> Option<String> {
    let forms = month.report.counts.forms;
    if forms == 0 {
        return Some(cx.get("scores-nothing-yet").into_owned());
    }
    if let Some(wanted) = month.forms_wanted() {
        return Some(cx.with("scores-few", &[("n", &forms.to_string()), ("wanted", &wanted.to_string())]));
    }
    let (low, high) = (month.report.rate.low.as_deref()?, month.report.rate.high.as_deref()?);
    let wide = read(high)? - read(low)? > whole(WIDE_PERCENT);
    wide.then(|| cx.with("scores-wide", &[("n", &forms.to_string()), ("low", low), ("high", high)]))
}

/// An interval of the rate that is wider than this, in per cent, says little.
const WIDE_PERCENT: i32 = 20;
