//! Settings: `config/shop.toml` is compiled in and complete; the data folder's `shop.toml` changes what it names.
//!
//! A setting that does not exist is refused by file, line and name: a misspelt one must not quietly do nothing.

use super::calling::{self, Calling};
use super::place::Place;
use super::trouble::{Trouble, nearest};
use crate::domain::Money;
use crate::domain::closed::Closed;
use crate::domain::complaint::clock::Hours;
use crate::domain::complaint::ladder::Rung;
use crate::domain::rules::{CallRules, IntakeRules, Rules};
use crate::domain::vehicle::plate;
use crate::server::Limits;
use crate::text::{Lang, Words, clean_line};
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use toml::{Table, Value};

const BUILT_IN: &str = include_str!("../../config/shop.toml");

/// What a shop may choose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Settings {
    zone: String,
    home_province: String,
    language: String,
    /// The name of the theme.
    pub theme: String,
    idle_stop_minutes: u32,
    /// Minutes without a key after which a screen is locked; 0: never.
    pub lock_after_minutes: u32,
    lease_minutes: u32,
    sessions_max: usize,
    cache_mib: u64,
    keep_free_mib: u64,
    /// Program and arguments that print a sheet; empty for none.
    pub print_command: Vec<String>,
    workshop_handover: bool,
    closed: Vec<String>,
    contract_from: i64,
    compensation_limit: i64,
    limits: Most,
    /// How people get in over SSH.
    pub ssh: Calling,
    comeback: Comebacks,
    call: Calls,
    complaint: Complaints,
    feedback: Feedbacks,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Most {
    session_idle_minutes: u64,
    paste_kib: usize,
    request_kib: usize,
    requests_waiting: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Comebacks {
    days: u32,
    km: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Calls {
    first_after_days: u32,
    risk_after_days: u32,
    last_after_days: u32,
    attempts_max: u32,
    days_between: u32,
    hours: String,
    bands: Vec<String>,
    care_after_days: u32,
    care_visits: u32,
    service_km: u32,
    service_days: u32,
    remind_days_before: u32,
    survey: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Complaints {
    answer_hours: u32,
    remedy_limit: i64,
    work_hours: Vec<String>,
    escalate: Vec<String>,
    repeat_days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Feedbacks {
    read_hours: u32,
    answer_hours: u32,
}

/// Bounds of the numbers: setting, least, most.
const BOUNDS: &[(&str, i64, i64)] = &[
    ("idle_stop_minutes", 1, 10_080),
    ("lock_after_minutes", 0, 1_440),
    ("lease_minutes", 1, 240),
    ("sessions_max", 1, 10_000),
    ("cache_mib", 1, 65_536),
    ("keep_free_mib", 0, 16_777_216),
    ("contract_from", 0, 1_000_000_000),
    ("compensation_limit", 0, 1_000_000_000),
    ("limits.session_idle_minutes", 0, 10_080),
    ("limits.paste_kib", 1, 16_384),
    ("limits.request_kib", 1, 256),
    ("limits.requests_waiting", 64, 1_000),
    ("ssh.attempts_max", 1, 100),
    ("ssh.grace_seconds", 1, 600),
    ("ssh.keepalive_seconds", 1, 3_600),
    ("ssh.sessions_per_person", 1, 100),
    ("comeback.days", 0, 3_650),
    ("comeback.km", 0, 1_000_000),
    ("call.first_after_days", 0, 365),
    ("call.risk_after_days", 0, 365),
    ("call.last_after_days", 1, 365),
    ("call.attempts_max", 1, 50),
    ("call.days_between", 1, 30),
    ("call.care_after_days", 1, 3_650),
    ("call.care_visits", 1, 1_000),
    ("call.service_km", 100, 1_000_000),
    ("call.service_days", 1, 3_650),
    ("call.remind_days_before", 0, 365),
    ("complaint.answer_hours", 1, 720),
    ("complaint.remedy_limit", 0, 1_000_000_000),
    ("complaint.repeat_days", 1, 3_650),
    ("feedback.read_hours", 1, 720),
    ("feedback.answer_hours", 1, 2_160),
];

/// Settings that are one of some texts.
const CHOICES: &[(&str, &[&str])] = &[("language", &["zh", "en"]), ("theme", &["night", "day", "mono"])];
/// How many characters of a wrong value are said again.
const SHOWN_MAX: usize = 60;

impl Settings {
    /// The settings that come with the program.
    pub fn built_in() -> Settings {
        toml::from_str(BUILT_IN).expect("the compiled-in settings are read by a test")
    }

    /// Reads the settings of a data folder; without a file, what comes with the program.
    pub fn read(words: &Words, place: &Place) -> Result<Settings, Trouble> {
        match place.own(words, Path::new("shop.toml"))? {
            Some((path, text)) => Settings::with_overrides(words, &path, &text),
            None => Ok(Settings::built_in()),
        }
    }

    /// Lays the settings of a file over those that come with the program.
    fn with_overrides(words: &Words, path: &Path, text: &str) -> Result<Settings, Trouble> {
        let bad = |line: usize, why: &str| {
            let place = format!("{}:{line}", path.display());
            Trouble::said(words, "bad-setting", "cli-bad-setting", &[("place", &place), ("why", why)])
        };
        let over: Table = toml::from_str(text).map_err(|error| {
            let line = line_at(text, error.span().map_or(0, |span| span.start));
            let there = shown(text.lines().nth(line - 1).unwrap_or_default());
            bad(line, &words.with("cli-setting-syntax", &[("there", &there), ("why", error.message())]))
        })?;
        let mut merged: Table = toml::from_str(BUILT_IN).expect("the compiled-in settings are read by a test");
        lay(&mut merged, over, "").map_err(|fault| bad(line_of(text, fault.name()), &fault.said(words)))?;
        check(&merged).map_err(|wrong| bad(line_of(text, wrong.name), &wrong.said(words)))?;
        toml::Value::Table(merged).try_into().map_err(|error: toml::de::Error| bad(0, error.message()))
    }

    /// The shop's time zone.
    pub fn zone(&self) -> Tz {
        self.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai)
    }

    /// The language of those who asked for none.
    pub fn lang(&self) -> Lang {
        Lang::parse(&self.language).unwrap_or(Lang::Zh)
    }

    /// How long a server that a client started stays without sessions.
    pub fn idle_stop(&self) -> Duration {
        Duration::from_secs(u64::from(self.idle_stop_minutes) * 60)
    }

    /// How much of everything a server allows.
    pub fn limits(&self) -> Limits {
        let idle = Some(self.limits.session_idle_minutes).filter(|minutes| *minutes > 0);
        Limits {
            connections: self.sessions_max,
            per_caller: self.ssh.sessions_per_person,
            session_idle: idle.map(|minutes| Duration::from_secs(minutes * 60)),
            paste_bytes: self.limits.paste_kib * 1024,
            line_bytes: self.limits.request_kib * 1024,
            queue: self.limits.requests_waiting,
            ..Limits::default()
        }
    }

    /// Bytes of the index's cache.
    pub fn cache_bytes(&self) -> u64 {
        self.cache_mib * 1024 * 1024
    }

    /// Bytes that are left free on the disk.
    pub fn keep_free_bytes(&self) -> u64 {
        self.keep_free_mib * 1024 * 1024
    }

    /// The scheme that follow-up calls ask by.
    pub fn survey(&self) -> &str {
        &self.call.survey
    }

    /// The rules that decisions are made by; the survey's questions come with its scheme, the shop's own jobs with the
    /// context.
    pub fn rules(&self) -> Rules {
        let minutes = |time: &String| band(time).map(minute);
        let mut bands: Vec<u16> = self.call.bands.iter().filter_map(minutes).collect();
        bands.sort_unstable();
        let call = CallRules {
            first_after_days: self.call.first_after_days,
            risk_after_days: self.call.risk_after_days,
            last_after_days: self.call.last_after_days,
            attempts_max: self.call.attempts_max,
            days_between: self.call.days_between,
            hours: span(&self.call.hours).unwrap_or(CallRules::default().hours),
            bands,
            care_after_days: self.call.care_after_days,
            care_visits: self.call.care_visits,
            service_km: self.call.service_km,
            service_days: self.call.service_days,
            remind_days_before: self.call.remind_days_before,
        };
        let complaint_answer_hours = self.complaint.answer_hours;
        let intake = IntakeRules {
            home_province: self.home_province.clone(),
            workshop_handover: self.workshop_handover,
            closed: closed(&self.closed).unwrap_or_default(),
            comeback_days: self.comeback.days,
            comeback_km: self.comeback.km,
            ..IntakeRules::default()
        };
        Rules {
            zone: self.zone(),
            call,
            complaint_answer_hours,
            intake,
            contract_from: Money::fen(self.contract_from),
            compensation_limit: Money::fen(self.compensation_limit),
            lease_minutes: self.lease_minutes,
            remedy_limit: Money::fen(self.complaint.remedy_limit),
            hours: Hours {
                spans: self.complaint.work_hours.iter().filter_map(|text| Hours::parse_span(text)).collect(),
                closed: closed(&self.closed).unwrap_or_default(),
            },
            repeat_days: self.complaint.repeat_days,
            feedback_read_hours: self.feedback.read_hours,
            feedback_answer_hours: self.feedback.answer_hours,
            ladder: self.complaint.escalate.iter().filter_map(|text| Rung::parse(text)).collect(),
            ..Rules::default()
        }
    }
}

/// What is wrong with the name or kind of a setting.
enum Fault {
    Unknown { name: String, near: String },
    Kind { name: String, value: String, wanted: &'static str },
}

impl Fault {
    fn name(&self) -> &str {
        match self {
            Fault::Unknown { name, .. } | Fault::Kind { name, .. } => name,
        }
    }

    fn said(&self, words: &Words) -> String {
        match self {
            Fault::Unknown { name, near } if near.is_empty() => words.with("cli-setting-unknown", &[("name", name)]),
            Fault::Unknown { name, near } => words.with("cli-setting-near", &[("name", name), ("near", near)]),
            Fault::Kind { name, value, wanted } => {
                words.with("cli-setting-kind", &[("name", name), ("value", value), ("wanted", wanted)])
            }
        }
    }
}

/// Replaces in `base` what `over` names.
fn lay(base: &mut Table, over: Table, within: &str) -> Result<(), Fault> {
    for (key, value) in over {
        let name = format!("{within}{key}");
        let known: Vec<&str> = base.keys().map(String::as_str).collect();
        let near = nearest(&key, &known).map(|near| format!("{within}{near}")).unwrap_or_default();
        match (base.get_mut(&key), value) {
            (None, _) => return Err(Fault::Unknown { name, near }),
            (Some(Value::Table(base)), Value::Table(over)) => lay(base, over, &format!("{name}."))?,
            (Some(old), value) if old.same_type(&value) && is_text_list(old, &value) => *old = value,
            (Some(old), value) => {
                return Err(Fault::Kind { name, value: shown(&value.to_string()), wanted: kind(old) });
            }
        }
    }
    Ok(())
}

/// A list of texts stays one.
fn is_text_list(old: &Value, new: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_none_or(|list| list.iter().all(Value::is_str));
    texts(old) && texts(new)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "\"…\"",
        Value::Integer(_) => "123",
        Value::Float(_) => "1.5",
        Value::Boolean(_) => "true, false",
        Value::Datetime(_) => "2026-11-23",
        Value::Array(_) => "[\"…\", \"…\"]",
        Value::Table(_) => "[…]",
    }
}

/// What is wrong with the value of a setting that exists.
struct Wrong {
    name: &'static str,
    value: String,
    wanted: Wanted,
}

/// What the value may be.
enum Wanted {
    Bounds(i64, i64),
    OneOf(&'static [&'static str]),
    Like(&'static str),
}

impl Wrong {
    fn said(&self, words: &Words) -> String {
        let Wrong { name, value, wanted } = self;
        let (name, value) = (("name", *name), ("value", value.as_str()));
        match wanted {
            Wanted::Bounds(least, most) => {
                let (least, most) = (least.to_string(), most.to_string());
                words.with("cli-setting-bounds", &[name, value, ("least", &least), ("most", &most)])
            }
            Wanted::OneOf(known) => {
                let known: Vec<String> = known.iter().map(|text| format!("\"{text}\"")).collect();
                words.with("cli-setting-choice", &[name, value, ("known", &known.join(", "))])
            }
            Wanted::Like(wanted) => words.with("cli-setting-kind", &[name, value, ("wanted", wanted)]),
        }
    }
}

fn check(merged: &Table) -> Result<(), Wrong> {
    let find = |name: &str| {
        let (table, key) = match name.split_once('.') {
            Some((table, key)) => (merged.get(table).and_then(Value::as_table), key),
            None => (Some(merged), name),
        };
        table.and_then(|table| table.get(key))
    };
    let ask = |name: &'static str, good: &dyn Fn(&Value) -> bool, wanted: Wanted| match find(name) {
        Some(value) if good(value) => Ok(()),
        found => Err(Wrong { name, value: found.map(|value| shown(&value.to_string())).unwrap_or_default(), wanted }),
    };
    for (name, least, most) in BOUNDS {
        let within = |value: &Value| value.as_integer().is_some_and(|n| (*least..=*most).contains(&n));
        ask(name, &within, Wanted::Bounds(*least, *most))?;
    }
    for (name, known) in CHOICES {
        ask(name, &|value| value.as_str().is_some_and(|text| known.contains(&text)), Wanted::OneOf(known))?;
    }
    let is_zone = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Tz>().is_ok());
    ask("zone", &is_zone, Wanted::Like("\"Asia/Shanghai\""))?;
    let is_province = |value: &Value| value.as_str().is_some_and(plate::is_province);
    ask("home_province", &is_province, Wanted::Like("\"沪\""))?;
    let are_days = |value: &Value| closed(value.as_array().into_iter().flatten().filter_map(Value::as_str)).is_some();
    ask("closed", &are_days, Wanted::Like("[\"sunday\", \"2027-02-06\"]"))?;
    let is_listen = |value: &Value| value.as_str().is_some_and(|text| calling::address(text).is_some());
    ask("ssh.listen", &is_listen, Wanted::Like("\"127.0.0.1:2222\""))?;
    let is_user = |value: &Value| value.as_str().is_some_and(calling::is_user);
    ask("ssh.user", &is_user, Wanted::Like("\"shop\""))?;
    let is_span = |value: &Value| value.as_str().is_some_and(|text| span(text).is_some());
    ask("call.hours", &is_span, Wanted::Like("\"09:00-20:00\""))?;
    let hours = find("call.hours").and_then(Value::as_str).and_then(span).unwrap_or_default();
    // A band that begins when nobody may call would never be tried.
    let within = |time: NaiveTime| (hours.0..=hours.1).contains(&minute(time));
    let is_band = |value: &Value| value.as_str().and_then(band).is_some_and(within);
    let are_bands =
        |value: &Value| value.as_array().is_some_and(|bands| !bands.is_empty() && bands.iter().all(is_band));
    ask("call.bands", &are_bands, Wanted::Like("[\"10:00\", \"15:00\"]"))?;
    let texts = |value: &Value, good: &dyn Fn(&str) -> bool| {
        value.as_array().is_some_and(|all| all.iter().all(|one| one.as_str().is_some_and(good)))
    };
    let are_spans = |value: &Value| texts(value, &|text| Hours::parse_span(text).is_some());
    ask("complaint.work_hours", &are_spans, Wanted::Like("[\"08:30-12:00\", \"13:00-17:30\"]"))?;
    let are_rungs = |value: &Value| texts(value, &|text| Rung::parse(text).is_some());
    ask("complaint.escalate", &are_rungs, Wanted::Like("[\"4h supervisor\", \"24h director\"]"))
}

/// The beginning of a text of the file, fit to stand in a sentence.
fn shown(text: &str) -> String {
    clean_line(text).chars().take(SHOWN_MAX).collect()
}

/// The days that these texts name, if each names one.
fn closed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Option<Closed> {
    let mut closed = Closed::default();
    names.into_iter().all(|name| closed.add(name.as_ref())).then_some(closed)
}

/// From when until when, in minutes after midnight: `09:00-20:00`.
fn span(text: &str) -> Option<(u16, u16)> {
    let (from, until) = text.split_once('-')?;
    let (from, until) = (minute(band(from.trim())?), minute(band(until.trim())?));
    (from < until).then_some((from, until))
}

fn minute(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

fn band(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// The line, from 1, that a byte stands in.
fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// The line, from 1, that sets `name`, such as `call.bands`; the first line if none does.
fn line_of(text: &str, name: &str) -> usize {
    let mut table = String::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = format!("{}.", heading.trim());
            if heading.trim() == name {
                return number;
            }
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if line.contains('=') && format!("{table}{key}") == name {
            return number;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Catalogue;

    fn refused(text: &str) -> String {
        let words = Catalogue::built_in().words(Lang::En);
        Settings::with_overrides(&words, Path::new("shop.toml"), text).expect_err("must be refused").message
    }

    #[test]
    fn what_comes_with_the_program_is_complete_and_good() {
        let words = Catalogue::built_in().words(Lang::En);
        let same = Settings::with_overrides(&words, Path::new("shop.toml"), BUILT_IN).expect("the defaults are good");
        assert_eq!(same, Settings::built_in());
        assert_eq!(same.rules().call.bands, [600, 900, 1110]);
    }

    #[test]
    fn a_file_changes_only_what_it_names() {
        let words = Catalogue::built_in().words(Lang::En);
        let text = "language = \"en\"\n[call]\nbands = [\"09:30\"]\n";
        let settings = Settings::with_overrides(&words, Path::new("shop.toml"), text).expect("good settings");
        assert_eq!((settings.lang(), settings.rules().call.bands, settings.survey()), (Lang::En, vec![570], "visit"));
    }

    #[test]
    fn a_bad_setting_is_named_with_file_and_line_value_and_what_is_allowed() {
        for (text, parts) in [
            ("zone = \"Asia/Shanghai\"\nlangage = \"zh\"\n", ["shop.toml:2", "langage", "language", ""]),
            ("[call]\n\nattempts = 3\n", ["shop.toml:3", "call.attempts", "call.attempts_max", ""]),
            ("[call]\nattempts_max = 0\n", ["shop.toml:2", "call.attempts_max", " 0", "50"]),
            ("[call]\nattempts_max = \"5\"\n", ["shop.toml:2", "call.attempts_max", "\"5\"", "123"]),
            ("[call]\nbands = [\"25:00\"]\n", ["shop.toml:2", "call.bands", "[\"25:00\"]", "10:00"]),
            ("[call]\nbands = [\"07:00\"]\n", ["shop.toml:2", "call.bands", "[\"07:00\"]", "10:00"]),
            ("[call]\nhours = \"20:00-9:00\"\n", ["shop.toml:2", "call.hours", "20:00-9:00", "09:00-20:00"]),
            ("zone = \"Mars/Base\"\n", ["shop.toml:1", "zone", "\"Mars/Base\"", "Asia/Shanghai"]),
            ("home_province = \"S\"\n", ["shop.toml:1", "home_province", "\"S\"", "沪"]),
            ("[ssh]\nlisten = \"2222\"\n", ["shop.toml:2", "ssh.listen", "\"2222\"", "127.0.0.1:2222"]),
            ("[complaint]\nwork_hours = [\"17:00-8:00\"]\n", ["shop.toml:2", "complaint.work_hours", "17:00", "08:30"]),
            ("[complaint]\nescalate = [\"4 boss\"]\n", ["shop.toml:2", "complaint.escalate", "boss", "supervisor"]),
            ("closed = [\"someday\"]\n", ["shop.toml:1", "closed", "someday", "sunday"]),
            ("language = \"fr\"\n", ["shop.toml:1", "language", "\"fr\"", "\"zh\", \"en\""]),
            ("\nzone = \n", ["shop.toml:2", "zone =", "", ""]),
        ] {
            let said = refused(text);
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
    }
}
