//! Taking down a complaint: the customer's words first, then how grave and what about (L2, L10).

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{FindHit, OrderPage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::complaint::raise::RaiseComplaint;
use crate::domain::{CallId, Command, ComplaintId, OrderId};
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

const FAULTS: &[Pick] = &[
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
];

/// Lines of the find box that are enough to know whether something is unique.
const HITS: usize = 2;

/// The form of a new complaint.
pub struct NewComplaint {
    order: Option<OrderId>,
    call: Option<CallId>,
    /// What the customer said already.
    words: String,
    page: Option<Box<OrderPage>>,
    /// Whom or what the person at the keys named.
    named: Option<FindHit>,
}

impl NewComplaint {
    /// The form about a visit, about the visit of a call, or about neither.
    ///
    /// # Errors
    /// The visit or call cannot be shown.
    pub fn new(cx: &Cx<'_>, order: &Option<OrderId>, call: &Option<CallId>, words: &str) -> Result<Self, DeskError> {
        let of_call = match call {
            Some(id) => match cx.ask(&Query::Call { id: id.clone() })? {
                Answer::Call(page) => Some(page.order),
                other => return Err(other.unexpected()),
            },
            None => None,
        };
        let page = order.as_ref().or(of_call.as_ref()).map(|id| parts::order_page(cx, id)).transpose()?;
        Ok(Self { order: order.clone(), call: call.clone(), words: words.to_owned(), page, named: None })
    }

    fn look_up(&mut self, cx: &Cx<'_>, typed: &str) {
        let query = Query::Find { text: typed.to_string(), limit: HITS };
        let hits = match cx.ask(&query) {
            Ok(Answer::Find(hits)) => hits,
            Ok(_) | Err(_) => Vec::new(),
        };
        let mut hits = hits.into_iter();
        self.named = hits.next().filter(|_| hits.next().is_none());
    }
}

impl StageForm for NewComplaint {
    fn place(&self) -> Place {
        Place::NewComplaint { order: self.order.clone(), call: self.call.clone(), words: self.words.clone() }
    }

    fn title(&self) -> &'static str {
        "entry-title-complaint"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.as_ref().map(|page| parts::about(page)).unwrap_or_default()
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        form.show("about", self.page.is_none());
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
            Some(hit) => {
                let plate = format::plate(&hit.plate);
                let order = hit.order.as_ref().map(ToString::to_string).unwrap_or_default();
                let parts = [order.as_str(), &plate, &hit.model, &hit.name];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
            None if typed => cx.get("entry-not-one").into_owned(),
            None => cx.get("entry-about-how").into_owned(),
        };
        form.set_note("about", note);
        form.show("name", self.page.is_none() && self.named.is_none());
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let named = self.named.as_ref();
        if parts::typed(form, "about").is_some() && named.is_none() {
            return Err(Halt::At("about", cx.get("entry-not-one").into_owned()));
        }
        let order = self.order.clone().or_else(|| named.and_then(|hit| hit.order.clone()));
        Ok(Command::RaiseComplaint(RaiseComplaint {
            words: form.value("words"),
            category: parts::needed(cx, form, "category")?,
            severity: parts::needed(cx, form, "severity")?,
            channel: parts::coded(form, "channel").unwrap_or_default(),
            customer: named.filter(|_| order.is_none()).and_then(|hit| hit.customer.clone()),
            order,
            call: self.call.clone(),
            name: parts::typed(form, "name"),
            mood: parts::coded(form, "mood"),
            fault: parts::coded(form, "fault"),
            spoke: None,
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
