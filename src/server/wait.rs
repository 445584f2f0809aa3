//! The calm page that a session shows while the shop is being opened.
//!
//! ```text
//!
//!   Opening the shop
//!
//!   Rebuilding the index
//!   ===============---------------   50 %
//!   0:12
//!
//!   Ctrl+Q leaves
//! ```

use super::{
    app::{Flow, Progress},
    face,
    phrase::Phrases,
};
use crate::tui::input::Event;
use ratatui::{
    Frame,
    layout::{Constraint, Layout},
    style::{Modifier, Style},
    text::{Line, Span},
};
use std::time::{Duration, Instant};

/// What may be typed ahead while the shop is being opened.
const TYPED_AHEAD_MOST: usize = 256;
const BAR_COLUMNS_MOST: u16 = 40;

pub(super) struct Waiting {
    began: Instant,
    progress: Progress,
    typed: Vec<Event>,
}

impl Waiting {
    pub(super) fn new(began: Instant) -> Waiting {
        Waiting { began, progress: Progress::default(), typed: Vec::new() }
    }

    pub(super) fn report(&mut self, progress: Progress) {
        self.progress = progress;
    }

    /// Keeps what is typed ahead for the shop's own session; only leaving means something already.
    pub(super) fn on(&mut self, event: Event) -> Flow {
        if face::leaves(&event) {
            return Flow::Leave(String::new());
        }
        if self.typed.len() < TYPED_AHEAD_MOST {
            self.typed.push(event);
        }
        Flow::Stay
    }

    pub(super) fn typed_ahead(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.typed)
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, phrases: &Phrases) {
        let Progress { phase, done, of } = self.progress;
        let phase = phrases.phases.iter().find(|(key, _)| *key == phase).map_or("", |(_, words)| words);
        let columns = frame.area().width.saturating_sub(12).min(BAR_COLUMNS_MOST);
        let elapsed = format!("{} {}", phrases.elapsed, clock(self.began.elapsed()));
        let lines = [
            Line::default(),
            Line::styled(format!("  {}", phrases.opening), Style::new().add_modifier(Modifier::BOLD)),
            Line::default(),
            Line::raw(format!("  {phase}")),
            bar(columns, done, of),
            Line::raw(format!("  {}", elapsed.trim_start())),
            Line::default(),
            Line::styled(format!("  {}", phrases.leave), Style::new().add_modifier(Modifier::DIM)),
        ];
        let rows = Layout::vertical([Constraint::Length(1); 8]).split(frame.area());
        for (line, row) in lines.into_iter().zip(rows.iter()) {
            frame.render_widget(line, *row);
        }
    }
}

/// Draws how much is done; nothing where nobody knows how much there is.
fn bar(columns: u16, done: u64, of: u64) -> Line<'static> {
    if of == 0 {
        return Line::default();
    }
    let done = u128::from(done.min(of));
    let full = (u128::from(columns) * done / u128::from(of)) as usize;
    let percent = 100 * done / u128::from(of);
    Line::from(vec![
        Span::raw("  "),
        Span::raw("=".repeat(full)),
        Span::styled("-".repeat(usize::from(columns) - full), Style::new().add_modifier(Modifier::DIM)),
        Span::raw(format!("  {percent:>3} %")),
    ])
}

fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
