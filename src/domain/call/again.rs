//! When a customer is called: within calling hours, on days when the shop is open, and after nobody answered, in a time
//! band that was not tried yet (feature 38).

use crate::domain::refusal::Why;
use crate::domain::rules::CallRules;
use crate::domain::{Rules, Stamp};
use chrono::{Days, NaiveDate, Timelike};

/// How many closed days in a row are passed over: longer than any holiday.
const CLOSED_MAX: usize = 60;

/// The first day from `day` on when the shop is open.
pub fn open_day(rules: &Rules, day: NaiveDate) -> NaiveDate {
    let days = day.iter_days().take(CLOSED_MAX);
    days.into_iter().find(|day| !rules.intake.closed.contains(*day)).unwrap_or(day)
}

/// So many days after `now`, and from there the first day when the shop is open.
pub fn days_later(rules: &Rules, now: Stamp, days: u32) -> NaiveDate {
    open_day(rules, now.day().checked_add_days(Days::new(u64::from(days))).unwrap_or(now.day()))
}

/// The band that a time of day, in minutes, belongs to: each lasts until the next one begins.
pub fn band_of(rules: &CallRules, minute: u16) -> usize {
    rules.bands.iter().rposition(|from| *from <= minute).unwrap_or(0)
}

/// Minutes after midnight.
pub fn minute_of(at: Stamp) -> u16 {
    let time = at.time();
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

/// When to try again after an attempt now that brought nothing, as those `before` did: some days on, in the band that was
/// tried least, and of several the one that comes after the band of now. With as many attempts as bands, each was tried
/// once.
pub fn another_band(rules: &Rules, before: impl Iterator<Item = Stamp>, now: Stamp) -> Stamp {
    let bands = &rules.call.bands;
    let mut tried = vec![0_usize; bands.len()];
    before.chain([now]).for_each(|at| tried[band_of(&rules.call, minute_of(at))] += 1);
    let here = band_of(&rules.call, minute_of(now));
    let after = (1..=bands.len()).map(|step| (here + step) % bands.len());
    let band = after.min_by_key(|band| tried[*band]).unwrap_or(here);
    Stamp::at(days_later(rules, now, rules.call.days_between), rules.time(bands[band]), rules.zone)
}

/// What is wrong with a time at which a customer is to be called.
pub fn not_callable(rules: &Rules, at: Stamp, now: Stamp) -> Option<Why> {
    if at <= now {
        return Some(Why::Past);
    }
    if rules.intake.closed.contains(at.day()) {
        return Some(Why::ClosedDay(at));
    }
    outside_hours(&rules.call, minute_of(at))
}

/// What is wrong with a time of day to call at.
pub fn outside_hours(rules: &CallRules, minute: u16) -> Option<Why> {
    let (from, until) = rules.hours;
    (minute < from || minute > until).then_some(Why::CallingHours { from, until })
}
