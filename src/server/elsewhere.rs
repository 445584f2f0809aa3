//! The page that asks a caller who is at work at another terminal already.
//!
//! ```text
//!
//!   You are at work at another terminal (for 1:25 hours).
//!
//!   t  take it over: everything stands here as it stands there
//!   n  begin a second session beside it
//!
//!   Ctrl+Q leaves
//! ```

use super::{face, phrase::Phrases};
use crate::tui::input::{Code, Event};
use ratatui::{
    Frame,
    layout::{Constraint, Layout},
    style::{Modifier, Style},
    text::{Line, Span},
};
use std::time::{Duration, Instant};

/// How long the other session may take to let go; a line that is dead needs none of it.
const LETS_GO_WITHIN: Duration = Duration::from_secs(3);

/// What the caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    TakeOver,
    Beside,
    Leave,
    None,
}

pub(super) struct Elsewhere {
    since: Instant,
    /// Set once the caller takes over: until then the other session may let go.
    pub(super) until: Option<Instant>,
}

impl Elsewhere {
    pub(super) fn new(since: Instant) -> Elsewhere {
        Elsewhere { since, until: None }
    }

    pub(super) fn take_over(&mut self) {
        self.until = Some(Instant::now() + LETS_GO_WITHIN);
    }

    pub(super) fn on(&self, event: &Event) -> Choice {
        if face::leaves(event) {
            return Choice::Leave;
        }
        match event {
            Event::Key(key) if self.until.is_none() && !key.ctrl && !key.alt => match key.code {
                Code::Char('t' | 'T') => Choice::TakeOver,
                Code::Char('n' | 'N') => Choice::Beside,
                Code::Esc => Choice::Leave,
                _ => Choice::None,
            },
            _ => Choice::None,
        }
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, phrases: &Phrases) {
        let minutes = self.since.elapsed().as_secs() / 60;
        let title = phrases.elsewhere.replace("{since}", &format!("{}:{:02}", minutes / 60, minutes % 60));
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let choice = |key: &'static str, words: &str| {
            Line::from(vec![Span::styled(format!("  {key}  "), bold), Span::raw(words.to_owned())])
        };
        let lines = [
            Line::default(),
            Line::styled(format!("  {title}"), bold),
            Line::default(),
            choice("t", &phrases.take_over),
            choice("n", &phrases.beside),
            Line::default(),
            Line::styled(format!("  {}", phrases.leave), Style::new().add_modifier(Modifier::DIM)),
        ];
        let rows = Layout::vertical([Constraint::Length(1); 7]).split(frame.area());
        for (line, row) in lines.into_iter().zip(rows.iter()) {
            frame.render_widget(line, *row);
        }
    }
}
