//! Taking down a complaint: the customer's words first, then how grave and what about (L2, L10).

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{FindHit, OrderPage, VehiclePage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::complaint::raise::RaiseComplaint;
use crate::domain::order::stage::Stage;
use crate::domain::staff::role::Right;
use crate::domain::{CallId, Command, ComplaintId, VehicleId};
use crate::store::rows::VisitRow;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const SEVERITIES: &[Pick] = &[
    ('1', "normal", "term-severity-normal"),
    ('2', "important", "term-severity-important"),
    ('3', "major", "term-severity-major"),
];

const CATEGORIES: &[Pick] = &[
    ('1', "quality", "term-category-quality"),
    ('2', "time", "term-category-time"),
    ('3', "price", "term-category-price"),
    ('4', "attitude", "term-category-attitude"),
    ('5', "parts", "term-category-parts"),
    ('6', "damage", "term-category-damage"),
    ('7', "other", "term-category-other"),
];

const MOODS: &[Pick] =
    &[('1', "calm", "term-mood-calm"), ('2', "upset", "term-mood-upset"), ('3', "angry", "term-mood-angry")];

/// Whose fault it may be.
pub const FAULTS: &[Pick] = &[
    ('1', "shop", "term-fault-shop"),
    ('2', "customer", "term-fault-customer"),
    ('3', "both", "term-fault-both"),
    ('4', "third-party", "term-fault-third-party"),
    ('5', "none", "term-fault-none"),
];

const CHANNELS: &[Pick] = &[
    ('1', "counter", "term-heard-counter"),
    ('2', "hotline", "term-heard-hotline"),
    ('3', "web", "term-heard-web"),
    ('4', "box", "term-heard-box"),
];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("words", "entry-complaint-words", Kind::Area { rows: 3, max: 2_000 }),
    FieldSpec::asked("about", "entry-complaint-about", Kind::Text { max: 40 }),
    FieldSpec::optional("name", "entry-complaint-name", Kind::Text { max: 40 }),
    FieldSpec::needed("severity", "entry-severity", Kind::Choice(SEVERITIES)),
    FieldSpec::needed("category", "entry-category", Kind::Choice(CATEGORIES)),
    FieldSpec::asked("mood", "entry-mood", Kind::Choice(MOODS)),
    FieldSpec::asked("fault", "entry-fault", Kind::Choice(FAULTS)),
    FieldSpec::optional("channel", "entry-channel", Kind::Choice(CHANNELS)),
    FieldSpec::optional("handler", "entry-handler", Kind::Given),
    FieldSpec::optional("aside", "entry-aside", Kind::Toggle),
];

/// Lines of the find box that are enough to know whether something is unique.
const HITS: usize = 2;

/// The form of a new complaint.
pub struct NewComplaint {
    place: Place,
    /// In which call.
    call: Option<CallId>,
    /// What the customer said already.
    words: String,
    /// The visit that it is about from the beginning.
    page: Option<Box<OrderPage>>,
    /// The car that it is about from the beginning, if that never was here.
    car: Option<Box<VehiclePage>>,
    /// Whom or what the person at the keys named.
    named: Option<FindHit>,
    /// The newest visit of the car that was named, if no visit was.
    visit: Option<VisitRow>,
}

impl NewComplaint {
    /// The form about a visit, about that of a call, about the newest one of a car, or about nothing known.
    ///
    /// # Errors
    /// The visit, call or car cannot be shown, or the place is no complaint.
    pub fn new(cx: &Cx<'_>, place: &Place) -> Result<Self, DeskError> {
        let Place::NewComplaint { order, call, vehicle, words } = place else {
            return Err(DeskError::Fault { what: "a place that is no complaint".into() });
        };
        let of_call = match call {
            Some(id) => match cx.ask(&Query::Call { id: id.clone() })? {
                Answer::Call(page) => page.order,
                other => return Err(other.unexpected()),
            },
            None => None,
        };
        let car = vehicle.as_ref().map(|id| vehicle_page(cx, id)).transpose()?;
        let of_car = car.as_ref().and_then(|car| newest(car)).map(|visit| visit.order.clone());
        let order = order.clone().or(of_call).or(of_car);
        let page = order.as_ref().map(|id| parts::order_page(cx, id)).transpose()?;
        let (call, words) = (call.clone(), words.clone());
        Ok(Self { place: place.clone(), call, words, page, car, named: None, visit: None })
    }

    fn look_up(&mut self, cx: &Cx<'_>, typed: &str) {
        let query = Query::Find { text: typed.to_string(), limit: HITS };
        let hits = match cx.ask(&query) {
            Ok(Answer::Find(hits)) => hits,
            Ok(_) | Err(_) => Vec::new(),
        };
        let mut hits = hits.into_iter();
        self.named = hits.next().filter(|_| hits.next().is_none());
        let car = self.named.as_ref().filter(|hit| hit.order.is_none()).and_then(|hit| hit.vehicle.as_ref());
        // One who may not see the car's card complains about the car all the same.
        self.visit = car.and_then(|id| vehicle_page(cx, id).ok()).and_then(|car| newest(&car).cloned());
    }

    /// What was found for what was typed, and which visit is meant.
    fn found(&self, cx: &Cx<'_>, hit: &FindHit) -> String {
        let plate = format::plate(&hit.plate);
        let visit = match (&hit.order, &self.visit) {
            (Some(order), _) => order.to_string(),
            (None, Some(visit)) => {
                let day = format::day(cx.words(), visit.received.day(), cx.now.day());
                cx.with("entry-last-visit", &[("order", visit.order.as_str()), ("day", &day)])
            }
            (None, None) => String::new(),
        };
        let parts = [&plate, &hit.model, &hit.name, visit.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Reads a vehicle's card.
fn vehicle_page(cx: &Cx<'_>, id: &VehicleId) -> Result<Box<VehiclePage>, DeskError> {
    match cx.ask(&Query::Vehicle { id: id.clone() })? {
        Answer::Vehicle(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// The newest visit of a car that took place.
fn newest(car: &VehiclePage) -> Option<&VisitRow> {
    car.recent.iter().filter(|visit| visit.stage != Stage::Cancelled).max_by_key(|visit| visit.received)
}

impl StageForm for NewComplaint {
    fn place(&self) -> Place {
        self.place.clone()
    }

    fn title(&self) -> &'static str {
        "entry-title-complaint"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        let car = |car: &VehiclePage| format!("{}  {}  {}", format::plate(&car.plate), car.model, car.name);
        let visit = self.page.as_ref().map(|page| parts::about(page));
        visit.or(self.car.as_deref().map(car)).unwrap_or_default()
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("handler", parts::people(cx, |person| parts::may(person, Right::HandleComplaint)));
        form.show("about", self.page.is_none() && self.car.is_none());
        form.show("channel", self.call.is_none());
        form.set("channel", "counter");
        if !self.words.is_empty() {
            form.set("words", &self.words);
        }
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "about" {
            self.look_up(cx, &form.value("about"));
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let typed = parts::typed(form, "about").is_some();
        let note = match &self.named {
            Some(hit) => self.found(cx, hit),
            None if typed => cx.get("entry-not-one").into_owned(),
            None => cx.get("entry-about-how").into_owned(),
        };
        form.set_note("about", note);
        form.show("name", self.page.is_none() && self.car.is_none() && self.named.is_none());
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let named = self.named.as_ref();
        if parts::typed(form, "about").is_some() && named.is_none() {
            return Err(Halt::At("about", cx.get("entry-not-one").into_owned()));
        }
        let order = match &self.page {
            Some(page) => Some(page.order.clone()),
            None => named.and_then(|hit| hit.order.clone()).or(self.visit.as_ref().map(|visit| visit.order.clone())),
        };
        let car = named.and_then(|hit| hit.vehicle.clone()).or(self.car.as_ref().map(|car| car.vehicle.clone()));
        Ok(Command::RaiseComplaint(RaiseComplaint {
            words: form.value("words"),
            category: parts::needed(cx, form, "category")?,
            severity: parts::needed(cx, form, "severity")?,
            channel: parts::coded(form, "channel").unwrap_or_default(),
            customer: named.filter(|_| order.is_none()).and_then(|hit| hit.customer.clone()),
            vehicle: car.filter(|_| order.is_none()),
            order,
            call: self.call.clone(),
            name: parts::typed(form, "name"),
            mood: parts::coded(form, "mood"),
            fault: parts::coded(form, "fault"),
            spoke: None,
            handler: parts::person(form, "handler"),
            aside: parts::answered(form, "aside").unwrap_or_default(),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(page) = &self.page else { return Vec::new() };
        let advisor = cx.name(&page.advisor);
        let technicians = page.lines.iter().flat_map(|line| &line.work.technicians).map(|id| cx.name(id));
        let mut who: Vec<&str> = std::iter::once(advisor).chain(technicians).collect();
        who.dedup();
        let visit = cx.with("entry-visit", &[("order", page.order.as_str()), ("who", &who.join(" / "))]);
        let mut lines = vec![(Role::Text, visit)];
        lines.extend(parts::story(cx, page));
        lines
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> After {
        match self.call {
            // The customer is still on the line.
            Some(_) => After::Told,
            None => After::Turn(Place::Complaint(ComplaintId::new(receipt.id.clone()))),
        }
    }
}
