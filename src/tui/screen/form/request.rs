//! What the customer asks for, and what the shop answers (E8): the first request that is open is answered, unless
//! another one or a new one is picked.

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::{OrderPage, RequestRow};
use crate::domain::Command;
use crate::domain::order::request::{AnswerRequest, NoteRequest};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("number", "entry-request-which", Kind::Given),
    FieldSpec::needed("request", "field-request", Kind::Text { max: 400 }),
    FieldSpec::needed("answer", "field-answer", Kind::Text { max: 400 }),
];

/// The box of a request.
pub struct Request {
    page: Box<OrderPage>,
}

impl Request {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    fn open(&self) -> impl Iterator<Item = &RequestRow> {
        self.page.requests.iter().filter(|row| row.answer.is_none())
    }
}

impl StageForm for Request {
    fn place(&self) -> Place {
        Place::Request(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-request"
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

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let first = self.open().next().map(|row| row.number.to_string());
        let new = Choice { key: Some('0'), value: "new".into(), label: Label::Word("entry-request-new") };
        let open = self.open().map(|row| (row.number.to_string(), row.text.clone()));
        form.set_options("number", std::iter::once(new).chain(Choice::numbered(open)).collect());
        form.show("number", first.is_some());
        form.set("number", first.as_deref().unwrap_or("new"));
        form.focus_on(if first.is_some() { "answer" } else { "request" });
    }

    fn changed(&mut self, _cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "number" {
            let asked = ask(form);
            form.focus_on(asked);
        }
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        ask(form);
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let order = self.page.order.clone();
        Ok(match parts::number(form, "number") {
            Some(number) => {
                let answer = form.value("answer");
                Command::AnswerRequest(AnswerRequest { order, number: Some(number), answer })
            }
            None => Command::NoteRequest(NoteRequest { order, request: form.value("request") }),
        })
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        self.page.requests.iter().flat_map(|row| brief::request(cx, row)).collect()
    }
}

/// Shows the field that is to be filled in, and names it: a new request, or the answer to one.
fn ask(form: &mut Form) -> &'static str {
    let is_new = form.value("number") == "new" || !form.has("number");
    for (field, shown) in [("request", is_new), ("answer", !is_new)] {
        form.show(field, shown);
        form.set_needed(field, shown);
    }
    if is_new { "request" } else { "answer" }
}
