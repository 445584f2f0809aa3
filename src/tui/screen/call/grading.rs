//! With the customer on the line: a grade for each item, or one for all, and the reasons of low ones (feature 41, 42).

use super::meant::{digit, no_such_grade};
use super::questions::{Answered, Questions};
use super::{Asking, CallLane, TIME_CHARS_MAX};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::widget::text_field::{Entry, TextField};

impl CallLane {
    pub(super) fn on_grade(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        if let Some(said) = self.guard(cx, action, key) {
            return said;
        }
        let warned = std::mem::take(&mut self.warned);
        self.resumed = false;
        if let Some(key) = action.and_then(Action::grade) {
            return self.grade(cx, key);
        }
        match action {
            Some(Action::GradeNone) => {
                self.went_to = false;
                self.questions.give(Answered::NotApplicable);
                self.questions.forward();
                Effect::Stay
            }
            Some(Action::GradeAll) => self.ask(Asking::GradeOfAll),
            Some(Action::GoToItem) => self.ask(Asking::Number),
            Some(Action::Up) => self.go(Questions::backward),
            Some(Action::Down) => self.go(Questions::forward),
            Some(Action::CallBack) => self.ask(Asking::BackAt(TextField::new(Entry::Line, TIME_CHARS_MAX))),
            Some(Action::Add) => self.ask(self.words()),
            Some(Action::DoNotCall) => self.ask_why_not(cx),
            Some(Action::Next) => self.finish(cx, warned),
            // Keys of grades that this scheme does not have.
            _ if matches!(digit(key), Some(6..=9)) => no_such_grade(cx, &self.questions),
            _ => self.around(cx, action, key),
        }
    }

    pub(super) fn grade(&mut self, cx: &Cx<'_>, key: u8) -> Effect {
        if self.questions.grade(key).is_none() {
            return no_such_grade(cx, &self.questions);
        }
        self.went_to = false;
        self.questions.give(Answered::Grade(key));
        let current = self.questions.current();
        self.ask_reason(std::iter::once(current))
    }

    pub(super) fn on_grade_of_all(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        self.asking = Asking::Grade;
        let Some(key) = action.and_then(Action::grade) else {
            return if digit(key).is_some() { no_such_grade(cx, &self.questions) } else { Effect::Stay };
        };
        self.went_to = false;
        if self.questions.grade(key).is_none() {
            return no_such_grade(cx, &self.questions);
        }
        let before = self.questions.clone();
        self.questions.give_all(key);
        self.questions.go_to(self.questions.scheme().items.len() - 1);
        // An item that was graded by itself is not asked about, nor taken back, with the others.
        let others = (0..self.questions.scheme().items.len())
            .filter(|item| before.answer(*item) != self.questions.answer(*item))
            .collect::<Vec<_>>();
        self.ask_reason(others.into_iter())
    }

    /// Asks for the reason of low answers that have none; goes on to the next item where there are none.
    pub(super) fn ask_reason(&mut self, items: impl Iterator<Item = usize>) -> Effect {
        let low = self.questions.without_reason(items);
        if low.is_empty() || self.questions.scheme().reasons.is_empty() {
            self.questions.forward();
            return self.ask(Asking::Grade);
        }
        self.ask(Asking::Reason(low))
    }

    pub(super) fn on_reason(&mut self, items: &[usize], action: Option<Action>, key: Key) -> Effect {
        let given = digit(key).is_some_and(|digit| digit > 0 && self.questions.give_reason(items, digit - 1));
        if action == Some(Action::Back) {
            self.questions.take_back(items);
            return self.ask(Asking::Grade);
        }
        // Somebody who gives no reason is not pressed for one.
        if given || action == Some(Action::Next) {
            self.questions.forward();
            return self.ask(Asking::Grade);
        }
        Effect::Stay
    }

    pub(super) fn on_number(&mut self, key: Key) -> Effect {
        // As on the keyboard, 0 stands after 9.
        if let Some(digit) = digit(key) {
            self.went_to = self.questions.go_to(if digit == 0 { 9 } else { digit - 1 });
        }
        self.ask(Asking::Grade)
    }
}
