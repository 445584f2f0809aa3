//! Stopping work with a code of the progress board (S11). The letter of the code stops at once, so that a stop costs four
//! keys from the board (budget advisor 5); a note is written first, one field below, and the letter takes it along.

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::work::StopWork;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Pick};

const CODES: &[Pick] = &[('a', "a", "term-stop-a"), ('b', "b", "term-stop-b"), ('c', "c", "term-stop-c")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("line", "entry-job-running", Kind::Given),
    FieldSpec::needed("code", "entry-stop-code", Kind::Choice(CODES)),
    FieldSpec::optional("note", "entry-note", Kind::Text { max: 200 }),
];

/// The box that asks for the code.
pub struct Stop {
    page: Box<OrderPage>,
}

impl Stop {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    /// The jobs somebody is at: number, label and who.
    fn running(&self, cx: &Cx<'_>) -> Vec<(String, String)> {
        let running = self.page.lines.iter().filter(|line| line.work.is_running());
        let named = running.map(|line| {
            let who = line.work.technicians.last().map(|id| cx.name(id)).unwrap_or_default();
            (
                line.number.to_string(),
                format!("{} {who}", format::told(cx.words(), &line.label, &line.english.label)).trim().to_string(),
            )
        });
        named.collect()
    }
}

impl StageForm for Stop {
    fn place(&self) -> Place {
        Place::Stop(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-stop"
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

    /// Each stop is another one.
    fn round(&self) -> String {
        self.page.lines.iter().map(|line| line.work.stops.len()).sum::<usize>().to_string()
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        let running = self.running(cx);
        // With one job running there is nothing to choose.
        form.show("line", running.len() > 1);
        form.set_options("line", Choice::numbered(running));
        form.focus_on(if form.has("line") { "line" } else { "code" });
    }

    fn at_once(&self, field: &str) -> bool {
        field == "code"
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let code = parts::needed(cx, form, "code")?;
        let (line, note) = (parts::number(form, "line"), parts::typed(form, "note"));
        Ok(Command::StopWork(StopWork { order: self.page.order.clone(), line, code, note }))
    }

    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        (error.field() == Some("line") && !form.has("line")).then_some("code")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let running = self.running(cx);
        let mut lines: Vec<Line> =
            running.into_iter().map(|(number, job)| (Role::Text, format!("{number} {job}"))).collect();
        lines.push((Role::Dim, cx.get("entry-stop-how").into_owned()));
        lines
    }
}
