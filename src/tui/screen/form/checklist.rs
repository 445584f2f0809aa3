//! A checklist of the counter: the welcome until the car is repaired, then the send-off (A18). One key for each item.

use super::section::inspection::{GRADES, read, rows, written};
use super::{Halt, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, DeskError, Query};
use crate::domain::Command;
use crate::domain::order::checked::NoteChecklist;
use crate::domain::order::stage::Stage;
use crate::domain::shop::checklist::{Checklist as List, Marks};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// Done, or not.
const TICKS: &[Pick] = &[('y', "ok", "mark-done"), ('n', "not-checked", "mark-not-done")];

/// The list that is wanted at a stage.
pub fn at(stage: Stage) -> &'static str {
    match stage {
        Stage::Receive | Stage::Diagnose | Stage::Quote | Stage::Repair => "welcome",
        Stage::Inspect | Stage::HandOver | Stage::FollowUp | Stage::Closed | Stage::Cancelled => "send-off",
    }
}

/// The box with a list.
pub struct Checklist {
    page: Box<OrderPage>,
    list: List,
    stood: String,
}

impl Checklist {
    /// The box for a list of an order.
    ///
    /// # Errors
    /// There is no such list, or it cannot be read.
    pub fn new(cx: &Cx<'_>, page: Box<OrderPage>, id: &str) -> Result<Self, DeskError> {
        let lists = match cx.ask(&Query::Lists)? {
            Answer::Lists(lists) => lists.checklists,
            other => return Err(other.unexpected()),
        };
        let list = lists.into_iter().find(|list| list.id == id);
        let list = list.ok_or_else(|| DeskError::NotFound { what: id.to_string() })?;
        Ok(Self { page, list, stood: String::new() })
    }

    fn name<'a>(&'a self, cx: &Cx<'_>) -> &'a str {
        cx.words().lang().pick(&self.list.en, &self.list.zh)
    }
}

impl StageForm for Checklist {
    fn place(&self) -> Place {
        Place::Checklist(self.page.order.clone(), self.list.id.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-checklist"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let picks = match self.list.marks {
            Marks::Grades => GRADES,
            Marks::Ticks => TICKS,
        };
        vec![FieldSpec::optional("marks", "entry-joint", Kind::Marks(picks))]
    }

    fn about(&self, cx: &Cx<'_>) -> String {
        format!("{}  {}", self.name(cx), parts::about(&self.page))
    }

    fn is_box(&self) -> bool {
        true
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::order_page(cx, &self.page.order)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_rows("marks", rows(cx.words().lang(), &self.list));
        let row = self.page.visit.checklists.iter().find(|row| row.list.id == self.list.id);
        self.stood = row.map(|row| written(&row.checked.marks)).unwrap_or_default();
        form.set("marks", &self.stood);
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        form.set_rows("marks", rows(cx.words().lang(), &self.list));
        form.set_name("marks", self.name(cx));
        form.set_note("marks", cx.get("entry-ticks-all").into_owned());
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let before = read(&self.stood);
        let mut marks = read(&form.value("marks"));
        marks.retain(|item, mark| before.get(item) != Some(mark));
        if marks.is_empty() {
            return Err(Halt::Nothing);
        }
        let (order, checklist) = (self.page.order.clone(), self.list.id.clone());
        Ok(Command::NoteChecklist(NoteChecklist { order, checklist, with_customer: None, marks }))
    }
}
