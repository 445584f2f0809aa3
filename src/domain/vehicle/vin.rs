//! Vehicle identification numbers: seventeen characters, a check digit in the ninth (REQUIREMENTS section 5).

use crate::domain::clean;
use crate::domain::refusal::Why;
use serde::{Deserialize, Serialize};

/// Characters that are mistaken for each other on a plate, in a licence or over the phone. I, O and Q are in no VIN, so
/// what was read as one of them is among these too.
const ALIKE: [&str; 9] = ["0D", "1L", "5S", "8B", "2Z", "6G", "UV", "MN", "17"];

/// From this place on, counted from 0, a VIN is a running number: a letter there is the first thing to doubt.
const NUMBER_FROM: usize = 11;

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

/// One slip that would explain a check digit that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The place of the first character that is wrong, from 1.
    pub place: usize,
    /// What was typed there: one character, or two that changed places.
    pub typed: String,
    /// What would fit.
    pub fits: String,
}

impl Vin {
    /// The year of the model as the tenth character tells it: the newest one that is not after next year. Letters and
    /// digits come again every thirty years; U, Z and 0 name none.
    pub fn model_year(&self, this_year: i32) -> Option<i32> {
        const CODES: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
        let code = self.0.chars().nth(9)?;
        let at = i32::try_from(CODES.chars().position(|c| c == code)?).ok()?;
        (0..).map(|round| 1980 + at + 30 * round).take_while(|year| *year <= this_year + 1).last()
    }

    /// The three characters that name the maker.
    pub fn maker_code(&self) -> &str {
        &self.0[..3]
    }

    /// Every single slip that makes the check digit fit: one character read for another like it, or two neighbours that
    /// changed places (feature 2). Likelier ones first. One in eleven fits by chance: it is a hint, never a proof.
    pub fn likely_slips(&self) -> Vec<Slip> {
        let characters: Vec<char> = self.0.chars().collect();
        let mut slips = Vec::new();
        for (at, typed) in characters.iter().enumerate() {
            let alike = ALIKE.iter().filter(|group| group.contains(*typed)).flat_map(|group| group.chars());
            for fits in alike.filter(|c| c != typed) {
                let mut other = characters.clone();
                other[at] = fits;
                add_if_it_fits(&mut slips, &other, at, (typed.to_string(), fits.to_string()));
            }
        }
        for (at, pair) in characters.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]) {
            let mut other = characters.clone();
            other.swap(at, at + 1);
            let (typed, fits) = (pair.iter().collect(), pair.iter().rev().collect());
            add_if_it_fits(&mut slips, &other, at, (typed, fits));
        }
        let letter_in_number = |slip: &Slip| slip.place > NUMBER_FROM && slip.typed.contains(char::is_alphabetic);
        slips.sort_by_key(|slip| (!letter_in_number(slip), slip.place == CHECK_AT + 1));
        slips
    }
}

fn add_if_it_fits(slips: &mut Vec<Slip>, characters: &[char], at: usize, (typed, fits): (String, String)) {
    let slip = Slip { place: at + 1, typed, fits };
    if Vin(characters.iter().collect()).check_fits() && !slips.contains(&slip) {
        slips.push(slip);
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
    use super::{Slip, Vin};
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

    #[test]
    fn a_slip_is_found_among_those_that_would_fit() {
        let good = "1M8GDM9AXKP042788";
        for (typed, place, was, fits) in [
            ("1M8GDM9AXKP0427B8", 16, "B", "8"),
            ("1MBGDM9AXKP042788", 3, "B", "8"),
            ("1M8GDM9AXKP024788", 13, "24", "42"),
            ("1M8GDM9AXKPD42788", 12, "D", "0"),
        ] {
            let slips = Vin::parse(typed).expect("shape").likely_slips();
            let meant = Slip { place, typed: was.into(), fits: fits.into() };
            assert!(slips.contains(&meant), "{typed}: {slips:?}");
            let mended = slips.iter().all(|slip| {
                let mut text = typed.to_string();
                text.replace_range(slip.place - 1..slip.place - 1 + slip.typed.len(), &slip.fits);
                Vin::parse(&text).expect("shape").check_fits()
            });
            assert!(mended, "each of them makes {typed} fit");
        }
        assert!(Vin::parse(good).expect("shape").likely_slips().iter().all(|slip| slip.typed != slip.fits));
    }

    #[test]
    fn the_model_year_is_the_newest_that_can_be() {
        let year = |vin: &str| Vin::parse(vin).expect("shape").model_year(2026);
        assert_eq!(year("1M8GDM9AXKP042788"), Some(2019));
        assert_eq!(year("1M8GDM9AXTP042788"), Some(2026));
        assert_eq!(year("1M8GDM9AXVP042788"), Some(2027), "next year's models are sold this year");
        assert_eq!(year("1M8GDM9AXWP042788"), Some(1998));
        assert_eq!(year("1M8GDM9AX0P042788"), None);
    }
}
