//! What a survey must reach for its scores to count.

use serde::Deserialize;
use shopdesk::scoring::study::study;
use shopdesk::scoring::{Day, Period, Request, Scheme, score};
use std::collections::BTreeMap;

use crate::support::{book, engine_10, shipped};

#[derive(Deserialize)]
struct Fixture {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    scheme: String,
    #[serde(default)]
    issued: usize,
    #[serde(default)]
    returned: usize,
    #[serde(default)]
    active: usize,
    earlier: Option<String>,
    #[serde(default)]
    forms: BTreeMap<String, usize>,
    gate: BTreeMap<String, (String, bool)>,
}

fn issued(scheme: &Scheme, id: &str, day: &str, more: &str) -> String {
    format!(r#"{{"fact":"issued","id":"{id}","at":"{day}T10:00:00Z","scheme":"{}"{more}}}"#, scheme.id)
}

fn answered(scheme: &Scheme, id: &str, more: &str) -> String {
    let answers: Vec<String> = scheme.items.iter().map(|item| format!(r#""{}":4"#, item.id)).collect();
    let (scheme, answers) = (&scheme.id, answers.join(","));
    format!(
        r#"{{"fact":"response","id":"{id}","at":"2026-03-02T10:00:00Z","scheme":"{scheme}","answers":{{{answers}}}{more}}}"#
    )
}

fn lines(scheme: &Scheme, case: &Case) -> Vec<String> {
    let customer = |n: usize| format!(r#","customer":"C{n}""#);
    let cars = (0..case.active)
        .map(|n| format!(r#"{{"fact":"delivery","id":"R{n}","at":"2026-03-02T09:00:00Z"{}}}"#, customer(n)));
    let asked = (0..case.issued).map(|n| issued(scheme, &format!("V{n}"), "2026-03-02", &customer(n)));
    let back = (0..case.returned).map(|n| answered(scheme, &format!("V{n}"), &customer(n)));
    let earlier = case.earlier.iter().map(|day| issued(scheme, "old", day, ""));
    let forms = case.forms.iter().flat_map(|(who, number)| {
        (0..*number).map(move |n| answered(scheme, &format!("{who}{n}"), &format!(r#","respondent":"{who}""#)))
    });
    cars.chain(asked).chain(back).chain(earlier).chain(forms).collect()
}

/// The month of the survey.
fn march() -> Request {
    let period = Period { from: Day::new(2026, 3, 1), to: Day::new(2026, 3, 31) };
    Request { period, ..Request::default() }
}

#[test]
fn a_gate_is_met_from_its_edge_on() {
    let fixture: Fixture = toml::from_str(include_str!("fixtures/gates.toml")).expect("the fixture is right");
    for case in fixture.case {
        let scheme = shipped(&format!("{}.toml", case.scheme));
        let report = score(&scheme, &book(lines(&scheme, &case)), &march()).expect("the survey can be scored");
        let sampling = report.sampling.expect("the whole has its sampling");
        for (gate, (actual, met)) in &case.gate {
            let found = sampling.gates.iter().find(|line| line.gate == *gate).expect("the scheme has the gate");
            assert_eq!((found.actual.as_ref(), found.met), (Some(actual), Some(*met)), "{}: {gate}", case.name);
        }
        assert_eq!((sampling.issued, sampling.returned), (case.issued as u64, case.returned as u64), "{}", case.name);
    }
}

#[test]
fn every_key_customer_must_have_answered() {
    let scheme = engine_10();
    let key = |n: usize| format!(r#","customer":"C{n}","segment":"key""#);
    let car = |n: usize| format!(r#"{{"fact":"delivery","id":"R{n}","at":"2026-03-02T09:00:00Z"{}}}"#, key(n));
    let scored = |answers: usize| {
        let lines = (0..3).map(car).chain((0..answers).map(|n| answered(&scheme, &format!("V{n}"), &key(n))));
        let book = book(lines.collect::<Vec<_>>());
        let sampling = score(&scheme, &book, &march()).expect("scored").sampling.expect("sampling");
        let gate = sampling.gates.into_iter().find(|gate| gate.gate == "segment:key").expect("the gate");
        let open = study(&scheme, &book, &march()).expect("studied").reach.open;
        (gate.actual, gate.met, open.into_iter().map(|open| open.customer).collect::<Vec<_>>())
    };
    assert_eq!(scored(2), (Some("2".into()), Some(false), vec!["C2".to_owned()]));
    assert_eq!(scored(3), (Some("3".into()), Some(true), Vec::new()));
}

#[test]
fn a_form_counts_as_returned_only_if_one_was_issued_under_the_same_shop_scheme_and_name() {
    let scheme = engine_10();
    let lines = [
        issued(&scheme, "V1", "2026-03-02", r#","shop":"main""#),
        issued(&scheme, "V2", "2026-03-02", r#","shop":"main""#),
        issued(&shipped("cop14.toml"), "V3", "2026-03-02", r#","shop":"main""#),
        answered(&scheme, "V1", r#","shop":"main""#),
        answered(&scheme, "V2", r#","shop":"branch""#),
        answered(&scheme, "V3", r#","shop":"main""#),
    ];
    let report = score(&scheme, &book(lines), &march()).expect("scored");
    let sampling = report.sampling.expect("sampling");
    assert_eq!((sampling.issued, sampling.returned, report.counts.forms), (2, 1, 3));
    assert_eq!(sampling.returned_percent.as_deref(), Some("50.00"));
}

#[test]
fn groups_have_no_sampling_of_their_own() {
    let scheme = engine_10();
    let request = Request { by: Some(shopdesk::scoring::By::Shop), ..march() };
    let report = score(&scheme, &book([answered(&scheme, "V1", "")]), &request).expect("scored");
    assert!(report.sampling.is_some());
    assert!(report.groups.expect("groups").iter().all(|group| group.report.sampling.is_none()));
}

#[test]
fn what_came_of_the_calls_is_told_with_honest_denominators() {
    let scheme = engine_10();
    let mut lines: Vec<String> = (0..10).map(|n| issued(&scheme, &format!("V{n}"), "2026-03-02", "")).collect();
    let mut tried = |form: usize, outcome: &str| {
        let id = lines.len();
        lines.push(format!(
            r#"{{"fact":"attempt","id":"A{id}","at":"2026-03-03T10:00:00Z","issued":"V{form}","outcome":"{outcome}"}}"#
        ));
    };
    for (form, outcome) in [(2, "no-answer"), (2, "refused"), (3, "busy"), (4, "off"), (5, "wrong-number")] {
        tried(form, outcome);
    }
    for (form, outcome) in [(6, "no-answer"), (6, "call-back"), (0, "reached"), (7, "voicemail")] {
        tried(form, outcome);
    }
    lines.push(answered(&scheme, "V0", ""));
    lines.push(
        r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"engine-10","answers":{"price":4}}"#
            .into(),
    );
    let reach = study(&scheme, &book(lines), &march()).expect("studied").reach;
    let counted = (
        reach.complete,
        reach.partial,
        reach.refusal,
        reach.non_contact,
        reach.other,
        reach.wrong_number,
        reach.unknown,
    );
    assert_eq!(counted, (1, 1, 1, 3, 1, 1, 2));
    assert_eq!(reach.response_rate.as_deref(), Some("10.00"));
    assert_eq!(reach.response_rate_with_partial.as_deref(), Some("20.00"));
    assert_eq!(reach.contact_rate.as_deref(), Some("40.00"));
    assert_eq!(reach.refusal_rate.as_deref(), Some("10.00"));
}
