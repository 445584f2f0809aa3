//! Who was asked, who answered, and who could not be reached, after AAPOR's standard definitions.
//!
//! The denominators are honest: a wrong number or a call never tried stays among those who were to be asked (N8).

use std::collections::HashMap;

use serde::Serialize;

use crate::scoring::fact::Response;
use crate::scoring::number::{fraction, two_decimals, whole};
use crate::scoring::sampling::{FormName, Survey};
use crate::scoring::{Book, Fact, Outcome, Period, Scheme, Sheet};

/// What came of the forms and calls of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Answered well enough for a score (I).
    pub complete: u64,
    /// Answered, but too few items (P).
    pub partial: u64,
    /// The customer did not want to (R).
    pub refusal: u64,
    /// Never reached (NC).
    pub non_contact: u64,
    /// Reached, but not answered yet (O).
    pub other: u64,
    /// Wrong numbers: whether the customer could be asked at all is not known (U).
    pub wrong_number: u64,
    /// Never tried by telephone, and not answered (U).
    pub unknown: u64,
    /// I ÷ all, in per cent (RR1); nothing where nothing was issued.
    pub response_rate: Option<String>,
    /// (I + P) ÷ all, in per cent (RR2).
    pub response_rate_with_partial: Option<String>,
    /// (I + P + R + O) ÷ all, in per cent (CON1).
    pub contact_rate: Option<String>,
    /// R ÷ all, in per cent (REF1).
    pub refusal_rate: Option<String>,
    /// Active customers who answered, in per cent of all active ones (N8, beside the coverage).
    pub coverage_returned: Option<String>,
    /// The customers of segments that must be whole who have not answered: segment and customer.
    pub open: Vec<Open>,
}

/// A customer whose answer is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The segment.
    pub segment: String,
    /// The customer.
    pub customer: String,
}

/// What attempts came to, the weightiest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Tried {
    NotReached,
    WrongNumber,
    Spoken,
    Refused,
}

/// Tells what came of everything that was issued in a period.
pub(super) fn reach(scheme: &Scheme, book: &Book, period: Period) -> Reach {
    let survey = Survey::read(scheme, book, period);
    let tried = tried(book, period);
    let (mut complete, mut partial) = (0, 0);
    let mut outcomes: HashMap<Option<Tried>, u64> = HashMap::new();
    for name in survey.issued.keys() {
        match survey.returned.get(name) {
            Some(response) => match Sheet::read(scheme, response) {
                Ok(Some(sheet)) if sheet.is_complete() => complete += 1,
                Ok(_) | Err(_) => partial += 1,
            },
            None => *outcomes.entry(tried.get(name).copied()).or_default() += 1,
        }
    }
    let of = |tried: Option<Tried>| outcomes.get(&tried).copied().unwrap_or_default();
    let (refusal, other) = (of(Some(Tried::Refused)), of(Some(Tried::Spoken)));
    let all = survey.issued.len() as u64;
    let percent = |part: u64, of: u64| fraction(part, of).map(|share| two_decimals(&(share * whole(100))));
    let answered = |response: &&Response| {
        let customer = response.customer.as_deref();
        customer.is_some_and(|customer| survey.active.contains(&(response.stamp.shop.as_deref(), customer)))
    };
    let mut who: Vec<_> =
        survey.returned.values().copied().filter(answered).map(|of| (&of.stamp.shop, &of.customer)).collect();
    who.sort();
    who.dedup();
    let segments = scheme.sampling.segments_whole.iter();
    let open = segments.flat_map(|segment| {
        survey
            .open(segment)
            .into_iter()
            .map(move |(_, customer)| Open { segment: segment.clone(), customer: customer.to_owned() })
    });
    Reach {
        complete,
        partial,
        refusal,
        non_contact: of(Some(Tried::NotReached)),
        other,
        wrong_number: of(Some(Tried::WrongNumber)),
        unknown: of(None),
        response_rate: percent(complete, all),
        response_rate_with_partial: percent(complete + partial, all),
        contact_rate: percent(complete + partial + refusal + other, all),
        refusal_rate: percent(refusal, all),
        coverage_returned: percent(who.len() as u64, survey.active.len() as u64),
        open: open.collect(),
    }
}

/// The weightiest outcome of the attempts at each form, up to the end of the period.
fn tried(book: &Book, period: Period) -> HashMap<FormName<'_>, Tried> {
    let mut tried: HashMap<FormName<'_>, Tried> = HashMap::new();
    for (fact, _) in book.facts() {
        let Fact::Attempt(attempt) = fact else { continue };
        let (Some(issued), Some(outcome)) = (&attempt.issued, attempt.outcome) else { continue };
        if period.to.is_some_and(|to| attempt.stamp.at.day() > to) {
            continue;
        }
        let came_to = match outcome {
            Outcome::NoAnswer | Outcome::Busy | Outcome::Voicemail | Outcome::Off => Tried::NotReached,
            Outcome::WrongNumber => Tried::WrongNumber,
            Outcome::Refused => Tried::Refused,
            Outcome::CallBack | Outcome::Reached => Tried::Spoken,
        };
        let known = tried.entry((attempt.stamp.shop.as_deref(), issued)).or_insert(came_to);
        *known = came_to.max(*known);
    }
    tried
}
