//! Who sits at this terminal now: the staff, to be picked by a part of the name.

use super::{Screen, brief};
use crate::desk::rows::StaffRow;
use crate::text::term;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::menu::{Item, Menu, MenuEvent, matches};
use crate::tui::widget::popup::popup;
use crate::tui::widget::text_field::Entry;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// Characters of a name, at most.
const CHARS_MAX: usize = 40;
/// Cells of the box, at most.
const COLUMNS: u16 = 56;

/// The box of people.
pub struct SwitchPerson {
    menu: Menu,
}

impl SwitchPerson {
    /// Opens the box, with the cursor on who works here now.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut switch = Self { menu: Menu::new(Entry::Line, CHARS_MAX) };
        let here = switch.people(cx).iter().position(|person| person.id == cx.session.who);
        switch.menu.go_to(here.unwrap_or(0));
        switch
    }

    /// The people who work here, as far as they fit what was typed.
    fn people<'a>(&self, cx: &Cx<'a>) -> Vec<&'a StaffRow> {
        let query = self.menu.query();
        let fits = |person: &&StaffRow| !person.gone && matches(&query, &format!("{} {}", person.name, person.id));
        let mut people: Vec<&StaffRow> = cx.people.iter().filter(fits).collect();
        // Whoever types an id whole means that person, and nobody whose name happens to hold it.
        people.sort_by_key(|person| person.id.as_str() != query);
        people
    }
}

/// Says who gets back here without a PIN, because the session came by their key.
fn by_key<'a>(cx: &Cx<'a>, person: &StaffRow) -> Option<(Role, Cow<'a, str>)> {
    let came = cx.session.caller.as_ref() == Some(&person.id) && cx.session.who != person.id;
    came.then(|| (Role::Good, cx.get("switch-by-key")))
}

impl Screen for SwitchPerson {
    fn place(&self) -> Place {
        Place::SwitchPerson
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Popup]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, _cx: &Cx<'_>) {}

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        let people = self.people(cx);
        match self.menu.on(action, key, people.len()) {
            MenuEvent::Stayed | MenuEvent::Changed => Effect::Stay,
            MenuEvent::Picked(at) => Effect::Become(people[at].id.clone()),
            MenuEvent::Closed => Effect::Back,
            MenuEvent::Ignored => Effect::Pass,
        }
    }

    /// A name from an input method comes in one piece.
    fn paste(&mut self, _cx: &Cx<'_>, text: &str) -> Effect {
        self.menu.paste(text);
        Effect::Stay
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let people = self.people(cx);
        let count = cx.people.iter().filter(|person| !person.gone).count();
        let rows = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(2).min(area.height.saturating_sub(4));
        let inner = popup(&cx.look, area, buffer, &cx.get("switch-title"), COLUMNS, rows);
        let items: Vec<Item<'_>> = people
            .into_iter()
            .map(|person| Item {
                text: person.name.as_str().into(),
                detail: brief::list(cx, person.roles.iter().map(|role| cx.get(term::role(*role)))).into(),
                marks: by_key(cx, person).into_iter().collect(),
                right: person.id.as_str().into(),
                ..Item::default()
            })
            .collect();
        Some(self.menu.draw(&cx.look, inner, buffer, &items, &cx.get("switch-nobody")))
    }

    fn is_box(&self) -> bool {
        true
    }
}
