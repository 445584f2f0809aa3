//! Vehicle identification numbers: seventeen characters, a check digit in the ninth (REQUIREMENTS section 5).

use crate::domain::clean;
use crate::domain::refusal::Why;
use serde::{Deserialize, Serialize};

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/// Where the check digit stands.
const CHECK_AT: usize = 8;

/// A VIN of the right shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vin(String);

impl Vin {
    /// Reads a typed VIN.
    ///
    /// # Errors
    /// The length, or the first character that no VIN has (I, O, Q among them) with its place from 1.
    pub fn parse(text: &str) -> Result<Self, Why> {
        let vin = clean::code(text);
        if let Some((place, c)) = vin.chars().enumerate().find(|(_, c)| value(*c).is_none()) {
            return Err(Why::VinCharacter { character: c.to_string(), place: place + 1 });
        }
        match vin.len() {
            17 => Ok(Self(vin)),
            0 => Err(Why::Empty),
            n => Err(Why::VinLength(n)),
        }
    }

    /// The seventeen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if the check digit fits. European makers may not use it, so a wrong one is a warning, never a refusal.
    pub fn check_fits(&self) -> bool {
        self.0.chars().nth(CHECK_AT) == Some(self.check_digit())
    }

    /// The digit that the other sixteen characters ask for.
    pub fn check_digit(&self) -> char {
        let sum: u32 = self.0.chars().zip(WEIGHTS).map(|(c, weight)| value(c).unwrap_or(0) * weight).sum();
        match sum % 11 {
            10 => 'X',
            n => char::from_digit(n, 10).unwrap_or('X'),
        }
    }
}

/// The number a character stands for; `None` for those that no VIN has.
fn value(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        'A'..='H' => c as u32 - 'A' as u32 + 1,
        'J'..='N' => c as u32 - 'J' as u32 + 1,
        'P' => 7,
        'R' => 9,
        'S'..='Z' => c as u32 - 'S' as u32 + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Vin;
    use crate::domain::refusal::Why;

    #[test]
    fn the_check_digit_of_known_vins_fits() {
        for vin in ["1M8GDM9AXKP042788", "UU6JA69691D713820", "WBAAF931XMEE68337"] {
            assert!(Vin::parse(vin).expect("shape").check_fits(), "{vin}");
        }
        assert!(!Vin::parse("1M8GDM9AXKP042789").expect("shape").check_fits());
    }

    #[test]
    fn a_vin_of_another_shape_is_refused_with_the_place() {
        assert_eq!(Vin::parse("1M8GDM9AXKP04278"), Err(Why::VinLength(16)));
        assert_eq!(Vin::parse("1M8GDM9AOKP042788"), Err(Why::VinCharacter { character: "O".into(), place: 9 }));
    }
}
