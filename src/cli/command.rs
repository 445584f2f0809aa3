//! A line of `apply` as a command: strictly read, with names of earlier results put in.
//!
//! What is allowed comes from the commands' own schema, so that a new field needs no word here.

use super::input::{LINE_BYTES_MAX, Line};
use super::trouble::nearest;
use crate::desk::Envelope;
use crate::domain::{Command, Refusal, Stamp, command::NAMES};
use crate::text::{Words, say};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// What may stand beside `with`.
const AROUND: [&str; 5] = ["do", "key", "as", "seen", "with"];

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
    fields: BTreeMap<String, Fields>,
    /// Name → the id; `None` while the line is under way or after it was refused.
    results: HashMap<String, Outcome>,
}

enum Outcome {
    UnderWay,
    Refused,
    Id(String),
}

/// The fields of one command.
struct Fields {
    all: Vec<String>,
    needed: Vec<String>,
}

impl<'w> Lines<'w> {
    /// A reader that has read nothing yet.
    pub fn new(words: &'w Words) -> Lines<'w> {
        Lines { words, fields: fields(), results: HashMap::new() }
    }

    /// A line with this name was handed over.
    pub fn expect(&mut self, name: &str) {
        self.results.insert(name.to_string(), Outcome::UnderWay);
    }

    /// That line was answered, with an id if it was done.
    pub fn settle(&mut self, name: &str, id: Option<String>) {
        self.results.insert(name.to_string(), id.map_or(Outcome::Refused, Outcome::Id));
    }

    /// Reads one line.
    pub fn read(&self, line: &Line) -> Read {
        let read = match &line.bytes {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => return Read::Blank,
            Ok(bytes) => self.envelope(bytes),
            Err(length) => {
                let (length, most) = (length.to_string(), LINE_BYTES_MAX.to_string());
                Err(Stop::No(self.error(
                    "line-too-long",
                    None,
                    "apply-too-long",
                    &[("length", &length), ("most", &most)],
                )))
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
        let value: Value = serde_json::from_str(text)
            .map_err(|error| self.error("not-json", None, "apply-not-json", &[("why", &error.to_string())]))?;
        let Value::Object(mut object) = value else {
            return Err(Stop::No(self.error("not-json", None, "apply-no-object", &[])));
        };
        if let Some(key) = object.keys().find(|key| !AROUND.contains(&key.as_str())) {
            return Err(Stop::No(self.unknown("unknown-field", key, "", &AROUND)));
        }
        let name = self.text_of(&mut object, "as")?;
        let key = self.text_of(&mut object, "key")?;
        let seen = match object.remove("seen") {
            Some(value) => serde_json::from_value(value).map_err(|_| self.bad("seen", "{\"order\": 812}"))?,
            None => BTreeMap::new(),
        };
        let command = self.command(object)?;
        Ok((Envelope { command, seen, key }, name))
    }

    fn command(&self, mut object: Map<String, Value>) -> Result<Command, Stop> {
        let verb = self.text_of(&mut object, "do")?.ok_or_else(|| self.missing("do"))?;
        let Some(fields) = self.fields.get(&verb) else {
            return Err(Stop::No(self.unknown("unknown-command", &verb, "", NAMES)));
        };
        let mut with = match object.remove("with") {
            Some(Value::Object(with)) => with,
            Some(_) => return Err(self.bad("with", "{…}").into()),
            None => Map::new(),
        };
        let all: Vec<&str> = fields.all.iter().map(String::as_str).collect();
        if let Some(field) = with.keys().find(|field| !all.contains(&field.as_str())) {
            return Err(Stop::No(self.unknown("unknown-field", field, &verb, &all)));
        }
        if let Some(field) = fields.needed.iter().find(|field| !with.contains_key(*field)) {
            return Err(self.missing(field).into());
        }
        with.values_mut().try_for_each(|value| self.put_in(value))?;
        let whole = serde_json::json!({"do": verb, "with": with});
        serde_path_to_error::deserialize(whole).map_err(|error| {
            let path = error.path().to_string();
            let field = path.strip_prefix("with.").unwrap_or(&path).to_string();
            Stop::No(self.error("invalid", Some(&field), "apply-invalid", &[("why", &error.inner().to_string())]))
        })
    }

    /// Puts the id of an earlier line where a value is `$name`; `$$` stands for a dollar sign that begins a text.
    fn put_in(&self, value: &mut Value) -> Result<(), Stop> {
        match value {
            Value::Array(values) => values.iter_mut().try_for_each(|value| self.put_in(value)),
            Value::Object(values) => values.values_mut().try_for_each(|value| self.put_in(value)),
            Value::String(text) => {
                if let Some(literal) = text.strip_prefix("$$") {
                    *text = format!("${literal}");
                } else if let Some(name) = text.strip_prefix('$').filter(|name| is_name(name)) {
                    *text = self.result(name)?;
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn result(&self, name: &str) -> Result<String, Stop> {
        match self.results.get(name) {
            Some(Outcome::Id(id)) => Ok(id.clone()),
            Some(Outcome::UnderWay) => Err(Stop::TooSoon),
            Some(Outcome::Refused) => {
                Err(Stop::No(self.error("no-result", None, "apply-no-result", &[("name", name)])))
            }
            None => Err(Stop::No(self.error("unknown-name", None, "apply-unknown-name", &[("name", name)]))),
        }
    }

    fn text_of(&self, object: &mut Map<String, Value>, field: &str) -> Result<Option<String>, Error> {
        match object.remove(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.bad(field, "\"…\"")),
        }
    }

    fn error(&self, code: &str, field: Option<&str>, key: &str, values: &[(&str, &str)]) -> Error {
        let label = field.unwrap_or_default();
        let values = [values, &[("field", label)]].concat();
        let hint = format!("{key}-hint");
        let hint = if self.words.has(&hint) { self.words.with(&hint, &values) } else { String::new() };
        Error { code: code.to_string(), field: field.map(str::to_string), message: self.words.with(key, &values), hint }
    }

    fn bad(&self, field: &str, wanted: &str) -> Error {
        self.error("invalid", Some(field), "apply-kind", &[("wanted", wanted)])
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
        let name: String = name.chars().take(60).collect();
        let key = match (code, within) {
            ("unknown-command", _) => "apply-unknown-command",
            (_, "") => "apply-unknown-key",
            _ => "apply-unknown-field",
        };
        let allowed_said = allowed.join(", ");
        let mut error = self.error(code, Some(&name), key, &[("name", &name), ("command", within)]);
        error.hint = match nearest(&name, allowed) {
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

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// The JSON Schema of every line that `apply` reads.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Command).to_value();
    let around = serde_json::json!({
        "key": {"type": "string", "description": "A repeat with the same key returns the first answer."},
        "as": {"type": "string", "description": "Names the result: later lines may write \"$name\"."},
        "seen": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "Noun and the version of the record that was seen, as {\"order\": 812}."
        }
    });
    for line in schema["oneOf"].as_array_mut().into_iter().flatten() {
        if let (Some(properties), Some(around)) = (line["properties"].as_object_mut(), around.as_object()) {
            properties.extend(around.clone());
        }
    }
    schema["title"] = "A line of shopdesk apply".into();
    schema
}

fn fields() -> BTreeMap<String, Fields> {
    let schema = schemars::schema_for!(Command).to_value();
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_string)).collect()
    };
    let lines = schema["oneOf"].as_array().into_iter().flatten();
    let of_line = |line: &Value| {
        let verb = line["properties"]["do"]["const"].as_str()?.to_string();
        let with = &line["properties"]["with"];
        let with = match with["$ref"].as_str() {
            Some(place) => schema.pointer(place.trim_start_matches('#'))?,
            None => with,
        };
        let all = with["properties"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
        Some((verb, Fields { all, needed: texts(&with["required"]) }))
    };
    lines.filter_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_knows_every_command_and_its_fields() {
        let fields = fields();
        for name in NAMES {
            assert!(fields.get(*name).is_some_and(|fields| !fields.all.is_empty()), "{name}");
        }
        assert!(fields["open_order"].needed.contains(&"plate".to_string()));
        assert!(!fields["open_order"].needed.contains(&"vin".to_string()));
    }
}
