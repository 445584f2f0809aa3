//! What waits for an answer: requests of customers, the oldest first (E8).

use super::Screen;
use crate::desk::rows::{RequestsPage, WaitingRow};
use crate::desk::{Answer, Query, Receipt};
use crate::domain::OrderId;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A row: the order, and the number of its request.
type Entry = (OrderId, u16);

/// The list of what waits.
pub struct Requests {
    page: RequestsPage,
    fault: String,
    table: Table<Entry>,
}

impl Requests {
    /// Reads the list.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut requests = Self { page: RequestsPage::default(), fault: String::new(), table: Table::new() };
        requests.refresh(cx);
        requests
    }

    fn entries(&self) -> Vec<Entry> {
        self.page.waiting.iter().map(entry).collect()
    }
}

impl Screen for Requests {
    fn place(&self) -> Place {
        Place::Requests
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Requests, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let n = self.page.waiting.len().to_string();
        let title = Part::new(Role::Title, cx.get("requests-title"));
        (vec![title, Part::new(Role::Text, cx.with("board-requests", &[("n", &n)]))], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::Requests) {
            Ok(Answer::Requests(page)) => (self.page, self.fault) = (page, String::new()),
            Ok(other) => self.fault = cx.say(&other.unexpected()).message,
            Err(error) => self.fault = cx.say(&error).message,
        }
        let entries = self.entries();
        self.table.keep(entries.iter());
    }

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        match (action, self.table.selected()) {
            (Action::Next | Action::Request, Some((order, _))) => Effect::Open(Place::Request(order.clone())),
            (Action::Open, Some((order, _))) => Effect::Open(Place::Order(order.clone())),
            (Action::Next | Action::Request | Action::Open, None) => Effect::Stay,
            (action, _) => {
                let entries = self.entries();
                if self.table.on(action, &entries) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::right(cx.get("requests-since"), Width::Fixed(8)),
            Column::left(cx.get("complaints-name"), Width::Fixed(10)),
            Column::left(cx.get("complaints-plate"), Width::Fixed(10)),
            Column::left(cx.get("requests-text"), Width::Flex(20)),
        ];
        let rows: Vec<Row<'_, Entry>> = self.page.waiting.iter().map(|row| line(cx, row)).collect();
        let empty = if self.fault.is_empty() { cx.get("requests-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Stay
    }
}

fn entry(row: &WaitingRow) -> Entry {
    (row.order.clone(), row.request.number)
}

fn line<'a>(cx: &Cx<'a>, row: &'a WaitingRow) -> Row<'a, Entry> {
    let cells = vec![
        Cell::new(Role::Soon, format::left(cx.now, row.request.at)),
        row.name.as_str().into(),
        format::plate(&row.plate).into(),
        row.request.text.as_str().into(),
    ];
    Row::new(entry(row), cells)
}
