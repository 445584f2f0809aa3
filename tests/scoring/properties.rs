//! What holds for all facts, not only for the examples.

use proptest::prelude::*;
use shopdesk::scoring::interval::wilson;
use shopdesk::scoring::number::{Exact, fraction, read, whole};
use shopdesk::scoring::{Book, Fact, Figures, Period, Report, Request, Scheme, Tally, score};

use crate::support::engine_10;

/// Grade keys of ten items: not asked, not applicable, or a grade.
fn answers() -> impl Strategy<Value = Vec<Option<Option<u8>>>> {
    let one = prop_oneof![1 => Just(None), 1 => Just(Some(None)), 12 => (1u8..=5).prop_map(|key| Some(Some(key)))];
    prop::collection::vec(one, 10)
}

pub fn form(scheme: &Scheme, id: usize, day: u8, answers: &[Option<Option<u8>>]) -> String {
    let asked = scheme.items.iter().zip(answers).filter_map(|(item, answer)| answer.map(|grade| (&item.id, grade)));
    let written =
        asked.map(|(item, grade)| format!(r#""{item}":{}"#, grade.map_or("null".to_owned(), |key| key.to_string())));
    let (scheme, written) = (&scheme.id, written.collect::<Vec<_>>().join(","));
    format!(
        r#"{{"fact":"response","id":"V{id}","at":"2026-03-{day:02}T10:00:00Z","scheme":"{scheme}","answers":{{{written}}},"advisor":"{}"}}"#,
        ["li", "wu"][id % 2]
    )
}

pub fn car(id: usize, day: u8, stated: (Option<bool>, Option<bool>)) -> String {
    let flag = |name: &str, value: Option<bool>| value.map_or(String::new(), |value| format!(r#","{name}":{value}"#));
    let flags = flag("on_time", stated.0) + &flag("line_down", stated.1);
    format!(r#"{{"fact":"delivery","id":"R{id}","at":"2026-03-{day:02}T10:00:00Z","advisor":"li"{flags}}}"#)
}

/// Lines of facts over one month.
pub fn lines() -> impl Strategy<Value = Vec<String>> {
    let forms = prop::collection::vec((1u8..=31, answers()), 0..20);
    let cars = prop::collection::vec((1u8..=31, any::<(Option<bool>, Option<bool>)>()), 1..20);
    (forms, cars).prop_map(|(forms, cars)| {
        let scheme = engine_10();
        let forms = forms.iter().enumerate().map(|(id, (day, answers))| form(&scheme, id, *day, answers));
        let cars = cars.iter().enumerate().map(|(id, (day, stated))| car(id, *day, *stated));
        forms.chain(cars).collect()
    })
}

fn book(lines: &[String]) -> Book {
    Book::read("test", lines).expect("the facts are right")
}

fn reported(lines: &[String]) -> Report {
    let request = Request { by: Some(shopdesk::scoring::By::Advisor), ..Request::default() };
    score(&engine_10(), &book(lines), &request).expect("the facts can be scored")
}

// Each of these scores dozens of facts, so fewer cases do.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_facts_changes_nothing((told, shuffled) in lines().prop_flat_map(|told| {
        (Just(told.clone()), Just(told).prop_shuffle())
    })) {
        prop_assert_eq!(reported(&told), reported(&shuffled));
    }

    #[test]
    fn tallies_of_parts_merge_into_that_of_the_whole(told in lines(), cut in any::<prop::sample::Index>()) {
        let scheme = engine_10();
        let tally = |lines: &[String]| {
            let facts: Vec<Fact> = lines.iter().map(|line| Fact::parse(line).expect("a fact")).collect();
            Tally::of(&scheme, &facts).expect("answers of the scheme")
        };
        let (one, other) = told.split_at(cut.index(told.len()));
        let mut merged = tally(one);
        merged.merge(&tally(other));
        prop_assert_eq!(&merged, &tally(&told));
        let mut report = reported(&told);
        (report.forms, report.triggers, report.by, report.groups, report.sampling) = (None, None, None, None, None);
        prop_assert_eq!(Report::of(&scheme, &merged, Period::default(), None), report);
    }

    #[test]
    fn raising_an_answer_never_lowers_a_score(forms in prop::collection::vec(answers(), 1..8), at in any::<prop::sample::Index>()) {
        let scheme = engine_10();
        let figures = |forms: &[Vec<Option<Option<u8>>>]| {
            let lines: Vec<String> = forms.iter().enumerate().map(|(id, answers)| form(&scheme, id, 1, answers)).collect();
            let facts: Vec<Fact> = lines.iter().map(|line| Fact::parse(line).expect("a fact")).collect();
            let tally = Tally::of(&scheme, &facts).expect("answers of the scheme");
            let lowest = tally.scores().map(|(score, number)| score.exact() * whole(number)).fold(whole(0), |sum, one| sum + one);
            (lowest, Figures::of(&scheme, &tally, None).external)
        };
        let mut raised = forms.clone();
        let item = at.index(10);
        raised[0][item] = raised[0][item].map(|grade| grade.map(|key| (key + 1).min(5)));
        let (before, after) = (figures(&forms), figures(&raised));
        prop_assert!(after.0 >= before.0);
        prop_assert!(after.1 >= before.1);
    }

}

/// The scheme with its items the other way round.
fn reversed() -> Scheme {
    let text = include_str!("../../config/scheme/engine-10.toml");
    let (begin, end) = (text.find("[[item]]").expect("items"), text.find("# Total =").expect("what follows them"));
    let items: Vec<&str> = text[begin..end].split("[[item]]").filter(|item| !item.trim().is_empty()).collect();
    let turned: String = items.iter().rev().map(|item| format!("[[item]]{item}")).collect();
    Scheme::parse("reversed.toml", &format!("{}{turned}{}", &text[..begin], &text[end..])).expect("right")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_items_changes_no_score(told in lines()) {
        let scored = |scheme: &Scheme| score(scheme, &book(&told), &Request::default()).expect("it can be scored");
        let (one, mut other) = (scored(&engine_10()), scored(&reversed()));
        other.items.reverse();
        prop_assert_eq!((&one.external, &one.total, &one.band), (&other.external, &other.total, &other.band));
        prop_assert_eq!((one.items, one.forms, one.counts), (other.items, other.forms, other.counts));
    }
}

proptest! {
    #[test]
    fn print_never_contradicts_the_band(numerator in 0u32..=100_000_000, denominator in 1u32..=1_000_000, near in 0usize..3) {
        let scheme = engine_10();
        let anywhere = fraction(numerator, denominator).expect("not divided by 0");
        // Anywhere up to 100, or within a hundredth of an edge.
        let score: Exact = match near {
            0 => anywhere.clamp(whole(0), whole(100)),
            1 => whole(80) + (anywhere.fract() - fraction(1, 2).expect("a half")) / whole(50),
            _ => whole(85) + (anywhere.fract() - fraction(1, 2).expect("a half")) / whole(50),
        };
        let printed = read(&scheme.print_score(&score)).expect("print is a number");
        prop_assert_eq!(scheme.band(&printed), scheme.band(&score));
        let apart = if printed > score { printed - &score } else { &score - printed };
        prop_assert!(apart < fraction(1, 100).expect("a hundredth"));
    }

    #[test]
    fn a_share_lies_within_its_interval(hits in 0u64..5_000, misses in 0u64..5_000) {
        prop_assume!(hits + misses > 0);
        let interval = wilson(hits, hits + misses).expect("somebody was asked");
        let share = fraction(hits, hits + misses).expect("somebody was asked") * whole(100);
        prop_assert!(whole(0) <= interval.low && interval.low <= share);
        prop_assert!(share <= interval.high && interval.high <= whole(100));
    }

    #[test]
    fn no_line_makes_the_reader_panic(line in "\\PC{0,80}", tail in "[\\[\\]{}:,\"a-z0-9 .+-]{0,80}") {
        let _ = Fact::parse(&line);
        let _ = Fact::parse(&tail);
        let _ = Scheme::parse("mine.toml", &line);
        let _ = Scheme::parse("mine.toml", &tail);
        let _ = read(&tail);
        let _ = shopdesk::scoring::Moment::read(&format!("2026-03-02T{tail}"));
    }
}
