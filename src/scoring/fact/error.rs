//! Why a line is not a fact: field, value, and what would have been allowed.

use std::fmt;

use thiserror::Error;

use super::Kind;
use crate::scoring::DayError;

/// Why a line was refused. The sentences are for programmers; a program for people makes its own from the data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactError {
    /// The line is no JSON object.
    #[error("this is not a JSON object: {detail}")]
    NotAnObject {
        /// What the JSON reader met, and where.
        detail: String,
    },
    /// A field that must be there is not.
    #[error("`{field}` is missing; write {allowed}")]
    Missing {
        /// The field, for example `answers`.
        field: String,
        /// What belongs there.
        allowed: Allowed,
    },
    /// A field stands twice in the same object.
    #[error("`{field}` stands twice; keep one of the two")]
    Twice {
        /// The field.
        field: String,
    },
    /// A field that this kind of fact does not have.
    #[error("`{field}` is no field of {kind}; it has {}", known.join(", "))]
    Unknown {
        /// The field.
        field: String,
        /// The kind of fact.
        kind: Kind,
        /// The fields that it has.
        known: Vec<&'static str>,
    },
    /// A field holds something else than it may.
    #[error("`{field}` is {value}; write {allowed}")]
    Value {
        /// The field, with the item after a point where it has items: `answers.price`.
        field: String,
        /// What it holds, as written, cut where it is long.
        value: String,
        /// What may stand there.
        allowed: Allowed,
    },
}

/// What a field may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// Any text that is not empty.
    Text,
    /// A whole number from 0 up to this one.
    WholeUpTo(u64),
    /// A whole number of any size, not below 0.
    Whole,
    /// True or false.
    YesNo,
    /// One word of a closed list.
    OneOf(Vec<&'static str>),
    /// A moment as RFC 3339 writes it, and what was wrong with the given one.
    Moment(DayError),
    /// An object: items and grades, or items and reason codes.
    Object,
    /// A grade, or null where the item does not apply.
    Grade,
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Allowed::Text => f.write_str("a text that is not empty"),
            Allowed::WholeUpTo(most) => write!(f, "a whole number from 0 to {most}"),
            Allowed::Whole => f.write_str("a whole number, 0 or more"),
            Allowed::YesNo => f.write_str("true or false"),
            Allowed::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Allowed::Moment(why) => write!(f, "a moment like 2026-03-02T10:00:00+08:00 ({why})"),
            Allowed::Object => f.write_str("an object of items, like {\"price\":5}"),
            Allowed::Grade => f.write_str("a grade from 0 to 255, or null for not applicable"),
        }
    }
}
