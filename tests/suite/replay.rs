//! What is drawn is what a terminal shows: random frames go through the back end into an emulator and are compared
//! cell by cell. And each frame costs few bytes.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use ratatui::{Frame, Terminal};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::terminal::{AnsiBackend, Depth, ENTER, LEAVE, Painter};
use shopdesk::tui::theme::Theme;
use shopdesk::tui::widget::{Look, popup};

const COLUMNS: u16 = 40;
const ROWS: u16 = 12;
const SIZE: Size = Size { width: COLUMNS, height: ROWS };

/// Pieces of text with every width that the desk draws.
const TEXTS: [&str; 13] =
    ["客户反映", "异响", "abc ", "，", "。", "x", "   ", "              ", "沪A·1", "ｆｕ", "─────", "│┌▸✓█▌", "“好”…"];

const COLOURS: [Color; 6] =
    [Color::Reset, Color::Reset, Color::Red, Color::LightBlue, Color::Indexed(236), Color::Rgb(127, 200, 232)];

const MANNERS: [Modifier; 5] =
    [Modifier::empty(), Modifier::empty(), Modifier::BOLD, Modifier::REVERSED, Modifier::UNDERLINED];

/// Something that a frame draws.
#[derive(Clone, Debug)]
enum Piece {
    Text { x: u16, y: u16, texts: Vec<usize>, style: (usize, usize, usize) },
    Box { x: u16, y: u16, columns: u16, rows: u16 },
}

fn piece() -> impl Strategy<Value = Piece> {
    let style = (0..COLOURS.len(), 0..COLOURS.len(), 0..MANNERS.len());
    let text = (0..COLUMNS, 0..ROWS, prop::collection::vec(0..TEXTS.len(), 1..7), style);
    let boxed = (0..COLUMNS, 0..ROWS, 2..20u16, 2..6u16);
    prop_oneof![
        6 => text.prop_map(|(x, y, texts, style)| Piece::Text { x, y, texts, style }),
        1 => boxed.prop_map(|(x, y, columns, rows)| Piece::Box { x, y, columns, rows }),
    ]
}

fn frames() -> impl Strategy<Value = Vec<Vec<Piece>>> {
    prop::collection::vec(prop::collection::vec(piece(), 1..14), 1..8)
}

fn draw(frame: &mut Frame<'_>, pieces: &[Piece]) {
    let theme = Theme::built_in("night", Depth::C256).expect("there is a night");
    let words = Catalogue::built_in().words(Lang::En);
    let look = Look { theme: &theme, words: &words };
    for piece in pieces {
        match piece {
            Piece::Text { x, y, texts, style: (fg, bg, manner) } => {
                let text: String = texts.iter().map(|at| TEXTS[*at]).collect();
                let style = Style::new().fg(COLOURS[*fg]).bg(COLOURS[*bg]).add_modifier(MANNERS[*manner]);
                frame.buffer_mut().set_string(*x, *y, text, style);
            }
            Piece::Box { x, y, columns, rows } => {
                let area = Rect::new(*x, *y, *columns, *rows).intersection(frame.area());
                popup::frame(&look, area, frame.buffer_mut(), "箱子");
            }
        }
    }
    let cursor = pieces.len() as u16;
    frame.set_cursor_position((cursor * 3 % COLUMNS, cursor % ROWS));
}

fn emulator() -> vt100::Parser {
    let cells = |count: u16| count.try_into().expect("there is a cell");
    let mut parser = vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0);
    parser.process(ENTER);
    parser
}

fn colour(colour: Color) -> vt100::Color {
    match Depth::C256.nearest(colour) {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::Indexed(index) => vt100::Color::Idx(index),
        other => panic!("no test draws {other:?}"),
    }
}

/// Tells where the emulator shows something else than the buffer holds.
fn difference(screen: &vt100::Screen, buffer: &Buffer) -> Option<String> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let drawn = &buffer[Position { x, y }];
            let shown = screen.cell(y, x)?;
            let text = if shown.contents().is_empty() { " " } else { shown.contents() };
            let same_text = text == drawn.symbol();
            let same_manner = shown.inverse() == drawn.modifier.contains(Modifier::REVERSED)
                && shown.underline() == drawn.modifier.contains(Modifier::UNDERLINED);
            let blank = drawn.symbol() == " ";
            let same_ink =
                blank || shown.fgcolor() == colour(drawn.fg) && shown.bold() == drawn.modifier.contains(Modifier::BOLD);
            if !same_text || !same_manner || !same_ink || shown.bgcolor() != colour(drawn.bg) {
                return Some(format!("at {x},{y}: drawn {drawn:?}, shown {text:?} {:?}", shown.bgcolor()));
            }
            x += drawn.symbol().cell_width().max(1);
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_terminal_shows_what_was_drawn(frames in frames()) {
        let mut emulator = emulator();
        let mut painter = Painter::new(SIZE, Depth::C256);
        for pieces in &frames {
            let mut drawn = None;
            let bytes = painter.paint(|frame| {
                draw(frame, pieces);
                drawn = Some(frame.buffer_mut().clone());
            });
            emulator.process(&bytes);
            let mut buffer = drawn.expect("a frame was drawn");
            shopdesk::tui::terminal::fix_wide(&mut buffer);
            prop_assert_eq!(difference(emulator.screen(), &buffer), None);
            let cursor = pieces.len() as u16;
            prop_assert_eq!(emulator.screen().cursor_position(), (cursor % ROWS, cursor * 3 % COLUMNS));
        }
        prop_assert_eq!(painter.paint(|frame| draw(frame, frames.last().expect("there is a frame"))), b"");
    }
}

/// Draws a box over Chinese text without the pass that puts wide glyphs right. When this fails, the drawing library
/// has learned it, and the pass can go.
#[test]
fn without_the_pass_over_wide_glyphs_a_box_loses_its_border() {
    let mut emulator = emulator();
    let mut terminal = Terminal::new(AnsiBackend::new(SIZE, Depth::C256)).expect("it cannot fail");
    let text = Piece::Text { x: 0, y: 2, texts: vec![0, 1, 0, 1], style: (0, 0, 0) };
    let boxed = Piece::Box { x: 5, y: 1, columns: 10, rows: 4 };
    for pieces in [vec![text.clone()], vec![text, boxed]] {
        terminal.draw(|frame| draw(frame, &pieces)).expect("it cannot fail");
        emulator.process(&terminal.backend_mut().take());
    }
    let border = |y: u16| emulator.screen().cell(y, 5).map(|cell| cell.contents().to_owned());
    assert_eq!(border(3).as_deref(), Some("│"));
    assert_eq!(border(2).as_deref(), Some(""), "the right half of a glyph lies on the border");
}

/// Paints frames of one line of text with the cursor after it, and returns the bytes of the last.
fn bytes_of(lines: &[&str]) -> String {
    let mut painter = Painter::new(Size::new(80, 24), Depth::C256);
    let mut bytes = Vec::new();
    for line in lines {
        bytes = painter.paint(|frame| {
            frame.buffer_mut().set_string(0, 1, line, Style::new());
            frame.set_cursor_position((line.cell_width(), 1));
        });
    }
    String::from_utf8(bytes).expect("frames are text").replace('\x1b', "^")
}

#[test]
fn a_typed_character_costs_its_own_bytes_and_nothing_costs_nothing() {
    assert_eq!(bytes_of(&["客户", "客户"]), "");
    assert_eq!(bytes_of(&["ab", "abc"]), "c");
    assert_eq!(bytes_of(&["客户", "客户修"]), "修");
    assert_eq!(bytes_of(&["abc", "ab"]), "\x08 \x08");
}

#[test]
fn colours_stay_in_the_pen_from_frame_to_frame() {
    let mut painter = Painter::new(Size::new(80, 24), Depth::C16);
    let mut paint = |text: &str| {
        painter.paint(|frame| {
            frame.buffer_mut().set_string(0, 0, text, Style::new().fg(Color::Red).bold());
            frame.set_cursor_position((text.len() as u16, 0));
        })
    };
    paint("a");
    assert_eq!(paint("ab"), b"b");
}

#[test]
fn a_terminal_without_colours_gets_none_but_keeps_bold_and_reverse() {
    let mut painter = Painter::new(Size::new(20, 2), Depth::Mono);
    let bytes = painter.paint(|frame| {
        frame.buffer_mut().set_string(0, 0, "late", Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3)).bold());
    });
    assert_eq!(String::from_utf8(bytes).expect("frames are text").replace('\x1b', "^"), "^[H^[1mlate^[?25l");
}

#[test]
fn a_resized_terminal_is_drawn_whole_and_right() {
    let mut emulator = emulator();
    let mut painter = Painter::new(SIZE, Depth::C256);
    let pieces = [Piece::Text { x: 1, y: 1, texts: vec![0, 2, 0], style: (2, 0, 2) }];
    emulator.process(&painter.paint(|frame| draw(frame, &pieces)));
    emulator.process(b"\x1b[2J\x1b[5;5Hlitter");
    painter.resize(SIZE);
    let mut drawn = None;
    emulator.process(&painter.paint(|frame| {
        draw(frame, &pieces);
        drawn = Some(frame.buffer_mut().clone());
    }));
    assert_eq!(difference(emulator.screen(), &drawn.expect("a frame was drawn")), None);
}

#[test]
fn large_frames_are_shown_at_once_and_small_ones_go_without_the_marks() {
    let mut painter = Painter::new(Size::new(80, 24), Depth::C256);
    let fill = |frame: &mut Frame<'_>, c: &str| {
        for y in 0..24 {
            frame.buffer_mut().set_string(0, y, c.repeat(60), Style::new());
        }
    };
    let large = painter.paint(|frame| fill(frame, "x"));
    assert!(large.starts_with(b"\x1b[?2026h") && large.ends_with(b"\x1b[?2026l"));
    let small = painter.paint(|frame| {
        fill(frame, "x");
        frame.buffer_mut().set_string(0, 0, "y", Style::new());
    });
    assert!(!small.windows(5).any(|window| window == b"?2026"));
}

#[test]
fn leaving_gives_back_screen_wrapping_pastes_and_cursor() {
    let mut parser = emulator();
    parser.process(b"\x1b[?25l\x1b[1;31mhalf a frame");
    parser.process(LEAVE);
    let screen = parser.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.fgcolor(), vt100::Color::Default);
}
