//! What waits for an answer, the oldest first: online requests that nobody has confirmed (A3), then what customers asked
//! for on a visit (E8).

use super::Screen;
use crate::desk::rows::{OnlineRow, RequestsPage, WaitingRow};
use crate::desk::{Answer, Query, Receipt};
use crate::domain::{OnlineId, OrderId, Stamp};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// An online request.
    Online(OnlineId),
    /// A request of an order, by its number there.
    Request(OrderId, u16),
}

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
        let online = self.page.online.iter().map(|row| Entry::Online(row.online.clone()));
        online.chain(self.page.waiting.iter().map(entry)).collect()
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
        let mut parts = vec![Part::new(Role::Title, cx.get("requests-title"))];
        for (key, n) in [("board-online", self.page.online.len()), ("board-requests", self.page.waiting.len())] {
            parts.push(Part::new(Role::Text, cx.with(key, &[("n", &n.to_string())])));
        }
        (parts, Vec::new())
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

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let entries = self.entries();
        if self.table.on(action, &entries) {
            return Effect::Stay;
        }
        let say = |key: &str| Effect::Say(Role::Dim, cx.words().with(key, &[]));
        match (action, self.table.selected()) {
            (Action::Next | Action::Request, Some(Entry::Request(order, _))) => {
                Effect::Open(Place::Request(order.clone()))
            }
            (Action::Next | Action::Request, Some(Entry::Online(id))) => Effect::Open(Place::TakeIn(id.clone())),
            (Action::Open, Some(Entry::Request(order, _))) => Effect::Open(Place::Order(order.clone())),
            (Action::Open, Some(Entry::Online(_))) => say("requests-no-order"),
            (Action::Cancel, Some(Entry::Online(id))) => Effect::Open(Place::DiscardOnline(id.clone())),
            (Action::Cancel, Some(Entry::Request(..))) => say("requests-not-online"),
            (Action::Next | Action::Request | Action::Open | Action::Cancel, None) => Effect::Stay,
            (_, _) => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("requests-since"), Width::Fixed(11)),
            Column::left(cx.get("file-what"), Width::Fixed(8)),
            Column::left(cx.get("complaints-name"), Width::Fixed(10)),
            Column::left(cx.get("complaints-plate"), Width::Fixed(10)),
            Column::left(cx.get("requests-wished"), Width::Fixed(20)).only_if(area.width >= 100),
            Column::left(cx.get("requests-text"), Width::Flex(20)),
        ];
        let mut rows: Vec<Row<'_, Entry>> = self.page.online.iter().map(|row| online_line(cx, row)).collect();
        let first = rows.len();
        rows.extend(self.page.waiting.iter().map(|row| line(cx, row)));
        if let Some(row) = rows.get_mut(first).filter(|_| first > 0) {
            row.apart = true;
        }
        let empty = if self.fault.is_empty() { cx.get("requests-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Stay
    }
}

fn entry(row: &WaitingRow) -> Entry {
    Entry::Request(row.order.clone(), row.request.number)
}

fn cells<'a>(
    cx: &Cx<'a>,
    (since, kind): (Stamp, &'static str),
    (name, plate): (&'a str, &str),
    (wished, text): (String, &'a str),
) -> Vec<Cell<'a>> {
    vec![
        Cell::new(Role::Soon, brief::clock(cx, since)),
        Cell::new(Role::Dim, cx.get(kind)),
        name.into(),
        format::plate(plate).into(),
        wished.into(),
        text.into(),
    ]
}

fn online_line<'a>(cx: &Cx<'a>, row: &'a OnlineRow) -> Row<'a, Entry> {
    let wished = row.wished.map(|at| format::moment(cx.words(), at, cx.now)).unwrap_or_default();
    let cells = cells(cx, (row.sent, "requests-online"), (&row.name, &row.plate), (wished, &row.says));
    Row::new(Entry::Online(row.online.clone()), cells)
}

fn line<'a>(cx: &Cx<'a>, row: &'a WaitingRow) -> Row<'a, Entry> {
    let text = (String::new(), row.request.text.as_str());
    Row::new(entry(row), cells(cx, (row.request.at, "board-request"), (&row.name, &row.plate), text))
}
