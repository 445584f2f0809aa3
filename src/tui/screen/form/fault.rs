//! The shop's own fault, and what the customer is given for it (E5).

use super::judged::REMEDIES;
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::domain::event::code;
use crate::domain::order::fault::{NoteFault, ShopFault};
use crate::domain::staff::role::Right;
use crate::domain::{Command, Money};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label, Pick};

/// Where in the shop it went wrong.
const PROCESSES: &[Pick] = &[
    ('e', "reception", "term-process-reception"),
    ('d', "diagnosis", "term-process-diagnosis"),
    ('q', "quote", "term-process-quote"),
    ('p', "parts", "term-process-parts"),
    ('r', "repair", "term-process-repair"),
    ('i', "inspection", "term-process-inspection"),
    ('h', "hand-over", "term-process-hand-over"),
    ('o', "other", "term-process-other"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("number", "entry-fault-which", Kind::Given),
    FieldSpec::needed("process", "field-process", Kind::Choice(PROCESSES)),
    FieldSpec::needed("wrong", "field-wrong", Kind::Text { max: 200 }),
    FieldSpec::needed("remedy", "field-remedy", Kind::Choice(REMEDIES)),
    FieldSpec::asked("cost", "field-cost", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::optional("approved_by", "field-approved-by", Kind::Given),
];

/// The box of a fault.
pub struct Fault {
    page: Box<OrderPage>,
}

impl Fault {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    /// The record that is put right; `None` for a new one.
    fn old(&self, form: &Form) -> Option<&ShopFault> {
        let number = parts::number::<u16>(form, "number")?;
        self.page.faults.iter().find(|fault| fault.number == number)
    }
}

impl StageForm for Fault {
    fn place(&self) -> Place {
        Place::Fault(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-fault"
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
        let new = Choice { key: Some('0'), value: "new".into(), label: Label::Word("entry-fault-new") };
        let known = self.page.faults.iter().map(|fault| (fault.number.to_string(), fault.wrong.clone()));
        form.set_options("number", std::iter::once(new).chain(Choice::numbered(known)).collect());
        form.show("number", !self.page.faults.is_empty());
        form.set("number", "new");
        form.set_options("approved_by", parts::people(cx, |person| parts::may(person, Right::Override)));
        form.focus_on("process");
    }

    fn changed(&mut self, _cx: &Cx<'_>, form: &mut Form, field: &str) {
        let Some(old) = self.old(form).filter(|_| field == "number") else { return };
        let approved = old.approved_by.as_ref().map(ToString::to_string).unwrap_or_default();
        let values = [
            ("process", code(&old.process)),
            ("wrong", old.wrong.clone()),
            ("remedy", code(&old.remedy)),
            ("cost", old.cost.to_string()),
            ("approved_by", approved),
        ];
        for (field, value) in &values {
            form.set(field, value);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        if !parts::note_money(cx, form, "cost") {
            form.set_note("cost", "");
        }
        let cost = parts::typed(form, "cost").and_then(|text| Money::parse(&text)).unwrap_or_default();
        let limit = cx.shop.compensation_limit;
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        let above = cost > limit && !me.is_some_and(|me| parts::may(me, Right::Override));
        form.show("approved_by", above);
        form.set_needed("approved_by", above);
        form.set_note_as("approved_by", Role::Soon, cx.with("entry-fault-above", &[("sum", &limit.to_string())]));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::NoteFault(NoteFault {
            order: self.page.order.clone(),
            number: self.old(form).map(|old| old.number),
            process: parts::needed(cx, form, "process")?,
            wrong: form.value("wrong"),
            remedy: parts::needed(cx, form, "remedy")?,
            cost: parts::money(cx, form, "cost")?.unwrap_or_default(),
            approved_by: parts::person(form, "approved_by"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        self.page.faults.iter().map(|fault| (Role::Text, brief::fault(cx, fault))).collect()
    }
}
