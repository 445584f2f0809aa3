//! The clock of a demo shop: it stands some years back until they are written, and then goes on as the real one.

use crate::domain::Stamp;
use crate::store::clerk::Clock;
use chrono::Days;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Days that a demo year has.
pub const YEAR_DAYS: u64 = 365;

/// The hour at which the demo year begins.
const BEGINS_AT: chrono::NaiveTime = chrono::NaiveTime::from_hms_opt(7, 0, 0).expect("seven in the morning");

/// A clock that is set by hand, and let go at the end.
#[derive(Clone)]
pub struct DemoClock {
    held: Arc<Held>,
    then: Clock,
}

struct Held {
    ms: AtomicI64,
    let_go: AtomicBool,
    zone: chrono_tz::Tz,
}

impl DemoClock {
    /// A clock that stands so many years before `today`, and will go on as `then`.
    pub fn years_before(today: Stamp, years: u64, zone: chrono_tz::Tz, then: Clock) -> Self {
        let day = today.day().checked_sub_days(Days::new(years * YEAR_DAYS)).unwrap_or(today.day());
        let begins = Stamp::at(day, BEGINS_AT, zone);
        let held = Held { ms: AtomicI64::new(begins.ms()), let_go: AtomicBool::new(false), zone };
        Self { held: Arc::new(held), then }
    }

    /// The clock to open a desk with.
    pub fn clock(&self) -> Clock {
        let own = self.clone();
        Arc::new(move || own.now())
    }

    /// What it shows.
    pub fn now(&self) -> Stamp {
        if self.held.let_go.load(Ordering::Acquire) {
            return (self.then)();
        }
        Stamp::in_zone(self.held.ms.load(Ordering::Acquire), self.held.zone)
    }

    /// The zone it is read in.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.held.zone
    }

    /// Sets it.
    pub fn set(&self, now: Stamp) {
        self.held.ms.store(now.ms(), Ordering::Release);
    }

    /// Lets it go on as the clock it was made with.
    pub fn let_go(&self) {
        self.held.let_go.store(true, Ordering::Release);
    }
}
