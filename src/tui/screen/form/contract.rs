//! The contract: signing it, and changing or stopping one in force (D1, P3).

use super::promise::HOW;
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::contract::{ChangeContract, SignContract};
use crate::domain::order::quote::Decision;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const SIGNED_ON: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];
const PARTIES: &[Pick] = &[('s', "shop", "term-party-shop"), ('c', "customer", "term-party-customer")];

const SIGN: &[FieldSpec] = &[FieldSpec::needed("on", "entry-signed", Kind::Choice(SIGNED_ON))];

const CHANGE: &[FieldSpec] = &[
    FieldSpec::needed("proposer", "entry-proposer", Kind::Choice(PARTIES)),
    FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
    FieldSpec::needed("agreed", "entry-agreed", Kind::Toggle),
    FieldSpec::needed("how", "entry-how", Kind::Choice(HOW)),
    FieldSpec::optional("who", "entry-who-said", Kind::Text { max: 40 }),
    FieldSpec::optional("ceiling", "entry-ceiling", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::optional("stop", "entry-stop-contract", Kind::Toggle),
];

/// The box that asks where the customer signed.
pub struct Sign {
    page: Box<OrderPage>,
}

impl Sign {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Sign {
    fn place(&self) -> Place {
        Place::SignContract(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-sign-contract"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        SIGN.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        parts::about(&self.page)
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("order", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::order_page(cx, &self.page.order)?;
        Ok(())
    }

    fn at_once(&self, field: &str) -> bool {
        field == "on"
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (order, on) = (self.page.order.clone(), parts::needed(cx, form, "on")?);
        Ok(Command::SignContract(SignContract { order, on }))
    }

    /// Scope, cost and time: what is signed.
    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = vec![(Role::Text, terms(cx, &self.page))];
        lines.extend(scope(cx, &self.page));
        lines
    }
}

/// The box that asks who wants another contract, why, and whether the other party consents.
pub struct Change {
    page: Box<OrderPage>,
}

impl Change {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Change {
    fn place(&self) -> Place {
        Place::ChangeContract(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-change-contract"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        CHANGE.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        parts::about(&self.page)
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("order", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::order_page(cx, &self.page.order)?;
        Ok(())
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let stops = parts::answered(form, "stop") == Some(true);
        form.set_note("stop", if stops { cx.get("entry-stop-means").into_owned() } else { String::new() });
        form.set_note("agreed", cx.get("entry-agreed-means").into_owned());
        if !parts::note_money(cx, form, "ceiling") {
            form.set_note("ceiling", self.page.ceiling.to_string());
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::ChangeContract(ChangeContract {
            order: self.page.order.clone(),
            proposer: parts::needed(cx, form, "proposer")?,
            agreed: parts::decided(cx, form, "agreed")?,
            how: parts::needed(cx, form, "how")?,
            who: parts::typed(form, "who"),
            reason: form.value("reason"),
            ceiling: parts::money(cx, form, "ceiling")?,
            stop: parts::answered(form, "stop").unwrap_or(false),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        vec![(Role::Text, terms(cx, &self.page))]
    }
}

/// Cost and time in one line.
fn terms(cx: &Cx<'_>, page: &OrderPage) -> String {
    let promise = page.promise.as_ref().map(|promise| format::moment(cx.words(), promise.at, cx.now));
    let (ceiling, promise) = (page.ceiling.to_string(), promise.unwrap_or_default());
    cx.with("entry-contract-terms", &[("sum", &page.bill.to_string()), ("ceiling", &ceiling), ("promise", &promise)])
}

fn scope(cx: &Cx<'_>, page: &OrderPage) -> Vec<Line> {
    let accepted = page.lines.iter().filter(|line| line.decision == Decision::Accepted);
    accepted.map(|line| (Role::Dim, format!("{}  {}", parts::numbered(cx, line), line.price))).collect()
}
