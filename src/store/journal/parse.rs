//! From the bytes of a line to a `Line`, accepting exactly what the writer writes and nothing else.
//!
//! The members stand in one order and one spelling, so a line is read with a cursor, not a general parser: it is
//! faster, and a byte that the hash does not cover (the wrapping of the personal data) has only one value that it
//! may have. The events are the exception: they belong to the domain, and need only be JSON objects.
//!
//! # Where the hashed part ends
//!
//! - The line must end `,"hash":"` + 64 characters + `"}`. None of the 64 is a quote, so this is also the last place
//!   where `,"hash":"` occurs.
//! - What stands before it ends with `]` (of `events`) or with `}` (of `personal`), which tells whether there is
//!   personal data.
//! - If there is, it starts at the last `,"personal":{`: inside `personal` the only free text is the values, and in
//!   a JSON string every quote has a backslash before it, so `,"personal":{` cannot occur in there. (It may well
//!   occur earlier, as a member of an event.)

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::chain::{DIGEST_TEXT, HASH_TEXT, LineHash, SALT_TEXT, is_base64url};
use super::line::{AT_TEXT, Line, Slot, Slots, Via, is_plain_name};

const HASH_OPENS: &str = ",\"hash\":\"";
const HASH_CLOSES: &str = "\"}";
const PERSONAL_OPENS: &str = ",\"personal\":{";

/// A line taken apart, with the bytes that its hash covers directly.
pub struct Parsed<'a> {
    /// The line.
    pub line: Line<'a>,
    /// Its bytes before the personal data or the hash.
    pub covered: &'a [u8],
}

/// What the hash of a line covers, if the line is what it seems to be.
pub struct Covered<'a> {
    /// Its bytes before the personal data or the hash.
    pub covered: &'a [u8],
    /// Its personal data.
    pub personal: Slots<'a>,
    /// The hash that it says it has.
    pub hash: LineHash,
}

/// Takes a line apart (without its newline). `None` if it is not a line of version 1.
pub fn line(bytes: &[u8]) -> Option<Parsed<'_>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (body, hash) = split_hash(text)?;
    let (covered, personal) = match body.as_bytes().last()? {
        b']' => (body, Slots::default()),
        b'}' => {
            let at = body.rfind(PERSONAL_OPENS)?;
            (&body[..at], slots(&body[at + PERSONAL_OPENS.len()..])?)
        }
        _ => return None,
    };
    let line = head(covered, personal, hash)?;
    Some(Parsed { line, covered: covered.as_bytes() })
}

/// The ways to read a line with members or words of which nothing is known here: without personal data, and with it.
/// None at all if it is no JSON object that begins as a line does.
pub fn readings(bytes: &[u8]) -> Vec<Covered<'_>> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let Some((body, hash)) = split_hash(text) else { return Vec::new() };
    if opening(bytes).is_none() || serde_json::from_str::<&RawValue>(text).is_err() {
        return Vec::new();
    }
    let plain = Covered { covered: body.as_bytes(), personal: Slots::default(), hash };
    let with_personal = body.rfind(PERSONAL_OPENS).and_then(|at| {
        let personal = slots(&body[at + PERSONAL_OPENS.len()..])?;
        Some(Covered { covered: &body.as_bytes()[..at], personal, hash })
    });
    [Some(plain), with_personal].into_iter().flatten().collect()
}

/// Reads the version that a line of a later form begins with.
pub fn newer_format(bytes: &[u8]) -> Option<u32> {
    let mut cursor = Cursor { rest: std::str::from_utf8(until_non_ascii(bytes)).ok()? };
    cursor.eat("{\"format\":")?;
    let version = cursor.number()?;
    cursor.eat(",")?;
    u32::try_from(version).ok()
}

/// Reads the number and the sync group that a line begins with, without looking at the rest of it.
pub fn opening(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut cursor = Cursor { rest: std::str::from_utf8(until_non_ascii(bytes)).ok()? };
    let numbers = numbers(&mut cursor)?;
    Some(numbers)
}

/// Reads the hash that a line ends with, without looking at the rest of it.
pub fn closing(bytes: &[u8]) -> Option<LineHash> {
    let hash = bytes.strip_suffix(HASH_CLOSES.as_bytes())?;
    let (before, hash) = hash.split_at_checked(hash.len().checked_sub(HASH_TEXT)?)?;
    before.ends_with(HASH_OPENS.as_bytes()).then(|| LineHash::from_hex(hash))?
}

fn split_hash(text: &str) -> Option<(&str, LineHash)> {
    let hash = closing(text.as_bytes())?;
    let body = text.len() - HASH_OPENS.len() - HASH_TEXT - HASH_CLOSES.len();
    Some((&text[..body], hash))
}

fn head<'a>(covered: &'a str, personal: Slots<'a>, hash: LineHash) -> Option<Line<'a>> {
    let mut cursor = Cursor { rest: covered };
    let (seq, group) = numbers(&mut cursor)?;
    let at = cursor.take(AT_TEXT)?;
    cursor.eat("\",\"by\":\"")?;
    let by = cursor.string()?;
    cursor.eat(",\"via\":\"")?;
    let via = Via::from_word(&cursor.string()?)?;
    let key = cursor.optional(",\"key\":\"")?;
    let answer = cursor.optional(",\"answer\":\"")?;
    let asked = cursor.optional(",\"asked\":\"")?;
    cursor.eat(",\"events\":")?;
    let events: Vec<&RawValue> = serde_json::from_str(cursor.rest).ok()?;
    let objects = events.iter().all(|event| event.get().starts_with('{'));
    objects.then_some(Line { seq, group, at, by, via, key, answer, asked, events, personal, hash })
}

fn numbers(cursor: &mut Cursor<'_>) -> Option<(u64, u64)> {
    cursor.eat("{\"seq\":")?;
    let seq = cursor.number()?;
    cursor.eat(",\"group\":")?;
    let group = cursor.number()?;
    cursor.eat(",\"at\":\"")?;
    Some((seq, group))
}

/// Reads slots up to the brace that closes `personal`, which must be the end.
fn slots(text: &str) -> Option<Slots<'_>> {
    let mut cursor = Cursor { rest: text };
    let mut slots: Vec<(&str, Slot<'_>)> = Vec::with_capacity(4);
    loop {
        cursor.eat("\"")?;
        let name = cursor.plain_name()?;
        cursor.eat(":{\"salt\":")?;
        let slot = if cursor.eat("null").is_some() { erased(&mut cursor)? } else { kept(&mut cursor)? };
        if slots.iter().any(|(other, _)| *other == name) {
            return None;
        }
        slots.push((name, slot));
        if cursor.rest == "}" {
            return Some(Slots(slots));
        }
        cursor.eat(",")?;
    }
}

fn kept<'a>(cursor: &mut Cursor<'a>) -> Option<Slot<'a>> {
    cursor.eat("\"")?;
    let salt = cursor.take(SALT_TEXT).filter(|salt| is_base64url(salt))?;
    cursor.eat("\",\"value\":\"")?;
    let value = cursor.canonical_string()?;
    cursor.eat(",\"of\":\"")?;
    let of = cursor.plain_name()?;
    cursor.eat("}")?;
    Some(Slot::Kept { salt, value, of })
}

/// Reads a blanked slot: spaces stand where the value did, so that the line keeps its length.
fn erased<'a>(cursor: &mut Cursor<'a>) -> Option<Slot<'a>> {
    cursor.eat(",\"value\":null,\"digest\":\"")?;
    let digest = cursor.take(DIGEST_TEXT).filter(|digest| is_base64url(digest))?;
    cursor.eat("\",")?;
    cursor.rest = cursor.rest.trim_start_matches(' ');
    cursor.eat("\"of\":\"")?;
    let of = cursor.plain_name()?;
    cursor.eat("}")?;
    Some(Slot::Erased { digest, of })
}

/// What is left to read of a line.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn eat(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads a whole number without leading zeros.
    fn number(&mut self) -> Option<u64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let text = self.take(digits)?;
        if text.len() > 1 && text.starts_with('0') {
            return None;
        }
        text.parse().ok()
    }

    /// Reads a name after its opening quote, and the closing quote.
    fn plain_name(&mut self) -> Option<&'a str> {
        let (name, rest) = self.rest.split_once('"')?;
        self.rest = rest;
        is_plain_name(name).then_some(name)
    }

    /// Reads an optional member whose opening, up to the quote of its string, is given.
    fn optional(&mut self, opening: &str) -> Option<Option<Cow<'a, str>>> {
        match self.eat(opening) {
            Some(()) => self.string().map(Some),
            None => Some(None),
        }
    }

    /// Reads a string after its opening quote, and the closing quote.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.raw_string().and_then(decode)
    }

    /// Reads a string that must be escaped in just the way that this program escapes.
    fn canonical_string(&mut self) -> Option<Cow<'a, str>> {
        let raw = self.raw_string()?;
        let value = decode(raw)?;
        let canonical = match &value {
            Cow::Borrowed(_) => true,
            Cow::Owned(decoded) => {
                let encoded = serde_json::to_string(decoded).ok()?;
                encoded.get(1..encoded.len() - 1) == Some(raw)
            }
        };
        canonical.then_some(value)
    }

    fn raw_string(&mut self) -> Option<&'a str> {
        let mut escaped = false;
        let end = self.rest.bytes().position(|b| {
            let ends = b == b'"' && !escaped;
            escaped = b == b'\\' && !escaped;
            ends
        })?;
        let raw = self.take(end)?;
        self.eat("\"")?;
        Some(raw)
    }
}

fn decode(raw: &str) -> Option<Cow<'_, str>> {
    if raw.contains('\\') {
        return serde_json::from_str(&format!("\"{raw}\"")).ok().map(Cow::Owned);
    }
    let plain = !raw.bytes().any(|b| b < b' ');
    plain.then_some(Cow::Borrowed(raw))
}

/// The openings of a line are ASCII, so what follows need not be valid text for them to be read.
fn until_non_ascii(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().take(OPENING_MAX).position(|b| !b.is_ascii()).unwrap_or(bytes.len().min(OPENING_MAX));
    &bytes[..end]
}

/// The longest opening, `{"seq":…,"group":…,"at":"` with two numbers of 20 digits, fits in this many bytes.
const OPENING_MAX: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(name: &str) -> String {
        format!("\"{name}\":{{\"salt\":\"{}\",\"value\":\"v\",\"of\":\"C1\"}}", "A".repeat(SALT_TEXT))
    }

    #[test]
    fn a_slot_name_stands_once() {
        assert!(slots(&format!("{},{}}}", slot("a"), slot("b"))).is_some());
        assert!(slots(&format!("{},{}}}", slot("a"), slot("a"))).is_none());
        assert!(slots("}").is_none(), "empty personal data is left out");
    }

    #[test]
    fn a_number_has_one_spelling() {
        let number = |text| Cursor { rest: text }.number();
        assert_eq!((number("0"), number("70,"), number("18446744073709551615")), (Some(0), Some(70), Some(u64::MAX)));
        assert_eq!((number("07"), number(""), number("+7"), number("18446744073709551616")), (None, None, None, None));
    }
}
