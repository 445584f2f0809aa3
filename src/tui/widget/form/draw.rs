//! Draws a form: labels in a column, what is typed beside them, what is known about it at the right.
//!
//! ```text
//!  Plate      沪A F3389       known: Tesla Model 3, 孙丽, 4 visits
//! *Mileage
//! !Promise    9999            There is no such time. Write 1730 or +2.
//! ```
//! A sentence too long for its place begins right after what the field holds, where the cursor is elsewhere. The last
//! row is kept for the sentence of the field with the cursor, if that is still too long, else for the first warning that
//! is; a longer one takes the rows above that no field needs.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::{Content, Fault, Field, Hint, Kind};
use super::{Form, options};
use crate::tui::theme::Role;
use crate::tui::widget::Look;
use crate::tui::widget::layout::{more_marks, put, truncate_to_width, width, wrap};

/// Cells of the widest label; a longer one is cut.
const LABEL_MAX: u16 = 26;
/// Blank cells between a label and its field, and between a field and its note.
const GAP: u16 = 2;
/// Cells of the shortest field, so that notes of short fields line up.
const FIELD_MIN: u16 = 14;
/// Cells of the longest field that is not as wide as it can be.
const SHORT_MAX: u16 = 24;
/// The narrowest place, in cells, in which a note can be read.
const NOTE_MIN: u16 = 12;
/// Rows of a list of marks, at least, if it has so many: where there is no room for all, it is scrolled.
pub(super) const MARK_ROWS_LEAST: u16 = 4;
/// Rows of a sentence, at most.
const MESSAGE_ROWS_MAX: u16 = 8;
/// From this width of the form on, fields that do not fit below each other stand in two columns.
const TWO_COLUMNS_FROM: u16 = 120;

/// Where the parts of a column of fields stand.
#[derive(Clone, Copy)]
struct Grid {
    label: u16,
    /// The widest field.
    field: u16,
}

impl Form {
    /// Draws the form and returns where the cursor stands, if it stands in text.
    pub fn draw(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.draw_within(look, area, area, buffer)
    }

    /// As [`Form::draw`], with the options of the field with the cursor anywhere in `within`: the few rows of a small
    /// box have no room for them.
    pub fn draw_within(&self, look: &Look<'_>, area: Rect, within: Rect, buffer: &mut Buffer) -> Option<Position> {
        let (area, within) = (area.intersection(buffer.area), within.intersection(buffer.area));
        if area.height == 0 || area.width < 8 {
            return None;
        }
        let message = u16::from(area.height >= 4);
        let body = Rect { height: area.height - message, ..area };
        self.fit(body.height);
        let parts = self.parts(body);
        let cursor =
            parts.iter().filter_map(|(fields, part)| self.draw_part(look, *part, buffer, fields.clone())).last();
        if message > 0 {
            let filled = parts.iter().map(|(fields, _)| self.height(fields.clone())).max().unwrap_or(0);
            let rows = (body.height.saturating_sub(filled) + 1).min(MESSAGE_ROWS_MAX);
            let place = Rect { y: area.bottom() - rows, height: rows, ..area };
            self.draw_message(look, place, buffer, parts[0].1);
        }
        // Over everything else: the options of the field with the cursor.
        for (fields, part) in parts {
            self.draw_options(look, part, within, buffer, fields);
        }
        cursor
    }

    /// Counts the rows of the whole form in one column, with the row for sentences.
    pub fn rows(&self) -> u16 {
        self.height(0..self.fields.len()) + 1
    }

    /// As [`Form::rows`], with all that the sentence of the field with the cursor takes in a form of so many cells.
    pub fn rows_with_message(&self, look: &Look<'_>, columns: u16) -> u16 {
        let part = Rect { x: 0, y: 0, width: columns, height: u16::MAX };
        let lines = self.message(look, columns, part).map_or(1, |(_, lines)| lines.len());
        self.rows() - 1 + u16::try_from(lines).unwrap_or(1).clamp(1, MESSAGE_ROWS_MAX)
    }

    /// Divides the fields into one column, or into two where that shows more of them.
    fn parts(&self, area: Rect) -> Vec<(Range<usize>, Rect)> {
        let all = 0..self.fields.len();
        let total = self.height(all.clone());
        if total > area.height && area.width >= TWO_COLUMNS_FROM {
            let half = all.clone().find(|at| self.height(0..*at) * 2 >= total).unwrap_or(all.end);
            if self.height(0..half).max(self.height(half..all.end)) <= area.height {
                let left = Rect { width: area.width / 2, ..area };
                let right = Rect { x: left.right(), width: area.width - left.width, ..area };
                return vec![(0..half, left), (half..all.end, right)];
            }
        }
        vec![(all, area)]
    }

    fn height(&self, fields: Range<usize>) -> u16 {
        let first = fields.start;
        fields.map(|at| self.rows_of(at, at == first)).sum()
    }

    /// Counts the rows of a field; none on another page.
    pub(super) fn rows_of(&self, at: usize, first: bool) -> u16 {
        if self.is_shown(at) { self.fields[at].rows(first, self.mark_rows_max.get()) } else { 0 }
    }

    fn grid(&self, look: &Look<'_>, area: Rect) -> Grid {
        let section = self.section();
        let here = self.fields.iter().filter(|field| field.spec.section == section);
        let labels = here.filter(|field| !matches!(field.content, Content::Heading));
        let label = labels.map(|field| width(&field.label(look))).max().unwrap_or(0).min(LABEL_MAX);
        let rest = area.width.saturating_sub(1 + label + GAP);
        // Two fifths are kept for notes, where both halves can still be read.
        let notes = if rest >= 50 { rest * 2 / 5 } else { 0 };
        Grid { label, field: rest.saturating_sub(notes + 1) }
    }

    /// Returns the rows of a column that fit into the area, with the place of each.
    fn placed(&self, area: Rect, fields: Range<usize>) -> Vec<(usize, Rect)> {
        let first = fields.start;
        let before = |at: usize| usize::from(self.height(first..at));
        let height = usize::from(area.height);
        let total = before(fields.end);
        if fields.contains(&self.focus) {
            let end = before(self.focus + 1);
            let start = end - usize::from(self.rows_of(self.focus, self.focus == first));
            let top = self.top.get().min(start).max(end.saturating_sub(height)).min(total.saturating_sub(height));
            self.top.set(top);
        }
        let top = if total > height { self.top.get() } else { 0 };
        let visible = fields.filter(|at| self.is_shown(*at)).filter_map(|at| {
            let y = before(at).checked_sub(top).filter(|y| *y < height)?;
            let y = area.y + u16::try_from(y).ok()?;
            let rows = self.rows_of(at, at == first).min(area.bottom() - y);
            Some((at, Rect { y, height: rows, ..area }))
        });
        visible.collect()
    }

    fn draw_part(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer, fields: Range<usize>) -> Option<Position> {
        let grid = self.grid(look, area);
        let total = usize::from(self.height(fields.clone()));
        let mut cursor = None;
        for (at, place) in self.placed(area, fields) {
            let field = &self.fields[at];
            let here = at == self.focus;
            if matches!(field.content, Content::Heading) {
                let y = place.bottom() - 1;
                put(buffer, area.x + 1, y, area.width - 1, &field.label(look), look.theme.style(Role::Title));
                continue;
            }
            draw_label(look, place, buffer, grid, field, here);
            cursor = draw_field(look, place, buffer, grid, field, here).or(cursor);
        }
        if total > usize::from(area.height) {
            more_marks(look, area, buffer, self.top.get(), total);
        }
        cursor
    }

    /// In lines of so many cells, the sentence of the field with the cursor, if it was cut beside the field, and under it
    /// every other one cut that warns of a loss; else the first one cut that warns.
    fn message(&self, look: &Look<'_>, columns: u16, part: Rect) -> Option<(Role, Vec<String>)> {
        let warns = |role: Role| matches!(role, Role::Error | Role::Late | Role::Soon);
        let others = (0..self.fields.len()).filter(|at| *at != self.focus && self.is_shown(*at));
        let here = self.fields.get(self.focus).and_then(|field| self.cut(look, part, field, true));
        let cut: Vec<_> = others.filter_map(|at| self.cut(look, part, &self.fields[at], false)).collect();
        let first = here.or_else(|| cut.iter().find(|(role, _)| warns(*role)).cloned())?;
        let late = cut.into_iter().filter(|other| other.0 == Role::Late && other.1 != first.1);
        let texts = std::iter::once(first.1.clone()).chain(late.map(|(_, text)| text));
        Some((first.0, texts.flat_map(|text| wrap(&text, columns.saturating_sub(2))).collect()))
    }

    /// The sentence of a field, if there is no room for all of it beside the field.
    fn cut(&self, look: &Look<'_>, part: Rect, field: &Field, here: bool) -> Option<(Role, String)> {
        let (role, text) = sentence(look, field)?;
        let place = note_place(look, part, self.grid(look, part), field, here, width(&text));
        let fits = width(&text) <= place.width && place.width >= NOTE_MIN;
        (!fits).then_some((role, text))
    }

    /// Draws that sentence: in the last row, and in those above where no field stands.
    fn draw_message(&self, look: &Look<'_>, rows: Rect, buffer: &mut Buffer, part: Rect) {
        let Some((role, mut lines)) = self.message(look, rows.width, part) else { return };
        let mark = if role == Role::Error { look.theme.marks.late } else { " " };
        if lines.len() > usize::from(rows.height) {
            let rest = lines.split_off(usize::from(rows.height - 1));
            lines.push(rest.join(" "));
        }
        let first = rows.bottom() - u16::try_from(lines.len()).unwrap_or(1);
        put(buffer, rows.x, first, 1, mark, look.theme.style(role));
        for (line, y) in lines.iter().zip(first..) {
            put(buffer, rows.x + 1, y, rows.width - 1, line, look.theme.style(role));
        }
    }

    fn draw_options(&self, look: &Look<'_>, area: Rect, within: Rect, buffer: &mut Buffer, fields: Range<usize>) {
        let grid = self.grid(look, area);
        let Some((at, place)) = self.placed(area, fields).into_iter().find(|(at, _)| *at == self.focus) else { return };
        let field = &self.fields[at];
        let shown = options::shown(look, field);
        let line = field_place(place, grid);
        let offered = !field.offered.is_empty() || !field.listed.is_empty();
        if offered || options::line_width(&shown) > line.width {
            options::draw_box(look, line, area, within, buffer, &shown);
        }
    }
}

impl Field {
    fn label<'a>(&'a self, look: &Look<'a>) -> Cow<'a, str> {
        self.name.as_deref().map_or_else(|| look.words.get(self.spec.label), Cow::Borrowed)
    }

    /// Counts the rows of the field; a heading has a blank row before it, unless it is the first.
    fn rows(&self, first: bool, mark_rows_max: u16) -> u16 {
        if self.hidden {
            return 0;
        }
        match self.spec.kind {
            Kind::Area { rows, .. } => rows.max(1),
            Kind::Marks(_) => match &self.content {
                Content::Marks(marks) => u16::try_from(marks.rows()).unwrap_or(u16::MAX).clamp(1, mark_rows_max),
                _ => 1,
            },
            Kind::Heading => 1 + u16::from(!first),
            Kind::Text { .. } | Kind::Digits { .. } | Kind::Code { .. } | Kind::Time | Kind::Secret { .. } => 1,
            Kind::Choice(_) | Kind::Given | Kind::Toggle | Kind::Many(_) | Kind::Asked(_) => 1,
            Kind::Section | Kind::Shown => 1,
        }
    }

    /// Returns the cells of the field itself, of at most `most`.
    fn columns(&self, most: u16) -> u16 {
        let short = |max: usize| u16::try_from(max + 1).unwrap_or(most).clamp(6, SHORT_MAX);
        match self.spec.kind {
            Kind::Digits { max, .. } | Kind::Code { max, .. } | Kind::Secret { max } => short(max).min(most),
            Kind::Time => 7.min(most),
            // A Chinese character takes two cells, and the cursor one more.
            Kind::Text { max } => u16::try_from(2 * max + 1).unwrap_or(most).min(most),
            Kind::Area { .. } | Kind::Choice(_) | Kind::Given | Kind::Toggle => most,
            Kind::Many(_) | Kind::Asked(_) | Kind::Marks(_) | Kind::Section | Kind::Shown | Kind::Heading => most,
        }
    }
}

/// Returns what is to be said beside a field.
fn sentence(look: &Look<'_>, field: &Field) -> Option<(Role, String)> {
    if let Some(refused) = field.refused {
        return Some((Role::Error, hinted(look, field, refused.why)));
    }
    if let Some(hint) = field.hint {
        return Some((Role::Soon, hinted(look, field, hint)));
    }
    match &field.fault {
        Some(Fault::Needed) => Some((Role::Error, look.words.get("form-needed").into_owned())),
        Some(Fault::Said(text)) => Some((Role::Error, text.clone())),
        Some(Fault::Noted(text)) => field.note.clone().or_else(|| Some((Role::Error, text.clone()))),
        None => field.note.clone(),
    }
}

/// Says what is allowed in a field, after a key or paste that was not, or not all.
fn hinted(look: &Look<'_>, field: &Field, hint: Hint) -> String {
    match hint {
        Hint::Keys => {
            let keys = options::keys(look, field);
            look.words.with("form-hint-keys", &[("keys", &keys)])
        }
        Hint::Digits(c) => not_taken(look, c, "form-hint-digits"),
        Hint::Time(c) => not_taken(look, c, "form-hint-time"),
        Hint::Full(n) => look.words.with("form-hint-full", &[("n", &n.to_string())]),
        Hint::Cut(n) => look.words.with("form-hint-cut", &[("n", &n.to_string())]),
    }
}

/// Which character a field does not take, and what it takes instead.
fn not_taken(look: &Look<'_>, c: Option<char>, how: &str) -> String {
    let how = look.words.get(how);
    match c {
        Some(c) => look.words.with("form-hint-not-taken", &[("char", &c.to_string()), ("how", &how)]),
        None => how.into_owned(),
    }
}

fn field_place(area: Rect, grid: Grid) -> Rect {
    let x = area.x + 1 + grid.label + GAP;
    Rect { x, width: area.right().saturating_sub(x), height: 1, ..area }
}

/// Returns where the note of a field, of so many cells, stands; no width where there is no room.
fn note_place(look: &Look<'_>, area: Rect, grid: Grid, field: &Field, here: bool, needs: u16) -> Rect {
    let line = field_place(area, grid);
    let shown = options::shown(look, field);
    let in_line = options::line_width(&shown);
    let taken = match &field.content {
        Content::Text(_) => field.columns(grid.field),
        Content::Shown(text) | Content::Section(text) => width(text),
        // A list takes the whole width; what is said about it is said in the last row.
        Content::Marks(_) => line.width,
        // Notes below each other stay so while the cursor moves, unless the options need the room.
        Content::One { .. } | Content::Toggle(_) | Content::Some { .. } if here && in_line <= line.width => {
            in_line.max(grid.field)
        }
        // Options in a box leave the line to the note.
        Content::One { .. } | Content::Toggle(_) | Content::Some { .. } | Content::Heading => grid.field,
    };
    let after = |cells: u16| {
        let x = line.x + cells.max(FIELD_MIN) + GAP;
        Rect { x, width: line.right().saturating_sub(x + 1), ..line }
    };
    let place = after(taken);
    if here || needs <= place.width {
        return place;
    }
    let held = match &field.content {
        Content::Text(text) => width(&text.text()).min(taken),
        Content::One { value, .. } => options::picked_width(&shown).max(width(value)).min(taken),
        Content::Toggle(_) | Content::Some { .. } => options::picked_width(&shown).min(taken),
        Content::Marks(_) | Content::Section(_) | Content::Shown(_) | Content::Heading => taken,
    };
    after(held)
}

fn draw_label(look: &Look<'_>, area: Rect, buffer: &mut Buffer, grid: Grid, field: &Field, here: bool) {
    let theme = look.theme;
    let (mark, role) = match &field.fault {
        _ if field.refused.is_some() => (theme.marks.late, Role::Error),
        Some(_) => (theme.marks.late, Role::Error),
        None if matches!(field.note, Some((Role::Error, _))) => (theme.marks.late, Role::Error),
        None if (field.needed || field.starred) && field.is_empty() && field.takes_keys() => {
            (theme.marks.needed, Role::Accent)
        }
        None => (" ", Role::Text),
    };
    put(buffer, area.x, area.y, 1, mark, theme.style(role));
    let style = theme.style(if here { Role::Accent } else { Role::Dim });
    put(buffer, area.x + 1, area.y, grid.label, &field.label(look), style);
}

/// Draws what the field holds and what is said beside it, and returns the place of the cursor.
fn draw_field(
    look: &Look<'_>,
    area: Rect,
    buffer: &mut Buffer,
    grid: Grid,
    field: &Field,
    here: bool,
) -> Option<Position> {
    let theme = look.theme;
    let line = field_place(area, grid);
    let shown = options::shown(look, field);
    if let Some((role, text)) = sentence(look, field) {
        let note = note_place(look, area, grid, field, here, width(&text));
        if note.width >= NOTE_MIN {
            put(buffer, note.x, note.y, note.width, &text, theme.style(role));
        }
    }
    match &field.content {
        Content::Text(text) => {
            let place = Rect { width: field.columns(grid.field), height: area.height, ..line };
            let style = theme.style(if here { Role::Field } else { Role::Text });
            let one_line = !matches!(field.spec.kind, Kind::Area { .. } | Kind::Secret { .. });
            if !here && matches!(field.spec.kind, Kind::Area { .. }) {
                for (line, y) in wrap(&text.text(), place.width).iter().zip(place.y..place.bottom()) {
                    put(buffer, place.x, y, place.width, line, style);
                }
                return None;
            }
            if !here && one_line && width(&text.text()) >= place.width {
                // Where one does not type, the beginning is what tells it from others.
                put(buffer, place.x, place.y, place.width, &text.text(), style);
                return None;
            }
            let cursor = text.draw(place, buffer, style);
            return here.then_some(cursor);
        }
        Content::Marks(marks) => return marks.draw(look, Rect { height: area.height, ..line }, buffer, here),
        Content::Section(text) => {
            let role = if here { Role::Field } else { Role::Text };
            put(buffer, line.x, line.y, line.width, &truncate_to_width(text, line.width), theme.style(role));
        }
        Content::Shown(text) => {
            put(buffer, line.x, line.y, line.width, &truncate_to_width(text, line.width), theme.style(Role::Text));
        }
        Content::One { value, .. } if shown.iter().all(|option| !option.is_picked()) && !value.is_empty() => {
            put(buffer, line.x, line.y, grid.field, value, theme.style(Role::Text));
        }
        Content::One { .. } | Content::Toggle(_) | Content::Some { .. } | Content::Heading => {
            if here && options::line_width(&shown) <= line.width {
                // One cell to the left: the bracket of the first option stands before the column of values.
                options::draw_line(look, Rect { x: line.x - 1, ..line }, buffer, &shown);
            } else {
                options::draw_picked(look, Rect { width: grid.field, ..line }, buffer, &shown);
            }
        }
    }
    None
}
