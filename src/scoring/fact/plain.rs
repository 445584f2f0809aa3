//! Objects as programs write them: texts without escapes, whole numbers, words, and objects of those.
//!
//! A million lines look like that. They are split here without a general JSON reader; whatever looks different is left
//! to that one, which also says what is wrong. What is split here is split as it would be there: the tests hold both
//! together.

/// How deep an object may stand: `answers` in a fact.
const DEPTH_MAX: u8 = 2;
/// Longer numbers are left to the general reader.
const DIGITS_MAX: usize = 18;

/// Hands over names and values of a plainly written object as they are written, in their order; nothing where the text
/// is anything else. Some may have been handed over before that shows.
pub(super) fn split<'a>(json: &'a str, mut take: impl FnMut(&'a str, &'a str)) -> Option<()> {
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

    fn object(&mut self, depth: u8, take: &mut impl FnMut(&'a str, &'a str)) -> Option<()> {
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
            let value = self.value(depth)?;
            take(name, value);
            self.skip_blanks();
            if self.peek()? == b'}' {
                return self.expect(b'}');
            }
            self.expect(b',')?;
            self.skip_blanks();
        }
    }

    /// Passes over a value and gives it as it is written.
    fn value(&mut self, depth: u8) -> Option<&'a str> {
        let begin = self.at;
        match self.peek()? {
            b'"' => return self.text(),
            b'{' if depth < DEPTH_MAX => self.object(depth + 1, &mut |_, _| ())?,
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
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        self.at += length;
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
