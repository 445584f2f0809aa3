//! The promised time: given, or moved with a reason and how the customer was told (feature 17).

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::OrderPage;
use crate::domain::Command;
use crate::domain::order::consent::How;
use crate::domain::order::promise::{Reason, SetPromise};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const REASONS: &[Pick] = &[
    ('1', "part-late", "term-reason-part-late"),
    ('2', "work-longer", "term-reason-work-longer"),
    ('3', "add-on", "term-reason-add-on"),
    ('4', "rework", "term-reason-rework"),
    ('5', "customer-asked", "term-reason-customer-asked"),
    ('6', "other", "term-reason-other"),
];

/// How the customer was told of a move; `x`: nobody could be reached, and the new time is only proposed.
const TOLD: &[Pick] = &[
    ('p', "phone", "term-how-phone"),
    ('i', "in-person", "term-how-in-person"),
    ('m', "message", "term-how-message"),
    ('x', NOT_REACHED, "entry-not-reached"),
];

/// The option for a customer who could not be reached.
pub const NOT_REACHED: &str = "not-reached";

/// How one speaks with a customer.
pub const HOW: &[Pick] = &[
    ('p', "phone", "term-how-phone"),
    ('i', "in-person", "term-how-in-person"),
    ('m', "message", "term-how-message"),
    ('s', "signed", "term-how-signed"),
];

/// What the shop offers for a delay (E4).
const SOLUTIONS: &[Pick] = &[
    ('n', "new-time", "term-solution-new-time"),
    ('c', "courtesy-car", "term-solution-courtesy-car"),
    ('f', "part-now", "term-solution-part-now"),
    ('o', "other", "term-solution-other"),
];

const FIRST: &[FieldSpec] = &[FieldSpec::needed("promise", "entry-promise", Kind::Time)];

const MOVE: &[FieldSpec] = &[
    FieldSpec::needed("promise", "entry-promise", Kind::Time),
    FieldSpec::needed("reason", "entry-why", Kind::Choice(REASONS)),
    FieldSpec::needed("how", "entry-told", Kind::Choice(TOLD)),
    FieldSpec::optional("solution", "entry-solution", Kind::Choice(SOLUTIONS)),
    FieldSpec::optional("word", "entry-note", Kind::Text { max: 200 }),
];

/// The box that asks for the time.
pub struct Promise {
    page: Box<OrderPage>,
}

impl Promise {
    /// The box for an order.
    pub fn new(page: Box<OrderPage>) -> Self {
        Self { page }
    }
}

impl StageForm for Promise {
    fn place(&self) -> Place {
        Place::Promise(self.page.order.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-promise"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        if self.page.promise.is_some() { MOVE.to_vec() } else { FIRST.to_vec() }
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

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        // The new time is offered with every delay: nobody has to say so each time.
        form.set("solution", "new-time");
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let reason: Option<Reason> = parts::coded(form, "reason");
        let solution = form.value("solution");
        form.show("solution", reason.is_none_or(Reason::is_delay));
        form.show("word", reason.is_none_or(Reason::is_delay) && solution != "new-time");
        form.set_needed("word", solution == "other");
        let in_vain = form.value("how") == NOT_REACHED;
        form.set_note("how", if in_vain { cx.get("entry-only-proposed").into_owned() } else { String::new() });
        parts::note_time(cx, form, "promise");
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let in_vain = form.value("how") == NOT_REACHED;
        let how = if in_vain { Some(How::Phone) } else { parts::coded(form, "how") };
        let (order, promise) = (self.page.order.clone(), form.value("promise"));
        let (reason, reached) = (parts::coded(form, "reason"), in_vain.then_some(false));
        let (solution, word) = (parts::coded(form, "solution"), parts::typed(form, "word"));
        Ok(Command::SetPromise(SetPromise { order, promise, reason, how, reached, solution, word }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(promise) = &self.page.promise else {
            return vec![(Role::Dim, cx.get("entry-promise-none").into_owned())];
        };
        let moment = |at| format::moment(cx.words(), at, cx.now);
        let (now, first) = (moment(promise.at), moment(promise.first));
        let late = promise.at < cx.now;
        let time = if late { format::left(cx.now, promise.at) } else { format::left(promise.at, cx.now) };
        let key = if late { "entry-promise-late" } else { "entry-promise-stands" };
        let stands = cx.with(key, &[("moment", &now), ("left", &cx.span(&time))]);
        let mut lines = vec![(cx.urgency(promise.at), stands)];
        if let Some(proposed) = promise.proposed {
            lines.push((Role::Soon, cx.with("entry-promise-proposed", &[("moment", &moment(proposed))])));
        }
        if !promise.moves.is_empty() {
            let times = promise.moves.len().to_string();
            lines.push((Role::Dim, cx.with("entry-promise-moved", &[("first", &first), ("n", &times)])));
        }
        lines
    }
}
