//! Lines are read strictly, and what is wrong is named.

use shopdesk::scoring::{Day, Fact};

/// The examples of the contract, as they stand there but for dates.
const EXAMPLES: [&str; 5] = [
    r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00+08:00","scheme":"engine-10","version":1,"order":"R260227-003","customer":"C17","segment":"key","respondent":"customer","mode":"phone","answers":{"price":2,"service-attitude":5,"packaging-transport":null},"alike":false,"reasons":{"price":"too-dear"},"opinion":"complaint","advisor":"li","technician":"wang","caller":"zhao","shop":"main","seq":812}"#,
    r#"{"fact":"delivery","id":"R260227-003","at":"2026-02-27T17:00:00+08:00","customer":"C17","segment":"key","on_time":true,"comeback":false,"line_down":false,"billed":128000,"premium":0,"advisor":"li","technician":"wang","shop":"main"}"#,
    r#"{"fact":"complaint","id":"T260301-001","at":"2026-03-01T09:00:00+08:00","order":"R260227-003","customer":"C17","segment":"key","valid":true,"category":"quality","severity":"important","advisor":"li","technician":"wang","shop":"main"}"#,
    r#"{"fact":"issued","id":"V1","at":"2026-03-01T09:00:00+08:00","scheme":"engine-10","version":1,"customer":"C17","segment":"key","shop":"main"}"#,
    r#"{"fact":"attempt","id":"A1","at":"2026-03-01T09:00:00+08:00","issued":"V1","outcome":"no-answer","caller":"zhao","shop":"main"}"#,
];

#[test]
fn every_example_of_the_contract_is_read_and_written_back() {
    for line in EXAMPLES {
        let fact = Fact::parse(line).expect("the example is right");
        assert_eq!(Fact::parse(&fact.to_json()), Ok(fact), "{line}");
    }
}

#[test]
fn a_fact_needs_only_what_makes_it_one() {
    for kind in ["delivery", "complaint", "issued", "attempt"] {
        let line = format!(r#"{{"fact":"{kind}","id":"X","at":"2026-03-01T09:00:00Z"}}"#);
        assert!(Fact::parse(&line).is_ok(), "{line}");
    }
    let response = r#"{"fact":"response","id":"X","at":"2026-03-01T09:00:00Z","scheme":"visit","answers":{}}"#;
    assert!(Fact::parse(response).is_ok());
}

#[test]
fn what_is_wrong_is_said_with_field_value_and_remedy() {
    let at = r#""at":"2026-03-01T09:00:00Z""#;
    let response = |more: &str| format!(r#"{{"fact":"response","id":"X",{at},"scheme":"visit",{more}}}"#);
    let cases = [
        ("[1]".to_owned(), "this is not a JSON object: "),
        ("{".to_owned(), "this is not a JSON object: "),
        (r#"{"id":"X"}"#.to_owned(), "`fact` is missing; write one of response, delivery, "),
        (r#"{"fact":"visit"}"#.to_owned(), "`fact` is \"visit\"; write one of response, delivery, "),
        (r#"{"fact":"issued","id":"X"}"#.to_owned(), "`at` is missing; write a moment like "),
        (format!(r#"{{"fact":"issued",{at}}}"#), "`id` is missing; write a text that is not empty"),
        (format!(r#"{{"fact":"issued","id":"",{at}}}"#), "`id` is \"\"; write a text that is not empty"),
        (format!(r#"{{"fact":"issued","id":7,{at}}}"#), "`id` is 7; write a text that is not empty"),
        (format!(r#"{{"fact":"issued","id":"X",{at},"seq":-1}}"#), "`seq` is -1; write a whole number from 0 to "),
        (format!(r#"{{"fact":"issued","id":"X",{at},"id":"Y"}}"#), "`id` stands twice; keep one of the two"),
        (
            format!(r#"{{"fact":"issued","id":"X",{at},"caller":"li"}}"#),
            "`caller` is no field of issued; it has fact, ",
        ),
        (
            format!(r#"{{"fact":"attempt","id":"X",{at},"outcome":"asleep"}}"#),
            "`outcome` is \"asleep\"; write one of no-answer, busy, voicemail, off, wrong-number, refused, ",
        ),
        (format!(r#"{{"fact":"delivery","id":"X",{at},"on_time":1}}"#), "`on_time` is 1; write true or false"),
        (format!(r#"{{"fact":"delivery","id":"X",{at},"billed":1.5}}"#), "`billed` is 1.5; write a whole number "),
        (response(r#""opinion":"none""#), "`answers` is missing; write an object of items"),
        (response(r#""answers":[5]"#), "`answers` is [5]; write an object of items"),
        (response(r#""answers":{"price":5.5}"#), "`answers.price` is 5.5; write a grade from 0 to 255, or null"),
        (response(r#""answers":{"price":"5"}"#), "`answers.price` is \"5\"; write a grade from 0 to 255, or null"),
        (response(r#""answers":{"price":5,"price":4}"#), "`answers.price` stands twice"),
        (response(r#""answers":{},"opinion":"angry""#), "`opinion` is \"angry\"; write one of praise, "),
        (response(r#""answers":{},"respondent":"dog""#), "`respondent` is \"dog\"; write one of customer, "),
    ];
    for (line, expected) in cases {
        let said = Fact::parse(&line).expect_err(&line).to_string();
        assert!(said.starts_with(expected), "{line}\n said     {said}\n expected {expected}");
    }
}

#[test]
fn a_day_is_the_one_on_the_wall_where_it_happened() {
    let day = |at: &str| {
        Fact::parse(&format!(r#"{{"fact":"issued","id":"X","at":"{at}"}}"#)).map(|fact| fact.stamp().at.day())
    };
    assert_eq!(day("2026-03-02T00:30:00+08:00"), Ok(Day::new(2026, 3, 2).expect("a day")));
    assert_eq!(day("2026-03-01T16:30:00Z"), Ok(Day::new(2026, 3, 1).expect("a day")));
}

#[test]
fn a_moment_is_checked_against_calendar_and_clock() {
    let is_right = |at: &str| Fact::parse(&format!(r#"{{"fact":"issued","id":"X","at":"{at}"}}"#)).is_ok();
    for right in [
        "2026-03-02T10:00:00Z",
        "2026-03-02t10:00:00.123456789z",
        "2028-02-29T23:59:59-12:00",
        "2000-02-29T00:00:00+00:00",
        "2017-01-01T07:59:60+08:00",
    ] {
        assert!(is_right(right), "{right}");
    }
    for wrong in [
        "2026-03-02",
        "2026-03-02T10:00:00",
        "2026-03-02 10:00:00Z",
        "2026-3-2T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-04-31T10:00:00Z",
        "2026-03-00T10:00:00Z",
        "0000-01-01T10:00:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T10:60:00Z",
        "2026-03-02T10:00:60Z",
        "2026-03-02T10:00Z",
        "2026-03-02T10:00:00.Z",
        "2026-03-02T10:00:00.1234567890Z",
        "2026-03-02T10:00:00+24:00",
        "2026-03-02T10:00:00+0800",
        "2026-03-02T10:00:00+08:00 ",
        "2026-03-02T+1:00:00Z",
        "二〇二六年三月二日T10:00:00Z",
        "",
    ] {
        assert!(!is_right(wrong), "{wrong}");
    }
}

#[test]
fn moments_are_ordered_by_instant_across_offsets_and_leap_days() {
    let moment = |text: &str| shopdesk::scoring::Moment::read(text).expect("a moment");
    let in_order = [
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "2028-02-29T12:00:00+14:00",
        "2028-02-28T23:59:59.9Z",
        "2028-02-28T23:00:00-12:00",
        "2028-03-01T00:00:00Z",
        "2028-12-31T23:59:59Z",
        "2029-01-01T00:00:00Z",
    ];
    let moments = in_order.map(moment);
    for pair in moments.windows(2) {
        assert!(pair[0] < pair[1], "{} before {}", pair[0].text(), pair[1].text());
    }
}
