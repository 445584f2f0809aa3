//! What a checklist is: sections of items, and how an item is marked. Lists are data (`config/checklist`), versioned and
//! adopted into the journal like schemes, so that an old sheet can always be read by the list that it was made with.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The lists that come with the program: file name and text.
pub const SHIPPED: &[(&str, &str)] = &[
    ("inspection.toml", include_str!("../../../config/checklist/inspection.toml")),
    ("joint.toml", include_str!("../../../config/checklist/joint.toml")),
    ("welcome.toml", include_str!("../../../config/checklist/welcome.toml")),
    ("send-off.toml", include_str!("../../../config/checklist/send-off.toml")),
    ("pack.toml", include_str!("../../../config/checklist/pack.toml")),
    ("disclosure.toml", include_str!("../../../config/checklist/disclosure.toml")),
];

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// Good, to be watched, bad, or nothing that this car has.
    Grades,
    /// Done or not done.
    Ticks,
}

/// A checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Its id, such as `joint`.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// How its items are marked.
    pub marks: Marks,
    /// Two people confirm what was found: one of the workshop, one of the reception (C3).
    #[serde(default)]
    pub confirmed: bool,
    /// Its parts, in the order in which one walks.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
}

/// A part of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading in Chinese; empty for none.
    pub zh: String,
    /// Its heading in English.
    pub en: String,
    /// What is looked at.
    pub items: Vec<Item>,
}

/// One thing to look at or to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id within the list.
    pub id: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
}

impl Checklist {
    /// Reads a list.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence that names the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let list: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut ids = BTreeSet::new();
        if let Some(twice) = list.items().find(|item| !ids.insert(item.id.as_str())) {
            return Err(format!("the item {} stands twice", twice.id));
        }
        if list.items().next().is_none() || list.version == 0 || !list.items().all(|item| is_id(&item.id)) {
            return Err(
                "a list has a version from 1 and items whose ids are lower-case letters, digits and hyphens".into()
            );
        }
        Ok(list)
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::{Checklist, SHIPPED};

    #[test]
    fn the_lists_that_come_with_the_program_are_good() {
        for (file, text) in SHIPPED {
            let list = Checklist::parse(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(format!("{}.toml", list.id), *file);
        }
    }

    #[test]
    fn c2_the_technical_inspection_has_its_four_sections() {
        let (_, text) = SHIPPED[0];
        let list = Checklist::parse(text).expect("readable");
        let headings: Vec<_> = list.sections.iter().map(|section| section.zh.as_str()).collect();
        assert_eq!(headings, ["外观", "内饰", "发动机", "底盘"]);
        assert!(list.sections.iter().all(|section| (5..=7).contains(&section.items.len())));
        assert!(list.confirmed, "two people confirm it (C3)");
    }

    #[test]
    fn an_item_that_stands_twice_is_refused() {
        let text = include_str!("../../../config/checklist/joint.toml");
        let error = Checklist::parse(&text.replace("id = \"belts\"", "id = \"oil\"")).expect_err("twice");
        assert!(error.contains("oil"), "{error}");
        assert!(Checklist::parse(&text.replace("id = \"belts\"", "id = \"Belts\"")).is_err());
    }
}
