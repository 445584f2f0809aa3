//! The terminal's side of a session: what its bytes mean, and which bytes show a picture on it.

use super::hello::Hello;
use crate::tui::{
    input::{Event, Input, Key},
    terminal::{Depth, ENTER, Painter, clamp_size},
};
use ratatui::Frame;
use std::time::Instant;

/// The keys that leave the page shown while the shop is being opened.
const LEAVE_KEYS: [Key; 3] = [Key::ctrl('q'), Key::ctrl('c'), Key::ctrl('d')];

/// Returns whether an event asks to leave where no app is there to decide.
pub(super) fn leaves(event: &Event) -> bool {
    matches!(event, Event::Key(key) if LEAVE_KEYS.contains(key))
}

pub(super) struct Face {
    input: Input,
    painter: Painter,
    has_entered: bool,
}

impl Face {
    pub(super) fn new(hello: &Hello, paste_bytes: usize) -> Face {
        let no_color = if hello.no_color { "1" } else { "" };
        let depth = Depth::of(&hello.term, &hello.colorterm, no_color);
        let size = clamp_size(hello.columns.into(), hello.rows.into());
        Face { input: Input::taking(paste_bytes), painter: Painter::new(size, depth), has_entered: false }
    }

    /// Returns columns and rows of the next picture.
    pub(super) fn size(&self) -> (u16, u16) {
        let size = self.painter.size();
        (size.width, size.height)
    }

    /// Takes the terminal's new size and returns the one that is drawn. The next picture is whole.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) -> (u16, u16) {
        self.painter.resize(clamp_size(columns.into(), rows.into()));
        self.size()
    }

    pub(super) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        self.input.feed(bytes, Instant::now(), events);
    }

    /// Returns when [`Face::expire`] is due.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.input.deadline()
    }

    /// Decides what an unfinished sequence was.
    pub(super) fn expire(&mut self, events: &mut Vec<Event>) {
        self.input.expire(Instant::now(), events);
    }

    /// Returns the bytes that bring the terminal from the last picture to this one; none if they are the same.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> Vec<u8> {
        let frame = self.painter.paint(draw);
        if self.has_entered {
            return frame;
        }
        self.has_entered = true;
        [ENTER, &frame].concat()
    }
}
