//! Worked examples of whole periods.

use std::collections::BTreeMap;

use serde::Deserialize;
use shopdesk::scoring::explain::Rule;
use shopdesk::scoring::{Request, What, explain, score};

use crate::support::{book, engine_10, points, response, with_totals};

#[derive(Deserialize)]
struct Fixture {
    period: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    forms: BTreeMap<String, toml::Value>,
    totals: Option<BTreeMap<String, u64>>,
    items: Vec<String>,
    external: String,
    external_band: String,
    over_returned: Option<String>,
    internal: Option<BTreeMap<String, String>>,
    total: Option<String>,
    band: Option<String>,
    rate: Rate,
    fires: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    satisfied: u64,
    of: u64,
    percent: String,
    low: String,
    high: String,
}

#[test]
fn the_worked_examples_come_out_to_the_last_digit() {
    let fixture: Fixture = toml::from_str(include_str!("fixtures/period.toml")).expect("the fixture is right");
    for case in fixture.period {
        check(&case);
    }
}

fn check(case: &Case) {
    let (name, scheme) = (&case.name, engine_10());
    let book = book(case.forms.iter().map(|(id, form)| response(&scheme, id, &points(form), "")));
    let request = match &case.totals {
        Some(totals) => with_totals(&serde_json::to_string(totals).expect("totals are numbers")),
        None => Request::default(),
    };
    let report = score(&scheme, &book, &request).expect("the period can be scored");
    let means: Vec<&str> = report.items.iter().filter_map(|item| item.mean.as_deref()).collect();
    assert_eq!(means, case.items, "{name}");
    assert_eq!(report.external.as_ref(), Some(&case.external), "{name}");
    assert_eq!(report.external_band.as_ref(), Some(&case.external_band), "{name}");
    let internal = serde_json::to_value(&report.internal).expect("a report is JSON");
    assert_eq!(internal, serde_json::to_value(&case.internal).expect("texts are JSON"), "{name}");
    assert_eq!((&report.total, &report.band), (&case.total, &case.band), "{name}");
    let rate = (report.rate.satisfied, report.rate.of);
    assert_eq!(rate, (case.rate.satisfied, case.rate.of), "{name}");
    let percents = [report.rate.percent, report.rate.low, report.rate.high].map(Option::unwrap_or_default);
    assert_eq!(percents, [case.rate.percent.clone(), case.rate.low.clone(), case.rate.high.clone()], "{name}");
    let fired = report.triggers.expect("few forms are listed");
    let fired = fired.iter().map(|fired| {
        let parts = [Some(&fired.rule), fired.form.as_ref(), fired.item.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(fired.collect::<Vec<_>>(), case.fires, "{name}");
    assert!(report.warnings.is_empty(), "{name}");
    let steps = explain(&scheme, &book, &request, &What::External).expect("the external score can be explained");
    let Rule::MeanInPercentOfFullMarks { over_returned, .. } = &steps[0].rule else { panic!("{name}: {:?}", steps[0]) };
    assert_eq!(over_returned, &case.over_returned, "{name}: by all forms returned");
}
