//! The five facts that the engine reads, and nothing else it knows about a shop.
//!
//! A fact is one JSON object on one line. Whoever writes such lines (this shop, another one, a web form) can share the
//! engine. Facts are never changed: a later `seq` from the same shop replaces an earlier one, see [`Book`](super::Book).

mod error;
mod fields;
mod plain;
mod read;
mod word;

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

pub use error::{Allowed, FactError};
pub(super) use fields::Fields;
pub(super) use word::word_of;
pub use word::{Kind, Opinion, Outcome, Respondent, Word};

use super::Moment;

/// Names of items are rarely longer on average.
const NAME_BYTES_USUAL: usize = 16;

/// One thing that happened, as told by one shop.
///
/// ```
/// use shopdesk::scoring::Fact;
/// let line = r#"{"fact":"delivery","id":"R260227-003","at":"2026-02-28T17:20:00+08:00","on_time":true}"#;
/// let fact = Fact::parse(line)?;
/// assert_eq!(fact.stamp().id, "R260227-003");
///
/// let refused = Fact::parse(&line.replace("true", "\"yes\"")).unwrap_err();
/// assert_eq!(refused.to_string(), "`on_time` is \"yes\"; write true or false");
/// # Ok::<(), shopdesk::scoring::FactError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "fact", rename_all = "lowercase")]
pub enum Fact {
    /// A customer answered a form.
    Response(Response),
    /// A vehicle was handed over.
    Delivery(Delivery),
    /// A customer complained.
    Complaint(Complaint),
    /// A form was handed out or a call was begun.
    Issued(Issued),
    /// Somebody tried to reach a customer.
    Attempt(Attempt),
}

/// What every fact carries: which one it is, when, from whom, and whether it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Stamp {
    /// The name of the fact; with the shop and the kind it is unique.
    pub id: String,
    /// When it happened.
    pub at: Moment,
    /// The shop that tells it; shops that give no name count as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
    /// The place in the shop's own sequence; a later one replaces an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Withdrawn: the fact is as if it had never been told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub void: bool,
}

/// Answers to one form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Response {
    /// What every fact carries.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The scheme whose questions were asked.
    pub scheme: String,
    /// The version of that scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The order that the form is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's segment, for example `key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Who answered.
    pub respondent: Respondent,
    /// How the answers were taken, for example `phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The grade given to each item.
    pub answers: Answers,
    /// "All the same": the grades were filled in at once.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alike: bool,
    /// Why an item got a low grade: item and reason code.
    #[serde(skip_serializing_if = "Reasons::is_empty")]
    pub reasons: Reasons,
    /// What the customer said in words, judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// The service advisor of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advisor: Option<String>,
    /// The technician of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
    /// Who took the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
}

/// A vehicle handed over to its owner.
///
/// What is not stated is not counted: a delivery silent on `on_time` stands neither above nor below the line of that
/// component.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Delivery {
    /// What every fact carries; the `id` is the order.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Handed over no later than promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time: Option<bool>,
    /// Came back for the same fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comeback: Option<bool>,
    /// Broke down or could not be used through our fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_down: Option<bool>,
    /// Amount billed, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed: Option<u64>,
    /// Amount spent on redoing, towing, rush parts and loaners, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium: Option<u64>,
    /// The service advisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advisor: Option<String>,
    /// The technician.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
}

/// A complaint received.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Complaint {
    /// What every fact carries.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The order complained about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Judged valid; nothing while nobody has judged it.
    pub valid: Option<bool>,
    /// What it is about; only `quality` enters the internal score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How grave it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The service advisor of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advisor: Option<String>,
    /// The technician of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
}

/// A form handed out, or a call with at least one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Issued {
    /// What every fact carries; the response has the same `id`.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The scheme whose questions are asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The version of that scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
}

/// One try to reach a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Attempt {
    /// What every fact carries.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The issued form or call that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Who tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
}

/// Grades by item. A missing item was not asked, one without a grade is not applicable; neither counts as answered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The names of all items, one after the other: one piece of memory in place of many.
    names: String,
    /// Where each name ends, and the grade.
    grades: Vec<(usize, Option<u8>)>,
}

/// Reason codes by item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Reasons(Vec<(String, String)>);

impl Fact {
    /// Reads one line, strictly: an unknown field, another type or an unknown word is refused by name.
    pub fn parse(line: &str) -> Result<Fact, FactError> {
        read::fact(line)
    }

    /// Writes the fact as one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a fact has text keys and no float, which is all that JSON can refuse")
    }

    /// Gives what every fact carries.
    pub fn stamp(&self) -> &Stamp {
        match self {
            Fact::Response(fact) => &fact.stamp,
            Fact::Delivery(fact) => &fact.stamp,
            Fact::Complaint(fact) => &fact.stamp,
            Fact::Issued(fact) => &fact.stamp,
            Fact::Attempt(fact) => &fact.stamp,
        }
    }

    /// Says which of the five it is.
    pub fn kind(&self) -> Kind {
        match self {
            Fact::Response(_) => Kind::Response,
            Fact::Delivery(_) => Kind::Delivery,
            Fact::Complaint(_) => Kind::Complaint,
            Fact::Issued(_) => Kind::Issued,
            Fact::Attempt(_) => Kind::Attempt,
        }
    }
}

impl Answers {
    /// Gives the items in alphabetical order, each with its grade.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<u8>)> {
        let begins = std::iter::once(0).chain(self.grades.iter().map(|(end, _)| *end));
        begins.zip(&self.grades).map(|(begin, (end, grade))| (&self.names[begin..*end], *grade))
    }

    fn with_room_for(items: usize) -> Answers {
        Answers { names: String::with_capacity(items * NAME_BYTES_USUAL), grades: Vec::with_capacity(items) }
    }

    /// Adds an item that comes later in the alphabet than all others.
    fn push(&mut self, item: &str, grade: Option<u8>) {
        self.names.push_str(item);
        self.grades.push((self.names.len(), grade));
    }
}

impl FromIterator<(String, Option<u8>)> for Answers {
    /// Takes the last grade where an item comes twice.
    fn from_iter<I: IntoIterator<Item = (String, Option<u8>)>>(answers: I) -> Answers {
        let mut sorted = Answers::default();
        let by_name: std::collections::BTreeMap<_, _> = answers.into_iter().collect();
        by_name.iter().for_each(|(item, grade)| sorted.push(item, *grade));
        sorted
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Hash for Answers {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names.hash(state);
        for (end, grade) in &self.grades {
            // In one number: a grade has nine bits, with that of none.
            state.write_usize(end << 9 | grade.map_or(256, usize::from));
        }
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Reasons {
    /// Gives the items in alphabetical order, each with its reason code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(item, code)| (item.as_str(), code.as_str()))
    }

    /// Says whether no reason was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for Reasons {
    /// Takes the last code where an item comes twice.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(reasons: I) -> Reasons {
        Reasons(reasons.into_iter().collect::<std::collections::BTreeMap<_, _>>().into_iter().collect())
    }
}

impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
