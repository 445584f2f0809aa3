//! Exact numbers: read from plain decimals, printed with two decimals.
//!
//! No verdict of the engine is taken on a floating-point or rounded number. Rounding happens once, on paper, and even
//! there a figure is never printed as a value that would be judged differently from the exact one.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// An exact number: a fraction of two unbounded integers.
pub type Exact = BigRational;

/// The longest text that is read as a number, so that no input can ask for a number of a million digits.
const TEXT_CHARS_MAX: usize = 40;

/// Decimals kept when a root has to be taken; see [`root_rounded_up`].
const ROOT_DECIMALS: u32 = 12;

/// Makes an exact number of a whole one.
pub fn whole(value: impl Into<BigInt>) -> Exact {
    Exact::from_integer(value.into())
}

/// Makes an exact number of a fraction, or nothing where the denominator is zero.
pub fn fraction(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Exact> {
    let denominator = denominator.into();
    (!denominator.is_zero()).then(|| Exact::new(numerator.into(), denominator))
}

/// Reads a plain number: `80`, `0.6` or `5/6`, with an optional minus sign, without exponents.
///
/// ```
/// use shopdesk::scoring::number;
/// assert_eq!(number::read("0.6"), number::fraction(3, 5));
/// assert_eq!(number::read("5/6"), number::fraction(5, 6));
/// assert_eq!(number::read("1e3"), None);
/// ```
pub fn read(text: &str) -> Option<Exact> {
    if text.len() > TEXT_CHARS_MAX {
        return None;
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let value = match text.split_once('/') {
        Some((numerator, denominator)) => fraction(digits(numerator)?, digits(denominator)?)?,
        None => decimal(text)?,
    };
    Some(if negative { -value } else { value })
}

/// Prints with two decimals, half away from zero.
///
/// ```
/// use shopdesk::scoring::number::{fraction, two_decimals};
/// assert_eq!(two_decimals(&fraction(1, 8).unwrap()), "0.13");
/// assert_eq!(two_decimals(&fraction(-1, 8).unwrap()), "-0.13");
/// ```
pub fn two_decimals(value: &Exact) -> String {
    print_hundredths(&hundredths(value))
}

/// Prints with two decimals, choosing of the two neighbours the nearer one that is judged like the value itself.
///
/// `verdict` says what a number means: its band, or which rules it fires. The nearer neighbour is taken where both or
/// neither agree with the value; a checked scheme leaves room for one of them (see [`Scheme`](super::Scheme)).
///
/// ```
/// use shopdesk::scoring::number::{read, two_decimals_judged, whole};
/// let satisfied = |score: &_| *score >= whole(80);
/// assert_eq!(two_decimals_judged(&read("79.996").unwrap(), satisfied), "79.99");
/// assert_eq!(two_decimals_judged(&read("80.004").unwrap(), satisfied), "80.00");
/// ```
pub fn two_decimals_judged<V: PartialEq>(value: &Exact, verdict: impl Fn(&Exact) -> V) -> String {
    let nearer = hundredths(value);
    let other = if from_hundredths(&nearer) > *value { &nearer - 1 } else { &nearer + 1 };
    let meant = verdict(value);
    let misleads = verdict(&from_hundredths(&nearer)) != meant && verdict(&from_hundredths(&other)) == meant;
    print_hundredths(if misleads { &other } else { &nearer })
}

/// Prints a number whole, as a decimal where it has one of at most twelve places and as a fraction otherwise.
pub fn print_exact(value: &Exact) -> String {
    let scale = BigInt::from(10).pow(ROOT_DECIMALS);
    let scaled = value * Exact::from_integer(scale.clone());
    if !scaled.is_integer() {
        return value.to_string();
    }
    let (units, rest) = scaled.to_integer().abs().div_rem(&scale);
    let sign = if value.is_negative() { "-" } else { "" };
    let places = format!("{rest:0>12}");
    let places = places.trim_end_matches('0');
    if places.is_empty() { format!("{sign}{units}") } else { format!("{sign}{units}.{places}") }
}

/// Takes the square root of a number that is not negative, to twelve decimals, rounded up.
///
/// An interval made with it is never narrower than the true one.
pub fn root_rounded_up(value: &Exact) -> Exact {
    let scale = BigInt::from(10).pow(ROOT_DECIMALS);
    let squared = (value * Exact::from_integer(&scale * &scale)).ceil().to_integer();
    let floor = squared.sqrt();
    let root = if &floor * &floor == squared { floor } else { floor + 1 };
    Exact::new(root, scale)
}

/// Says whether two decimals write the number without loss.
pub fn has_two_decimals(value: &Exact) -> bool {
    (value * whole(100)).is_integer()
}

fn digits(text: &str) -> Option<BigInt> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn decimal(text: &str) -> Option<Exact> {
    let Some((units, places)) = text.split_once('.') else {
        return digits(text).map(Exact::from_integer);
    };
    let scale = BigInt::from(10).pow(u32::try_from(places.len()).ok()?);
    fraction(digits(units)? * &scale + digits(places)?, scale)
}

/// Rounds to hundredths, half away from zero.
fn hundredths(value: &Exact) -> BigInt {
    let magnitude = value.numer().abs() * 200 + value.denom();
    let rounded: BigInt = magnitude / (value.denom() * 2);
    if value.is_negative() { -rounded } else { rounded }
}

fn from_hundredths(hundredths: &BigInt) -> Exact {
    Exact::new(hundredths.clone(), BigInt::from(100))
}

fn print_hundredths(hundredths: &BigInt) -> String {
    let sign = if hundredths.sign() == Sign::Minus { "-" } else { "" };
    let (units, cents) = hundredths.abs().div_rem(&BigInt::from(100));
    format!("{sign}{units}.{cents:0>2}")
}
