//! A TOML table whose fields are taken out one by one; what is left at the end is refused.
//!
//! Numbers are taken from the text as written, so that `0.6` is three fifths and never the nearest binary fraction.

use std::ops;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Label, Remedy, SchemeError, Wanted};
use crate::scoring::number::{self, Exact};
use crate::scoring::{Day, Word};

/// The file being read, for errors.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

/// A table, the way to it, and the names it was asked for.
pub(super) struct Table<'a> {
    source: Source<'a>,
    path: String,
    span: ops::Range<usize>,
    fields: DeTable<'a>,
    asked: Vec<&'static str>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Table<'a> {
    /// Reads a whole file.
    pub(super) fn read(source: Source<'a>) -> Result<Table<'a>, SchemeError> {
        let parsed = DeTable::parse(source.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            source.error("file", &span, shown(&source.text[span.clone()]), Remedy::Syntax(error.message().to_owned()))
        })?;
        let span = parsed.span();
        Ok(Table { source, path: String::new(), span, fields: parsed.into_inner(), asked: Vec::new() })
    }

    /// Takes a text that must be there.
    pub(super) fn text(&mut self, field: &'static str) -> Result<String, SchemeError> {
        let value = self.need(field, Wanted::Text)?;
        self.string(field, &value, Wanted::Text)
    }

    /// Takes a text that may be absent.
    pub(super) fn optional_text(&mut self, field: &'static str) -> Result<Option<String>, SchemeError> {
        if self.has(field) { self.text(field).map(Some) } else { Ok(None) }
    }

    /// Takes a name that must be there.
    pub(super) fn name(&mut self, field: &'static str) -> Result<String, SchemeError> {
        let value = self.need(field, Wanted::Name)?;
        let text = self.string(field, &value, Wanted::Name)?;
        if is_name(&text) { Ok(text) } else { Err(self.wrong(field, &value, Wanted::Name)) }
    }

    /// Takes a name that may be absent.
    pub(super) fn optional_name(&mut self, field: &'static str) -> Result<Option<String>, SchemeError> {
        if self.has(field) { self.name(field).map(Some) } else { Ok(None) }
    }

    /// Takes a word of a closed list.
    pub(super) fn word<W: Word>(&mut self, field: &'static str) -> Result<W, SchemeError> {
        let wanted = || Wanted::OneOf(W::all());
        let value = self.need(field, wanted())?;
        let word = self.string(field, &value, wanted())?;
        W::read(&word).ok_or_else(|| self.wrong(field, &value, wanted()))
    }

    /// Takes a word of a closed list that may be absent.
    pub(super) fn optional_word<W: Word>(&mut self, field: &'static str) -> Result<Option<W>, SchemeError> {
        if self.has(field) { self.word(field).map(Some) } else { Ok(None) }
    }

    /// Takes a list of words of a closed list; it has at least one.
    pub(super) fn words<W: Word>(&mut self, field: &'static str) -> Result<Vec<W>, SchemeError> {
        let wanted = || Wanted::OneOf(W::all());
        let read = |table: &Self, value: &Value<'a>| {
            let word = table.string(field, value, wanted())?;
            W::read(&word).ok_or_else(|| table.wrong(field, value, wanted()))
        };
        let (values, whole) = self.list(field)?;
        if values.is_empty() {
            return Err(self.wrong(field, &whole, Wanted::List));
        }
        values.iter().map(|value| read(self, value)).collect()
    }

    /// Takes a list of names, empty where absent.
    pub(super) fn names(&mut self, field: &'static str) -> Result<Vec<String>, SchemeError> {
        if !self.has(field) {
            return Ok(Vec::new());
        }
        let (values, _) = self.list(field)?;
        values.iter().map(|value| self.string(field, value, Wanted::Name)).collect()
    }

    /// Takes a whole number of at least `least`.
    pub(super) fn whole(&mut self, field: &'static str, least: u32) -> Result<u32, SchemeError> {
        let value = self.need(field, Wanted::WholeFrom(least))?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        number.filter(|number| *number >= least).ok_or_else(|| self.wrong(field, &value, Wanted::WholeFrom(least)))
    }

    /// Takes a whole number that may be absent.
    pub(super) fn optional_whole(&mut self, field: &'static str, least: u32) -> Result<Option<u32>, SchemeError> {
        if self.has(field) { self.whole(field, least).map(Some) } else { Ok(None) }
    }

    /// Takes a grade key.
    pub(super) fn key(&mut self, field: &'static str) -> Result<u8, SchemeError> {
        let value = self.need(field, Wanted::Key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        number.ok_or_else(|| self.wrong(field, &value, Wanted::Key))
    }

    /// Takes a number that must be there and is not below 0.
    pub(super) fn number(&mut self, field: &'static str) -> Result<Exact, SchemeError> {
        self.any_number(field, Wanted::Number)
    }

    /// Takes a number that must be there and may be below 0.
    pub(super) fn signed_number(&mut self, field: &'static str) -> Result<Exact, SchemeError> {
        self.any_number(field, Wanted::SignedNumber)
    }

    fn any_number(&mut self, field: &'static str, wanted: Wanted) -> Result<Exact, SchemeError> {
        let value = self.need(field, wanted.clone())?;
        let text = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::String(text) => text,
            _ => return Err(self.wrong(field, &value, wanted)),
        };
        let signed = wanted == Wanted::SignedNumber;
        let number = number::read(text).filter(|number| signed || *number >= number::whole(0));
        number.ok_or_else(|| self.wrong(field, &value, wanted))
    }

    /// Takes a number that may be absent.
    pub(super) fn optional_number(&mut self, field: &'static str) -> Result<Option<Exact>, SchemeError> {
        if self.has(field) { self.number(field).map(Some) } else { Ok(None) }
    }

    /// Takes true or false, false where absent.
    pub(super) fn yes(&mut self, field: &'static str) -> Result<bool, SchemeError> {
        let Some(value) = self.take(field) else { return Ok(false) };
        value.get_ref().as_bool().ok_or_else(|| self.wrong(field, &value, Wanted::YesNo))
    }

    /// Takes a day.
    pub(super) fn day(&mut self, field: &'static str) -> Result<Day, SchemeError> {
        let value = self.need(field, Wanted::Day)?;
        let day = value.get_ref().as_datetime().and_then(|day| day.to_string().parse().ok());
        day.ok_or_else(|| self.wrong(field, &value, Wanted::Day))
    }

    /// Takes a name or sentence in both languages.
    pub(super) fn label(&mut self, field: &'static str) -> Result<Label, SchemeError> {
        let mut table = self.table(field)?;
        let label = Label { zh: table.text("zh")?, en: table.text("en")? };
        table.finish()?;
        Ok(label)
    }

    /// Takes a sentence in both languages that may be absent.
    pub(super) fn optional_label(&mut self, field: &'static str) -> Result<Option<Label>, SchemeError> {
        if self.has(field) { self.label(field).map(Some) } else { Ok(None) }
    }

    /// Takes a table that must be there.
    pub(super) fn table(&mut self, field: &'static str) -> Result<Table<'a>, SchemeError> {
        let value = self.need(field, Wanted::Table)?;
        self.inner(field, value)
    }

    /// Takes a table that may be absent.
    pub(super) fn optional_table(&mut self, field: &'static str) -> Result<Option<Table<'a>>, SchemeError> {
        if self.has(field) { self.table(field).map(Some) } else { Ok(None) }
    }

    /// Takes a list of tables; it has at least one.
    pub(super) fn tables(&mut self, field: &'static str) -> Result<Vec<Table<'a>>, SchemeError> {
        let (values, whole) = self.list(field)?;
        if values.is_empty() {
            return Err(self.wrong(field, &whole, Wanted::List));
        }
        let numbered = values.into_iter().zip(1..);
        numbered.map(|(value, number)| self.inner(&format!("{field}[{number}]"), value)).collect()
    }

    /// Takes a list of tables that may be absent.
    pub(super) fn optional_tables(&mut self, field: &'static str) -> Result<Vec<Table<'a>>, SchemeError> {
        if self.has(field) { self.tables(field) } else { Ok(Vec::new()) }
    }

    /// Takes every field as a table under its own name.
    pub(super) fn all_tables(&mut self) -> Result<Vec<(String, Table<'a>)>, SchemeError> {
        let fields = std::mem::take(&mut self.fields);
        let named = fields.into_iter().map(|(name, value)| (name.into_inner().into_owned(), value));
        named.map(|(name, value)| Ok((name.clone(), self.inner(&name, value)?))).collect()
    }

    /// Takes every field as a text under its own name.
    pub(super) fn all_texts(&mut self) -> Result<Vec<(String, String)>, SchemeError> {
        let fields = std::mem::take(&mut self.fields);
        let named = fields.into_iter().map(|(name, value)| (name.into_inner().into_owned(), value));
        named.map(|(name, value)| Ok((name.clone(), self.string(&name, &value, Wanted::Text)?))).collect()
    }

    /// Takes every field as a grade key under its own name, which is one too.
    pub(super) fn all_keys(&mut self) -> Result<Vec<(u8, u8)>, SchemeError> {
        let fields = std::mem::take(&mut self.fields);
        let read = |(name, value): (Spanned<toml::de::DeString<'a>>, Value<'a>)| {
            let from = name.get_ref().parse().ok();
            let to = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
            from.zip(to).ok_or_else(|| self.wrong(name.get_ref(), &value, Wanted::Key))
        };
        fields.into_iter().map(read).collect()
    }

    /// Refuses whatever was not asked for.
    pub(super) fn finish(self) -> Result<(), SchemeError> {
        match self.fields.iter().next() {
            None => Ok(()),
            Some((name, value)) => {
                let (field, value_text) = (self.way_to(name.get_ref()), self.shown(value));
                Err(self.source.error(&field, &name.span(), value_text, Remedy::Remove(self.asked)))
            }
        }
    }

    /// Says whether a field is there.
    pub(super) fn has(&mut self, field: &'static str) -> bool {
        self.ask(field);
        self.fields.contains_key(field)
    }

    /// Makes an error about a field as a whole.
    pub(super) fn error(&self, field: &str, value: &str, remedy: Remedy) -> SchemeError {
        let field = if field.is_empty() { self.path.clone() } else { self.way_to(field) };
        self.source.error(&field, &self.span, value.to_owned(), remedy)
    }

    fn take(&mut self, field: &'static str) -> Option<Value<'a>> {
        self.ask(field);
        self.fields.remove(field)
    }

    fn ask(&mut self, field: &'static str) {
        if !self.asked.contains(&field) {
            self.asked.push(field);
        }
    }

    fn need(&mut self, field: &'static str, wanted: Wanted) -> Result<Value<'a>, SchemeError> {
        self.take(field).ok_or_else(|| self.error(field, "missing", Remedy::Write(wanted)))
    }

    fn list(&mut self, field: &'static str) -> Result<(DeArray<'a>, Value<'a>), SchemeError> {
        let value = self.need(field, Wanted::List)?;
        match value.get_ref() {
            DeValue::Array(list) => Ok((list.clone(), value)),
            _ => Err(self.wrong(field, &value, Wanted::List)),
        }
    }

    fn inner(&self, field: &str, value: Value<'a>) -> Result<Table<'a>, SchemeError> {
        let span = value.span();
        match value.get_ref() {
            DeValue::Table(fields) => {
                let fields = fields.clone();
                Ok(Table { source: self.source, path: self.way_to(field), span, fields, asked: Vec::new() })
            }
            _ => Err(self.wrong(field, &value, Wanted::Table)),
        }
    }

    /// Reads a text that says something.
    fn string(&self, field: &str, value: &Value<'a>, wanted: Wanted) -> Result<String, SchemeError> {
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| self.wrong(field, value, wanted))
    }

    fn wrong(&self, field: &str, value: &Value<'a>, wanted: Wanted) -> SchemeError {
        self.source.error(&self.way_to(field), &value.span(), self.shown(value), Remedy::Write(wanted))
    }

    fn shown(&self, value: &Value<'a>) -> String {
        shown(self.source.text.get(value.span()).unwrap_or_default())
    }

    fn way_to(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }
}

impl Source<'_> {
    fn error(&self, field: &str, span: &ops::Range<usize>, value: String, remedy: Remedy) -> SchemeError {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count() as u64;
        SchemeError { file: self.file.to_owned(), line: Some(line), field: field.to_owned(), value, remedy }
    }
}

/// Cuts a value to what an error can repeat on one line.
fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let mut cut: String = line.chars().take(CHARS_MAX).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    if cut.is_empty() { "empty".to_owned() } else { cut }
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(plain)
}
