//! Telling the customer that the car is ready (S18; J2): the papers lie ready, then one key for how they were told.

use super::promise::NOT_REACHED;
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{Answer, Query};
use crate::domain::Command;
use crate::domain::order::consent::How;
use crate::domain::order::ready::{PACK, TellReady};
use crate::domain::shop::checklist::{Checklist, Item};
use crate::text::Lang;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// How a customer is told.
pub const HOW: &[Pick] = &[
    ('p', "phone", "term-how-phone"),
    ('m', "message", "term-how-message"),
    ('i', "in-person", "term-how-in-person"),
    ('x', NOT_REACHED, "entry-not-reached"),
];

const FIELDS: &[FieldSpec] =
    &[FieldSpec::needed("pack", "entry-pack", Kind::Toggle), FieldSpec::needed("how", "entry-told", Kind::Choice(HOW))];

/// The box that tells the customer.
pub struct Ready {
    page: Box<OrderPage>,
}

impl Ready {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

/// The papers of the shop.
fn pack(cx: &Cx<'_>) -> Option<Checklist> {
    match cx.ask(&Query::Lists) {
        Ok(Answer::Lists(lists)) => lists.checklists.into_iter().find(|list| list.id == PACK),
        Ok(_) | Err(_) => None,
    }
}

/// The ids of all papers that lie ready.
pub fn papers(cx: &Cx<'_>) -> Vec<String> {
    pack(cx).iter().flat_map(Checklist::items).map(|item| item.id.clone()).collect()
}

impl StageForm for Ready {
    fn place(&self) -> Place {
        Place::Ready(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-ready"
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

    fn round(&self) -> String {
        self.page.ready_told.len().to_string()
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        form.show("pack", self.page.visit.checklists.iter().all(|row| row.list.id != PACK));
        form.focus_on(if form.has("pack") { "pack" } else { "how" });
    }

    fn at_once(&self, field: &str) -> bool {
        field == "how"
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        if parts::answered(form, "pack") == Some(false) {
            return Err(Halt::At("pack", cx.get("entry-pack-first").into_owned()));
        }
        let in_vain = form.value("how") == NOT_REACHED;
        let how = if in_vain { How::Phone } else { parts::needed(cx, form, "how")? };
        let pack = if form.has("pack") { papers(cx) } else { Vec::new() };
        let (order, reached) = (self.page.order.clone(), in_vain.then_some(false));
        Ok(Command::TellReady(TellReady { order, how, reached, pack }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = vec![(Role::Text, format!("{}  {}", self.page.name, self.page.phone))];
        let name = |item: &Item| match cx.words().lang() {
            Lang::Zh => item.zh.clone(),
            Lang::En => item.en.clone(),
        };
        let named = |list: Checklist| list.items().map(name).collect::<Vec<_>>();
        if let Some(papers) = pack(cx).map(named) {
            lines.push((Role::Dim, cx.with("entry-pack-is", &[("papers", &papers.join(", "))])));
        }
        lines
    }
}
