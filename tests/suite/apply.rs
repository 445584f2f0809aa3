//! `apply`, run as a program: whole visits, refusals, keys, names, and garbage.

use crate::program::{Folder, Ran};
use serde_json::{Value, json};

const SET_UP: &str =
    r#"{"do":"set_up_shop","with":{"shop":"虹桥店","you":"李敏","technician":"王强","inspector":"赵刚"}}"#;

/// A visit from the counter to the answers of the follow-up call; the call is named by what the hand-over returned.
const VISIT: &[&str] = &[
    r#"{"do":"open_order","as":"o1","with":{"plate":"沪A12345","says":"刹车异响","name":"王建国","phone":"13800132211","mileage":42310}}"#,
    r#"{"do":"note_finding","with":{"order":"$o1","found":"前刹车片磨损","cause":"里程","technician":"wang"}}"#,
    r#"{"do":"write_line","with":{"order":"$o1","label":"更换前刹车片","why":"磨损","benefit":"安全","minutes":48,"labour":24000,"parts":36000}}"#,
    r#"{"do":"set_promise","with":{"order":"$o1","promise":"+3h"}}"#,
    r#"{"do":"decide_lines","with":{"order":"$o1","lines":[{"line":1,"decision":"accepted"}],"how":"in-person"}}"#,
    r#"{"do":"start_work","with":{"order":"$o1","line":1,"technician":"wang"}}"#,
    r#"{"do":"finish_work","with":{"order":"$o1"}}"#,
    r#"{"do":"check_quality","with":{"order":"$o1","inspector":"zhao","passed":true,"road_test":"passed"}}"#,
    r#"{"do":"hand_over","with":{"order":"$o1","explained":true,"signed":"paper","payment":"cash","may_call":true}}"#,
];

fn visit() -> String {
    [&[SET_UP], VISIT].concat().join("\n")
}

fn ids(ran: &Ran) -> Vec<Value> {
    ran.lines().iter().map(|line| line["id"].clone()).collect()
}

#[test]
fn a_whole_visit_is_driven_by_lines_that_name_each_other() {
    let shop = Folder::new();
    let ran = shop.apply(&visit());
    assert_eq!(ran.status, 0, "{}", ran.out);
    let answers = ran.lines();
    assert_eq!(answers.len(), 10);
    assert!(answers.iter().zip(1..).all(|(answer, line)| answer["line"] == json!(line) && answer["ok"] == json!(true)));
    assert_eq!(answers[1]["id"], json!("R261123-001"));
    let seqs: Vec<u64> = answers.iter().filter_map(|answer| answer["seq"].as_u64()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "{seqs:?}");
    let status = shop.run(&["status", "--json"]);
    assert_eq!(status.lines()[0]["open_calls"], json!(1), "{}", status.out);
}

#[test]
fn a_refused_line_names_field_and_remedy_and_later_lines_go_on() {
    let shop = Folder::new();
    let lines = [
        SET_UP,
        r#"{"do":"open_order","with":{"palte":"沪A12345","says":"x"}}"#,
        r#"{"do":"opn_order","with":{}}"#,
        r#"{"do":"open_order","wiht":{}}"#,
        r#"{"do":"open_order","with":{"plate":"沪A1234I","says":"x"}}"#,
        r#"{"do":"open_order","with":{"says":"x"}}"#,
        r#"{"do":"open_order","with":{"plate":"沪A12345","says":"x","mileage":"far"}}"#,
        r#"{"do":"start_work","with":{"order":"R261123-001","line":1}}"#,
        VISIT[0],
    ];
    let ran = shop.apply(&lines.join("\n"));
    assert_eq!(ran.status, 1);
    let answers = ran.lines();
    let expected = [
        ("unknown-field", "palte", "plate"),
        ("unknown-command", "do", "open_order"),
        ("unknown-field", "wiht", "with"),
        ("invalid", "plate", "I"),
        ("missing", "plate", "Plate"),
        ("invalid", "mileage", "far"),
        ("not-found", "order", "R261123-001"),
    ];
    for (answer, (code, field, part)) in answers[1..].iter().zip(expected) {
        let error = &answer["error"];
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(field)), "{answer}");
        assert!(error.to_string().contains(part), "{answer} says nothing of {part}");
        assert!(!error["hint"].as_str().unwrap_or_default().is_empty(), "{answer} has no remedy");
    }
    assert_eq!(answers[8]["id"], json!("R261123-001"));
}

#[test]
fn garbage_is_refused_line_by_line_and_nothing_panics() {
    let shop = Folder::new();
    let mut input = format!("{SET_UP}\n\n  \n").into_bytes();
    input.extend_from_slice(b"\xff\xfe\xfa\n");
    input.extend(std::iter::repeat_n(b'x', 10 * 1024 * 1024));
    input.extend_from_slice(
        b"\n{\"do\":\n[]\n\"open_order\"\n{\"do\":7}\n{\"do\":\"open_order\",\"with\":[]}\n{}\n\0\0\n",
    );
    input.extend_from_slice(b"{\"do\":\"open_order\",\"seen\":{\"order\":\"x\"},\"with\":{}}\n");
    input.extend_from_slice("[".repeat(5000).as_bytes());
    let ran = shop.apply_bytes(&input);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let answers = ran.lines();
    let codes: Vec<_> = answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap_or("done")).collect();
    let wrong = ["not-utf-8", "line-too-long", "not-json", "not-json", "not-json", "invalid", "invalid", "missing"];
    assert_eq!(codes, [&["done"], &wrong[..], &["not-json", "invalid", "not-json"]].concat());
    // Blank lines have no answer, but they count.
    assert_eq!(answers[1]["line"], json!(4));
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn a_key_makes_a_repeat_return_the_first_answer_even_after_a_restart() {
    let shop = Folder::new();
    let keyed = VISIT[0].replace(r#""as":"o1""#, r#""key":"web-8812""#);
    let first = shop.apply(&format!("{SET_UP}\n{keyed}\n{keyed}"));
    assert_eq!(first.lines()[1]["id"], first.lines()[2]["id"]);
    assert_eq!(first.lines()[1]["seq"], first.lines()[2]["seq"]);
    let again = shop.apply(&keyed);
    assert_eq!((ids(&again), again.status), (vec![first.lines()[1]["id"].clone()], 0));
    assert_eq!(shop.run(&["status", "--json"]).lines()[0]["open_orders"], json!(1));
}

#[test]
fn what_follows_a_refused_line_by_name_is_refused_too() {
    let shop = Folder::new();
    let lines = [
        SET_UP,
        r#"{"do":"open_order","as":"o1","with":{"plate":"nonsense","says":"x"}}"#,
        r#"{"do":"cancel_order","with":{"order":"$o1","reason":"x"}}"#,
        r#"{"do":"cancel_order","with":{"order":"$o9","reason":"x"}}"#,
        r#"{"do":"open_order","with":{"plate":"沪A12345","says":"$$100 extra"}}"#,
    ];
    let answers = shop.apply(&lines.join("\n")).lines();
    assert_eq!(answers[2]["error"]["code"], json!("no-result"));
    assert_eq!(answers[3]["error"]["code"], json!("unknown-name"));
    assert_eq!(answers[4]["ok"], json!(true));
}

#[test]
fn the_schema_describes_every_command() {
    let shop = Folder::new();
    let ran = shop.run(&["apply", "--schema"]);
    let schema: Value = serde_json::from_str(&ran.out).expect("a JSON schema");
    let verbs: Vec<_> = schema["oneOf"]
        .as_array()
        .expect("one of many")
        .iter()
        .filter_map(|line| line["properties"]["do"]["const"].as_str())
        .collect();
    assert_eq!(verbs, shopdesk::domain::command::NAMES);
}

#[test]
fn sentences_come_in_the_language_that_is_asked_for() {
    let shop = Folder::new();
    let ran = shop.feed(&["--lang", "zh", "apply"], b"{\"do\":\"open_order\",\"with\":{\"says\":\"x\"}}");
    assert_eq!(ran.lines()[0]["error"]["message"], json!("缺少车牌。"));
}

#[test]
fn a_key_that_comes_back_with_another_command_is_refused_and_nothing_is_swallowed() {
    let shop = Folder::new();
    let first = VISIT[0].replace(r#""as":"o1""#, r#""key":"web-8812""#);
    let other_car = first.replace("沪A12345", "沪B99999");
    let other_command =
        r#"{"do":"set_promise","key":"web-8812","with":{"order":"R261123-001","promise":"+3h"}}"#.to_string();
    shop.apply(&format!("{SET_UP}\n{first}"));
    // By the index, and by the journal that it is made of.
    for rebuilt in [false, true] {
        if rebuilt {
            assert_eq!(shop.run(&["rebuild"]).status, 0);
        }
        let ran = shop.apply(&format!("{other_car}\n{other_command}\n{first}"));
        let codes: Vec<_> = ran.lines().iter().map(|line| line["error"]["code"].clone()).collect();
        assert_eq!(codes, [json!("key-taken"), json!("key-taken"), Value::Null], "{}", ran.out);
    }
}
