//! Makes text from outside safe to keep, to draw and to print, and reads what an input method widened.
//!
//! Pasted text may hold escape sequences that would act on the next terminal that shows it, marks that turn the
//! reading direction around, and characters that nobody can see. None of them belongs in a repair order.

/// Cleans text of several lines: line ends become `\n`, a tab becomes a space, and what cannot be seen is dropped.
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => skip_escape(&mut rest),
            '\u{9b}' => skip_control_sequence(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut rest),
            '\r' => {
                rest.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            _ if c.is_control() || is_unseen(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Cleans text of one line: as [`clean_text`], with line ends turned into spaces and the ends trimmed of them.
pub fn clean_line(text: &str) -> String {
    let text = clean_text(text);
    text.trim_matches('\n').replace('\n', " ")
}

/// Turns the full-width form of an ASCII character, as an input method types it, into the character itself.
pub fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xfee0).expect("the full-width block lies 0xfee0 above ASCII")
        }
        _ => c,
    }
}

/// Narrows a character that was typed as a key: also the marks that a Chinese input method puts on ASCII keys.
pub fn narrow_key(c: char) -> char {
    match c {
        '、' => '/',
        '。' => '.',
        '《' => '<',
        '》' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '【' => '[',
        '】' => ']',
        '￥' => '$',
        _ => narrow(c),
    }
}

/// Direction marks, joiners, fillers and tags: nothing to see, and Chinese needs none of them. The selectors that
/// choose between two written forms of a character in a name stay; the one that only asks for a picture goes.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e007f}')
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_escape(rest: &mut Rest<'_>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_control_sequence(rest);
        }
        Some('P' | 'X' | ']' | '^' | '_') => {
            rest.next();
            skip_string(rest);
        }
        Some('N' | 'O') => {
            rest.next();
            rest.next_if(char::is_ascii_graphic);
        }
        Some(' '..='/') => {
            while rest.next_if(|c| (' '..='/').contains(c)).is_some() {}
            rest.next_if(char::is_ascii_graphic);
        }
        Some('0'..='~') => {
            rest.next();
        }
        Some(_) | None => {}
    }
}

fn skip_control_sequence(rest: &mut Rest<'_>) {
    while rest.next_if(|c| (' '..='?').contains(c)).is_some() {}
    rest.next_if(|c| ('@'..='~').contains(c));
}

/// Skips to the end mark of a string for the terminal. Without one, only the rest of the line is lost.
fn skip_string(rest: &mut Rest<'_>) {
    while let Some(c) = rest.next_if(|c| *c != '\n' && *c != '\r') {
        match c {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                rest.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_escape_sequences_are_dropped_not_only_their_first_byte() {
        for (dirty, clean) in [
            ("a\x1b[31mred\x1b[0m", "ared"),
            ("\x1b]0;title\x07x", "x"),
            ("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"),
            ("\x1bPq#0\x1b\\y", "y"),
            ("\u{9b}2Jz", "z"),
            ("\x1b(Bq", "q"),
            ("\x1bOPw", "w"),
            ("\x1b]0;never ended\nnext", "\nnext"),
            ("end\x1b", "end"),
            ("\x1b修", "修"),
        ] {
            assert_eq!(clean_text(dirty), clean, "{dirty:?}");
        }
    }

    #[test]
    fn every_line_end_is_one_line_end() {
        assert_eq!(clean_text("a\r\nb\rc\nd\u{2028}e"), "a\nb\nc\nd\ne");
        assert_eq!(clean_line("\n沪A\r\nF3389\n"), "沪A F3389");
    }

    #[test]
    fn what_nobody_can_see_is_dropped_and_chinese_is_kept() {
        assert_eq!(clean_text("a\u{202e}b\u{200b}c\u{feff}d\u{0}e\u{7f}f"), "abcdef");
        assert_eq!(clean_text("葛\u{e0100}飾 “好”，…·"), "葛\u{e0100}飾 “好”，…·");
        assert_eq!(clean_text("\u{2764}\u{fe0f}"), "\u{2764}");
    }

    #[test]
    fn wide_ascii_is_narrowed() {
        assert_eq!("ＦＡ３３８９！　沪".chars().map(narrow).collect::<String>(), "FA3389! 沪");
        assert_eq!(narrow_key('、'), '/');
        assert_eq!(narrow_key('？'), '?');
    }
}
