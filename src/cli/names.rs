//! Names of earlier results: `"as":"l"` on one line, `"$l"` on a later one.
//!
//! Commands about a line of a quote or a finding return its order and its number, as `R261127-005.1`. A field that
//! holds an order takes the one, a field that holds a number the other.

use serde_json::Value;
use std::collections::HashMap;

/// What of a result a field takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Order,
    Number,
}

/// Fields that take a part of a result; all others take the whole.
const FIELDS: &[(&str, Takes)] = &[
    ("order", Takes::Order),
    ("comeback_of", Takes::Order),
    ("comeback_line", Takes::Number),
    ("line", Takes::Number),
    ("number", Takes::Number),
];

/// How a name is written where a value could stand, for the schema.
pub const PATTERN: &str = "^\\$[A-Za-z][A-Za-z0-9_-]*$";

/// What became of the line that a name was given to.
enum Outcome {
    UnderWay,
    Refused,
    Id(String),
}

/// The names that were given so far.
#[derive(Default)]
pub struct Names(HashMap<String, Outcome>);

/// Why nothing can be put in for a name.
#[derive(Debug, PartialEq, Eq)]
pub enum NoResult {
    /// The answer is still under way.
    Yet,
    /// The line was refused.
    Refused(String),
    /// No line has that name.
    Unknown(String),
    /// The field wants a number, and the result, the second text, has none.
    NoNumber(String, String),
}

impl Names {
    /// A line with this name was handed over.
    pub fn expect(&mut self, name: &str) {
        self.0.insert(name.to_string(), Outcome::UnderWay);
    }

    /// That line was answered, with an id if it was done.
    pub fn settle(&mut self, name: &str, id: Option<String>) {
        self.0.insert(name.to_string(), id.map_or(Outcome::Refused, Outcome::Id));
    }

    /// Puts results in wherever a value of `field` is `$name`; `$$` stands for a dollar sign that begins a text.
    ///
    /// # Errors
    /// The field and why nothing can be put in.
    pub fn put_in(&self, field: &str, value: &mut Value) -> Result<(), (String, NoResult)> {
        match value {
            Value::Array(values) => values.iter_mut().try_for_each(|value| self.put_in(field, value)),
            Value::Object(members) => members.iter_mut().try_for_each(|(name, value)| self.put_in(name, value)),
            Value::String(text) => {
                if let Some(literal) = text.strip_prefix("$$") {
                    *value = format!("${literal}").into();
                } else if let Some(name) = text.strip_prefix('$').filter(|name| is_name(name)) {
                    *value = self.result(field, name).map_err(|why| (field.to_string(), why))?;
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn result(&self, field: &str, name: &str) -> Result<Value, NoResult> {
        let id = match self.0.get(name) {
            Some(Outcome::Id(id)) => id,
            Some(Outcome::UnderWay) => return Err(NoResult::Yet),
            Some(Outcome::Refused) => return Err(NoResult::Refused(name.to_string())),
            None => return Err(NoResult::Unknown(name.to_string())),
        };
        let parts = id.split_once('.');
        Ok(match takes(field) {
            None => id.as_str().into(),
            Some(Takes::Order) => parts.map_or(id.as_str(), |(order, _)| order).into(),
            Some(Takes::Number) => {
                let number: Option<u16> = parts.and_then(|(_, number)| number.parse().ok());
                number.ok_or_else(|| NoResult::NoNumber(name.to_string(), id.clone()))?.into()
            }
        })
    }
}

/// True if a field of this name holds the number of a line or finding.
pub fn takes_number(field: &str) -> bool {
    takes(field) == Some(Takes::Number)
}

fn takes(field: &str) -> Option<Takes> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, takes)| *takes)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> Names {
        let mut names = Names::default();
        names.settle("o", Some("R261127-005".to_string()));
        names.settle("l", Some("R261127-005.2".to_string()));
        names.settle("bad", None);
        names.expect("soon");
        names
    }

    fn filled(mut with: Value) -> Result<Value, (String, NoResult)> {
        names().put_in("with", &mut with).map(|()| with)
    }

    #[test]
    fn a_field_takes_the_part_of_a_result_that_it_holds() {
        let with =
            json!({"order": "$l", "line": "$l", "lines": [{"line": "$l"}], "call": "$o", "words": "$$o", "x": "$ 5"});
        let expected = json!({"order": "R261127-005", "line": 2, "lines": [{"line": 2}], "call": "R261127-005",
            "words": "$o", "x": "$ 5"});
        assert_eq!(filled(with), Ok(expected));
    }

    #[test]
    fn a_name_that_stands_for_nothing_says_why_and_where() {
        let refused = |field: &str, name: &str| filled(json!({field: name})).expect_err("nothing to put in");
        let at = |field: &str, why| (field.to_string(), why);
        assert_eq!(refused("order", "$soon"), at("order", NoResult::Yet));
        assert_eq!(refused("order", "$bad"), at("order", NoResult::Refused("bad".into())));
        assert_eq!(refused("order", "$who"), at("order", NoResult::Unknown("who".into())));
        assert_eq!(refused("number", "$o"), at("number", NoResult::NoNumber("o".into(), "R261127-005".into())));
    }
}
