//! A customer's file is put right: name, phone, segment (P1). A new phone takes away the mark "wrong number".

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::CustomerPage;
use crate::domain::Command;
use crate::domain::customer::change::ChangeCustomer;
use crate::domain::customer::{Segment, phone};
use crate::domain::event;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const SEGMENTS: &[Pick] = &[('g', "general", "term-segment-general"), ('k', "key", "term-segment-key")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("phone", "entry-phone", Kind::Code { max: 20, leap: false }),
    FieldSpec::needed("segment", "entry-segment", Kind::Choice(SEGMENTS)),
    FieldSpec::needed("name", "entry-name", Kind::Text { max: 40 }),
];

/// The box of a customer's file.
pub struct Customer {
    page: Box<CustomerPage>,
}

impl Customer {
    /// The box for a customer.
    pub fn new(page: Box<CustomerPage>) -> Self {
        Self { page }
    }

    fn phone(&self) -> &str {
        self.page.phones.first().map_or("", String::as_str)
    }
}

impl StageForm for Customer {
    fn place(&self) -> Place {
        Place::ChangeCustomer(self.page.customer.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-customer"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.name.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("customer", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::customer_page(cx, &self.page.customer)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        form.set("name", &self.page.name);
        form.set("phone", self.phone());
        form.set("segment", &event::code(&self.page.segment));
        form.focus_on("phone");
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        parts::note_wrong(_cx, form, "phone", |text| phone::parse(text).map(|_| ()));
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let changed = |id, was: &str| parts::typed(form, id).filter(|now| now != was);
        let (name, phone) = (changed("name", &self.page.name), changed("phone", self.phone()));
        let segment = parts::coded::<Segment>(form, "segment").filter(|now| *now != self.page.segment);
        if name.is_none() && phone.is_none() && segment.is_none() {
            return Err(Halt::Nothing);
        }
        let customer = self.page.customer.clone();
        Ok(Command::ChangeCustomer(ChangeCustomer { customer, name, phone, segment }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        (error.field() == Some("customer")).then_some("phone")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        match self.page.wrong_number {
            true => vec![(Role::Late, cx.get("entry-wrong-number").into_owned())],
            false => Vec::new(),
        }
    }
}
