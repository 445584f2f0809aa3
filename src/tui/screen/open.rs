//! Which screen shows a place.

use super::Screen;
use crate::desk::DeskError;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::keymap::Layer;

/// Opens the screen of a place. `below` are the layers of keys that work where one comes from.
///
/// # Errors
/// What the place is about cannot be read.
pub fn open(_cx: &Cx<'_>, place: &Place, _below: &[Layer]) -> Result<Box<dyn Screen>, DeskError> {
    Err(DeskError::NotFound { what: format!("{place:?}") })
}
