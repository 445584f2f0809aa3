//! The score of one form, its band and the rules that it fires.

use serde::Deserialize;
use shopdesk::scoring::{Request, score};

use crate::support::{book, engine_10, points, response};

#[derive(Deserialize)]
struct Fixture {
    form: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    points: toml::Value,
    opinion: Option<String>,
    score: Option<String>,
    band: String,
    fires: Vec<String>,
}

#[test]
fn a_form_scores_as_the_procedure_says() {
    let scheme = engine_10();
    let fixture: Fixture = toml::from_str(include_str!("fixtures/form.toml")).expect("the fixture is right");
    for case in fixture.form {
        let opinion = case.opinion.map_or(String::new(), |opinion| format!(r#","opinion":"{opinion}""#));
        let book = book([response(&scheme, "F", &points(&case.points), &opinion)]);
        let report = score(&scheme, &book, &Request::default()).expect("the form can be scored");
        let forms = report.forms.expect("one form is listed");
        let fired = report.triggers.expect("what it fires is listed");
        let rules: Vec<&str> = fired.iter().map(|fired| fired.rule.as_str()).collect();
        assert_eq!((&forms[0].score, &forms[0].band), (&case.score, &case.band), "{}", case.name);
        assert_eq!(rules, case.fires, "{}", case.name);
        let counted: u64 = report.counts.triggers.values().sum();
        assert_eq!(counted, rules.len() as u64, "{}: counted and listed", case.name);
        assert_eq!(report.counts.incomplete, u64::from(case.score.is_none()), "{}", case.name);
        assert_eq!(report.rate.of, u64::from(case.score.is_some()), "{}", case.name);
    }
}

#[test]
fn an_item_that_was_not_asked_counts_like_one_that_does_not_apply() {
    let scheme = engine_10();
    let asked = book([response(&scheme, "F", &[Some(8), Some(8), None, None], "")]);
    let short = book([response(&scheme, "F", &[Some(8), Some(8)], "")]);
    assert_eq!(score(&scheme, &asked, &Request::default()), score(&scheme, &short, &Request::default()));
}
