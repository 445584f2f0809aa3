//! Taking a car in: one page, in the order in which people speak (SCREENS, Intake).
//!
//! A tail of a plate that only one known car has fills in the whole plate. Only for a car that is not known does the
//! form ask who brings it.

mod plate;
mod vin;

use super::section::{self, Sections, words};
use super::{After, Halt, Line, StageForm, jobs, parts};
use crate::desk::rows::{OnlineRow, RecentRow, VehiclePage};
use crate::desk::{DeskError, Receipt};
use crate::domain::customer::phone;
use crate::domain::order::receive::OpenOrder;
use crate::domain::order::visit::VisitNotes;
use crate::domain::refusal::Why;
use crate::domain::{Command, OrderId, Refusal};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::{brief, part_on_order};
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};
use plate::Known;
use std::collections::BTreeMap;

/// Whether the customer walked round the car.
pub const WALK_ROUND: &[Pick] = &[('w', "yes", "entry-walk-with"), ('o', "no", "entry-walk-without")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("plate", "entry-plate", Kind::Code { max: 12, leap: false }),
    FieldSpec::optional("name", "entry-name", Kind::Text { max: 40 }),
    FieldSpec::optional("phone", "entry-phone", Kind::Code { max: 20, leap: false }),
    FieldSpec::asked("model", "entry-model", Kind::Text { max: 40 }),
    FieldSpec::asked("vin", "entry-vin", Kind::Code { max: 17, leap: true }),
    FieldSpec::asked("mileage", "entry-mileage", Kind::Digits { max: 7, leap: false }),
    FieldSpec::optional("mileage_reason", "entry-mileage-reason", Kind::Text { max: 100 }),
    section::comeback::OFFER,
    jobs::FIELD,
    FieldSpec::needed("says", "entry-says", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("promise", "entry-promise", Kind::Time),
    FieldSpec::optional("waiting", "entry-waiting", Kind::Toggle),
    FieldSpec::optional("fuel", "entry-fuel", Kind::Digits { max: 1, leap: true }),
    FieldSpec::optional("belongings", "entry-belongings", Kind::Text { max: 200 }),
    FieldSpec::optional("walk_round", "entry-walk-round", Kind::Choice(WALK_ROUND)),
];

/// The form of a new order.
pub struct NewOrder {
    plate: String,
    known: Option<Known>,
    sections: Sections,
    /// The online request that it begins with (A3).
    online: Option<OnlineRow>,
}

impl NewOrder {
    /// The form for a plate; empty if it is not known yet.
    pub fn new(plate: &str) -> Self {
        Self { plate: plate.to_string(), known: None, sections: Sections::default(), online: None }
    }

    /// The form that an online request fills in; saving confirms it.
    pub fn online(row: OnlineRow) -> Self {
        Self { online: Some(row.clone()), ..Self::new(&row.plate) }
    }

    /// The last repair, if it is recent enough to be asked after.
    fn repaired(&self) -> Option<&RecentRow> {
        self.page().and_then(|page| page.repaired.as_ref())
    }

    fn page(&self) -> Option<&VehiclePage> {
        self.known.as_ref().and_then(|known| known.page.as_deref())
    }
}

/// Says what the odometer showed last, and asks why if it shows less now.
pub fn note_mileage(cx: &Cx<'_>, form: &mut Form, last: Option<(u32, crate::domain::Stamp)>) {
    let Some((km, on)) = last else {
        form.set_note("mileage", "");
        return form.show("mileage_reason", false);
    };
    let less = parts::number::<u32>(form, "mileage").is_some_and(|now| now < km);
    let today = on.day() == cx.now.day();
    let day = if today { format::time(on) } else { format::day(cx.words(), on.day(), cx.now.day()) };
    let note = cx.with("entry-mileage-last", &[("km", &format::kilometres(km)), ("day", &day)]);
    form.set_note_as("mileage", if less { Role::Late } else { Role::Dim }, note);
    form.show("mileage_reason", less);
    form.set_needed("mileage_reason", less);
}

/// Says how full a tank of so many eighths is.
pub fn note_fuel(cx: &Cx<'_>, form: &mut Form) {
    let eighths = form.value("fuel");
    let note = if eighths.is_empty() { String::new() } else { cx.with("entry-fuel-eighths", &[("n", &eighths)]) };
    form.set_note("fuel", note);
}

/// A reading below the last one is refused at the reason, which is then shown.
pub fn field_of_mileage(form: &mut Form, error: &DeskError) -> Option<&'static str> {
    let backwards = matches!(error, DeskError::Refused(Refusal::Invalid { why: Why::MileageBackwards { .. }, .. }));
    if backwards {
        form.show("mileage_reason", true);
        form.set_needed("mileage_reason", true);
    }
    backwards.then_some("mileage_reason")
}

impl StageForm for NewOrder {
    fn place(&self) -> Place {
        match &self.online {
            Some(row) => Place::TakeIn(row.online.clone()),
            None => Place::NewOrder { plate: self.plate.clone() },
        }
    }

    fn title(&self) -> &'static str {
        "entry-title-new-order"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.iter().copied().chain(Sections::specs()).collect()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        format::plate(&self.plate)
    }

    fn draft_about(&self, _cx: &Cx<'_>, form: &Form) -> String {
        let known = self.known.as_ref().map(|known| known.hit.name.clone());
        let name = known.filter(|name| !name.is_empty()).unwrap_or_else(|| form.value("name"));
        [format::plate(&form.value("plate")), name]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn is_astray(&self, cx: &Cx<'_>, form: &Form) -> bool {
        let known = self.known.as_ref().map(|known| known.hit.plate.clone());
        let typed = || plate::typed(cx, form).map(|plate| plate.as_str().to_owned());
        let plate = known.or_else(|| typed().ok()).unwrap_or_else(|| form.value("plate"));
        !self.plate.is_empty() && plate != self.plate
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        self.sections.start(cx, form, None);
        form.set("plate", &self.plate);
        self.known = plate::look_up(cx, &self.plate);
        if let Some(row) = &self.online {
            for (field, value) in [("name", &row.name), ("phone", &row.phone), ("says", &row.says)] {
                form.set(field, value);
            }
            form.set("channel", "online");
        }
        if self.known.is_some() {
            form.focus_on("mileage");
        }
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "plate" {
            self.known = plate::look_up(cx, &form.value("plate"));
            plate::offer_provinces(form);
        }
        if field == "says" {
            jobs::join(cx, form, "says");
        }
        if field == jobs::FIELD.id {
            jobs::changed(cx, form);
            jobs::part(cx, form, "says");
        }
        // A code that nothing can follow is done: the next key begins the customer's words.
        if field == jobs::FIELD.id && jobs::is_whole(cx, form) {
            form.focus_on("says");
        }
    }

    fn shortcut(&mut self, _cx: &Cx<'_>, form: &mut Form, action: Action) -> Option<&'static str> {
        (action == Action::Comeback).then(|| section::comeback::take(form, self.repaired())).flatten()
    }

    fn left(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "plate" {
            plate::complete(cx, form, self.known.as_ref());
        }
        if let Some(phrase) = words::phrase(cx, form).filter(|_| field == "says") {
            form.set("says", &phrase);
        }
        if field == jobs::FIELD.id {
            jobs::left(cx, form);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        plate::note(cx, form, self.known.as_ref());
        let new = self.known.is_none() && plate::typed(cx, form).is_ok();
        let nobody = new || self.known.as_ref().is_some_and(|known| known.hit.name.is_empty());
        for field in ["name", "phone"] {
            form.show(field, nobody);
            form.set_needed(field, nobody);
        }
        // A caller found the number to be wrong: now is the time to ask for the right one (feature 45).
        if self.known.as_ref().is_some_and(|known| known.hit.wrong_number) {
            form.show("phone", true);
        }
        form.show("model", new);
        form.show("vin", new);
        parts::note_wrong(cx, form, "phone", |text| phone::parse(text).map(|_| ()));
        vin::note(cx, form);
        note_mileage(cx, form, self.page().and_then(|page| page.mileage));
        note_fuel(cx, form);
        parts::note_time(cx, form, "promise");
        form.set_note("name", if new { section::greeting(cx) } else { String::new() });
        words::note(cx, form);
        self.sections.notes(cx, form);
        section::comeback::offer(cx, form, self.repaired());
        jobs::note(cx, form);
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let text = |id| parts::typed(form, id);
        let mut more = Sections::typed(form, &BTreeMap::new());
        // How the car came in is part of the order from its first line on.
        let channel = more.visit.as_mut().and_then(|visit| visit.channel.take());
        let comeback_of = more.visit.as_mut().and_then(|visit| visit.comeback_of.take());
        let comeback_line = more.visit.as_mut().and_then(|visit| visit.comeback_line.take());
        Ok(Command::OpenOrder(OpenOrder {
            plate: form.value("plate"),
            says: words::meant(cx, form),
            name: text("name"),
            phone: text("phone"),
            model: text("model"),
            vin: text("vin"),
            mileage: parts::number(form, "mileage"),
            mileage_reason: text("mileage_reason"),
            fuel: parts::number(form, "fuel"),
            belongings: text("belongings"),
            walk_round: parts::answered(form, "walk_round"),
            job: text(jobs::FIELD.id),
            promise: text("promise"),
            waiting: parts::answered(form, "waiting").unwrap_or(false),
            channel: channel.unwrap_or_default(),
            online: self.online.as_ref().map(|row| row.online.clone()),
            comeback_of,
            comeback_line,
            visit: more.visit.filter(|visit| *visit != VisitNotes::default()),
            symptoms: more.symptoms,
            checklists: more.checklists,
            promises: more.promises,
            ..OpenOrder::default()
        }))
    }

    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        match error.field() {
            Some("customer") => Some("name"),
            Some("vehicle") => Some("plate"),
            field => section::field_of(field).or_else(|| field_of_mileage(form, error)),
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines: Vec<Line> = self.online.iter().map(|row| (Role::Text, brief::online(cx, row))).collect();
        let Some(page) = self.page() else { return lines };
        lines.extend(parts::standing(cx, &page.requirements));
        if page.wrong_number {
            lines.push((Role::Soon, cx.get("entry-wrong-number").into_owned()));
        }
        lines.extend(part_on_order::open(cx, page.parts.iter().map(|row| &row.part)));
        lines.extend(page.deferred.iter().map(|line| {
            let price = line.price.to_string();
            let label = format::told(cx.words(), &line.label, &line.english);
            (Role::Text, cx.with("entry-put-off", &[("label", label), ("price", &price)]))
        }));
        lines
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> After {
        After::Turn(Place::Order(OrderId::new(receipt.id.clone())))
    }
}
