//! Rules that fired, each a record of its own, linked to one project per cause and month (AM30).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::scoring::engine::{Form, forms};
use crate::scoring::report::Fired;
use crate::scoring::scheme::When;
use crate::scoring::select::Selected;
use crate::scoring::verdict::{fired_by_form, fired_by_whole};
use crate::scoring::{Figures, Opinion, Scheme, Word};

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

/// Links everything that fired to projects, by month and then by cause.
pub(super) fn projects(scheme: &Scheme, selected: &[Selected<'_>], figures: &Figures) -> Vec<Project> {
    let mut projects: BTreeMap<(Option<String>, String), Vec<Record>> = BTreeMap::new();
    for form in forms(selected) {
        let opinion = form.response.opinion;
        for fired in fired_by_form(scheme, &form.response.stamp.id, form.sheet, opinion) {
            let (day, cause) = (form.response.stamp.at.day(), cause(scheme, &form, &fired));
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
fn cause(scheme: &Scheme, form: &Form<'_>, fired: &Fired) -> String {
    let by_opinion = scheme.triggers.iter().any(|trigger| {
        let opinions = |when: &When| matches!(when, When::Opinion(_));
        trigger.rule == fired.rule && opinions(&trigger.when)
    });
    if by_opinion {
        return format!("opinion:{}", form.response.opinion.map_or("", Opinion::word));
    }
    let Some(item) = fired.item.clone().or_else(|| costliest(scheme, form)) else {
        return "form".to_owned();
    };
    let reason = form.response.reasons.iter().find(|(of, _)| *of == item).map(|(_, code)| code);
    reason.map_or_else(|| format!("item:{item}"), |code| format!("reason:{code}"))
}

/// The item that cost the form most, the first of several.
fn costliest(scheme: &Scheme, form: &Form<'_>) -> Option<String> {
    let lost = |(item, grade): (usize, usize)| {
        let lost = &scheme.full_marks - &scheme.grades[grade].points;
        (lost * &scheme.items[item].weight, std::cmp::Reverse(item))
    };
    let (item, _) = form.sheet.picks().max_by_key(|pick| lost(*pick))?;
    Some(scheme.items[item].id.clone())
}

fn record(scheme: &Scheme, fired: Fired) -> Record {
    let rule = scheme.triggers.iter().find(|trigger| trigger.rule == fired.rule);
    Record { calls_for: rule.map_or("sheet", |rule| rule.calls_for.word()), fired }
}
