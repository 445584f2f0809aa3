//! What is said about a field over the keys: a paragraph, and codes in columns below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::About;
use crate::tui::theme::Role;
use crate::tui::widget::Look;
use crate::tui::widget::layout::{put, width, wrap};

/// Cells of a line that is still read easily.
const WIDTH_MAX: u16 = 76;
/// Blank cells between a code and its meaning, and between two columns of codes.
const GAP: u16 = 2;

/// One row: a piece of the paragraph, or codes beside each other with the cells that each takes.
pub(super) enum Row {
    Text(String),
    Codes(Vec<(String, String)>),
}

/// The rows with the cells that they need.
#[derive(Default)]
pub(super) struct Laid {
    pub title: Option<String>,
    pub rows: Vec<Row>,
    pub width: u16,
    code: u16,
    column: u16,
}

impl Laid {
    /// Tells whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Breaks the paragraph, and puts the codes into as many columns as fit. Of too many rows the last ones are left out.
pub(super) fn lay_out(about: &About, room: u16, rows_max: usize) -> Laid {
    let most = room.min(WIDTH_MAX);
    let mut rows: Vec<Row> = wrap(&about.text, most).into_iter().map(Row::Text).collect();
    let code = about.codes.iter().map(|(code, _)| width(code)).max().unwrap_or(0);
    let meaning = about.codes.iter().map(|(_, meaning)| width(meaning)).max().unwrap_or(0);
    let whole = (code + GAP + meaning + GAP).min(most);
    let fitting = usize::from((most + GAP) / whole.max(1)).max(1);
    // On a low screen, cut words in more columns are better than codes that nobody sees.
    let columns = about.codes.len().div_ceil(rows_max.saturating_sub(rows.len()).max(1)).max(fitting);
    let column = whole.min((most + GAP) / u16::try_from(columns).unwrap_or(u16::MAX).max(1));
    let deep = about.codes.len().div_ceil(columns);
    for at in 0..deep {
        rows.push(Row::Codes(about.codes.iter().skip(at).step_by(deep.max(1)).cloned().collect()));
    }
    rows.truncate(rows_max);
    let wide = rows.iter().map(|row| match row {
        Row::Text(text) => width(text),
        Row::Codes(codes) => (column * u16::try_from(codes.len()).unwrap_or(1)).saturating_sub(GAP),
    });
    let width = wide.max().unwrap_or(0);
    Laid { title: Some(about.title.clone()), rows, width, code, column }
}

/// Draws the rows.
pub(super) fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, laid: &Laid) {
    let theme = look.theme;
    for (row, y) in laid.rows.iter().zip(area.y..area.bottom()) {
        match row {
            Row::Text(text) => {
                put(buffer, area.x, y, area.width, text, theme.style(Role::Text));
            }
            Row::Codes(codes) => {
                for ((code, meaning), at) in codes.iter().zip(0u16..) {
                    let x = area.x + at * laid.column;
                    let room = area.right().saturating_sub(x).min(laid.column.saturating_sub(GAP));
                    put(buffer, x, y, room, code, theme.style(Role::Key));
                    let x = x + laid.code + GAP;
                    put(buffer, x, y, room.saturating_sub(laid.code + GAP), meaning, theme.style(Role::Text));
                }
            }
        }
    }
}
