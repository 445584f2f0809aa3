//! Findings: what was found, why it is so, what to do. After one comes the next; Enter on an empty form ends. What an
//! inspection of the car marked as bad or to be watched has a digit, which writes it.

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::Receipt;
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::checked::Mark;
use crate::domain::order::finding::NoteFinding;
use crate::domain::order::next::Next;
use crate::domain::shop::checklist::Marks;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("found", "entry-found", Kind::Area { rows: 2, max: 1_000 }),
    FieldSpec::asked("cause", "entry-cause", Kind::Text { max: 200 }),
    FieldSpec::asked("plan", "entry-plan", Kind::Text { max: 200 }),
    FieldSpec::needed("technician", "entry-technician", Kind::Given),
];

/// The form of a finding.
pub struct Finding {
    page: Box<OrderPage>,
    /// The finding whose cause is still missing.
    number: Option<u16>,
}

impl Finding {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page, number: None }
    }
}

/// What one digit may stand for.
const DIGITS: usize = 9;

impl Finding {
    /// What inspections found not to be good and no finding says yet, bad things first.
    fn inspected(&self, cx: &Cx<'_>) -> Vec<String> {
        let rows = || self.page.visit.checklists.iter().filter(|row| row.list.marks == Marks::Grades);
        let marked = [Mark::Bad, Mark::Watch].into_iter().flat_map(|mark| rows().map(move |row| (row, mark)));
        let texts = marked.flat_map(|(row, mark)| brief::marked(cx, row, mark));
        let open = texts.filter(|text| self.page.findings.iter().all(|finding| finding.found != *text));
        open.take(DIGITS).collect()
    }

    /// What a digit stands for.
    fn meant(&self, cx: &Cx<'_>, typed: &str) -> Option<String> {
        let at = typed.trim().parse::<usize>().ok()?.checked_sub(1)?;
        self.inspected(cx).into_iter().nth(at)
    }
}

impl StageForm for Finding {
    fn place(&self) -> Place {
        Place::Finding(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-finding"
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

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("technician", parts::people(cx, parts::finds));
        let running = self.page.lines.iter().find(|line| line.work.is_running());
        let at_the_car = running.and_then(|line| line.work.technicians.last().cloned());
        let before = || self.page.findings.last().map(|finding| finding.technician.clone());
        let likeliest = || parts::likeliest(cx, parts::finds);
        if let Some(person) = at_the_car.or_else(before).or_else(likeliest) {
            form.set("technician", person.as_str());
        }
        let open = self.page.findings.iter().find(|finding| finding.cause.is_none());
        let open = open.filter(|_| self.page.next == Next::FindCause);
        self.number = open.map(|finding| finding.number);
        if let Some(finding) = open {
            form.set("found", &finding.found);
            form.set("plan", finding.plan.as_deref().unwrap_or_default());
            form.set("technician", finding.technician.as_str());
            form.focus_on("cause");
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let missing = form.value("cause").is_empty();
        let typed = form.value("found");
        let offered = typed.is_empty() && !self.inspected(cx).is_empty();
        let note = if offered { Some(cx.get("entry-found-digit").into_owned()) } else { self.meant(cx, &typed) };
        form.set_note("found", note.unwrap_or_default());
        form.set_note("cause", if missing { cx.get("entry-cause-needed").into_owned() } else { String::new() });
    }

    fn left(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if let Some(text) = self.meant(cx, &form.value("found")).filter(|_| field == "found") {
            form.set("found", &text);
        }
    }

    fn is_idle(&self, form: &Form) -> bool {
        ["found", "cause", "plan"].iter().all(|field| form.value(field).trim().is_empty())
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::NoteFinding(NoteFinding {
            order: self.page.order.clone(),
            number: self.number,
            found: form.value("found"),
            cause: parts::typed(form, "cause"),
            plan: parts::typed(form, "plan"),
            technician: parts::person(form, "technician"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let inspected = self.inspected(cx).into_iter().zip(1..);
        let inspected = inspected.map(|(text, digit)| (Role::Soon, format!("{digit}  {text}")));
        inspected.chain(parts::story(cx, &self.page)).collect()
    }

    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        parts::saved(cx, "entry-saved-finding", receipt)
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        After::Again
    }
}
