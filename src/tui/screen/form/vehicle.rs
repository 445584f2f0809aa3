//! A vehicle's file put right: plate, VIN, model, and its owner's name and phone. Another name is the same person put
//! right, or another person who owns the car from now on: that is asked, never guessed.
//!
//! Only what differs from what stands there is saved, one command after the other.

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::VehiclePage;
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::customer::add::AddCustomer;
use crate::domain::customer::change::ChangeCustomer;
use crate::domain::customer::{Segment, phone};
use crate::domain::vehicle::change::ChangeVehicle;
use crate::domain::vehicle::owner::LinkOwner;
use crate::domain::vehicle::plate::Plate;
use crate::domain::vehicle::vin::Vin;
use crate::domain::{Command, CustomerId, VehicleId, clean};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use std::collections::BTreeMap;

const WHO: &[Pick] = &[('s', "same", "entry-owner-same"), ('o', "other", "entry-owner-other")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("plate", "entry-plate", Kind::Code { max: 9, leap: false }),
    FieldSpec::optional("vin", "entry-vin", Kind::Code { max: 17, leap: false }),
    FieldSpec::optional("model", "entry-model", Kind::Text { max: 40 }),
    FieldSpec::optional("name", "entry-name", Kind::Text { max: 40 }),
    FieldSpec::needed("owner", "entry-owner", Kind::Choice(WHO)),
    FieldSpec::optional("phone", "entry-phone", Kind::Code { max: 20, leap: false }),
];

/// Files of customers with the same phone that are looked through.
const HITS: usize = 9;

/// The form of a vehicle's file.
pub struct ChangeFile {
    page: Box<VehiclePage>,
    /// What stands there, as far as it is saved.
    stood: BTreeMap<String, String>,
    /// The file of the new owner: found by name and phone, or opened by this form.
    other: Option<CustomerId>,
    linked: bool,
}

/// What is to be saved next.
enum Step {
    Car,
    Owner(CustomerId),
    NewOwner,
    Link(CustomerId),
}

impl ChangeFile {
    /// The form for a vehicle.
    ///
    /// # Errors
    /// There is no such vehicle, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: &VehicleId) -> Result<Self, DeskError> {
        Ok(Self { page: page(cx, id)?, stood: BTreeMap::new(), other: None, linked: false })
    }

    /// What was typed instead of what stands there.
    fn new_text(&self, form: &Form, id: &str) -> Option<String> {
        parts::typed(form, id).filter(|text| self.stood.get(id) != Some(text))
    }

    /// Tells whether another person owns the car from now on.
    fn is_other(&self, form: &Form) -> bool {
        let named = self.new_text(form, "name").is_some();
        named && (self.page.customer.is_none() || form.value("owner") == "other")
    }

    fn step(&self, form: &Form) -> Option<Step> {
        let differs = |fields: &[&str]| fields.iter().any(|field| self.new_text(form, field).is_some());
        if differs(&["plate", "vin", "model"]) {
            return Some(Step::Car);
        }
        if self.is_other(form) {
            return match &self.other {
                Some(other) => (!self.linked).then(|| Step::Link(other.clone())),
                None => Some(Step::NewOwner),
            };
        }
        let owner = self.page.customer.clone().filter(|_| differs(&["name", "phone"]))?;
        Some(Step::Owner(owner))
    }

    /// Finds the file of a new owner who is a customer already: the same name with the same phone.
    fn look_up(&mut self, cx: &Cx<'_>, form: &Form) {
        self.other = None;
        let (Some(name), Some(text)) = (parts::typed(form, "name"), parts::typed(form, "phone")) else { return };
        let Ok(number) = phone::parse(&text) else { return };
        let query = Query::Find { text: number.clone(), limit: HITS };
        let Ok(Answer::Find(hits)) = cx.ask(&query) else { return };
        let same = hits.into_iter().find(|hit| hit.phone == number && hit.name == clean::clean(&name));
        self.other = same.and_then(|hit| hit.customer);
    }
}

fn page(cx: &Cx<'_>, id: &VehicleId) -> Result<Box<VehiclePage>, DeskError> {
    match cx.ask(&Query::Vehicle { id: id.clone() })? {
        Answer::Vehicle(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

impl StageForm for ChangeFile {
    fn place(&self) -> Place {
        Place::ChangeVehicle(self.page.vehicle.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-vehicle"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        let page = &self.page;
        let parts = [&format::plate(&page.plate), &page.model, &page.name];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("  ")
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("vehicle", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = page(cx, &self.page.vehicle)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let page = &self.page;
        let values = [
            ("plate", &page.plate),
            ("vin", &page.vin),
            ("model", &page.model),
            ("name", &page.name),
            ("phone", &page.phone),
        ];
        for (field, value) in values {
            form.set(field, value);
        }
        self.stood = form.values();
        (self.other, self.linked) = (None, false);
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "name" || field == "phone" {
            self.look_up(cx, form);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        form.show("owner", self.page.customer.is_some() && self.new_text(form, "name").is_some());
        parts::note_wrong(cx, form, "plate", |text| Plate::parse(text).map(|_| ()));
        parts::note_wrong(cx, form, "vin", |text| Vin::parse(text).map(|_| ()));
        parts::note_wrong(cx, form, "phone", |text| phone::parse(text).map(|_| ()));
        if let Some(Ok(_)) = self.new_text(form, "plate").map(|text| Plate::parse(&text)) {
            let before = format::plate(&self.page.plate);
            form.set_note("plate", cx.with("entry-plate-from-now", &[("before", &before)]));
        }
        let note = match form.value("owner").as_str() {
            "same" => cx.get("entry-owner-same-how"),
            "other" if self.other.is_some() => cx.get("entry-owner-known"),
            "other" => cx.get("entry-owner-other-how"),
            _ => "".into(),
        };
        form.set_note("owner", note.into_owned());
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let text = |id| self.new_text(form, id);
        let vehicle = self.page.vehicle.clone();
        match self.step(form).ok_or(Halt::Nothing)? {
            Step::Car => {
                let (plate, vin, model) = (text("plate"), text("vin"), text("model"));
                Ok(Command::ChangeVehicle(ChangeVehicle { vehicle, plate, vin, model, from: None }))
            }
            Step::Owner(customer) => {
                let (name, phone) = (text("name"), text("phone"));
                Ok(Command::ChangeCustomer(ChangeCustomer { customer, name, phone, segment: None }))
            }
            Step::NewOwner => {
                let (name, phone) = (form.value("name"), parts::typed(form, "phone"));
                Ok(Command::AddCustomer(AddCustomer { name, phone, segment: Segment::General }))
            }
            Step::Link(customer) => Ok(Command::LinkOwner(LinkOwner { vehicle, customer, from: None })),
        }
    }

    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        match error.field() {
            Some("vehicle") => Some("plate"),
            Some("customer" | "owner") => Some("name"),
            Some(_) | None => None,
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        vec![(Role::Dim, cx.get("entry-vehicle-how").into_owned())]
    }

    fn after(&mut self, form: &Form, receipt: &Receipt) -> After {
        let saved: &[&str] = match self.step(form) {
            Some(Step::Car) => &["plate", "vin", "model"],
            Some(Step::Owner(_)) => &["name", "phone"],
            Some(Step::NewOwner) => {
                self.other = Some(CustomerId::new(receipt.id.clone()));
                &[]
            }
            Some(Step::Link(_)) | None => {
                self.linked = true;
                &[]
            }
        };
        self.stood.extend(saved.iter().map(|field| ((*field).to_owned(), form.value(field).trim().to_owned())));
        if self.step(form).is_some() { After::Save } else { After::Back }
    }
}
