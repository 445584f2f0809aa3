//! Rules that fired, each a record of its own, linked to one project per cause and month (AM30).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::scoring::engine::forms;
use crate::scoring::fact::Response;
use crate::scoring::report::Fired;
use crate::scoring::scheme::{CallsFor, When};
use crate::scoring::select::Selected;
use crate::scoring::sheet::{Reading, reading};
use crate::scoring::verdict::{fired_by_form, fired_by_whole};
use crate::scoring::{Cause, Fact, Figures, Opinion, Scheme, Sheet, Word};

/// What one improvement project would deal with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The month, written 2026-03; nothing where the whole period is meant.
    pub month: Option<String>,
    /// The cause: `reason:CODE`, `item:ID`, `opinion:WORD`, `external` or `total`.
    pub cause: String,
    /// Every rule that fired for it: one record each.
    pub records: Vec<Record>,
}

/// One rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Rule, form and item.
    #[serde(flatten)]
    pub fired: Fired,
    /// What must follow.
    pub calls_for: &'static str,
}

/// One rule that a form fired, with all that is needed to act on it at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The rule.
    pub rule: String,
    /// What must follow.
    pub calls_for: CallsFor,
    /// The item and the grade given to it, where one answer is meant.
    pub answer: Option<(String, u8)>,
    /// The score of the form, printed, where the whole form is meant.
    pub score: Option<String>,
    /// What the customer's own words amount to, where they are meant.
    pub opinion: Option<Opinion>,
    /// The cause of the project that it belongs to.
    pub cause: String,
}

/// Gives what a single form calls for, while its answers are taken down: for each rule in item order.
///
/// ```
/// use shopdesk::scoring::study::project::called;
/// use shopdesk::scoring::{Fact, Scheme, scheme};
/// let (file, text) = scheme::SHIPPED[0];
/// let scheme = Scheme::parse(file, text)?;
/// let line = r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{"price":2},"reasons":{"price":"late"}}"#;
/// let called = called(&scheme, &Fact::parse(line)?).expect("it knows the answers");
/// assert_eq!(called[0].answer, Some(("price".to_owned(), 2)));
/// assert_eq!(called[0].cause, "reason:late");
/// assert_eq!(called.len(), 1, "too few answers for a score");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// An answer that the scheme does not know.
pub fn called(scheme: &Scheme, fact: &Fact) -> Result<Vec<Called>, Cause> {
    let Fact::Response(response) = fact else { return Ok(Vec::new()) };
    let Reading::Form(sheet) = reading(scheme, fact)? else { return Ok(Vec::new()) };
    let fired = fired_by_form(scheme, &response.stamp.id, &sheet, response.opinion);
    Ok(fired.into_iter().map(|fired| call(scheme, response, &sheet, fired)).collect())
}

fn call(scheme: &Scheme, response: &Response, sheet: &Sheet, fired: Fired) -> Called {
    let cause = cause(scheme, response, sheet, &fired);
    let by_words = is_by_opinion(scheme, &fired);
    let grade = |id: &String| {
        let item = scheme.items.iter().position(|item| item.id == *id)?;
        let (_, grade) = sheet.picks().find(|(of, _)| *of == item)?;
        Some((id.clone(), scheme.grades[grade].key))
    };
    let score = || sheet.score(scheme).map(|score| scheme.print_score(&score.exact()));
    Called {
        calls_for: calls_for(scheme, &fired.rule),
        answer: fired.item.as_ref().and_then(grade),
        score: (fired.item.is_none() && !by_words).then(score).flatten(),
        opinion: response.opinion.filter(|_| by_words),
        rule: fired.rule,
        cause,
    }
}

/// Links everything that fired to projects, by month and then by cause.
pub(super) fn projects(scheme: &Scheme, selected: &[Selected<'_>], figures: &Figures) -> Vec<Project> {
    let mut projects: BTreeMap<(Option<String>, String), Vec<Record>> = BTreeMap::new();
    for form in forms(selected) {
        let opinion = form.response.opinion;
        for fired in fired_by_form(scheme, &form.response.stamp.id, form.sheet, opinion) {
            let (day, cause) = (form.response.stamp.at.day(), cause(scheme, form.response, form.sheet, &fired));
            let month = format!("{:04}-{:02}", day.year(), day.month());
            projects.entry((Some(month), cause)).or_default().push(record(scheme, fired));
        }
    }
    for fired in fired_by_whole(scheme, figures) {
        let on = |when: &When| matches!(when, When::External(_));
        let is_external = scheme.triggers.iter().any(|trigger| trigger.rule == fired.rule && on(&trigger.when));
        let cause = if is_external { "external" } else { "total" };
        projects.entry((None, cause.to_owned())).or_default().push(record(scheme, fired));
    }
    projects.into_iter().map(|((month, cause), records)| Project { month, cause, records }).collect()
}

/// The cause of what one form fired: the reason given for its item, else the item, else the customer's own words.
fn cause(scheme: &Scheme, response: &Response, sheet: &Sheet, fired: &Fired) -> String {
    if is_by_opinion(scheme, fired) {
        return format!("opinion:{}", response.opinion.map_or("", Opinion::word));
    }
    let Some(item) = fired.item.clone().or_else(|| costliest(scheme, sheet)) else {
        return "form".to_owned();
    };
    let reason = response.reasons.iter().find(|(of, _)| *of == item).map(|(_, code)| code);
    reason.map_or_else(|| format!("item:{item}"), |code| format!("reason:{code}"))
}

fn is_by_opinion(scheme: &Scheme, fired: &Fired) -> bool {
    let by_words = |when: &When| matches!(when, When::Opinion(_));
    scheme.triggers.iter().any(|trigger| trigger.rule == fired.rule && by_words(&trigger.when))
}

/// The item that cost the form most, the first of several.
fn costliest(scheme: &Scheme, sheet: &Sheet) -> Option<String> {
    let lost = |(item, grade): (usize, usize)| {
        let lost = &scheme.full_marks - &scheme.grades[grade].points;
        (lost * &scheme.items[item].weight, std::cmp::Reverse(item))
    };
    let (item, _) = sheet.picks().max_by_key(|pick| lost(*pick))?;
    Some(scheme.items[item].id.clone())
}

fn calls_for(scheme: &Scheme, rule: &str) -> CallsFor {
    scheme.triggers.iter().find(|trigger| trigger.rule == rule).map_or(CallsFor::Sheet, |trigger| trigger.calls_for)
}

fn record(scheme: &Scheme, fired: Fired) -> Record {
    Record { calls_for: calls_for(scheme, &fired.rule).word(), fired }
}

/// Gives the rules on the whole that fire for the counts of a period: rule, what must follow, and the printed score.
pub fn called_by_whole(scheme: &Scheme, figures: &Figures) -> Vec<(String, CallsFor, String)> {
    let score = |rule: &str| {
        let score =
            scheme.triggers.iter().filter(|trigger| trigger.rule == rule).find_map(|trigger| match &trigger.when {
                When::External(_) => figures.external.as_ref(),
                When::Total(_) => figures.total.as_ref(),
                When::Answer(_) | When::Form(_) | When::Opinion(_) => None,
            });
        score.map(|score| scheme.print_score(score)).unwrap_or_default()
    };
    let fired = fired_by_whole(scheme, figures).into_iter();
    fired.map(|fired| (fired.rule.clone(), calls_for(scheme, &fired.rule), score(&fired.rule))).collect()
}
