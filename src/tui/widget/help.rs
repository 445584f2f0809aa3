//! The page of keys: every key that works here, layer by layer, as the keymap has them.

mod about;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{put, width};
use super::popup::popup;
use crate::tui::keymap::KeyGroup;
use crate::tui::theme::Role;

/// Rows of keys up to which the box is not made lower for the sake of even columns.
const LOW_BOX_ROWS: usize = 12;
/// Blank cells between columns of the page.
const GAP: u16 = 3;

/// One line of the page.
enum Line<'a> {
    Heading(String),
    Key(&'a str, &'a str),
    Blank,
}

/// Lines that stand below each other, and the cells that they take.
struct Column<'a> {
    lines: Vec<Line<'a>>,
    keys: u16,
    width: u16,
}

/// What stands over the keys: what a field is for, in one paragraph, and what may be typed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The heading of the box.
    pub title: String,
    /// The paragraph.
    pub text: String,
    /// Keys and codes with their meaning.
    pub codes: Vec<(String, String)>,
}

/// Draws a page of the keys in a box over the area, under what is said about a field, and returns how many pages there
/// are. Almost always it is one; what has no room under a long paragraph stands on the next.
pub fn draw(
    look: &Look<'_>,
    area: Rect,
    buffer: &mut Buffer,
    about: Option<&About>,
    groups: &[KeyGroup],
    page: usize,
) -> usize {
    let rows_max = usize::from(area.height.saturating_sub(4).max(1));
    let room = area.width.saturating_sub(4);
    let about = about.map(|about| about::lay_out(about, room, rows_max)).unwrap_or_default();
    // A blank row after it.
    let above = if about.is_empty() { 0 } else { about.rows.len() + 1 };
    let (rows, pages) = keys(look, groups, room, rows_max.saturating_sub(above));
    let fits = above == 0 || (rows_max > above && pages.len() == 1);
    let (rows, pages) = if fits { (rows, pages) } else { after_about(keys(look, groups, room, rows_max)) };
    let page = page.min(pages.len().saturating_sub(1));
    let Some(columns) = pages.get(page) else { return 0 };
    let about = if page == 0 { about } else { about::Laid::default() };
    let above = if page == 0 { above } else { 0 };
    let inside = columns.iter().map(|column| column.width + GAP).sum::<u16>().saturating_sub(GAP).max(about.width);
    let title = about.title.clone().unwrap_or_else(|| look.words.get("help-title").into_owned());
    // A page that is not the only one says so: nobody looks for keys that they do not know of.
    let (at, of) = ((page + 1).to_string(), pages.len().to_string());
    let close = match pages.len() {
        1 => look.words.get("help-close").into_owned(),
        _ => look.words.with("help-more", &[("at", &at), ("of", &of)]),
    };
    let rows = u16::try_from(above + if columns.is_empty() { 0 } else { rows }).unwrap_or(u16::MAX);
    let inside = inside.max(width(&close)).max(width(&title) + 2);
    let inner = popup(look, area, buffer, &title, inside, rows + 2);
    about::draw(look, inner, buffer, &about);
    let top = inner.y + u16::try_from(above).unwrap_or(u16::MAX);
    let mut x = inner.x;
    for column in columns {
        for (line, y) in column.lines.iter().zip(top..inner.bottom()) {
            draw_line(look, (x, y), inner, buffer, line, column.keys);
        }
        x += column.width + GAP;
    }
    let role = if pages.len() > 1 { Role::Soon } else { Role::Dim };
    put(buffer, inner.x, inner.bottom().saturating_sub(1), inner.width, &close, look.theme.style(role));
    pages.len()
}

/// Columns of keys, page by page.
type Pages<'a> = Vec<Vec<Column<'a>>>;

/// Puts a page without keys before the others.
fn after_about((rows, pages): (usize, Pages<'_>)) -> (usize, Pages<'_>) {
    (rows, std::iter::once(Vec::new()).chain(pages).collect())
}

/// The pages of keys, each of at most so many rows, and how many rows they need.
fn keys<'a>(look: &Look<'_>, groups: &'a [KeyGroup], room: u16, rows_max: usize) -> (usize, Pages<'a>) {
    let rows_max = rows_max.max(1);
    let lines = lines(look, groups);
    let wanted = lines.len().div_ceil(rows_max).max(1);
    let even = lines.len().div_ceil(wanted).max(rows_max.min(LOW_BOX_ROWS));
    // A heading that moves on must not leave one last key in a column of its own.
    let rows = (even..rows_max).find(|rows| cuts(&lines, *rows).len() <= wanted).unwrap_or(rows_max.max(even));
    (rows, pages(columns(lines, rows), room))
}

/// How many lines stand in each column. None begins with the blank line between two groups, or ends with a heading.
fn cuts(lines: &[Line<'_>], rows: usize) -> Vec<usize> {
    let mut cuts = vec![0];
    for line in lines {
        let last = cuts.len() - 1;
        let heads_last_row = matches!(line, Line::Heading(_)) && cuts[last] + 1 == rows;
        if cuts[last] >= rows || heads_last_row {
            cuts.push(0);
        }
        let last = cuts.len() - 1;
        if !(cuts[last] == 0 && matches!(line, Line::Blank)) {
            cuts[last] += 1;
        }
    }
    cuts
}

/// Cuts the lines into columns.
fn columns(lines: Vec<Line<'_>>, rows: usize) -> Vec<Column<'_>> {
    let cuts = cuts(&lines, rows);
    let mut lines = lines.into_iter();
    let column = |count: usize| {
        let mut column: Vec<Line<'_>> = Vec::with_capacity(count);
        while column.len() < count {
            let Some(line) = lines.next() else { break };
            if !(column.is_empty() && matches!(line, Line::Blank)) {
                column.push(line);
            }
        }
        measured(column)
    };
    cuts.into_iter().map(column).collect()
}

fn measured(lines: Vec<Line<'_>>) -> Column<'_> {
    let keys = lines.iter().map(|line| if let Line::Key(key, _) = line { width(key) } else { 0 }).max().unwrap_or(0);
    let wide = |line: &Line<'_>| match line {
        Line::Heading(text) => width(text),
        Line::Key(_, text) => keys + 2 + width(text),
        Line::Blank => 0,
    };
    Column { keys, width: lines.iter().map(wide).max().unwrap_or(0), lines }
}

/// Puts as many columns on each page as fit beside each other.
fn pages(columns: Vec<Column<'_>>, room: u16) -> Pages<'_> {
    let mut pages: Pages<'_> = Vec::new();
    let mut used = 0;
    for column in columns {
        let needs = column.width + GAP;
        match pages.last_mut().filter(|_| used + column.width <= room) {
            Some(page) => {
                used += needs;
                page.push(column);
            }
            None => {
                used = needs;
                pages.push(vec![column]);
            }
        }
    }
    pages
}

fn lines<'a>(look: &Look<'_>, groups: &'a [KeyGroup]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for group in groups {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        let heading = format!("layer-{}", group.layer.name());
        lines.push(Line::Heading(look.words.get(&heading).into_owned()));
        lines.extend(group.hints.iter().map(|hint| Line::Key(&hint.key, &hint.text)));
    }
    lines
}

fn draw_line(look: &Look<'_>, (x, y): (u16, u16), inner: Rect, buffer: &mut Buffer, line: &Line<'_>, keys: u16) {
    let theme = look.theme;
    let room = inner.right().saturating_sub(x);
    match line {
        Line::Blank => {}
        Line::Heading(text) => {
            put(buffer, x, y, room, text, theme.style(Role::Title));
        }
        Line::Key(key, text) => {
            put(buffer, x, y, room.min(keys), key, theme.style(Role::Key));
            put(buffer, x + keys + 2, y, room.saturating_sub(keys + 2), text, theme.style(Role::Text));
        }
    }
}
