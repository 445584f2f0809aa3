//! A strip of stages: what is done, what is now, what comes.
//!
//! ```text
//! ✓ receive  ✓ diagnose  ✓ quote  ▸ REPAIR  inspect  hand over
//! ```

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::layout::{put, width};
use crate::tui::theme::Role;

/// Blank cells between stages.
const GAP: u16 = 2;

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Behind us.
    Done,
    /// Where we are.
    Now,
    /// The one after it.
    Next,
    /// Still to come.
    Later,
}

/// A stage with its name in the session's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage<'a> {
    /// Its name.
    pub label: Cow<'a, str>,
    /// How far it is.
    pub progress: Progress,
}

/// Draws the stages in one line. Where they do not fit, those that are done stay behind the left edge.
pub fn draw(look: &Look<'_>, area: Rect, buffer: &mut Buffer, stages: &[Stage<'_>]) {
    if area.height == 0 {
        return;
    }
    let theme = look.theme;
    let pieces: Vec<(String, Role)> = stages
        .iter()
        .map(|stage| match stage.progress {
            Progress::Done => (format!("{} {}", theme.marks.done, stage.label), Role::Good),
            Progress::Now => (format!("{} {}", theme.marks.now, stage.label.to_uppercase()), Role::Accent),
            Progress::Next => (stage.label.to_string(), Role::Text),
            Progress::Later => (stage.label.to_string(), Role::Dim),
        })
        .collect();
    let mut needs: u16 = pieces.iter().map(|(text, _)| width(text) + GAP).sum();
    let now = stages.iter().position(|stage| stage.progress == Progress::Now).unwrap_or(0);
    let mut first = 0;
    while needs > area.width && first < now {
        needs -= width(&pieces[first].0) + GAP;
        first += 1;
    }
    let mut x = area.x + 1;
    for (text, role) in &pieces[first..] {
        x = put(buffer, x, area.y, area.right().saturating_sub(x), text, theme.style(*role)) + GAP;
    }
}
