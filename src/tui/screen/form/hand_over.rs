//! Handing over, as one strip: explain, sign, pay, may we call (S9, S18). What was done before is not asked again.

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::OrderPage;
use crate::domain::order::hand_over::HandOver as Give;
use crate::domain::order::quote::Decision;
use crate::domain::refusal::Why;
use crate::domain::{Command, Money, when};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const SIGNED: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];

const METHODS: &[Pick] = &[
    ('w', "wechat", "term-method-wechat"),
    ('a', "alipay", "term-method-alipay"),
    ('c', "cash", "term-method-cash"),
    ('k', "card", "term-method-card"),
    ('t', "transfer", "term-method-transfer"),
    ('o', "account", "term-method-account"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("explained", "entry-explained", Kind::Toggle),
    FieldSpec::optional("cautions", "entry-cautions", Kind::Text { max: 200 }),
    FieldSpec::needed("signed", "entry-signed", Kind::Choice(SIGNED)),
    FieldSpec::needed("payment", "entry-payment", Kind::Choice(METHODS)),
    FieldSpec::optional("amount", "entry-amount", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::needed("may_call", "entry-may-call", Kind::Toggle),
    FieldSpec::optional("best_time", "entry-best-time", Kind::Time),
];

/// The form of handing over.
pub struct HandOver {
    page: Box<OrderPage>,
}

impl HandOver {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for HandOver {
    fn place(&self) -> Place {
        Place::HandOver(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-hand-over"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        parts::about(&self.page)
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("order", self.page.version))
    }

    /// A car that was checked again is handed over afresh.
    fn round(&self) -> String {
        self.page.checks.len().to_string()
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::order_page(cx, &self.page.order)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let open = [
            ("explained", self.page.explained.is_none()),
            ("cautions", self.page.explained.is_none()),
            ("signed", self.page.signed.is_none()),
            ("payment", self.page.due > Money::ZERO),
            ("amount", self.page.due > Money::ZERO),
        ];
        for (field, open) in open {
            form.show(field, open);
        }
        let first = ["explained", "signed", "payment"].into_iter().find(|field| form.has(field));
        form.focus_on(first.unwrap_or("may_call"));
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let due = self.page.due.to_string();
        if !parts::note_money(cx, form, "amount") {
            let all = parts::typed(form, "amount").is_none();
            form.set_note("amount", if all { cx.with("entry-amount-all", &[("sum", &due)]) } else { String::new() });
        }
        let time = |text: &str| when::parse(text, cx.now, cx.zone).map(|_| ()).ok_or(Why::NotATime);
        parts::note_wrong(cx, form, "best_time", time);
        form.show("best_time", parts::answered(form, "may_call") == Some(true));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::HandOver(Give {
            order: self.page.order.clone(),
            explained: parts::answered(form, "explained").unwrap_or(false),
            cautions: parts::typed(form, "cautions"),
            signed: parts::coded(form, "signed"),
            payment: parts::coded(form, "payment"),
            amount: parts::money(cx, form, "amount")?,
            may_call: parts::answered(form, "may_call"),
            best_time: parts::typed(form, "best_time"),
        }))
    }

    /// A part payment leaves the rest due: that is said at the amount.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let part = error.field() == Some("payment") && parts::typed(form, "amount").is_some();
        // What is not ticked yet is said at the first field: the form itself cannot tick it.
        if error.field() == Some("requirements") {
            return ["explained", "signed", "payment", "may_call"].into_iter().find(|field| form.has(field));
        }
        (part || error.field() == Some("ceiling")).then_some("amount")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let page = &self.page;
        let (bill, paid, due) = (page.bill.to_string(), page.paid.to_string(), page.due.to_string());
        let sums = cx.with("entry-bill", &[("bill", &bill), ("paid", &paid), ("due", &due)]);
        let mut lines: Vec<Line> = page.requirements.iter().flat_map(|row| brief::requirement(cx, row)).collect();
        lines.retain(|(role, _)| *role == Role::Late);
        lines.push((Role::Text, sums));
        let done = page.lines.iter().filter(|line| line.decision == Decision::Accepted);
        lines.extend(done.map(|line| (Role::Dim, format!("{} {}  {}", line.number, line.label, line.price))));
        lines
    }
}
