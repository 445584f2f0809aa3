//! A key as this program knows it. Nobody outside `input` names the library that reads the bytes.

use std::fmt;

/// A pressed key with what was held.
///
/// A character carries its own shift: `A` is `Char('A')` with `shift` unset. Shift stands only on named keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key it was.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held.
    pub shift: bool,
}

/// The key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A key that types a character.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// The tabulator.
    Tab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, counted from 1.
    F(u8),
}

/// Named keys: the name in `keymap.toml`, the name that people read, the key.
const NAMES: [(&str, &str, Code); 16] = [
    ("enter", "Enter", Code::Enter),
    ("esc", "Esc", Code::Esc),
    ("tab", "Tab", Code::Tab),
    ("space", "Space", Code::Char(' ')),
    ("backspace", "Backspace", Code::Backspace),
    ("delete", "Del", Code::Delete),
    ("insert", "Ins", Code::Insert),
    ("left", "Left", Code::Left),
    ("right", "Right", Code::Right),
    ("up", "Up", Code::Up),
    ("down", "Down", Code::Down),
    ("home", "Home", Code::Home),
    ("end", "End", Code::End),
    ("page-up", "PgUp", Code::PageUp),
    ("page-down", "PgDn", Code::PageDown),
    ("plus", "+", Code::Char('+')),
];

impl Key {
    /// A key with nothing held.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A character key with nothing held.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// A character key with Ctrl held.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Returns the character that the key types into a text field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Narrows a full-width character that an input method put in place of the ASCII key.
    pub fn narrow(self) -> Key {
        match self.code {
            Code::Char(c) => Key { code: Code::Char(crate::text::narrow_key(c)), ..self },
            _ => self,
        }
    }

    /// Returns the key of the small letter for that of a capital.
    pub fn lowered(self) -> Key {
        match self.code {
            Code::Char(c) => Key { code: Code::Char(c.to_ascii_lowercase()), ..self },
            _ => self,
        }
    }

    /// Reads a key as `keymap.toml` writes it: `n`, `f10`, `ctrl+p`, `shift+tab`, `space`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut key = Key::plain(Code::Esc);
        let mut rest = text;
        loop {
            let (held, after) = match rest.split_once('+') {
                Some((held, after)) if !held.is_empty() && !after.is_empty() => (held, after),
                Some(_) | None => break,
            };
            match held {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return None,
            }
            rest = after;
        }
        key.code = parse_code(rest)?;
        let shifted_char = key.shift && matches!(key.code, Code::Char(_));
        (!shifted_char).then_some(key)
    }
}

fn parse_code(text: &str) -> Option<Code> {
    if let Some((_, _, code)) = NAMES.iter().find(|(name, _, _)| *name == text) {
        return Some(*code);
    }
    let mut chars = text.chars();
    match (chars.next(), chars.as_str()) {
        (Some(c), "") if !c.is_control() && c != ' ' => Some(Code::Char(c)),
        (Some('f'), number) => number.parse().ok().filter(|n| (1..=24).contains(n)).map(Code::F),
        _ => None,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (self.code, NAMES.iter().find(|(_, _, code)| *code == self.code)) {
            (_, Some((_, shown, _))) => f.write_str(shown),
            (Code::F(n), None) => write!(f, "F{n}"),
            (Code::Char(c), None) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            (Code::Char(c), None) => write!(f, "{c}"),
            // Every other key has a name in the table.
            (_, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for (text, shown) in [
            ("n", "n"),
            ("N", "N"),
            ("f10", "F10"),
            ("f", "f"),
            ("ctrl+p", "Ctrl+P"),
            ("shift+tab", "Shift+Tab"),
            ("alt+enter", "Alt+Enter"),
            ("space", "Space"),
            ("+", "+"),
            ("plus", "+"),
            ("?", "?"),
        ] {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "nn", "f0", "f25", "hyper+a", "shift+a", "ctrl+", " "] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_wide_key_is_the_ascii_key() {
        assert_eq!(Key::char('！').narrow(), Key::char('!'));
        assert_eq!(Key::char('沪').narrow(), Key::char('沪'));
    }
}
