//! The names of the numbers of a report, as people and programs ask for them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::explain::ExplainError;

/// A number that can be explained.
///
/// ```
/// use shopdesk::scoring::What;
/// assert_eq!("item:price".parse(), Ok(What::Item("price".into())));
/// assert_eq!(What::Total.to_string(), "total");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The total.
    Total,
    /// The customers' view.
    External,
    /// The shop's own measures.
    Internal,
    /// The view of others than customers, a part of the total of its own.
    Part(String),
    /// One component of them.
    Component(String),
    /// The rate of the satisfied.
    Rate,
    /// The mean of one item.
    Item(String),
    /// The score of one form.
    Form(String),
}

impl What {
    /// Gives the name of what there are several of.
    pub(super) fn id(&self) -> Option<&String> {
        match self {
            What::Total | What::External | What::Internal | What::Rate => None,
            What::Part(id) | What::Component(id) | What::Item(id) | What::Form(id) => Some(id),
        }
    }
}

impl FromStr for What {
    type Err = ExplainError;

    fn from_str(text: &str) -> Result<What, ExplainError> {
        match (text, text.split_once(':')) {
            ("total", _) => Ok(What::Total),
            ("external", _) => Ok(What::External),
            ("internal", _) => Ok(What::Internal),
            ("rate", _) => Ok(What::Rate),
            (_, Some(("part", id))) => Ok(What::Part(id.to_owned())),
            (_, Some(("component", id))) => Ok(What::Component(id.to_owned())),
            (_, Some(("item", id))) => Ok(What::Item(id.to_owned())),
            (_, Some(("form", id))) => Ok(What::Form(id.to_owned())),
            (_, Some(_) | None) => Err(ExplainError::NoSuch { what: text.to_owned() }),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Total => f.write_str("total"),
            What::External => f.write_str("external"),
            What::Internal => f.write_str("internal"),
            What::Rate => f.write_str("rate"),
            What::Part(id) => write!(f, "part:{id}"),
            What::Component(id) => write!(f, "component:{id}"),
            What::Item(id) => write!(f, "item:{id}"),
            What::Form(id) => write!(f, "form:{id}"),
        }
    }
}

impl Serialize for What {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
