//! The flow of a visit and the prices of the menu, to be shown to a customer (S9: 介绍…售后服务流程,…服务项目和服务价格; A12).
//!
//! It lies over whatever is there, a form being filled in too, and goes away without touching it.

use super::form::jobs;
use super::{Screen, brief};
use crate::desk::rows::JobRow;
use crate::domain::order::stage::{STRIP, Stage};
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{Align, more_marks, pad_to_width, put, width, wrap};
use crate::tui::widget::popup::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// Cells of the box, at most; its frame takes four more.
const COLUMNS: u16 = 72;
/// Cells around the number and the name of a step.
const AROUND_STEP: u16 = 4;

/// The page of steps and prices.
pub struct Prices {
    jobs: Vec<JobRow>,
    /// The first row seen.
    top: usize,
    /// Rows there are, and rows seen, as last drawn.
    view: Cell<(usize, usize)>,
}

impl Prices {
    /// Reads the menu at today's prices.
    pub fn new(cx: &Cx<'_>) -> Self {
        Self { jobs: jobs::read(cx), top: 0, view: Cell::new((0, 0)) }
    }

    fn rows(&self, cx: &Cx<'_>, columns: u16) -> Vec<(Role, String)> {
        let mut rows = vec![(Role::Title, cx.get("prices-flow").into_owned())];
        let names = STRIP.map(|stage| brief::stage(cx, stage));
        let wide = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let indent = usize::from(wide + AROUND_STEP);
        for ((stage, name), number) in STRIP.into_iter().zip(&names).zip(1..) {
            let told = wrap(&cx.get(told(stage)), columns.saturating_sub(wide + AROUND_STEP));
            rows.extend(told.into_iter().enumerate().map(|(at, line)| match at {
                0 => (Role::Text, format!("{number} {}  {line}", pad_to_width(name, wide, Align::Left))),
                _ => (Role::Text, format!("{}{line}", " ".repeat(indent))),
            }));
        }
        for (menu, title) in [(true, "prices-menu"), (false, "prices-after-diagnosis")] {
            let mut sold = self.jobs.iter().filter(|job| job.menu == menu).peekable();
            if sold.peek().is_some() {
                rows.push((Role::Text, String::new()));
                rows.push((Role::Title, cx.get(title).into_owned()));
            }
            rows.extend(sold.map(|job| (Role::Text, jobs::row(cx, job))));
        }
        rows.push((Role::Text, String::new()));
        let day = cx.now.local().format("%Y-%m-%d").to_string();
        rows.extend(wrap(&cx.with("prices-note", &[("day", &day)]), columns).into_iter().map(|line| (Role::Dim, line)));
        rows
    }
}

/// What happens at a step, as one tells a customer.
fn told(stage: Stage) -> &'static str {
    match stage {
        Stage::Receive => "prices-step-receive",
        Stage::Diagnose => "prices-step-diagnose",
        Stage::Quote => "prices-step-quote",
        Stage::Repair => "prices-step-repair",
        Stage::Inspect => "prices-step-inspect",
        Stage::HandOver => "prices-step-hand-over",
        Stage::FollowUp | Stage::Closed | Stage::Cancelled => "prices-step-follow-up",
    }
}

impl Screen for Prices {
    fn place(&self) -> Place {
        Place::Prices
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Page]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.jobs = jobs::read(cx);
    }

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Stay };
        match (action.step(), action) {
            (Some(step), _) => {
                let (rows, seen) = self.view.get();
                let last = rows.saturating_sub(seen);
                self.top = if step == Step::Last { last } else { step.from(self.top, last + 1, seen) };
                Effect::Stay
            }
            // The key that opened it closes it, too.
            (None, Action::Next | Action::Back | Action::Prices) => Effect::Back,
            (None, _) => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = COLUMNS.min(area.width.saturating_sub(4));
        let rows = self.rows(cx, columns.saturating_sub(1));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let inner = popup(&cx.look, area, buffer, &cx.get("prices-title"), columns, height);
        self.view.set((rows.len(), usize::from(inner.height)));
        let top = self.top.min(rows.len().saturating_sub(usize::from(inner.height)));
        for ((role, text), y) in rows.iter().skip(top).zip(inner.y..inner.bottom()) {
            put(buffer, inner.x, y, inner.width.saturating_sub(1), text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, inner, buffer, top, rows.len());
        None
    }

    fn is_box(&self) -> bool {
        true
    }
}
