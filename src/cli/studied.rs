//! `score --study` as text: what may be concluded from the scores, in words.

use super::output::Output;
use crate::scoring::study::Study;
use crate::scoring::study::chart::{Chart, Point, Signal};
use crate::scoring::study::compare::Standing;
use crate::scoring::study::integrity::{Effect, Integrity};
use crate::scoring::study::pareto::Cause;
use crate::scoring::study::sample::{Difference, Verdict};
use crate::scoring::{By, Scheme};
use crate::text::{Words, scored};
use std::collections::BTreeMap;

/// How many causes are worth a line.
const CAUSES_MAX: usize = 5;

/// What ids are called.
pub struct Names<'a> {
    /// The words of a language.
    pub words: &'a Words,
    /// The scheme: its items, reasons, grades and bands.
    pub scheme: &'a Scheme,
    /// By what there are groups.
    pub by: Option<By>,
    /// Names of staff by id; none where the facts are not the shop's own.
    pub people: &'a BTreeMap<String, String>,
}

impl Names<'_> {
    fn group(&self, by: By, key: Option<&str>) -> String {
        scored::group(self.words, by, key, &|id| self.people.get(id).map_or("", String::as_str))
    }
}

/// Tells the study.
pub fn lines(names: &Names<'_>, study: &Study) -> Output {
    let words = names.words;
    let title = [("scheme", study.scheme.as_str()), ("version", &study.version.to_string())];
    let mut output = Output::of(&words.with("cli-score-title", &title));
    let told = [
        before(words, study),
        signals(words, "cli-score-external", &study.score_chart),
        signals(words, "cli-score-rate", &study.rate_chart),
        standings(names, study.standings.as_deref()),
        reach(words, study),
        projects(names, study),
        causes(names, study),
        drivers(names, study),
        missing(names, study),
        trust(names, &study.integrity),
    ];
    for line in told.iter().flatten() {
        output.line(&format!("  {line}"));
    }
    output
}

fn before(words: &Words, study: &Study) -> Vec<String> {
    let Some(before) = &study.before else { return Vec::new() };
    let day = |day: Option<crate::scoring::Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let score = before.external.as_deref().unwrap_or("-");
    let period = [
        ("from", day(before.period.from)),
        ("to", day(before.period.to)),
        ("score", score.to_owned()),
        ("n", before.n.to_string()),
    ];
    let period: Vec<(&str, &str)> = period.iter().map(|(name, value)| (*name, value.as_str())).collect();
    vec![
        words.with("cli-study-before", &period),
        words.with("cli-study-change", &[("change", &difference(words, &before.change))]),
        words.with("cli-study-rate-change", &[("change", &difference(words, &before.rate_change))]),
    ]
}

/// A difference with its interval and what it amounts to.
fn difference(words: &Words, of: &Difference) -> String {
    let verdict = words.get(match of.verdict {
        Verdict::Higher => "cli-study-higher",
        Verdict::Lower => "cli-study-lower",
        Verdict::NotDifferent => "cli-study-not-different",
        Verdict::TooFew => "cli-study-too-few",
    });
    let difference = of.difference.as_deref().unwrap_or("-");
    match (&of.low, &of.high) {
        (Some(low), Some(high)) => format!("{difference} ({low} .. {high}): {verdict}"),
        (None, _) | (_, None) => format!("{difference}: {verdict}"),
    }
}

fn signals(words: &Words, figure: &str, chart: &Chart) -> Vec<String> {
    let why = |signal: &Signal| {
        words.get(match signal {
            Signal::Outside => "cli-study-outside",
            Signal::Run => "cli-study-run",
            Signal::Trend => "cli-study-trend",
        })
    };
    let line = |point: &Point| {
        let why = point.signals.iter().map(why).collect::<Vec<_>>().join(", ");
        let (figure, key) = (words.get(figure), point.key.as_str());
        let (low, high) = (point.low.as_deref().unwrap_or("-"), point.high.as_deref().unwrap_or("-"));
        let fields = [("figure", figure.as_ref()), ("key", key), ("value", &point.value), ("why", &why)];
        words.with("cli-study-signal", &[&fields[..], &[("low", low), ("high", high)]].concat())
    };
    chart.points.iter().filter(|point| !point.signals.is_empty()).map(line).collect()
}

fn standings(names: &Names<'_>, standings: Option<&[Standing]>) -> Vec<String> {
    let (words, Some(standings), Some(by)) = (names.words, standings, names.by) else { return Vec::new() };
    let ranked: Vec<String> = standings
        .iter()
        .filter(|of| !of.above.is_empty())
        .map(|of| {
            let others: Vec<String> = of.above.iter().map(|key| names.group(by, Some(key))).collect();
            let (key, others) = (names.group(by, of.key.as_deref()), others.join(", "));
            words.with("cli-study-above", &[("key", &key), ("others", &others)])
        })
        .collect();
    if ranked.is_empty() { vec![words.get("cli-study-no-rank").into_owned()] } else { ranked }
}

fn reach(words: &Words, study: &Study) -> Vec<String> {
    let reach = &study.reach;
    let (Some(response), Some(contact), Some(refusal)) =
        (&reach.response_rate, &reach.contact_rate, &reach.refusal_rate)
    else {
        return Vec::new();
    };
    let rates = [("response", response.as_str()), ("contact", contact), ("refusal", refusal)];
    let mut lines = vec![words.with("cli-study-reach", &rates)];
    if !reach.open.is_empty() {
        let names: Vec<&str> = reach.open.iter().map(|open| open.customer.as_str()).collect();
        lines.push(words.with("cli-study-open", &[("names", &names.join(", "))]));
    }
    lines
}

fn projects(names: &Names<'_>, study: &Study) -> Vec<String> {
    let project = |of: &crate::scoring::study::project::Project| {
        let (month, n) = (of.month.as_deref().unwrap_or("-"), of.records.len().to_string());
        let cause = scored::cause(names.words, names.scheme, &of.cause);
        names.words.with("cli-study-project", &[("cause", cause.as_str()), ("month", month), ("n", &n)])
    };
    study.projects.iter().map(project).collect()
}

/// The commonest causes: reasons of low answers, items answered low, categories of complaints.
fn causes(names: &Names<'_>, study: &Study) -> Vec<String> {
    let (words, scheme, pareto) = (names.words, names.scheme, &study.pareto);
    let cause = |key: &str, of: &Cause, name: &str| {
        let n = of.n.to_string();
        words.with(key, &[("cause", name), ("n", &n), ("percent", &of.percent), ("cumulative", &of.cumulative)])
    };
    let reason = |of: &Cause| cause("cli-study-cause", of, &scored::reason(words, scheme, &of.id));
    let item = |of: &Cause| cause("cli-study-low-item", of, scored::item(words, scheme, &of.id));
    let complaint = |of: &Cause| cause("cli-study-complaint", of, &scored::category(words, &of.id));
    let reasons = pareto.reasons.iter().take(CAUSES_MAX).map(reason);
    let items = pareto.items.iter().take(CAUSES_MAX).map(item);
    let complaints = pareto.complaints.iter().take(CAUSES_MAX).map(complaint);
    reasons.chain(items).chain(complaints).collect()
}

fn drivers(names: &Names<'_>, study: &Study) -> Vec<String> {
    let known = study.drivers.iter().filter_map(|of| of.correlation.as_ref().map(|correlation| (of, correlation)));
    let driver = |(of, correlation): (&crate::scoring::study::driver::Driver, &String)| {
        let n = of.n.to_string();
        let item = scored::item(names.words, names.scheme, &of.item);
        names.words.with("cli-study-driver", &[("item", item), ("correlation", correlation), ("n", &n)])
    };
    known.map(driver).collect()
}

fn missing(names: &Names<'_>, study: &Study) -> Vec<String> {
    let (words, scheme) = (names.words, names.scheme);
    let reachable = study.what_if.iter().filter_map(|of| of.answers.map(|answers| (of, answers.to_string())));
    let line = |(of, answers): (&crate::scoring::study::what_if::WhatIf, String)| {
        let figure = words.get(if of.figure == "total" { "cli-score-total" } else { "cli-score-external" });
        let fields = [
            ("figure", figure.as_ref()),
            ("answers", &answers),
            ("from", &scored::grade(words, scheme, &of.from_points)),
            ("to", &scored::grade(words, scheme, &of.to_points)),
            ("band", scored::band(words, scheme, &of.band)),
        ];
        words.with("cli-study-missing", &fields)
    };
    reachable.map(line).collect()
}

fn trust(names: &Names<'_>, of: &Integrity) -> Vec<String> {
    let words = names.words;
    let counts = [of.straight_lined.len(), of.alike.len()].map(|number| number.to_string());
    let forms = of.forms.to_string();
    let mut lines =
        vec![words.with("cli-study-straight", &[("straight", &counts[0]), ("alike", &counts[1]), ("forms", &forms)])];
    let callers = of.callers.iter().map(|effect| (By::Caller, effect));
    let effects = callers.chain(of.modes.iter().map(|effect| (By::Mode, effect)));
    let told = effects.filter(|(_, effect)| effect.against_others.low.is_some());
    lines.extend(told.map(|(by, one)| effect(names, by, one)));
    if let (Some(low), Some(high)) = (&of.worst_case.low, &of.worst_case.high) {
        let missing = of.worst_case.missing.to_string();
        lines.push(words.with("cli-study-worst", &[("missing", missing.as_str()), ("low", low), ("high", high)]));
    }
    lines
}

fn effect(names: &Names<'_>, by: By, of: &Effect) -> String {
    let (words, key, n) = (names.words, names.group(by, of.key.as_deref()), of.n.to_string());
    words.with("cli-study-effect", &[("key", &key), ("n", &n), ("difference", &difference(words, &of.against_others))])
}
