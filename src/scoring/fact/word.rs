//! The closed word lists of facts.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A choice from a closed list, written as one word.
pub trait Word: Copy + PartialEq + 'static {
    /// Every choice with its word, in the order in which they are offered.
    const WORDS: &'static [(&'static str, Self)];

    /// Finds the choice that a word stands for.
    fn read(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, choice)| *choice)
    }

    /// Gives the word.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, choice)| *choice == self).map(|(word, _)| *word).expect("every choice has a word")
    }

    /// Gives all words.
    fn all() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(word, _)| *word).collect()
    }
}

/// Which of the five facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A customer answered a form.
    Response,
    /// A vehicle was handed over.
    Delivery,
    /// A customer complained.
    Complaint,
    /// A form was handed out or a call was begun.
    Issued,
    /// Somebody tried to reach a customer.
    Attempt,
}

/// Who answered a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Respondent {
    /// A customer of the shop.
    Customer,
    /// A dealer.
    Dealer,
    /// The shop's own people, about the customers' view.
    Staff,
    /// A customer of a competitor.
    Competitor,
    /// A department as the customer of another.
    Internal,
}

/// What a customer's own words amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opinion {
    /// Something was good.
    Praise,
    /// Something could be better.
    Suggestion,
    /// Something was wrong.
    Complaint,
}

/// What came of an attempt to reach a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It rang, nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The telephone was off.
    Off,
    /// Somebody else has that number.
    WrongNumber,
    /// The customer did not want to answer.
    Refused,
    /// The customer named another time.
    CallBack,
    /// The customer answered.
    Reached,
}

impl Word for Kind {
    const WORDS: &'static [(&'static str, Kind)] = &[
        ("response", Kind::Response),
        ("delivery", Kind::Delivery),
        ("complaint", Kind::Complaint),
        ("issued", Kind::Issued),
        ("attempt", Kind::Attempt),
    ];
}

impl Word for Respondent {
    const WORDS: &'static [(&'static str, Respondent)] = &[
        ("customer", Respondent::Customer),
        ("dealer", Respondent::Dealer),
        ("staff", Respondent::Staff),
        ("competitor", Respondent::Competitor),
        ("internal", Respondent::Internal),
    ];
}

impl Word for Opinion {
    const WORDS: &'static [(&'static str, Opinion)] =
        &[("praise", Opinion::Praise), ("suggestion", Opinion::Suggestion), ("complaint", Opinion::Complaint)];
}

impl Word for Outcome {
    const WORDS: &'static [(&'static str, Outcome)] = &[
        ("no-answer", Outcome::NoAnswer),
        ("busy", Outcome::Busy),
        ("voicemail", Outcome::Voicemail),
        ("off", Outcome::Off),
        ("wrong-number", Outcome::WrongNumber),
        ("refused", Outcome::Refused),
        ("call-back", Outcome::CallBack),
        ("reached", Outcome::Reached),
    ];
}

/// Reads a choice that was written as its word.
pub fn word_of<'de, W: Word, D: Deserializer<'de>>(deserializer: D) -> Result<W, D::Error> {
    let word = String::deserialize(deserializer)?;
    W::read(&word).ok_or_else(|| serde::de::Error::custom(format!("`{word}` is none of {}", W::all().join(", "))))
}

impl<'de> Deserialize<'de> for Respondent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word_of(deserializer)
    }
}

impl<'de> Deserialize<'de> for Opinion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word_of(deserializer)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Respondent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl Serialize for Opinion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
