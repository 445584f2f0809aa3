//! Scheme files are read strictly, and a scheme that could not be scored with is refused.

use std::collections::BTreeMap;

use shopdesk::scoring::{Book, Request, Scheme, ScoreError, scheme, score};

use crate::support::{engine_10, visit};

#[test]
fn every_shipped_scheme_is_right_and_named_like_its_file() {
    for (file, text) in scheme::SHIPPED {
        let scheme = Scheme::parse(file, text).expect("a shipped scheme is right");
        assert_eq!(format!("{}.toml", scheme.id), *file);
        assert!(scheme.is_approved(), "{file}");
    }
}

#[test]
fn engine_10_asks_the_ten_items_of_the_procedure_in_its_order() {
    let items: Vec<String> = engine_10().items.into_iter().map(|item| item.id).collect();
    let expected = "product-performance packaging-transport delivery-timeliness complaint-timeliness \
                    complaint-effectiveness service-attitude professional-knowledge on-site-service parts-accuracy price";
    assert_eq!(items.join(" "), expected);
}

#[test]
fn visit_asks_the_shop_s_own_ten_each_with_a_question_and_a_stage() {
    let scheme = visit();
    let items: Vec<&str> = scheme.items.iter().map(|item| item.id.as_str()).collect();
    let expected = "reception diagnosis on-time repair-quality parts explanation price cleanliness staff-knowledge \
                    return-intent";
    assert_eq!(items.join(" "), expected);
    let stages = ["receive", "diagnose", "quote", "repair", "inspect", "hand-over", "call"];
    for item in &scheme.items {
        assert!(item.question.is_some(), "{}", item.id);
        assert!(item.stage.as_deref().is_some_and(|stage| stages.contains(&stage)), "{}", item.id);
    }
}

#[test]
fn grades_and_weights_are_exact() {
    let worth: BTreeMap<u8, String> =
        engine_10().grades.iter().map(|grade| (grade.key, grade.points.to_string())).collect();
    let expected = [(1, "1"), (2, "3"), (3, "5"), (4, "8"), (5, "10")].map(|(key, points)| (key, points.to_owned()));
    assert_eq!(worth, BTreeMap::from(expected));
    assert_eq!(engine_10().external.weight.to_string(), "3/5");
}

/// The visit scheme with one passage replaced, which must be there.
fn altered(from: &str, to: &str) -> String {
    let (_, text) = scheme::SHIPPED[0];
    assert!(text.contains(from), "the scheme holds {from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_wrong_scheme_is_refused_with_file_field_value_and_remedy() {
    let cases = [
        ("version = 1", "version = 0", "mine.toml, line 5: `version` is 0; write a whole number, 1 or more"),
        ("version = 1", "version 1", "mine.toml, line 5: `file` is "),
        ("version = 1\n", "", "mine.toml, line 1: `version` is missing; write a whole number, 1 or more"),
        (
            "version = 1",
            "version = 1\nauthor = \"me\"",
            "mine.toml, line 6: `author` is \"me\"; remove it, known here are id, ",
        ),
        (
            "id = \"visit\"",
            "id = \"My Visit\"",
            "mine.toml, line 4: `id` is \"My Visit\"; write a name of small letters",
        ),
        (
            "rate = \"forms\"",
            "rate = \"people\"",
            "mine.toml, line 10: `rate` is \"people\"; write one of forms, answers",
        ),
        ("full_marks = 10", "full_marks = 1e1", "mine.toml, line 7: `full_marks` is 1e1; write a number like "),
        ("full_marks = 10", "full_marks = -10", "mine.toml, line 7: `full_marks` is -10; write a number like "),
        ("full_marks = 10", "full_marks = 0", "mine.toml: `full_marks` is 0; write a whole number, 1 or more"),
        ("full_marks = 10", "full_marks = 9", "mine.toml: `grade[1].points` is 10; stay within 9, "),
        ("answered_min = 8", "answered_min = 11", "mine.toml: `answered_min` is 11; stay within 10, "),
        (
            "reason_at_most_points = 3",
            "reason_at_most_points = 11",
            "mine.toml: `reason_at_most_points` is 11; stay within 10",
        ),
        ("points = 8,", "points = 8, colour = \"red\",", "mine.toml, line 15: `grade[2].colour` is \"red\"; remove it"),
        ("key = 4,", "key = 5,", "mine.toml: `grade[2].key` is 5; choose another name, this one is taken"),
        ("key = 4,", "key = 256,", "mine.toml, line 15: `grade[2].key` is 256; write a whole number from 0 to 255"),
        ("id = \"diagnosis\"", "id = \"reception\"", "mine.toml: `item[2].id` is reception; choose another name"),
        ("stage = \"diagnose\"", "weight = 0", "mine.toml: `item[2].weight` is 0; write a whole number, 1 or more"),
        (
            "at_least = 80, ",
            "above = 80, ",
            "mine.toml: `band[2]` is satisfied; let it begin where the band before ends",
        ),
        (
            "at_least = 80, ",
            "at_least = 79, ",
            "mine.toml: `band[2]` is satisfied; let it begin where the band before ends",
        ),
        (
            "at_least = 80, ",
            "at_least = 81, ",
            "mine.toml: `band[2]` is satisfied; let it begin where the band before ends",
        ),
        (
            "at_least = 80, ",
            "at_least = 80, above = 79, ",
            "mine.toml, line 24: `band[2].at_least` is given beside its opposite",
        ),
        (
            "at_least = 80, ",
            "at_least = 90, ",
            "mine.toml: `band[2]` is an empty range; choose ends with something between",
        ),
        ("above = 85, ", "", "mine.toml, line 25: `band[3].at_least` is missing; give at_least or above"),
        (
            "above = 85, ",
            "above = 85, at_most = 100, ",
            "mine.toml: `band[3]` is very-satisfied; let the last band have no upper end",
        ),
        (
            "below = 80, label",
            "at_least = 1, below = 80, label",
            "mine.toml: `band[1]` is dissatisfied; let the first band begin at 0",
        ),
        ("weight = 0.6", "weight = 0.7", "mine.toml: `weight` is 1.1; let the weights of the parts add up to 1"),
        (
            "[\"customer\", \"dealer\"]",
            "[]",
            "line 113: `external.respondents` is []; write a list with at least one entry",
        ),
        (
            "[\"customer\", \"dealer\"]",
            "[\"cat\"]",
            "line 113: `external.respondents` is \"cat\"; write one of customer, dealer",
        ),
        (
            "on = \"form\"\nbelow = 80",
            "on = \"form\"\nbelow = 80.005",
            "mine.toml: `band` is 80.005; write it with at most two decimals",
        ),
        (
            "on = \"form\"\nbelow = 80",
            "on = \"form\"\nbelow = 80.01",
            "mine.toml: `band` is 80.01; keep two different boundaries at least 0.02",
        ),
        (
            "on = \"form\"\nbelow = 80",
            "on = \"form\"\nbelow = 101",
            "mine.toml: `trigger[2]` is 101; stay within 100, the most that can be reached",
        ),
        (
            "on = \"answer\"\nat_most = 3",
            "on = \"answer\"\nat_most = 30",
            "mine.toml: `trigger[1]` is 30; stay within 10, ",
        ),
        ("id = \"quality\"", "id = \"score\"", "mine.toml: `internal.metric[1].id` is score; choose another name"),
        (
            "numerator = \"on_time\"",
            "numerator = \"luck\"",
            "`internal.metric[2].numerator` is \"luck\"; write one of deliveries, ",
        ),
        (
            "date = 2026-11-23",
            "date = \"today\"",
            "`revision.date` is \"today\"; write a day without quotes, like 2026-11-23",
        ),
        (
            "mean_over = \"answers\"",
            "mean_over = \"answers\"\ninterval = \"wilson\"",
            "mine.toml: `external.interval` is wilson; ask one item whose answers are worth 0 or full marks",
        ),
        (
            "[external]",
            "[[part]]\nid = \"self\"\nlabel = { zh = \"自评\", en = \"own\" }\nweight = 0\nrespondents = [\"dealer\"]\n\n[external]",
            "mine.toml: `part[1].respondents` is dealer; let each respondent belong to one part",
        ),
        (
            "[external]",
            "[[part]]\nid = \"self\"\nlabel = { zh = \"自评\", en = \"own\" }\nweight = 0.1\nrespondents = [\"staff\"]\n\n[external]",
            "mine.toml: `weight` is 1.1; let the weights of the parts add up to 1",
        ),
        ("points = 1,", "points = -11,", "mine.toml: `grade[5].points` is -11; stay within -10"),
        (
            "at_most = 3",
            "at_most = 3\ncalls_for = \"prayer\"",
            "`trigger[1].calls_for` is \"prayer\"; write one of sheet",
        ),
        ("reading.zh", "reading.fr", "`assumed[1].reading.zh` is missing; write a text"),
    ];
    for (from, to, expected) in cases {
        let error = Scheme::parse("mine.toml", &altered(from, to)).expect_err(to);
        let said = error.to_string();
        assert!(said.contains(expected), "{to}\n said     {said}\n expected {expected}");
    }
}

#[test]
fn a_scheme_whose_best_score_stays_below_its_own_threshold_is_refused() {
    // By the letter of the procedure the external score counts to 10 where the bands ask for 80.
    let error =
        Scheme::parse("literal.toml", &altered("full_marks = 10", "full_marks = 100")).expect_err("unreachable");
    assert!(error.to_string().contains("stay within 10, the most that can be reached"), "{error}");
}

#[test]
fn a_version_that_nobody_approved_cannot_score() {
    let draft = Scheme::parse("draft.toml", &altered("approved = \"shopdesk\"\n", "")).expect("a draft can be read");
    let error = score(&draft, &Book::new(), &Request::default()).expect_err("a draft");
    assert_eq!(error, ScoreError::Unapproved { scheme: "visit".into(), version: 1 });
}

#[test]
fn a_scheme_reads_another_s_answers_only_through_its_table() {
    let table = "[from.engine-10.items]\n\"on-time\" = \"delivery-timeliness\"\nprice = \"price\"\n\n[revision]";
    let visit_from_engine = Scheme::parse("mine.toml", &altered("[revision]", table)).expect("the table is right");
    let lines = [
        r#"{"fact":"response","id":"1","at":"2026-03-02T10:00:00Z","scheme":"engine-10","answers":{"price":4,"delivery-timeliness":5,"on-site-service":1}}"#,
        r#"{"fact":"response","id":"2","at":"2026-03-02T10:00:00Z","scheme":"csat","answers":{"happy":1}}"#,
    ];
    let book = Book::read("test", lines).expect("two facts");
    let through = score(&visit_from_engine, &book, &Request::default()).expect("the period can be scored");
    assert_eq!((through.external.as_deref(), through.counts.forms, through.skipped), (Some("90.00"), 1, 1));
    let without = score(&visit(), &book, &Request::default()).expect("the period can be scored");
    assert_eq!((without.external, without.counts.forms, without.skipped), (None, 0, 2));
}

#[test]
fn a_table_may_translate_grades_and_must_name_items_and_grades_that_exist() {
    let with = |table: &str| Scheme::parse("mine.toml", &altered("[revision]", &format!("{table}\n\n[revision]")));
    let nps = with("[from.nps]\nitems = { return-intent = \"recommend\" }\ngrades = { 10 = 5, 9 = 5, 8 = 4, 0 = 1 }");
    let lines =
        [r#"{"fact":"response","id":"1","at":"2026-03-02T10:00:00Z","scheme":"nps","answers":{"recommend":9}}"#];
    let book = Book::read("test", lines).expect("one fact");
    let report = score(&nps.expect("the table is right"), &book, &Request::default()).expect("it can be scored");
    assert_eq!(report.external.as_deref(), Some("100.00"));
    let no_item = with("[from.nps]\nitems = { smell = \"recommend\" }").expect_err("no such item");
    assert!(no_item.to_string().contains("`from.nps.items.smell` is no item of this scheme; name one of reception, "));
    let no_grade = with("[from.nps]\nitems = { }\ngrades = { 10 = 7 }").expect_err("no such grade");
    assert!(no_grade.to_string().contains("`from.nps.grades.10` is 7; name one of 5, 4, 3, 2, 1"), "{no_grade}");
}

#[test]
fn points_may_be_fractions_and_items_may_weigh_differently() {
    let text = altered("points = 8,", "points = \"25/3\",").replacen("stage = \"quote\"", "weight = 2.5", 1);
    let scheme = Scheme::parse("mine.toml", &text).expect("fractions are numbers");
    let line =
        r#"{"fact":"response","id":"1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{"price":4,"parts":5}}"#;
    let report = score(&scheme, &Book::read("test", [line]).expect("one fact"), &Request::default());
    // (2.5 × 25/3 + 1 × 10) ÷ 3.5 × 10
    assert_eq!(report.expect("it can be scored").external.as_deref(), Some("88.10"));
}

#[test]
fn shipped_schemes_read_the_follow_up_calls_that_they_can_be_asked_about() {
    // Ten answers of one customer, the best but for price and cleanliness.
    let answers = r#"{"reception":5,"diagnosis":4,"on-time":4,"repair-quality":5,"parts":4,"explanation":5,"price":2,"cleanliness":3,"staff-knowledge":5,"return-intent":4}"#;
    let line =
        format!(r#"{{"fact":"response","id":"1","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{answers}}}"#);
    let book = Book::read("test", [line]).expect("one fact");
    // Scheme, items with an answer, external score.
    let expected = [
        // (10 + 5 + 8 + 10 + 10 + 8 + 8 + 3) ÷ 8 × 10
        ("engine-10", 8, Some("77.50")),
        // (3/6 + 5/6 + 1/6 + 1 + 1 + 1 + 5/6 + 1 + 5/6) ÷ 9
        ("service-14", 9, Some("79.63")),
        // (10 + 8 + 5 + 8 + 10 + 10) ÷ 6 × 10
        ("policy-40-60", 6, Some("85.00")),
        ("csat", 1, Some("100.00")),
        ("nps", 1, Some("0.00")),
        // (100 + 100 + 100 + 80 + 40) ÷ 5
        ("jtt900", 5, Some("84.00")),
        // Points from 1 to 10 cannot be made of five grades, and packaging is not asked about.
        ("jdpower-csi", 0, None),
        ("cop14", 0, None),
    ];
    for (name, answered, external) in expected {
        let scheme = crate::support::shipped(&format!("{name}.toml"));
        let report = score(&scheme, &book, &Request::default()).expect("it can be scored");
        assert_eq!(report.items.iter().filter(|item| item.n > 0).count(), answered, "{name}");
        assert_eq!(report.external.as_deref(), external, "{name}");
        assert_eq!(report.skipped, u64::from(external.is_none()), "{name}");
        assert_eq!(report.counts.incomplete, 0, "{name}");
    }
}

#[test]
fn a_table_may_ask_for_fewer_answers_but_not_for_more_than_it_reads() {
    let with = |table: &str| Scheme::parse("mine.toml", &altered("[revision]", &format!("{table}\n\n[revision]")));
    let line = r#"{"fact":"response","id":"1","at":"2026-03-02T10:00:00Z","scheme":"csat","answers":{"happy":4}}"#;
    let book = Book::read("test", [line]).expect("one fact");
    for (least, incomplete) in [("", 1), ("answered_min = 1\n", 0)] {
        let scheme = with(&format!("[from.csat]\n{least}items = {{ price = \"happy\" }}")).expect("it is right");
        let report = score(&scheme, &book, &Request::default()).expect("it can be scored");
        assert_eq!(report.counts.incomplete, incomplete, "{least}");
    }
    let error = with("[from.csat]\nanswered_min = 2\nitems = { price = \"happy\" }").expect_err("too many");
    assert!(error.to_string().contains("`from.csat.answered_min` is 2; stay within 1"), "{error}");
}

#[test]
fn the_scheme_in_the_readme_works_as_it_stands() {
    let readme = include_str!("../../README.md");
    let text = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a scheme");
    let scheme = Scheme::parse("short.toml", text).expect("it is right");
    let line = r#"{"fact":"response","id":"F1","at":"2026-11-20T10:00:00+08:00","scheme":"short","version":1,"answers":{"in-time":3,"repair":1}}"#;
    let book = Book::read("facts.jsonl", [line]).expect("a fact");
    let report = score(&scheme, &book, &Request::default()).expect("a report");
    let report = serde_json::to_string(&report).expect("JSON");
    assert!(report.contains("40.00"), "{report}");
}
