//! The quality check by another person than the one who repaired, with the road test (S9, S10).

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::{OrderPage, StaffRow};
use crate::domain::order::quality::CheckQuality;
use crate::domain::staff::role::Right;
use crate::domain::{Command, StaffId};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Label, Pick};

const ROAD: &[Pick] = &[
    ('p', "passed", "term-road-passed"),
    ('f', "failed", "term-road-failed"),
    ('n', "not-required", "term-road-not-required"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("inspector", "entry-inspector", Kind::Given),
    FieldSpec::optional("signs", "entry-signs", Kind::Shown),
    FieldSpec::needed("passed", "entry-repair-good", Kind::Toggle),
    FieldSpec::needed("road_test", "entry-road", Kind::Choice(ROAD)),
    FieldSpec::optional("customer_invited", "field-customer-invited", Kind::Toggle),
    FieldSpec::optional("note", "entry-note", Kind::Area { rows: 2, max: 500 }),
];

/// The form of the check.
pub struct Quality {
    page: Box<OrderPage>,
}

impl Quality {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }

    fn repaired(&self, person: &StaffRow) -> bool {
        self.page.lines.iter().any(|line| line.work.technicians.contains(&person.id))
    }
}

impl StageForm for Quality {
    fn place(&self) -> Place {
        Place::Quality(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-quality"
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

    /// Each check is another one: what was found before the repair was done again is over.
    fn round(&self) -> String {
        self.page.checks.len().to_string()
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        // Those who repaired are listed too: why they may not is said when they are chosen.
        let listed = |person: &StaffRow| parts::may(person, Right::Inspect) || self.repaired(person);
        let mut people = parts::people(cx, listed);
        for choice in &mut people {
            let repaired = cx.people.iter().any(|person| person.id.as_str() == choice.value && self.repaired(person));
            if let (true, Label::Text(name)) = (repaired, &mut choice.label) {
                *name = cx.with("entry-repaired-it", &[("name", name)]);
            }
        }
        form.set_options("inspector", people);
        let inspects = |person: &StaffRow| {
            let trade = person.roles.contains(&crate::domain::staff::role::Role::Inspector);
            trade && !self.repaired(person)
        };
        if let Some(person) = parts::likeliest(cx, inspects) {
            form.set("inspector", person.as_str());
            form.focus_on("passed");
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        form.set("signs", &signs(cx, parts::person(form, "inspector")));
        // Nobody is invited to a road test that is not made.
        form.show("customer_invited", form.value("road_test") != "not-required");
        let failed = parts::answered(form, "passed") == Some(false);
        form.set_needed("note", failed || matches!(form.value("road_test").as_str(), "failed" | "not-required"));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let passed = parts::decided(cx, form, "passed")?;
        let road_test = parts::needed(cx, form, "road_test")?;
        Ok(Command::CheckQuality(CheckQuality {
            order: self.page.order.clone(),
            inspector: parts::person(form, "inspector"),
            passed,
            road_test,
            customer_invited: parts::answered(form, "customer_invited"),
            note: parts::typed(form, "note"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = parts::story(cx, &self.page);
        lines.truncate(1);
        lines.extend(self.page.lines.iter().filter(|line| line.work.finished.is_some()).map(|line| {
            let who = line.work.technicians.iter().map(|id| cx.name(id)).collect::<Vec<_>>().join(", ");
            (Role::Dim, format!("{}  {who}", parts::numbered(cx, line)))
        }));
        lines
    }
}

/// In whose name the check is signed, and whether that is the person at the keys: nobody shall sign unawares.
fn signs(cx: &Cx<'_>, inspector: Option<StaffId>) -> String {
    let Some(inspector) = inspector else { return cx.get("entry-signs-nobody").into_owned() };
    let own = inspector == cx.session.who;
    let (name, here, key) =
        (cx.name(&inspector), cx.name(&cx.session.who), cx.key(Layer::Global, Action::SwitchPerson));
    let message = if own { "entry-signs-own" } else { "entry-signs-other" };
    cx.with(message, &[("name", name), ("here", here), ("key", &key)])
}
