//! A JSON object whose fields are taken out one by one; what is left at the end is refused.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Allowed, FactError, Word};
use crate::scoring::{DayError, Moment};

/// The longest part of a wrong value that an error repeats.
const SHOWN_CHARS_MAX: usize = 60;

/// The fields of one JSON object, each still as written.
pub(crate) struct Fields<'a> {
    /// What stands before a field's name in an error: nothing, or `answers.`.
    prefix: &'static str,
    /// By name; a value that was taken is gone.
    values: Vec<(Cow<'a, str>, Option<&'a RawValue>)>,
}

impl<'a> Fields<'a> {
    /// Splits an object into its fields.
    pub(crate) fn read(json: &'a str, prefix: &'static str) -> Result<Fields<'a>, FactError> {
        let Pairs(mut values) =
            serde_json::from_str(json).map_err(|error| FactError::NotAnObject { detail: error.to_string() })?;
        values.sort_by(|one, other| one.0.cmp(&other.0));
        match values.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(FactError::Twice { field: format!("{prefix}{}", pair[0].0) }),
            None => Ok(Fields { prefix, values }),
        }
    }

    /// Takes a text that must be there.
    pub(crate) fn text(&mut self, field: &str) -> Result<String, FactError> {
        self.optional_text(field)?.ok_or_else(|| self.missing(field, Allowed::Text))
    }

    /// Takes a text; absent and null are the same.
    pub(crate) fn optional_text(&mut self, field: &str) -> Result<Option<String>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let text: String = self.value(field, raw, Allowed::Text)?;
        if text.trim().is_empty() { Err(self.wrong(field, raw, Allowed::Text)) } else { Ok(Some(text)) }
    }

    /// Takes a whole number from 0 to `most`; absent and null are the same.
    pub(crate) fn whole(&mut self, field: &str, most: u64) -> Result<Option<u64>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let number: u64 = self.value(field, raw, Allowed::WholeUpTo(most))?;
        if number > most { Err(self.wrong(field, raw, Allowed::WholeUpTo(most))) } else { Ok(Some(number)) }
    }

    /// Takes true or false; absent and null are the same.
    pub(crate) fn yes_no(&mut self, field: &str) -> Result<Option<bool>, FactError> {
        self.take(field).map(|raw| self.value(field, raw, Allowed::YesNo)).transpose()
    }

    /// Takes a word of a closed list; absent and null are the same.
    pub(crate) fn word<W: Word>(&mut self, field: &str) -> Result<Option<W>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        let word: Option<String> = serde_json::from_str(raw.get()).ok();
        let known = word.and_then(|word| W::read(&word));
        known.map(Some).ok_or_else(|| self.wrong(field, raw, Allowed::OneOf(W::all())))
    }

    /// Takes a moment that must be there.
    pub(crate) fn moment(&mut self, field: &str) -> Result<Moment, FactError> {
        let shape = || Allowed::Moment(DayError::Shape);
        let Some(raw) = self.take(field) else { return Err(self.missing(field, shape())) };
        let text: String = self.value(field, raw, shape())?;
        Moment::read(&text).map_err(|why| self.wrong(field, raw, Allowed::Moment(why)))
    }

    /// Takes an object of its own; absent and null are the same.
    pub(crate) fn object(
        &mut self,
        field: &'static str,
        prefix: &'static str,
    ) -> Result<Option<Fields<'a>>, FactError> {
        let Some(raw) = self.take(field) else { return Ok(None) };
        if !raw.get().starts_with('{') {
            return Err(self.wrong(field, raw, Allowed::Object));
        }
        Fields::read(raw.get(), prefix).map(Some)
    }

    /// Takes everything that is left, each with its value as written.
    pub(crate) fn rest(&mut self) -> impl Iterator<Item = (String, &'a RawValue)> + use<'a> {
        let left = std::mem::take(&mut self.values).into_iter();
        left.filter_map(|(name, value)| value.map(|value| (name.into_owned(), value)))
    }

    /// Takes one value as written; null counts as absent.
    pub(crate) fn take(&mut self, field: &str) -> Option<&'a RawValue> {
        let at = self.values.binary_search_by(|(name, _)| name.as_ref().cmp(field)).ok()?;
        self.values[at].1.take().filter(|raw| raw.get() != "null")
    }

    /// Reads a value, or says what is allowed instead.
    pub(crate) fn value<T: DeserializeOwned>(
        &self,
        field: &str,
        raw: &RawValue,
        allowed: Allowed,
    ) -> Result<T, FactError> {
        serde_json::from_str(raw.get()).map_err(|_| self.wrong(field, raw, allowed))
    }

    /// Makes the error for a field that must be there.
    pub(crate) fn missing(&self, field: &str, allowed: Allowed) -> FactError {
        FactError::Missing { field: format!("{}{field}", self.prefix), allowed }
    }

    /// Makes the error for a field that holds something else than it may.
    pub(crate) fn wrong(&self, field: &str, raw: &RawValue, allowed: Allowed) -> FactError {
        let mut value: String = raw.get().chars().take(SHOWN_CHARS_MAX).collect();
        if value.len() < raw.get().len() {
            value.push('…');
        }
        FactError::Value { field: format!("{}{field}", self.prefix), value, allowed }
    }
}

/// Names and values of an object, in the order in which they stand there.
struct Pairs<'a>(Vec<(Cow<'a, str>, Option<&'a RawValue>)>);

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
                    pairs.push((name, Some(map.next_value()?)));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
