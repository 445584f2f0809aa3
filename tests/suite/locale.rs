//! No word is missing in either language, none is left over, and none is asked for that does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shopdesk::text::{Catalogue, Lang};

const EN: &str = include_str!("../../config/locale/en.ftl");
const ZH: &str = include_str!("../../config/locale/zh.ftl");

/// Beginnings of keys that the program puts together at run time.
const MADE_AT_RUN_TIME: &[&str] = &["layer-", "field-", "missing-", "term-call-", "maker-", "symptom-code-", "help-"];

/// Where words may be asked for.
const SPEAKING: &[&str] = &["src/text", "src/report", "src/tui", "src/server", "src/cli"];

/// Literals that look like a key and are none.
const NO_KEYS: &[&str] = &[];

/// The variables of each message, by key.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with([' ', '\t', '}']) {
            let (name, _) = line.split_once(" = ").unwrap_or_else(|| panic!("no message: {line}"));
            assert!(messages.insert(name.to_owned(), BTreeSet::new()).is_none(), "{name} stands twice");
            name.clone_into(&mut key);
        }
        let variables = line.split('$').skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        messages.get_mut(&key).expect("a line belongs to a message").extend(variables);
    }
    messages
}

/// Every string literal of the parts of the program that speak, without their tests.
fn literals() -> BTreeSet<String> {
    fn walk(folder: &Path, literals: &mut BTreeSet<String>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, literals);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a source file is text");
                let code = source.split("#[cfg(test)]").next().unwrap_or_default();
                literals.extend(literals_of(code));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut literals = BTreeSet::new();
    SPEAKING.iter().for_each(|folder| walk(&root.join(folder), &mut literals));
    literals
}

fn literals_of(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines() {
        let line = line.replace("'\"'", "");
        let mut rest = line.as_str();
        // What stands before a comment has an even number of quotes.
        if let Some((before, _)) = rest.split_once("//").filter(|(before, _)| before.matches('"').count() % 2 == 0) {
            rest = before;
        }
        found.extend(rest.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

fn looks_like_a_key(literal: &str) -> bool {
    literal.contains('-')
        && literal.split('-').all(|part| !part.is_empty())
        && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn section(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    let (en, zh) = (messages(EN), messages(ZH));
    let keys = |messages: &BTreeMap<String, _>| messages.keys().cloned().collect::<BTreeSet<String>>();
    let missing: Vec<_> = keys(&en).symmetric_difference(&keys(&zh)).cloned().collect();
    assert!(missing.is_empty(), "only in one language: {missing:?}");
    for (key, values) in &en {
        assert_eq!(values, &zh[key], "{key} takes other values in Chinese");
    }
}

#[test]
fn keys_are_kebab_case_with_their_section_first() {
    for key in messages(EN).keys() {
        assert!(looks_like_a_key(key), "{key}");
    }
}

#[test]
fn every_message_is_used() {
    let literals = literals();
    let unused: Vec<_> = messages(EN)
        .into_keys()
        .filter(|key| !MADE_AT_RUN_TIME.iter().any(|prefix| key.starts_with(prefix)))
        // A remedy goes with its sentence.
        .filter(|key| !literals.contains(key.strip_suffix("-hint").unwrap_or(key)))
        .collect();
    assert!(unused.is_empty(), "nobody says: {unused:?}");
}

#[test]
fn every_key_in_the_source_exists() {
    let keys = messages(EN);
    let sections: BTreeSet<&str> = keys.keys().map(|key| section(key)).collect();
    let unknown: Vec<_> = literals()
        .into_iter()
        .filter(|literal| looks_like_a_key(literal) && sections.contains(section(literal)))
        .filter(|literal| !keys.contains_key(literal) && !NO_KEYS.contains(&literal.as_str()))
        .collect();
    assert!(unknown.is_empty(), "asked for, but nobody wrote: {unknown:?}");
}

#[test]
fn every_layer_of_keys_has_a_heading() {
    let words = Catalogue::built_in().words(Lang::Zh);
    for layer in shopdesk::tui::keymap::Layer::ALL {
        assert!(words.has(&format!("layer-{}", layer.name())), "{layer:?}");
    }
}

#[test]
fn every_message_says_something_without_marks_that_cannot_be_seen() {
    for lang in Lang::ALL {
        let words = Catalogue::built_in().words(lang);
        for key in messages(EN).keys() {
            let said = words.get(key);
            assert!(!said.trim().is_empty() && said != key.as_str(), "{lang}: {key}");
            assert_eq!(said, shopdesk::text::clean_text(&said), "{lang}: {key}");
        }
    }
}

/// Refusals are read on screens and by those who write scripts: the keys of a screen help only the ones.
#[test]
fn what_is_refused_names_no_key_of_a_screen() {
    let of_refusals = ["refusal", "missing", "why", "need", "error", "store", "warning"];
    for source in [EN, ZH] {
        for line in source.lines().filter(|line| of_refusals.contains(&section(line))) {
            let words: Vec<&str> = line.split([' ', '，', '。', '.', ',', ':', '：']).collect();
            let named =
                ["/", "Enter", "Esc", "Space", "F1", "F2", "F3", "F10", "按"].iter().find(|k| words.contains(*k));
            assert!(named.is_none() && !line.contains("Ctrl+"), "{line}");
        }
    }
}

#[test]
fn the_search_for_keys_finds_a_gap() {
    let code =
        "let a = words.get(\"board-title\"); // words.get(\"board-comment\")\nlet c = '\"'; f(\"board-x\", \"B y\");";
    assert_eq!(literals_of(code), ["board-title", "board-x", "B y"]);
    assert!(looks_like_a_key("board-title") && !looks_like_a_key("board") && !looks_like_a_key("B-y"));
}
