//! Puts right what the drawing library 0.30.2 gets wrong about glyphs of two cells.
//!
//! It compares buffers cell by cell and skips the second cell of a wide glyph. So a box drawn over the right half of
//! a glyph loses its border, and a glyph that is replaced leaves half of its colours behind. To be tried again
//! without this pass whenever the library is renewed: `tests/suite/replay.rs` tells.

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::Style;

/// What stands in the second cell of a wide glyph: never sent, and different from whatever replaces it.
const SECOND_HALF: &str = "";

/// Makes every wide glyph whole, or blank where something covers one of its halves. Runs after all else is drawn.
pub fn fix_wide(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        // Most lines of most pages are plain, and a page is looked through for every key.
        let first = usize::from(y - area.top()) * usize::from(area.width);
        if buffer.content[first..first + usize::from(area.width)].iter().all(is_plain) {
            continue;
        }
        let mut x = area.left();
        while x < area.right() {
            let cell = &buffer[(x, y)];
            let wide = !cell.symbol().is_ascii() && cell.symbol().cell_width() >= 2;
            if wide && is_whole(buffer, x, y) {
                let style: Style = buffer[(x, y)].style();
                let second = &mut buffer[(x + 1, y)];
                second.reset();
                second.set_style(style).set_symbol(SECOND_HALF);
                x += 1;
            } else if wide {
                buffer[(x, y)].set_symbol(" ");
            }
            x += 1;
        }
    }
}

fn is_plain(cell: &Cell) -> bool {
    cell.symbol().is_ascii()
}

/// Tells whether both halves of the glyph are there. The library leaves a blank in the second cell.
fn is_whole(buffer: &Buffer, x: u16, y: u16) -> bool {
    x + 1 < buffer.area.right() && buffer[(x + 1, y)].symbol() == " "
}
