//! Handing the car from the advisor to the workshop: who takes it, cleaned or not (A17).

use super::{Halt, StageForm, parts};
use crate::desk::rows::{OrderPage, StaffRow};
use crate::domain::Command;
use crate::domain::order::workshop::HandToWorkshop;
use crate::domain::staff::role::Right;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("to", "entry-workshop-to", Kind::Given),
    FieldSpec::needed("cleaned", "field-cleaned", Kind::Toggle),
];

/// The box that asks who takes the car.
pub struct Workshop {
    page: Box<OrderPage>,
}

impl Workshop {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Workshop {
    fn place(&self) -> Place {
        Place::Workshop(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-workshop"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn is_box(&self) -> bool {
        true
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        // Whoever brings the car cannot take it, too.
        let takes = |person: &StaffRow| parts::may(person, Right::Work) && person.id != cx.session.who;
        form.set_options("to", parts::people(cx, takes));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let needed = || Halt::At("to", cx.get("form-needed").into_owned());
        let to = parts::person(form, "to").ok_or_else(needed)?;
        let cleaned = parts::decided(cx, form, "cleaned")?;
        Ok(Command::HandToWorkshop(HandToWorkshop { order: self.page.order.clone(), to, cleaned }))
    }
}
