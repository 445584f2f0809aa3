//! The grammar of number plates (REQUIREMENTS section 5): province, letter, five characters; a green plate of a
//! new-energy vehicle has six, with D or F first (small) or last (large).

use crate::domain::clean;
use crate::domain::refusal::Why;
use serde::{Deserialize, Serialize};
use std::fmt;

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

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
        if !PROVINCES.contains(province) {
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
    use super::{Plate, spaced};
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
