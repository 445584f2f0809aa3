//! Sentences by key: the catalogue of both languages, compiled in, with a folder's overrides on top.
//!
//! Asking never fails. A key that Chinese lacks is answered in English, and one that both lack is answered by
//! itself, so that a gap is seen and reported instead of stopping somebody's work; a test keeps gaps from happening.
//!
//! Numbers are passed as text, ready to be read. One that is a plain whole number may still choose a plural:
//! `{ $n -> [one] visit *[other] visits }`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::Lang;

const EN: &str = include_str!("../../config/locale/en.ftl");
const ZH: &str = include_str!("../../config/locale/zh.ftl");

/// Digits up to which a whole number is exact in the number type of the message format.
const PLURAL_DIGITS_MAX: usize = 15;

/// A locale file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The {lang} words cannot be read: {reason}. Correct the file, or remove it to use the words that come with the program."
)]
pub struct LocaleError {
    /// The language of the file.
    pub lang: Lang,
    /// What the reader of the format said about the first fault.
    pub reason: String,
}

/// Both languages, read once and shared by all sessions.
#[derive(Clone)]
pub struct Catalogue {
    en: Arc<FluentBundle<FluentResource>>,
    zh: Arc<FluentBundle<FluentResource>>,
    /// The keys of both.
    keys: Arc<BTreeSet<String>>,
}

impl Catalogue {
    /// Reads the words that are compiled in.
    pub fn built_in() -> Catalogue {
        Catalogue::with_overrides("", "").expect("the compiled-in words are parsed by a test")
    }

    /// Reads the compiled-in words and lays the messages of two override files over them; an empty text changes nothing.
    pub fn with_overrides(en: &str, zh: &str) -> Result<Catalogue, LocaleError> {
        let keys = [EN, ZH, en, zh].into_iter().flat_map(keys).map(String::from).collect::<BTreeSet<_>>();
        Ok(Catalogue { en: bundle(Lang::En, EN, en)?.into(), zh: bundle(Lang::Zh, ZH, zh)?.into(), keys: keys.into() })
    }

    /// Hands out the words of one language; cheap.
    pub fn words(&self, lang: Lang) -> Words {
        Words { lang, catalogue: self.clone() }
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// The words of one language, as a session holds them.
#[derive(Clone)]
pub struct Words {
    lang: Lang,
    catalogue: Catalogue,
}

impl Words {
    /// Returns the language that is spoken.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Says the sentence of a key that takes no values.
    pub fn get<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.say(key, None)
    }

    /// Says the sentence of a key with its values filled in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(Cow::Owned::<str>((*name).to_owned()), value_of(value));
        }
        self.say(key, Some(&args)).into_owned()
    }

    /// Tells whether any language has the key.
    pub fn has(&self, key: &str) -> bool {
        Lang::ALL.into_iter().any(|lang| self.catalogue.bundle(lang).has_message(key))
    }

    /// Lists the keys that begin so, in order: for tables that a shop may lengthen.
    pub fn keys_beginning<'a>(&'a self, with: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.catalogue.keys.range::<str, _>((Bound::Included(with), Bound::Unbounded));
        from.map(String::as_str).take_while(move |key| key.starts_with(with))
    }

    fn say<'a>(&'a self, key: &'a str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let spoken = self.catalogue.bundle(self.lang);
        let bundle = if spoken.has_message(key) { spoken } else { self.catalogue.bundle(Lang::En) };
        match bundle.get_message(key).and_then(|message| message.value()) {
            // A value that the caller forgot shows as its name in braces; that is better than no sentence.
            Some(pattern) => Cow::Owned(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()),
            None => Cow::Borrowed(key),
        }
    }
}

/// The keys of a source: each begins a line, an equals sign follows.
fn keys(source: &str) -> impl Iterator<Item = &str> {
    let key = |line: &'_ str| line.find(" = ").filter(|_| !line.starts_with([' ', '#', '}', '[', '*']));
    source.lines().filter_map(move |line| key(line).map(|end| &line[..end]))
}

fn value_of(text: &str) -> FluentValue<'static> {
    let plain = text.len() <= PLURAL_DIGITS_MAX && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<u64>() {
        // `007` is a label, not a number: it must come out as it went in.
        Ok(number) if plain && number.to_string() == text => FluentValue::from(number),
        _ => FluentValue::from(text.to_owned()),
    }
}

fn bundle(lang: Lang, built_in: &str, over: &str) -> Result<FluentBundle<FluentResource>, LocaleError> {
    let locale = lang.code().parse().expect("a language code is a locale");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // The marks would be drawn as boxes, or counted as cells, by half of the terminals.
    bundle.set_use_isolating(false);
    for source in [built_in, over] {
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| LocaleError {
            lang,
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        bundle.add_resource_overriding(resource);
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN_EXTRA: &str =
        "test-visits = { $n } { $n ->\n    [one] visit\n   *[other] visits\n }\ntest-only = only here\n";
    const ZH_EXTRA: &str = "test-visits = 来过 { $n } 次\n";

    fn words(lang: Lang) -> Words {
        Catalogue::with_overrides(EN_EXTRA, ZH_EXTRA).expect("the extras are words").words(lang)
    }

    #[test]
    fn a_whole_number_chooses_the_plural_and_is_printed_plainly() {
        assert_eq!(words(Lang::En).with("test-visits", &[("n", "1")]), "1 visit");
        assert_eq!(words(Lang::En).with("test-visits", &[("n", "42310")]), "42310 visits");
        assert_eq!(words(Lang::Zh).with("test-visits", &[("n", "007")]), "来过 007 次");
    }

    #[test]
    fn no_invisible_marks_stand_around_values() {
        assert_eq!(words(Lang::Zh).with("test-visits", &[("n", "沪A")]), "来过 沪A 次");
    }

    #[test]
    fn a_key_that_chinese_lacks_is_answered_in_english_and_one_that_both_lack_by_itself() {
        assert_eq!(words(Lang::Zh).get("test-only"), "only here");
        assert_eq!(words(Lang::Zh).get("test-nowhere"), "test-nowhere");
    }

    #[test]
    fn a_table_of_keys_can_be_lengthened_by_an_override() {
        let words = words(Lang::Zh);
        assert_eq!(words.keys_beginning("test-").collect::<Vec<_>>(), ["test-only", "test-visits"]);
        assert_eq!(words.keys_beginning("nothing-begins-so").count(), 0);
    }

    #[test]
    fn a_broken_override_is_refused_by_language() {
        let Err(error) = Catalogue::with_overrides("", "broken") else { panic!("a broken file was accepted") };
        assert_eq!(error.lang, Lang::Zh);
    }
}
