//! What a command prints, and the one place where it is printed: what could not be written is a failure.

use super::trouble::Trouble;
use crate::text::Words;
use std::io::{self, Write};
use std::process::ExitCode;

/// What a command has to say.
#[derive(Default)]
pub struct Output {
    text: String,
    failed: bool,
}

impl Output {
    /// Says one line.
    pub fn of(line: &str) -> Output {
        let mut output = Output::default();
        output.line(line);
        output
    }

    /// Adds a line.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Makes the exit status that of a failure, whatever is printed.
    pub fn failing(self, failed: bool) -> Output {
        Output { failed, ..self }
    }

    /// Prints all of it, and gives the exit status.
    ///
    /// # Errors
    /// It could not be written.
    pub fn print(self, words: &Words) -> Result<ExitCode, Trouble> {
        let mut out = io::stdout().lock();
        match out.write_all(self.text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }),
            Err(error) => unwritten(words, &error),
        }
    }
}

/// What becomes of a command whose output could not be written.
///
/// # Errors
/// Why, unless the reader just went away: nobody is left to be told then.
pub fn unwritten(words: &Words, error: &io::Error) -> Result<ExitCode, Trouble> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(ExitCode::FAILURE),
        _ => Err(Trouble::said(words, "output", "cli-output", &[("why", &error.to_string())])),
    }
}
