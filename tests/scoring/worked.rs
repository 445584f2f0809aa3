//! The worked examples of the other schemes: S7, S16, S17, NPS and CSAT.

use serde::Deserialize;
use shopdesk::scoring::report::Report;
use shopdesk::scoring::{Request, Scheme, score};
use std::collections::BTreeMap;

use crate::support::{book, shipped};

#[derive(Deserialize)]
struct Fixture {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    scheme: String,
    forms: Vec<Forms>,
    external: Option<String>,
    external_band: Option<String>,
    interval: Option<[String; 2]>,
    /// Empty where there must be none.
    total: Option<String>,
    parts: Option<Vec<String>>,
    overall_rate: Option<String>,
    #[serde(default)]
    fires: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    keys: Vec<u8>,
    times: usize,
    #[serde(default = "customer")]
    respondent: String,
}

fn customer() -> String {
    "customer".to_owned()
}

fn lines(scheme: &Scheme, forms: &[Forms]) -> Vec<String> {
    let numbered = forms.iter().enumerate();
    let each = numbered.flat_map(|(at, of)| (0..of.times).map(move |time| (format!("{at}.{time}"), of)));
    let line = |(id, of): (String, &Forms)| {
        assert_eq!(of.keys.len(), scheme.items.len(), "one grade for each item");
        let answers = scheme.items.iter().zip(&of.keys).map(|(item, key)| format!(r#""{}":{key}"#, item.id));
        let (scheme, who, answers) = (&scheme.id, &of.respondent, answers.collect::<Vec<_>>().join(","));
        format!(
            r#"{{"fact":"response","id":"{id}","at":"2026-03-02T10:00:00Z","scheme":"{scheme}","respondent":"{who}","answers":{{{answers}}}}}"#
        )
    };
    each.map(line).collect()
}

fn scored(case: &Case) -> Report {
    let scheme = shipped(&format!("{}.toml", case.scheme));
    score(&scheme, &book(lines(&scheme, &case.forms)), &Request::default()).expect("the forms can be scored")
}

#[test]
fn every_scheme_comes_to_the_figures_of_its_procedure() {
    let fixture: Fixture = toml::from_str(include_str!("fixtures/worked.toml")).expect("the fixture is right");
    for case in fixture.case {
        let (report, name) = (scored(&case), &case.name);
        let same = |what: &str, expected: &Option<String>, found: &Option<String>| {
            assert!(expected.is_none() || expected == found, "{name}: {what} {found:?}, expected {expected:?}");
        };
        same("external", &case.external, &report.external);
        same("external_band", &case.external_band, &report.external_band);
        let overall = report.part_rates.as_ref().and_then(|rates| rates.overall.clone());
        same("overall_rate", &case.overall_rate, &overall);
        if let Some([low, high]) = &case.interval {
            let found = (report.external_low.as_ref(), report.external_high.as_ref());
            assert_eq!(found, (Some(low), Some(high)), "{name}");
        }
        if let Some(total) = &case.total {
            assert_eq!(report.total.as_deref(), Some(total.as_str()).filter(|total| !total.is_empty()), "{name}");
        }
        if let Some(parts) = &case.parts {
            let shown = |score: &Option<String>| score.clone().unwrap_or_else(|| "-".to_owned());
            let found = report.parts.iter().flatten();
            let found: Vec<String> =
                found.map(|part| format!("{} {} {}", part.id, part.weight, shown(&part.score))).collect();
            assert_eq!(&found, parts, "{name}");
        }
        for (rule, times) in &case.fires {
            assert_eq!(report.counts.triggers.get(rule), Some(times), "{name}: rule {rule}");
        }
        let listed = report.triggers.iter().flatten().count() as u64;
        assert_eq!(listed, report.counts.triggers.values().sum::<u64>(), "{name}: counted and listed");
    }
}

#[test]
fn a_scheme_that_was_not_verified_says_so_with_every_score() {
    for (file, unverified) in [("jtt900.toml", true), ("jdpower-csi.toml", true), ("service-14.toml", false)] {
        let scheme = shipped(file);
        let keys = vec![5; scheme.items.len()];
        let forms = [Forms { keys, times: 1, respondent: customer() }];
        let report = score(&scheme, &book(lines(&scheme, &forms)), &Request::default()).expect("it can be scored");
        let warnings = serde_json::to_string(&report.warnings).expect("a report is JSON");
        assert_eq!(warnings.contains(r#""code":"unverified""#), unverified, "{file}");
    }
}

#[test]
fn answers_in_the_top_two_grades_make_the_rate_where_the_scheme_says_so() {
    // The six forms of S19's examples under S7's rate: 54 of 60 answers, and 5 of 6 forms.
    let text = include_str!("../../config/scheme/engine-10.toml");
    let by_answers =
        Scheme::parse("mine.toml", &text.replace("rate = \"forms\"", "rate = \"answers\"")).expect("right");
    let forms: [[u8; 10]; 6] = [
        [5, 4, 4, 5, 3, 4, 5, 4, 4, 4],
        [4; 10],
        [5, 5, 5, 5, 5, 5, 5, 5, 5, 2],
        [5, 5, 5, 5, 5, 5, 5, 3, 3, 3],
        [5, 5, 5, 4, 4, 4, 4, 4, 4, 4],
        [4, 4, 4, 4, 4, 4, 4, 4, 4, 3],
    ];
    let forms = forms.map(|keys| Forms { keys: keys.to_vec(), times: 1, respondent: customer() });
    let rate = |scheme: &Scheme| {
        let report = score(scheme, &book(lines(scheme, &forms)), &Request::default()).expect("it can be scored");
        report.rate.percent
    };
    assert_eq!(rate(&by_answers).as_deref(), Some("90.00"));
    assert_eq!(rate(&shipped("engine-10.toml")).as_deref(), Some("83.33"));
}

#[test]
fn each_rule_says_what_it_calls_for() {
    use shopdesk::scoring::scheme::CallsFor;
    let calls = |file: &str| -> Vec<(String, CallsFor)> {
        shipped(file).triggers.into_iter().map(|trigger| (trigger.rule, trigger.calls_for)).collect()
    };
    let named = |rule: &str, what| (rule.to_owned(), what);
    let expected = [
        named("capa", CallsFor::Report),
        named("contact", CallsFor::Contact),
        named("contact", CallsFor::Contact),
        named("year", CallsFor::Causes),
    ];
    assert_eq!(calls("cop14.toml"), expected);
    assert!(calls("engine-10.toml").iter().all(|(_, what)| *what == CallsFor::Sheet));
    assert!(calls("policy-40-60.toml").iter().all(|(_, what)| *what == CallsFor::Owner));
}

/// N5: a form as it is answered calls for what its level says, and for nothing at 60.01.
#[test]
fn a_single_form_calls_at_once_for_what_s17_asks() {
    use shopdesk::scoring::Fact;
    use shopdesk::scoring::study::project::called;
    let scheme = shipped("cop14.toml");
    let rules = |grades: [u8; 4]| -> Vec<String> {
        let items: Vec<String> =
            scheme.items.iter().zip(grades).map(|(item, grade)| format!("\"{}\":{grade}", item.id)).collect();
        let line = format!(
            r#"{{"fact":"response","id":"F","at":"2026-03-02T10:00:00Z","scheme":"cop14","answers":{{{}}}}}"#,
            items.join(",")
        );
        let fact = Fact::parse(&line).expect("a fact");
        called(&scheme, &fact).expect("known answers").into_iter().map(|one| one.rule).collect()
    };
    assert_eq!(rules([7, 6, 5, 6]), ["contact"], "60.00: contact only");
    assert_eq!(rules([6, 6, 6, 5]), ["capa", "contact"], "57.50");
    assert_eq!(rules([9, 9, 9, 4]), ["contact"], "an item of 4");
    assert_eq!(rules([7, 7, 6, 6]), Vec::<String>::new(), "65");
}
