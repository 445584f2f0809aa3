//! A bar for what takes long, on a terminal only: a script's log is not for bars.

use crate::text::Words;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// What is over sooner shows no bar.
const SILENT: Duration = Duration::from_millis(300);

/// A bar on standard error.
pub struct Bar<'w> {
    words: &'w Words,
    began: Instant,
    bar: Option<(&'static str, ProgressBar)>,
}

impl<'w> Bar<'w> {
    /// A bar that shows nothing yet.
    pub fn new(words: &'w Words) -> Bar<'w> {
        Bar { words, began: Instant::now(), bar: None }
    }

    /// Shows how much of a phase is done.
    pub fn show(&mut self, phase: &'static str, done: u64, of: u64) {
        if self.began.elapsed() < SILENT || !std::io::stderr().is_terminal() {
            return;
        }
        if self.bar.as_ref().is_none_or(|(shown, _)| *shown != phase) {
            self.end();
            let bar = ProgressBar::with_draw_target(Some(of), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {percent} %  {eta}") {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message(self.words.get(phase).into_owned());
            self.bar = Some((phase, bar));
        }
        if let Some((_, bar)) = &self.bar {
            bar.set_length(of.max(done));
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn end(&mut self) {
        if let Some((_, bar)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
