//! Putting right what was taken down of a complaint: how grave, what about, mood, fault, who looks after the customer, when
//! they spoke (L3, L10, N11). What stood there before stays in the history with the reason.

use super::complaint::picks::{CATEGORIES, CAUSES, FAULTS, MOODS, SEVERITIES};
use super::complaint::{note_spoke, spoke};
use super::note_complaint::words;
use super::script::{self, Heard, Over};
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::ComplaintPage;
use crate::domain::complaint::change::ChangeComplaint;
use crate::domain::complaint::raise::{Channel, PART_CHARS_MAX};
use crate::domain::staff::role::Right;
use crate::domain::{Command, event};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("severity", "entry-severity", Kind::Choice(SEVERITIES)),
    FieldSpec::optional("category", "entry-category", Kind::Choice(CATEGORIES)),
    FieldSpec::optional("mood", "entry-mood", Kind::Choice(MOODS)),
    FieldSpec::optional("fault", "entry-fault", Kind::Choice(FAULTS)),
    FieldSpec::optional("handler", "entry-handler", Kind::Given),
    FieldSpec::optional("aside", "entry-aside", Kind::Toggle),
    FieldSpec::optional("part", "entry-about-part", Kind::Code { max: PART_CHARS_MAX, leap: false }),
    FieldSpec::optional("cause", "entry-cause-code", Kind::Choice(CAUSES)),
    FieldSpec::optional("spoke", "entry-spoke", Kind::Text { max: 20 }),
    FieldSpec::needed("reason", "entry-change-reason", Kind::Text { max: 200 }),
];

/// The fields that hold a value of the complaint.
const VALUES: &[&str] = &["severity", "category", "mood", "fault", "handler", "aside", "part", "cause", "spoke"];

/// The box.
pub struct Change {
    page: Box<ComplaintPage>,
}

impl Change {
    /// The box for a complaint.
    pub fn new(page: Box<ComplaintPage>) -> Self {
        Self { page }
    }

    /// What stands there now, as the field writes it.
    fn now(&self, field: &str) -> String {
        let page = &self.page;
        match field {
            "severity" => event::code(&page.row.severity),
            "category" => event::code(&page.row.category),
            "mood" => page.mood.as_ref().map(event::code).unwrap_or_default(),
            "fault" => page.fault.as_ref().map(event::code).unwrap_or_default(),
            "handler" => page.handler.as_ref().map(ToString::to_string).unwrap_or_default(),
            "aside" => if page.aside { "yes" } else { "" }.to_owned(),
            "part" => page.parts.join(" "),
            "cause" => page.cause.as_ref().map(event::code).unwrap_or_default(),
            "spoke" => page.row.spoke.local().format("%m-%d %H%M").to_string(),
            _ => String::new(),
        }
    }

    fn differs(&self, form: &Form, field: &str) -> bool {
        form.value(field).trim() != self.now(field)
    }
}

impl StageForm for Change {
    fn place(&self) -> Place {
        Place::ChangeComplaint(self.page.row.complaint.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-change-complaint"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        format!("{}  {}", self.page.row.complaint, self.page.row.name).trim_end().to_owned()
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("complaint", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::complaint_page(cx, &self.page.row.complaint)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("handler", parts::people(cx, |person| parts::may(person, Right::HandleComplaint)));
        for field in VALUES {
            form.set(field, &self.now(field));
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        note_spoke(cx, form);
        if !self.differs(form, "spoke") {
            form.set_note("spoke", "");
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        if VALUES.iter().all(|field| !self.differs(form, field)) {
            return Err(Halt::Nothing);
        }
        let changed = |field| self.differs(form, field);
        Ok(Command::ChangeComplaint(ChangeComplaint {
            complaint: self.page.row.complaint.clone(),
            severity: parts::coded(form, "severity").filter(|_| changed("severity")),
            category: parts::coded(form, "category").filter(|_| changed("category")),
            mood: parts::coded(form, "mood").filter(|_| changed("mood")),
            fault: parts::coded(form, "fault").filter(|_| changed("fault")),
            handler: parts::person(form, "handler").filter(|_| changed("handler")),
            aside: parts::answered(form, "aside").filter(|_| changed("aside")),
            spoke: spoke(cx, form)?.filter(|_| changed("spoke")),
            part: parts::typed(form, "part").filter(|_| changed("part")),
            cause: parts::coded(form, "cause").filter(|_| changed("cause")),
            reason: parts::typed(form, "reason"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = words(cx, &self.page);
        lines.push((Role::Dim, cx.get("entry-change-how").into_owned()));
        lines
    }

    fn spoken(&self, cx: &Cx<'_>, form: &Form) -> Option<String> {
        let handler = self.page.handler.as_ref().map(|id| cx.name(id)).unwrap_or_default();
        let handler = parts::person(form, "handler").map_or(handler, |id| cx.name(&id));
        let fault = parts::coded(form, "fault").or(self.page.fault);
        let is_here = self.page.channel == Channel::Counter;
        let heard = Heard { name: &self.page.row.name, handler, fault, offer: None, is_here, answer: None };
        Some(script::line(cx, Over::Change, form.focused(), &heard))
    }
}
