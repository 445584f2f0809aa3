//! Screens: each knows one noun of the shop, no colour and no byte.
//!
//! The app draws the header, the rule, the footer and the message line; a screen draws the body between them. A
//! screen reads in `refresh` and keeps what it read; `draw` changes nothing.

pub mod board;
pub mod brief;
pub mod call;
pub mod calls;
pub mod campaign;
pub mod campaigns;
pub mod capa;
pub mod complaint;
pub mod complaints;
pub mod customer;
pub mod did;
pub mod feedback;
pub mod field_help;
pub mod find;
pub mod form;
pub mod history;
pub mod improvement;
pub mod keys;
mod ledger;
pub mod lock;
pub mod next_step;
pub mod open;
pub mod order;
pub mod palette;
mod part_on_order;
pub mod pin;
pub mod plan;
pub mod prices;
pub mod project;
pub mod reads;
pub mod repeats;
pub mod requests;
pub mod scores;
pub mod set_up;
mod survey;
pub mod switch_person;
pub mod vehicle;
pub mod versions;
pub mod whom;
pub mod why;

use super::action::Action;
use super::cx::Cx;
use super::effect::{Effect, Place};
use super::input::Key;
use super::keymap::Layer;
use super::widget::header::Part;
use crate::desk::draft::Draft;
use crate::desk::{DeskError, Receipt};
use crate::domain::{OrderId, Stamp};
use field_help::FieldHelp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// One layer of what a session shows.
pub trait Screen: Send {
    /// Where this is.
    fn place(&self) -> Place;

    /// The layers of keys that work here, the nearest first; `Global` comes last by itself.
    fn layers(&self) -> Vec<Layer>;

    /// The left part of the header, after the shop's name, and what stands before the person on the right.
    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>);

    /// Reads what it shows again: at first, when something changed, when the minute turned.
    fn refresh(&mut self, cx: &Cx<'_>);

    /// Takes a key, with the action that the keymap gives it here.
    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, key: Key) -> Effect;

    /// Takes a paste.
    fn paste(&mut self, _cx: &Cx<'_>, _text: &str) -> Effect {
        Effect::Stay
    }

    /// Draws the body, and says where the cursor stands if text goes somewhere.
    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position>;

    /// True for a box that lies over the screen below, which is drawn first.
    fn is_box(&self) -> bool {
        false
    }

    /// What the field with the cursor is for, on a screen that has fields.
    fn field_help(&self, _cx: &Cx<'_>) -> Option<FieldHelp> {
        None
    }

    /// What was typed and is not saved.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Takes up a draft. False if it is about something that is over, and of no use any more.
    fn restore(&mut self, _cx: &Cx<'_>, _draft: &Draft) -> bool {
        false
    }

    /// Learns since when the draft had waited that it took up. True if it shows that as long as the draft is open; else
    /// the app says it once.
    fn goes_on_since(&mut self, _since: Stamp) -> bool {
        false
    }

    /// Learns on which order one was before one came back here.
    fn came_from(&mut self, _order: &OrderId) {}

    /// The command it gave is done.
    fn done(&mut self, _cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        Effect::Back
    }

    /// The commands it gave are done or refused, in their order.
    fn done_each(&mut self, _cx: &Cx<'_>, _outcomes: &[Result<Receipt, DeskError>]) -> Effect {
        Effect::Stay
    }

    /// The command it gave was refused. True if it shows why at the field; else the app shows a sentence.
    fn refused(&mut self, _cx: &Cx<'_>, _error: &DeskError) -> bool {
        false
    }
}
