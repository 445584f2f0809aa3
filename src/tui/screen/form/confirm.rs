//! The after-sales department confirms a visit that is over (I4): one field, filled in for whoever may.

use super::{After, Halt, StageForm, parts};
use crate::desk::Receipt;
use crate::desk::rows::{OrderPage, StaffRow};
use crate::domain::Command;
use crate::domain::order::confirm::ConfirmVisit;
use crate::domain::staff::role::Right;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("confirmed_by", "entry-confirmed-by", Kind::Given)];

/// The box of the confirmation.
pub struct Confirm {
    page: Box<OrderPage>,
}

impl Confirm {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

/// Who answers for complaints.
fn confirms(person: &StaffRow) -> bool {
    parts::may(person, Right::HandleComplaint)
}

impl StageForm for Confirm {
    fn place(&self) -> Place {
        Place::ConfirmVisit(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-confirm-visit"
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
        form.set_options("confirmed_by", parts::people(cx, confirms));
        if let Some(person) = parts::likeliest(cx, confirms) {
            form.set("confirmed_by", person.as_str());
        }
    }

    fn at_once(&self, field: &str) -> bool {
        field == "confirmed_by"
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let confirmed_by = parts::person(form, "confirmed_by");
        Ok(Command::ConfirmVisit(ConfirmVisit { order: self.page.order.clone(), confirmed_by }))
    }

    fn saved(&self, cx: &Cx<'_>, _receipt: &Receipt) -> String {
        cx.get("entry-visit-confirmed").into_owned()
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        After::Told
    }
}
