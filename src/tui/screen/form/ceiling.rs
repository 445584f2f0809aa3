//! A manager raises the authorised ceiling without the customer, with a reason (D4; feature 23).

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::ceiling::RaiseCeiling;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("ceiling", "entry-ceiling", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
];

/// The box that asks for the ceiling and the reason.
pub struct Ceiling {
    page: Box<OrderPage>,
}

impl Ceiling {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Ceiling {
    fn place(&self) -> Place {
        Place::Ceiling(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-ceiling"
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

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        if !parts::note_money(cx, form, "ceiling") {
            form.set_note("ceiling", "");
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let ceiling = parts::money(cx, form, "ceiling")?.unwrap_or_default();
        if ceiling <= self.page.ceiling {
            let above = cx.with("entry-ceiling-above", &[("sum", &self.page.ceiling.to_string())]);
            return Err(Halt::At("ceiling", above));
        }
        let (order, reason) = (self.page.order.clone(), form.value("reason"));
        Ok(Command::RaiseCeiling(RaiseCeiling { order, ceiling, reason }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let (bill, ceiling) = (self.page.bill.to_string(), self.page.ceiling.to_string());
        vec![(Role::Text, cx.with("entry-ceiling-now", &[("bill", &bill), ("ceiling", &ceiling)]))]
    }
}
