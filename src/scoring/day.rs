//! Calendar days and moments, as facts carry them.
//!
//! The engine has no clock and no time zone table: a fact says its own offset, and its day is the one on the wall
//! where it happened. So a small reader of RFC 3339 is all that is needed, and it is exact.

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};
use thiserror::Error;

/// A day of the calendar, in the years 0001 to 9999.
///
/// ```
/// use shopdesk::scoring::Day;
/// let day: Day = "2028-02-29".parse()?;
/// assert!(day < Day::new(2028, 3, 1).unwrap());
/// assert!("2027-02-29".parse::<Day>().is_err());
/// # Ok::<(), shopdesk::scoring::DayError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// A moment with its offset from universal time, kept as it was written.
///
/// Moments are ordered by the instant that they name, whatever their offsets; they are equal only if written alike,
/// for the offset decides on which day something happened.
#[derive(Debug, Clone)]
pub struct Moment {
    text: String,
    day: Day,
    /// Seconds since 1970-01-01T00:00:00Z.
    second: i64,
    nanosecond: u32,
}

/// Why a text is no day or no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DayError {
    /// The text has another shape.
    #[error("a day is written 2026-03-02, a moment 2026-03-02T10:00:00+08:00")]
    Shape,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The clock has no such time.
    #[error("the clock has no such time")]
    NoSuchTime,
    /// No place has such an offset.
    #[error("no place is that far from universal time")]
    NoSuchOffset,
}

impl Day {
    /// Makes a day, or nothing where the calendar has none.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Day> {
        let exists = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (exists && day <= days_in(year, month)).then_some(Day { year, month, day })
    }

    /// Gives the year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Gives the month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Gives the day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Counts the days from another day to this one.
    pub fn days_since(self, other: Day) -> i64 {
        self.number() - other.number()
    }

    /// Gives the same day so many months later, or the last of that month where it is shorter.
    ///
    /// ```
    /// use shopdesk::scoring::Day;
    /// let day = Day::new(2027, 8, 31).unwrap();
    /// assert_eq!(day.months_later(6), Day::new(2028, 2, 29).unwrap());
    /// ```
    pub fn months_later(self, months: u32) -> Day {
        let count = u64::from(self.year) * 12 + u64::from(self.month - 1) + u64::from(months);
        // The calendar of facts ends with the year 9999.
        let (year, month) = if count < 120_000 { (count / 12, count % 12 + 1) } else { (9999, 12) };
        let (year, month) = (u16::try_from(year).unwrap_or(9999), u8::try_from(month).unwrap_or(12));
        Day { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// Gives the day so many days later, or earlier where that is below 0; nothing beyond the calendar.
    ///
    /// ```
    /// use shopdesk::scoring::Day;
    /// assert_eq!(Day::new(2028, 2, 28).unwrap().days_later(2), Day::new(2028, 3, 1));
    /// ```
    pub fn days_later(self, days: i64) -> Option<Day> {
        let wanted = self.number().checked_add(days)?;
        // A month is at least 28 days long: start from the first and walk on.
        let year = self.year.saturating_sub(1).max(1);
        let guess = i64::from(year) + (wanted - Day { year, month: 1, day: 1 }.number()).div_euclid(366) - 1;
        let mut first = Day::new(u16::try_from(guess.max(1)).ok()?, 1, 1)?;
        loop {
            let length = i64::from(days_in(first.year, first.month));
            let left = wanted - first.number();
            if left < length {
                return Day::new(first.year, first.month, u8::try_from(left + 1).ok()?);
            }
            first = match first.month {
                12 => Day::new(first.year + 1, 1, 1)?,
                month => Day::new(first.year, month + 1, 1)?,
            };
        }
    }

    /// Counts the days since 1970-01-01.
    fn number(self) -> i64 {
        // Years counted from March put the leap day last, where it disturbs no month's start.
        let after_february = u8::from(self.month > 2);
        let year = i64::from(self.year) - i64::from(1 - after_february);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
    }
}

impl Moment {
    /// Reads RFC 3339, for example `2026-03-02T10:00:00+08:00`; a second may have up to nine decimals.
    pub fn read(text: &str) -> Result<Moment, DayError> {
        let day_text = text.get(..10).ok_or(DayError::Shape)?;
        let time_text = text[10..].strip_prefix(['T', 't']).ok_or(DayError::Shape)?;
        let begins_offset = |byte: u8| matches!(byte, b'Z' | b'z' | b'+' | b'-');
        let offset_at = time_text.bytes().position(begins_offset).ok_or(DayError::Shape)?;
        let day: Day = day_text.parse()?;
        let (second_of_day, nanosecond, leap) = time(&time_text[..offset_at])?;
        let offset = offset_seconds(&time_text[offset_at..])?;
        let second = day.number() * 86_400 + second_of_day - offset;
        // A leap second exists only at the end of a day in universal time.
        if leap && second.rem_euclid(86_400) != 0 {
            return Err(DayError::NoSuchTime);
        }
        Ok(Moment { text: text.to_owned(), day, second, nanosecond })
    }

    /// Gives the moment as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives the day on the wall where it happened.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Orders by instant; the text only tells apart what is written differently.
    fn key(&self) -> (i64, u32, &str) {
        (self.second, self.nanosecond, &self.text)
    }
}

impl std::str::FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let &[y, ye, yea, year, b'-', m, month, b'-', d, day] = text.as_bytes() else { return Err(DayError::Shape) };
        let year = u16::from(small(y, ye)?) * 100 + u16::from(small(yea, year)?);
        Day::new(year, small(m, month)?, small(d, day)?).ok_or(DayError::NoSuchDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl std::hash::Hash for Moment {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // Moments are equal only if written alike.
        self.text.hash(state);
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.key().cmp(&other.key())
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Reads `10:00:00.5` into seconds of the day, nanoseconds, and whether it is a leap second.
fn time(text: &str) -> Result<(i64, u32, bool), DayError> {
    let (clock, decimals) = match text.split_once('.') {
        Some((clock, decimals)) => (clock, Some(decimals)),
        None => (text, None),
    };
    let &[h, hour, b':', m, minute, b':', s, second] = clock.as_bytes() else { return Err(DayError::Shape) };
    let (hour, minute, second) = (small(h, hour)?, small(m, minute)?, small(s, second)?);
    if hour > 23 || minute > 59 || second > 60 {
        return Err(DayError::NoSuchTime);
    }
    let second_of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Ok((second_of_day, nanoseconds(decimals)?, second == 60))
}

fn nanoseconds(decimals: Option<&str>) -> Result<u32, DayError> {
    match decimals {
        None => Ok(0),
        Some(places) if (1..=9).contains(&places.len()) => digits(&format!("{places:0<9}")),
        Some(_) => Err(DayError::Shape),
    }
}

/// Reads `Z`, `+08:00` or `-05:30` into seconds east of universal time.
fn offset_seconds(text: &str) -> Result<i64, DayError> {
    let (sign, clock) = match text.split_at(1) {
        ("Z" | "z", "") => return Ok(0),
        ("+", clock) => (1, clock),
        ("-", clock) => (-1, clock),
        _ => return Err(DayError::Shape),
    };
    let &[h, hours, b':', m, minutes] = clock.as_bytes() else { return Err(DayError::Shape) };
    let (hours, minutes) = (small(h, hours)?, small(m, minutes)?);
    if hours > 23 || minutes > 59 {
        return Err(DayError::NoSuchOffset);
    }
    Ok(sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

/// Reads two digits.
fn small(tens: u8, ones: u8) -> Result<u8, DayError> {
    let are_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    if are_digits { Ok((tens - b'0') * 10 + (ones - b'0')) } else { Err(DayError::Shape) }
}

fn digits<T: std::str::FromStr>(text: &str) -> Result<T, DayError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().map_err(|_| DayError::Shape) } else { Err(DayError::Shape) }
}
