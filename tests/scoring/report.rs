//! The report's JSON is a promise; so is what it leaves empty.

use serde_json::json;
use shopdesk::scoring::{Book, Cause, Day, Listing, Period, Request, ScoreError, score};

use crate::support::{book, delivery, engine_10, response, with_totals};

const F1: [u64; 10] = [10, 8, 8, 10, 5, 8, 10, 8, 8, 8];

fn given(points: &[u64]) -> Vec<Option<u64>> {
    points.iter().map(|points| Some(*points)).collect()
}

#[test]
fn the_json_is_the_contract_s() {
    let scheme = engine_10();
    let book = book([
        response(&scheme, "F2", &[Some(8), Some(3)], ""),
        response(&scheme, "F1", &given(&F1), r#","opinion":"suggestion""#),
    ]);
    let totals = r#"{"deliveries":120,"quality_complaints":3,"on_time":108,"line_down":1,"premium_freight":1200}"#;
    let report = score(&scheme, &book, &with_totals(totals)).expect("the period can be scored");
    let item = |id: &str, mean: &str| json!({"id":id,"n":1,"mean":mean,"low":null,"high":null});
    let expected = json!({
        "scheme":"engine-10","version":2,"period":{"from":null,"to":null},
        "forms":[
            {"id":"F1","answered":10,"score":"83.00","band":"satisfied"},
            {"id":"F2","answered":2,"score":null,"band":"incomplete"},
        ],
        "items":[
            {"id":"product-performance","n":2,"mean":"9.00","low":"1.00","high":"10.00"},
            {"id":"packaging-transport","n":2,"mean":"5.50","low":"1.00","high":"10.00"},
            item("delivery-timeliness", "8.00"), item("complaint-timeliness", "10.00"),
            item("complaint-effectiveness", "5.00"), item("service-attitude", "8.00"),
            item("professional-knowledge", "10.00"), item("on-site-service", "8.00"),
            item("parts-accuracy", "8.00"), item("price", "8.00"),
        ],
        "external":"79.50","external_band":"dissatisfied","external_low":null,"external_high":null,
        "internal":{"quality":"97.50","on_time":"90.00","line_down":"99.17","premium_freight":null,"score":"95.56"},
        "total":"85.92","band":"very-satisfied",
        "rate":{"over":"forms","satisfied":1,"of":1,"percent":"100.00","low":"20.65","high":"100.00"},
        "sampling":{"issued":0,"returned":0,"return":null,"coverage":null,"gates":[
            {"gate":"interval","required":"P12M","actual":null,"met":null},
            {"gate":"coverage","required":"90.00","actual":null,"met":null},
            {"gate":"return","required":"80.00","actual":null,"met":null},
            {"gate":"segment:key","required":"0","actual":"0","met":true},
        ]},
        "counts":{"forms":2,"incomplete":1,"triggers":{"a":1,"b":0,"c":0,"d":1}},
        "triggers":[{"rule":"a","form":"F2","item":"packaging-transport"},{"rule":"d","form":"F1"}],
        "skipped":0,"warnings":[],
    });
    assert_eq!(serde_json::to_value(&report).expect("a report is JSON"), expected);
}

#[test]
fn an_item_has_student_s_interval_within_what_an_answer_can_earn() {
    let scheme = engine_10();
    let book = book(
        [5, 8, 8, 10].iter().zip(1..).map(|(points, id)| response(&scheme, &format!("F{id}"), &[Some(*points)], "")),
    );
    let report = score(&scheme, &book, &Request::default()).expect("the period can be scored");
    let item = &report.items[0];
    // Mean 7.75, s = 2.0616, t(3) = 3.1824: 7.75 ± 3.2804, and no answer earns more than 10.
    let shown = (item.mean.as_deref(), item.low.as_deref(), item.high.as_deref());
    assert_eq!(shown, (Some("7.75"), Some("4.47"), Some("10.00")));
}

#[test]
fn without_any_facts_there_is_no_report() {
    assert_eq!(score(&engine_10(), &Book::new(), &Request::default()), Err(ScoreError::NoFacts));
}

#[test]
fn facts_outside_the_period_leave_the_scores_empty() {
    let scheme = engine_10();
    let day = |day| Day::new(2026, 3, day);
    let scored = |from, to| {
        let request = Request { period: Period { from, to }, ..Request::default() };
        score(&scheme, &book([response(&scheme, "F1", &given(&F1), "")]), &request).expect("a report all the same")
    };
    for (from, to) in [(day(3), None), (None, day(1))] {
        let report = scored(from, to);
        assert_eq!((report.external, report.internal, report.total, report.band), (None, None, None, None));
        assert_eq!(report.rate.percent, None);
        assert!(report.items.iter().all(|item| item.n == 0 && item.mean.is_none()));
    }
    assert_eq!(scored(day(2), day(2)).counts.forms, 1, "both ends belong to the period");
}

#[test]
fn one_part_never_stands_for_the_whole() {
    let scheme = engine_10();
    let only_forms = score(&scheme, &book([response(&scheme, "F1", &given(&F1), "")]), &Request::default());
    let only_forms = only_forms.expect("the period can be scored");
    assert_eq!((only_forms.external.as_deref(), only_forms.internal, only_forms.total), (Some("83.00"), None, None));
    let only_cars = score(&scheme, &book([delivery("R1", "2026-03-02T10:00:00Z", true, "")]), &Request::default());
    let only_cars = only_cars.expect("the period can be scored");
    assert_eq!(only_cars.internal.map(|internal| internal.score).as_deref(), Some("100.00"));
    assert_eq!((only_cars.external, only_cars.total, only_cars.band), (None, None, None));
}

#[test]
fn deliveries_and_complaints_make_the_internal_score() {
    let at = "2026-03-02T10:00:00Z";
    let complaint = |id: &str, valid: &str, category: &str| {
        format!(r#"{{"fact":"complaint","id":"{id}","at":"{at}","valid":{valid},"category":"{category}"}}"#)
    };
    let silent = format!(r#"{{"fact":"delivery","id":"R4","at":"{at}"}}"#);
    let premium = format!(
        r#"{{"fact":"delivery","id":"R5","at":"{at}","on_time":true,"line_down":true,"billed":1000,"premium":100}}"#
    );
    let lines = [
        delivery("R1", at, true, ""),
        delivery("R2", at, true, ""),
        delivery("R3", at, false, ""),
        silent,
        premium,
        complaint("T1", "true", "quality"),
        complaint("T2", "null", "quality"),
        complaint("T3", "false", "quality"),
        complaint("T4", "true", "price"),
    ];
    let report = score(&engine_10(), &book(lines), &Request::default()).expect("the period can be scored");
    // Quality 1 of 5; the other components leave out the delivery that does not state them: 3 of 4, 1 of 4, 1 of 40.
    let expected =
        json!({"quality":"80.00","on_time":"75.00","line_down":"75.00","premium_freight":"97.50","score":"81.88"});
    assert_eq!(serde_json::to_value(report.internal).expect("a report is JSON"), expected);
}

#[test]
fn a_component_outside_0_to_100_is_clamped_with_a_warning_that_keeps_the_raw_figure() {
    let scheme = engine_10();
    let totals = with_totals(r#"{"deliveries":3,"quality_complaints":4}"#);
    let report = score(&scheme, &book([response(&scheme, "F1", &given(&F1), "")]), &totals).expect("scored");
    assert_eq!(report.internal.as_ref().and_then(|internal| internal.components[0].1.as_deref()), Some("0.00"));
    let warnings = serde_json::to_value(&report.warnings).expect("a report is JSON");
    assert_eq!(warnings, json!([{"code":"clamped","field":"internal.quality","value":"-33.33"}]));
}

#[test]
fn a_score_on_the_lower_edge_of_its_band_is_warned_of() {
    let scheme = engine_10();
    let report = score(&scheme, &book([response(&scheme, "F2", &[Some(8); 10], "")]), &Request::default());
    let warnings = serde_json::to_value(report.expect("scored").warnings).expect("a report is JSON");
    assert_eq!(warnings, json!([{"code":"zero-margin","field":"external"}]));
}

#[test]
fn only_the_respondents_of_the_scheme_are_scored_and_the_others_are_counted_in_a_warning() {
    let scheme = engine_10();
    let mut lines = vec![response(&scheme, "customer", &given(&F1), "")];
    for who in ["dealer", "staff", "competitor", "internal"] {
        lines.push(response(&scheme, who, &[Some(1); 10], &format!(r#","respondent":"{who}","opinion":"complaint""#)));
    }
    let report = score(&scheme, &book(lines), &Request::default()).expect("the period can be scored");
    assert_eq!((report.external.as_deref(), report.counts.forms), (Some("46.50"), 2));
    assert_eq!(report.counts.triggers["d"], 1);
    let warnings = serde_json::to_value(report.warnings).expect("a report is JSON");
    assert_eq!(warnings, json!([{"code":"other-respondents","field":"respondent","value":"3"}]));
}

#[test]
fn answers_that_the_scheme_does_not_know_are_refused_with_their_line() {
    let at = r#""at":"2026-03-02T10:00:00Z""#;
    let lines = [
        format!(r#"{{"fact":"response","id":"1",{at},"scheme":"engine-10","answers":{{"smell":5}}}}"#),
        format!(r#"{{"fact":"response","id":"2",{at},"scheme":"engine-10","answers":{{"price":7}}}}"#),
        format!(r#"{{"fact":"response","id":"3",{at},"scheme":"engine-10","version":9,"answers":{{"smell":5}}}}"#),
    ];
    let Err(ScoreError::Faults(faults)) = score(&engine_10(), &book(lines), &Request::default()) else {
        panic!("two of the forms cannot be read");
    };
    let lines: Vec<u64> = faults.shown().iter().map(|fault| fault.place.line).collect();
    assert_eq!(lines, [1, 2]);
    assert!(matches!(&faults.shown()[0].cause, Cause::NoSuchItem { item, .. } if item == "smell"));
    let said = faults.shown()[1].to_string();
    assert_eq!(said, "test, line 2: `answers.price` is 7; write one of 5, 4, 3, 2, 1, or null for not applicable");
}

#[test]
fn forms_are_listed_up_to_a_thousand_unless_asked_otherwise() {
    let scheme = engine_10();
    let forms = |number: usize| book((0..number).map(|id| response(&scheme, &format!("{id:04}"), &[Some(8); 10], "")));
    let listed = |number, listing| {
        let request = Request { listing, ..Request::default() };
        let report = score(&scheme, &forms(number), &request).expect("the period can be scored");
        assert_eq!(report.forms.is_some(), report.triggers.is_some());
        assert_eq!(report.counts.forms, number as u64);
        report.forms.is_some()
    };
    assert!(listed(1_000, Listing::Few));
    assert!(!listed(1_001, Listing::Few));
    assert!(listed(1_001, Listing::All));
    assert!(!listed(1, Listing::None));
}

#[test]
fn forms_stand_by_time_then_name_and_triggers_by_rule_then_form_then_item() {
    let scheme = engine_10();
    let bad = [3, 1, 5, 5, 5, 5, 5, 5, 5, 5];
    let early = response(&scheme, "Z", &given(&bad), r#","opinion":"complaint""#).replace("T10:00", "T09:00");
    let lines = [response(&scheme, "B", &given(&bad), ""), response(&scheme, "A", &given(&bad), ""), early];
    let report = score(&scheme, &book(lines), &Request::default()).expect("the period can be scored");
    let forms: Vec<String> = report.forms.expect("few forms").into_iter().map(|form| form.id).collect();
    assert_eq!(forms, ["Z", "A", "B"]);
    let fired = report.triggers.expect("few forms").into_iter().map(|fired| {
        let item = fired.item.map_or(String::new(), |item| format!(" {item}"));
        format!("{} {}{item}", fired.rule, fired.form.unwrap_or_default())
    });
    let expected = [
        "a Z product-performance",
        "a Z packaging-transport",
        "a A product-performance",
        "a A packaging-transport",
        "a B product-performance",
        "a B packaging-transport",
        "b Z",
        "b A",
        "b B",
        "d Z",
    ];
    assert_eq!(fired.collect::<Vec<_>>(), expected);
}
