//! The page that asks a caller who is at work at another terminal already, or at several.
//!
//! ```text
//!
//!   You are at work at another terminal (from 10.0.0.7, for 1:25 hours).
//!
//!   t  take it over: everything stands here as it stands there
//!   n  begin a second session beside it
//!
//!   Ctrl+Q leaves
//! ```
//! Of several, each has a line with its digit, the newest first; `t` takes that one.

use super::{face, phrase::Phrases, seated::Other};
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
/// Sessions that have a digit.
const DIGITS: usize = 9;

/// What the caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Go on with this session.
    TakeOver(u64),
    Beside,
    Leave,
    None,
}

pub(super) struct Elsewhere {
    /// The newest first; never empty.
    others: Vec<Other>,
    /// Set once the caller takes over: until then the other session may let go.
    pub(super) until: Option<Instant>,
}

impl Elsewhere {
    pub(super) fn new(others: Vec<Other>) -> Elsewhere {
        Elsewhere { others, until: None }
    }

    /// Shows who is there now. Whoever was last stays in question: taking over what is gone takes what it left.
    pub(super) fn follow(&mut self, others: Vec<Other>) {
        if !others.is_empty() {
            self.others = others;
        }
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
                Code::Char('t' | 'T') => self.take(0),
                Code::Char(digit @ '1'..='9') => self.take(digit as usize - '1' as usize),
                Code::Char('n' | 'N') => Choice::Beside,
                Code::Esc => Choice::Leave,
                _ => Choice::None,
            },
            _ => Choice::None,
        }
    }

    fn take(&self, at: usize) -> Choice {
        self.others.get(at).map_or(Choice::None, |other| Choice::TakeOver(other.id))
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, phrases: &Phrases) {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let choice =
            |key: String, words: String| Line::from(vec![Span::styled(format!("  {key}  "), bold), Span::raw(words)]);
        let (title, take_over) = match &self.others[..] {
            [only] => (told(&phrases.elsewhere, only), phrases.take_over.clone()),
            several => {
                (phrases.elsewhere_several.replace("{n}", &several.len().to_string()), phrases.take_over_one.clone())
            }
        };
        let is_one = self.others.len() == 1;
        let listed = self.others.iter().zip('1'..).take(if is_one { 0 } else { DIGITS });
        let listed = listed.map(|(other, digit)| choice(digit.to_string(), told(&phrases.elsewhere_one, other)));
        let head = [Line::default(), Line::styled(format!("  {title}"), bold), Line::default()];
        let between = (!is_one).then(Line::default);
        let foot = [
            choice("t".into(), take_over),
            choice("n".into(), phrases.beside.clone()),
            Line::default(),
            Line::styled(format!("  {}", phrases.leave), Style::new().add_modifier(Modifier::DIM)),
        ];
        let lines: Vec<Line<'_>> = head.into_iter().chain(listed).chain(between).chain(foot).collect();
        let rows = Layout::vertical(vec![Constraint::Length(1); lines.len()]).split(frame.area());
        for (line, row) in lines.into_iter().zip(rows.iter()) {
            frame.render_widget(line, *row);
        }
    }
}

/// A sentence about one session: from where, and for how long in hours and minutes.
fn told(sentence: &str, other: &Other) -> String {
    let minutes = other.since.elapsed().as_secs() / 60;
    let since = format!("{}:{:02}", minutes / 60, minutes % 60);
    sentence.replace("{from}", &other.from).replace("{since}", &since)
}
