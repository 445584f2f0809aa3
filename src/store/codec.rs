//! Events as journal text, and records as index bytes.
//!
//! Journal types are tagged JSON and are kept for ever; index types are bincode and may change with any release,
//! since a new layout is a rebuild. The two never mix: an event is never stored in the index, a record never in the
//! journal.

use super::error::{Part, StoreError};
use super::journal::{Line, SlotDraft};
use super::upcast;
use crate::domain::Event;
use bincode::Options;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest record the index may hold, in bytes.
///
/// Far more than [`crate::domain::records::ENTRIES_MAX`] entries of the longest texts come to: a record that the journal
/// makes can always be kept, or a shop could not be opened any more.
const RECORD_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The events of one command as journal text, and the personal slots they refer to.
///
/// Every personal text gets a slot of the line; the events are left holding the names of their slots.
pub fn write_events(events: &mut [Event]) -> (Vec<String>, Vec<SlotDraft>) {
    let mut slots = Vec::new();
    for personal in events.iter_mut().flat_map(Event::personal_mut) {
        let number = slots.len() as u16 + 1;
        personal.put_in_slot(number);
        let value = personal.or_empty().to_string();
        slots.push(SlotDraft { name: format!("p{number}"), value, of: personal.of().to_string() });
    }
    (events.iter().map(write_event).collect(), slots)
}

/// One event as a JSON object: its kind, its version, its fields.
fn write_event(event: &Event) -> String {
    let body = serde_json::to_string(event).expect("an event whose texts have slots is valid JSON");
    let kind = format!("{{\"kind\":\"{}\"", event.kind());
    let fields = body.strip_prefix(&kind).expect("the tag is written first");
    let text = format!("{kind},\"v\":{}{fields}", upcast::newest(event.kind()).unwrap_or(1));
    // A line that cannot be read again is the loss of a shop: every test that writes one holds it against reading.
    debug_assert!(read_event(&text, 0).is_ok(), "{text} cannot be read again");
    text
}

/// The events of a line that was read, their personal texts filled in.
///
/// # Errors
/// A newer event than this program knows, or one it cannot read.
pub fn read_events(line: &Line<'_>) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::with_capacity(line.events.len());
    for raw in &line.events {
        let mut event = read_event(raw.get(), line.seq)?;
        for personal in event.personal_mut() {
            let name = format!("p{}", personal.slot().unwrap_or_default());
            let slot = line.personal.get(&name).ok_or_else(|| unreadable(line.seq, "personal slot missing"))?;
            personal.fill(slot.value(), slot.of());
        }
        events.push(event);
    }
    Ok(events)
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    kind: std::borrow::Cow<'a, str>,
    v: u16,
}

fn read_event(raw: &str, seq: u64) -> Result<Event, StoreError> {
    let header: Header<'_> = serde_json::from_str(raw).map_err(|_| unreadable(seq, "event without kind or version"))?;
    // A kind that is not known is one of version 1 to come.
    let known = upcast::newest(&header.kind).unwrap_or(0);
    if header.v > known {
        let part = Part::Event { kind: header.kind.into_owned(), seq, place: None };
        return Err(StoreError::NewerStore { part, found: u32::from(header.v), known: u32::from(known) });
    }
    let event = if header.v == known {
        serde_json::from_str(raw)
    } else {
        serde_json::from_str(raw).and_then(|old| serde_json::from_value(upcast::raise(&header.kind, header.v, old)))
    };
    event.map_err(|error| unreadable(seq, &error.to_string()))
}

fn unreadable(seq: u64, why: &str) -> StoreError {
    StoreError::BadEvent { seq, why: why.to_string() }
}

fn options() -> impl Options {
    bincode::DefaultOptions::new().with_limit(RECORD_BYTES_MAX)
}

/// A record or row as index bytes.
///
/// # Errors
/// Longer than a record may be.
pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    options().serialize(value).map_err(|error| StoreError::IndexBroken(error.to_string()))
}

/// A record or row from index bytes.
///
/// # Errors
/// Bytes of another layout: the index is rebuilt.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    options().deserialize(bytes).map_err(|error| StoreError::IndexBroken(error.to_string()))
}
