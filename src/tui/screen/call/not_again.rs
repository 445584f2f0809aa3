//! A customer who does not want to be called: a reason, and of which kinds they want no calls any more (K5).

use super::meant::digit;
use super::{Asking, CallLane};
use crate::domain::Command;
use crate::domain::customer::contact::{CONTACTS, OptOutOf, REASONS, Reason};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::theme::Role;

impl CallLane {
    /// The customer does not want to be called: for which reason?
    pub(super) fn ask_why_not(&mut self, cx: &Cx<'_>) -> Effect {
        match self.page.customer {
            Some(_) => self.ask(Asking::WhyNot),
            None => Effect::Say(Role::Soon, cx.get("lane-no-customer").into_owned()),
        }
    }

    pub(super) fn on_why_not(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        let reason = digit(key).filter(|digit| *digit > 0).and_then(|digit| REASONS.get(digit - 1));
        match (reason, action) {
            (Some(reason), _) => self.ask(Asking::NotAgain(*reason)),
            (None, Some(Action::Back)) => self.leave_box(cx),
            (None, _) => Effect::Stay,
        }
    }

    pub(super) fn on_not_again(&mut self, cx: &Cx<'_>, reason: Reason, action: Option<Action>, key: Key) -> Effect {
        if action == Some(Action::Back) {
            return self.leave_box(cx);
        }
        let contacts = match key.narrow().typed() {
            Some('y' | 'Y') => vec![self.page.kind],
            Some('a' | 'A') => CONTACTS.to_vec(),
            _ => return Effect::Stay,
        };
        let Some(customer) = self.page.customer.clone() else { return Effect::Stay };
        self.not_again = Some(contacts.clone());
        let call = Some(self.page.call.clone());
        Effect::run_on("call", self.page.version, Command::OptOut(OptOutOf { customer, contacts, reason, call }))
    }
}
