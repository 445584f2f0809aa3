//! What is wrong with a scheme file: file, field, value, remedy.

use std::fmt;

use thiserror::Error;

/// Why a scheme was refused. The sentences are for programmers; a program for people makes its own from the data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}{}: `{field}` is {value}; {remedy}", Line(*line))]
pub struct SchemeError {
    /// The file.
    pub file: String,
    /// The line, counted from 1, where one line is to blame.
    pub line: Option<u64>,
    /// The field with the way to it: `band[2].at_least`; items of a list are counted from 1.
    pub field: String,
    /// What stands there; `missing` where nothing does.
    pub value: String,
    /// What puts it right.
    pub remedy: Remedy,
}

/// What puts a scheme right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Write valid TOML; the reader's own words say where it stumbled.
    Syntax(String),
    /// Write this instead, or at all.
    Write(Wanted),
    /// Take the field out; these are the fields known here.
    Remove(Vec<&'static str>),
    /// Choose another name: this one is taken.
    Rename,
    /// Let every respondent belong to one part.
    OnePartEach,
    /// Give the points that this kind of interval is made for, and one item.
    FitInterval(&'static str),
    /// Name one of these, which exist.
    NameOneOf(Vec<String>),
    /// Let the first band begin at 0 or below, without a lower end.
    BeginAtZero,
    /// Let the last band have no upper end.
    EndOpen,
    /// Let the band begin where the one before ends, the boundary belonging to exactly one of the two.
    MeetTheBandBefore,
    /// Choose ends with something between them.
    WidenRange,
    /// Stay within what can be reached at all.
    StayWithin(String),
    /// Let the parts' weights add up to 1.
    AddUpToOne,
    /// Write a boundary with at most two decimals.
    TwoDecimals,
    /// Keep two different boundaries at least 0.02 apart, so that a score between them can be printed.
    KeepApart,
    /// Write points and weights with fewer digits, so that their sums stay whole numbers of the machine.
    FewerDigits,
    /// Give a lower end, an upper end or both.
    GiveAnEnd,
    /// Give each end once: `at_least` or `above`, `at_most` or `below`.
    OneEndEach,
}

/// What may stand in a field of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A text.
    Text,
    /// A name of small letters, digits, hyphens and underscores.
    Name,
    /// A whole number of at least this size.
    WholeFrom(u32),
    /// A grade key, 0 to 255.
    Key,
    /// A plain number without a sign: 80, 0.6 or "5/6".
    Number,
    /// A plain number that may have a minus sign.
    SignedNumber,
    /// True or false.
    YesNo,
    /// A day without quotes: 2026-11-23.
    Day,
    /// A table.
    Table,
    /// A list.
    List,
    /// One word of a closed list.
    OneOf(Vec<&'static str>),
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remedy::Syntax(detail) => write!(f, "write valid TOML ({detail})"),
            Remedy::Write(wanted) => write!(f, "write {wanted}"),
            Remedy::Remove(known) => write!(f, "remove it, known here are {}", known.join(", ")),
            Remedy::Rename => f.write_str("choose another name, this one is taken"),
            Remedy::OnePartEach => f.write_str("let each respondent belong to one part"),
            Remedy::FitInterval(points) => write!(f, "ask one item whose answers are worth {points}, or take student"),
            Remedy::NameOneOf(known) => write!(f, "name one of {}", known.join(", ")),
            Remedy::BeginAtZero => f.write_str("let the first band begin at 0"),
            Remedy::EndOpen => f.write_str("let the last band have no upper end"),
            Remedy::MeetTheBandBefore => {
                f.write_str("let it begin where the band before ends, one of the two taking the boundary")
            }
            Remedy::WidenRange => f.write_str("choose ends with something between them"),
            Remedy::StayWithin(reachable) => write!(f, "stay within {reachable}, the most that can be reached"),
            Remedy::AddUpToOne => f.write_str("let the weights of the parts add up to 1"),
            Remedy::TwoDecimals => f.write_str("write it with at most two decimals"),
            Remedy::KeepApart => f.write_str("keep two different boundaries at least 0.02 apart"),
            Remedy::FewerDigits => f.write_str("write it, or its like in this scheme, with fewer digits"),
            Remedy::GiveAnEnd => f.write_str("give at_least or above, at_most or below"),
            Remedy::OneEndEach => f.write_str("give only one of at_least and above, one of at_most and below"),
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Text => f.write_str("a text"),
            Wanted::Name => f.write_str("a name of small letters, digits, hyphens and underscores"),
            Wanted::WholeFrom(least) => write!(f, "a whole number, {least} or more"),
            Wanted::Key => f.write_str("a whole number from 0 to 255"),
            Wanted::Number => f.write_str("a number like 80, 0.6 or \"5/6\", not below 0"),
            Wanted::SignedNumber => f.write_str("a number like 8, -1 or \"5/6\""),
            Wanted::YesNo => f.write_str("true or false"),
            Wanted::Day => f.write_str("a day without quotes, like 2026-11-23"),
            Wanted::Table => f.write_str("a table"),
            Wanted::List => f.write_str("a list with at least one entry"),
            Wanted::OneOf(words) => write!(f, "one of {}", words.join(", ")),
        }
    }
}

/// A line number where there is one.
struct Line(Option<u64>);

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(line) => write!(f, ", line {line}"),
            None => Ok(()),
        }
    }
}
