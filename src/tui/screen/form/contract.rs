//! The contract: signing it, and changing or stopping one in force (D1, P3).

use super::promise::HOW;
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, Query};
use crate::domain::Command;
use crate::domain::order::contract::{ChangeContract, SignContract};
use crate::domain::order::quote::Decision;
use crate::domain::order::review::{DISCLOSURE, ReviewContract};
use crate::domain::shop::checklist::{Checklist, Item};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::brief;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use crate::tui::widget::layout::wrap;

/// Cells of the points over the box.
const POINTS_COLUMNS: u16 = 68;

const SIGNED_ON: &[Pick] = &[('p', "paper", "term-signed-on-paper"), ('s', "screen", "term-signed-on-screen")];
const PARTIES: &[Pick] = &[('s', "shop", "term-party-shop"), ('c', "customer", "term-party-customer")];

/// Who is told of a change (S14: 有关部门).
const DEPARTMENTS: &[Pick] = &[
    ('w', "workshop", "term-department-workshop"),
    ('p', "parts", "term-department-parts"),
    ('q', "quality", "term-department-quality"),
    ('f', "accounts", "term-department-accounts"),
];

const SIGN: &[FieldSpec] = &[
    FieldSpec::needed("told", "entry-told-before", Kind::Toggle),
    FieldSpec::needed("reviewed", "entry-contract-reviewed", Kind::Toggle),
    FieldSpec::optional("reviewer", "entry-reviewer", Kind::Given),
    FieldSpec::optional("remark", "entry-remark", Kind::Text { max: 200 }),
    FieldSpec::needed("on", "entry-signed", Kind::Choice(SIGNED_ON)),
];

const CHANGE: &[FieldSpec] = &[
    FieldSpec::needed("proposer", "entry-proposer", Kind::Choice(PARTIES)),
    FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
    FieldSpec::needed("agreed", "entry-agreed", Kind::Toggle),
    FieldSpec::needed("how", "entry-how", Kind::Choice(HOW)),
    FieldSpec::optional("who", "entry-who-said", Kind::Text { max: 40 }),
    FieldSpec::optional("ceiling", "entry-ceiling", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
    FieldSpec::optional("stop", "entry-stop-contract", Kind::Toggle),
    FieldSpec::optional("told", "entry-departments-told", Kind::Many(DEPARTMENTS)),
];

/// The box before a signature: the customer was told, the contract reviewed; then where they signed. What was done
/// before is not asked again.
pub struct Sign {
    page: Box<OrderPage>,
}

impl Sign {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    /// The points that a customer is told of before they sign.
    fn points(cx: &Cx<'_>) -> Vec<Item> {
        let Ok(Answer::Lists(lists)) = cx.ask(&Query::Lists) else { return Vec::new() };
        let list = lists.checklists.into_iter().find(|list| list.id == DISCLOSURE);
        list.iter().flat_map(Checklist::items).cloned().collect()
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
        form.show("told", !self.page.disclosed);
        form.show("reviewed", !self.page.reviewed);
        form.show("reviewer", !self.page.reviewed);
        form.set_options("reviewer", parts::people(cx, |_| true));
        form.set("reviewer", cx.session.who.as_str());
        let first = ["told", "reviewed", "on"].into_iter().find(|field| form.has(field));
        form.focus_on(first.unwrap_or("on"));
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        let failed = parts::answered(form, "reviewed") == Some(false);
        form.show("remark", failed);
        form.set_needed("remark", failed);
        form.set_needed("on", !failed);
    }

    fn at_once(&self, field: &str) -> bool {
        field == "on"
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let order = self.page.order.clone();
        if parts::answered(form, "reviewed") == Some(false) {
            let (remark, reviewer) = (parts::typed(form, "remark"), parts::person(form, "reviewer"));
            return Ok(Command::ReviewContract(ReviewContract { order, passed: false, remark, reviewer }));
        }
        if parts::answered(form, "told") == Some(false) {
            return Err(Halt::At("told", cx.get("entry-tell-first").into_owned()));
        }
        let on = parts::needed(cx, form, "on")?;
        let points = if form.has("told") { Self::points(cx) } else { Vec::new() };
        let told = points.into_iter().map(|item| item.id).collect();
        let reviewed_by = parts::person(form, "reviewer");
        Ok(Command::SignContract(SignContract { order, on, told, reviewed_by }))
    }

    /// Scope, cost and time: what is signed; and what the customer is told of it.
    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = vec![(Role::Text, terms(cx, &self.page))];
        lines.extend(scope(cx, &self.page));
        let lang = cx.words().lang();
        let points: Vec<String> = Self::points(cx).iter().map(|item| lang.pick(&item.en, &item.zh).clone()).collect();
        if !self.page.disclosed && !points.is_empty() {
            let text = cx.with("entry-tell-points", &[("points", &brief::list(cx, &points))]);
            let parts = wrap(&text, POINTS_COLUMNS);
            lines.extend(parts.into_iter().map(|part| (Role::Text, part)));
        }
        if let Some(review) = self.page.reviews.last().filter(|review| !review.passed) {
            let remark = review.remark.clone().unwrap_or_default();
            let values = [("who", cx.name(&review.by)), ("remark", &remark)];
            lines.push((Role::Late, cx.with("entry-review-failed", &values)));
        }
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

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn is_box(&self) -> bool {
        true
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        // The workshop is told of every change.
        form.set("told", "workshop");
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
            told: parts::typed(form, "told").iter().flat_map(|told| told.split(',')).map(String::from).collect(),
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
    cx.with("entry-contract-terms", &[("sum", &page.total.to_string()), ("ceiling", &ceiling), ("promise", &promise)])
}

fn scope(cx: &Cx<'_>, page: &OrderPage) -> Vec<Line> {
    let accepted = page.lines.iter().filter(|line| line.decision == Decision::Accepted);
    accepted.map(|line| (Role::Dim, format!("{}  {}", parts::numbered(cx, line), line.price))).collect()
}
