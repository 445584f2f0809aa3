//! The drawing library's back end: changed cells in, bytes out, as few as the terminal lets us.
//!
//! What saves bytes, in the order of how much: nothing is sent when nothing changed; the pen keeps its colours from
//! one frame to the next; Chinese glyphs are trusted to take two cells, so that no cursor move follows them; moves
//! are relative where that is shorter; blank runs are erased, not written. What is not trusted: the last column
//! (terminals differ on where the cursor is then) and characters whose width is a matter of the font.

use std::convert::Infallible;
use std::io::Write;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::Depth;

/// Blank cells from which on erasing is shorter than writing them: `ESC [ n X` and the move that follows.
const ERASE_FROM: u16 = 9;

/// Manners that a terminal shows, with their numbers.
const MANNERS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// Manners that show on a blank.
const SHOWS_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// The colours and manners with which the terminal writes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    manner: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, manner: Modifier::empty() };

/// Blank cells in a row that wait to be written or erased.
#[derive(Clone, Copy)]
struct Blanks {
    at: Position,
    count: u16,
}

/// Writes frames for one terminal into a buffer of bytes.
///
/// It starts from the state that [`ENTER`](super::ENTER) leaves: cursor shown, colours plain, place unknown.
#[derive(Debug)]
pub struct AnsiBackend {
    out: Vec<u8>,
    size: Size,
    depth: Depth,
    pen: Pen,
    at: Option<Position>,
    cursor_shown: bool,
    /// The last glyph of uncertain width, and where the next one of its run would stand.
    run: Option<(Position, String)>,
}

impl AnsiBackend {
    /// Makes a back end for a terminal of this size and depth.
    pub fn new(size: Size, depth: Depth) -> AnsiBackend {
        let out = Vec::new();
        AnsiBackend { out, size, depth, pen: PLAIN, at: None, cursor_shown: true, run: None }
    }

    /// Takes the bytes written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Tells the size that the next frame will have.
    ///
    /// The terminal may have been somebody else's for a while: whether it shows its cursor is settled anew.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
        self.put(b"\x1b[?25h");
        self.cursor_shown = true;
    }

    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn put_args(&mut self, args: std::fmt::Arguments<'_>) {
        self.out.write_fmt(args).expect("a byte buffer takes every write");
    }

    /// Moves the cursor by the shortest sequence that does not depend on anything we do not know.
    fn go_to(&mut self, x: u16, y: u16) {
        let to = Position { x, y };
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == y && x > at.x => self.put_count(x - at.x, b'C'),
            Some(at) if at.y == y && at.x - x <= 3 => self.put(&b"\x08\x08\x08"[..usize::from(at.x - x)]),
            Some(at) if at.y == y && x > 0 => self.put_count(at.x - x, b'D'),
            Some(at) if at.y == y => self.put(b"\r"),
            Some(at) if at.y + 1 == y && x == 0 => self.put(b"\r\n"),
            Some(at) if at.x == x && y > at.y => self.put_count(y - at.y, b'B'),
            Some(at) if at.x == x => self.put_count(at.y - y, b'A'),
            Some(_) | None if x == 0 && y == 0 => self.put(b"\x1b[H"),
            Some(_) | None if x == 0 => self.put_args(format_args!("\x1b[{}H", y + 1)),
            Some(_) | None => self.put_args(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some(to);
    }

    fn put_count(&mut self, count: u16, end: u8) {
        self.put(b"\x1b[");
        if count > 1 {
            self.put_args(format_args!("{count}"));
        }
        self.put(&[end]);
    }

    /// Changes colours and manners to the wanted ones, in one sequence.
    fn set_pen(&mut self, wanted: Pen) {
        if wanted == self.pen {
            return;
        }
        let lost = !(self.pen.manner - wanted.manner).is_empty();
        if wanted == PLAIN {
            self.put(b"\x1b[m");
            self.pen = PLAIN;
            return;
        }
        self.put(b"\x1b[");
        if lost {
            self.put(b"0;");
            self.pen = PLAIN;
        }
        for (manner, number) in MANNERS {
            if (wanted.manner - self.pen.manner).contains(manner) {
                self.put_args(format_args!("{number};"));
            }
        }
        if wanted.fg != self.pen.fg {
            self.put_colour(wanted.fg, 30, 90);
        }
        if wanted.bg != self.pen.bg {
            self.put_colour(wanted.bg, 40, 100);
        }
        // Every number above ends in `;`: the last one becomes the end of the sequence.
        self.out.pop();
        self.put(b"m");
        self.pen = wanted;
    }

    /// Writes the numbers of a colour that the depth has, each followed by `;`.
    fn put_colour(&mut self, colour: Color, dark: u8, bright: u8) {
        let number = match colour {
            Color::Reset => dark + 9,
            Color::Black => dark,
            Color::Red => dark + 1,
            Color::Green => dark + 2,
            Color::Yellow => dark + 3,
            Color::Blue => dark + 4,
            Color::Magenta => dark + 5,
            Color::Cyan => dark + 6,
            Color::Gray => dark + 7,
            Color::DarkGray => bright,
            Color::LightRed => bright + 1,
            Color::LightGreen => bright + 2,
            Color::LightYellow => bright + 3,
            Color::LightBlue => bright + 4,
            Color::LightMagenta => bright + 5,
            Color::LightCyan => bright + 6,
            Color::White => bright + 7,
            Color::Indexed(index) => return self.put_args(format_args!("{};5;{index};", dark + 8)),
            Color::Rgb(r, g, b) => return self.put_args(format_args!("{};2;{r};{g};{b};", dark + 8)),
        };
        self.put_args(format_args!("{number};"));
    }

    fn pen_for(&self, cell: &Cell) -> Pen {
        let manner = MANNERS.iter().fold(Modifier::empty(), |all, (manner, _)| all | (cell.modifier & *manner));
        Pen { fg: self.depth.nearest(cell.fg), bg: self.depth.nearest(cell.bg), manner }
    }

    fn put_cell(&mut self, x: u16, y: u16, cell: &Cell) {
        let symbol = cell.symbol();
        self.go_to_glyph(x, y, symbol);
        self.set_pen(self.pen_for(cell));
        self.put(symbol.as_bytes());
        let after = Position { x: x + symbol.cell_width().max(1), y };
        let inside = after.x < self.size.width;
        self.at = (inside && is_trusted(symbol)).then_some(after);
        self.run = (inside && self.at.is_none()).then(|| (after, symbol.to_owned()));
    }

    /// Goes to where a glyph stands. A run of one and the same glyph, a rule for example, needs no moves within:
    /// where the font makes it wide, the run is cut off at the edge or overdrawn by what follows it.
    fn go_to_glyph(&mut self, x: u16, y: u16, symbol: &str) {
        let goes_on = self.run.take().is_some_and(|(at, last)| at == Position { x, y } && last == symbol);
        if goes_on {
            self.at = Some(Position { x, y });
        }
        self.go_to(x, y);
    }

    fn put_blanks(&mut self, blanks: Blanks) {
        let Position { x, y } = blanks.at;
        self.go_to_glyph(x, y, " ");
        let to_edge = x + blanks.count >= self.size.width;
        let shows = self.pen.bg != Color::Reset || self.pen.manner.intersects(SHOWS_ON_BLANK);
        if shows {
            self.set_pen(PLAIN);
        }
        if to_edge && blanks.count > 3 {
            self.put(b"\x1b[K");
        } else if blanks.count >= ERASE_FROM {
            self.put_count(blanks.count, b'X');
        } else {
            self.out.resize(self.out.len() + usize::from(blanks.count), b' ');
            self.at = (!to_edge).then_some(Position { x: x + blanks.count, y });
        }
    }
}

impl Backend for AnsiBackend {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut blanks: Option<Blanks> = None;
        for (x, y, cell) in content {
            let blank = is_blank(cell);
            match &mut blanks {
                Some(run) if blank && run.at.y == y && run.at.x + run.count == x => {
                    run.count += 1;
                    continue;
                }
                Some(run) => {
                    let run = *run;
                    self.put_blanks(run);
                    blanks = None;
                }
                None => {}
            }
            if blank {
                blanks = Some(Blanks { at: Position { x, y }, count: 1 });
            } else if !cell.symbol().is_empty() {
                self.put_cell(x, y, cell);
            }
        }
        if let Some(run) = blanks {
            self.put_blanks(run);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        if std::mem::replace(&mut self.cursor_shown, false) {
            self.put(b"\x1b[?25l");
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        if !std::mem::replace(&mut self.cursor_shown, true) {
            self.put(b"\x1b[?25h");
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let position = position.into();
        self.run = None;
        self.go_to(position.x, position.y);
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        // What is cleared is drawn again from nothing: something else may have written to the terminal.
        self.put(b"\x1b[m");
        self.pen = PLAIN;
        self.at = None;
        self.run = None;
        self.put(match clear_type {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Tells whether a cell is a blank without anything to see; its foreground does not matter.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(SHOWS_ON_BLANK)
}

/// Tells whether every terminal moves by the same number of cells after this glyph.
fn is_trusted(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c as u32,
        0x20..=0x7e
        | 0x2800..=0x28ff
        | 0x3001..=0x303d
        | 0x3041..=0x3096
        | 0x30a1..=0x30fa
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xff01..=0xff60
        | 0x20000..=0x3fffd)
}
