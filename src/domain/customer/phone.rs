//! Phone numbers: digits, perhaps with a country code; seven at least, fifteen at most (E.164). What begins with 1 is a
//! Chinese mobile number, and those have eleven.

use crate::domain::clean;
use crate::domain::refusal::Why;

/// Digits of a Chinese mobile number, the only one that begins with 1.
const MOBILE_DIGITS: usize = 11;

/// Reads a typed phone number and keeps its digits, with a leading `+` where one was given.
///
/// # Errors
/// Too short, too long, or a character that no phone number has.
pub fn parse(text: &str) -> Result<String, Why> {
    let typed = clean::code(text).replace(['(', ')'], "");
    let (plus, digits) = match typed.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", typed.as_str()),
    };
    if let Some(c) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(Why::PhoneCharacter(c.to_string()));
    }
    match digits.len() {
        0 => Err(Why::Empty),
        n if n < 7 => Err(Why::PhoneShort(n)),
        n if n < MOBILE_DIGITS && plus.is_empty() && digits.starts_with('1') => Err(Why::PhoneShort(n)),
        n if n > 15 => Err(Why::PhoneLong(n)),
        _ => Ok(format!("{plus}{digits}")),
    }
}

/// The number with its middle hidden: `138****2211` (S6, S10: 严格保密).
pub fn masked(phone: &str) -> String {
    if phone.len() < 8 || !phone.is_ascii() {
        return "*".repeat(phone.chars().count());
    }
    format!("{}****{}", &phone[..3], &phone[phone.len() - 4..])
}

/// Whether the middle of a number is hidden.
pub fn is_masked(phone: &str) -> bool {
    phone.contains('*')
}

#[cfg(test)]
mod tests {
    use super::{masked, parse};
    use crate::domain::refusal::Why;

    #[test]
    fn numbers_are_kept_as_digits() {
        assert_eq!(parse("138 0013-2211").as_deref(), Ok("13800132211"));
        assert_eq!(parse("+86 138 0013 2211").as_deref(), Ok("+8613800132211"));
        assert_eq!(parse("021-5566 7788").as_deref(), Ok("02155667788"));
        assert_eq!(parse("13800"), Err(Why::PhoneShort(5)));
        assert_eq!(parse("1380013221"), Err(Why::PhoneShort(10)), "one digit of a mobile number is missing");
        assert_eq!(parse("55667788").as_deref(), Ok("55667788"), "a number of the town");
        assert_eq!(parse("138001322ab"), Err(Why::PhoneCharacter("A".into())));
        assert_eq!(parse(""), Err(Why::Empty));
    }

    #[test]
    fn a_masked_number_hides_its_middle() {
        assert_eq!(masked("13800132211"), "138****2211");
        assert_eq!(masked("55667"), "*****");
    }
}
