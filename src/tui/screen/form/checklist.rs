//! A checklist of an order, one key for each item: the welcome until the car is repaired, then the send-off (A18); the
//! technical inspection, which two people confirm (C2, C3).

use super::section::inspection::{self, GRADES, rows, written};
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, DeskError, Query};
use crate::domain::Command;
use crate::domain::order::checked::{Checked, ChecklistMarks, NOTE_CHARS_MAX, NoteChecklist};
use crate::domain::order::confirmed::Side;
use crate::domain::order::stage::Stage;
use crate::domain::shop::checklist::{Checklist as List, Marks};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label, Pick};

/// The list of the technical inspection.
pub const INSPECTION: &str = "inspection";

/// Done, or not.
const TICKS: &[Pick] = &[('y', "ok", "mark-done"), ('n', "not-checked", "mark-not-done")];

/// Items up to which a list is a box; a longer one is a page.
const BOX_ITEMS_MAX: usize = 12;

/// For whom one confirms, by its key.
const SIDES: [(Side, char, &str); 2] = [(Side::Technician, 't', "technician"), (Side::Reception, 'r', "reception")];

/// The list that is wanted at a stage.
pub fn at(stage: Stage) -> &'static str {
    match stage {
        Stage::Receive | Stage::Diagnose | Stage::Quote | Stage::Repair => "welcome",
        Stage::Inspect | Stage::HandOver | Stage::FollowUp | Stage::Closed | Stage::Cancelled => "send-off",
    }
}

/// The box or page with a list.
pub struct Checklist {
    page: Box<OrderPage>,
    list: List,
    stood: String,
}

impl Checklist {
    /// The form for a list of an order.
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

    /// The list as it stands on the order.
    fn stands(&self) -> Option<&Checked> {
        let rows = self.page.visit.checklists.iter();
        rows.map(|row| (row.list.id.as_str(), &row.checked))
            .find(|(id, checked)| *id == self.list.id && checked.version == self.list.version)
            .map(|(_, checked)| checked)
    }

    /// The sides for which whoever is at the keys may confirm, and nobody did, or nobody's word counts any more.
    fn open_sides(&self, cx: &Cx<'_>, void: bool) -> Vec<Choice> {
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        let done = |side: &Side| self.stands().is_some_and(|list| list.confirmed.contains_key(side));
        let may = |side: Side| me.is_some_and(|me| parts::may(me, side.needs()));
        let open = SIDES.into_iter().filter(|(side, _, _)| (void || !done(side)) && may(*side));
        let choice = |(side, key, value): (Side, char, &'static str)| Choice {
            key: Some(key),
            value: value.into(),
            label: Label::Word(crate::text::visit::side(side)),
        };
        open.map(choice).collect()
    }

    /// Who confirms it, and that a change will make them do it again.
    fn note_confirmed(&self, cx: &Cx<'_>, form: &mut Form) {
        let by = self.stands().map(|list| brief::confirmed(cx, list)).unwrap_or_default();
        form.show("confirmed", !by.is_empty());
        form.set("confirmed", &by);
        let void = !by.is_empty() && !self.changes(form).is_empty();
        if void {
            form.set_note_as("marks", Role::Soon, cx.with("entry-confirm-void", &[("by", &by)]));
        }
        // Whoever changes the list may confirm it for either side, as if nobody had.
        let open = self.open_sides(cx, void);
        form.show("confirm", !open.is_empty());
        form.set_options("confirm", open);
        form.set_note("confirm", cx.get("entry-confirm-two").into_owned());
    }

    fn changes(&self, form: &Form) -> ChecklistMarks {
        inspection::changes(&self.list.id, &self.stood, &form.value("marks"))
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
        let mut specs = vec![FieldSpec::optional("marks", "entry-joint", Kind::Marks(picks))];
        if self.list.confirmed {
            specs.push(FieldSpec::optional("confirmed", "order-confirmed", Kind::Shown));
            specs.push(FieldSpec::optional("confirm", "field-confirm", Kind::Given));
        }
        specs
    }

    fn about(&self, cx: &Cx<'_>) -> String {
        format!("{}  {}", self.name(cx), parts::about(&self.page))
    }

    fn is_box(&self) -> bool {
        self.list.items().count() <= BOX_ITEMS_MAX
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_rows("marks", rows(cx.words().lang(), &self.list));
        if self.list.marks == Marks::Grades {
            form.take_notes("marks", NOTE_CHARS_MAX);
        }
        self.stood = self.stands().map(written).unwrap_or_default();
        form.set("marks", &self.stood);
        // What is filled in and only waits for somebody's word asks for that.
        let open = self.open_sides(cx, false);
        let whole = self.stands().is_some_and(|list| list.marks.len() == self.list.items().count());
        if whole && !open.is_empty() {
            form.focus_on("confirm");
        }
        form.set_options("confirm", open);
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        form.set_rows("marks", rows(cx.words().lang(), &self.list));
        form.set_name(
            "marks",
            if self.is_box() { self.name(cx).to_string() } else { cx.get("entry-joint").into_owned() },
        );
        let key = match self.list.marks {
            Marks::Grades => "entry-marks-all",
            Marks::Ticks => "entry-ticks-all",
        };
        form.set_note("marks", cx.get(key).into_owned());
        if self.list.confirmed {
            self.note_confirmed(cx, form);
        }
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let changes = self.changes(form);
        let confirm = parts::coded(form, "confirm");
        if changes.is_empty() && confirm.is_none() {
            return Err(Halt::Nothing);
        }
        let ChecklistMarks { checklist, with_customer, marks, notes, taken_back } = changes;
        let order = self.page.order.clone();
        Ok(Command::NoteChecklist(NoteChecklist { order, checklist, with_customer, marks, notes, taken_back, confirm }))
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        matches!(error.field(), Some("notes" | "checklist")).then_some("marks")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        if self.is_box() { Vec::new() } else { parts::story(cx, &self.page) }
    }
}
