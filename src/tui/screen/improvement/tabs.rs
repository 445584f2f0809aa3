//! The views of improvement, one after the other: `Tab` walks through them. A new view is a line of the table, and calls
//! [`header`] and [`step`] as the others do.

use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;

/// Each view: its place and its name.
const TABS: &[(Place, &str)] = &[(Place::Improvement, "improvement-tab-actions")];

/// The names of the views for the header, the one that is looked at first among them by its colour.
pub fn header<'a>(cx: &Cx<'a>, here: &Place) -> Vec<Part<'a>> {
    let name = |(place, key): &(Place, &'static str)| {
        Part::new(if place == here { Role::Accent } else { Role::Dim }, cx.get(key))
    };
    TABS.iter().map(name).collect()
}

/// Goes to the view so many steps on; nothing where there is only one.
pub fn step(here: &Place, by: usize) -> Effect {
    let at = TABS.iter().position(|(place, _)| place == here).unwrap_or(0);
    match TABS.get((at + by) % TABS.len()) {
        Some((place, _)) if place != here => Effect::Turn(place.clone()),
        Some(_) | None => Effect::Stay,
    }
}

/// Goes to the view before.
pub fn back(here: &Place) -> Effect {
    step(here, TABS.len() - 1)
}

/// True for a view of improvement: a main screen.
pub fn is_view(place: &Place) -> bool {
    TABS.iter().any(|(of, _)| of == place)
}
