//! A list of items, each marked by one key, after which the cursor is at the next: a checklist.
//!
//! ```text
//!  engine bay
//!    engine oil            good
//!    coolant, brake fluid  watch  moved to the lower mark
//!    belts and hoses       [o good]  w watch   b bad   n n/a
//! ```
//! Where the screen allows it, the item that was marked last, or the one with the cursor, takes a short note.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

use super::field::{Choice, Effect};
use super::keys::picked;
use super::options::{self, Shown};
use crate::tui::input::{Code, Key};
use crate::tui::theme::Role;
use crate::tui::widget::Look;
use crate::tui::widget::layout::{more_marks, put, truncate_to_width, width};
use crate::tui::widget::text_field::{Entry, TextField, Typed};

/// The key that gives every item without a mark the first one.
const ALL: char = '*';
/// The key that begins a note.
const NOTE: char = '.';
/// Blank cells between an item and its mark.
const GAP: u16 = 2;

/// Rows after the one with the cursor that are seen in a list that is scrolled.
const AHEAD: usize = 3;
/// The fewest cells in which a note is shown.
const NOTE_CELLS_MIN: u16 = 6;

/// A note within the value of the field, where commas part the items.
fn written(note: &str) -> String {
    note.replace('%', "%25").replace(',', "%2C")
}

/// A note as it was typed.
fn read(written: &str) -> String {
    written.replace("%2C", ",").replace("%25", "%")
}

/// The marks and notes in the value of such a field: item, mark, note.
pub fn marked(value: &str) -> Vec<(String, String, String)> {
    let pair = |pair: &str| {
        let (id, mark) = pair.split_once('=')?;
        let (mark, note) = mark.split_once('~').unwrap_or((mark, ""));
        Some((id.to_owned(), mark.to_owned(), read(note)))
    };
    value.split(',').filter_map(pair).collect()
}

/// The value of such a field for an item: what [`marked`] reads.
pub fn mark(id: &str, mark: &str, note: &str) -> String {
    if note.is_empty() { format!("{id}={mark}") } else { format!("{id}={mark}~{}", written(note)) }
}

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
    /// Item → what is noted beside its mark.
    notes: BTreeMap<String, String>,
    /// Characters of a note at most; none where no notes are taken.
    note_chars_max: usize,
    /// The item with the cursor, counted among the items.
    at: usize,
    /// The item marked last, as long as the cursor did not walk on: what a note is about.
    last: Option<usize>,
    /// The note that is being typed.
    noting: Option<Noting>,
}

/// A note while it is being typed.
#[derive(Clone, Debug)]
struct Noting {
    text: TextField,
    /// What was noted before.
    before: Option<String>,
    /// Where the cursor goes after it.
    then: usize,
}

impl Marks {
    pub fn new(picks: Vec<Choice>) -> Marks {
        let (rows, given, notes) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Marks { picks, rows, given, notes, note_chars_max: 0, at: 0, last: None, noting: None }
    }

    pub fn take_notes(&mut self, chars_max: usize) {
        self.note_chars_max = chars_max;
    }

    /// Tells whether a note is being typed: then every key is first for it.
    pub fn is_noting(&self) -> bool {
        self.noting.is_some()
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
        let note = |id: &String| self.notes.get(id).map_or("", String::as_str);
        self.given.iter().map(|(id, given)| mark(id, given, note(id))).collect::<Vec<_>>().join(",")
    }

    pub fn set_value(&mut self, new: &str) {
        (self.given, self.notes) = Default::default();
        (self.last, self.noting) = (None, None);
        for (id, given, note) in marked(new) {
            if !note.is_empty() {
                self.notes.insert(id.clone(), note);
            }
            self.given.insert(id, given);
        }
        let first = self.items().iter().position(|id| !self.given.contains_key(*id));
        self.at = first.unwrap_or(0);
    }

    pub fn on(&mut self, key: Key) -> Effect {
        if let Some(effect) = self.on_note(key) {
            return effect;
        }
        let ids: Vec<String> = self.items().into_iter().map(str::to_owned).collect();
        let Some(id) = ids.get(self.at) else { return Effect::Ignored };
        if let Some(pick) = picked(&self.picks, key) {
            self.given.insert(id.clone(), self.picks[pick].value.to_string());
            let is_last = self.at + 1 == ids.len();
            self.last = Some(self.at);
            self.at = (self.at + 1).min(ids.len() - 1);
            return if is_last { Effect::Leaps } else { Effect::Changed };
        }
        match key.narrow().code {
            Code::Char(NOTE) if self.note_chars_max > 0 => self.begin_note(&ids),
            Code::Char(ALL) => {
                self.last = None;
                let first = self.picks.first().map(|pick| pick.value.to_string()).unwrap_or_default();
                for id in ids {
                    self.given.entry(id).or_insert_with(|| first.clone());
                }
                Effect::Changed
            }
            Code::Backspace | Code::Delete if self.given.remove(id).is_some() => {
                self.notes.remove(id);
                self.last = None;
                Effect::Changed
            }
            // At the ends the arrows are free for the fields around.
            Code::Up if self.at > 0 => self.go(self.at - 1),
            Code::Down if self.at + 1 < ids.len() => self.go(self.at + 1),
            _ => Effect::Ignored,
        }
    }

    fn go(&mut self, at: usize) -> Effect {
        (self.at, self.last) = (at, None);
        Effect::Kept
    }

    /// Begins a note on the item marked last, else on the one with the cursor, if it has a mark.
    fn begin_note(&mut self, ids: &[String]) -> Effect {
        let at = self.last.take().unwrap_or(self.at);
        let Some(id) = ids.get(at).filter(|id| self.given.contains_key(*id)) else { return Effect::Ignored };
        let before = self.notes.get(id).cloned();
        let mut text = TextField::new(Entry::Line, self.note_chars_max);
        text.set_text(before.as_deref().unwrap_or_default());
        self.noting = Some(Noting { text, before, then: self.at });
        self.at = at;
        Effect::Kept
    }

    /// Gives a key to the note that is being typed; nothing if none is, or if the key ends it and means something else.
    fn on_note(&mut self, key: Key) -> Option<Effect> {
        let id = self.items().get(self.at).map(|id| (*id).to_owned())?;
        let noting = self.noting.as_mut()?;
        match key.code {
            Code::Enter => {
                self.at = noting.then;
                self.noting = None;
                Some(Effect::Kept)
            }
            Code::Esc => {
                let noting = self.noting.take()?;
                self.notes.remove(&id);
                self.notes.extend(noting.before.map(|before| (id, before)));
                self.at = noting.then;
                Some(Effect::Changed)
            }
            _ => match noting.text.on(key) {
                Typed::Changed => {
                    self.notes.insert(id, noting.text.text());
                    Some(Effect::Changed)
                }
                Typed::Kept => Some(Effect::Kept),
                Typed::Ignored => {
                    self.noting = None;
                    None
                }
            },
        }
    }

    pub fn paste(&mut self, text: &str) -> Typed {
        let id = self.items().get(self.at).map(|id| (*id).to_owned());
        let (Some(id), Some(noting)) = (id, self.noting.as_mut()) else { return Typed::Ignored };
        let pasted = noting.text.paste(text).typed;
        self.notes.insert(id, noting.text.text());
        pasted
    }

    fn items(&self) -> Vec<&str> {
        let rows = self.rows.iter();
        rows.filter_map(|row| if let MarkRow::Item { id, .. } = row { Some(id.as_str()) } else { None }).collect()
    }

    /// Draws the list, and returns the place of the cursor while a note is being typed.
    pub fn draw(&self, look: &Look<'_>, area: Rect, buffer: &mut Buffer, here: bool) -> Option<Position> {
        let mut cursor = None;
        let labels = self.rows.iter().map(|row| if let MarkRow::Item { label, .. } = row { width(label) } else { 0 });
        let marks_at = area.x + 2 + labels.max().unwrap_or(0).min(area.width / 2) + GAP;
        let with_cursor = self.row_with_cursor();
        let height = usize::from(area.height);
        let skipped = (with_cursor + 1 + AHEAD).min(self.rows.len()).saturating_sub(height);
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
                    cursor = self.draw_marks(look, place, buffer, id, current).or(cursor);
                }
            }
        }
        more_marks(look, area, buffer, skipped, self.rows.len());
        cursor
    }

    fn draw_marks(
        &self,
        look: &Look<'_>,
        area: Rect,
        buffer: &mut Buffer,
        id: &str,
        current: bool,
    ) -> Option<Position> {
        let given = self.given.get(id);
        let shown: Vec<Shown<'_>> = self
            .picks
            .iter()
            .map(|pick| options::option(look, pick, given.is_some_and(|mark| pick.value == *mark).then_some(true)))
            .collect();
        let noting = self.noting.as_ref().filter(|_| current);
        let after = if current && noting.is_none() {
            options::draw_line(look, Rect { x: area.x.saturating_sub(1), ..area }, buffer, &shown)
        } else {
            options::draw_picked(look, area, buffer, &shown)
        };
        let x = after + GAP;
        let place = Rect { x, width: area.right().saturating_sub(x), ..area };
        if let Some(noting) = noting {
            return Some(noting.text.draw(place, buffer, look.theme.style(Role::Field)));
        }
        if let Some(note) = self.notes.get(id).filter(|_| place.width >= NOTE_CELLS_MIN) {
            put(buffer, x, area.y, place.width, &truncate_to_width(note, place.width), look.theme.style(Role::Dim));
        }
        None
    }

    fn row_with_cursor(&self) -> usize {
        let items = self.rows.iter().enumerate().filter(|(_, row)| matches!(row, MarkRow::Item { .. }));
        items.map(|(at, _)| at).nth(self.at).unwrap_or(0)
    }
}
