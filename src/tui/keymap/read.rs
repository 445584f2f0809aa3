//! Reads `keymap.toml`, strictly: an unknown layer, key or command is named, and so is a key with two meanings.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

use super::{Binding, Keymap, Layer};
use crate::tui::action::Action;
use crate::tui::input::Key;

/// A keymap that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// The file is no TOML, or names an unknown layer or field.
    #[error("The keymap cannot be read: {0}")]
    Unreadable(String),
    /// A key that does not exist.
    #[error("The keymap names the key `{key}` in [{layer}], which does not exist. Write one like `n`, `f10`, `ctrl+p`, `shift+tab`.", layer = layer.name())]
    UnknownKey {
        /// The layer of the line.
        layer: Layer,
        /// The key as written.
        key: String,
    },
    /// A command that does not exist.
    #[error("The keymap asks for the command `{run}` in [{layer}], which does not exist. The commands stand in the file that comes with the program.", layer = layer.name())]
    UnknownCommand {
        /// The layer of the line.
        layer: Layer,
        /// The command as written.
        run: String,
    },
    /// A key with two meanings in one layer.
    #[error("The keymap gives the key {key} two meanings in [{layer}]. Take it from one of the lines.", layer = layer.name())]
    TwoMeanings {
        /// The layer of the lines.
        layer: Layer,
        /// The key.
        key: Key,
    },
    /// A line without a help sentence, for which none is known.
    #[error("The keymap line for {key} in [{layer}] lacks a help sentence. Add `en` and `zh` to it.", layer = layer.name())]
    NoSentence {
        /// The layer of the line.
        layer: Layer,
        /// The first key of the line.
        key: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    on: Keys,
    run: String,
    en: Option<String>,
    zh: Option<String>,
    foot: Option<u8>,
    show: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

/// A line that was read: the keys that it takes, and what they are to do from now on, if anything.
struct Fresh {
    keys: Vec<Key>,
    binding: Option<Binding>,
}

/// What an override writes to silence a key.
const NOTHING: &str = "nothing";

impl Keymap {
    /// Reads a whole keymap.
    pub fn parse(text: &str) -> Result<Keymap, KeymapError> {
        Keymap { bindings: Vec::new() }.with_overrides(text)
    }

    /// Lays the lines of an override file over this keymap, layer by layer.
    ///
    /// A line takes its keys from whatever had them in its layer, and its command from the keys that it had there.
    /// It may leave out the help sentences of a command that is already known.
    pub fn with_overrides(mut self, text: &str) -> Result<Keymap, KeymapError> {
        let sections: BTreeMap<Layer, Vec<Line>> =
            toml::from_str(text).map_err(|error| KeymapError::Unreadable(error.to_string()))?;
        for (layer, lines) in sections {
            let fresh = fresh_bindings(&self, layer, lines)?;
            self.lay_over(layer, fresh);
        }
        self.bindings.retain(|binding| !binding.on.is_empty());
        Ok(self)
    }

    fn lay_over(&mut self, layer: Layer, fresh: Vec<Fresh>) {
        let rebound: Vec<Action> = fresh.iter().filter_map(|line| line.binding.as_ref().map(|b| b.run)).collect();
        let taken: Vec<Key> = fresh.iter().flat_map(|line| line.keys.clone()).collect();
        for old in self.bindings.iter_mut().filter(|binding| binding.layer == layer) {
            if rebound.contains(&old.run) {
                old.on.clear();
            }
            old.on.retain(|key| !taken.contains(key));
        }
        self.bindings.extend(fresh.into_iter().filter_map(|line| line.binding));
    }
}

/// Reads the lines of one layer. Help sentences that they leave out are those of the same command in `known`.
fn fresh_bindings(known: &Keymap, layer: Layer, lines: Vec<Line>) -> Result<Vec<Fresh>, KeymapError> {
    let mut fresh = Vec::with_capacity(lines.len());
    let mut seen: Vec<Key> = Vec::new();
    for line in lines {
        let names = match line.on {
            Keys::One(name) => vec![name],
            Keys::Many(names) => names,
        };
        let mut on = Vec::with_capacity(names.len());
        for name in &names {
            let key = Key::parse(name).ok_or_else(|| KeymapError::UnknownKey { layer, key: name.clone() })?;
            if seen.contains(&key) {
                return Err(KeymapError::TwoMeanings { layer, key });
            }
            seen.push(key);
            on.push(key);
        }
        if line.run == NOTHING {
            fresh.push(Fresh { keys: on, binding: None });
            continue;
        }
        let run = read_action(&line.run).ok_or(KeymapError::UnknownCommand { layer, run: line.run })?;
        let old = known.in_layer(layer).find(|b| b.run == run).or_else(|| known.bindings().find(|b| b.run == run));
        let (Some(en), Some(zh)) =
            (line.en.or_else(|| old.map(|b| b.en.clone())), line.zh.or_else(|| old.map(|b| b.zh.clone())))
        else {
            return Err(KeymapError::NoSentence { layer, key: names.into_iter().next().unwrap_or_default() });
        };
        let foot = line.foot.or_else(|| old.filter(|b| b.layer == layer).and_then(|b| b.foot));
        let binding = Binding { layer, on: on.clone(), run, en, zh, foot, show: line.show };
        fresh.push(Fresh { keys: on, binding: Some(binding) });
    }
    Ok(fresh)
}

fn read_action(name: &str) -> Option<Action> {
    let name: StrDeserializer<'_, ValueError> = name.into_deserializer();
    Action::deserialize(name).ok()
}
