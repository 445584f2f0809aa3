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
    r#"{"do":"hand_over","with":{"order":"$o1","viewed":true,"as_received":true,"explained":true,"signed":"paper","payment":"cash","may_call":true}}"#,
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
fn a_shop_that_is_not_set_up_says_so() {
    for (lang, said) in [("en", ["not set up yet", "set_up_shop"]), ("zh", ["尚未建立", "set_up_shop"])] {
        let ran = Folder::new().feed(&["--lang", lang, "apply"], VISIT[0].as_bytes());
        let error = ran.lines()[0]["error"].clone();
        assert_eq!(error["code"], json!("not-set-up"));
        assert!(said.iter().all(|part| error.to_string().contains(part)), "{error}");
    }
    // Its owner, once others work there, lacks the right.
    let shop = Folder::new();
    assert_eq!(shop.apply(SET_UP).status, 0);
    let free = r#"{"do":"add_staff","with":{"id":"li","name":"李敏","roles":["advisor"],"uid":4000000}}"#;
    let answers = shop.apply(&format!("{free}\n{}", VISIT[0])).lines();
    assert_eq!(answers[1]["error"]["code"], json!("not-allowed"), "{answers:?}");
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
fn a_name_stands_for_the_order_or_the_number_of_a_line_or_finding() {
    let shop = Folder::new();
    let lines = [
        SET_UP,
        VISIT[0],
        r#"{"do":"note_finding","as":"f","with":{"order":"$o1","found":"磨损","cause":"里程","technician":"wang"}}"#,
        r#"{"do":"note_finding","with":{"order":"$f","number":"$f","found":"磨损严重","cause":"里程","technician":"wang"}}"#,
        VISIT[2],
        &VISIT[2].replace(r#""do":"write_line""#, r#""do":"write_line","as":"l""#),
        VISIT[3],
        r#"{"do":"drop_line","with":{"order":"$o1","number":1}}"#,
        r#"{"do":"decide_lines","with":{"order":"$l","lines":[{"line":"$l","decision":"accepted"}],"how":"in-person"}}"#,
        r#"{"do":"start_work","with":{"order":"$l","line":"$l","technician":"wang"}}"#,
        r#"{"do":"stop_work","with":{"order":"$l","line":"$o1","code":"a"}}"#,
    ];
    let answers = shop.apply(&lines.join("\n")).lines();
    let (done, last) = answers.split_at(lines.len() - 1);
    assert!(done.iter().all(|answer| answer["ok"] == json!(true)), "{done:?}");
    assert_eq!((&done[3]["id"], &done[5]["id"]), (&json!("R261123-001.1"), &json!("R261123-001.2")));
    // An order has no number of a line.
    assert_eq!((&last[0]["error"]["code"], &last[0]["error"]["field"]), (&json!("no-number"), &json!("line")));
    assert!(last[0]["error"]["message"].to_string().contains("R261123-001"), "{last:?}");
}

#[test]
fn a_wrong_value_is_said_with_its_field_and_what_is_allowed_in_both_languages() {
    let car = |field: &str| format!(r#"{{"do":"open_order","with":{{"plate":"沪A12345","says":"x",{field}}}}}"#);
    let order =
        |lines: &str| format!(r#"{{"do":"decide_lines","with":{{"order":"R1","lines":{lines},"how":"phone"}}}}"#);
    let spoke = r#"{"do":"raise_complaint","with":{"words":"x","category":"time","spoke":"yesterday"}}"#;
    let grade = r#"{"do":"answer_call","with":{"call":"V1","answers":{"price":"5"}}}"#;
    let wrong: [(String, &str, &str, &str, &str); 13] = [
        (car(r#""mileage":"10""#), "invalid", "mileage", "\"10\" a whole number from 0 to 4294967295", "整数"),
        (car(r#""mileage":-5"#), "invalid", "mileage", "-5 a whole number from 0", "整数"),
        (car(r#""fuel":300"#), "invalid", "fuel", "300 255", "255"),
        (car(r#""channel":"fax""#), "invalid", "channel", "\"fax\" walk-in, appointment, phone, online", "可填"),
        (car(r#""channel":"apointment""#), "invalid", "channel", "Did you mean appointment?", "是否指 appointment"),
        (car(r#""waiting":"yes""#), "invalid", "waiting", "\"yes\" true or false", "true 或 false"),
        (car(r#""phone":138"#), "invalid", "phone", "138 text in quotes", "引号里的文字"),
        (order("7"), "invalid", "lines", "7 a list", "列表"),
        (order("[7]"), "invalid", "lines[0]", "7 an object", "对象"),
        (order(r#"[{"line":1,"decision":"no"}]"#), "invalid", "lines[0].decision", "\"no\" accepted, declined", "可填"),
        (order(r#"[{"line":1}]"#), "missing", "lines[0].decision", "is missing", "缺少"),
        (order(r#"[{"lien":1}]"#), "unknown-field", "lines[0].lien", "Did you mean line?", "是否指 line"),
        (spoke.to_string(), "invalid", "spoke", "\"yesterday\" 2026-11-23T17:30:00+08:00", "时间"),
    ];
    let number = (grade.to_string(), "invalid", "answers.price", "\"5\" a whole number from 0 to 255", "整数");
    let wrong = [&wrong[..], &[number]].concat();
    let lines: Vec<&str> = wrong.iter().map(|(line, ..)| line.as_str()).collect();
    for lang in ["en", "zh"] {
        let answers = Folder::new().feed(&["--lang", lang, "apply"], lines.join("\n").as_bytes()).lines();
        for (answer, (line, code, field, en, zh)) in answers.iter().zip(&wrong) {
            let error = &answer["error"];
            assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(field)), "{line}: {answer}");
            let said = format!("{} {}", error["message"].as_str().unwrap_or(""), error["hint"].as_str().unwrap_or(""));
            match lang {
                "en" => assert!(en.split(' ').all(|word| said.contains(word)), "{line}: {said}"),
                _ => {
                    assert!(said.contains(zh), "{line}: {said}");
                    assert!(!said.contains("expected") && !said.contains("invalid"), "{line}: {said}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_json_is_said_with_its_column() {
    let shop = Folder::new();
    let lines =
        [r#"{"do":"#, r#"{"do":"open_order","with":{"plate":"沪A12345" "says":"x"}}"#, r#"{"do":"open_order"} {}"#];
    let ran = shop.feed(&["--lang", "zh", "apply"], lines.join("\n").as_bytes());
    let said: Vec<String> = ran.lines().iter().map(|answer| answer["error"]["message"].to_string()).collect();
    // Columns are counted in characters.
    for (said, parts) in said.iter().zip([["第 6 列", "不完整"], ["第 46 列", "says"], ["第 21 列", "{}"]]) {
        assert!(parts.iter().all(|part| said.contains(part)) && !said.contains("line"), "{said}");
    }
}

#[test]
fn a_mark_at_the_beginning_of_a_file_is_skipped() {
    let shop = Folder::new();
    let ran = shop.apply(&format!("\u{feff}{SET_UP}"));
    assert_eq!(ran.status, 0, "{}", ran.out);
    let (facts, scheme) = (shop.run(&["feed"]).out, ["score", "--scheme", "visit", "-"]);
    let one = r#"{"fact":"delivery","id":"R1","at":"2026-11-23T10:00:00+08:00"}"#;
    let (plain, marked) = (format!("{one}\n{facts}"), format!("\u{feff}{one}\n{facts}"));
    let (plain, marked) = (shop.feed(&scheme, plain.as_bytes()), shop.feed(&scheme, marked.as_bytes()));
    assert_eq!((marked.status, &marked.out), (0, &plain.out), "{}", marked.err);
}

#[test]
fn the_schema_allows_what_apply_reads_and_nothing_else() {
    let ran = Folder::new().run(&["apply", "--schema"]);
    let schema: Value = serde_json::from_str(&ran.out).expect("a JSON schema");
    for line in schema["oneOf"].as_array().expect("one of many") {
        assert_eq!(line["additionalProperties"], json!(false), "{line}");
        let beside: Vec<_> = line["properties"].as_object().expect("an object").keys().collect();
        assert_eq!(beside, ["as", "do", "key", "seen", "with"]);
    }
    let number = &schema["$defs"]["StartWork"]["properties"]["line"];
    assert_eq!((&number["anyOf"][0]["type"], &number["anyOf"][1]["type"]), (&json!("integer"), &json!("string")));
    for inside in ["(S1", "(S9", "(L1", "feature 3", "REQUIREMENTS", "CONTRACTS", "N11"] {
        assert!(!ran.out.contains(inside), "{inside} is explained nowhere outside");
    }
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
