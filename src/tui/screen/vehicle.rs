//! A vehicle's card: whose it is, where its visit stands, what was put off, and all visits so far.
//!
//! ```text
//!  Owner     孙丽  135****2211
//!  VIN       LSVAA4187C2184841       last reading 42,310 km on 12 Mar
//!  Put off   Wiper blades 98.00, 12 Mar
//!
//!     day         order          stage        km   about                    bill
//! >   Mon 23      R261123-005    repair   42,310   Front pads           480.00
//! ```

use super::next_step::Shown;
use super::{Screen, brief, order};
use crate::desk::rows::{OrderPage, VehiclePage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::{OrderId, Stamp, VehicleId};
use crate::store::rows::VisitRow;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, width};
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Put-off lines shown.
const PUT_OFF: usize = 3;

/// A vehicle's card.
pub struct Vehicle {
    page: VehiclePage,
    /// The open order: where the visit stands.
    open: Option<OrderPage>,
    visits: Table<OrderId>,
}

/// A row of the card: label, and what is known piece by piece with its meaning.
type Fact = (&'static str, Vec<(Role, String)>);

impl Vehicle {
    /// Reads a vehicle's card.
    ///
    /// # Errors
    /// There is no such vehicle, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: VehicleId) -> Result<Self, DeskError> {
        let mut card = Self { page: read(cx, id)?, open: None, visits: Table::new() };
        card.read_open(cx);
        Ok(card)
    }

    fn read_open(&mut self, cx: &Cx<'_>) {
        self.open = self.page.open.clone().and_then(|id| order::read(cx, id).ok());
        self.visits.keep(self.page.recent.iter().map(|visit| &visit.order));
    }

    fn facts(&self, cx: &Cx<'_>) -> Vec<Fact> {
        let mut facts = vec![("vehicle-owner", self.owner(cx)), ("vehicle-car", self.car(cx))];
        if let Some(open) = &self.open {
            facts.push(("vehicle-here", here(cx, open)));
        }
        let mut label = "vehicle-put-off";
        for line in self.page.deferred.iter().rev().take(PUT_OFF) {
            let on = day(cx, line.on);
            let what = format::told(cx.words(), &line.label, &line.english).to_owned();
            let mut pieces = vec![(Role::Soon, what), (Role::Text, line.price.to_string()), (Role::Dim, on)];
            if line.declined {
                pieces.push((Role::Dim, cx.get("term-decision-declined").into_owned()));
            }
            facts.push((label, pieces));
            label = "vehicle-and";
        }
        facts
    }

    fn owner(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let mut pieces = match self.page.name.is_empty() {
            true => vec![(Role::Dim, cx.get("vehicle-no-owner").into_owned())],
            false => vec![(Role::Text, brief::person(&self.page.name, &self.page.phone))],
        };
        if self.page.wrong_number {
            pieces.push((Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.get("order-wrong-number"))));
        }
        pieces
    }

    fn car(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let mut pieces = vec![(Role::Text, self.page.model.clone())];
        if !self.page.vin.is_empty() {
            pieces.push((Role::Dim, self.page.vin.clone()));
        }
        if let Some((km, at)) = self.page.mileage {
            let values = [("km", &*format::kilometres(km)), ("day", &*day(cx, at))];
            pieces.push((Role::Text, cx.with("vehicle-mileage", &values)));
        }
        pieces.retain(|(_, text)| !text.is_empty());
        pieces
    }

    fn draw_visits(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let columns = [
            Column::left(cx.get("vehicle-day"), Width::Fixed(12)),
            Column::left(cx.get("vehicle-order"), Width::Fixed(12)),
            Column::left(cx.get("vehicle-stage"), Width::Fixed(9)),
            Column::right(cx.get("vehicle-km"), Width::Fixed(9)),
            Column::left(cx.get("vehicle-about"), Width::Flex(14)),
            Column::right(cx.get("vehicle-bill"), Width::Fixed(10)),
        ];
        let rows: Vec<Row<'_, OrderId>> =
            self.page.recent.iter().map(|visit| Row::new(visit.order.clone(), visit_cells(cx, visit))).collect();
        self.visits.draw(&cx.look, area, buffer, &columns, &rows, &cx.get("vehicle-no-visits"));
    }
}

impl Screen for Vehicle {
    fn place(&self) -> Place {
        Place::Vehicle(self.page.vehicle.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        let here = if self.open.is_some() { Layer::Order } else { Layer::Vehicle };
        vec![Layer::Card, here, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let visits = cx.with("vehicle-visits", &[("n", &self.page.visits.to_string())]);
        let left = vec![
            Part::new(Role::Title, format::plate(&self.page.plate)),
            Part::new(Role::Text, self.page.model.as_str()),
            Part::new(Role::Dim, visits),
        ];
        (left, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = read(cx, self.page.vehicle.clone()) {
            self.page = page;
        }
        self.read_open(cx);
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let ids: Vec<OrderId> = self.page.recent.iter().map(|visit| visit.order.clone()).collect();
        if self.visits.on(action, &ids) {
            return Effect::Stay;
        }
        match (action, &self.open) {
            (Action::Next, Some(open)) => Effect::Open(Place::Order(open.order.clone())),
            (Action::Next | Action::NewOrder, None) => Effect::Open(Place::NewOrder { plate: self.page.plate.clone() }),
            // The car is here already: a second order for it is refused, its open one is what is meant.
            (Action::NewOrder, Some(open)) => Effect::Open(Place::Order(open.order.clone())),
            (Action::Open, _) => match self.visits.selected() {
                Some(order) => Effect::Open(Place::Order(order.clone())),
                None => Effect::Stay,
            },
            (Action::Edit, _) => Effect::Open(Place::ChangeVehicle(self.page.vehicle.clone())),
            (Action::Complaint, None) => {
                let (order, vehicle) = (self.visits.selected().cloned(), Some(self.page.vehicle.clone()));
                Effect::Open(Place::NewComplaint { order, call: None, vehicle, words: String::new() })
            }
            (Action::Back, _) => Effect::Back,
            (Action::Vehicle, _) => Effect::Say(Role::Dim, cx.get("vehicle-is-shown").into_owned()),
            (action, Some(open)) => Shown::from(open).on(cx, action).unwrap_or(Effect::Pass),
            (_, None) => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = cx.look.theme;
        let facts = self.facts(cx);
        let labels = facts.iter().map(|(label, _)| width(&cx.words().get(label))).max().unwrap_or(0);
        let mut y = area.y;
        for (label, pieces) in &facts {
            if y >= area.bottom() {
                return None;
            }
            put(buffer, area.x + 1, y, labels, &cx.words().get(label), theme.style(Role::Dim));
            let mut x = area.x + 1 + labels + 2;
            for (role, text) in pieces {
                let room = area.right().saturating_sub(x + 1);
                x = put(buffer, x, y, room, text, theme.style(*role)) + 3;
            }
            y += 1;
        }
        let rest = Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area };
        self.draw_visits(cx, rest, buffer);
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Stay
    }
}

fn read(cx: &Cx<'_>, id: VehicleId) -> Result<VehiclePage, DeskError> {
    match cx.ask(&Query::Vehicle { id })? {
        Answer::Vehicle(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

/// Where the visit stands: stage, next step, promise and what is left of it. "Is my car ready?"
fn here(cx: &Cx<'_>, open: &OrderPage) -> Vec<(Role, String)> {
    let mut pieces = vec![
        (Role::Text, brief::stage(cx, open.stage).into_owned()),
        (Role::Accent, brief::next(cx, open.next).into_owned()),
    ];
    if let Some(promise) = &open.promise {
        pieces.push((Role::Text, format::moment(cx.words(), promise.at, cx.now)));
        pieces.push((cx.urgency(promise.at), format::left(promise.at, cx.now)));
    }
    pieces
}

/// The day, also today's.
fn day(cx: &Cx<'_>, at: Stamp) -> String {
    let day = format::day(cx.words(), at.day(), cx.now.day());
    if day.is_empty() { cx.get("vehicle-today").into_owned() } else { day }
}

fn visit_cells<'a>(cx: &Cx<'a>, visit: &'a VisitRow) -> Vec<Cell<'a>> {
    let over = if visit.stage.is_over() { Role::Dim } else { Role::Accent };
    vec![
        day(cx, visit.received).into(),
        Cell::new(Role::Dim, visit.order.as_str()),
        Cell::new(over, brief::stage(cx, visit.stage)),
        visit.mileage.map(format::kilometres).unwrap_or_default().into(),
        format::told(cx.words(), &visit.about, &visit.english).into(),
        visit.bill.to_string().into(),
    ]
}
