//! Which facts hold: identity, replacement, withdrawal.

use shopdesk::scoring::{Book, Cause, Fact};

use crate::support::delivery;

const AT: &str = "2026-03-02T10:00:00+08:00";

/// Whether the one delivery that holds was on time; nothing if none holds.
fn on_time(book: &Book) -> Option<bool> {
    let held: Vec<&Fact> = book.facts().map(|(fact, _)| fact).collect();
    assert!(held.len() <= 1, "{held:?}");
    held.first().and_then(|fact| match fact {
        Fact::Delivery(delivery) => delivery.on_time,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_later_seq_replaces_an_earlier_one_in_whatever_order_they_come() {
    let (first, second) = (delivery("R1", AT, false, r#","seq":1"#), delivery("R1", AT, true, r#","seq":2"#));
    for lines in [[&first, &second], [&second, &first]] {
        assert_eq!(on_time(&Book::read("test", lines).expect("numbered facts")), Some(true));
    }
}

#[test]
fn void_withdraws_and_a_later_seq_brings_back() {
    let told = delivery("R1", AT, true, r#","seq":1"#);
    let withdrawn = delivery("R1", AT, true, r#","seq":2,"void":true"#);
    let again = delivery("R1", AT, false, r#","seq":3"#);
    assert_eq!(on_time(&Book::read("test", [&told, &withdrawn]).expect("numbered facts")), None);
    assert_eq!(on_time(&Book::read("test", [&withdrawn, &told]).expect("numbered facts")), None);
    assert_eq!(on_time(&Book::read("test", [&told, &withdrawn, &again]).expect("numbered facts")), Some(false));
}

#[test]
fn an_exact_repeat_under_the_same_seq_counts_once() {
    let told = delivery("R1", AT, true, r#","seq":1"#);
    let later = delivery("R1", AT, false, r#","seq":2"#);
    assert_eq!(on_time(&Book::read("test", [&told, &told]).expect("the same fact")), Some(true));
    assert_eq!(on_time(&Book::read("test", [&told, &later, &told]).expect("the same fact")), Some(false));
}

#[test]
fn the_same_name_in_another_shop_or_kind_is_another_fact() {
    let lines = [
        delivery("R1", AT, true, ""),
        delivery("R1", AT, true, r#","shop":"main""#),
        format!(r#"{{"fact":"issued","id":"R1","at":"{AT}"}}"#),
    ];
    assert_eq!(Book::read("test", lines).expect("three facts").facts().count(), 3);
}

#[test]
fn a_repeat_without_seq_is_refused_naming_both_lines() {
    let line = delivery("R1", AT, true, "");
    let numbered = delivery("R1", AT, true, r#","seq":1"#);
    for lines in [[&line, &line], [&line, &numbered], [&numbered, &line]] {
        let faults = Book::read("facts.jsonl", lines).expect_err("nothing says which one holds");
        let fault = &faults.shown()[0];
        let Cause::RepeatWithoutSeq { first, .. } = &fault.cause else { panic!("{fault}") };
        assert_eq!((first.line, fault.place.line), (1, 2));
        assert_eq!(&*fault.place.source, "facts.jsonl");
    }
}

#[test]
fn the_same_seq_with_other_content_is_refused_even_when_replaced_since() {
    let (told, other) = (delivery("R1", AT, true, r#","seq":1"#), delivery("R1", AT, false, r#","seq":1"#));
    let later = delivery("R1", AT, true, r#","seq":2"#);
    for (lines, expected) in [(vec![&told, &other], (1, 2)), (vec![&told, &later, &other], (1, 3))] {
        let faults = Book::read("facts.jsonl", lines).expect_err("two facts under one number");
        let Cause::SeqReused { first, seq: 1, .. } = &faults.shown()[0].cause else { panic!("{faults}") };
        assert_eq!((first.line, faults.shown()[0].place.line), expected);
    }
}

#[test]
fn the_same_instant_written_with_another_offset_is_other_content() {
    let told = delivery("R1", "2026-03-02T01:00:00+08:00", true, r#","seq":1"#);
    let moved = delivery("R1", "2026-03-01T17:00:00Z", true, r#","seq":1"#);
    assert!(Book::read("test", [told, moved]).is_err());
}

#[test]
fn ten_faults_are_shown_and_the_rest_counted() {
    let faults = Book::read("facts.jsonl", vec!["nonsense"; 13]).expect_err("no line is a fact");
    assert_eq!((faults.shown().len(), faults.more()), (10, 3));
    assert!(faults.to_string().ends_with("and 3 more"));
}

#[test]
fn blank_lines_are_passed_over_but_counted_as_lines() {
    let faults = Book::read("facts.jsonl", ["", "  ", "nonsense"]).expect_err("the third line is no fact");
    assert_eq!(faults.shown()[0].place.line, 3);
}
