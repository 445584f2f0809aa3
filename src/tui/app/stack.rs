//! Which screens lie on which: going to one, opening one over it, and back.

use super::draft::{self, Wanted};
use super::{App, comes_back};
use crate::domain::StaffId;
use crate::tui::effect::{Effect, Place};
use crate::tui::theme::Role;

impl App {
    /// A complaint raised here is about the order, call or car one stands on.
    pub(super) fn complaint_here(&self) -> Place {
        let about = |place: Place| match place {
            Place::Order(order) | Place::History(order) => Some((Some(order), None, None)),
            Place::Call(call) => Some((None, Some(call), None)),
            Place::Vehicle(vehicle) => Some((None, None, Some(vehicle))),
            _ => None,
        };
        let found = self.stack.iter().rev().find_map(|layer| about(layer.screen.place()));
        let (order, call, vehicle) = found.unwrap_or_default();
        Place::NewComplaint { order, call, vehicle, words: String::new() }
    }

    /// Shows a main screen; what was open over the old one is closed, its text kept.
    pub(super) fn go(&mut self, place: Place) -> Effect {
        self.keep();
        self.stack.clear();
        self.push(&place);
        Effect::Stay
    }

    pub(super) fn push(&mut self, place: &Place) {
        // One place is open once: opening it again comes back to it.
        if let Some(open) = self.stack.iter().position(|layer| layer.screen.place() == *place) {
            self.keep();
            self.stack.truncate(open + 1);
            return self.refresh();
        }
        let slot = draft::choose(&self.kit, place, Wanted::Newest);
        self.push_with(place, slot);
    }

    /// Closes the top layer; what was typed stays as a draft.
    pub(super) fn back(&mut self) {
        if self.stack.len() > 1 {
            if let Some(Place::Order(order)) = self.stack.last().map(|layer| layer.screen.place()) {
                self.left = Some(order);
            }
            self.pop();
            self.refresh();
            if self.stack.len() == 1
                && let (Some(order), Some(layer)) = (self.left.take(), self.stack.last_mut())
            {
                layer.screen.came_from(&order);
            }
        }
    }

    pub(super) fn pop(&mut self) {
        self.keep();
        self.stack.pop();
    }

    /// Hands the terminal to another person. Their screens begin at the board, unless a form of a record is open: it
    /// is opened for them anew, as they would find it. Drafts are each person's own.
    pub(super) fn become_person(&mut self, who: StaffId) {
        self.keep();
        let open: Vec<Place> = self.places().into_iter().filter(comes_back).collect();
        // Another person finds the form empty: where what was typed went is said.
        let kept = self.stack.iter().any(|layer| layer.kept.is_some() && layer.form().is_some());
        let before = self.kit.session.who.clone();
        let told = (kept && before != who).then(|| {
            let cx = self.kit.cx();
            cx.with("app-draft-kept", &[("who", cx.name(&before))])
        });
        self.kit.become_person(who);
        self.stack.clear();
        match open.split_first().filter(|_| open.last().is_some_and(draft::is_shared)) {
            Some((main, over)) => {
                self.push(main);
                over.iter().for_each(|place| self.push(place));
            }
            None => self.push(&Place::Board),
        }
        if let Some(told) = told {
            self.tell(Role::Soon, told);
        }
    }
}
