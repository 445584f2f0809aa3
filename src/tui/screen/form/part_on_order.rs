//! A part on order (F1): a new one, or what was done about one that is on order already: its next step, another expected
//! time, that it is not wanted any more.

use super::{After, Halt, Line, StageForm, jobs, parts};
use crate::desk::rows::OrderPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::order::next::Next;
use crate::domain::order::part_on_order::{PartOnOrder, PartStep};
use crate::domain::order::part_step::{CancelPart, NotePart, OrderPart};
use crate::domain::refusal::Why;
use crate::domain::{Command, Refusal, when};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::{order, part_on_order};
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label, Pick};

/// How a customer is spoken with.
const HOWS: &[Pick] =
    &[('p', "phone", "term-how-phone"), ('i', "in-person", "term-how-in-person"), ('m', "message", "term-how-message")];

/// What may be done about a part that is on order: its key, its value, its words.
const DOES: [Pick; 2] = [('t', "moved", "parts-does-moved"), ('x', "cancelled", "parts-does-cancelled")];

const FIELDS: &[FieldSpec] = &[
    FieldSpec::optional("number", "entry-part-which", Kind::Given),
    FieldSpec::needed("part", "entry-part", Kind::Text { max: 60 }),
    FieldSpec::optional("quantity", "field-quantity", Kind::Digits { max: 3, leap: false }),
    FieldSpec::optional("line", "entry-part-line", Kind::Given),
    FieldSpec::optional("step", "entry-part-step", Kind::Given),
    FieldSpec::asked("expected", "field-expected", Kind::Text { max: 16 }),
    FieldSpec::asked("how", "entry-part-how", Kind::Choice(HOWS)),
    FieldSpec::asked("authorised", "entry-part-authorised", Kind::Toggle),
    FieldSpec::asked("visit", "field-visit", Kind::Text { max: 16 }),
    FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 }),
];

/// What the form is filled in for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// A part that is not on order yet.
    New,
    /// One that is, by its number.
    Part(u16),
    /// Nobody has said yet.
    Open,
}

/// The box of a part on order.
pub struct Part {
    page: Box<OrderPage>,
    /// Opened to take a step: of this part, or of one that is chosen.
    step: Option<Option<u16>>,
    /// What it was last filled in for, and whether the visit is asked after.
    about: (About, bool),
}

impl Part {
    /// The box for a new part of an order, unless one that is on order is chosen.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page, step: None, about: (About::Open, false) }
    }

    /// The box for the next step of a part, or of one that is to be chosen.
    pub fn step(page: Box<OrderPage>, number: Option<u16>) -> Self {
        Self { page, step: Some(number), about: (About::Open, false) }
    }

    /// Parts with which something may still be done.
    fn standing(&self) -> impl Iterator<Item = &PartOnOrder> {
        self.page.parts.iter().map(|row| &row.part).filter(|part| part.next().is_some())
    }

    /// Names a part among others; where it is chosen for its next step, with that step.
    fn label(&self, cx: &Cx<'_>, part: &PartOnOrder) -> String {
        let name = format::told(cx.words(), &part.part, &part.english);
        match self.step {
            None => name.to_owned(),
            Some(_) => {
                let values = [("number", name), ("step", &*part_on_order::next_short(cx, part))];
                cx.with("did-part-of", &values)
            }
        }
    }

    fn of(&self, form: &Form) -> About {
        match (parts::number(form, "number"), form.value("number").as_str()) {
            (Some(number), _) => About::Part(number),
            (None, "new") => About::New,
            (None, _) => About::Open,
        }
    }

    fn part(&self, about: About) -> Option<&PartOnOrder> {
        match about {
            About::Part(number) => self.standing().find(|part| part.number == number),
            About::New | About::Open => None,
        }
    }

    /// The steps that are noted, if it is that what the form does.
    fn steps(&self, cx: &Cx<'_>, form: &Form) -> Vec<PartStep> {
        let part = self.part(self.of(form)).filter(|_| form.value("step") == "next");
        part.map(|part| part_on_order::steps(cx, part)).unwrap_or_default()
    }

    /// Shows what is asked of the part that was chosen.
    fn arrange(&self, cx: &Cx<'_>, form: &mut Form) {
        let about = self.of(form);
        let is_new = about == About::New;
        for field in ["part", "quantity", "authorised"] {
            form.show(field, is_new);
        }
        form.show("line", is_new && !self.page.lines.is_empty());
        let part = self.part(about);
        form.show("step", part.is_some());
        if let Some(part) = part {
            form.set_options("step", does(cx, part));
        }
        let does = form.value("step");
        let (moved, cancelled) = (part.is_some() && does == "moved", part.is_some() && does == "cancelled");
        let steps = self.steps(cx, form);
        let has = |step: PartStep| steps.contains(&step);
        let expects = moved || has(PartStep::EtaAsked) && part.is_some_and(|part| part.expected.is_none());
        let speaks = steps.iter().any(|step| step.needs_how());
        let comes = self.page.handed.is_some() && has(PartStep::CustomerTold);
        for (field, shown, needed) in [
            ("expected", is_new || expects, expects),
            ("how", is_new || speaks, speaks),
            ("visit", comes || has(PartStep::VisitBooked), has(PartStep::VisitBooked)),
        ] {
            form.show(field, shown);
            form.set_needed(field, needed);
        }
        let why = cancelled || moved && part.is_some_and(|part| part.expected.is_some());
        form.show("reason", why);
        form.set_needed("reason", why);
    }

    /// Where the typing goes on once a part was chosen.
    fn next_field(form: &Form) -> &'static str {
        ["part", "how", "expected", "visit", "reason"].into_iter().find(|field| form.has(field)).unwrap_or("step")
    }
}

/// What may be done about a part: its next step, another time while it has not come, the end of it.
fn does(cx: &Cx<'_>, part: &PartOnOrder) -> Vec<Choice> {
    let next = Choice { key: Some('y'), value: "next".into(), label: Label::Text(part_on_order::next(cx, part)) };
    let rest = DOES.iter().filter(|(_, value, _)| *value != "moved" || part.is_awaited());
    let rest =
        rest.map(|(key, value, label)| Choice { key: Some(*key), value: (*value).into(), label: Label::Word(label) });
    std::iter::once(next).chain(rest).collect()
}

impl StageForm for Part {
    fn place(&self) -> Place {
        match self.step {
            None => Place::Part(self.page.order.clone()),
            Some(number) => Place::PartStep(self.page.order.clone(), number),
        }
    }

    fn title(&self) -> &'static str {
        "entry-title-part"
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

    fn is_box(&self) -> bool {
        true
    }

    /// Each step is another one.
    fn round(&self) -> String {
        let stamps: usize = self.page.parts.iter().map(|row| row.part.stamps.len()).sum();
        self.step.map(|_| stamps.to_string()).unwrap_or_default()
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        let standing: Vec<_> = self.standing().map(|part| (part.number, self.label(cx, part))).collect();
        let choice = |(number, name): &(u16, String)| Choice {
            key: char::from_digit(u32::from(*number), 10).filter(|_| *number < 10),
            value: number.to_string().into(),
            label: Label::Text(name.clone()),
        };
        let new = Choice { key: Some('0'), value: "new".into(), label: Label::Word("entry-part-new") };
        let new = std::iter::once(new).filter(|_| self.step.is_none());
        form.set_options("number", new.chain(standing.iter().map(choice)).collect());
        let lines = self.page.lines.iter().map(|line| (line.number.to_string(), parts::numbered(cx, line)));
        form.set_options("line", Choice::numbered(lines));
        let preset = match (self.step, standing.is_empty()) {
            (Some(Some(number)), _) => number.to_string(),
            (None, true) => "new".to_string(),
            (Some(None) | None, _) => String::new(),
        };
        form.set("number", &preset);
        form.set("step", if self.step.is_some() { "next" } else { "" });
        self.arrange(cx, form);
        form.show("number", !standing.is_empty());
        form.focus_on(if preset.is_empty() { "number" } else { Self::next_field(form) });
        self.about = (self.of(form), form.has("visit"));
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        self.arrange(cx, form);
        match field {
            "number" if self.step.is_none() && self.of(form) != About::New => form.focus_on("step"),
            "number" => form.focus_on(Self::next_field(form)),
            _ => {}
        }
        self.about = (self.of(form), form.has("visit"));
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        self.arrange(cx, form);
        // Once it is here, the customer agrees to nothing any more: they are told.
        let tells = self.steps(cx, form).contains(&PartStep::CustomerTold);
        form.set_name("how", cx.get(if tells { "entry-told" } else { "entry-part-how" }));
        form.set_note("part", parts::typed(form, "part").and_then(|typed| of_menu(cx, &typed)).unwrap_or_default());
        note_day(cx, form, "expected", when::EVENING);
        note_day(cx, form, "visit", when::MORNING);
        let first =
            if parts::answered(form, "authorised") == Some(true) { "parts-requests" } else { "parts-first-word" };
        form.set_note("authorised", cx.words().get(first).into_owned());
    }

    /// The last thing that is asked saves.
    fn at_once(&self, field: &str) -> bool {
        match field {
            "authorised" => true,
            "number" => self.step.is_some(),
            "step" => true,
            "how" => matches!(self.about, (About::Part(_), false)),
            _ => false,
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let order = self.page.order.clone();
        let (expected, how) = (parts::typed(form, "expected"), parts::coded(form, "how"));
        let reason = parts::typed(form, "reason");
        let number = match self.of(form) {
            About::Open => return Err(Halt::At("number", cx.get("form-needed").into_owned())),
            About::Part(number) => number,
            About::New => {
                let requests = parts::answered(form, "authorised") == Some(true);
                let done = if requests { vec![PartStep::Authorised, PartStep::Requested] } else { Vec::new() };
                let (quantity, line) = (parts::number(form, "quantity"), parts::number(form, "line"));
                let part = form.value("part");
                return Ok(Command::OrderPart(OrderPart { order, part, quantity, line, expected, how, done }));
            }
        };
        match form.value("step").as_str() {
            "" => Err(Halt::At("step", cx.get("form-needed").into_owned())),
            "cancelled" => Ok(Command::CancelPart(CancelPart { order, number, reason: reason.unwrap_or_default() })),
            _ => {
                let (done, visit) = (self.steps(cx, form), parts::typed(form, "visit"));
                Ok(Command::NotePart(NotePart { order, number, done, how, expected, reason, visit }))
            }
        }
    }

    /// A step that is missing is put right where it is taken.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let last = if form.has("step") { "step" } else { "authorised" };
        match error {
            DeskError::Refused(Refusal::Invalid { why: Why::PartStepMissing(step), .. }) => match step {
                PartStep::EtaAsked => Some("expected"),
                PartStep::CustomerOk => Some("how"),
                _ => Some(last),
            },
            DeskError::Refused(Refusal::NoConsent { .. }) => Some(if form.has("line") { "line" } else { last }),
            DeskError::Refused(Refusal::Conflict { .. } | Refusal::AlreadyDone { .. }) => Some(last),
            _ => None,
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let line = |part: &PartOnOrder| {
            let (role, state) = part_on_order::state(cx, part);
            (role, format!("{}  {state}", part_on_order::name(cx, part)))
        };
        self.standing().map(line).collect()
    }

    /// What was saved, and what is left to do; work that goes on meanwhile is not stopped by itself.
    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        let number = receipt.id.rsplit_once('.').and_then(|(_, number)| number.parse::<u16>().ok());
        let page = parts::order_page(cx, &self.page.order).ok();
        let row = page.as_ref().and_then(|page| page.parts.iter().find(|row| Some(row.part.number) == number));
        let Some((page, row)) = page.as_ref().zip(row) else { return cx.with("entry-saved", &[("what", &receipt.id)]) };
        let (_, state) = part_on_order::state(cx, &row.part);
        let values = [("part", &*part_on_order::name(cx, &row.part)), ("state", &*state)];
        let saved = cx.with("parts-saved", &values);
        let is_new = self.page.parts.len() < page.parts.len();
        match page.next {
            Next::Finish { .. } if is_new => {
                let key = order::key_of(cx, Action::Stop);
                format!("{saved} {}", cx.with("parts-stop", &[("key", &key)]))
            }
            _ => saved,
        }
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        After::Told
    }
}

/// The name of the job of the menu that a code means.
fn of_menu(cx: &Cx<'_>, typed: &str) -> Option<String> {
    let jobs = jobs::read(cx);
    let job = jobs.iter().find(|job| job.code.eq_ignore_ascii_case(typed))?;
    Some(jobs::told(cx, job).label.clone())
}

/// Says beside a day which moment is meant, or, once the cursor has left it, that none is.
fn note_day(cx: &Cx<'_>, form: &mut Form, id: &'static str, hour: u32) {
    let Some(at) = parts::typed(form, id).and_then(|text| when::parse_day(&text, hour, cx.now, cx.zone)) else {
        return parts::note_wrong(cx, form, id, |_| Err(Why::NotADay));
    };
    if at <= cx.now {
        return form.set_note_as(id, Role::Error, cx.get("why-past").into_owned());
    }
    let values = [("moment", &*format::moment(cx.words(), at, cx.now)), ("left", &*cx.span(&format::left(at, cx.now)))];
    form.set_note(id, cx.with("entry-moment", &values));
}
