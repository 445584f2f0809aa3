//! The shop's rules as stories that a foreman can read: what was done before, what is tried, what comes of it.
//!
//! They stand in `tests/fixtures/stories`. A story runs through the pure rules alone: no disk, no clock.

use chrono_tz::Asia::Shanghai;
use serde::Deserialize;
use shopdesk::domain::decide::{self, Asked, Stop};
use shopdesk::domain::records::Unreadable;
use shopdesk::domain::rules::{IntakeRules, Survey};
use shopdesk::domain::{Command, Key, Record, Records, Refusal, Rules, StaffId, Stamp};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// One file of stories.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stories {
    /// The shop lets no work start before the car was handed to the workshop.
    #[serde(default)]
    workshop_handover: bool,
    #[serde(default)]
    given: Vec<toml::Value>,
    story: Vec<Story>,
}

/// One story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    /// The rule, as a sentence.
    name: String,
    /// What was done before, after the file's own `given`.
    #[serde(default)]
    given: Vec<toml::Value>,
    /// What is tried.
    when: toml::Value,
    /// What comes of it.
    then: Then,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    /// The code of the refusal.
    refused: Option<String>,
    /// The field it names.
    field: Option<String>,
    /// The first thing the gate misses.
    needs: Option<String>,
    /// The stage of the order afterwards.
    stage: Option<String>,
    /// Events, in order.
    events: Option<Vec<String>>,
}

#[derive(Default)]
struct Memory(BTreeMap<Key, Arc<Record>>);

impl Records for Memory {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        Ok(self.0.get(key).cloned())
    }
}

struct Teller {
    memory: Memory,
    rules: Rules,
    now: Stamp,
    seq: u64,
}

impl Teller {
    fn new(workshop_handover: bool) -> Self {
        let items = "reception diagnosis on-time repair-quality parts explanation price cleanliness staff-knowledge return-intent";
        let survey = Survey {
            scheme: "visit".into(),
            version: 1,
            items: items.split(' ').map(String::from).collect(),
            grades: vec![5, 4, 3, 2, 1],
            reasons: vec!["too-dear".into()],
            low: vec![2, 1],
            watched: watched(),
        };
        let intake = IntakeRules { home_province: "沪".into(), workshop_handover, ..IntakeRules::default() };
        let rules = Rules { zone: Shanghai, survey, intake, ..Rules::default() };
        let now = Stamp::parse("2026-11-23T09:00:00+08:00").expect("RFC 3339");
        Self { memory: Memory::default(), rules, now, seq: 0 }
    }

    /// Gives one command a minute after the last, and keeps what it does. Li gives it, unless `by` names another.
    fn tell(&mut self, step: &toml::Value) -> Result<Vec<&'static str>, Refusal> {
        let mut json = serde_json::to_value(step).expect("TOML is JSON");
        if let Some(fields) = json.as_object_mut() {
            fields.remove("by");
        }
        let command: Command = serde_json::from_value(json).unwrap_or_else(|error| panic!("{step}: {error}"));
        self.now = self.now.plus_minutes(1);
        self.seq += 1;
        let by = StaffId::new(step.get("by").and_then(toml::Value::as_str).unwrap_or("li"));
        let seen = BTreeMap::new();
        let asked = Asked { by: &by, uid: Some(0), now: self.now, seq: self.seq, seen: &seen };
        match decide::decide(&self.memory, &self.rules, &asked, &command) {
            Ok(decided) => {
                self.memory.0.extend(decided.after);
                Ok(decided.events.iter().map(|event| event.kind()).collect())
            }
            Err(Stop::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{step}: {other:?}"),
        }
    }

    fn stage(&self, order: &str) -> String {
        let key = Key::Order(shopdesk::domain::OrderId::new(order));
        let record = self.memory.0.get(&key).unwrap_or_else(|| panic!("no order {order}"));
        let order = record.as_order().expect("an order");
        shopdesk::domain::event::code(&order.stage)
    }
}

fn check(file: &Path, stories: &Stories, story: &Story) {
    let place = format!("{}: {}", file.file_name().unwrap_or_default().to_string_lossy(), story.name);
    let mut teller = Teller::new(stories.workshop_handover);
    for step in stories.given.iter().chain(&story.given) {
        if let Err(refusal) = teller.tell(step) {
            panic!("{place}: given {step} was refused: {refusal:?}");
        }
    }
    let outcome = teller.tell(&story.when);
    match (&story.then.refused, &outcome) {
        (Some(code), Err(refusal)) => {
            assert_eq!(refusal.code(), code, "{place}: {refusal:?}");
            if let Some(field) = &story.then.field {
                assert_eq!(refusal.field(), Some(field.as_str()), "{place}: {refusal:?}");
            }
            if let Some(need) = &story.then.needs {
                let Refusal::Gate { needs, .. } = refusal else { panic!("{place}: no gate, but {refusal:?}") };
                assert_eq!(shopdesk::domain::event::code(&needs[0]), *need, "{place}");
            }
        }
        (None, Ok(events)) => {
            if let Some(expected) = &story.then.events {
                assert_eq!(events, expected, "{place}");
            }
        }
        (Some(code), Ok(events)) => panic!("{place}: should be refused as {code}, but gave {events:?}"),
        (None, Err(refusal)) => panic!("{place}: refused: {refusal:?}"),
    }
    if let Some(stage) = &story.then.stage {
        assert_eq!(teller.stage("R261123-001"), *stage, "{place}");
    }
}

#[test]
fn every_story_ends_as_it_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stories");
    let mut told = 0;
    for entry in fs::read_dir(&folder).expect("stories").flatten() {
        let text = fs::read_to_string(entry.path()).expect("readable");
        let stories: Stories =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        for story in &stories.story {
            let (workshop_handover, given) = (stories.workshop_handover, stories.given.clone());
            let one = Stories { workshop_handover, given, story: Vec::new() };
            check(&entry.path(), &one, story);
            told += 1;
        }
    }
    assert!(told > 30, "only {told} stories were told");
}

/// The scheme whose rules open corrective actions.
fn watched() -> Option<Arc<shopdesk::scoring::Scheme>> {
    let (file, text) = shopdesk::scoring::scheme::SHIPPED[0];
    shopdesk::scoring::Scheme::parse(file, text).ok().map(Arc::new)
}
