//! Times as people type them: `1730`, `17:30`, `+3h`, `+45m`, `t9`, `t1430`, or RFC 3339 from a program. Where days are
//! meant, also `+2`, `12-03`, `2026-12-03`, each with a time of day after it or not.

use super::stamp::Stamp;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// The hour that is meant by a day on which something shall be here: the end of a working day.
pub const EVENING: u32 = 18;
/// The hour that is meant by a day on which somebody comes.
pub const MORNING: u32 = 9;

/// Days from today at most.
const DAYS_MAX: u64 = 1_000;

/// Reads a typed time. A bare clock time is today's; `t` means tomorrow; `+` counts from now.
///
/// Returns `None` for what is not a time; whether it may lie in the past is for the rule that asks.
pub fn parse(text: &str, now: Stamp, zone: Tz) -> Option<Stamp> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(stamp) = Stamp::parse(&text.to_ascii_uppercase()) {
        return Some(Stamp::in_zone(stamp.ms(), zone));
    }
    if let Some(rest) = text.strip_prefix('+') {
        return offset(rest, now, zone);
    }
    let (days, clock) = match text.strip_prefix('t') {
        Some(rest) => (1, rest),
        None => (0, text.as_str()),
    };
    let time = clock_time(clock)?;
    let day = Stamp::in_zone(now.ms(), zone).day().checked_add_days(Days::new(days))?;
    Some(Stamp::at(day, time, zone))
}

/// Reads a typed time where days are meant: `+2` is the day after tomorrow, `12-03` the next third of December. `hour` is
/// meant by a day without a time of its own. What is no day is read like any other time.
pub fn parse_day(text: &str, hour: u32, now: Stamp, zone: Tz) -> Option<Stamp> {
    let text = text.trim();
    let (day, clock) = text.split_once(' ').map_or((text, None), |(day, clock)| (day, Some(clock.trim())));
    let today = Stamp::in_zone(now.ms(), zone).day();
    let counts_days = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let Some(day) = typed_day(day, today) else {
        // Too many days are no hours.
        return parse(text, now, zone).filter(|_| !day.strip_prefix('+').is_some_and(counts_days));
    };
    let time = match clock {
        Some(clock) => clock_time(clock)?,
        None => NaiveTime::from_hms_opt(hour, 0, 0)?,
    };
    Some(Stamp::at(day, time, zone))
}

/// Reads a time that has passed, as people type it: `-2h`, `1640` (of today, or of yesterday where that is yet to come),
/// `11-22 1640`, or any time that [`parse`] reads.
pub fn parse_past(text: &str, now: Stamp, zone: Tz) -> Option<Stamp> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('-') {
        let ahead = offset(rest, now, zone)?.since(now);
        return Some(Stamp::in_zone(now.ms() - ahead, zone));
    }
    if let Some((day, clock)) = text.split_once(' ') {
        let today = Stamp::in_zone(now.ms(), zone).day();
        let day = match NaiveDate::parse_from_str(day, "%Y-%m-%d") {
            Ok(day) => day,
            Err(_) => {
                let (month, day) = day.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                let on = |year| NaiveDate::from_ymd_opt(year, month, day);
                on(today.year()).filter(|day| *day <= today).or_else(|| on(today.year() - 1))?
            }
        };
        return Some(Stamp::at(day, clock_time(clock.trim())?, zone));
    }
    let at = parse(text, now, zone)?;
    let is_clock = text.bytes().all(|b| b.is_ascii_digit() || b == b':');
    Some(if is_clock && at.since(now) > 0 { Stamp::in_zone(at.plus_minutes(-24 * 60).ms(), zone) } else { at })
}

/// `+2`, `12-03`, `2026-12-03`. A day of the year that has passed is next year's.
fn typed_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(days) = text.strip_prefix('+') {
        let days: u64 = days.parse().ok().filter(|days| *days <= DAYS_MAX)?;
        return today.checked_add_days(Days::new(days));
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day);
    }
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let on = |year| NaiveDate::from_ymd_opt(year, month, day);
    on(today.year()).filter(|day| *day >= today).or_else(|| on(today.year() + 1))
}

/// `3h`, `45m`, `2d`, `1h30`; a bare number means hours.
fn offset(text: &str, now: Stamp, zone: Tz) -> Option<Stamp> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number: i64 = number.parse().ok().filter(|n| *n <= 10_000)?;
    let minutes = match unit {
        "h" | "" => number * 60,
        "m" => number,
        "d" => number * 24 * 60,
        mixed => number * 60 + mixed.strip_prefix('h')?.parse::<i64>().ok().filter(|m| (0..60).contains(m))?,
    };
    Some(Stamp::in_zone(now.plus_minutes(minutes).ms(), zone))
}

/// `9`, `17`, `930`, `1730`, `17:30`.
fn clock_time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = match text.split_once(':') {
        Some(parts) => parts,
        None if text.len() <= 2 => (text, "0"),
        None if text.len() <= 4 && text.is_ascii() => text.split_at(text.len() - 2),
        None => return None,
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::{EVENING, parse, parse_day};
    use crate::domain::Stamp;
    use chrono_tz::Asia::Shanghai;

    #[test]
    fn short_forms_are_read_from_the_shops_clock() {
        let now = Stamp::parse("2026-11-23T14:32:00+08:00").expect("RFC 3339");
        let read = |text| parse(text, now, Shanghai).map(|s| s.to_string()[..16].to_string());
        assert_eq!(read("1730").as_deref(), Some("2026-11-23T17:30"));
        assert_eq!(read("17:30").as_deref(), Some("2026-11-23T17:30"));
        assert_eq!(read("t9").as_deref(), Some("2026-11-24T09:00"));
        assert_eq!(read("+3h").as_deref(), Some("2026-11-23T17:32"));
        assert_eq!(read("+1h30").as_deref(), Some("2026-11-23T16:02"));
        assert_eq!(read("+45m").as_deref(), Some("2026-11-23T15:17"));
        assert_eq!(read("2026-11-25T10:00:00+08:00").as_deref(), Some("2026-11-25T10:00"));
        for bad in ["", "25", "1760", "soon", "t", "+", "十点", "1７30"] {
            assert_eq!(read(bad), None, "{bad} is not a time");
        }
    }
    #[test]
    fn days_are_read_where_days_are_meant() {
        let now = Stamp::parse("2026-11-23T14:32:00+08:00").expect("RFC 3339");
        let read = |text| parse_day(text, EVENING, now, Shanghai).map(|s| s.to_string()[..16].to_string());
        for (typed, meant) in [
            ("+2", "2026-11-25T18:00"),
            ("+0", "2026-11-23T18:00"),
            ("+2 930", "2026-11-25T09:30"),
            ("12-03", "2026-12-03T18:00"),
            ("12-3 9", "2026-12-03T09:00"),
            ("1-5", "2027-01-05T18:00"),
            ("2026-12-03", "2026-12-03T18:00"),
            ("t9", "2026-11-24T09:00"),
            ("1730", "2026-11-23T17:30"),
            ("+3h", "2026-11-23T17:32"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
        for bad in ["", "+", "soon", "13-40", "2-30", "+2 99", "+5000"] {
            assert_eq!(read(bad), None, "{bad} is not a day");
        }
    }
}
