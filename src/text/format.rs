//! Times, spans and plates as people read them, short and of steady width (SCREENS, Tone).

use super::{Lang, Words};
use crate::domain::Stamp;
use crate::domain::vehicle::plate;
use crate::scoring::scheme::Label;
use chrono::{Datelike, NaiveDate};

/// The time of day: `15:00`.
pub fn time(at: Stamp) -> String {
    at.local().format("%H:%M").to_string()
}

/// The day, as seen from today: nothing for today, `Fri 27` near by, `12 Mar` this year, `12 Mar 2025` before.
pub fn day(words: &Words, on: NaiveDate, today: NaiveDate) -> String {
    let away = on.signed_duration_since(today).num_days();
    let weekday = || words.get(WEEKDAYS[on.weekday().num_days_from_monday() as usize]).into_owned();
    if away == 0 {
        String::new()
    } else if away.abs() < 7 {
        words.with("format-near-day", &[("weekday", &weekday()), ("day", &on.day().to_string())])
    } else {
        let month = words.get(MONTHS[on.month0() as usize]).into_owned();
        let (day, year) = (on.day().to_string(), on.year().to_string());
        let key = if on.year() == today.year() { "format-day" } else { "format-day-year" };
        words.with(key, &[("day", &day), ("month", &month), ("year", &year)])
    }
}

/// Day and time, as seen from now: `15:00`, `Fri 27 15:00`.
pub fn moment(words: &Words, at: Stamp, now: Stamp) -> String {
    let day = day(words, at.day(), now.day());
    if day.is_empty() { time(at) } else { format!("{day} {}", time(at)) }
}

/// How long ago: `2 s ago`, `5 min ago`; further back, when it was: `at 14:32`.
pub fn ago(words: &Words, at: Stamp, now: Stamp) -> String {
    let seconds = now.since(at).max(0) / 1000;
    match seconds {
        0..60 => words.with("format-ago-seconds", &[("n", &seconds.to_string())]),
        60..3600 => words.with("format-ago-minutes", &[("n", &(seconds / 60).to_string())]),
        _ => words.with("format-ago-at", &[("moment", &moment(words, at, now))]),
    }
}

/// Day and time in few cells, as seen from now: `15:00`, `27 15:00` within a week, `12 Mar` further away.
pub fn short_moment(words: &Words, at: Stamp, now: Stamp) -> String {
    let away = at.day().signed_duration_since(now.day()).num_days();
    if away == 0 {
        time(at)
    } else if away.abs() < 7 {
        words.with("format-day-time", &[("day", &at.day().day().to_string()), ("time", &time(at))])
    } else {
        day(words, at.day(), now.day())
    }
}

/// A month: `Nov 2026`.
pub fn month(words: &Words, of: NaiveDate) -> String {
    let month = words.get(MONTHS[of.month0() as usize]).into_owned();
    words.with("format-month-year", &[("month", &month), ("year", &of.year().to_string())])
}

/// The clock of the header: `14:32 Mon`.
pub fn clock(words: &Words, now: Stamp) -> String {
    let weekday = words.get(WEEKDAYS[now.day().weekday().num_days_from_monday() as usize]);
    format!("{} {weekday}", time(now))
}

/// The time that is left until `until`: `0:28`, `-0:12` when it has passed, `3d 4h` when it is far, `12d` further off.
pub fn left(until: Stamp, now: Stamp) -> String {
    let minutes = until.since(now).div_euclid(60_000);
    // What is past by less than a minute is not "on time".
    let (sign, minutes) = if minutes < 0 { ("-", -minutes) } else { ("", minutes) };
    let (hours, rest) = (minutes / 60, minutes % 60);
    match hours {
        ..48 => format!("{sign}{hours}:{rest:02}"),
        48..240 => format!("{sign}{}d {}h", hours / 24, hours % 24),
        240.. => format!("{sign}{}d", hours / 24),
    }
}

/// The time that is left until a later day, in whole hours: `18h`, `3d 4h`.
pub fn left_roughly(until: Stamp, now: Stamp) -> String {
    let hours = until.since(now) / 3_600_000;
    if hours < 48 { format!("{hours}h") } else { left(until, now) }
}

/// A text in the reader's language: in English where it has that and it is asked for, else as it stands. Lines that come
/// from the menu hold both, lines that somebody typed hold one text.
pub fn told<'a>(words: &Words, own: &'a str, english: &'a str) -> &'a str {
    if words.lang() == Lang::En && !english.is_empty() { english } else { own }
}

/// Labour in hours with one decimal: `0.8`.
pub fn hours(minutes: u32) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A stored plate as people write it: `沪A F3389`; nothing for none.
pub fn plate(stored: &str) -> String {
    if stored.is_empty() { String::new() } else { plate::spaced(stored) }
}

/// A stored phone number in groups that can be dialled from: `138 0013 2211`.
pub fn phone(stored: &str) -> String {
    let mobile = stored.len() == 11 && stored.bytes().all(|b| b.is_ascii_digit());
    if mobile { format!("{} {} {}", &stored[..3], &stored[3..7], &stored[7..]) } else { stored.to_string() }
}

/// The name of a part of a scheme, in the session's language.
pub fn label<'a>(words: &Words, label: &'a Label) -> &'a str {
    match words.lang() {
        Lang::En => &label.en,
        Lang::Zh => &label.zh,
    }
}

pub use crate::domain::customer::phone::masked;

/// Kilometres with thousands separators: `42,310`.
pub fn kilometres(km: u32) -> String {
    let text = crate::domain::Money::fen(i64::from(km) * 100).to_string();
    text.trim_end_matches(".00").to_string()
}

const WEEKDAYS: [&str; 7] = [
    "format-monday",
    "format-tuesday",
    "format-wednesday",
    "format-thursday",
    "format-friday",
    "format-saturday",
    "format-sunday",
];

const MONTHS: [&str; 12] = [
    "format-january",
    "format-february",
    "format-march",
    "format-april",
    "format-may",
    "format-june",
    "format-july",
    "format-august",
    "format-september",
    "format-october",
    "format-november",
    "format-december",
];

/// A sentence with a capital, where nothing stands before it.
pub fn capital(said: &str) -> String {
    match said.char_indices().find(|(_, c)| c.is_alphabetic()) {
        Some((at, c)) => format!("{}{}{}", &said[..at], c.to_uppercase(), &said[at + c.len_utf8()..]),
        None => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{hours, kilometres, left};
    use crate::domain::Stamp;

    #[test]
    fn what_is_left_turns_negative_with_the_first_second() {
        let at = |text: &str| Stamp::parse(text).expect("RFC 3339");
        let promise = at("2026-11-23T15:00:00+08:00");
        assert_eq!(left(promise, at("2026-11-23T14:32:00+08:00")), "0:28");
        assert_eq!(left(promise, at("2026-11-23T15:00:01+08:00")), "-0:01");
        assert_eq!(left(promise, at("2026-11-23T15:12:00+08:00")), "-0:12");
        assert_eq!(left(promise, at("2026-11-19T15:00:00+08:00")), "4d 0h");
        assert_eq!(left(promise, at("2026-12-12T15:00:00+08:00")), "-19d");
    }

    #[test]
    fn labour_is_shown_in_tenths_of_an_hour() {
        assert_eq!(hours(48), "0.8");
        assert_eq!(hours(10), "0.2");
        assert_eq!(kilometres(42_310), "42,310");
    }
}
