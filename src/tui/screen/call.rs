//! The call lane: one call, held. While it rings the digits are outcomes; with the customer on the line they are
//! grades. After the last key of a call the next one that is due is there.
//!
//! Everything typed before the call ends is a draft: peeking at the order, taking down a complaint or leaving the
//! lane loses nothing.

mod draw;
mod grading;
mod meant;
mod not_again;
mod questions;
mod script;

use super::{Screen, calls};
use crate::desk::draft::Draft;
use crate::desk::rows::{CallPage, CallsDay};
use crate::desk::{Answer, DeskError, Envelope, Query, Receipt, adopt};
use crate::domain::call::State;
use crate::domain::call::attempt::{LogAttempt, Outcome};
use crate::domain::customer::contact::{Contact, Reason};
use crate::domain::customer::phone::is_masked;
use crate::domain::customer::read::ReadCustomer;
use crate::domain::{CallId, Command};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::text_field::{Entry, TextField};
use meant::{digit, outcome, told};
use questions::{OPINIONS, Questions};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The longest time that can be typed, in characters.
const TIME_CHARS_MAX: usize = 25;
/// The longest words that can be typed, in characters.
const WORDS_CHARS_MAX: usize = 1000;

/// A call that was planned so short a time ago was planned by whoever takes it up, in milliseconds.
const JUST_MS: i64 = 60_000;

/// What the next key is for.
#[derive(Clone, Debug)]
enum Asking {
    /// What came of the attempt.
    Outcome,
    /// Whether an outcome that ends the call for good is meant.
    Sure(Outcome),
    /// When to call back.
    BackAt(TextField),
    /// The grade of the current item.
    Grade,
    /// The grade of all items.
    GradeOfAll,
    /// The number of an item.
    Number,
    /// The reason for low grades of these items.
    Reason(Vec<usize>),
    /// The customer's words.
    Words(TextField),
    /// What kind of words they are.
    Opinion,
    /// Whether the customer is satisfied with what they were told was done.
    Satisfied,
    /// Why the customer does not want to be called.
    WhyNot,
    /// Whether they want no calls of this kind, or none at all; for this reason.
    NotAgain(Reason),
}

/// Grades that every scheme has keys for.
const GRADES: usize = 5;

/// One call, held.
pub struct CallLane {
    page: CallPage,
    day: CallsDay,
    questions: Questions,
    asking: Asking,
    /// The customer is on the line.
    reached: bool,
    /// A box was left unanswered: digits and `Enter` may be the rest of what goes into it, and neither log nor grade.
    guarded: bool,
    /// The item in focus was gone to; it was not reached by answering the one before.
    went_to: bool,
    /// Answers of an earlier talk are there again: the customer is greeted anew.
    resumed: bool,
    /// The call was planned just now, from the list of those whom one might call; one goes back there.
    just_planned: bool,
    /// The next `Enter` ends the call although items have no answer.
    warned: bool,
    /// The call whose attempt is being taken back.
    taken_back: Option<CallId>,
    /// The customer wants no calls of this kind any more, or none at all.
    not_again: Option<Vec<Contact>>,
    /// The call ended with a low grade, and nobody has taken down a complaint about the visit.
    offers_complaint: bool,
}

impl CallLane {
    /// Holds a call.
    ///
    /// # Errors
    /// There is no such call, or the scheme that it is asked by cannot be read.
    pub fn new(cx: &Cx<'_>, call: &CallId) -> Result<Self, DeskError> {
        let scheme = adopt::scheme(cx.door, cx.session, &cx.shop.survey)?;
        let mut lane = Self {
            page: with_number(cx, page(cx, call)?)?,
            day: calls::next(cx, Some(call)).1,
            questions: Questions::new(scheme),
            asking: Asking::Outcome,
            reached: false,
            guarded: false,
            went_to: false,
            resumed: false,
            just_planned: false,
            warned: false,
            taken_back: None,
            not_again: None,
            offers_complaint: false,
        };
        lane.just_planned = lane.page.order.is_none() && cx.now.since(lane.page.planned) < JUST_MS;
        lane.take_up_unsaid();
        Ok(lane)
    }

    /// Answers that were taken back stand there again, to be put right.
    fn take_up_unsaid(&mut self) {
        if let Some(said) = self.page.unsaid.as_ref().filter(|said| said.scheme == self.questions.scheme().id) {
            self.questions.take_up(said);
            self.reached = true;
            self.resumed = true;
        }
        self.asking = self.rest();
    }

    fn is_open(&self) -> bool {
        self.page.state == State::Open
    }

    /// True for a call that asks the items of a survey; the others have an outcome and a note.
    fn asks_items(&self) -> bool {
        self.page.kind.is_follow_up()
    }

    /// Where one is when nothing in particular is asked.
    fn rest(&self) -> Asking {
        match self.reached {
            false => Asking::Outcome,
            true if self.asks_items() => Asking::Grade,
            true => self.words(),
        }
    }

    /// The customer's words, to write on.
    fn words(&self) -> Asking {
        let mut field = TextField::new(Entry::Line, WORDS_CHARS_MAX);
        field.set_text(&self.questions.words);
        Asking::Words(field)
    }

    /// What works whatever is asked, as long as no text is typed.
    fn around(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        match action {
            Some(Action::Complaint) => {
                let call = Some(self.page.call.clone());
                // What the customer says already need not be typed again.
                let words = match &self.asking {
                    Asking::Words(field) => field.text().to_owned(),
                    _ => self.questions.words.clone(),
                };
                let order = self.page.order.clone();
                let vehicle = self.page.vehicle.clone().filter(|_| order.is_none());
                Effect::Open(Place::NewComplaint { order, call, vehicle, words })
            }
            Some(Action::Open) => calls::open_visit(self.page.order.as_ref(), self.page.customer.as_ref()),
            Some(Action::History) => calls::history(cx, self.page.order.as_ref()),
            Some(Action::Add) => Effect::Open(Place::WhomToCall),
            Some(Action::Undo) => {
                let (call, effect) = calls::take_back(cx);
                self.taken_back = call;
                effect
            }
            // A digit that means nothing here was meant for the call, not for another screen.
            _ if digit(key).is_some() => Effect::Stay,
            _ => Effect::Pass,
        }
    }

    fn on_outcome(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        if let Some(said) = self.guard(cx, action, key) {
            return said;
        }
        match action.and_then(outcome) {
            Some(outcome @ (Outcome::WrongNumber | Outcome::Refused)) => self.ask(Asking::Sure(outcome)),
            Some(Outcome::CallBack) => self.ask(Asking::BackAt(TextField::new(Entry::Line, TIME_CHARS_MAX))),
            Some(outcome) => self.log(outcome, None),
            None if action == Some(Action::Next) => {
                self.reached = true;
                self.ask(self.rest())
            }
            None if action == Some(Action::DoNotCall) => self.ask_why_not(cx),
            None => self.around(cx, action, key),
        }
    }

    /// Closes a box without an answer. Whoever types on has not seen it: a digit is nothing until another key was pressed.
    fn leave_box(&mut self, cx: &Cx<'_>) -> Effect {
        self.asking = self.rest();
        self.guarded = !self.is_typed_in();
        let said = if self.reached { "lane-guarded-grade" } else { "lane-guarded" };
        if self.guarded { Effect::Say(Role::Soon, cx.get(said).into_owned()) } else { Effect::Stay }
    }

    /// What is said to a key that may be the rest of what goes into a box that was left; `Esc` gives the digits back.
    fn guard(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Option<Effect> {
        if !self.guarded {
            return None;
        }
        let (held, free) = match self.reached {
            false => ("lane-guarded", "lane-unguarded"),
            true => ("lane-guarded-grade", "lane-unguarded-grade"),
        };
        if digit(key).is_some() || action == Some(Action::Next) {
            return Some(Effect::Say(Role::Soon, cx.get(held).into_owned()));
        }
        self.guarded = false;
        (action == Some(Action::Back)).then(|| Effect::Say(Role::Dim, cx.get(free).into_owned()))
    }

    /// True where every key is text.
    fn is_typed_in(&self) -> bool {
        matches!(self.asking, Asking::BackAt(_) | Asking::Words(_))
    }

    fn on_sure(&mut self, cx: &Cx<'_>, sure: Outcome, action: Option<Action>, key: Key) -> Effect {
        self.asking = self.rest();
        match action {
            // Only the same key again is sure: Enter means "reached" while it rings, and a slip must not end a call.
            Some(Action::Next | Action::Back) => Effect::Stay,
            _ if action.and_then(outcome) == Some(sure) => self.log(sure, None),
            _ => self.on_outcome(cx, action, key),
        }
    }

    fn on_back_at(&mut self, cx: &Cx<'_>, mut field: TextField, action: Option<Action>, key: Key) -> Effect {
        match action {
            Some(Action::Next) if !field.is_empty() => {
                let back_at = Some(field.text());
                self.asking = Asking::BackAt(field);
                return self.log(Outcome::CallBack, back_at);
            }
            Some(Action::Back) => return self.leave_box(cx),
            _ => {}
        }
        field.on(key);
        self.ask(Asking::BackAt(field))
    }

    fn on_words(&mut self, cx: &Cx<'_>, mut field: TextField, action: Option<Action>, key: Key) -> Effect {
        match action {
            // A call that asks no items is over with its note.
            Some(Action::Next) if !self.asks_items() => {
                self.questions.words = field.text().trim().to_owned();
                if self.page.capa.is_some() {
                    return self.ask(Asking::Satisfied);
                }
                self.asking = Asking::Words(field);
                let command = Command::AnswerCall(self.questions.command(&self.page.call));
                Effect::run_on("call", self.page.version, command)
            }
            Some(Action::Back) if !self.asks_items() => {
                self.questions.words = field.text().trim().to_owned();
                self.reached = false;
                self.leave_box(cx)
            }
            Some(Action::Next) => {
                self.questions.words = field.text().trim().to_owned();
                if self.questions.words.is_empty() {
                    self.questions.opinion = None;
                    return self.ask(Asking::Grade);
                }
                self.ask(Asking::Opinion)
            }
            Some(Action::Back) => {
                self.questions.words = field.text().trim().to_owned();
                self.ask(Asking::Grade)
            }
            _ => {
                let before = field.text();
                field.on(key);
                let full = key.typed().is_some() && field.text() == before;
                let most = field.chars_max().to_string();
                self.asking = Asking::Words(field);
                if full { Effect::Say(Role::Soon, cx.with("form-hint-cut", &[("n", &most)])) } else { Effect::Stay }
            }
        }
    }

    fn on_opinion(&mut self, action: Option<Action>, key: Key) -> Effect {
        let chosen = digit(key).filter(|digit| *digit > 0).and_then(|digit| OPINIONS.get(digit - 1));
        if let Some(opinion) = chosen {
            self.questions.opinion = Some(*opinion);
        }
        let over = chosen.is_some() || matches!(action, Some(Action::Next | Action::Back));
        if over { self.ask(Asking::Grade) } else { Effect::Stay }
    }

    /// The customer's word on what was done ends the call, and the corrective action with it (feature 46).
    fn on_satisfied(&mut self, action: Option<Action>, key: Key) -> Effect {
        self.questions.satisfied = match (digit(key), action) {
            (Some(1), _) => Some(true),
            (Some(2), _) => Some(false),
            (_, Some(Action::Back)) => return self.ask(self.words()),
            _ => return Effect::Stay,
        };
        let command = Command::AnswerCall(self.questions.command(&self.page.call));
        Effect::run_on("call", self.page.version, command)
    }

    /// Ends the call. Items that nobody answered are pointed at once.
    fn finish(&mut self, cx: &Cx<'_>, warned: bool) -> Effect {
        let missing = self.questions.unanswered();
        if missing == self.questions.scheme().items.len() {
            return Effect::Say(Role::Soon, cx.get("lane-nothing").into_owned());
        }
        if missing > 0 && !warned {
            self.warned = true;
            self.questions.go_to_unanswered();
            return Effect::Say(Role::Soon, cx.with("lane-missing", &[("n", &missing.to_string())]));
        }
        let command = Command::AnswerCall(self.questions.command(&self.page.call));
        Effect::run_on("call", self.page.version, command)
    }

    fn log(&mut self, outcome: Outcome, back_at: Option<String>) -> Effect {
        let command = Command::LogAttempt(LogAttempt { call: self.page.call.clone(), outcome, back_at });
        Effect::run_on("call", self.page.version, command)
    }

    fn ask(&mut self, asking: Asking) -> Effect {
        self.asking = asking;
        Effect::Stay
    }

    fn go(&mut self, step: impl FnOnce(&mut Questions)) -> Effect {
        self.went_to = true;
        step(&mut self.questions);
        Effect::Stay
    }

    /// True if the customer gave a low grade and no complaint about the visit is open: now is the time to ask.
    fn misses_complaint(&self, cx: &Cx<'_>) -> bool {
        let order = self.page.order.clone().map(|id| cx.ask(&Query::Order { id }));
        let complained = match order {
            Some(Ok(Answer::Order(page))) => page.open_complaint.is_some(),
            Some(Ok(_) | Err(_)) | None => false,
        };
        self.page.state == State::Done && self.questions.has_low() && !complained
    }

    /// The attempt that was taken back is one of this very call.
    fn begin_again(&mut self, cx: &Cx<'_>, told: String) -> Effect {
        self.refresh(cx);
        (self.reached, self.offers_complaint) = (false, false);
        self.take_up_unsaid();
        Effect::Say(Role::Good, told)
    }

    /// Goes to the next call that is due, or back to where one came from.
    fn go_on(&self, cx: &Cx<'_>) -> Effect {
        if self.just_planned {
            return Effect::Back;
        }
        calls::next_due(cx, &self.page.call).map_or(Effect::Back, |call| Effect::Turn(Place::Call(call)))
    }
}

impl Screen for CallLane {
    fn place(&self) -> Place {
        Place::Call(self.page.call.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        match &self.asking {
            _ if !self.is_open() => vec![Layer::Calls],
            Asking::Outcome | Asking::Sure(_) => vec![Layer::Ringing, Layer::Calls],
            Asking::Grade | Asking::GradeOfAll | Asking::Number => {
                let more = (self.questions.scheme().grades.len() > GRADES).then_some(Layer::MoreGrades);
                [Layer::Grading].into_iter().chain(more).chain([Layer::Calls]).collect()
            }
            Asking::Reason(_) => vec![Layer::Reason],
            Asking::BackAt(_) | Asking::Words(_) => vec![Layer::Popup],
            Asking::Opinion | Asking::WhyNot | Asking::NotAgain(_) | Asking::Satisfied => vec![Layer::Page],
        }
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        (calls::heading(cx, &self.day), Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, &self.page.call) {
            self.page = page;
        }
        self.day = calls::next(cx, Some(&self.page.call)).1;
        self.offers_complaint = self.offers_complaint && self.misses_complaint(cx);
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        if !self.is_open() {
            return if action == Some(Action::Next) { self.go_on(cx) } else { self.around(cx, action, key) };
        }
        // Every box has help, though its own keys are few.
        if action == Some(Action::Keys) || action.is_none() && Key::parse("f1") == Some(key) {
            return Effect::Open(Place::Keys);
        }
        match self.asking.clone() {
            Asking::Outcome => self.on_outcome(cx, action, key),
            Asking::Sure(sure) => self.on_sure(cx, sure, action, key),
            Asking::BackAt(_) | Asking::Words(_) | Asking::Reason(_) | Asking::Opinion
                if action == Some(Action::Complaint) =>
            {
                self.around(cx, action, key)
            }
            Asking::WhyNot => self.on_why_not(cx, action, key),
            Asking::NotAgain(reason) => self.on_not_again(cx, reason, action, key),
            Asking::BackAt(field) => self.on_back_at(cx, field, action, key),
            Asking::Grade => self.on_grade(cx, action, key),
            Asking::GradeOfAll => self.on_grade_of_all(cx, action, key),
            Asking::Number => self.on_number(key),
            Asking::Reason(items) => self.on_reason(&items, action, key),
            Asking::Words(field) => self.on_words(cx, field, action, key),
            Asking::Opinion => self.on_opinion(action, key),
            Asking::Satisfied => self.on_satisfied(action, key),
        }
    }

    fn paste(&mut self, cx: &Cx<'_>, text: &str) -> Effect {
        let (Asking::BackAt(field) | Asking::Words(field)) = &mut self.asking else { return Effect::Stay };
        if field.paste(text).cut {
            let most = field.chars_max().to_string();
            return Effect::Say(Role::Soon, cx.with("form-hint-cut", &[("n", &most)]));
        }
        Effect::Stay
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        draw::draw(self, cx, area, buffer)
    }

    fn draft(&self) -> Option<Draft> {
        let mut questions = self.questions.clone();
        if let Asking::Words(field) = &self.asking {
            questions.words = field.text();
        }
        questions.draft().filter(|_| self.is_open())
    }

    fn restore(&mut self, _cx: &Cx<'_>, draft: &Draft) -> bool {
        self.questions.restore(draft);
        self.reached = !self.questions.is_empty();
        self.resumed = self.reached;
        self.asking = self.rest();
        self.reached
    }

    /// What was refused is over: what is logged next is not taken for it.
    fn refused(&mut self, _cx: &Cx<'_>, _error: &DeskError) -> bool {
        (self.taken_back, self.not_again) = (None, None);
        false
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        if let Some(call) = self.taken_back.take() {
            let told = cx.get("lane-taken-back").into_owned();
            return if call == self.page.call {
                self.begin_again(cx, told)
            } else {
                Effect::TurnWith(Role::Good, told, Place::Call(call))
            };
        }
        let not_again = self.not_again.take();
        let told =
            page(cx, &self.page.call).map_or_else(|_| String::new(), |page| told(cx, &page, not_again.as_deref()));
        self.refresh(cx);
        if self.misses_complaint(cx) {
            self.offers_complaint = true;
            return Effect::Say(Role::Good, told);
        }
        match self.go_on(cx) {
            Effect::Turn(place) => Effect::TurnWith(Role::Good, told, place),
            Effect::Back => Effect::BackWith(Role::Good, told),
            other => other,
        }
    }
}

/// The page with the number to dial. To take a call up is to ask for it; the desk writes that down before it shows it.
fn with_number(cx: &Cx<'_>, held: CallPage) -> Result<CallPage, DeskError> {
    let Some(customer) = held.customer.clone().filter(|_| is_masked(&held.phone)) else { return Ok(held) };
    let shown = Command::ReadCustomer(ReadCustomer { customer, phone: true });
    match cx.door.run(cx.session, Envelope::new(shown)) {
        Ok(_) => page(cx, &held.call),
        // Whoever may not see it looks at the call without.
        Err(_) => Ok(held),
    }
}

fn page(cx: &Cx<'_>, call: &CallId) -> Result<CallPage, DeskError> {
    match cx.ask(&Query::Call { id: call.clone() })? {
        Answer::Call(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}
