//! What each setting may be.

use super::{band, closed, minute, shown, span};
use crate::cli::calling;
use crate::domain::complaint::clock::Hours;
use crate::domain::complaint::ladder::Rung;
use crate::domain::vehicle::plate;
use crate::text::Words;
use chrono::NaiveTime;
use chrono_tz::Tz;
use toml::{Table, Value};

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

/// What is wrong with the value of a setting that exists.
pub(super) struct Wrong {
    pub(super) name: &'static str,
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
    pub(super) fn said(&self, words: &Words) -> String {
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

/// Refuses the first setting whose value may not be so.
pub(super) fn check(merged: &Table) -> Result<(), Wrong> {
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
