//! When the demo shop works: six days a week, eight to half past six; and today, up to the present minute.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::domain::Stamp;

/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;

/// Minutes after midnight between which a kind of work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// From.
    pub from: u32,
    /// Until.
    pub until: u32,
}

/// Cars are taken in.
pub const RECEIVING: Hours = Hours { from: 8 * 60, until: 16 * 60 + 30 };
/// Work is begun.
pub const BEGINNING: Hours = Hours { from: 8 * 60, until: 17 * 60 + 30 };
/// Everything else goes on.
pub const OPEN: Hours = Hours { from: 8 * 60, until: 19 * 60 };
/// Customers are called.
pub const CALLING: Hours = Hours { from: 9 * 60, until: 19 * 60 + 30 };

/// The part of today that is over lasts at least this long on the board, even just after opening.
const TODAY_MIN: i64 = 120 * MINUTE;
/// And at most this long.
const TODAY_MAX: i64 = 420 * MINUTE;

/// The demo year.
pub struct Calendar {
    /// The shop's zone.
    pub zone: Tz,
    /// The working days before today, oldest first.
    pub days: Vec<NaiveDate>,
    /// When the part of today begins that the board shows.
    pub dawn: i64,
    /// The present minute.
    pub now: i64,
}

impl Calendar {
    /// The year from `begins` to `now`.
    pub fn new(begins: Stamp, now: Stamp, zone: Tz) -> Self {
        let opened = Stamp::at(now.day(), time(OPEN.from), zone);
        let dawn = now.ms() - now.since(opened).clamp(TODAY_MIN, TODAY_MAX);
        let first = begins.day();
        let last = Stamp::in_zone(dawn, zone).day();
        let days = first.iter_days().skip(1).take_while(|day| *day < last).filter(|day| works(*day)).collect();
        Self { zone, days, dawn, now: now.ms() }
    }

    /// The instant of `ms`, in the shop's zone.
    pub fn stamp(&self, ms: i64) -> Stamp {
        Stamp::in_zone(ms, self.zone)
    }

    /// A minute of a day, ms.
    pub fn at(&self, day: NaiveDate, minute: u32) -> i64 {
        Stamp::at(day, time(minute), self.zone).ms()
    }

    /// The last working day before today: whatever is in the shop then is finished, however late it gets.
    pub fn is_last(&self, day: NaiveDate) -> bool {
        self.days.last().is_some_and(|last| *last <= day)
    }

    /// `ms` itself if the shop is at that kind of work then, else when it next is. Overtime counts as work on the
    /// last day, and today nobody looks at the clock.
    pub fn next(&self, ms: i64, hours: Hours) -> i64 {
        let day = self.stamp(ms).day();
        let (from, until) = (self.at(day, hours.from), self.at(day, hours.until));
        if ms >= self.dawn || self.is_last(day) || works(day) && (from..until).contains(&ms) {
            return ms;
        }
        if works(day) && ms < from {
            return from;
        }
        let next = day.iter_days().skip(1).find(|day| works(*day)).unwrap_or(day);
        self.at(next, hours.from)
    }

    /// The working day after `day`.
    pub fn day_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().skip(1).find(|day| works(*day)).unwrap_or(day)
    }

    /// `days` calendar days after the day of `ms`, at a minute.
    pub fn days_later(&self, ms: i64, days: u64, minute: u32) -> i64 {
        let day = self.stamp(ms).day();
        self.at(day.checked_add_days(Days::new(days)).unwrap_or(day), minute)
    }
}

/// How busy a day is: Mondays and Saturdays more than the middle of the week.
pub fn weight(day: NaiveDate) -> usize {
    match day.weekday() {
        Weekday::Mon => 112,
        Weekday::Sat => 118,
        Weekday::Fri => 102,
        Weekday::Tue | Weekday::Wed | Weekday::Thu => 90,
        Weekday::Sun => 0,
    }
}

fn works(day: NaiveDate) -> bool {
    weight(day) > 0
}

fn time(minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Calendar, MINUTE, OPEN};
    use crate::domain::Stamp;
    use chrono_tz::Asia::Shanghai;

    fn year_to(now: &str) -> Calendar {
        let now = Stamp::parse(now).expect("RFC 3339");
        Calendar::new(now.plus_minutes(-365 * 24 * 60), now, Shanghai)
    }

    #[test]
    fn the_board_always_has_some_hours_to_show() {
        for (now, hours) in
            [("2026-11-23T03:00:00+08:00", 2), ("2026-11-23T12:00:00+08:00", 4), ("2026-11-23T23:00:00+08:00", 7)]
        {
            let year = year_to(now);
            assert_eq!((year.now - year.dawn) / MINUTE / 60, hours, "{now}");
        }
    }

    #[test]
    fn what_comes_after_closing_waits_for_the_next_working_day() {
        let year = year_to("2026-11-23T12:00:00+08:00");
        let saturday_night = Stamp::parse("2026-10-17T19:05:00+08:00").expect("RFC 3339");
        assert_eq!(year.stamp(year.next(saturday_night.ms(), OPEN)).to_string(), "2026-10-19T08:00:00.000+08:00");
        assert!((300..=316).contains(&year.days.len()), "{} working days", year.days.len());
    }
}
