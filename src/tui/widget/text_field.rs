//! Where text is typed: one line, several, or a code. The only file that names the text-editing library.
//!
//! The real cursor stands where the next character goes, because an input method opens its window there; so drawing
//! returns the place, and no cursor is painted. Pasted text is cleaned before it gets in.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::text::{clean_line, clean_text, narrow};
use crate::tui::input::{Code, Key};

/// Steps that Ctrl+Z can take back in one field.
const UNDO_STEPS: usize = 50;

/// What may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// One line of anything.
    Line,
    /// Several lines of anything.
    Area,
    /// Digits.
    Digits,
    /// Letters, digits and marks of ASCII, wide ones narrowed; Chinese is kept for plates. Letters become capitals.
    Code,
    /// A time or a span: digits, `+ - : .`, and the letters of `+3h`, `+45m`, `+2d` and `t9`.
    Time,
    /// One line that is shown as stars.
    Secret,
}

impl Entry {
    fn accepts(self, c: char) -> Option<char> {
        match self {
            Entry::Line | Entry::Area => Some(c),
            Entry::Secret => Some(narrow(c)),
            Entry::Digits => Some(narrow(c)).filter(char::is_ascii_digit),
            Entry::Time => {
                Some(narrow(c).to_ascii_lowercase()).filter(|c| c.is_ascii_digit() || "+-:.hmdt".contains(*c))
            }
            Entry::Code => Some(narrow(c).to_ascii_uppercase()),
        }
    }

    /// Tells whether each character counts: part of what was meant is another value.
    fn is_exact(self) -> bool {
        match self {
            Entry::Digits | Entry::Code | Entry::Time => true,
            Entry::Line | Entry::Area | Entry::Secret => false,
        }
    }

    /// Tells whether a pasted text is what belongs here, as a whole.
    fn takes(self, text: &str) -> bool {
        match self {
            Entry::Line | Entry::Area | Entry::Secret | Entry::Code => true,
            Entry::Digits => is_number(text.trim()),
            Entry::Time => text.trim().chars().all(|c| self.accepts(c).is_some()),
        }
    }
}

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text is another one.
    Changed,
    /// The key was for the field, and the text is the same.
    Kept,
    /// The key means nothing here.
    Ignored,
}

/// What a paste did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// What became of the text.
    pub typed: Typed,
    /// Whether its end did not fit.
    pub cut: bool,
    /// Whether the field takes only part of its characters. Then nothing of it got in: digits out of a sentence, or out
    /// of a VIN, or the beginning of a number, would be another value.
    pub refused: bool,
}

/// Tells whether a text is digits, perhaps with separators before each group of three: `42310`, `42,310`.
fn is_number(text: &str) -> bool {
    let mut groups = text.split([',', '.', ' ', '，', '．', '\u{a0}', '\u{3000}']);
    let digits = |group: &str| !group.is_empty() && group.chars().all(|c| narrow(c).is_ascii_digit());
    groups.next().is_some_and(digits) && groups.all(|group| digits(group) && group.chars().count() == 3)
}

/// A field of text with its cursor.
#[derive(Clone, Debug)]
pub struct TextField {
    entry: Entry,
    chars_max: usize,
    area: TextArea<'static>,
}

impl TextField {
    /// Makes an empty field for at most `chars_max` characters.
    pub fn new(entry: Entry, chars_max: usize) -> TextField {
        TextField { entry, chars_max, area: editor(entry, "") }
    }

    /// Returns the text; lines are separated by `\n`.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Tells whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.area.lines().iter().all(String::is_empty)
    }

    /// Counts the characters.
    pub fn chars(&self) -> usize {
        let lines = self.area.lines();
        lines.iter().map(|line| line.chars().count()).sum::<usize>() + lines.len() - 1
    }

    /// Tells whether no further character fits.
    pub fn is_full(&self) -> bool {
        self.chars() >= self.chars_max
    }

    /// Replaces the text and puts the cursor at its end.
    pub fn set_text(&mut self, text: &str) {
        let text = self.acceptable(text, self.chars_max);
        self.area = editor(self.entry, &text);
    }

    /// Gives the field a key.
    pub fn on(&mut self, key: Key) -> Typed {
        match key.typed() {
            Some(c) => self.on_char(c),
            None => self.on_command(key),
        }
    }

    /// Counts the characters that fit at most.
    pub fn chars_max(&self) -> usize {
        self.chars_max
    }

    /// Puts pasted text in at the cursor, cleaned and cut to what fits.
    pub fn paste(&mut self, text: &str) -> Pasted {
        let room = self.chars_max.saturating_sub(self.chars());
        if !self.entry.takes(text) {
            return Pasted { typed: Typed::Kept, cut: false, refused: true };
        }
        let whole = self.acceptable(text, usize::MAX);
        let cut = whole.chars().count() > room;
        if cut && self.entry.is_exact() {
            return Pasted { typed: Typed::Kept, cut: false, refused: true };
        }
        let changed = self.area.insert_str(whole.chars().take(room).collect::<String>());
        Pasted { typed: if changed { Typed::Changed } else { Typed::Kept }, cut, refused: false }
    }

    /// Draws the text into the area and returns where the next character goes.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, style: Style) -> Position {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return Position { x: area.x, y: area.y };
        }
        buffer.set_style(area, style);
        // Lines break one cell early, so that the cursor has a place after a full one.
        let after = u16::from(self.entry == Entry::Area && area.width > 4);
        (&self.area).render(Rect { width: area.width - after, ..area }, buffer);
        let cursor = self.area.screen_cursor();
        let (top, left) = self.area.scroll_offset();
        let column = u16::try_from(cursor.col).unwrap_or(u16::MAX).saturating_sub(left);
        let row = u16::try_from(cursor.row).unwrap_or(u16::MAX).saturating_sub(top);
        // A line longer than its place says on which side it goes on.
        if left > 0 && self.entry != Entry::Area {
            buffer[(area.x, area.y)].set_symbol("<");
        }
        Position { x: area.x + column.min(area.width - 1), y: area.y + row.min(area.height - 1) }
    }

    fn on_char(&mut self, c: char) -> Typed {
        let Some(c) = self.entry.accepts(c).filter(|c| !c.is_control()) else { return Typed::Ignored };
        if self.is_full() {
            return Typed::Kept;
        }
        self.area.insert_char(c);
        Typed::Changed
    }

    fn on_command(&mut self, key: Key) -> Typed {
        let changed = match (key.code, key.ctrl, key.alt) {
            (Code::Backspace, false, false) => self.area.delete_char(),
            (Code::Backspace, false, true) | (Code::Char('w'), true, false) => self.area.delete_word(),
            (Code::Delete, false, false) => self.area.delete_next_char(),
            (Code::Char('u'), true, false) => self.area.delete_line_by_head(),
            (Code::Char('k'), true, false) => self.area.delete_line_by_end(),
            (Code::Char('z'), true, false) => self.area.undo(),
            (Code::Char('j'), true, false) | (Code::Enter, false, true) if self.entry == Entry::Area => {
                return self.break_line();
            }
            _ => return self.on_move(key),
        };
        if changed { Typed::Changed } else { Typed::Kept }
    }

    fn on_move(&mut self, key: Key) -> Typed {
        let to = match (key.code, key.ctrl) {
            (Code::Left, false) => CursorMove::Back,
            (Code::Right, false) => CursorMove::Forward,
            (Code::Left, true) => CursorMove::WordBack,
            (Code::Right, true) => CursorMove::WordForward,
            (Code::Home, _) | (Code::Char('a'), true) => CursorMove::Head,
            (Code::End, _) | (Code::Char('e'), true) => CursorMove::End,
            (Code::Up, false) if self.entry == Entry::Area => CursorMove::Up,
            (Code::Down, false) if self.entry == Entry::Area => CursorMove::Down,
            _ => return Typed::Ignored,
        };
        let before = self.area.cursor();
        self.area.move_cursor(to);
        // A key that cannot move any further is free for others: at the last line, down is the next field.
        let vertical = matches!(key.code, Code::Up | Code::Down);
        if vertical && before == self.area.cursor() { Typed::Ignored } else { Typed::Kept }
    }

    fn break_line(&mut self) -> Typed {
        if self.is_full() {
            return Typed::Kept;
        }
        self.area.insert_newline();
        Typed::Changed
    }

    /// Cleans text from outside and leaves what this field accepts, up to `chars_max`.
    fn acceptable(&self, text: &str, chars_max: usize) -> String {
        let clean = if self.entry == Entry::Area { clean_text(text) } else { clean_line(text) };
        clean.chars().filter_map(|c| self.entry.accepts(c)).take(chars_max).collect()
    }
}

fn editor(entry: Entry, text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.set_wrap_mode(if entry == Entry::Area { WrapMode::WordOrGlyph } else { WrapMode::None });
    area.set_cursor_style(Style::new());
    area.set_cursor_line_style(Style::new());
    area.set_max_histories(UNDO_STEPS);
    if entry == Entry::Secret {
        area.set_mask_char('*');
    }
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(entry: Entry, chars_max: usize, keys: &str) -> String {
        let mut field = TextField::new(entry, chars_max);
        for c in keys.chars() {
            field.on(Key::char(c));
        }
        field.text()
    }

    #[test]
    fn each_kind_of_field_takes_only_what_it_is_for() {
        assert_eq!(typed(Entry::Digits, 6, "４2x3１0abc9999"), "423109");
        assert_eq!(typed(Entry::Code, 9, "沪aＦ3389"), "沪AF3389");
        assert_eq!(typed(Entry::Time, 5, "+2 days"), "+2d");
        assert_eq!(typed(Entry::Line, 4, "刹车有异响"), "刹车有异");
    }

    #[test]
    fn a_paste_is_cleaned_and_cut() {
        let mut line = TextField::new(Entry::Line, 8);
        line.paste("a\x1b[31mb\r\nc\u{202e}defghijk");
        assert_eq!(line.text(), "ab cdefg");
        let mut area = TextField::new(Entry::Area, 100);
        area.paste("one\r\ntwo\rthree");
        assert_eq!(area.text(), "one\ntwo\nthree");
    }

    #[test]
    fn the_cursor_stands_after_the_wide_character_it_follows() {
        let field = {
            let mut field = TextField::new(Entry::Line, 20);
            field.set_text("客户ab");
            field
        };
        let area = Rect::new(3, 1, 20, 1);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 3));
        assert_eq!(field.draw(area, &mut buffer, Style::new()), Position::new(9, 1));
        assert_eq!(field.draw(Rect::new(0, 0, 0, 0), &mut buffer, Style::new()), Position::new(0, 0));
    }

    #[test]
    fn the_last_typed_text_can_be_taken_back() {
        let mut field = TextField::new(Entry::Line, 20);
        field.paste("brake noise");
        assert_eq!(field.on(Key::ctrl('w')), Typed::Changed);
        assert_eq!(field.text(), "brake ");
        field.on(Key::ctrl('z'));
        assert_eq!(field.text(), "brake noise");
    }
}
