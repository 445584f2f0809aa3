//! Cancelling an order on which no work began.

use super::{Halt, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::cancel::CancelOrder;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// How a visit may end without a repair.
const OUTCOMES: &[Pick] = &[
    ('b', "book", "entry-outcome-book"),
    ('q', "quote-only", "entry-outcome-quote"),
    ('l', "left", "entry-outcome-left"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
    FieldSpec::optional("outcome", "entry-outcome", Kind::Choice(OUTCOMES)),
];

/// The box that asks why.
pub struct Cancel {
    page: Box<OrderPage>,
}

impl Cancel {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Cancel {
    fn place(&self) -> Place {
        Place::Cancel(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-cancel"
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

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (order, reason) = (self.page.order.clone(), form.value("reason"));
        Ok(Command::CancelOrder(CancelOrder { order, reason, outcome: parts::coded(form, "outcome") }))
    }
}
