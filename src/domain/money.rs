//! Money: a whole number of fen, never a fraction.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// An amount in fen (a hundredth of a yuan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Money(i64);

/// The largest amount a field may hold: ten million yuan. It keeps every sum far from overflow.
const FEN_MAX: i64 = 1_000_000_000;

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The largest amount that a field may hold.
    pub const MOST: Self = Self(FEN_MAX);

    /// An amount of `fen`.
    pub const fn fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub const fn in_fen(self) -> i64 {
        self.0
    }

    /// True for an amount that may stand on a bill: not negative, at most ten million yuan.
    pub fn is_billable(self) -> bool {
        (0..=FEN_MAX).contains(&self.0)
    }

    /// Reads what people type: `480`, `480.5`, `1,280.00`; at most two decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.trim().trim_start_matches('¥');
        let (yuan, fen) = typed.split_once('.').unwrap_or((typed, ""));
        // A comma stands before three digits; before fewer it was meant as a point, and is not guessed at.
        if yuan.split(',').skip(1).any(|group| group.len() != 3) {
            return None;
        }
        let yuan = &yuan.replace(',', "");
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || yuan.len() > 9 || fen.len() > 2 || !digits(yuan) || !digits(fen) {
            return None;
        }
        let fen: i64 = format!("{fen:0<2}").parse().ok()?;
        let money = Self(yuan.parse::<i64>().ok()? * 100 + fen);
        money.is_billable().then_some(money)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Two decimals and thousands separators: `1,280.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let yuan = (fen / 100).to_string();
        let mut grouped = String::with_capacity(yuan.len() + 8);
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{grouped}.{:02}", fen % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn typed_amounts_are_read_to_the_fen() {
        assert_eq!(Money::parse("480"), Some(Money::fen(48_000)));
        assert_eq!(Money::parse("480.5"), Some(Money::fen(48_050)));
        assert_eq!(Money::parse("1,280.00"), Some(Money::fen(128_000)));
        for bad in ["", "-1", "1.234", "1e3", "99999999999", "四百", "280,5", "1,2,3"] {
            assert_eq!(Money::parse(bad), None, "{bad} must be refused");
        }
    }

    #[test]
    fn amounts_are_printed_with_two_decimals() {
        assert_eq!(Money::fen(128_000).to_string(), "1,280.00");
        assert_eq!(Money::fen(5).to_string(), "0.05");
        assert_eq!(Money::fen(-100_000_001).to_string(), "-1,000,000.01");
    }
}
