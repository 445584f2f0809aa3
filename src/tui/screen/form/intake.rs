//! What is missing of the intake, or was taken down wrong: only what differs from what stands there is saved.

use super::new_order::{WALK_ROUND, field_of_mileage, note_fuel, note_mileage};
use super::section::{self, Sections};
use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{OrderPage, RecentRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::customer::change::ChangeCustomer;
use crate::domain::customer::phone;
use crate::domain::order::intake::NoteIntake;
use crate::domain::{Command, Stamp};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};
use std::collections::BTreeMap;

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("name", "entry-name", Kind::Text { max: 40 }),
    FieldSpec::needed("phone", "entry-phone", Kind::Code { max: 20, leap: false }),
    FieldSpec::needed("mileage", "entry-mileage", Kind::Digits { max: 7, leap: false }),
    FieldSpec::optional("mileage_reason", "entry-mileage-reason", Kind::Text { max: 100 }),
    section::comeback::OFFER,
    FieldSpec::optional("says", "entry-says-more", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::optional("waiting", "entry-waiting", Kind::Toggle),
    FieldSpec::optional("fuel", "entry-fuel", Kind::Digits { max: 1, leap: true }),
    FieldSpec::optional("belongings", "entry-belongings", Kind::Text { max: 200 }),
    FieldSpec::optional("walk_round", "entry-walk-round", Kind::Choice(WALK_ROUND)),
];

/// The form of the intake.
pub struct Intake {
    page: Box<OrderPage>,
    /// The reading of an earlier visit.
    last: Option<(u32, Stamp)>,
    /// What stood there when the form was filled in.
    stood: BTreeMap<String, String>,
    sections: Sections,
    /// The last repair, if it is recent enough to be asked after.
    repaired: Option<RecentRow>,
}

impl Intake {
    /// The form for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page, last: None, stood: BTreeMap::new(), sections: Sections::default(), repaired: None }
    }

    /// What was typed instead of what stood there.
    fn new_text(&self, form: &Form, id: &str) -> Option<String> {
        parts::typed(form, id).filter(|text| self.stood.get(id) != Some(text))
    }

    /// A phone for the customer on file, whose name stays: their file is changed, no other one is opened.
    fn new_phone(&self, form: &Form) -> Option<ChangeCustomer> {
        let customer = self.page.customer.clone().filter(|_| self.new_text(form, "name").is_none())?;
        let phone = self.new_text(form, "phone")?;
        Some(ChangeCustomer { customer, name: None, phone: Some(phone), segment: None })
    }

    /// True if nothing of the order is another one than what stands there.
    fn is_nothing(&self, noted: &NoteIntake) -> bool {
        // In an empty form everything is taken back: that is not meant.
        let nothing = NoteIntake {
            not_asked: Vec::new(),
            checklists: Vec::new(),
            ..self.noted(&Form::new(&self.specs()), &BTreeMap::new())
        };
        *noted == nothing
    }

    /// What is typed, where it differs from what `stood` there.
    fn noted(&self, form: &Form, stood: &BTreeMap<String, String>) -> NoteIntake {
        let text = |id| self.new_text(form, id);
        let name = text("name");
        let more = Sections::typed(form, stood);
        NoteIntake {
            order: self.page.order.clone(),
            says: text("says"),
            mileage: text("mileage").and_then(|km| km.parse().ok()),
            mileage_reason: text("mileage_reason"),
            fuel: text("fuel").and_then(|eighths| eighths.parse().ok()),
            belongings: text("belongings"),
            walk_round: text("walk_round").map(|word| word == "yes"),
            waiting: text("waiting").map(|word| word == "yes"),
            visit: more.visit,
            symptoms: more.symptoms,
            not_asked: more.not_asked,
            checklists: more.checklists,
            promises: more.promises,
            promises_signed: more.promises_signed,
            customer: None,
            // Another name is another customer, who has a phone of their own.
            phone: name.as_ref().and_then(|_| parts::typed(form, "phone")),
            name,
        }
    }
}

impl StageForm for Intake {
    fn place(&self) -> Place {
        Place::Intake(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-intake"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.iter().copied().chain(Sections::specs()).collect()
    }

    fn order(&self) -> Option<&OrderPage> {
        Some(&self.page)
    }

    fn show(&mut self, page: Box<OrderPage>) {
        self.page = page;
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        if let Ok(Answer::Vehicle(car)) = cx.ask(&Query::Vehicle { id: self.page.vehicle.clone() }) {
            self.last = car.mileage.filter(|_| self.page.mileage.is_none());
            self.repaired = car.repaired;
        }
        let page = &self.page;
        let word = |yes: bool| String::from(if yes { "yes" } else { "no" });
        let values = [
            ("name", page.name.clone()),
            ("phone", page.phone.clone()),
            ("mileage", page.mileage.map(|km| km.to_string()).unwrap_or_default()),
            ("waiting", word(page.waiting)),
            ("fuel", page.fuel.map(|eighths| eighths.to_string()).unwrap_or_default()),
            ("belongings", page.belongings.clone()),
            ("walk_round", page.walk_round.as_ref().map(|walk| word(walk.with_customer)).unwrap_or_default()),
        ];
        for (field, value) in &values {
            form.set(field, value);
        }
        self.sections.start(cx, form, Some(&self.page.visit));
        // Nothing is concluded before the diagnosis (A7).
        form.show("conclusion", self.page.findings.iter().any(|finding| finding.cause.is_some()));
        section::comeback::fill(form, self.page.comeback.as_ref());
        let missing = ["name", "phone", "mileage"].into_iter().find(|field| form.value(field).is_empty());
        form.focus_on(missing.unwrap_or("mileage"));
        self.stood = form.values();
    }

    fn shortcut(&mut self, _cx: &Cx<'_>, form: &mut Form, action: Action) -> Option<&'static str> {
        (action == Action::Comeback).then(|| section::comeback::take(form, self.repaired.as_ref())).flatten()
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let other = self.page.customer.is_some() && self.new_text(form, "name").is_some();
        let note = if other { cx.get("entry-other-customer").into_owned() } else { String::new() };
        form.set_note_as("name", Role::Soon, note);
        parts::note_wrong(cx, form, "phone", |text| phone::parse(text).map(|_| ()));
        note_mileage(cx, form, self.last);
        note_fuel(cx, form);
        self.sections.notes(cx, form);
        section::comeback::offer(cx, form, self.repaired.as_ref());
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let noted = self.noted(form, &self.stood);
        if !self.is_nothing(&noted) {
            return Ok(Command::NoteIntake(noted));
        }
        self.new_phone(form).map(Command::ChangeCustomer).ok_or(Halt::Nothing)
    }

    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        match error.field() {
            Some("customer") => Some("name"),
            field => section::field_of(field).or_else(|| field_of_mileage(form, error)),
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        section::context(cx, &self.page.visit).into_iter().chain(parts::story(cx, &self.page)).collect()
    }

    /// A new phone of the same customer is a command of its own, and comes second.
    fn after(&mut self, form: &Form, _receipt: &Receipt) -> After {
        let second = self.new_phone(form).is_some() && !self.is_nothing(&self.noted(form, &self.stood));
        let phone = self.stood.remove("phone");
        self.stood = form.values();
        if !second {
            return After::Back;
        }
        self.stood.insert("phone".into(), phone.unwrap_or_default());
        After::Save
    }
}
