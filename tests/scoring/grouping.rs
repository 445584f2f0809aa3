//! Groups: the same scores over parts of the facts.

use shopdesk::scoring::report::Group;
use shopdesk::scoring::{By, Request, Totals, Word, score};

use crate::support::{book, delivery, response, visit};

const AT: &str = "2026-03-02T10:00:00+08:00";

fn groups(by: By, lines: &[String]) -> Vec<Group> {
    let request = Request { by: Some(by), ..Request::default() };
    let report = score(&visit(), &book(lines), &request).expect("the period can be scored");
    assert_eq!(report.by, Some(by));
    report.groups.expect("groups were asked for")
}

fn keys(groups: &[Group]) -> Vec<Option<&str>> {
    groups.iter().map(|group| group.key.as_deref()).collect()
}

#[test]
fn each_advisor_has_the_scores_of_their_own_forms_and_deliveries() {
    let scheme = visit();
    let lines = [
        response(&scheme, "V1", &[Some(10); 10], r#","advisor":"wu""#),
        response(&scheme, "V2", &[Some(8); 10], r#","advisor":"li""#),
        response(&scheme, "V3", &[Some(1); 10], ""),
        delivery("R1", AT, true, r#","advisor":"wu""#),
        delivery("R2", AT, false, r#","advisor":"li""#),
    ];
    let groups = groups(By::Advisor, &lines);
    assert_eq!(keys(&groups), [Some("li"), Some("wu"), None]);
    let totals: Vec<Option<&str>> = groups.iter().map(|group| group.report.total.as_deref()).collect();
    // li: 0.6 × 80 + 0.4 × 75; the form without an advisor has no delivery beside it.
    assert_eq!(totals, [Some("78.00"), Some("100.00"), None]);
    assert_eq!(groups[2].report.external.as_deref(), Some("10.00"));
    assert_eq!(groups[0].report.counts.triggers["c"], 1);
}

#[test]
fn months_are_those_of_the_wall_calendar() {
    let scheme = visit();
    let lines = [
        response(&scheme, "V1", &[Some(8); 10], "").replace("2026-03-02T10", "2026-04-01T00"),
        response(&scheme, "V2", &[Some(8); 10], ""),
    ];
    assert_eq!(keys(&groups(By::Month, &lines)), [Some("2026-03"), Some("2026-04")]);
}

#[test]
fn every_dimension_finds_its_field() {
    let scheme = visit();
    let more = r#","technician":"wang","caller":"zhao","segment":"key","mode":"phone","shop":"main""#;
    let lines = [response(&scheme, "V1", &[Some(8); 10], more)];
    let dimensions =
        [(By::Technician, "wang"), (By::Caller, "zhao"), (By::Segment, "key"), (By::Mode, "phone"), (By::Shop, "main")];
    for (by, key) in dimensions {
        assert_eq!(keys(&groups(by, &lines)), [Some(key)], "{}", by.word());
    }
}

#[test]
fn a_stage_looks_at_its_items_of_every_form() {
    let scheme = visit();
    let points = [10, 3, 5, 8, 8, 8, 8, 8, 10, 8].map(Some);
    let lines = [
        response(&scheme, "V1", &points, r#","opinion":"complaint""#),
        response(&scheme, "V2", &[Some(8)], ""),
        delivery("R1", AT, true, ""),
    ];
    let groups = groups(By::Stage, &lines);
    let expected = ["call", "diagnose", "hand-over", "inspect", "quote", "receive", "repair"].map(Some);
    assert_eq!(keys(&groups), expected);
    let receive = &groups[5].report;
    // Reception 10 and 8, staff knowledge 10: the mean of 9 and 10.
    assert_eq!((receive.external.as_deref(), receive.counts.forms), (Some("95.00"), 2));
    let diagnose = &groups[1].report;
    assert_eq!((diagnose.external.as_deref(), diagnose.counts.forms), (Some("30.00"), 1));
    // A part of a form has no score of its own, so it is neither unsatisfied nor incomplete.
    assert_eq!((diagnose.rate.of, diagnose.counts.incomplete), (0, 0));
    assert_eq!(diagnose.counts.triggers.values().copied().collect::<Vec<_>>(), [1, 0, 0, 0]);
    assert_eq!(diagnose.triggers.as_ref().map(Vec::len), Some(1));
    assert_eq!((&diagnose.internal, &diagnose.total), (&None, &None));
}

#[test]
fn an_item_is_a_group_of_its_own_in_the_order_of_names() {
    let scheme = visit();
    let groups = groups(By::Item, &[response(&scheme, "V1", &[Some(5); 10], "")]);
    assert_eq!(groups.len(), 10);
    assert_eq!(groups[0].key.as_deref(), Some("cleanliness"));
    assert!(groups.iter().all(|group| group.report.external.as_deref() == Some("50.00")));
}

#[test]
fn totals_of_the_whole_are_not_given_to_its_parts() {
    let scheme = visit();
    let lines = [response(&scheme, "V1", &[Some(8); 10], r#","advisor":"li""#)];
    let totals = Totals::parse(r#"{"deliveries":10,"on_time":9}"#).expect("totals");
    let request = Request { by: Some(By::Advisor), totals: Some(totals), ..Request::default() };
    let report = score(&scheme, &book(lines), &request).expect("the period can be scored");
    assert_eq!(report.total.as_deref(), Some("84.00"));
    assert_eq!(report.groups.expect("groups")[0].report.total, None);
}
