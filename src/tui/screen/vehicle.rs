//! A vehicle's card: whose it is, where its visit stands, what was put off, and all visits so far.
//!
//! ```text
//!  Owner     孙丽  135****2211
//!  VIN       LSVAA4187C2184841       last reading 42,310 km on 12 Mar
//!  Special   ! keep old parts
//!  Put off   Wiper blades 98.00, 12 Mar
//!  Before    沪B 99999 from 3 Jan    王建国 from 12 Mar 2024
//!
//!     day         order          stage        km   about                    bill
//! >   Mon 23      R261123-005    repair   42,310   Front pads           480.00
//! ```

use super::next_step::Shown;
use super::{Screen, brief, order, part_on_order};
use crate::desk::rows::{OrderPage, VehiclePage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::{OrderId, VehicleId};
use crate::store::rows::VisitRow;
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

/// Put-off lines shown.
const PUT_OFF: usize = 3;
/// Special requirements shown.
const SPECIAL: usize = 3;
/// Plates and owners of the past that are shown.
const PAST: usize = 2;
/// Visits read at once when one walks on.
const OLDER: usize = 50;

/// From this width on, a visit names the order that it came back as.
const WIDE_FROM: u16 = 110;

/// A vehicle's card.
pub struct Vehicle {
    page: VehiclePage,
    /// The open order: where the visit stands.
    open: Option<OrderPage>,
    /// Visits before those of the page.
    older: Vec<VisitRow>,
    visits: Table<OrderId>,
}

impl Vehicle {
    /// Reads a vehicle's card.
    ///
    /// # Errors
    /// There is no such vehicle, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: VehicleId) -> Result<Self, DeskError> {
        let mut card = Self { page: read(cx, id)?, open: None, older: Vec::new(), visits: Table::new() };
        card.read_open(cx);
        Ok(card)
    }

    fn read_open(&mut self, cx: &Cx<'_>) {
        self.open = self.page.open.clone().and_then(|id| order::read(cx, id).ok());
        let known: Vec<OrderId> = self.page.recent.iter().map(|visit| visit.order.clone()).collect();
        self.older.retain(|visit| !known.contains(&visit.order));
        let ids = self.ids();
        self.visits.keep(ids.iter());
    }

    fn all_visits(&self) -> impl Iterator<Item = &VisitRow> {
        self.page.recent.iter().chain(&self.older)
    }

    fn ids(&self) -> Vec<OrderId> {
        self.all_visits().map(|visit| visit.order.clone()).collect()
    }

    /// Reads on where the cursor has come to the last visit that was read: only who looks for old ones waits for them.
    fn read_on(&mut self, cx: &Cx<'_>) {
        let Some(last) = self.all_visits().last().map(|visit| visit.order.clone()) else { return };
        if self.visits.selected() != Some(&last) {
            return;
        }
        let query = Query::Visits { vehicle: self.page.vehicle.clone(), before: last, limit: OLDER };
        if let Ok(Answer::Visits(older)) = cx.ask(&query) {
            self.older.extend(older);
        }
    }

    fn facts(&self, cx: &Cx<'_>) -> Vec<brief::Fact> {
        let mut facts = vec![("vehicle-owner", self.owner(cx)), ("vehicle-car", self.car(cx))];
        if let Some(open) = &self.open {
            facts.push(("vehicle-here", here(cx, open)));
        }
        let mut label = "vehicle-special";
        for row in self.page.requirements.iter().take(SPECIAL) {
            facts.push((label, brief::requirement(cx, row)));
            label = "vehicle-and";
        }
        let mut label = "vehicle-parts";
        for row in &self.page.parts {
            let mut pieces =
                vec![(Role::Text, part_on_order::name(cx, &row.part)), part_on_order::state(cx, &row.part)];
            pieces.push((Role::Dim, row.order.to_string()));
            facts.push((label, pieces));
            label = "vehicle-and";
        }
        let mut label = "vehicle-put-off";
        for line in self.page.deferred.iter().rev().take(PUT_OFF) {
            let on = brief::day(cx, line.on);
            let what = format::told(cx.words(), &line.label, &line.english).to_owned();
            let mut pieces = vec![(Role::Soon, what), (Role::Text, line.price.to_string()), (Role::Dim, on)];
            if line.declined {
                pieces.push((Role::Dim, cx.get("term-decision-declined").into_owned()));
            }
            facts.push((label, pieces));
            label = "vehicle-and";
        }
        let past = self.past(cx);
        facts.extend((!past.is_empty()).then_some(("vehicle-before", past)));
        facts.extend(brief::merged(cx, &self.page.merged, format::plate).map(|line| ("vehicle-merged", line)));
        facts.extend(brief::alike(cx, &self.page.alike, format::plate).map(|line| ("vehicle-alike", line)));
        facts
    }

    /// Plates and owners of the past, with the day from which on they were.
    fn past(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let piece =
            |what: &str, from| (Role::Dim, cx.with("vehicle-from", &[("what", what), ("day", &brief::day(cx, from))]));
        let plates = self.page.past_plates.iter().take(PAST).map(|past| piece(&format::plate(&past.plate), past.from));
        let owners = self.page.past_owners.iter().take(PAST).map(|past| piece(&past.name, past.from));
        plates.chain(owners).collect()
    }

    fn owner(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let mut pieces = match self.page.name.is_empty() {
            true => vec![(Role::Dim, cx.get("vehicle-no-owner").into_owned())],
            false => vec![(Role::Text, brief::person(&self.page.name, &self.page.phone))],
        };
        if self.page.wrong_number {
            pieces.push((Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.get("order-wrong-number"))));
        }
        if self.page.complaint.is_some() {
            pieces.push((Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.get("board-complaint"))));
        }
        // Who changed hands or plates says since when; else that is the day on which the file was opened.
        if let Some(from) = self.page.owner_from.filter(|_| !self.page.past_owners.is_empty()) {
            pieces.push((Role::Dim, cx.with("vehicle-since", &[("day", &brief::day(cx, from))])));
        }
        pieces
    }

    fn car(&self, cx: &Cx<'_>) -> Vec<(Role, String)> {
        let mut pieces = vec![(Role::Text, self.page.model.clone())];
        if let Some(from) = self.page.plate_from.filter(|_| !self.page.past_plates.is_empty()) {
            let plate = format::plate(&self.page.plate);
            pieces.push((Role::Dim, cx.with("vehicle-from", &[("what", &plate), ("day", &brief::day(cx, from))])));
        }
        if !self.page.vin.is_empty() {
            pieces.push((Role::Dim, self.page.vin.clone()));
        }
        if let Some((km, at)) = self.page.mileage {
            let values = [("km", &*format::kilometres(km)), ("day", &*brief::day(cx, at))];
            pieces.push((Role::Text, cx.with("vehicle-mileage", &values)));
        }
        pieces.retain(|(_, text)| !text.is_empty());
        pieces
    }

    /// The newest order that came back because this repair did not hold.
    fn came_back_as(&self, id: &OrderId) -> Option<&OrderId> {
        self.all_visits().find(|visit| visit.comeback_of.as_ref() == Some(id)).map(|visit| &visit.order)
    }

    fn cells<'a>(&self, cx: &Cx<'a>, visit: &'a VisitRow, columns: u16) -> Vec<Cell<'a>> {
        let over = if visit.stage.is_over() { Role::Dim } else { Role::Accent };
        let about = brief::visit_about(cx, visit, self.came_back_as(&visit.order), columns >= WIDE_FROM);
        vec![
            brief::day(cx, visit.received).into(),
            Cell::new(Role::Dim, visit.order.as_str()),
            Cell::new(over, brief::stage(cx, visit.stage)),
            visit.mileage.map(format::kilometres).unwrap_or_default().into(),
            about.into(),
            visit.bill.to_string().into(),
        ]
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
            self.all_visits().map(|visit| Row::new(visit.order.clone(), self.cells(cx, visit, area.width))).collect();
        self.visits.draw(&cx.look, area, buffer, &columns, &rows, &cx.get("vehicle-no-visits"));
    }
}

impl Screen for Vehicle {
    fn place(&self) -> Place {
        Place::Vehicle(self.page.vehicle.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        let here = if self.open.is_some() { Layer::Order } else { Layer::Vehicle };
        vec![Layer::Card, here, Layer::File, Layer::List]
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
        let ids = self.ids();
        if self.visits.on(action, &ids) {
            self.read_on(cx);
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
            (Action::Customer, _) => match &self.page.customer {
                Some(customer) => Effect::Open(Place::Customer(customer.clone())),
                None => say(cx, "order-no-customer"),
            },
            (Action::Requirement, None) => {
                Effect::Open(Place::Requirement { customer: None, vehicle: Some(self.page.vehicle.clone()) })
            }
            (Action::Merge, _) => Effect::Open(Place::MergeVehicle(self.page.vehicle.clone())),
            (Action::Separate, _) if self.page.merged.is_empty() => say(cx, "vehicle-not-merged"),
            (Action::Separate, _) => Effect::Open(Place::SeparateVehicle(self.page.vehicle.clone())),
            (action, Some(open)) => Shown::page(cx, open).on(cx, action).unwrap_or(Effect::Pass),
            (_, None) => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let used = brief::facts(cx, area, buffer, &self.facts(cx));
        let rest = Rect { y: area.y + used + 1, height: area.height.saturating_sub(used + 1), ..area };
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
    let (told, step) = Shown::page(cx, open).told(cx);
    let mut pieces = vec![(Role::Text, brief::stage(cx, open.stage).into_owned()), (told, step.into_owned())];
    if let Some(promise) = &open.promise {
        pieces.push((Role::Text, format::moment(cx.words(), promise.at, cx.now)));
        pieces.push((cx.urgency(promise.at), format::left(promise.at, cx.now)));
    }
    pieces
}

fn say(cx: &Cx<'_>, key: &str) -> Effect {
    Effect::Say(Role::Dim, cx.words().with(key, &[]))
}
