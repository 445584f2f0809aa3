//! Handing over, as one strip: explain, sign, pay, may we call (S9, S18). What was done before is not asked again.
//! A part of what is due is taken as a payment of its own; the form stays open for the rest (J6).

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::order::hand_over::HandOver as Give;
use crate::domain::order::kept::{self, MakeGood};
use crate::domain::order::pay::TakePayment;
use crate::domain::order::quote::Decision;
use crate::domain::order::stage::Stage;
use crate::domain::refusal::Why;
use crate::domain::{Command, Money, when};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use std::collections::BTreeMap;

const SIGNED: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];

/// How a broken promise is made good (E3).
pub(super) const REMEDIES: &[Pick] = &[
    ('a', "apology", "term-remedy-apology"),
    ('d', "discount", "term-remedy-discount"),
    ('r', "refund", "term-remedy-refund"),
    ('f', "free", "term-remedy-free"),
    ('o', "other", "term-remedy-other"),
];

const METHODS: &[Pick] = &[
    ('w', "wechat", "term-method-wechat"),
    ('a', "alipay", "term-method-alipay"),
    ('c', "cash", "term-method-cash"),
    ('k', "card", "term-method-card"),
    ('t', "transfer", "term-method-transfer"),
    ('o', "account", "term-method-account"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("viewed", "entry-viewed", Kind::Toggle),
    FieldSpec::needed("explained", "entry-explained", Kind::Toggle),
    FieldSpec::optional("cautions", "entry-cautions", Kind::Text { max: 200 }),
    FieldSpec::needed("signed", "entry-signed", Kind::Choice(SIGNED)),
    FieldSpec::needed("payment", "entry-payment", Kind::Choice(METHODS)),
    FieldSpec::optional("amount", "entry-amount", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::needed("as_received", "entry-as-received", Kind::Toggle),
    FieldSpec::optional("difference", "entry-difference", Kind::Text { max: 200 }),
    FieldSpec::optional("remedy", "entry-remedy", Kind::Choice(REMEDIES)),
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

    /// True if the promised time was one of the promises of the intake, and has passed.
    fn breaks_the_time(&self, cx: &Cx<'_>) -> bool {
        let given =
            self.page.visit.promises.iter().flat_map(|given| &given.promises).any(|pledge| pledge.id == kept::TIME);
        given && self.page.promise.as_ref().is_some_and(|promise| cx.now > promise.counted())
    }

    /// Tells whether an amount leaves something due.
    fn is_part(&self, amount: Money) -> bool {
        self.page.stage == Stage::HandOver && amount > Money::ZERO && amount < self.page.due
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
            ("viewed", self.page.viewed.is_none()),
            ("explained", self.page.explained.is_none()),
            ("cautions", self.page.explained.is_none()),
            ("signed", self.page.signed.is_none()),
            ("payment", self.page.due > Money::ZERO),
            ("amount", self.page.due > Money::ZERO),
            ("as_received", self.page.exit_checked.is_none()),
        ];
        for (field, open) in open {
            form.show(field, open);
        }
        // On paper, as a rule: nobody has to say so each time.
        form.set("signed", "paper");
        let first = ["viewed", "explained", "payment", "as_received"].into_iter().find(|field| form.has(field));
        form.focus_on(first.unwrap_or("may_call"));
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let due = self.page.due.to_string();
        if !parts::note_money(cx, form, "amount") {
            let typed = parts::typed(form, "amount").and_then(|text| Money::parse(&text));
            let note = match typed {
                None => cx.with("entry-amount-all", &[("sum", &due)]),
                Some(amount) if self.is_part(amount) => {
                    cx.with("entry-amount-part", &[("rest", &(self.page.due - amount).to_string())])
                }
                Some(_) => String::new(),
            };
            form.set_note("amount", note);
        }
        let differs = parts::answered(form, "as_received") == Some(false);
        form.show("difference", differs);
        form.set_needed("difference", differs);
        let came = if self.page.belongings.is_empty() {
            String::new()
        } else {
            cx.with("entry-came-with", &[("what", &self.page.belongings)])
        };
        form.set_note("as_received", came);
        let broken = self.breaks_the_time(cx);
        form.show("remedy", broken);
        form.set_needed("remedy", broken);
        let note = if broken { cx.get("entry-time-broken").into_owned() } else { String::new() };
        form.set_note_as("remedy", Role::Late, note);
        let time = |text: &str| when::parse(text, cx.now, cx.zone).map(|_| ()).ok_or(Why::NotATime);
        parts::note_wrong(cx, form, "best_time", time);
        form.show("best_time", parts::answered(form, "may_call") == Some(true));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let part = parts::money(cx, form, "amount")?.filter(|amount| self.is_part(*amount));
        if let (Some(amount), Some(method)) = (part, parts::coded(form, "payment")) {
            let order = self.page.order.clone();
            return Ok(Command::TakePayment(TakePayment { order, method, amount: Some(amount) }));
        }
        Ok(Command::HandOver(Give {
            order: self.page.order.clone(),
            viewed: parts::answered(form, "viewed").unwrap_or(false),
            explained: parts::answered(form, "explained").unwrap_or(false),
            cautions: parts::typed(form, "cautions"),
            signed: parts::coded(form, "signed"),
            payment: parts::coded(form, "payment"),
            amount: parts::money(cx, form, "amount")?,
            as_received: parts::answered(form, "as_received"),
            difference: parts::typed(form, "difference"),
            promises: BTreeMap::new(),
            remedy: parts::coded(form, "remedy").map(|kind| MakeGood { kind, cost: Money::ZERO, approved_by: None }),
            may_call: parts::answered(form, "may_call"),
            best_time: parts::typed(form, "best_time"),
        }))
    }

    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        // What is not ticked yet is said at the first field: the form itself cannot tick it.
        if error.field() == Some("requirements") {
            return ["viewed", "explained", "payment", "may_call"].into_iter().find(|field| form.has(field));
        }
        (error.field() == Some("ceiling")).then_some("amount")
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let page = &self.page;
        let (bill, paid, due) = (page.bill.to_string(), page.paid.to_string(), page.due.to_string());
        let sums = cx.with("entry-bill", &[("bill", &bill), ("paid", &paid), ("due", &due)]);
        let mut lines: Vec<Line> = page.requirements.iter().flat_map(|row| brief::requirement(cx, row)).collect();
        lines.retain(|(role, _)| *role == Role::Late);
        lines.push((Role::Text, sums));
        let done = page.lines.iter().filter(|line| line.decision == Decision::Accepted);
        lines.extend(done.map(|line| (Role::Dim, format!("{}  {}", parts::numbered(cx, line), line.price))));
        lines
    }

    fn saved(&self, cx: &Cx<'_>, _receipt: &Receipt) -> String {
        let (paid, due) = (self.page.paid.to_string(), self.page.due.to_string());
        cx.with("entry-part-taken", &[("paid", &paid), ("due", &due)])
    }

    fn after(&mut self, form: &Form, _receipt: &Receipt) -> After {
        let part = parts::typed(form, "amount").and_then(|text| Money::parse(&text));
        if part.is_some_and(|amount| self.is_part(amount)) { After::Rest(&["payment", "amount"]) } else { After::Back }
    }
}
