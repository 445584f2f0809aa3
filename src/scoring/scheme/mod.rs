//! Scoring schemes: what is asked, what an answer is worth, and what follows from it. A new scheme needs no Rust.

mod check;
mod error;
mod range;
mod read;
mod shipped;
mod table;
mod units;

pub use error::{Remedy, SchemeError, Wanted};
pub use range::{Edge, Range};
pub use shipped::SHIPPED;
pub(super) use units::Units;

use super::number::{Exact, whole};
use super::{Count, Day, Opinion, Respondent};

/// One scoring scheme, read and checked.
///
/// A checked scheme leaves no gap between its bands, asks for no score that cannot be reached, and leaves room on paper
/// between any two boundaries, so that every score can be printed with two decimals on its own side of each.
///
/// ```
/// use shopdesk::scoring::{scheme, Scheme};
/// for (file, text) in scheme::SHIPPED {
///     Scheme::parse(file, text)?;
/// }
/// let error = Scheme::parse("mine.toml", "id = \"mine\"\nversion = \"one\"").unwrap_err();
/// assert_eq!(error.to_string(), "mine.toml, line 2: `version` is \"one\"; write a whole number, 1 or more");
/// # Ok::<(), scheme::SchemeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// The name that facts and commands use.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// The name that people read.
    pub title: Label,
    /// The most that one item can earn; scores are per cent of it.
    pub full_marks: Exact,
    /// The fewest answered items that make a form score.
    pub answered_min: usize,
    /// An answer worth at most this many points is asked for its reason.
    pub reason_at_most_points: Exact,
    /// The questions, in the order in which they are asked.
    pub items: Vec<Item>,
    /// What can be answered.
    pub grades: Vec<Grade>,
    /// What a score amounts to, from the lowest band to the highest.
    pub bands: Vec<Band>,
    /// How the rate of the satisfied is counted.
    pub rate: Rate,
    /// The customers' view.
    pub external: External,
    /// Whose view counts besides: each a part of the total of its own.
    pub parts: Vec<Part>,
    /// What the shop measures of itself, where the scheme has that part.
    pub internal: Option<Internal>,
    /// What calls for corrective action.
    pub triggers: Vec<Trigger>,
    /// Why an answer can be low.
    pub reasons: Vec<Reason>,
    /// How answers to other schemes are read as answers to this one.
    pub from: Vec<Counterparts>,
    /// What a survey must reach to count.
    pub sampling: Sampling,
    /// Where the procedure is silent or contradicts itself: the reading taken here.
    pub assumed: Vec<Assumed>,
    /// Why its figures could not be held against their source, where they could not.
    pub unverified: Option<Label>,
    /// Who answers for this version.
    pub revision: Revision,
    /// Points and weights as whole numbers, for the sums over many answers.
    units: Units,
}

/// A name or sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The name that facts use.
    pub id: String,
    /// The name that people read.
    pub label: Label,
    /// What a caller says to ask it.
    pub question: Option<Label>,
    /// The stage of the visit that it is about.
    pub stage: Option<String>,
    /// How much it counts among the items.
    pub weight: Exact,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// The key that is pressed and stored; grades count upwards.
    pub key: u8,
    /// The name that people read.
    pub label: Label,
    /// What it is worth.
    pub points: Exact,
}

/// What a score amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The name that reports use.
    pub id: String,
    /// The name that people read.
    pub label: Label,
    /// Which scores are meant.
    pub range: Range,
    /// Whether such a customer counts as satisfied.
    pub satisfied: bool,
}

/// How the rate of the satisfied is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Forms in a satisfied band, of all forms with a score.
    Forms,
    /// Answers in the top two grades, of all answers.
    Answers,
}

/// How the customers' view is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// Its name among the parts of the total.
    pub part: String,
    /// Its part of the total.
    pub weight: Exact,
    /// Whose answers count.
    pub respondents: Vec<Respondent>,
    /// What an item's points are divided by.
    pub mean_over: MeanOver,
    /// What the score is the mean of.
    pub mean_of: MeanOf,
    /// How its 95 % interval is made.
    pub interval: Spread,
}

/// The view of others than customers, as a part of the total of its own (S7: 自评).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name that reports use.
    pub id: String,
    /// The name that people read.
    pub label: Label,
    /// Its part of the total.
    pub weight: Exact,
    /// Whose answers count.
    pub respondents: Vec<Respondent>,
}

/// What a score over many forms is the mean of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeanOf {
    /// The item means, by weight (S19).
    Items,
    /// The scores of the forms that have one (S7, S16, S17).
    Forms,
}

/// How the 95 % interval of a score is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Student's, over the scores of the forms.
    Student,
    /// Wilson's, for one item whose answers count or do not.
    Wilson,
    /// The adjusted Wald interval, for one item whose answers count for, against or not at all.
    AdjustedWald,
}

/// What an item's points are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeanOver {
    /// The forms that answer the item.
    Answers,
    /// All forms returned, as the letter of the procedure has it: a blank costs like no points.
    Returned,
}

/// How the shop's own measures are computed: the mean of its components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Internal {
    /// Its part of the total.
    pub weight: Exact,
    /// The components, in order.
    pub metrics: Vec<Metric>,
}

/// One component of the internal score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// The name that reports use.
    pub id: String,
    /// The name that people read.
    pub label: Label,
    /// What is counted.
    pub numerator: Count,
    /// What it is counted against.
    pub denominator: Count,
    /// Whether the count speaks for the shop or against it.
    pub formula: Formula,
}

/// How a component is made of its two counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// numerator ÷ denominator × 100.
    Share,
    /// (1 − numerator ÷ denominator) × 100.
    Complement,
}

/// One rule that calls for corrective action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// The rule's name in the procedure.
    pub rule: String,
    /// What people read.
    pub label: Label,
    /// When it fires.
    pub when: When,
    /// What must follow.
    pub calls_for: CallsFor,
}

/// What a rule that fires calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallsFor {
    /// A corrective and preventive action sheet to the department in charge (S19).
    Sheet,
    /// A report of corrective and preventive action that the management representative sends to the department in charge
    /// (S17 level 1).
    Report,
    /// Getting in touch, a measure, and the customer's word that it is well (S17 level 2).
    Contact,
    /// Causes, what is missing, and measures (S17 level 3).
    Causes,
    /// Somebody who answers for it, means, a measure and its verification (S7).
    Owner,
}

/// When a rule fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// The points of one answer of one form are in the range.
    Answer(Range),
    /// The score of one form is in the range.
    Form(Range),
    /// The external score is in the range.
    External(Range),
    /// The total is in the range.
    Total(Range),
    /// The customer's own words amount to one of these.
    Opinion(Vec<Opinion>),
}

/// Why an answer can be low.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The code that facts carry.
    pub code: String,
    /// The name that people read.
    pub label: Label,
}

/// How answers to another scheme are read as answers to this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterparts {
    /// The other scheme.
    pub scheme: String,
    /// Index of the item here, and the item there.
    pub items: Vec<(usize, String)>,
    /// The fewest answered items that make a form score, where not as many have a counterpart as are asked here.
    pub answered_min: Option<usize>,
    /// The grade there and the grade here; empty where both count alike.
    pub grades: Vec<(u8, u8)>,
}

/// What a survey must reach to count; nothing where the scheme does not ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sampling {
    /// The longest time between two surveys, in months.
    pub interval_months_max: Option<u32>,
    /// The smallest share of active customers asked, in per cent.
    pub coverage_percent_min: Option<Exact>,
    /// The smallest share of issued forms returned, in per cent.
    pub return_percent_min: Option<Exact>,
    /// The fewest forms returned.
    pub forms_min: Option<u32>,
    /// The fewest forms from competitors' customers.
    pub competitor_forms_min: Option<u32>,
    /// The segments of which every customer must have answered.
    pub segments_whole: Vec<String>,
}

/// A reading taken where the procedure is silent or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// The part of the scheme that rests on it.
    pub field: String,
    /// What was read, and why.
    pub reading: Label,
}

/// Who answers for a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The day of the version.
    pub date: Day,
    /// What changed.
    pub change: Label,
    /// Who prepared it.
    pub prepared: String,
    /// Who checked it.
    pub checked: String,
    /// Who approved it; a version that nobody approved cannot score.
    pub approved: Option<String>,
}

impl Scheme {
    /// Reads a scheme file strictly and checks that its parts fit together. `file` only names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Scheme, SchemeError> {
        let scheme = read::scheme(file, text)?;
        check::scheme(file, &scheme)?;
        Ok(scheme)
    }

    /// Gives points and weights as whole numbers.
    pub(super) fn units(&self) -> &Units {
        &self.units
    }

    /// Finds the band of a score.
    pub fn band(&self, score: &Exact) -> Option<&Band> {
        self.bands.iter().find(|band| band.range.contains(score))
    }

    /// Says whether the version was approved.
    pub fn is_approved(&self) -> bool {
        self.revision.approved.is_some()
    }

    /// Gives the lowest score that a form, and so any mean of forms, can have.
    pub fn score_min(&self) -> Exact {
        self.points_min() / &self.full_marks * whole(100)
    }

    /// Gives the highest score that a form, and so any mean of forms, can have.
    pub fn score_max(&self) -> Exact {
        self.points_max() / &self.full_marks * whole(100)
    }

    /// Gives the names of the schemes whose answers it reads: its own, and those that it has a table for.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.from.iter().map(|from| from.scheme.as_str()))
    }

    /// Gives the fewest points that an answer can earn.
    pub fn points_min(&self) -> Exact {
        self.grades.iter().map(|grade| grade.points.clone()).min().expect("a checked scheme has grades")
    }

    /// Gives the most points that an answer can earn.
    pub fn points_max(&self) -> Exact {
        self.grades.iter().map(|grade| grade.points.clone()).max().expect("a checked scheme has grades")
    }
}
