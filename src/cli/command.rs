//! A line of `apply` as a command: strictly read, with names of earlier results put in.
//!
//! What is allowed comes from the commands' own schema, so that a new field needs no word here.

use super::input::{LINE_BYTES_MAX, Line};
use super::names::{Names, NoResult};
use super::schema::{AROUND, Misfit, Schema, Wanted};
use super::trouble::nearest;
use crate::desk::Envelope;
use crate::domain::{Command, Refusal, Stamp, command::NAMES};
use crate::text::{Words, clean_line, say};
use serde::Serialize;
use serde_json::{Map, Value, error::Category};
use std::collections::BTreeMap;

/// How many characters of a value, or of what is no JSON, are said again.
const SHOWN_MAX: usize = 60;

/// Why a line was refused, as `apply` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Error {
    /// For programs: never translated.
    pub code: String,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What happened.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// What a line is.
pub enum Read {
    /// Nothing stands in it.
    Blank,
    /// It names the result of a line whose answer is still under way.
    TooSoon,
    /// It is no command.
    Refused(Error),
    /// A command, and the name that its result is to have.
    Command {
        /// The command.
        envelope: Box<Envelope>,
        /// `as`.
        name: Option<String>,
    },
}

/// Reads lines, and knows the results that earlier ones named.
pub struct Lines<'w> {
    words: &'w Words,
    schema: Schema,
    /// The results of earlier lines.
    pub names: Names,
}

impl<'w> Lines<'w> {
    /// A reader that has read nothing yet.
    pub fn new(words: &'w Words) -> Lines<'w> {
        Lines { words, schema: Schema::of_commands(), names: Names::default() }
    }

    /// Reads one line.
    pub fn read(&self, line: &Line) -> Read {
        let read = match &line.bytes {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => return Read::Blank,
            Ok(bytes) => self.envelope(bytes),
            Err(length) => {
                let (length, most) = (length.to_string(), LINE_BYTES_MAX.to_string());
                let values = [("length", length.as_str()), ("most", most.as_str())];
                Err(Stop::No(self.error("line-too-long", None, "apply-too-long", &values)))
            }
        };
        match read {
            Ok((envelope, name)) => Read::Command { envelope: Box::new(envelope), name },
            Err(Stop::TooSoon) => Read::TooSoon,
            Err(Stop::No(error)) => Read::Refused(error),
        }
    }

    fn envelope(&self, bytes: &[u8]) -> Result<(Envelope, Option<String>), Stop> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(Stop::No(self.error("not-utf-8", None, "apply-not-utf8", &[])));
        };
        let value: Value = serde_json::from_str(text).map_err(|error| self.not_json(text, &error))?;
        let Value::Object(mut object) = value else {
            return Err(Stop::No(self.error("not-json", None, "apply-no-object", &[])));
        };
        if let Some(key) = object.keys().find(|key| !AROUND.contains(&key.as_str())) {
            return Err(Stop::No(self.unknown("unknown-field", key, "", &AROUND)));
        }
        let name = self.text_of(&mut object, "as")?;
        let key = self.text_of(&mut object, "key")?;
        let seen = match object.remove("seen") {
            Some(value) => serde_json::from_value(value.clone())
                .map_err(|_| self.misfit("seen", &value.to_string(), "{\"order\": 812}"))?,
            None => BTreeMap::new(),
        };
        let command = self.command(object)?;
        Ok((Envelope { command, seen, key }, name))
    }

    fn command(&self, mut object: Map<String, Value>) -> Result<Command, Stop> {
        let verb = self.text_of(&mut object, "do")?.ok_or_else(|| self.missing("do"))?;
        let Some(fields) = self.schema.fields(&verb) else {
            return Err(Stop::No(self.unknown("unknown-command", &verb, "", NAMES)));
        };
        let mut with = match object.remove("with") {
            Some(Value::Object(with)) => with,
            Some(other) => {
                return Err(self.misfit("with", &other.to_string(), &self.wanted(&Wanted::Object)).into());
            }
            None => Map::new(),
        };
        let all: Vec<&str> = fields.all.iter().map(String::as_str).collect();
        if let Some(field) = with.keys().find(|field| !all.contains(&field.as_str())) {
            return Err(Stop::No(self.unknown("unknown-field", field, &verb, &all)));
        }
        if let Some(field) = fields.needed.iter().find(|field| !with.contains_key(*field)) {
            return Err(self.missing(field).into());
        }
        for (field, value) in &mut with {
            self.names.put_in(field, value).map_err(|(field, why)| self.no_result(&field, why))?;
        }
        let whole = serde_json::json!({"do": verb, "with": with});
        serde_path_to_error::deserialize(&whole)
            .map_err(|error| Stop::No(self.wrong(&verb, self.schema.misfit(&verb, &whole["with"], error.path()))))
    }

    fn no_result(&self, field: &str, why: NoResult) -> Stop {
        let (code, field, key, name, id) = match why {
            NoResult::Yet => return Stop::TooSoon,
            NoResult::Refused(name) => ("no-result", None, "apply-no-result", name, String::new()),
            NoResult::Unknown(name) => ("unknown-name", None, "apply-unknown-name", name, String::new()),
            NoResult::NoNumber(name, id) => ("no-number", Some(field), "apply-no-number", name, id),
        };
        Stop::No(self.error(code, field, key, &[("name", &name), ("id", &id)]))
    }

    fn text_of(&self, object: &mut Map<String, Value>, field: &str) -> Result<Option<String>, Error> {
        match object.remove(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.misfit(field, &other.to_string(), &self.wanted(&Wanted::Text))),
        }
    }

    fn error(&self, code: &str, field: Option<&str>, key: &str, values: &[(&str, &str)]) -> Error {
        let label = field.unwrap_or_default();
        let values = [values, &[("field", label)]].concat();
        let hint = format!("{key}-hint");
        let hint = if self.words.has(&hint) { self.words.with(&hint, &values) } else { String::new() };
        Error { code: code.to_string(), field: field.map(str::to_string), message: self.words.with(key, &values), hint }
    }

    /// Says where the text stops being JSON.
    fn not_json(&self, text: &str, error: &serde_json::Error) -> Error {
        // The reader counts bytes, people count characters.
        let bytes = error.column().saturating_sub(1).min(text.len());
        let at = (0..=bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let column = (text[..at].chars().count() + 1).to_string();
        let key = if error.classify() == Category::Eof { "apply-not-whole" } else { "apply-not-json" };
        let there = shown(&text[at..]);
        self.error("not-json", None, key, &[("column", &column), ("there", &there)])
    }

    fn wrong(&self, verb: &str, misfit: Misfit) -> Error {
        match misfit {
            Misfit::Missing(field) => self.missing(&field),
            Misfit::Unknown(field, known) => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.unknown("unknown-field", &field, verb, &known)
            }
            Misfit::Value(field, value, wanted) => {
                let mut error = self.misfit(&field, &value, &self.wanted(&wanted));
                if let Wanted::OneOf(known) = &wanted {
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    let near = nearest(value.trim_matches('"'), &known);
                    let near = near.map(|near| self.words.with("apply-perhaps", &[("near", near)]));
                    error.hint = near.unwrap_or(error.hint);
                }
                error
            }
        }
    }

    /// A value that cannot stand in a field; both as JSON, and what can in words.
    fn misfit(&self, field: &str, value: &str, wanted: &str) -> Error {
        self.error("invalid", Some(field), "apply-invalid", &[("value", &shown(value)), ("wanted", wanted)])
    }

    fn wanted(&self, wanted: &Wanted) -> String {
        let said = |key: &str| self.words.get(key).into_owned();
        match wanted {
            Wanted::OneOf(known) => known.join(", "),
            Wanted::Number(None) => said("apply-want-number"),
            Wanted::Number(Some((least, most))) => {
                let (least, most) = (least.to_string(), most.to_string());
                self.words.with("apply-want-number-within", &[("least", &least), ("most", &most)])
            }
            Wanted::Text => said("apply-want-text"),
            Wanted::Time => said("apply-want-time"),
            Wanted::YesNo => said("apply-want-yes-no"),
            Wanted::List => said("apply-want-list"),
            Wanted::Object => said("apply-want-object"),
        }
    }

    fn missing(&self, field: &str) -> Error {
        let refusal = Refusal::missing(field);
        // No time and no person is named in this sentence.
        let now = Stamp::in_zone(0, chrono_tz::UTC);
        let said = say::refusal(self.words, now, &|id| id.to_string(), &refusal);
        let code = refusal.code().to_string();
        Error { code, field: Some(field.to_string()), message: said.message, hint: said.hint }
    }

    fn unknown(&self, code: &str, name: &str, within: &str, allowed: &[&str]) -> Error {
        let name = shown(name);
        let key = match (code, within) {
            ("unknown-command", _) => "apply-unknown-command",
            (_, "") => "apply-unknown-key",
            _ => "apply-unknown-field",
        };
        let allowed_said = allowed.join(", ");
        let mut error = self.error(code, Some(&name), key, &[("name", &name), ("command", within)]);
        let last = name.rsplit('.').next().unwrap_or(&name);
        error.hint = match nearest(last, allowed) {
            Some(near) => self.words.with("apply-near", &[("near", near), ("allowed", &allowed_said)]),
            None => self.words.with("apply-allowed", &[("allowed", &allowed_said)]),
        };
        if code == "unknown-command" {
            error.field = Some("do".to_string());
        }
        error
    }
}

/// Why a line is not a command, or not yet.
enum Stop {
    TooSoon,
    No(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::No(error)
    }
}

/// The beginning of a text from outside, fit to stand in a sentence.
fn shown(text: &str) -> String {
    let text = clean_line(text);
    match text.char_indices().nth(SHOWN_MAX) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}
