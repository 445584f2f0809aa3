//! The find box: one line, whatever one has of a car or a person, and what fits to it as it is typed.
//!
//! ```text
//! ┌ Find ─────────────────────────────────────────────────────────────────┐
//! │ 2211_                                                                 │
//! │                                                                       │
//! │ > 沪A F3389   Tesla Model 3    孙丽  135****2211   phone  R261123-005 │
//! └───────────────────────────────────────────────────────────────────────┘
//! ```

use super::{Screen, brief};
use crate::desk::rows::{FindHit, FoundBy, Numbered};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::vehicle::plate::Plate;
use crate::domain::{OrderId, clean};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{Align, pad_to_width, width};
use crate::tui::widget::menu::{Item, Menu, MenuEvent};
use crate::tui::widget::popup::popup;
use crate::tui::widget::text_field::Entry;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Hits shown at most: more than a person reads.
const HITS: usize = 20;
/// Characters of what is looked for, at most: a VIN has 17, a name may be longer.
const CHARS_MAX: usize = 40;
/// Cells of the box, at most.
const COLUMNS: u16 = 108;
/// Cells of a make and model in a box that has no room for more.
const MODEL: u16 = 16;
/// Cells of a plate, and of an order's number, with a blank one after it.
const PLATE: u16 = 11;
/// Blank cells between the parts of a line.
const GAPS: u16 = 7;

/// The find box.
pub struct Find {
    menu: Menu,
    hits: Vec<FindHit>,
    /// The province of a plate that is typed without one.
    home: String,
    fault: Option<DeskError>,
}

/// Cells of a name that the phones beside it line up after.
const NAME: u16 = 12;

impl Find {
    /// Opens an empty box.
    pub fn new(cx: &Cx<'_>) -> Self {
        let home = cx.shop.home_province.clone();
        Self { menu: Menu::new(Entry::Line, CHARS_MAX), hits: Vec::new(), home, fault: None }
    }

    /// What was typed, if it reads as a plate and no car has it.
    fn new_plate(&self) -> Option<Plate> {
        if self.hits.is_empty() { Plate::parse_at_home(&self.menu.query(), &self.home).ok() } else { None }
    }

    fn pick(&self, at: usize) -> Effect {
        let Some(hit) = self.hits.get(at) else {
            let plate = self.new_plate().map(|plate| plate.as_str().to_owned());
            return plate.map_or(Effect::Stay, |plate| Effect::Turn(Place::NewOrder { plate }));
        };
        if let Some(numbered) = &hit.numbered {
            return Effect::Turn(match numbered.clone() {
                Numbered::Complaint(id) => Place::Complaint(id),
                Numbered::Feedback(id) => Place::Feedback(id),
                Numbered::Capa(id) => Place::Capa(id),
                Numbered::Campaign(id) => Place::Campaign(id),
            });
        }
        match (&hit.order, &hit.vehicle) {
            (Some(order), _) => Effect::Turn(Place::Order(order.clone())),
            (None, Some(vehicle)) => Effect::Turn(Place::Vehicle(vehicle.clone())),
            // A customer without a car: their file, from where one is taken in.
            (None, None) => match &hit.customer {
                Some(customer) => Effect::Turn(Place::Customer(customer.clone())),
                None => Effect::Stay,
            },
        }
    }

    /// The line of a hit: car, person, what must be known of them, what it was found by; at the right the open order, or
    /// how often it came. Where there is too little room, what it was found by goes first, then names are cut; plate,
    /// order and marks never are.
    fn item<'a>(&self, cx: &Cx<'a>, hit: &FindHit, (model, name): (u16, u16), room: u16) -> Item<'a> {
        let plate = pad_to_width(&format::plate(&hit.plate), PLATE, Align::Left);
        let text = format!("{plate}{}", pad_to_width(&hit.model, model, Align::Left));
        let detail = brief::person(&pad_to_width(&hit.name, name, Align::Left), &hit.phone);
        let marks = marks(cx, hit);
        let by = found_by(cx, hit.by);
        let number = hit.order.as_ref().map(OrderId::as_str).or(hit.numbered.as_ref().map(Numbered::as_str));
        let last = match number {
            Some(number) => number.to_string(),
            None => {
                let visits = cx.with("vehicle-visits", &[("n", &hit.visits.to_string())]);
                pad_to_width(&visits, PLATE, Align::Left)
            }
        };
        let right = format!("{by}   {last}");
        let taken: u16 = marks.iter().map(|(_, mark)| width(mark) + 2).sum();
        let fits = |least: u16, right: &str| PLATE + least + taken + width(right) <= room;
        let right = match number {
            _ if fits(model + width(&detail) + GAPS, &right) => right,
            Some(_) => last,
            None if fits(0, &last) => last,
            None => String::new(),
        };
        Item { text: text.into(), detail: detail.into(), marks, keep: PLATE - 1, right: right.into() }
    }

    /// What is said where nothing fits.
    fn empty(&self, cx: &Cx<'_>) -> String {
        match (&self.fault, self.new_plate()) {
            (Some(fault), _) => cx.say(fault).message,
            (None, Some(plate)) => cx.with("find-new", &[("plate", &plate.to_string())]),
            (None, None) => cx.get("find-nothing").into_owned(),
        }
    }

    fn after(&mut self, cx: &Cx<'_>, event: MenuEvent) -> Effect {
        match event {
            MenuEvent::Stayed => {}
            MenuEvent::Changed => self.refresh(cx),
            MenuEvent::Picked(at) => return self.pick(at),
            MenuEvent::Closed => return Effect::Back,
            MenuEvent::Ignored => return Effect::Pass,
        }
        Effect::Stay
    }
}

impl Screen for Find {
    fn place(&self) -> Place {
        Place::Find
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Popup]
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        Default::default()
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let text = self.menu.query();
        if clean::code(&text).is_empty() {
            (self.hits, self.fault) = (Vec::new(), None);
            return;
        }
        match cx.ask(&Query::Find { text, limit: HITS }) {
            Ok(Answer::Find(hits)) => (self.hits, self.fault) = (hits, None),
            Ok(other) => self.fault = Some(other.unexpected()),
            Err(error) => self.fault = Some(error),
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect {
        if action == Some(Action::Next) && self.hits.is_empty() {
            return self.pick(0);
        }
        let event = self.menu.on(action, key, self.hits.len());
        self.after(cx, event)
    }

    fn paste(&mut self, cx: &Cx<'_>, text: &str) -> Effect {
        let event = self.menu.paste(text);
        self.after(cx, event)
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let rows = area.height.saturating_sub(4).min(14);
        let inner = popup(&cx.look, area, buffer, &cx.get("find-title"), COLUMNS, rows);
        let widest = self.hits.iter().map(|hit| width(&hit.model)).max().unwrap_or(0);
        let model = if inner.width < COLUMNS { widest.min(MODEL) } else { widest };
        let name = self.hits.iter().map(|hit| width(&hit.name)).max().unwrap_or(0).min(NAME);
        let items: Vec<Item<'_>> = self.hits.iter().map(|hit| self.item(cx, hit, (model, name), inner.width)).collect();
        Some(self.menu.draw(&cx.look, inner, buffer, &items, &self.empty(cx)))
    }

    fn is_box(&self) -> bool {
        true
    }
}

/// What must be known of a car and its owner before a word is said (feature 1): mark and word, never colour alone.
fn marks<'a>(cx: &Cx<'a>, hit: &FindHit) -> Vec<(Role, std::borrow::Cow<'a, str>)> {
    let late = cx.look.theme.marks.late;
    let red = |text: &str| (Role::Late, format!("{late} {text}").into());
    let count = |key: &str, n: usize| cx.with(key, &[("n", &n.to_string())]);
    let mut marks = Vec::new();
    if hit.requirements > 0 {
        marks.push(red(&count("find-requirements", usize::from(hit.requirements))));
    }
    if hit.parts.here.is_some() {
        marks.push(red(&cx.get("board-part-here")));
    }
    if hit.complaint {
        marks.push(red(&cx.get("board-complaint")));
    }
    if hit.wrong_number {
        marks.push(red(&cx.get("find-wrong-number")));
    }
    if hit.parts.awaited > 0 {
        marks.push((Role::Soon, cx.get("board-part-awaited")));
    }
    if hit.put_off > 0 {
        marks.push((Role::Soon, count("entry-put-off-count", hit.put_off).into()));
    }
    marks
}

fn found_by<'a>(cx: &Cx<'a>, by: FoundBy) -> std::borrow::Cow<'a, str> {
    cx.get(match by {
        FoundBy::Plate => "find-by-plate",
        FoundBy::Order => "find-by-order",
        FoundBy::Phone => "find-by-phone",
        FoundBy::Name => "find-by-name",
        FoundBy::Initials => "find-by-initials",
        FoundBy::Vin => "find-by-vin",
        FoundBy::FormerPlate => "find-by-former-plate",
        FoundBy::Number => "find-by-number",
    })
}
