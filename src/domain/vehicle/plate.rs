//! The grammar of number plates (REQUIREMENTS section 5): province, letter, five characters; a green plate of a
//! new-energy vehicle has six, with D or F first (small) or last (large).

use crate::domain::clean;
use crate::domain::refusal::Why;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Every province with the key that types it where no input method is at hand (feature 3): a letter of its name where
/// one was free, else a digit. The same key never stands for two.
pub const PROVINCES: [(char, char); 31] = [
    ('a', '赣'),
    ('b', '冀'),
    ('c', '川'),
    ('d', '云'),
    ('e', '鄂'),
    ('f', '闽'),
    ('g', '粤'),
    ('h', '沪'),
    ('i', '吉'),
    ('j', '京'),
    ('k', '陕'),
    ('l', '辽'),
    ('m', '蒙'),
    ('n', '宁'),
    ('o', '琼'),
    ('p', '晋'),
    ('q', '青'),
    ('r', '鲁'),
    ('s', '苏'),
    ('t', '津'),
    ('u', '渝'),
    ('v', '新'),
    ('w', '皖'),
    ('x', '湘'),
    ('y', '豫'),
    ('z', '浙'),
    ('1', '黑'),
    ('2', '桂'),
    ('3', '甘'),
    ('4', '贵'),
    ('5', '藏'),
];

/// True for the one character that begins the plates of a province.
pub fn is_province(text: &str) -> bool {
    let mut characters = text.chars();
    let (first, more) = (characters.next(), characters.next());
    more.is_none() && first.is_some_and(begins_plates)
}

fn begins_plates(c: char) -> bool {
    PROVINCES.iter().any(|(_, province)| *province == c)
}

/// Endings that name a special plate: trailers, instruction, police, Hong Kong and Macao.
const SPECIAL_ENDINGS: &str = "挂学警港澳";

/// A plate that follows the grammar, without separators: `沪AF3389`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Plate(String);

impl Plate {
    /// Reads a typed plate; blanks, dots and full-width letters are taken as meant.
    ///
    /// # Errors
    /// Says which part of the grammar is broken, and where.
    pub fn parse(text: &str) -> Result<Self, Why> {
        let plate = clean::code(text);
        let characters: Vec<char> = plate.chars().collect();
        let province = *characters.first().ok_or(Why::Empty)?;
        if !begins_plates(province) {
            return Err(Why::PlateProvince(province.to_string()));
        }
        match characters.get(1) {
            Some(letter @ ('I' | 'O')) => return Err(Why::PlateNoIO(letter.to_string())),
            Some(letter) if letter.is_ascii_uppercase() => {}
            Some(_) | None => return Err(Why::PlateLetter),
        }
        let serial = &characters[2..];
        match serial.len() {
            5 => plain_serial(serial)?,
            6 => green_serial(serial)?,
            n => return Err(Why::PlateLength(n)),
        }
        Ok(Self(plate))
    }

    /// Reads a typed plate that may leave out the province of the shop: `a12345` is 沪A12345 in Shanghai (feature 3).
    /// Only a letter with five or six characters after it, a digit among them, is completed; all else is read as it
    /// stands.
    ///
    /// # Errors
    /// As [`Plate::parse`].
    pub fn parse_at_home(text: &str, home: &str) -> Result<Self, Why> {
        let code = clean::code(text);
        let begins = code.chars().next().is_some_and(|c| c.is_ascii_uppercase());
        let whole = matches!(code.chars().count(), 6 | 7) && code.contains(|c: char| c.is_ascii_digit());
        if begins && whole && is_province(home) { Self::parse(&format!("{home}{code}")) } else { Self::parse(text) }
    }

    /// The plate without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for the plate of a new-energy vehicle.
    pub fn is_green(&self) -> bool {
        self.0.chars().count() == 8
    }
}

/// As people write it: the province and letter, a blank, the rest.
impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spaced(&self.0))
    }
}

/// A stored plate as people write it: `沪A F3389`.
pub fn spaced(plate: &str) -> String {
    let cut = plate.char_indices().nth(2).map_or(plate.len(), |(i, _)| i);
    format!("{} {}", &plate[..cut], &plate[cut..])
}

fn plain_serial(serial: &[char]) -> Result<(), Why> {
    let (body, last) = serial.split_at(4);
    let special = SPECIAL_ENDINGS.contains(last[0]);
    body.iter().chain(last.iter().filter(|_| !special)).try_for_each(|c| serial_character(*c))
}

fn green_serial(serial: &[char]) -> Result<(), Why> {
    serial.iter().try_for_each(|c| serial_character(*c))?;
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    // Small: a class letter first, a letter or digit, four digits. Large: five digits, D or F last.
    let small = matches!(serial[0], 'A'..='K') && digits(&serial[2..]);
    let large = matches!(serial[5], 'D' | 'F') && digits(&serial[..5]);
    if small || large { Ok(()) } else { Err(Why::PlateGreen) }
}

fn serial_character(c: char) -> Result<(), Why> {
    match c {
        'I' | 'O' => Err(Why::PlateNoIO(c.to_string())),
        c if c.is_ascii_uppercase() || c.is_ascii_digit() => Ok(()),
        c => Err(Why::PlateCharacter(c.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::{PROVINCES, Plate, is_province, spaced};
    use crate::domain::refusal::Why;

    #[test]
    fn plates_in_use_are_accepted_however_they_are_typed() {
        for (typed, kept) in [
            ("沪A12345", "沪A12345"),
            ("沪a·f3389", "沪AF3389"),
            ("浙B D88123", "浙BD88123"),
            ("粤Z1234港", "粤Z1234港"),
            ("京A00001D", "京A00001D"),
        ] {
            assert_eq!(Plate::parse(typed).map(|p| p.as_str().to_string()), Ok(kept.to_string()), "{typed}");
        }
        assert!(Plate::parse("浙BD88123").expect("green").is_green());
        assert_eq!(spaced("沪AF3389"), "沪A F3389");
    }

    #[test]
    fn the_province_of_the_shop_may_be_left_out() {
        for (typed, kept) in
            [("a12345", "沪A12345"), ("ａｄ12345", "沪AD12345"), ("浙B12345", "浙B12345"), ("A 1234港", "沪A1234港")]
        {
            let plate = Plate::parse_at_home(typed, "沪").map(|p| p.as_str().to_string());
            assert_eq!(plate, Ok(kept.to_string()), "{typed}");
        }
        assert_eq!(Plate::parse_at_home("A1234O", "沪"), Err(Why::PlateNoIO("O".into())));
        assert_eq!(Plate::parse_at_home("A1234", "沪"), Err(Why::PlateProvince("A".into())), "one is missing");
        assert_eq!(Plate::parse_at_home("A12345", ""), Err(Why::PlateProvince("A".into())), "no home is known");
    }

    #[test]
    fn every_province_has_a_key_of_its_own() {
        for (i, (key, province)) in PROVINCES.iter().enumerate() {
            assert!(PROVINCES[..i].iter().all(|(k, p)| k != key && p != province), "{key} {province}");
            assert!(is_province(&province.to_string()));
        }
        assert!(!is_province("A") && !is_province("") && !is_province("沪沪"));
    }

    #[test]
    fn impossible_plates_say_what_is_wrong() {
        for (typed, why) in [
            ("", Why::Empty),
            ("X12345", Why::PlateProvince("X".into())),
            ("沪112345", Why::PlateLetter),
            ("沪A1234", Why::PlateLength(4)),
            ("沪A1234I", Why::PlateNoIO("I".into())),
            ("沪I12345", Why::PlateNoIO("I".into())),
            ("沪AX88123", Why::PlateGreen),
            ("沪A12?45", Why::PlateCharacter("?".into())),
        ] {
            assert_eq!(Plate::parse(typed), Err(why), "{typed}");
        }
    }
}
