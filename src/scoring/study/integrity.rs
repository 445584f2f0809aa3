//! Whether the answers can be trusted: forms answered in a straight line, who asked and how, and who did not answer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sample::{Difference, Sample, difference_of_means};
use crate::scoring::engine::{Form, forms};
use crate::scoring::number::{Exact, fraction, two_decimals, whole};
use crate::scoring::sampling::{FormName, Survey};
use crate::scoring::select::Selected;
use crate::scoring::{Figures, FormScore, Scheme, Sheet, Tally};

/// What speaks for and against the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Integrity {
    /// Forms with a score.
    pub forms: u64,
    /// Those in which every item got the same grade, by name.
    pub straight_lined: Vec<String>,
    /// Those that were filled in at once with "all alike", by name.
    pub alike: Vec<String>,
    /// The external score without both kinds; nothing where no form is left.
    pub external_without: Option<String>,
    /// Each caller against all others.
    pub callers: Vec<Effect>,
    /// Each way of asking against all others: telephone, form, at hand-over.
    pub modes: Vec<Effect>,
    /// What the scores could be, had all answered who were asked.
    pub worst_case: WorstCase,
}

/// The scores that came through one caller or one way of asking, against all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Who or how; nothing where it is not told.
    pub key: Option<String>,
    /// Forms with a score.
    pub n: u64,
    /// The mean of their scores.
    pub mean: Option<String>,
    /// That mean less the mean of all others.
    #[serde(flatten)]
    pub against_others: Difference,
}

/// Bounds without any assumption about those who did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorstCase {
    /// Forms and calls without an answer that makes a score.
    pub missing: u64,
    /// The mean score, had all of them given the worst answers.
    pub low: Option<String>,
    /// The mean score, had all of them given the best.
    pub high: Option<String>,
    /// The share of satisfied forms in per cent, had none of them been satisfied.
    pub satisfied_low: Option<String>,
    /// The same, had all of them been.
    pub satisfied_high: Option<String>,
}

/// Judges the answers of a period.
pub(super) fn integrity(scheme: &Scheme, selected: &[Selected<'_>], tally: &Tally, survey: &Survey<'_>) -> Integrity {
    let forms = forms(selected);
    let whole_forms: Vec<&Form<'_>> = forms.iter().filter(|form| form.sheet.score(scheme).is_some()).collect();
    let named = |meant: &dyn Fn(&Form<'_>) -> bool| -> Vec<String> {
        whole_forms.iter().filter(|form| meant(form)).map(|form| form.response.stamp.id.clone()).collect()
    };
    let doubtful = |form: &Form<'_>| form.response.alike || is_straight(form);
    let mut without = Tally::new();
    for form in forms.iter().filter(|form| !doubtful(form)) {
        without.enter_form(scheme, form.sheet);
    }
    let external = Figures::of(scheme, &without, None).external;
    Integrity {
        forms: whole_forms.len() as u64,
        straight_lined: named(&is_straight),
        alike: named(&|form| form.response.alike),
        external_without: external.map(|score| scheme.print_score(&score)),
        callers: effects(scheme, &whole_forms, |form| form.response.caller.as_deref()),
        modes: effects(scheme, &whole_forms, |form| form.response.mode.as_deref()),
        worst_case: worst_case(scheme, tally, survey),
    }
}

/// Says whether every item got the same grade. One item alone is no line.
fn is_straight(form: &Form<'_>) -> bool {
    let mut grades = form.sheet.picks().map(|(_, grade)| grade);
    let first = grades.next();
    form.sheet.answered() > 1 && grades.all(|grade| Some(grade) == first)
}

fn effects<'a>(scheme: &Scheme, forms: &[&'a Form<'a>], key: impl Fn(&'a Form<'a>) -> Option<&'a str>) -> Vec<Effect> {
    let mut groups: BTreeMap<Option<&str>, Vec<(FormScore, u64)>> = BTreeMap::new();
    for &form in forms {
        let scores = form.sheet.score(scheme).map(|score| (score, 1));
        groups.entry(key(form)).or_default().extend(scores);
    }
    let all = Sample::of(groups.values().flatten().copied());
    let effect = |(key, scores): (Option<&str>, Vec<(FormScore, u64)>)| {
        let own = Sample::of(scores);
        Effect {
            key: key.map(str::to_owned),
            n: own.number,
            mean: own.mean().as_ref().map(two_decimals),
            against_others: difference_of_means(&own, &all.without(&own)),
        }
    };
    groups.into_iter().map(effect).collect()
}

fn worst_case(scheme: &Scheme, tally: &Tally, survey: &Survey<'_>) -> WorstCase {
    let scored = |name: &FormName<'_>| {
        let response = survey.returned.get(name)?;
        Sheet::read(scheme, response).ok().flatten()?.score(scheme)
    };
    let missing = survey.issued.keys().filter(|name| scored(name).is_none()).count() as u64;
    let sample = Sample::of(tally.scores());
    let all = sample.number + missing;
    let mean = |each: Exact| (all > 0).then(|| two_decimals(&((&sample.sum + each * whole(missing)) / whole(all))));
    let is_satisfied = |score: &FormScore| scheme.band(&score.exact()).is_some_and(|band| band.satisfied);
    let satisfied: u64 = tally.scores().filter(|(score, _)| is_satisfied(score)).map(|(_, number)| number).sum();
    let share = |part: u64| fraction(part, all).map(|share| two_decimals(&(share * whole(100))));
    WorstCase {
        missing,
        low: mean(scheme.score_min()),
        high: mean(scheme.score_max()),
        satisfied_low: share(satisfied),
        satisfied_high: share(satisfied + missing),
    }
}
