//! Handing over, as one strip: explain, sign, pay, may we call (S9, S18). What was done before is not asked again.
//! A part of what is due is taken as a payment of its own; the form stays open for the rest (J6).

use super::section::inspection::JOINT;
use super::{After, Halt, Line, StageForm, judged, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::order::checked::Mark;
use crate::domain::order::hand_over::HandOver as Give;
use crate::domain::order::pay::TakePayment;
use crate::domain::order::payer::Payer;
use crate::domain::order::quote::Decision;
use crate::domain::order::stage::Stage;
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{Command, Money, when};
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::{brief, part_on_order};
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const SIGNED: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];

/// By which means is paid.
pub const METHODS: &[Pick] = &[
    ('w', "wechat", "term-method-wechat"),
    ('a', "alipay", "term-method-alipay"),
    ('c', "cash", "term-method-cash"),
    ('k', "card", "term-method-card"),
    ('t', "transfer", "term-method-transfer"),
    ('o', "account", "term-method-account"),
];

/// Who pays at the counter: the customer, unless another one is named.
const PAYERS: &[Pick] = &[
    ('c', "customer", "term-payer-customer"),
    ('w', "warranty", "term-payer-warranty"),
    ('i', "insurer", "term-payer-insurer"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("viewed", "entry-viewed", Kind::Toggle),
    FieldSpec::needed("explained", "entry-explained", Kind::Toggle),
    FieldSpec::optional("cautions", "entry-cautions", Kind::Text { max: 200 }),
    FieldSpec::needed("signed", "entry-signed", Kind::Choice(SIGNED)),
    FieldSpec::optional("payer", "entry-who-pays", Kind::Choice(PAYERS)),
    FieldSpec::needed("payment", "entry-payment", Kind::Choice(METHODS)),
    FieldSpec::optional("amount", "entry-amount", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::needed("as_received", "entry-as-received", Kind::Toggle),
    FieldSpec::optional("difference", "entry-difference", Kind::Text { max: 200 }),
    judged::FIELDS[0],
    judged::FIELDS[1],
    judged::FIELDS[2],
    judged::FIELDS[3],
    FieldSpec::optional("confirmed_by", "entry-confirmed-by", Kind::Given),
    FieldSpec::optional("survey", "entry-survey", Kind::Toggle),
    FieldSpec::needed("may_call", "entry-may-call", Kind::Toggle),
    FieldSpec::optional("best_time", "entry-best-time", Kind::Time),
];

/// The form of handing over.
pub struct HandOver {
    page: Box<OrderPage>,
    /// The car was given back with what was saved last.
    given: bool,
}

impl HandOver {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page, given: false }
    }

    /// Who pays, as the form has it.
    fn payer(form: &Form) -> Payer {
        parts::coded(form, "payer").unwrap_or_default()
    }

    /// What is to be had from a payer.
    fn due(&self, payer: Payer) -> Money {
        if payer.is_customer() {
            return self.page.due;
        }
        self.page.payers.iter().find(|row| row.payer == payer).map(|row| row.due).unwrap_or_default()
    }

    /// What was noted of the car at the intake: the walk-round, what lay in it, the tank, and what the joint inspection
    /// found (J1).
    fn came_in(&self, cx: &Cx<'_>) -> String {
        let page = &self.page;
        let mut noted = Vec::new();
        noted.push(match page.walk_round.as_ref().map(|walk| walk.with_customer) {
            Some(true) => cx.get("entry-came-walked-together").into_owned(),
            Some(false) => cx.get("entry-came-walked").into_owned(),
            None => cx.get("entry-came-unwalked").into_owned(),
        });
        noted.extend((!page.belongings.is_empty()).then(|| cx.with("entry-came-with", &[("what", &page.belongings)])));
        noted.extend(page.fuel.map(|eighths| cx.with("entry-came-fuel", &[("n", &eighths.to_string())])));
        let joint = page.visit.checklists.iter().find(|row| row.list.id == JOINT);
        for (mark, key) in [(Mark::Bad, "entry-came-bad"), (Mark::Watch, "entry-came-watch")] {
            let items = joint.map(|row| brief::marked(cx, row, mark)).unwrap_or_default();
            noted.extend((!items.is_empty()).then(|| cx.with(key, &[("items", &brief::list(cx, items))])));
        }
        cx.with("entry-came-in", &[("noted", &brief::list(cx, noted))])
    }

    /// What happened when the car was given back: what was paid by which means, and when the customer is called.
    fn told(&self, cx: &Cx<'_>) -> String {
        let Ok(page) = parts::order_page(cx, &self.page.order) else { return cx.get("entry-handed").into_owned() };
        let mut said = vec![cx.get("entry-handed").into_owned()];
        said.extend(page.payments.iter().skip(self.page.payments.len()).map(|payment| {
            let (sum, method) = (payment.amount.to_string(), cx.get(term::method(payment.method)));
            cx.with("entry-handed-paid", &[("sum", &sum), ("method", &method)])
        }));
        if page.due > Money::ZERO {
            said.push(cx.with("entry-handed-due", &[("due", &page.due.to_string())]));
        }
        let call = page.call.clone().map(|id| cx.ask(&Query::Call { id }));
        said.extend(match call {
            Some(Ok(Answer::Call(call))) => {
                let due = format::moment(cx.words(), call.due, cx.now);
                Some(cx.with("entry-handed-call", &[("due", &due), ("phone", &format::phone(&call.phone))]))
            }
            Some(Ok(_) | Err(_)) => None,
            None => Some(cx.get("entry-handed-no-call").into_owned()),
        });
        said.join(" ")
    }

    /// The amount, where it is taken as a payment of its own and the car is not given back with it: of another payer
    /// than the customer, or less than all of the customer's.
    fn on_its_own(&self, form: &Form, amount: Option<Money>) -> Option<Money> {
        let (payer, here) = (Self::payer(form), self.page.stage == Stage::HandOver);
        let due = self.due(payer);
        let amount = amount.or((!payer.is_customer()).then_some(due))?;
        let part = amount > Money::ZERO && amount < due;
        (here && (part || !payer.is_customer())).then_some(amount)
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

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    /// A car that was checked again is handed over afresh.
    fn round(&self) -> String {
        self.page.checks.len().to_string()
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        judged::start(cx, &self.page, form);
        let open = [
            ("viewed", self.page.viewed.is_none()),
            ("explained", self.page.explained.is_none()),
            ("cautions", self.page.explained.is_none()),
            ("signed", self.page.signed.is_none()),
            ("payment", self.page.due > Money::ZERO),
            ("amount", self.page.due > Money::ZERO),
            ("payer", self.page.stage == Stage::HandOver && self.page.payers.iter().any(|row| row.due > Money::ZERO)),
            ("as_received", self.page.exit.is_none()),
        ];
        for (field, open) in open {
            form.show(field, open);
        }
        form.set_options("confirmed_by", parts::people(cx, |person| parts::may(person, Right::HandleComplaint)));
        // On paper, as a rule: nobody has to say so each time.
        form.set("signed", "paper");
        let first = ["viewed", "explained", "payment", "as_received"].into_iter().find(|field| form.has(field));
        form.focus_on(first.unwrap_or("may_call"));
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let payer = Self::payer(form);
        let due = self.due(payer);
        form.show("payment", due > Money::ZERO);
        form.show("amount", due > Money::ZERO);
        let none = form.has("payer") && due == Money::ZERO;
        let note = if none { cx.get("entry-owes-nothing") } else { cx.get("entry-payer-default") };
        form.set_note("payer", if none || form.value("payer").is_empty() { &*note } else { "" });
        if !parts::note_money(cx, form, "amount") {
            let typed = parts::typed(form, "amount").and_then(|text| Money::parse(&text));
            let note = match typed {
                None => cx.with("entry-amount-all", &[("sum", &due.to_string())]),
                Some(amount) if amount > Money::ZERO && amount < due => {
                    cx.with("entry-amount-part", &[("rest", &(due - amount).to_string())])
                }
                Some(_) => String::new(),
            };
            form.set_note("amount", note);
        }
        let differs = parts::answered(form, "as_received") == Some(false);
        form.show("difference", differs);
        form.set_needed("difference", differs);
        // What it is compared with stands beside it, and beside what differs.
        let came = self.came_in(cx);
        let unasked = parts::answered(form, "as_received").is_none();
        form.set_note("as_received", if unasked { came.clone() } else { String::new() });
        form.set_note("difference", came);
        judged::notes(cx, &self.page, form);
        let time = |text: &str| when::parse(text, cx.now, cx.zone).map(|_| ()).ok_or(Why::NotATime);
        parts::note_wrong(cx, form, "best_time", time);
        let unsaid = form.value("survey").is_empty();
        form.set_note("survey", if unsaid { cx.get("entry-survey-default").into_owned() } else { String::new() });
        form.show("best_time", parts::answered(form, "may_call") == Some(true));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let alone = self.on_its_own(form, parts::money(cx, form, "amount")?);
        if let (Some(amount), Some(method)) = (alone, parts::coded(form, "payment")) {
            let (order, payer) = (self.page.order.clone(), Self::payer(form));
            let signed = (!form.value("signed").is_empty()).then_some(true);
            return Ok(Command::TakePayment(TakePayment { order, method, amount: Some(amount), payer, signed }));
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
            promises: judged::named(cx, &self.page, form),
            remedy: judged::remedy(cx, form)?,
            may_call: parts::answered(form, "may_call"),
            best_time: parts::typed(form, "best_time"),
            invited: parts::answered(form, "survey"),
            confirmed_by: parts::person(form, "confirmed_by"),
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
        let key = if page.payers.is_empty() { "entry-bill" } else { "entry-bill-part" };
        let sums = cx.with(key, &[("bill", &bill), ("paid", &paid), ("due", &due)]);
        let mut lines: Vec<Line> = page.requirements.iter().flat_map(|row| brief::requirement(cx, row)).collect();
        lines.retain(|(role, _)| *role == Role::Late);
        lines.extend(part_on_order::open(cx, page.parts.iter().filter(|row| row.open).map(|row| &row.part)));
        lines.push((Role::Text, sums));
        lines.extend(page.payers.iter().map(|row| brief::payer(cx, row)));
        let done = page.lines.iter().filter(|line| line.decision == Decision::Accepted);
        lines.extend(done.map(|line| (Role::Dim, format!("{}  {}", parts::numbered(cx, line), line.price))));
        lines
    }

    fn saved(&self, cx: &Cx<'_>, _receipt: &Receipt) -> String {
        if self.given {
            return self.told(cx);
        }
        let (paid, due) = (self.page.paid.to_string(), self.page.due.to_string());
        cx.with("entry-part-taken", &[("paid", &paid), ("due", &due)])
    }

    fn after(&mut self, form: &Form, _receipt: &Receipt) -> After {
        let typed = parts::typed(form, "amount").and_then(|text| Money::parse(&text));
        let alone = self.on_its_own(form, typed).is_some();
        self.given = !alone;
        if alone { After::Rest(&["payer", "payment", "amount"]) } else { After::Told }
    }
}
