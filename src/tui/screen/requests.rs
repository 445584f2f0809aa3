//! What waits: parts that are here without the customer knowing (F1), online requests that nobody has confirmed (A3),
//! what customers asked for on a visit (E8), and parts that have still to come. Parts of cars that have left stand here
//! too: their customers come back.

use super::Screen;
use crate::desk::rows::{OnlineRow, RequestsPage, WaitingPart, WaitingRow};
use crate::desk::{Answer, Query, Receipt};
use crate::domain::{OnlineId, OrderId, Stamp};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::screen::{brief, order, part_on_order};
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
    /// A part on order, by its number in the order.
    Part(OrderId, u16),
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
        let (here, awaited) = self.parts();
        let (here, awaited) = (here.iter().map(of_part), awaited.iter().map(of_part));
        here.chain(online).chain(self.page.waiting.iter().map(entry)).chain(awaited).collect()
    }

    /// Parts that are here without the customer knowing, and all others.
    fn parts(&self) -> (&[WaitingPart], &[WaitingPart]) {
        let here = self.page.parts.iter().take_while(|row| row.part.untold_since().is_some()).count();
        self.page.parts.split_at(here)
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
        let counts = [
            ("board-online", self.page.online.len()),
            ("board-requests", self.page.waiting.len()),
            ("requests-parts", self.page.parts.len()),
        ];
        // No part on order is no news.
        for (key, n) in counts.into_iter().filter(|(key, n)| *n > 0 || *key != "requests-parts") {
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
            (Action::Next | Action::PartStep, Some(Entry::Part(order, number))) => advance(cx, order, *number),
            (Action::Request, Some(Entry::Part(order, _))) => Effect::Open(Place::Request(order.clone())),
            (Action::PartStep, Some(Entry::Request(order, _))) => part_on_order::advance(cx, order.clone()),
            (Action::Open, Some(Entry::Request(order, _) | Entry::Part(order, _))) => {
                Effect::Open(Place::Order(order.clone()))
            }
            (Action::Open | Action::PartStep, Some(Entry::Online(_))) => say("requests-no-order"),
            (Action::Cancel, Some(Entry::Online(id))) => Effect::Open(Place::DiscardOnline(id.clone())),
            (Action::Cancel, Some(Entry::Request(..) | Entry::Part(..))) => say("requests-not-online"),
            (Action::Next | Action::Request | Action::Open | Action::Cancel | Action::PartStep, None) => Effect::Stay,
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
        let (here, awaited) = self.parts();
        let mut rows: Vec<Row<'_, Entry>> = Vec::new();
        let groups: [Vec<Row<'_, Entry>>; 4] = [
            here.iter().map(|row| part_line(cx, row)).collect(),
            self.page.online.iter().map(|row| online_line(cx, row)).collect(),
            self.page.waiting.iter().map(|row| line(cx, row)).collect(),
            awaited.iter().map(|row| part_line(cx, row)).collect(),
        ];
        for mut group in groups {
            if let Some(first) = group.first_mut().filter(|_| !rows.is_empty()) {
                first.apart = true;
            }
            rows.append(&mut group);
        }
        let empty = if self.fault.is_empty() { cx.get("requests-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Stay
    }
}

/// Takes the next step of a part of an order, or asks what it needs.
fn advance(cx: &Cx<'_>, id: &OrderId, number: u16) -> Effect {
    match order::read(cx, id.clone()) {
        Ok(page) => match page.parts.iter().find(|row| row.part.number == number) {
            Some(row) => part_on_order::step(cx, &page, row),
            None => Effect::Stay,
        },
        Err(error) => Effect::Say(Role::Error, cx.say(&error).message),
    }
}

fn of_part(row: &WaitingPart) -> Entry {
    Entry::Part(row.order.clone(), row.part.number)
}

fn entry(row: &WaitingRow) -> Entry {
    Entry::Request(row.order.clone(), row.request.number)
}

fn cells<'a>(
    cx: &Cx<'a>,
    (since, kind): (Stamp, &'static str),
    (name, plate): (&'a str, &str),
    (wished, text): (String, Cell<'a>),
) -> Vec<Cell<'a>> {
    vec![
        Cell::new(Role::Soon, brief::clock(cx, since)),
        Cell::new(Role::Dim, cx.get(kind)),
        name.into(),
        format::plate(plate).into(),
        wished.into(),
        text,
    ]
}

fn online_line<'a>(cx: &Cx<'a>, row: &'a OnlineRow) -> Row<'a, Entry> {
    let wished = row.wished.map(|at| format::moment(cx.words(), at, cx.now)).unwrap_or_default();
    let cells = cells(cx, (row.sent, "requests-online"), (&row.name, &row.plate), (wished, row.says.as_str().into()));
    Row::new(Entry::Online(row.online.clone()), cells)
}

fn line<'a>(cx: &Cx<'a>, row: &'a WaitingRow) -> Row<'a, Entry> {
    let text = (String::new(), row.request.text.as_str().into());
    Row::new(entry(row), cells(cx, (row.request.at, "board-request"), (&row.name, &row.plate), text))
}

/// A part: what it is, and how far; when it is expected or the customer comes. A car that has left is named as such.
fn part_line<'a>(cx: &Cx<'a>, row: &'a WaitingPart) -> Row<'a, Entry> {
    let since = row.part.untold_since().unwrap_or(row.part.at);
    let (role, state) = part_on_order::state(cx, &row.part);
    let kind = if row.away { "requests-away" } else { "requests-part" };
    let text = format!("{}  {state}", part_on_order::name(cx, &row.part));
    let text = (String::new(), Cell::new(role, text));
    Row::new(of_part(row), cells(cx, (since, kind), (&row.name, &row.plate), text))
}
