//! The two languages of the desk.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language that a session may speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// English, which also stands in for what Chinese lacks.
    #[default]
    En,
    /// Chinese as written on the mainland.
    Zh,
}

impl Lang {
    /// All languages, in the order in which the language key walks through them.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// Names the language as settings and the command line write it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// Picks what is said in this language of a thing that has words in both.
    pub fn pick<'a, T: ?Sized>(self, en: &'a T, zh: &'a T) -> &'a T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// Returns the language that the language key switches to.
    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        }
    }

    /// Reads a language from a code or a locale name such as `zh_CN.UTF-8`.
    pub fn parse(name: &str) -> Option<Lang> {
        let code = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_names_of_the_system_are_understood() {
        assert_eq!(Lang::parse("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN"), Some(Lang::En));
        assert_eq!(Lang::parse("C"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
