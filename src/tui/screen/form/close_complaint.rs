//! Asking the customer whether they are satisfied: yes closes the complaint, no keeps it open (S17, L7).

use super::note_complaint::{heard, words};
use super::script::{self, Heard, Over};
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::ComplaintPage;
use crate::domain::Command;
use crate::domain::complaint::close::CloseComplaint;
use crate::domain::complaint::course::Due;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("satisfied", "entry-satisfied", Kind::Toggle),
    FieldSpec::needed("words", "entry-words", Kind::Area { rows: 2, max: 2_000 }),
];

/// The box that asks.
pub struct Close {
    page: Box<ComplaintPage>,
}

impl Close {
    /// The box for a complaint.
    pub fn new(page: Box<ComplaintPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Close {
    fn place(&self) -> Place {
        Place::CloseComplaint(self.page.row.complaint.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-close"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.row.name.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("complaint", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::complaint_page(cx, &self.page.row.complaint)?;
        Ok(())
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let note = match parts::answered(form, "satisfied") {
            Some(true) => cx.get("entry-closes"),
            Some(false) => cx.get("entry-stays-open"),
            None => "".into(),
        };
        form.set_note("satisfied", note.into_owned());
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (complaint, words) = (self.page.row.complaint.clone(), form.value("words"));
        let satisfied = parts::decided(cx, form, "satisfied")?;
        Ok(Command::CloseComplaint(CloseComplaint { complaint, satisfied, words }))
    }

    /// A step that is missing is said at the question.
    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        error.field().filter(|field| *field != "words").map(|_| "satisfied")
    }

    fn spoken(&self, cx: &Cx<'_>, form: &Form) -> Option<String> {
        let heard = Heard { answer: parts::answered(form, "satisfied"), ..heard(cx, &self.page) };
        Some(script::line(cx, Over::Step(Due::Ask), form.focused(), &heard))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = words(cx, &self.page);
        if let Some(answer) = &self.page.answered {
            lines.push((Role::Dim, cx.with("entry-answered", &[("words", &answer.words)])));
        }
        lines
    }
}
