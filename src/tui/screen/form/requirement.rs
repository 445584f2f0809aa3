//! A special requirement is noted: what a customer, or one car, asks of every visit (S2).

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::{CarRow, RequirementRow};
use crate::domain::requirement::note::NoteRequirement;
use crate::domain::{Command, CustomerId, VehicleId};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("text", "entry-requirement", Kind::Area { rows: 2, max: 500 }),
    FieldSpec::optional("vehicle", "entry-only-car", Kind::Given),
    FieldSpec::optional("department", "entry-department", Kind::Text { max: 40 }),
    FieldSpec::optional("identified_by", "entry-identified-by", Kind::Given),
];

/// The box of a new requirement.
pub struct Requirement {
    customer: Option<CustomerId>,
    vehicle: Option<VehicleId>,
    about: String,
    /// The customer's cars, to choose the one that it is about.
    cars: Vec<CarRow>,
    /// What stands already.
    standing: Vec<RequirementRow>,
}

impl Requirement {
    /// The box for a customer, or for one car.
    ///
    /// # Errors
    /// The customer or car cannot be shown.
    pub fn new(cx: &Cx<'_>, customer: &Option<CustomerId>, vehicle: &Option<VehicleId>) -> Result<Self, DeskError> {
        let (mut about, mut cars, mut standing) = (String::new(), Vec::new(), Vec::new());
        if let Some(id) = vehicle {
            let page = parts::vehicle_page(cx, id)?;
            (about, standing) = (format!("{}  {}", format::plate(&page.plate), page.model), page.requirements);
        }
        if let Some(id) = customer {
            let page = parts::customer_page(cx, id)?;
            (about, cars, standing) = (page.name, page.cars, page.requirements);
            standing.retain(|row| row.ended.is_none());
        }
        Ok(Self { customer: customer.clone(), vehicle: vehicle.clone(), about, cars, standing })
    }
}

impl StageForm for Requirement {
    fn place(&self) -> Place {
        Place::Requirement { customer: self.customer.clone(), vehicle: self.vehicle.clone() }
    }

    fn title(&self) -> &'static str {
        "entry-title-requirement"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.about.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        let cars = self.cars.iter().map(|car| (car.vehicle.to_string(), format::plate(&car.plate)));
        form.set_options("vehicle", Choice::numbered(cars));
        form.show("vehicle", !self.cars.is_empty());
        form.set_options("identified_by", parts::people(cx, |_| true));
        form.set("identified_by", cx.session.who.as_str());
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::NoteRequirement(NoteRequirement {
            customer: self.customer.clone(),
            vehicle: self.vehicle.clone().or_else(|| parts::typed(form, "vehicle").map(VehicleId::new)),
            text: form.value("text"),
            department: parts::typed(form, "department"),
            identified_by: parts::person(form, "identified_by"),
            identified: None,
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        parts::standing(cx, &self.standing)
    }
}
