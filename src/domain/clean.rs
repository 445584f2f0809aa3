//! Text from people is hostile until cleaned: what is stored must be safe to draw, print and send.

/// The longest text a field keeps, in characters; what is beyond is refused, never cut silently.
pub const TEXT_MAX: usize = 2_000;

/// Removes what a terminal or a printer could obey, and folds white space: control characters (a line break and a
/// tab become a space), bidirectional controls, zero-width and other invisible characters. Trims both ends.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escape = Escape::No;
    for c in text.chars() {
        escape = escape.next(c);
        if escape != Escape::No {
            continue;
        }
        match c {
            '\n' | '\r' | '\t' | '\u{a0}' | '\u{3000}' | ' ' => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c if c.is_control() || is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Where in an escape sequence the reader stands, so that its letters go with it.
#[derive(Clone, Copy, PartialEq)]
enum Escape {
    No,
    Begun,
    Sequence,
    Last,
}

impl Escape {
    fn next(self, c: char) -> Self {
        match (self, c) {
            (Self::No | Self::Last, '\u{1b}') => Self::Begun,
            (Self::No | Self::Last, '\u{9b}') => Self::Sequence,
            (Self::No | Self::Last, _) => Self::No,
            (Self::Begun, '[') => Self::Sequence,
            (Self::Begun, _) => Self::Last,
            (Self::Sequence, '\u{40}'..='\u{7e}') => Self::Last,
            (Self::Sequence, '\u{20}'..='\u{3f}') => Self::Sequence,
            (Self::Sequence, _) => Self::No,
        }
    }
}

/// Characters that take no cell or turn the writing direction: they could make one text look like another.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Full-width ASCII, as an input method writes it, as plain ASCII in upper case: for plates, VINs and codes.
pub fn code(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    clean(text)
        .chars()
        .map(narrow)
        .filter(|c| !matches!(c, ' ' | '·' | '•' | '-' | '.'))
        .collect::<String>()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::{clean, code};

    #[test]
    fn text_that_a_terminal_could_obey_is_taken_out() {
        assert_eq!(clean("刹车\u{1b}[31m红\u{7}\u{202e}响\u{200b}"), "刹车红响");
        assert_eq!(clean("  a\r\n\tb\u{3000}c  "), "a b c");
        assert_eq!(clean("\u{9b}2Jx"), "x");
        assert_eq!(clean("a\u{1b}"), "a");
    }

    #[test]
    fn codes_may_come_from_an_input_method() {
        assert_eq!(code("沪Ａ·f3389"), "沪AF3389");
    }
}
