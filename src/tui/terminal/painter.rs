//! One session's screen: draws a frame and returns the bytes that bring the terminal from the last one to it.

use std::convert::Infallible;

use ratatui::backend::Backend;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal};

use super::{AnsiBackend, Depth, fix_wide};

/// Puts a terminal into the state that frames are drawn in: the second screen, pastes marked, no wrapping at the
/// edge, plain colours, nothing shown, the cursor visible.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[?25h\x1b[m\x1b[2J\x1b[H";

/// Gives the terminal back as it was, whatever was going on.
pub const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Bytes from which on a frame is put between the marks that tell the terminal to show it at once. They cost 16
/// bytes, so short frames go without: they do not tear.
const SHOW_AT_ONCE_FROM: usize = 512;

/// Draws frames for one terminal.
pub struct Painter {
    terminal: Terminal<AnsiBackend>,
}

impl Painter {
    /// Makes a painter for a terminal that has just been sent [`ENTER`].
    pub fn new(size: Size, depth: Depth) -> Painter {
        Painter { terminal: certain(Terminal::new(AnsiBackend::new(size, depth))) }
    }

    /// Draws a frame and returns the bytes for it; none when nothing changed.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> Vec<u8> {
        certain(self.terminal.draw(|frame| {
            draw(frame);
            fix_wide(frame.buffer_mut());
        }));
        let bytes = self.terminal.backend_mut().take();
        if bytes.len() < SHOW_AT_ONCE_FROM {
            return bytes;
        }
        [b"\x1b[?2026h".as_slice(), &bytes, b"\x1b[?2026l"].concat()
    }

    /// Takes the new size of the terminal; the next frame is drawn whole.
    pub fn resize(&mut self, size: Size) {
        self.terminal.backend_mut().set_size(size);
        // Even where the size is the old one again: on the way there, the terminal may have cut its lines.
        certain(self.terminal.resize(Rect::from(size)));
    }

    /// Returns the size of the next frame.
    pub fn size(&self) -> Size {
        certain(self.terminal.backend().size())
    }
}

/// Takes the value of something that cannot fail.
fn certain<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
