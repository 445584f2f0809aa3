//! A customer's file, whole: how to reach them, what they ask of every visit, their cars, complaints, opinions and visits
//! (P1, S2, L14).
//!
//! ```text
//!  Phone    135****2211            ! wrong number
//!  Segment  key customer           4 visits
//!
//!     what        day       about
//!   ! special     Mon 23                 keep old parts                 reviewed 2
//! >   car                   沪A F3389    Tesla Model 3                  4 visits
//!     complaint   Mon 23    沪A F3389    刹车还是响                     open
//!     suggestion  12 Mar                 再快一点
//!     visit       Mon 23    沪A F3389    Front pads                     480.00
//! ```

use super::{Screen, brief};
use crate::desk::rows::{CustomerPage, FeedbackRow, PersonVisit, RequirementRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::customer::contact::{Contact, OptInto, OptOut};
use crate::domain::customer::phone::is_masked;
use crate::domain::customer::read::ReadCustomer;
use crate::domain::{CallId, Command, ComplaintId, CustomerId, FeedbackId, OrderId, RequirementId, Stamp, VehicleId};
use crate::store::called::OpinionRow;
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::width;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Visits read at once when one walks on.
const OLDER: usize = 50;

/// A row of the file.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Requirement(RequirementId),
    OptOut(Contact),
    Car(VehicleId),
    Complaint(ComplaintId),
    Feedback(FeedbackId),
    Opinion(CallId),
    Visit(OrderId),
}

/// A customer's file.
pub struct Customer {
    page: CustomerPage,
    /// Visits before those of the page.
    older: Vec<PersonVisit>,
    /// The whole numbers, once they were asked for here.
    shown: Option<Vec<String>>,
    rows: Table<Entry>,
}

impl Customer {
    /// Reads a customer's file.
    ///
    /// # Errors
    /// There is no such customer, or they cannot be read.
    pub fn new(cx: &Cx<'_>, id: CustomerId) -> Result<Self, DeskError> {
        let page = read(cx, id)?;
        let mut screen = Self { page, older: Vec::new(), shown: None, rows: Table::new() };
        screen.keep();
        Ok(screen)
    }

    fn visits(&self) -> impl Iterator<Item = &PersonVisit> {
        self.page.recent.iter().chain(&self.older)
    }

    fn entries(&self) -> Vec<Entry> {
        let page = &self.page;
        let requirements = page.requirements.iter().map(|row| Entry::Requirement(row.requirement.clone()));
        let opt_outs = page.opt_outs.iter().map(|out| Entry::OptOut(out.contact));
        let cars = page.cars.iter().map(|car| Entry::Car(car.vehicle.clone()));
        let complaints = page.complaints.iter().map(|row| Entry::Complaint(row.complaint.clone()));
        let feedback = page.feedback.iter().map(|row| Entry::Feedback(row.feedback.clone()));
        let opinions = page.opinions.iter().map(|row| Entry::Opinion(row.call.clone()));
        let visits = self.visits().map(|row| Entry::Visit(row.visit.order.clone()));
        let noted = requirements.chain(opt_outs).chain(cars).chain(complaints).chain(feedback);
        noted.chain(opinions).chain(visits).collect()
    }

    fn keep(&mut self) {
        let entries = self.entries();
        self.rows.keep(entries.iter());
    }

    /// Reads on where the cursor has come to the last visit that was read.
    fn read_on(&mut self, cx: &Cx<'_>) {
        let Some(last) = self.visits().last().map(|row| row.visit.order.clone()) else { return };
        if self.rows.selected() != Some(&Entry::Visit(last.clone())) {
            return;
        }
        let query = Query::CustomerVisits { customer: self.page.customer.clone(), before: last, limit: OLDER };
        if let Ok(Answer::CustomerVisits(older)) = cx.ask(&query) {
            self.older.extend(older);
        }
    }

    fn requirement(&self) -> Option<&RequirementRow> {
        let Some(Entry::Requirement(id)) = self.rows.selected() else { return None };
        self.page.requirements.iter().find(|row| row.requirement == *id && row.ended.is_none())
    }

    fn open(&self, cx: &Cx<'_>) -> Effect {
        let place = match self.rows.selected() {
            None => return Effect::Stay,
            Some(Entry::Requirement(_)) => match self.requirement() {
                Some(row) => Place::Review(self.page.customer.clone(), row.requirement.clone()),
                None => return say(cx, "file-has-ended"),
            },
            Some(Entry::OptOut(contact)) => return self.lift(cx, *contact),
            Some(Entry::Car(id)) => Place::Vehicle(id.clone()),
            Some(Entry::Complaint(id)) => Place::Complaint(id.clone()),
            Some(Entry::Feedback(id)) => Place::Feedback(id.clone()),
            Some(Entry::Opinion(call)) => {
                let order = self.page.opinions.iter().find(|row| row.call == *call).and_then(|row| row.order.clone());
                order.map_or_else(|| Place::Call(call.clone()), Place::Order)
            }
            Some(Entry::Visit(order)) => Place::Order(order.clone()),
        };
        Effect::Open(place)
    }

    /// Lets the customer be contacted about something again: the same key again does it.
    fn lift(&self, cx: &Cx<'_>, contact: Contact) -> Effect {
        let lift = Command::OptIn(OptInto { customer: self.page.customer.clone(), contacts: vec![contact] });
        let sure = cx.with("file-lift", &[("kind", &cx.get(term::contact(contact)))]);
        Effect::Sure(Box::new(Ask { command: lift, seen: None }), sure)
    }

    /// Asks for the whole numbers. The desk writes down that they are shown, and only then shows them.
    fn reveal(&self, cx: &Cx<'_>) -> Effect {
        if self.shown.is_some() || !self.page.phones.iter().any(|phone| is_masked(phone)) {
            return say(cx, "file-phone-whole");
        }
        Effect::run(Command::ReadCustomer(ReadCustomer { customer: self.page.customer.clone(), phone: true }))
    }

    /// What is known of the person: a label, and pieces with their meanings.
    fn facts(&self, cx: &Cx<'_>) -> Vec<(&'static str, Vec<(Role, String)>)> {
        let page = &self.page;
        let late = cx.look.theme.marks.late;
        let known = self.shown.as_ref().unwrap_or(&page.phones);
        let mut phones: Vec<(Role, String)> = known.iter().map(|phone| (Role::Text, format::phone(phone))).collect();
        if page.wrong_number {
            phones.insert(phones.len().min(1), (Role::Late, format!("{late} {}", cx.get("order-wrong-number"))));
        }
        let visits = cx.with("vehicle-visits", &[("n", &page.visits.to_string())]);
        let segment = vec![(Role::Title, cx.get(term::segment(page.segment)).into_owned()), (Role::Text, visits)];
        let mut facts = vec![("field-phone", phones), ("entry-segment", segment)];
        facts.extend(brief::merged(cx, &page.merged, |label| label.to_owned()).map(|line| ("vehicle-merged", line)));
        facts.extend(brief::alike(cx, &page.alike, |label| label.to_owned()).map(|line| ("vehicle-alike", line)));
        facts
    }

    fn visit_row<'a>(&self, cx: &Cx<'a>, row: &'a PersonVisit) -> Row<'a, Entry> {
        let visit = &row.visit;
        let state = if visit.stage.is_over() {
            Cell::new(Role::Text, visit.bill.to_string())
        } else {
            Cell::new(Role::Accent, brief::stage(cx, visit.stage))
        };
        let received: Stamp = visit.received;
        let back = self.visits().find(|other| other.visit.comeback_of.as_ref() == Some(&visit.order));
        let about = brief::visit_about(cx, visit, back.map(|other| &other.visit.order), false);
        let plate = format::plate(&row.plate);
        let cells = vec![kind(cx, "file-visit"), brief::day(cx, received).into(), plate.into(), about.into(), state];
        Row::new(Entry::Visit(visit.order.clone()), cells)
    }

    fn table<'a>(&'a self, cx: &Cx<'a>) -> Vec<Row<'a, Entry>> {
        let page = &self.page;
        let mut rows: Vec<Row<'a, Entry>> = Vec::new();
        rows.extend(page.requirements.iter().map(|row| requirement_row(cx, row)));
        rows.extend(page.opt_outs.iter().map(|out| opt_out_row(cx, out)));
        for car in &page.cars {
            let visits = cx.with("vehicle-visits", &[("n", &car.visits.to_string())]);
            let state = match &car.open {
                Some(order) => Cell::new(Role::Accent, order.as_str()),
                None => Cell::new(Role::Dim, visits),
            };
            let plate = Cell::new(Role::Title, format::plate(&car.plate));
            let cells = vec![kind(cx, "file-car"), "".into(), plate, car.model.as_str().into(), state];
            rows.push(Row::new(Entry::Car(car.vehicle.clone()), cells));
        }
        for row in &page.complaints {
            let state = match row.closed {
                Some(_) => Cell::new(Role::Dim, cx.get("file-closed")),
                // Time does not stand still (S18: 时间不能拖; L13).
                None => Cell::new(Role::Late, cx.with("file-open-since", &[("age", &format::left(cx.now, row.spoke))])),
            };
            let mark = row.closed.is_none().then_some((cx.look.theme.marks.late, Role::Late));
            let cells = vec![
                kind(cx, "board-complaint"),
                brief::day(cx, row.spoke).into(),
                format::plate(&row.plate).into(),
                row.words.as_str().into(),
                state,
            ];
            rows.push(Row { mark, ..Row::new(Entry::Complaint(row.complaint.clone()), cells) });
        }
        rows.extend(page.feedback.iter().map(|row| feedback_row(cx, row)));
        rows.extend(page.opinions.iter().map(|row| opinion_row(cx, row)));
        rows.extend(self.visits().map(|row| self.visit_row(cx, row)));
        rows
    }
}

impl Screen for Customer {
    fn place(&self) -> Place {
        Place::Customer(self.page.customer.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Customer, Layer::File, Layer::List]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let left =
            vec![Part::new(Role::Title, self.page.name.as_str()), Part::new(Role::Dim, self.page.customer.as_str())];
        (left, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = read(cx, self.page.customer.clone()) {
            self.page = page;
            let known: Vec<OrderId> = self.page.recent.iter().map(|row| row.visit.order.clone()).collect();
            self.older.retain(|row| !known.contains(&row.visit.order));
        }
        self.keep();
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let entries = self.entries();
        if self.rows.on(action, &entries) {
            self.read_on(cx);
            return Effect::Stay;
        }
        let customer = self.page.customer.clone();
        match action {
            Action::Next | Action::Open => self.open(cx),
            Action::Edit => Effect::Open(Place::ChangeCustomer(customer)),
            Action::Requirement => Effect::Open(Place::Requirement { customer: Some(customer), vehicle: None }),
            Action::DoNotCall => Effect::Open(Place::OptOut(customer)),
            Action::Cancel => match (self.rows.selected(), self.requirement()) {
                (Some(Entry::OptOut(contact)), _) => self.lift(cx, *contact),
                (_, Some(row)) => Effect::Open(Place::EndRequirement(customer, row.requirement.clone())),
                (_, None) => say(cx, "file-pick-requirement"),
            },
            Action::Reveal => self.reveal(cx),
            Action::History => Effect::Open(Place::Reads(customer)),
            Action::Merge => Effect::Open(Place::MergeCustomer(customer)),
            Action::Separate if self.page.merged.is_empty() => say(cx, "vehicle-not-merged"),
            Action::Separate => Effect::Open(Place::SeparateCustomer(customer)),
            Action::Back => Effect::Back,
            _ => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let facts = self.facts(cx);
        let used = brief::facts(cx, area, buffer, &facts);
        let rest = Rect { y: area.y + used + 1, height: area.height.saturating_sub(used + 1), ..area };
        let states = self.table(cx);
        let widest = states.iter().filter_map(|row| row.cells.last()).map(|cell| width(&cell.text)).max();
        let columns = [
            Column::left(cx.get("file-what"), Width::Fixed(10)),
            Column::left(cx.get("vehicle-day"), Width::Fixed(11)),
            Column::left(cx.get("file-car"), Width::Fixed(10)),
            Column::left(cx.get("vehicle-about"), Width::Flex(14)),
            Column::right("", Width::Fixed(widest.unwrap_or(0).clamp(8, 14))),
        ];
        self.rows.draw(&cx.look, rest, buffer, &columns, &states, &cx.get("vehicle-no-visits"));
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        self.refresh(cx);
        if let Ok(Answer::Phones(phones)) = cx.ask(&Query::Phones { customer: self.page.customer.clone() }) {
            self.shown = Some(phones);
        }
        Effect::Stay
    }
}

fn read(cx: &Cx<'_>, id: CustomerId) -> Result<CustomerPage, DeskError> {
    match cx.ask(&Query::Customer { id })? {
        Answer::Customer(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

fn say(cx: &Cx<'_>, key: &str) -> Effect {
    Effect::Say(Role::Dim, cx.words().with(key, &[]))
}

fn kind<'a>(cx: &Cx<'a>, key: &'static str) -> Cell<'a> {
    Cell::new(Role::Dim, cx.get(key))
}

fn requirement_row<'a>(cx: &Cx<'a>, row: &'a RequirementRow) -> Row<'a, Entry> {
    let ended = row.ended.is_some();
    let refused = row.reviews.iter().any(|review| !review.accepted);
    let reviewed = || cx.with("file-reviewed", &[("n", &row.reviews.len().to_string())]).into();
    let (role, state): (Role, std::borrow::Cow<'a, str>) = match (&row.ended, row.reviews.is_empty()) {
        (Some((at, _)), _) => (Role::Dim, cx.with("file-ended", &[("day", &brief::day(cx, *at))]).into()),
        (None, true) => (Role::Soon, cx.get("file-not-reviewed")),
        (None, false) if refused => (Role::Late, cx.get("file-review-no")),
        (None, false) => (Role::Good, reviewed()),
    };
    let text = if ended { Role::Dim } else { Role::Late };
    let cells = vec![
        Cell::new(text, cx.get("file-special")),
        brief::day(cx, row.at).into(),
        format::plate(&row.plate).into(),
        Cell::new(text, row.text.as_str()),
        Cell::new(role, state),
    ];
    let mark = (!ended).then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(Entry::Requirement(row.requirement.clone()), cells) }
}

fn opt_out_row<'a>(cx: &Cx<'a>, out: &OptOut) -> Row<'a, Entry> {
    let cells = vec![
        Cell::new(Role::Late, cx.get("file-do-not-call")),
        brief::day(cx, out.at).into(),
        "".into(),
        Cell::new(Role::Late, cx.get(term::contact(out.contact))),
        Cell::new(Role::Dim, cx.get(term::opt_out(out.reason))),
    ];
    let mark = Some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(Entry::OptOut(out.contact), cells) }
}

fn feedback_row<'a>(cx: &Cx<'a>, row: &'a FeedbackRow) -> Row<'a, Entry> {
    let mark = row.is_late(cx.now).then_some((cx.look.theme.marks.late, Role::Late));
    let state = match row.open {
        true => Cell::new(Role::Soon, cx.with("file-open-since", &[("age", &format::left(cx.now, row.spoke))])),
        false => Cell::new(Role::Dim, cx.get("file-closed")),
    };
    let cells = vec![
        kind(cx, term::feedback(row.kind)),
        brief::day(cx, row.spoke).into(),
        format::plate(&row.plate).into(),
        row.words.as_str().into(),
        state,
    ];
    Row { mark, ..Row::new(Entry::Feedback(row.feedback.clone()), cells) }
}

fn opinion_row<'a>(cx: &Cx<'a>, row: &'a OpinionRow) -> Row<'a, Entry> {
    let key = row.opinion.map_or("file-opinion", term::opinion);
    let order = Cell::new(Role::Dim, row.order.as_ref().map_or("", OrderId::as_str));
    let cells = vec![kind(cx, key), brief::day(cx, row.at).into(), "".into(), row.words.as_str().into(), order];
    Row::new(Entry::Opinion(row.call.clone()), cells)
}
