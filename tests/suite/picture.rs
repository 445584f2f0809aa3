//! Turns a drawn buffer into text that a person can read in a snapshot.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};

use shopdesk::tui::terminal::fix_wide;

/// Draws into an empty buffer and returns it as lines without blanks at their ends.
pub fn picture(columns: u16, rows: u16, draw: impl FnOnce(Rect, &mut Buffer)) -> String {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    draw(area, &mut buffer);
    fix_wide(&mut buffer);
    text(&buffer)
}

/// Returns a buffer as lines without blanks at their ends.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let lines = (area.top()..area.bottom()).map(|y| {
        let mut line = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[Position { x, y }].symbol();
            line.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
