//! Taking a car in: one page, in the order in which people speak (SCREENS, Intake).
//!
//! A tail of a plate that only one known car has fills in the whole plate. Only for a car that is not known does the
//! form ask who brings it.

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{FindHit, FoundBy, VehiclePage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::customer::phone;
use crate::domain::order::receive::OpenOrder;
use crate::domain::refusal::Why;
use crate::domain::vehicle::plate::Plate;
use crate::domain::vehicle::vin::Vin;
use crate::domain::{Command, OrderId, Refusal, clean};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

/// Characters from which on a tail is looked up.
const TAIL_LEAST: usize = 3;
/// Characters of the longest plate.
const PLATE_CHARS_MAX: usize = 8;
/// Lines of the find box that are enough to know that a tail is not unique.
const HITS: usize = 5;

/// Whether the customer walked round the car.
pub const WALK_ROUND: &[Pick] = &[('w', "yes", "entry-walk-with"), ('o', "no", "entry-walk-without")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("plate", "entry-plate", Kind::Code { max: 12, leap: false }),
    FieldSpec::optional("name", "entry-name", Kind::Text { max: 40 }),
    FieldSpec::optional("phone", "entry-phone", Kind::Code { max: 20, leap: false }),
    FieldSpec::asked("model", "entry-model", Kind::Text { max: 40 }),
    FieldSpec::optional("vin", "entry-vin", Kind::Code { max: 17, leap: true }),
    FieldSpec::asked("mileage", "entry-mileage", Kind::Digits { max: 7, leap: false }),
    FieldSpec::optional("mileage_reason", "entry-mileage-reason", Kind::Text { max: 100 }),
    FieldSpec::needed("says", "entry-says", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("promise", "entry-promise", Kind::Time),
    FieldSpec::optional("waiting", "entry-waiting", Kind::Toggle),
    FieldSpec::optional("fuel", "entry-fuel", Kind::Digits { max: 1, leap: true }),
    FieldSpec::optional("belongings", "entry-belongings", Kind::Text { max: 200 }),
    FieldSpec::optional("walk_round", "entry-walk-round", Kind::Choice(WALK_ROUND)),
];

/// A car that the shop knows.
struct Known {
    hit: FindHit,
    page: Option<Box<VehiclePage>>,
}

/// The form of a new order.
pub struct NewOrder {
    plate: String,
    known: Option<Known>,
}

impl NewOrder {
    /// The form for a plate; empty if it is not known yet.
    pub fn new(plate: &str) -> Self {
        Self { plate: plate.to_string(), known: None }
    }

    /// Finds the one car that a plate or its tail means.
    fn look_up(&mut self, cx: &Cx<'_>, typed: &str) {
        let code = clean::code(typed);
        self.known = None;
        if code.chars().count() < TAIL_LEAST {
            return;
        }
        let Ok(Answer::Find(hits)) = cx.ask(&Query::Find { text: code.clone(), limit: HITS }) else { return };
        let mut cars = hits.into_iter().filter(|hit| hit.by == FoundBy::Plate && hit.vehicle.is_some());
        let first = cars.next();
        let only = cars.next().is_none();
        let Some(hit) = first.filter(|hit| only || hit.plate == code) else { return };
        let page = hit.vehicle.clone().and_then(|id| match cx.ask(&Query::Vehicle { id }) {
            Ok(Answer::Vehicle(page)) => Some(page),
            Ok(_) | Err(_) => None,
        });
        self.known = Some(Known { hit, page });
    }

    fn page(&self) -> Option<&VehiclePage> {
        self.known.as_ref().and_then(|known| known.page.as_deref())
    }

    fn note_plate(&self, cx: &Cx<'_>, form: &mut Form) {
        let typed = form.value("plate");
        let Some(Known { hit, .. }) = &self.known else {
            return match Plate::parse(&typed) {
                Ok(_) => form.set_note("plate", cx.get("entry-car-new").into_owned()),
                Err(_) if typed.is_empty() => form.set_note("plate", ""),
                Err(why) if form.focused() == "plate" && !is_hopeless(&typed, &why) => form.set_note("plate", ""),
                Err(why) => form.set_note_as("plate", Role::Error, parts::why_not(cx, "plate", &typed, why)),
            };
        };
        if let Some(order) = &hit.order {
            let here = cx.with("entry-car-here", &[("order", order.as_str())]);
            return form.set_note_as("plate", Role::Late, here);
        }
        let plate = if hit.plate == clean::code(&typed) { String::new() } else { format::plate(&hit.plate) };
        let deferred = self.page().map_or(0, |page| page.deferred.len());
        let put_off = match deferred {
            0 => String::new(),
            n => cx.with("entry-put-off-count", &[("n", &n.to_string())]),
        };
        let visits = cx.with("entry-visits", &[("n", &hit.visits.to_string())]);
        let parts = [plate.as_str(), &hit.model, &hit.name, &visits, &put_off];
        let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        form.set_note("plate", cx.with("entry-car-known", &[("about", &about.join(", "))]));
    }
}

/// True for a plate that no further character mends. A beginning without its province may be the tail of a plate.
fn is_hopeless(typed: &str, why: &Why) -> bool {
    match why {
        Why::PlateNoIO(_) | Why::PlateCharacter(_) => true,
        Why::PlateProvince(character) => !character.is_ascii(),
        _ => clean::code(typed).chars().count() > PLATE_CHARS_MAX,
    }
}

/// Says what the odometer showed last, and asks why if it shows less now.
pub fn note_mileage(cx: &Cx<'_>, form: &mut Form, last: Option<(u32, crate::domain::Stamp)>) {
    let Some((km, on)) = last else { return form.show("mileage_reason", false) };
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
        Place::NewOrder { plate: self.plate.clone() }
    }

    fn title(&self) -> &'static str {
        "entry-title-new-order"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        format::plate(&self.plate)
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set("plate", &self.plate);
        let plate = self.plate.clone();
        self.look_up(cx, &plate);
        if self.known.is_some() {
            form.focus_on("mileage");
        }
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "plate" {
            self.look_up(cx, &form.value("plate"));
        }
    }

    fn left(&mut self, _cx: &Cx<'_>, form: &mut Form, field: &str) {
        if let Some(known) = self.known.as_ref().filter(|_| field == "plate") {
            form.set("plate", &known.hit.plate);
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        self.note_plate(cx, form);
        let new = self.known.is_none() && Plate::parse(&form.value("plate")).is_ok();
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
        parts::note_wrong(cx, form, "vin", |text| Vin::parse(text).map(|_| ()));
        note_mileage(cx, form, self.page().and_then(|page| page.mileage));
        note_fuel(cx, form);
        parts::note_time(cx, form, "promise");
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let text = |id| parts::typed(form, id);
        Ok(Command::OpenOrder(OpenOrder {
            plate: form.value("plate"),
            says: form.value("says"),
            name: text("name"),
            phone: text("phone"),
            model: text("model"),
            vin: text("vin"),
            mileage: parts::number(form, "mileage"),
            mileage_reason: text("mileage_reason"),
            fuel: parts::number(form, "fuel"),
            belongings: text("belongings"),
            walk_round: parts::answered(form, "walk_round"),
            promise: text("promise"),
            waiting: parts::answered(form, "waiting").unwrap_or(false),
            ..OpenOrder::default()
        }))
    }

    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        match error.field() {
            Some("customer") => Some("name"),
            Some("vehicle") => Some("plate"),
            Some(_) | None => field_of_mileage(form, error),
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(page) = self.page() else { return Vec::new() };
        let mut lines = parts::standing(cx, &page.requirements);
        if page.wrong_number {
            lines.push((Role::Soon, cx.get("entry-wrong-number").into_owned()));
        }
        lines.extend(page.deferred.iter().map(|line| {
            let price = line.price.to_string();
            (Role::Text, cx.with("entry-put-off", &[("label", &line.label), ("price", &price)]))
        }));
        lines
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> After {
        After::Turn(Place::Order(OrderId::new(receipt.id.clone())))
    }
}
