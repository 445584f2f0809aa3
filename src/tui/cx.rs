//! What a screen may use: one per session, passed in at every call, never global.

use super::action::Action;
use super::keymap::{Keymap, Layer};
use super::theme::Role;
use super::widget::Look;
use crate::desk::lease::HeldRow;
use crate::desk::rows::{ShopPage, StaffRow};
use crate::desk::{Answer, DeskError, Door, Query, Session};
use crate::domain::refusal::Clash;
use crate::domain::{Key, StaffId, Stamp};
use crate::text::say::{self, Sentence};
use crate::text::{Lang, Words};
use chrono_tz::Tz;
use std::borrow::Cow;

/// A session's view of the shop.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The way into the shop.
    pub door: &'a dyn Door,
    /// Who is working.
    pub session: &'a Session,
    /// Everyone who works here, or did.
    pub people: &'a [StaffRow],
    /// What other sessions are at: calls that are taken up, records that are written.
    pub held: &'a [HeldRow],
    /// The shop.
    pub shop: &'a ShopPage,
    /// Colours and words.
    pub look: Look<'a>,
    /// The keys.
    pub keymap: &'a Keymap,
    /// Now, by the shop's clock.
    pub now: Stamp,
    /// The shop's time zone.
    pub zone: Tz,
}

impl<'a> Cx<'a> {
    /// The words of this session's language.
    pub fn words(&self) -> &'a Words {
        self.look.words
    }

    /// A message without values.
    pub fn get(&self, key: &'a str) -> Cow<'a, str> {
        self.look.words.get(key)
    }

    /// A message with values.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.look.words.with(key, values)
    }

    /// The key that a layer gives an action, as it is shown; empty if it has none there.
    pub fn key(&self, layer: Layer, action: Action) -> String {
        let commands = self.keymap.commands(&[layer], self.words().lang());
        commands.into_iter().find(|command| command.action == action).map(|command| command.key).unwrap_or_default()
    }

    /// Asks the desk.
    ///
    /// # Errors
    /// As [`Door::ask`].
    pub fn ask(&self, query: &Query) -> Result<Answer, DeskError> {
        self.door.ask(self.session, query)
    }

    /// The name of a member of staff; empty if they are not known.
    pub fn name(&self, id: &StaffId) -> &'a str {
        let person = self.people.iter().find(|person| person.id == *id);
        person.map_or("", |person| person.name.as_str())
    }

    /// Who else is at a record, if anybody is.
    pub fn holder(&self, key: &Key) -> Option<&'a HeldRow> {
        self.held.iter().find(|row| row.key == *key)
    }

    /// `Li is writing here (2 min)`, if somebody else is.
    pub fn writing(&self, key: &Key) -> Option<String> {
        let row = self.holder(key)?;
        let minutes = self.now.since(row.since) / 60_000;
        Some(self.with("app-writing", &[("who", self.name(&row.who)), ("n", &minutes.to_string())]))
    }

    /// A failure as a sentence with its remedy.
    pub fn say(&self, error: &DeskError) -> Sentence {
        say::error(self.words(), self.now, &|id| self.name(id).to_string(), error)
    }

    /// One part that another person changed meanwhile, with both its values.
    pub fn clash(&self, clash: &Clash) -> String {
        say::clash(self.words(), self.now, &|id| self.name(id).to_string(), clash)
    }

    /// A time that is left, within a sentence: days and hours in the reader's language, `5d 11h` and `5天11小时`.
    pub fn span(&self, left: &str) -> String {
        match self.words().lang() {
            Lang::En => left.to_owned(),
            Lang::Zh => left.replace("d ", "天").replace('d', "天").replace('h', "小时"),
        }
    }

    /// How near a time is: late, soon (within half an hour), or neither.
    pub fn urgency(&self, at: Stamp) -> Role {
        match at.since(self.now) {
            ms if ms < 0 => Role::Late,
            ms if ms <= SOON_MS => Role::Soon,
            _ => Role::Text,
        }
    }
}

/// A promise within this time is "soon".
const SOON_MS: i64 = 30 * 60 * 1000;
