//! Which facts a report is made of: those of its period, and in groups those with the same advisor, month and so on.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fact::word_of;
use super::sheet::{self, Reading};
use super::{Book, Day, Fact, Fault, Faults, Place, Scheme, Word};

/// What groups have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The service advisor.
    Advisor,
    /// The technician.
    Technician,
    /// Who took the answers.
    Caller,
    /// The month, written 2026-03.
    Month,
    /// The customer's segment.
    Segment,
    /// How the answers were taken.
    Mode,
    /// The stage of the visit that the items are about.
    Stage,
    /// The shop.
    Shop,
    /// The item.
    Item,
}

/// The days that a report covers, both included; an open end covers everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// A fact of the period, read under the scheme.
#[derive(Debug, Clone)]
pub(super) struct Selected<'a> {
    pub(super) fact: &'a Fact,
    pub(super) reading: Reading,
}

/// What the facts of a group share; those without it come last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    absent: bool,
    name: String,
}

impl Word for By {
    const WORDS: &'static [(&'static str, By)] = &[
        ("advisor", By::Advisor),
        ("technician", By::Technician),
        ("caller", By::Caller),
        ("month", By::Month),
        ("segment", By::Segment),
        ("mode", By::Mode),
        ("stage", By::Stage),
        ("shop", By::Shop),
        ("item", By::Item),
    ];
}

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word_of(deserializer)
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl By {
    /// Gives what a fact has in common with its group, if it has it; nothing for what splits forms, not facts.
    pub fn key_of(self, fact: &Fact) -> Option<String> {
        key(fact, self)
    }
}

impl Period {
    /// Says whether a day belongs to it.
    pub fn contains(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Key {
    /// Gives the name that the group has in common, if it has one.
    pub(super) fn name(self) -> Option<String> {
        (!self.absent).then_some(self.name)
    }
}

impl From<Option<String>> for Key {
    fn from(name: Option<String>) -> Key {
        Key { absent: name.is_none(), name: name.unwrap_or_default() }
    }
}

/// Reads the facts of a period under a scheme.
pub(super) fn of_period<'a>(scheme: &Scheme, book: &'a Book, period: Period) -> Result<Vec<Selected<'a>>, Faults> {
    let mut selected = Vec::new();
    let mut faults = Faults::default();
    let of_period = book.facts().filter(|(fact, _)| period.contains(fact.stamp().at.day()));
    for (fact, place) in of_period {
        match sheet::reading(scheme, fact) {
            Ok(Reading::Unused) => {}
            Ok(reading) => selected.push(Selected { fact, reading }),
            Err(cause) => faults.push(Fault { place: Place::clone(place), cause }),
        }
    }
    faults.or(selected)
}

/// Splits facts into groups, in the order of their keys.
pub(super) fn groups<'a>(scheme: &Scheme, selected: &[Selected<'a>], by: By) -> BTreeMap<Key, Vec<Selected<'a>>> {
    let splitter = Splitter::new(scheme, by);
    let mut groups: BTreeMap<Key, Vec<Selected<'a>>> = splitter.keys().map(|key| (key, Vec::new())).collect();
    for one in selected {
        for (key, reading) in splitter.split(one.fact, &one.reading) {
            groups.entry(key).or_default().push(Selected { fact: one.fact, reading });
        }
    }
    groups
}

/// Says to which groups a fact belongs, and what of it.
pub(super) struct Splitter {
    by: By,
    /// Where the forms themselves are split: the items of each group.
    items: BTreeMap<Key, Vec<usize>>,
}

impl Splitter {
    pub(super) fn new(scheme: &Scheme, by: By) -> Splitter {
        let names: Vec<Option<String>> = match by {
            By::Stage => scheme.items.iter().map(|item| item.stage.clone()).collect(),
            By::Item => scheme.items.iter().map(|item| Some(item.id.clone())).collect(),
            By::Advisor | By::Technician | By::Caller | By::Month | By::Segment | By::Mode | By::Shop => Vec::new(),
        };
        let mut items: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.into_iter().enumerate() {
            items.entry(name.into()).or_default().push(index);
        }
        Splitter { by, items }
    }

    /// Gives the groups that there are whatever the facts.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.items.keys().cloned()
    }

    /// Gives the items of each group by index, where forms are split.
    pub(super) fn into_items(self) -> impl Iterator<Item = (Key, Vec<usize>)> {
        self.items.into_iter()
    }

    /// Splits one fact: whole into one group, or a form by its items into several.
    pub(super) fn split(&self, fact: &Fact, reading: &Reading) -> Vec<(Key, Reading)> {
        if self.items.is_empty() {
            return vec![(key(fact, self.by).into(), reading.clone())];
        }
        let sheet = match reading {
            Reading::Form(sheet) | Reading::PartOfForm(sheet) => sheet,
            Reading::OtherPart(..)
            | Reading::OtherRespondent
            | Reading::OtherScheme
            | Reading::Measured
            | Reading::Unused => return Vec::new(),
        };
        let parts = self.items.iter().map(|(key, keep)| (key.clone(), sheet.only(keep)));
        parts.filter(|(_, part)| part.answered() > 0).map(|(key, part)| (key, Reading::PartOfForm(part))).collect()
    }
}

/// Gives what a fact has in common with its group, if it has it.
fn key(fact: &Fact, by: By) -> Option<String> {
    let stamp = fact.stamp();
    match by {
        By::Month => Some(format!("{:04}-{:02}", stamp.at.day().year(), stamp.at.day().month())),
        By::Shop => stamp.shop.clone(),
        By::Advisor => match fact {
            Fact::Response(fact) => fact.advisor.clone(),
            Fact::Delivery(fact) => fact.advisor.clone(),
            Fact::Complaint(fact) => fact.advisor.clone(),
            Fact::Issued(_) | Fact::Attempt(_) => None,
        },
        By::Technician => match fact {
            Fact::Response(fact) => fact.technician.clone(),
            Fact::Delivery(fact) => fact.technician.clone(),
            Fact::Complaint(fact) => fact.technician.clone(),
            Fact::Issued(_) | Fact::Attempt(_) => None,
        },
        By::Segment => match fact {
            Fact::Response(fact) => fact.segment.clone(),
            Fact::Delivery(fact) => fact.segment.clone(),
            Fact::Complaint(fact) => fact.segment.clone(),
            Fact::Issued(fact) => fact.segment.clone(),
            Fact::Attempt(_) => None,
        },
        By::Caller => match fact {
            Fact::Response(fact) => fact.caller.clone(),
            Fact::Attempt(fact) => fact.caller.clone(),
            Fact::Delivery(_) | Fact::Complaint(_) | Fact::Issued(_) => None,
        },
        By::Mode => match fact {
            Fact::Response(fact) => fact.mode.clone(),
            Fact::Delivery(_) | Fact::Complaint(_) | Fact::Issued(_) | Fact::Attempt(_) => None,
        },
        // These split forms, not facts.
        By::Stage | By::Item => None,
    }
}
