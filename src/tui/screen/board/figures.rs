//! The figures below the cars: how many wait for what.

use super::Board;
use crate::desk::rows::BoardRow;
use crate::domain::order::next::Next;
use crate::domain::order::stage::Stage;
use crate::domain::order::work::StopCode;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;

/// Figures that are told only where there is something to tell.
const ONLY_IF_ANY: [&str; 5] =
    ["board-complaints", "board-delays", "board-requests", "board-parts-here", "board-parts-awaited"];

impl Board {
    /// How many cars wait for what: figures with their meaning.
    pub(super) fn summary(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let count = |is: &dyn Fn(&BoardRow) -> bool| self.page.rows.iter().filter(|row| is(row)).count();
        let figures = [
            ("board-ready", count(&|row| row.stage == Stage::HandOver), Role::Good),
            ("board-for-customer", count(&|row| row.next == Next::AskConsent), Role::Text),
            ("board-for-parts", count(&|row| matches!(row.next, Next::Resume { code: StopCode::C, .. })), Role::Text),
            ("board-parts-awaited", self.page.parts_awaited, Role::Text),
            ("board-parts-here", self.page.parts_here, Role::Late),
            ("board-delays", count(&|row| row.untold_delay(cx.now)), Role::Late),
            ("board-calls-due", self.page.calls_due, Role::Text),
            ("board-complaints", self.page.complaints_open, Role::Late),
            ("board-requests", self.page.requests_open, Role::Soon),
        ];
        // No complaint and no delay is no news.
        let told = figures.into_iter().filter(|(key, n, _)| *n > 0 || !ONLY_IF_ANY.contains(key));
        let role = |n: usize, role: Role| if n == 0 { Role::Dim } else { role };
        let told = told.map(|(key, n, meaning)| (role(n, meaning), cx.with(key, &[("n", &n.to_string())])));
        self.plan_due(cx).into_iter().chain(told).collect()
    }

    /// The plan of a year that is still to be approved (M13).
    fn plan_due(&self, cx: &Cx<'_>) -> Option<(Role, String)> {
        let year = self.page.plan_due?;
        let late = crate::domain::plan::due(year).is_some_and(|day| cx.now.day() > day);
        let (role, key) = if late { (Role::Late, "board-plan-late") } else { (Role::Soon, "board-plan-due") };
        Some((role, cx.with(key, &[("year", &year.to_string())])))
    }
}

/// Places texts of these widths one after the other in lines of so many cells: the column and line of each. They stand
/// further apart where one line has room for that.
pub(super) fn flow(texts: impl Iterator<Item = u16> + Clone, columns: u16) -> Vec<(u16, u16)> {
    let apart = |gap: u16| texts.clone().fold(0, |x, text| if x == 0 { text } else { x + gap + text });
    let gap = if apart(3) <= columns { 3 } else { 2 };
    let mut after = (0, 0);
    let place = |text: u16| {
        let (x, y) = after;
        let at = if x > 0 && x + text > columns { (0, y + 1) } else { (x, y) };
        after = (at.0 + text + gap, at.1);
        at
    };
    texts.map(place).collect()
}

/// Lines that they take.
pub(super) fn rows_of(lines: &[(u16, u16)]) -> u16 {
    lines.last().map_or(0, |(_, line)| line + 1)
}
