//! A JSON object whose fields are taken out one by one; what is left at the end is refused.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Allowed, FactError, Word, plain};
use crate::scoring::{DayError, Moment};

/// The longest part of a wrong value that an error repeats.
const SHOWN_CHARS_MAX: usize = 60;
/// Objects rarely have more fields.
const FIELDS_USUAL: usize = 16;

/// The fields of one JSON object, each still as written.
pub(crate) struct Fields<'a> {
    /// What stands before a field's name in an error: nothing, or `answers.`.
    prefix: &'static str,
    /// The object is written plainly: no text in it holds an escape.
    is_plain: bool,
    values: Vec<Field<'a>>,
    /// The fields of fields that are objects, where they were split in the same go.
    inner: Vec<(&'a str, Vec<Field<'a>>)>,
}

/// One field; a value that was taken is gone.
struct Field<'a> {
    /// Where the name stands in the alphabet: that of its first letters.
    order: u64,
    name: Cow<'a, str>,
    value: Option<&'a str>,
}

impl<'a> Field<'a> {
    fn new(name: Cow<'a, str>, value: &'a str) -> Field<'a> {
        Field { order: order(&name), name, value: Some(value) }
    }

    /// Compares names: nearly always the first letters tell.
    fn by_name(&self, other: &Field<'_>) -> Ordering {
        self.order.cmp(&other.order).then_with(|| self.name.cmp(&other.name))
    }
}

impl<'a> Fields<'a> {
    /// Splits an object into its fields.
    pub(crate) fn read(json: &'a str, prefix: &'static str) -> Result<Fields<'a>, FactError> {
        match Fields::plain(json, prefix) {
            Some(fields) => fields.once_each(),
            None => Fields::of_any(json, prefix)?.once_each(),
        }
    }

    /// Splits an object that is written plainly.
    pub(super) fn plain(json: &'a str, prefix: &'static str) -> Option<Fields<'a>> {
        let mut fields = Fields { prefix, is_plain: true, values: Vec::with_capacity(FIELDS_USUAL), inner: Vec::new() };
        let mut held = Vec::new();
        plain::split(json, |depth, name, value| {
            let field = Field::new(Cow::Borrowed(name), value);
            if depth > 1 {
                // An object mostly holds about as much as the one around it.
                held.reserve(if held.is_empty() { FIELDS_USUAL } else { 1 });
                return held.push(field);
            }
            if value.starts_with('{') {
                fields.inner.push((name, std::mem::take(&mut held)));
            }
            fields.values.push(field);
        })?;
        Some(fields)
    }

    /// Splits any object, however it is written.
    pub(super) fn of_any(json: &'a str, prefix: &'static str) -> Result<Fields<'a>, FactError> {
        let pairs: Pairs<'a> =
            serde_json::from_str(json).map_err(|error| FactError::NotAnObject { detail: error.to_string() })?;
        let values = pairs.0.into_iter().map(|(name, raw)| Field::new(name, raw.get())).collect();
        Ok(Fields { prefix, is_plain: false, values, inner: Vec::new() })
    }

    /// Sees that no field stands twice.
    pub(super) fn once_each(mut self) -> Result<Fields<'a>, FactError> {
        match twice(&mut self.values) {
            Some(name) => Err(FactError::Twice { field: format!("{}{name}", self.prefix) }),
            None => Ok(self),
        }
    }

    /// Takes a text that must be there.
    pub(crate) fn text(&mut self, field: &str) -> Result<String, FactError> {
        self.optional_text(field)?.ok_or_else(|| self.missing(field, Allowed::Text))
    }

    /// Takes a text; absent and null are the same.
    pub(crate) fn optional_text(&mut self, field: &str) -> Result<Option<String>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let text = self.as_text(field, raw, Allowed::Text)?;
        if text.trim().is_empty() { Err(self.wrong(field, raw, Allowed::Text)) } else { Ok(Some(text.into_owned())) }
    }

    /// Takes a whole number from 0 to `most`; absent and null are the same.
    pub(crate) fn whole(&mut self, field: &str, most: u64) -> Result<Option<u64>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let number: u64 = match plain::whole(raw) {
            Some(number) => number,
            None => self.value(field, raw, Allowed::WholeUpTo(most))?,
        };
        if number > most { Err(self.wrong(field, raw, Allowed::WholeUpTo(most))) } else { Ok(Some(number)) }
    }

    /// Takes true or false; absent and null are the same.
    pub(crate) fn yes_no(&mut self, field: &str) -> Result<Option<bool>, FactError> {
        self.take(field).map(|raw| self.value(field, raw, Allowed::YesNo)).transpose()
    }

    /// Takes a word of a closed list; absent and null are the same.
    pub(crate) fn word<W: Word>(&mut self, field: &str) -> Result<Option<W>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let wrong = || self.wrong(field, raw, Allowed::OneOf(W::all()));
        let word = self.text_of(raw).ok_or_else(wrong)?;
        W::read(&word).map(Some).ok_or_else(wrong)
    }

    /// Takes a moment that must be there.
    pub(crate) fn moment(&mut self, field: &str) -> Result<Moment, FactError> {
        let shape = || Allowed::Moment(DayError::Shape);
        let Some(raw) = self.take(field) else { return Err(self.missing(field, shape())) };
        let text = self.as_text(field, raw, shape())?;
        Moment::read(&text).map_err(|why| self.wrong(field, raw, Allowed::Moment(why)))
    }

    /// Takes an object of its own; absent and null are the same.
    pub(crate) fn object(
        &mut self,
        field: &'static str,
        prefix: &'static str,
    ) -> Result<Option<Fields<'a>>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        if !raw.starts_with('{') {
            return Err(self.wrong(field, raw, Allowed::Object));
        }
        let held = self.inner.iter().position(|(name, _)| *name == field).map(|at| self.inner.swap_remove(at));
        match held {
            Some((_, values)) => Fields { prefix, is_plain: true, values, inner: Vec::new() }.once_each().map(Some),
            None => Fields::of_any(raw, prefix)?.once_each().map(Some),
        }
    }

    /// Takes everything that is left in alphabetical order, each with its value as written.
    pub(crate) fn rest(&mut self) -> impl ExactSizeIterator<Item = (Cow<'a, str>, &'a str)> + use<'a> {
        let mut left = std::mem::take(&mut self.values);
        left.retain(|field| field.value.is_some());
        left.sort_unstable_by(Field::by_name);
        left.into_iter().map(|field| (field.name, field.value.unwrap_or_default()))
    }

    /// Takes one value as written; null counts as absent.
    pub(crate) fn take(&mut self, field: &str) -> Option<&'a str> {
        let wanted = order(field);
        let found = self.values.iter_mut().find(|known| known.order == wanted && known.name == field)?;
        found.value.take().filter(|raw| *raw != "null")
    }

    /// Reads a grade, or null where the item does not apply.
    pub(crate) fn as_grade(&self, field: &str, raw: &str) -> Result<Option<u8>, FactError> {
        match plain::whole(raw).and_then(|number| u8::try_from(number).ok()) {
            Some(grade) => Ok(Some(grade)),
            None => self.value(field, raw, Allowed::Grade),
        }
    }

    /// Reads a text, or says what is allowed instead.
    pub(crate) fn as_text(&self, field: &str, raw: &'a str, allowed: Allowed) -> Result<Cow<'a, str>, FactError> {
        self.text_of(raw).ok_or_else(|| self.wrong(field, raw, allowed))
    }

    fn text_of(&self, raw: &'a str) -> Option<Cow<'a, str>> {
        if self.is_plain {
            return plain::unquoted(raw).map(Cow::Borrowed);
        }
        serde_json::from_str(raw).ok().map(Cow::Owned)
    }

    /// Reads a value, or says what is allowed instead.
    fn value<T: DeserializeOwned>(&self, field: &str, raw: &str, allowed: Allowed) -> Result<T, FactError> {
        serde_json::from_str(raw).map_err(|_| self.wrong(field, raw, allowed))
    }

    /// Makes the error for a field that must be there.
    pub(crate) fn missing(&self, field: &str, allowed: Allowed) -> FactError {
        FactError::Missing { field: format!("{}{field}", self.prefix), allowed }
    }

    /// Makes the error for a field that holds something else than it may.
    pub(crate) fn wrong(&self, field: &str, raw: &str, allowed: Allowed) -> FactError {
        let mut value: String = raw.chars().take(SHOWN_CHARS_MAX).collect();
        if value.len() < raw.len() {
            value.push('…');
        }
        FactError::Value { field: format!("{}{field}", self.prefix), value, allowed }
    }
}

/// Gives the first eight bytes of a name as a number, so that numbers stand in the order of the names.
fn order(name: &str) -> u64 {
    match name.as_bytes().first_chunk() {
        Some(first) => u64::from_be_bytes(*first),
        None => name.bytes().fold(0, |number, byte| number << 8 | u64::from(byte)) << (64 - 8 * name.len()).min(63),
    }
}

/// Finds the first name in the alphabet that stands twice; fields then stand in that order, but not otherwise.
fn twice<'v>(values: &'v mut [Field<'_>]) -> Option<&'v str> {
    let alike = |(at, field): (usize, &Field<'_>)| values[..at].iter().any(|before| before.order == field.order);
    // Few are compared faster than sorted.
    if values.len() <= FIELDS_USUAL && !values.iter().enumerate().any(alike) {
        return None;
    }
    values.sort_by(Field::by_name);
    values.windows(2).find(|pair| pair[0].name == pair[1].name).map(|pair| pair[0].name.as_ref())
}

/// Names and values of an object, in the order in which they stand there.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name, borrowed from the line unless it is written with escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    pairs.push((name, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
