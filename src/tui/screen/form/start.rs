//! Starting a job, or taking it up again: who works on it.

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::work::StartWork;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::part_on_order;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("technician", "entry-technician", Kind::Given)];

/// The box that asks for the technician.
pub struct Start {
    page: Box<OrderPage>,
    line: u16,
}

impl Start {
    /// The box for a line of an order.
    pub fn new(page: Box<OrderPage>, line: u16) -> Self {
        Self { page, line }
    }
}

impl StageForm for Start {
    fn place(&self) -> Place {
        Place::Start(self.page.order.clone(), self.line)
    }

    fn title(&self) -> &'static str {
        "entry-title-start"
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
        form.set_options("technician", parts::people(cx, parts::repairs));
        let line = self.page.lines.iter().find(|line| line.number == self.line);
        let before = line.and_then(|line| line.work.technicians.last().cloned());
        if let Some(person) = before.or_else(|| parts::likeliest(cx, parts::repairs)) {
            form.set("technician", person.as_str());
        }
    }

    fn at_once(&self, field: &str) -> bool {
        field == "technician"
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let technician = parts::person(form, "technician");
        Ok(Command::StartWork(StartWork { order: self.page.order.clone(), line: self.line, technician }))
    }

    /// Every refusal of the line is one of the choice: there is no other field.
    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        matches!(error.field(), Some("line" | "lines")).then_some("technician")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let line = self.page.lines.iter().find(|line| line.number == self.line);
        let awaited = self.page.parts.iter().map(|row| &row.part).filter(|part| part.is_awaited());
        let awaited = part_on_order::open(cx, awaited).into_iter().map(|(_, line)| (Role::Late, line));
        line.map(|line| (Role::Text, parts::numbered(cx, line))).into_iter().chain(awaited).collect()
    }
}
