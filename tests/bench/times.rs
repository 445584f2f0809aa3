//! Measured times, in order.

use std::time::Duration;

/// Times from the shortest to the longest.
pub struct Times(Vec<Duration>);

impl Times {
    /// Puts them in order; there is at least one.
    pub fn of(mut times: Vec<Duration>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    /// The time below which this part of them lies, in milliseconds: 0.5 for the median.
    pub fn ms(&self, part: f64) -> f64 {
        let at = ((self.0.len() - 1) as f64 * part) as usize;
        self.0[at].as_secs_f64() * 1000.0
    }
}

/// Median, 99th percentile and longest.
impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>7.2} {:>7.2} {:>7.2}", self.ms(0.5), self.ms(0.99), self.ms(1.0))
    }
}
