//! Who read a customer's file, and when: for those who answer for it (feature 71).
//!
//! ```text
//!    when          who         what
//! >  Mon 23 14:32  Zhao        phone number shown
//!    Mon 23 14:31  Zhao        file
//! ```

use super::Screen;
use crate::desk::{Answer, DeskError, Query};
use crate::domain::customer::read::Read;
use crate::domain::{CustomerId, StaffId, Stamp};
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

/// Days that are read at most: years of a busy file.
const DAYS: usize = 1_000;

/// What tells one reading from the others.
type Which = (Stamp, StaffId, bool);

/// The list.
pub struct Reads {
    customer: CustomerId,
    reads: Vec<Read>,
    rows: Table<Which>,
}

impl Reads {
    /// Reads who read a customer's file.
    ///
    /// # Errors
    /// The person at the keys may not see it, or it cannot be read.
    pub fn new(cx: &Cx<'_>, customer: CustomerId) -> Result<Self, DeskError> {
        let reads = read(cx, &customer)?;
        let mut screen = Self { customer, reads, rows: Table::new() };
        screen.keep();
        Ok(screen)
    }

    fn keys(&self) -> Vec<Which> {
        self.reads.iter().map(which).collect()
    }

    fn keep(&mut self) {
        let keys = self.keys();
        self.rows.keep(keys.iter());
    }
}

impl Screen for Reads {
    fn place(&self) -> Place {
        Place::Reads(self.customer.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Page, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let title = Part::new(Role::Title, cx.get("reads-title"));
        (vec![title, Part::new(Role::Dim, self.customer.as_str())], Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        // Whoever may see it no more is left with nothing.
        self.reads = read(cx, &self.customer).unwrap_or_default();
        self.keep();
    }

    fn on(&mut self, _cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        if self.rows.on(action, &self.keys()) {
            return Effect::Stay;
        }
        match action {
            Action::Back | Action::Next => Effect::Back,
            _ => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let columns = [
            Column::left(cx.get("reads-when"), Width::Fixed(16)),
            Column::left(cx.get("reads-who"), Width::Fixed(16)),
            Column::left(cx.get("reads-what"), Width::Flex(20)),
        ];
        let row = |read: &Read| {
            let (role, what) = if read.phone { (Role::Soon, "reads-phone") } else { (Role::Text, "reads-file") };
            let when = format::moment(cx.words(), read.at, cx.now);
            let cells = vec![when.into(), cx.name(&read.by).to_owned().into(), Cell::new(role, cx.get(what))];
            Row::new(which(read), cells)
        };
        let rows: Vec<Row<'_, Which>> = self.reads.iter().map(row).collect();
        self.rows.draw(&cx.look, area, buffer, &columns, &rows, &cx.get("reads-nobody"));
        None
    }
}

fn which(read: &Read) -> Which {
    (read.at, read.by.clone(), read.phone)
}

fn read(cx: &Cx<'_>, customer: &CustomerId) -> Result<Vec<Read>, DeskError> {
    match cx.ask(&Query::Reads { customer: customer.clone(), days: DAYS })? {
        Answer::Reads(reads) => Ok(reads),
        other => Err(other.unexpected()),
    }
}
