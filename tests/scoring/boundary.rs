//! On, just below and just above each edge: the verdict is taken on the exact number, and print never contradicts it.

use serde::Deserialize;
use shopdesk::scoring::score;

use crate::support::{book, engine_10, response, with_totals};

#[derive(Deserialize)]
struct Fixture {
    total: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    external: u64,
    on_time: [u64; 2],
    prints: String,
    band: String,
    fires_c: bool,
}

/// Ten answers that come to 80 or 85.
fn answers(external: u64) -> Vec<Option<u64>> {
    let fives = match external {
        80 => return vec![Some(8); 10],
        85 => 3,
        other => panic!("no answers are known that come to {other}"),
    };
    (0..10).map(|item| Some(if item < 10 - fives { 10 } else { 5 })).collect()
}

#[test]
fn a_total_falls_into_its_band_and_is_printed_there() {
    let scheme = engine_10();
    let fixture: Fixture = toml::from_str(include_str!("fixtures/boundary.toml")).expect("the fixture is right");
    for case in fixture.total {
        let book = book([response(&scheme, "F", &answers(case.external), "")]);
        let [on_time, deliveries] = case.on_time;
        let request = with_totals(&format!(r#"{{"deliveries":{deliveries},"on_time":{on_time}}}"#));
        let report = score(&scheme, &book, &request).expect("the period can be scored");
        assert_eq!(report.total.as_ref(), Some(&case.prints), "{}", case.name);
        assert_eq!(report.band.as_ref(), Some(&case.band), "{}", case.name);
        assert_eq!(report.counts.triggers["c"], u64::from(case.fires_c), "{}", case.name);
    }
}
