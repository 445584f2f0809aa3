//! What may be concluded from scores: chance, causes, signals, trust.

use serde_json::json;
use shopdesk::scoring::study::Study;
use shopdesk::scoring::study::chart::{Signal, p, xmr};
use shopdesk::scoring::study::driver::Place;
use shopdesk::scoring::study::sample::Verdict;
use shopdesk::scoring::study::study as conclude;
use shopdesk::scoring::{By, Day, Period, Request, number};

use crate::support::{book, engine_10, response};

const F6: [u64; 10] = [8, 8, 8, 8, 8, 8, 8, 8, 8, 5];

fn form(id: &str, points: &[u64], more: &str) -> String {
    let points: Vec<Option<u64>> = points.iter().map(|points| Some(*points)).collect();
    response(&engine_10(), id, &points, more)
}

/// The same form in another month of 2026.
fn in_month(line: String, month: u8) -> String {
    line.replace("2026-03-02", &format!("2026-{month:02}-02"))
}

fn studied(lines: impl IntoIterator<Item = String>, request: &Request) -> Study {
    conclude(&engine_10(), &book(lines), request).expect("the facts can be studied")
}

fn month(month: u8, days: u8) -> Request {
    let period = Period { from: Day::new(2026, month, 1), to: Day::new(2026, month, days) };
    Request { period, ..Request::default() }
}

#[test]
fn five_triggers_of_one_cause_are_five_records_in_one_project() {
    let low_price = [10, 10, 10, 10, 10, 10, 10, 10, 10, 3];
    let reason = r#","reasons":{"price":"too-dear"}"#;
    let lines = (0..5).map(|n| form(&format!("F{n}"), &low_price, reason));
    let other_month = in_month(form("F9", &low_price, reason), 4);
    let other_cause = form("F8", &low_price, r#","opinion":"suggestion""#);
    let study = studied(lines.chain([other_month, other_cause]), &Request::default());
    let found: Vec<(Option<&str>, &str, usize)> =
        study.projects.iter().map(|of| (of.month.as_deref(), of.cause.as_str(), of.records.len())).collect();
    let expected = [
        (Some("2026-03"), "item:price", 1),
        (Some("2026-03"), "opinion:suggestion", 1),
        (Some("2026-03"), "reason:too-dear", 5),
        (Some("2026-04"), "reason:too-dear", 1),
    ];
    assert_eq!(found, expected);
    let record = serde_json::to_value(&study.projects[2].records[0]).expect("JSON");
    assert_eq!(record, json!({"rule":"a","form":"F0","item":"price","calls_for":"sheet"}));
}

#[test]
fn a_month_of_twenty_calls_at_85_is_not_different_from_one_at_80() {
    let good = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10];
    let bad = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5];
    // 14 of 20 at 100 make 85, 12 of 20 make 80.
    let of = |month: u8, fine: usize| {
        (0..20).map(move |n| in_month(form(&format!("{month}.{n}"), if n < fine { &good } else { &bad }, ""), month))
    };
    let study = studied(of(2, 12).chain(of(3, 14)), &month(3, 31));
    let before = study.before.expect("March has a month before");
    assert_eq!(before.period.from, Day::new(2026, 2, 1));
    assert_eq!((before.external.as_deref(), before.n), (Some("80.00"), 20));
    assert_eq!(before.change.difference.as_deref(), Some("5.00"));
    assert_eq!(before.change.verdict, Verdict::NotDifferent);
    assert_eq!(before.rate_change.verdict, Verdict::NotDifferent);
    let clear = studied(of(2, 2).chain(of(3, 18)), &month(3, 31)).before.expect("a month before");
    assert_eq!((clear.change.verdict, clear.rate_change.verdict), (Verdict::Higher, Verdict::Higher));
}

#[test]
fn nobody_is_ranked_above_somebody_whose_interval_overlaps() {
    let of = |who: &str, points: &[u64], number: usize| -> Vec<String> {
        let more = format!(r#","advisor":"{who}""#);
        (0..number)
            .map(|n| {
                let mut points = points.to_vec();
                // They spread a little, or there would be no interval.
                points[n % 10] = if n % 2 == 0 { 10 } else { 8 };
                form(&format!("{who}{n}"), &points, &more)
            })
            .collect()
    };
    let lines = [of("li", &[10; 10], 12), of("wu", &[8; 10], 12), of("xu", &[5; 10], 12), of("yi", &[10; 10], 2)];
    let request = Request { by: Some(By::Advisor), ..Request::default() };
    let standings = studied(lines.concat(), &request).standings.expect("asked for");
    let above: Vec<(&str, Vec<&str>)> = standings
        .iter()
        .map(|of| (of.key.as_deref().unwrap_or("-"), of.above.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(above, [("li", vec!["wu", "xu"]), ("wu", vec!["xu"]), ("xu", vec![]), ("yi", vec![])]);
}

#[test]
fn a_run_on_one_side_and_a_trend_are_signals_and_few_points_are_none() {
    let points = |values: &[i32]| -> Vec<_> {
        values.iter().map(|value| (value.to_string(), number::whole(*value), 10)).collect()
    };
    let signals = |values: &[i32]| xmr(&points(values)).points.pop().expect("a point").signals;
    assert_eq!(signals(&[80, 90, 80, 90]), [], "too few for limits");
    assert_eq!(signals(&[80, 90, 80, 90, 80, 85]), []);
    assert_eq!(signals(&[80, 90, 80, 90, 80, 140]), [Signal::Outside]);
    let run = [80, 90, 60, 90, 60, 90, 60, 90, 60, 60, 60, 60, 60, 84, 86, 84, 86, 84, 86, 84, 86];
    assert_eq!(signals(&run), [Signal::Run]);
    assert_eq!(signals(&[80, 90, 80, 90, 80, 81, 82, 83, 84, 85]), [Signal::Trend]);
}

#[test]
fn a_chart_of_shares_has_wider_limits_where_fewer_answered() {
    let month = |n: u64, hits, of| (format!("{n}"), hits, of);
    let mut months: Vec<_> = (0..6).map(|n| month(n, 80, 100)).collect();
    months.push(month(6, 0, 0));
    months.push(month(7, 6, 10));
    let chart = p(&months);
    assert_eq!(chart.middle.as_deref(), Some("80.00"));
    let shown: Vec<_> = chart.points.iter().map(|point| (point.low.as_deref(), point.high.as_deref())).collect();
    // 3 × √(80 × 20 ÷ 100) = 12; for ten answers 37.95, and no share lies above 100.
    assert_eq!(shown[0], (Some("68.00"), Some("92.00")));
    assert_eq!(shown[6], (Some("42.05"), Some("100.00")));
    assert_eq!(chart.points.len(), 7, "a month without answers is no point");
    months[7] = month(7, 60, 100);
    assert_eq!(p(&months).points[6].signals, [Signal::Outside]);
}

#[test]
fn the_causes_of_low_answers_stand_by_how_common_they_are() {
    let low = |id: &str, item: usize, more: &str| {
        let mut points = [8; 10];
        points[item] = 1;
        form(id, &points, more)
    };
    let dear = r#","reasons":{"price":"too-dear"}"#;
    let complaint = r#"{"fact":"complaint","id":"T1","at":"2026-03-02T10:00:00Z","category":"quality"}"#.to_owned();
    let lines = [low("1", 9, dear), low("2", 9, dear), low("3", 9, ""), low("4", 0, ""), complaint];
    let pareto = serde_json::to_value(studied(lines, &Request::default()).pareto).expect("JSON");
    let expected = json!({
        "reasons":[
            {"id":"not-given","n":2,"percent":"50.00","cumulative":"50.00"},
            {"id":"too-dear","n":2,"percent":"50.00","cumulative":"100.00"},
        ],
        "items":[
            {"id":"price","n":3,"percent":"75.00","cumulative":"75.00"},
            {"id":"product-performance","n":1,"percent":"25.00","cumulative":"100.00"},
        ],
        "complaints":[{"id":"quality","n":1,"percent":"100.00","cumulative":"100.00"}],
    });
    assert_eq!(pareto, expected);
}

#[test]
fn the_item_that_goes_with_the_rest_of_the_form_moves_the_score() {
    // Item 1 goes with the rest, item 2 against it, item 3 is always the same.
    let lines = (0..12).map(|n| {
        let level = [1, 3, 5, 8][n % 4];
        let mut points = [level; 10];
        points[0] = level;
        points[1] = [10, 8, 5, 3][n % 4];
        points[2] = 5;
        form(&format!("F{n}"), &points, "")
    });
    let drivers = studied(lines, &Request::default()).drivers;
    let rho: Vec<Option<&str>> = drivers.iter().take(3).map(|of| of.correlation.as_deref()).collect();
    assert_eq!(rho, [Some("1.00"), Some("-1.00"), None]);
    assert_eq!((drivers[0].n, drivers[0].place), (12, Some(Place::KeepUp)));
    assert_eq!(drivers[1].place, Some(Place::Enough));
    let few = studied((0..9).map(|n| form(&format!("F{n}"), &F6, "")), &Request::default()).drivers;
    assert_eq!((few[0].n, few[0].correlation.as_deref()), (9, None));
}

#[test]
fn what_is_missing_to_the_next_band_is_told_in_answers() {
    let needed = |points: &[u64], from: &str| {
        let study = studied([form("F", points, "")], &Request::default());
        let line = study.what_if.into_iter().find(|line| line.figure == "external" && line.from_points == from);
        line.map(|line| (line.band, line.answers, line.of))
    };
    // 77 to 80: two times 2 points. 80 to above 85: three. 85 exactly is not above 85.
    assert_eq!(needed(&F6, "8"), Some(("satisfied".into(), Some(2), 9)));
    assert_eq!(needed(&F6, "5"), Some(("satisfied".into(), Some(1), 1)));
    assert_eq!(needed(&[8; 10], "8"), Some(("very-satisfied".into(), Some(3), 10)));
    assert_eq!(needed(&[10, 10, 10, 10, 10, 10, 10, 5, 5, 5], "5"), Some(("very-satisfied".into(), Some(1), 3)));
    assert_eq!(needed(&[8, 5, 5, 5, 5, 5, 5, 5, 5, 5], "8"), Some(("satisfied".into(), None, 1)), "all are not enough");
    assert_eq!(needed(&[10; 10], "8"), None, "there is no band above the best");
}

#[test]
fn forms_in_a_straight_line_and_callers_who_hear_better_answers_are_named() {
    let spread = |n: usize, low: bool| {
        let mut points = if low { [5; 10] } else { [10; 10] };
        points[n % 10] = 8;
        points
    };
    let zhao = (0..6).map(|n| form(&format!("Z{n}"), &spread(n, false), r#","caller":"zhao","mode":"phone""#));
    let qian = (0..6).map(|n| form(&format!("Q{n}"), &spread(n, true), r#","caller":"qian","mode":"phone""#));
    let straight = form("S", &[8; 10], r#","mode":"form""#);
    let alike = form("A", &F6, r#","alike":true,"mode":"form""#);
    let asked =
        (0..2).map(|n| format!(r#"{{"fact":"issued","id":"N{n}","at":"2026-03-02T10:00:00Z","scheme":"engine-10"}}"#));
    let study = studied(zhao.chain(qian).chain([straight, alike]).chain(asked), &Request::default());
    let found = study.integrity;
    assert_eq!((found.forms, found.straight_lined, found.alike), (14, vec!["S".to_owned()], vec!["A".to_owned()]));
    // Six forms of 98 and six of 53, then 80 and 77.
    assert_eq!(found.external_without.as_deref(), Some("75.50"));
    let callers: Vec<_> = found
        .callers
        .iter()
        .map(|of| (of.key.as_deref(), of.n, of.mean.as_deref(), of.against_others.verdict))
        .collect();
    assert_eq!(callers[1], (Some("qian"), 6, Some("53.00"), Verdict::Lower));
    assert_eq!(callers[2], (Some("zhao"), 6, Some("98.00"), Verdict::Higher));
    assert_eq!(found.modes[0].key.as_deref(), Some("form"));
    assert_eq!(found.modes[0].against_others.verdict, Verdict::NotDifferent);
    // Two did not answer: (1063 + 2 × 10) ÷ 16 and (1063 + 2 × 100) ÷ 16.
    let worst = found.worst_case;
    assert_eq!((worst.missing, worst.low.as_deref(), worst.high.as_deref()), (2, Some("67.69"), Some("78.94")));
    assert_eq!((worst.satisfied_low.as_deref(), worst.satisfied_high.as_deref()), (Some("43.75"), Some("56.25")));
}
