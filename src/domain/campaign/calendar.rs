//! The calendar of regular campaigns: key customers each quarter, general ones each half-year (S7; M1). It only says which
//! there are; a person turns a proposal into a draft, and none is made twice.

use super::Audience;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Months between two regular campaigns of an audience (AM15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Whom.
    pub audience: Audience,
    /// How often, in months: a divisor of twelve.
    pub months: u32,
}

/// The cadences of S7: four and two a year.
pub const CADENCES: [Cadence; 2] =
    [Cadence { audience: Audience::Key, months: 3 }, Cadence { audience: Audience::General, months: 6 }];

/// A place in the calendar.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Whom.
    pub audience: Audience,
    /// Its name, `2026-Q4-key`.
    pub name: String,
}

/// The regular campaigns of a year, in the order in which they begin.
pub fn slots(year: i32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = CADENCES.iter().flat_map(|cadence| of(year, *cadence)).collect();
    slots.sort();
    slots
}

fn of(year: i32, cadence: Cadence) -> Vec<Slot> {
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return Vec::new() };
    let slot = |n: u32| {
        let from = first.checked_add_months(Months::new(n * cadence.months))?;
        let to = from.checked_add_months(Months::new(cadence.months))?.checked_sub_days(Days::new(1))?;
        let letter = if cadence.months == 3 { 'Q' } else { 'H' };
        let audience = crate::domain::event::code(&cadence.audience);
        Some(Slot { from, to, audience: cadence.audience, name: format!("{year}-{letter}{}-{audience}", n + 1) })
    };
    (0..12 / cadence.months).filter_map(slot).collect()
}

/// The place in the calendar with this name.
pub fn named(name: &str) -> Option<Slot> {
    let year = name.split_once('-')?.0.parse().ok()?;
    slots(year).into_iter().find(|slot| slot.name == name)
}

/// Those that run today, or begin within a month.
pub fn near(today: NaiveDate) -> Vec<Slot> {
    let soon = today.checked_add_months(Months::new(1)).unwrap_or(today);
    let of_year = slots(today.year()).into_iter().chain(slots(today.year() + 1));
    of_year.filter(|slot| slot.from <= soon && today <= slot.to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_four_of_key_customers_and_two_of_general_ones_a_year() {
        let names: Vec<String> = slots(2026).into_iter().map(|slot| slot.name).collect();
        let expected =
            ["2026-Q1-key", "2026-H1-general", "2026-Q2-key", "2026-Q3-key", "2026-H2-general", "2026-Q4-key"];
        assert_eq!(names, expected);
        let last = named("2026-Q4-key").expect("it is there");
        assert_eq!((last.from.to_string(), last.to.to_string()), ("2026-10-01".into(), "2026-12-31".into()));
        assert_eq!(named("2026-Q5-key"), None);
    }

    #[test]
    fn those_of_next_year_are_near_from_december_on() {
        let near = |text: &str| -> Vec<String> {
            super::near(NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a day"))
                .into_iter()
                .map(|s| s.name)
                .collect()
        };
        assert_eq!(near("2026-11-23"), ["2026-H2-general", "2026-Q4-key"]);
        assert_eq!(near("2026-12-01").len(), 4);
    }
}
