//! The JSON Schema of the commands: what `apply --schema` prints, and what it allows at a place of a command.
//!
//! It is made from the commands themselves, so that a new field needs no word here.

use super::names;
use crate::domain::Command;
use serde_json::{Map, Value, json};
use serde_path_to_error::{Path, Segment};

/// What may stand beside `with`.
pub const AROUND: [&str; 5] = ["do", "key", "as", "seen", "with"];

/// Bounds of the number formats whose schema does not name them.
const MOST: &[(&str, u64)] = &[("uint32", u32::MAX as u64)];

/// The schema of every command.
pub struct Schema(Value);

/// The fields of one command.
#[derive(Default)]
pub struct Fields {
    /// Every one that there is.
    pub all: Vec<String>,
    /// Those that may not be left out.
    pub needed: Vec<String>,
}

/// What a command holds that its schema does not allow, with the place inside `with`.
#[derive(Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A field that is not there.
    Missing(String),
    /// A field that does not exist, and those that do.
    Unknown(String, Vec<String>),
    /// A value that cannot be, as JSON, and what can.
    Value(String, String, Wanted),
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One of these texts.
    OneOf(Vec<String>),
    /// A whole number, from and to.
    Number(Option<(i64, u64)>),
    /// Any text.
    Text,
    /// A time as RFC 3339 writes it.
    Time,
    /// `true` or `false`.
    YesNo,
    /// `[…]`.
    List,
    /// `{…}`.
    Object,
}

impl Schema {
    /// The schema of the commands as this program knows them.
    pub fn of_commands() -> Schema {
        Schema(schemars::schema_for!(Command).to_value())
    }

    /// The schema as it is printed: of whole lines, for readers who know nothing of this program's own documents.
    pub fn printed(mut self) -> Value {
        let around = json!({
            "key": {"type": "string", "description": "A repeat with the same key returns the first answer."},
            "as": {"type": "string", "description": "Names the result: later lines may write \"$name\"."},
            "seen": {
                "type": "object",
                "additionalProperties": {"type": "integer"},
                "description": "Noun and the version of the record that was seen, as {\"order\": 812}."
            }
        });
        for line in self.0["oneOf"].as_array_mut().into_iter().flatten() {
            if let (Some(properties), Some(around)) = (line["properties"].as_object_mut(), around.as_object()) {
                properties.extend(around.clone());
            }
            line["additionalProperties"] = false.into();
        }
        self.0["title"] = "A line of shopdesk apply".into();
        publish(&mut self.0);
        self.0
    }

    /// The fields of a command; `None` if there is no such command.
    pub fn fields(&self, verb: &str) -> Option<Fields> {
        let with = self.with(verb)?;
        let all = with["properties"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
        Some(Fields { all, needed: texts(&with["required"]) })
    }

    /// Says what does not fit at the place where reading a command stopped. `path` begins with the command's `with`.
    pub fn misfit(&self, verb: &str, with: &Value, path: &Path) -> Misfit {
        let mut place = String::new();
        let (mut schema, mut value) = (self.with(verb).unwrap_or(&Value::Null), with);
        for segment in path.iter().skip(1) {
            match segment {
                Segment::Map { key } => {
                    let whole = within(&place, key);
                    let Some(inner) = self.member(schema, key) else { return Misfit::Unknown(whole, names_in(schema)) };
                    (place, schema, value) = (whole, inner, &value[key]);
                }
                Segment::Seq { index } => {
                    place = format!("{place}[{index}]");
                    (schema, value) = (self.resolved(&schema["items"]), &value[*index]);
                }
                Segment::Enum { .. } | Segment::Unknown => break,
            }
        }
        let lacks = |name: &&String| value.is_object() && value.get(name.as_str()).is_none();
        match texts(&schema["required"]).iter().find(lacks) {
            Some(name) => Misfit::Missing(within(&place, name)),
            None => Misfit::Value(place, value.to_string(), Wanted::by(schema)),
        }
    }

    fn with(&self, verb: &str) -> Option<&Value> {
        let mut lines = self.0["oneOf"].as_array().into_iter().flatten();
        let line = lines.find(|line| line["properties"]["do"]["const"] == verb)?;
        Some(self.resolved(&line["properties"]["with"]))
    }

    fn member<'a>(&'a self, schema: &'a Value, key: &str) -> Option<&'a Value> {
        let named = schema["properties"].get(key);
        named.or(schema.get("additionalProperties").filter(|any| any.is_object())).map(|found| self.resolved(found))
    }

    /// A schema that only refers to another one, or allows another one or nothing, is that one.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(place) = schema["$ref"].as_str() {
            return self.0.pointer(place.trim_start_matches('#')).map_or(schema, |found| self.resolved(found));
        }
        let choices = schema["anyOf"].as_array().into_iter().flatten();
        match choices.into_iter().find(|choice| choice["type"] != "null") {
            Some(choice) => self.resolved(choice),
            None => schema,
        }
    }
}

impl Wanted {
    fn by(schema: &Value) -> Wanted {
        let consts: Vec<String> = schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|choice| choice["const"].as_str().map(str::to_string))
            .collect();
        if !consts.is_empty() {
            return Wanted::OneOf(consts);
        }
        let is = |kind: &str| schema["type"] == kind || texts(&schema["type"]).iter().any(|found| found == kind);
        let kinds: [(&str, Wanted); 4] = [
            ("boolean", Wanted::YesNo),
            ("integer", Wanted::Number(bounds(schema))),
            ("array", Wanted::List),
            ("object", Wanted::Object),
        ];
        let kind = kinds.into_iter().find(|(kind, _)| is(kind)).map(|(_, wanted)| wanted);
        kind.unwrap_or(if schema["format"] == "date-time" { Wanted::Time } else { Wanted::Text })
    }
}

fn within(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_string() } else { format!("{place}.{name}") }
}

fn bounds(schema: &Value) -> Option<(i64, u64)> {
    let of_format = MOST.iter().find(|(format, _)| schema["format"] == *format).map(|(_, most)| *most);
    Some((schema["minimum"].as_i64()?, schema["maximum"].as_u64().or(of_format)?))
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_string)).collect()
}

fn names_in(schema: &Value) -> Vec<String> {
    schema["properties"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default()
}

/// Makes a schema fit for readers outside, all the way down.
fn publish(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = without_references(text);
            }
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.iter_mut().for_each(|(name, field)| allow_name(name, field));
            }
            members.values_mut().for_each(publish);
        }
        Value::Array(values) => values.iter_mut().for_each(publish),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A field that takes the number of a line or finding takes the name of an earlier result as well.
fn allow_name(name: &str, field: &mut Value) {
    let Some(field) = field.as_object_mut().filter(|_| names::takes_number(name)) else { return };
    let mut number = Map::new();
    for key in ["type", "format", "minimum", "maximum"] {
        number.extend(field.remove(key).map(|value| (key.to_string(), value)));
    }
    let text = json!({"type": "string", "pattern": names::PATTERN, "description": "The result of an earlier line."});
    field.insert("anyOf".to_string(), json!([number, text]));
}

/// A description without what only this program's own documents explain, such as "(S1, L1)" or "(feature 36)", and
/// without the line ends of its source.
fn without_references(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')').unwrap_or((after, ""));
        if is_reference(inside) {
            kept.push_str(before.trim_end());
        } else {
            kept.push_str(&format!("{before}({inside})"));
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept.replace('\n', " ")
}

/// True if a remark in brackets names a rule or a document of this program's makers.
fn is_reference(remark: &str) -> bool {
    let words = remark.split(|c: char| !c.is_alphanumeric() && c != '`');
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let numbered = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        if is_code(word) || ["CONTRACTS", "DESIGN", "REQUIREMENTS"].contains(&word) || (word == "feature" && numbered) {
            return true;
        }
    }
    false
}

/// `S19`, `AM6`, `N11`: one or two capitals and a number.
fn is_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = &word[letters..];
    (1..=2).contains(&letters) && (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::NAMES;

    #[test]
    fn the_schema_knows_every_command_and_its_fields() {
        let schema = Schema::of_commands();
        for name in NAMES {
            assert!(schema.fields(name).is_some_and(|fields| !fields.all.is_empty()), "{name}");
        }
        let fields = schema.fields("open_order").expect("a command");
        assert!(fields.needed.contains(&"plate".to_string()));
        assert!(!fields.needed.contains(&"vin".to_string()));
        assert!(schema.fields("teleport").is_none());
    }

    #[test]
    fn references_go_and_what_helps_a_reader_stays() {
        for (text, plain) in [
            ("How a complaint comes in (S1, L1).", "How a complaint comes in."),
            (
                "The customer may be called (feature 36); asked, never assumed.",
                "The customer may be called; asked, never assumed.",
            ),
            ("A role (REQUIREMENTS section 9, \"Roles\"). Several.", "A role. Several."),
            ("When, if not now (N11 runs from there).", "When, if not now."),
            ("Why work stands still (S11: A 工作中断, B 等待答复).", "Why work stands still."),
            ("An amount in fen (a hundredth of a yuan).", "An amount in fen (a hundredth of a yuan)."),
            ("With the customer (true) or without (false).", "With the customer (true) or without (false)."),
            ("A car (such as `K17`), an\norder.", "A car (such as `K17`), an order."),
            ("Left open (S1", "Left open"),
        ] {
            assert_eq!(without_references(text), plain);
        }
    }

    #[test]
    fn no_description_of_the_printed_schema_has_a_reference_left() {
        fn check(value: &Value) {
            if let Some(text) = value["description"].as_str() {
                assert!(!is_reference(text), "{text}");
            }
            let inside = value.as_object().into_iter().flat_map(|members| members.values());
            inside.chain(value.as_array().into_iter().flatten()).for_each(check);
        }
        check(&Schema::of_commands().printed());
    }
}
