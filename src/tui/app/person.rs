//! Who is at the keys: another person at this terminal, a screen that nobody has touched for long, a PIN.

use super::App;
use crate::desk::{DeskError, Session};
use crate::domain::StaffId;
use crate::tui::effect::{Effect, Place, Secret};
use crate::tui::theme::Role;

impl App {
    /// Whether the screen is locked.
    pub(super) fn is_locked(&self) -> bool {
        self.stack.iter().any(|layer| layer.screen.place() == Place::Lock)
    }

    /// Locks the screen over what is open; what was typed is kept, and there again afterwards. Where nobody is at work
    /// yet there is nothing to lock.
    pub(super) fn lock(&mut self) {
        let nobody = self.kit.session.is_owner() || self.kit.session.is_stranger() || self.kit.shop.name.is_empty();
        if nobody || self.is_locked() {
            return;
        }
        self.keep();
        self.push(&Place::Lock);
        // It may have named a customer.
        self.message = None;
    }

    /// Locks the screen where nobody has pressed a key for long, or its person works here no more.
    pub(super) fn lock_if_left(&mut self) {
        if self.watch.is_over(self.kit.now()) || self.kit.is_shut_out {
            self.lock();
        }
    }

    /// Begins at the board again: who is at work has other roles now, and what stands there may be for others only.
    pub(super) fn begin_again(&mut self) {
        self.keep();
        let locked = self.stack.iter().position(|layer| layer.screen.place() == Place::Lock);
        let locked = locked.map(|at| self.stack.remove(at));
        self.go(Place::Board);
        self.message = Some((Role::Soon, self.kit.words().get("app-roles-changed").into_owned()));
        self.stack.extend(locked);
    }

    /// A lost session is taken up again from outside. Whose key that took need not be who was at work last.
    pub fn taken_up_again(&mut self) {
        if self.kit.session.caller.as_ref().is_some_and(|caller| *caller != self.kit.session.who) {
            self.lock();
        }
        self.hold_what_is_open();
    }

    /// Goes on as `who`, if the desk lets them. Behind a locked screen the same person finds what they left.
    pub(super) fn go_on_as(&mut self, who: StaffId, pin: Option<&Secret>) {
        let stays = who == self.kit.session.who;
        if stays && !self.is_locked() {
            return self.become_person(who);
        }
        let admitted = self.kit.shared.door.admit(&self.asking(&who), &who, pin.map(|pin| pin.0.as_str()));
        match admitted {
            Ok(()) if stays => self.unlock(),
            Ok(()) => self.become_person(who),
            Err(error) => self.not_admitted(&who, &error),
        }
    }

    /// The session that asks to go on as `who`. Behind a locked screen a key counts no more: whoever logged in by it
    /// gives their PIN there, if they have one.
    fn asking(&self, who: &StaffId) -> Session {
        let session = &self.kit.session;
        let by_key = session.caller.as_ref() == Some(who);
        if by_key && self.is_locked() { session.behind_lock() } else { session.clone() }
    }

    /// Asks for the PIN, or says where it is asked already what was wrong.
    fn not_admitted(&mut self, who: &StaffId, error: &DeskError) {
        let cx = self.kit.cx();
        if self.stack.last_mut().is_some_and(|layer| layer.screen.refused(&cx, error)) {
            return;
        }
        let said = cx.say(error).whole();
        if !matches!(error, DeskError::PinNeeded { .. }) {
            return self.message = Some((Role::Error, said));
        }
        // The PIN is asked for in place of the list that the person was picked from.
        if self.stack.last().is_some_and(|layer| layer.screen.place() == Place::SwitchPerson) {
            self.pop();
        }
        self.push(&Place::Pin(who.clone()));
    }

    fn unlock(&mut self) {
        let locked = self.stack.iter().position(|layer| layer.screen.place() == Place::Lock);
        self.stack.truncate(locked.unwrap_or(self.stack.len()));
        self.watch.touch(self.kit.now());
        self.message = None;
        self.refresh();
    }

    /// Gives the person at the keys another PIN.
    pub(super) fn change_pin(&mut self, old: &Secret, new: &Secret) -> Effect {
        match self.kit.shared.door.change_pin(&self.kit.session, &old.0, &new.0) {
            Ok(_) => {
                let done = if new.0.is_empty() { "pin-gone" } else { "pin-set" };
                Effect::BackWith(Role::Good, self.kit.words().get(done).into_owned())
            }
            Err(error) => {
                let cx = self.kit.cx();
                if !self.stack.last_mut().is_some_and(|layer| layer.screen.refused(&cx, &error)) {
                    self.message = Some((Role::Error, cx.say(&error).whole()));
                }
                Effect::Stay
            }
        }
    }
}
