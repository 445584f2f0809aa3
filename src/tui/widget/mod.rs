//! Pieces of a screen. They know colours and keys, and no word of the trade: what they show is handed to them.
//!
//! A widget draws into a buffer inside the area it is given and nowhere else, and drawing changes nothing that a
//! person could notice: at most it remembers how far it was scrolled.

pub mod bar;
pub mod footer;
pub mod form;
pub mod grid;
pub mod header;
pub mod help;
pub mod layout;
pub mod menu;
pub mod popup;
pub mod progress;
pub mod secret;
pub mod strip;
pub mod table;
pub mod text_field;
pub mod toast;

use crate::text::Words;

use super::theme::Theme;

/// What a widget needs to draw itself, besides its own content.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Colours and marks.
    pub theme: &'a Theme,
    /// The language.
    pub words: &'a Words,
}
