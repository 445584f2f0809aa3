//! Personal data: what a person's name, phone, plate, VIN and spoken words are kept in.
//!
//! In the journal such text stands only in the line's `personal` slots (CONTRACTS 2), so that it can be erased
//! without breaking the chain; an event refers to its slot by name. The type enforces this: written as JSON it is
//! a slot's name, and fails if no slot was given; in the index (binary) it is the text itself.

use super::clean::clean;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use std::sync::Arc;

/// A text about a person, or the place where one was erased.
#[derive(Clone, Debug, Default)]
pub struct Personal {
    text: Option<Arc<str>>,
    of: Option<Arc<str>>,
    slot: Option<u16>,
}

impl Personal {
    /// Cleans `text` and marks whom it is about: a customer's id, or a vehicle's while it has no owner.
    pub fn new(text: &str, of: &str) -> Self {
        Self { text: Some(Arc::from(clean(text))), of: Some(Arc::from(of)), slot: None }
    }

    /// The text; `None` once erased.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The text, or an empty one where it was erased. For matching, never for showing.
    pub fn or_empty(&self) -> &str {
        self.text().unwrap_or("")
    }

    /// Whom the text is about.
    pub fn of(&self) -> &str {
        self.of.as_deref().unwrap_or("")
    }

    /// The journal slot that this text stands in.
    pub fn slot(&self) -> Option<u16> {
        self.slot
    }

    /// Gives the text its place in the line being written.
    pub fn put_in_slot(&mut self, slot: u16) {
        self.slot = Some(slot);
    }

    /// Fills in what the slot of a line just read holds; `None` for an erased one.
    pub fn fill(&mut self, text: Option<&str>, of: &str) {
        self.text = text.map(Arc::from);
        self.of = Some(Arc::from(of));
    }
}

/// Two texts are the same if they say the same; where they stand in the journal does not matter.
impl PartialEq for Personal {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Personal {}

impl Serialize for Personal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !to.is_human_readable() {
            return self.text.serialize(to);
        }
        let slot = self.slot.ok_or_else(|| ser::Error::custom("personal text without a slot in the journal line"))?;
        to.collect_str(&format_args!("p{slot}"))
    }
}

impl<'de> Deserialize<'de> for Personal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return Ok(Self { text: Deserialize::deserialize(from)?, of: None, slot: None });
        }
        let name = String::deserialize(from)?;
        let slot = name.strip_prefix('p').and_then(|n| n.parse().ok());
        let slot = slot.ok_or_else(|| de::Error::custom(format!("{name} is not the name of a personal slot")))?;
        Ok(Self { text: None, of: None, slot: Some(slot) })
    }
}
