//! `apply`: one command a line in, one answer a line out, in the order of the lines, each once it is durable.
//!
//! Up to 64 commands are under way at once, so that they share a sync; whoever writes a line and waits for its answer
//! gets it at once all the same.

use super::args;
use super::command::{self, Lines, Read};
use super::context::Context;
use super::door::{IN_FLIGHT, Pipe, Way};
use super::input::{self, Line};
use super::output::{self, Output};
use super::schema::Schema;
use super::trouble::Trouble;
use crate::desk::{DeskError, Receipt};
use crate::domain::Command;
use crate::text::say::{self, Sentence};
use serde::Serialize;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, TryRecvError};

/// The JSON Schema of every command.
pub fn schema() -> Output {
    let text = serde_json::to_string_pretty(&Schema::of_commands().printed()).expect("a schema is JSON");
    Output::of(&text)
}

/// Reads commands, runs them, prints answers.
pub fn apply(context: &Context, what: &args::Apply) -> Result<ExitCode, Trouble> {
    let words = context.words();
    let file = what.file.as_deref().filter(|path| *path != Path::new("-"));
    let lines = input::lines(file).map_err(|error| Trouble::file(&words, file.unwrap_or(Path::new("-")), &error))?;
    let way = Way::find_or_make(context, "apply")?;
    let mut run = Run {
        context,
        pipe: way.pipe(),
        waiting: VecDeque::new(),
        lines: Lines::new(&words),
        refused: false,
        out: io::stdout().lock(),
    };
    let printed = run.all(&lines);
    let refused = run.refused;
    drop(run);
    let closed = way.close();
    if let Err(error) = printed {
        return output::unwritten(&words, &error);
    }
    closed.map_err(|error| Trouble::desk(&words, context.now(), &error))?;
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// One run over all lines.
struct Run<'a> {
    context: &'a Context,
    pipe: Pipe<'a>,
    /// Number and name of the lines in the pipe.
    waiting: VecDeque<(u64, Option<String>)>,
    lines: Lines<'a>,
    refused: bool,
    out: io::StdoutLock<'a>,
}

impl Run<'_> {
    fn all(&mut self, lines: &Receiver<Line>) -> io::Result<()> {
        loop {
            let line = match lines.try_recv() {
                Ok(line) => line,
                // Nothing to read just now: what is under way is answered first, then the next line is waited for.
                Err(TryRecvError::Empty) if !self.pipe.is_empty() => {
                    self.answer_oldest()?;
                    continue;
                }
                Err(TryRecvError::Empty) => match lines.recv() {
                    Ok(line) => line,
                    Err(_) => return Ok(()),
                },
                Err(TryRecvError::Disconnected) => break,
            };
            self.take(line)?;
        }
        self.answer_all()
    }

    fn take(&mut self, line: Line) -> io::Result<()> {
        let number = line.number;
        let read = match self.lines.read(&line) {
            Read::Blank => return Ok(()),
            // It names a line whose answer is not there yet.
            Read::TooSoon => {
                self.answer_all()?;
                self.lines.read(&line)
            }
            read => read,
        };
        match read {
            Read::Blank | Read::TooSoon => Ok(()),
            Read::Refused(error) => {
                self.answer_all()?;
                self.refused = true;
                self.print(&Answer::refused(number, error))
            }
            Read::Command { envelope, name } => {
                if self.pipe.len() == IN_FLIGHT {
                    self.answer_oldest()?;
                }
                if let Some(name) = &name {
                    self.lines.names.expect(name);
                }
                let about_people = matches!(envelope.command, Command::SetUpShop(_) | Command::AddStaff(_));
                self.pipe.send(*envelope);
                self.waiting.push_back((number, name));
                // They may change who the caller is: what follows is asked of the new one.
                if about_people { self.answer_all() } else { Ok(()) }
            }
        }
    }

    fn answer_all(&mut self) -> io::Result<()> {
        while !self.pipe.is_empty() {
            self.answer_oldest()?;
        }
        Ok(())
    }

    fn answer_oldest(&mut self) -> io::Result<()> {
        let (Some(answer), Some((number, name))) = (self.pipe.next(), self.waiting.pop_front()) else { return Ok(()) };
        if let Some(name) = name {
            self.lines.names.settle(&name, answer.as_ref().ok().map(|receipt| receipt.id.clone()));
        }
        let said = match &answer {
            Ok(receipt) => self.done(number, receipt),
            Err(error) => self.refusal(number, error),
        };
        self.print(&said)
    }

    fn done(&self, number: u64, receipt: &Receipt) -> Answer {
        let words = self.context.words();
        let said = |warning| {
            let Sentence { message, hint } = say::warning(&words, self.context.now(), warning);
            let code = serde_json::to_value(warning).ok().and_then(|w| w["code"].as_str().map(str::to_string));
            command::Error { code: code.unwrap_or_default(), field: None, message, hint }
        };
        let warnings = receipt.warnings.iter().map(said).collect();
        let (seq, id) = (Some(receipt.seq), Some(receipt.id.clone()));
        Answer { line: number, ok: true, seq, id, warnings, error: None }
    }

    fn refusal(&mut self, number: u64, error: &DeskError) -> Answer {
        self.refused = true;
        let said = say::error(&self.context.words(), self.context.now(), &|id| id.to_string(), error);
        let (code, field) = (error.code().to_string(), error.field().map(str::to_string));
        Answer::refused(number, command::Error { code, field, message: said.message, hint: said.hint })
    }

    fn print(&mut self, answer: &Answer) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, answer)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

/// An answer line.
#[derive(Debug, Serialize)]
struct Answer {
    line: u64,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<command::Error>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<command::Error>,
}

impl Answer {
    fn refused(line: u64, error: command::Error) -> Answer {
        Answer { line, ok: false, seq: None, id: None, warnings: Vec::new(), error: Some(error) }
    }
}
