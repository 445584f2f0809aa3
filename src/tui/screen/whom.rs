//! Whom one might call, though no call is planned: customers without contact for a while (K2), owners of cars whose service
//! is due (K6). `Enter` plans the call for now and takes it up.
//!
//! ```text
//!   customer   phone       plate      car            what      since          visits
//!   王建国     138****2211 沪A 12345  VW Passat      reminder  service 7 Dec       4
//!   陈静       139****0002 浙B D88123 BYD Han        care      last 3 Jun          2
//! ```

use super::{Screen, brief};
use crate::desk::rows::{WHOM_MAX, WhomRow};
use crate::desk::{Answer, Query, Receipt};
use crate::domain::call::plan::PlanCall;
use crate::domain::customer::contact::Contact;
use crate::domain::customer::phone;
use crate::domain::{CallId, Command, CustomerId};
use crate::text::{format, term};
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

/// The list of those whom one might call.
pub struct Whom {
    rows: Vec<WhomRow>,
    fault: String,
    table: Table<CustomerId>,
}

impl Whom {
    /// Reads whom one might call.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut whom = Self { rows: Vec::new(), fault: String::new(), table: Table::new() };
        whom.refresh(cx);
        whom
    }

    fn selected(&self) -> Option<&WhomRow> {
        self.rows.iter().find(|row| Some(&row.customer) == self.table.selected())
    }
}

impl Screen for Whom {
    fn place(&self) -> Place {
        Place::WhomToCall
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Whom, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let n = self.rows.len().to_string();
        let of = |kind| self.rows.iter().filter(|row| row.kind == kind).count();
        let is_cut = [Contact::Reminder, Contact::Care].into_iter().any(|kind| of(kind) >= WHOM_MAX);
        let found = cx.with(if is_cut { "whom-first" } else { "whom-found" }, &[("n", &n)]);
        let found = Part::new(Role::Text, found);
        (vec![Part::new(Role::Title, cx.get("whom-title")), found], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::WhomToCall) {
            Ok(Answer::WhomToCall(rows)) => (self.rows, self.fault) = (rows, String::new()),
            Ok(other) => self.fault = cx.say(&other.unexpected()).message,
            Err(error) => self.fault = cx.say(&error).message,
        }
        self.table.keep(self.rows.iter().map(|row| &row.customer));
    }

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        match (action, self.selected()) {
            (Action::Next, Some(row)) => Effect::run(Command::PlanCall(PlanCall {
                kind: row.kind,
                customer: Some(row.customer.clone()),
                vehicle: row.vehicle.clone(),
                order: None,
                tell: None,
                at: None,
            })),
            (Action::Open, Some(row)) => Effect::Open(Place::Customer(row.customer.clone())),
            (action, _) => {
                let ids: Vec<CustomerId> = self.rows.iter().map(|row| row.customer.clone()).collect();
                if self.table.on(action, &ids) { Effect::Stay } else { Effect::Pass }
            }
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("calls-name"), Width::Flex(8)),
            Column::left(cx.get("calls-phone"), Width::Fixed(11)),
            Column::left(cx.get("calls-plate"), Width::Fixed(10)),
            Column::left(cx.get("calls-car"), Width::Flex(8)),
            Column::left(cx.get("calls-about"), Width::Fixed(9)),
            Column::left(cx.get("whom-since"), Width::Fixed(16)),
        ];
        let rows: Vec<Row<'_, CustomerId>> = self.rows.iter().map(|row| line(cx, row)).collect();
        let empty = if self.fault.is_empty() { cx.get("whom-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }

    fn done(&mut self, _cx: &Cx<'_>, receipt: &Receipt) -> Effect {
        // One comes back here: whoever cares for customers calls one after the other.
        Effect::Open(Place::Call(CallId::new(&receipt.id)))
    }
}

fn line<'a>(cx: &Cx<'a>, row: &'a WhomRow) -> Row<'a, CustomerId> {
    let since = match (row.service, row.contacted) {
        (Some(due), _) => {
            let day = format::day(cx.words(), due, cx.now.day());
            let role = if due < cx.now.day() { Role::Late } else { Role::Text };
            Cell::new(role, cx.with("whom-service", &[("day", &day)]))
        }
        (None, Some(last)) => Cell::new(Role::Text, cx.with("whom-last", &[("day", &brief::day(cx, last))])),
        (None, None) => Cell::new(Role::Text, ""),
    };
    let cells = vec![
        Cell::new(Role::Text, row.name.as_str()),
        Cell::new(Role::Text, phone::masked(&row.phone)),
        Cell::new(Role::Text, format::plate(&row.plate)),
        Cell::new(Role::Text, row.model.as_str()),
        Cell::new(Role::Accent, cx.get(term::contact(row.kind))),
        since,
    ];
    let late = row.service.is_some_and(|due| due < cx.now.day());
    let mark = late.then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(row.customer.clone(), cells) }
}
