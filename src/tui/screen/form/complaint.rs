//! Taking down a complaint: the customer's words first, then how grave and what about (L2, L10).

pub mod picks;

use super::script::{self, Heard, Over};
use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{FindHit, OrderPage, RepeatsPage, VehiclePage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::complaint::raise::{Channel, PART_CHARS_MAX, RaiseComplaint};
use crate::domain::feedback::FeedbackKind;
use crate::domain::feedback::note::NoteFeedback;
use crate::domain::order::stage::Stage;
use crate::domain::staff::role::Right;
use crate::domain::{CallId, Command, ComplaintId, CustomerId, FeedbackId, OrderId, Stamp, VehicleId, event, when};
use crate::store::rows::VisitRow;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::repeats;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};
use picks::{ASSEMBLIES, CATEGORIES, CAUSES, CHANNELS, COMPLAINT, DEPARTMENTS, FAULTS, KINDS, MOODS, SEVERITIES};

/// The fields that only a complaint has.
const OF_COMPLAINT: &[&str] = &["severity", "category", "mood", "fault", "handler", "aside", "cause"];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("kind", "entry-feedback-kind", Kind::Choice(KINDS)),
    FieldSpec::needed("words", "entry-complaint-words", Kind::Area { rows: 3, max: 2_000 }),
    FieldSpec::asked("about", "entry-complaint-about", Kind::Text { max: 40 }),
    FieldSpec::optional("name", "entry-complaint-name", Kind::Text { max: 40 }),
    FieldSpec::needed("assembly", "entry-assembly", Kind::Choice(ASSEMBLIES)),
    FieldSpec::asked("department", "entry-feedback-owner", Kind::Choice(DEPARTMENTS)),
    FieldSpec::needed("severity", "entry-severity", Kind::Choice(SEVERITIES)),
    FieldSpec::needed("category", "entry-category", Kind::Choice(CATEGORIES)),
    FieldSpec::asked("mood", "entry-mood", Kind::Choice(MOODS)),
    FieldSpec::asked("fault", "entry-fault", Kind::Choice(FAULTS)),
    FieldSpec::optional("channel", "entry-channel", Kind::Choice(CHANNELS)),
    FieldSpec::optional("handler", "entry-handler", Kind::Given),
    FieldSpec::optional("aside", "entry-aside", Kind::Toggle),
    FieldSpec::optional("part", "entry-about-part", Kind::Code { max: PART_CHARS_MAX, leap: false }),
    FieldSpec::optional("cause", "entry-cause-code", Kind::Choice(CAUSES)),
    FieldSpec::optional("spoke", "entry-spoke", Kind::Text { max: 20 }),
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
    /// Complaints about the same, found before anybody speaks to the customer again (feature 54).
    repeats: RepeatsPage,
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
        Ok(Self {
            place: place.clone(),
            call,
            words,
            page,
            car,
            named: None,
            visit: None,
            repeats: RepeatsPage::default(),
        })
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

    /// Shows what this kind of feedback asks for. Its department is the one that such things go to, until another is named.
    fn show_kind(&self, form: &mut Form) {
        let kind: Option<FeedbackKind> = parts::coded(form, "kind");
        for field in OF_COMPLAINT {
            form.show(field, kind.is_none());
        }
        form.show("department", kind.is_some());
        form.show("assembly", kind == Some(FeedbackKind::Defect));
    }

    /// What is no complaint.
    fn feedback(&self, cx: &Cx<'_>, form: &Form, kind: FeedbackKind) -> Result<Command, Halt> {
        let (order, customer, vehicle) = self.whom();
        Ok(Command::NoteFeedback(NoteFeedback {
            kind,
            words: form.value("words"),
            channel: parts::coded(form, "channel").unwrap_or_default(),
            order,
            call: self.call.clone(),
            customer,
            vehicle,
            name: parts::typed(form, "name"),
            department: parts::coded(form, "department"),
            assembly: parts::coded(form, "assembly"),
            part: parts::typed(form, "part"),
            spoke: spoke(cx, form)?,
        }))
    }

    /// The visit that it is about, else the customer and the car.
    fn whom(&self) -> (Option<OrderId>, Option<CustomerId>, Option<VehicleId>) {
        let named = self.named.as_ref();
        let order = match &self.page {
            Some(page) => Some(page.order.clone()),
            None => named.and_then(|hit| hit.order.clone()).or(self.visit.as_ref().map(|visit| visit.order.clone())),
        };
        let car = named.and_then(|hit| hit.vehicle.clone()).or(self.car.as_ref().map(|car| car.vehicle.clone()));
        let customer = named.filter(|_| order.is_none()).and_then(|hit| hit.customer.clone());
        let vehicle = car.filter(|_| order.is_none());
        (order, customer, vehicle)
    }

    /// Looks for complaints about the same visit, car or part.
    fn look_for_repeats(&mut self, cx: &Cx<'_>, form: &Form) {
        let of_named = self.named.as_ref();
        let order = self.page.as_ref().map(|page| page.order.clone());
        let order = order.or_else(|| of_named.and_then(|hit| hit.order.clone()));
        let order = order.or_else(|| self.visit.as_ref().map(|visit| visit.order.clone()));
        let vehicle = self.car.as_ref().map(|car| car.vehicle.clone());
        let vehicle = vehicle.or_else(|| of_named.and_then(|hit| hit.vehicle.clone()));
        let query = Query::Repeats { order, vehicle, part: parts::typed(form, "part") };
        self.repeats = match cx.ask(&query) {
            Ok(Answer::Repeats(page)) => page,
            Ok(_) | Err(_) => RepeatsPage::default(),
        };
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

/// When the customer spoke, if another time than now was typed.
///
/// # Errors
/// What was typed is no time.
pub fn spoke(cx: &Cx<'_>, form: &Form) -> Result<Option<Stamp>, Halt> {
    let Some(text) = parts::typed(form, "spoke") else { return Ok(None) };
    match when::parse_past(&text, cx.now, cx.zone) {
        Some(at) => Ok(Some(at)),
        None => Err(Halt::At("spoke", cx.get("entry-spoke-how").into_owned())),
    }
}

/// Says beside the time at which the customer spoke which moment is meant.
pub fn note_spoke(cx: &Cx<'_>, form: &mut Form) {
    let typed = parts::typed(form, "spoke");
    match typed.as_deref().map(|text| when::parse_past(text, cx.now, cx.zone)) {
        Some(Some(at)) => form.set_note("spoke", format::moment(cx.words(), at, cx.now)),
        Some(None) if form.focused() != "spoke" => {
            form.set_note_as("spoke", Role::Error, cx.get("entry-spoke-how").into_owned());
        }
        Some(None) | None => form.set_note("spoke", cx.get("entry-spoke-how").into_owned()),
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
        form.set("kind", COMPLAINT);
        self.show_kind(form);
        form.focus_on("words");
        if !self.words.is_empty() {
            form.set("words", &self.words);
        }
        self.look_for_repeats(cx, form);
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "about" {
            self.look_up(cx, &form.value("about"));
        }
        if field == "kind" {
            let kind: Option<FeedbackKind> = parts::coded(form, "kind");
            form.set("department", &kind.map(|kind| event::code(&kind.owner())).unwrap_or_default());
            self.show_kind(form);
            form.focus_on("words");
        }
        if matches!(field, "about" | "part") {
            self.look_for_repeats(cx, form);
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
        note_spoke(cx, form);
        form.show("name", self.page.is_none() && self.car.is_none() && self.named.is_none());
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let named = self.named.as_ref();
        if parts::typed(form, "about").is_some() && named.is_none() {
            return Err(Halt::At("about", cx.get("entry-not-one").into_owned()));
        }
        if let Some(kind) = parts::coded(form, "kind") {
            return self.feedback(cx, form, kind);
        }
        let (order, customer, vehicle) = self.whom();
        Ok(Command::RaiseComplaint(RaiseComplaint {
            words: form.value("words"),
            category: parts::needed(cx, form, "category")?,
            severity: parts::needed(cx, form, "severity")?,
            channel: parts::coded(form, "channel").unwrap_or_default(),
            customer,
            vehicle,
            order,
            call: self.call.clone(),
            name: parts::typed(form, "name"),
            mood: parts::coded(form, "mood"),
            fault: parts::coded(form, "fault"),
            spoke: spoke(cx, form)?,
            handler: parts::person(form, "handler"),
            aside: parts::answered(form, "aside").unwrap_or_default(),
            part: parts::typed(form, "part"),
            cause: parts::coded(form, "cause"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut repeats: Vec<Line> =
            repeats::told(cx, &self.repeats).into_iter().map(|text| (Role::Soon, text)).collect();
        let Some(page) = &self.page else { return repeats };
        let advisor = cx.name(&page.advisor);
        let technicians = page.lines.iter().flat_map(|line| &line.work.technicians).map(|id| cx.name(id));
        let mut who: Vec<&str> = std::iter::once(advisor).chain(technicians).collect();
        who.dedup();
        let visit = cx.with("entry-visit", &[("order", page.order.as_str()), ("who", &who.join(" / "))]);
        repeats.push((Role::Text, visit));
        repeats.extend(parts::story(cx, page));
        repeats
    }

    fn spoken(&self, cx: &Cx<'_>, form: &Form) -> Option<String> {
        let of_page = self.page.as_ref().map(|page| page.name.as_str());
        let of_car = self.car.as_ref().map(|car| car.name.as_str());
        let of_named = self.named.as_ref().map(|hit| hit.name.as_str());
        let typed = form.value("name");
        let name = of_page.or(of_car).or(of_named).unwrap_or(typed.trim());
        // A colleague with an idea is not thanked like a customer with a grief.
        if name.is_empty() && parts::coded::<FeedbackKind>(form, "kind").is_some() {
            return Some(String::new());
        }
        let handler = parts::person(form, "handler").map(|id| cx.name(&id)).unwrap_or_default();
        let is_here = self.call.is_none() && parts::coded(form, "channel") == Some(Channel::Counter);
        let heard = Heard { name, handler, fault: parts::coded(form, "fault"), offer: None, is_here, answer: None };
        Some(script::line(cx, Over::New, form.focused(), &heard))
    }

    fn after(&mut self, form: &Form, receipt: &Receipt) -> After {
        let is_complaint = parts::coded::<FeedbackKind>(form, "kind").is_none();
        match self.call {
            None if !is_complaint => After::Turn(Place::Feedback(FeedbackId::new(receipt.id.clone()))),
            // The customer is still on the line.
            Some(_) => After::Told,
            None => After::Turn(Place::Complaint(ComplaintId::new(receipt.id.clone()))),
        }
    }
}
