//! Every number can be followed down to the answers and counts behind it.

use serde_json::json;
use shopdesk::scoring::explain::{ExplainError, Step};
use shopdesk::scoring::{Book, Request, What, explain};

use crate::support::{book, engine_10, response, with_totals};

fn example() -> (Book, Request) {
    let scheme = engine_10();
    let forms =
        [("F1", [10, 8, 8, 10, 5, 8, 10, 8, 8, 8]), ("F2", [8; 10]), ("F3", [10, 10, 10, 10, 10, 10, 10, 10, 10, 3])];
    let book = book(forms.map(|(id, points)| response(&scheme, id, &points.map(Some), "")));
    let totals = r#"{"deliveries":120,"quality_complaints":3,"on_time":108,"line_down":1,"premium_freight":1200,"freight":60000}"#;
    (book, with_totals(totals))
}

fn steps(what: &str) -> Vec<Step> {
    let (book, request) = example();
    explain(&engine_10(), &book, &request, &what.parse().expect("a number's name")).expect("it can be explained")
}

fn json(step: &Step) -> serde_json::Value {
    serde_json::to_value(step).expect("a step is JSON")
}

#[test]
fn the_total_is_followed_through_both_parts_to_items_and_components() {
    let steps = steps("total");
    let names: Vec<String> = steps.iter().map(|step| step.what.to_string()).collect();
    assert_eq!(names[..3], ["total", "external", "item:product-performance"]);
    assert_eq!(
        names[12..],
        ["internal", "component:quality", "component:on_time", "component:line_down", "component:premium_freight"]
    );
    let expected = json!({
        "what":"total","rule":{"rule":"weighted-sum"},
        "terms":[
            {"term":"number","what":"external","weight":"0.6","value":"256/3"},
            {"term":"number","what":"internal","weight":"0.4","value":"577/6"},
        ],
        "exact":"269/3","shown":"89.67",
    });
    assert_eq!(json(&steps[0]), expected);
}

#[test]
fn the_external_score_shows_the_mean_of_ten_before_it_is_set_to_a_hundred() {
    let step = &steps("external")[0];
    assert_eq!(json(step)["rule"]["mean"], "128/15");
    assert_eq!(json(step)["rule"]["full_marks"], "10");
    assert_eq!((step.exact.as_deref(), step.shown.as_deref()), (Some("256/3"), Some("85.33")));
}

#[test]
fn an_item_comes_down_to_each_answer() {
    let step = &steps("item:price")[0];
    assert_eq!(json(step)["rule"], json!({"rule":"points-over-forms","points":"19","forms":3}));
    let terms = json(step)["terms"].clone();
    assert_eq!(terms[1], json!({"term":"grade","key":4,"points":"8","number":2}));
    assert_eq!(terms[7], json!({"term":"answer","form":"F3","item":"price","key":2,"points":"3","weight":"1"}));
    assert_eq!(terms.as_array().map(Vec::len), Some(5 + 3));
}

#[test]
fn a_form_is_its_points_in_per_cent_of_what_they_could_be() {
    let step = &steps("form:F1")[0];
    assert_eq!(json(step)["rule"], json!({"rule":"points-in-percent","answered":10,"of":10}));
    assert_eq!((step.exact.as_deref(), step.shown.as_deref()), (Some("83"), Some("83.00")));
}

#[test]
fn a_component_is_two_counts() {
    let expected = json!({
        "what":"component:quality","rule":{"rule":"ratio","complement":true,"raw":null},
        "terms":[
            {"term":"count","count":"quality_complaints","number":"3"},
            {"term":"count","count":"deliveries","number":"120"},
        ],
        "exact":"97.5","shown":"97.50",
    });
    assert_eq!(json(&steps("component:quality")[0]), expected);
}

#[test]
fn all_complaints_stand_beside_the_valid_ones_about_quality() {
    let at = r#""at":"2026-03-02T10:00:00Z""#;
    let book = book([
        format!(r#"{{"fact":"delivery","id":"R1",{at}}}"#),
        format!(r#"{{"fact":"complaint","id":"T1",{at},"category":"price"}}"#),
    ]);
    let what = What::Component("quality".into());
    let steps = explain(&engine_10(), &book, &Request::default(), &what).expect("it can be explained");
    assert_eq!(json(&steps[0])["terms"][2], json!({"term":"count","count":"complaints","number":"1"}));
}

#[test]
fn what_is_not_there_is_said_by_name() {
    let (book, request) = example();
    for what in [What::Item("smell".into()), What::Form("F9".into()), What::Component("luck".into())] {
        let error = explain(&engine_10(), &book, &request, &what);
        assert_eq!(error, Err(ExplainError::NoSuch { what: what.to_string() }));
    }
    assert!("luck".parse::<What>().is_err());
    assert!("luck:7".parse::<What>().is_err());
}

#[test]
fn the_rate_is_forms_by_their_scores_and_the_score_of_forms_is_their_mean() {
    let step = &steps("rate")[0];
    assert_eq!(json(step)["rule"], json!({"rule":"share-of","satisfied":3,"of":3}));
    assert_eq!(json(step)["terms"][0], json!({"term":"forms","score":"80","number":1}));
    assert_eq!(step.shown.as_deref(), Some("100.00"));
    let scheme = crate::support::shipped("policy-40-60.toml");
    let form = |id: &str, points: u64, more: &str| response(&scheme, id, &[Some(points); 7], more);
    let book = book([form("S", 10, r#","respondent":"staff""#), form("C", 8, ""), form("D", 10, "")]);
    let what = |what: &str| what.parse().expect("a number's name");
    let total = explain(&scheme, &book, &Request::default(), &what("total")).expect("it can be explained");
    let names: Vec<String> =
        total.iter().map(|step| format!("{} {}", step.what, step.shown.as_deref().unwrap_or("-"))).collect();
    assert_eq!(names, ["total 94.00", "part:self 100.00", "external 90.00"]);
    assert_eq!(json(&total[2])["rule"], json!({"rule":"mean-of-forms","forms":2}));
}
