//! `score` as other programs meet it: right facts from any source, and wrong ones refused by place, field and value.

use crate::cli::shop;
use crate::program::Folder;
use serde_json::json;
use shopdesk::scoring::{By, Word};
use std::fs;

const AT: &str = r#""at":"2026-03-02T10:00:00+08:00""#;

fn form(id: &str, grade: u8, more: &str) -> String {
    let items = ["reception", "diagnosis", "on-time", "repair-quality", "parts", "explanation", "price", "cleanliness"];
    let answers = items.map(|item| format!(r#""{item}":{grade}"#)).join(",");
    format!(r#"{{"fact":"response","id":"{id}",{AT},"scheme":"visit","answers":{{{answers}}}{more}}}"#)
}

#[test]
fn whatever_is_grouped_by_the_feed_comes_to_what_the_shop_comes_to() {
    let shop = shop();
    let feed = shop.run(&["feed"]).out;
    for (by, _) in By::WORDS {
        let own = shop.run(&["score", "--scheme", "visit", "--by", by, "--format", "json"]);
        let fed = shop.feed(&["score", "--scheme", "visit", "--by", by, "-"], feed.as_bytes());
        assert_eq!((own.status, &own.out), (0, &fed.out), "{by}: {}{}", own.err, fed.err);
    }
}

#[test]
fn bad_input_is_refused_with_line_field_value_and_remedy_and_nothing_is_printed() {
    let good = form("V1", 4, "");
    let (repeat, off_scale) = (form("V1", 5, ""), form("V2", 9, ""));
    let cases: [(&[u8], &[&str]); 7] = [
        (repeat.as_bytes(), &["-, line 2", "`id` V1", "-, line 1", "seq"]),
        (off_scale.as_bytes(), &["-, line 2", "`answers.", "is 9", "5, 4, 3, 2, 1"]),
        (
            br#"{"fact":"response","id":"V2","at":"2026-03-02T10:00:00Z","scheme":"visit","answers":{"smell":5}}"#,
            &["-, line 2", "`answers.smell`", "reception"],
        ),
        (br#"{"fact":"delivery","id":"R1","at":"2026-02-30"}"#, &["-, line 2", "`at`", "2026-02-30", "+08:00"]),
        (br#"{"fact":"delivery","id":"R1","at":"2026-02-30T10:00:00Z"}"#, &["-, line 2", "no such day"]),
        (br#"{"fact":"gift"}"#, &["-, line 2", "`fact`", "gift", "response"]),
        (b"\"\xff\xfe\"", &["-, line 2", "not a JSON object"]),
    ];
    let folder = Folder::new();
    for (bad, expected) in cases {
        let input = [good.as_bytes(), b"\n", bad, b"\n"].concat();
        let ran = folder.feed(&["score", "--scheme", "visit", "-"], &input);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{}", String::from_utf8_lossy(bad));
        for word in expected {
            assert!(ran.err.contains(word), "{word} is missing in {}", ran.err);
        }
    }
    let many = "{\n".repeat(1_000);
    let ran = folder.feed(&["score", "--scheme", "visit", "-"], many.as_bytes());
    assert!(ran.err.contains("-, line 10:") && !ran.err.contains("-, line 11:"), "{}", ran.err);
    assert!(ran.err.contains("990 more"), "{}", ran.err);
}

#[test]
fn facts_too_many_to_hold_come_to_the_same_report() {
    let folder = Folder::new();
    fs::create_dir_all(folder.data()).expect("a folder");
    // Long names make a large file of few facts.
    let name = "n".repeat(9_000);
    let file = |path: &str, order: &str| {
        let more = |n: usize| format!(r#","advisor":"{}","order":"{order}","seq":{n}"#, ["li", "wu"][n % 2]);
        // Every tenth form is told anew later on.
        let lines = (0..2_000).map(|n| form(&format!("V{}", n - n % 10 / 9), 3 + (n % 3) as u8, &more(n)));
        let path = folder.data().join(path);
        fs::write(&path, lines.collect::<Vec<_>>().join("\n")).expect("written");
        path.display().to_string()
    };
    let (long, short) = (file("long.jsonl", &name), file("short.jsonl", "R1"));
    assert!(fs::metadata(&long).expect("written").len() > 16 * 1024 * 1024);
    let scored = |path: &str| folder.run(&["score", "--scheme", "visit", "--by", "advisor", path]);
    let (streamed, held) = (scored(&long), scored(&short));
    assert_eq!((held.status, streamed.status), (0, 0), "{}{}", held.err, streamed.err);
    assert_eq!(streamed.out, held.out);
    assert_eq!(held.lines()[0]["counts"]["forms"], json!(1_800));
}

#[test]
fn a_number_is_explained_in_words_and_a_study_tells_what_follows() {
    let folder = Folder::new();
    let input = [form("V1", 4, ""), form("V2", 2, r#","reasons":{"price":"too-dear"}"#)].join("\n");
    let ask = |more: &[&str]| {
        let ran = folder.feed(&[&["--lang", "en", "score", "--scheme", "visit", "-"], more].concat(), input.as_bytes());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.out
    };
    let explained = ask(&["--explain", "external", "--format", "text"]);
    assert!(explained.contains("visit, version 1") && explained.contains("55.00"), "{explained}");
    assert!(explained.contains("Price") && explained.contains("11 points / 2 forms"), "{explained}");
    let table = ask(&["--format", "text"]);
    // V2 gives eight items a grade that is worth three points each.
    let calls = table.lines().find(|line| line.starts_with("! a ")).expect("the rule of low answers");
    assert!(calls.contains(" 8  times: calls for action  an item with 3"), "{calls}");
    assert!(!table.contains("V1"), "forms are listed where they are asked for: {table}");
    let listed = ask(&["--forms", "--format", "text"]);
    assert!(listed.lines().any(|line| line.trim_start().starts_with("V1") && line.contains("80.00")), "{listed}");
    let studied = ask(&["--study", "--format", "text"]);
    for said in [
        "To improve: too expensive, 2026-03",
        "Reason too expensive: 1",
        "Graded low, Cleanliness: 1",
        "External: 6 x “dissatisfied” must become “very satisfied” to reach “satisfied”",
    ] {
        assert!(studied.contains(said), "{said} is missing in {studied}");
    }
    let json = ask(&["--study"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["integrity"]["straight_lined"], json!(["V1", "V2"]));
}

#[test]
fn an_older_version_of_a_scheme_stays_at_hand_for_older_answers() {
    let shop = shop();
    let own = include_str!("../../config/scheme/visit.toml").replacen("version = 1", "version = 2", 1);
    fs::create_dir_all(shop.data().join("scheme")).expect("a folder");
    fs::write(shop.data().join("scheme/visit.toml"), own).expect("written");
    let version =
        |scheme: &str| shop.run(&["score", "--scheme", scheme, "--format", "json"]).lines()[0]["version"].clone();
    assert_eq!(version("visit"), json!(2), "a file in the shop's folder is enough");
    assert_eq!(version("visit@1"), json!(1));
    let none = shop.run(&["score", "--scheme", "visit@7"]);
    assert_eq!((none.status, none.out.as_str()), (1, ""), "{}", none.err);
}

#[test]
fn a_shop_s_own_scheme_stands_in_for_ours_of_the_same_name_and_version() {
    let folder = Folder::new();
    let own = include_str!("../../config/scheme/csat.toml").replace("id = \"very-satisfied\"", "id = \"delighted\"");
    fs::create_dir_all(folder.data().join("scheme")).expect("a folder");
    fs::write(folder.data().join("scheme/ours.toml"), own).expect("written");
    let begun = folder.apply(crate::cli::SET_UP);
    assert_eq!(begun.status, 0, "{}{}", begun.out, begun.err);
    let line = format!(r#"{{"fact":"response","id":"V1",{AT},"scheme":"csat","answers":{{"satisfaction":5}}}}"#);
    let ran = folder.feed(&["score", "--scheme", "csat", "-"], line.as_bytes());
    assert_eq!(ran.lines()[0]["band"], json!("delighted"), "{}", ran.err);
}
