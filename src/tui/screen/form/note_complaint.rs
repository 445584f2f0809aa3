//! What was done about a complaint, and the clear answer to the customer (S8, S17).

use super::script::{self, Heard, Over};
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::ComplaintPage;
use crate::domain::Command;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::note::NoteComplaint;
use crate::domain::complaint::raise::Channel;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// What an entry may be besides a note; what the way asks for has boxes of its own.
const STEPS: &[Pick] = &[('c', "containment", "term-note-containment"), ('x', "not-reached", "term-note-not-reached")];

const NOTE: &[FieldSpec] = &[
    FieldSpec::needed("text", "entry-note", Kind::Area { rows: 3, max: 2_000 }),
    FieldSpec::optional("step", "entry-note-step", Kind::Choice(STEPS)),
    FieldSpec::optional("apology", "entry-apology", Kind::Toggle),
];
const ANSWER: &[FieldSpec] = &[
    FieldSpec::needed("text", "entry-answer", Kind::Area { rows: 3, max: 2_000 }),
    FieldSpec::optional("apology", "entry-apology", Kind::Toggle),
];

/// The box of an entry.
pub struct Note {
    page: Box<ComplaintPage>,
    /// It is the clear answer.
    answers: bool,
}

impl Note {
    /// The box for a complaint.
    pub fn new(page: Box<ComplaintPage>, answers: bool) -> Self {
        Self { page, answers }
    }
}

impl StageForm for Note {
    fn place(&self) -> Place {
        Place::NoteComplaint(self.page.row.complaint.clone(), self.answers)
    }

    fn title(&self) -> &'static str {
        if self.answers { "entry-title-answer" } else { "entry-title-note" }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        if self.answers { ANSWER.to_vec() } else { NOTE.to_vec() }
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

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (complaint, text) = (self.page.row.complaint.clone(), form.value("text"));
        let (step, apology) = (parts::coded(form, "step"), parts::answered(form, "apology").unwrap_or_default());
        Ok(Command::NoteComplaint(NoteComplaint { complaint, text, answers: self.answers, step, apology }))
    }

    fn spoken(&self, cx: &Cx<'_>, form: &Form) -> Option<String> {
        let over = if self.answers { Over::Step(Due::Answer) } else { Over::Note };
        Some(script::line(cx, over, form.focused(), &heard(cx, &self.page)))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = words(cx, &self.page);
        if self.answers {
            let due = self.page.row.answer_due;
            let moment = format::moment(cx.words(), due, cx.now);
            let left = format::left(due, cx.now);
            let text = cx.with("entry-answer-due", &[("moment", &moment), ("left", &left)]);
            lines.push((cx.urgency(due), text));
            lines.push((Role::Dim, cx.get("entry-answer-how").into_owned()));
        }
        lines
    }
}

/// To whom is spoken over a complaint that is on file.
pub fn heard<'a>(cx: &Cx<'a>, page: &'a ComplaintPage) -> Heard<'a> {
    let handler = page.handler.as_ref().map(|id| cx.name(id)).unwrap_or_default();
    let offer = page.plan.as_ref().and_then(|plan| plan.offer);
    let is_here = page.channel == Channel::Counter;
    Heard { name: &page.row.name, handler, fault: page.fault, offer, is_here, answer: None }
}

/// What the customer complained of.
pub fn words(cx: &Cx<'_>, page: &ComplaintPage) -> Vec<Line> {
    let words = page.says.first().map(|said| said.words.as_str()).unwrap_or_default();
    vec![(Role::Text, cx.with("entry-said", &[("words", words)]))]
}
