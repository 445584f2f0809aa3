//! What stands behind a gate: which forms, customers or days its number was counted from, and which are missing.

use std::collections::BTreeSet;

use super::sampling::{Customer, FormName, Survey, longest_gap};
use super::{Book, Fact, Period, Respondent, Scheme};

/// What a gate's number was counted from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    /// What they are.
    pub of: Of,
    /// Those that were counted, by name.
    pub counted: Vec<String>,
    /// Those that the number is less than what was to be reached by, by name.
    pub missing: Vec<String>,
}

/// What a gate counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Of {
    /// Forms and calls.
    #[default]
    Forms,
    /// Customers.
    Customers,
    /// The two days between which the longest time passed without a survey.
    Days,
}

/// Tells what stands behind a gate, named as in [`GateLine`](super::sampling::GateLine); nothing for a name that is
/// none.
///
/// ```
/// use shopdesk::scoring::behind::behind;
/// use shopdesk::scoring::{scheme, Book, Period, Scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let issued = |id: &str| format!(r#"{{"fact":"issued","id":"{id}","at":"2026-03-02T10:00:00Z","scheme":"visit"}}"#);
/// let answered = r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{"price":5}}"#;
/// let book = Book::read("facts", [issued("V1"), issued("V2"), answered.to_owned()])?;
/// let returned = behind(&scheme, &book, Period::default(), "return").expect("it is a gate");
/// assert_eq!((returned.counted, returned.missing), (vec!["V1".to_owned()], vec!["V2".to_owned()]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn behind(scheme: &Scheme, book: &Book, period: Period, gate: &str) -> Option<Behind> {
    let survey = Survey::read(scheme, book, period);
    Some(match gate {
        "return" => {
            let all = survey.issued.keys().copied().collect();
            split(Of::Forms, all, |form: &FormName<'_>| survey.returned.contains_key(form))
        }
        "coverage" => {
            let all = survey.active.iter().copied().collect();
            split(Of::Customers, all, |customer: &Customer<'_>| survey.surveyed.contains(customer))
        }
        "interval" => {
            let days = longest_gap(&survey.days, period).map(|(from, to)| vec![from.to_string(), to.to_string()]);
            Behind { of: Of::Days, counted: days.unwrap_or_default(), missing: Vec::new() }
        }
        "forms" => forms(scheme, book, period, |respondent| match respondent {
            Respondent::Customer | Respondent::Dealer | Respondent::Staff => true,
            Respondent::Competitor | Respondent::Internal => false,
        }),
        "competitor-forms" => forms(scheme, book, period, |respondent| matches!(respondent, Respondent::Competitor)),
        segment => {
            let segment = segment.strip_prefix("segment:")?;
            let open: BTreeSet<Customer<'_>> = survey.open(segment).into_iter().collect();
            let all = survey.members(segment).collect();
            split(Of::Customers, all, |customer| !open.contains(customer))
        }
    })
}

/// Splits names, in order, by whether they were counted.
fn split<'a>(
    of: Of,
    all: BTreeSet<(Option<&'a str>, &'a str)>,
    is_counted: impl Fn(&(Option<&'a str>, &'a str)) -> bool,
) -> Behind {
    let (counted, missing): (Vec<_>, Vec<_>) = all.into_iter().partition(|name| is_counted(name));
    let names = |names: Vec<(Option<&str>, &str)>| names.into_iter().map(|(_, name)| name.to_owned()).collect();
    Behind { of, counted: names(counted), missing: names(missing) }
}

fn forms(scheme: &Scheme, book: &Book, period: Period, counts: impl Fn(Respondent) -> bool) -> Behind {
    let names = book.facts().filter_map(|(fact, _)| match fact {
        Fact::Response(response) => {
            let read = scheme.reads().any(|id| id == response.scheme) && period.contains(response.stamp.at.day());
            (read && counts(response.respondent)).then_some((response.stamp.shop.as_deref(), &*response.stamp.id))
        }
        Fact::Delivery(_) | Fact::Complaint(_) | Fact::Issued(_) | Fact::Attempt(_) => None,
    });
    split(Of::Forms, names.collect(), |_| true)
}
