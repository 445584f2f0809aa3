//! What the keymap tells people: the footer, the page of keys and the palette of commands.

use super::{Binding, Keymap, Layer};
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::input::Key;
use crate::tui::widget::layout::width;

/// Blank cells between two hints of the footer, at least.
const HINT_GAP: u16 = 2;

/// A key and what it does, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key as people read it.
    pub key: String,
    /// What it does.
    pub text: String,
}

impl Hint {
    /// Returns the cells that the hint takes, without what separates it from the next.
    pub fn width(&self) -> u16 {
        width(&self.key) + 1 + width(&self.text)
    }
}

/// The keys of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGroup {
    /// The layer; its heading is the word `layer-<name>`.
    pub layer: Layer,
    /// Its keys, all that work for a command named together.
    pub hints: Vec<Hint>,
}

/// A command of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it asks for.
    pub action: Action,
    /// The key that would have done it.
    pub key: String,
    /// What it does.
    pub text: String,
}

impl Binding {
    /// Returns the help sentence.
    pub fn sentence(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl Keymap {
    /// Chooses the hints that fit into a footer of `columns` cells, the most important first.
    pub fn footer(&self, layers: &[Layer], lang: Lang, columns: u16) -> Vec<Hint> {
        let mut wanted: Vec<(u8, Hint)> = Vec::new();
        for (binding, keys) in self.working(layers) {
            if let Some(foot) = binding.foot {
                let key = binding.show.clone().unwrap_or_else(|| keys[0].to_string());
                wanted.push((foot, Hint { key, text: binding.sentence(lang).to_owned() }));
            }
        }
        wanted.sort_by_key(|(foot, _)| *foot);
        let mut left = columns.saturating_sub(2);
        let mut hints = Vec::new();
        for (_, hint) in wanted {
            let needs = hint.width() + if hints.is_empty() { 0 } else { HINT_GAP };
            if needs <= left {
                left -= needs;
                hints.push(hint);
            }
        }
        hints
    }

    /// Lists every key that works in the layers, nearest layer first.
    pub fn help(&self, layers: &[Layer], lang: Lang) -> Vec<KeyGroup> {
        let mut groups: Vec<KeyGroup> = Vec::new();
        for (binding, keys) in self.working(layers) {
            let key = keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("  ");
            let hint = Hint { key, text: binding.sentence(lang).to_owned() };
            match groups.last_mut().filter(|group| group.layer == binding.layer) {
                Some(group) => group.hints.push(hint),
                None => groups.push(KeyGroup { layer: binding.layer, hints: vec![hint] }),
            }
        }
        groups
    }

    /// Lists the commands of the layers by name, for the palette. Moving about is no command.
    pub fn commands(&self, layers: &[Layer], lang: Lang) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        let named = layers.iter().filter(|layer| !layer.takes_text() && **layer != Layer::List);
        for binding in named.flat_map(|layer| self.in_layer(*layer)) {
            if commands.iter().all(|command| command.action != binding.run) {
                commands.push(Command {
                    action: binding.run,
                    key: binding.on[0].to_string(),
                    text: binding.sentence(lang).to_owned(),
                });
            }
        }
        commands
    }

    /// Walks through the lines that can be reached, each with those of its keys that reach it.
    fn working<'a>(&'a self, layers: &'a [Layer]) -> impl Iterator<Item = (&'a Binding, Vec<Key>)> {
        layers.iter().enumerate().flat_map(move |(depth, layer)| {
            let above = &layers[..depth];
            self.in_layer(*layer).filter_map(move |binding| {
                let reach = |key: &Key| {
                    let hidden = above.iter().any(|l| self.in_layer(*l).any(|b| b.on.contains(key)));
                    let text = key.typed().is_some() && above.iter().any(|l| l.takes_text());
                    !hidden && !text
                };
                let keys: Vec<Key> = binding.on.iter().copied().filter(reach).collect();
                (!keys.is_empty()).then_some((binding, keys))
            })
        })
    }
}
