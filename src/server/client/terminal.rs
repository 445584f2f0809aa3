//! This terminal: raw while the desk is open, as it was before in every other case.

use crate::tui::terminal::{ENTER, LEAVE};
use rustix::termios::{self, OptionalActions, Termios};
use std::{
    fs::File,
    io::{self, Write},
    os::fd::AsFd,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How long to wait for a terminal that another program has set not to block.
const AGAIN: Duration = Duration::from_millis(2);

/// The terminal of standard input and output.
pub(super) struct Terminal {
    before: Termios,
    raw: Termios,
    screen: File,
    /// Held by who writes to the screen, and while others have it.
    pen: Mutex<()>,
    has_drawn: AtomicBool,
    is_restored: AtomicBool,
}

impl Terminal {
    /// Puts the terminal in raw mode.
    pub(super) fn raw() -> io::Result<Arc<Terminal>> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        let screen = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let (has_drawn, is_restored) = (AtomicBool::new(false), AtomicBool::new(false));
        let terminal = Arc::new(Terminal { before, raw, screen, pen: Mutex::new(()), has_drawn, is_restored });
        terminal.raw_again()?;
        Ok(terminal)
    }

    /// Puts it in raw mode once more, after the shell has had it.
    pub(super) fn raw_again(&self) -> io::Result<()> {
        Ok(termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.raw)?)
    }

    /// Returns columns and rows, 0 if unknown.
    pub(super) fn size(&self) -> (u16, u16) {
        termios::tcgetwinsize(io::stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row))
    }

    /// Writes what the server drew.
    pub(super) fn draw(&self, bytes: &[u8]) -> io::Result<()> {
        self.has_drawn.store(true, Ordering::Release);
        let _pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(bytes)
    }

    /// Makes the terminal as it was while something else happens, then takes it again. Nothing of the screen is there
    /// afterwards: it must be drawn anew.
    pub(super) fn lend(&self, meanwhile: impl FnOnce()) -> io::Result<()> {
        let _pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(LEAVE)?;
        termios::tcsetattr(io::stdin(), OptionalActions::Flush, &self.before)?;
        meanwhile();
        self.raw_again()?;
        self.write(ENTER)
    }

    fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match (&self.screen).write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(AGAIN),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Returns whether the terminal is as it was.
    pub(super) fn is_restored(&self) -> bool {
        self.is_restored.load(Ordering::Acquire)
    }

    /// Makes the terminal as it was, once.
    pub(super) fn restore(&self) {
        if self.is_restored.swap(true, Ordering::AcqRel) {
            return;
        }
        // A terminal that is gone needs no restoring.
        if self.has_drawn.load(Ordering::Acquire) {
            let _ = self.write(LEAVE);
        }
        // Late answers of the terminal to the server's questions must not become the shell's next command.
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
    }

    /// Restores the modes without writing anything, for a terminal that takes no more output.
    pub(super) fn restore_modes(&self) {
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}

/// Restores the terminal on the way out, a panic's way too.
pub(super) struct Restore(pub(super) Arc<Terminal>);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.restore();
    }
}
