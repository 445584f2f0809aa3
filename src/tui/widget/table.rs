//! Rows in columns that line up, with a selection that stays on its record when rows move.
//!
//! ```text
//!     plate      car             customer   stage      promised  left
//!   ! 沪A 12345  VW Passat       王建国     inspect       14:20 -0:12
//! > + 沪C 7K221  Toyota Camry    刘洋       quote         16:30  1:58
//! ```
//! Three cells at the left belong to the row: under the cursor, marked, late. So nothing is told by colour alone.

use std::borrow::Cow;
use std::cell::Cell as Memory;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{Align, more_marks, put, put_filled, rule, scroll, select};
use crate::tui::action::{Action, Step};
use crate::tui::theme::Role;

/// Cells at the left edge that belong to the row.
const GUTTER: u16 = 4;
/// Blank cells between columns.
const GAP: u16 = 1;
/// What a column of flexible width keeps where there is too little room, in cells.
const FLEX_MIN: i32 = 6;

/// How wide a column is, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Always the same.
    Fixed(u16),
    /// So wide, and a share of what is left over, or of what is lacking.
    Flex(u16),
}

impl Width {
    fn least(self) -> u16 {
        match self {
            Self::Fixed(cells) | Self::Flex(cells) => cells,
        }
    }

    fn is_flexible(self) -> bool {
        matches!(self, Self::Flex(_))
    }
}

/// A column: heading, width, side, and from which width of the table on it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// The heading, in the session's language.
    pub title: Cow<'a, str>,
    /// How wide it is.
    pub width: Width,
    /// Where its text stands.
    pub align: Align,
    /// The narrowest table, in cells, in which the column is shown.
    pub from: u16,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub fn left(title: impl Into<Cow<'a, str>>, width: Width) -> Column<'a> {
        Column { title: title.into(), width, align: Align::Left, from: 0 }
    }

    /// A column of numbers.
    pub fn right(title: impl Into<Cow<'a, str>>, width: Width) -> Column<'a> {
        Column { align: Align::Right, ..Column::left(title, width) }
    }

    /// Shows the column only if there is room for it, as the screen counts.
    pub fn only_if(self, shown: bool) -> Column<'a> {
        Column { from: if shown { self.from } else { u16::MAX }, ..self }
    }

    /// Shows the column only in tables of at least so many cells.
    pub fn from(self, columns: u16) -> Column<'a> {
        Column { from: columns, ..self }
    }
}

/// The content of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// What it means.
    pub role: Role,
}

impl<'a> Cell<'a> {
    /// A cell with a meaning.
    pub fn new(role: Role, text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell { text: text.into(), role }
    }
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Cell<'a> {
    fn from(text: T) -> Cell<'a> {
        Cell::new(Role::Text, text)
    }
}

/// A row: which record it shows, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a, K> {
    /// The record.
    pub id: K,
    /// One cell for each column, shown or not.
    pub cells: Vec<Cell<'a>>,
    /// A mark before the row, with its meaning: `("!", Role::Late)`.
    pub mark: Option<(&'a str, Role)>,
    /// Whether it changed a moment ago.
    pub changed: bool,
    /// Whether a rule parts it from the row above.
    pub apart: bool,
}

impl<'a, K> Row<'a, K> {
    /// A row without marks.
    pub fn new(id: K, cells: Vec<Cell<'a>>) -> Row<'a, K> {
        Row { id, cells, mark: None, changed: false, apart: false }
    }
}

/// Which record of a table is under the cursor, and which are marked.
#[derive(Clone, Debug, Default)]
pub struct Table<K> {
    selected: Option<K>,
    index: usize,
    marked: Vec<K>,
    /// The first row shown and how many there were, as last drawn. Drawing may change it: it is where a person
    /// looks, not what they chose.
    view: Memory<(usize, usize)>,
}

impl<K: Clone + PartialEq> Table<K> {
    /// Makes a table with nothing selected.
    pub fn new() -> Table<K> {
        Table { selected: None, index: 0, marked: Vec::new(), view: Memory::new((0, 0)) }
    }

    /// Follows the selected record to its new place among the rows. If it is gone, the row that took its place is
    /// selected. To be called whenever the rows may have changed.
    pub fn keep<'k>(&mut self, ids: impl Iterator<Item = &'k K>)
    where
        K: 'k,
    {
        let ids: Vec<&K> = ids.collect();
        self.marked.retain(|id| ids.contains(&id));
        let found = ids.iter().position(|id| Some(*id) == self.selected.as_ref());
        self.index = found.unwrap_or(self.index).min(ids.len().saturating_sub(1));
        self.selected = ids.get(self.index).map(|id| (*id).clone());
    }

    /// Returns the record under the cursor.
    pub fn selected(&self) -> Option<&K> {
        self.selected.as_ref()
    }

    /// Returns the place of the record under the cursor among the rows.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Puts the cursor on a record; [`Table::keep`] finds its row.
    pub fn select(&mut self, id: K) {
        self.selected = Some(id);
    }

    /// Lets go of the record under the cursor; [`Table::keep`] then takes the one that is in its place.
    pub fn unselect(&mut self) {
        self.selected = None;
    }

    /// Returns the marked records, in the order in which they were marked.
    pub fn marked(&self) -> &[K] {
        &self.marked
    }

    /// Takes all marks away; false if there were none.
    pub fn unmark(&mut self) -> bool {
        let had = !self.marked.is_empty();
        self.marked.clear();
        had
    }

    /// Moves the cursor or marks the row, if that is what the action asks; `ids` are the rows as shown.
    pub fn on(&mut self, action: Action, ids: &[K]) -> bool {
        if action == Action::Mark {
            self.mark();
        }
        // A mark goes on to the next row, so that several are marked by one key held down.
        let step = if action == Action::Mark { Some(Step::Down) } else { action.step() };
        let Some(step) = step else { return false };
        self.index = step.from(self.index, ids.len(), self.view.get().1);
        self.selected = ids.get(self.index).cloned();
        true
    }

    fn mark(&mut self) {
        let Some(id) = &self.selected else { return };
        match self.marked.iter().position(|marked| marked == id) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(id.clone()),
        }
    }

    /// Draws headings and rows; without rows, the sentence `empty`.
    pub fn draw(
        &self,
        look: &Look<'_>,
        area: Rect,
        buffer: &mut Buffer,
        columns: &[Column<'_>],
        rows: &[Row<'_, K>],
        empty: &str,
    ) {
        let area = area.intersection(buffer.area);
        if area.height < 2 {
            return;
        }
        let places = places(columns, area);
        for (column, place) in columns.iter().zip(&places) {
            let style = look.theme.style(Role::Dim);
            put_filled(buffer, (place.x, area.y), place.width, &column.title, column.align, style);
        }
        let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
        if rows.is_empty() {
            put(buffer, body.x + GUTTER, body.y, body.width.saturating_sub(GUTTER), empty, look.theme.style(Role::Dim));
        }
        // A rule takes a line of its own.
        let lines: Vec<Option<&Row<'_, K>>> =
            rows.iter().flat_map(|row| row.apart.then_some(None).into_iter().chain([Some(row)])).collect();
        let at = rows.iter().take(self.index + 1).filter(|row| row.apart).count() + self.index;
        let top = self.scroll(at, lines.len(), usize::from(body.height));
        for (line, y) in lines.iter().skip(top).zip(body.y..body.bottom()) {
            let place = Rect { y, height: 1, ..body };
            match line {
                Some(row) => self.draw_row(look, place, buffer, (columns, &places), row),
                None => rule(
                    look,
                    Rect { x: place.x + GUTTER, width: place.width.saturating_sub(GUTTER + 1), ..place },
                    buffer,
                ),
            }
        }
        more_marks(look, body, buffer, top, lines.len());
    }

    /// Chooses the first line to show: the last one drawn, moved as little as the cursor needs.
    fn scroll(&self, at: usize, lines: usize, height: usize) -> usize {
        let (top, _) = self.view.get();
        let top = scroll(top, at, lines, height);
        self.view.set((top, height));
        top
    }

    fn draw_row(
        &self,
        look: &Look<'_>,
        area: Rect,
        buffer: &mut Buffer,
        (columns, places): (&[Column<'_>], &[Place]),
        row: &Row<'_, K>,
    ) {
        let theme = look.theme;
        let here = self.selected.as_ref() == Some(&row.id);
        for ((cell, place), column) in row.cells.iter().zip(places).zip(columns) {
            let style = theme.style(cell.role);
            put_filled(buffer, (place.x, area.y), place.width, &cell.text, column.align, style);
        }
        if let Some((mark, role)) = row.mark {
            put(buffer, area.x + 2, area.y, 1, mark, theme.style(role));
        }
        if self.marked.contains(&row.id) {
            put(buffer, area.x + 1, area.y, 1, theme.marks.marked, theme.style(Role::Accent));
        }
        if row.changed {
            buffer.set_style(area, theme.style(Role::Mark));
        }
        if here {
            put(buffer, area.x, area.y, 1, theme.marks.select, theme.style(Role::Accent));
            select(look, area, buffer);
        }
    }
}

/// Where a column stands; no width where it is not shown.
#[derive(Clone, Copy)]
struct Place {
    x: u16,
    width: u16,
}

/// Gives each column its place: fixed ones first, then what is left over, evenly among the others. Where nothing is
/// left over, the others give way down to [`FLEX_MIN`], so that the last column, often the one that matters, is whole.
fn places(columns: &[Column<'_>], area: Rect) -> Vec<Place> {
    let shown = |column: &&Column<'_>| area.width >= column.from;
    let cells = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let count = cells(columns.iter().filter(shown).count());
    let least: i32 = columns.iter().filter(shown).map(|column| i32::from(column.width.least())).sum();
    let mut flexible = cells(columns.iter().filter(shown).filter(|column| column.width.is_flexible()).count());
    // The last cell of a line stays free: the mark for more rows stands there.
    let mut over = i32::from(area.width) - i32::from(GUTTER) - least - i32::from(GAP) * (count - 1) - 1;
    let mut x = area.x + GUTTER;
    let mut places = Vec::with_capacity(columns.len());
    for column in columns {
        let mut width = if shown(&column) { column.width.least() } else { 0 };
        if width > 0 && column.width.is_flexible() {
            let before = i32::from(width);
            let after = (before + over / flexible).max(before.min(FLEX_MIN));
            width = u16::try_from(after).unwrap_or(width);
            over -= after - before;
            flexible -= 1;
        }
        // A table that is too narrow even so loses columns at the right.
        width = width.min((area.right() - 1).saturating_sub(x));
        places.push(Place { x, width });
        x += width + if width > 0 { GAP } else { 0 };
    }
    places
}
