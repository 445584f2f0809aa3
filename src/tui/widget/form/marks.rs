//! A list of items, each marked by one key, after which the cursor is at the next: a checklist.
//!
//! ```text
//!  engine bay
//!    engine oil            good
//!    coolant, brake fluid  [o good]  w watch   b bad   n not checked
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

use super::field::{Choice, Effect};
use super::keys::picked;
use super::options::{self, Shown};
use crate::tui::input::{Code, Key};
use crate::tui::theme::Role;
use crate::tui::widget::Look;
use crate::tui::widget::layout::{put, width};

/// The key that gives every item without a mark the first one.
const ALL: char = '*';
/// Blank cells between an item and its mark.
const GAP: u16 = 2;

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkRow {
    /// A heading over the items that follow.
    Heading(String),
    /// An item.
    Item {
        /// Its name in values and drafts.
        id: String,
        /// What it says.
        label: String,
    },
}

/// A list with its marks.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    picks: Vec<Choice>,
    rows: Vec<MarkRow>,
    /// Item → mark. Those of a draft are kept even before the items are known.
    given: BTreeMap<String, String>,
    /// The item with the cursor, counted among the items.
    at: usize,
}

impl Marks {
    pub fn new(picks: Vec<Choice>) -> Marks {
        Marks { picks, rows: Vec::new(), given: BTreeMap::new(), at: 0 }
    }

    pub fn set_rows(&mut self, rows: Vec<MarkRow>) {
        self.rows = rows;
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    pub fn picks(&self) -> &[Choice] {
        &self.picks
    }

    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    pub fn value(&self) -> String {
        self.given.iter().map(|(id, mark)| format!("{id}={mark}")).collect::<Vec<_>>().join(",")
    }

    pub fn set_value(&mut self, new: &str) {
        let pairs = new.split(',').filter_map(|pair| pair.split_once('='));
        self.given = pairs.map(|(id, mark)| (id.to_owned(), mark.to_owned())).collect();
        let first = self.items().iter().position(|id| !self.given.contains_key(*id));
        self.at = first.unwrap_or(0);
    }

    pub fn on(&mut self, key: Key) -> Effect {
        let ids: Vec<String> = self.items().into_iter().map(str::to_owned).collect();
        let Some(id) = ids.get(self.at) else { return Effect::Ignored };
        if let Some(pick) = picked(&self.picks, key) {
            self.given.insert(id.clone(), self.picks[pick].value.to_string());
            let is_last = self.at + 1 == ids.len();
            self.at = (self.at + 1).min(ids.len() - 1);
            return if is_last { Effect::Leaps } else { Effect::Changed };
        }
        match key.narrow().code {
            Code::Char(ALL) => {
                let first = self.picks.first().map(|pick| pick.value.to_string()).unwrap_or_default();
                for id in ids {
                    self.given.entry(id).or_insert_with(|| first.clone());
                }
                Effect::Changed
            }
            Code::Backspace | Code::Delete if self.given.remove(id).is_some() => Effect::Changed,
            // At the ends the arrows are free for the fields around.
            Code::Up if self.at > 0 => self.go(self.at - 1),
            Code::Down if self.at + 1 < ids.len() => self.go(self.at + 1),
            _ => Effect::Ignored,
        }
    }

    fn go(&mut self, at: usize) -> Effect {
        self.at = at;
        Effect::Kept
    }

    fn items(&self) -> Vec<&str> {
        let rows = self.rows.iter();
        rows.filter_map(|row| if let MarkRow::Item { id, .. } = row { Some(id.as_str()) } else { None }).collect()
    }

    pub fn draw(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer, here: bool) {
        let labels = self.rows.iter().map(|row| if let MarkRow::Item { label, .. } = row { width(label) } else { 0 });
        let marks_at = area.x + 2 + labels.max().unwrap_or(0).min(area.width / 2) + GAP;
        let with_cursor = self.row_with_cursor();
        let skipped = (with_cursor + 1).saturating_sub(usize::from(area.height));
        for ((at, row), y) in self.rows.iter().enumerate().skip(skipped).zip(area.y..area.bottom()) {
            match row {
                MarkRow::Heading(text) => {
                    put(buffer, area.x, y, area.width, text, look.theme.style(Role::Title));
                }
                MarkRow::Item { id, label } => {
                    let current = here && at == with_cursor;
                    let role = if current { Role::Accent } else { Role::Text };
                    let room = marks_at.saturating_sub(area.x + 2 + GAP);
                    put(buffer, area.x + 2, y, room, label, look.theme.style(role));
                    let place = Rect { x: marks_at, y, width: area.right().saturating_sub(marks_at), height: 1 };
                    self.draw_marks(look, place, buffer, id, current);
                }
            }
        }
    }

    fn draw_marks(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer, id: &str, current: bool) {
        let given = self.given.get(id);
        let shown: Vec<Shown<'_>> = self
            .picks
            .iter()
            .map(|pick| options::option(look, pick, given.is_some_and(|mark| pick.value == *mark).then_some(true)))
            .collect();
        if current {
            options::draw_line(look, Rect { x: area.x.saturating_sub(1), ..area }, buffer, &shown);
        } else {
            options::draw_picked(look, area, buffer, &shown);
        }
    }

    fn row_with_cursor(&self) -> usize {
        let items = self.rows.iter().enumerate().filter(|(_, row)| matches!(row, MarkRow::Item { .. }));
        items.map(|(at, _)| at).nth(self.at).unwrap_or(0)
    }
}
