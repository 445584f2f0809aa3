//! The days on which the shop is closed: no car is promised for one of them.

use chrono::{Datelike, NaiveDate, Weekday};

/// Weekdays and single days, as the shop names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    weekdays: Vec<Weekday>,
    days: Vec<NaiveDate>,
}

impl Closed {
    /// Adds a day by its name: `sunday`, `2027-02-06`. False if it is neither a weekday nor a day.
    pub fn add(&mut self, name: &str) -> bool {
        match (name.parse(), NaiveDate::parse_from_str(name, "%Y-%m-%d")) {
            (Ok(weekday), _) => self.weekdays.push(weekday),
            (Err(_), Ok(day)) => self.days.push(day),
            (Err(_), Err(_)) => return false,
        }
        true
    }

    /// True if the shop is closed on `day`.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.weekdays.contains(&day.weekday()) || self.days.contains(&day)
    }
}

#[cfg(test)]
mod tests {
    use super::Closed;

    #[test]
    fn a_shop_is_closed_on_weekdays_and_on_single_days() {
        let mut closed = Closed::default();
        assert!(closed.add("sunday") && closed.add("2026-11-24") && !closed.add("holiday"));
        let on = |day: &str| closed.contains(day.parse().expect("a day"));
        assert_eq!([on("2026-11-22"), on("2026-11-23"), on("2026-11-24")], [true, false, true]);
    }
}
