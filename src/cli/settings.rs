//! Settings: `config/shop.toml` is compiled in and complete; the data folder's `shop.toml` changes what it names.
//!
//! A setting that does not exist is refused by file, line and name: a misspelt one must not quietly do nothing.

mod check;
mod lay;
mod lines;

use super::calling::Calling;
use super::place::Place;
use super::trouble::Trouble;
use crate::domain::Money;
use crate::domain::closed::Closed;
use crate::domain::complaint::clock::Hours;
use crate::domain::complaint::ladder::Rung;
use crate::domain::rules::{CallRules, IntakeRules, Rules};
use crate::server::Limits;
use crate::text::{Lang, Words, clean_line};
use check::check;
use chrono::{NaiveTime, Timelike};
use chrono_tz::Tz;
use lay::lay;
use lines::{line_at, line_of};
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use toml::Table;

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
