//! Reading what nobody beside is to see: a PIN, from the terminal without an echo, or from standard input.

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Write};

/// Bytes of the longest line that is read.
const BYTES_MAX: u64 = 1024;

/// Reads one line for each prompt; prompts are only written to a terminal. What ends early is an empty line.
///
/// # Errors
/// The terminal, or standard input, cannot be read.
pub fn lines<const N: usize>(prompts: [&str; N]) -> io::Result<[String; N]> {
    let stdin = io::stdin();
    let is_terminal = stdin.is_terminal();
    let _quiet = if is_terminal { Some(Quiet::begin()?) } else { None };
    let mut typed = std::array::from_fn(|_| String::new());
    for (prompt, typed) in prompts.into_iter().zip(&mut typed) {
        if is_terminal {
            write!(io::stderr(), "{prompt} ")?;
        }
        let mut line = String::new();
        io::Read::take(stdin.lock(), BYTES_MAX).read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).clone_into(typed);
        if is_terminal {
            writeln!(io::stderr())?;
        }
    }
    Ok(typed)
}

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Quiet {
    terminal: File,
    before: Termios,
}

impl Quiet {
    fn begin() -> io::Result<Self> {
        let terminal = File::open("/dev/tty")?;
        let before = tcgetattr(&terminal)?;
        let mut quiet = before.clone();
        // Ctrl+C comes as a character too, and so never leaves a terminal behind that shows nothing.
        quiet.local_modes &= !(LocalModes::ECHO | LocalModes::ISIG);
        tcsetattr(&terminal, OptionalActions::Flush, &quiet)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Where even this fails, the terminal is gone.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}
