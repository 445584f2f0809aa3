//! The versions of an estimate side by side, and what the newest one changed (feature 21).
//!
//! ```text
//!  # line                       v1 11:05    v2 13:10   v3 13:40
//!  1 Front pads, both sides       480.00      480.00    ~520.00
//!  2 Front discs                  800.00      800.00          -
//!  3 Hose                                    +100.00     100.00
//!    sum                        1,280.00    1,380.00     620.00
//!
//!  v3 is not shown to the customer yet.
//!  ~ 1 Front pads, both sides  480.00 > 520.00
//!  - 2 Front discs  800.00
//! ```

use super::next_step::{self, Shown};
use super::{Screen, order};
use crate::desk::rows::OrderPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::OrderId;
use crate::domain::order::quote::Decision;
use crate::domain::order::version::{Version, VersionLine};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place, Sheet};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::put;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of a version's column.
const VERSION: u16 = 12;
/// Cells that the rest of the table needs.
const REST: u16 = 30;
/// The row of the sums: no line has this number.
const SUM: u16 = 0;

/// The versions of an order's estimate.
pub struct Versions {
    page: OrderPage,
    rows: Table<u16>,
}

/// What a version did to a line.
enum Change<'v> {
    /// It is there, as before.
    Same(&'v VersionLine),
    /// It is new.
    Added(&'v VersionLine),
    /// It had another price, or was called otherwise.
    Other(&'v VersionLine, &'v VersionLine),
    /// It is there no more.
    Dropped(&'v VersionLine),
    /// It was not there before either.
    Nothing,
}

impl<'v> Change<'v> {
    fn of(before: Option<&'v Version>, version: &'v Version, number: u16) -> Self {
        match (before.and_then(|before| before.line(number)), version.line(number)) {
            (None, None) => Self::Nothing,
            (None, Some(line)) if before.is_none() => Self::Same(line),
            (None, Some(line)) => Self::Added(line),
            (Some(old), None) => Self::Dropped(old),
            (Some(old), Some(line)) if old.price != line.price || old.label != line.label => Self::Other(old, line),
            (Some(_), Some(line)) => Self::Same(line),
        }
    }
}

impl Versions {
    /// Reads the versions of an order's estimate.
    ///
    /// # Errors
    /// There is no such order, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: OrderId) -> Result<Self, DeskError> {
        Ok(Self { page: order::read(cx, id)?, rows: Table::new() })
    }

    /// Every line that any version had.
    fn numbers(&self) -> Vec<u16> {
        let mut numbers: Vec<u16> = self.page.versions.iter().flat_map(|v| &v.lines).map(|line| line.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn label<'a>(&'a self, cx: &Cx<'a>, number: u16) -> &'a str {
        let newest = self.page.versions.iter().rev().find_map(|version| version.line(number));
        newest.map_or("", |line| label(cx, line))
    }

    fn draw_table(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> u16 {
        let fit = usize::from((area.width.saturating_sub(REST) / VERSION).max(1));
        let skipped = self.page.versions.len().saturating_sub(fit);
        let shown = &self.page.versions[skipped..];
        let before = |at: usize| (skipped + at).checked_sub(1).map(|at| &self.page.versions[at]);
        let mut columns =
            vec![Column::right("#", Width::Fixed(2)), Column::left(cx.get("order-line"), Width::Flex(18))];
        columns.extend(shown.iter().map(|version| {
            let head = format!("v{} {}", version.number, format::time(version.at));
            Column::right(head, Width::Fixed(VERSION - 1))
        }));
        let line = |number: u16| {
            let mut cells =
                vec![Cell::new(Role::Dim, number.to_string()), Cell::new(Role::Text, self.label(cx, number))];
            cells.extend(shown.iter().enumerate().map(|(at, v)| cell(cx, &Change::of(before(at), v, number))));
            Row::new(number, cells)
        };
        let mut rows: Vec<Row<'_, u16>> = self.numbers().into_iter().map(line).collect();
        let mut sums = vec![Cell::new(Role::Dim, ""), Cell::new(Role::Dim, cx.get("versions-sum"))];
        sums.extend(shown.iter().map(|version| Cell::new(Role::Title, version.sum().to_string())));
        rows.push(Row::new(SUM, sums));
        let needs = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(1).min(area.height);
        self.rows.draw(&cx.look, Rect { height: needs, ..area }, buffer, &columns, &rows, "");
        needs
    }

    /// What the newest version is, and what it changed.
    fn changes(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let Some(newest) = self.page.versions.last() else {
            return vec![(Role::Dim, cx.get("order-no-lines").into_owned())];
        };
        let number = newest.number.to_string();
        let shown = newest.shown.map(|at| format::moment(cx.words(), at, cx.now));
        let mut lines = vec![match &shown {
            Some(at) => (Role::Text, cx.with("versions-shown", &[("n", &number), ("at", at)])),
            None => (Role::Soon, cx.with("versions-open", &[("n", &number)])),
        }];
        let before = self.page.versions.iter().rev().nth(1);
        let change = |n: u16| sentence(cx, n, &Change::of(before, newest, n));
        lines.extend(self.numbers().into_iter().filter_map(change));
        lines
    }
}

fn label<'a>(cx: &Cx<'a>, line: &'a VersionLine) -> &'a str {
    format::told(cx.words(), &line.label, line.english.as_deref().unwrap_or_default())
}

/// The price with a mark of what changed: `+` new, `~` another, `-` gone; in brackets what the customer did not want.
fn cell<'a>(cx: &Cx<'a>, change: &Change<'_>) -> Cell<'a> {
    let price = |line: &VersionLine| match line.decision {
        Decision::Declined | Decision::Deferred => cx.with("versions-not", &[("price", &line.price.to_string())]),
        Decision::Accepted | Decision::Undecided => line.price.to_string(),
    };
    match change {
        Change::Same(line) => Cell::new(Role::Text, price(line)),
        Change::Added(line) => Cell::new(Role::Good, format!("+{}", price(line))),
        Change::Other(_, line) => Cell::new(Role::Soon, format!("~{}", price(line))),
        Change::Dropped(_) => Cell::new(Role::Late, "-"),
        Change::Nothing => Cell::new(Role::Dim, ""),
    }
}

fn sentence(cx: &Cx<'_>, number: u16, change: &Change<'_>) -> Option<(Role, String)> {
    match change {
        Change::Same(_) | Change::Nothing => None,
        Change::Added(line) => Some((Role::Good, format!("+ {number} {}  {}", label(cx, line), line.price))),
        Change::Other(old, line) => {
            let text = format!("~ {number} {}  {} > {}", label(cx, line), old.price, line.price);
            Some((Role::Soon, text))
        }
        Change::Dropped(line) => Some((Role::Late, format!("- {number} {}  {}", label(cx, line), line.price))),
    }
}

impl Screen for Versions {
    fn place(&self) -> Place {
        Place::Versions(self.page.order.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![next_step::layer(self.page.stage), Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let left = vec![
            Part::new(Role::Dim, self.page.order.as_str()),
            Part::new(Role::Title, format::plate(&self.page.plate)),
            Part::new(Role::Text, cx.get("versions-title")),
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
        match action {
            Action::Open | Action::Versions | Action::Back => Effect::Back,
            // Here it is the customer's paper that is wanted, whatever the stage.
            Action::Print => {
                let sheet = if self.page.contract.is_some() { Sheet::Contract } else { Sheet::Estimate };
                Effect::Print(self.page.order.clone(), sheet)
            }
            action if action.step().is_some() => Effect::Stay,
            action => Shown::page(cx, &self.page).on(cx, action).unwrap_or(Effect::Pass),
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let used = if self.page.versions.is_empty() { 0 } else { self.draw_table(cx, area, buffer) + 1 };
        let below = (area.y + used)..area.bottom();
        for ((role, text), y) in self.changes(cx).iter().zip(below) {
            put(buffer, area.x + 1, y, area.width.saturating_sub(2), text, cx.look.theme.style(*role));
        }
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Stay
    }
}
