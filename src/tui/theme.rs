//! What a thing means, and how that looks: a dozen roles, three themes, two sets of marks.
//!
//! Code names roles only. A theme file gives each role a look for terminals with sixteen colours and may refine it
//! for those with more. A state is never told by colour alone: it has a mark or a word beside it, so that the theme
//! without colours loses nothing.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::terminal::Depth;

/// What a piece of text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Plain text.
    #[default]
    Text,
    /// What may be overlooked.
    Dim,
    /// Names of screens, columns and boxes.
    Title,
    /// Lines between parts.
    Rule,
    /// The one thing to look at: the focused label, the stage that is now.
    Accent,
    /// The row or choice under the cursor.
    Selection,
    /// Over time, or bad.
    Late,
    /// Soon over time, or to be watched.
    Soon,
    /// In order.
    Good,
    /// Where text may be typed.
    Field,
    /// A sentence about what is wrong.
    Error,
    /// What changed a moment ago.
    Mark,
    /// The name of a key.
    Key,
}

impl Role {
    /// All roles, in the order of a theme file.
    pub const ALL: [Role; 13] = [
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Rule,
        Role::Accent,
        Role::Selection,
        Role::Late,
        Role::Soon,
        Role::Good,
        Role::Field,
        Role::Error,
        Role::Mark,
        Role::Key,
    ];
}

/// Marks that take one cell each, in two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Before what is late or wrong.
    pub late: &'static str,
    /// Before what is due soon.
    pub soon: &'static str,
    /// Before the row under the cursor.
    pub select: &'static str,
    /// Before a row marked for a command on several.
    pub marked: &'static str,
    /// Before what is done.
    pub done: &'static str,
    /// Before what is going on.
    pub now: &'static str,
    /// Before a field that is still needed.
    pub needed: &'static str,
    /// There is more above.
    pub more_up: &'static str,
    /// There is more below.
    pub more_down: &'static str,
    /// A line from left to right.
    pub line: &'static str,
    /// A line from top to bottom.
    pub wall: &'static str,
    /// Corners of a frame: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// The filled part of a bar.
    pub bar: &'static str,
    /// The filled half of a cell of a bar.
    pub bar_half: &'static str,
    /// The target in a bar.
    pub target: &'static str,
}

impl Marks {
    /// Marks for terminals that draw them one cell wide, as almost all do.
    pub const UNICODE: Marks = Marks {
        late: "!",
        soon: "~",
        select: ">",
        marked: "+",
        done: "✓",
        now: "▸",
        needed: "*",
        more_up: "▴",
        more_down: "▾",
        line: "─",
        wall: "│",
        corners: ["┌", "┐", "└", "┘"],
        bar: "█",
        bar_half: "▌",
        target: "│",
    };

    /// Marks for terminals that draw characters of uncertain width over two cells.
    pub const ASCII: Marks = Marks {
        late: "!",
        soon: "~",
        select: ">",
        marked: "+",
        done: "x",
        now: ">",
        needed: "*",
        more_up: "^",
        more_down: "v",
        line: "-",
        wall: "|",
        corners: ["+", "+", "+", "+"],
        bar: "#",
        bar_half: "#",
        target: "|",
    };
}

/// A theme file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// The file is no TOML, or names an unknown role or field.
    #[error("The theme cannot be read: {0}")]
    Unreadable(String),
    /// A role that the file leaves out.
    #[error("The theme lacks the role `{0}`. Add a line like `{0} = {{ c16 = \"white\" }}`.")]
    Missing(String),
    /// A word that is no colour and no manner.
    #[error(
        "The theme says `{word}` for `{role}`, which is no colour. Use a name such as `red` or `bright-blue`, a value such as `#d75f5f`, `on` before a background, or `bold`, `dim`, `underline`, `reverse`."
    )]
    Word {
        /// The role of the line.
        role: String,
        /// The word.
        word: String,
    },
}

/// How each role looks in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
    /// The set of marks that this session's terminal shows well.
    pub marks: Marks,
}

/// The looks of one role, as the file writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    c16: String,
    rgb: Option<String>,
}

impl Theme {
    /// Reads a theme for terminals with the given colours.
    pub fn parse(text: &str, depth: Depth) -> Result<Theme, ThemeError> {
        let lines: BTreeMap<Role, Line> =
            toml::from_str(text).map_err(|error| ThemeError::Unreadable(error.to_string()))?;
        let mut styles = [Style::new(); Role::ALL.len()];
        for role in Role::ALL {
            let line = lines.get(&role).ok_or_else(|| ThemeError::Missing(name(role)))?;
            // Both are read whatever the depth, so that a fault is found on any terminal.
            let plain = read_look(role, &line.c16)?;
            let fine = line.rgb.as_deref().map(|look| read_look(role, look)).transpose()?;
            styles[role as usize] = match depth {
                Depth::Mono | Depth::C16 => plain,
                Depth::C256 | Depth::True => fine.unwrap_or(plain),
            };
        }
        Ok(Theme { styles, marks: Marks::UNICODE })
    }

    /// Returns a theme that is compiled in, `day` or `night`; a terminal without colours always gets `mono`.
    pub fn built_in(theme: &str, depth: Depth) -> Option<Theme> {
        let text = Theme::text(if depth == Depth::Mono { "mono" } else { theme })?;
        Some(Theme::parse(text, depth).expect("the compiled-in themes are parsed by a test"))
    }

    /// Returns the file of a theme that is compiled in.
    pub fn text(theme: &str) -> Option<&'static str> {
        const THEMES: [(&str, &str); 3] = [
            ("night", include_str!("../../config/theme/night.toml")),
            ("day", include_str!("../../config/theme/day.toml")),
            ("mono", include_str!("../../config/theme/mono.toml")),
        ];
        THEMES.iter().find(|(name, _)| *name == theme).map(|(_, text)| *text)
    }

    /// Returns the theme with the given marks.
    pub fn with_marks(self, marks: Marks) -> Theme {
        Theme { marks, ..self }
    }

    /// Returns the look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

fn name(role: Role) -> String {
    format!("{role:?}").to_lowercase()
}

/// Reads a look such as `bright-red bold` or `#202020 on #d0d7e0`.
fn read_look(role: Role, look: &str) -> Result<Style, ThemeError> {
    let mut style = Style::new();
    let mut background = false;
    for word in look.split_whitespace() {
        let manner = match word {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            "plain" => Modifier::empty(),
            "on" => {
                background = true;
                continue;
            }
            colour => {
                let colour =
                    read_colour(colour).ok_or_else(|| ThemeError::Word { role: name(role), word: word.to_owned() })?;
                style = if background { style.bg(colour) } else { style.fg(colour) };
                background = false;
                continue;
            }
        };
        style = style.add_modifier(manner);
    }
    Ok(style)
}

fn read_colour(word: &str) -> Option<Color> {
    const NAMES: [(&str, Color); 16] = [
        ("black", Color::Black),
        ("red", Color::Red),
        ("green", Color::Green),
        ("yellow", Color::Yellow),
        ("blue", Color::Blue),
        ("magenta", Color::Magenta),
        ("cyan", Color::Cyan),
        ("white", Color::Gray),
        ("bright-black", Color::DarkGray),
        ("bright-red", Color::LightRed),
        ("bright-green", Color::LightGreen),
        ("bright-yellow", Color::LightYellow),
        ("bright-blue", Color::LightBlue),
        ("bright-magenta", Color::LightMagenta),
        ("bright-cyan", Color::LightCyan),
        ("bright-white", Color::White),
    ];
    if let Some((_, colour)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some(*colour);
    }
    let digits = word.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = value.to_be_bytes();
    Some(Color::Rgb(red, green, blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTHS: [Depth; 4] = [Depth::Mono, Depth::C16, Depth::C256, Depth::True];

    #[test]
    fn the_themes_that_come_with_the_program_are_whole_at_every_depth() {
        for theme in ["day", "night", "mono"] {
            assert!(DEPTHS.iter().all(|depth| Theme::built_in(theme, *depth).is_some()), "{theme}");
        }
        assert!(Theme::built_in("dusk", Depth::C16).is_none());
    }

    #[test]
    fn states_differ_from_plain_text_even_without_colours() {
        let theme = Theme::built_in("night", Depth::Mono).expect("there is a theme");
        for role in [Role::Selection, Role::Late, Role::Accent, Role::Field, Role::Error, Role::Mark] {
            assert_ne!(theme.style(role), theme.style(Role::Text), "{role:?}");
            assert_eq!(theme.style(role).fg.or(theme.style(role).bg), None, "{role:?} needs a colour");
        }
    }

    #[test]
    fn faults_are_named() {
        assert!(matches!(Theme::parse("text = {}", Depth::C16), Err(ThemeError::Unreadable(_))));
        assert!(matches!(Theme::parse("glow = { c16 = \"red\" }", Depth::C16), Err(ThemeError::Unreadable(_))));
        assert_eq!(Theme::parse("", Depth::C16), Err(ThemeError::Missing("text".into())));
        let fault = ThemeError::Word { role: "text".into(), word: "pinkish".into() };
        assert_eq!(Theme::parse("text = { c16 = \"pinkish\" }", Depth::True), Err(fault));
    }

    #[test]
    fn a_look_is_read_word_by_word() {
        let look = read_look(Role::Text, "#102030 on bright-blue bold").expect("it is a look");
        assert_eq!(look, Style::new().fg(Color::Rgb(16, 32, 48)).bg(Color::LightBlue).bold());
    }
}
