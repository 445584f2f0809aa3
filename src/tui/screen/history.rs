//! Everything that happened to an order, the newest first, by day.
//!
//! ```text
//!  14:05  Wang finished job 1
//!  13:10  Li moved the promise to 17:30
//!
//!  Mon 20
//!  17:55  Li took the car in
//! ```

use super::next_step::{self, Shown};
use super::{Screen, did, order};
use crate::desk::rows::OrderPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::OrderId;
use crate::text::format;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{more_marks, put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// The history of an order.
pub struct History {
    page: OrderPage,
    has_stepped: bool,
    /// The first row seen.
    top: usize,
    /// Rows there are, and rows seen, as last drawn: how far one can scroll.
    view: Cell<(usize, usize)>,
}

impl History {
    /// Reads an order's history.
    ///
    /// # Errors
    /// There is no such order, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: OrderId) -> Result<Self, DeskError> {
        Ok(Self { page: order::read(cx, id)?, has_stepped: false, top: 0, view: Cell::new((0, 0)) })
    }

    /// The rows: times at the left, sentences beside them; days stand alone.
    fn rows(&self, cx: &Cx<'_>, columns: u16) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        let mut day = cx.now.day();
        for did in self.page.log.iter().rev() {
            if did.at.day() != day {
                day = did.at.day();
                if !rows.is_empty() {
                    rows.push(Default::default());
                }
                rows.push((format::day(cx.words(), day, cx.now.day()), String::new()));
            }
            for (at, line) in wrap(&did::marked(cx, &self.page, did), columns).into_iter().enumerate() {
                rows.push((if at == 0 { format::time(did.at) } else { String::new() }, line));
            }
        }
        rows
    }

    fn scroll(&mut self, step: Step) {
        let (rows, seen) = self.view.get();
        let last = rows.saturating_sub(seen);
        self.top = match step {
            Step::Last => last,
            Step::Up | Step::Down | Step::PageUp | Step::PageDown | Step::First => step.from(self.top, last + 1, seen),
        };
    }
}

impl Screen for History {
    fn place(&self) -> Place {
        Place::History(self.page.order.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![next_step::layer(self.page.stage), Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let left = vec![
            Part::new(Role::Dim, self.page.order.as_str()),
            Part::new(Role::Title, format::plate(&self.page.plate)),
            Part::new(Role::Text, cx.get("history-title")),
        ];
        (left, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = order::read(cx, self.page.order.clone()) {
            self.page = page;
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        match (action.step(), action) {
            (Some(step), _) => {
                self.scroll(step);
                Effect::Stay
            }
            (None, Action::Open | Action::History | Action::Back) => Effect::Back,
            (None, action) => {
                let effect = Shown::page(cx, &self.page).on(cx, action).unwrap_or(Effect::Pass);
                self.has_stepped = matches!(effect, Effect::Run(_) | Effect::Sure(..));
                effect
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = cx.look.theme;
        let (time, x) = (area.x + 1, area.x + 10);
        let columns = area.right().saturating_sub(x + 2);
        let rows = self.rows(cx, columns);
        self.view.set((rows.len(), usize::from(area.height)));
        let top = self.top.min(rows.len().saturating_sub(usize::from(area.height)));
        for ((left, sentence), y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
            let role = if sentence.is_empty() { Role::Title } else { Role::Dim };
            put(buffer, time, y, area.width.saturating_sub(2), left, theme.style(role));
            put(buffer, x, y, columns, sentence, theme.style(Role::Text));
        }
        more_marks(&cx.look, area, buffer, top, rows.len());
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        let stepped = std::mem::take(&mut self.has_stepped);
        if stepped { next_step::said(cx, &self.page) } else { Effect::Stay }
    }
}
