//! Objects as programs write them: texts without escapes, whole numbers, words, and objects of those.
//!
//! A million lines look like that. They are split here without a general JSON reader; whatever looks different is left
//! to that one, which also says what is wrong. What is split here is split as it would be there: the tests hold both
//! together.

/// How deep an object may stand: `answers` in a fact.
const DEPTH_MAX: u8 = 2;
/// Longer numbers are left to the general reader.
const DIGITS_MAX: usize = 18;
/// A 1 in each of eight bytes.
const EACH: u64 = u64::MAX / 0xff;

/// Hands over names and values of a plainly written object as they are written, in their order, each with the depth at
/// which it stands: what an object holds comes before it. Nothing where the text is anything else; some may have been
/// handed over before that shows.
pub(super) fn split<'a>(json: &'a str, mut take: impl FnMut(u8, &'a str, &'a str)) -> Option<()> {
    let mut scan = Scan { json, at: 0 };
    scan.skip_blanks();
    scan.object(1, &mut take)?;
    scan.skip_blanks();
    (scan.at == json.len()).then_some(())
}

/// Gives the text within quotes that stand around a plain one.
pub(super) fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// Reads a whole number in digits.
pub(super) fn whole(raw: &str) -> Option<u64> {
    let digits = (1..=DIGITS_MAX).contains(&raw.len()) && raw.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| raw.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// Finds the first quote, backslash or control character.
fn end_of_text(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let mut at = 0;
    // Eight bytes at a time: a byte that is looked for is made 0, and what borrows there has a bit that it had not. Bits
    // above the first can be wrong, and are not looked at.
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        let below = |word: u64, limit: u8| word.wrapping_sub(EACH * u64::from(limit)) & !word & (EACH << 7);
        let equal = |byte: u8| below(eight ^ (EACH * u64::from(byte)), 1);
        let found = equal(b'"') | equal(b'\\') | below(eight, 0x20);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().position(is_end).unwrap_or(bytes.len() - at)
}

struct Scan<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, sign: u8) -> Option<()> {
        (self.peek()? == sign).then(|| self.at += 1)
    }

    fn object(&mut self, depth: u8, take: &mut impl FnMut(u8, &'a str, &'a str)) -> Option<()> {
        self.expect(b'{')?;
        self.skip_blanks();
        if self.peek()? == b'}' {
            return self.expect(b'}');
        }
        loop {
            let name = unquoted(self.text()?)?;
            self.skip_blanks();
            self.expect(b':')?;
            self.skip_blanks();
            let value = self.value(depth, take)?;
            take(depth, name, value);
            self.skip_blanks();
            if self.peek()? == b'}' {
                return self.expect(b'}');
            }
            self.expect(b',')?;
            self.skip_blanks();
        }
    }

    /// Passes over a value and gives it as it is written.
    fn value(&mut self, depth: u8, take: &mut impl FnMut(u8, &'a str, &'a str)) -> Option<&'a str> {
        let begin = self.at;
        match self.peek()? {
            b'"' => return self.text(),
            b'{' if depth < DEPTH_MAX => self.object(depth + 1, take)?,
            b'0'..=b'9' => return self.number(),
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => return None,
        }
        self.json.get(begin..self.at)
    }

    /// Passes over a text without escapes and gives it with its quotes.
    fn text(&mut self) -> Option<&'a str> {
        let begin = self.at;
        self.expect(b'"')?;
        let rest = self.json.as_bytes().get(self.at..)?;
        self.at += end_of_text(rest);
        self.expect(b'"')?;
        self.json.get(begin..self.at)
    }

    fn number(&mut self) -> Option<&'a str> {
        let rest = self.json.as_bytes().get(self.at..)?;
        let length = rest.iter().position(|byte| !byte.is_ascii_digit())?;
        // A point or an exponent may follow, and nothing may follow a leading 0.
        let ends = matches!(rest[length], b',' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
        if !ends || length > DIGITS_MAX || (rest[0] == b'0' && length > 1) {
            return None;
        }
        self.at += length;
        self.json.get(self.at - length..self.at)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is_there = self.json.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        is_there.then(|| self.at += word.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_end_of_a_text_is_the_first_sign_that_may_end_it(
            letters in prop::collection::vec(any::<u8>(), 0..40),
            ends in prop::collection::vec((0..40_usize, prop::sample::select(&[b'"', b'\\', 0, 0x1f][..])), 0..3),
        ) {
            let mut bytes: Vec<u8> = letters.into_iter().map(|byte| byte | 0x81).collect();
            for (at, end) in ends.into_iter().filter(|(at, _)| *at < bytes.len()).collect::<Vec<_>>() {
                bytes[at] = end;
            }
            let first = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            prop_assert_eq!(end_of_text(&bytes), first.unwrap_or(bytes.len()));
        }

        #[test]
        fn the_end_of_anything_is_found(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let first = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            prop_assert_eq!(end_of_text(&bytes), first.unwrap_or(bytes.len()));
        }
    }
}
