//! A terminal's screen as a picture: one rectangle per run of background, one text per run of the same look.

use std::fmt::Write;
use vt100::{Cell, Color, Screen};

/// The width and height of a cell, in pixels.
const CELL: (u16, u16) = (9, 20);
/// Where the baseline of a row lies under its top, in pixels.
const BASELINE: u16 = 15;
/// The page around the screen, in pixels.
const MARGIN: u16 = 12;
const PAPER: &str = "#16181d";
const INK: &str = "#d8dbe2";

/// The sixteen colours of a calm dark terminal.
const SIXTEEN: [&str; 16] = [
    "#16181d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dbe2", "#5c6370", "#ef7f88",
    "#a9d48a", "#f0cf8f", "#7bbdf5", "#d191e6", "#6fc8d3", "#ffffff",
];

/// Draws the screen.
pub fn draw(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace\" font-size=\"16\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..rows {
        for run in runs(screen, row, columns) {
            run.draw(&mut svg, row);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Neighbouring cells that look alike.
struct Run {
    column: u16,
    cells: u16,
    text: String,
    ink: String,
    paper: Option<String>,
    bold: bool,
    underline: bool,
}

impl Run {
    fn draw(&self, svg: &mut String, row: u16) {
        let (x, y) = (MARGIN + self.column * CELL.0, MARGIN + row * CELL.1);
        let width = self.cells * CELL.0;
        if let Some(paper) = &self.paper {
            let _ =
                writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{paper}\"/>", CELL.1);
        }
        if self.text.trim().is_empty() || self.draw_shapes(svg, x, y) {
            return;
        }
        let weight = if self.bold { " font-weight=\"bold\"" } else { "" };
        let line = if self.underline { " text-decoration=\"underline\"" } else { "" };
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{}\" fill=\"{}\" xml:space=\"preserve\" textLength=\"{width}\" \
             lengthAdjust=\"spacingAndGlyphs\"{weight}{line}>{text}</text>",
            y + BASELINE,
            self.ink
        );
    }
}

impl Run {
    /// Draws lines and blocks as shapes, since fonts disagree on their widths. False if the run is text.
    fn draw_shapes(&self, svg: &mut String, x: u16, y: u16) -> bool {
        let (wide, high) = CELL;
        let shape = |c: char| match c {
            '█' => Some((0, 2, wide, high - 4)),
            '▌' => Some((0, 2, wide / 2, high - 4)),
            '─' => Some((0, high / 2, wide, 1)),
            '│' => Some((wide / 2, 0, 1, high)),
            _ => None,
        };
        let shapes: Option<Vec<_>> = self.text.chars().map(shape).collect();
        let Some(shapes) = shapes else { return false };
        for (cell, (left, top, width, height)) in (0u16..).zip(shapes) {
            let (x, y) = (x + cell * wide + left, y + top);
            let ink = &self.ink;
            let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ink}\"/>");
        }
        true
    }
}

fn runs(screen: &Screen, row: u16, columns: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < columns {
        let Some(cell) = screen.cell(row, column) else { break };
        let cells = if cell.is_wide() { 2 } else { 1 };
        let new = run_of(cell, column, cells);
        // Wide and narrow characters never share a run: fonts disagree on their widths.
        match runs.last_mut() {
            Some(last) if alike(last, &new) => {
                last.text.push_str(&new.text);
                last.cells += cells;
            }
            _ => runs.push(new),
        }
        column += cells;
    }
    runs
}

fn alike(a: &Run, b: &Run) -> bool {
    let (wide, blank) = (|run: &Run| !run.text.is_ascii(), |run: &Run| run.text.trim().is_empty());
    a.ink == b.ink
        && a.paper == b.paper
        && a.bold == b.bold
        && a.underline == b.underline
        && wide(a) == wide(b)
        // Renderers fold blanks, so each word is a text of its own.
        && blank(a) == blank(b)
}

fn run_of(cell: &Cell, column: u16, cells: u16) -> Run {
    let (mut ink, mut paper) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    if cell.inverse() {
        (ink, paper) = (paper.or(Some(PAPER.into())), ink.or(Some(INK.into())));
    }
    let text = if cell.has_contents() { cell.contents().to_string() } else { " ".into() };
    let mut ink = ink.unwrap_or_else(|| INK.into());
    if cell.dim() {
        ink = "#7f848e".into();
    }
    Run { column, cells, text, ink, paper, bold: cell.bold(), underline: cell.underline() }
}

fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Idx(n) if n < 16 => Some(SIXTEEN[n as usize].to_string()),
        Color::Idx(n) if n < 232 => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = n - 16;
            Some(format!("#{:02x}{:02x}{:02x}", step(n / 36), step(n / 6 % 6), step(n % 6)))
        }
        Color::Idx(n) => Some(format!("#{0:02x}{0:02x}{0:02x}", 8 + 10 * (n - 232))),
    }
}
