//! A trip to the customer (Q4): the application, its approval, and that the engineer set out. One box for all three:
//! what is done already stands there.

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::trip::NoteTrip;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("task", "entry-trip-task", Kind::Text { max: 200 }),
    FieldSpec::needed("route", "entry-trip-route", Kind::Text { max: 200 }),
    FieldSpec::needed("engineer", "field-engineer", Kind::Given),
    FieldSpec::optional("approved", "entry-trip-approved", Kind::Toggle),
    FieldSpec::optional("approved_by", "entry-approved-by", Kind::Given),
    FieldSpec::optional("remark", "entry-remark", Kind::Text { max: 200 }),
    FieldSpec::optional("departed", "entry-trip-departed", Kind::Time),
];

/// The box of a trip.
pub struct Trip {
    page: Box<OrderPage>,
}

impl Trip {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Trip {
    fn place(&self) -> Place {
        Place::Trip(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-trip"
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
        form.set_options("engineer", parts::people(cx, parts::repairs));
        form.set_options("approved_by", parts::people(cx, |_| true));
        let named = self.page.visit.urgent.as_ref().and_then(|urgent| urgent.engineer.clone());
        if let Some(engineer) = named {
            form.set("engineer", engineer.as_str());
        }
        let Some(trip) = &self.page.visit.trip else { return };
        form.set("task", &trip.task);
        form.set("route", &trip.route);
        form.set("engineer", trip.engineer.as_str());
        // What is still to be done comes first.
        form.focus_on(if trip.approved == Some(true) { "departed" } else { "approved" });
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let answer = parts::answered(form, "approved");
        let stands = self.page.visit.trip.as_ref().is_some_and(|trip| trip.approved == Some(true));
        form.show("approved_by", answer.is_some());
        form.show("remark", answer == Some(false));
        form.set_needed("remark", answer == Some(false));
        form.show("departed", answer == Some(true) || (stands && answer.is_none()));
        let me = if form.value("approved_by").is_empty() { cx.name(&cx.session.who) } else { "" };
        form.set_note("approved_by", me);
        let note = if stands || answer.is_some() { String::new() } else { cx.get("entry-trip-first").into_owned() };
        form.set_note("approved", note);
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::NoteTrip(NoteTrip {
            order: self.page.order.clone(),
            task: parts::typed(form, "task"),
            route: parts::typed(form, "route"),
            engineer: parts::person(form, "engineer"),
            approved: parts::answered(form, "approved"),
            approved_by: parts::person(form, "approved_by"),
            remark: parts::typed(form, "remark"),
            departed: parts::typed(form, "departed"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let said = self.page.says.iter().rev().find(|said| !said.words.is_empty());
        let said = said.map(|said| (Role::Dim, cx.with("entry-said", &[("words", &said.words)])));
        let who = brief::person(&self.page.name, &self.page.phone);
        std::iter::once((Role::Text, who)).chain(said).collect()
    }
}
