//! What an input method hands over comes as one burst of characters: it was meant as one text, not as so many keys.
//!
//! Taken key by key, a field for digits would keep the 9 of a sentence and drop the rest.

use super::{Event, Key};
use crate::text::narrow_key;

/// Joins the characters of one burst into a paste, if several follow each other and one of them is on no keyboard.
/// `events` are those of one piece of the line: what a person types by hand comes piece by piece.
pub fn joined(events: Vec<Event>) -> Vec<Event> {
    let mut joined = Vec::with_capacity(events.len());
    let mut text = String::new();
    for event in events {
        match &event {
            Event::Key(key) if key.typed().is_some() => text.extend(key.typed()),
            Event::Key(_) | Event::Paste(_) | Event::PasteCut(_) | Event::Focus(_) => {
                flush(&mut text, &mut joined);
                joined.push(event);
            }
        }
    }
    flush(&mut text, &mut joined);
    joined
}

fn flush(text: &mut String, events: &mut Vec<Event>) {
    let text = std::mem::take(text);
    // Wide digits and marks are what the keys of an input method's user type: they stay keys.
    let composed = text.chars().count() > 1 && text.chars().any(|c| !narrow_key(c).is_ascii());
    if composed {
        events.push(Event::Paste(text));
    } else {
        events.extend(text.chars().map(|c| Event::Key(Key::char(c))));
    }
}
