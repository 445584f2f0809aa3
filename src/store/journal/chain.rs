//! The hash chain: what makes a changed, missing or swapped line show.
//!
//! `hash` of a line is the SHA-256 of these bytes, one after the other:
//!
//! 1. the hash of the line before as its 64 hexadecimal characters (64 zeros before the first line of all);
//! 2. the line's own bytes as written, from the start up to, not including, `,"personal":` — or `,"hash":` where
//!    there is no personal data;
//! 3. for each personal slot in written order: name `00` owner `00` digest `00`.
//!
//! Step 3 takes the *digest* of a slot, never its value, so that a value can be erased and the chain still closes.
//! The zero bytes keep the pieces apart: neither JSON text nor a name, an owner or a digest can contain one.
//!
//! `digest` is the first 24 bytes of SHA-256(salt as written ‖ value in UTF-8), in base64url. The salt is 36 random
//! bytes; with it gone, nobody can find a phone number by trying them all.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use super::line::{Slot, Slots};

/// The length of a line's hash as text, in characters.
pub const HASH_TEXT: usize = 64;
/// The length of a slot's digest as text, in characters.
pub const DIGEST_TEXT: usize = 32;
/// The length of a salt as text, in characters.
pub const SALT_TEXT: usize = 48;
/// The length of a salt, in random bytes.
pub const SALT_BYTES: usize = 36;
/// How much of the SHA-256 a slot's digest keeps, in bytes.
const DIGEST_BYTES: usize = 24;

/// The hash of a journal line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LineHash([u8; 32]);

impl LineHash {
    /// What stands in for the line before the first one.
    pub const START: Self = Self([0; 32]);

    /// Reads the form in which a hash is written: exactly 64 lower-case hexadecimal characters.
    pub fn from_hex(text: &[u8]) -> Option<Self> {
        if text.len() != HASH_TEXT {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Gives the form in which a hash is written and chained on.
    pub fn hex(&self) -> [u8; HASH_TEXT] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; HASH_TEXT];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        text
    }
}

/// Hashes a line onto the one before it; `covered` is the line's bytes before its personal data or hash.
pub fn chain(before: &LineHash, covered: &[u8], slots: &Slots<'_>) -> LineHash {
    let mut sha = Sha256::new();
    sha.update(before.hex());
    sha.update(covered);
    for (name, slot) in slots.iter() {
        sha.update(name);
        sha.update([0]);
        sha.update(slot.of());
        sha.update([0]);
        match slot {
            Slot::Kept { salt, value, .. } => sha.update(digest(salt, value)),
            Slot::Erased { digest, .. } => sha.update(digest),
        }
        sha.update([0]);
    }
    LineHash(sha.finalize().into())
}

/// Digests a personal value with its salt, as the text that stays when both are erased.
pub fn digest(salt: &str, value: &str) -> [u8; DIGEST_TEXT] {
    let full = Sha256::new().chain_update(salt).chain_update(value).finalize();
    let mut text = [0; DIGEST_TEXT];
    let written = URL_SAFE_NO_PAD.encode_slice(&full[..DIGEST_BYTES], &mut text);
    assert_eq!(written.ok(), Some(DIGEST_TEXT), "24 bytes are 32 characters of base64");
    text
}

/// Writes random bytes as a salt.
pub fn salt(random: &[u8; SALT_BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// Tells whether every character is one of base64url.
pub fn is_base64url(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn nibble(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hex().iter().try_for_each(|&digit| fmt::Write::write_char(f, char::from(digit)))
    }
}

impl fmt::Debug for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for LineHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LineHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_hex(text.as_bytes()).ok_or_else(|| de::Error::custom("not 64 lower-case hexadecimal characters"))
    }
}
