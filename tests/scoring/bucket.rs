//! What a store keeps for years gives the very scores that the facts give, whatever became of the scheme since.

use proptest::prelude::*;
use shopdesk::scoring::study::compare::stages;
use shopdesk::scoring::study::study;
use shopdesk::scoring::{Bucket, By, Fact, Request, Scheme, Tally, scheme};

use crate::properties::lines;
use crate::support::{book, engine_10, shipped, visit};

fn facts(lines: &[String]) -> Vec<Fact> {
    lines.iter().map(|line| Fact::parse(line).expect("a fact")).collect()
}

fn bucket(lines: &[String]) -> Bucket {
    let mut bucket = Bucket::default();
    facts(lines).iter().for_each(|fact| bucket.add(fact));
    bucket
}

fn tally(scheme: &Scheme, lines: &[String]) -> Tally {
    Tally::of(scheme, &facts(lines)).expect("answers of the scheme")
}

/// Opinions, complaints, other versions and other people, which the lines of the other properties do not have.
fn dressed(lines: Vec<String>) -> Vec<String> {
    const MORE: [&str; 6] = [
        r#","opinion":"complaint""#,
        r#","version":1"#,
        r#","version":7,"opinion":"praise""#,
        r#","respondent":"dealer""#,
        r#","respondent":"staff""#,
        r#","respondent":"competitor","opinion":"suggestion""#,
    ];
    const COMPLAINTS: [&str; 3] = [
        r#"{"fact":"complaint","id":"T1","at":"2026-03-02T10:00:00Z","valid":true,"category":"quality"}"#,
        r#"{"fact":"complaint","id":"T2","at":"2026-03-02T10:00:00Z","valid":null,"category":"quality"}"#,
        r#"{"fact":"complaint","id":"T3","at":"2026-03-02T10:00:00Z","valid":false}"#,
    ];
    let dressed = lines.iter().enumerate().map(|(at, line)| {
        let more = if line.contains("\"response\"") { MORE.get(at % 9).copied().unwrap_or_default() } else { "" };
        format!("{}{more}}}", &line[..line.len() - 1])
    });
    dressed.chain(COMPLAINTS.map(str::to_owned)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_bucket_gives_the_tally_of_its_facts(told in lines(), cut in any::<prop::sample::Index>()) {
        let told = dressed(told);
        let (one, other) = told.split_at(cut.index(told.len()));
        let mut merged = bucket(one);
        merged.merge(&bucket(other));
        prop_assert_eq!(&merged, &bucket(&told));
        for scheme in [engine_10(), visit(), shipped("policy-40-60.toml"), shipped("csat.toml")] {
            // Who may answer differs between them, and so do the questions: to most of them these are another's.
            if let Some(counted) = merged.tally(&scheme) {
                prop_assert_eq!(counted, tally(&scheme, &told), "{}", scheme.id);
            }
        }
        prop_assert!(merged.tally(&engine_10()).is_some());
    }

    #[test]
    fn what_is_taken_out_was_never_there(told in lines(), cut in any::<prop::sample::Index>()) {
        let told = dressed(told);
        let (stays, goes) = told.split_at(cut.index(told.len()));
        let mut left = bucket(&told);
        prop_assert!(left.take(&bucket(goes)));
        prop_assert_eq!(&left, &bucket(stays));
        let json = |bucket: &Bucket| serde_json::to_string(bucket).expect("it can be written");
        prop_assert_eq!(json(&left), json(&bucket(stays)), "equal counts are equal bytes");
        prop_assert_eq!(&serde_json::from_str::<Bucket>(&json(&left)).expect("it can be read"), &left);
        if !goes.is_empty() {
            prop_assert!(!bucket(stays).take(&bucket(&told)), "more than there is");
        }
    }

    #[test]
    fn stages_are_the_same_from_counts_and_from_forms(told in lines()) {
        let told: Vec<String> = told.iter().map(|line| as_visit(line)).collect();
        let request = Request { by: Some(By::Stage), ..Request::default() };
        let study = study(&visit(), &book(&told), &request).expect("they can be studied");
        prop_assert_eq!(stages(&visit(), &bucket(&told).tally(&visit()).expect("its own answers")), study.standings);
    }
}

/// The same grades, given to the items of the shop's own scheme in the same order.
fn as_visit(line: &str) -> String {
    let (own, visit) = (engine_10(), visit());
    let names = own.items.iter().zip(&visit.items);
    let renamed = names.fold(line.replace("engine-10", "visit"), |line, (old, new)| {
        line.replace(&format!("\"{}\":", old.id), &format!("\"@{}\":", new.id))
    });
    renamed.replace('@', "")
}

#[test]
fn other_points_of_a_later_version_are_applied_to_old_counts() {
    let lines: Vec<String> = [5, 4, 2]
        .iter()
        .enumerate()
        .map(|(id, grade)| {
            let answers = visit().items.iter().map(|item| format!("\"{}\":{grade}", item.id)).collect::<Vec<_>>();
            let (version, answers) = (1, answers.join(","));
            format!(
                r#"{{"fact":"response","id":"V{id}","at":"2026-03-02T10:00:00Z","scheme":"visit","version":{version},"answers":{{{answers}}}}}"#
            )
        })
        .collect();
    let later = changed("visit.toml", &[("version = 1", "version = 2"), ("points = 8", "points = 9")]);
    assert_eq!(bucket(&lines).tally(&later), Some(tally(&later, &lines)));
    assert_ne!(bucket(&lines).tally(&later), Some(tally(&visit(), &lines)));
}

#[test]
fn where_counts_do_not_tell_there_is_no_tally() {
    let answers: Vec<String> = visit().items.iter().map(|item| format!("\"{}\":5", item.id)).collect();
    let answers = answers.join(",");
    let line = format!(
        r#"{{"fact":"response","id":"V1","at":"2026-03-02T10:00:00Z","scheme":"visit","version":1,"answers":{{{answers}}}}}"#
    );
    let counted = bucket(&[line]);
    let heavier = changed("visit.toml", &[("id = \"price\"", "id = \"price\"\nweight = 2")]);
    assert_eq!(counted.tally(&heavier), None, "a form's score depends on which item got which grade");
    let fewer = changed("visit.toml", &[("id = \"price\"", "id = \"cost\"")]);
    assert_eq!(counted.tally(&fewer), None, "it does not ask for the price");
    assert!(counted.tally(&shipped("cop14.toml")).is_some_and(|tally| tally.skipped() == 1), "another's questions");
    let (file, cop14) = scheme::SHIPPED.iter().find(|(name, _)| *name == "cop14.toml").expect("shipped");
    let reads = format!("{cop14}\n[from.visit.items]\nprice = \"price\"\n");
    let reads = Scheme::parse(file, &reads).expect("it is right");
    assert_eq!(counted.tally(&reads), None, "a table turns whole forms into others");
}

/// A shipped scheme with pieces of its text replaced.
fn changed(file: &str, pieces: &[(&str, &str)]) -> Scheme {
    let (_, text) = scheme::SHIPPED.iter().find(|(name, _)| *name == file).expect("shipped");
    let text = pieces.iter().fold((*text).to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{file} has no {from}");
        text.replacen(from, to, 1)
    });
    Scheme::parse(file, &text).expect("it is right")
}
