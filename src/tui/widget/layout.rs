//! Measuring, cutting and placing text by cells, where a Chinese character takes two; and the parts of a page.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::Look;
use crate::tui::theme::Role;

/// What a cut text ends in. Three dots in one character would be of uncertain width.
const CUT: &str = "..";
/// Cells from which on a cut is shown; narrower, the mark would be longer than the text.
const CUT_FROM: u16 = 5;

/// Where a text stands in its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left edge: words.
    #[default]
    Left,
    /// At the right edge: numbers.
    Right,
}

/// Counts the cells that a text takes in a terminal.
pub fn width(text: &str) -> u16 {
    text.chars().map(char_width).fold(0, u16::saturating_add)
}

fn char_width(c: char) -> u16 {
    if c.is_ascii() { u16::from(!c.is_ascii_control()) } else { c.encode_utf8(&mut [0; 4]).cell_width() }
}

/// Cuts a text so that it takes at most `columns` cells; where there is room, the cut is shown by two dots.
pub fn truncate_to_width(text: &str, columns: u16) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns < CUT_FROM {
        return Cow::Borrowed(fitting(text, columns));
    }
    let kept = fitting(text, columns - width(CUT)).trim_end();
    Cow::Owned(format!("{kept}{CUT}"))
}

/// Returns the longest beginning of a text that takes at most `columns` cells.
fn fitting(text: &str, columns: u16) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += char_width(c);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// Cuts or fills a text so that it takes exactly `columns` cells.
pub fn pad_to_width(text: &str, columns: u16, align: Align) -> String {
    let text = truncate_to_width(text, columns);
    let blanks = " ".repeat(usize::from(columns - width(&text)));
    match align {
        Align::Left => format!("{text}{blanks}"),
        Align::Right => format!("{blanks}{text}"),
    }
}

/// Breaks a text into lines of at most `columns` cells, after blanks where there are any. Chinese breaks anywhere,
/// but never before a mark that closes what stands before it.
pub fn wrap(text: &str, columns: u16) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut rest = paragraph;
        while width(rest) > columns {
            let at = break_at(rest, columns);
            lines.push(rest[..at].trim_end().to_owned());
            rest = rest[at..].trim_start();
        }
        lines.push(rest.to_owned());
    }
    lines
}

/// Finds the byte at which a text that is too long breaks.
fn break_at(text: &str, columns: u16) -> usize {
    let most = fitting(text, columns).len();
    let allowed = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[*at..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { return false };
        let closing = matches!(after, '，' | '。' | '、' | '！' | '？' | '；' | '：' | '）' | '”' | '’' | '》' | '】');
        before == ' ' || after == ' ' || (!closing && (char_width(before) == 2 || char_width(after) == 2))
    };
    let breaks = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= most).skip(1);
    breaks.filter(allowed).last().unwrap_or(most).max(text.chars().next().map_or(1, char::len_utf8))
}

/// Writes a text at a place, cut to `columns` and to the buffer, and returns the column after it.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let columns = columns.min(area.right() - x);
    let text = truncate_to_width(text, columns);
    if is_plain(&text) {
        return put_plain(buffer, x, y, &text, style);
    }
    buffer.set_stringn(x, y, text, usize::from(columns), style).0
}

/// Tells whether every byte of a text is a glyph of one cell.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Writes a plain text that fits. The library looks for the bounds of glyphs in every text, which costs most of what a
/// list costs to draw; here there is nothing to look for.
fn put_plain(buffer: &mut Buffer, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let first = buffer.index_of(x, y);
    for (at, cell) in buffer.content[first..first + text.len()].iter_mut().enumerate() {
        cell.set_symbol(&text[at..=at]).set_style(style);
    }
    x + text.len() as u16
}

/// Writes a text cut or filled to exactly `columns` cells.
pub fn put_filled(buffer: &mut Buffer, (x, y): (u16, u16), columns: u16, text: &str, align: Align, style: Style) {
    let text = truncate_to_width(text, columns);
    let blanks = columns - width(&text);
    let (words, rest) = match align {
        Align::Left => (x, x + columns - blanks),
        Align::Right => (x + blanks, x),
    };
    put(buffer, words, y, columns, &text, style);
    let rest = Rect { x: rest, y, width: blanks, height: 1 }.intersection(buffer.area);
    for x in rest.left()..rest.right() {
        buffer[(x, y)].set_symbol(" ").set_style(style);
    }
}

/// Writes a text so that it ends before the column `right`, and returns the column where it begins.
pub fn put_right(buffer: &mut Buffer, right: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    let text = truncate_to_width(text, columns.min(right));
    let x = right - width(&text);
    put(buffer, x, y, columns, &text, style);
    x
}

/// Draws a line from edge to edge of the area's first row.
pub fn rule(look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    let style = look.theme.style(Role::Rule);
    let line = look.theme.marks.line.repeat(usize::from(area.width));
    put(buffer, area.x, area.y, area.width, &line, style);
}

/// Shows that the area is under the cursor. Where that is shown by reversing, the colours of its words are dropped:
/// reversed, each would be a patch of its own.
pub fn select(look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    let style = look.theme.style(Role::Selection);
    if style.add_modifier.contains(Modifier::REVERSED) {
        buffer.set_style(area, Style::new().fg(Color::Reset).bg(Color::Reset));
    }
    buffer.set_style(area, style);
}

/// Shows at the right edge of a list that there are rows above or below those seen, the first of which is `top`.
pub fn more_marks(look: &Look<'_>, area: Rect, buffer: &mut Buffer, top: usize, rows: usize) {
    let style = look.theme.style(Role::Dim);
    let last = area.right().saturating_sub(1);
    if top > 0 {
        put(buffer, last, area.y, 1, look.theme.marks.more_up, style);
    }
    if top + usize::from(area.height) < rows {
        put(buffer, last, area.bottom().saturating_sub(1), 1, look.theme.marks.more_down, style);
    }
}

/// Chooses the first row to show so that the row `index` is seen, moving as little as possible from `top`.
pub fn scroll(top: usize, index: usize, rows: usize, height: usize) -> usize {
    let least = (index + 1).saturating_sub(height);
    top.clamp(least, index.max(least)).min(rows.saturating_sub(height))
}

/// The parts of a page: one line of heading, a rule, the body, a rule, one line of keys.
///
/// A terminal with fewer than eight rows goes without rules, one with fewer than four without keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Who, where and when.
    pub head: Rect,
    /// The rule under the heading; empty where there is no room.
    pub head_rule: Rect,
    /// What the screen is for.
    pub body: Rect,
    /// The rule over the keys, where messages appear; empty where there is no room.
    pub foot_rule: Rect,
    /// The keys that work.
    pub foot: Rect,
}

impl Page {
    /// Divides a terminal's area.
    pub fn of(area: Rect) -> Page {
        let rules = u16::from(area.height >= 8);
        let foot = u16::from(area.height >= 4);
        let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
        let head = area.height.min(1);
        let body = area.height - head - 2 * rules - foot;
        Page {
            head: row(0, head),
            head_rule: row(head, rules),
            body: row(head + rules, body),
            foot_rule: row(head + rules + body, rules),
            foot: row(area.height - foot, foot),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_cut_through_a_character_of_two_cells() {
        for columns in 0..14 {
            let cut = truncate_to_width("冷启动异响 abc", columns);
            assert!(width(&cut) <= columns, "{cut} in {columns}");
        }
        assert_eq!(truncate_to_width("冷启动异响", 9), "冷启动..");
        assert_eq!(truncate_to_width("冷启动异响", 10), "冷启动异响");
        assert_eq!(truncate_to_width("冷启动异响", 3), "冷");
        assert_eq!(truncate_to_width("reception desk", 11), "reception..");
    }

    #[test]
    fn padding_fills_exactly() {
        assert_eq!(pad_to_width("刘洋", 6, Align::Left), "刘洋  ");
        assert_eq!(pad_to_width("6.3", 6, Align::Right), "   6.3");
        assert_eq!(pad_to_width("刘洋先生", 5, Align::Left), "刘.. ");
    }

    #[test]
    fn lines_break_between_words_and_chinese_keeps_its_stops() {
        assert_eq!(wrap("ask for consent", 8), ["ask for", "consent"]);
        assert_eq!(wrap("刹车有异响，低速明显", 10), ["刹车有异", "响，低速明", "显"]);
        assert_eq!(wrap("unbreakablelongword", 8), ["unbreaka", "blelongw", "ord"]);
        assert_eq!(wrap("a\n\nb", 8), ["a", "", "b"]);
    }

    #[test]
    fn every_size_of_terminal_is_divided_without_overlap() {
        for height in 0..30 {
            let area = Rect::new(0, 0, 80, height);
            let page = Page::of(area);
            let parts = [page.head, page.head_rule, page.body, page.foot_rule, page.foot];
            assert_eq!(parts.iter().map(|part| part.height).sum::<u16>(), height, "{height} rows");
            assert!(parts.iter().all(|part| part.bottom() <= height), "{height} rows");
        }
    }
}
