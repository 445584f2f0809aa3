//! Laying the settings of a file over those that come with the program: a name that does not exist, or a value of another
//! kind, is refused.

use super::shown;
use crate::cli::trouble::nearest;
use crate::text::Words;
use toml::{Table, Value};

/// What is wrong with the name or kind of a setting.
pub(super) enum Fault {
    Unknown { name: String, near: String },
    Kind { name: String, value: String, wanted: &'static str },
}

impl Fault {
    pub(super) fn name(&self) -> &str {
        match self {
            Fault::Unknown { name, .. } | Fault::Kind { name, .. } => name,
        }
    }

    pub(super) fn said(&self, words: &Words) -> String {
        match self {
            Fault::Unknown { name, near } if near.is_empty() => words.with("cli-setting-unknown", &[("name", name)]),
            Fault::Unknown { name, near } => words.with("cli-setting-near", &[("name", name), ("near", near)]),
            Fault::Kind { name, value, wanted } => {
                words.with("cli-setting-kind", &[("name", name), ("value", value), ("wanted", wanted)])
            }
        }
    }
}

/// Replaces in `base` what `over` names.
pub(super) fn lay(base: &mut Table, over: Table, within: &str) -> Result<(), Fault> {
    for (key, value) in over {
        let name = format!("{within}{key}");
        let known: Vec<&str> = base.keys().map(String::as_str).collect();
        let near = nearest(&key, &known).map(|near| format!("{within}{near}")).unwrap_or_default();
        match (base.get_mut(&key), value) {
            (None, _) => return Err(Fault::Unknown { name, near }),
            (Some(Value::Table(base)), Value::Table(over)) => lay(base, over, &format!("{name}."))?,
            (Some(old), value) if old.same_type(&value) && is_text_list(old, &value) => *old = value,
            (Some(old), value) => {
                return Err(Fault::Kind { name, value: shown(&value.to_string()), wanted: kind(old) });
            }
        }
    }
    Ok(())
}

/// A list of texts stays one.
fn is_text_list(old: &Value, new: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_none_or(|list| list.iter().all(Value::is_str));
    texts(old) && texts(new)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "\"…\"",
        Value::Integer(_) => "123",
        Value::Float(_) => "1.5",
        Value::Boolean(_) => "true, false",
        Value::Datetime(_) => "2026-11-23",
        Value::Array(_) => "[\"…\", \"…\"]",
        Value::Table(_) => "[…]",
    }
}
