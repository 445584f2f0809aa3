//! The short PIN by which a person takes over a terminal that others use too. Only a hash of it is ever kept: the desk
//! makes it, and checks what is typed against it.

use super::Staff;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Personal, Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digits of a PIN: the least and the most.
pub const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// What every hash begins with: the function and its cost. A hash that asks for another cost could take the memory of
/// the whole computer each time that somebody types a PIN.
const FUNCTION: &str = "$argon2id$v=19$m=19456,t=2,p=1$";
/// Bytes of the longest hash.
const HASH_BYTES_MAX: usize = 256;

/// Sets a person's PIN, or takes it away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    /// Whose.
    pub staff: StaffId,
    /// The argon2id hash of the PIN, as a PHC string; none takes the PIN away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// A PIN was set, or taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinSet {
    /// Whose.
    pub staff: StaffId,
    /// Its hash, in a slot that can be blanked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Personal>,
}

impl PinSet {
    /// From here on it is the PIN.
    pub fn fold(&self, staff: &mut Staff) {
        staff.pin = self.pin.clone();
    }
}

/// Tells whether a text is a PIN.
///
/// # Errors
/// Not 4 to 8 digits.
pub fn check(pin: &str) -> Result<(), Why> {
    let fits = DIGITS.contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(()).ok_or(Why::NotAPin)
}

/// Decides [`SetPin`].
pub fn decide(d: &mut Deciding<'_>, c: &SetPin) -> Result<String, Stop> {
    let staff = d.known_staff(&c.staff)?.ok_or_else(|| Refusal::not_found("staff", &c.staff))?;
    // A hash that is refused is not said again: it might be the PIN itself.
    let fits = |hash: &String| hash.starts_with(FUNCTION) && hash.len() <= HASH_BYTES_MAX;
    if !c.hash.iter().all(fits) {
        return Err(Refusal::invalid("hash", "…", Why::NotAHash).into());
    }
    let pin = c.hash.as_ref().map(|hash| Personal::new(hash, staff.id.as_str()));
    if pin.is_some() || staff.pin.is_some() {
        d.emit(Event::PinSet(PinSet { staff: staff.id, pin }))?;
    }
    Ok(c.staff.to_string())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::domain::refusal::Why;

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        ["1234", "00000000"].into_iter().for_each(|pin| assert_eq!(check(pin), Ok(()), "{pin}"));
        let wrong = ["", "123", "123456789", "12a4", "１２３４", " 1234"];
        wrong.into_iter().for_each(|pin| assert_eq!(check(pin), Err(Why::NotAPin), "{pin}"));
    }
}
