//! What stands over a form as long as it goes on with a draft that came back: from when it is, whose, and which key
//! begins afresh.

use super::{FormScreen, Line, broken, draw_lines};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl FormScreen {
    /// The lines that stand over everything else while the form goes on with a draft: from when it is, about whom, and
    /// which key gives it up. Nobody shall take it for an empty form, nor for another car's.
    pub(super) fn draft_lines(&self, cx: &Cx<'_>, columns: u16) -> Vec<Line> {
        let Some(since) = self.since else { return Vec::new() };
        let moment = format::moment(cx.words(), since, cx.now);
        let (about, key) = (self.what.draft_about(cx, &self.form), cx.key(Layer::Draft, Action::Discard));
        let astray = self.what.is_astray(cx, &self.form);
        let message = match (about.is_empty(), astray) {
            (true, _) => "entry-draft",
            (false, false) => "entry-draft-about",
            (false, true) => "entry-draft-astray",
        };
        let here = self.what.about(cx);
        let text = cx.with(message, &[("moment", &moment), ("about", &about), ("here", &here), ("key", &key)]);
        let role = if astray { Role::Late } else { Role::Soon };
        broken(&[(role, format!("{} {text}", cx.look.theme.marks.soon))], columns.saturating_sub(2))
    }

    /// Draws the form into `area`, with the lines about its draft first; its options may lie over all of `within`.
    pub(super) fn draw_whole(&self, cx: &Cx<'_>, area: Rect, within: Rect, buffer: &mut Buffer) -> Option<Position> {
        let lines = self.draft_lines(cx, area.width);
        let top = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
        draw_lines(cx, Rect { height: top, ..area }, buffer, &lines);
        self.draw_form(cx, Rect { y: area.y + top, height: area.height - top, ..area }, within, buffer)
    }
}
